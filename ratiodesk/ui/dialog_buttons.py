"""The row of buttons below a dialog: Tab goes through them as they are read."""

from PySide6.QtGui import QIcon, QShowEvent
from PySide6.QtWidgets import QDialogButtonBox

from ratiodesk.ui.tab_order import join_tab_order


class DialogButtons(QDialogButtonBox):
    """Standard buttons of a dialog, in words alone: Fusion's icons are drawn for light windows.

    They are made without a parent, and so come after what was laid out before them: the keys go to the first of a
    dialog when it opens. Each system reads its buttons in another order than they are made in, and Tab follows it.
    """

    def __init__(self, buttons: QDialogButtonBox.StandardButton) -> None:
        super().__init__(buttons)
        for button in self.buttons():
            button.setIcon(QIcon())

    def showEvent(self, event: QShowEvent) -> None:
        """Let Tab follow the row as the system has laid it out."""
        super().showEvent(event)
        row = self.layout()
        items = (row.itemAt(at) for at in range(row.count())) if row is not None else ()
        join_tab_order([widget for item in items if item is not None and (widget := item.widget()) is not None])
