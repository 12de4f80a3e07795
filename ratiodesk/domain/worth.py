"""What a portfolio is worth, and what of the account no position changes."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from ratiodesk.domain.name_list import listed
from ratiodesk.domain.pair import Pair, Symbol
from ratiodesk.domain.portfolio import Holding, held_value, rounding_of
from ratiodesk.domain.sector import NOT_KNOWN, SectorWeights
from ratiodesk.words import mark, tr

# Smaller parts of the account are rounding.
NOTHING = 1e-9
_BETA_LACKS = mark("The beta of {symbols} is not known: a year of prices tells.")
_YIELD_LACKS = mark("The dividend yield of {symbols} is not known: a year of prices tells.")
_REST = mark(
    "Beta and dividend yield are not known while part of the account is “Other”, neither a holding of known value nor "
    "cash: enter it as either, or set the account to what the rest is worth."
)
_ALL_REST = mark(
    "Beta and dividend yield are not known while nothing of the account is entered and all of it is “Other”: say in "
    "the portfolio’s window what it holds."
)
_BOTH_LACK = mark("The beta and dividend yield of {symbols} are not known: a year of prices tells.")


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


# Without slots: what is worked out once is kept beside the fields.
@dataclass(frozen=True)
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

    def beside(self, typed: tuple[Holding, ...]) -> tuple[Holding, ...]:
        """Return the holdings, with those *typed* on a pair in place of the same symbols."""
        before, merged = self._merged[0]
        if before != typed:
            merged = (*typed, *(holding for holding in self.holdings if held_value(typed, holding.symbol) is None))
            self._merged[0] = typed, merged
        return merged

    def before(self, holdings: tuple[Holding, ...], account: float) -> "AccountBefore":
        """Return the account as it is; worked out once while a line is dragged, which hands in the same holdings."""
        known = self._account[0]
        if known is None or known.holdings is not holdings or known.account != account:
            known = self._account[0] = AccountBefore(holdings, account, self)
        return known

    @cached_property
    def _merged(self) -> list[tuple[tuple[Holding, ...], tuple[Holding, ...]]]:
        return [((), self.holdings)]

    @cached_property
    def _account(self) -> "list[AccountBefore | None]":
        return [None]


_UNKNOWN = Traits()


@dataclass(frozen=True, eq=False)
class AccountBefore:
    """What no position changes in what is known of the account."""

    holdings: tuple[Holding, ...]
    account: float
    worth: Worth

    @cached_property
    def held(self) -> tuple[Holding, ...]:
        return tuple(holding for holding in self.holdings if holding.value > 0)

    @cached_property
    def values(self) -> Mapping[Symbol, float]:
        """What is held of each symbol [money]."""
        return {holding.symbol: holding.value for holding in reversed(self.held)}

    @cached_property
    def cash(self) -> float | None:
        """The cash, None where it is not known; see :class:`~ratiodesk.domain.portfolio.Portfolio`."""
        known = self.worth
        if known.cash is not None or not (known.is_entered and known.is_complete):
            return known.cash
        return max(self.account - self._total, 0.0)

    @cached_property
    def rest(self) -> float:
        """What is in neither holdings nor cash [money]."""
        rest = max(self.account - self._total - (self.cash or 0.0), 0.0)
        return rest if rest > rounding_of(self.account) else 0.0

    @cached_property
    def sectors(self) -> Mapping[str, float]:
        """What is in each sector [money]."""
        money = {NOT_KNOWN: self.rest}
        for holding in self.held:
            spread_over(money, self.worth.traits_of(holding.symbol).sectors, holding.value)
        return money

    @cached_property
    def beta(self) -> float | None:
        return self._mean(lambda symbol: self.worth.traits_of(symbol).beta)

    @cached_property
    def dividend_yield(self) -> float | None:
        return self._mean(lambda symbol: self.worth.traits_of(symbol).dividend_yield)

    def beside(self, pair: Pair) -> "tuple[Weight, ...]":
        """Return the weights of what is held beside the legs."""
        if pair.key not in self._beside:
            others = (holding for holding in self.held if holding.symbol not in pair.symbols)
            self._beside[pair.key] = tuple(
                Weight(other.symbol, other.value / self.account, other.value / self.account) for other in others
            )
        return self._beside[pair.key]

    def notes(self, legs: tuple[Symbol, ...]) -> tuple[str, ...]:
        """Return sentences on what is not known of the legs and the holdings."""
        if legs not in self._notes:
            self._notes[legs] = (*self._rest_notes(), *_notes_on(legs, self.held, self.worth))
        return self._notes[legs]

    def _rest_notes(self) -> tuple[str, ...]:
        """Return why no mean over the account is told, where that is for want of what was not entered."""
        if not self.rest:
            return ()
        is_any_entered = self.worth.is_entered or bool(self.held) or bool(self.cash)
        return (tr(_REST if is_any_entered else _ALL_REST),)

    @cached_property
    def _total(self) -> float:
        return math.fsum(holding.value for holding in self.held)

    @cached_property
    def _beside(self) -> "dict[tuple[Symbol, Symbol], tuple[Weight, ...]]":
        return {}

    @cached_property
    def _notes(self) -> dict[tuple[Symbol, ...], tuple[str, ...]]:
        return {}

    def _mean(self, trait: "Callable[[Symbol], float | None]") -> float | None:
        if self.rest:
            return None
        return mean_of(((holding.symbol, holding.value) for holding in self.held), self.account, trait)


def spread_over(money: dict[str, float], sectors: SectorWeights | None, value: float) -> None:
    """Add *value* to the sectors it is in."""
    for name, weight in sectors.weights if sectors else ():
        money[name] = money.get(name, 0.0) + value * weight
    money[NOT_KNOWN] = money.get(NOT_KNOWN, 0.0) + value * (sectors.not_known if sectors else 1.0)


def mean_of(
    values: Iterable[tuple[Symbol, float]], account: float, trait: Callable[[Symbol], float | None]
) -> float | None:
    """Return the value-weighted mean of a trait over the account; one that is not known makes the mean so."""
    total = 0.0
    for symbol, value in values:
        known = trait(symbol)
        if known is None:
            return None
        total += value * known
    return total / account


def _notes_on(legs: Iterable[Symbol], held: Iterable[Holding], known: Worth) -> list[str]:
    symbols = list(dict.fromkeys((*legs, *(holding.symbol for holding in held))))
    notes = []
    if known.is_entered:
        traits = [(symbol, known.traits_of(symbol)) for symbol in symbols]
        notes += [trait.no_beta for _, trait in traits if trait.no_beta]
        notes += _missing_figures(traits)
    lacking = [symbol for symbol in symbols if known.traits_of(symbol).sectors is None]
    if lacking:
        names = listed(lacking)
        notes.append(tr("The sectors of {symbols} are not known: type them in the portfolio’s window.", symbols=names))
    return notes


def _missing_figures(traits: Sequence[tuple[Symbol, Traits]]) -> list[str]:
    betas = [symbol for symbol, known in traits if known.beta is None and not known.no_beta]
    yields = [symbol for symbol, known in traits if known.dividend_yield is None]
    lacking = {_BOTH_LACK: betas} if betas == yields else {_BETA_LACKS: betas, _YIELD_LACKS: yields}
    return [tr(sentence, symbols=listed(names)) for sentence, names in lacking.items() if names]
