"""What the account holds, in money and in instruments."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

from ratiodesk.domain.errors import BadInput
from ratiodesk.domain.pair import Symbol
from ratiodesk.domain.sector import SectorWeights
from ratiodesk.domain.sizing import LARGEST_ACCOUNT
from ratiodesk.words import mark, tr

MOST_LOTS = 2_000
_HALF_A_CENT = 0.005
_MOST = f"{LARGEST_ACCOUNT:,.0f}"
_OUT_OF_RANGE = {
    "shares": mark("The shares of {symbol} must be a number from zero to {most}."),
    "value": mark("The value of {symbol} must be a number from zero to {most}."),
    "cost": mark("The cost of {symbol} must be a number from zero to {most}."),
}


@dataclass(frozen=True, slots=True)
class Holding:
    """What the account already has of an instrument [money]."""

    symbol: Symbol
    value: float

    def __post_init__(self) -> None:
        if not 0 <= self.value <= LARGEST_ACCOUNT:
            sentence = tr(
                "The holding of {symbol} must be a number from zero to {most}.", symbol=self.symbol, most=_MOST
            )
            raise BadInput(sentence)


def held_value(holdings: Iterable[Holding], symbol: Symbol) -> float | None:
    """Return the value held of *symbol* [money], None if nothing was said about it."""
    return next((holding.value for holding in holdings if holding.symbol == symbol), None)


def rounding_of(account: float) -> float:
    """Return up to what difference an account is still what is in it [money].

    An account is typed to the cent, while prices have more digits; sums of cents are no exact binary numbers.
    """
    return max(_HALF_A_CENT, account * 1e-9)


def check_holdings(holdings: Iterable[Holding], account: float, cash: float | None = None) -> None:
    """Raise BadInput if the holdings, and cash where it is known, are worth more than the account."""
    total = math.fsum((*(holding.value for holding in holdings), cash or 0.0))
    if total - account > rounding_of(account):
        amounts = {"value": f"{total:,.2f}", "account": f"{account:,.2f}"}
        if cash:
            sentence = tr("The holdings and cash are worth {value}, more than the account of {account}.", **amounts)
        else:
            sentence = tr("The holdings are worth {value}, more than the account of {account}.", **amounts)
        raise BadInput(sentence)


@dataclass(frozen=True, slots=True)
class Lot:
    """What the account has of one instrument, as it was entered; None where nothing was said.

    Parameters
    ----------
    symbol
        The instrument, whether or not prices of it are known.
    shares
        How many, fractions included.
    value
        What they are worth [money]; read where there is no price to multiply the shares by.
    cost
        What all of them cost [money].

    Raises
    ------
    BadInput
        If a number is negative or not finite, or there are neither shares nor a value.
    """

    symbol: Symbol
    shares: float | None = None
    value: float | None = None
    cost: float | None = None

    def __post_init__(self) -> None:
        if self.shares is not None and self.shares < 0:
            sentence = tr(
                "The shares of {symbol} are negative: a holding cannot be a short position.", symbol=self.symbol
            )
            raise BadInput(sentence)
        for name, sentence in _OUT_OF_RANGE.items():
            number = getattr(self, name)
            if number is not None and not 0 <= number <= LARGEST_ACCOUNT:
                raise BadInput(tr(sentence, symbol=self.symbol, most=_MOST))
        if self.shares is None and self.value is None:
            sentence = tr("Say how many shares of {symbol} there are, or what they are worth.", symbol=self.symbol)
            raise BadInput(sentence)


@dataclass(frozen=True, slots=True)
class Portfolio:
    """What the account holds, entered once for all pairs.

    Parameters
    ----------
    lots
        One a symbol.
    cash
        Money [money]; None means that all of the account that is in no lot is cash.
    taxable
        Whether realised gains are taxed.
    tax_rate
        On realised gains [fraction], None until it is entered.
    sectors
        Of instruments whose sectors the user typed, one a symbol.

    Raises
    ------
    BadInput
        If a symbol comes twice, or a number is outside what makes sense.
    """

    lots: tuple[Lot, ...] = ()
    cash: float | None = None
    taxable: bool = False
    tax_rate: float | None = None
    sectors: tuple[SectorWeights, ...] = ()

    def __post_init__(self) -> None:
        if len(self.lots) > MOST_LOTS:
            raise BadInput(tr("A portfolio has at most {most} holdings.", most=f"{MOST_LOTS:,}"))
        for entries in (self.lots, self.sectors):
            symbols = [entry.symbol for entry in entries]
            if len(set(symbols)) < len(symbols):
                twice = next(symbol for symbol in symbols if symbols.count(symbol) > 1)
                raise BadInput(tr("{symbol} comes twice in the portfolio.", symbol=twice))
        if self.cash is not None and not 0 <= self.cash <= LARGEST_ACCOUNT:
            raise BadInput(tr("Cash must be a number from zero to {most}.", most=_MOST))
        if self.tax_rate is not None and not 0 <= self.tax_rate <= 1:
            raise BadInput(tr("The tax rate must be from 0 to 100 %."))

    def lot(self, symbol: Symbol) -> Lot | None:
        """Return what was entered of *symbol*, None if nothing was."""
        return next((lot for lot in self.lots if lot.symbol == symbol), None)

    def typed_sectors(self, symbol: Symbol) -> SectorWeights | None:
        """Return the sectors typed for *symbol*, None if none were."""
        return next((weights for weights in self.sectors if weights.symbol == symbol), None)

    def with_lot(self, lot: Lot) -> "Portfolio":
        """Return the portfolio with *lot* in place of the one of its symbol, or at the end."""
        if self.lot(lot.symbol) is None:
            return replace(self, lots=(*self.lots, lot))
        return replace(self, lots=tuple(lot if old.symbol == lot.symbol else old for old in self.lots))

    def with_new_lot(self, lot: Lot) -> "Portfolio":
        """Return the portfolio with *lot* at the end.

        Raises
        ------
        BadInput
            If there is one of its symbol.
        """
        if self.lot(lot.symbol) is not None:
            raise BadInput(tr("{symbol} has a row already: change that one.", symbol=lot.symbol))
        return self.with_lot(lot)

    def without_lot(self, symbol: Symbol) -> "Portfolio":
        return replace(self, lots=tuple(lot for lot in self.lots if lot.symbol != symbol))

    def with_sectors(self, weights: SectorWeights) -> "Portfolio":
        others = (old for old in self.sectors if old.symbol != weights.symbol)
        return replace(self, sectors=tuple(sorted((*others, weights), key=lambda typed: typed.symbol)))

    def without_sectors(self, symbol: Symbol) -> "Portfolio":
        return replace(self, sectors=tuple(typed for typed in self.sectors if typed.symbol != symbol))
