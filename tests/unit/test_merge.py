"""Lines that two programs changed since they were the same."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from ratiodesk.domain.layout import Layout
from ratiodesk.domain.level import Level, LevelId, Role
from ratiodesk.domain.merge import Lines, merge_lines
from ratiodesk.domain.pair import Pair
from ratiodesk.storage.home import Home
from ratiodesk.storage.layout_files import LayoutFiles

A, B = Level(LevelId("a"), 2.1), Level(LevelId("b"), 2.3)
C = Level(LevelId("c"), 2.5)


def test_lines_added_on_both_sides_are_all_there() -> None:
    assert merge_lines((A,), (A, B), (A, C)) == (A, B, C)


def test_a_line_removed_on_either_side_is_gone() -> None:
    assert merge_lines((A, B), (A,), (A, B)) == (A,)
    assert merge_lines((A, B), (A, B), (A,)) == (A,)


def test_a_line_changed_on_one_side_has_that_change() -> None:
    moved = replace(A, ratio=2.2)
    assert merge_lines((A, B), (moved, B), (A, B)) == (moved, B)
    assert merge_lines((A, B), (A, B), (moved, B)) == (moved, B)


def test_where_both_changed_a_line_ours_stands() -> None:
    ours, theirs = replace(A, ratio=2.2), replace(A, ratio=2.0)
    assert merge_lines((A,), (ours,), (theirs,)) == (ours,)


def test_a_changed_line_outlives_its_removal_on_the_other_side() -> None:
    moved = replace(A, ratio=2.2)
    assert merge_lines((A,), (moved,), ()) == (moved,)
    assert merge_lines((A,), (), (moved,)) == (moved,)


def test_a_role_given_on_both_sides_stays_with_ours() -> None:
    ours, theirs = replace(A, role=Role.STOP), replace(B, role=Role.STOP)
    assert merge_lines((A, B), (ours, B), (A, theirs)) == (ours, B)


lines = st.lists(
    st.builds(
        Level, st.sampled_from([LevelId(name) for name in "abcd"]), st.sampled_from([2.0, 2.1]), st.sampled_from(Role)
    ),
    unique_by=lambda line: line.id,
    max_size=4,
).map(tuple)


@given(lines, lines, lines)
def test_no_line_is_twice_no_role_is_twice_and_no_new_line_is_lost(base: Lines, ours: Lines, theirs: Lines) -> None:
    merged = merge_lines(base, ours, theirs)
    ids = [line.id for line in merged]
    assert len(set(ids)) == len(ids)
    roles = [(line.role, line.basis) for line in merged if line.role is not Role.PLAIN]
    assert len(set(roles)) == len(roles)
    known = {line.id for line in base}
    assert {line.id for line in (*ours, *theirs)} - known <= set(ids)


def one_line_a_role(lines: Lines) -> bool:
    roles = [line.role for line in lines if line.role is not Role.PLAIN]
    return len(set(roles)) == len(roles)


@given(lines.filter(one_line_a_role), lines.filter(one_line_a_role))
def test_without_changes_elsewhere_ours_is_written_as_it_is(base: Lines, ours: Lines) -> None:
    assert merge_lines(base, ours, base) == ours
    assert merge_lines(base, base, ours) is not None


def test_two_programs_on_one_document_lose_no_line(tmp_path: object) -> None:
    home = Home(tmp_path)  # type: ignore[arg-type]
    for folder in (home.layouts, home.versions):
        folder.mkdir()
    pair = Pair.parse("SPY/IWM")
    desk, command = LayoutFiles(home), LayoutFiles(home)
    desk.save(Layout(pair, (A,)))
    command.save(command.open(pair.inverted()).layout.add(replace(B, ratio=0.4)))
    written = desk.save(Layout(pair, (A, C)))
    assert [(line.id, line.ratio) for line in written.levels] == [("a", 2.1), ("c", 2.5), ("b", 2.5)]  # 1 ÷ 0.4
    assert desk.open(pair).layout == written
    assert desk.save(Layout(pair, (A,))).levels == (A,)
