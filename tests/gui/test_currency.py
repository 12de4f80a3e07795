"""Legs priced in different currencies: a note says so, and one click brings both to one."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from fake_ports import CLOSES, FIRST_SESSION, make_quotes, of_yahoo
from fake_world import World
from person import User
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton

from ratiodesk.domain.errors import Offline
from ratiodesk.domain.series import Basis

EURO = (100.0, 100.0, 100.0, 100.0, 120.0)
RATE = (1.10, 1.10, 1.20, 1.20, 1.25)


@pytest.fixture
def euro(world: World) -> World:
    """SAP is priced in euros and SPY in dollars; Yahoo knows the rate."""
    several = of_yahoo("SAP", EURO, currency="EUR"), of_yahoo("SPY", CLOSES["SPY"], currency="USD")
    world.prices.keep(*several)
    world.feed.give(*several, of_yahoo("EURUSD=X", RATE))
    return world


@pytest.fixture
def mixed(euro: World, open_faked: Callable[..., User]) -> User:
    return open_faked("SAP/SPY")


def note(user: User) -> str:
    """Return what stands above the chart, empty where nothing does."""
    bar = user.desk.view.data.currency_note
    text = bar.findChild(QLabel, "currencyText")
    assert isinstance(text, QLabel)
    return text.text() if bar.isVisible() else ""


def convert(user: User) -> None:
    """Click on the note's button and wait for the rate."""
    button = user.desk.view.data.currency_note.findChild(QPushButton, "currencyAction")
    assert isinstance(button, QPushButton)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def ratio(user: User) -> float:
    assert user.desk.open_pair.series is not None
    return user.desk.open_pair.series.ratio


def wait_converted(user: User) -> None:
    user.qtbot.waitUntil(lambda: user.desk.open_pair.layout.view.basis.converted)


def test_a_note_says_that_the_ratio_mixes_currencies(mixed: User) -> None:
    assert note(mixed) == (
        "The ratio mixes currencies: SAP in EUR, SPY in USD. Its level moves with the exchange rate."
    )
    assert ratio(mixed) == pytest.approx(120 / 420)


def test_one_currency_needs_no_note_and_an_unknown_one_cannot_be_converted(mixed: User, euro: World) -> None:
    euro.prices.keep(make_quotes("XAU", CLOSES["IWM"]), of_yahoo("IWM", CLOSES["IWM"], currency="USD"))
    actions = mixed.desk.view.actions_
    mixed.open("IWM/SPY")
    assert note(mixed) == ""
    assert not actions.convert.isEnabled()
    mixed.open("SAP/XAU")
    assert note(mixed) == "The currency of XAU is not known, the other leg is in EUR: import it with its currency."
    assert not actions.convert.isEnabled()
    assert mixed.text("accountEdit") == "100,000"
    mixed.open("SAP/SPY")
    assert note(mixed) != ""
    assert actions.convert.isEnabled()


def test_converting_brings_both_legs_to_dollars_session_by_session(mixed: User) -> None:
    convert(mixed)
    assert mixed.text("statusSource") == "Fetching SAP/SPY in one currency …  ·  Esc cancels"
    wait_converted(mixed)
    series = mixed.chart.frame.series
    assert series is not None
    # 100·1.10/400 = 0.275 on the first session; 120·1.25/420 = 150/420 on the last.
    assert series.values.tolist() == pytest.approx([euros * rate / dollars for euros, rate, dollars in
                                                    zip(EURO, RATE, CLOSES["SPY"], strict=True)])  # fmt: skip
    assert ratio(mixed) == pytest.approx(150 / 420)
    assert note(mixed) == ""
    assert "closes in USD" in mixed.find("statusSource").toolTip()
    assert mixed.desk.view.actions_.convert.isChecked()


def test_converting_is_taken_back_by_the_same_switch(mixed: User) -> None:
    convert(mixed)
    wait_converted(mixed)
    mixed.desk.view.actions_.convert.trigger()
    assert ratio(mixed) == pytest.approx(120 / 420)
    assert note(mixed) != ""


def test_total_return_in_one_currency_is_a_basis_too(mixed: User) -> None:
    convert(mixed)
    wait_converted(mixed)
    mixed.desk.view.actions_.adjusted[True].trigger()
    assert mixed.desk.open_pair.layout.view.basis is Basis.TOTAL_RETURN_CONVERTED
    mixed.desk.view.actions_.convert.trigger()
    assert mixed.desk.open_pair.layout.view.basis is Basis.TOTAL_RETURN


def test_turned_over_the_pair_is_converted_to_the_same_currency(mixed: User) -> None:
    convert(mixed)
    wait_converted(mixed)
    # A pair that nobody drew lines on is not remembered, so give it one.
    mixed.desk.open_pair.add_level(0.4)
    mixed.desk.parts.opener.swap()
    assert ratio(mixed) == pytest.approx(420 / 150)


def test_sessions_without_a_rate_are_left_out(mixed: User, euro: World) -> None:
    days = FIRST_SESSION + np.array([0, 1, 2, 4], dtype="timedelta64[D]")
    euro.feed.give(of_yahoo("EURUSD=X", (1.10, 1.10, 1.20, 1.25), sessions=days))
    convert(mixed)
    wait_converted(mixed)
    assert mixed.desk.open_pair.series is not None
    assert mixed.desk.open_pair.series.sessions.tolist() == days.tolist()


def test_lines_of_the_other_basis_are_dimmed_and_make_no_zone(mixed: User) -> None:
    line = mixed.desk.open_pair.add_level(0.28)
    assert line is not None
    bright = line_colour(mixed, 0.28)
    convert(mixed)
    wait_converted(mixed)
    assert mixed.text("zoneName") == "No levels"
    dimmed = line_colour(mixed, 0.28)
    background = QColor(mixed.chart.frame.palette.background)
    assert distance(dimmed, background) < 0.6 * distance(bright, background)
    assert dimmed != background
    mixed.desk.open_pair.convert_level(line)
    (level,) = mixed.desk.open_pair.layout.levels
    # In proportion: 0.28 · (150/420)/(120/420) = 0.28 · 1.25 = 0.35.
    assert level.ratio == pytest.approx(0.35)
    assert mixed.text("zoneName") == "Above"


def line_colour(user: User, at: float) -> QColor:
    """Return the colour of the line at a ratio, where no curve and no name is near."""
    user.chart.select(None)
    user.chart.point_at(None, None)
    user.chart.set_view(replace(user.chart.view(), low=0.26, high=0.38))
    image = user.chart.grab().toImage()
    row = user.row(at)
    seen = [image.pixelColor(QPoint(user.chart.plot.width() - 20, row + off)) for off in (-1, 0, 1)]
    background = QColor(user.chart.frame.palette.background)
    return max(seen, key=lambda colour: distance(colour, background))


def distance(one: QColor, other: QColor) -> int:
    return sum(abs(a - b) for a, b in zip(one.getRgb()[:3], other.getRgb()[:3], strict=True))


def test_sizing_refuses_while_currencies_are_mixed(mixed: User) -> None:
    # Now 120/420 = 0.2857: stop above, target below.
    for level in (0.32, 0.28, 0.25):
        assert mixed.desk.open_pair.add_level(level) is not None
    assert mixed.text("zoneName") == "Entry zone"
    assert mixed.cells("legsTable") == []
    said = mixed.desk.open_pair.sized
    assert said == "One leg is priced in EUR, the other in USD: convert the ratio to size the position."
    convert(mixed)
    wait_converted(mixed)
    for level in (0.40, 0.35, 0.30):
        assert mixed.desk.open_pair.add_level(level) is not None
    assert len(mixed.cells("legsTable")) == 2


def test_without_a_rate_nothing_changes_and_the_switch_springs_back(mixed: User, euro: World) -> None:
    euro.feed.fail(Offline("Yahoo cannot be reached."), "EURUSD=X")
    convert(mixed)
    mixed.qtbot.waitUntil(lambda: "Yahoo cannot be reached." in mixed.text("statusReading"))
    assert not mixed.desk.view.actions_.convert.isChecked()
    assert ratio(mixed) == pytest.approx(120 / 420)
    assert note(mixed) != ""


def test_offline_without_a_rate_it_says_so_at_once(euro: World, open_faked: Callable[..., User]) -> None:
    euro.is_online = False
    user = open_faked("SAP/SPY")
    convert(user)
    assert user.text("statusReading") == "There are no prices for EURUSD=X."
    assert not user.desk.view.actions_.convert.isChecked()


def test_esc_takes_the_switch_back(mixed: User, euro: World) -> None:
    euro.feed.hold("EURUSD=X")
    convert(mixed)
    mixed.chart.setFocus()
    mixed.key(Qt.Key.Key_Escape)
    euro.feed.let_go()
    assert not mixed.desk.view.actions_.convert.isChecked()


def test_a_leg_in_pence_is_in_pounds_by_the_time_it_is_here(open_faked: Callable[..., User], world: World) -> None:
    several: tuple[Any, ...] = (of_yahoo("VOD.L", EURO, currency="GBP"), of_yahoo("SAP", EURO, currency="EUR"))
    world.prices.keep(*several)
    world.feed.give(*several, of_yahoo("GBPEUR=X", RATE))
    user = open_faked("VOD.L/SAP")
    convert(user)
    wait_converted(user)
    # No leg is in dollars, so the first by name: 120·1.25/120 = 1.25.
    assert ratio(user) == pytest.approx(1.25)
    assert user.desk.open_pair.series is not None
    assert user.desk.open_pair.series.currencies == ("EUR", "EUR")


def test_an_amount_in_another_currency_is_not_taken_for_one_in_the_pairs(mixed: User, euro: World) -> None:
    euro.prices.keep(of_yahoo("ALV", EURO, currency="EUR"))
    mixed.open("SAP/ALV")
    assert mixed.text("accountEdit") == "€100,000"
    mixed.type_into("accountEdit", "$50,000\r")
    assert mixed.desk.open_pair.layout.sizing.account == 100_000
    assert mixed.find("accountEdit").is_refused
    mixed.type_into("accountEdit", "€50,000\r")
    assert mixed.desk.open_pair.layout.sizing.account == 50_000
