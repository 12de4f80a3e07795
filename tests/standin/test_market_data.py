"""What the stand-in answers has the form of recorded answers, and never tells of what has not begun."""

import json
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock_time
from zoneinfo import ZoneInfo

import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from listings import listing, listing_from_recorded, recorded, utc
from market_data import RECORDED, BadRequest, chart_answer, search_answer

# A test of what tests stand on: the everyday run takes it for granted.
pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore::pandas.errors.Pandas4Warning")]


@pytest.mark.parametrize(("name", "opens"), [("SPY", clock_time(9, 30)), ("WSU.DE", clock_time(9))])
def test_the_answer_is_the_recorded_one_for_the_recorded_bars(name: str, opens: clock_time) -> None:
    expected = recorded(name)
    again = listing_from_recorded(name, opens=opens, closes=clock_time(16))
    now = datetime.fromtimestamp(expected["meta"]["regularMarketTime"], UTC)
    result = chart_answer(again, {"range": "10y", "interval": "1d"}, now)["chart"]["result"][0]
    assert result["timestamp"][:-1] == expected["timestamp"][:-1]
    assert result["indicators"] == expected["indicators"]
    assert set(result["meta"]) == set(expected["meta"])
    assert set(result) == set(expected)
    if name == "SPY":
        assert result["timestamp"][-1] == expected["meta"]["regularMarketTime"]
        same = ("currentTradingPeriod", "gmtoffset", "timezone", "regularMarketTime", "priceHint", "validRanges")
        assert {key: result["meta"][key] for key in same} == {key: expected["meta"][key] for key in same}


def test_events_have_the_recorded_form() -> None:
    expected = recorded("AAPL_split_dividend")["events"]
    again = listing_from_recorded("AAPL_split_dividend")
    again.splits = {date(2020, 8, 31): (4, 1)}
    again.dividends = {date(2020, 11, 6): 0.205}
    query = {"range": "max", "events": "div,splits,capitalGains"}
    assert chart_answer(again, query, utc("2020-11-07"))["chart"]["result"][0]["events"] == expected
    assert "events" not in chart_answer(again, {"range": "max"}, utc("2020-11-07"))["chart"]["result"][0]
    # The split of 31 August lies before the last month, the dividend of 6 November after the day before it.
    month = chart_answer(again, query | {"range": "1mo"}, utc("2020-11-07"))["chart"]["result"][0]
    assert month["events"] == {"dividends": expected["dividends"]}
    before = chart_answer(again, query, utc("2020-11-05"))["chart"]["result"][0]
    assert before["events"] == {"splits": expected["splits"]}


def test_found_instruments_have_the_recorded_form() -> None:
    expected = json.loads((RECORDED / "search_apple.json").read_bytes())["quotes"][0]
    (found,) = search_answer([listing(name="SPDR")], {"q": "spdr"})["quotes"]
    assert set(found) <= set(expected)
    assert {key: type(value) for key, value in found.items()} == {key: type(expected[key]) for key in found}


moments = st.integers(0, 400 * 86400).map(lambda second: utc("2020-01-01") + timedelta(seconds=second))


@given(st.sets(st.dates(date(2020, 1, 1), date(2020, 12, 31)), min_size=1, max_size=30), moments, moments, moments)
# A range that lies ahead once told the close of a session that had not begun.
@example({date(2020, 1, 1), date(2020, 1, 2)}, utc("2020-01-02 14:30:01"), utc("2020-01-01"), utc("2020-01-01 14:30"))
def test_exactly_the_sessions_of_the_range_that_have_begun_are_served(
    days: set[date], start: datetime, end: datetime, now: datetime
) -> None:
    # pandas places the openings independently.
    openings = {pd.Timestamp(f"{day} 09:30", tz="America/New_York"): day for day in sorted(days)}
    query = {"period1": str(int(start.timestamp())), "period2": str(int(end.timestamp()))}
    if min(openings) > now:
        with pytest.raises(BadRequest, match="No data found"):
            chart_answer(listing(days=sorted(days)), query, now)
        return
    answer = chart_answer(listing(days=sorted(days)), query, now)["chart"]["result"][0]
    stamps = answer.get("timestamp", [])
    served = [datetime.fromtimestamp(stamp, ZoneInfo("America/New_York")).date() for stamp in stamps]
    assert served == [day for opening, day in openings.items() if start <= opening < end and opening <= now]
    # What has not begun leaves no trace at all.
    begun = [day for opening, day in openings.items() if opening <= now]
    assert answer == chart_answer(listing(days=begun), query, now)["chart"]["result"][0]
