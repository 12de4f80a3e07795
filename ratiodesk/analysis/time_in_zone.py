"""How long a ratio has been in its zone."""

import numpy as np

from ratiodesk.domain.plan import Direction, Plan
from ratiodesk.domain.ratio import ON_LINE
from ratiodesk.domain.series import Floats
from ratiodesk.domain.zone import Zone, zone_of

# Sessions looked at first, from the last one back; twice as many each time after.
_FIRST_LOOK = 512


def sessions_in_zone(values: Floats, plan: Plan) -> int:
    """Return for how many sessions, the last included, the ratio has been in its zone.

    Parameters
    ----------
    values
        Ratios, oldest first, shape (n,), n ≥ 1. No more of them are read than it takes.

    >>> sessions_in_zone(np.array([2.00, 2.14, 2.20]), Plan(entry=2.13, stop=2.35, target=1.95))
    2
    """
    now = zone_of(float(values[-1]), plan)
    end, look = len(values), _FIRST_LOOK
    while end > 0:
        begin = max(end - look, 0)
        outside = np.flatnonzero(~_inside(values[begin:end], plan, now))
        if outside.size:
            return len(values) - 1 - begin - int(outside[-1])
        end, look = begin, 2 * look
    return len(values)


def _inside(values: Floats, plan: Plan, zone: Zone) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    # Each zone is one interval between neighbouring lines, and those lines belong to one side or the other.
    sign = 1.0 if plan.direction is Direction.SHORT_RATIO else -1.0
    above, below = 1 + sign * ON_LINE, 1 - sign * ON_LINE
    seen = sign * values
    stopped = seen > sign * plan.stop * above
    entered = seen >= sign * plan.entry * below
    held = seen > sign * plan.target * above
    return {
        Zone.STOPPED: stopped,
        Zone.ENTRY: entered & ~stopped,
        Zone.HOLD: held & ~entered,
        Zone.TARGET: ~held,
    }[zone]
