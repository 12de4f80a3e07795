"""The tag of the crosshair on the date axis, and the labels it would leave a part of."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF

from ratiodesk.chart.axis_tag import TAG_HEIGHT_PX
from ratiodesk.chart.date_part import date_labels
from ratiodesk.chart.date_tick import moment_label
from ratiodesk.chart.frame import AXIS_HEIGHT_PX, Frame

_PADDING_PX = 9.0
# Nearer than this, a label seems to go on in the tag.
_APART_PX = 4.0


@dataclass(frozen=True, slots=True)
class DateTag:
    """Where it stands, what it says, and where the labels are that give way to it."""

    rect: QRectF
    text: str
    labels: tuple[QRectF, ...]


def date_tag(frame: Frame, beside: Sequence[tuple[float, float, str]] | None = None) -> DateTag | None:
    """Return the tag of the session under the crosshair, None where that is not in sight.

    *beside* are the labels of the axis, if they are known.
    """
    bar = frame.cursor_bar
    if frame.cursor is None or frame.trace is None or bar is None:
        return None
    x = round(frame.viewport.x_of(bar)) + 0.5
    if not 0 <= x <= frame.viewport.width:
        return None
    text = moment_label(frame.trace.series.sessions[bar])
    width = frame.letters.width(text) + 2 * _PADDING_PX
    left = min(max(x - width / 2, 0), frame.size[0] - width)
    top = frame.viewport.height + (AXIS_HEIGHT_PX - TAG_HEIGHT_PX) / 2
    cut = tuple(
        QRectF(begin - 1, top, end - begin + 2, TAG_HEIGHT_PX)
        for begin, end, _ in (date_labels(frame) if beside is None else beside)
        if begin < left + width + _APART_PX and end > left - _APART_PX
    )
    return DateTag(QRectF(left, top, width, TAG_HEIGHT_PX), text, cut)
