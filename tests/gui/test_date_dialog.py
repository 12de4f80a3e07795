"""The small dialogs: a date to go to, a pair to compare."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QListView, QPushButton, QWidget

from ratiodesk.ui.compare_dialog import CompareDialog
from ratiodesk.ui.date_dialog import DateDialog
from ratiodesk.ui.theme import DARK, LIGHT, Theme, apply_theme

FIRST, LAST, TODAY = date(2000, 1, 5), date(2021, 12, 28), date(2021, 12, 29)
PAIRS = ("SPY/IWM", "QQQ/IWM", "SPY/TLT")


@pytest.fixture
def window(qtbot: Any) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(600, 400)
    with qtbot.waitExposed(window):
        window.show()
    return window


def opened(dialog: Any, qtbot: Any) -> Any:
    """Open a dialog as the desk does, and wait until it has the keys."""
    with qtbot.waitActive(dialog):
        dialog.open()
    qtbot.waitUntil(dialog.field.hasFocus)
    return dialog


@pytest.fixture
def date_dialog(window: QWidget, qtbot: Any) -> DateDialog:
    return opened(DateDialog(FIRST, LAST, TODAY, window), qtbot)


@pytest.fixture
def compare(window: QWidget, qtbot: Any) -> Callable[[str], CompareDialog]:
    return lambda current="": opened(CompareDialog(PAIRS, current, window), qtbot)


def heard(signal: Any) -> list[Any]:
    """Return the list that takes what a signal says from now on."""
    words: list[Any] = []
    signal.connect(lambda *said: words.append(said[0] if said else None))
    return words


def press(*keys: Qt.Key | str) -> None:
    """Press keys where they would go: to a list that is open, else to the widget that has the focus."""
    for key in keys:
        target = QApplication.activePopupWidget() or QApplication.focusWidget()
        assert target is not None
        if isinstance(key, str):
            QTest.keyClicks(target, key)
        else:
            QTest.keyClick(target, key)


def is_gone(dialog: QDialog) -> bool:
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return not shiboken6.isValid(dialog)


def problem(dialog: QDialog) -> str:
    """Return the sentence below the field, empty where none is shown."""
    label = dialog.findChild(QLabel, dialog.objectName().replace("Dialog", "Problem"))
    assert isinstance(label, QLabel)
    return label.text() if label.isVisible() else ""


def marked(dialog: Any) -> bool:
    return bool(dialog.field.property("state") == "bad")


# A date


def test_the_date_dialog_has_its_names_and_says_the_reach(date_dialog: DateDialog) -> None:
    assert date_dialog.objectName() == "dateDialog"
    assert date_dialog.field.objectName() == "dateEdit"
    assert date_dialog.field.accessibleName() == "Date"
    assert date_dialog.hint.text() == "5 Jan 2000 to 28 Dec 2021"
    assert date_dialog.field.hasFocus()
    assert problem(date_dialog) == ""


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2021-03-11", date(2021, 3, 11)),
        ("13 Mar 2021", date(2021, 3, 13)),  # A Saturday: the chart goes to the session after it.
        ("11 Mar", date(2021, 3, 11)),
        ("29 Dec", LAST),  # Today, which lies one day behind the last session.
        ("2000", FIRST),  # The year in which the history begins.
        ("2000-01-05", FIRST),
        ("2021-12-28", LAST),
    ],
)
def test_return_goes_to_a_date_of_the_history(date_dialog: DateDialog, text: str, day: date) -> None:
    chosen = heard(date_dialog.date_chosen)
    press(text, Qt.Key.Key_Return)
    assert chosen == [day]
    assert is_gone(date_dialog)


def test_the_button_goes_too(date_dialog: DateDialog) -> None:
    chosen = heard(date_dialog.date_chosen)
    press("2021-03-11")
    (go,) = (button for button in date_dialog.findChildren(QPushButton) if button.text() == "Go")
    QTest.mouseClick(go, Qt.MouseButton.LeftButton)
    assert chosen == [date(2021, 3, 11)]


def test_the_dialog_is_closed_before_the_date_is_told(date_dialog: DateDialog) -> None:
    seen: list[bool] = []
    date_dialog.date_chosen.connect(lambda _day: seen.append(date_dialog.isVisible()))
    press("2021-03-11", Qt.Key.Key_Return)
    assert seen == [False]


@pytest.mark.parametrize(("text", "day"), [("1999-12-04", "4 Dec 1999"), ("2022-01-29", "29 Jan 2022")])
def test_a_date_beyond_the_history_is_refused(date_dialog: DateDialog, text: str, day: str) -> None:
    chosen = heard(date_dialog.date_chosen)
    press(text, Qt.Key.Key_Return)
    reach = "5 Jan 2000 to 28 Dec 2021"
    assert problem(date_dialog) == f"{day} is outside the history, which runs from {reach}."
    assert (date_dialog.field.text(), date_dialog.isVisible(), marked(date_dialog)) == (text, True, True)
    assert chosen == []


@pytest.mark.parametrize("text", ["", "<b>soon</b>", "3/4/2021", "30 Feb 2021"])
def test_what_is_no_date_stays_with_a_sentence(date_dialog: DateDialog, text: str) -> None:
    press(text, Qt.Key.Key_Return)
    sentence = problem(date_dialog)
    assert sentence.endswith(".")
    assert (date_dialog.field.text(), marked(date_dialog)) == (text, True)
    assert date_dialog.field.accessibleDescription() == sentence
    label = date_dialog.findChild(QLabel, "dateProblem")
    assert isinstance(label, QLabel)
    assert label.textFormat() is Qt.TextFormat.PlainText


def test_a_correction_takes_the_sentence_back_and_goes(date_dialog: DateDialog) -> None:
    chosen = heard(date_dialog.date_chosen)
    press("soon", Qt.Key.Key_Return)
    assert problem(date_dialog)
    # What was refused is selected, so that typing replaces it.
    press("2021")
    assert (problem(date_dialog), marked(date_dialog), date_dialog.field.text()) == ("", False, "2021")
    press(Qt.Key.Key_Return)
    assert chosen == [date(2021, 1, 1)]


def test_the_whole_sentence_is_to_be_seen(date_dialog: DateDialog, qtbot: Any) -> None:
    height = date_dialog.height()
    date_dialog.refuse("A sentence that takes more than the room of one line. " * 6)
    label = date_dialog.findChild(QLabel, "dateProblem")
    assert isinstance(label, QLabel)
    assert label.heightForWidth(label.width()) > 3 * label.fontMetrics().height()
    # A window manager takes its time to grant the room.
    qtbot.waitUntil(lambda: label.height() >= label.heightForWidth(label.width()))
    assert date_dialog.height() > height
    for button in date_dialog.findChildren(QPushButton):
        assert date_dialog.rect().contains(button.mapTo(date_dialog, button.rect().bottomRight()))


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
def test_sentences_are_written_in_the_colours_of_the_theme(date_dialog: DateDialog, theme: Theme) -> None:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    apply_theme(application, theme, date_dialog)
    press("soon", Qt.Key.Key_Return)
    colours = []
    for label in (date_dialog.hint, date_dialog.findChild(QLabel, "dateProblem")):
        assert isinstance(label, QLabel)
        colours.append(label.palette().color(label.foregroundRole()).name())
    assert colours == [theme.muted, theme.loss]


def test_esc_leaves(date_dialog: DateDialog) -> None:
    chosen = heard(date_dialog.date_chosen)
    press("2021-03-11", Qt.Key.Key_Escape)
    assert is_gone(date_dialog)
    assert chosen == []


# A pair


def offered(dialog: CompareDialog) -> list[str]:
    """Return the rows of the list, none where it is closed."""
    popup = dialog.field.completer().popup()
    assert isinstance(popup, QListView)
    model = popup.model()
    return [model.index(row, 0).data() for row in range(model.rowCount())] if popup.isVisible() else []


def test_a_pair_goes_out_as_it_is_typed_and_the_owner_closes(compare: Callable[..., CompareDialog]) -> None:
    dialog = compare()
    chosen = heard(dialog.pair_chosen)
    press("xlk xlf", Qt.Key.Key_Return)
    assert chosen == ["xlk xlf"]
    assert dialog.isVisible()
    dialog.accept()
    assert is_gone(dialog)


def test_a_refusal_keeps_the_dialog_and_the_text(compare: Callable[..., CompareDialog]) -> None:
    dialog = compare()
    dialog.pair_chosen.connect(lambda text: dialog.refuse(f"“{text}” is not a pair."))
    press("xlk", Qt.Key.Key_Return)
    assert problem(dialog) == "“xlk” is not a pair."
    assert (dialog.isVisible(), marked(dialog), dialog.field.text()) == (True, True, "xlk")
    press("q")
    assert (problem(dialog), marked(dialog)) == ("", False)
    press(Qt.Key.Key_Escape, Qt.Key.Key_Escape)
    assert is_gone(dialog)


def test_known_pairs_are_offered_wherever_they_hold_what_is_typed(compare: Callable[..., CompareDialog]) -> None:
    dialog = compare()
    press("iw")
    assert offered(dialog) == ["SPY/IWM", "QQQ/IWM"]
    popup = dialog.field.completer().popup()
    assert popup.viewport().height() >= 2 * popup.sizeHintForRow(0), "a row is cut"
    press("x")
    assert offered(dialog) == []


def test_return_takes_what_is_typed_although_the_list_is_open(compare: Callable[..., CompareDialog]) -> None:
    dialog = compare()
    chosen = heard(dialog.pair_chosen)
    press("spy/iw")
    assert offered(dialog) == ["SPY/IWM"]
    press(Qt.Key.Key_Return)
    assert chosen == ["spy/iw"]
    assert offered(dialog) == []


def test_a_row_of_the_list_is_taken_with_one_return(compare: Callable[..., CompareDialog]) -> None:
    dialog = compare()
    chosen = heard(dialog.pair_chosen)
    press("iw", Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return)
    QApplication.processEvents()
    assert chosen == ["QQQ/IWM"]
    assert dialog.field.text() == "QQQ/IWM"


def test_a_row_of_the_list_is_taken_with_a_click(compare: Callable[..., CompareDialog]) -> None:
    dialog = compare()
    chosen = heard(dialog.pair_chosen)
    press("iw")
    popup = dialog.field.completer().popup()
    row = popup.visualRect(popup.model().index(1, 0)).center()
    QTest.mouseClick(popup.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, row)
    QApplication.processEvents()
    assert chosen == ["QQQ/IWM"]


def test_a_row_that_is_refused_stands_there_to_be_typed_over(compare: Callable[..., CompareDialog]) -> None:
    dialog = compare()
    dialog.pair_chosen.connect(lambda text: dialog.refuse(f"There are no prices for {text}."))
    press("iw", Qt.Key.Key_Down, Qt.Key.Key_Return)
    QApplication.processEvents()
    assert problem(dialog) == "There are no prices for SPY/IWM."
    assert dialog.field.selectedText() == "SPY/IWM"


def test_esc_closes_the_list_and_then_the_dialog(compare: Callable[..., CompareDialog]) -> None:
    dialog = compare()
    press("iw", Qt.Key.Key_Escape)
    assert (offered(dialog), dialog.isVisible(), dialog.field.text()) == ([], True, "iw")
    press(Qt.Key.Key_Escape)
    assert is_gone(dialog)


def test_there_is_nothing_to_stop_before_a_pair_is_compared(compare: Callable[..., CompareDialog]) -> None:
    assert compare().findChild(QPushButton, "stopComparing") is None


def test_stop_comparing_closes_and_says_so(compare: Callable[..., CompareDialog]) -> None:
    dialog = compare("QQQ/IWM")
    cleared, chosen = heard(dialog.cleared), heard(dialog.pair_chosen)
    stop = dialog.findChild(QPushButton, "stopComparing")
    assert isinstance(stop, QPushButton)
    assert stop.text() == "Stop comparing"
    QTest.mouseClick(stop, Qt.MouseButton.LeftButton)
    assert (len(cleared), chosen) == (1, [])
    assert is_gone(dialog)


def test_return_compares_and_never_stops(compare: Callable[..., CompareDialog]) -> None:
    dialog = compare("QQQ/IWM")
    cleared, chosen = heard(dialog.cleared), heard(dialog.pair_chosen)
    assert dialog.field.selectedText() == "QQQ/IWM"
    press(Qt.Key.Key_Return)
    assert (cleared, chosen) == ([], ["QQQ/IWM"])
