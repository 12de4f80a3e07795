"""The field that opens on a line's tag for an exact value."""

from PySide6.QtCore import QEvent, QRect, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractScrollArea, QLineEdit, QToolTip

from ratiodesk.chart.axis_tag import axis_tags
from ratiodesk.chart.frame import AXIS_WIDTH_PX, Frame
from ratiodesk.chart.part import differs
from ratiodesk.domain.level import Level, LevelId
from ratiodesk.domain.ratio import format_level
from ratiodesk.local_text import local
from ratiodesk.plain_text import plain
from ratiodesk.words import tr

# The field stands where these put its line.
_MOVED_BY = ("viewport", "panes", "levels", "hides_levels", "trace")
_HEIGHT_PX = 24


class TagEditor(QLineEdit):
    """Return and Tab take the value, Esc or a click elsewhere leaves the line as it was."""

    value_entered = Signal(str, str)

    def __init__(self, chart: QAbstractScrollArea) -> None:
        super().__init__(chart.viewport())
        self._chart = chart
        self.setObjectName("tagEditor")
        self.setAccessibleName(tr("Exact value of the line"))
        # The line whose value is typed, and the text it began with.
        self._level_id = LevelId("")
        self._shown_text = ""
        self.returnPressed.connect(self._on_return_pressed)
        self.hide()

    def open(self, level: Level, frame: Frame) -> None:
        """Show the field over the tag of a line, with its value selected."""
        self._level_id = level.id
        self._shown_text = local(format_level(level.ratio))
        self._mark("")
        self.setText(self._shown_text)
        self.setGeometry(_place(level, frame))
        self.show()
        self.selectAll()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def follow(self, before: Frame, frame: Frame) -> None:
        """Stay with the line after a step to another frame, and go with it."""
        if not self.isVisible() or not differs(before, frame, _MOVED_BY):
            return
        level = frame.shown_level(self._level_id)
        if level is None:
            self.close_field()
        else:
            self.setGeometry(_place(level, frame))

    def refuse(self, sentence: str) -> None:
        """Open again with the refused text and say why."""
        self._mark(sentence)
        self.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        QToolTip.showText(self.mapToGlobal(self.rect().bottomLeft()), plain(sentence), self)

    def event(self, event: QEvent) -> bool:
        # Esc is a shortcut of the window; while the field is open it belongs to the field.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_field()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.hide()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab takes the value, as Return does: the next line is reached from the chart."""
        self._on_return_pressed()
        return True

    def close_field(self) -> None:
        """Leave the line as it is, and the chart with the focus."""
        # The focus goes first: hiding a focused widget makes Qt step on to the next one, which is the next line.
        self._chart.setFocus(Qt.FocusReason.OtherFocusReason)
        self.hide()

    @Slot()
    def _on_return_pressed(self) -> None:
        text = self.text()
        self.close_field()
        # The field shows fewer digits than a line may have: what was not changed is not rounded.
        if text != self._shown_text:
            self.value_entered.emit(self._level_id, text)

    def _mark(self, sentence: str) -> None:
        self.setToolTip(plain(sentence))
        self.setProperty("state", "bad" if sentence else "")
        self.style().unpolish(self)
        self.style().polish(self)


def _place(level: Level, frame: Frame) -> QRect:
    """Return where the field for a line's value is: on its tag, or beside the line while it has none."""
    port = frame.viewport
    tag = next((tag for tag in axis_tags(frame) if tag.level_id == level.id), None)
    centre = tag.centre if tag is not None else port.y_of(level.ratio)
    top = min(max(round(centre) - _HEIGHT_PX // 2, 0), round(port.height) - _HEIGHT_PX)
    return QRect(round(port.width), top, AXIS_WIDTH_PX, _HEIGHT_PX)
