"""The price book: the cache in front, the sources behind it."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from ratiodesk.domain.errors import BadCache, NotFound
from ratiodesk.domain.ports import Quotes
from ratiodesk.domain.series import Bars
from ratiodesk.market.book import PriceBook
from ratiodesk.market.cache import PriceCache


class Source:
    """A source that counts what it is asked for."""

    def __init__(self, name: str, closes: dict[str, float], revision: str = "1") -> None:
        self.name = name
        self.closes = closes
        self.state = revision
        self.fetched: list[str] = []

    def symbols(self) -> Sequence[str]:
        return list(self.closes)

    def revision(self, symbol: str) -> str:
        return self.state if symbol in self.closes else ""

    def fetch(self, symbol: str) -> Quotes:
        self.fetched.append(symbol)
        if symbol not in self.closes:
            raise NotFound(f"{self.name} does not know {symbol}.")
        day = np.array(["2021-12-28"], dtype="datetime64[D]")
        columns = [np.array([self.closes[symbol]]) for _ in range(6)]
        return Quotes(Bars(symbol, day, *columns), self.name, "USD", self.state)


@pytest.fixture
def cache(tmp_path: Path) -> PriceCache:
    return PriceCache(tmp_path / "prices.sqlite")


def close(quotes: Quotes) -> float:
    return float(quotes.bars.close[-1])


def test_prices_are_fetched_once_and_then_cached(cache: PriceCache) -> None:
    source = Source("Local", {"SPY": 476.87})
    book = PriceBook(cache, [source])
    assert [close(book.quotes("SPY")) for _ in range(3)] == [476.87] * 3
    assert source.fetched == ["SPY"]


def test_the_cache_answers_the_next_start_too(cache: PriceCache) -> None:
    PriceBook(cache, [Source("Local", {"SPY": 476.87})]).quotes("SPY")
    later = Source("Local", {"SPY": 476.87})
    assert close(PriceBook(cache, [later]).quotes("SPY")) == 476.87
    assert later.fetched == []


def test_a_new_revision_is_fetched_again(cache: PriceCache) -> None:
    PriceBook(cache, [Source("Local", {"SPY": 476.87})]).quotes("SPY")
    newer = Source("Local", {"SPY": 500.0}, revision="2")
    book = PriceBook(cache, [newer])
    assert [close(book.quotes("SPY")) for _ in range(2)] == [500.0, 500.0]
    assert newer.fetched == ["SPY"]


def test_a_source_that_cannot_tell_its_revision_is_not_asked_again(cache: PriceCache) -> None:
    PriceBook(cache, [Source("Local", {"SPY": 476.87})]).quotes("SPY")
    silent = Source("Local", {"SPY": 500.0}, revision="")
    assert close(PriceBook(cache, [silent]).quotes("SPY")) == 476.87
    assert silent.fetched == []


def test_cached_prices_outlive_their_source(cache: PriceCache) -> None:
    PriceBook(cache, [Source("Gone", {"SPY": 476.87})]).quotes("SPY")
    other = Source("Other", {"SPY": 1.0}, revision="9")
    assert close(PriceBook(cache, []).quotes("SPY")) == 476.87
    assert close(PriceBook(cache, [other]).quotes("SPY")) == 476.87
    assert other.fetched == []


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


def test_symbols_are_those_cached_and_those_to_be_had_each_once(cache: PriceCache) -> None:
    PriceBook(cache, [Source("Gone", {"XYZ": 1.0})]).quotes("XYZ")
    book = PriceBook(cache, [Source("A", {"SPY": 1.0, "IWM": 1.0}), Source("B", {"SPY": 1.0, "QQQ": 1.0})])
    assert book.symbols() == ["IWM", "QQQ", "SPY", "XYZ"]


def test_what_happened_to_the_cache_is_passed_on(tmp_path: Path) -> None:
    path = tmp_path / "prices.sqlite"
    path.write_bytes(b"not a database" * 1000)
    assert "was damaged" in " ".join(PriceBook(PriceCache(path), []).notes())


def test_prices_are_given_even_when_they_cannot_be_cached(cache: PriceCache, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: Quotes) -> None:
        raise BadCache("the disk is full")

    monkeypatch.setattr(cache, "store", full)
    book = PriceBook(cache, [Source("Local", {"SPY": 476.87})])
    assert close(book.quotes("SPY")) == 476.87
    assert "the disk is full" in " ".join(book.notes())


def test_a_cache_that_cannot_be_read_is_told_once_and_does_without(
    cache: PriceCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(*_: str) -> None:
        raise BadCache("the cache is locked")

    for name in ("load", "symbols", "store"):
        monkeypatch.setattr(cache, name, locked)
    book = PriceBook(cache, [Source("Local", {"SPY": 476.87})])
    assert [close(book.quotes("SPY")) for _ in range(2)] == [476.87, 476.87]
    assert book.symbols() == ["SPY"]
    assert book.notes() == ("the cache is locked",)


def test_without_a_cache_every_price_comes_from_its_source() -> None:
    source = Source("Local", {"SPY": 476.87})
    book = PriceBook(None, [source], ["There is no cache."])
    assert [close(book.quotes("SPY")) for _ in range(2)] == [476.87, 476.87]
    assert source.fetched == ["SPY", "SPY"]
    assert (book.symbols(), book.notes()) == (["SPY"], ("There is no cache.",))
