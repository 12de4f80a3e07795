"""What the account holds: what may be entered, and how it is edited."""

import math
from collections.abc import Callable
from datetime import date

import pytest

from ratiodesk.domain.errors import BadInput
from ratiodesk.domain.pair import Symbol
from ratiodesk.domain.portfolio import MOST_LOTS, Holding, Lot, Portfolio, check_holdings, held_value
from ratiodesk.domain.sector import TYPED, SectorWeights

SPY, IWM = Lot(Symbol("SPY"), shares=100.0, cost=30_000.0), Lot(Symbol("IWM"), value=5_000.0)
BANKS = SectorWeights(Symbol("JPM"), (("Financials", 1.0),), date(2021, 12, 28), TYPED)


@pytest.mark.parametrize("value", [-0.01, -1e9, math.nan, math.inf, -math.inf])
def test_a_holding_is_a_number_of_at_least_zero(value: float) -> None:
    with pytest.raises(BadInput, match="holding of SPY must be a number from zero"):
        Holding("SPY", value)


def test_nothing_may_be_held() -> None:
    assert Holding("SPY", 0.0).value == 0.0


def test_a_holding_not_named_is_unknown_rather_than_zero() -> None:
    holdings = [Holding("QQQ", 10.0), Holding("SPY", 0.0)]
    assert held_value(holdings, "SPY") == 0.0
    assert held_value(holdings, "IWM") is None


def test_holdings_worth_more_than_the_account_are_refused() -> None:
    with pytest.raises(BadInput, match=r"worth 100,000\.01, more than the account of 100,000\.00"):
        check_holdings([Holding("SPY", 60_000.0), Holding("QQQ", 40_000.01)], 100_000.0)


@pytest.mark.parametrize(
    ("values", "account"),
    [((60_000.0, 40_000.0), 100_000.0), ((1.1, 2.2), 3.3), ((0.1, 0.2), 0.3), ((), 1.0), ((57_219.2049,), 57_219.2)],
)
def test_holdings_that_add_up_to_the_account_are_accepted(values: tuple[float, ...], account: float) -> None:
    check_holdings([Holding(f"X{index}", value) for index, value in enumerate(values)], account)


def test_cash_counts_beside_the_holdings() -> None:
    check_holdings([Holding("SPY", 60_000.0)], 100_000.0, 40_000.0)
    with pytest.raises(BadInput, match=r"holdings and cash are worth 100,000\.01, more than the account"):
        check_holdings([Holding("SPY", 60_000.0)], 100_000.0, 40_000.01)


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: Lot("SPY", shares=-1.0), "The shares of SPY are negative: a holding cannot be a short position."),
        (lambda: Lot("SPY", shares=math.nan), "The shares of SPY must be a number from zero"),
        (lambda: Lot("SPY", value=-0.01), "The value of SPY must be a number from zero"),
        (lambda: Lot("SPY", shares=1.0, cost=math.inf), "The cost of SPY must be a number from zero"),
        (lambda: Lot("SPY", cost=10.0), "Say how many shares of SPY there are, or what they are worth."),
        (lambda: Portfolio((SPY, IWM, SPY)), "SPY comes twice in the portfolio."),
        (lambda: Portfolio(sectors=(BANKS, BANKS)), "JPM comes twice in the portfolio."),
        (lambda: Portfolio(cash=-1.0), "Cash must be a number from zero"),
        (lambda: Portfolio(cash=math.nan), "Cash must be a number from zero"),
        (lambda: Portfolio(tax_rate=1.01), "The tax rate must be from 0 to 100 %."),
        (lambda: Portfolio(tax_rate=math.nan), "The tax rate must be from 0 to 100 %."),
        (
            lambda: Portfolio(tuple(Lot(Symbol(f"X{place}"), 1.0) for place in range(MOST_LOTS + 1))),
            "A portfolio has at most 2,000 holdings.",
        ),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_sentence(make: Callable[[], object], said: str) -> None:
    with pytest.raises(BadInput) as refused:
        make()
    assert said in str(refused.value)


def test_nothing_is_a_number_that_may_be_entered() -> None:
    assert Lot("SPY", shares=0.0, value=0.0, cost=0.0).shares == 0.0
    assert Portfolio(cash=0.0, tax_rate=0.0).cash == 0.0


def test_a_lot_takes_the_place_of_the_one_of_its_symbol() -> None:
    portfolio = Portfolio((SPY, IWM))
    other = Lot(Symbol("SPY"), shares=5.0)
    assert portfolio.with_lot(other).lots == (other, IWM)
    assert Portfolio((IWM,)).with_lot(SPY).lots == (IWM, SPY)
    assert portfolio.without_lot(Symbol("SPY")).lots == (IWM,)
    assert (portfolio.lot(Symbol("SPY")), portfolio.lot(Symbol("QQQ"))) == (SPY, None)


def test_typed_sectors_are_kept_by_symbol() -> None:
    portfolio = Portfolio().with_sectors(BANKS)
    assert portfolio.typed_sectors(Symbol("JPM")) is BANKS
    assert portfolio.typed_sectors(Symbol("SPY")) is None
    again = SectorWeights(Symbol("JPM"), (("Technology", 0.1),), date(2021, 12, 29), TYPED)
    assert portfolio.with_sectors(again).sectors == (again,)
    assert portfolio.without_sectors(Symbol("JPM")).sectors == ()
