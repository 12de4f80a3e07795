"""Which of many versions are kept: all of the last minutes, then ever fewer the older they are."""

from collections.abc import Sequence
from datetime import datetime, timedelta

MOST = 50
_RECENT = timedelta(minutes=5)


def superfluous(kept: Sequence[datetime], now: datetime, most: int = MOST) -> tuple[int, ...]:
    """Return the places of the versions to give up, so that *most* are left.

    The oldest and the newest stay. So do those of the last five minutes, unless they would take more than half of the
    room: an hour of nudges pushes out no year. Of the others that one goes whose neighbours lie closest together for
    its age, until few enough are left: the gaps between them then grow with the age.

    Parameters
    ----------
    kept
        When each version was written [UTC], in the order of their numbers. A clock that was set back in between counts
        as no time, so that it changes no order.
    now
        The time [UTC].
    most
        How many may be left, at least 2.

    >>> from datetime import UTC
    >>> days = [datetime(2021, 12, day, tzinfo=UTC) for day in (1, 10, 11, 12, 28)]
    >>> superfluous(days, days[-1], 4), superfluous(days, days[-1], 3)
    ((2,), (1, 2))
    """
    ages = _ages(kept, now)
    left: list[int] = list(range(len(kept)))
    gone: list[int] = []
    protected = {place for place in left[-(most // 2) :] if ages[place] <= _RECENT.total_seconds()}
    while len(left) > most:
        inner = [at for at in range(1, len(left) - 1) if left[at] not in protected]
        spared = min(inner, key=lambda at: (ages[left[at - 1]] - ages[left[at + 1]]) / max(ages[left[at]], 1.0))
        gone.append(left.pop(spared))
    return tuple(sorted(gone))


def _ages(kept: Sequence[datetime], now: datetime) -> list[float]:
    """Return how much time has passed since each version [s], never less than since a later one."""
    ages, after, age = [], now, 0.0
    for moment in reversed(kept):
        age += max((after - moment).total_seconds(), 0.0)
        ages.append(age)
        after = moment
    return ages[::-1]
