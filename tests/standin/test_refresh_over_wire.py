"""Refreshes of the cache while instruments change between them: what is kept equals what a first fetch would bring."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from fake_ports import SetClock
from market_data import Listing
from program import Program, assert_same_bars, at_once, contents, days, recent_listing
from yahoo_reply import Fault
from yahoo_server import YahooServer

from ratiodesk.domain.errors import BadReply, RateLimited
from ratiodesk.domain.quotes import Quotes

# The real client against a server of its own: minutes in all.
pytestmark = pytest.mark.slow

TUESDAY, WEDNESDAY = date(2021, 12, 28), date(2021, 12, 29)


@pytest.fixture
def spy(server: YahooServer) -> Listing:
    return server.listings["SPY"]


@pytest.fixture
def anew(start_program: Callable[..., Program]) -> Callable[[], Quotes]:
    """Fetch everything as a program would that never ran before. The one before is ended."""
    return lambda: start_program().feed.refresh("SPY")


def first_asked(server: YahooServer) -> list[date]:
    """Return from which day on each request for a chart of SPY asked, and forget them."""
    asked = [int(each.query["period1"]) for each in server.asked if each.symbol == "SPY"]
    server.asked.clear()
    return [datetime.fromtimestamp(0, UTC).date() + timedelta(seconds=second) for second in asked]


def is_all(day: date) -> bool:
    return day < date(1930, 1, 1)


def rescale(listing: Listing, before: date, factor: float, *names: str) -> None:
    """Multiply what lies before a session, as Yahoo does with dividends and splits."""
    for name in names:
        column = getattr(listing, name)
        for row, day in enumerate(listing.sessions):
            if day < before and column[row] is not None:
                column[row] *= factor


def test_a_refresh_asks_from_ten_final_sessions_back(program: Program, server: YahooServer) -> None:
    program.feed.refresh("SPY")
    assert [is_all(day) for day in first_asked(server)] == [True]
    program.feed.refresh("SPY")
    # Tuesday the 28th is forming. Final are 27, 23, 22, 21, 20, 17, 16, 15, 14 and 13 December: ten.
    assert first_asked(server) == [date(2021, 12, 13)]


def test_new_sessions_join(program: Program, clock: SetClock, anew: Callable[[], Quotes]) -> None:
    before = program.feed.refresh("SPY")
    clock.pass_by(days=2)
    after = program.feed.refresh("SPY")
    assert days(after.bars)[-3:] == [TUESDAY, WEDNESDAY, date(2021, 12, 30)]
    assert len(after.bars) == len(before.bars) + 2
    assert_same_bars(after, anew())


def test_a_forming_bar_becomes_final_with_another_close(
    program: Program, spy: Listing, clock: SetClock, anew: Callable[[], Quotes]
) -> None:
    row = spy.sessions.index(TUESDAY)
    final = spy.close[row]
    assert final is not None
    spy.close[row] = spy.adjusted[row] = final - 3
    forming = program.feed.refresh("SPY")
    assert (forming.forming, forming.bars.close[-1]) == (True, final - 3)
    spy.close[row] = spy.adjusted[row] = final
    clock.now = datetime(2021, 12, 28, 21, 5, tzinfo=UTC)
    quotes = program.feed.refresh("SPY")
    assert (quotes.forming, quotes.bars.close[-1]) == (False, final)
    assert_same_bars(quotes, anew())


def test_a_dividend_rescales_all_adjusted_closes_before(
    program: Program, spy: Listing, server: YahooServer, clock: SetClock, anew: Callable[[], Quotes]
) -> None:
    before = program.feed.refresh("SPY")
    first_asked(server)
    # 4.77 on a close of about 477: older adjusted closes lose 1 %.
    spy.dividends[WEDNESDAY] = 4.77
    rescale(spy, WEDNESDAY, 0.99, "adjusted")
    clock.pass_by(days=1)
    quotes = program.feed.refresh("SPY")
    assert quotes.bars.adjusted_close[0] == pytest.approx(before.bars.adjusted_close[0] * 0.99, rel=1e-12)
    assert quotes.bars.close[0] == before.bars.close[0]
    # One constant factor needs no second request.
    assert len(first_asked(server)) == 1
    assert_same_bars(quotes, anew())


def test_a_dividend_told_late_is_fetched_with_all(
    program: Program, spy: Listing, server: YahooServer, clock: SetClock, anew: Callable[[], Quotes]
) -> None:
    program.feed.refresh("SPY")
    first_asked(server)
    # The ex-date lies within the overlap: two factors, of which neither is right for all.
    spy.dividends[date(2021, 12, 21)] = 4.77
    rescale(spy, date(2021, 12, 21), 0.99, "adjusted")
    clock.pass_by(days=1)
    quotes = program.feed.refresh("SPY")
    assert [is_all(day) for day in first_asked(server)] == [False, True]
    assert_same_bars(quotes, anew())


def test_a_split_fetches_all(
    program: Program, spy: Listing, server: YahooServer, clock: SetClock, anew: Callable[[], Quotes]
) -> None:
    before = program.feed.refresh("SPY")
    first_asked(server)
    split(spy)
    clock.pass_by(days=1)
    quotes = program.feed.refresh("SPY")
    assert [is_all(day) for day in first_asked(server)] == [False, True]
    assert quotes.splits == (WEDNESDAY,)
    # Four new shares for an old one.
    assert quotes.bars.close[0] == pytest.approx(before.bars.close[0] / 4)
    assert_same_bars(quotes, anew())


def split(listing: Listing) -> None:
    listing.splits[WEDNESDAY] = (4, 1)
    rescale(listing, WEDNESDAY, 0.25, "open", "high", "low", "close", "adjusted")


def test_a_split_with_a_dividend_on_the_same_day(
    program: Program, spy: Listing, clock: SetClock, anew: Callable[[], Quotes]
) -> None:
    program.feed.refresh("SPY")
    split(spy)
    spy.dividends[WEDNESDAY] = 1.2
    rescale(spy, WEDNESDAY, 0.99, "adjusted")
    clock.pass_by(days=1)
    assert_same_bars(program.feed.refresh("SPY"), anew())


@pytest.mark.parametrize(("factor", "requests"), [(1.00005, 1), (1.0002, 2)])
def test_closes_that_are_rebased_without_a_word_fetch_all(
    program: Program, spy: Listing, server: YahooServer, factor: float, requests: int
) -> None:
    program.feed.refresh("SPY")
    first_asked(server)
    rescale(spy, date(2022, 1, 1), factor, "open", "high", "low", "close", "adjusted")
    program.feed.refresh("SPY")
    # More than one part in ten thousand is another base.
    assert len(first_asked(server)) == requests


def empty(listing: Listing, day: date) -> dict[str, float | None]:
    """Take the bar of a session out, and return what it was."""
    row = listing.sessions.index(day)
    columns = {name: getattr(listing, name)[row] for name in ("open", "high", "low", "close", "adjusted", "volume")}
    for name in columns:
        getattr(listing, name)[row] = None
    return columns


@pytest.mark.parametrize("day", [date(2021, 12, 20), date(2021, 11, 24)], ids=["overlap", "further back"])
def test_a_hole_that_is_filled_late(
    program: Program, spy: Listing, clock: SetClock, day: date, anew: Callable[[], Quotes]
) -> None:
    there = empty(spy, day)
    assert day not in days(program.feed.refresh("SPY").bars)
    for name, value in there.items():
        getattr(spy, name)[spy.sessions.index(day)] = value
    clock.pass_by(hours=1)
    quotes = program.feed.refresh("SPY")
    assert day in days(quotes.bars)
    assert_same_bars(quotes, anew())


def test_a_final_bar_that_is_gone_later_is_kept(program: Program, spy: Listing, clock: SetClock) -> None:
    before = program.feed.refresh("SPY")
    empty(spy, date(2021, 12, 20))
    clock.pass_by(hours=1)
    after = program.feed.refresh("SPY")
    assert days(after.bars) == days(before.bars)
    assert after.bars.close.tolist() == before.bars.close.tolist()


def test_a_month_later_all_is_fetched_again(
    program: Program, spy: Listing, server: YahooServer, clock: SetClock, anew: Callable[[], Quotes]
) -> None:
    program.feed.refresh("SPY")
    clock.pass_by(days=29)
    program.feed.refresh("SPY")
    first_asked(server)
    # An old close is corrected, where no overlap would see it.
    spy.close[5] = 300.0
    clock.pass_by(days=2)
    quotes = program.feed.refresh("SPY")
    assert [is_all(day) for day in first_asked(server)] == [True]
    assert quotes.bars.close[5] == 300.0
    assert_same_bars(quotes, anew())


def shorten(listing: Listing, count: int) -> None:
    """Keep the newest sessions alone."""
    for name in ("sessions", "open", "high", "low", "close", "adjusted", "volume"):
        setattr(listing, name, getattr(listing, name)[-count:])


def test_a_shortened_history_costs_nothing(program: Program, spy: Listing, clock: SetClock) -> None:
    before = program.feed.refresh("SPY")
    shorten(spy, 100)
    clock.pass_by(days=31)
    after = program.feed.refresh("SPY")
    # All of 2021 has become final since; what Yahoo no longer has is taken over.
    assert days(after.bars)[: len(before.bars)] == days(before.bars)
    final = before.final_count
    assert after.bars.close.tolist()[:final] == before.bars.close.tolist()[:final]


def test_a_shortened_history_on_another_base_is_refused_and_nothing_is_lost(
    program: Program, spy: Listing, clock: SetClock
) -> None:
    program.feed.refresh("SPY")
    before = program.known("SPY")
    shorten(spy, 100)
    split(spy)
    clock.pass_by(days=1)
    with pytest.raises(BadReply, match="the known prices are kept"):
        program.feed.refresh("SPY")
    assert program.known("SPY") == before


@pytest.mark.parametrize("fault", [Fault.NO_ROWS, Fault.EMPTY_JSON, Fault.TRUNCATED, Fault.SERVER_ERROR])
def test_a_bad_answer_to_the_fetch_of_all_costs_nothing(
    program: Program, server: YahooServer, clock: SetClock, fault: Fault
) -> None:
    program.feed.refresh("SPY")
    before = program.known("SPY")
    clock.pass_by(days=31)
    server.faults["chart"] = fault
    with pytest.raises(Exception, match="Yahoo"):
        program.feed.refresh("SPY")
    assert program.known("SPY") == before


def test_two_threads_that_want_the_same_share_one_answer(program: Program, server: YahooServer) -> None:
    server.delays["chart"] = 0.5
    first, second = (task.result for task in at_once([lambda: program.feed.refresh("SPY")] * 2))
    assert contents(first) == contents(second)
    assert [is_all(day) for day in first_asked(server)] == [True]


def refusal(program: Program, symbol: str = "SPY") -> RateLimited:
    with pytest.raises(RateLimited, match="too many requests") as raised:
        program.feed.refresh(symbol)
    return raised.value


def test_after_429_nobody_asks_until_the_pause_is_over(program: Program, server: YahooServer, clock: SetClock) -> None:
    for symbol in ("SPY", "IWM"):
        program.feed.refresh(symbol)
    server.faults["*"] = Fault.RATE_LIMITED
    until = refusal(program).until
    # Sixty seconds, and up to a fifth more.
    assert timedelta(seconds=60) <= until - clock() <= timedelta(seconds=72)
    server.faults.clear()
    server.asked.clear()
    works: list[Callable[[], object]] = [
        lambda symbol=symbol: program.feed.refresh(symbol) for symbol in ("IWM", "QQQ")
    ]
    for task in at_once([*works * 4, lambda: program.feed.search("spy")]):
        assert type(task.result) is RateLimited
        assert task.result.until == until
    clock.now = until - timedelta(seconds=1)
    assert refusal(program).until == until
    assert server.asked == []
    # What is known is served all the while.
    assert program.book.quotes("SPY").symbol == "SPY"
    clock.now = until
    assert program.feed.refresh("IWM").symbol == "IWM"
    assert server.asked[-1].status == 200


def test_the_pause_doubles_up_to_a_quarter_of_an_hour_and_begins_anew_after_an_answer(
    program: Program, server: YahooServer, clock: SetClock
) -> None:
    server.faults["*"] = Fault.RATE_LIMITED
    # 60, 120, 240, 480, then 960 would be more than the 900 of a quarter of an hour.
    for least in (60, 120, 240, 480, 900, 900):
        until = refusal(program).until
        assert least <= (until - clock()).total_seconds() <= 1.2 * least
        clock.now = until
    server.faults.clear()
    program.feed.refresh("SPY")
    server.faults["*"] = Fault.RATE_LIMITED
    assert 60 <= (refusal(program).until - clock()).total_seconds() <= 72


def test_requests_refused_together_are_one_refusal(program: Program, server: YahooServer, clock: SetClock) -> None:
    program.feed.refresh("SPY")
    server.faults["chart"] = Fault.RATE_LIMITED
    server.delays["chart"] = 0.2
    tasks = at_once(lambda symbol=symbol: program.feed.refresh(symbol) for symbol in ("SPY", "IWM", "QQQ"))
    assert {type(task.result) for task in tasks} == {RateLimited}
    assert len({task.result.until for task in tasks}) == 1
    assert tasks[0].result.until - clock() <= timedelta(seconds=72)


def test_a_listing_of_the_tests_is_what_the_numbers_above_rest_on() -> None:
    spy = recent_listing("SPY")
    assert spy.sessions[-4:] == [TUESDAY, WEDNESDAY, date(2021, 12, 30), date(2021, 12, 31)]
    assert date(2021, 11, 24) in spy.sessions
