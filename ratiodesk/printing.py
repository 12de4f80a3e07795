"""Charts and reports on files, without a window."""

import sys

from PySide6.QtCore import QLocale

from ratiodesk.app import still_desk, write_picture
from ratiodesk.chart.drawing import VECTOR
from ratiodesk.domain.errors import NoSession
from ratiodesk.options import RenderOptions, ReportOptions
from ratiodesk.ui.open_picture import open_picture
from ratiodesk.ui.open_report import open_report
from ratiodesk.ui.picture_surface import file_of, pdf_of
from ratiodesk.ui.report_page import usual_paper
from ratiodesk.ui.theme import DARK, LIGHT

# The chart of a report is laid out anew; the window it comes from only has to have room for it.
_WINDOW_PX = (1200, 900)


def print_still(options: RenderOptions | ReportOptions) -> int:
    """Write a chart or a report and return the exit code.

    Raises
    ------
    RatioDeskError
        If there is nothing to draw, or the file cannot be written.
    """
    content = _report(options) if isinstance(options, ReportOptions) else _chart(options)
    write_picture(content, options.output)
    return 0


def _chart(options: RenderOptions) -> bytes:
    size, suffix = (options.width_px, options.height_px), options.output.suffix.lower()
    theme = LIGHT if options.theme == "light" else DARK
    with still_desk(options, size) as desk:
        ratio = options.scale if suffix == ".png" else VECTOR
        picture = open_picture(desk.open_pair, desk.view.chart, theme, ratio, size)
        if picture is None:
            raise NoSession(f"There is nothing to draw of {options.pair}.")
        return file_of(picture, suffix, options.scale)


def _report(options: ReportOptions) -> bytes:
    """Return the page, light unless dark is asked for: paper is."""
    theme = DARK if options.theme == "dark" else LIGHT
    with still_desk(options, _WINDOW_PX) as desk:
        paper = options.paper or usual_paper(QLocale())
        for sentence in desk.parts.journal.unread():
            sys.stderr.write(f"{sentence}\n")
        page = open_report(desk.parts, desk.view.chart, theme, paper)
        if page is None:
            raise NoSession(f"There is nothing to write about {options.pair}.")
        return pdf_of(page)
