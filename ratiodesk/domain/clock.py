"""What time it is, as something that can be handed in."""

from collections.abc import Callable
from datetime import UTC, datetime

# Returns the time (UTC).
Clock = Callable[[], datetime]


def utc_now() -> datetime:
    return datetime.now(UTC)
