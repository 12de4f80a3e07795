"""What a position changes in the account: weights, sectors, beta, yield, tracking error, gain and tax."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from ratiodesk.domain.balance import Balance
from ratiodesk.domain.pair import Pair, Symbol
from ratiodesk.domain.portfolio import Holding
from ratiodesk.domain.position import Execution, Position
from ratiodesk.domain.sector import NOT_KNOWN
from ratiodesk.domain.trading_year import SESSIONS_A_YEAR
from ratiodesk.domain.worth import NOTHING, AccountBefore, Weight, Worth, mean_of, spread_over
from ratiodesk.words import mark, tr

# Names of rows beside those of symbols: looked up where they are shown.
OTHER = mark("Other")
CASH = mark("Cash")


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure of the whole account before and after; None where something it takes is not known."""

    before: float | None = None
    change: float | None = None

    @property
    def after(self) -> float | None:
        return None if self.before is None or self.change is None else self.before + self.change


@dataclass(frozen=True, slots=True)
class PortfolioChange:
    """The account before and after a position.

    Parameters
    ----------
    weights
        Of both legs, of the other holdings, of what is in neither, and of cash.
    sectors
        Of the account without cash, those in which the legs differ most first; what is in no known sector is a row
        of its own, the last. Empty where no sector is known.
    beta
        Of the account to the numerator; cash has none.
    dividend_yield
        Of the account [fraction a year]; cash has none.
    tracking_error
        How far the account strays from what it would be without the position [fraction a year]: x·σ·√252, with x the
        part of the account that is sold and σ the deviation of the difference of the legs' daily returns. None where
        the legs are not of equal value.
    realised_gain, tax
        Of what a rotation sells, at average cost [money]; None where the cost or the rate is not known, or gains are
        not taxed.
    is_taxed
        Whether gains are taxed.
    notes
        Sentences on what is not known.
    """

    weights: tuple[Weight, ...]
    sectors: tuple[Weight, ...] = ()
    beta: Measure = Measure()
    dividend_yield: Measure = Measure()
    tracking_error: float | None = None
    realised_gain: float | None = None
    tax: float | None = None
    is_taxed: bool = False
    notes: tuple[str, ...] = ()


def portfolio_change(
    position: Position,
    pair: Pair,
    account: float,
    holdings: Sequence[Holding],
    worth: Worth | None = None,
    ratio_volatility: float | None = None,
) -> PortfolioChange:
    """Return what a position changes in the account.

    Parameters
    ----------
    position, pair
        Its legs, and the order to name them in.
    account
        Value of the account [money].
    holdings
        What it holds; those of a rotation must name what it sells.
    worth
        What else is known of the portfolio, nothing if it is None.
    ratio_volatility
        Standard deviation of the difference of the legs' daily log returns, None where it is not known.
    """
    known = worth or Worth()
    before = known.before(tuple(holdings), account)
    gain = _gain(position, known)
    changes = _changes(position)
    beta = mean_of(changes, account, lambda symbol: known.traits_of(symbol).beta)
    paid = mean_of(changes, account, lambda symbol: known.traits_of(symbol).dividend_yield)
    return PortfolioChange(
        weights=_weights(position, pair, before),
        sectors=_sectors(position, before),
        beta=Measure(before.beta, beta),
        dividend_yield=Measure(before.dividend_yield, paid),
        tracking_error=_tracking_error(position, account, ratio_volatility),
        realised_gain=gain,
        tax=_tax(gain, known),
        is_taxed=known.taxable,
        notes=(
            *known.notes,
            *before.notes(tuple(leg.symbol for leg in position.legs)),
            *_tax_notes(position, known, gain),
        ),
    )


def _changes(position: Position) -> tuple[tuple[Symbol, float], tuple[Symbol, float]]:
    """Return what is added to the account of each leg [money]."""
    return (position.bought.symbol, position.bought.value), (position.sold.symbol, -position.sold.value)


def _weights(position: Position, pair: Pair, before: AccountBefore) -> tuple[Weight, ...]:
    change, account, cash, rest = dict(_changes(position)), before.account, before.cash, before.rest
    rows = []
    for symbol in pair.symbols:
        held = before.values.get(symbol, 0.0)
        rows.append(Weight(symbol, held / account, (held + change[symbol]) / account))
    rows += before.beside(pair)
    if rest:
        rows.append(Weight(OTHER, rest / account, rest / account))
    # What whole shares leave of a rotation's proceeds; a pair's short proceeds stay with the broker.
    left = -position.residual if position.execution is Execution.ROTATE else 0.0
    if cash or left:
        rows.append(Weight(CASH, (cash or 0.0) / account, ((cash or 0.0) + left) / account))
    return tuple(rows)


def _sectors(position: Position, account_before: AccountBefore) -> tuple[Weight, ...]:
    before, account = account_before.sectors, account_before.account
    changed: dict[str, float] = {}
    for symbol, value in _changes(position):
        spread_over(changed, account_before.worth.traits_of(symbol).sectors, value)
    names = {name for name in (*before, *changed) if name != NOT_KNOWN}
    if not names:
        return ()
    # By the money that moves and not by the weight: the order stays while a line is dragged.
    ordered = sorted(names, key=lambda name: (-abs(changed.get(name, 0.0)), -before.get(name, 0.0), name))
    rows = []
    for name in (*ordered, NOT_KNOWN):
        was = before.get(name, 0.0)
        rows.append(Weight(name, was / account, (was + changed.get(name, 0.0)) / account))
    unknown = rows[-1]
    # Whole shares leave a few cents of difference between legs that are not known either.
    nothing = max(abs(unknown.before), abs(unknown.after)) <= NOTHING
    return tuple(rows[:-1] if nothing else rows)


def _tracking_error(position: Position, account: float, ratio_volatility: float | None) -> float | None:
    if ratio_volatility is None or position.balance is not Balance.DOLLAR_NEUTRAL:
        return None
    return position.sold.value / account * ratio_volatility * math.sqrt(SESSIONS_A_YEAR)


def _gain(position: Position, known: Worth) -> float | None:
    """Return what selling part of a holding realises: sold value less its share of the cost."""
    cost = known.costs.get(position.sold.symbol)
    if position.execution is not Execution.ROTATE or cost is None:
        return None
    return position.sold.value * (1 - cost)


def _tax(gain: float | None, known: Worth) -> float | None:
    if gain is None or not known.taxable or known.tax_rate is None:
        return None
    return known.tax_rate * max(gain, 0.0)


def _tax_notes(position: Position, known: Worth, gain: float | None) -> list[str]:
    notes = []
    if known.taxable and position.execution is Execution.ROTATE and gain is None:
        sold = position.sold.symbol
        notes.append(tr("What {symbol} cost is not entered: gain and tax are not known.", symbol=sold))
    elif known.taxable and position.execution is Execution.ROTATE and known.tax_rate is None:
        notes.append(tr("The tax rate is not entered."))
    return notes
