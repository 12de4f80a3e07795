"""What two places changed in the portfolio is all there, or told."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratiodesk.domain.pair import Symbol
from ratiodesk.domain.portfolio import Lot, Portfolio
from ratiodesk.domain.portfolio_merge import MergedPortfolio, merge_portfolios
from ratiodesk.domain.sector import SectorWeights

SPY, IWM, TLT = Symbol("SPY"), Symbol("IWM"), Symbol("TLT")
HELD = Lot(SPY, shares=10.0)
BASE = Portfolio((HELD,))


def with_lots(*lots: Lot) -> Portfolio:
    return Portfolio(lots)


def test_different_holdings_and_fields_are_both_there() -> None:
    ours = Portfolio((replace(HELD, shares=12.0), Lot(IWM, 1.0)), cash=5.0)
    theirs = Portfolio((replace(HELD, cost=3_000.0), Lot(TLT, 2.0)), taxable=True, tax_rate=0.25)
    both = Portfolio((Lot(SPY, 12.0, cost=3_000.0), Lot(IWM, 1.0), Lot(TLT, 2.0)), 5.0, True, 0.25)
    assert merge_portfolios(BASE, ours, theirs) == MergedPortfolio(both)


@pytest.mark.parametrize(
    ("ours", "theirs", "merged", "clashes"),
    [
        (BASE, Portfolio(), Portfolio(), ()),
        (Portfolio(), BASE, Portfolio(), ()),
        (with_lots(Lot(SPY, 12.0)), Portfolio(), with_lots(Lot(SPY, 12.0)), ("SPY",)),
        (Portfolio(), with_lots(Lot(SPY, 12.0)), with_lots(Lot(SPY, 12.0)), ()),
        (with_lots(Lot(SPY, 12.0)), with_lots(Lot(SPY, 13.0)), with_lots(Lot(SPY, 12.0)), ("SPY",)),
        (with_lots(Lot(SPY, 12.0)), with_lots(Lot(SPY, 12.0)), with_lots(Lot(SPY, 12.0)), ()),
        (with_lots(HELD, Lot(IWM, 1.0)), with_lots(HELD, Lot(IWM, 2.0)), with_lots(HELD, Lot(IWM, 1.0)), ("IWM",)),
        (replace(BASE, cash=1.0), replace(BASE, cash=2.0), replace(BASE, cash=1.0), ("cash",)),
        (replace(BASE, tax_rate=0.1), replace(BASE, tax_rate=0.2), replace(BASE, tax_rate=0.1), ("tax rate",)),
    ],
)
def test_what_clashes_is_ours_and_told(
    ours: Portfolio, theirs: Portfolio, merged: Portfolio, clashes: tuple[str, ...]
) -> None:
    assert merge_portfolios(BASE, ours, theirs) == MergedPortfolio(merged, clashes)


def test_what_makes_no_holding_together_is_ours() -> None:
    base = with_lots(Lot(SPY, 10.0, 5_000.0))
    ours, theirs = with_lots(Lot(SPY, 10.0)), with_lots(Lot(SPY, None, 5_000.0))
    assert merge_portfolios(base, ours, theirs) == MergedPortfolio(ours, ("SPY",))


def test_sectors_are_merged_by_symbol() -> None:
    spy, other = (SectorWeights(SPY, (("Energy", part),), date(2021, 12, 28), "typed") for part in (0.4, 0.5))
    iwm = SectorWeights(IWM, (("Energy", 1.0),), date(2021, 12, 28), "typed")
    ours, theirs = replace(BASE, sectors=(spy,)), replace(BASE, sectors=(iwm, other))
    assert merge_portfolios(BASE, ours, theirs) == MergedPortfolio(
        replace(BASE, sectors=(spy, iwm)), ("the sectors of SPY",)
    )


lots = st.builds(Lot, st.sampled_from([SPY, IWM, TLT]), st.sampled_from([1.0, 2.0]), st.sampled_from([None, 3.0]))
portfolios = st.builds(
    Portfolio,
    st.lists(lots, unique_by=lambda lot: lot.symbol).map(tuple),
    st.sampled_from([None, 1.0]),
    st.booleans(),
)


@given(portfolios, portfolios, portfolios)
def test_merging_is_symmetric_where_nothing_clashes_and_done_at_once(
    base: Portfolio, ours: Portfolio, theirs: Portfolio
) -> None:
    here, there = merge_portfolios(base, ours, theirs), merge_portfolios(base, theirs, ours)
    if not here.clashes and not there.clashes:
        assert set(here.portfolio.lots) == set(there.portfolio.lots)
        assert replace(here.portfolio, lots=()) == replace(there.portfolio, lots=())
    assert merge_portfolios(theirs, here.portfolio, theirs).portfolio == here.portfolio
    touched = {lot.symbol for lot in (*ours.lots, *theirs.lots) if lot not in base.lots}
    assert touched <= {lot.symbol for lot in here.portfolio.lots}
