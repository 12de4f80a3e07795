"""Two executions side by side from one risk number, with N = x · V and the way back."""

import pytest
from person import User
from planned_desk import carry_line, click, draw_plan, shown
from PySide6.QtCore import QRect, Qt


@pytest.fixture
def planned(user: User) -> User:
    return draw_plan(user)


def bold_columns(user: User) -> list[int]:
    table = user.find("executionTable")
    weights = [table.item(0, column).font().weight() for column in range(table.columnCount())]
    return [column for column, weight in enumerate(weights) if weight > 500]


def test_pair_and_rotation_stand_side_by_side(planned: User) -> None:
    table = planned.find("executionTable")
    assert [table.horizontalHeaderItem(column).text() for column in (1, 2)] == ["Pair, sells short", "Rotate"]
    # One risk number: N = 17,335 for both. The rotation sells 22 SPY for 16,845.84 and buys 56 IWM for 16,797.76 of
    # it, which leaves 48.08. At the stop SPY moves by 16,845.84·0.057687 = 971.78 for both, the worse one; at the
    # target the pair's worse is 16,845.84·0.099007 = 1,667.85, and so is the rotation's (56 IWM would earn 1,845.87).
    assert planned.cells("executionTable") == [
        ["Sell", "22 SPY", "22 SPY"],
        ["Buy", "57 IWM", "56 IWM"],
        ["Notional", "$17,335", "$17,335"],
        ["Stop, worse", "−$972", "−$972"],
        ["Target, worse", "+$1,668", "+$1,668"],
        ["Left over", "+$252 net", "$48 cash"],
    ]


def test_the_identity_is_said_in_the_numbers_of_the_plan(planned: User) -> None:
    # 17,334.96/100,000 = 17.3 %.
    assert shown(planned, "executionIdentity") == (
        "N = x · V: 17.3 % of the $100,000 in SPY is $17,335, the pair’s notional too. "
        "Rotate assumes that all of the account not entered as a holding is in SPY; the pair’s weights do not."
    )


def test_what_a_rotation_assumes_is_said_where_its_figures_stand(planned: User) -> None:
    planned.find("executionTabs").setCurrentIndex(1)
    assert shown(planned, "executionIdentity").endswith("the pair’s notional too.")
    assert "Assumes that all of the account not entered as a holding is in SPY." in shown(planned, "sizeNote")
    planned.type_into("holdingEdit", "50000")
    planned.find("executionTabs").setCurrentIndex(0)
    assert shown(planned, "executionIdentity").endswith("the pair’s notional too.")


def test_the_way_back_sells_the_same_shares_for_more_or_fewer_than_were_given_up(planned: User) -> None:
    # 56/2.30 = 24.35 and 56/2.70 = 20.74 SPY.
    assert shown(planned, "wayBack") == (
        "Way back: sell 56 IWM again for 24.3 SPY at the target, or 20.7 at the stop; 22 were given up."
    )


def test_the_execution_in_force_is_in_bold(planned: User) -> None:
    assert bold_columns(planned) == [1]
    planned.find("executionTabs").setCurrentIndex(1)
    assert bold_columns(planned) == [2]
    assert planned.cells("legsTable")[0][:2] == ["Buy IWM", "56"]
    planned.find("executionTabs").setCurrentIndex(0)
    assert bold_columns(planned) == [1]


def test_both_move_with_a_dragged_line_before_it_is_dropped(planned: User) -> None:
    before, identity, back = (
        planned.cells("executionTable"), shown(planned, "executionIdentity"), shown(planned, "wayBack"),
    )  # fmt: skip
    carry_line(planned, "stop", -40)
    there = planned.cells("executionTable")
    assert there[2][1] == there[2][2] != before[2][1]
    assert there[2][1] in shown(planned, "executionIdentity")
    assert shown(planned, "wayBack") != back
    planned.key(Qt.Key.Key_Escape)
    assert (planned.cells("executionTable"), shown(planned, "executionIdentity")) == (before, identity)


def test_a_holding_too_small_for_the_risk_is_all_there_is_to_rotate(planned: User) -> None:
    planned.find("executionTabs").setCurrentIndex(1)
    planned.type_into("holdingEdit", "5000")
    said = shown(planned, "executionIdentity")
    assert said.startswith("N = x · V: 100.0 % of the $5,000 in SPY is $5,000, all there is to rotate")
    assert "the pair’s notional is $17,335" in said


def test_a_rotation_that_is_not_possible_is_a_sentence_beside_the_pair(planned: User) -> None:
    planned.find("executionTabs").setCurrentIndex(1)
    planned.type_into("holdingEdit", "0")
    planned.find("executionTabs").setCurrentIndex(0)
    assert [row[2] for row in planned.cells("executionTable")] == ["–"] * 6
    assert planned.cells("executionTable")[0][1] == "22 SPY"
    assert shown(planned, "executionIdentity") == "Rotate: Nothing to rotate: the account holds no SPY."
    assert shown(planned, "wayBack") == ""


def test_another_balance_says_why_the_notionals_differ(planned: User) -> None:
    planned.find("balanceCombo").setCurrentIndex(1)
    assert "as its legs are balanced otherwise" in shown(planned, "executionIdentity")


def test_fees_of_the_short_leg_are_no_part_of_a_rotation(planned: User) -> None:
    click(planned, "fold_costs")
    planned.type_into("borrowEdit", "5 %")
    planned.type_into("holdingSessionsEdit", "126")
    assert "as it pays for shorting" in shown(planned, "executionIdentity")
    # 1,000/(0.057687 + 0.05·126/252) = 1,000/0.082687 = 12,093.8.
    assert planned.cells("executionTable")[2] == ["Notional", "$12,094", "$17,335"]


@pytest.mark.parametrize("balance", [0, 1])
def test_sentences_have_the_room_they_need(planned: User, balance: int) -> None:
    """Another balance makes the sentence a line longer."""
    planned.find("balanceCombo").setCurrentIndex(balance)
    for name in ("executionIdentity", "wayBack"):
        prose = planned.find(name)
        room = QRect(0, 0, prose.width(), 1000)
        needed = prose.fontMetrics().boundingRect(room, int(Qt.TextFlag.TextWordWrap), prose.text())
        assert prose.height() == needed.height() > 0
        assert prose.accessibleName() == prose.text()


def test_a_narrower_sidebar_wraps_sentences_anew(planned: User) -> None:
    prose = planned.find("executionIdentity")
    before = prose.height()
    prose.resize(prose.width() // 2, before)
    assert prose.minimumHeight() > before


def test_sentences_are_painted_in_the_muted_colour(planned: User) -> None:
    prose, theme = planned.find("executionIdentity"), planned.desk.view._theme
    picture = prose.grab().toImage()
    seen = {picture.pixelColor(x, y).name() for x in range(60) for y in range(picture.height())}
    assert theme.muted in seen
