"""The status bar: how far the data can be trusted, in words, in red where it is late, and all of it on a click."""

import re
from collections.abc import Callable
from datetime import date

import numpy as np
import pytest
from fake_ports import CLOSES, FIRST_SESSION, make_bars_of_a_day, of_yahoo
from fake_world import World, tick, wait_idle
from person import User
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ratiodesk.domain.errors import Down
from ratiodesk.domain.interval import Interval
from ratiodesk.ui.data_dialog import DataDialog

FRESH = "Yahoo  ·  daily closes to 7 Jan 2022  ·  refreshed just now  ·  5 sessions, none dropped"


def state(user: User) -> str:
    return str(user.find("statusSource").property("state") or "")


def refresh(user: User) -> None:
    user.desk.parts.updater.refresh()
    wait_idle(user.desk.parts, user.qtbot)


def details(user: User) -> str:
    """Click on the source and read what opens."""
    QTest.mouseClick(user.find("statusSource"), Qt.MouseButton.LeftButton)
    text = str(user.find("dataText").toPlainText())
    dialog = user.desk.window.findChild(DataDialog)
    assert isinstance(dialog, DataDialog)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    return text


@pytest.fixture
def doubtful(world: World) -> None:
    """SPY lacks 4 January, which IWM has, and falls from 410 to 300 and back; its exchange met on 2 January too."""
    days = FIRST_SESSION + np.array([0, 2, 3, 4], dtype="timedelta64[D]")
    world.feed.give(of_yahoo("SPY", (400.0, 410.0, 300.0, 420.0), sessions=days, name="SPDR S&P 500", exchange="PCX"))
    world.calendars.lacking["SPY"] = (date(2022, 1, 4),)


def test_fresh_prices_are_told_in_one_line(open_faked: Callable[..., User]) -> None:
    user = open_faked("SPY/IWM")
    assert user.find("statusSource").toolTip().splitlines()[0] == FRESH
    assert state(user) == ""


def test_sample_data_is_named_as_such(open_faked: Callable[..., User], world: World) -> None:
    world.is_online = False
    assert open_faked("SPY/IWM").text("statusSource").startswith("Fake prices  ·  daily closes to 7 Jan 2022")


def test_ages_grow_by_themselves(open_faked: Callable[..., User], world: World) -> None:
    user = open_faked("SPY/IWM")
    world.clock.pass_by(minutes=3)
    tick(user.desk.parts)
    assert "refreshed 3 min ago" in user.find("statusSource").toolTip()


@pytest.mark.parametrize(("behind", "colour"), [(0, ""), (1, ""), (2, "bad")])
def test_prices_two_sessions_behind_are_red(
    open_faked: Callable[..., User], world: World, behind: int, colour: str
) -> None:
    world.calendars.behind["IWM"] = behind
    user = open_faked("SPY/IWM")
    assert state(user) == colour
    assert ("behind" in user.find("statusSource").toolTip()) is bool(behind)


def test_a_failed_refresh_is_told_first_and_not_in_red(open_faked: Callable[..., User], world: World) -> None:
    user = open_faked("SPY/IWM")
    world.feed.fail(Down("Yahoo is out of order."))
    refresh(user)
    assert user.find("statusSource").toolTip().startswith(f"Yahoo is out of order.  ·  {FRESH}")
    assert state(user) == "note"
    assert user.text("statusReading") == "Yahoo is out of order."


def test_late_prices_that_cannot_be_refreshed_are_red(open_faked: Callable[..., User], world: World) -> None:
    world.calendars.behind["IWM"] = 2
    world.feed.fail(Down("Yahoo is out of order."))
    assert state(open_faked("SPY/IWM")) == "bad"


def test_dropped_missing_and_jumps_are_counted(open_faked: Callable[..., User], world: World, doubtful: None) -> None:
    user = open_faked("SPY/IWM")
    # 410 to 300 is −26.8 %, 300 to 420 is +40.0 %.
    assert "1 missing, 2 jumps  ·  refreshed just now  ·  4 sessions, 1 dropped" in user.find("statusSource").toolTip()


def test_a_click_tells_all_there_is_to_say(open_faked: Callable[..., User], world: World, doubtful: None) -> None:
    said = details(open_faked("SPY/IWM"))
    assert "SPY (SPDR S&P 500, PCX): Yahoo, 3 Jan 2022 to 7 Jan 2022, fetched just now." in said
    assert "left out: 4 Jan 2022." in said
    assert "Sessions of its exchange without a bar: 4 Jan 2022." in said
    assert "6 Jan 2022 −26.8 %" in said
    assert "7 Jan 2022 +40.0 %" in said


def test_a_click_before_anything_is_open_shows_nothing(open_faked: Callable[..., User], world: World) -> None:
    user = open_faked("NOPE/IWM", judged=False)
    QTest.mouseClick(user.find("statusSource"), Qt.MouseButton.LeftButton)
    assert user.desk.window.findChild(DataDialog) is None


def test_the_source_can_be_reached_by_keyboard(open_faked: Callable[..., User]) -> None:
    user = open_faked("SPY/IWM")
    source = user.find("statusSource")
    source.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(source, Qt.Key.Key_Space)
    dialog = user.desk.window.findChild(DataDialog)
    assert isinstance(dialog, DataDialog)
    dialog.close()


def test_in_a_narrow_window_the_line_is_shortened_and_the_tooltip_has_all_of_it(
    open_faked: Callable[..., User], doubtful: None
) -> None:
    user = open_faked("SPY/IWM", size=(1000, 560))
    source, status = user.find("statusSource"), user.desk.view.status
    user.find("statusSource").setStyleSheet("font-size: 16px")
    user.desk.window.resize(1001, 560)
    QApplication.processEvents()
    assert source.text().endswith("…")
    assert source.text()[:-1] in source.toolTip()
    assert "2 jumps" in source.toolTip()
    assert source.width() <= status.width() * 0.75
    saved = user.find("statusSaved")
    assert saved.mapTo(status, QPoint(saved.width(), 0)).x() <= status.width()
    user.desk.window.resize(1900, 600)
    QApplication.processEvents()
    assert source.text().endswith("1 dropped")


def test_in_a_narrow_window_the_reading_keeps_its_beginning_and_the_tooltip_has_all_of_it(
    open_faked: Callable[..., User],
) -> None:
    user = open_faked("SPY/IWM", size=(1024, 700))
    for ratio in (2.0, 2.2, 1.8):
        user.desk.open_pair.add_level(ratio)
    user.desk.view.status.clear_notice()
    reading = user.find("statusReading")
    reading.setStyleSheet("font-size: 24px")
    user.move(QPoint(200, 200))
    user.qtbot.waitUntil(lambda: "cursor" in reading.text())
    assert reading.shown_text.endswith("…")
    assert re.match(r"\d Jan 2022: 2\.\d{3}", reading.shown_text)
    assert reading.toolTip() == reading.text()
    assert "target" in reading.toolTip()
    user.desk.window.resize(2400, 700)
    QApplication.processEvents()
    assert reading.shown_text == reading.text()


@pytest.mark.parametrize("width", [1024, 1280])
def test_the_source_gives_way_to_the_distances_while_the_cursor_reads(
    open_faked: Callable[..., User], width: int
) -> None:
    user = open_faked("SPY/IWM", size=(width, 700))
    for ratio in (2.0, 2.2, 1.8):
        user.desk.open_pair.add_level(ratio)
    status, reading, source = user.desk.view.status, user.find("statusReading"), user.find("statusSource")
    status.clear_notice()
    before = source.text()
    for x in (210, 200):
        user.move(QPoint(x, 200))
    user.qtbot.waitUntil(lambda: "cursor" in reading.text())
    QApplication.processEvents()
    assert "target" in reading.shown_text
    assert reading.shown_text == reading.text()
    assert source.text().removesuffix("…")
    user.chart.point_at(None, None)
    user.qtbot.waitUntil(lambda: reading.text() == "")
    assert source.text() == before


def test_a_sentence_too_long_for_the_bar_is_painted_in_the_colour_of_a_note(open_faked: Callable[..., User]) -> None:
    user = open_faked("SPY/IWM", size=(1024, 700))
    user.desk.view.status.show_notice("A sentence with more words in it than a narrow window has room for.")
    image = user.find("statusReading").grab().toImage()
    pixels = {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}
    assert user.desk.view._theme.level.lower() in pixels


def test_the_bars_on_the_screen_are_named(open_faked: Callable[..., User], world: World) -> None:
    hours = make_bars_of_a_day("SPY", (418, 420)), make_bars_of_a_day("IWM", (200, 200))
    world.prices.keep(*hours)
    user = open_faked("SPY/IWM")
    actions = user.desk.view.actions_.intervals
    for interval, words in ((Interval.WEEKLY, "weekly closes"), (Interval.HOURLY, "1-hour closes")):
        actions[interval].trigger()
        assert words in user.find("statusSource").toolTip()


def test_a_session_that_is_still_on_is_called_forming(open_faked: Callable[..., User], world: World) -> None:
    world.feed.give(of_yahoo("SPY", CLOSES["SPY"], forming=True))
    user = open_faked("SPY/IWM")
    assert "to 7 Jan 2022, forming" in user.find("statusSource").toolTip()
    assert "SPY: Yahoo, 3 Jan 2022 to 7 Jan 2022 (still forming)" in details(user)


def test_the_total_return_basis_is_named(open_faked: Callable[..., User]) -> None:
    user = open_faked("SPY/IWM")
    user.desk.view.actions_.adjusted[True].trigger()
    assert "daily total-return closes" in user.find("statusSource").toolTip()


def test_what_looks_like_html_is_shown_as_it_is(open_faked: Callable[..., User]) -> None:
    user = open_faked("SPY/IWM")
    user.desk.view.status.show_notice("<b>bold</b> & <img src=x>")
    label = user.find("statusReading")
    assert label.textFormat() is Qt.TextFormat.PlainText
    assert "&lt;b&gt;bold&lt;/b&gt; &amp; &lt;img src=x&gt;" in label.toolTip()
    user.desk.view.status.show_notice("3 < 4")
    assert label.toolTip() == "3 < 4"
