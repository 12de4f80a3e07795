"""What it costs to open, hold and close a position."""

from dataclasses import dataclass

from ratiodesk.domain.errors import BadInput
from ratiodesk.domain.trading_year import SESSIONS_A_YEAR
from ratiodesk.words import mark, tr

# Two legs, opened and closed.
ORDERS = 4
# As large as an account may be; the sum of what is larger may be no number any more.
_MOST = 1e12
_NOT_BELOW_ZERO = {
    "order": mark("The commission for an order must be a number from zero up."),
    "share": mark("The commission for a share must be a number from zero up."),
    "half_spread": mark("The half spread must be a number from zero up."),
    "borrow": mark("The borrow fee must be a number from zero up."),
    "short_dividend": mark("The dividend of the short leg must be a number from zero up."),
}


@dataclass(frozen=True, slots=True)
class CostRates:
    """What the user pays; all zero until it is filled in.

    Parameters
    ----------
    order, share
        Commission for each order, and for each share of it [money].
    half_spread
        Half the spread between bid and ask over the price, paid at every trade [fraction].
    borrow
        Fee for the shares borrowed, a year [fraction of the value sold short].
    short_dividend
        Dividends of the short leg, which whoever is short pays, a year [fraction of the value sold short].
    holding_sessions
        How long the position is expected to be held [sessions].

    Raises
    ------
    BadInput
        If one is below zero, beyond any account, or a fraction above one.
    """

    order: float = 0.0
    share: float = 0.0
    half_spread: float = 0.0
    borrow: float = 0.0
    short_dividend: float = 0.0
    holding_sessions: int = 0

    def __post_init__(self) -> None:
        for name, sentence in _NOT_BELOW_ZERO.items():
            if not 0 <= getattr(self, name) <= _MOST:
                raise BadInput(tr(sentence))
        if self.half_spread >= 0.5:
            raise BadInput(tr("The half spread must be below 50 % of the price."))
        if max(self.borrow, self.short_dividend) > 10:
            raise BadInput(tr("A yearly rate must be at most 1,000 %."))
        most = 100 * SESSIONS_A_YEAR
        if not 0 <= self.holding_sessions <= most:
            raise BadInput(tr("The holding time must be 0 to {most} sessions.", most=f"{most:,}"))

    @property
    def years(self) -> float:
        """The expected holding time [years]."""
        return self.holding_sessions / SESSIONS_A_YEAR

    def uncounted(self, *, short: bool) -> str:
        """Return which yearly rates count for nothing as no holding time is entered, empty if none does."""
        if not (short and (self.borrow or self.short_dividend)) or self.holding_sessions:
            return ""
        if not self.short_dividend:
            return tr("No holding time is entered: borrow fee a year costs nothing over 0 sessions.")
        if not self.borrow:
            return tr("No holding time is entered: dividends paid a year costs nothing over 0 sessions.")
        return tr("No holding time is entered: borrow fee and dividends paid a year cost nothing over 0 sessions.")

    def per_unit(self, hedge_ratio: float, bought_price: float, sold_price: float, *, short: bool) -> float:
        """Return what a position costs per unit of money bought, beside what is fixed [fraction].

        Parameters
        ----------
        hedge_ratio
            Money sold per unit bought.
        bought_price, sold_price
            Of a share [money].
        short
            Whether what is sold is borrowed.
        """
        trades = 2 * self.half_spread * (1 + hedge_ratio)
        shares = 2 * self.share * (1 / bought_price + hedge_ratio / sold_price)
        return trades + shares + (hedge_ratio * (self.borrow + self.short_dividend) * self.years if short else 0.0)


@dataclass(frozen=True, slots=True)
class Costs:
    """What a position is expected to cost from its opening to its close [money]."""

    commission: float = 0.0
    spread: float = 0.0
    borrow: float = 0.0
    short_dividend: float = 0.0

    @property
    def total(self) -> float:
        return self.commission + self.spread + self.borrow + self.short_dividend


def costs_of(
    rates: CostRates, shares: float, bought_value: float, sold_value: float, *, short: bool, orders: int = ORDERS
) -> Costs:
    """Return the costs of a position at today's prices.

    Parameters
    ----------
    shares
        Of both legs together.
    bought_value, sold_value
        Of the legs [money].
    short
        Whether what is sold is borrowed.
    orders
        How many it takes to open and close it.

    >>> costs = costs_of(CostRates(order=1, half_spread=0.0001, borrow=0.02, holding_sessions=126), 66, 10_000, 10_000,
    ...     short=True)
    >>> costs.commission, costs.spread, costs.borrow  # 4 × 1; 2 × 0.0001 × 20,000; 10,000 × 2 % × half a year
    (4.0, 4.0, 100.0)
    """
    held = sold_value * rates.years if short else 0.0
    return Costs(
        commission=float(orders * rates.order + 2 * rates.share * shares),
        spread=2 * rates.half_spread * (bought_value + sold_value),
        borrow=held * rates.borrow,
        short_dividend=held * rates.short_dividend,
    )
