"""A layout file from elsewhere is opened: its lines come to those of its pair, and nothing here is lost."""

import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratiodesk.domain.difference import Difference
from ratiodesk.domain.errors import DamagedDocument, NotSaved
from ratiodesk.domain.intake import TakenIn, bring_lines
from ratiodesk.domain.layout import Layout
from ratiodesk.domain.level import Level, LevelId, Role
from ratiodesk.domain.pair import Pair, Symbol
from ratiodesk.domain.portfolio import Holding
from ratiodesk.domain.ratio import Ratio
from ratiodesk.domain.series import Basis
from ratiodesk.domain.shared_port import OtherCopy
from ratiodesk.domain.sizing import Sizing
from ratiodesk.storage.copy_files import CopyFiles
from ratiodesk.storage.home import Home, open_home
from ratiodesk.storage.layout_files import LayoutFiles, read_layout, write_layout
from ratiodesk.storage.layout_intake import LayoutIntakes

SPY_IWM = Pair.parse("SPY/IWM")
ENTRY = Level(LevelId("e"), Ratio(2.13), Role.ENTRY)
STOP = Level(LevelId("s"), Ratio(2.35), Role.STOP)
HERE = Layout(SPY_IWM, (ENTRY, STOP), sizing=Sizing(account=5_000.0))


@pytest.fixture
def place(home: Path) -> Home:
    return open_home(str(home))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "friend.ratiodesk"


def take_in(place: Home, file: Path, layout: Layout) -> TakenIn:
    """Open a file twice: the second time nothing more may change. Return what was said first."""
    write_layout(layout, file)
    content = file.read_bytes()
    taken = LayoutIntakes(place).take_in(file)
    before = {path: path.read_bytes() for path in place.layouts.iterdir()}
    assert LayoutIntakes(place).take_in(file).pair == taken.pair
    assert {path: path.read_bytes() for path in place.layouts.iterdir()} == before
    assert file.read_bytes() == content, "the file itself stays as it is"
    return taken


def saved(place: Home) -> Layout:
    return LayoutFiles(place).open(SPY_IWM).layout


def offered(place: Home) -> tuple[Difference, ...]:
    """Return what is to be settled of the one file that was opened."""
    (copy,) = CopyFiles(place, lambda *_: None).copies(SPY_IWM)
    assert copy.is_file
    return copy.differences(saved(place))


def copies(place: Home) -> list[Layout]:
    return [copy.layout for copy in CopyFiles(place, lambda *_: None).copies(SPY_IWM)]


def test_a_pair_that_is_new_here_is_taken_as_it_is(place: Home, file: Path) -> None:
    layout = replace(HERE, holdings=(Holding(Symbol("SPY"), 7.0),))
    taken = take_in(place, file, layout)
    said = "SPY/IWM is new here, with 2 lines, account, sizing and holdings from friend.ratiodesk."
    assert taken == TakenIn(SPY_IWM, said, (ENTRY.id, STOP.id))
    assert saved(place) == layout


def test_lines_that_are_missing_are_added_and_all_else_stays(place: Home, file: Path) -> None:
    LayoutFiles(place).save(HERE)
    other = Level(LevelId("t"), Ratio(1.95), Role.TARGET)
    theirs = Layout(SPY_IWM, (other, ENTRY), Sizing(account=9e6), (Holding(Symbol("SPY"), 7.0),))
    taken = take_in(place, file, theirs)
    said = "SPY/IWM: 1 line added from friend.ratiodesk, what you had stays as it was; Ctrl+Z takes that back."
    assert taken.said == said
    assert taken.brought == (other.id,)
    assert saved(place) == replace(HERE, levels=(ENTRY, STOP, other))
    assert copies(place) == []


def test_what_differs_stands_here_and_is_offered(place: Home, file: Path) -> None:
    LayoutFiles(place).save(HERE)
    moved = replace(ENTRY, ratio=Ratio(2.2))
    taken = take_in(place, file, Layout(SPY_IWM, (moved,)))
    assert taken.said == ("SPY/IWM: 1 line of friend.ratiodesk differs from yours, which stands until you settle it.")
    assert saved(place) == HERE
    # Of what the file does not hold, nothing is to be settled.
    assert copies(place) == [replace(HERE, levels=(moved,))]
    assert [found.texts for found in offered(place)] == [("Entry 2.130", "Entry 2.200")]


def test_a_role_that_a_line_here_has_is_offered(place: Home, file: Path) -> None:
    LayoutFiles(place).save(HERE)
    theirs = Level(LevelId("x"), Ratio(2.5), Role.STOP)
    taken = take_in(place, file, Layout(SPY_IWM, (theirs,)))
    assert "1 line added" in taken.said
    assert "1 line differs from yours, which stands until" in taken.said
    assert saved(place).levels == (ENTRY, STOP, replace(theirs, role=Role.PLAIN))
    (copy,) = copies(place)
    assert copy.levels == (theirs,)
    # As many as were said to differ: the line here that carries the role is none of the file's.
    (found,) = offered(place)
    assert found.texts == ("2.500, no role", "Stop 2.500")
    assert found.taken_into(saved(place)).levels == (ENTRY, replace(STOP, role=Role.PLAIN), theirs)


def test_the_pair_is_shown_as_the_file_has_it(place: Home, file: Path) -> None:
    LayoutFiles(place).save(HERE)
    taken = take_in(place, file, HERE.seen_as(SPY_IWM.inverted()))
    assert taken == TakenIn(SPY_IWM.inverted(), "SPY/IWM: all lines of friend.ratiodesk are here already.")
    assert saved(place) == HERE


def test_documents_of_this_home_are_opened_as_they_are(place: Home, file: Path) -> None:
    LayoutFiles(place).save(HERE)
    take_in(place, file, Layout(SPY_IWM, (replace(ENTRY, ratio=Ratio(2.2)),)))
    before = saved(place)
    for path in sorted(place.layouts.iterdir()):
        assert LayoutIntakes(place).take_in(path) == TakenIn(SPY_IWM)
    assert saved(place) == before


def test_a_document_that_cannot_be_read_is_left_alone(place: Home, file: Path) -> None:
    LayoutFiles(place).path(SPY_IWM).write_bytes(b"{")
    write_layout(HERE, file)
    with pytest.raises(DamagedDocument, match=r"IWM_SPY\.ratiodesk cannot be read"):
        LayoutIntakes(place).take_in(file)
    assert LayoutFiles(place).path(SPY_IWM).read_bytes() == b"{"


@pytest.mark.parametrize("content", [None, b"", b"{", b"\xff"])
def test_a_file_that_cannot_be_read_changes_nothing(place: Home, file: Path, content: bytes | None) -> None:
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(DamagedDocument, match=r"friend\.ratiodesk"):
        LayoutIntakes(place).take_in(file)
    assert list(place.layouts.iterdir()) == []


def test_a_disk_that_is_full_leaves_all_as_it_was(place: Home, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    LayoutFiles(place).save(HERE)
    write_layout(Layout(SPY_IWM, (replace(ENTRY, ratio=Ratio(2.2)), Level(LevelId("n"), Ratio(3.0)))), file)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(NotSaved, match=r"^No copy could be kept \(No space left on device\): "):
            LayoutIntakes(place).take_in(file)
    assert (saved(place), copies(place)) == (HERE, [])


def test_a_name_from_outside_is_told_in_short(place: Home, tmp_path: Path) -> None:
    file = tmp_path / f"a\x1b[2J{'b' * 100}.ratiodesk"
    write_layout(HERE, file)
    said = LayoutIntakes(place).take_in(file).said
    assert said.isprintable()
    assert said.endswith(f"from a?[2J{'b' * 54}….")


LINES = st.lists(
    st.builds(
        Level,
        id=st.sampled_from([LevelId(name) for name in "abcdef"]),
        ratio=st.floats(0.5, 5).map(Ratio),
        role=st.sampled_from(Role),
        basis=st.sampled_from(Basis),
    ),
    max_size=6,
    unique_by=lambda level: level.id,
)


@given(LINES, LINES)
def test_no_line_of_either_is_lost(here: list[Level], opened: list[Level]) -> None:
    def sound(lines: list[Level]) -> Layout:
        layout = Layout(SPY_IWM, tuple(lines))
        for level in lines:
            layout = layout.with_role(level.id, level.role)
        return layout

    before, theirs = sound(here), sound(opened)
    found = bring_lines(before, theirs)
    assert found.layout.levels[: len(here)] == before.levels
    assert {level.id for level in found.layout.levels} == {level.id for level in (*here, *opened)}
    assert found.there == replace(before, levels=theirs.levels)
    assert found.differing == sum(level not in found.layout.levels for level in theirs.levels)
    assert found.differing == len(OtherCopy("x", found.there, is_file=True).differences(found.layout))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes among its files")
def test_a_pipe_that_nobody_writes_into_is_not_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.ratiodesk"
    os.mkfifo(pipe)
    with pytest.raises(DamagedDocument, match=r"pipe\.ratiodesk cannot be read: it is a pipe, not a file\."):
        read_layout(pipe)
