"""Layouts on the disk: every line saved, none overwritten that could not be read."""

import contextlib
import errno
import json
import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from home_content import all_files

from ratiodesk.domain.errors import DamagedDocument, NewerDocument, NotSaved, RatioDeskError
from ratiodesk.domain.layout import Layout
from ratiodesk.domain.level import Level, LevelId
from ratiodesk.domain.pair import Pair
from ratiodesk.storage.document import encode_layout
from ratiodesk.storage.home import Home
from ratiodesk.storage.layout_files import LayoutFiles, read_layout, write_layout

NOON = datetime(2021, 12, 28, 12, 0, tzinfo=UTC)
PAIR, TURNED = Pair("SPY", "IWM"), Pair("IWM", "SPY")


def document(**fields: Any) -> bytes:
    return json.dumps({"format": "ratiodesk-layout", "version": 1, "pair": "SPY/IWM"} | fields).encode()


LINE = {"id": "a", "ratio": 2.13}
UNREADABLE = {
    "empty": b"",
    "truncated": document(levels=[LINE])[:-9],
    "binary": bytes(range(256)),
    "a list": b"[]",
    "NaN": document(levels=[LINE | {"ratio": float("nan")}]),
    "Infinity": document(levels=[LINE | {"ratio": float("inf")}]),
    "wrong format": document(format="labelme"),
    "newer version": document(version=4),
    "same id twice": document(levels=[LINE, LINE]),
    "6 MB": document() + b" " * 6_000_000,
    "nested too deep": b"[" * 100_000,
    "negative holding": document(holdings=[{"symbol": "SPY", "value": -1}]),
    "another pair": document(pair="QQQ/TLT", levels=[LINE]),
}


def test_a_pair_never_saved_opens_empty_and_leaves_no_file(files: LayoutFiles, house: Home) -> None:
    opened = files.open(PAIR)
    assert (opened.layout, opened.problem, opened.note) == (Layout(PAIR), None, "")
    assert all_files(house) == {}


def test_a_layout_opens_as_it_was_saved(files: LayoutFiles, house: Home, worked: Layout) -> None:
    files.save(worked)
    opened = LayoutFiles(house).open(PAIR)
    assert (opened.layout, opened.problem, opened.note) == (worked, None, "")
    document, version = sorted(all_files(house))
    assert document == "layouts/IWM_SPY.ratiodesk"
    assert version.startswith("versions/IWM_SPY.ratiodesk/000001_")


def test_both_orientations_are_one_document(files: LayoutFiles, house: Home, worked: Layout) -> None:
    files.save(worked)
    turned = files.open(TURNED).layout
    assert turned == worked.inverted()
    files.save(turned.add(Level(LevelId("d"), 0.4)))
    assert files.open(PAIR).layout.levels == (*worked.levels, Level(LevelId("d"), 2.5))  # 1 ÷ 0.4
    assert [name for name in all_files(house) if name.startswith("layouts")] == ["layouts/IWM_SPY.ratiodesk"]


def test_unknown_fields_are_told_and_kept(files: LayoutFiles) -> None:
    fields = json.loads(document(levels=[LINE | {"mood": "calm"}], view={"zoom": [1, None]}, plugin={"a": 1.5}))
    files.path(PAIR).write_text(json.dumps(fields))
    opened = files.open(PAIR)
    assert opened.problem is None
    assert "fields that this RatioDesk does not know (levels.mood, view.zoom and plugin); they are kept" in opened.note
    files.save(opened.layout.move(LevelId("a"), 2.2))
    saved = json.loads(files.path(PAIR).read_bytes())
    assert (saved["levels"][0]["mood"], saved["view"]["zoom"], saved["plugin"]) == ("calm", [1, None], {"a": 1.5})
    assert saved["levels"][0]["ratio"] == 2.2


@pytest.mark.parametrize("pair", [PAIR, TURNED], ids=str)
@pytest.mark.parametrize("content", UNREADABLE.values(), ids=UNREADABLE)
def test_an_unreadable_document_is_told_and_never_overwritten(
    files: LayoutFiles, house: Home, content: bytes, pair: Pair
) -> None:
    files.path(PAIR).write_bytes(content)
    opened = files.open(pair)
    assert opened.layout == Layout(pair)
    assert isinstance(opened.problem, DamagedDocument)
    assert str(files.path(PAIR)) in str(opened.problem)
    assert "kept as it is" in str(opened.problem)
    with pytest.raises(NotSaved, match="Not saved"):
        files.save(opened.layout)
    assert all_files(house) == {"layouts/IWM_SPY.ratiodesk": content}


@pytest.mark.parametrize("pair", [PAIR, TURNED], ids=str)
def test_an_axis_that_cannot_be_drawn_takes_no_line_with_it(files: LayoutFiles, pair: Pair) -> None:
    files.path(PAIR).write_bytes(document(levels=[LINE], view={"low": 1.0, "high": 0.0}))
    opened = files.open(pair)
    assert opened.problem is not None or len(opened.layout.levels) == 1


def test_a_newer_document_is_told_as_such(files: LayoutFiles) -> None:
    files.path(PAIR).write_bytes(document(version=99))
    problem = files.open(PAIR).problem
    assert isinstance(problem, NewerDocument)
    assert "from a newer RatioDesk: it has version 99" in str(problem)


@pytest.mark.parametrize("pair", [PAIR, TURNED], ids=str)
def test_the_newest_version_opens_when_the_document_is_damaged(
    files: LayoutFiles, house: Home, worked: Layout, pair: Pair
) -> None:
    files = LayoutFiles(house, lambda: NOON)
    files.save(worked.remove(LevelId("stop")))
    files.save(worked)
    files.path(PAIR).write_bytes(b"{")
    before = all_files(house)
    opened = files.open(pair)
    assert (opened.layout, opened.kept) == (worked.seen_as(pair), NOON)
    assert isinstance(opened.problem, DamagedDocument)
    with pytest.raises(NotSaved):
        files.save(opened.layout)
    assert all_files(house) == before


def test_damaged_versions_are_skipped_and_without_a_good_one_the_layout_is_empty(
    files: LayoutFiles, house: Home, worked: Layout
) -> None:
    files.save(worked)
    files.save(worked.remove(LevelId("stop")))
    files.path(PAIR).write_bytes(b"{")
    for left, path in ((worked, 1), (Layout(PAIR), 0)):
        sorted((house.versions / "IWM_SPY.ratiodesk").iterdir())[path].write_bytes(b"[")
        opened = files.open(PAIR)
        assert (opened.layout, opened.kept is None) == (left, not left.levels)
        assert "layouts" in str(opened.problem)


def test_a_document_set_aside_makes_room_and_is_kept(files: LayoutFiles, house: Home, worked: Layout) -> None:
    files.path(PAIR).write_bytes(b"damaged")
    name = files.set_aside(PAIR)
    files.save(worked)
    assert files.open(PAIR).layout == worked
    assert files.open(PAIR).problem is None
    assert (house.layouts / name).read_bytes() == b"damaged"
    assert files.pairs() == [PAIR]


def test_the_versions_outlive_the_setting_aside(files: LayoutFiles, worked: Layout, house: Home) -> None:
    files.save(worked)
    files.save(worked)
    files.path(PAIR).write_bytes(b"damaged")
    saved_from_version = files.open(PAIR).layout
    files.set_aside(PAIR)
    files.save(saved_from_version)
    assert files.open(PAIR).layout == worked


def test_two_documents_set_aside_are_both_kept(files: LayoutFiles, house: Home) -> None:
    names = set()
    for content in (b"first", b"second"):
        files.path(PAIR).write_bytes(content)
        names.add(files.set_aside(PAIR))
    assert {(house.layouts / name).read_bytes() for name in names} == {b"first", b"second"}


def test_what_can_be_read_by_now_is_not_set_aside(files: LayoutFiles, house: Home, worked: Layout) -> None:
    files.save(worked)
    before = all_files(house)
    assert files.set_aside(PAIR) == ""
    assert all_files(house) == before


def test_what_a_newer_version_wrote_is_not_set_aside(files: LayoutFiles, house: Home) -> None:
    files.path(PAIR).write_bytes(document(version=99))
    with pytest.raises(NotSaved, match="from a newer RatioDesk"):
        files.set_aside(PAIR)
    assert list(all_files(house)) == ["layouts/IWM_SPY.ratiodesk"]


def test_nothing_can_be_set_aside_where_nothing_is(files: LayoutFiles) -> None:
    with pytest.raises(NotSaved, match=rf"could not be renamed \({os.strerror(errno.ENOENT)}\)"):
        files.set_aside(PAIR)


@pytest.mark.parametrize(("owner", "step"), [(os, "fsync"), (Path, "replace")])
@pytest.mark.parametrize("saved_before", [0, 1, 2])
def test_a_failing_disk_leaves_all_as_it_was(
    files: LayoutFiles, house: Home, worked: Layout, broken_disk, owner: object, step: str, saved_before: int
) -> None:
    for _ in range(saved_before):
        files.save(worked)
    before = all_files(house)
    broken_disk(owner, step)
    with pytest.raises(NotSaved, match=rf"Not saved \({os.strerror(errno.EIO)}\): .*could not be written"):
        files.save(worked.remove(LevelId("stop")))
    assert all_files(house) == before


def test_a_document_that_is_a_folder_cannot_be_read_and_is_kept(files: LayoutFiles) -> None:
    files.path(PAIR).mkdir()
    assert str(files.open(PAIR).problem).startswith(f"{files.path(PAIR)} cannot be read: ")
    with pytest.raises(NotSaved):
        files.save(Layout(PAIR))
    assert files.path(PAIR).is_dir()


def test_pairs_are_listed_as_they_were_saved_in_order(files: LayoutFiles) -> None:
    for text in ("SPY/IWM", "^GSPC/BRK-B", "IWM/QQQ"):
        files.save(Layout(Pair.parse(text)))
    assert [str(pair) for pair in files.pairs()] == ["IWM/QQQ", "SPY/IWM", "^GSPC/BRK-B"]


def test_a_damaged_pair_is_still_listed(files: LayoutFiles) -> None:
    files.path(PAIR).write_bytes(b"damaged")
    assert files.pairs() == [TURNED]  # the order of its file name


def test_other_files_in_the_folder_are_no_pairs(files: LayoutFiles, house: Home) -> None:
    names = (
        "notes.txt",
        "mine.ratiodesk",
        "SPY_IWM.ratiodesk",
        "iwm_spy.ratiodesk",
        "A_B_C.ratiodesk",
        "A_A.ratiodesk",
    )
    for name in names:
        (house.layouts / name).write_bytes(document())
    assert files.pairs() == []


def test_a_file_that_holds_another_pair_is_not_listed_as_that_pair(files: LayoutFiles) -> None:
    files.path(PAIR).write_bytes(document(pair="QQQ/TLT"))
    assert files.pairs() == [TURNED]


def test_symbols_of_every_market_make_a_file_name(files: LayoutFiles) -> None:
    layout = Layout(Pair.parse("M&M.NS/EURUSD=X"))
    files.save(layout)
    assert files.open(layout.pair).layout == layout


def test_a_layout_is_written_to_and_read_from_anywhere(tmp_path: Path, worked: Layout) -> None:
    path = tmp_path / "anywhere.ratiodesk"
    write_layout(worked, path)
    assert read_layout(path) == worked
    assert path.read_bytes() == encode_layout(worked)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(DamagedDocument, match=r"There is no file .*none\.ratiodesk"):
        read_layout(tmp_path / "none.ratiodesk")


def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "bad.ratiodesk"
    path.write_bytes(b"{")
    with pytest.raises(DamagedDocument, match=r"bad\.ratiodesk cannot be read: it is not JSON"):
        read_layout(path)


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path, worked: Layout) -> None:
    with pytest.raises(NotSaved, match=rf"missing.* could not be written \({os.strerror(errno.ENOENT)}\)"):
        write_layout(worked, tmp_path / "missing" / "x.ratiodesk")


def test_a_layout_that_could_not_be_read_again_leaves_the_document_as_it_was(
    files: LayoutFiles, house: Home, worked: Layout
) -> None:
    files.save(worked)
    before = all_files(house)
    with pytest.raises(RatioDeskError):
        files.save(replace(worked, levels=(Level(LevelId("a"), float("inf")),)))
    assert all_files(house) == before


def test_what_was_only_looked_at_does_not_count_as_seen(house: Home, worked: Layout) -> None:
    ours, theirs = LayoutFiles(house), LayoutFiles(house)
    ours.save(worked)
    drawn = Level(LevelId("theirs"), 2.0)
    theirs.open(PAIR)
    theirs.save(worked.add(drawn))
    assert ours.peek(PAIR).layout.levels[-1] == drawn
    # Held for seen, it would be missing here because it was removed.
    assert ours.save(worked).levels == (*worked.levels, drawn)


@pytest.mark.parametrize("failing", [1, 2, 3, 4])
def test_a_line_removed_after_a_write_that_failed_in_part_does_not_come_back(
    files: LayoutFiles, worked: Layout, monkeypatch: pytest.MonkeyPatch, failing: int
) -> None:
    """A save syncs four times: the document, its folder, the backup and its folder. One of them fails."""
    files.save(worked)
    fsync, left = os.fsync, failing

    def failing_fsync(handle: int) -> None:
        nonlocal left
        left -= 1
        if not left:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        fsync(handle)

    monkeypatch.setattr(os, "fsync", failing_fsync)
    drawn = Level(LevelId("drawn"), 2.0)
    with contextlib.suppress(NotSaved):
        files.save(worked.add(drawn))
    assert files.save(worked).levels == worked.levels


def test_a_document_that_vanishes_while_it_is_written_is_told(
    files: LayoutFiles, worked: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    def swept_away(path: Path, _content: bytes) -> None:
        path.unlink()
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    files.save(worked)
    monkeypatch.setattr("ratiodesk.storage.layout_files.write_atomic", swept_away)
    with pytest.raises(NotSaved, match=os.strerror(errno.EIO)):
        files.save(worked.remove(LevelId("stop")))
