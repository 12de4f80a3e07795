"""In another language nothing is left in English, and nothing of it goes where programs read."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fake_world import wait_idle
from other_language import CLOSED, OPENED, Bracketed, Said, check, collected, english, is_open, texts_of
from person import User
from planned_desk import fill_cards
from portfolio_user import enter
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QPainter, QStaticText
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QColorDialog,
    QDialog,
    QFileDialog,
    QInputDialog,
    QLineEdit,
    QMenu,
    QMessageBox,
)

from ratiodesk.chart.tip import tip_at
from ratiodesk.domain.layout import Layout
from ratiodesk.domain.level import Level
from ratiodesk.domain.pair import Pair
from ratiodesk.domain.ratio import Ratio
from ratiodesk.market.price_copy import PriceCopies
from ratiodesk.storage.archive import write_archive
from ratiodesk.storage.home import open_home
from ratiodesk.storage.layout_files import LayoutFiles
from ratiodesk.ui.error_dialog import ErrorDialog
from ratiodesk.ui.restore_dialog import RestoreDialog
from ratiodesk.words import tr, use_catalogue

# A walk through the window and every dialog.
pytestmark = pytest.mark.slow

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
_TOGGLES = ("Candles", "Legs rebased", "z-score", "Reward : risk in the entry zone", "Mark ex-dividend sessions")


@pytest.fixture
def language() -> Iterator[Bracketed]:
    texts = Bracketed()
    before = use_catalogue(texts)
    yield texts
    use_catalogue(before)
    # Forms of dates, such as YYYY-MM-DD, are put together out of parts.
    assert {text for text in texts.asked - collected() if text != text.upper()} == set()


@pytest.fixture
def planned(language: Bracketed, open_user: Callable[..., User]) -> User:
    """A desk in the other language, with a plan in force and all cards open."""
    return fill_cards(open_user(size=(1600, 950)))


@pytest.fixture
def painted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """All that is painted letter by letter, and not by a widget of Qt’s."""
    texts: list[str] = []

    def add(text: str) -> None:
        if texts and is_open(texts[-1]):
            # A line of a text that its owner breaks.
            texts[-1] += f" {text}"
        else:
            texts.append(text)

    def listen(name: str) -> None:
        paint = getattr(QPainter, name)

        def heard(painter: QPainter, *words: Any) -> Any:
            for word in words:
                if isinstance(word, (str, QStaticText)):
                    add(word if isinstance(word, str) else word.text())
            return paint(painter, *words)

        monkeypatch.setattr(QPainter, name, heard)

    listen("drawText")
    listen("drawStaticText")
    return texts


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """What dialogs of Qt’s are given to say; each is answered with a file of the kind that was asked for, or left."""
    texts: list[str] = []

    def listen(owner: type, name: str, answer: Callable[[list[str]], object]) -> None:
        def heard(*words: Any, **named: Any) -> object:
            said = [word for word in (*words, *named.values()) if isinstance(word, str)]
            texts.extend(said)
            return answer(said)

        monkeypatch.setattr(owner, name, heard)

    def name_file(said: list[str]) -> tuple[str, str]:
        return str(tmp_path / (said[1] or "none")), said[-1].split(";;")[0]

    listen(QFileDialog, "getSaveFileName", name_file)
    listen(QFileDialog, "getOpenFileName", lambda _: ("", ""))
    listen(QInputDialog, "getText", lambda _: ("", False))
    listen(QColorDialog, "getColor", lambda _: _NoColour())
    listen(QMessageBox, "warning", lambda _: QMessageBox.StandardButton.Cancel)
    return texts


class _NoColour:
    """What a dialog of colours returns that was left."""

    def isValid(self) -> bool:
        return False


def command(user: User, text: str) -> QAction:
    """Return a command by its English words."""
    return next(action for action in user.desk.window.actions() if action.text() in (text, tr(text)))


def by_command(text: str) -> Callable[[User, Path], None]:
    return lambda user, _: command(user, text).trigger()


def import_prices(user: User, folder: Path) -> None:
    file = folder / "XYZ.csv"
    file.write_text("Date,Close\n" + "\n".join(f"2022-01-{day:02},{day}.5" for day in range(3, 8)))
    user.desk.window.file_dropped.emit(file)


def fail(user: User, _: Path) -> None:
    dialog = ErrorDialog("RatioDesk", user.desk.window)
    for details in ("one", "one", "two"):
        dialog.add(f"{OPENED}No space left.{CLOSED}", details)
    dialog.show()


def keep_holdings(user: User, _: Path) -> None:
    command(user, "Portfolio…").trigger()
    enter(user, 0, "TLT", "12", cost="80")
    enter(user, 1, "QQQ", value="5000")


def see_versions(user: User, _: Path) -> None:
    for line in user.levels.values():
        user.desk.open_pair.set_label(line.id, "XYZ")
        user.desk.open_pair.flush()
    command(user, "Versions…").trigger()


def restore(user: User, folder: Path) -> None:
    home, file = open_home(str(folder / "another")), folder / "saved.zip"
    LayoutFiles(home).save(Layout(Pair.parse("SPY/IWM"), (Level.new(Ratio(2.4)),)))
    write_archive(home, file, PriceCopies(home.prices))
    RestoreDialog(file, user.desk.parts.archivist, user.desk.window).open()


def settle(user: User, folder: Path) -> None:
    """Open what tells the lines here from those of a copy that was changed elsewhere."""
    user.desk.open_pair.flush()
    layouts = folder / "home" / "layouts"
    document = (layouts / "IWM_SPY.ratiodesk").read_text()
    (layouts / "IWM_SPY (conflicted copy).ratiodesk").write_text(document.replace("100000", "50000"))
    user.desk.parts.copies.read()
    user.find("copyAction").click()


def freeze(user: User, folder: Path) -> None:
    command(user, "Freeze plan").trigger()
    by_command("Journal…")(user, folder)


_DIALOGS: dict[str, Callable[[User, Path], None]] = {
    **{
        words: by_command(words)
        for words in (
            *("Portfolio…", "Journal…", "Versions…", "Shortcuts", "Glossary", "About RatioDesk"),
            *("Find a command…", "Go to a date…", "Compare…", "About the data…"),
        )
    },
    "holdings": keep_holdings,
    "frozen": freeze,
    "versions": see_versions,
    "restore": restore,
    "settle": settle,
    "ticket": lambda user, _: user.find("orderTicket").click(),
    "import": import_prices,
    "error": fail,
}


def opened(user: User) -> QDialog:
    window = user.desk.window

    def shown() -> list[QDialog]:
        return [dialog for dialog in window.findChildren(QDialog) if dialog.isVisible()]

    user.qtbot.waitUntil(lambda: len(shown()) == 1)
    wait_idle(user.desk.parts, user.qtbot)
    return shown()[0]


def beheld(painted: list[str], place: str) -> Iterator[Said]:
    return (Said(f"painted in {place}", text) for text in painted)


# What is on the screen


def test_the_window_says_nothing_in_english(planned: User, painted: list[str]) -> None:
    planned.desk.window.grab()
    check([*texts_of(planned.desk.window), *beheld(painted, "the window")])


def test_a_window_without_lines_says_nothing_in_english(
    language: Bracketed, open_user: Callable[..., User], painted: list[str]
) -> None:
    user = open_user()
    user.desk.window.grab()
    check([*texts_of(user.desk.window), *beheld(painted, "the window")])


@pytest.mark.parametrize("name", _DIALOGS)
def test_a_dialog_says_nothing_in_english(planned: User, painted: list[str], tmp_path: Path, name: str) -> None:
    _DIALOGS[name](planned, tmp_path)
    dialog = opened(planned)
    dialog.grab()
    said = [*texts_of(dialog), *beheld(painted, "the dialog")]
    dialog.close()
    check(said)


@pytest.mark.parametrize("role", ["stop", "entry", "plain"])
def test_the_menus_say_nothing_in_english(planned: User, role: str) -> None:
    if role == "plain":
        planned.chart.chart_menu_requested.emit(2.4, QPoint(300, 300))
    else:
        planned.chart.level_menu_requested.emit(planned.levels[role].id, QPoint(300, 300))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    said = [*texts_of(menu), *(Said("entry", entry.text()) for entry in menu.actions())]
    menu.close()
    check(said)


def test_the_chart_says_nothing_in_english(planned: User, painted: list[str]) -> None:
    chart = planned.chart
    chart.grab()
    for words in (*_TOGGLES, "Freeze plan"):
        command(planned, words).trigger()
        chart.grab()
    planned.move(planned.at(2.5))
    chart.grab()
    planned.drag(QPoint(150, 300), QPoint(350, 180), modifier=SHIFT)
    chart.grab()
    frame, view = chart.frame, chart.viewport()
    tips = {tip_at(frame, x, y) for x in range(0, view.width(), 5) for y in range(0, view.height(), 5)}
    chart.set_range("1M")
    frame = chart.frame
    tips |= {tip_at(frame, x, y) for x in range(0, view.width(), 9) for y in range(0, view.height(), 9)}
    tips.discard("")
    assert len(tips) > 1
    check([*beheld(painted, "the chart"), *(Said("tip of the chart", tip) for tip in tips)])


def test_a_chart_without_prices_says_nothing_in_english(planned: User, painted: list[str]) -> None:
    planned.open("ABC/DEF")
    wait_idle(planned.desk.parts, planned.qtbot)
    planned.desk.window.grab()
    said = [*texts_of(planned.desk.window), *beheld(painted, "the window")]
    check(each for each in said if english(each.text) not in (["ABC"], ["DEF"], ["ABC", "DEF"]))


# What is answered


@pytest.mark.parametrize("text", ["?", "", "-1", "1e99"])
def test_refusals_are_not_in_english(planned: User, text: str) -> None:
    said = []
    for field in planned.desk.window.findChildren(QLineEdit):
        if field.isVisible() and field.isEnabled() and not field.isReadOnly() and field.objectName():
            planned.type_into(field.objectName(), text)
            QApplication.processEvents()
            said += [each for each in texts_of(field) if english(each.text) != english(text)]
            planned.key(Qt.Key.Key_Escape)
    check([*said, *texts_of(planned.desk.view.sidebar)])


@pytest.mark.parametrize(
    "words",
    [
        *("Copy the chart", "Export the chart…", "Report…", "Save", "Undo", "Redo", "Swap the pair", "Freeze plan"),
        *("Hide all lines", "Refresh", "Logarithmic axis", "Convert to one currency", "Total return", "Open…"),
        *("Import prices…", "Open recent", "Several lines", "Add a line at the crosshair", "Restore from a backup…"),
    ],
)
def test_what_a_command_answers_is_not_in_english(
    planned: User, painted: list[str], asked: list[str], words: str
) -> None:
    command(planned, words).trigger()
    wait_idle(planned.desk.parts, planned.qtbot)
    menu = QApplication.activePopupWidget()
    if menu is not None:
        menu.close()
    said = [
        *texts_of(planned.desk.view.status),
        *beheld(painted, "what was made"),
        *(Said("asked", it) for it in asked),
    ]
    check(said)


def test_what_becomes_of_a_backup_is_not_in_english(planned: User, asked: list[str]) -> None:
    command(planned, "Back up everything…").trigger()
    box = opened(planned)
    said = [*texts_of(box), *texts_of(planned.desk.view.status), *(Said("asked", it) for it in asked)]
    box.close()
    check(said)


# What is kept


def test_what_is_kept_and_written_is_in_no_language(
    planned: User, asked: list[str], home: Path, tmp_path: Path
) -> None:
    for words in (*_TOGGLES, "Freeze plan"):
        command(planned, words).trigger()
    planned.find("trancheCombo").setCurrentIndex(2)
    keep_holdings(planned, tmp_path)
    opened(planned).close()
    see_versions(planned, tmp_path)
    opened(planned).close()
    planned.find("orderTicket").click()
    forms = planned.find("ticketForm")
    for form in range(forms.count()):
        forms.setCurrentIndex(form)
        assert OPENED not in planned.find("ticketPreview").toPlainText()
        QTest.mouseClick(planned.find("ticketSave"), Qt.MouseButton.LeftButton)
        QTest.mouseClick(planned.find("ticketCopy"), Qt.MouseButton.LeftButton)
        assert OPENED not in QApplication.clipboard().text()
    planned.find("ticketDialog").close()
    planned.find("executionTabs").setCurrentIndex(1)
    by_command("Journal…")(planned, tmp_path)
    window = opened(planned)
    planned.find("journalExport").click()
    window.close()
    command(planned, "Back up everything…").trigger()
    opened(planned).close()
    planned.desk.open_pair.flush()
    written = [file for file in tmp_path.rglob("*") if file.is_file()]
    kinds = {file.suffix for file in written}
    assert {".csv", ".json", ".ratiodesk", ".zip"} <= kinds
    for file in written:
        content = file.read_bytes()
        assert OPENED.encode() not in content, file
        assert json.dumps(OPENED).strip('"').encode() not in content, file
