"""Costs: nothing until they are filled in, part of the risk from then on."""

import pytest
from person import User
from planned_desk import click, draw_plan, shown
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

# Every case opens a desk of its own.
pytestmark = pytest.mark.slow

FIELDS = {
    "orderCostEdit": "$0", "shareCostEdit": "$0", "halfSpreadEdit": "0 %", "borrowEdit": "0 %",
    "shortDividendEdit": "0 %", "holdingSessionsEdit": "0 sessions",
}  # fmt: skip


@pytest.fixture
def planned(user: User) -> User:
    draw_plan(user)
    click(user, "fold_costs")
    return user


def lines(user: User) -> dict[str, str]:
    return dict(user.cells("outcomeTable"))


def test_there_are_none_at_first(planned: User) -> None:
    assert {name: planned.text(name) for name in FIELDS} == FIELDS
    assert shown(planned, "costTotal") == "$0"
    assert not {"Costs", "Planned loss"} & set(lines(planned))


def test_costs_are_lines_of_their_own_and_part_of_the_risk(planned: User) -> None:
    planned.type_into("orderCostEdit", "$10")
    planned.type_into("shareCostEdit", "0.005")
    planned.type_into("halfSpreadEdit", "0.01 %")
    planned.type_into("borrowEdit", "2")
    planned.type_into("shortDividendEdit", "1.2 %")
    planned.type_into("holdingSessionsEdit", "63 sessions")
    rates = planned.desk.open_pair.layout.sizing.costs
    assert (rates.order, rates.share, rates.half_spread) == (10.0, 0.005, 0.0001)
    assert (rates.borrow, rates.short_dividend, rates.holding_sessions) == (0.02, 0.012, 63)
    assert [planned.text(name) for name in FIELDS] == ["$10", "$0.005", "0.01 %", "2 %", "1.2 %", "63 sessions"]
    # A unit costs 2·0.0001·2 + 2·0.005·(1/299.96 + 1/765.72) + 0.032/4 = 0.0004 + 0.0000464 + 0.008 = 0.0084464, so
    # N = (1,000 − 40)/(0.057687 + 0.0084464) = 14,516: 48 IWM for 14,398.08 and 18 SPY for 13,782.96.
    assert [row[1] for row in planned.cells("legsTable")] == ["48", "18"]
    # Costs: 40 + 2·0.005·66 + 2·0.0001·28,181.04 + 13,782.96·0.032/4 = 40 + 0.66 + 5.64 + 110.26 = 156.56.
    assert shown(planned, "costTotal") == "$157 · 15.7 % of the risk"
    assert (
        planned.find("costTotal")
        .toolTip()
        .startswith("Commission 40.66, spread 5.64, borrow fee 68.91, dividends of the short leg 41.35:")
    )
    # The worse loss at the stop: SPY by 13,782.96·0.057687 = 795.10, IWM by 14,398.08·0.054541 = 785.29.
    assert lines(planned)["At stop"] == "−$785 … −$795"
    assert lines(planned)["Costs"] == "−$157"
    assert lines(planned)["Planned loss"] == "−$952"


def test_a_yearly_rate_without_a_holding_time_is_said_to_cost_nothing(planned: User) -> None:
    assert shown(planned, "costWarning") == ""
    planned.type_into("borrowEdit", "2 %")
    assert shown(planned, "costWarning") == (
        "No holding time is entered: borrow fee a year costs nothing over 0 sessions."
    )
    planned.type_into("shortDividendEdit", "1 %")
    assert "borrow fee and dividends paid a year cost nothing" in shown(planned, "costWarning")
    planned.find("executionTabs").setCurrentIndex(1)
    assert shown(planned, "costWarning") == "", "a rotation pays neither"
    planned.find("executionTabs").setCurrentIndex(0)
    planned.type_into("holdingSessionsEdit", "63")
    assert shown(planned, "costWarning") == ""


def test_a_rotation_does_not_pay_for_shorting(planned: User) -> None:
    planned.type_into("borrowEdit", "2 %")
    planned.type_into("holdingSessionsEdit", "252")
    assert "Costs" in lines(planned)
    planned.find("executionTabs").setCurrentIndex(1)
    assert "Costs" not in lines(planned)
    assert shown(planned, "costTotal") == "$0"


def test_costs_that_take_the_whole_risk_are_said_where_the_size_is_and_can_be_taken_back(planned: User) -> None:
    planned.type_into("orderCostEdit", "250")
    assert "nothing is left of the risk" in planned.desk.view.sidebar.size_card._note.text()
    assert shown(planned, "costTotal") == "–"
    planned.type_into("orderCostEdit", "0")
    assert planned.cells("legsTable")[0][1] == "57"


@pytest.mark.parametrize(
    ("field", "text", "says"),
    [
        ("orderCostEdit", "-1", "The commission for an order must be a number from zero up."),
        ("shareCostEdit", "-0.01", "The commission for a share must be a number from zero up."),
        ("halfSpreadEdit", "-1 %", "The half spread must be a number from zero up."),
        ("halfSpreadEdit", "60 %", "The half spread must be below 50 % of the price."),
        ("borrowEdit", "-2", "The borrow fee must be a number from zero up."),
        ("shortDividendEdit", "2000 %", "A yearly rate must be at most 1,000 %."),
        ("holdingSessionsEdit", "1.5", "The holding time must be a whole number of sessions."),
        ("holdingSessionsEdit", "-3", "The holding time must be 0 to 25,200 sessions."),
        ("holdingSessionsEdit", "3 months", "“3 months” is not a number"),
        ("borrowEdit", "much", "“much” is not a number"),
        ("orderCostEdit", "EUR 5", "type the amount in USD"),
    ],
)
def test_a_refused_cost_is_a_sentence_beside_the_field_and_no_silent_zero(
    planned: User, field: str, text: str, says: str
) -> None:
    planned.type_into(field, "0.25" if field != "holdingSessionsEdit" else "25")
    before, legs = planned.desk.open_pair.layout, planned.cells("legsTable")
    planned.type_into(field, text)
    assert says in shown(planned, "costRefusal")
    assert planned.find(field).property("state") == "bad"
    assert planned.desk.open_pair.layout == before
    assert planned.cells("legsTable") == legs
    QTest.keyClick(planned.find(field), Qt.Key.Key_Escape)
    assert shown(planned, "costRefusal") == ""


def test_the_sentence_stays_while_another_field_is_taken(planned: User) -> None:
    planned.type_into("orderCostEdit", "-1")
    planned.type_into("borrowEdit", "1 %")
    assert "commission for an order" in shown(planned, "costRefusal")
    planned.find("orderCostEdit").setFocus()
    QTest.keyClick(planned.find("orderCostEdit"), Qt.Key.Key_Escape)
    assert shown(planned, "costRefusal") == ""


def test_of_several_refused_fields_the_one_typed_into_last_is_told_by_name(planned: User) -> None:
    planned.type_into("borrowEdit", "much")
    planned.type_into("orderCostEdit", "-1")
    order = "Commission an order: The commission for an order must be a number from zero up."
    assert shown(planned, "costRefusal") == order
    planned.type_into("borrowEdit", "-2")
    assert shown(planned, "costRefusal") == "Borrow fee a year: The borrow fee must be a number from zero up."
    QTest.keyClick(planned.find("borrowEdit"), Qt.Key.Key_Escape)
    assert shown(planned, "costRefusal") == order


@pytest.mark.parametrize(
    ("field", "text", "told"),
    [
        ("orderCostEdit", "1e-9", "$0.000000001"),
        ("borrowEdit", "1e-9", "0.000000001 %"),
        ("holdingSessionsEdit", "1 Session", "1 session"),
        ("riskEdit", "1e-9", "0.000000001 % · $0"),
        ("riskEdit", "2", "2.0 % · $2,000"),
    ],
)
def test_small_numbers_are_told_as_one_would_type_them(planned: User, field: str, text: str, told: str) -> None:
    planned.type_into(field, text)
    planned.chart.setFocus()
    assert planned.text(field) == told


def test_costs_are_remembered_for_the_next_pair(planned: User) -> None:
    planned.type_into("orderCostEdit", "1.5")
    planned.open("QQQ/IWM")
    assert planned.text("orderCostEdit") == "$1.50"


def test_what_was_refused_for_one_pair_is_not_shown_for_another(planned: User) -> None:
    planned.type_into("orderCostEdit", "-1")
    planned.open("QQQ/IWM")
    assert planned.text("orderCostEdit") == "$0"
    assert shown(planned, "costRefusal") == ""


def test_undo_takes_one_cost_back(planned: User) -> None:
    planned.type_into("orderCostEdit", "5")
    planned.chart.setFocus()
    planned.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert planned.text("orderCostEdit") == "$0"
