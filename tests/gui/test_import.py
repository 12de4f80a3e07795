"""A price file dropped on the window: shown first, taken in on a click, and the open pair follows."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fake_ports import Ear
from fake_world import World
from person import User
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QFileDialog, QPushButton

from ratiodesk.domain.pair import Symbol
from ratiodesk.domain.portfolio import Lot
from ratiodesk.ui.import_dialog import ImportDialog
from ratiodesk.ui.main_window import MainWindow

YAHOO = """Date,Open,High,Low,Close,Adj Close,Volume
2026-08-19,100.0,101.0,99.0,100.0,100.0,1000
2026-08-20,100.0,101.0,99.0,100.5,100.5,1000
yesterday,100.0,101.0,99.0,100.5,100.5,1000
2026-08-21,100.0,102.0,99.0,101.0,101.0,1000
"""
# SPY at twice what IWM closes at in the sample.
OTHER_SPY = """Date,Open,High,Low,Close,Adj Close,Volume
2026-08-20,600.0,600.0,600.0,600.0,600.0,1
2026-08-21,599.92,599.92,599.92,599.92,599.92,1
"""


def drop(user: User, *files: Path) -> bool:
    """Drag files over the window and let them go; return whether the window takes them."""
    return drop_on(user.desk.window, *files)


def drop_on(window: MainWindow, *files: Path) -> bool:
    """The same, on a window that need not be furnished."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entering = QDragEnterEvent(QPoint(400, 300), copy, mime, left, none)
    entering.ignore()
    QApplication.sendEvent(window, entering)
    if not entering.isAccepted():
        return False
    dropping = QDropEvent(QPointF(400, 300), copy, mime, left, none)
    QApplication.sendEvent(window, dropping)
    return dropping.isAccepted()


def dialog_of(user: User) -> ImportDialog | None:
    found = user.desk.window.findChild(ImportDialog)
    return found if isinstance(found, ImportDialog) else None


def import_button(user: User) -> QPushButton:
    dialog = dialog_of(user)
    assert dialog is not None
    box = dialog.findChild(QDialogButtonBox)
    assert isinstance(box, QDialogButtonBox)
    return box.button(QDialogButtonBox.StandardButton.Ok)


def wait_ready(user: User) -> None:
    user.qtbot.waitUntil(lambda: import_button(user).isEnabled())


def agree_to_replace(user: User) -> None:
    """Wait until the dialog warns that the file is worse than what is in use, and take it all the same."""
    box = user.find("importReplace")
    user.qtbot.waitUntil(box.isVisible)
    assert not import_button(user).isEnabled()
    box.click()
    wait_ready(user)


def type_symbol(user: User, text: str) -> None:
    field = user.find("importSymbol")
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)


def write(tmp_path: Path, name: str, text: str) -> Path:
    file = tmp_path / name
    file.write_text(text)
    return file


def take_in(user: User, file: Path) -> None:
    """Drop a file and agree."""
    assert drop(user, file)
    wait_ready(user)
    QTest.mouseClick(import_button(user), Qt.MouseButton.LeftButton)
    user.qtbot.waitUntil(lambda: dialog_of(user) is None)


# The drop


@pytest.mark.parametrize("name", ["prices.csv", "PRICES.CSV", "prices.tsv", "prices.txt"])
def test_one_price_file_is_taken(user: User, tmp_path: Path, name: str) -> None:
    assert drop(user, write(tmp_path, name, YAHOO))
    assert dialog_of(user) is not None


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["picture.png"], "picture.png is neither a layout (.ratiodesk) nor a price file (.csv, .tsv or .txt)."),
        (["a.csv", "b.csv"], "drop one file at a time, not 2."),
        (["picture.png", "a.csv", "b.csv"], "drop one file at a time, not 3."),
        (["folder"], "folder is a folder; drop one file of it."),
        (["folder.csv"], "folder.csv is a folder; drop one file of it."),
    ],
)
def test_anything_else_is_refused_in_a_sentence(user: User, tmp_path: Path, names: list[str], said: str) -> None:
    for name in names:
        if "folder" in name:
            (tmp_path / name).mkdir()
        else:
            write(tmp_path, name, YAHOO)
    assert not drop(user, *(tmp_path / name for name in names))
    assert dialog_of(user) is None
    assert user.text("statusReading") == f"Nothing was opened: {said}"


def test_what_is_no_file_is_none_of_the_windows_business(user: User) -> None:
    assert not drop(user)
    assert user.text("statusReading") == ""


def test_ctrl_o_asks_for_the_file(user: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = write(tmp_path, "NEW.csv", YAHOO)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_words: (str(file), ""))
    user.key(Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    wait_ready(user)
    assert user.text("importSymbol") == "NEW"


def test_ctrl_o_without_a_choice_does_nothing(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_words: ("", ""))
    user.key(Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    assert dialog_of(user) is None


# The dialog


def test_the_dialog_shows_first_rows_summary_and_what_is_left_out(user: User, tmp_path: Path) -> None:
    drop(user, write(tmp_path, "NEW.csv", YAHOO))
    wait_ready(user)
    assert user.text("importSymbol") == "NEW"
    table = user.find("importPreview")
    heads = [table.horizontalHeaderItem(column).text() for column in range(table.columnCount())]
    assert heads == ["Date", "Open", "High", "Low", "Close", "Adj Close", "Volume"]
    assert table.item(0, 0).text() == "2026-08-19"
    summary = user.text("importSummary")
    assert "4 rows" in summary
    assert "3 sessions read, 1 row left out." in summary
    assert "NEW will have 3 sessions, 2026-08-19 to 2026-08-21." in summary
    dropped = user.find("importDropped")
    assert dropped.isVisible()
    # The header is line 1, so “yesterday” stands on line 4.
    assert dropped.toPlainText().startswith("Line 4: ")
    assert "yesterday" in dropped.toPlainText()
    assert not user.find("importReplace").isVisible()


def test_a_file_without_bad_rows_shows_no_list_of_them(user: User, tmp_path: Path) -> None:
    drop(user, write(tmp_path, "NEW.csv", OTHER_SPY))
    wait_ready(user)
    assert not user.find("importDropped").isVisible()


def test_a_file_that_names_no_symbol_asks_for_one(user: User, tmp_path: Path) -> None:
    drop(user, write(tmp_path, "prices of mine (3).csv", YAHOO))
    user.qtbot.waitUntil(lambda: "Type the symbol" in user.text("importSummary"))
    assert not import_button(user).isEnabled()
    type_symbol(user, "mine\r")
    wait_ready(user)
    assert "MINE will have 3 sessions" in user.text("importSummary")


def test_another_symbol_is_read_again_before_it_can_be_taken(user: User, tmp_path: Path) -> None:
    drop(user, write(tmp_path, "NEW.csv", YAHOO))
    wait_ready(user)
    type_symbol(user, "abc")
    assert not import_button(user).isEnabled(), "what is shown is not what is typed"
    wait_ready(user)
    assert "ABC will have 3 sessions" in user.text("importSummary")


def test_what_is_in_use_now_is_told_of_sample_prices_too(user: User, tmp_path: Path) -> None:
    drop(user, write(tmp_path, "SPY.csv", YAHOO))
    agree_to_replace(user)
    assert "SPY has 6,699 sessions from Sample prices now" in user.text("importSummary")


def test_a_symbol_that_is_none_is_refused(user: User, tmp_path: Path) -> None:
    drop(user, write(tmp_path, "NEW.csv", YAHOO))
    wait_ready(user)
    type_symbol(user, "../x\r")
    user.qtbot.waitUntil(lambda: "is not a symbol" in user.text("importSummary"))
    assert not import_button(user).isEnabled()


@pytest.mark.parametrize("text", ["", "once upon a time\n", "Date,Close\nnever,nothing\n"])
def test_a_file_without_prices_says_why(user: User, tmp_path: Path, text: str) -> None:
    drop(user, write(tmp_path, "NEW.csv", text))
    user.qtbot.waitUntil(lambda: user.text("importSummary") != "Reading …")
    assert user.text("importSummary").endswith(".")
    assert not import_button(user).isEnabled()
    dialog = dialog_of(user)
    assert dialog is not None
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert "NEW" not in user.desk.open_pair._prices.symbols()


def test_a_file_that_is_gone_says_so(user: User, tmp_path: Path) -> None:
    drop(user, tmp_path / "GONE.csv")
    user.qtbot.waitUntil(lambda: user.text("importSummary") != "Reading …")
    assert "GONE.csv" in user.text("importSummary")


# Taken in


def test_importing_keeps_the_prices_and_the_open_pair_follows(user: User, tmp_path: Path) -> None:
    drop(user, write(tmp_path, "SPY.csv", OTHER_SPY))
    agree_to_replace(user)
    QTest.mouseClick(import_button(user), Qt.MouseButton.LeftButton)
    user.qtbot.waitUntil(lambda: dialog_of(user) is None)
    series = user.desk.open_pair.series
    assert series is not None
    # IWM closed at 299.96 on 21 August 2026: 599.92/299.96 = 2.
    assert series.ratio == pytest.approx(2.0)
    assert len(series) == 2
    assert user.chart.frame.series is series
    assert "SPY.csv and Sample prices" in user.text("statusSource")
    assert user.text("statusReading") == "SPY: 2 sessions taken in, 0 rows left out."


def test_one_session_and_one_row_are_singular(user: User, tmp_path: Path) -> None:
    drop(user, write(tmp_path, "NEW.csv", "Date,Close\n2026-08-20,10\n2026-08-21,none\n"))
    wait_ready(user)
    QTest.mouseClick(import_button(user), Qt.MouseButton.LeftButton)
    user.qtbot.waitUntil(lambda: dialog_of(user) is None)
    assert user.text("statusReading") == "NEW: 1 session taken in, 1 row left out."


def test_importing_another_symbol_leaves_the_open_pair_and_can_be_opened(user: User, tmp_path: Path) -> None:
    before = user.desk.open_pair.series
    take_in(user, write(tmp_path, "NEW.csv", YAHOO))
    assert user.desk.open_pair.series is before
    user.open("NEW/IWM")
    assert user.desk.open_pair.series is not None
    assert user.desk.open_pair.series.ratio == pytest.approx(101.0 / 299.96)


def test_what_was_imported_is_found_at_the_next_search(user: User, tmp_path: Path) -> None:
    search = user.desk.parts.search
    found = Ear.on(search.found)
    search.ask("NEW")
    take_in(user, write(tmp_path, "NEW.csv", YAHOO))
    search.ask("NEW")
    assert [[listing.symbol for listing in listings] for _, listings in found.heard] == [[], ["NEW"]]


def test_a_holding_counts_at_the_prices_of_a_file_taken_in(user: User, tmp_path: Path) -> None:
    user.desk.parts.portfolio.change(lambda now: now.with_lot(Lot(Symbol("NEW"), 10.0)))
    assert not user.desk.parts.portfolio.has_prices(Symbol("NEW"))
    take_in(user, write(tmp_path, "NEW.csv", YAHOO))
    user.qtbot.waitUntil(lambda: user.desk.parts.portfolio.has_prices(Symbol("NEW")))
    worth = user.desk.open_pair.worth
    assert worth is not None
    # 10 × 101.00
    assert [(held.symbol, held.value) for held in worth.holdings] == [("NEW", 1_010.0)]


def test_cancelling_keeps_nothing(user: User, tmp_path: Path) -> None:
    drop(user, write(tmp_path, "NEW.csv", YAHOO))
    wait_ready(user)
    dialog = dialog_of(user)
    assert dialog is not None
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert "NEW" not in user.desk.open_pair._prices.symbols()


def test_a_file_that_contradicts_an_earlier_one_has_to_replace_it(user: User, tmp_path: Path) -> None:
    take_in(user, write(tmp_path, "NEW.csv", YAHOO))
    other = YAHOO.replace("2026-08-19", "2026-08-18").replace("101.0,101.0,1000", "55.0,55.0,1000")
    drop(user, write(tmp_path, "new.csv", other))
    # 20 and 21 August are common, of which 101 and 55 differ; 19 August would no longer fit.
    user.qtbot.waitUntil(lambda: "1 of 2 common closes differ" in user.text("importSummary"))
    assert not import_button(user).isEnabled()
    assert user.find("importReplace").isVisible()
    user.find("importReplace").click()
    wait_ready(user)
    assert "NEW will have 3 sessions, 2026-08-18 to 2026-08-21." in user.text("importSummary")
    QTest.mouseClick(import_button(user), Qt.MouseButton.LeftButton)
    prices = user.desk.open_pair._prices
    user.qtbot.waitUntil(lambda: prices.quotes("NEW").bars.close[-1] == 55.0)


def test_a_second_file_that_fits_the_first_continues_it(user: User, tmp_path: Path) -> None:
    take_in(user, write(tmp_path, "NEW.csv", YAHOO))
    drop(user, write(tmp_path, "new.csv", "Date,Close\n2026-08-24,103.0\n"))
    wait_ready(user)
    assert "NEW will have 4 sessions, 2026-08-19 to 2026-08-24, 3 of them from earlier files." in user.text(
        "importSummary"
    )


def test_an_answer_for_the_symbol_typed_before_cannot_be_taken(
    open_faked: Callable[..., User], world: World, qtbot: Any, tmp_path: Path
) -> None:
    user = open_faked("SPY/IWM")
    drop(user, write(tmp_path, "XYZ.csv", ""))
    wait_ready(user)
    world.imports.gate = threading.Event()
    dialog = dialog_of(user)
    assert dialog is not None
    type_symbol(user, "A")
    qtbot.waitUntil(lambda: not dialog._pause.isActive())
    type_symbol(user, "AB")
    dialog._pause.stop()
    found = Ear.on(user.desk.parts.importer.found)
    world.imports.gate.set()
    qtbot.waitUntil(lambda: len(found) == 1)
    assert found.heard[0].symbol == "A"
    assert user.text("importSymbol") == "AB"
    assert not import_button(user).isEnabled()
