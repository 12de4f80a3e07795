"""What every chart of a benchmark shows: a random walk, three lines, and the moves of a hand."""

import math
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np

from ratiodesk.domain.series import Dates, Floats

WIDTH_PX, HEIGHT_PX = 1600, 900
FRAME_MOVES = ("pan", "zoom", "whole")
HAND_MOVES = ("crosshair", "drag")
MOVES = FRAME_MOVES + HAND_MOVES
# Frames after which a move begins again.
PERIOD = 40
# A longer history of days would leave the calendar of Python; longer ones are intraday in practice, too.
MOST_DAILY_BARS = 10_000
_LAST = np.datetime64("2026-08-21", "D")
_PAN_BARS, _PAN_STEP = 750, 3
_ZOOM_BARS = 700
_DAY_BARS, _BAR_MINUTES, _OPEN_MINUTES = 78, 5, 570
# Standard deviation of the logarithm of the walk at its end, whatever its length: the picture is alike at every length.
_SPREAD = 0.35


@dataclass(frozen=True, eq=False)
class Scene:
    """Bars, lines, and where a hand moves.

    Parameters
    ----------
    sessions
        Trading days or starts of five-minute bars, shape (n,), increasing.
    values
        Ratios, shape (n,).
    lines
        Target, entry and stop, in the order of their ratios, in sight of the bars that ``pan`` begins with.
    """

    sessions: Dates
    values: Floats
    lines: tuple[float, float, float]

    def __len__(self) -> int:
        return len(self.values)

    @property
    def home(self) -> tuple[float, float]:
        """The bars at the edges before any move."""
        return _home(len(self))

    def edges(self, move: str, frame: int) -> tuple[float, float]:
        """Return the bars at the left and right edge in one frame of a move."""
        left, right = self.home
        step = frame % PERIOD
        if move == "pan":
            return left + _PAN_STEP * (step + 1), right + _PAN_STEP * (step + 1)
        if move == "zoom":
            middle = (left + right) / 2
            half = _ZOOM_BARS * 2 ** there_and_back(frame) / 2
            return middle - half, middle + half
        # A tenth of a percent further in each frame: every bar lies on another column than before.
        return 0.001 * len(self) * (1 + step), len(self) - 0.5

    def point(self, frame: int) -> tuple[float, float]:
        """Return where the crosshair is [px] in one frame."""
        turn = 2 * math.pi * frame / PERIOD
        return 750 + 600 * math.cos(turn), 430 + 350 * math.sin(2 * turn + 0.4)

    def dragged(self, frame: int) -> float:
        """Return where the entry is in one frame, always between target and stop."""
        target, entry, stop = self.lines
        # There and back in even steps, so that no two frames in a row show the same row of pixels.
        return entry + 0.8 * (stop - target) * (there_and_back(frame) - 0.5)


def make_scene(count: int, seed: int = 7) -> Scene:
    """Return a scene of *count* bars: of days up to :data:`MOST_DAILY_BARS`, of five minutes beyond."""
    steps = np.random.default_rng(seed).standard_normal(count)
    values = 2.0 * np.exp(np.cumsum(steps) * (_SPREAD / math.sqrt(count)))
    left, right = (round(edge) for edge in _home(count))
    low, high = float(values[left:right].min()), float(values[left:right].max())
    target, entry, stop = (low + (high - low) * part for part in (0.3, 0.5, 0.7))
    return Scene(_sessions(count), values, (target, entry, stop))


def there_and_back(frame: int) -> float:
    """Return a part that goes from 0 to 1 and back in a period."""
    return 1 - abs(1 - 2 * (frame % PERIOD) / PERIOD)


def created() -> datetime:
    """Return when the lines were drawn."""
    return datetime(2026, 8, 21, tzinfo=UTC)


def _home(count: int) -> tuple[float, float]:
    left = float(int(0.6 * (count - _PAN_BARS - _PAN_STEP * PERIOD)))
    return left, left + _PAN_BARS


def _sessions(count: int) -> Dates:
    if count <= MOST_DAILY_BARS:
        return _weekdays(count)
    days = _weekdays(math.ceil(count / _DAY_BARS)).astype("datetime64[m]")
    minutes = np.arange(_DAY_BARS, dtype="timedelta64[m]") * _BAR_MINUTES + np.timedelta64(_OPEN_MINUTES, "m")
    bars: Dates = (days[:, None] + minutes[None, :]).astype("datetime64[m]").ravel()[-count:]
    return bars


def _weekdays(count: int) -> Dates:
    days: Dates = np.busday_offset(_LAST, np.arange(1 - count, 1), roll="backward").astype("datetime64[D]")
    return days
