"""The account of a market note of December 2021: what it holds, and what a position makes of it."""

from dataclasses import replace
from datetime import date
from functools import partial

import pytest

from ratiodesk.domain.balance import Dependence
from ratiodesk.domain.pair import Pair, Symbol
from ratiodesk.domain.pair_prices import PairPrices
from ratiodesk.domain.plan import Plan
from ratiodesk.domain.portfolio import Holding
from ratiodesk.domain.portfolio_change import PortfolioChange, portfolio_change
from ratiodesk.domain.position import Execution, Leg, Position, Side
from ratiodesk.domain.sector import SectorWeights, sectors_of
from ratiodesk.domain.sizing import Sizing, size
from ratiodesk.domain.worth import Traits, Weight, Worth

PAIR = Pair(Symbol("SPY"), Symbol("IWM"))
DAY = date(2021, 12, 28)
close = partial(pytest.approx, abs=5e-8)


def sectors(symbol: str, **parts: float) -> SectorWeights:
    return sectors_of(Symbol(symbol), parts.items(), DAY, "the note")


# Financials of both funds as the note has them; the rest of each is not known.
TRAITS = {
    Symbol("SPY"): Traits(beta=1.0, dividend_yield=0.012, sectors=sectors("SPY", Financials=0.1362)),
    Symbol("IWM"): Traits(beta=1.249, dividend_yield=0.01, sectors=sectors("IWM", Financials=0.2163)),
}


def worked(execution: Execution, held: float = 0.0, **more: object) -> Position:
    plan = Plan(entry=2.13, stop=2.35, target=1.95)
    prices = PairPrices(PAIR, 476.87, 222.75, 476.87 / 222.75, Dependence(0.44, 1.249, 0.01, 0.015, 0.01))
    return size(plan, prices, replace(Sizing(execution=execution), **more), held)  # type: ignore[arg-type]


def rotation(value: float, price: float = 100.0) -> Position:
    """Return a rotation of exactly so much money from SPY to IWM."""
    known = worked(Execution.ROTATE, 1e6)
    sold, bought = (
        Leg(symbol, side, value / price, price)
        for symbol, side in ((Symbol("SPY"), Side.SELL), (Symbol("IWM"), Side.BUY))
    )
    return replace(known, sold=sold, bought=bought)


def rows(found: tuple[Weight, ...]) -> dict[str, tuple[float, float]]:
    return {row.name: (row.before, row.after) for row in found}


def entered(*holdings: Holding, **more: object) -> Worth:
    return replace(Worth(holdings, traits=TRAITS, is_entered=True), **more)  # type: ignore[arg-type]


def change(position: Position, worth: Worth, account: float = 100_000.0) -> PortfolioChange:
    return portfolio_change(position, PAIR, account, worth.holdings, worth, 0.01)
