"""The price cache: a copy that may be lost, but is never half written."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from ratiodesk.domain.errors import BadCache
from ratiodesk.domain.ports import Quotes
from ratiodesk.domain.series import Bars
from ratiodesk.market.cache import PriceCache


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "prices.sqlite"


def quotes(symbol: str = "SPY", count: int = 3, base: float = 100.0, revision: str = "1") -> Quotes:
    days = np.datetime64("2021-12-27") + np.arange(count)
    columns = [base + column + np.arange(count, dtype=float) for column in range(6)]
    return Quotes(Bars(symbol, days, *columns), "Somewhere", "USD", revision)


def assert_same(found: Quotes | None, stored: Quotes) -> None:
    assert found is not None
    assert (found.source, found.currency, found.revision) == (stored.source, stored.currency, stored.revision)
    assert found.bars.symbol == stored.bars.symbol
    for name in ("sessions", "open", "high", "low", "close", "adjusted_close", "volume"):
        assert getattr(found.bars, name).tolist() == getattr(stored.bars, name).tolist(), name


def execute(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def test_bars_come_back_as_stored(path: Path) -> None:
    PriceCache(path).store(quotes())
    assert_same(PriceCache(path).load("SPY"), quotes())


def test_a_new_cache_knows_nothing_and_has_nothing_to_tell(path: Path) -> None:
    cache = PriceCache(path)
    assert cache.load("SPY") is None
    assert (cache.symbols(), cache.notes()) == ([], ())


def test_symbols_are_listed_in_order(path: Path) -> None:
    cache = PriceCache(path)
    for symbol in ("SPY", "IWM", "^GSPC"):
        cache.store(quotes(symbol))
    assert cache.symbols() == ["IWM", "SPY", "^GSPC"]


def test_storing_again_replaces_every_bar_of_the_symbol_alone(path: Path) -> None:
    cache = PriceCache(path)
    cache.store(quotes("SPY", count=5))
    cache.store(quotes("IWM", count=4))
    cache.store(quotes("SPY", count=2, base=50.0, revision="2"))
    assert_same(cache.load("SPY"), quotes("SPY", count=2, base=50.0, revision="2"))
    assert_same(cache.load("IWM"), quotes("IWM", count=4))


def test_storing_is_all_or_nothing(path: Path) -> None:
    cache = PriceCache(path)
    cache.store(quotes())
    # Refuses the third bar of what is stored next.
    execute(
        path,
        "create trigger full before insert on bar when new.open > 201 begin select raise(abort, 'disk full'); end",
    )
    with pytest.raises(BadCache, match="disk full"):
        cache.store(quotes(base=200.0, revision="2"))
    assert_same(cache.load("SPY"), quotes())


def test_an_instrument_without_bars_is_not_known(path: Path) -> None:
    cache = PriceCache(path)
    cache.store(quotes())
    execute(path, "delete from bar")
    assert cache.load("SPY") is None


def test_bars_that_are_no_prices_are_left_out_and_told(path: Path) -> None:
    cache = PriceCache(path)
    cache.store(quotes())
    execute(path, "update bar set close = -1 where open = 101")
    assert cache.load("SPY") is None
    assert len(cache.notes()) == 1
    assert "Cached prices were left out: SPY: close on 2021-12-28 is -1" in cache.notes()[0]


def test_any_thread_may_ask(path: Path) -> None:
    cache = PriceCache(path)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda symbol: cache.store(quotes(symbol)), "ABCDEFGH"))
        found = list(pool.map(cache.load, "ABCDEFGH"))
    for symbol, each in zip("ABCDEFGH", found, strict=True):
        assert_same(each, quotes(symbol))


def test_the_file_is_in_wal_mode(path: Path) -> None:
    PriceCache(path)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("pragma journal_mode").fetchone() == ("wal",)


@pytest.mark.parametrize(
    "content", [b"not a database" * 1000, b"SQLite format 3\0" + b"\xff" * 5000], ids=["text", "torn"]
)
def test_a_damaged_file_is_set_aside_and_told(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    path.with_name("prices.sqlite-wal").write_bytes(b"stale")
    cache = PriceCache(path)
    (aside,) = path.parent.glob("prices.sqlite.damaged-*")
    assert aside.read_bytes() == content
    assert len(cache.notes()) == 1
    assert "was damaged" in cache.notes()[0]
    assert aside.name in cache.notes()[0]
    cache.store(quotes())
    assert_same(cache.load("SPY"), quotes())
    assert PriceCache(path).notes() == ()


@pytest.fixture
def torn_inside(path: Path) -> Path:
    """A cache whose first page is sound and whose bars are not."""
    PriceCache(path).store(quotes(count=20_000))
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("pragma wal_checkpoint(truncate)")
    content = bytearray(path.read_bytes())
    content[100_000:300_000] = b"\x55" * 200_000
    path.write_bytes(content)
    return path


def test_damage_found_on_reading_gives_no_prices_and_is_told(torn_inside: Path) -> None:
    cache = PriceCache(torn_inside)
    assert cache.load("SPY") is None
    assert "was damaged" in " ".join(cache.notes())


def test_damage_found_on_writing_is_mended_and_told(torn_inside: Path) -> None:
    cache = PriceCache(torn_inside)
    cache.store(quotes())
    assert_same(cache.load("SPY"), quotes())
    assert "was damaged" in " ".join(cache.notes())


def test_a_file_with_other_tables_is_set_aside(path: Path) -> None:
    execute(path, "create table bar (day text)", "create table instrument (name text)", "pragma user_version = 99")
    cache = PriceCache(path)
    assert cache.symbols() == []
    cache.store(quotes())
    assert_same(cache.load("SPY"), quotes())


def test_a_place_where_no_file_can_be_is_a_stated_failure(path: Path) -> None:
    path.mkdir()
    with pytest.raises(BadCache, match=r"prices\.sqlite"):
        PriceCache(path)


def test_a_file_that_another_program_holds_is_left_where_it_is(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    PriceCache(path).store(quotes())
    monkeypatch.setattr("ratiodesk.market.cache._BUSY_S", 0.0)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("begin exclusive")
        cache = PriceCache(path)  # Readers and a writer do not stand in each other's way.
        assert_same(cache.load("SPY"), quotes())
        with pytest.raises(BadCache, match="locked"):
            cache.store(quotes(base=200.0))
    assert_same(PriceCache(path).load("SPY"), quotes())
    assert not list(path.parent.glob("*.damaged-*"))
