"""How each value of a series compares with those before it."""

import numpy as np

from ratiodesk.domain.series import Floats

# Values taken in at once: 256 KiB, which stay in a core's cache from one pass to the next.
_BLOCK = 32_768


def z_scores(values: Floats, window: int) -> Floats:
    """Return the z-score of each value within the *window* values that end with it.

    z = (x − m)/s, with m the mean of the window and s its standard deviation, ddof 1. Both are taken from the window
    itself, in two passes. Sums carried from one window to the next cost less, but keep the rounding of the largest
    value that ever passed through: after a jump of 10,000 times little is left of a quiet stretch.

    Parameters
    ----------
    values
        Oldest first, shape (n,), in any unit; mostly ln R.
    window
        How many values to compare each with, itself included, at least 2.

    Returns
    -------
    Floats
        Shape (n,) [standard deviations]. NaN for the first ``window`` − 1 values, where the window is constant, and
        where it holds a value that is not finite. Elsewhere that of :func:`~ratiodesk.analysis.statistic.z_score`.

    Raises
    ------
    ValueError
        If *window* is below 2.

    References
    ----------
    T. F. Chan, G. H. Golub and R. J. LeVeque, "Algorithms for computing the sample variance", The American
    Statistician 37 (1983), 242–247: the two-pass algorithm.

    Examples
    --------
    1, 2, 3 has mean 2 and deviation 1; 2, 3, 1 the same.

    >>> z_scores(np.array([1.0, 2.0, 3.0, 1.0]), 3).tolist()
    [nan, nan, 1.0, -1.0]
    """
    if window < 2:
        raise ValueError(f"a window of {window} has no deviation")
    scores = np.full(len(values), np.nan)
    if len(values) < window:
        return scores
    windows = np.lib.stride_tricks.sliding_window_view(values, window)
    step = max(_BLOCK // window, 1)
    # The deviations of an infinity and of NaN are NaN, which is what they should be.
    with np.errstate(invalid="ignore"):
        for start in range(0, len(windows), step):
            block = windows[start : start + step]
            deviations = block - block.mean(axis=1, keepdims=True)
            last = deviations[:, -1].copy()
            spread = np.sqrt(np.square(deviations, out=deviations).sum(axis=1) / (window - 1))
            ends = slice(start + window - 1, start + window - 1 + len(block))
            np.divide(last, spread, out=scores[ends], where=spread > 0)
    scores[_unchanged(values) >= window] = np.nan
    return scores


def _unchanged(values: Floats) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Return how many equal values in a row end with each one."""
    places = np.arange(len(values))
    # A constant's deviations from its mean are rounding, so constancy is asked of the values themselves.
    changed = np.append(True, values[1:] != values[:-1])
    return places - np.maximum.accumulate(np.where(changed, places, 0)) + 1
