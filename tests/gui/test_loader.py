"""Background work: the newest request wins, failures are values, everything arrives on the GUI thread."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, NoReturn

import pytest

from ratiodesk.desk.loader import Loader
from ratiodesk.domain.errors import NotFound, RatioDeskError

PATIENCE_S = 5.0


@dataclass
class Receiver:
    """Where results and failures arrive, and on which thread."""

    done: list[object] = field(default_factory=list)
    failed: list[RatioDeskError] = field(default_factory=list)
    threads: set[int] = field(default_factory=set)

    def take(self, result: object) -> None:
        self.threads.add(threading.get_ident())
        self.done.append(result)

    def regret(self, error: RatioDeskError) -> None:
        self.threads.add(threading.get_ident())
        self.failed.append(error)


class Gate:
    """Work that has begun and waits to be let go."""

    def __init__(self, result: object) -> None:
        self.result = result
        self.begun, self.open = threading.Event(), threading.Event()
        self.ended = False

    def __call__(self) -> object:
        self.begun.set()
        assert self.open.wait(PATIENCE_S), "nobody opened the gate"
        self.ended = True
        if isinstance(self.result, Exception):
            raise self.result
        return self.result


@pytest.fixture
def loader(qapp: Any) -> Iterator[Loader]:
    loader = Loader()
    yield loader
    loader.close()


@pytest.fixture
def receiver() -> Receiver:
    return Receiver()


@pytest.fixture
def submit(loader: Loader, receiver: Receiver) -> Callable[..., None]:
    def call(work: Callable[[], object], kind: str = "prices") -> None:
        loader.submit(kind, work, receiver.take, receiver.regret)

    return call


def settle(loader: Loader, qapp: Any) -> None:
    """Let all work end and all that was sent arrive."""
    assert loader._pool.waitForDone(int(PATIENCE_S * 1000))
    qapp.processEvents()


def fail(error: Exception) -> NoReturn:
    raise error


def test_work_is_done_elsewhere_and_its_result_arrives_on_the_gui_thread(
    qtbot: Any, submit: Callable[..., None], receiver: Receiver
) -> None:
    worked: list[int] = []
    submit(lambda: worked.append(threading.get_ident()) or "prices of SPY")
    qtbot.waitUntil(lambda: receiver.done == ["prices of SPY"])
    assert receiver.threads == {threading.get_ident()}
    assert worked != [threading.get_ident()]
    assert not receiver.failed


def test_a_result_does_not_arrive_before_submit_returns(
    loader: Loader, qapp: Any, submit: Callable[..., None], receiver: Receiver
) -> None:
    submit(lambda: 1)
    loader._pool.waitForDone(int(PATIENCE_S * 1000))
    assert receiver.done == []
    qapp.processEvents()
    assert receiver.done == [1]


def test_a_stated_failure_arrives_as_a_value_on_the_gui_thread(
    qtbot: Any, submit: Callable[..., None], receiver: Receiver
) -> None:
    error = NotFound("There are no prices for XYZ.")
    submit(lambda: fail(error))
    qtbot.waitUntil(lambda: receiver.failed == [error])
    assert receiver.threads == {threading.get_ident()}
    assert not receiver.done


@pytest.mark.parametrize("error", [ZeroDivisionError("a slip"), KeyError("SPY")])
def test_an_error_nobody_expected_is_raised_on_the_gui_thread(
    qtbot: Any, loader: Loader, qapp: Any, submit: Callable[..., None], receiver: Receiver, error: Exception
) -> None:
    with qtbot.capture_exceptions() as caught:
        submit(lambda: fail(error))
        settle(loader, qapp)
    assert [raised for _, raised, _ in caught] == [error]
    # Whoever waited for it waits no longer.
    assert (receiver.done, [str(stated) for stated in receiver.failed]) == ([], [f"Something went wrong: {error}."])


def test_an_error_names_the_line_that_raised_it(
    qtbot: Any, loader: Loader, qapp: Any, submit: Callable[..., None]
) -> None:
    with qtbot.capture_exceptions() as caught:
        submit(lambda: fail(ZeroDivisionError("a slip")))
        settle(loader, qapp)
    ((_, _, trace),) = caught
    names = []
    while trace is not None:
        names.append(trace.tb_frame.f_code.co_name)
        trace = trace.tb_next
    assert names[-1] == "fail"


@pytest.mark.parametrize("late", ["old", NotFound("too late"), ZeroDivisionError("too late")])
def test_the_newest_request_of_a_kind_wins(
    qtbot: Any, loader: Loader, qapp: Any, submit: Callable[..., None], receiver: Receiver, late: object
) -> None:
    old = Gate(late)
    submit(old)
    assert old.begun.wait(PATIENCE_S)
    submit(lambda: "new")
    qtbot.waitUntil(lambda: receiver.done == ["new"])
    with qtbot.capture_exceptions() as caught:
        old.open.set()
        settle(loader, qapp)
    assert old.ended
    assert (receiver.done, receiver.failed, caught) == (["new"], [], [])


def test_an_older_result_that_is_already_on_its_way_is_dropped(
    loader: Loader, qapp: Any, submit: Callable[..., None], receiver: Receiver
) -> None:
    submit(lambda: "old")
    loader._pool.waitForDone(int(PATIENCE_S * 1000))
    submit(lambda: "new")
    settle(loader, qapp)
    assert receiver.done == ["new"]


def test_other_kinds_do_not_supersede_each_other(
    loader: Loader, qapp: Any, submit: Callable[..., None], receiver: Receiver
) -> None:
    for kind in ("prices", "watchlist", "scan"):
        submit(lambda kind=kind: kind, kind)
    settle(loader, qapp)
    assert sorted(map(str, receiver.done)) == ["prices", "scan", "watchlist"]


def test_a_receiver_may_submit_again(qtbot: Any, loader: Loader, receiver: Receiver) -> None:
    def again(result: object) -> None:
        receiver.take(result)
        loader.submit("prices", lambda: "second", receiver.take, receiver.regret)

    loader.submit("prices", lambda: "first", again, receiver.regret)
    qtbot.waitUntil(lambda: receiver.done == ["first", "second"])


def test_a_cancelled_request_never_arrives_and_the_next_one_does(
    qtbot: Any, loader: Loader, qapp: Any, submit: Callable[..., None], receiver: Receiver
) -> None:
    gate = Gate("cancelled")
    submit(gate)
    assert gate.begun.wait(PATIENCE_S)
    loader.cancel("prices")
    gate.open.set()
    settle(loader, qapp)
    assert receiver.done == []
    submit(lambda: "next")
    qtbot.waitUntil(lambda: receiver.done == ["next"])


def test_cancelling_what_was_never_submitted_is_harmless(
    loader: Loader, qapp: Any, submit: Callable[..., None], receiver: Receiver
) -> None:
    loader.cancel("scan")
    submit(lambda: "scan", "scan")
    settle(loader, qapp)
    assert receiver.done == ["scan"]


def test_closing_waits_for_running_work_and_delivers_nothing(
    loader: Loader, qapp: Any, submit: Callable[..., None], receiver: Receiver
) -> None:
    gate = Gate("late")
    submit(gate)
    assert gate.begun.wait(PATIENCE_S)
    timer = threading.Timer(0.05, gate.open.set)
    timer.start()
    loader.close()
    assert gate.ended, "close() returned while work was running"
    timer.join()
    qapp.processEvents()
    assert receiver.done == []


def test_closing_drops_work_that_has_not_begun(
    loader: Loader, qapp: Any, submit: Callable[..., None], receiver: Receiver
) -> None:
    loader._pool.setMaxThreadCount(1)
    gate, waiting = Gate("running"), Gate("waiting")
    submit(gate, "prices")
    assert gate.begun.wait(PATIENCE_S)
    submit(waiting, "scan")
    timer = threading.Timer(0.05, gate.open.set)
    timer.start()
    loader.close()
    timer.join()
    qapp.processEvents()
    assert not waiting.begun.is_set()
    assert receiver.done == []


def test_closing_an_idle_loader_twice_is_harmless(loader: Loader) -> None:
    loader.close()
    loader.close()
    assert loader._pool.activeThreadCount() == 0


def test_work_on_the_network_does_not_keep_other_work_waiting(qtbot: Any, loader: Loader, receiver: Receiver) -> None:
    # More than there are threads for the network.
    gates = [Gate(number) for number in range(8)]
    for number, gate in enumerate(gates):
        loader.submit(f"network {number}", gate, receiver.take, receiver.regret, network=True)
    loader.submit("local", lambda: "local", receiver.take, receiver.regret)
    qtbot.waitUntil(lambda: receiver.done == ["local"])
    for gate in gates:
        gate.open.set()
    qtbot.waitUntil(lambda: len(receiver.done) == 9)


def test_work_that_nobody_wants_any_more_is_not_begun(qtbot: Any, loader: Loader, receiver: Receiver) -> None:
    blocking = [Gate(number) for number in range(8)]
    for number, gate in enumerate(blocking):
        loader.submit(f"other {number}", gate, receiver.take, receiver.regret)
    unwanted = Gate("unwanted")
    loader.submit("wanted", unwanted, receiver.take, receiver.regret)
    loader.submit("wanted", lambda: "wanted", receiver.take, receiver.regret)
    for gate in blocking:
        gate.open.set()
    qtbot.waitUntil(lambda: "wanted" in receiver.done)
    assert not unwanted.begun.is_set()
