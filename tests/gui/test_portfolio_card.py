"""What the card of the portfolio shows, and how it follows what is entered and dragged."""

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import pytest
from person import User
from portfolio_user import (
    STOP,
    enter,
    open_portfolio,
    place_plan,
)
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QWidget

from ratiodesk.domain.pair import Symbol
from ratiodesk.domain.portfolio import Lot
from ratiodesk.domain.worth import Weight
from ratiodesk.ui.portfolio_text import shortened
from ratiodesk.ui.weight_bars import WeightBars


@pytest.fixture
def planned(user: User) -> User:
    return place_plan(user)


@pytest.fixture
def opened(user: User) -> User:
    return open_portfolio(user)


def test_the_card_follows_what_is_entered_and_a_dragged_line(opened: User) -> None:
    opened.find("executionTabs").setCurrentIndex(1)
    enter(opened, 0, "SPY", "100", cost="30,000")
    opened.find("taxableCheck").click()
    assert dict(opened.cells("portfolioResults"))["Tax on it"] == "–"
    assert "The tax rate is not entered." in opened.text("portfolioNotes")
    opened.type_into("taxRateEdit", "20")
    assert "The tax rate is not entered." not in opened.text("portfolioNotes")
    rows = {row[0]: row for row in opened.cells("portfolioTable")}
    # 100 × 765.72 of 100,000; the rest is cash.
    assert rows["SPY"][1] == "76.6 %"
    assert rows["Cash"][1] == "23.4 %"
    results = dict(opened.cells("portfolioResults"))
    sold = opened.desk.open_pair.sized.position.sold  # type: ignore[union-attr]
    # Sold at 765.72 what cost 300 a share.
    gain = sold.shares * (765.72 - 300)
    assert results["Realised gain"] == f"+${round(gain):,}"
    assert results["Tax on it"] == f"−${round(gain * 0.2):,}"
    assert results["Tracking error"].endswith("% a year")
    figures = {row[0]: row for row in opened.cells("figureTable")}
    assert figures["Beta to SPY"][1] == "0.766"
    before = opened.cells("portfolioResults")
    opened.find("portfolioDialog").close()
    opened.drag(opened.at(STOP), opened.at(2.80), release=False)
    # A stop farther away allows fewer shares, and less is realised.
    opened.qtbot.waitUntil(lambda: opened.cells("portfolioResults") != before)
    opened.release(opened.at(2.80))
    assert opened.desk.open_pair.sized.position.sold.shares < sold.shares  # type: ignore[union-attr]


def test_the_card_says_why_beta_and_yield_are_dashes_while_part_of_the_account_is_not_entered(opened: User) -> None:
    assert "while nothing of the account is entered and all of it is “Other”" in opened.text("portfolioNotes")
    enter(opened, 0, "SPY", "100")
    assert "“Other”" not in opened.text("portfolioNotes")
    # 100 × 765.72 and 20,000 leave 3,428 of 100,000.
    opened.type_into("cashEdit", "20,000")
    assert {row[0]: row for row in opened.cells("portfolioTable")}["Other"][1] == "3.4 %"
    assert {row[0]: row for row in opened.cells("figureTable")}["Beta to SPY"][1] == "–"
    assert "while part of the account is “Other”" in opened.text("portfolioNotes")
    opened.type_into("accountEdit", "96,572")
    assert {row[0]: row for row in opened.cells("figureTable")}["Beta to SPY"][1] == "0.793"
    assert "“Other”" not in opened.text("portfolioNotes")


def test_notes_of_several_lines_have_the_room_they_need(planned: User) -> None:
    notes = planned.find("portfolioNotes")
    wrapped = int(Qt.TextFlag.TextWordWrap)
    needed = notes.fontMetrics().boundingRect(QRect(0, 0, notes.width(), 1000), wrapped, notes.text())
    assert len(notes.text().splitlines()) == 2
    assert notes.height() == needed.height() > 4 * notes.fontMetrics().height()
    # Nothing else is squeezed for it.
    bars = planned.find("portfolioBars")
    assert bars.y() >= planned.find("portfolioTable").geometry().bottom()
    card = notes.parentWidget()
    assert card.height() >= card.sizeHint().height()


def test_the_bars_show_before_and_after_in_the_themes_colours(opened: User) -> None:
    for symbol, text in (("SPY", "Energy 100"), ("IWM", "Utilities 100")):
        opened.find("sectorSymbol").setCurrentText(symbol)
        opened.type_into("sectorEdit", text)
    opened.find("executionTabs").setCurrentIndex(1)
    enter(opened, 0, "SPY", "130")
    bars: WeightBars = opened.find("portfolioBars")
    assert bars.accessibleDescription().startswith("Energy from 99.5 % to ")
    assert "Utilities from 0.0 % to " in bars.accessibleDescription()
    picture = bars.grab().toImage()
    before, after = bars.bars(0)
    theme = opened.desk.view._theme
    assert before.width() > after.width() > 0
    for bar, colour in ((before, theme.muted), (after, theme.accent)):
        centre = bar.center().toPoint()
        assert picture.pixelColor(centre.x(), centre.y()).name() == colour


def test_a_short_leg_reaches_to_the_left_of_the_zero(planned: User) -> None:
    bars: WeightBars = planned.find("portfolioBars")
    short = next(row for row, weight in enumerate(bars._rows) if weight.after < 0)
    long = next(row for row, weight in enumerate(bars._rows) if weight.after > 0)
    assert bars.bars(short)[1].right() == pytest.approx(bars.bars(long)[1].left())


def test_what_was_typed_on_the_size_card_goes_before_the_portfolio_and_says_so(opened: User) -> None:
    opened.find("executionTabs").setCurrentIndex(1)
    enter(opened, 0, "SPY", "100")
    opened.find("portfolioDialog").close()
    # 100 × 765.72
    assert opened.text("holdingEdit") == "$76,572 · portfolio"
    opened.type_into("holdingEdit", "60,000")
    rows = {row[0]: row for row in opened.cells("portfolioTable")}
    assert rows["SPY"][1] == "60.0 %"
    sized = opened.desk.open_pair.sized
    assert sized.assumption == "What was typed on this pair goes before the portfolio: SPY (60,000.00)."  # type: ignore[union-attr]


def test_the_portfolio_is_the_same_on_every_pair_and_after_a_start(
    opened: User, open_user: Callable[..., User]
) -> None:
    enter(opened, 0, "SPY", "10")
    opened.find("portfolioDialog").close()
    opened.open("QQQ/IWM")
    opened.place(2.6, 2.4, 2.2)
    assert any(row[0] == "SPY" for row in opened.cells("portfolioTable"))
    opened.desk.close()
    again = open_user()
    assert again.desk.parts.portfolio.now.lots == (Lot("SPY", 10.0),)


def test_a_portfolio_worth_more_than_the_account_is_told_beside_the_size(opened: User) -> None:
    enter(opened, 0, "SPY", "200")
    assert "The holdings are worth 153,144.00, more than the account of 100,000.00." in str(opened.desk.open_pair.sized)


def test_many_holdings_are_added_up_without_comparing_them(monkeypatch: pytest.MonkeyPatch) -> None:
    weights = [Weight(name, 0.0001, 0.0001) for name in ("SPY", *(f"X{place}" for place in range(2_000)), "Cash")]

    def compare(_row: Weight, _other: object) -> bool:
        raise AssertionError("every row would be compared with every other in each frame of a drag")

    monkeypatch.setattr(Weight, "__eq__", compare)
    rows = shortened(weights, "holdings", {"SPY", "Cash"})
    assert [row.name for row in rows] == ["SPY", *(f"X{place}" for place in range(5)), "1995 other holdings", "Cash"]
    assert rows[-2].before == pytest.approx(0.1995)


def test_long_notes_push_nothing_of_the_card_together(planned: User) -> None:
    lots = [Lot(Symbol(f"HOLDING-{place}.LONDON"), value=10_000.0 - place) for place in range(12)]
    planned.desk.window.resize(1024, 2300)
    planned.desk.parts.portfolio.change(lambda now: replace(now, lots=tuple(lots), cash=1_000.0))
    card = planned.find("portfolioTable").parentWidget()
    planned.qtbot.waitUntil(lambda: "HOLDING-0.LONDON" in planned.text("portfolioNotes"))

    def is_apart() -> bool:
        parts = [part for part in card.findChildren(QWidget) if part.parentWidget() is card and part.isVisible()]
        tops = sorted(parts, key=lambda part: part.y())
        return all(above.geometry().bottom() < below.y() for above, below in pairwise(tops))

    planned.qtbot.waitUntil(is_apart)
