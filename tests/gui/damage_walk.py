"""A chart driven at random, with what is on the screen after every step beside a picture painted anew.

Run as a program it takes a number of steps, so that the scale of the screen can be another one:
``QT_SCALE_FACTOR=2 python damage_walk.py SEED STEPS``.
"""

import random
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRect
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from ratiodesk.chart.chart import Chart
from ratiodesk.chart.frozen import FrozenLines
from ratiodesk.chart.mark import Marks
from ratiodesk.chart.measure_part import _area
from ratiodesk.chart.pane import OwnLine, Pane
from ratiodesk.chart.pyramid import Pyramid
from ratiodesk.domain.candle import Candles
from ratiodesk.domain.errors import BadPlan
from ratiodesk.domain.layout import View
from ratiodesk.domain.level import PLAN_ROLES, Level, LevelId, Role
from ratiodesk.domain.pair import Pair
from ratiodesk.domain.plan import plan_of
from ratiodesk.domain.ratio import Ratio
from ratiodesk.domain.series import Basis, Floats, RatioSeries
from ratiodesk.ui.theme import DARK, LIGHT

BARS = 3_000
DAYS = np.datetime64("2010-01-04", "D") + np.arange(BARS, dtype="timedelta64[D]")
SIZES = ((900, 560), (640, 420), (901, 561), (420, 300))
NAMES = ("1M", "3M", "1Y", "3Y", "Max")
Picture = npt.NDArray[np.uint8]


def history(seed: int = 5) -> Floats:
    return 2.0 * np.exp(np.cumsum(np.random.default_rng(seed).normal(0, 0.01, BARS)))


def series_of(values: Floats, *, forming: bool = False) -> RatioSeries:
    return RatioSeries(Pair.parse("SPY/IWM"), Basis.PRICE, DAYS, values, values, values, 400.0, 200.0, forming=forming)


def candles_of(values: Floats) -> Candles:
    opens = np.roll(values, 1)
    low, high = np.minimum(opens, values), np.maximum(opens, values)
    return Candles(DAYS, opens, values, low, high, low * 0.99, high * 1.01)


def panes_of(values: Floats) -> tuple[Pane, ...]:
    late = np.where(np.arange(BARS) < BARS * 0.8, np.nan, values - 2.0)
    return (
        Pane("", (OwnLine("SPY", Pyramid(values)), OwnLine("IWM", Pyramid(1 / values), second=True)), rebased=True),
        Pane("z", (OwnLine("", Pyramid(late)),), guides=(0.0, -1.0, 1.0)),
    )


class DamageWalk:
    """A chart on the screen and its twin; the steps that were taken, by name."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._values = history()
        self.chart, self._twin = Chart(DARK.chart_palette()), Chart(DARK.chart_palette())
        self.chart.resize(*SIZES[0])
        self._levels: list[Level] = []
        self._compared: Pane | None = None
        self._panes: tuple[Pane, ...] = ()
        self.taken: list[str] = []
        self.chart.set_series(series_of(self._values), View(range="1Y"))
        self.chart.show()
        self.settle()

    @property
    def steps(self) -> list[Callable[[], None]]:
        """What may happen to a chart; what happens often is named often."""
        often = [self.move_crosshair, self.move_line, self.select, self.hover, self.measure, self.expose]
        return [
            *often, *often, self.leave, self.add_line, self.draw_plan, self.draw_plan, self.remove_line,
            self.change_line, self.hide_lines, self.show_lines, self.show_lines, self.leave_contours_out,
            self.show_contours, self.show_contours, self.change_panes, self.change_compared, self.mark,
            self.draw_candles, self.pan, self.zoom, self.stretch, self.raise_axis, self.fit, self.scale,
            self.change_range, self.renew, self.change_palette, self.resize, self.stop_measuring, self.freeze,
            self.thaw,
        ]  # fmt: skip

    def step(self) -> None:
        """Do one thing, or a few before Qt paints."""
        for _ in range(self._random.choice((1, 1, 1, 2, 4))):
            one = self._random.choice(self.steps)
            self.taken.append(one.__name__)
            one()
        self.settle()

    def settle(self) -> None:
        """Let Qt paint what is damaged."""
        QApplication.processEvents()

    def on_screen(self) -> Picture:
        """Return what Qt keeps of the window, which is what it brings to the screen."""
        kept = self.chart.backingStore().paintDevice()
        assert isinstance(kept, QImage)
        return _pixels(kept)

    def painted_anew(self) -> tuple[Picture, Picture]:
        """Return the same frame painted by a chart that has kept nothing of any other.

        It paints the history once on the ground itself, and once on a transparent picture that it keeps and lays over
        the ground. What lies over each other is rounded differently then, by up to 3 of 255 where several bars cross;
        each pixel on the screen was painted one way or the other.
        """
        twin, frame = self._twin, self.chart.frame
        if twin.size() != self.chart.size():
            twin.resize(self.chart.size())
        twin._frame = frame
        for layer in twin._layers:
            layer._frame = None
            layer.show_frame(frame)
        return _pixels(twin.grab().toImage()), _pixels(twin.grab().toImage())

    def differing(self) -> list[tuple[int, int]]:
        """Return row and column of the pixels on the screen that painting anew would change."""
        seen, anew = self.on_screen(), self.painted_anew()
        assert seen.shape == anew[0].shape == anew[1].shape, f"{seen.shape} on the screen, {anew[0].shape} anew"
        apart = np.logical_and.reduce([(seen != wanted).any(axis=2) for wanted in anew])
        apart &= ~self._dashes(apart.shape)
        return [(int(row), int(column)) for row, column in np.argwhere(apart)]

    def _dashes(self, shape: tuple[int, ...]) -> npt.NDArray[np.bool_]:
        """Return the pixels on the edges of a measurement, on a screen with a scale.

        There Qt rounds the ends of dashes by up to a pixel, depending on which part of a line it paints.
        """
        edges, frame = np.zeros(shape, np.bool_), self.chart.frame
        ratio = frame.device_ratio
        if frame.measure is not None and ratio != 1:
            area = _area(frame, frame.measure)
            for low, high, axis in ((area.left(), area.right(), 1), (area.top(), area.bottom(), 0)):
                for edge in (low, high):
                    around = slice(max(int(edge * ratio) - 2, 0), max(int(edge * ratio) + 4, 0))
                    edges[(slice(None), around) if axis else around] = True
        return edges

    def close(self) -> None:
        """Put both charts away."""
        for chart in (self.chart, self._twin):
            chart.close()
            chart.deleteLater()

    @staticmethod
    def line(ratio: float) -> Level:
        """Return a plain line, the same one for the same ratio."""
        return Level(LevelId(f"line at {ratio}"), Ratio(ratio))

    # Steps

    def move_crosshair(self) -> None:
        self.chart.point_at(self._place(), self.chart.frame.hovered)

    def leave(self) -> None:
        self.chart.point_at(None, None)

    def hover(self) -> None:
        self.chart.point_at(self._place(), self._some_line())

    def select(self) -> None:
        self.chart.select(self._some_line())

    def move_line(self) -> None:
        if self._levels:
            place = self._random.randrange(len(self._levels))
            factor = 1 + self._random.choice((0.001, -0.001, 0.02, -0.02, 0.3, -0.3))
            self._levels[place] = replace(self._levels[place], ratio=Ratio(self._levels[place].ratio * factor))
            self._give_levels()

    def add_line(self) -> None:
        role = self._random.choice((*PLAN_ROLES, Role.PLAIN, Role.PLAIN))
        if role is not Role.PLAIN:
            self._levels = [level for level in self._levels if level.role is not role]
        name = LevelId(f"line{len(self.taken)}.{self._random.random()}")
        ratio = Ratio(self.chart.ratio_at(self._random.uniform(-0.3, 1.3) * self.chart.frame.viewport.height))
        if ratio > 0.01:
            level = Level(name, ratio, role, self._random.choice(("", "peak of 2020")), created=datetime.now(UTC))
            self._levels.append(level)
            self._give_levels()

    def draw_plan(self) -> None:
        """Three lines that make a plan, most of it in sight, either way up."""
        view = self.chart.frame.viewport
        ends, kept = self._random.choice(((-0.1, 0.8), (0.9, 0.2), (0.5, 1.1))), self._random.uniform(0.1, 0.9)
        shares = (*ends, ends[0] + kept * (ends[1] - ends[0]))
        ratios = [Ratio(self.chart.ratio_at(share * view.height)) for share in shares]
        if min(ratios) > 0.01:
            self._levels = [level for level in self._levels if level.role is Role.PLAIN]
            roles = zip(ratios, (Role.STOP, Role.TARGET, Role.ENTRY), strict=True)
            self._levels += [Level(LevelId(role), ratio, role, created=datetime.now(UTC)) for ratio, role in roles]
            self._give_levels()

    def remove_line(self) -> None:
        if self._levels:
            self._levels.pop(self._random.randrange(len(self._levels)))
            self._give_levels()

    def change_line(self) -> None:
        if self._levels:
            place = self._random.randrange(len(self._levels))
            change = self._random.choice(
                (
                    {"label": self._random.choice(("", "far above", "x"))},
                    {"colour": self._random.choice(("", "#d04848", "#40a060"))},
                    {"locked": self._random.random() < 0.5},
                    {"basis": self._random.choice(list(Basis))},
                )
            )
            self._levels[place] = replace(self._levels[place], **change)  # type: ignore[arg-type]
            self._give_levels()

    def hide_lines(self) -> None:
        self.chart.hide_levels(True)

    def show_lines(self) -> None:
        self.chart.hide_levels(False)

    def show_contours(self) -> None:
        self.chart.show_contours(True)

    def leave_contours_out(self) -> None:
        self.chart.show_contours(False)

    def measure(self) -> None:
        start, end = (QPointF(*self._place()) for _ in range(2))
        if self.chart.frame.measure is not None and self._random.random() < 0.7:
            end = start + QPointF(self._random.randint(-90, 90), self._random.randint(-90, 90))
        self.chart.measure(self.chart.spot_at(start), self.chart.spot_at(end))

    def stop_measuring(self) -> None:
        self.chart.measure(None)

    def change_panes(self) -> None:
        self._panes = self._random.choice(((), panes_of(self._values)[:1], panes_of(self._values)))
        self.chart.set_panes(self._panes, self._compared)

    def change_compared(self) -> None:
        other = Pane("", (OwnLine("QQQ/IWM", Pyramid(history(9)), second=True),), decimals=3)
        self._compared = self._random.choice((None, other))
        self.chart.set_panes(self._panes, self._compared)

    def mark(self) -> None:
        marks = (
            Marks(DAYS[::63], "up", name="SPY", kind="ex-dividend"),
            Marks(DAYS[30::90], "down", raised=False, name="IWM", kind="ex-dividend"),
        )
        self.chart.set_marks(marks[: self._random.randint(0, 2)])

    def freeze(self) -> None:
        day = DAYS[self._random.randrange(BARS - 900, BARS)].item()
        at = self.chart.frame.viewport
        lines = tuple(
            (name, Ratio(max(at.ratio_at(self._random.uniform(-0.2, 1.2) * at.height), 0.01)))
            for name in ("stop", "entry", "target")
        )
        later = DAYS[-1].item() if self._random.random() < 0.5 else None
        marks = ((day, lines[1][1]), (later, lines[2][1]) if later else None)
        self.chart.set_frozen(FrozenLines(day, lines, f"Frozen {day}", "stopped, −0.79 R", *marks))

    def thaw(self) -> None:
        self.chart.set_frozen(None)

    def draw_candles(self) -> None:
        self.chart.set_candles(self._random.choice((None, candles_of(self._values))))

    def pan(self) -> None:
        port = self.chart.frame.viewport
        self.chart.move_to(port.panned(self._random.uniform(-0.5, 0.5) * port.bars, BARS))

    def zoom(self) -> None:
        port = self.chart.frame.viewport
        factor = self._random.choice((0.2, 0.85, 1 / 0.85, 4))
        self.chart.move_to(port.zoomed(factor, self._random.uniform(port.left, port.right), BARS))

    def stretch(self) -> None:
        port = self.chart.frame.viewport
        self.chart.move_to(port.stretched(self._random.choice((0.7, 1.6)), 100.0), name=None, follows=False)

    def raise_axis(self) -> None:
        port = self.chart.frame.viewport
        self.chart.move_to(port.raised(self._random.randint(-60, 60)), name=None, follows=False)

    def fit(self) -> None:
        self.chart.fit()

    def scale(self) -> None:
        self.chart.set_log(self._random.random() < 0.5)

    def change_range(self) -> None:
        self.chart.set_range(self._random.choice(NAMES))

    def renew(self) -> None:
        """Other prices of the same bars: their panes come after them."""
        self._values = self._values * np.where(np.arange(BARS) < BARS - 3, 1, self._random.uniform(0.98, 1.02))
        self.chart.renew_series(series_of(self._values, forming=self._random.random() < 0.5))
        self._panes, self._compared = (), None

    def change_palette(self) -> None:
        self.chart.set_palette(self._random.choice((DARK, LIGHT)).chart_palette())

    def resize(self) -> None:
        self.chart.resize(*self._random.choice(SIZES))

    def expose(self) -> None:
        """Qt asks for a part again, as after something that was over it."""
        x, y = (round(part) for part in self._place())
        self.chart.viewport().update(QRect(x, y, self._random.randint(1, 300), self._random.randint(1, 200)))

    def _place(self) -> tuple[float, float]:
        """Return a point of the chart, seldom outside the plots."""
        width, height = self.chart.frame.viewport.width, self.chart.frame.size[1]
        return float(self._random.randint(0, int(width) - 1)), float(self._random.randint(0, int(height) - 1))

    def _some_line(self) -> LevelId | None:
        return self._random.choice([None, *(level.id for level in self._levels)])

    def _give_levels(self) -> None:
        try:
            plan = plan_of(self._levels, Basis.PRICE)
        except BadPlan:
            plan = None
        self.chart.set_levels(self._levels, plan)


def _pixels(picture: QImage) -> Picture:
    image = picture.convertToFormat(QImage.Format.Format_RGB32)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine() // 4, 4)
    return rows[:, : image.width(), :3].copy()


def main() -> int:
    """Take the steps; return 1 and say which one left wrong pixels."""
    seed, steps = (int(word) for word in sys.argv[1:3])
    _application = QApplication([])
    walk = DamageWalk(seed)
    for _ in range(steps):
        walk.step()
        wrong = walk.differing()
        if wrong:
            rows, columns = zip(*wrong, strict=True)
            print(f"seed {seed}: {len(wrong)} pixels, rows {min(rows)} to {max(rows)}, ", end="")
            print(f"columns {min(columns)} to {max(columns)}, after {walk.taken[-8:]}")
            return 1
    print(f"seed {seed}: {len(walk.taken)} steps at {walk.chart.frame.device_ratio}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
