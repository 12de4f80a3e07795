"""The chart away from its window: in a picture file, on the clipboard, on a page."""

import math
from collections.abc import Iterable
from dataclasses import replace

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFont, QFontInfo, QPainter

from ratiodesk.chart.frame import Frame, plot_size
from ratiodesk.chart.lettering import Lettering
from ratiodesk.chart.measure_part import MeasurePart
from ratiodesk.chart.palette import Palette
from ratiodesk.chart.part import exposure
from ratiodesk.chart.still import still_picture
from ratiodesk.chart.title_part import TitlePart

# As many pixels as a surface has that is made of lines and letters.
VECTOR = math.inf


class Drawing:
    """One frame without crosshair and selection, laid out for a surface of its own.

    Parameters
    ----------
    frame
        What is drawn; as many bars are in sight as there.
    follows
        Whether the ratio axis follows the visible bars.
    size
        Width and height with the axes [px].
    device_ratio
        Pixels of the surface in one of the chart, :data:`VECTOR` where it has none.
    """

    def __init__(
        self, frame: Frame, size: tuple[float, float], *, follows: bool = True, device_ratio: float = 1.0
    ) -> None:
        self._follows = follows
        self._frame = replace(frame, cursor=None, hovered=None, selected=None, device_ratio=device_ratio)
        if self._frame.is_vector:
            self._frame = replace(self._frame, letters=Lettering(measured_font(frame.letters.font)))
        self._frame = self._sized(size)

    @property
    def frame(self) -> Frame:
        """What is painted."""
        return self._frame

    @property
    def size(self) -> tuple[float, float]:
        """Width and height [px]."""
        return self._frame.size

    def of(self, size: tuple[float, float], device_ratio: float) -> "Drawing":
        """Return the same part of the history for another surface."""
        return Drawing(self._frame, size, follows=self._follows, device_ratio=device_ratio)

    def in_colours(self, palette: Palette) -> "Drawing":
        """Return the same in other colours."""
        frame = replace(self._frame, palette=palette)
        return Drawing(frame, self.size, follows=self._follows, device_ratio=frame.device_ratio)

    def reaching(self, ratios: Iterable[float]) -> "Drawing":
        """Return the same with some ratios in sight, unless they are far from all the others."""
        frame = replace(self._frame, viewport=self._frame.viewport.reaching_near(ratios))
        return Drawing(frame, self.size, follows=False, device_ratio=frame.device_ratio)

    def paint(self, painter: QPainter) -> None:
        """Paint at the origin of *painter*."""
        # An SVG file would not leave a clip that lies within another one.
        exposed = exposure([QRectF(0, 0, *self.size).toAlignedRect()])
        still = still_picture()
        still.take(None, self._frame)
        for part in (still, TitlePart(), MeasurePart()):
            part.paint(painter, self._frame, exposed)

    def _sized(self, size: tuple[float, float]) -> Frame:
        frame = self._frame
        width, height, pane_px = plot_size(*size, len(frame.panes))
        port = replace(frame.viewport, width=width, height=height)
        if self._follows and frame.trace is not None:
            port = port.fitted(frame.trace.extent(port))
        return replace(frame, viewport=port, pane_px=pane_px)


def measured_font(font: QFont) -> QFont:
    """Return a font in pixels, whose letters stand as they do at any size.

    A size in points would depend on how many of them a surface has to the inch, and letters that are fitted to the
    pixels of a screen would stand apart unevenly on paper.
    """
    found = QFontInfo(font)
    made = QFont(font)
    made.setFamilies([found.family()])
    made.setPixelSize(found.pixelSize())
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return made
