"""The next thing to do, for who sees the desk for the first time: below the pairs, where it moves nothing."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QVBoxLayout

from ratiodesk.desk.next_hint import Hint, NextHint
from ratiodesk.ui.text_label import TextLabel
from ratiodesk.words import mark, tr

_SENTENCES = {
    Hint.LINE: mark(
        "Draw a line where the ratio matters: press H and click into the chart, or double-click the ratio axis. "
        "Shift+H draws one at every click, until Esc."
    ),
    Hint.STOP: mark(
        "Make a line the stop: right-click it and choose Stop. With three lines around the ratio, the desk proposes "
        "stop, entry and target itself."
    ),
    Hint.ACCOUNT: mark("Type your account into the Size card on the right: the shares are counted from it."),
}


class HintCard(QFrame):
    """Shows the hint that is due, and goes away with it."""

    def __init__(self, hint: NextHint) -> None:
        super().__init__()
        self.setObjectName("hintCard")
        self._hint = hint
        title = TextLabel(tr("FIRST STEPS"))
        title.setProperty("kind", "title")
        self._text = TextLabel()
        self._text.setObjectName("hintText")
        self._text.setAccessibleName(tr("Hint"))
        self._text.setWordWrap(True)
        close = QToolButton()
        close.setObjectName("dismissHint")
        close.setText("✕")
        close.setAccessibleName(tr("Dismiss this hint"))
        close.setToolTip(tr("Dismiss this hint; it does not come back"))
        close.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        close.clicked.connect(hint.dismiss)
        head = QHBoxLayout()
        head.addWidget(title, 1)
        head.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 4, 6, 12)
        column.setSpacing(2)
        column.addLayout(head)
        column.addWidget(self._text)
        hint.changed.connect(self._on_hint_changed)
        self.hide()

    @Slot()
    def _on_hint_changed(self) -> None:
        due = self._hint.due
        if due is not None:
            self._text.setText(tr(_SENTENCES[due]))
        self.setVisible(due is not None)
