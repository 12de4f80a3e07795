"""Outcomes, not one number: the grid, the overshoot, and what a stop does not bound."""

from collections.abc import Callable

import pytest
from person import User
from planned_desk import carry_line, click, draw_plan, shown
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from ratiodesk.domain.balance import Balance
from ratiodesk.domain.wording import MINUS
from ratiodesk.ui.theme import DARK, LIGHT

# Every case opens a desk of its own.
pytestmark = pytest.mark.slow


@pytest.fixture
def planned(user: User) -> User:
    return draw_plan(user)


def value(text: str) -> float:
    """Return the amount of a cell."""
    return float(text.replace(MINUS, "-").replace("$", "").replace(",", "").replace("+", ""))


def lines(user: User) -> dict[str, str]:
    return dict(user.cells("outcomeTable"))


def test_the_grid_shows_stop_now_and_target_against_moves_of_the_long_leg(planned: User) -> None:
    table = planned.find("gridTable")
    headings = [table.horizontalHeaderItem(column).text() for column in range(table.columnCount())]
    assert headings == ["IWM", "−30 %", "−15 %", "0 %", "+15 %", "+30 %"]
    # 57·299.96·m − 22·765.72·((1 + m)·R1/R0 − 1) = 17,097.72 m − 16,845.84 ((1 + m) q − 1).
    # Stop, q = 1.057687: m = −30 % gives −5,129.32 + 4,373.50; 0 gives −971.78; +30 % gives 5,129.32 − 6,317.07.
    # Now, q = 1: 251.88 m. Target, q = 0.900993: −5,129.32 + 6,221.30; +1,667.83; 5,129.32 − 2,885.58.
    assert planned.cells("gridTable") == [
        ["Stop", "−756", "−864", "−972", "−1,080", "−1,188"],
        ["Now", "−76", "−38", "0", "+38", "+76"],
        ["Target", "+1,092", "+1,380", "+1,668", "+1,956", "+2,244"],
    ]


def test_loss_and_gain_are_signed_and_coloured(planned: User) -> None:
    table, theme = planned.find("gridTable"), planned.desk.view._theme
    assert [table.item(row, 1).foreground().color().name() for row in (0, 2)] == [theme.loss, theme.gain]
    assert [table.item(row, 1).text()[0] for row in (0, 2)] == [MINUS, "+"]


def test_other_colours_reach_cells_whose_text_stays(planned: User) -> None:
    for theme in (LIGHT, DARK):
        planned.desk.view.set_theme(theme)
        for name, row, column, colour in (
            ("gridTable", 0, 1, theme.loss), ("gridTable", 2, 1, theme.gain), ("gridTable", 1, 3, theme.text),
            ("outcomeTable", 0, 1, theme.loss), ("legsTable", 0, 0, theme.gain), ("executionTable", 4, 1, theme.gain),
            ("executionTable", 0, 0, theme.muted), ("portfolioTable", 0, 3, theme.loss),
        ):  # fmt: skip
            assert planned.find(name).item(row, column).foreground().color().name() == colour, name


def test_the_grid_moves_with_a_dragged_stop_before_it_is_dropped(planned: User) -> None:
    before = planned.cells("gridTable")
    carry_line(planned, "stop", -40)
    there = planned.cells("gridTable")
    assert there[0] != before[0]
    assert there[2] != before[2], "another stop sizes the position anew"
    planned.key(Qt.Key.Key_Escape)
    assert planned.cells("gridTable") == before


def test_every_balance_can_be_chosen_and_names_what_its_stop_does_not_bound(planned: User) -> None:
    combo = planned.find("balanceCombo")
    assert [combo.itemText(index) for index in range(combo.count())] == [
        "Dollar neutral", "Beta neutral", "Volatility parity",
    ]  # fmt: skip
    assert shown(planned, "balanceWarning") == ""
    for index, balance in ((1, Balance.BETA_NEUTRAL), (2, Balance.VOLATILITY_PARITY)):
        combo.setCurrentIndex(index)
        assert planned.desk.open_pair.layout.sizing.balance is balance
        cells = [value(cell) for row in planned.cells("gridTable") for cell in row[1:]]
        warning = shown(planned, "balanceWarning")
        assert f"does not bound the loss of {balance.display_name.lower()} legs" in warning
        assert f"−${-min(cells):,.0f}" in warning
    # More is sold than bought when the bought leg moves more: it is said how much.
    assert value(lines(planned)["Sold for each 1 bought"]) > 1


def test_a_rotation_is_dollar_neutral_whatever_the_pair_would_be(planned: User) -> None:
    planned.find("balanceCombo").setCurrentIndex(1)
    planned.find("executionTabs").setCurrentIndex(1)
    assert shown(planned, "balanceWarning") == ""
    assert not planned.find("balanceCombo").isVisible()


def test_the_expected_overshoot_is_off_until_it_is_added_as_a_line_of_its_own(planned: User) -> None:
    assert "Expected overshoot" not in lines(planned)
    shares = planned.cells("legsTable")[0][1]
    click(planned, "overshootCheck")
    assert planned.desk.open_pair.layout.sizing.overshoot
    said = lines(planned)
    assert value(said["Expected overshoot"]) < 0
    assert -1000 <= value(said["Planned loss"]) < value(said["At stop"].split(" … ")[1])
    assert value(planned.cells("legsTable")[0][1]) < value(shares)
    click(planned, "overshootCheck")
    assert planned.cells("legsTable")[0][1] == shares
    assert "Planned loss" not in lines(planned)


def test_fractional_shares_use_the_whole_risk(planned: User) -> None:
    click(planned, "fractionalCheck")
    # 17,334.96/299.96 and /765.72, down to four decimals; 22.6387·765.72·0.057687 = 1,000.00.
    assert [row[1] for row in planned.cells("legsTable")] == ["57.7909", "22.6387"]
    assert lines(planned)["At stop"].endswith("−$1,000")


def test_a_switch_is_a_step_that_undo_takes_back(planned: User) -> None:
    click(planned, "fractionalCheck")
    planned.chart.setFocus()
    planned.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert not planned.find("fractionalCheck").isChecked()
    assert planned.cells("legsTable")[0][1] == "57"
    planned.key(Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert planned.find("fractionalCheck").isChecked()


def test_a_click_on_a_switch_leaves_the_keys_to_the_chart(planned: User) -> None:
    planned.chart.setFocus()
    click(planned, "overshootCheck")
    assert planned.chart.hasFocus()


@pytest.mark.parametrize("account", ["1m", "30m", "2000m"])
def test_no_cell_of_the_grid_is_wider_than_its_column(open_user: Callable[..., User], account: str) -> None:
    user = draw_plan(open_user(size=(1000, 700)))
    user.type_into("accountEdit", account)
    table = user.find("gridTable")
    for column in range(table.columnCount()):
        assert table.sizeHintForColumn(column) <= table.columnWidth(column)


def test_the_legs_keep_their_names_beside_large_amounts(open_user: Callable[..., User]) -> None:
    user = draw_plan(open_user(size=(1000, 700)))
    user.type_into("accountEdit", "$25,000,000")
    table = user.find("legsTable")
    assert table.sizeHintForColumn(0) <= table.columnWidth(0)


def test_a_target_on_the_side_of_the_stop_says_so_and_shows_no_outcomes(planned: User) -> None:
    assert planned.desk.open_pair.set_value(planned.levels["target"].id, "2.6") == ""
    problem = planned.desk.view.sidebar.plan._problem
    assert problem.isVisible()
    assert problem.text() == (
        "The entry 2.500 must lie between stop 2.700 and target 2.600; it is below or on the target."
    )
    for name in ("gridTable", "executionTable", "wantedFill", "fold_tranches"):
        assert not planned.find(name).isVisible()
    assert planned.find("fold_costs").isVisible()


def test_a_layout_that_cannot_be_changed_shows_the_switch_as_it_is(
    planned: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(planned.desk.open_pair, "_refuse", lambda: True)
    click(planned, "fractionalCheck")
    assert not planned.find("fractionalCheck").isChecked()
    planned.find("balanceCombo").setCurrentIndex(2)
    assert planned.find("balanceCombo").currentIndex() == 0


def test_the_wheel_scrolls_past_a_choice(planned: User) -> None:
    combo = planned.find("balanceCombo")
    before = combo.currentIndex()
    at = QPointF(combo.rect().center())
    event = QWheelEvent(
        at, combo.mapToGlobal(at), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(combo, event)
    assert combo.currentIndex() == before
    assert not event.isAccepted()


def test_a_balance_that_bounds_no_loss_is_always_shown_with_its_outcomes(planned: User) -> None:
    card = planned.desk.view.sidebar.outcomes
    click(planned, "fold_outcomes")
    assert not card.is_open
    planned.find("balanceCombo").setCurrentIndex(1)
    assert card.is_open
    click(planned, "fold_outcomes")
    assert card.is_open
    assert planned.find("gridTable").isVisible()
