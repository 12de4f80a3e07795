"""The fill that earns the reward : risk the user wants, and what it asks for."""

import pytest
from person import User
from planned_desk import carry_line, draw_plan, shown
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

# Every case opens a desk of its own.
pytestmark = pytest.mark.slow


@pytest.fixture
def planned(user: User) -> User:
    return draw_plan(user)


def test_the_card_says_fill_win_rate_and_chance(planned: User) -> None:
    # (2.30 + 2·2.70)/3 = 2.566667, which is 0.5 % above 2.552740; 1/3 must win; a random walk reaches the target with
    # ln(2.70/2.566667)/ln(2.70/2.30) = 0.050644/0.160343 = 31.6 %.
    assert planned.text("rewardRiskEdit") == "2 : 1"
    assert shown(planned, "wantedFill") == "2.567 · +0.5 %"
    assert shown(planned, "wantedChance") == "33 % · 32 %"


@pytest.mark.parametrize("typed", ["3", "3:1", "3 : 1", " 3.0 "])
def test_another_reward_to_risk_is_kept_with_the_pair(planned: User, typed: str) -> None:
    planned.type_into("rewardRiskEdit", typed)
    assert planned.desk.open_pair.layout.sizing.reward_risk == 3
    # (2.30 + 3·2.70)/4 = 2.60; 1/4; ln(2.70/2.60)/0.160343 = 0.037740/0.160343 = 23.5 %.
    assert shown(planned, "wantedFill") == "2.600 · +1.9 %"
    assert shown(planned, "wantedChance") == "25 % · 24 %"
    planned.chart.setFocus()
    planned.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert planned.text("rewardRiskEdit") == "2 : 1"


def test_a_fill_before_the_entry_is_said_to_be_outside_the_zone(planned: User) -> None:
    planned.type_into("rewardRiskEdit", "0.5")
    # (2.30 + 0.5·2.70)/1.5 = 2.4333, below the entry of 2.50.
    assert shown(planned, "wantedFill") == "2.433 · outside the zone"


def test_it_moves_with_a_dragged_line_before_it_is_dropped(planned: User) -> None:
    before = shown(planned, "wantedFill"), shown(planned, "wantedChance")
    carry_line(planned, "target", 40)
    assert shown(planned, "wantedFill") != before[0]
    planned.key(Qt.Key.Key_Escape)
    assert (shown(planned, "wantedFill"), shown(planned, "wantedChance")) == before


def test_it_is_told_where_the_ratio_is_beyond_the_stop_too(planned: User) -> None:
    """What to wait for does not depend on where the ratio is."""
    assert planned.desk.open_pair.set_value(planned.levels["stop"].id, "2.54") == ""
    assert planned.text("zoneName") == "Stopped"
    assert shown(planned, "wantedFill").startswith("2.460")  # (2.30 + 2·2.54)/3


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("0", "Reward : risk must be from 0.1 to 100"),
        ("-2", "Reward : risk must be from 0.1 to 100"),
        ("101", "Reward : risk must be from 0.1 to 100"),
        ("two", "is not a number"),
        ("2 : 3", "is not a number"),
        ("nan", "is not a number"),
        ("", "is not a number"),
    ],
)
def test_a_refused_one_is_a_sentence_beside_the_field(planned: User, text: str, says: str) -> None:
    before = planned.desk.open_pair.layout
    field = planned.find("rewardRiskEdit")
    field.setFocus()
    field.selectAll()
    QTest.keyClick(field, Qt.Key.Key_Delete)
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert says in shown(planned, "wantedRefusal")
    assert planned.desk.open_pair.layout == before
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert shown(planned, "wantedRefusal") == ""
    assert planned.text("rewardRiskEdit") == "2 : 1"
