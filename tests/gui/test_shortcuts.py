"""The list of the keys: all of them, on a screen of any size."""

import pytest
from person import User
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QDialogButtonBox


@pytest.fixture
def box(user: User) -> QDialog:
    user.key(Qt.Key.Key_F1)
    found = user.desk.window.findChild(QDialog, "shortcutsBox")
    assert isinstance(found, QDialog)
    return found


def test_f1_shows_the_shortcuts_and_its_own(user: User, box: QDialog) -> None:
    text = user.find("shortcutsText").toPlainText()
    for words in ("Alt+H", "F1,", "Ctrl+Y,", "Keep the plan as it stands", "Nudge the selected line by 0.001", "Home"):
        assert words in text.replace("\N{NO-BREAK SPACE}", " ")
    QTest.keyClick(box, Qt.Key.Key_Escape)
    assert not box.isVisible()


def test_a_question_mark_shows_them_too(user: User) -> None:
    QTest.keyClicks(user.chart, "?")
    box = user.find("shortcutsBox")
    assert box.isVisible()
    box.close()


def test_it_leaves_a_tenth_of_the_screen_free_and_its_button_in_sight(user: User, box: QDialog) -> None:
    screen = box.screen().availableSize()
    assert box.width() <= 0.9 * screen.width()
    assert box.height() <= 0.9 * screen.height()
    button = box.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Close)
    assert box.rect().contains(button.mapTo(box, QPoint(button.width(), button.height())))
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert not box.isVisible()


def test_what_has_no_room_can_be_scrolled_to(user: User, box: QDialog) -> None:
    table = user.find("shortcutsText")
    box.resize(600, 400)
    assert table.horizontalScrollBar().maximum() == 0
    for _ in range(6):
        QTest.keyClick(table, Qt.Key.Key_PageDown)
    assert table.verticalScrollBar().value() == table.verticalScrollBar().maximum() > 0
    box.close()


def test_a_list_that_fits_is_given_no_more_height_than_it_needs(user: User) -> None:
    user.command("Glossary").trigger()
    user.qtbot.waitUntil(lambda: user.desk.window.findChild(QDialog, "glossaryBox") is not None)
    table = user.find("glossaryText")
    user.qtbot.waitUntil(table.isVisible)
    assert 0 <= table.viewport().height() - table.document().size().height() < 2 * table.fontMetrics().height()
    table.window().close()
