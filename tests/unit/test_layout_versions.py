"""Every change of a layout is a version, and no version is in the way of a line."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from home_content import all_files

from ratiodesk.domain.errors import NotSaved
from ratiodesk.domain.layout import Layout
from ratiodesk.domain.level import Level, LevelId
from ratiodesk.domain.pair import Pair
from ratiodesk.storage.document import decode_layout, encode_layout
from ratiodesk.storage.home import Home
from ratiodesk.storage.layout_files import LayoutFiles, read_layout

NOON = datetime(2021, 12, 28, 12, 0, tzinfo=UTC)
PAIR, TURNED = Pair("SPY", "IWM"), Pair("IWM", "SPY")


def versions(house: Home) -> list[bytes]:
    """Return what the versions of the pair hold, the oldest first."""
    return [path.read_bytes() for path in sorted((house.versions / "IWM_SPY.ratiodesk").iterdir())]


def test_every_change_of_the_work_is_a_version(files: LayoutFiles, house: Home, worked: Layout) -> None:
    fewer = worked.remove(LevelId("stop"))
    dearer = replace(fewer, sizing=replace(fewer.sizing, account=5_000.0))
    for layout in (worked, worked, fewer, dearer):
        files.save(layout)
        assert versions(house)[-1] == files.path(PAIR).read_bytes()
    assert [decode_layout(content).layout for content in versions(house)] == [worked, fewer, dearer]


def test_looking_at_a_pair_is_no_version_and_turning_it_over_is_none(
    files: LayoutFiles, house: Home, worked: Layout
) -> None:
    files.save(worked)
    files.save(replace(worked, view=replace(worked.view, range="1Y")))
    files.save(worked.inverted())
    assert len(versions(house)) == 1


def test_what_another_program_wrote_without_a_version_is_one_before_it_is_overwritten(
    files: LayoutFiles, house: Home, worked: Layout
) -> None:
    files.save(worked)
    theirs = worked.add(Level(LevelId("theirs"), 2.0))
    files.path(PAIR).write_bytes(encode_layout(theirs))
    written = files.save(worked.add(Level(LevelId("ours"), 2.5)))
    assert versions(house)[1:] == [encode_layout(theirs), encode_layout(written)]


def test_what_was_there_before_there_were_versions_is_the_first(
    files: LayoutFiles, house: Home, worked: Layout
) -> None:
    house.backups.mkdir()
    for folder in (house.layouts, house.backups):
        (folder / "IWM_SPY.ratiodesk").write_bytes(encode_layout(worked))
    files.open(PAIR)
    files.save(worked.remove(LevelId("stop")))
    assert [len(decode_layout(content).layout.levels) for content in versions(house)] == [3, 2]


def test_a_version_that_cannot_be_written_is_told_though_the_document_is(
    files: LayoutFiles, house: Home, worked: Layout
) -> None:
    house.versions.rmdir()
    house.versions.write_bytes(b"in the way")
    with pytest.raises(NotSaved, match=r"^No version kept \(.*versions.IWM_SPY\.ratiodesk could not be written"):
        files.save(worked)
    assert files.open(PAIR).layout == worked
    house.versions.unlink()
    # Asked again, as the desk does, it is made up for.
    files.save(worked)
    assert versions(house) == [encode_layout(worked)]


def test_a_line_removed_after_its_version_failed_stays_out(files: LayoutFiles, house: Home, worked: Layout) -> None:
    files.save(worked.remove(LevelId("stop")))
    (house.versions / "IWM_SPY.ratiodesk").rename(house.root / "elsewhere")
    (house.versions / "IWM_SPY.ratiodesk").write_bytes(b"in the way")
    with pytest.raises(NotSaved):
        files.save(worked)
    (house.versions / "IWM_SPY.ratiodesk").unlink()
    (house.root / "elsewhere").rename(house.versions / "IWM_SPY.ratiodesk")
    assert len(files.save(worked.remove(LevelId("stop"))).levels) == 2


def test_without_room_for_the_version_of_what_stands_there_nothing_is_overwritten(
    files: LayoutFiles, house: Home, worked: Layout
) -> None:
    files.path(PAIR).write_bytes(encode_layout(worked))
    house.versions.rmdir()
    house.versions.write_bytes(b"in the way")
    before = all_files(house)
    with pytest.raises(NotSaved, match=r"^Not saved: No version kept \("):
        files.save(worked.remove(LevelId("stop")))
    assert all_files(house) == before


def test_without_room_for_versions_every_further_line_is_on_the_disk(
    files: LayoutFiles, house: Home, worked: Layout
) -> None:
    files.save(worked)
    (house.versions / "IWM_SPY.ratiodesk").rename(house.root / "elsewhere")
    (house.versions / "IWM_SPY.ratiodesk").write_bytes(b"in the way")
    drawn = worked
    for number in range(2):
        drawn = drawn.add(Level(LevelId(f"new{number}"), 2.5 + number))
        with pytest.raises(NotSaved, match=r"^No version kept "):
            files.save(drawn)
        assert read_layout(files.path(PAIR)).has_work_of(drawn)
    (house.versions / "IWM_SPY.ratiodesk").unlink()
    files.save(drawn)
    assert versions(house) == [encode_layout(drawn)]


def test_a_document_that_is_gone_is_told_if_there_are_versions(files: LayoutFiles, worked: Layout) -> None:
    files.save(worked)
    files.path(PAIR).unlink()
    opened = files.open(PAIR)
    assert (opened.layout, opened.exists, opened.problem) == (Layout(PAIR), False, None)
    assert opened.note == "IWM_SPY.ratiodesk is gone: “Versions…” brings it back."
