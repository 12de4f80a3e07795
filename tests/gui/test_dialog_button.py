"""The buttons of dialogs, on a system that would put icons on them."""

from typing import Any

from person import User
from PySide6.QtWidgets import QDialogButtonBox, QProxyStyle, QStyle


class _IconStyle(QProxyStyle):
    """Asks for icons, as X11 does: Fusion's are drawn for light windows alone."""

    def styleHint(self, hint: QStyle.StyleHint, *rest: Any) -> int:
        if hint == QStyle.StyleHint.SH_DialogButtonBox_ButtonsHaveIcons:
            return 1
        return super().styleHint(hint, *rest)


def test_buttons_of_dialogs_have_words_alone(user: User) -> None:
    style = _IconStyle("Fusion")
    box = QDialogButtonBox(user.desk.window)
    box.setStyle(style)
    close = box.addButton(QDialogButtonBox.StandardButton.Close)
    assert close.text() == "Close"
    assert close.icon().isNull()
    box.setStyle(None)
    box.deleteLater()
