"""Colours that everybody can read, and tell apart."""

import itertools

import numpy as np
import numpy.typing as npt
import pytest

from ratiodesk.chart.contrast import contrast, mixed
from ratiodesk.ui.theme import DARK, LIGHT, Theme

# The level AA of https://www.w3.org/TR/WCAG22/#contrast-minimum for letters of any size.
_READABLE = 4.5
# What is seen at a glance: CIE 1976 counts about 2.3 for a difference that is just noticed.
_APART = 10.0
# How colours look without red or green cones: G. M. Machado et al., A Physiologically-based Model for Simulation of
# Color Vision Deficiency, IEEE TVCG 15 (2009), severity 1.0, on linear light.
_SIGHTS = {
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
}
_THEMES = pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
_GROUNDS = ("panel", "card", "field", "hover")
_ZONES = ("loss_zone", "entry_zone", "gain_zone")


def colour(theme: Theme, name: str) -> str:
    """Return a colour as it is seen: one that lets something through lies on the chart's ground."""
    plain = str(getattr(theme, name)).removeprefix("#")
    return mixed(f"#{plain[2:]}", theme.card, int(plain[:2], 16) / 255) if len(plain) == 8 else f"#{plain}"


def lab(linear: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return CIE L*a*b* of linear sRGB by white D65."""
    to_xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    xyz = to_xyz @ linear / to_xyz.sum(axis=1)
    x, y, z = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def seen(hexadecimal: str, sight: str) -> npt.NDArray[np.float64]:
    parts = np.array([int(hexadecimal[place : place + 2], 16) / 255 for place in (1, 3, 5)])
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    return lab(np.clip(np.array(_SIGHTS[sight]) @ linear, 0.0, 1.0))


@_THEMES
@pytest.mark.parametrize(
    ("words", "grounds"),
    [
        *(itertools.product(("text", "muted", "accent", "loss", "gain", "second"), [(*_GROUNDS, *_ZONES)])),
        # Under the mouse it is written in the colour of text.
        ("level", ("panel", "card", "field", *_ZONES)),
        ("on_accent", ("accent", "second")),
        ("on_level", ("level", "loss", "gain")),
    ],
    ids=lambda value: value if isinstance(value, str) else "grounds",
)
def test_letters_are_readable_on_their_grounds(theme: Theme, words: str, grounds: tuple[str, ...]) -> None:
    found = {ground: round(contrast(colour(theme, words), colour(theme, ground)), 2) for ground in grounds}
    assert {ground: value for ground, value in found.items() if value < _READABLE} == {}


@_THEMES
@pytest.mark.parametrize("sight", _SIGHTS)
@pytest.mark.parametrize(
    ("one", "other"),
    [("loss", "gain"), ("loss", "level"), ("gain", "level"), ("accent", "level"), ("accent", "second")],
)
def test_colours_differ_without_red_or_green(theme: Theme, sight: str, one: str, other: str) -> None:
    apart = np.linalg.norm(seen(colour(theme, one), sight) - seen(colour(theme, other), sight))
    assert apart >= _APART


def test_the_measures_are_those_of_their_sources() -> None:
    # Black on white is the most that contrast can be; white has L* 100 and no hue, whoever looks at it.
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    for sight in _SIGHTS:
        np.testing.assert_allclose(seen("#ffffff", sight), (100, 0, 0), atol=0.05)
