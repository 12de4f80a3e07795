"""Which colours can be told apart, by the contrast of the Web Content Accessibility Guidelines."""

from functools import lru_cache

# What large or bold letters need at least, and what a shape needs to be seen against its ground.
READABLE, SEEN = 3.0, 1.4
_DARK, _BRIGHT = "#101318", "#ffffff"


@lru_cache(maxsize=256)
def contrast(one: str, other: str) -> float:
    """Return the contrast of two ``#rrggbb`` colours, from 1 for the same one to 21 for black and white.

    The formula is https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio.

    >>> contrast("#000000", "#ffffff"), contrast("#5aa9f0", "#5aa9f0"), round(contrast("#777777", "#ffffff"), 2)
    (21.0, 1.0, 4.48)
    """
    dark, bright = sorted((_luminance(one), _luminance(other)))
    return (bright + 0.05) / (dark + 0.05)


def ink_on(fill: str) -> str:
    """Return the colour of letters that are best read on another one.

    >>> ink_on("#ffff00"), ink_on("#1f3fc4")
    ('#101318', '#ffffff')
    """
    return max((_DARK, _BRIGHT), key=lambda ink: contrast(ink, fill))


@lru_cache(maxsize=256)
def mixed(one: str, other: str, share: float) -> str:
    """Return a colour with so much of *one*, and the rest of *other*.

    >>> mixed("#ff0000", "#0000ff", 0.2)
    '#3300cc'
    """
    pairs = zip(_channels(one), _channels(other), strict=True)
    return "#" + "".join(f"{round(255 * (share * first + (1 - share) * second)):02x}" for first, second in pairs)


def _channels(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return red, green, blue


def _luminance(colour: str) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in _channels(colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
