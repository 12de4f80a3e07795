"""What changed between two versions, as the list of versions says it."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratiodesk.domain.basis import Basis
from ratiodesk.domain.layout import Layout
from ratiodesk.domain.layout_difference import layout_difference
from ratiodesk.domain.level import Level, LevelId, Role
from ratiodesk.domain.pair import Pair, Symbol
from ratiodesk.domain.portfolio import Holding, Lot, Portfolio
from ratiodesk.domain.portfolio_difference import portfolio_difference
from ratiodesk.domain.sector import TYPED, SectorWeights

PAIR = Pair.parse("SPY/IWM")
PLAIN, STOP = Level(LevelId("a"), 2.0), Level(LevelId("b"), 2.13, Role.STOP)
MARCH = replace(PLAIN, label="March")
SPY = Symbol("SPY")


def of_lines(before: tuple[Level, ...], after: tuple[Level, ...]) -> tuple[str, ...]:
    return layout_difference(Layout(PAIR, before), Layout(PAIR, after))


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ((), (PLAIN,), ("+1 line at 2.000",)),
        ((PLAIN,), (), ("−1 line at 2.000",)),
        ((), (PLAIN, replace(PLAIN, id=LevelId("c"), ratio=2.35)), ("+2 lines at 2.000 and 2.350",)),
        ((PLAIN,), (PLAIN, STOP), ("+stop at 2.130",)),
        ((replace(STOP, label="top"),), (), ("−stop “top” at 2.130",)),
        ((PLAIN,), (replace(PLAIN, ratio=2.01),), ("line moved 2.000 → 2.010",)),
        ((STOP,), (replace(STOP, ratio=2.14),), ("stop moved 2.130 → 2.140",)),
        ((MARCH,), (replace(MARCH, ratio=2.1),), ("“March” moved 2.000 → 2.100",)),
        ((PLAIN,), (replace(PLAIN, role=Role.TARGET),), ("line at 2.000 is the target now",)),
        ((STOP,), (replace(STOP, role=Role.PLAIN),), ("line at 2.130 has no role any more",)),
        ((STOP,), (replace(STOP, label="top"),), ("stop at 2.130 is called “top”",)),
        ((replace(PLAIN, label="x"),), (PLAIN,), ("line at 2.000 has no name any more",)),
        ((PLAIN,), (replace(PLAIN, colour="#ff0000"),), ("line at 2.000 has another colour",)),
        ((PLAIN,), (replace(PLAIN, locked=True),), ("line at 2.000 locked",)),
        ((replace(PLAIN, locked=True),), (PLAIN,), ("line at 2.000 unlocked",)),
        ((PLAIN,), (replace(PLAIN, alert=True),), ("alert of line at 2.000 on",)),
        ((replace(PLAIN, alert=True),), (PLAIN,), ("alert of line at 2.000 off",)),
        ((STOP,), (replace(STOP, basis=Basis.TOTAL_RETURN),), ("stop at 2.130 carried over to total return",)),
        ((PLAIN,), (STOP,), ("+stop at 2.130", "−1 line at 2.000")),
        ((PLAIN, STOP), (STOP, PLAIN), ()),
    ],
)  # fmt: skip
def test_lines(before: tuple[Level, ...], after: tuple[Level, ...], words: tuple[str, ...]) -> None:
    assert of_lines(before, after) == words


def test_money() -> None:
    before = Layout(PAIR, holdings=(Holding(SPY, 100.0), Holding(Symbol("QQQ"), 7.5)))
    sizing = replace(before.sizing, account=50_000.0, risk_fraction=0.005, gross_limit=3.0, tranches=(0.0, 0.5))
    after = replace(before, sizing=sizing, holdings=(Holding(Symbol("IWM"), 2_000.0), Holding(SPY, 150.25)))
    assert layout_difference(before, after) == (
        "account 100,000.00 → 50,000.00",
        "risk 1 % → 0.5 %",
        "gross limit 2 × → 3 ×",
        "tranches none → 0 %, 50 %",
        "holding of IWM not there → 2,000.00",
        "holding of QQQ 7.50 → not there",
        "holding of SPY 100.00 → 150.25",
    )


def test_looking_is_no_difference() -> None:
    layout = Layout(PAIR, (PLAIN,), holdings=(Holding(SPY, 1.0),))
    assert layout_difference(layout, replace(layout, view=replace(layout.view, range="1Y"))) == ()


LAYOUTS = st.builds(
    Layout,
    st.just(PAIR),
    st.lists(
        st.builds(
            Level, st.sampled_from([LevelId(name) for name in "abc"]), st.sampled_from([2.0, 2.1]),
            st.sampled_from([Role.PLAIN, Role.STOP]), st.sampled_from(["", "x"]), locked=st.booleans(),
        ),
        unique_by=lambda line: line.id,
    ).map(lambda lines: tuple(sorted(lines, key=lambda line: line.id))),
    holdings=st.sampled_from([(), (Holding(SPY, 1.0),), (Holding(SPY, 2.0),)]),
)  # fmt: skip


@given(LAYOUTS, LAYOUTS)
def test_there_are_words_exactly_where_the_work_differs(before: Layout, after: Layout) -> None:
    assert bool(layout_difference(before, after)) is not before.has_work_of(after)
    assert before.has_work_of(after) is after.has_work_of(before.inverted())


def test_the_portfolio() -> None:
    weights = SectorWeights(SPY, (("Technology", 0.29),), None, TYPED)
    before = Portfolio((Lot(SPY, shares=1.0), Lot(Symbol("TLT"), value=5.0)), sectors=(weights,))
    after = Portfolio(
        (Lot(SPY, shares=2.5, cost=900.0), Lot(Symbol("QQQ"), shares=1.0), Lot(Symbol("IWM"), shares=1.0)),
        cash=1_000.0,
        taxable=True,
    )
    assert portfolio_difference(before, after) == (
        "+QQQ and IWM",
        "−TLT",
        "shares of SPY 1 → 2.5",
        "cost of SPY not entered → 900",
        "cash not entered → 1,000",
        "other tax",
        "other sectors of SPY",
    )
    assert portfolio_difference(after, after) == ()
    assert portfolio_difference(Portfolio(), before) == ("+SPY and TLT", "other sectors of SPY")
