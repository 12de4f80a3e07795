"""The order in which Tab goes from part to part of a window."""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def join_tab_order(parts: Sequence[QWidget]) -> None:
    """Let Tab go through all of a part before it goes on to the next one.

    Qt goes by the order in which widgets were put into the window, in which the bars come before all the rest.
    """
    chain = [widget for part in parts for widget in _chain(part) if widget.window() is part.window()]
    for before, after in pairwise(chain):
        QWidget.setTabOrder(before, after)


def _chain(part: QWidget) -> list[QWidget]:
    """Return what Tab stops at in a part, in the order in which it was put together.

    Qt leaves the order as it is where either of two widgets takes no keys. Asked for the next one in its own chain,
    PySide 6.11 hands out parts of Qt's that Python then deletes.
    """
    return [widget for widget in (part, *part.findChildren(QWidget)) if widget.focusPolicy() & Qt.FocusPolicy.TabFocus]
