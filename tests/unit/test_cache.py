"""The price cache: a copy that may be lost, but is never half written."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from fake_market import COLUMNS, made_quotes, weekdays

from ratiodesk.domain.errors import BadCache
from ratiodesk.domain.interval import Interval
from ratiodesk.domain.quotes import Listing, Origin, Quotes
from ratiodesk.domain.series import Bars
from ratiodesk.market.cache import PriceCache

# The tables of version 1, as they were.
VERSION_1 = """
create table instrument (symbol text primary key, source text not null, currency text, revision text not null);
create table bar (
  symbol text not null references instrument, day integer not null, open real, high real, low real, close real,
  adjusted_close real, volume real, primary key (symbol, day)
) without rowid;
insert into instrument values ('SPY', 'Sample prices', 'USD', '1');
insert into bar values ('SPY', 18989, 1, 1, 1, 1, 1, 1);
pragma journal_mode = wal;
pragma user_version = 1;
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "prices.sqlite"


def quotes(symbol: str = "SPY", count: int = 3, base: float = 100.0, origin: Origin = Origin.YAHOO) -> Quotes:
    days = np.datetime64("2021-12-27") + np.arange(count, dtype="timedelta64[D]")
    columns = [base + column + np.arange(count, dtype=float) for column in range(6)]
    return Quotes(Bars(symbol, days, *columns), "Somewhere", origin, currency="USD")


def assert_same(found: Quotes | None, stored: Quotes) -> None:
    assert found is not None
    for name in (field.name for field in fields(Quotes) if field.name != "bars"):
        assert getattr(found, name) == getattr(stored, name), name
    assert found.bars.symbol == stored.bars.symbol
    for name in ("sessions", *COLUMNS):
        assert getattr(found.bars, name).tolist() == getattr(stored.bars, name).tolist(), name


def execute(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def test_bars_come_back_as_stored(path: Path) -> None:
    PriceCache(path).store(quotes())
    assert_same(PriceCache(path).load("SPY"), quotes())


def test_everything_known_of_an_instrument_comes_back(path: Path) -> None:
    whole = replace(
        quotes(),
        name="SPDR S&P 500 ETF Trust",
        exchange="PCX",
        zone="America/New_York",
        fetched=datetime(2021, 12, 29, 20, 15, 30, 123456, UTC),
        rebuilt=datetime(2021, 12, 1, tzinfo=UTC),
        forming=True,
        splits=(date(2020, 8, 31), date(2021, 7, 20)),
        gaps=(date(2021, 12, 24),),
    )
    PriceCache(path).store(whole)
    assert_same(PriceCache(path).load("SPY"), whole)


def test_prices_keep_every_digit_and_the_oldest_dates(path: Path) -> None:
    # Before 1970 the time of a session is below zero.
    old = made_quotes([1 / 3, 2.0**-20, 1e15], sessions=weekdays(3, "1928-01-05"))
    PriceCache(path).store(old)
    assert_same(PriceCache(path).load("SPY"), old)


def test_intraday_bars_are_kept_beside_the_daily_ones(path: Path) -> None:
    cache = PriceCache(path)
    starts = np.array(["2021-12-31T14:30", "2021-12-31T15:30"], dtype="datetime64[m]")
    hourly = made_quotes([475.0, 476.0], sessions=starts, interval=Interval.HOURLY)
    cache.store(quotes())
    cache.store(hourly)
    cache.store(made_quotes([33_000.0], symbol="BTC-USD", sessions=starts[:1], interval=Interval.FIVE_MINUTES))
    assert_same(cache.load("SPY", Interval.HOURLY), hourly)
    assert_same(cache.load("SPY"), quotes())
    assert cache.load("SPY", Interval.FIVE_MINUTES) is None
    assert cache.symbols() == ["SPY"]  # Those with daily bars.


def test_a_disk_that_is_pulled_out_gets_no_other_file_in_its_place(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = PriceCache(path)
    cache.store(quotes())
    path.rename(path.with_name("pulled-out"))
    with monkeypatch.context() as gone:
        gone.setattr("ratiodesk.market.cache._disk_of", lambda _: -1)
        for call in (lambda: cache.store(quotes(base=200.0)), lambda: cache.load("SPY")):
            with pytest.raises(BadCache, match=r"prices\.sqlite cannot be used: its disk is gone\.$"):
                call()
    assert not path.exists()
    path.with_name("pulled-out").rename(path)
    assert_same(cache.load("SPY"), quotes())


@pytest.mark.parametrize(("later", "stays"), [(timedelta(minutes=5), True), (timedelta(days=365), False)])
def test_what_was_fetched_later_stays_unless_the_clock_has_been_put_back(
    path: Path, later: timedelta, stays: bool
) -> None:
    cache, now = PriceCache(path), datetime(2022, 1, 7, 21, 30, tzinfo=UTC)
    first, second = replace(quotes(base=200.0), fetched=now + later), replace(quotes(), fetched=now)
    cache.store(first)
    cache.store(second)
    assert_same(cache.load("SPY"), first if stays else second)


def test_sources_of_one_symbol_are_kept_side_by_side_and_the_last_stored_is_in_use(path: Path) -> None:
    cache = PriceCache(path)
    yahoo, file = quotes(), quotes(base=200.0, origin=Origin.FILE)
    cache.store(yahoo)
    cache.store(file)
    assert_same(cache.load("SPY"), file)
    assert_same(cache.load("SPY", origin=Origin.YAHOO), yahoo)
    assert_same(cache.load("SPY", origin=Origin.FILE), file)
    assert cache.load("SPY", origin=Origin.SAMPLE) is None
    assert cache.symbols() == ["SPY"]
    cache.store(replace(yahoo, name="again"))
    assert_same(cache.load("SPY"), replace(yahoo, name="again"))
    assert_same(cache.load("SPY", origin=Origin.FILE), file)


def test_listings_are_those_found_and_those_stored_each_once(path: Path) -> None:
    cache = PriceCache(path)
    cache.store(replace(quotes("SPY"), name="S&P 500", exchange="PCX"))
    cache.store(replace(quotes("IWM"), name="Russell", exchange="PCX"))
    cache.store(replace(quotes("IWM", origin=Origin.FILE), name="by file"))
    cache.remember([Listing("SPY", "SPDR S&P 500", "NYSEArca"), Listing("GLD", "Gold")])
    cache.remember([Listing("GLD", "SPDR Gold", "NYSEArca")])
    assert cache.listings() == [
        Listing("GLD", "SPDR Gold", "NYSEArca"),
        Listing("IWM", "by file"),  # The source in use.
        Listing("SPY", "SPDR S&P 500", "NYSEArca"),  # A search says more than the quotes.
    ]


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
    cache.store(quotes("SPY", count=2, base=50.0))
    assert_same(cache.load("SPY"), quotes("SPY", count=2, base=50.0))
    assert_same(cache.load("IWM"), quotes("IWM", count=4))


def test_storing_is_all_or_nothing(path: Path) -> None:
    cache = PriceCache(path)
    cache.store(quotes())
    # Refuses what is stored next, after what was there has been put out of use.
    execute(path, "create trigger full before insert on instrument begin select raise(abort, 'disk full'); end")
    with pytest.raises(BadCache, match="disk full"):
        cache.store(quotes(base=200.0))
    assert_same(cache.load("SPY"), quotes())
    with pytest.raises(BadCache, match="disk full"):
        cache.store(quotes(base=200.0, origin=Origin.FILE))
    assert_same(cache.load("SPY"), quotes())  # Still in use.


def test_remembering_is_all_or_nothing(path: Path) -> None:
    cache = PriceCache(path)
    execute(
        path,
        "create trigger full before insert on listing when new.symbol = 'B' begin select raise(abort, 'full'); end",
    )
    with pytest.raises(BadCache, match="full"):
        cache.remember([Listing("A"), Listing("B")])
    assert cache.listings() == []


@pytest.mark.parametrize(
    "harm",
    [
        "update instrument set bars = zeroblob(168)",
        "update instrument set bars = substr(bars, 1, 160)",
        "update instrument set checksum = checksum + 1",
        "update instrument set origin = 'rumour'",
        "update instrument set fetched = 'yesterday'",
        "update instrument set gaps = '2021-02-30'",
    ],
    ids=["zeroed", "cut", "checksum", "origin", "time", "date"],
)
def test_prices_that_are_not_what_was_written_are_left_out_and_told_once(path: Path, harm: str) -> None:
    cache = PriceCache(path)
    cache.store(quotes())
    cache.store(quotes("IWM"))
    execute(path, f"{harm} where symbol = 'SPY'")
    assert [cache.load("SPY"), cache.load("SPY")] == [None, None]
    assert len(cache.notes()) == 1
    assert cache.notes()[0].startswith("Cached prices of SPY were left out: ")
    assert_same(cache.load("IWM"), quotes("IWM"))
    cache.store(quotes())
    assert_same(cache.load("SPY"), quotes())


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
    PriceCache(path).store(quotes(count=20_000))  # 20,000 × 7 × 8 bytes = 1.1 MB
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("pragma wal_checkpoint(truncate)")
    content = bytearray(path.read_bytes())
    content[100_000:300_000] = b"\x55" * 200_000
    path.write_bytes(content)
    return path


def test_damage_found_on_reading_gives_no_prices_and_is_told(torn_inside: Path) -> None:
    cache = PriceCache(torn_inside)
    assert cache.load("SPY") is None
    assert len(cache.notes()) == 1


def test_damage_is_mended_by_the_next_writing(torn_inside: Path) -> None:
    cache = PriceCache(torn_inside)
    cache.load("SPY")
    cache.store(quotes())
    assert_same(cache.load("SPY"), quotes())
    assert_same(PriceCache(torn_inside).load("SPY"), quotes())


@pytest.mark.parametrize("version", [0, 2])
def test_a_file_with_other_tables_is_set_aside(path: Path, version: int) -> None:
    execute(path, "create table instrument (name text)", f"pragma user_version = {version}")
    cache = PriceCache(path)
    (aside,) = path.parent.glob("prices.sqlite.damaged-*")
    assert f"it has other tables); it is kept as {aside.name}" in cache.notes()[0]
    with closing(sqlite3.connect(aside)) as connection:
        assert connection.execute("select count(name) from instrument").fetchone() == (0,)
    assert cache.symbols() == []
    cache.store(quotes())
    assert_same(cache.load("SPY"), quotes())


def test_a_cache_of_version_1_is_replaced(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(VERSION_1)
    cache = PriceCache(path)
    assert (cache.symbols(), cache.load("SPY"), cache.notes()) == ([], None, ())
    cache.store(quotes())
    assert_same(PriceCache(path).load("SPY"), quotes())
    with closing(sqlite3.connect(path)) as connection:
        tables = connection.execute("select name from sqlite_master where type = 'table' order by name").fetchall()
        assert tables == [("instrument",), ("listing",)]
    assert not list(path.parent.glob("*.damaged-*"))


def test_a_cache_of_a_newer_version_is_refused_and_left_alone(path: Path) -> None:
    PriceCache(path).store(quotes())
    execute(path, "pragma user_version = 3")
    before = path.read_bytes()
    with pytest.raises(BadCache, match="it was written by a newer RatioDesk"):
        PriceCache(path)
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.iterdir()] == ["prices.sqlite"]


def test_a_place_where_no_file_can_be_is_a_stated_failure(path: Path) -> None:
    path.mkdir()
    with pytest.raises(BadCache, match=r"prices\.sqlite"):
        PriceCache(path)


def test_a_file_that_another_program_holds_is_left_where_it_is(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = PriceCache(path)
    cache.store(quotes())
    monkeypatch.setattr("ratiodesk.market.cache._BUSY_S", 0.0)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("begin exclusive")
        # Readers and a writer do not stand in each other's way.
        assert_same(cache.load("SPY"), quotes())
        with pytest.raises(BadCache, match="locked"):
            cache.store(quotes(base=200.0))
    assert_same(PriceCache(path).load("SPY"), quotes())
    assert not list(path.parent.glob("*.damaged-*"))


def test_a_cache_that_another_program_writes_to_can_be_opened(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    PriceCache(path).store(quotes())
    monkeypatch.setattr("ratiodesk.market.cache._BUSY_S", 0.0)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("begin immediate")
        assert_same(PriceCache(path).load("SPY"), quotes())
