"""Undo over all the user edits for a pair, lines and money in one order; how it is looked at is no part of it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from fake_ports import QQQ_IWM, SPY_IWM, Layouts, Prices, SettingsStore
from person import User
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from ratiodesk.desk.kept_settings import KeptSettings
from ratiodesk.desk.open_pair import OpenPair
from ratiodesk.domain.layout import Layout, View
from ratiodesk.domain.level import Level, LevelId, Role
from ratiodesk.domain.pair import Symbol
from ratiodesk.domain.portfolio import Holding
from ratiodesk.domain.position import Execution
from ratiodesk.domain.ratio import Ratio
from ratiodesk.domain.sizing import Sizing

A, B, C = LevelId("a"), LevelId("b"), LevelId("c")
LINES = (Level(A, Ratio(2.35), Role.STOP), Level(B, Ratio(2.0), Role.ENTRY), Level(C, Ratio(1.8), Role.TARGET))
SPY = Symbol("SPY")
CONTROL = Qt.KeyboardModifier.ControlModifier

Change = Callable[[OpenPair], object]
CHANGES: dict[str, Change] = {
    "account": lambda desk: desk.set_sizing(replace(desk.layout.sizing, account=50_000.0)),
    "risk": lambda desk: desk.set_sizing(replace(desk.layout.sizing, risk_fraction=0.02)),
    "line": lambda desk: desk.set_value(A, "2.4"),
    "execution": lambda desk: desk.set_sizing(replace(desk.layout.sizing, execution=Execution.ROTATE)),
    "holding": lambda desk: desk.set_holding(Holding(SPY, 40_000.0)),
    "other holding": lambda desk: desk.set_holding(Holding(SPY, 30_000.0)),
    "no holding": lambda desk: desk.forget_holding(SPY),
}


@pytest.fixture
def layouts() -> Layouts:
    layouts = Layouts()
    layouts.keep(Layout(SPY_IWM, LINES))
    return layouts


@pytest.fixture
def store() -> SettingsStore:
    return SettingsStore()


@pytest.fixture
def desk(qapp: Any, layouts: Layouts, store: SettingsStore) -> OpenPair:
    desk = OpenPair(Prices(), layouts, KeptSettings(store))
    desk.open(SPY_IWM)
    return desk


def test_lines_and_money_are_undone_and_redone_in_their_order(desk: OpenPair, layouts: Layouts) -> None:
    states = [desk.layout]
    for change in CHANGES.values():
        change(desk)
        assert desk.layout != states[-1]
        states.append(desk.layout)
    for state in reversed(states[:-1]):
        desk.undo()
        assert desk.layout == layouts.documents[SPY_IWM.key] == state
    assert not desk.can_undo
    for state in states[1:]:
        desk.redo()
        assert desk.layout == layouts.documents[SPY_IWM.key] == state
    assert not desk.can_redo


def test_the_sizes_follow_an_undo(desk: OpenPair) -> None:
    before = desk.sized
    CHANGES["account"](desk)
    assert desk.sized != before
    desk.undo()
    assert desk.sized == before


def test_the_view_is_not_undone(desk: OpenPair) -> None:
    CHANGES["account"](desk)
    desk.keep_view(View(range="5Y"))
    desk.undo()
    assert (desk.layout.sizing, desk.layout.view.range) == (Sizing(), "5Y")


def test_money_is_undone_across_other_pairs_and_turning_over(desk: OpenPair) -> None:
    CHANGES["account"](desk)
    CHANGES["holding"](desk)
    desk.open(QQQ_IWM)
    desk.open(SPY_IWM.inverted())
    desk.undo()
    assert (desk.layout.sizing.account, desk.layout.holdings) == (50_000.0, ())
    desk.undo()
    assert (desk.layout.sizing, desk.can_undo) == (Sizing(), False)


def test_new_pairs_start_with_what_undo_left(desk: OpenPair, store: SettingsStore) -> None:
    CHANGES["account"](desk)
    desk.undo()
    assert store.settings.sizing == Sizing()
    desk.open(QQQ_IWM)
    assert (desk.layout.sizing, desk.can_undo) == (Sizing(), False)


def test_a_new_pair_that_starts_with_other_money_than_before_has_no_step(desk: OpenPair) -> None:
    desk.open(QQQ_IWM)
    desk.open(SPY_IWM)
    CHANGES["account"](desk)
    desk.open(QQQ_IWM)
    assert (desk.layout.sizing.account, desk.can_undo) == (50_000.0, False)


def test_money_changed_elsewhere_is_not_taken_away_by_undo(desk: OpenPair, layouts: Layouts) -> None:
    CHANGES["line"](desk)
    elsewhere = Sizing(account=7_000.0)
    layouts.keep(replace(layouts.documents[SPY_IWM.key], sizing=elsewhere))
    desk.open(SPY_IWM)
    assert (desk.layout.sizing, desk.can_undo) == (elsewhere, True)
    desk.undo()
    assert (desk.layout.levels, desk.layout.sizing) == (LINES, elsewhere)


def test_undo_of_money_during_a_drag_ends_the_drag(desk: OpenPair, layouts: Layouts) -> None:
    CHANGES["account"](desk)
    desk.drag_level(A, 2.05)
    desk.undo()
    assert (desk.layout.levels, desk.layout.sizing) == (LINES, Sizing())
    assert layouts.saved[-1] == desk.layout


# In the window


@pytest.fixture
def planned(user: User) -> User:
    user.draw(200)
    return user


def test_typing_is_one_step_and_the_field_follows_undo_and_redo(planned: User) -> None:
    before = planned.text("accountEdit")
    planned.type_into("accountEdit", "54321")
    assert planned.text("accountEdit") == "$54,321"
    planned.chart.setFocus()
    planned.key(Qt.Key.Key_Z, CONTROL)
    assert planned.text("accountEdit") == before
    planned.key(Qt.Key.Key_Y, CONTROL)
    assert planned.text("accountEdit") == "$54,321"


def test_the_tabs_follow_an_undo(planned: User) -> None:
    tabs = planned.find("executionTabs")
    QTest.mouseClick(tabs, Qt.MouseButton.LeftButton, pos=tabs.tabRect(1).center())
    assert tabs.currentIndex() == 1
    planned.chart.setFocus()
    planned.key(Qt.Key.Key_Z, CONTROL)
    assert tabs.currentIndex() == 0


def test_undo_in_a_field_takes_back_its_typing_first_and_then_the_desk(planned: User) -> None:
    planned.type_into("riskEdit", "2")
    sizing = planned.desk.open_pair.layout.sizing
    risk = planned.find("riskEdit")
    risk.setFocus()
    QTest.keyClicks(risk, "3")
    planned.key(Qt.Key.Key_Z, CONTROL)
    assert (risk.text(), planned.desk.open_pair.layout.sizing) == ("2.0 %", sizing)
    planned.find("accountEdit").setFocus()
    planned.key(Qt.Key.Key_Z, CONTROL)
    assert planned.desk.open_pair.layout.sizing.risk_fraction == 0.01
