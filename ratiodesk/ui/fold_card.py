"""A card that a click on its title folds away."""

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPaintEvent, QPalette
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ratiodesk.ui.card import Card
from ratiodesk.ui.chevron import CHEVRON_PX, draw_chevron
from ratiodesk.ui.elided_label import ElidedLabel
from ratiodesk.ui.text_label import TextLabel
from ratiodesk.words import tr


class FoldCard(Card):
    """Shows its parts, or only its title and a few words of what they say.

    Parameters
    ----------
    name
        What it is remembered by; its title is the button ``fold_name``.
    title
        What stands on it.

    Signals
    -------
    folded(name, is_folded)
        The user folded it or opened it.
    """

    folded = Signal(str, bool)

    def __init__(self, name: str, title: str, parent: QWidget | None = None) -> None:
        super().__init__(title, parent, label=ElidedLabel)
        # One line, folded or not: the figures of the summary have their room before it.
        self.title.setWordWrap(False)
        self.title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.name = name
        outer = self.body
        outer.removeWidget(self.title)
        self.heading = _FoldTitle(f"fold_{name}", self.title)
        self._content = QWidget()
        self.body = QVBoxLayout(self._content)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(outer.spacing())
        outer.addWidget(self.heading)
        outer.addWidget(self._content)
        self.heading.setAccessibleName(title)
        self.heading.toggled.connect(self._on_heading_toggled)
        self.heading.clicked.connect(self._on_heading_clicked)
        self.heading.setChecked(True)

    @property
    def is_open(self) -> bool:
        """Whether its parts are shown, and worth filling."""
        return self.heading.isChecked()

    def fold(self, *, folded: bool) -> None:
        """Hide the parts, or show them."""
        self.heading.setChecked(not folded)

    def set_summary(self, text: str) -> None:
        """Say beside the title what a folded card hides."""
        self.heading.set_summary(text)

    @Slot(bool)
    def _on_heading_toggled(self, is_open: bool) -> None:
        self._content.setVisible(is_open)

    @Slot(bool)
    def _on_heading_clicked(self, is_open: bool) -> None:
        self.folded.emit(self.name, not is_open)


class _FoldTitle(QAbstractButton):
    """The title as a button: checked while the card is open. A click leaves the keys where they are."""

    def __init__(self, name: str, title: TextLabel) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._summary = TextLabel()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, CHEVRON_PX + 8, 0)
        row.addWidget(title, 1)
        row.addWidget(self._summary)
        for label in (title, self._summary):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.toggled.connect(self._on_toggled)
        self._on_toggled(False)

    def set_summary(self, text: str) -> None:
        """Show a few words while the card is folded."""
        if self._summary.text() != text:
            self._summary.setText(text)
            self._on_toggled(self.isChecked())

    def sizeHint(self) -> QSize:
        layout = self.layout()
        return layout.sizeHint() if layout is not None else super().sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Space is a button's key already.
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the sign that points down while the card is open, in the accent where the keys go to it."""
        role = QPalette.ColorRole.Highlight if self.hasFocus() else QPalette.ColorRole.PlaceholderText
        draw_chevron(self, CHEVRON_PX / 2 + 1, self.palette().color(role), is_open=self.isChecked())

    @Slot(bool)
    def _on_toggled(self, is_open: bool) -> None:
        self._summary.setVisible(not is_open and bool(self._summary.text()))
        summary = self._summary.text()
        folded = tr("Folded. {summary}", summary=summary) if summary else tr("Folded.")
        self.setAccessibleDescription(tr("Open") if is_open else folded)
        self.update()
