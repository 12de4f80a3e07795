"""A line and its identity."""

from datetime import UTC, datetime, timedelta

import pytest

from ratiodesk.domain.level import Level, LevelId, Role
from ratiodesk.domain.ratio import Ratio
from ratiodesk.domain.series import Basis


def test_every_new_line_has_an_identity_of_its_own() -> None:
    assert len({Level.new(Ratio(2.13)).id for _ in range(100)}) == 100


def test_a_new_line_knows_when_it_was_drawn_to_the_second() -> None:
    created = Level.new(Ratio(2.13)).created
    assert created.tzinfo is UTC
    assert created.microsecond == 0
    assert timedelta(0) <= datetime.now(UTC) - created < timedelta(seconds=5)


def test_a_new_line_keeps_what_it_was_drawn_as() -> None:
    level = Level.new(Ratio(2.35), Role.STOP, Basis.TOTAL_RETURN)
    assert (level.ratio, level.role, level.basis) == (2.35, Role.STOP, Basis.TOTAL_RETURN)
    assert (level.label, level.colour, level.locked, level.alert) == ("", "", False, False)


@pytest.mark.parametrize(
    ("role", "label", "name", "shown"),
    [
        (Role.PLAIN, "", "", "2.130"),
        (Role.STOP, "", "Stop", "Stop 2.130"),
        (Role.STOP, "wrong above", "Stop · wrong above", "Stop · wrong above 2.130"),
        (Role.PLAIN, "peak 2020", "peak 2020", "peak 2020 2.130"),
    ],
)
def test_a_line_is_called_by_its_role_its_label_or_both(role: Role, label: str, name: str, shown: str) -> None:
    level = Level(LevelId("a"), Ratio(2.13), role, label)
    assert level.name == name
    assert str(level) == shown


def test_inversion_changes_the_ratio_and_nothing_else() -> None:
    drawn = datetime(2021, 12, 28, tzinfo=UTC)
    upright = Level(LevelId("a"), Ratio(2.5), Role.STOP, "top", "#ff8800", True, True, Basis.TOTAL_RETURN, drawn)
    upside_down = Level(LevelId("a"), Ratio(0.4), Role.STOP, "top", "#ff8800", True, True, Basis.TOTAL_RETURN, drawn)
    assert upright.inverted() == upside_down  # 1 ÷ 2.5 is 0.4
