"""Between the actions that take the chart elsewhere and the chart: the clipboard, a picture file, a report."""

from datetime import date

from PySide6.QtCore import QByteArray, QLocale, QObject, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from ratiodesk.chart.chart import Chart
from ratiodesk.desk.desk_parts import DeskParts
from ratiodesk.domain.errors import RatioDeskError
from ratiodesk.domain.pair import Pair
from ratiodesk.ui.actions import Actions
from ratiodesk.ui.status_line import StatusLine
from ratiodesk.ui.theme import LIGHT, Theme
from ratiodesk.ui.written_file import named_file, write_file
from ratiodesk.words import tr

# What is pasted or printed is seen larger than on the screen.
_SCALE = 2.0


class PictureBinding(QObject):
    """Copies the chart, and writes it or the report of its pair to files.

    What makes pictures is loaded when one is asked for.
    """

    def __init__(
        self, desk: DeskParts, actions: Actions, chart: Chart, status: StatusLine, window: QWidget, theme: Theme
    ) -> None:
        super().__init__(window)
        self._desk, self._open_pair = desk, desk.open_pair
        self._chart, self._status, self._window = chart, status, window
        self.theme = theme
        actions.copy_picture.triggered.connect(self._on_copy_picture_triggered)
        actions.export_picture.triggered.connect(self._on_export_picture_triggered)
        actions.report.triggered.connect(self._on_report_triggered)

    @Slot()
    def _on_copy_picture_triggered(self) -> None:
        """Put the chart, with its plan and the date of its data, on the clipboard, as pixels and as a drawing."""
        from ratiodesk.chart.drawing import VECTOR
        from ratiodesk.ui.open_picture import open_picture
        from ratiodesk.ui.picture_surface import image_of, svg_of

        pictures = [open_picture(self._open_pair, self._chart, self.theme, ratio) for ratio in (_SCALE, VECTOR)]
        pixels, drawn = pictures
        if pixels is None or drawn is None:
            return
        clipboard = QGuiApplication.clipboard()
        clipboard.setImage(image_of(pixels, _SCALE))
        # Added to what Qt has made: data made here would outlive Python on the clipboard, and end the process badly.
        clipboard.mimeData().setData("image/svg+xml", QByteArray(svg_of(drawn)))
        self._status.show_notice(tr("The chart of {pair} is on the clipboard.", pair=self._open_pair.pair))

    @Slot()
    def _on_export_picture_triggered(self) -> None:
        """Write the chart to a file of the user's choice."""
        if self._open_pair.standing is None:
            return
        from ratiodesk.chart.drawing import VECTOR
        from ratiodesk.ui.open_picture import open_picture
        from ratiodesk.ui.picture_surface import SUFFIXES, file_of

        filters = {f"{tr(words)} (*{suffix})": suffix for suffix, words in SUFFIXES.items()}
        name, chosen = QFileDialog.getSaveFileName(
            self._window, tr("Export the chart"), self._file_name(".png"), ";;".join(filters)
        )
        if not name:
            return
        path = named_file(name, filters.get(chosen, ".png"))
        suffix = path.suffix.lower()
        if suffix not in SUFFIXES:
            refusal = tr("Nothing was written: {name} ends neither in .png nor in .svg or .pdf.", name=path.name)
            self._status.show_notice(refusal)
            return
        ratio = _SCALE if suffix == ".png" else VECTOR
        picture = open_picture(self._open_pair, self._chart, self.theme, ratio)
        if picture is not None:
            refusal = write_file(path, file_of(picture, suffix, _SCALE))
            self._status.show_notice(refusal or tr("The chart is saved as {path}.", path=path))

    @Slot()
    def _on_report_triggered(self) -> None:
        """Write the report of the open pair to a file of the user's choice; light, because paper is."""
        if self._open_pair.standing is None:
            return
        from ratiodesk.ui.open_report import open_report
        from ratiodesk.ui.picture_surface import SUFFIXES, pdf_of
        from ratiodesk.ui.report_page import usual_paper

        kind = f"{tr(SUFFIXES['.pdf'])} (*.pdf)"
        name, _ = QFileDialog.getSaveFileName(self._window, tr("Save the report"), self._file_name(".pdf"), kind)
        if not name:
            return
        path = named_file(name, ".pdf")
        try:
            page = open_report(self._desk, self._chart, LIGHT, usual_paper(QLocale()))
        except RatioDeskError as error:
            self._status.show_notice(str(error))
            return
        if page is not None:
            refusal = write_file(path, pdf_of(page))
            self._status.show_notice(refusal or tr("The report is saved as {path}.", path=path))

    def _file_name(self, suffix: str) -> str:
        standing = self._open_pair.standing
        return file_name(standing.pair, standing.session, suffix) if standing is not None else ""


def file_name(pair: Pair, session: date, suffix: str) -> str:
    """Return a name for a file about a pair at a session.

    >>> file_name(Pair.parse("SPY/IWM"), date(2021, 12, 28), ".png")
    'ratio-SPY-IWM-2021-12-28.png'
    """
    legs = (str(symbol) for symbol in pair.symbols)
    # A symbol may have signs that no file name has.
    words = ("".join(letter if letter.isalnum() or letter in ".=^" else "_" for letter in leg) for leg in legs)
    return f"ratio-{'-'.join(words)}-{session.isoformat()}{suffix}"
