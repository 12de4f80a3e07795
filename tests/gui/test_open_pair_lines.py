"""The lines of the open pair: every change is written once, can be undone, and refuses what makes no sense."""

from collections.abc import Callable
from typing import Any

import pytest
from fake_ports import QQQ_IWM, SPY_IWM, Ear, Layouts, Prices, SettingsStore
from hypothesis import given
from hypothesis import strategies as st

from ratiodesk.desk.kept_settings import KeptSettings
from ratiodesk.desk.open_pair import OpenPair
from ratiodesk.domain.layout import Layout
from ratiodesk.domain.level import Level, LevelId, Role
from ratiodesk.domain.ratio import Ratio, check_ratio
from ratiodesk.domain.series import Basis

A, B, C = LevelId("a"), LevelId("b"), LevelId("c")
LINES = (Level(A, Ratio(2.35), Role.STOP), Level(B, Ratio(2.0), Role.ENTRY), Level(C, Ratio(1.8), Role.TARGET))

Change = Callable[[OpenPair], object]
CHANGES: dict[str, Change] = {
    "add": lambda desk: desk.add_level(2.2),
    "drop": lambda desk: desk.drop_level(A, 2.4),
    "value": lambda desk: desk.set_value(A, "2.4"),
    "nudge": lambda desk: desk.nudge(A, 1),
    "role": lambda desk: desk.set_role(A, Role.PLAIN),
    "label": lambda desk: desk.set_label(A, "peak"),
    "colour": lambda desk: desk.set_colour(A, "#123456"),
    "lock": lambda desk: desk.set_locked(A, locked=True),
    "remove": lambda desk: desk.remove_level(A),
}


@pytest.fixture
def layouts() -> Layouts:
    layouts = Layouts()
    layouts.keep(Layout(SPY_IWM, LINES))
    return layouts


@pytest.fixture
def desk(qapp: Any, layouts: Layouts) -> OpenPair:
    desk = OpenPair(Prices(), layouts, KeptSettings(SettingsStore()))
    desk.open(SPY_IWM)
    return desk


def ratios(desk: OpenPair) -> list[float]:
    return [level.ratio for level in desk.layout.levels]


# Every change


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_is_written_once_and_announced_once(desk: OpenPair, layouts: Layouts, name: str) -> None:
    saved, changed = Ear.on(desk.saved), Ear.on(desk.layout_changed)
    CHANGES[name](desk)
    desk.flush()
    assert desk.layout.levels != LINES
    assert layouts.saved == [desk.layout]
    assert (len(saved), len(changed)) == (1, 1)


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_is_undone_and_redone_to_the_last_bit(desk: OpenPair, layouts: Layouts, name: str) -> None:
    CHANGES[name](desk)
    changed = desk.layout
    desk.undo()
    assert desk.layout.levels == LINES
    assert not desk.can_undo
    assert desk.can_redo
    desk.redo()
    assert desk.layout == changed
    assert [layout.levels for layout in layouts.saved] == [changed.levels, LINES, changed.levels]


@pytest.mark.parametrize(
    "nothing",
    [
        lambda desk: desk.drop_level(A, 2.35),
        lambda desk: desk.set_value(A, "2.35"),
        lambda desk: desk.nudge(A, 0),
        lambda desk: desk.set_role(A, Role.STOP),
        lambda desk: desk.set_label(A, " "),
        lambda desk: desk.set_locked(A, locked=False),
        lambda desk: desk.undo(),
        lambda desk: desk.redo(),
    ],
    ids=["drop", "value", "nudge", "role", "label", "lock", "undo", "redo"],
)
def test_a_change_that_changes_nothing_is_not_written(desk: OpenPair, layouts: Layouts, nothing: Change) -> None:
    nothing(desk)
    assert desk.layout.levels == LINES
    assert not desk.can_undo
    assert layouts.saved == []


@given(st.lists(st.sampled_from([*CHANGES, "undo", "redo", "turn over"]), max_size=12))
def test_the_document_is_what_is_on_the_screen_and_undo_leads_back(qapp: Any, walk: list[str]) -> None:
    layouts = Layouts()
    layouts.keep(Layout(SPY_IWM, LINES))
    desk = OpenPair(Prices(), layouts, KeptSettings(SettingsStore()))
    desk.open(SPY_IWM)
    for step in walk:
        if step == "turn over":
            desk.open(desk.pair.inverted())
        elif step in ("undo", "redo"):
            getattr(desk, step)()
        elif step == "add" or any(level.id == A for level in desk.layout.levels):
            CHANGES[step](desk)
        desk.flush()
        assert layouts.documents[SPY_IWM.key].seen_as(desk.pair).levels == desk.layout.levels
    while desk.can_undo:
        desk.undo()
    if desk.pair != SPY_IWM:
        desk.open(desk.pair.inverted())
    assert desk.layout.levels == LINES


# Adding


def test_a_new_line_is_plain_and_belongs_to_the_basis_in_view(desk: OpenPair) -> None:
    desk.set_basis(Basis.TOTAL_RETURN)
    level_id = desk.add_level(2.2)
    assert level_id is not None
    level = desk.layout.level(level_id)
    assert (level.ratio, level.role, level.basis) == (2.2, Role.PLAIN, Basis.TOTAL_RETURN)


def test_the_third_line_proposes_the_plan_in_one_step(desk: OpenPair, layouts: Layouts) -> None:
    for level_id in (A, B, C):
        desk.remove_level(level_id)
    layouts.saved.clear()
    for ratio in (1.8, 2.35, 2.0):
        desk.add_level(ratio)
    # The ratio is 2.1, above the middle line 2.0: the upper line is the stop.
    assert [level.role for level in desk.layout.levels] == [Role.TARGET, Role.STOP, Role.ENTRY]
    assert len(layouts.saved) == 3
    desk.undo()
    assert [level.role for level in desk.layout.levels] == [Role.PLAIN, Role.PLAIN]


@pytest.mark.parametrize(("ratio", "role"), [(1.9, Role.TARGET), (2.1, Role.PLAIN), (2.4, Role.PLAIN)])
def test_a_line_in_place_of_one_of_a_plan_takes_its_role_in_one_step(
    desk: OpenPair, layouts: Layouts, ratio: float, role: Role
) -> None:
    desk.remove_level(C)
    without = desk.layout.levels
    layouts.saved.clear()
    line = desk.add_level(ratio)
    assert line is not None
    # The entry is at 2.0 and the stop above it: a target lies below.
    assert desk.layout.level(line).role is role
    assert (desk.standing is not None and desk.standing.plan is not None) == (role is Role.TARGET)
    assert len(layouts.saved) == 1
    desk.undo()
    assert desk.layout.levels == without


# The ratio is 2.1: lines lie between 0.021 and 210.
@pytest.mark.parametrize("ratio", [0.0, -1.0, float("nan"), float("inf"), 1e12, 1e-12, 0.0209, 210.1])
def test_a_line_that_makes_no_sense_is_refused_in_a_sentence(desk: OpenPair, layouts: Layouts, ratio: float) -> None:
    noticed = Ear.on(desk.noticed)
    assert desk.add_level(ratio) is None
    assert len(noticed) == 1
    assert noticed.heard[0].startswith("A level")
    assert (desk.layout.levels, layouts.saved) == (LINES, [])


# Dragging


def test_a_drag_is_followed_and_neither_written_nor_a_step(desk: OpenPair, layouts: Layouts) -> None:
    changed = Ear.on(desk.layout_changed)
    for ratio in (2.3, 2.2, 2.05):
        desk.drag_level(A, ratio)
    assert len(changed) == 3
    assert ratios(desk) == [2.05, 2.0, 1.8]
    assert desk.standing is not None
    assert desk.standing.zone == "stopped"  # 2.1 is above the stop where it is held now.
    assert (layouts.saved, desk.can_undo) == ([], False)


def test_a_cancelled_drag_puts_the_line_back(desk: OpenPair, layouts: Layouts) -> None:
    before = desk.standing
    desk.drag_level(A, 2.05)
    desk.cancel_drag(A)
    assert desk.layout.levels == LINES
    assert desk.standing == before
    assert layouts.saved == []


def test_a_drop_is_one_step_from_where_the_drag_began(desk: OpenPair, layouts: Layouts) -> None:
    for ratio in (2.3, 2.2):
        desk.drag_level(A, ratio)
    desk.drop_level(A, 2.25)
    assert ratios(desk) == [2.25, 2.0, 1.8]
    assert [layout.levels for layout in layouts.saved] == [desk.layout.levels]
    desk.undo()
    assert desk.layout.levels == LINES


def test_another_change_during_a_drag_does_not_write_the_preview(desk: OpenPair, layouts: Layouts) -> None:
    desk.drag_level(A, 2.05)
    desk.set_label(B, "range low")
    assert layouts.saved[-1].level(A).ratio == 2.35


def test_a_line_that_goes_away_during_its_drag_ends_the_drag(desk: OpenPair) -> None:
    level_id = desk.add_level(2.2)
    assert level_id is not None
    desk.drag_level(level_id, 2.21)
    desk.undo()
    desk.drag_level(level_id, 2.22)
    desk.drop_level(level_id, 2.23)
    assert desk.layout.levels == LINES


@pytest.mark.parametrize("ratio", [1e-9, 1e9, 0.0, -1.0])
def test_a_line_ends_no_drag_where_it_could_not_have_been_drawn(desk: OpenPair, ratio: float) -> None:
    desk.drop_level(A, ratio)
    check_ratio(desk.layout.level(A).ratio, Ratio(2.1))


# Exact values and nudges


@pytest.mark.parametrize(("text", "ratio"), [("2.1345", 2.1345), (" 2.4 ", 2.4), ("2", 2.0), ("2.4e0", 2.4)])
def test_an_exact_value_is_taken_as_typed(desk: OpenPair, text: str, ratio: float) -> None:
    assert desk.set_value(A, text) == ""
    assert desk.layout.level(A).ratio == ratio


@pytest.mark.parametrize(
    "text",
    ["", " ", "abc", "nan", "inf", "-inf", "1e999", "1,5", "\N{MONEY BAG}", "0", "-1", "−2.1", "1e-8", "0.02", "211"],
)
def test_a_value_that_makes_no_sense_is_refused_in_a_sentence(desk: OpenPair, layouts: Layouts, text: str) -> None:
    refusal = desk.set_value(A, text)
    assert refusal.endswith(".")
    assert len(refusal) > 20
    assert (desk.layout.levels, layouts.saved, desk.can_undo) == (LINES, [], False)


def test_a_typed_underscore_is_no_digit(desk: OpenPair) -> None:
    assert desk.set_value(A, "1_3") != ""


@pytest.mark.parametrize(
    ("start", "steps", "end"),
    [
        ("2.1304", 1, 2.1314),
        ("2.1304", -1, 2.1294),
        ("2.13", 10, 2.14),
        ("2.130417", -10, 2.120417),
        ("0.4694", 1, 0.4704),
        ("0.05", 1, 0.05001),  # A thousandth of 0.01.
        ("123.4567", 1, 123.5567),
    ],
)
def test_a_nudge_keeps_the_digits_the_user_typed(desk: OpenPair, start: str, steps: int, end: float) -> None:
    assert desk.set_value(A, start) == ""
    desk.nudge(A, steps)
    assert desk.layout.level(A).ratio == end


def test_a_nudge_never_reaches_zero(desk: OpenPair, layouts: Layouts) -> None:
    desk.nudge(A, -2_350)
    assert (desk.layout.levels, layouts.saved) == (LINES, [])


def test_a_locked_line_is_neither_nudged_nor_typed_to(desk: OpenPair, layouts: Layouts) -> None:
    desk.set_locked(A, locked=True)
    layouts.saved.clear()
    desk.nudge(A, 5)
    assert desk.set_value(A, "2.4") == "Stop 2.350 is locked: right-click it to unlock it."
    assert (desk.layout.level(A).ratio, layouts.saved) == (2.35, [])


# Roles, labels, other closes


def test_a_role_passes_from_the_line_that_had_it(desk: OpenPair) -> None:
    desk.set_role(B, Role.STOP)
    assert [level.role for level in desk.layout.levels] == [Role.PLAIN, Role.STOP, Role.TARGET]


def test_a_label_is_trimmed(desk: OpenPair) -> None:
    desk.set_label(A, "  peak of 2020 \n")
    assert desk.layout.level(A).label == "peak of 2020"
    desk.set_label(A, "x" * 500)
    assert desk.layout.level(A).label == "x" * 200


def test_a_line_is_carried_over_in_proportion(desk: OpenPair, layouts: Layouts) -> None:
    desk.set_basis(Basis.TOTAL_RETURN)
    desk.convert_level(B)
    # 2.0 · 2.625/2.1 = 2.5
    level = desk.layout.level(B)
    assert (level.ratio, level.basis, level.role) == (pytest.approx(2.5), Basis.TOTAL_RETURN, Role.ENTRY)
    assert [layout.levels for layout in layouts.saved] == [desk.layout.levels]
    desk.undo()
    assert desk.layout.levels == LINES


def test_a_line_carried_over_takes_its_role_from_the_line_that_had_it_there(desk: OpenPair) -> None:
    desk.set_basis(Basis.TOTAL_RETURN)
    there = desk.add_level(2.9)
    assert there is not None
    desk.set_role(there, Role.STOP)
    desk.convert_level(A)
    assert (desk.layout.level(A).role, desk.layout.level(there).role) == (Role.STOP, Role.PLAIN)


def test_a_line_of_the_basis_in_view_is_not_carried_anywhere(desk: OpenPair, layouts: Layouts) -> None:
    desk.convert_level(A)
    assert (desk.layout.levels, layouts.saved) == (LINES, [])


# Undo beyond one change


def test_each_pair_has_its_own_steps(desk: OpenPair, layouts: Layouts) -> None:
    desk.remove_level(A)
    desk.open(QQQ_IWM)
    assert not desk.can_undo
    desk.add_level(1.4)
    desk.open(SPY_IWM)
    desk.undo()
    assert desk.layout.levels == LINES
    assert layouts.documents[SPY_IWM.key].levels == LINES
    desk.open(QQQ_IWM)
    assert (len(desk.layout.levels), desk.can_undo) == (1, True)


def test_steps_survive_turning_the_pair_over(desk: OpenPair) -> None:
    desk.remove_level(A)
    desk.open(desk.pair.inverted())
    desk.undo()
    assert ratios(desk) == pytest.approx([1 / 2.35, 1 / 2.0, 1 / 1.8])
    desk.open(desk.pair.inverted())
    assert desk.layout.levels == LINES
    desk.redo()
    assert desk.layout.levels == LINES[1:]


def test_steps_survive_turning_over_a_line_with_every_binary_digit(desk: OpenPair) -> None:
    # No double has 1.9345639206600165 as its reciprocal; such ratios come from carrying a line over to another basis.
    desk.set_value(A, "1.9345639206600165")
    desk.open(desk.pair.inverted())
    desk.open(desk.pair.inverted())
    assert desk.can_undo


def test_lines_changed_elsewhere_are_part_of_every_step(desk: OpenPair, layouts: Layouts) -> None:
    desk.remove_level(A)
    desk.open(QQQ_IWM)
    layouts.keep(Layout(SPY_IWM, LINES[2:]))
    desk.open(SPY_IWM)
    assert desk.layout.levels == LINES[2:]
    desk.undo()
    assert desk.layout.levels == (LINES[0], *LINES[2:])


def test_undo_is_about_lines_and_not_about_the_view(desk: OpenPair) -> None:
    desk.remove_level(A)
    desk.set_basis(Basis.TOTAL_RETURN)
    view = desk.layout.view
    desk.undo()
    assert desk.layout == Layout(SPY_IWM, LINES, view=view)
