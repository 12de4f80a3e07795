"""A pair's layout: lines come, go and change, each time as a new layout."""

from dataclasses import FrozenInstanceError, replace

import pytest

from ratiodesk.domain.errors import BadLevel
from ratiodesk.domain.interval import Interval
from ratiodesk.domain.layout import Layout, View
from ratiodesk.domain.level import Level, LevelId, Role
from ratiodesk.domain.pair import Pair
from ratiodesk.domain.plan import Direction, Plan
from ratiodesk.domain.portfolio import Holding
from ratiodesk.domain.series import Basis
from ratiodesk.domain.sizing import Sizing

PAIR = Pair("SPY", "IWM")
A = Level(LevelId("a"), 1.95)
B = Level(LevelId("b"), 2.13)
C = Level(LevelId("c"), 2.35)
TOTAL = Level(LevelId("t"), 2.5, Role.STOP, basis=Basis.TOTAL_RETURN)
EMPTY = Layout(PAIR)
DRAWN = Layout(PAIR, (A, B, TOTAL))


def roles(layout: Layout) -> dict[str, Role]:
    return {level.id: level.role for level in layout.levels}


def test_a_new_layout_has_no_lines_and_shows_three_years_of_days_at_prices() -> None:
    assert (EMPTY.levels, EMPTY.holdings) == ((), ())
    assert (EMPTY.view.range, EMPTY.view.interval, EMPTY.view.basis) == ("3Y", "1d", Basis.PRICE)


def test_a_line_is_found_by_its_id() -> None:
    assert DRAWN.level(LevelId("b")) is B


def test_a_line_that_is_not_there_is_named() -> None:
    with pytest.raises(BadLevel, match="no level “z” on SPY/IWM"):
        DRAWN.level(LevelId("z"))


def test_only_lines_of_the_basis_in_view_are_in_it() -> None:
    assert DRAWN.in_basis() == (A, B)
    assert replace(DRAWN, view=View(basis=Basis.TOTAL_RETURN)).in_basis() == (TOTAL,)


def test_a_line_is_added_behind_the_others() -> None:
    assert DRAWN.add(C).levels == (A, B, TOTAL, C)
    assert DRAWN.levels == (A, B, TOTAL)


def test_the_third_plain_line_proposes_a_plan() -> None:
    layout = EMPTY.add(C, 2.14).add(A, 2.14)
    assert layout.direction is None
    layout = layout.add(B, 2.14)
    assert roles(layout) == {"a": Role.TARGET, "b": Role.ENTRY, "c": Role.STOP}
    assert layout.direction is Direction.SHORT_RATIO


def test_the_proposal_follows_the_side_of_the_ratio() -> None:
    layout = EMPTY.add(A).add(B).add(C, 1.90)
    assert roles(layout) == {"a": Role.STOP, "b": Role.ENTRY, "c": Role.TARGET}
    assert layout.direction is Direction.LONG_RATIO


def test_without_a_ratio_nothing_is_proposed() -> None:
    assert set(roles(EMPTY.add(A).add(B).add(C)).values()) == {Role.PLAIN}


def test_lines_of_the_other_basis_do_not_count_as_the_third() -> None:
    plain = replace(TOTAL, role=Role.PLAIN)
    assert set(roles(EMPTY.add(A).add(plain).add(B, 2.14)).values()) == {Role.PLAIN}


def test_a_fourth_line_leaves_the_plan_alone() -> None:
    layout = EMPTY.add(A).add(B).add(C, 2.14)
    before = roles(layout)
    assert roles(layout.add(Level(LevelId("d"), 2.2), 2.14)) == before | {"d": Role.PLAIN}


def test_a_line_added_with_a_role_takes_it_from_the_one_that_had_it() -> None:
    layout = EMPTY.add(replace(C, role=Role.STOP)).add(Level(LevelId("d"), 2.4, Role.STOP))
    assert roles(layout) == {"c": Role.PLAIN, "d": Role.STOP}


def test_a_role_given_to_one_line_is_taken_from_the_other_of_its_basis() -> None:
    layout = replace(DRAWN, levels=(replace(A, role=Role.STOP), B, TOTAL))
    assert roles(layout.with_role(LevelId("b"), Role.STOP)) == {"a": Role.PLAIN, "b": Role.STOP, "t": Role.STOP}


def test_making_a_line_plain_leaves_the_others_their_roles() -> None:
    layout = Layout(PAIR, (A, replace(B, role=Role.ENTRY), replace(C, role=Role.STOP)))
    assert roles(layout.with_role(LevelId("c"), Role.PLAIN)) == {"a": Role.PLAIN, "b": Role.ENTRY, "c": Role.PLAIN}


def test_several_roles_are_given_at_once_and_the_rest_stay() -> None:
    layout = Layout(PAIR, (A, replace(B, role=Role.ENTRY), C))
    changed = layout.with_roles({LevelId("a"): Role.TARGET, LevelId("c"): Role.STOP})
    assert roles(changed) == {"a": Role.TARGET, "b": Role.ENTRY, "c": Role.STOP}


def test_a_line_is_removed_and_the_others_stay() -> None:
    assert DRAWN.remove(LevelId("a")).levels == (B, TOTAL)
    with pytest.raises(BadLevel):
        DRAWN.remove(LevelId("z"))


def test_a_line_is_moved_and_keeps_all_else() -> None:
    marked = replace(B, label="top", colour="#ff8800", role=Role.ENTRY)
    moved = Layout(PAIR, (A, marked)).move(LevelId("b"), 2.2)
    assert moved.levels == (A, replace(marked, ratio=2.2))


def test_a_line_is_replaced_by_the_one_with_its_id() -> None:
    labelled = replace(B, label="top")
    assert DRAWN.with_level(labelled).levels == (A, labelled, TOTAL)
    with pytest.raises(BadLevel):
        DRAWN.with_level(C)


def test_a_holding_replaces_the_one_of_its_symbol_and_they_stay_sorted() -> None:
    layout = EMPTY.with_holding(Holding("SPY", 1.0)).with_holding(Holding("IWM", 2.0)).with_holding(Holding("SPY", 3.0))
    assert layout.holdings == (Holding("IWM", 2.0), Holding("SPY", 3.0))


def test_a_holding_is_taken_out_and_the_others_stay() -> None:
    layout = Layout(PAIR, holdings=(Holding("IWM", 2.0), Holding("SPY", 3.0)))
    assert layout.without_holding("IWM").holdings == (Holding("SPY", 3.0),)
    assert layout.without_holding("QQQ") == layout


@pytest.mark.parametrize(
    "levels",
    [
        (),
        (replace(A, role=Role.TARGET), replace(C, role=Role.STOP)),
        (replace(A, role=Role.ENTRY), replace(B, role=Role.TARGET), replace(C, role=Role.STOP)),
        (replace(A, role=Role.STOP), replace(B, role=Role.STOP)),
    ],
    ids=["no lines", "no entry", "wrong order", "two stops"],
)
def test_lines_that_make_no_plan_have_no_direction(levels: tuple[Level, ...]) -> None:
    assert Layout(PAIR, levels).direction is None


def test_the_direction_is_that_of_the_basis_in_view(worked: Layout) -> None:
    assert worked.direction is Direction.SHORT_RATIO
    assert replace(worked, view=View(basis=Basis.TOTAL_RETURN)).direction is None


def test_a_layout_is_seen_in_either_orientation(worked: Layout) -> None:
    assert worked.seen_as(worked.pair) is worked
    assert worked.seen_as(Pair("IWM", "SPY")) == worked.inverted()


@pytest.mark.parametrize(
    "value",
    [A, EMPTY, View(), PAIR, Holding("SPY", 1.0), Plan(2.0, 3.0, 1.0), Sizing()],
    ids=lambda it: type(it).__name__,
)
def test_no_value_can_be_changed_in_place(value: object) -> None:
    name = value.__match_args__[0]
    with pytest.raises(FrozenInstanceError):
        setattr(value, name, None)


def test_a_layout_is_not_seen_as_an_unrelated_pair() -> None:
    with pytest.raises(ValueError, match="cannot be seen as QQQ/IWM"):
        Layout(Pair.parse("SPY/IWM")).seen_as(Pair.parse("QQQ/IWM"))


def test_a_holding_can_be_forgotten() -> None:
    layout = Layout(Pair.parse("SPY/IWM")).with_holding(Holding("SPY", 5.0)).with_holding(Holding("IWM", 6.0))
    assert layout.without_holding("SPY").holdings == (Holding("IWM", 6.0),)


@pytest.mark.parametrize(("bars", "blank"), [("1d", 42), ("1wk", 8), ("1mo", 2), ("1h", 294)])
def test_room_right_of_the_history_is_counted_in_other_bars(bars: str, blank: int) -> None:
    # 42 sessions are 42 / 5 weeks, 2 months of 21, and 42 · 7 hours.
    view = View(blank=42).in_bars(Interval(bars))
    assert (view.interval, view.blank) == (bars, blank)


def test_no_more_room_is_asked_for_than_a_document_holds() -> None:
    assert View(interval="1mo", blank=3_600).in_bars(Interval.FIVE_MINUTES).blank == 1_000_000
