"""What the status bar says about the data: origin, last session, age, what is late, left out, missing or odd."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from ratiodesk.analysis.doubt import Jump
from ratiodesk.analysis.resample import resample
from ratiodesk.analysis.trust import LegTrust, Trust
from ratiodesk.desk.updater import UpdateState
from ratiodesk.domain.interval import Interval
from ratiodesk.domain.pair import Symbol
from ratiodesk.domain.pair_quotes import PairQuotes
from ratiodesk.domain.quotes import Origin, Quotes
from ratiodesk.domain.series import Bars, Basis, RatioSeries
from ratiodesk.ui.source_text import STALE_SESSIONS, ago, details_text, dropped_text, is_stale, source_text, state_text

MakeBars = Callable[[str, Mapping[date, float]], Bars]
MakePair = Callable[..., PairQuotes]
LAST = date(2021, 12, 28)
NOW = datetime(2021, 12, 28, 22, 0, tzinfo=UTC)
SPY, IWM = Symbol("SPY"), Symbol("IWM")


@pytest.fixture
def make_pair(make_bars: MakeBars) -> MakePair:
    """Return a maker of SPY/IWM to 28 December 2021, 2.0 on every one of *count* calendar days."""

    def make(count: int = 3, missing: int = 0, **about: object) -> PairQuotes:
        days = [LAST - timedelta(days=back) for back in reversed(range(count))]
        spy = make_bars("SPY", dict.fromkeys(days, 400.0))
        iwm = make_bars("IWM", dict.fromkeys([days[0], *days[1 + missing :]], 200.0))
        known = {"source": "Sample prices", "origin": Origin.SAMPLE, **about}
        return PairQuotes(Quotes(spy, **known), Quotes(iwm, **known))

    return make


def said_of(
    quotes: PairQuotes, trust: Trust | None = None, as_of: date | None = None, basis: Basis = Basis.PRICE
) -> str:
    series = quotes.series(basis)
    return source_text(series, series, quotes, trust, NOW, as_of)


def trust_in(behind: int = 0, missing: tuple[date, ...] = (), jumps: tuple[Jump, ...] = ()) -> Trust:
    """Return a trust whose denominator alone is doubtful."""
    return Trust((LegTrust(SPY, 0), LegTrust(IWM, behind, missing, jumps)), is_open=False, changes=NOW)


def series_of(quotes: PairQuotes) -> RatioSeries:
    return quotes.series(Basis.PRICE)


# One line


def test_one_line_says_source_basis_session_and_count(make_pair: MakePair) -> None:
    assert said_of(make_pair()) == "Sample prices  ·  daily closes to 28 Dec 2021  ·  3 sessions, none dropped"
    assert said_of(make_pair(count=1)).endswith("  ·  1 session, none dropped")


def test_two_sources_are_both_named(make_pair: MakePair) -> None:
    quotes = make_pair()
    both = replace(quotes, numerator=replace(quotes.numerator, source="Yahoo"))
    assert said_of(both).startswith("Yahoo and Sample prices  ·  ")


def test_the_basis_is_named(make_pair: MakePair) -> None:
    assert "daily total-return closes to 28 Dec 2021" in said_of(make_pair(), basis=Basis.TOTAL_RETURN)


def test_one_currency_is_named(make_pair: MakePair, make_bars: MakeBars) -> None:
    quotes = make_pair(currency="USD")
    rate = Quotes(make_bars("EURUSD=X", dict.fromkeys([LAST], 1.25)), "Yahoo", Origin.YAHOO)
    mixed = PairQuotes(quotes.numerator, replace(quotes.denominator, currency="EUR"), rate)
    assert "daily closes in USD to 28 Dec 2021" in said_of(mixed, basis=Basis.PRICE_CONVERTED)


@pytest.mark.parametrize(
    ("interval", "words"), [(Interval.WEEKLY, "weekly closes"), (Interval.MONTHLY, "monthly closes")]
)
def test_the_bars_on_the_screen_are_named(make_pair: MakePair, interval: Interval, words: str) -> None:
    quotes = make_pair()
    series = series_of(quotes)
    assert words in source_text(series, resample(series, interval), quotes, None, NOW, None)


def test_a_session_that_is_still_on_is_called_forming(make_pair: MakePair) -> None:
    assert "to 28 Dec 2021, forming (final to 27 Dec 2021)  ·" in said_of(make_pair(forming=True))


def test_a_view_of_the_past_says_so_in_place_of_an_age(make_pair: MakePair) -> None:
    quotes = make_pair(origin=Origin.YAHOO, fetched=NOW)
    said = said_of(quotes, trust_in(behind=9), as_of=date(2021, 12, 29))
    assert "as of 29 Dec 2021" in said
    assert "behind" not in said
    assert "refreshed" not in said


def test_sessions_and_dropped_ones_are_counted(make_pair: MakePair) -> None:
    # 1,100 days less the 20 that IWM lacks.
    assert said_of(make_pair(count=1_100, missing=20)).endswith("1,080 sessions, 20 dropped")


@pytest.mark.parametrize(("behind", "words"), [(1, "1 session behind"), (3, "3 sessions behind")])
def test_sessions_the_prices_lack_at_their_end_are_counted(make_pair: MakePair, behind: int, words: str) -> None:
    said = said_of(make_pair(), trust_in(behind=behind))
    # What makes all the rest old stands first.
    assert said.startswith(f"{words}  ·  ") if behind > 1 else f"  ·  {words}  ·  " in said
    assert "behind" not in said_of(make_pair(), trust_in())


def test_missing_bars_and_jumps_are_counted_for_both_legs(make_pair: MakePair) -> None:
    jump = Jump(LAST, -0.5, "2:1")
    one = trust_in(missing=(LAST,), jumps=(jump,))
    assert said_of(make_pair(), one).endswith("  ·  1 missing, 1 jump  ·  3 sessions, none dropped")
    both = replace(one, legs=(replace(one.legs[1], symbol=SPY), one.legs[1]))
    assert said_of(make_pair(), both).endswith("  ·  2 missing, 2 jumps  ·  3 sessions, none dropped")


def test_the_leg_refreshed_longer_ago_gives_the_age(make_pair: MakePair) -> None:
    quotes = make_pair(origin=Origin.YAHOO, fetched=NOW)
    older = replace(quotes, denominator=replace(quotes.denominator, fetched=NOW - timedelta(minutes=5)))
    assert "  ·  refreshed just now  ·  " in said_of(quotes)
    assert "  ·  refreshed 5 min ago  ·  " in said_of(older)


def test_prices_from_a_file_are_never_called_refreshed(make_pair: MakePair) -> None:
    assert "refreshed" not in said_of(make_pair(origin=Origin.FILE, source="spy.csv", fetched=NOW))


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (-1, "just now"),
        (0.9, "just now"),
        (1, "1 min ago"),
        (59, "59 min ago"),
        (60, "1 h ago"),
        (23 * 60 + 59, "23 h ago"),
        (24 * 60, "1 day ago"),
        (1_234 * 24 * 60, "1,234 days ago"),
    ],
)
def test_ages_in_words(minutes: float, words: str) -> None:
    assert ago(NOW - timedelta(minutes=minutes), NOW) == words


# Colour


@pytest.mark.parametrize(("behind", "stale"), [(0, False), (1, False), (STALE_SESSIONS, True), (9, True)])
def test_prices_older_than_one_session_are_stale(behind: int, stale: bool) -> None:
    assert is_stale(trust_in(behind=behind), as_of=None) is stale


def test_what_nobody_could_judge_and_a_view_of_the_past_are_never_stale() -> None:
    assert not is_stale(None, as_of=None)
    assert not is_stale(trust_in(behind=9), as_of=LAST)


# What the updater does


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (UpdateState(), ""),
        (UpdateState(busy=True), "Refreshing …"),
        (UpdateState(problem="Yahoo is out of order."), "Yahoo is out of order."),
        (UpdateState(problem="Wait.", until=NOW + timedelta(seconds=125)), "Wait. Again in 2:05."),
        (UpdateState(problem="Wait.", until=NOW - timedelta(seconds=5)), "Wait. Again in 0:00."),
        pytest.param(
            UpdateState(busy=True, until=NOW + timedelta(seconds=9)),
            "Refreshing …",
        ),
    ],
)
def test_the_state_of_the_updater_in_words(state: UpdateState, words: str) -> None:
    assert state_text(state, NOW) == words


# All there is to say


def test_details_name_each_leg_with_all_that_is_known(make_pair: MakePair) -> None:
    quotes = make_pair(origin=Origin.YAHOO, source="Yahoo", fetched=NOW - timedelta(hours=2), currency="USD")
    named = replace(quotes, numerator=replace(quotes.numerator, name="SPDR S&P 500", exchange="PCX", forming=True))
    lines = details_text(series_of(named), named, None, NOW).splitlines()
    assert lines[0] == (
        "SPY (SPDR S&P 500, PCX, USD): Yahoo, 26 Dec 2021 to 28 Dec 2021 (still forming), fetched 2 h ago."
    )
    assert lines[1] == "IWM (USD): Yahoo, 26 Dec 2021 to 28 Dec 2021, fetched 2 h ago."


def test_details_list_what_is_late_missing_and_odd(make_pair: MakePair) -> None:
    odd = (Jump(date(2021, 12, 27), -0.5, "2:1"), Jump(date(2021, 12, 28), 0.215))
    trust = trust_in(behind=1, missing=(date(2021, 12, 20), date(2021, 12, 21)), jumps=odd)
    quotes = make_pair()
    said = details_text(series_of(quotes), quotes, trust, NOW)
    assert "SPY has every ended session at its end." in said
    assert "IWM lacks 1 ended session at its end." in said
    assert "Sessions of its exchange without a bar: 21 Dec 2021, 20 Dec 2021." in said
    assert "27 Dec 2021 −50.0 %, near a 2:1 split, 28 Dec 2021 +21.5 %." in said


def test_details_of_a_conversion_say_at_which_rate(make_pair: MakePair, make_bars: MakeBars) -> None:
    quotes = make_pair(currency="USD")
    rate = Quotes(make_bars("EURUSD=X", dict.fromkeys([LAST], 1.25)), "Yahoo", Origin.YAHOO)
    mixed = PairQuotes(quotes.numerator, replace(quotes.denominator, currency="EUR"), rate)
    said = details_text(mixed.series(Basis.PRICE_CONVERTED), mixed, None, NOW)
    assert "EURUSD=X: Yahoo, 28 Dec 2021 to 28 Dec 2021." in said
    assert "brought to USD at each session’s closing rate" in said


def test_without_dropped_sessions_the_first_common_one_is_named(make_pair: MakePair) -> None:
    said = dropped_text(series_of(make_pair(count=3)))
    assert said == "Both legs traded on every session since 26 Dec 2021."


def test_dropped_sessions_are_listed_newest_first(make_pair: MakePair) -> None:
    # Five days from 24 December; IWM lacks the second and the third.
    said = dropped_text(series_of(make_pair(count=5, missing=2)))
    assert said == "2 sessions that only one leg traded, left out: 26 Dec 2021, 25 Dec 2021."


def test_every_dropped_session_is_listed(make_pair: MakePair) -> None:
    said = dropped_text(series_of(make_pair(count=1_510, missing=1_500)))
    days = said.removeprefix("1,500 sessions that only one leg traded, left out: ").removesuffix(".").split(", ")
    assert len(set(days)) == 1_500
    # The nine newest sessions are common, 28 to 20 December; the one before them is the newest dropped.
    assert days[0] == "19 Dec 2021"
