"""What the mouse that rests on the chart is told."""

from ratiodesk.chart.contour_part import contour_text
from ratiodesk.chart.date_tick import moment_label
from ratiodesk.chart.frame import Frame
from ratiodesk.chart.mark_part import text_at
from ratiodesk.domain.candle import Candles
from ratiodesk.domain.ratio import format_ratio
from ratiodesk.local_text import local
from ratiodesk.words import tr


def tip_at(frame: Frame, x: float, y: float) -> str:
    """Return what marks, a contour or a candle under a point mean, empty where there are none."""
    text = text_at(frame, x, y) or contour_text(frame, x, y)
    trace = frame.trace
    if text or trace is None or trace.candles is None or not trace.draws_candles(frame.viewport):
        return text
    bar = round(frame.viewport.bar_at(x))
    inside = 0 <= x <= frame.viewport.width and 0 <= y < frame.viewport.height
    if not inside or not 0 <= bar < len(trace.candles):
        return ""
    candles = trace.candles
    low, high = (frame.viewport.y_of(float(column[bar])) for column in (candles.possible_low, candles.possible_high))
    return candle_text(frame, candles, bar) if high - 3 <= y <= low + 3 else ""


def candle_text(frame: Frame, candles: Candles, bar: int) -> str:
    """Return a candle in words, with the rule of its faint ends."""
    if frame.series is None:
        return ""
    pair = frame.series.pair
    opened, closed, known_low, known_high, lowest, highest = (
        local(format_ratio(float(column[bar])))
        for column in (
            candles.open, candles.close, candles.known_low, candles.known_high, candles.possible_low,
            candles.possible_high,
        )
    )  # fmt: skip
    return tr(
        "{moment}: open {opened}, close {closed}\n"
        "Certain: {known_low} to {known_high}\n"
        "Possible: {lowest} to {highest}, low of {numerator} over high of {denominator} to high of {numerator} over "
        "low of {denominator}.\n"
        "Nobody knows from such bars how far the ratio went in between: those ends are drawn faint.",
        moment=moment_label(candles.sessions[bar]),
        opened=opened,
        closed=closed,
        known_low=known_low,
        known_high=known_high,
        lowest=lowest,
        highest=highest,
        numerator=pair.numerator,
        denominator=pair.denominator,
    )
