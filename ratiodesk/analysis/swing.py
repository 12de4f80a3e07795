"""Bars at which a series turned."""

import numpy as np
import numpy.typing as npt

from ratiodesk.domain.series import Floats

Places = npt.NDArray[np.intp]


def swing_bars(values: Floats, reach: int = 5) -> tuple[Places, Places]:
    """Return the bars of the swing lows and of the swing highs.

    Bar i is a swing high if x[i] > x[i−k] and x[i] ≥ x[i+k] for k = 1 … *reach*: the greatest of the bars around it,
    and of equals the first, so that a plateau counts once. Swing lows are those of −x. The first and the last *reach*
    bars are none: what comes on one side of them is not known.

    With a reach of 2 these are the fractals of Bill Williams, and the "pivot points high/low" of charts with that
    many bars to the left and to the right; on closes, as nobody knows the highs and lows of a ratio.

    Parameters
    ----------
    values
        Oldest first, shape (n,). Within *reach* of a NaN there is no swing.
    reach
        How many bars on either side to compare with [bars], at least 1.

    Returns
    -------
    tuple of Places
        Places of the lows and of the highs, each increasing. Takes time proportional to n · *reach*.

    Raises
    ------
    ValueError
        If *reach* is below 1.

    References
    ----------
    B. Williams, "Trading Chaos", Wiley 1995.

    Examples
    --------
    >>> lows, highs = swing_bars(np.array([2.0, 3.0, 3.0, 1.0, 2.0]), reach=1)
    >>> lows.tolist(), highs.tolist()  # the first 3; the 1
    ([3], [1])
    """
    if reach < 1:
        raise ValueError(f"{reach} bars on either side are none to compare with")
    return _highs(-values, reach), _highs(values, reach)


def _highs(values: Floats, reach: int) -> Places:
    count = len(values) - 2 * reach
    if count < 1:
        return np.empty(0, dtype=np.intp)
    centre = values[reach : reach + count]
    is_high = np.ones(count, dtype=np.bool_)
    for offset in range(1, reach + 1):
        is_high &= centre > values[reach - offset : reach - offset + count]
        is_high &= centre >= values[reach + offset : reach + offset + count]
    return np.flatnonzero(is_high) + reach
