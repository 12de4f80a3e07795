"""The rules of a refresh: from when to ask, and how an answer joins what is known. Pure functions of quotes."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

import numpy as np
import numpy.typing as npt

from ratiodesk.domain.errors import BadReply
from ratiodesk.domain.quotes import Quotes
from ratiodesk.domain.series import Bars, Floats, as_date
from ratiodesk.words import tr

OVERLAP = 10
# Yahoo fills holes late, but not later than this many sessions.
_GAP_PATIENCE = 30
REBUILD_AFTER = timedelta(days=30)
# Closes that differ by more were re-based.
SAME = 1e-4
# Adjusted closes that differ by less carry no new dividend.
_SAME_FACTOR = 1e-6
# A full answer may lack this many known sessions that cannot be taken over: the source deleted them.
_MOST_DELETED = 5

_COLUMNS = ("open", "high", "low", "close", "adjusted_close", "volume")


def start_of_refresh(known: Quotes | None, now: datetime, holes: Sequence[date] = ()) -> date | None:
    """Return from which session on to ask the source again, None for all.

    Parameters
    ----------
    known
        What that source answered before, None for nothing.
    now
        The time (UTC).
    holes
        Sessions that the exchange held and *known* lacks.
    """
    if known is None or known.rebuilt is None or now - known.rebuilt > REBUILD_AFTER:
        return None
    count = known.final_count
    if count <= OVERLAP:
        return None
    sessions = known.bars.sessions
    start = as_date(sessions[count - OVERLAP])
    patience = as_date(sessions[max(count - _GAP_PATIENCE, 0)])
    for gap in {*known.gaps, *holes}:
        if patience <= gap < start:
            before = int(np.searchsorted(sessions, np.datetime64(gap, "D"))) - 1
            start = as_date(sessions[max(before, 0)])
    return start


def joined(known: Quotes, answer: Quotes) -> Quotes | None:
    """Return *known* continued by an answer that overlaps it, None if the history must be fetched anew.

    That is so if the answer tells of a split, if a close of a common final session differs, or if adjusted closes do
    not differ by one factor. One factor is a dividend: the older adjusted closes are scaled by it.

    Nothing known is lost: a final bar the answer lacks is kept.
    """
    final = _first_bars(known.bars, known.final_count)
    answer = _without_unfinished(answer, final)
    rows, columns = _common(final, answer.bars)
    if not len(rows) or set(answer.splits) - set(known.splits):
        return None
    if _differs(answer.bars.close[columns] / final.close[rows], 1.0):
        return None
    factors = answer.bars.adjusted_close[columns] / final.adjusted_close[rows]
    factor = float(np.median(factors))
    if _differs(factors, factor):
        return None
    if abs(factor - 1) > _SAME_FACTOR:
        final = replace(final, adjusted_close=final.adjusted_close * factor)
    bars = overlaid(final, answer.bars)
    return replace(
        answer,
        bars=bars,
        rebuilt=known.rebuilt,
        splits=tuple(sorted({*known.splits, *answer.splits})),
        gaps=_gaps(bars, known, answer),
        # An older answer than the one known ends before it; what is known last is final.
        forming=answer.forming and bool(bars.sessions[-1] == answer.bars.sessions[-1]),
    )


def replaced(known: Quotes | None, answer: Quotes, *, wanted: bool = False) -> Quotes:
    """Return a full answer in place of *known*, with the final bars it lacks taken over where they fit.

    Intraday bars older than the answer that do not fit are given up: no source has them any more.

    Parameters
    ----------
    wanted
        Whether the user insists on the answer, even if it is worse.

    Raises
    ------
    BadReply
        If the answer is worse than what is known: more than a few known sessions are missing and do not fit.
    """
    answer = replace(answer, rebuilt=answer.fetched)
    if known is None:
        return answer
    final = _first_bars(known.bars, known.final_count)
    answer = _without_unfinished(answer, final)
    rows, columns = _common(final, answer.bars)
    lacking = np.setdiff1d(np.arange(len(final)), rows, assume_unique=True)
    if not len(lacking):
        return answer
    fitting = lacking[:0]
    if len(rows):
        # The common session before each, or the first one.
        near = np.maximum(np.searchsorted(rows, lacking) - 1, 0)
        ratios = answer.bars.close[columns[near]] / final.close[rows[near]]
        same = np.abs(ratios - 1) <= SAME
        fitting, near = lacking[same], near[same]
    owed = lacking
    if answer.interval.is_intraday:
        owed = lacking[final.sessions[lacking] >= answer.bars.sessions[0]]
    if len(np.setdiff1d(owed, fitting, assume_unique=True)) > _MOST_DELETED and not wanted:
        raise BadReply(
            tr(
                "{source}’s answer for {symbol} lacks {count} sessions that are known; the known prices are kept.",
                source=answer.source,
                symbol=answer.symbol,
                count=f"{len(lacking):,}",
            )
        )
    if not len(fitting):
        return answer
    taken = _rows_of(final, fitting)
    factor = answer.bars.adjusted_close[columns[near]] / final.adjusted_close[rows[near]]
    taken = replace(taken, adjusted_close=taken.adjusted_close * factor)
    bars = overlaid(taken, answer.bars)
    forming = answer.forming and bool(bars.sessions[-1] == answer.bars.sessions[-1])
    return replace(answer, bars=bars, gaps=_gaps(bars, known, answer), forming=forming)


def _without_unfinished(answer: Quotes, final: Bars) -> Quotes:
    """Return the answer without a bar that it calls unfinished, but that is known to be final: it comes too late."""
    last = answer.bars.sessions[-1]
    if not answer.forming or len(answer.bars) == 1 or last not in final.sessions:
        return answer
    return replace(answer, bars=_first_bars(answer.bars, len(answer.bars) - 1), forming=False)


def _differs(ratios: Floats, expected: float) -> bool:
    return bool(np.any(np.abs(ratios / expected - 1) > SAME))


def _gaps(bars: Bars, known: Quotes, answer: Quotes) -> tuple[date, ...]:
    there = {as_date(session) for session in bars.sessions[-2 * _GAP_PATIENCE :]}
    return tuple(sorted({*known.gaps, *answer.gaps} - there))


def _common(first: Bars, second: Bars) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    _, rows, columns = np.intersect1d(first.sessions, second.sessions, assume_unique=True, return_indices=True)
    return rows, columns


def _first_bars(bars: Bars, count: int) -> Bars:
    return bars if count == len(bars) else _rows_of(bars, np.arange(count))


def _rows_of(bars: Bars, rows: npt.NDArray[np.int64]) -> Bars:
    return Bars(bars.symbol, bars.sessions[rows], *(getattr(bars, name)[rows] for name in _COLUMNS))


def overlaid(below: Bars, above: Bars) -> Bars:
    """Return the bars of both; where both have a session, that of *above*."""
    kept = np.flatnonzero(~np.isin(below.sessions, above.sessions))
    sessions = np.concatenate([below.sessions[kept], above.sessions])
    order = np.argsort(sessions)
    columns = (np.concatenate([getattr(below, name)[kept], getattr(above, name)])[order] for name in _COLUMNS)
    return Bars(above.symbol, sessions[order], *columns)
