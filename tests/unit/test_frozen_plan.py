"""What a frozen plan keeps, and what it refuses to be."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from conftest import MakeBars, MakeSeries

from ratiodesk.analysis.reading import size_plan
from ratiodesk.domain.balance import Balance
from ratiodesk.domain.basis import Basis
from ratiodesk.domain.errors import BadInput
from ratiodesk.domain.frozen_plan import LONGEST_NOTE, Closes, FrozenPlan, freeze
from ratiodesk.domain.layout import Layout
from ratiodesk.domain.level import Role
from ratiodesk.domain.pair import Pair, Symbol
from ratiodesk.domain.plan import Direction, Plan
from ratiodesk.domain.position import Execution, Fill, Leg, Side
from ratiodesk.domain.ratio import Ratio
from ratiodesk.domain.series import RatioSeries, align
from ratiodesk.domain.sizing import Sizing

NOTE_PLAN = Plan(entry=Ratio(2.13), stop=Ratio(2.35), target=Ratio(1.95))
MOMENT = datetime(2021, 12, 28, 21, 5, 30, 123456, UTC)


@pytest.fixture
def frozen(december: RatioSeries, worked: Layout) -> FrozenPlan:
    return freeze(december, NOTE_PLAN, worked.sizing, size_plan(december, worked).position, MOMENT, "the note")


def test_a_plan_is_frozen_with_lines_session_ratio_size_and_assumptions(frozen: FrozenPlan, worked: Layout) -> None:
    assert (frozen.pair, frozen.basis, frozen.session) == (Pair("SPY", "IWM"), Basis.PRICE, date(2021, 12, 28))
    assert frozen.ratio == 476.87 / 222.75
    assert frozen.plan == NOTE_PLAN
    assert (frozen.bought.symbol, frozen.bought.shares, frozen.bought.price) == ("IWM", 45, 222.75)
    assert (frozen.sold.symbol, frozen.sold.shares, frozen.sold.price) == ("SPY", 21, 476.87)
    assert frozen.planned_loss == pytest.approx(978.4425)  # 21 × (2.35 × 222.75 − 476.87)
    assert frozen.sizing == worked.sizing
    assert (frozen.execution, frozen.balance) == (Execution.PAIR, Balance.DOLLAR_NEUTRAL)
    assert (frozen.direction, frozen.note) == (Direction.SHORT_RATIO, "the note")
    assert frozen.frozen == datetime(2021, 12, 28, 21, 5, 30, tzinfo=UTC)
    assert frozen.anchor == frozen.at


def test_a_session_that_is_on_is_not_what_later_closes_are_compared_with(december: RatioSeries, worked: Layout) -> None:
    forming = replace(december, forming=True)
    made = freeze(forming, NOTE_PLAN, worked.sizing, size_plan(forming, worked).position, MOMENT)
    assert made.session == date(2021, 12, 28)
    assert made.anchor == Closes(date(2021, 12, 27), 477.26, 224.12)  # the sample's closes of the day before


def test_a_single_session_is_all_there_is_to_compare_with(make_bars: MakeBars, worked: Layout) -> None:
    bars = make_bars("SPY", {"2021-12-28": 476.87}), make_bars("IWM", {"2021-12-28": 222.75})
    series = replace(align(*bars, Basis.PRICE), forming=True)
    made = freeze(series, NOTE_PLAN, worked.sizing, size_plan(series, worked).position, MOMENT)
    assert made.anchor == made.at


def test_every_plan_has_an_id_of_its_own(december: RatioSeries, worked: Layout) -> None:
    position = size_plan(december, worked).position
    ids = {freeze(december, NOTE_PLAN, worked.sizing, position, MOMENT).id for _ in range(20)}
    assert len(ids) == 20


def test_turned_over_it_is_the_same_decision(frozen: FrozenPlan) -> None:
    turned = frozen.seen_as(Pair("IWM", "SPY"))
    assert turned.pair == Pair("IWM", "SPY")
    assert turned.direction is Direction.LONG_RATIO
    assert turned.ratio == pytest.approx(222.75 / 476.87)
    assert (turned.bought, turned.sold, turned.planned_loss) == (frozen.bought, frozen.sold, frozen.planned_loss)
    assert turned.inverted() == frozen
    assert frozen.seen_as(frozen.pair) is frozen


def test_a_decision_is_the_same_whatever_is_noted_beside_it(
    frozen: FrozenPlan, december: RatioSeries, worked: Layout
) -> None:
    position = size_plan(december, worked).position
    again = freeze(december, NOTE_PLAN, worked.sizing, position, MOMENT.replace(hour=23))
    assert again.repeats(frozen)
    assert not replace(again, plan=replace(NOTE_PLAN, stop=Ratio(2.36))).repeats(frozen)


def test_upside_down_it_is_the_same_decision_again(sample_series: MakeSeries, worked: Layout) -> None:
    made = []
    sizing = replace(worked.sizing, tranches=(0.0, 0.3))
    upright = replace(worked, sizing=sizing)
    for pair, layout in (("SPY/IWM", upright), ("IWM/SPY", upright.inverted())):
        series = sample_series(pair, "2021-12-28")
        lines = {level.role: level.ratio for level in layout.levels}
        plan = Plan(lines[Role.ENTRY], lines[Role.STOP], lines[Role.TARGET])
        made.append(freeze(series, plan, sizing, size_plan(series, layout).position, MOMENT))
    here, there = made
    assert here.repeats(there)
    assert there.repeats(here)
    # Drawn by hand upside down, at as many digits as the desk writes.
    nearly = replace(there, plan=replace(there.plan, stop=Ratio(there.plan.stop * (1 + 1e-12))))
    assert nearly.repeats(here)
    assert not replace(there, plan=replace(there.plan, stop=Ratio(there.plan.stop * 1.001))).repeats(here)
    assert not replace(there, sizing=replace(there.sizing, account=1.0)).repeats(here)
    other = replace(here, pair=Pair("SPY", "QQQ"), bought=replace(here.bought, symbol=Symbol("QQQ")))
    assert not there.repeats(other)


def test_it_cannot_be_seen_as_another_pair(frozen: FrozenPlan) -> None:
    with pytest.raises(ValueError, match="SPY/IWM cannot be seen as SPY/QQQ"):
        frozen.seen_as(Pair("SPY", "QQQ"))


def test_a_note_keeps_its_words_on_one_line(frozen: FrozenPlan) -> None:
    assert frozen.with_note("  small banks\n lead ").note == "small banks lead"
    assert frozen.with_note("x" * LONGEST_NOTE).note == "x" * LONGEST_NOTE
    with pytest.raises(BadInput, match=r"^A note has at most 2,000 characters; this one has 2,001\.$"):
        frozen.with_note("x" * (LONGEST_NOTE + 1))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"id": "../x"}, "The id of a frozen plan has letters and digits alone."),
        ({"id": ""}, "The id of a frozen plan has letters and digits alone."),
        ({"id": "a" * 33}, "The id of a frozen plan has letters and digits alone."),
        ({"pair": Pair("IWM", "SPY")}, "The legs are not those that the lines of IWM/SPY buy and sell."),
        ({"planned_loss": 0.0}, "The planned loss must be a number above zero and within reason."),
        ({"planned_loss": float("nan")}, "The planned loss must be a number above zero and within reason."),
        # Money over the least of numbers has no end, and neither has the square of the largest.
        ({"planned_loss": 5e-324}, "The planned loss must be a number above zero and within reason."),
        ({"planned_loss": 1e300}, "The planned loss must be a number above zero and within reason."),
        (
            {"bought": Leg(Symbol("IWM"), Side.BUY, 1e200, 222.75)},
            "The shares and prices of the legs must be numbers above zero and within reason.",
        ),
        (
            {"fills": (Fill(45, 21),)},
            "The tranches do not add up to the legs.",
        ),
        (
            {"sizing": Sizing(tranches=(0.0, 0.5)), "fills": (Fill(25, 11), Fill(20, 11))},
            "The tranches do not add up to the legs.",
        ),
        (
            {"anchor": Closes(date(2021, 12, 29), 1.0, 1.0)},
            "The last final session comes after the one the plan was frozen on.",
        ),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_sentence(
    frozen: FrozenPlan, changes: dict[str, object], sentence: str
) -> None:
    with pytest.raises(BadInput) as refused:
        replace(frozen, **changes)  # type: ignore[arg-type]
    assert str(refused.value) == sentence


@pytest.mark.parametrize("close", [0.0, -1.0, 1e300, 1e-300, float("inf"), float("nan")])
def test_closes_are_above_zero(close: float) -> None:
    with pytest.raises(BadInput, match=r"^The closes of 2021-12-28 must be numbers above zero and within reason\.$"):
        Closes(date(2021, 12, 28), 1.0, close)
