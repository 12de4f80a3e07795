"""The ratio as a number: its admitted range, its reciprocal, its steps on the screen."""

import math
from functools import lru_cache
from typing import NewType

from ratiodesk.domain.errors import BadLevel
from ratiodesk.words import tr

Ratio = NewType("Ratio", float)

LOWEST, HIGHEST = 1e-9, 1e9
# A level this many times away from the ratio is a slip of the keyboard, not a level.
FARTHEST = 100.0
# Two divisions and the reciprocal of a level err by less than this.
ON_LINE = 1e-12


def check_ratio(value: float, reference: Ratio | None = None) -> Ratio:
    """Return *value* as a ratio that can be a level.

    Parameters
    ----------
    value
        The number to check [ratio].
    reference
        The ratio now, if known: levels lie within a hundredth and a hundred times of it.

    Raises
    ------
    BadLevel
        If the value is not finite, not positive, outside 1e-9 … 1e9, or absurdly far from *reference*.
    """
    if not math.isfinite(value):
        raise BadLevel(tr("A level must be a finite number."))
    if value <= 0:
        raise BadLevel(tr("A level must be above zero; {level} is not.", level=f"{value:g}"))
    if not LOWEST <= value <= HIGHEST:
        numbers = {"level": f"{value:g}", "least": f"{LOWEST:g}", "most": f"{HIGHEST:g}"}
        raise BadLevel(tr("A level of {level} is out of range: levels lie between {least} and {most}.", **numbers))
    if reference is not None and not reference / FARTHEST <= value <= reference * FARTHEST:
        numbers = {"level": f"{value:g}", "times": f"{FARTHEST:g}", "ratio": format_ratio(reference)}
        raise BadLevel(tr("A level of {level} is more than {times} times away from the ratio of {ratio}.", **numbers))
    return Ratio(value)


def parse_ratio(text: str, reference: Ratio | None = None) -> Ratio:
    """Read a level as typed; see :func:`check_ratio`.

    Raises
    ------
    BadLevel
        If the text is not a number, or the number cannot be a level.
    """
    try:
        # Python reads an underscore between digits; people do not.
        value = float(text.strip().replace("\N{MINUS SIGN}", "-").replace("_", "?"))
    except ValueError:
        shown = text.strip()[:24]
        raise BadLevel(tr("“{text}” is not a number: type a level such as 2.13.", text=shown)) from None
    return check_ratio(value, reference)


def on_line(ratio: float, level: float) -> bool:
    """Return whether a ratio is on a level, up to the last digits: 110/100 and 1.10 must agree upside down too."""
    return math.isclose(ratio, level, rel_tol=ON_LINE)


def reciprocal(ratio: Ratio) -> Ratio:
    """Return 1/*ratio*, as the shortest decimal whose own reciprocal is *ratio* to the last bit.

    A level drawn at 2.13 comes back as exactly 2.13 after the pair was turned upside down and back, which
    plain division does not promise.

    >>> reciprocal(reciprocal(Ratio(2.13)))
    2.13
    """
    exact = 1.0 / ratio
    for digits in range(3, 17):
        short = float(f"{exact:.{digits}g}")
        if short > 0 and 1.0 / short == ratio:
            return Ratio(short)
    return Ratio(exact)


def nudge_step(ratio: Ratio) -> float:
    """Return the step of the arrow keys [ratio]: 0.001 around one, in proportion elsewhere.

    >>> nudge_step(Ratio(2.13)), nudge_step(Ratio(0.47)), nudge_step(Ratio(500.0))
    (0.001, 0.001, 0.1)
    """
    if 0.1 <= ratio < 10:
        return 0.001
    return 10.0 ** (math.floor(math.log10(ratio)) - 3)


def snap_to_step(value: float, step: float) -> Ratio:
    """Round *value* to a whole number of *step*, a power of ten, without binary residue.

    >>> snap_to_step(2.1304999, 0.001)
    2.13
    """
    decimals = max(0, -math.floor(math.log10(step) + 1e-9))
    return Ratio(round(round(value / step) * step, decimals))


def decimals_of(ratio: float) -> int:
    """Return how many decimals show four significant digits, at least three below ten.

    >>> decimals_of(2.13), decimals_of(0.4671), decimals_of(31.9), decimals_of(1234.5)
    (3, 4, 2, 1)
    """
    if ratio <= 0:
        return 3
    return max(1, 3 - math.floor(math.log10(ratio)))


def format_ratio(ratio: float) -> str:
    """Return a ratio as the desk shows it.

    >>> format_ratio(2.140830527)
    '2.141'
    """
    return f"{ratio:.{decimals_of(ratio)}f}"


@lru_cache(maxsize=256)  # A chart asks for the same lines in frame after frame.
def format_level(ratio: float) -> str:
    """Return a level with every decimal the user gave it, or one more than a ratio shows where it has too many.

    >>> format_level(2.13), format_level(2.1345), format_level(1 / 2.35)
    ('2.130', '2.1345', '0.42553')
    """
    shown = decimals_of(ratio)
    for decimals in range(shown, shown + 3):
        if math.isclose(round(ratio, decimals), ratio, rel_tol=1e-12):
            return f"{ratio:.{decimals}f}"
    return f"{ratio:.{shown + 1}f}"
