"""Help: the words, and what the program is made of, to be read and copied with the keys alone."""

import sys
from pathlib import Path

from person import User
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QTableWidget

from ratiodesk import __version__
from ratiodesk.domain.glossary import GLOSSARY
from ratiodesk.domain.pair import Symbol
from ratiodesk.domain.portfolio import Lot


def open_dialog(user: User, text: str, name: str) -> QDialog:
    """Find a command by its name and carry it out."""
    user.key(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(user.find("commandEdit"), text)
    QTest.keyClick(user.find("commandEdit"), Qt.Key.Key_Return)
    user.qtbot.waitUntil(lambda: user.desk.window.findChild(QDialog, name) is not None)
    dialog = user.find(name)
    assert isinstance(dialog, QDialog)
    return dialog


def rows(table: QTableWidget) -> list[list[str]]:
    return [[table.item(row, column).text() for column in range(3)] for row in range(table.rowCount())]


def test_the_glossary_shows_every_word_and_ends_with_esc(user: User) -> None:
    dialog = open_dialog(user, "glossary", "glossaryBox")
    text = user.find("glossaryText").toPlainText().replace("\N{NO-BREAK SPACE}", " ")
    for term in GLOSSARY:
        assert term.word in text
        assert term.meaning in text
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_about_names_all_parts_and_whose_the_prices_are(user: User) -> None:
    dialog = open_dialog(user, "about", "aboutDialog")
    parts = {name: (version, licence) for name, version, licence in rows(user.find("partsTable"))}
    assert parts["RatioDesk"] == (__version__, "MIT")
    assert "LGPL" in parts["Qt"][1]
    assert {"Python", "numpy", "pandas", "pyqtgraph", "yfinance", "Material Design Icons"} <= set(parts)
    assert all(version and licence for version, licence in parts.values())
    words = " ".join(label.text() for label in dialog.findChildren(type(user.find("aboutName"))))
    assert "not affiliated with Yahoo" in words
    dialog.reject()


def test_the_arrows_show_the_licence_of_each_part(user: User) -> None:
    dialog = open_dialog(user, "about", "aboutDialog")
    table, text = user.find("partsTable"), user.find("licenceText")
    assert "MIT License" in text.toPlainText()
    shown = set()
    for row in range(1, table.rowCount()):
        QTest.keyClick(table, Qt.Key.Key_Down)
        assert table.currentRow() == row
        shown.add(text.toPlainText())
    assert all(shown)
    assert any("GNU LESSER GENERAL PUBLIC LICENSE" in words and "GNU GENERAL PUBLIC" in words for words in shown)
    assert len(shown) > 20
    dialog.reject()


def test_diagnostics_are_copied_without_anything_of_the_user(user: User, home: Path) -> None:
    user.place(2.5173)
    user.type_into("accountEdit", "271828")
    user.desk.parts.portfolio.change(lambda now: now.with_lot(Lot(Symbol("QQQ"), shares=31415.0)))
    dialog = open_dialog(user, "diagnostics", "aboutDialog")
    QTest.mouseClick(user.find("copyDiagnostics"), Qt.MouseButton.LeftButton)
    text = QGuiApplication.clipboard().text()
    for words in (f"RatioDesk {__version__}", "numpy ", "PySide6", "Screens", "%"):
        assert words in text
    for secret in (
        "271828",
        "271,828",
        "31415",
        "31,415",
        "2.517",
        "QQQ",
        "SPY",
        str(home),
        str(Path.home()),
        sys.prefix,
    ):
        assert secret not in text, secret
    assert user.find("copyDiagnostics").text() == "Copied"
    dialog.reject()
