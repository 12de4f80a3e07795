"""Weekly and monthly series from daily ones."""

from dataclasses import replace

import numpy as np

from ratiodesk.domain.candle import Candles
from ratiodesk.domain.interval import Interval
from ratiodesk.domain.series import Dates, RatioSeries


def resample(series: RatioSeries, interval: Interval) -> RatioSeries:
    """Keep the last common session of each week (Monday to Sunday, ISO 8601) or calendar month.

    A kept session keeps its own date: nothing is moved to a Friday or to the end of a month on which nobody traded.
    The last week or month forms until its last weekday has traded or the next has begun. A daily interval returns
    *series* itself.

    Parameters
    ----------
    series
        Daily sessions.
    interval
        Daily, weekly or monthly.

    Raises
    ------
    ValueError
        If *interval* is shorter than a day.
    """
    if interval is Interval.DAILY:
        return series
    if interval.is_intraday:
        raise ValueError(f"daily sessions cannot be divided into bars of {interval}")
    last = _lasts(series.sessions, interval)
    return replace(
        series,
        interval=interval,
        forming=series.forming or _may_go_on(series.sessions[-1], interval),
        sessions=series.sessions[last],
        values=series.values[last],
        numerator_closes=series.numerator_closes[last],
        denominator_closes=series.denominator_closes[last],
    )


def resample_candles(candles: Candles, interval: Interval) -> Candles:
    """Return the candles of each week or month, on the sessions that :func:`resample` keeps.

    Open of the first session and close of the last; known from all opens and closes of the period; possible from the
    least and the greatest of the days' bounds. These are as certain as the days', because whatever the ratio was, it
    was on one of the days. They are narrower than the period's lowest numerator over its highest denominator, which
    divides prices of days that may lie apart. A daily interval returns *candles* itself.

    Parameters
    ----------
    candles
        Daily sessions, shape (n,), n ≥ 1, finite: there is no NaN.
    interval
        Daily, weekly or monthly.

    Raises
    ------
    ValueError
        If *interval* is shorter than a day.

    Examples
    --------
    A Thursday that opens at 2 and closes at 3, and a Friday that opens at 4 and closes at 1; each may have been
    at half its lower and at twice its higher price.

    >>> days = np.array(["2021-12-30", "2021-12-31"], "M8[D]")
    >>> opens, closes = np.array([2.0, 4.0]), np.array([3.0, 1.0])
    >>> low, high = np.minimum(opens, closes), np.maximum(opens, closes)
    >>> week = resample_candles(Candles(days, opens, closes, low, high, low / 2, high * 2), Interval.WEEKLY)
    >>> week.open, week.close, week.known_low, week.known_high
    (array([2.]), array([1.]), array([1.]), array([4.]))
    >>> week.possible_low, week.possible_high  # 1 / 2 and 4 · 2
    (array([0.5]), array([8.]))
    """
    if interval is Interval.DAILY:
        return candles
    if interval.is_intraday:
        raise ValueError(f"daily sessions cannot be divided into bars of {interval}")
    last = _lasts(candles.sessions, interval)
    # A period begins where the one before has ended.
    starts = np.flatnonzero(np.append(True, last[:-1]))
    return Candles(
        sessions=candles.sessions[last],
        open=candles.open[starts],
        close=candles.close[last],
        known_low=np.minimum.reduceat(candles.known_low, starts),
        known_high=np.maximum.reduceat(candles.known_high, starts),
        possible_low=np.minimum.reduceat(candles.possible_low, starts),
        possible_high=np.maximum.reduceat(candles.possible_high, starts),
    )


def _may_go_on(last: np.datetime64, interval: Interval) -> bool:
    """Return whether a week or month has weekdays left after its last session."""
    if interval is Interval.MONTHLY:
        following = np.busday_offset(last, 1, roll="forward")
        return bool(following.astype("datetime64[M]") == last.astype("datetime64[M]"))
    return (int(last.astype(np.int64)) + 3) % 7 < 4


def _lasts(sessions: Dates, interval: Interval) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    if interval is Interval.MONTHLY:
        period = sessions.astype("datetime64[M]").astype(np.int64)
    else:
        # Day 0, 1 January 1970, was a Thursday, so its week began three days before.
        period = (sessions.astype("datetime64[D]").astype(np.int64) + 3) // 7
    return np.append(period[1:] != period[:-1], True)
