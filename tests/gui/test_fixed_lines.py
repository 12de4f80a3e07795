"""Lines that are locked, or were drawn on the other basis, stay where they are, and say so."""

import pytest
from person import User
from PySide6.QtCore import QPoint, Qt

from ratiodesk.domain.level import Level

LOCKED = "Stop 2.700 is locked: right-click it to unlock it."


@pytest.fixture
def locked(user: User) -> User:
    """A plan whose stop is locked."""
    user.place(2.7, 2.5, 2.3)
    stop = user.levels["stop"].id
    assert user.desk.open_pair.set_value(stop, "2.7") == ""
    user.desk.open_pair.set_locked(stop, locked=True)
    user.desk.view.status.clear_notice()
    return user


@pytest.fixture
def faint(user: User) -> User:
    """A line that was drawn on closes without dividends, seen among those with them."""
    (line,) = user.draw(200)
    assert user.desk.open_pair.set_value(line, "2.5") == ""
    user.desk.view.actions_.adjusted[True].trigger()
    user.desk.view.status.clear_notice()
    return user


def stop(user: User) -> Level:
    return user.levels["stop"]


def test_a_typed_value_does_not_move_a_locked_line(locked: User) -> None:
    assert locked.desk.open_pair.set_value(stop(locked).id, "2.8") == LOCKED
    assert stop(locked).ratio == 2.7


def test_the_field_on_its_tag_does_not_open(locked: User) -> None:
    locked.double_click(locked.at(2.7))
    assert not locked.find("tagEditor").isVisible()
    assert locked.text("statusReading") == LOCKED
    assert locked.chart.frame.selected == stop(locked).id


def test_it_is_not_carried_over_to_another_basis(locked: User) -> None:
    before = stop(locked)
    locked.desk.view.actions_.adjusted[True].trigger()
    locked.desk.view.status.clear_notice()
    locked.desk.open_pair.convert_level(before.id)
    assert locked.desk.open_pair.layout.level(before.id) == before
    assert locked.text("statusReading") == LOCKED


def test_a_drag_says_once_that_it_is_locked(locked: User) -> None:
    said: list[str] = []
    locked.desk.open_pair.noticed.connect(said.append)
    locked.drag(locked.at(2.7), locked.at(2.7) + QPoint(0, 80))
    assert said == [LOCKED]
    assert stop(locked).ratio == 2.7
    assert locked.chart.frame.selected == stop(locked).id


def test_a_click_says_nothing(locked: User) -> None:
    locked.click(locked.at(2.7))
    assert locked.text("statusReading") != LOCKED
    assert locked.chart.frame.selected == stop(locked).id


def test_unlocked_it_moves_again(locked: User) -> None:
    locked.desk.open_pair.set_locked(stop(locked).id, locked=False)
    locked.drag(locked.at(2.7), locked.at(2.8))
    assert stop(locked).ratio == pytest.approx(2.8, abs=0.01)


def test_a_line_of_the_other_basis_stays_where_it_is(faint: User) -> None:
    (line,) = faint.desk.open_pair.layout.levels
    sentence = "2.500 was drawn on the other basis: right-click it to carry it over."
    assert faint.desk.open_pair.set_value(line.id, "2.6") == sentence
    faint.chart.edit_level(line.id)
    assert not faint.find("tagEditor").isVisible()
    assert faint.text("statusReading") == sentence
    faint.desk.view.status.clear_notice()
    faint.chart.select(line.id)
    faint.key(Qt.Key.Key_Up)
    assert faint.text("statusReading") == sentence
    assert faint.desk.open_pair.layout.levels == (line,)
    faint.desk.open_pair.remove_level(line.id)
    assert faint.desk.open_pair.layout.levels == ()
