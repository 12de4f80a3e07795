"""What could not be merged is kept beside the document, found again, and put away when it was settled."""

import errno
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ratiodesk.domain.errors import NotSaved
from ratiodesk.domain.layout import Layout, View
from ratiodesk.domain.level import Level, LevelId
from ratiodesk.domain.pair import Pair
from ratiodesk.domain.sizing import Sizing
from ratiodesk.storage.copy_files import CONFLICT, OPENED, CopyFiles, keep_copy
from ratiodesk.storage.document import encode_layout
from ratiodesk.storage.home import Home, open_home
from ratiodesk.storage.layout_files import LayoutFiles
from ratiodesk.storage.version_files import VersionFiles

PAIR = Pair.parse("SPY/IWM")
A, B = Level(LevelId("a"), 2.1), Level(LevelId("b"), 2.3)
# What Dropbox, Syncthing, OneDrive and a file manager make of IWM_SPY.ratiodesk.
FOREIGN = (
    "IWM_SPY (Anna's conflicted copy 2026-11-27).ratiodesk",
    "IWM_SPY.sync-conflict-20261127-113431-ABCDEFG.ratiodesk",
    "IWM_SPY-DESKTOP.ratiodesk",
    "IWM_SPY-laptop.ratiodesk",
    "Copy of IWM_SPY.ratiodesk",
)


@pytest.fixture
def house(home: Path) -> Home:
    return open_home(str(home))


@pytest.fixture
def copies(house: Home) -> CopyFiles:
    return CopyFiles(house, VersionFiles(house).keep)


def put(house: Home, name: str, layout: Layout) -> Path:
    path = house.layouts / name
    path.write_bytes(encode_layout(layout))
    return path


def clash(house: Home) -> LayoutFiles:
    """Let two programs move one line to different places; return ours, which was second."""
    ours, theirs = LayoutFiles(house), LayoutFiles(house)
    ours.save(Layout(PAIR, (A, B)))
    theirs.open(PAIR)
    theirs.save(Layout(PAIR, (replace(A, ratio=2.2), replace(B, label="peak"))))
    ours.save(Layout(PAIR, (replace(A, ratio=2.0), B)))
    return ours


def test_what_could_not_be_merged_is_kept_whole_beside_the_document(house: Home, copies: CopyFiles) -> None:
    ours = clash(house)
    assert ours.open(PAIR).layout.levels == (replace(A, ratio=2.0), replace(B, label="peak"))
    (copy,) = copies.copies(PAIR)
    assert copy.name.startswith("IWM_SPY.conflict-2")
    assert copy.layout.levels == (replace(A, ratio=2.2), replace(B, label="peak"))
    assert copies.copies(PAIR.inverted())[0].layout.pair == PAIR.inverted()
    assert ours.pairs() == [PAIR]


def test_a_copy_of_an_opened_file_is_known_by_its_name_and_tells_of_its_own_lines_alone(
    house: Home, copies: CopyFiles
) -> None:
    document = LayoutFiles(house).path(PAIR)
    moved = replace(A, ratio=2.2)
    for kind in (CONFLICT, OPENED, OPENED):
        keep_copy(document, encode_layout(Layout(PAIR, (moved,), Sizing(account=5_000.0))), kind)
    both = copies.copies(PAIR)
    assert [(copy.name[:15], copy.is_file) for copy in both] == [("IWM_SPY.conflic", False), ("IWM_SPY.opened-", True)]
    here = Layout(PAIR, (A, B))
    assert [[found.name for found in copy.differences(here)] for copy in both] == [
        ["Line 2.300", "Line 2.100", "Account"],
        ["Line 2.100"],
    ]
    assert LayoutFiles(house).pairs() == []


def test_what_merges_leaves_no_copy(house: Home, copies: CopyFiles) -> None:
    ours, theirs = LayoutFiles(house), LayoutFiles(house)
    ours.save(Layout(PAIR, (A,)))
    theirs.open(PAIR)
    theirs.save(Layout(PAIR, (replace(A, label="peak"), B), Sizing(account=5_000.0), view=View("1Y")))
    written = ours.save(Layout(PAIR, (replace(A, ratio=2.0),), Sizing(risk_fraction=0.02), view=View("5Y")))
    assert written.levels == (replace(A, ratio=2.0, label="peak"), B)
    assert (written.sizing, written.view) == (Sizing(5_000.0, 0.02), View("5Y"))
    assert copies.copies(PAIR) == ()


def test_the_same_document_is_kept_once(house: Home, copies: CopyFiles) -> None:
    ours = clash(house)
    (copy,) = copies.copies(PAIR)
    (house.layouts / "IWM_SPY.ratiodesk").write_bytes((house.layouts / copy.name).read_bytes())
    ours.save(Layout(PAIR, (replace(A, ratio=1.9), B)))
    assert copies.copies(PAIR) == (copy,)
    (house.layouts / "IWM_SPY.ratiodesk").write_bytes(encode_layout(Layout(PAIR, (replace(A, ratio=1.5), B))))
    ours.save(Layout(PAIR, (replace(A, ratio=1.8), B)))
    assert len(copies.copies(PAIR)) == 2


def test_a_copy_that_cannot_be_kept_keeps_the_document_from_being_overwritten(
    house: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("ratiodesk.storage.copy_files.write_atomic", full)
    with pytest.raises(NotSaved, match="No space left"):
        clash(house)
    assert LayoutFiles(house).open(PAIR).layout.levels[0].ratio == 2.2


@pytest.mark.parametrize("name", FOREIGN)
def test_copies_of_other_programs_are_found_and_are_no_pairs(house: Home, copies: CopyFiles, name: str) -> None:
    files = LayoutFiles(house)
    files.save(Layout(PAIR, (A,)))
    put(house, name, Layout(PAIR.inverted(), (B,)))
    (copy,) = copies.copies(PAIR)
    assert (copy.name, [line.id for line in copy.layout.levels]) == (name, ["b"])
    assert copies.copies(Pair.parse("QQQ/IWM")) == ()
    assert files.pairs() == [PAIR]


def test_a_pair_whose_name_begins_like_another_is_no_copy(house: Home, copies: CopyFiles) -> None:
    files = LayoutFiles(house)
    longer = Pair.parse("IWM/SPY-B")
    for pair in (PAIR, longer):
        files.save(Layout(pair, (A,)))
    assert copies.copies(PAIR) == copies.copies(longer) == ()
    assert files.pairs() == [longer, PAIR]


def test_what_is_no_layout_is_no_copy(house: Home, copies: CopyFiles) -> None:
    (house.layouts / FOREIGN[0]).write_bytes(b"half of")
    (house.layouts / f".{FOREIGN[1]}").write_bytes(encode_layout(Layout(PAIR, (B,))))
    (house.layouts / FOREIGN[2]).symlink_to(house.layouts / "nowhere")
    assert copies.copies(PAIR) == ()
    # The rest of it arrives.
    put(house, FOREIGN[0], Layout(PAIR, (B,)))
    assert [copy.name for copy in copies.copies(PAIR)] == [FOREIGN[0]]


def test_a_copy_is_read_once(house: Home, copies: CopyFiles, monkeypatch: pytest.MonkeyPatch) -> None:
    put(house, FOREIGN[0], Layout(PAIR, (B,)))
    found = copies.copies(PAIR)
    monkeypatch.setattr("ratiodesk.storage.copy_files.read_file", lambda *_: pytest.fail("it was read again"))
    assert copies.copies(PAIR) == found


def test_a_settled_copy_is_put_away_and_the_document_stays_the_newest(house: Home) -> None:
    kept: list[tuple[str, bytes]] = []
    copies = CopyFiles(house, lambda name, content: kept.append((name, content)))
    LayoutFiles(house).save(Layout(PAIR, (A,)))
    path = put(house, FOREIGN[0], Layout(PAIR, (B,)))
    content, document = path.read_bytes(), (house.layouts / "IWM_SPY.ratiodesk").read_bytes()
    (copy,) = copies.copies(PAIR)
    copies.settle(copy)
    assert kept == [("IWM_SPY.ratiodesk", content), ("IWM_SPY.ratiodesk", document)]
    assert not path.exists()
    assert copies.copies(PAIR) == ()
    copies.settle(copy)  # Somebody else was faster.
    assert len(kept) == 2


def test_the_versions_take_what_was_settled(house: Home, copies: CopyFiles) -> None:
    name = "IWM_SPY.ratiodesk"
    content = put(house, FOREIGN[0], Layout(PAIR, (B,))).read_bytes()
    copies.settle(copies.copies(PAIR)[0])  # There is no document beside it.
    versions = VersionFiles(house)
    assert [versions.read(name, version.number) for version in versions.versions(name)] == [content]


@pytest.mark.parametrize("later", [encode_layout(Layout(PAIR, (A, B))), b"damaged"])
def test_a_copy_that_is_another_one_by_now_stays(house: Home, copies: CopyFiles, later: bytes) -> None:
    path = put(house, FOREIGN[0], Layout(PAIR, (B,)))
    (copy,) = copies.copies(PAIR)
    path.write_bytes(later)
    with pytest.raises(NotSaved):
        copies.settle(copy)
    assert path.read_bytes() == later


def test_a_copy_that_cannot_be_put_away_stays(house: Home) -> None:
    def full(*_: Any) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    shelf: Callable[[str, bytes], None] = full
    copies = CopyFiles(house, shelf)
    path = put(house, FOREIGN[0], Layout(PAIR, (B,)))
    with pytest.raises(NotSaved, match="No space left"):
        copies.settle(copies.copies(PAIR)[0])
    assert path.exists()
