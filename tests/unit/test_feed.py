"""The feed: what is asked of a source, and that nothing good is lost to a bad answer."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from fake_market import NOW, FakeSource, SettableClock, days_of, made_quotes, taken, weekdays

from ratiodesk.domain.errors import (
    BadReply,
    Down,
    NotFetched,
    NotFound,
    Offline,
    RateLimited,
    RatioDeskError,
    SourceError,
    TimedOut,
)
from ratiodesk.domain.interval import Interval
from ratiodesk.domain.quotes import Listing, Origin, Quotes
from ratiodesk.market.book import PriceBook
from ratiodesk.market.cache import PriceCache
from ratiodesk.market.feed import FetchingPrices, PriceFeed
from ratiodesk.market.sample import SampleSource

CLOSES = [float(number) for number in range(100, 140)]


@pytest.fixture
def clock() -> SettableClock:
    return SettableClock()


@pytest.fixture
def book(tmp_path: Path) -> PriceBook:
    return PriceBook(PriceCache(tmp_path / "prices.sqlite"), [])


@pytest.fixture
def source(clock: SettableClock) -> FakeSource:
    return FakeSource(made_quotes(CLOSES), clock=clock)


@pytest.fixture
def feed(book: PriceBook, source: FakeSource, clock: SettableClock) -> PriceFeed:
    return PriceFeed(book, source, clock)


def closes_of(quotes: Quotes) -> list[float]:
    return quotes.bars.close.tolist()


def refused(error: RatioDeskError) -> Callable[[str], None]:
    def refuse(symbol: str) -> None:
        raise error

    return refuse


def next_session(clock: SettableClock) -> Quotes:
    """Let a weekend pass, and return the history with the bar of Monday 3 January 2022."""
    clock.advance(days=3)
    return made_quotes([*CLOSES, 150.0], sessions=weekdays(41, "2022-01-03"))


def test_what_is_not_known_is_fetched_as_a_whole_and_kept(feed: PriceFeed, book: PriceBook, source: FakeSource) -> None:
    found = feed.refresh("SPY")
    assert source.asked == [("SPY", None)]
    assert (closes_of(found), found.rebuilt) == (CLOSES, NOW)
    assert closes_of(book.quotes("SPY")) == CLOSES


def test_what_is_known_is_continued_from_ten_sessions_before_its_end(
    feed: PriceFeed, book: PriceBook, source: FakeSource, clock: SettableClock
) -> None:
    known = feed.refresh("SPY")
    source.learn(next_session(clock))
    found = feed.refresh("SPY")
    assert source.asked[1:] == [("SPY", days_of(known)[30])]
    assert closes_of(found) == closes_of(book.quotes("SPY")) == [*CLOSES, 150.0]
    assert (found.fetched, found.rebuilt) == (clock.now, NOW)


def test_all_is_fetched_again_after_a_month(feed: PriceFeed, source: FakeSource, clock: SettableClock) -> None:
    feed.refresh("SPY")
    clock.advance(days=31)
    found = feed.refresh("SPY")
    assert source.asked == [("SPY", None)] * 2
    assert found.rebuilt == clock.now


def test_a_split_between_two_refreshes_makes_all_be_fetched_anew(
    feed: PriceFeed, book: PriceBook, source: FakeSource, clock: SettableClock
) -> None:
    known = feed.refresh("SPY")
    whole = next_session(clock)
    halved = made_quotes([close / 2 for close in closes_of(whole)], sessions=whole.bars.sessions)
    source.learn(replace(halved, splits=(days_of(whole)[-1],)))
    feed.refresh("SPY")
    assert source.asked[1:] == [("SPY", days_of(known)[30]), ("SPY", None)]
    kept = book.quotes("SPY")
    assert closes_of(kept) == [*(close / 2 for close in CLOSES), 75.0]
    assert (kept.splits, kept.rebuilt) == ((days_of(whole)[-1],), clock.now)
    # Known by now, it is none that is news.
    feed.refresh("SPY")
    assert len(source.asked) == 4


def test_a_dividend_between_two_refreshes_scales_what_is_kept(
    feed: PriceFeed, book: PriceBook, source: FakeSource, clock: SettableClock
) -> None:
    feed.refresh("SPY")
    whole = next_session(clock)
    adjusted = [close * 0.98 for close in CLOSES] + [150.0]
    source.learn(made_quotes(closes_of(whole), adjusted=adjusted, sessions=whole.bars.sessions))
    feed.refresh("SPY")
    assert [since is None for _, since in source.asked] == [True, False]
    kept = book.quotes("SPY").bars
    assert kept.close.tolist() == [*CLOSES, 150.0]
    assert kept.adjusted_close.tolist() == pytest.approx(adjusted, rel=1e-12)


def test_a_forming_bar_is_kept_as_such_until_its_session_ends(
    feed: PriceFeed, book: PriceBook, source: FakeSource, clock: SettableClock
) -> None:
    feed.refresh("SPY")
    whole = next_session(clock)
    source.learn(replace(made_quotes([*CLOSES, 144.0], sessions=whole.bars.sessions), forming=True))
    feed.refresh("SPY")
    kept = book.quotes("SPY")
    assert (kept.forming, kept.final_count, closes_of(kept)[-1]) == (True, 40, 144.0)
    source.learn(whole)
    feed.refresh("SPY")
    kept = book.quotes("SPY")
    assert (kept.forming, kept.final_count, closes_of(kept)[-1]) == (False, 41, 150.0)


def test_a_worse_answer_is_refused_and_the_known_prices_are_kept(
    feed: PriceFeed, book: PriceBook, source: FakeSource, clock: SettableClock
) -> None:
    feed.refresh("SPY")
    source.learn(made_quotes([50.0] * 20))
    with pytest.raises(BadReply, match="lacks 20 sessions that are known; the known prices are kept"):
        feed.refresh("SPY")
    assert closes_of(book.quotes("SPY")) == CLOSES
    clock.advance(days=31)
    with pytest.raises(BadReply):
        feed.refresh("SPY")
    assert closes_of(book.quotes("SPY")) == CLOSES


@pytest.mark.parametrize(
    "error",
    [
        NotFound("Yahoo knows no SPY."),
        Offline("Yahoo cannot be reached."),
        TimedOut("Yahoo did not answer in time."),
        Down("Yahoo is out of order."),
        BadReply("Yahoo’s answer cannot be read."),
        RateLimited("Yahoo asks for a pause.", NOW + timedelta(minutes=1)),
    ],
    ids=lambda error: type(error).__name__,
)
def test_an_error_of_the_source_is_passed_on_and_keeps_everything(
    feed: PriceFeed, book: PriceBook, source: FakeSource, clock: SettableClock, error: RatioDeskError
) -> None:
    known = feed.refresh("SPY")
    for days in (0, 40):
        clock.advance(days=days)
        source.obstacle = refused(error)
        with pytest.raises(type(error)) as told:
            feed.refresh("SPY")
        assert told.value is error
        kept = book.quotes("SPY")
        assert (closes_of(kept), kept.fetched, kept.rebuilt) == (CLOSES, known.fetched, known.rebuilt)
    # What failed leaves no lock behind.
    source.obstacle = lambda symbol: None
    assert feed.refresh("SPY").fetched == clock.now


def test_prices_from_a_file_are_left_alone_unless_named(feed: PriceFeed, book: PriceBook, source: FakeSource) -> None:
    book.keep(made_quotes([1.0, 2.0], origin=Origin.FILE, source="spy.csv"))
    assert closes_of(feed.refresh("SPY")) == [1.0, 2.0]
    assert source.asked == []
    assert closes_of(feed.refresh("SPY", named=True)) == CLOSES
    assert book.quotes("SPY").origin is Origin.YAHOO
    kept = book.cached("SPY", Interval.DAILY, Origin.FILE)
    assert kept is not None
    assert closes_of(kept) == [1.0, 2.0]
    # Yahoo's are in use now, so they are refreshed without being named.
    feed.refresh("SPY")
    assert len(source.asked) == 2


def test_prices_of_the_source_are_continued_although_those_of_a_file_were_in_use(
    feed: PriceFeed, book: PriceBook, source: FakeSource
) -> None:
    known = feed.refresh("SPY")
    book.keep(made_quotes([1.0, 2.0], origin=Origin.FILE, source="spy.csv"))
    feed.refresh("SPY", named=True)
    assert source.asked[1:] == [("SPY", days_of(known)[30])]


@pytest.mark.parametrize("name", ["no cache", "a cache that cannot be written"])
def test_what_could_not_be_written_is_known_all_the_same(
    name: str, tmp_path: Path, source: FakeSource, clock: SettableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = None
    if name != "no cache":
        cache = PriceCache(tmp_path / "prices.sqlite")
        full = "ratiodesk.market.cache.replace_quotes"
        monkeypatch.setattr(full, lambda *_, **__: (_ for _ in ()).throw(OSError("full")))
    book = PriceBook(cache, [])
    feed = PriceFeed(book, source, clock)
    feed.refresh("SPY", named=True)
    source.learn(made_quotes([50.0] * 20))
    with pytest.raises(BadReply):
        feed.refresh("SPY")
    assert closes_of(book.quotes("SPY")) == CLOSES


def test_sample_prices_give_way_to_fetched_ones(
    tmp_path: Path, sample: SampleSource, source: FakeSource, clock: SettableClock
) -> None:
    book = PriceBook(PriceCache(tmp_path / "prices.sqlite"), [sample])
    assert book.quotes("SPY").origin is Origin.SAMPLE
    # Forty sessions are no better than the thousands of the sample.
    with pytest.raises(BadReply, match="40 sessions alone"):
        PriceFeed(book, source, clock).refresh("SPY")
    assert book.quotes("SPY").origin is Origin.SAMPLE
    source.learn(replace(sample.fetch("SPY"), source="Yahoo", origin=Origin.YAHOO, fetched=NOW))
    PriceFeed(book, source, clock).refresh("SPY")
    assert source.asked == [("SPY", None)] * 2
    assert book.quotes("SPY").origin is Origin.YAHOO


def test_an_import_during_a_fetch_stays_in_use(feed: PriceFeed, book: PriceBook, source: FakeSource) -> None:
    imported = made_quotes([1.0, 2.0], origin=Origin.FILE, source="spy.csv")
    source.obstacle = lambda _symbol: book.keep(imported, named=True)
    feed.refresh("SPY")
    assert book.quotes("SPY").origin is Origin.FILE
    assert book.cached("SPY", Interval.DAILY, Origin.YAHOO) is not None
    source.obstacle = lambda _symbol: None
    feed.refresh("SPY", named=True)
    assert book.quotes("SPY").origin is Origin.YAHOO


def test_bars_of_another_interval_are_fetched_on_their_own(
    feed: PriceFeed, book: PriceBook, source: FakeSource
) -> None:
    starts = np.array(["2021-12-31T14:30", "2021-12-31T15:30"], dtype="datetime64[m]")
    source.learn(made_quotes([475.0, 476.0], sessions=starts, interval=Interval.HOURLY))
    feed.refresh("SPY")
    assert closes_of(feed.refresh("SPY", Interval.HOURLY)) == [475.0, 476.0]
    assert source.asked == [("SPY", None)] * 2
    assert closes_of(book.quotes("SPY")) == CLOSES


@pytest.mark.parametrize("error", [None, Offline("Yahoo cannot be reached.")])
def test_who_wants_the_same_prices_meanwhile_shares_the_answer(
    feed: PriceFeed, source: FakeSource, error: Offline | None
) -> None:
    asked, answer = threading.Event(), threading.Event()

    def held(_symbol: str) -> None:
        asked.set()
        assert answer.wait(timeout=10)
        if error is not None:
            raise error

    source.obstacle = held
    with ThreadPoolExecutor(4) as pool:
        first = pool.submit(feed.refresh, "SPY")
        assert asked.wait(timeout=10)
        others = [pool.submit(feed.refresh, "SPY") for _ in range(3)]
        # They have nothing to wait for but the first one's answer.
        while pool._work_queue.qsize():
            pass
        answer.set()
        outcomes = [each.exception() or closes_of(each.result()) for each in (first, *others)]
    assert outcomes == [error or CLOSES] * 4
    assert len(source.asked) == 1


def test_different_symbols_do_not_wait_for_each_other(feed: PriceFeed, source: FakeSource) -> None:
    both = threading.Barrier(2)
    source.learn(made_quotes(CLOSES, symbol="IWM"))
    source.obstacle = lambda symbol: both.wait(timeout=10) and None
    with ThreadPoolExecutor(2) as pool:
        found = [pool.submit(feed.refresh, symbol) for symbol in ("SPY", "IWM")]
        assert [each.result().symbol for each in found] == ["SPY", "IWM"]


def test_what_a_search_found_is_remembered(feed: PriceFeed, book: PriceBook, source: FakeSource) -> None:
    source.found = [Listing("GLD", "SPDR Gold", "NYSEArca"), Listing("SLV", "iShares Silver", "NYSEArca")]
    assert feed.search("gl") == [Listing("GLD", "SPDR Gold", "NYSEArca")]
    assert book.listings() == [Listing("GLD", "SPDR Gold", "NYSEArca")]
    source.obstacle = refused(Offline("Yahoo cannot be reached."))
    with pytest.raises(Offline):
        feed.search("sl")
    assert book.listings() == [Listing("GLD", "SPDR Gold", "NYSEArca")]


def test_closing_ends_the_source(feed: PriceFeed, source: FakeSource) -> None:
    feed.close()
    assert source.closed


def test_patient_prices_are_fetched_only_where_they_are_not_at_hand(
    feed: PriceFeed, book: PriceBook, source: FakeSource
) -> None:
    book.keep(made_quotes([1.0, 2.0], symbol="IWM"))
    prices = FetchingPrices(book, feed)
    assert closes_of(prices.quotes("IWM")) == [1.0, 2.0]
    assert source.asked == []
    assert [closes_of(prices.quotes("SPY")) for _ in range(2)] == [CLOSES, CLOSES]
    assert source.asked == [("SPY", None)]
    assert prices.symbols() == ["IWM", "SPY"]
    assert prices.listings() == [Listing("IWM"), Listing("SPY")]
    assert prices.notes() == book.notes()


def test_patient_prices_say_why_they_are_not_to_be_had(feed: PriceFeed, book: PriceBook, source: FakeSource) -> None:
    prices = FetchingPrices(book, feed)
    with pytest.raises(NotFound, match=r"^Yahoo knows no GLD\.$"):
        prices.quotes("GLD")
    source.obstacle = refused(Offline("Yahoo cannot be reached."))
    with pytest.raises(NotFetched, match=r"^There are no prices for GLD\. Yahoo cannot be reached\.$") as told:
        prices.quotes("GLD")
    assert isinstance(told.value.__cause__, SourceError)


def test_bars_taken_away_from_an_answer_are_not_taken_away_here(
    feed: PriceFeed, book: PriceBook, source: FakeSource, clock: SettableClock
) -> None:
    feed.refresh("SPY")
    whole = next_session(clock)
    source.learn(taken(whole, [row for row in range(41) if row not in (33, 36)]))
    feed.refresh("SPY")
    assert days_of(book.quotes("SPY")) == days_of(whole)
