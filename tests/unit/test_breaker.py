"""The breaker: after “too many requests”, nobody asks for a while."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from fake_market import NOW, SettableClock

from ratiodesk.domain.errors import RateLimited
from ratiodesk.market.breaker import FIRST_PAUSE, LONGEST_PAUSE, Breaker


@pytest.fixture
def clock() -> SettableClock:
    return SettableClock()


@pytest.fixture
def breaker(clock: SettableClock) -> Breaker:
    return Breaker("Yahoo", clock)


@pytest.fixture
def _no_jitter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("random.uniform", lambda low, high: low)


def pause_s(breaker: Breaker, clock: SettableClock) -> float:
    """Return how long a refusal now keeps everyone away."""
    return (breaker.trip().until - clock.now).total_seconds()


def test_whoever_asks_is_let_through_before_any_refusal(breaker: Breaker) -> None:
    breaker.check()


@pytest.mark.usefixtures("_no_jitter")
def test_after_a_refusal_nobody_asks_until_the_time_told(breaker: Breaker, clock: SettableClock) -> None:
    error = breaker.trip()
    assert str(error) == "Yahoo asks for a pause: too many requests."
    assert error.until == NOW + timedelta(seconds=60)
    for passed_s in (0, 59.999):
        clock.now = NOW + timedelta(seconds=passed_s)
        with pytest.raises(RateLimited) as refused:
            breaker.check()
        assert refused.value.until == error.until
    clock.now = error.until
    breaker.check()


@pytest.mark.usefixtures("_no_jitter")
def test_each_refusal_in_a_row_doubles_the_pause_up_to_a_quarter_of_an_hour(
    breaker: Breaker, clock: SettableClock
) -> None:
    pauses = []
    for _ in range(20):
        pauses.append(pause_s(breaker, clock))
        clock.advance(seconds=pauses[-1])
        breaker.check()
    assert pauses == [60, 120, 240, 480] + [900] * 16


@pytest.mark.usefixtures("_no_jitter")
def test_an_answer_lets_everyone_ask_and_the_next_pause_be_the_first_again(
    breaker: Breaker, clock: SettableClock
) -> None:
    for _ in range(3):
        clock.advance(seconds=pause_s(breaker, clock))
    breaker.trip()
    breaker.reset()
    breaker.check()
    assert pause_s(breaker, clock) == 60


def test_the_pause_varies_within_a_fifth_so_that_two_desks_do_not_return_together(clock: SettableClock) -> None:
    first = [pause_s(Breaker("Yahoo", clock), clock) for _ in range(100)]
    assert FIRST_PAUSE.total_seconds() == 60
    assert all(60 <= pause <= 72 for pause in first)
    assert max(first) - min(first) > 3
    tired = Breaker("Yahoo", clock)
    for _ in range(10):
        clock.advance(seconds=pause_s(tired, clock))
    assert LONGEST_PAUSE.total_seconds() == 900
    assert 900 <= pause_s(tired, clock) <= 1080


def test_requests_refused_together_are_one_refusal(breaker: Breaker, clock: SettableClock) -> None:
    together = threading.Barrier(8)

    def refused() -> RateLimited:
        together.wait(timeout=10)
        return breaker.trip()

    with ThreadPoolExecutor(8) as pool:
        errors = [each.result() for each in [pool.submit(refused) for _ in range(8)]]
    assert len({error.until for error in errors}) == 1
    clock.now = errors[0].until
    # The second of a row: 120 s and a fifth at most.
    assert 120 <= pause_s(breaker, clock) <= 144


def test_an_answer_to_what_was_asked_before_the_refusal_ends_no_pause(breaker: Breaker, clock: SettableClock) -> None:
    asked = clock()
    clock.advance(seconds=1)
    until = breaker.trip().until
    breaker.reset(asked)
    with pytest.raises(RateLimited):
        breaker.check()
    clock.now = until
    breaker.check()
    breaker.reset(until)
    # The row of refusals is over, so the next one is the first again.
    assert pause_s(breaker, clock) <= FIRST_PAUSE.total_seconds() * 1.2


def test_a_clock_that_is_put_back_makes_no_pause_longer(breaker: Breaker, clock: SettableClock) -> None:
    breaker.trip()
    clock.advance(days=-1)
    breaker.check()
    assert pause_s(breaker, clock) <= 2 * FIRST_PAUSE.total_seconds() * 1.2
    with pytest.raises(RateLimited):
        breaker.check()
