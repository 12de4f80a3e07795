"""The breaker: after “too many requests”, nobody asks the source for a while."""

import random
import threading
from datetime import datetime, timedelta

from ratiodesk.domain.clock import Clock, utc_now
from ratiodesk.domain.errors import RateLimited
from ratiodesk.words import tr

FIRST_PAUSE = timedelta(seconds=60)
LONGEST_PAUSE = timedelta(minutes=15)
# Two desks behind one address should not come back at the same moment.
_JITTER = 0.2


class Breaker:
    """Counts refusals of one source for the whole process; each one in a row doubles the pause."""

    def __init__(self, source: str, clock: Clock = utc_now) -> None:
        self._source, self._clock = source, clock
        self._lock = threading.Lock()
        self._refusals = 0
        self._until: datetime | None = None

    def check(self) -> None:
        """Raise RateLimited while the source wants to be left alone."""
        with self._lock:
            if self._until is not None and self._is_pause(self._clock(), self._until):
                raise self._error(self._until)

    def trip(self) -> RateLimited:
        """Note a refusal, and return the error that says until when."""
        with self._lock:
            now = self._clock()
            # Requests that were under way together are refused together: that is one refusal.
            if self._until is None or not self._is_pause(now, self._until):
                pause = min(FIRST_PAUSE * 2**self._refusals, LONGEST_PAUSE)
                self._refusals = min(self._refusals + 1, 10)
                self._until = now + pause * (1 + random.uniform(0, _JITTER))  # noqa: S311 - no secret
            return self._error(self._until)

    def reset(self, asked: datetime | None = None) -> None:
        """Note that the source answered what it was *asked* then; an answer from before the refusal ends no pause."""
        with self._lock:
            if self._until is None or asked is None or asked >= self._until:
                self._refusals, self._until = 0, None

    def _is_pause(self, now: datetime, until: datetime) -> bool:
        """Return whether *until* is still to come, and no later than it can be unless the clock has been put back."""
        return now < until <= now + LONGEST_PAUSE * (1 + _JITTER)

    def _error(self, until: datetime) -> RateLimited:
        return RateLimited(tr("{source} asks for a pause: too many requests.", source=self._source), until)
