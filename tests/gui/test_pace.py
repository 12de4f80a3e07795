"""Calls at the pace of the screen: the first at once, the last of many, never more than one a frame."""

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer

from ratiodesk.ui.pace import FRAME_MS, Pace


class Paced:
    """A pace whose frames end when the test says so."""

    def __init__(self) -> None:
        self.parent = QObject()
        self.value = 0
        self.heard: list[int] = []
        self.pace = Pace(lambda: self.heard.append(self.value), self.parent)
        (self.timer,) = self.pace.findChildren(QTimer)

    def soon(self, value: int) -> None:
        self.value = value
        self.pace.soon()

    def end_frame(self) -> None:
        """Do what the clock would once a frame is over."""
        assert self.timer.isActive()
        self.timer.stop()
        self.timer.timeout.emit()


@pytest.fixture
def paced(qapp: Any) -> Iterator[Paced]:
    paced = Paced()
    yield paced
    paced.parent.deleteLater()
    QCoreApplication.sendPostedEvents(paced.parent, QEvent.Type.DeferredDelete)


def test_the_first_call_is_made_at_once(paced: Paced) -> None:
    paced.soon(1)
    assert paced.heard == [1]


def test_of_the_calls_within_a_frame_the_last_is_made_at_its_end(paced: Paced) -> None:
    for value in (1, 2, 3, 4):
        paced.soon(value)
    assert paced.heard == [1]
    paced.end_frame()
    assert paced.heard == [1, 4]


def test_the_frame_after_a_call_that_waited_has_one_call_too(paced: Paced) -> None:
    for value in (1, 2):
        paced.soon(value)
    paced.end_frame()
    for value in (3, 4):
        paced.soon(value)
    assert paced.heard == [1, 2]
    paced.end_frame()
    assert paced.heard == [1, 2, 4]


def test_after_a_frame_without_a_call_the_next_is_made_at_once(paced: Paced) -> None:
    paced.soon(1)
    paced.end_frame()
    assert paced.heard == [1]
    assert not paced.timer.isActive()
    paced.soon(2)
    assert paced.heard == [1, 2]


def test_now_takes_the_place_of_a_call_that_waits(paced: Paced) -> None:
    paced.soon(1)
    paced.soon(2)
    paced.value = 3
    paced.pace.now()
    assert paced.heard == [1, 3]
    paced.end_frame()
    assert paced.heard == [1, 3]


def test_a_call_from_within_the_call_waits_for_the_next_frame(qapp: Any) -> None:
    parent, heard = QObject(), []

    def call() -> None:
        heard.append(len(heard))
        if len(heard) < 3:
            pace.soon()

    pace = Pace(call, parent)
    pace.soon()
    assert heard == [0]


def test_by_the_clock_a_burst_is_two_calls_a_frame_apart(paced: Paced, qtbot: Any) -> None:
    assert paced.timer.interval() == FRAME_MS == 16
    assert paced.timer.isSingleShot()
    for value in range(50):
        paced.soon(value)
    qtbot.waitUntil(lambda: len(paced.heard) > 1)
    assert paced.heard == [0, 49]
