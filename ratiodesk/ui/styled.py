"""Widgets whose look follows a property that the theme's style sheet names."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def set_look(widget: QWidget, name: str, value: str) -> None:
    """Give a widget a property, and the look the style sheet has for it.

    A style sheet of its own would cost a hundred times as much: Qt reads and cascades it to all children.
    """
    if widget.property(name) != value:
        widget.setProperty(name, str(value))
        if not widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
            return  # Qt polishes it before it is first shown, with all of its looks at once.
        widget.style().unpolish(widget)
        widget.style().polish(widget)
