"""What two layouts say differently, in words, and how a thing is taken from the other one."""

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratiodesk.domain.balance import Balance
from ratiodesk.domain.basis import Basis
from ratiodesk.domain.cost import CostRates
from ratiodesk.domain.difference import (
    ABSENT,
    HoldingDifference,
    LineDifference,
    SizingDifference,
    differ_sentence,
    differences,
)
from ratiodesk.domain.layout import Layout, View
from ratiodesk.domain.level import Level, LevelId, Role
from ratiodesk.domain.pair import Pair, Symbol
from ratiodesk.domain.portfolio import Holding
from ratiodesk.domain.position import Execution
from ratiodesk.domain.sizing import Sizing

PAIR = Pair.parse("SPY/IWM")
SPY, IWM = Symbol("SPY"), Symbol("IWM")
A, B = Level(LevelId("a"), 2.1), Level(LevelId("b"), 2.3, Role.STOP)


def test_the_same_work_does_not_differ_however_it_is_looked_at() -> None:
    layout = Layout(PAIR, (A, B), holdings=(Holding(SPY, 1.0),))
    turned = replace(layout.inverted(), view=View("1Y"))
    assert differences(layout, turned) == ()
    later = replace(A, created=A.created.replace(year=2020))
    assert differences(layout, replace(layout, levels=(B, later))) == ()


def test_lines_stand_from_the_top_and_before_the_money() -> None:
    here = Layout(PAIR, (A, replace(B, ratio=2.4)))
    there = Layout(PAIR, (B, Level(LevelId("c"), 2.0)), Sizing(account=5.0), (Holding(SPY, 1.0),))
    found = differences(here, there)
    assert [each.name for each in found] == [
        "Line Stop 2.400", "Line 2.100", "Line 2.000", "Account", "Holding of SPY",
    ]  # fmt: skip
    assert [each.texts for each in found] == [
        ("Stop 2.400", "Stop 2.300"),
        ("2.100", ABSENT),
        (ABSENT, "2.000"),
        ("100,000.00", "5.00"),
        (ABSENT, "1.00"),
    ]


LOOKS = [
    (replace(A, role=Role.STOP), ("2.100, no role", "Stop 2.100")),
    (replace(A, label="peak"), ("2.100, no label", "peak 2.100")),
    (replace(A, colour="#ff0000"), ("2.100, usual colour", "2.100, #ff0000")),
    (replace(A, locked=True), ("2.100, not locked", "2.100, locked")),
    (replace(A, alert=True), ("2.100, no alert", "2.100, with alert")),
    (replace(A, basis=Basis.TOTAL_RETURN), ("2.100, price", "2.100, total return")),
]


@pytest.mark.parametrize(("other", "texts"), LOOKS)
def test_a_line_tells_what_sets_it_apart(other: Level, texts: tuple[str, str]) -> None:
    assert LineDifference(A, other).texts == texts
    assert LineDifference(other, A).texts == texts[::-1]


def test_ratios_that_look_alike_are_told_in_full() -> None:
    here, there = replace(A, ratio=2.123456781), replace(A, ratio=2.123456789)
    assert LineDifference(here, there).texts == ("2.1235, exactly 2.123456781", "2.1235, exactly 2.123456789")


def test_every_input_of_the_sizing_is_told_in_words() -> None:
    other = Sizing(
        5_000.0, 0.02, Execution.ROTATE, 1.5, Balance.BETA_NEUTRAL, True, True,
        CostRates(1.0, 0.005, 0.0002, 0.03, 0.013, 60), 1.5, (0.0, 0.5),
    )  # fmt: skip
    found = differences(Layout(PAIR), Layout(PAIR, sizing=other))
    assert [(each.name, *each.texts) for each in found] == [
        ("Account", "100,000.00", "5,000.00"),
        ("Risk", "1 %", "2 %"),
        ("Execution", "Pair", "Rotate"),
        ("Gross limit", "2 ×", "1.5 ×"),
        ("Balance", "Dollar neutral", "Beta neutral"),
        ("Fractional shares", "No", "Yes"),
        ("Overshoot counted", "No", "Yes"),
        ("Wanted reward : risk", "2", "1.5"),
        ("Tranches", "None", "0 %, 50 %"),
        ("Commission an order", "0.00", "1.00"),
        ("Commission a share", "0", "0.005"),
        ("Half spread", "0 %", "0.02 %"),
        ("Borrow fee a year", "0 %", "3 %"),
        ("Dividends paid a year", "0 %", "1.3 %"),
        ("Expected holding time", "0 sessions", "60 sessions"),
    ]
    assert len(found) == len(fields(Sizing)) - 1 + len(fields(CostRates))


def test_a_role_taken_over_leaves_the_line_that_has_it_here() -> None:
    layout = Layout(PAIR, (A, B))
    for there in (replace(A, role=Role.STOP), Level(LevelId("c"), 2.0, Role.STOP)):
        here = A if there.id == A.id else None
        taken = LineDifference(here, there).taken_into(layout)
        assert [line.id for line in taken.levels if line.role is Role.STOP] == [there.id]


def test_what_is_gone_already_can_be_taken_away_again() -> None:
    layout = Layout(PAIR, (B,))
    assert LineDifference(A, None).taken_into(layout) == layout
    assert HoldingDifference(SPY, Holding(SPY, 1.0), None).taken_into(layout) == layout


def test_what_was_added_meanwhile_is_changed() -> None:
    moved = replace(A, ratio=2.2)
    assert LineDifference(None, moved).taken_into(Layout(PAIR, (A,))).levels == (moved,)


@pytest.mark.parametrize(
    ("count", "others", "said"),
    [(1, 0, "1 line differs"), (2, 0, "2 lines differ"), (0, 1, "1 other entry differs"),
     (0, 2, "2 other entries differ"), (1, 1, "1 line and 1 other entry differ"), (0, 0, "")],
)  # fmt: skip
def test_what_differs_is_counted(count: int, others: int, said: str) -> None:
    found = (*[LineDifference(A, B)] * count, *[SizingDifference("account", 1.0, 2.0)] * others)
    assert differ_sentence(found) == said


def one_line_a_role(layout: Layout) -> bool:
    roles = [line.role for line in layout.levels if line.role is not Role.PLAIN]
    return len(set(roles)) == len(roles)


lines = st.builds(Level, st.sampled_from("abc"), st.sampled_from([2.0, 2.1]), st.sampled_from(Role))
held = st.builds(Holding, st.sampled_from([IWM, SPY]), st.sampled_from([0.0, 1.0]))
layouts = st.builds(
    Layout,
    st.just(PAIR),
    st.lists(lines, unique_by=lambda line: line.id).map(tuple),
    st.builds(Sizing, st.sampled_from([1.0, 2.0]), costs=st.builds(CostRates, st.sampled_from([0.0, 1.0]))),
    st.lists(held, unique_by=lambda holding: holding.symbol).map(tuple),
).filter(one_line_a_role)


@given(layouts, layouts)
def test_everything_taken_makes_the_other_layout(here: Layout, there: Layout) -> None:
    taken = here
    for difference in differences(here, there):
        taken = difference.taken_into(taken)
    assert differences(taken, there) == ()
