"""Where the ratio axis is divided and what is written there."""

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from ratiodesk.chart.viewport import Viewport
from ratiodesk.domain.ratio import decimals_of

RATIO_GAP_PX = 46.0
_LABEL_CHARACTERS = 8
# Of a ratio with a power of ten, where the divisions of the axis are far apart and where they are close.
_TAG_DIGITS, _MOST_TAG_DIGITS = 4, 7


class Tick(NamedTuple):
    """A division: its place in data units and its label."""

    at: float
    label: str


@lru_cache(maxsize=8)  # The grid, the labels and the magnet of a frame ask for the same ones.
def ratio_ticks(viewport: Viewport) -> tuple[Tick, ...]:
    """Return round ratios from low to high, about 46 px apart or more, closer where fewer than two would come out.

    On a logarithmic axis they draw together towards the top, to about half of that.
    """
    low, high = viewport.low, viewport.high
    count = max(2.0, viewport.height / RATIO_GAP_PX)
    if viewport.log and high / low > 4:
        return tuple(Tick(value, _label(value, decimals_of(value))) for value in _decade_values(low, high, count))
    ticks = _ratios(even_ticks(low, high, count))
    return ticks if len(ticks) > 1 or viewport.log else _ratios(even_ticks(low, high, 1.8 * count))


def _ratios(ticks: list[Tick]) -> tuple[Tick, ...]:
    return tuple(tick for tick in ticks if tick.at > 0)


def even_ticks(low: float, high: float, count: float) -> list[Tick]:
    """Return round values from low to high, about *count* of them or fewer."""
    step = _round_step((high - low) / count)
    decimals = max(0, -math.floor(math.log10(step) + 1e-9))
    decimals = max(decimals, min(2, decimals_of(max(abs(low), abs(high)))))
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [Tick(index * step, _label(index * step, decimals)) for index in range(first, last + 1)]


@lru_cache(maxsize=512)  # The same ones come back while the history moves under the mouse.
def _label(ratio: float, decimals: int) -> str:
    """Return a ratio in the eight characters the axis has room for, or in more where fewer would be another ratio."""
    fixed = f"{ratio:.{decimals}f}"
    plain = fixed.rstrip("0").rstrip(".") if "." in fixed else fixed
    for text in (fixed, plain, f"{ratio:.4g}"):
        if len(text) <= _LABEL_CHARACTERS and math.isclose(float(text), ratio, rel_tol=1e-9):
            return text
    for digits in range(4, 8):
        text = short(f"{ratio:.{digits}g}", ratio, digits=digits, most=0)
        if math.isclose(float(text), ratio, rel_tol=1e-9):
            return text
    return plain


def short(text: str, ratio: float, *, digits: int = 4, most: int = _LABEL_CHARACTERS) -> str:
    """Return *text*, or less where it is longer than the axis has room for: no decimals, or a power of ten.

    >>> short("2.141", 2.1408), short("2274977488.2", 2274977488.2), short("0.0000000023", 2.3e-9)
    ('2.141', '2.275e9', '2.3e-9')
    >>> short("1234567.8", 1234567.8), short("1234567.8", 1234567.8, most=6)
    ('1234568', '1.235e6')
    """
    if len(text) <= most:
        return text
    whole = f"{ratio:.0f}"
    if "." in text and digits <= len(whole) <= most and ratio >= 1:
        return whole
    mantissa, _, power = f"{ratio:.{digits - 1}e}".partition("e")
    mantissa = mantissa.rstrip("0").rstrip(".") if "." in mantissa else mantissa
    return f"{mantissa}e{int(power)}"


def tag_text(text: str, ratio: float, viewport: Viewport) -> str:
    """Return what a tag says of a ratio: *text*, or as many digits as the divisions of the axis have.

    >>> tag_text("0.00000000000100052", 1.00052e-12, Viewport(low=1e-12, high=1.002e-12, height=500))
    '1.0005e-12'
    """
    if len(text) <= _LABEL_CHARACTERS:
        return text
    ticks = ratio_ticks(viewport)
    digits = _TAG_DIGITS
    if len(ticks) > 1 and ratio > 0:
        step = ticks[1].at - ticks[0].at
        digits = math.floor(math.log10(ratio) + 1e-9) - math.floor(math.log10(step) + 1e-9) + 1
    return short(text, ratio, digits=min(max(digits, _TAG_DIGITS), _MOST_TAG_DIGITS))


def _round_step(least: float) -> float:
    """Return the smallest of 1, 2, 5 times a power of ten that is at least *least*.

    >>> _round_step(0.03), _round_step(0.11)
    (0.05, 0.2)
    """
    power = math.floor(math.log10(least))
    for factor in (1, 2, 5, 10):
        step = factor * 10.0**power if power >= 0 else factor / 10.0**-power
        if step >= least * (1 - 1e-9):
            return step
    return 10.0 ** (power + 1)


def _decade_values(low: float, high: float, count: float) -> list[float]:
    decades = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    per_decade = count / math.log10(high / low)
    factors: Sequence[float] = (1,)
    for finer in ((1, 3), (1, 2, 5), (1, 1.5, 2, 3, 4, 5, 6, 8)):
        if per_decade >= len(finer) * (1.6 if len(finer) > 3 else 1.0):
            factors = finer
    skip = max(1, math.ceil(1 / per_decade))
    values = (factor * 10.0**power for power in decades[::skip] for factor in factors)
    return [value for value in values if low <= value <= high]
