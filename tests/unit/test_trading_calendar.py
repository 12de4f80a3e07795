"""When exchanges trade: half days, holidays that others do not have, and what bars lack by them."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from fake_market import SettableClock, made_quotes, taken, weekdays

from ratiodesk.domain.interval import Interval
from ratiodesk.domain.quotes import ExchangeClock
from ratiodesk.market.sample import SampleSource
from ratiodesk.market.trading_calendar import _CALENDARS, TradingCalendars

NEW_YORK, XETRA, CRYPTO, CURRENCIES = "PCX", "GER", "CCC", "CCY"
ClockAt = Callable[[str, str], ExchangeClock]


@pytest.fixture(scope="module")
def clock() -> SettableClock:
    return SettableClock()


@pytest.fixture(scope="module")
def calendars(clock: SettableClock) -> TradingCalendars:
    return TradingCalendars(clock)


@pytest.fixture
def clock_at(calendars: TradingCalendars, clock: SettableClock) -> ClockAt:
    def at(exchange: str, moment: str) -> ExchangeClock:
        clock.now = utc(moment)
        return calendars.clock(exchange)

    return at


def utc(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "last_final", "is_open", "changes"),
    [
        # Summer: 9:30 and 16:00 in New York are 13:30 and 20:00 UTC.
        ("2021-07-01T13:29", "2021-06-30", False, "2021-07-01T13:30"),
        ("2021-07-01T13:30", "2021-06-30", True, "2021-07-01T20:00"),
        ("2021-07-01T20:00", "2021-07-01", False, "2021-07-02T13:30"),
        # The day after Thanksgiving ends at 13:00, which is 18:00 UTC in winter.
        ("2021-11-25T16:00", "2021-11-24", False, "2021-11-26T14:30"),
        ("2021-11-26T17:59", "2021-11-24", True, "2021-11-26T18:00"),
        ("2021-11-26T18:00", "2021-11-26", False, "2021-11-29T14:30"),
        # Martin Luther King Day, a Monday.
        ("2022-01-17T16:00", "2022-01-14", False, "2022-01-18T14:30"),
    ],
)
def test_new_york(clock_at: ClockAt, moment: str, last_final: str, is_open: bool, changes: str) -> None:
    expected = ExchangeClock(date.fromisoformat(last_final), is_open, utc(changes))
    assert clock_at(NEW_YORK, moment) == expected


@pytest.mark.parametrize(
    ("day", "new_york_open", "xetra_open"),
    [
        ("2021-07-05", False, True),  # Independence Day, observed on the Monday
        ("2021-11-25", False, True),  # Thanksgiving
        ("2022-04-18", True, False),  # Easter Monday
        ("2022-04-15", False, False),  # Good Friday
        ("2022-04-19", True, True),
        ("2022-04-16", False, False),  # a Saturday
    ],
)
def test_exchanges_have_holidays_of_their_own(
    clock_at: ClockAt, day: str, new_york_open: bool, xetra_open: bool
) -> None:
    # At 15:00 UTC both would trade.
    assert clock_at(NEW_YORK, f"{day}T15:00").is_open is new_york_open
    assert clock_at(XETRA, f"{day}T15:00").is_open is xetra_open


def test_crypto_never_closes_and_its_day_ends_at_midnight(clock_at: ClockAt) -> None:
    noon = ExchangeClock(date(2021, 12, 31), is_open=True, changes=utc("2022-01-02T00:00"))
    assert clock_at(CRYPTO, "2022-01-01T12:00") == noon
    assert clock_at(CRYPTO, "2022-01-01T23:59:59") == noon
    assert clock_at(CRYPTO, "2022-01-02T00:00").last_final == date(2022, 1, 1)


@pytest.mark.parametrize("exchange", [CURRENCIES, "", "XYZ"])
def test_an_exchange_that_is_not_known_trades_on_weekdays_as_currencies_do(clock_at: ClockAt, exchange: str) -> None:
    # 1 January 2022 is a Saturday, and the Thursday before Easter is followed by a Friday.
    saturday = clock_at(exchange, "2022-01-01T12:00")
    assert saturday == ExchangeClock(date(2021, 12, 31), is_open=False, changes=utc("2022-01-03T00:00"))
    assert clock_at(exchange, "2022-04-15T12:00").is_open


def test_the_time_may_be_told_in_any_zone(calendars: TradingCalendars, clock: SettableClock) -> None:
    clock.now = datetime.fromisoformat("2021-11-26T12:59:59-05:00")
    assert calendars.clock(NEW_YORK).is_open
    clock.now = datetime.fromisoformat("2021-11-26T13:00:00-05:00")
    assert not calendars.clock(NEW_YORK).is_open


@pytest.mark.parametrize(
    ("moment", "behind"),
    [
        ("2021-11-26T17:59", 0),
        ("2021-11-26T18:00", 1),
        ("2021-11-29T14:00", 1),
        ("2021-11-30T22:00", 3),  # 26, 29 and 30 November
        ("2021-11-20T12:00", 0),  # A clock that is behind makes no prices late.
    ],
)
def test_prices_are_behind_by_the_sessions_that_ended_since(
    calendars: TradingCalendars, clock: SettableClock, moment: str, behind: int
) -> None:
    clock.now = utc(moment)
    quotes = made_quotes([1.0] * 5, sessions=weekdays(5, "2021-11-24"), exchange=NEW_YORK)
    assert calendars.sessions_behind(quotes) == behind


def test_a_forming_bar_is_no_session_that_was_seen_to_its_end(
    calendars: TradingCalendars, clock: SettableClock
) -> None:
    forming = made_quotes([1.0] * 3, sessions=weekdays(3, "2021-11-30"), exchange=NEW_YORK, forming=True)
    clock.now = utc("2021-11-30T15:00")
    assert calendars.sessions_behind(forming) == 0
    clock.now = utc("2021-11-30T21:00")
    assert calendars.sessions_behind(forming) == 1
    assert calendars.sessions_behind(taken(forming, [2])) == 1  # The only bar there is.


def test_prices_of_crypto_are_behind_on_a_sunday_and_those_of_the_unknown_are_not(
    calendars: TradingCalendars, clock: SettableClock
) -> None:
    clock.now = utc("2022-01-02T12:00")
    for exchange, behind in ((CRYPTO, 1), ("", 0)):
        quotes = made_quotes([1.0], sessions=weekdays(1, "2021-12-31"), exchange=exchange)
        assert calendars.sessions_behind(quotes) == behind


def test_missing_are_the_sessions_of_the_exchange_between_the_first_and_the_last_bar(
    calendars: TradingCalendars,
) -> None:
    days = ["2021-11-22", "2021-11-24", "2021-11-29"]
    quotes = made_quotes([1.0] * 3, sessions=np.array(days, dtype="datetime64[D]"), exchange=NEW_YORK)
    # Thanksgiving is none; in Frankfurt it is one.
    assert calendars.missing(quotes) == (date(2021, 11, 23), date(2021, 11, 26))
    german = made_quotes([1.0] * 3, sessions=np.array(days, dtype="datetime64[D]"), exchange=XETRA)
    assert calendars.missing(german) == (date(2021, 11, 23), date(2021, 11, 25), date(2021, 11, 26))


def test_a_bar_on_a_holiday_is_none_that_is_missing(calendars: TradingCalendars) -> None:
    days = weekdays(3, "2021-11-26")
    assert calendars.missing(made_quotes([1.0] * 3, sessions=days, exchange=NEW_YORK)) == ()


def test_nothing_is_missing_where_the_exchange_is_not_known_or_bars_are_shorter(calendars: TradingCalendars) -> None:
    days = np.array(["2021-11-22", "2021-11-29"], dtype="datetime64[D]")
    assert calendars.missing(made_quotes([1.0, 1.0], sessions=days)) == ()
    starts = days.astype("datetime64[m]")
    hourly = made_quotes([1.0, 1.0], sessions=starts, exchange=NEW_YORK, interval=Interval.HOURLY)
    assert calendars.missing(hourly) == ()


@pytest.mark.parametrize("symbol", ["SPY", "IWM", "QQQ", "TLT"])
def test_the_sample_lacks_no_session_of_its_exchange(
    calendars: TradingCalendars, sample: SampleSource, symbol: str
) -> None:
    quotes = sample.fetch(symbol)
    assert calendars.missing(quotes) == ()
    without = [row for row, day in enumerate(quotes.bars.sessions) if day != np.datetime64("2010-05-06")]
    assert calendars.missing(taken(quotes, without)) == (date(2010, 5, 6),)


# The library knows the Sundays of Tel Aviv as special days, but not as sessions.
@pytest.mark.parametrize(
    "exchange",
    [codes.split()[0] for codes in _CALENDARS.values()],
)
def test_every_exchange_has_a_calendar(clock_at: ClockAt, exchange: str) -> None:
    told = clock_at(exchange, "2021-11-17T23:30")
    # A Wednesday without a holiday anywhere; in the far east it is Thursday already.
    assert told.last_final in (date(2021, 11, 16), date(2021, 11, 17))
    assert utc("2021-11-17T23:30") < told.changes < utc("2021-11-19T00:00")


def test_an_exchange_trades_on_weekdays_once_its_calendar_ends(
    calendars: TradingCalendars, clock: SettableClock
) -> None:
    # The library knows the holidays of Shanghai for some years ahead at most.
    last = calendars._calendar("XSHG").sessions[-1].to_pydatetime()
    clock.now = last.replace(tzinfo=UTC) + timedelta(days=7)
    assert calendars.clock("SHH").last_final > last.date()
