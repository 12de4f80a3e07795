"""The price book: the cache in front, the local sources behind it."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from fake_market import made_quotes

from ratiodesk.domain.errors import BadCache, NotFound
from ratiodesk.domain.interval import Interval
from ratiodesk.domain.quotes import Listing, Origin, Quotes
from ratiodesk.market.book import PriceBook
from ratiodesk.market.cache import PriceCache


class Source:
    """A local source that counts what it is asked for."""

    def __init__(self, name: str, closes: dict[str, float]) -> None:
        self.name = name
        self.closes = closes
        self.fetched: list[str] = []

    def listings(self) -> Sequence[Listing]:
        return [Listing(symbol, f"{symbol} of {self.name}") for symbol in self.closes]

    def fetch(self, symbol: str, interval: Interval = Interval.DAILY, since: date | None = None) -> Quotes:
        self.fetched.append(symbol)
        if symbol not in self.closes:
            raise NotFound(f"{self.name} does not know {symbol}.")
        return made_quotes([self.closes[symbol]], symbol=symbol, source=self.name, origin=Origin.SAMPLE)


@pytest.fixture
def cache(tmp_path: Path) -> PriceCache:
    return PriceCache(tmp_path / "prices.sqlite")


def close(quotes: Quotes | None) -> float:
    assert quotes is not None
    return float(quotes.bars.close[-1])


def full(*_: object, **__: object) -> None:
    raise BadCache("the disk is full")


def test_what_is_cached_answers_first(cache: PriceCache) -> None:
    source = Source("Local", {"SPY": 476.87})
    book = PriceBook(cache, [source])
    book.keep(made_quotes([500.0]))
    assert close(book.quotes("SPY")) == 500.0
    assert source.fetched == []
    assert close(PriceBook(cache, [source]).quotes("SPY")) == 500.0


def test_what_a_local_source_gives_is_not_cached(cache: PriceCache) -> None:
    book = PriceBook(cache, [Source("Local", {"SPY": 476.87})])
    assert close(book.quotes("SPY")) == 476.87
    assert cache.symbols() == []
    assert book.cached("SPY", Interval.DAILY) is None
    with pytest.raises(NotFound):
        PriceBook(cache, []).quotes("SPY")


def test_sources_are_asked_in_order_until_one_knows(cache: PriceCache) -> None:
    sources = [Source("A", {}), Source("B", {"SPY": 2.0}), Source("C", {"SPY": 3.0})]
    found = PriceBook(cache, sources).quotes("SPY")
    assert (found.source, close(found)) == ("B", 2.0)
    assert [source.fetched for source in sources] == [["SPY"], ["SPY"], []]


def test_what_the_last_source_said_is_told_when_none_knows(cache: PriceCache) -> None:
    with pytest.raises(NotFound, match="B does not know GLD"):
        PriceBook(cache, [Source("A", {}), Source("B", {})]).quotes("GLD")


def test_without_a_source_nothing_is_found(cache: PriceCache) -> None:
    with pytest.raises(NotFound, match="There are no prices for GLD"):
        PriceBook(cache, []).quotes("GLD")


def test_local_sources_are_asked_for_daily_bars_alone(cache: PriceCache) -> None:
    source = Source("Local", {"SPY": 476.87})
    book = PriceBook(cache, [source])
    with pytest.raises(NotFound, match="There are no 1h bars of SPY here"):
        book.quotes("SPY", Interval.HOURLY)
    assert source.fetched == []
    starts = np.array(["2021-12-31T14:30"], dtype="datetime64[m]")
    book.keep(made_quotes([475.0], sessions=starts, interval=Interval.HOURLY))
    assert close(book.quotes("SPY", Interval.HOURLY)) == 475.0
    assert close(book.quotes("SPY")) == 476.87


def test_what_is_kept_last_is_in_use_and_the_others_can_be_asked_for(cache: PriceCache) -> None:
    book = PriceBook(cache, [])
    book.keep(made_quotes([1.0]))
    book.keep(made_quotes([2.0], origin=Origin.FILE))
    assert close(book.quotes("SPY")) == close(book.cached("SPY", Interval.DAILY)) == 2.0
    assert close(book.cached("SPY", Interval.DAILY, Origin.YAHOO)) == 1.0
    assert book.cached("SPY", Interval.DAILY, Origin.SAMPLE) is None


def test_symbols_are_those_cached_and_those_to_be_had_each_once(cache: PriceCache) -> None:
    book = PriceBook(cache, [Source("A", {"SPY": 1.0, "IWM": 1.0}), Source("B", {"SPY": 1.0, "QQQ": 1.0})])
    book.keep(made_quotes([1.0], symbol="XYZ"))
    book.keep(made_quotes([1.0], symbol="SPY"))
    assert book.symbols() == ["IWM", "QQQ", "SPY", "XYZ"]


def test_listings_are_every_symbol_with_what_is_known_of_it(cache: PriceCache) -> None:
    book = PriceBook(cache, [Source("A", {"SPY": 1.0})])
    book.keep(made_quotes([1.0], symbol="IWM", name="Russell 2000", exchange="PCX"))
    book.remember([Listing("GLD", "SPDR Gold", "NYSEArca")])
    assert [listing.symbol for listing in book.listings()] == ["GLD", "IWM", "SPY"]
    assert book.listings()[:2] == [Listing("GLD", "SPDR Gold", "NYSEArca"), Listing("IWM", "Russell 2000", "PCX")]
    assert book.symbols() == ["IWM", "SPY"]  # What was only found has no prices.


def test_a_listing_says_what_it_knows_in_one_line() -> None:
    assert Listing("GLD", "SPDR Gold", "NYSEArca").description == "SPDR Gold  ·  NYSEArca"
    assert Listing("GLD", exchange="NYSEArca").description == "NYSEArca"
    assert Listing("GLD").description == ""


def test_what_happened_to_the_cache_is_passed_on(tmp_path: Path) -> None:
    path = tmp_path / "prices.sqlite"
    path.write_bytes(b"not a database" * 1000)
    assert "was damaged" in " ".join(PriceBook(PriceCache(path), []).notes())


def test_what_cannot_be_written_stays_in_memory(cache: PriceCache, monkeypatch: pytest.MonkeyPatch) -> None:
    book = PriceBook(cache, [])
    book.keep(made_quotes([1.0]))
    with monkeypatch.context() as broken:
        broken.setattr(cache, "store", full)
        book.keep(made_quotes([2.0]))
        book.keep(made_quotes([3.0], symbol="IWM"))
    assert [close(book.quotes(symbol)) for symbol in ("SPY", "IWM")] == [2.0, 3.0]
    assert book.symbols() == ["IWM", "SPY"]
    assert book.notes() == ("the disk is full",)
    # Once it can be written again, nothing old is left in memory.
    book.keep(made_quotes([4.0]))
    assert close(book.quotes("SPY")) == close(PriceBook(cache, []).quotes("SPY")) == 4.0


def test_a_search_that_cannot_be_remembered_is_told(cache: PriceCache, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "remember", full)
    book = PriceBook(cache, [])
    book.remember([Listing("GLD")])
    assert (book.listings(), book.notes()) == ([], ("the disk is full",))


def test_a_cache_that_cannot_be_read_is_told_once_and_does_without(
    cache: PriceCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("load", "symbols", "store", "listings"):
        monkeypatch.setattr(cache, name, full)
    book = PriceBook(cache, [Source("Local", {"SPY": 476.87})])
    assert [close(book.quotes("SPY")) for _ in range(2)] == [476.87, 476.87]
    assert (book.symbols(), book.listings()) == (["SPY"], [Listing("SPY", "SPY of Local")])
    assert book.notes() == ("the disk is full",)


def test_without_a_cache_every_price_comes_from_its_source_or_from_memory() -> None:
    source = Source("Local", {"SPY": 476.87})
    book = PriceBook(None, [source], ["There is no cache."])
    assert [close(book.quotes("SPY")) for _ in range(2)] == [476.87, 476.87]
    assert source.fetched == ["SPY", "SPY"]
    assert (book.symbols(), book.notes()) == (["SPY"], ("There is no cache.",))
    book.keep(made_quotes([500.0]))
    book.remember([Listing("GLD")])
    assert (close(book.quotes("SPY")), book.listings()) == (500.0, [Listing("SPY", "SPY of Local")])
