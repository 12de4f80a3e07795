"""What part of the history is in sight: from a saved view to the viewport, and back."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from ratiodesk.chart import date_range
from ratiodesk.chart.trace import Trace
from ratiodesk.chart.viewport import OVERSHOOT, Viewport
from ratiodesk.domain.basis import Basis
from ratiodesk.domain.interval import Interval
from ratiodesk.domain.layout import Scale, View
from ratiodesk.domain.series import RatioSeries, as_date

USUAL_RANGE = "3Y"


def sight_of(view: View, trace: Trace | None, before: Viewport) -> tuple[Viewport, bool]:
    """Return the viewport that *view* names, and whether its ratio axis follows the visible bars.

    Parameters
    ----------
    before
        A viewport of the same size.
    """
    port = replace(before, log=view.scale is Scale.LOG)
    if trace is None:
        return port, True
    left, right = _edges(trace.series, view)
    port = replace(port, left=left, right=right)
    port = port.fitted(trace.extent(port))
    taken = port.with_axis(view.low, view.high) if view.low is not None and view.high is not None else None
    return (port, True) if taken is None else (taken, False)


def view_of(port: Viewport, series: RatioSeries | None, basis: Basis, name: str, *, follows: bool) -> View:
    """Return what is in sight in the form :func:`sight_of` takes.

    Parameters
    ----------
    name
        Named range in sight, or :data:`~ratiodesk.chart.date_range.CUSTOM`.
    """
    view = View(range=name, scale=Scale.LOG if port.log else Scale.LINEAR, basis=basis)
    if not follows:
        view = replace(view, low=port.low, high=port.high)
    if name == date_range.CUSTOM and series is not None:
        end = len(series) - 1
        first, last = (min(max(round(bar), 0), end) for bar in (port.left + 0.5, port.right - 0.5))
        start, stop = _first_date(series, first), as_date(series.sessions[last])
        view = replace(view, start=start, end=stop, blank=max(round(port.right - 0.5) - end, 0))
    return view


def _first_date(series: RatioSeries, bar: int) -> date:
    """Return the first date that a bar covers: a week or month bears its last."""
    session = as_date(series.sessions[bar])
    if series.interval is Interval.MONTHLY:
        return session.replace(day=1)
    return session - timedelta(days=session.weekday()) if series.interval is Interval.WEEKLY else session


def _edges(series: RatioSeries, view: View) -> tuple[float, float]:
    if view.range == date_range.CUSTOM and view.start and view.end:
        start, end = np.datetime64(view.start, "D"), np.datetime64(view.end, "D")
        left, right = date_range.edges_of_dates(series.sessions, start, end, coarse=series.interval.is_coarse)
        end_edge = len(series) - 0.5
        # No more than wheel and panning lead to, however many bars a month is cut into.
        most = len(series) * (1 + OVERSHOOT) * OVERSHOOT
        return left, end_edge + min(view.blank, most) if view.blank else right
    name = view.range if view.range in date_range.NAMES else USUAL_RANGE
    return date_range.edges(series.sessions, name)
