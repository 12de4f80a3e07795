"""When each leg went ex-dividend, and what that does to a ratio of prices."""

from dataclasses import dataclass

import numpy as np

from ratiodesk.domain.series import Bars, Dates, Floats

# Two years of quarterly payments: old enough to be typical, young enough to be so today.
RECENT = 8
# Half a unit of the fourth decimal, to which closes and adjusted closes are rounded [currency].
_ROUNDING = 0.00005
# A factor divides a rounded adjusted close by a rounded close that is not below it, so rounding moves it by at most
# 2 · _ROUNDING/adjusted, and a yield by the sum of that over both sessions. Twice this bound is noise still, because
# services compute in 32 bits. In the sample noise reaches 0.41 of the threshold; the least payment is 29 times above.
_NOISE = 4 * _ROUNDING
# Least payment that is looked for, a thousandth of a percent: a cent on a close of 170 is six times as much, and
# 32 bits are noisy to about 4 · 2^-24 = 2.4e-7 however high the price, where four decimals no longer are.
_LEAST_YIELD = 1e-5


@dataclass(frozen=True, eq=False, slots=True)
class ExDividends:
    """The ex-dividend sessions of one instrument.

    Parameters
    ----------
    sessions
        First sessions without the payment, shape (n,), increasing.
    yields
        Payments over the closes before, shape (n,) [fraction], above 0 and below 1.
    """

    sessions: Dates
    yields: Floats

    def __len__(self) -> int:
        return len(self.sessions)


@dataclass(frozen=True, slots=True)
class TypicalSteps:
    """What an ordinary payment of each leg does to a ratio of prices; None for a leg that has paid nothing.

    Parameters
    ----------
    numerator_yield, denominator_yield
        Median of the recent payments over the closes before [fraction].
    numerator_step, denominator_step
        Relative change of the ratio when that leg goes ex [fraction]; below 0 for the numerator, above for the other.
    """

    numerator_yield: float | None
    numerator_step: float | None
    denominator_yield: float | None
    denominator_step: float | None


def ex_dividends(bars: Bars) -> ExDividends:
    """Return the sessions on which the adjusted closes say that a dividend was detached.

    With f = adjusted/close, a payment D on a close C multiplies every factor before the ex-dividend session t by
    1 − D/C, so its yield is d = D/C = 1 − f[t−1]/f[t]. Between payments f stands still but for rounding; what
    rounding can explain is no payment. A payment on the first session cannot be seen.

    Parameters
    ----------
    bars
        Daily bars, with closes before and after the adjustment for dividends. A long history of high payments at low
        prices has adjusted closes of a few hundredths, on which four decimals hide small payments.

    References
    ----------
    Yahoo, "What is the adjusted close?", https://help.yahoo.com/kb/SLN28256.html, after the standards of CRSP.

    Examples
    --------
    1 on a close of 50 is 2 %: the adjusted close before is 50 · 0.98 = 49.

    >>> close, days = np.array([50.0, 49.5, 51.0]), np.array(["2021-12-15", "2021-12-16", "2021-12-17"], "M8[D]")
    >>> bars = Bars("A", days, close, close, close, close, np.array([49.0, 49.5, 51.0]), np.zeros(3))
    >>> paid = ex_dividends(bars)
    >>> paid.sessions.astype(str).tolist(), paid.yields.round(12).tolist()
    (['2021-12-16'], [0.02])
    """
    factors = bars.adjusted_close / bars.close
    yields = 1 - factors[:-1] / factors[1:]
    noise = _NOISE * (1 / bars.adjusted_close[:-1] + 1 / bars.adjusted_close[1:])
    paid = np.flatnonzero(yields > np.maximum(noise, _LEAST_YIELD))
    return ExDividends(bars.sessions[paid + 1], yields[paid])


def typical_step(numerator: ExDividends, denominator: ExDividends, recent: int = RECENT) -> TypicalSteps:
    """Return the median of each leg's last payments and the step it causes in the ratio of prices.

    All else equal a price C opens ex at C·(1 − d). R = A/B becomes R·(1 − d_A), a step of −d_A, when the numerator
    goes ex, and R/(1 − d_B), a step of 1/(1 − d_B) − 1 = d_B/(1 − d_B), when the denominator does.

    Parameters
    ----------
    numerator, denominator
        The ex-dividend sessions of the legs.
    recent
        How many payments of each leg to look back, 1 or more; fewer where there are no more.

    References
    ----------
    The fall by the dividend: Elton and Gruber, "Marginal stockholder tax rates and the clientele effect", Review of
    Economics and Statistics 52 (1970), who find it somewhat smaller in practice.

    Examples
    --------
    >>> day = np.array(["2021-12-16"], "M8[D]")
    >>> step = typical_step(ExDividends(day, np.array([0.02])), ExDividends(day, np.array([0.2])))
    >>> step.numerator_step, step.denominator_step  # −0.02; 0.2 / 0.8
    (-0.02, 0.25)
    """
    above, below = _typical_yield(numerator, recent), _typical_yield(denominator, recent)
    return TypicalSteps(
        numerator_yield=above,
        numerator_step=None if above is None else -above,
        denominator_yield=below,
        denominator_step=None if below is None else below / (1 - below),
    )


def _typical_yield(paid: ExDividends, recent: int) -> float | None:
    return float(np.median(paid.yields[-recent:])) if len(paid) else None


def trailing_yield(bars: Bars) -> float | None:
    """Return what was paid within the last 365 days over the last close [fraction]; None if the bars begin later.

    Parameters
    ----------
    bars
        Daily bars, as for :func:`ex_dividends`; empty ones have no yield.

    Examples
    --------
    2 % of 50 is 1, on a last close of 40.

    >>> close, days = np.array([50.0, 49.5, 40.0]), np.array(["2020-12-15", "2021-12-14", "2021-12-16"], "M8[D]")
    >>> bars = Bars("A", days, close, close, close, close, np.array([49.0, 49.5, 40.0]), np.zeros(3))
    >>> trailing_yield(bars)
    0.025
    """
    if not len(bars):
        return None
    start = bars.sessions[-1] - np.timedelta64(365, "D")
    if bars.sessions[0] > start:
        return None
    # One session before the year: a payment shows against the session before it.
    first = max(int(np.searchsorted(bars.sessions, start, side="right")) - 1, 0)
    columns = (getattr(bars, name)[first:] for name in ("open", "high", "low", "close", "adjusted_close", "volume"))
    recent = Bars(bars.symbol, bars.sessions[first:], *columns)
    paid = ex_dividends(recent)
    before = np.searchsorted(recent.sessions, paid.sessions) - 1
    return round(float(np.dot(paid.yields, recent.close[before]) / recent.close[-1]), 12)
