"""A button that stands for an action, however often that changes."""

from PySide6.QtCore import QEvent, QMetaMethod, QObject, Qt
from PySide6.QtGui import QActionEvent
from PySide6.QtWidgets import QToolButton


class ActionButton(QToolButton):
    """Shows its default action; Tab reaches it, a click leaves the keys where they are.

    At each change of its action, Qt's own button listens to that action once more and never stops: every change after
    it costs a little more time, and some memory for good. This one stops listening before it begins anew.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def actionEvent(self, event: QActionEvent) -> None:
        action = event.action()
        if event.type() == QEvent.Type.ActionChanged and action is self.defaultAction():
            QObject.disconnect(action, QMetaMethod.fromSignal(action.changed), self, QMetaMethod())
        super().actionEvent(event)
