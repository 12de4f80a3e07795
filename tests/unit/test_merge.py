"""Lines, sizing and holdings that two programs changed since they were the same."""

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratiodesk.domain.basis import Basis
from ratiodesk.domain.cost import CostRates
from ratiodesk.domain.layout import Layout, View
from ratiodesk.domain.level import Level, LevelId, Role
from ratiodesk.domain.merge import Lines, MergedLines, merge_fields, merge_holdings, merge_layouts, merge_lines
from ratiodesk.domain.pair import Pair, Symbol
from ratiodesk.domain.portfolio import Holding
from ratiodesk.domain.sizing import Sizing
from ratiodesk.storage.home import Home
from ratiodesk.storage.layout_files import LayoutFiles

Holdings = tuple[Holding, ...]
A, B = Level(LevelId("a"), 2.1), Level(LevelId("b"), 2.3)
C = Level(LevelId("c"), 2.5)


def test_lines_added_on_both_sides_are_all_there() -> None:
    assert merge_lines((A,), (A, B), (A, C)).lines == (A, B, C)


def test_a_line_removed_on_either_side_is_gone() -> None:
    assert merge_lines((A, B), (A,), (A, B)).lines == (A,)
    assert merge_lines((A, B), (A, B), (A,)).lines == (A,)


def test_a_line_changed_on_one_side_has_that_change() -> None:
    moved = replace(A, ratio=2.2)
    assert merge_lines((A, B), (moved, B), (A, B)).lines == (moved, B)
    assert merge_lines((A, B), (A, B), (moved, B)).lines == (moved, B)


def test_where_both_changed_a_line_ours_stands() -> None:
    ours, theirs = replace(A, ratio=2.2), replace(A, ratio=2.0)
    assert merge_lines((A,), (ours,), (theirs,)).lines == (ours,)


def test_a_changed_line_outlives_its_removal_on_the_other_side() -> None:
    moved = replace(A, ratio=2.2)
    assert merge_lines((A,), (moved,), ()).lines == (moved,)
    assert merge_lines((A,), (), (moved,)).lines == (moved,)


def test_a_role_given_on_both_sides_stays_with_ours() -> None:
    ours, theirs = replace(A, role=Role.STOP), replace(B, role=Role.STOP)
    assert merge_lines((A, B), (ours, B), (A, theirs)).lines == (ours, B)


def test_different_fields_of_a_line_changed_on_the_two_sides_are_both_there() -> None:
    moved, named = replace(A, ratio=2.2), replace(A, label="peak", locked=True)
    both = replace(A, ratio=2.2, label="peak", locked=True)
    assert merge_lines((A,), (moved,), (named,)) == MergedLines((both,))
    assert merge_lines((A,), (named,), (moved,)) == MergedLines((both,))


def test_the_same_change_on_both_sides_is_no_clash() -> None:
    moved = replace(A, ratio=2.2, label="peak")
    assert merge_lines((A,), (moved,), (moved,)) == MergedLines((moved,))
    assert merge_lines((), (A,), (A,)) == MergedLines((A,))


def test_a_line_carried_over_to_other_closes_takes_its_ratio_along() -> None:
    moved, carried = replace(A, ratio=2.2), replace(A, ratio=2.7, basis=Basis.TOTAL_RETURN)
    assert merge_lines((A,), (moved,), (carried,)) == MergedLines((moved,), (A.id,))
    assert merge_lines((A,), (carried,), (moved,)) == MergedLines((carried,), (A.id,))
    named = replace(A, label="peak")
    assert merge_lines((A,), (named,), (carried,)).lines == (replace(carried, label="peak"),)


def test_what_could_not_be_merged_of_a_line_is_told() -> None:
    ours, theirs = replace(A, ratio=2.2, label="low"), replace(A, ratio=2.0, label="peak", locked=True)
    assert merge_lines((A, B), (ours, B), (theirs, B)) == MergedLines((replace(ours, locked=True), B), (A.id,))
    assert merge_lines((A, B), (ours, B), (B,)) == MergedLines((ours, B), (A.id,))
    assert merge_lines((), (ours,), (theirs,)) == MergedLines((ours,), (A.id,))


def test_a_role_that_theirs_loses_is_told() -> None:
    ours, theirs = replace(A, role=Role.STOP), replace(B, role=Role.STOP)
    assert merge_lines((A, B), (ours, B), (A, theirs)).clashes == (B.id,)
    # Both named it as well: it is one line of theirs all the same.
    named = replace(theirs, label="peak")
    assert merge_lines((A, B), (ours, replace(B, label="low")), (A, named)).clashes == (B.id,)


def test_a_role_that_moves_on_is_no_clash() -> None:
    stop, heir = replace(A, role=Role.STOP), replace(B, role=Role.STOP)
    moved = replace(stop, ratio=2.2)
    assert merge_lines((stop, B), (moved, B), (A, heir)) == MergedLines((replace(A, ratio=2.2), heir))


def test_last_digits_that_turning_over_changes_are_no_change() -> None:
    turned = replace(A, ratio=math.nextafter(A.ratio, 9))
    assert merge_lines((A,), (turned,), (replace(A, label="peak"),)) == MergedLines((replace(turned, label="peak"),))
    assert merge_lines((A,), (turned,), ()) == MergedLines(())


lines = st.lists(
    st.builds(
        Level,
        st.sampled_from([LevelId(name) for name in "abcd"]),
        st.sampled_from([2.0, 2.1]),
        st.sampled_from(Role),
        st.sampled_from(["", "peak"]),
        locked=st.booleans(),
    ),
    unique_by=lambda line: line.id,
    max_size=4,
).map(tuple)


def one_line_a_role(lines: Lines) -> bool:
    roles = [line.role for line in lines if line.role is not Role.PLAIN]
    return len(set(roles)) == len(roles)


sound_lines = lines.filter(one_line_a_role)


@given(lines, sound_lines, lines)
def test_no_line_is_twice_no_role_is_twice_and_no_new_line_is_lost(base: Lines, ours: Lines, theirs: Lines) -> None:
    merged = merge_lines(base, ours, theirs).lines
    ids = [line.id for line in merged]
    assert len(set(ids)) == len(ids)
    assert one_line_a_role(merged)
    known = {line.id for line in base}
    assert {line.id for line in (*ours, *theirs)} - known <= set(ids)


@given(sound_lines, sound_lines, sound_lines)
def test_no_line_that_a_side_drew_or_changed_is_lost(base: Lines, ours: Lines, theirs: Lines) -> None:
    merged = {line.id for line in merge_lines(base, ours, theirs).lines}
    assert {line.id for line in (*ours, *theirs) if line not in base} <= merged
    assert {line.id for line in ours} & {line.id for line in theirs} <= merged


@given(sound_lines, sound_lines, sound_lines)
def test_merging_is_symmetric_where_nothing_clashes(base: Lines, ours: Lines, theirs: Lines) -> None:
    here, there = merge_lines(base, ours, theirs), merge_lines(base, theirs, ours)
    if not here.clashes and not there.clashes:
        assert set(here.lines) == set(there.lines)


@given(sound_lines, sound_lines, sound_lines)
def test_merging_again_changes_nothing(base: Lines, ours: Lines, theirs: Lines) -> None:
    merged = merge_lines(base, ours, theirs).lines
    assert merge_lines(base, merged, theirs).lines == merged
    assert merge_lines(theirs, merged, theirs) == MergedLines(merged)


@given(sound_lines, sound_lines, sound_lines)
def test_without_a_clash_every_change_of_theirs_is_there(base: Lines, ours: Lines, theirs: Lines) -> None:
    found = merge_lines(base, ours, theirs)
    was, merged = ({line.id: line for line in side} for side in (base, found.lines))
    for line in theirs:
        if line.id in found.clashes or line.id not in was:
            continue
        changed = {name for name in ("ratio", "label", "locked") if getattr(line, name) != getattr(was[line.id], name)}
        assert all(getattr(merged[line.id], name) == getattr(line, name) for name in changed)


@given(sound_lines, lines)
def test_without_changes_elsewhere_ours_is_written_as_it_is(base: Lines, ours: Lines) -> None:
    assert merge_lines(base, ours, base) == MergedLines(ours)


@given(sound_lines, sound_lines)
def test_without_changes_here_theirs_is_taken_in_whole(base: Lines, theirs: Lines) -> None:
    found = merge_lines(base, base, theirs)
    assert (set(found.lines), found.clashes) == (set(theirs), ())


PAIR = Pair.parse("SPY/IWM")
SPY, IWM, TLT = Symbol("SPY"), Symbol("IWM"), Symbol("TLT")


def test_sizing_is_merged_field_by_field() -> None:
    base = Sizing(account=1_000.0, costs=CostRates(order=1.0))
    ours = replace(base, account=2_000.0, costs=CostRates(order=1.0, borrow=0.03), tranches=(0.0, 0.5))
    theirs = replace(base, risk_fraction=0.02, costs=CostRates(order=2.0), tranches=(0.0, 0.5))
    both = Sizing(2_000.0, 0.02, costs=CostRates(order=2.0, borrow=0.03), tranches=(0.0, 0.5))
    assert merge_fields(base, ours, theirs) == (both, ())
    assert merge_fields(base, theirs, ours) == (both, ())


def test_an_input_changed_on_both_sides_is_ours_and_told() -> None:
    base, ours = Sizing(), Sizing(account=2_000.0, costs=CostRates(order=3.0))
    theirs = Sizing(account=3_000.0, risk_fraction=0.02, costs=CostRates(order=4.0, share=0.01))
    stands = Sizing(2_000.0, 0.02, costs=CostRates(order=3.0, share=0.01))
    assert merge_fields(base, ours, theirs) == (stands, ("account", "costs"))


HELD = Holding(SPY, 100.0)


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "merged", "clashes"),
    [
        ((), (HELD,), (), (HELD,), ()),
        ((), (), (HELD,), (HELD,), ()),
        ((HELD,), (), (HELD,), (), ()),
        ((HELD,), (HELD,), (), (), ()),
        ((), (HELD,), (Holding(IWM, 5.0), Holding(TLT, 6.0)), (Holding(IWM, 5.0), HELD, Holding(TLT, 6.0)), ()),
        ((HELD,), (Holding(SPY, 1.0),), (HELD,), (Holding(SPY, 1.0),), ()),
        ((HELD,), (HELD,), (Holding(SPY, 1.0),), (Holding(SPY, 1.0),), ()),
        ((HELD,), (Holding(SPY, 1.0),), (Holding(SPY, 1.0),), (Holding(SPY, 1.0),), ()),
        ((HELD,), (), (Holding(SPY, 1.0),), (Holding(SPY, 1.0),), ()),
        ((HELD,), (Holding(SPY, 1.0),), (), (Holding(SPY, 1.0),), (SPY,)),
        ((HELD,), (Holding(SPY, 1.0),), (Holding(SPY, 2.0),), (Holding(SPY, 1.0),), (SPY,)),
    ],
)
def test_holdings_are_merged_by_symbol(
    base: Holdings, ours: Holdings, theirs: Holdings, merged: Holdings, clashes: tuple[Symbol, ...]
) -> None:
    assert merge_holdings(base, ours, theirs) == (merged, clashes)


def test_layouts_are_merged_in_all_but_the_view() -> None:
    base = Layout(PAIR, (A,))
    ours = replace(base, levels=(A, B), sizing=Sizing(account=2_000.0), view=View("1Y"))
    theirs = Layout(PAIR, (A, C), Sizing(risk_fraction=0.02), (HELD,), View("5Y"))
    merged = merge_layouts(base, ours, theirs)
    assert merged.layout == Layout(PAIR, (A, B, C), Sizing(2_000.0, 0.02), (HELD,), View("1Y"))
    assert not merged.is_clash


@pytest.mark.parametrize(
    "theirs",
    [
        Layout(PAIR, (replace(A, ratio=2.0),)),
        Layout(PAIR, (A,), Sizing(account=3_000.0)),
        Layout(PAIR, (A,), holdings=(Holding(SPY, 1.0),)),
    ],
)
def test_a_layout_tells_what_could_not_be_merged(theirs: Layout) -> None:
    ours = Layout(PAIR, (replace(A, ratio=2.2),), Sizing(account=2_000.0), (HELD,))
    merged = merge_layouts(Layout(PAIR, (A,)), ours, theirs)
    assert merged.layout == ours
    assert merged.is_clash


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
