"""Weekly and monthly series from daily ones."""

from dataclasses import replace

import numpy as np

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
