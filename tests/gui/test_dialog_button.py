"""The buttons of dialogs, on a system that would put icons on them."""

from typing import Any

from person import User
from planned_desk import draw_plan
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QDialogButtonBox, QProxyStyle, QStyle

COMMANDS = (
    "about", "about_data", "compare", "glossary", "go_to_date", "order_ticket", "portfolio", "shortcuts", "versions",
)  # fmt: skip


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


def test_every_dialog_asks_the_window_about_icons(user: User) -> None:
    """Offscreen no system asks for icons: so the window's rule is turned round, and all that heed it have them."""
    window, rule = draw_plan(user).desk.window, "dialogbuttonbox-buttons-have-icons: "
    assert f"{rule}0" in window.styleSheet()
    window.setStyleSheet(window.styleSheet().replace(f"{rule}0", f"{rule}1"))
    for command in COMMANDS:
        getattr(user.desk.view.actions_, command).trigger()
        (box,) = window.findChildren(QDialogButtonBox)
        named = [button for button in box.buttons() if box.standardButton(button) != box.StandardButton.NoButton]
        assert named, command
        assert not any(button.icon().isNull() for button in named), command
        box.window().close()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
