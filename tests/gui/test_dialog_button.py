"""The buttons of dialogs, on a system that would put icons on them."""

from collections.abc import Iterator
from typing import Any

import pytest
from person import User
from planned_desk import draw_plan
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QProxyStyle, QStyle

_COMMANDS = (
    "about", "about_data", "compare", "glossary", "go_to_date", "order_ticket", "portfolio", "shortcuts", "versions",
)  # fmt: skip


class _IconStyle(QProxyStyle):
    """Asks for icons, as X11 does: Fusion's are drawn for light windows alone."""

    def styleHint(self, hint: QStyle.StyleHint, *rest: Any) -> int:
        if hint == QStyle.StyleHint.SH_DialogButtonBox_ButtonsHaveIcons:
            return 1
        return super().styleHint(hint, *rest)


@pytest.fixture
def with_icons() -> Iterator[None]:
    """A system that asks for icons on the buttons of dialogs, as X11 does: offscreen none does."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    application.setStyleSheet("QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 1; }")
    yield
    application.setStyleSheet("")


@pytest.mark.usefixtures("with_icons")
def test_this_system_asks_for_icons(user: User) -> None:
    user.desk.window.setStyleSheet("")
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, user.desk.window)
    assert not box.buttons()[0].icon().isNull()
    box.deleteLater()


def test_qts_own_dialogs_have_words_alone(user: User) -> None:
    style = _IconStyle("Fusion")
    box = QDialogButtonBox(user.desk.window)
    box.setStyle(style)
    close = box.addButton(QDialogButtonBox.StandardButton.Close)
    assert close.text() == "Close"
    assert close.icon().isNull()
    box.setStyle(None)
    box.deleteLater()


@pytest.mark.usefixtures("with_icons")
@pytest.mark.parametrize("command", _COMMANDS)
def test_buttons_of_a_dialog_have_words_alone(user: User, command: str) -> None:
    window = draw_plan(user).desk.window
    getattr(user.desk.view.actions_, command).trigger()
    (box,) = window.findChildren(QDialogButtonBox)
    assert box.buttons()
    assert all(button.icon().isNull() for button in box.buttons())
    box.window().close()
