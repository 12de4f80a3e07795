"""Keys and commands while the mouse drags the view: it goes on from where they have brought it."""

from collections.abc import Callable
from datetime import date

import pytest
from person import User
from PySide6.QtCore import QPoint, Qt

from ratiodesk.chart.viewport import Viewport

ALT = Qt.KeyboardModifier.AltModifier
START, END = QPoint(400, 40), QPoint(300, 40)
STEP = QPoint(1, 0)


@pytest.fixture
def panning(user: User) -> User:
    user.drag(START, END, release=False)
    return user


def sight(user: User) -> Viewport:
    return user.chart.frame.viewport


@pytest.mark.parametrize(
    "act",
    [
        lambda user: user.key(Qt.Key.Key_9),
        lambda user: user.key(Qt.Key.Key_2),
        lambda user: user.key(Qt.Key.Key_L, ALT),
        lambda user: user.chart.go_to(date(2012, 5, 2)),
    ],
    ids=["max", "3 months", "log", "date"],
)
def test_the_next_step_of_a_pan_goes_on_from_what_a_key_shows(panning: User, act: Callable[[User], None]) -> None:
    act(panning)
    there = sight(panning)
    panning.carry(END + STEP)
    assert sight(panning).log is there.log
    assert sight(panning).bars == pytest.approx(there.bars)
    assert sight(panning).left == pytest.approx(there.left - 1 / there.bar_px)
    panning.release(END + STEP)


def test_a_key_between_the_press_and_the_first_step_counts_too(user: User) -> None:
    user.press(START)
    user.key(Qt.Key.Key_2)
    there = sight(user)
    user.carry(END)
    assert sight(user).bars == pytest.approx(there.bars)
    user.release(END)


def test_an_axis_that_was_let_go_of_follows_until_the_next_step_and_goes_on_from_there(user: User) -> None:
    user.drag(user.axis(60), user.axis(160), release=False)
    user.key(Qt.Key.Key_A)
    there = sight(user)
    user.carry(user.axis(161))
    # A pixel of a drag over the whole axis, which scales by four.
    assert sight(user).high - sight(user).low == pytest.approx(
        (there.high - there.low) * 4 ** (1 / there.height), rel=1e-9
    )
    user.release(user.axis(161))


def test_esc_still_takes_all_of_it_back_in_the_scale_that_was_chosen(user: User) -> None:
    before = sight(user)
    user.drag(START, END, release=False)
    user.key(Qt.Key.Key_L, ALT)
    user.key(Qt.Key.Key_Escape)
    after = sight(user)
    assert after.log
    assert (after.left, after.right) == (before.left, before.right)
    user.release(END)


def test_an_axis_below_zero_has_a_way_back_when_a_drag_ends_in_logarithms(user: User) -> None:
    user.chart.move_to(sight(user).stretched(10.0, sight(user).height / 2), name=None, follows=False)
    assert sight(user).low < 0
    user.drag(START, END, release=False)
    user.key(Qt.Key.Key_L, ALT)
    user.carry(END + STEP)
    user.key(Qt.Key.Key_Escape)
    assert sight(user).log
    assert sight(user).low > 0
    user.release(END)
