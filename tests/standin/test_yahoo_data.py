"""What Yahoo's answers become: recorded ones, with numbers copied out of them by hand, and all its known oddities."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from fake_ports import SetClock
from market_data import Listing
from program import Program, contents, days, make_listing, recorded_listing
from yahoo_server import YahooServer

from ratiodesk.domain.errors import BadRange, BadReply, NotFound
from ratiodesk.domain.interval import Interval
from ratiodesk.domain.quotes import Quotes
from ratiodesk.domain.series import Basis, align

# The real client against a server of its own: minutes in all.
pytestmark = pytest.mark.slow


@pytest.fixture
def replay(program: Program, server: YahooServer) -> Callable[..., Quotes]:
    def fetch(symbol: str, name: str) -> Quotes:
        server.listings[symbol] = recorded_listing(symbol, name)
        fetched = program.feed.refresh(symbol)
        # What is kept is what was fetched.
        assert program.known(symbol) == contents(fetched)
        return fetched

    return fetch


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def on(quotes: Quotes, day: str) -> dict[str, float]:
    """Return the bar of one session."""
    row = days(quotes.bars).index(date.fromisoformat(day))
    names = ("open", "high", "low", "close", "adjusted_close", "volume")
    return {name: float(getattr(quotes.bars, name)[row]) for name in names}


def test_two_years_with_a_live_last_bar(replay: Callable[..., Quotes], clock: SetClock) -> None:
    # Yahoo last saw a trade on 11 June 2026 at 15:00:12 UTC; the session ends at 20:00.
    clock.now = utc("2026-06-11 15:01")
    quotes = replay("SPY", "SPY")
    assert (len(quotes.bars), quotes.final_count, quotes.forming) == (502, 501, True)
    assert (quotes.source, quotes.currency, quotes.exchange, quotes.zone) == ("Yahoo", "USD", "PCX", "America/New_York")
    assert quotes.name == "State Street SPDR S&P 500 ETF Trust"
    assert on(quotes, "2024-06-11") == {
        "open": 534.0700073242188,
        "high": 537.010009765625,
        "low": 532.0499877929688,
        "close": 536.9500122070312,
        "adjusted_close": 524.1926879882812,
        "volume": 36383400,
    }
    assert on(quotes, "2026-06-11")["close"] == 725.1400146484375
    assert (quotes.gaps, quotes.splits) == ((), ())


@pytest.mark.parametrize(
    ("now", "forming"),
    [
        ("2026-06-11 19:59", True),
        # The market has closed, but what is at hand is still the answer of 15:00.
        ("2026-06-11 23:00", True),
        # In New York it is 00:01 of the next day.
        ("2026-06-12 04:01", False),
        ("2026-06-13 12:00", False),
    ],
)
def test_a_live_bar_is_final_on_the_next_day(
    replay: Callable[..., Quotes], clock: SetClock, now: str, forming: bool
) -> None:
    clock.now = utc(now)
    assert replay("SPY", "SPY").forming is forming


def test_a_split_and_a_dividend(replay: Callable[..., Quotes]) -> None:
    quotes = replay("AAPL", "AAPL_split_dividend")
    assert len(quotes.bars) == 49
    assert quotes.splits == (date(2020, 8, 31),)
    # Raw closes know nothing of the dividend of 0.205 on 6 November 2020 …
    before, after = on(quotes, "2020-11-05"), on(quotes, "2020-11-06")
    assert (before["close"], after["close"]) == (119.02999877929688, 118.69000244140625)
    # … the adjusted ones take it off all that came before: 1 − 0.205 / 119.03 = 0.998278.
    factor = (before["adjusted_close"] / before["close"]) / (after["adjusted_close"] / after["close"])
    assert factor == pytest.approx(0.998278, abs=1e-6)


def test_a_split_in_the_middle(replay: Callable[..., Quotes]) -> None:
    quotes = replay("NVDA", "NVDA_split")
    assert (len(quotes.bars), quotes.splits) == (252, (date(2021, 7, 20),))
    assert on(quotes, "2021-02-01")["close"] == 13.237000465393066
    assert on(quotes, "2022-01-28")["adjusted_close"] == 22.802078247070312


def test_dividends_alone(replay: Callable[..., Quotes]) -> None:
    quotes = replay("MSFT", "MSFT_dividends")
    assert (len(quotes.bars), quotes.splits) == (252, ())
    assert on(quotes, "2021-02-01")["close"] == 239.64999389648438
    assert on(quotes, "2021-02-01")["adjusted_close"] == 231.1864776611328


def test_capital_gains(replay: Callable[..., Quotes]) -> None:
    quotes = replay("VFINX", "VFINX_quarterly")
    assert (len(quotes.bars), quotes.name) == (164, "Vanguard 500 Index Fund")
    assert on(quotes, "1985-01-01")["close"] == 21.110000610351562
    assert on(quotes, "1985-01-01")["adjusted_close"] == 8.32298755645752


def test_sessions_before_1970(replay: Callable[..., Quotes]) -> None:
    quotes = replay("IBM", "IBM_before_1970")
    assert len(quotes.bars) == 10
    # The first timestamp is −252,322,200: 14:30 UTC, 9:30 in New York.
    assert days(quotes.bars)[:2] == [date(1962, 1, 2), date(1962, 1, 3)]
    assert on(quotes, "1962-01-02")["close"] == 7.2912678718566895
    assert on(quotes, "2021-01-08")["close"] == 122.87763214111328


def test_a_german_share(replay: Callable[..., Quotes]) -> None:
    quotes = replay("WSU.DE", "WSU.DE")
    assert (quotes.currency, quotes.exchange, quotes.zone) == ("EUR", "GER", "Europe/Berlin")
    assert days(quotes.bars) == [date(2023, 8, 4), date(2023, 8, 7), date(2023, 8, 8)]
    assert quotes.bars.close.tolist() == [34.45000076293945, 34.0, 33.20000076293945]


def test_an_exchange_rate(replay: Callable[..., Quotes]) -> None:
    quotes = replay("EURUSD=X", "EURUSD")
    # Midnight in London is midnight UTC in winter.
    assert days(quotes.bars) == [date(2020, 1, 1), date(2020, 1, 2), date(2020, 1, 3)]
    assert quotes.bars.close.tolist() == [1.1220825910568237, 1.1220825910568237, 1.1171437501907349]
    assert quotes.currency == "USD"


def test_a_null_bar_is_no_price_and_days_of_summer_are_those_of_london(replay: Callable[..., Quotes]) -> None:
    quotes = replay("INR=X", "INR_null_bar")
    # Midnight in London is 23:00 UTC of the day before.
    assert days(quotes.bars) == [date(2017, 7, 10), date(2017, 7, 12), date(2017, 7, 13)]
    assert quotes.bars.close.tolist() == [64.61170196533203, 64.52559661865234, 64.36499786376953]


def test_a_null_bar_is_a_gap(replay: Callable[..., Quotes]) -> None:
    assert replay("INR=X", "INR_null_bar").gaps == (date(2017, 7, 11),)


def test_an_answer_without_bars(program: Program, server: YahooServer) -> None:
    server.listings["AAPL"] = recorded_listing("AAPL", "AAPL_1m_empty")
    with pytest.raises(BadRange, match="Yahoo has no 5m bars of AAPL"):
        program.feed.refresh("AAPL", Interval.FIVE_MINUTES)
    with pytest.raises(NotFound, match="Yahoo has no prices for AAPL"):
        program.feed.refresh("AAPL")


def test_an_unknown_symbol(program: Program, server: YahooServer) -> None:
    with pytest.raises(NotFound, match="Yahoo knows no INVALID"):
        program.feed.refresh("INVALID")
    assert program.book.symbols() == []


FRIDAY, MONDAY, TUESDAY = date(2021, 12, 24), date(2021, 12, 27), date(2021, 12, 28)


def test_a_null_timestamp_costs_its_own_bar_alone(program: Program, server: YahooServer) -> None:
    listing = recorded_listing("WSU.DE", "WSU.DE")
    answer: Any = json.loads(listing.recorded or b"")
    answer["chart"]["result"][0]["timestamp"][1] = None
    listing.recorded = json.dumps(answer).encode()
    server.listings["WSU.DE"] = listing
    quotes = program.feed.refresh("WSU.DE")
    assert days(quotes.bars) == [date(2023, 8, 4), date(2023, 8, 8)]
    assert quotes.bars.close.tolist() == [34.45000076293945, 33.20000076293945]


@pytest.mark.parametrize("volume", [None, 500])
def test_a_bar_without_prices_is_a_gap(program: Program, server: YahooServer, volume: int | None) -> None:
    server.listings["ABC"] = listing = make_listing("ABC", [FRIDAY, MONDAY, TUESDAY], [10.0, None, 12.0])
    listing.volume[1] = volume
    quotes = program.feed.refresh("ABC")
    assert days(quotes.bars) == [FRIDAY, TUESDAY]
    assert quotes.gaps == (MONDAY,)


def test_prices_that_are_not_above_zero_are_no_prices(program: Program, server: YahooServer) -> None:
    server.listings["ABC"] = listing = make_listing("ABC", [FRIDAY, MONDAY, TUESDAY], [10.0, 0.0, 12.0])
    listing.open[2] = None
    quotes = program.feed.refresh("ABC")
    assert quotes.gaps == (MONDAY,)
    # An opening price that is missing is taken to be the close.
    assert on(quotes, "2021-12-28")["open"] == 12.0


def test_nothing_but_null_bars_is_no_answer(program: Program, server: YahooServer) -> None:
    server.listings["ABC"] = make_listing("ABC", [FRIDAY, MONDAY], [None, None])
    with pytest.raises((BadReply, NotFound)):
        program.feed.refresh("ABC")
    assert program.known("ABC") is None


@pytest.mark.parametrize(
    ("declared", "currency", "unit"),
    [
        ("GBp", "GBP", 0.01),
        ("ZAc", "ZAR", 0.01),
        ("ILA", "ILS", 0.01),
        ("GBP", "GBP", 1.0),
        ("USD", "USD", 1.0),
        ("", "", 1.0),
    ],
)
def test_hundredths_are_scaled_once_and_only_where_declared(
    program: Program, server: YahooServer, clock: SetClock, declared: str, currency: str, unit: float
) -> None:
    # Long enough for a refresh to ask for the newest sessions alone.
    weekdays = [day for day in (date(2021, 12, 1) + timedelta(number) for number in range(31)) if day.weekday() < 5]
    closes = [13000.0 + number for number in range(len(weekdays))]
    london = {"exchange": "LSE", "zone": "Europe/London", "opens": time(8), "closes": time(16, 30)}
    server.listings["VOD.L"] = make_listing("VOD.L", weekdays, closes, currency=declared, **london)
    for _ in range(3):
        quotes = program.feed.refresh("VOD.L")
        assert quotes.currency == currency
        count = weekdays.index(clock().date()) + 1
        for name in ("open", "high", "low", "close", "adjusted_close"):
            assert getattr(quotes.bars, name).tolist() == [close * unit for close in closes[:count]]
        assert set(quotes.bars.volume.tolist()) == {1000.0}
        clock.pass_by(days=1)


@pytest.mark.parametrize(
    ("now", "last", "forming"),
    [
        # New York trades from 14:30 to 21:00 UTC.
        ("2021-12-28 14:29", "2021-12-27", False),
        ("2021-12-28 14:31", "2021-12-28", True),
        ("2021-12-28 20:59", "2021-12-28", True),
        ("2021-12-28 21:00", "2021-12-28", False),
        ("2021-12-29 04:30", "2021-12-28", False),
        ("2021-12-29 14:29", "2021-12-28", False),
        ("2021-12-29 14:31", "2021-12-29", True),
        ("2021-12-25 16:00", "2021-12-23", False),  # A Saturday; the Friday before was a holiday.
        ("2021-12-26 16:00", "2021-12-23", False),
    ],
)
def test_the_last_bar_forms_while_its_session_lasts(
    program: Program, clock: SetClock, now: str, last: str, forming: bool
) -> None:
    clock.now = utc(now)
    quotes = program.feed.refresh("SPY")
    assert (str(quotes.bars.sessions[-1]), quotes.forming) == (last, forming)


def german(sessions: list[date], closes: list[float]) -> Listing:
    about = {"currency": "EUR", "exchange": "GER", "zone": "Europe/Berlin", "opens": time(9), "closes": time(17, 30)}
    return make_listing("DAX.DE", sessions, list(closes), **about)


def test_two_exchanges_meet_on_the_sessions_of_both(program: Program, server: YahooServer, clock: SetClock) -> None:
    # Whit Monday, 24 May 2021, is a holiday in Frankfurt; Memorial Day, 31 May 2021, in New York.
    whole = [date(2021, 5, day) for day in (21, 24, 25, 26, 27, 28, 31)] + [date(2021, 6, 1)]
    whit_monday, memorial_day = date(2021, 5, 24), date(2021, 5, 31)
    american, frankfurt = ([day for day in whole if day != closed] for closed in (memorial_day, whit_monday))
    server.listings["SPY"] = make_listing("SPY", american, [420.0, 421.0, 422.0, 423.0, 424.0, 425.0, 426.0])
    server.listings["DAX.DE"] = german(frankfurt, [100.0] * 7)
    clock.now = utc("2021-06-02 06:00")
    numerator, denominator = (program.feed.refresh(symbol) for symbol in ("SPY", "DAX.DE"))
    series = align(numerator.bars, denominator.bars, Basis.PRICE)
    # 420/100 on the 21st, then without Whit Monday's 421: 422/100 …; nothing is filled forward on Memorial Day.
    assert series.values.tolist() == [4.2, 4.22, 4.23, 4.24, 4.25, 4.26]
    assert series.sessions.tolist() == [day for day in whole if day not in (whit_monday, memorial_day)]
    assert series.dropped == (whit_monday, memorial_day)


def test_each_exchange_closes_by_its_own_clock(program: Program, server: YahooServer, clock: SetClock) -> None:
    server.listings["DAX.DE"] = german([MONDAY, TUESDAY], [100.0, 101.0])
    # 17:00 UTC is 18:00 in Frankfurt, where it is over, and noon in New York.
    clock.now = utc("2021-12-28 17:00")
    assert (program.feed.refresh("DAX.DE").forming, program.feed.refresh("SPY").forming) == (False, True)


@pytest.mark.parametrize(
    ("interval", "minutes", "first_asked"),
    [
        # 59 days before 28 December 2021: 28 in December, 30 in November, so one before 31 October.
        (Interval.FIVE_MINUTES, 5, "2021-10-30"),
        # 729 days before: 365 in 2021 up to 28 December 2020, and 364 in a leap year, two less than its 366.
        (Interval.HOURLY, 60, "2019-12-30"),
    ],
)
def test_bars_of_a_day_within_the_limits(
    program: Program, server: YahooServer, clock: SetClock, interval: Interval, minutes: int, first_asked: str
) -> None:
    opening = utc("2021-12-28 14:30")
    starts = [opening + number * timedelta(minutes=minutes) for number in range(15)]
    begun = [start for start in starts if start <= clock()]
    server.listings["SPY"].intraday[str(interval)] = [(start, 470.0 + row) for row, start in enumerate(starts)]
    quotes = program.feed.refresh("SPY", interval)
    assert quotes.interval is interval
    assert days(quotes.bars) == [start.replace(tzinfo=None) for start in begun]
    assert quotes.bars.close.tolist() == [470.0 + row for row in range(len(begun))]
    # At 16:00 the last bar of an hour began at 15:30, and of five minutes, with its fifteen bars, at 15:40.
    assert quotes.forming is (interval is Interval.HOURLY)
    assert server.asked[-1].query["period1"] == str(int(utc(first_asked).timestamp()))
    clock.pass_by(hours=1)
    assert len(program.feed.refresh("SPY", interval).bars) == len([start for start in starts if start <= clock()])


def test_todays_bar_is_there_although_the_clock_is_behind_yahoos(
    program: Program, server: YahooServer, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.clock = lambda: datetime(2021, 12, 28, 16, 0, tzinfo=UTC)
    clock.now = datetime(2021, 12, 28, 15, 59, 50, tzinfo=UTC)
    monkeypatch.setattr("ratiodesk.market.yahoo.utc_now", clock)
    found = program.feed.refresh("SPY")
    assert (str(found.bars.sessions[-1]), found.forming) == ("2021-12-28", True)


@pytest.mark.parametrize("reason", [["No data"], {"x": 1}, True, 7])
def test_a_reason_that_is_no_text_is_an_answer_that_cannot_be_used(
    program: Program, server: YahooServer, reason: Any
) -> None:
    answer = {"chart": {"result": None, "error": {"code": "x", "description": reason}}}
    server.listings["SPY"] = make_listing("SPY", [], [], recorded=json.dumps(answer).encode())
    with pytest.raises(BadReply, match="Yahoo says of SPY: "):
        program.feed.refresh("SPY")


def test_an_answer_without_end_is_not_read(program: Program, server: YahooServer) -> None:
    server.listings["SPY"] = make_listing("SPY", [], [], recorded=b"[" * 8_000_001)
    with pytest.raises(BadReply, match="larger than any such answer"):
        program.feed.refresh("SPY")


def test_names_of_half_characters_are_kept_as_they_can_be_shown(program: Program, server: YahooServer) -> None:
    server.listings["SPY"] = recorded_listing("SPY", "SPY")
    answer = json.loads(server.listings["SPY"].recorded or b"")
    answer["chart"]["result"][0]["meta"] |= {"longName": "A\ud800\u202eB" + "x" * 900, "exchangeName": "P\x00X"}
    server.listings["SPY"].recorded = json.dumps(answer).encode()
    fetched = program.feed.refresh("SPY")
    assert (fetched.name[:4], len(fetched.name), fetched.exchange) == ("A??B", 200, "P?X")
    assert program.known("SPY") == contents(fetched)
