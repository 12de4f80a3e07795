"""Cards fold by a click or a key on their title, and stay so."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from person import User, close
from planned_desk import click, draw_plan
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ratiodesk.ui.fold_card import FoldCard

NAMES = ("outcomes", "executions", "tranches", "costs", "portfolio")
INSIDE = {"outcomes": "gridTable", "executions": "executionTable", "tranches": "trancheCombo", "costs": "borrowEdit",
          "portfolio": "portfolioTable"}  # fmt: skip


@pytest.fixture
def planned(user: User) -> User:
    return draw_plan(user)


def opened(user: User) -> list[str]:
    """Return which cards show what is in them."""
    return [name for name in NAMES if user.find(INSIDE[name]).isVisible()]


def test_what_most_never_need_is_folded_at_first(planned: User) -> None:
    assert opened(planned) == ["outcomes", "executions", "portfolio"]


@pytest.mark.parametrize("name", NAMES)
def test_a_click_on_the_title_folds_and_opens(planned: User, name: str) -> None:
    before = opened(planned)
    click(planned, f"fold_{name}")
    assert set(opened(planned)) ^ set(before) == {name}
    click(planned, f"fold_{name}")
    assert opened(planned) == before


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_space_and_enter_fold_and_open(planned: User, key: Qt.Key) -> None:
    title = planned.find("fold_outcomes")
    title.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(title, key)
    assert not planned.find("gridTable").isVisible()
    QTest.keyClick(title, key)
    assert planned.find("gridTable").isVisible()


def test_a_click_on_a_title_leaves_the_keys_to_the_chart(planned: User) -> None:
    planned.chart.setFocus()
    click(planned, "fold_costs")
    assert planned.chart.hasFocus()


def test_assistive_programs_hear_name_and_state(planned: User) -> None:
    title = planned.find("fold_costs")
    assert title.accessibleName() == "Costs"
    assert title.accessibleDescription() == "Folded. none"
    click(planned, "fold_costs")
    assert title.accessibleDescription() == "Open"
    assert title.isChecked()


def test_what_is_folded_is_remembered(open_user: Callable[..., User], home: Path) -> None:
    first = draw_plan(open_user())
    for name in ("executions", "costs"):
        click(first, f"fold_{name}")
    assert set(first.desk.parts.settings.now.folded) == {"executions", "tranches"}
    close(first.desk)
    assert opened(open_user()) == ["outcomes", "costs", "portfolio"]


def test_a_card_that_is_opened_shows_what_the_lines_say_now(planned: User) -> None:
    click(planned, "fold_outcomes")
    assert planned.desk.open_pair.set_value(planned.levels["stop"].id, "2.8") == ""
    click(planned, "fold_outcomes")
    # q = 2.8/2.552740 = 1.096861, N = 10,324.2: 13 SPY for 9,954.36, which rise by 9,954.36·0.096861 = 964.19.
    assert planned.cells("gridTable")[0][3] == "−964"


def test_a_name_nobody_knows_any_more_folds_nothing(planned: User) -> None:
    planned.desk.parts.settings.change(folded=("news",))
    click(planned, "fold_costs")
    click(planned, "fold_costs")
    assert planned.desk.parts.settings.now.folded == ("news", "costs")


def test_a_folded_card_is_as_low_as_its_title(planned: User) -> None:
    cards = {card.name: card for card in planned.desk.window.findChildren(FoldCard)}
    assert cards["costs"].height() < 45
    assert cards["outcomes"].height() > 100


@pytest.mark.parametrize("width", [1024, 1600])
def test_a_folded_title_and_its_summary_stand_on_one_line(open_user: Callable[..., User], width: int) -> None:
    user = draw_plan(open_user(size=(width, 950)))
    sizing = user.desk.open_pair.layout.sizing
    user.desk.open_pair.set_sizing(replace(sizing, account=90_000_000))
    cards = [card for card in user.desk.window.findChildren(FoldCard) if card.isVisible()]
    for card in cards:
        card.fold(folded=True)
    QApplication.processEvents()
    assert {card.name: card.height() for card in cards if card.height() >= 45} == {}
    assert len(cards) == len(NAMES)
    sidebar = user.desk.view.sidebar
    assert sidebar.widget().width() == sidebar.viewport().width()
