"""The main job: place three lines, read zone and size, change anything, close, find it all again."""

from collections.abc import Callable
from pathlib import Path

import pytest
from person import User, close
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

# The sample's last session: SPY 765.72, IWM 299.96, ratio 2.55274.
STOP, ENTRY, TARGET = 2.70, 2.50, 2.30


@pytest.fixture
def planned(user: User) -> User:
    user.find("rangeButtons")
    user.place(STOP, ENTRY, TARGET)
    return user


def set_exact(user: User, role: str, text: str) -> None:
    """Type an exact value on the line's tag."""
    user.chart.edit_level(user.levels[role].id)
    editor = user.chart.findChild(QLineEdit, "tagEditor")
    editor.selectAll()
    QTest.keyClicks(editor, text)
    QTest.keyClick(editor, Qt.Key.Key_Return)


def test_first_start_shows_spy_iwm_from_the_sample(user: User) -> None:
    assert user.text("pairEntry") == "SPY/IWM"
    assert user.chart.frame.series is not None
    assert len(user.chart.frame.series) == 6598
    assert "Sample prices" in user.text("statusSource")
    assert "21 Aug 2026" in user.text("statusSource")
    assert user.text("zoneName") == "No levels"


def test_alt_h_places_a_line_at_the_crosshair(user: User) -> None:
    user.move(user.at(2.4))
    user.key(Qt.Key.Key_H, Qt.KeyboardModifier.AltModifier)
    (level,) = user.desk.open_pair.layout.levels
    assert abs(user.row(level.ratio) - user.row(2.4)) <= 1


def test_level_tool_places_one_line_and_lets_go(user: User) -> None:
    QTest.mouseClick(user.find("levelTool"), Qt.MouseButton.LeftButton)
    user.click(user.at(2.4))
    user.click(user.at(2.3))
    assert len(user.levels) == 1
    assert not user.chart.tool


def test_shift_keeps_the_level_tool(user: User) -> None:
    user.key(Qt.Key.Key_H)
    user.click(user.at(2.4), modifier=Qt.KeyboardModifier.ShiftModifier)
    user.click(user.at(2.3), modifier=Qt.KeyboardModifier.ShiftModifier)
    assert len(user.levels) == 2
    assert user.chart.tool
    user.key(Qt.Key.Key_Escape)
    assert not user.chart.tool


def test_shift_h_places_lines_until_it_is_put_away(user: User) -> None:
    user.key(Qt.Key.Key_H, Qt.KeyboardModifier.ShiftModifier)
    for ratio in (2.7, 2.5, 2.3):
        user.click(user.at(ratio))
    assert {*user.levels} == {"stop", "entry", "target"}
    user.key(Qt.Key.Key_Escape)
    assert not user.chart.tool
    user.key(Qt.Key.Key_H)
    user.click(user.at(2.6))
    assert not user.chart.tool


def test_double_click_on_the_ratio_axis_places_a_line(user: User) -> None:
    axis = QPoint(user.chart.plot.width() + 30, user.row(2.4))
    QTest.mouseDClick(user.chart.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, axis)
    assert len(user.levels) == 1


def test_the_third_line_proposes_the_plan(planned: User) -> None:
    ratios = {role: round(level.ratio, 2) for role, level in planned.levels.items()}
    # R = 2.553 is above the middle line, so the upper outer line is the stop.
    assert ratios == {"stop": pytest.approx(2.70, abs=0.01), "entry": pytest.approx(2.50, abs=0.01),
                      "target": pytest.approx(2.30, abs=0.01)}  # fmt: skip
    assert planned.text("zoneName") == "Entry zone"


def test_third_line_and_proposal_are_one_undo_step(planned: User) -> None:
    planned.chart.setFocus()
    planned.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert [level.role for level in planned.desk.open_pair.layout.levels] == ["plain", "plain"]
    planned.key(Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert set(planned.levels) == {"stop", "entry", "target"}


def test_sidebar_shows_zone_odds_legs_and_outcomes(planned: User) -> None:
    for role, text in (("stop", "2.70"), ("entry", "2.50"), ("target", "2.30")):
        set_exact(planned, role, text)
    # R0 = 765.72/299.96 = 2.552740; to the stop 2.70/R0 − 1 = 0.057687; N = 1000/0.057687 = 17,334.96
    # IWM floor(17,334.96/299.96) = 57, SPY floor(17,334.96/765.72) = 22.
    assert [row[:2] for row in planned.cells("legsTable")] == [["Buy IWM", "57"], ["Sell short SPY", "22"]]
    # At the stop: IWM still −22·765.72·0.057687 = −971.78; SPY still 57·299.96·(R0/2.70 − 1) = −932.54
    assert planned.cells("outcomeTable")[0] == ["At stop", "−$933 … −$972"]
    # At the target 2.30: IWM still 22·765.72·(1 − 2.30/R0) = +1,667.83; SPY still 57·299.96·(R0/2.30 − 1) = +1,878.76
    assert planned.cells("outcomeTable")[1] == ["At target", "+$1,668 … +$1,879"]
    # Residual 57·299.96 − 22·765.72 = 17,097.72 − 16,845.84 = 251.88; gross 33,943.56 = 33.9 % of 100,000.
    assert planned.cells("outcomeTable")[2][1] == "+$252 (0.3 %)"
    assert planned.cells("outcomeTable")[3][1] == "$33,944 (33.9 %)"
    assert planned.text("zoneDetail") == "Ratio 2.553 is between Entry 2.500 and Stop 2.700"
    # Reward : risk (2.55274 − 2.30)/(2.70 − 2.55274) = 1.716; needed 0.14726/0.40 = 36.8 %; random walk
    # ln(2.70/2.55274)/ln(2.70/2.30) = 0.056084/0.160343 = 35.0 %.
    values = [label.text() for label in planned.desk.view.sidebar.zone.findChildren(type(planned.find("zoneName")))]
    assert "1.72" in values
    assert "37 % · 35 %" in values


def test_sidebar_follows_a_drag_before_it_ends(planned: User) -> None:
    before = planned.cells("legsTable")
    start = planned.at(planned.levels["stop"].ratio)
    planned.drag(start, start + QPoint(0, -30), release=False)
    assert planned.cells("legsTable") != before
    assert planned.cells("planTable")[0][1] != "2.700"
    planned.key(Qt.Key.Key_Escape)
    assert planned.cells("legsTable") == before


@pytest.mark.parametrize("rows", [-60, -1 - 3, 17, 80])
def test_a_drag_ends_within_one_pixel(planned: User, rows: int) -> None:
    start = planned.at(planned.levels["entry"].ratio)
    end = start + QPoint(20, rows)
    planned.drag(start, end)
    line = next(level for level in planned.desk.open_pair.layout.levels if level.role == "entry")
    assert abs(planned.chart.frame.viewport.y_of(line.ratio) - end.y()) <= 1.0


def test_a_click_on_a_line_selects_and_does_not_move_it(planned: User) -> None:
    before = planned.levels["entry"]
    planned.click(planned.at(before.ratio) + QPoint(0, 4))
    assert planned.chart.frame.selected == before.id
    assert planned.levels["entry"] == before


@pytest.mark.parametrize(
    ("key", "modifier", "step"),
    [
        (Qt.Key.Key_Up, Qt.KeyboardModifier.NoModifier, 0.001),
        (Qt.Key.Key_Down, Qt.KeyboardModifier.NoModifier, -0.001),
        (Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier, 0.010),
        (Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier, -0.010),
    ],
)
def test_arrows_nudge_the_selected_line(planned: User, key: Qt.Key, modifier: Qt.KeyboardModifier, step: float) -> None:
    set_exact(planned, "entry", "2.5004")
    planned.click(planned.at(2.5004))
    planned.key(key, modifier)
    assert planned.levels["entry"].ratio == round(2.5004 + step, 6)


def test_exact_value_on_the_tag(planned: User) -> None:
    tag = QPoint(planned.chart.plot.width() + 30, planned.row(planned.levels["stop"].ratio))
    QTest.mouseDClick(planned.chart.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, tag)
    editor = planned.chart.findChild(QLineEdit, "tagEditor")
    assert editor.isVisible()
    QTest.keyClicks(editor, "2.7123")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert planned.levels["stop"].ratio == 2.7123
    assert not editor.isVisible()


def test_exact_value_in_the_plan_card(planned: User) -> None:
    table = planned.find("planTable")
    table.setCurrentCell(0, 1)
    table.edit(table.model().index(0, 1))
    editor = table.findChild(QLineEdit)
    editor.selectAll()
    QTest.keyClicks(editor, "2.75")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    planned.qtbot.waitUntil(lambda: planned.levels["stop"].ratio == 2.75)


def test_role_by_right_click_moves_the_role_in_one_step(planned: User) -> None:
    menus: list[object] = []
    planned.desk.view.menus.shown.connect(menus.append)
    planned.chart.level_menu_requested.emit(planned.levels["entry"].id, QPoint(10, 10))
    (menu,) = menus
    names = [action.text() for action in menu.actions()]  # type: ignore[attr-defined]
    assert {"Stop", "Entry", "Target", "No role", "Delete"} <= set(names)
    menu.actions()[names.index("Stop")].trigger()  # type: ignore[attr-defined]
    menu.close()  # type: ignore[attr-defined]
    assert {level.role for level in planned.desk.open_pair.layout.levels} == {"stop", "plain", "target"}
    planned.chart.setFocus()
    planned.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert set(planned.levels) == {"stop", "entry", "target"}


def test_right_click_near_a_line_asks_for_its_menu_and_elsewhere_for_the_charts(planned: User) -> None:
    lines: list[str] = []
    planned.chart.level_menu_requested.disconnect(planned.desk.view.menus.show_level_menu)
    planned.chart.chart_menu_requested.disconnect(planned.desk.view.menus.show_chart_menu)
    planned.chart.level_menu_requested.connect(lambda level_id, _at: lines.append(level_id))
    charts: list[float] = []
    planned.chart.chart_menu_requested.connect(lambda ratio, _at: charts.append(ratio))
    for point in (planned.at(planned.levels["stop"].ratio) + QPoint(0, 5), planned.at(2.42)):
        planned.chart._hand.menu(point.toPointF(), point)
    assert lines == [planned.levels["stop"].id]
    assert charts == [pytest.approx(2.42, abs=0.01)]


def test_delete_undo_redo(planned: User) -> None:
    gone = planned.levels["target"]
    planned.click(planned.at(gone.ratio))
    planned.key(Qt.Key.Key_Delete)
    assert gone.id not in {level.id for level in planned.desk.open_pair.layout.levels}
    planned.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert planned.levels["target"] == gone
    planned.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert "target" not in planned.levels


def test_tab_goes_through_the_lines_and_then_on(planned: User) -> None:
    planned.chart.select(None)
    seen = []
    for _ in range(3):
        planned.key(Qt.Key.Key_Tab)
        seen.append(planned.chart.frame.selected)
    assert seen == [planned.levels[role].id for role in ("stop", "entry", "target")]
    planned.key(Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is not planned.chart


def test_account_risk_and_execution_are_edited_in_place(planned: User) -> None:
    planned.type_into("accountEdit", "$50,000")
    planned.type_into("riskEdit", "2 %")
    sizing = planned.desk.open_pair.layout.sizing
    assert (sizing.account, sizing.risk_fraction) == (50_000, 0.02)
    planned.find("executionTabs").setCurrentIndex(1)
    assert planned.desk.open_pair.layout.sizing.execution == "rotate"
    assert [row[0] for row in planned.cells("legsTable")] == ["Buy IWM", "Sell SPY"]
    planned.type_into("holdingEdit", "30000")
    # 30,000 of 50,000 in SPY.
    assert planned.cells("portfolioTable")[0][:2] == ["SPY", "60.0 %"]


def test_each_pair_keeps_its_own_lines(planned: User) -> None:
    before = planned.desk.open_pair.layout
    planned.open("QQQ/IWM")
    assert planned.desk.open_pair.layout.levels == ()
    planned.place(2.3, 2.2)
    planned.open("SPY/IWM")
    assert planned.desk.open_pair.layout == before
    planned.open("qqq iwm")
    assert len(planned.desk.open_pair.layout.levels) == 2


def test_the_list_shows_every_saved_pair_with_ratio_and_zone(planned: User) -> None:
    planned.open("QQQ/IWM")
    planned.place(2.3)
    planned.desk.watchlist.refresh()
    planned.qtbot.waitUntil(lambda: planned.desk.watchlist.rowCount() == 2)
    model = planned.find("pairsList").model()
    # QQQ 713.44 / IWM 299.96 = 2.3785, above its one line.
    assert [model.index(row).data() for row in range(2)] == ["QQQ/IWM 2.378 Above", "SPY/IWM 2.553 Entry zone"]


def test_a_click_in_the_list_opens_the_pair(planned: User) -> None:
    planned.open("QQQ/IWM")
    view = planned.find("pairsList")
    row = planned.desk.watchlist.row_of(planned.desk.open_pair.pair.parse("SPY/IWM"))
    place = view.visualRect(view.model().index(row)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    assert str(planned.desk.open_pair.pair) == "SPY/IWM"


def test_close_and_reopen_finds_everything(open_user: Callable[..., User], home: Path) -> None:
    first = open_user()
    first.place(STOP, ENTRY, TARGET)
    first.type_into("accountEdit", "77,000")
    first.open("QQQ/IWM")
    first.place(2.3)
    first.find("chart").set_range("5Y")
    layout = first.desk.open_pair.layout
    close(first.desk)
    second = open_user()
    assert second.text("pairEntry") == "QQQ/IWM"
    assert second.desk.open_pair.layout == layout
    assert second.chart.view().range == "5Y"
    second.open("SPY/IWM")
    assert set(second.levels) == {"stop", "entry", "target"}
    assert second.text("accountEdit") == "$77,000"


def test_swap_turns_the_plan_over_and_leaves_the_money(planned: User) -> None:
    legs, layout = planned.cells("legsTable"), planned.desk.open_pair.layout
    QTest.mouseClick(planned.find("swapPair"), Qt.MouseButton.LeftButton)
    assert planned.text("pairEntry") == "IWM/SPY"
    assert planned.cells("legsTable") == legs
    assert planned.text("zoneName") == "Entry zone"
    planned.chart.setFocus()
    planned.key(Qt.Key.Key_X)
    assert planned.desk.open_pair.layout.levels == layout.levels


def test_undo_works_across_a_swap(planned: User) -> None:
    before = planned.levels["target"]
    planned.click(planned.at(before.ratio))
    planned.key(Qt.Key.Key_Delete)
    planned.key(Qt.Key.Key_X)
    planned.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    planned.key(Qt.Key.Key_X)
    assert planned.levels["target"] == before


def test_lines_of_the_other_basis_are_dimmed_and_can_be_carried_over(planned: User) -> None:
    planned.desk.view.actions_.adjusted[True].trigger()
    assert planned.text("zoneName") == "No levels"
    assert len(planned.chart.frame.levels) == 3
    planned.desk.open_pair.convert_level(planned.levels["stop"].id)
    assert planned.text("zoneName") == "Below"


def test_the_chart_itself_takes_mouse_events_in_its_own_coordinates(user: User) -> None:
    chart, none, left = user.chart, Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    series = chart.frame.series
    assert series is not None
    QTest.mouseMove(chart, chart.point_of(series.session, 2.4))
    user.key(Qt.Key.Key_H, Qt.KeyboardModifier.AltModifier)
    (level,) = user.desk.open_pair.layout.levels
    start, end = chart.point_of(series.session, level.ratio), chart.point_of(series.session, 2.5)
    QTest.mousePress(chart, left, none, start)
    QTest.mouseMove(chart, end - QPoint(0, 20))
    QTest.mouseMove(chart, end)
    QTest.mouseRelease(chart, left, none, end)
    (moved,) = user.desk.open_pair.layout.levels
    assert abs(chart.point_of(series.session, moved.ratio).y() - end.y()) <= 1
    assert chart.ratio_at(end.y()) == pytest.approx(2.5, abs=0.002)
    menus: list[str] = []
    chart.level_menu_requested.disconnect(user.desk.view.menus.show_level_menu)
    chart.level_menu_requested.connect(lambda level_id, _at: menus.append(level_id))
    QApplication.sendEvent(chart, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, end, chart.mapToGlobal(end)))
    assert menus == [level.id]
