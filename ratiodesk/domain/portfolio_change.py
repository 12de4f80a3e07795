"""What a position changes in the account: weights, sectors, beta, yield, tracking error, gain and tax."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ratiodesk.domain.balance import Balance
from ratiodesk.domain.name_list import listed
from ratiodesk.domain.pair import Pair, Symbol
from ratiodesk.domain.portfolio import Holding, held_value
from ratiodesk.domain.position import Execution, Position
from ratiodesk.domain.sector import NOT_KNOWN, SectorWeights
from ratiodesk.domain.trading_year import SESSIONS_A_YEAR

OTHER = "Other"
CASH = "Cash"
# Smaller parts of the account are rounding.
_NOTHING = 1e-9


@dataclass(frozen=True, slots=True)
class Weight:
    """Part of the account before and after a position [fraction]; negative is short."""

    name: str
    before: float
    after: float

    @property
    def change(self) -> float:
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure of the whole account before and after; None where something it takes is not known."""

    before: float | None = None
    change: float | None = None

    @property
    def after(self) -> float | None:
        return None if self.before is None or self.change is None else self.before + self.change


@dataclass(frozen=True, slots=True)
class Traits:
    """What is known of an instrument; None where nothing is.

    Parameters
    ----------
    beta
        Of its daily log returns on those of the numerator.
    dividend_yield
        What it paid in the last year over its price [fraction].
    sectors
        What is in which sector.
    no_beta
        Why the beta is not known, empty if that is for want of prices.
    """

    beta: float | None = None
    dividend_yield: float | None = None
    sectors: SectorWeights | None = None
    no_beta: str = ""


@dataclass(frozen=True, slots=True)
class Worth:
    """What a portfolio is worth at a session.

    Parameters
    ----------
    holdings
        Those whose worth is known, by value, the largest first.
    costs
        What was paid for a unit of money of today's value, by symbol [fraction].
    traits
        Of the holdings and of both legs, by symbol.
    cash
        As it was entered, None where it was not.
    is_entered
        Whether the user has entered any holding.
    is_complete
        Whether the worth of every one is known.
    taxable, tax_rate
        As in :class:`~ratiodesk.domain.portfolio.Portfolio`.
    notes
        Sentences on what could not be counted, or only at an old price.
    """

    holdings: tuple[Holding, ...] = ()
    costs: Mapping[Symbol, float] = field(default_factory=dict)
    traits: Mapping[Symbol, Traits] = field(default_factory=dict)
    cash: float | None = None
    is_entered: bool = False
    is_complete: bool = True
    taxable: bool = False
    tax_rate: float | None = None
    notes: tuple[str, ...] = ()

    def traits_of(self, symbol: Symbol) -> Traits:
        """Return what is known of *symbol*."""
        return self.traits.get(symbol, _UNKNOWN)


_UNKNOWN = Traits()


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
    held = [holding for holding in holdings if holding.value > 0]
    cash = _cash(held, account, known)
    rest = max(account - math.fsum(holding.value for holding in held) - (cash or 0.0), 0.0)
    rest = rest if rest > account * _NOTHING else 0.0
    gain = _gain(position, known)
    return PortfolioChange(
        weights=_weights(position, pair, account, held, cash, rest),
        sectors=_sectors(position, account, held, rest, known),
        beta=_measure(position, account, held, rest, lambda symbol: known.traits_of(symbol).beta),
        dividend_yield=_measure(position, account, held, rest, lambda symbol: known.traits_of(symbol).dividend_yield),
        tracking_error=_tracking_error(position, account, ratio_volatility),
        realised_gain=gain,
        tax=_tax(gain, known),
        is_taxed=known.taxable,
        notes=(*known.notes, *_notes(position, held, known, gain)),
    )


def _cash(held: Sequence[Holding], account: float, known: Worth) -> float | None:
    """Return the cash before, None where it is not known; see :class:`~ratiodesk.domain.portfolio.Portfolio`."""
    if known.cash is not None or not (known.is_entered and known.is_complete):
        return known.cash
    return max(account - math.fsum(holding.value for holding in held), 0.0)


def _changes(position: Position) -> tuple[tuple[Symbol, float], tuple[Symbol, float]]:
    """Return what is added to the account of each leg [money]."""
    return (position.bought.symbol, position.bought.value), (position.sold.symbol, -position.sold.value)


def _weights(
    position: Position, pair: Pair, account: float, held: Sequence[Holding], cash: float | None, rest: float
) -> tuple[Weight, ...]:
    change = dict(_changes(position))
    rows = []
    for symbol in pair.symbols:
        before = held_value(held, symbol) or 0.0
        rows.append(Weight(symbol, before / account, (before + change[symbol]) / account))
    others = (holding for holding in held if holding.symbol not in pair.symbols)
    rows += [Weight(other.symbol, other.value / account, other.value / account) for other in others]
    if rest:
        rows.append(Weight(OTHER, rest / account, rest / account))
    # What whole shares leave of a rotation's proceeds; a pair's short proceeds stay with the broker.
    left = -position.residual if position.execution is Execution.ROTATE else 0.0
    if cash or left:
        rows.append(Weight(CASH, (cash or 0.0) / account, ((cash or 0.0) + left) / account))
    return tuple(rows)


def _sectors(
    position: Position, account: float, held: Iterable[Holding], rest: float, known: Worth
) -> tuple[Weight, ...]:
    before: dict[str, float] = {NOT_KNOWN: rest}
    changed: dict[str, float] = {}
    for symbol, value in ((holding.symbol, holding.value) for holding in held):
        _spread(before, known.traits_of(symbol).sectors, value)
    for symbol, value in _changes(position):
        _spread(changed, known.traits_of(symbol).sectors, value)
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
    nothing = max(abs(unknown.before), abs(unknown.after)) <= _NOTHING
    return tuple(rows[:-1] if nothing else rows)


def _spread(money: dict[str, float], sectors: SectorWeights | None, value: float) -> None:
    """Add *value* to the sectors it is in."""
    for name, weight in sectors.weights if sectors else ():
        money[name] = money.get(name, 0.0) + value * weight
    money[NOT_KNOWN] = money.get(NOT_KNOWN, 0.0) + value * (sectors.not_known if sectors else 1.0)


def _measure(
    position: Position,
    account: float,
    held: Sequence[Holding],
    rest: float,
    trait: Callable[[Symbol], float | None],
) -> Measure:
    """Return the value-weighted mean of a trait over the account; one that is not known makes the mean so."""
    before = None if rest else _mean(((holding.symbol, holding.value) for holding in held), account, trait)
    return Measure(before, _mean(_changes(position), account, trait))


def _mean(
    values: Iterable[tuple[Symbol, float]], account: float, trait: Callable[[Symbol], float | None]
) -> float | None:
    total = 0.0
    for symbol, value in values:
        known = trait(symbol)
        if known is None:
            return None
        total += value * known
    return total / account


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


def _notes(position: Position, held: Iterable[Holding], known: Worth, gain: float | None) -> list[str]:
    symbols = list(dict.fromkeys((*(leg.symbol for leg in position.legs), *(holding.symbol for holding in held))))
    notes = []
    if known.is_entered:
        traits = [(symbol, known.traits_of(symbol)) for symbol in symbols]
        notes += [trait.no_beta for _, trait in traits if trait.no_beta]
        notes += _missing_figures(traits)
    lacking = [symbol for symbol in symbols if known.traits_of(symbol).sectors is None]
    if lacking:
        notes.append(f"The sectors of {listed(lacking)} are not known: type them in the portfolio’s window.")
    if known.taxable and position.execution is Execution.ROTATE and gain is None:
        notes.append(f"What {position.sold.symbol} cost is not entered: gain and tax are not known.")
    elif known.taxable and position.execution is Execution.ROTATE and known.tax_rate is None:
        notes.append("The tax rate is not entered.")
    return notes


def _missing_figures(traits: Sequence[tuple[Symbol, Traits]]) -> list[str]:
    betas = [symbol for symbol, known in traits if known.beta is None and not known.no_beta]
    yields = [symbol for symbol, known in traits if known.dividend_yield is None]
    lacking = {"beta and dividend yield": betas} if betas == yields else {"beta": betas, "dividend yield": yields}
    return [
        f"The {noun} of {listed(names)} {'are' if ' and ' in noun else 'is'} not known: a year of prices tells."
        for noun, names in lacking.items()
        if names
    ]
