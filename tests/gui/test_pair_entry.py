"""Typing a pair: instruments that fit are offered for each half, and the keyboard is all it takes."""

from collections.abc import Callable
from typing import Any

import pytest
from fake_ports import CLOSES, make_quotes, of_yahoo
from fake_world import World
from person import User
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QListView

from ratiodesk.domain.errors import NotFound
from ratiodesk.domain.pair import Pair, Symbol
from ratiodesk.domain.quotes import Listing

TLT = Listing(Symbol("TLT"), "iShares 20+ Year Treasury Bond ETF", "NasdaqGM")
SPDR = Listing(Symbol("SPY"), "SPDR S&P 500 ETF Trust", "NYSEArca")
SAP = Listing(Symbol("SAP.DE"), "SAP SE", "XETRA")


@pytest.fixture
def user(open_faked: Callable[..., User], world: World) -> User:
    world.prices.names = [SPDR, TLT]
    world.prices.keep(make_quotes("TLT", CLOSES["IWM"]))
    return open_faked("SPY/IWM")


def press(*keys: Qt.Key | str) -> None:
    """Press keys where they would go: to a list that is open, else to the field."""
    for key in keys:
        target = QApplication.activePopupWidget() or QApplication.focusWidget()
        assert target is not None
        if isinstance(key, str):
            QTest.keyClicks(target, key)
        else:
            QTest.keyClick(target, key)
        QApplication.processEvents()


def start(user: User, text: str) -> None:
    """Begin to type another pair."""
    user.find("pairEntry").setFocus()
    user.find("pairEntry").selectAll()
    for letter in text:
        press(letter)


def offered(user: User) -> list[str]:
    """Return the rows of the list, none where it is closed."""
    popup = completions(user)
    model = popup.model()
    return [model.index(row, 0).data() for row in range(model.rowCount())] if popup.isVisible() else []


def completions(user: User) -> QListView:
    # Qt keeps the popup as a window of its own.
    popups = [popup for popup in QApplication.allWidgets() if popup.objectName() == "completions"]
    popup = next(popup for popup in popups if popup.focusProxy() is user.find("pairEntry"))
    assert isinstance(popup, QListView)
    return popup


def click_first(user: User) -> None:
    popup = completions(user)
    row = popup.visualRect(popup.model().index(0, 0))
    QTest.mouseClick(popup.viewport(), Qt.MouseButton.LeftButton, pos=row.center())


def test_what_fits_is_offered_with_name_and_exchange(user: User) -> None:
    start(user, "t")
    # TLT by its symbol; SPY has the word “Trust” in its name.
    assert offered(user) == [
        "TLT    iShares 20+ Year Treasury Bond ETF  ·  NasdaqGM",
        "SPY    SPDR S&P 500 ETF Trust  ·  NYSEArca",
    ]
    press("lt")
    assert [row[:3] for row in offered(user)] == ["TLT"]


def test_the_source_adds_what_it_knows_a_moment_later(user: User, world: World) -> None:
    world.feed.found["sap"] = [SAP]
    start(user, "sap")
    assert offered(user) == []
    user.qtbot.waitUntil(lambda: offered(user) == ["SAP.DE    SAP SE  ·  XETRA"])
    assert user.text("pairEntry") == "sap"


def test_both_halves_are_completed_by_keyboard(user: User) -> None:
    start(user, "tl")
    press(Qt.Key.Key_Down, Qt.Key.Key_Return)
    user.qtbot.waitUntil(lambda: user.text("pairEntry") == "TLT/")
    assert user.find("pairEntry").property("state") != "bad", user.text("statusReading")
    press("iw")
    assert offered(user) == ["IWM"]
    press(Qt.Key.Key_Down, Qt.Key.Key_Return)
    user.qtbot.waitUntil(lambda: str(user.desk.open_pair.pair) == "TLT/IWM")
    assert user.text("pairEntry") == "TLT/IWM"
    assert QApplication.focusWidget() is user.chart


def test_the_second_half_is_completed_by_keyboard(user: User) -> None:
    start(user, "tlt/iw")
    assert offered(user) == ["IWM"]
    press(Qt.Key.Key_Down, Qt.Key.Key_Return)
    user.qtbot.waitUntil(lambda: str(user.desk.open_pair.pair) == "TLT/IWM")
    assert QApplication.focusWidget() is user.chart


def test_both_halves_are_completed_by_clicks(user: User) -> None:
    start(user, "tl")
    click_first(user)
    user.qtbot.waitUntil(lambda: user.text("pairEntry") == "TLT/")
    assert user.find("pairEntry").property("state") != "bad"
    press("i", "w")
    click_first(user)
    user.qtbot.waitUntil(lambda: str(user.desk.open_pair.pair) == "TLT/IWM")


@pytest.mark.parametrize("text", ["qqq/tlt", "QQQ:TLT", "qqq tlt"])
def test_return_opens_what_was_typed_and_no_row(user: User, text: str) -> None:
    start(user, text)
    press(Qt.Key.Key_Return)
    assert str(user.desk.open_pair.pair) == "QQQ/TLT"
    assert not completions(user).isVisible()


def test_return_opens_a_symbol_that_is_longer_than_it_was_typed_as_it_was_typed(user: User, world: World) -> None:
    world.prices.names.append(Listing(Symbol("TLTX"), "Another"))
    user.desk.parts.search.forget_known()
    start(user, "SPY/TLT")
    assert len(offered(user)) == 2
    press(Qt.Key.Key_Return)
    assert str(user.desk.open_pair.pair) == "SPY/TLT"


def test_after_the_stroke_nothing_of_the_first_half_is_offered(user: User) -> None:
    start(user, "tlt")
    assert len(offered(user)) == 1
    press("/")
    assert offered(user) == []


def test_esc_closes_the_list_and_brings_the_open_pair_back(user: User) -> None:
    start(user, "QQQ/t")
    press(Qt.Key.Key_Escape)
    assert not completions(user).isVisible()
    assert user.text("pairEntry") == "SPY/IWM"
    assert QApplication.focusWidget() is user.chart


def test_an_answer_that_comes_after_the_field_was_left_opens_no_list(user: User, world: World) -> None:
    world.feed.found["sap"] = [SAP]
    world.feed.hold("sap")
    start(user, "sap")
    user.qtbot.waitUntil(lambda: world.feed.searched == ["sap"])
    press(Qt.Key.Key_Escape)
    world.feed.let_go()
    user.desk.loader.close()
    QApplication.processEvents()
    assert not completions(user).isVisible()
    assert user.text("pairEntry") == "SPY/IWM"


def test_a_letter_on_the_chart_begins_a_pair_with_what_fits(user: User) -> None:
    user.chart.setFocus()
    press(Qt.Key.Key_T)
    assert user.text("pairEntry") == "T"
    assert [row[:3] for row in offered(user)] == ["TLT", "SPY"]
    press("lt/iwm", Qt.Key.Key_Return)
    assert str(user.desk.open_pair.pair) == "TLT/IWM"


# While a pair is fetched


@pytest.fixture
def waiting(user: User, world: World) -> User:
    """GLD/IWM was asked for and has not arrived."""
    world.feed.give(of_yahoo("GLD", (10, 20, 30, 40, 50)))
    world.feed.hold("GLD")
    user.open("gld/iwm")
    user.qtbot.waitUntil(lambda: world.feed.asked[-1][0] == "GLD")
    return user


def test_progress_stands_in_the_status_bar_and_the_open_pair_stays(waiting: User) -> None:
    assert waiting.text("statusSource") == "Fetching GLD/IWM …  ·  Esc cancels"
    assert str(waiting.desk.open_pair.pair) == "SPY/IWM"
    assert QApplication.focusWidget() is waiting.chart


def test_the_pair_opens_as_soon_as_it_arrives(waiting: User, world: World) -> None:
    world.feed.let_go()
    waiting.qtbot.waitUntil(lambda: str(waiting.desk.open_pair.pair) == "GLD/IWM")
    assert waiting.text("pairEntry") == "GLD/IWM"
    assert "Fetching" not in waiting.text("statusSource")
    assert waiting.desk.open_pair.series is not None
    assert waiting.desk.open_pair.series.ratio == 50 / 200


def test_esc_cancels_and_a_late_answer_changes_nothing(waiting: User, world: World) -> None:
    press(Qt.Key.Key_Escape)
    assert "Fetching" not in waiting.text("statusSource")
    assert waiting.text("pairEntry") == "SPY/IWM"
    world.feed.let_go()
    waiting.qtbot.waitUntil(lambda: any(symbol == "GLD" for symbol, _ in world.prices.kept))
    QApplication.processEvents()
    assert str(waiting.desk.open_pair.pair) == "SPY/IWM"


def test_a_refused_pair_comes_back_into_the_field_with_its_reason(user: User, world: World) -> None:
    world.feed.fail(NotFound("Yahoo knows no NOPE."), "NOPE")
    user.open("SPY/NOPE")
    user.qtbot.waitUntil(lambda: user.find("pairEntry").property("state") == "bad")
    assert user.text("pairEntry") == "SPY/NOPE"
    assert user.find("pairEntry").toolTip() == "Yahoo knows no NOPE."
    assert user.text("statusReading") == "Yahoo knows no NOPE."


def test_at_the_first_start_the_chart_says_what_is_being_fetched(open_faked: Callable[..., User], world: World) -> None:
    world.feed.give(of_yahoo("GLD", (10, 20, 30, 40, 50)))
    world.feed.hold("GLD")
    user = open_faked("GLD/IWM", judged=False)
    assert user.chart.frame.sentence == "Fetching GLD/IWM …"
    world.feed.let_go()
    user.qtbot.waitUntil(lambda: user.chart.frame.series is not None)
    assert user.text("pairEntry") == "GLD/IWM"


def test_the_first_pair_that_is_refused_leaves_its_reason_in_place_of_the_chart(
    open_faked: Callable[..., User], world: World
) -> None:
    user = open_faked("NOPE/IWM", judged=False)
    user.qtbot.waitUntil(lambda: user.chart.frame.sentence == "Yahoo knows no NOPE.")
    assert user.text("zoneDetail") == "Yahoo knows no NOPE."


def buttons_of(user: User) -> dict[str, Any]:
    found = user.find("intervalButtons").children()
    return {button.text(): button for button in found if hasattr(button, "text")}


@pytest.mark.parametrize("name", ["1h", "5m"])
def test_esc_takes_the_button_of_bars_that_were_not_awaited_back(user: User, world: World, name: str) -> None:
    world.feed.hold("SPY")
    buttons = buttons_of(user)
    QTest.mouseClick(buttons[name], Qt.MouseButton.LeftButton)
    assert user.text("statusSource").startswith(f"Fetching {name} bars of SPY/IWM")
    press(Qt.Key.Key_Escape)
    world.feed.let_go()
    assert [text for text, button in buttons.items() if button.isChecked()] == ["D"]


def test_a_click_selects_all_and_a_second_places_the_cursor(user: User) -> None:
    entry = user.find("pairEntry")
    for selected in ("SPY/IWM", ""):
        QTest.mouseClick(entry, Qt.MouseButton.LeftButton, pos=QPoint(30, 10))
        assert entry.selectedText() == selected
    assert Pair.parse(entry.text()) == user.desk.open_pair.pair


def test_of_a_long_pair_the_beginning_is_in_sight(user: User, world: World) -> None:
    for name in ("A-LONG-NAME.OF", "AN-INSTRUMENT.X"):
        world.prices.keep(make_quotes(name, CLOSES["IWM"]))
    user.open("A-LONG-NAME.OF/AN-INSTRUMENT.X")
    field = user.find("pairEntry")
    assert field.text() == "A-LONG-NAME.OF/AN-INSTRUMENT.X"
    assert field.cursorPosition() == 0
