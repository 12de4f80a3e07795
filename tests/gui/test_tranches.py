"""Scaling in: two to four ratios of the zone, and what all of them come to."""

import pytest
from person import User
from planned_desk import carry_line, click, draw_plan, shown
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from ratiodesk.domain.tranche import tranche_ratio

# Every case opens a desk of its own.
pytestmark = pytest.mark.slow


@pytest.fixture
def planned(user: User) -> User:
    draw_plan(user)
    click(user, "fold_tranches")
    return user


def ratios(user: User) -> list[str]:
    """Return what the fields that are shown say."""
    fields = [user.find(f"trancheEdit{number}") for number in range(1, 5)]
    return [field.text() for field in fields if field.isVisible()]


def shares(user: User) -> list[tuple[float, float]]:
    """Return the shares of IWM and SPY of every tranche that is shown."""
    rows = user.desk.view.sidebar.tranches._rows
    return [
        (float(bought.text().replace(",", "")), float(sold.text().replace(",", "")))
        for bought, sold in zip(rows._bought, rows._sold, strict=True)
        if bought.isVisible()
    ]


def loss(user: User) -> float:
    return float(shown(user, "trancheLoss").replace("−$", "").replace(",", ""))


def test_all_at_once_is_the_default(planned: User) -> None:
    combo = planned.find("trancheCombo")
    assert [combo.itemText(index) for index in range(combo.count())] == [
        "All at once", "2 tranches", "3 tranches", "4 tranches",
    ]  # fmt: skip
    assert combo.currentIndex() == 0
    assert ratios(planned) == []
    assert shown(planned, "trancheBreakEven") == ""


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        # 2.5·1.08^(1/2) = 2.5981, to the desk's own step.
        (1, ["2.500", "2.598"]),
        # 2.5·1.08^(1/3) = 2.56496 and 2.5·1.08^(2/3) = 2.63162.
        (2, ["2.500", "2.565", "2.632"]),
        # 2.5·1.08^(1/4) = 2.54857, 2.59808, 2.64854.
        (3, ["2.500", "2.549", "2.598", "2.649"]),
    ],
)
def test_a_choice_divides_the_zone_evenly(planned: User, choice: int, expected: list[str]) -> None:
    planned.find("trancheCombo").setCurrentIndex(choice)
    assert ratios(planned) == expected
    places = planned.desk.open_pair.layout.sizing.tranches
    plan = planned.desk.open_pair.standing.plan  # type: ignore[union-attr]
    assert [f"{tranche_ratio(plan, place):.3f}" for place in places] == expected  # type: ignore[arg-type]
    assert len(shares(planned)) == len(expected)


def test_the_ratio_has_passed_the_entry_so_the_first_tranche_is_opened_now(planned: User) -> None:
    planned.find("trancheCombo").setCurrentIndex(1)
    names = planned.desk.view.sidebar.tranches._rows._names
    assert [name.text() for name in names if name.isVisible()] == ["1 · now", "2"]


def test_break_even_is_the_shares_of_one_leg_over_the_others(planned: User) -> None:
    planned.find("trancheCombo").setCurrentIndex(2)
    bought, sold = (sum(column) for column in zip(*shares(planned), strict=True))
    assert shown(planned, "trancheBreakEven") == f"{bought / sold:.3f}"
    # What is left between the legs is less than a share of SPY at 765.72.
    left = float(shown(planned, "trancheResidual").replace("−$", "-").replace("+$", "").replace(",", ""))
    assert abs(left) < 765.72


@pytest.mark.parametrize("choice", [1, 2, 3])
def test_the_risk_of_all_tranches_stays_within_the_budget(planned: User, choice: int) -> None:
    planned.find("trancheCombo").setCurrentIndex(choice)
    assert 800 < loss(planned) <= 1000


def test_a_typed_ratio_moves_one_tranche_and_undo_brings_it_back(planned: User) -> None:
    planned.find("trancheCombo").setCurrentIndex(2)
    planned.type_into("trancheEdit3", "2.68")
    assert ratios(planned) == ["2.500", "2.565", "2.680"]
    planned.chart.setFocus()
    planned.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert ratios(planned) == ["2.500", "2.565", "2.632"]


def test_tranches_move_with_a_dragged_stop_before_it_is_dropped(planned: User) -> None:
    planned.find("trancheCombo").setCurrentIndex(2)
    before, lost = ratios(planned), shown(planned, "trancheBreakEven")
    carry_line(planned, "stop", -40)
    assert ratios(planned)[0] == "2.500"
    assert all(there > was for there, was in zip(ratios(planned)[1:], before[1:], strict=True))
    assert shown(planned, "trancheBreakEven") != lost
    planned.key(Qt.Key.Key_Escape)
    assert ratios(planned) == before


@pytest.mark.parametrize(
    ("field", "text", "says"),
    [
        ("trancheEdit1", "2.49", "between entry and stop"),
        ("trancheEdit2", "2.70", "between entry and stop"),
        ("trancheEdit2", "2.75", "between entry and stop"),
        ("trancheEdit2", "2.5", "each nearer to the stop than the one before"),
        ("trancheEdit3", "2.55", "each nearer to the stop than the one before"),
        ("trancheEdit2", "-1", "above zero"),
        ("trancheEdit2", "soon", "is not a number"),
    ],
)
def test_a_tranche_outside_the_zone_is_a_sentence_beside_the_field(
    planned: User, field: str, text: str, says: str
) -> None:
    planned.find("trancheCombo").setCurrentIndex(2)
    before = planned.desk.open_pair.layout
    planned.type_into(field, text)
    assert says in shown(planned, "trancheRefusal")
    assert planned.desk.open_pair.layout == before
    QTest.keyClick(planned.find(field), Qt.Key.Key_Escape)
    assert shown(planned, "trancheRefusal") == ""


def test_what_was_refused_is_forgotten_once_the_entry_has_moved(planned: User) -> None:
    planned.find("trancheCombo").setCurrentIndex(2)
    planned.type_into("trancheEdit2", "2.45")
    assert "Ratio of tranche 2: " in shown(planned, "trancheRefusal")
    # Another input leaves it alone.
    planned.type_into("accountEdit", "200,000")
    assert ratios(planned)[1] == "2.45"
    assert planned.desk.open_pair.set_value(planned.levels["entry"].id, "2.4") == ""
    # 2.4·(2.70/2.4)^p keeps the place of the tranche in the zone.
    assert shown(planned, "trancheRefusal") == ""
    assert [field.property("state") for field in planned.desk.view.sidebar.tranches.fields].count("bad") == 0
    assert float(ratios(planned)[1]) == pytest.approx(2.496, abs=0.002)


def test_what_was_refused_of_a_tranche_goes_with_it(planned: User) -> None:
    planned.find("trancheCombo").setCurrentIndex(2)
    planned.type_into("trancheEdit3", "2.45")
    planned.find("trancheCombo").setCurrentIndex(1)
    assert shown(planned, "trancheRefusal") == ""


def test_a_budget_too_small_for_the_tranches_is_a_sentence_on_the_card(planned: User) -> None:
    planned.find("trancheCombo").setCurrentIndex(3)
    planned.type_into("accountEdit", "5000")
    # 50 at risk is 867 a leg: one SPY of 765.72, but not one in each of four tranches.
    assert "Too small for 4 tranches" in shown(planned, "trancheProblem")
    assert shown(planned, "trancheLoss") == ""
    assert planned.cells("legsTable")[1][1] == "1"


def test_another_balance_has_no_ratio_that_breaks_even(planned: User) -> None:
    planned.find("trancheCombo").setCurrentIndex(1)
    planned.find("balanceCombo").setCurrentIndex(1)
    assert shown(planned, "trancheBreakEven") == "–"


def test_swapping_the_pair_turns_the_ratios_over_and_leaves_the_shares(planned: User) -> None:
    planned.find("trancheCombo").setCurrentIndex(1)
    before = shares(planned)
    planned.chart.setFocus()
    planned.key(Qt.Key.Key_X)
    # 1/2.5 and 1/2.598.
    assert ratios(planned) == ["0.4000", "0.3849"]
    assert shares(planned) == before


def test_a_folded_card_says_how_many_there_are(planned: User) -> None:
    planned.find("trancheCombo").setCurrentIndex(2)
    click(planned, "fold_tranches")
    labels = [label.text() for label in planned.find("fold_tranches").findChildren(QLabel) if label.isVisible()]
    assert labels == ["TRANCHES", "3 tranches"]


def test_all_cards_count_all_tranches_and_say_so(planned: User) -> None:
    planned.find("trancheCombo").setCurrentIndex(1)
    bought, sold = (sum(column) for column in zip(*shares(planned), strict=True))
    legs = planned.cells("legsTable")
    assert [row[1] for row in legs[-2:]] == [f"{bought:,.0f}", f"{sold:,.0f}"]
    sentence = "All 2 tranches count as opened, each at its ratio."
    for name in ("sizeNote", "portfolioNotes"):
        assert sentence in shown(planned, name), name
    planned.find("trancheCombo").setCurrentIndex(0)
    assert sentence not in shown(planned, "sizeNote")


def test_the_grid_tells_why_it_differs_from_the_outcomes(planned: User) -> None:
    grid = planned.find("gridTable")
    assert "until all tranches are opened" not in grid.toolTip()
    planned.find("trancheCombo").setCurrentIndex(1)
    said = "In the grid SPY stands still until all tranches are opened, in the outcomes with IWM still it is IWM: "
    assert said in grid.toolTip()
