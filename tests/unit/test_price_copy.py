"""Copies of the price cache: whole, joined without a session lost, and nothing in them trusted."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from furnished_home import MOMENT, quotes

from ratiodesk.domain.backup import PricesTaken
from ratiodesk.domain.errors import BadPrices
from ratiodesk.domain.interval import Interval
from ratiodesk.domain.pair import Symbol
from ratiodesk.domain.quotes import Listing, Origin, Quotes
from ratiodesk.market import price_copy
from ratiodesk.market.cache import PriceCache
from ratiodesk.market.price_copy import PriceCopies

XYZ = Symbol("XYZ")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "prices.sqlite"


@pytest.fixture
def cache(path: Path) -> PriceCache:
    return PriceCache(path)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of other prices: XYZ from a file, ABC fetched."""
    other = PriceCache(tmp_path / "other.sqlite")
    other.store(quotes("XYZ", 10.0, 11.0, 12.0, currency="USD"))
    other.store(fetched("ABC", 5.0), named=False)
    other.remember([Listing(Symbol("LATER"), "Later", "NYSE")])
    made = tmp_path / "copy.sqlite"
    assert PriceCopies(tmp_path / "other.sqlite").write(made)
    return made


def fetched(symbol: str, *closes: float, hours: int = 0) -> Quotes:
    return quotes(symbol, *closes, origin=Origin.YAHOO, fetched=MOMENT + timedelta(hours=hours))


def execute(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(statement)
        connection.commit()


def closes(cache: PriceCache, symbol: str = "XYZ", origin: Origin = Origin.FILE) -> Sequence[float]:
    found = cache.load(Symbol(symbol), Interval.DAILY, origin)
    return [] if found is None else list(found.bars.close)


def test_a_copy_is_whole_by_itself_while_the_cache_is_written(path: Path, cache: PriceCache, tmp_path: Path) -> None:
    cache.store(quotes("XYZ", 10.0))
    with closing(sqlite3.connect(path, isolation_level=None)) as writer:
        writer.execute("begin immediate")
        writer.execute("update instrument set source = 'half'")
        assert PriceCopies(path).write(tmp_path / "copy.sqlite")
        writer.rollback()
    assert sorted(file.name for file in tmp_path.glob("copy*")) == ["copy.sqlite"]
    found = PriceCache(tmp_path / "copy.sqlite").load(XYZ)
    assert found is not None
    assert found.source == "Somewhere"


def test_no_prices_make_no_copy(path: Path, tmp_path: Path) -> None:
    assert not PriceCopies(path).write(tmp_path / "copy.sqlite")
    assert not path.exists()
    PriceCache(path)
    assert not PriceCopies(path).write(tmp_path / "copy.sqlite")


def test_prices_that_are_missing_are_taken_with_what_is_in_use(path: Path, copy: Path) -> None:
    assert PriceCopies(path).take_in(copy) == PricesTaken(taken=(Symbol("ABC"), XYZ))
    cache = PriceCache(path)
    assert cache.stored() == PriceCache(copy).stored()
    assert cache.listings() == PriceCache(copy).listings()
    assert PriceCopies(path).take_in(copy) == PricesTaken()


def test_a_preview_tells_the_same_and_changes_nothing(path: Path, copy: Path) -> None:
    found = PriceCopies(path).take_in(copy, preview=True)
    assert not path.exists()
    assert found.taken == (Symbol("ABC"), XYZ)
    PriceCache(path).store(quotes("XYZ", 10.0, currency="USD"))
    assert PriceCopies(path).take_in(copy, preview=True).taken == (Symbol("ABC"), XYZ)
    assert closes(PriceCache(path)) == [10.0]


def test_sessions_of_files_add_up_where_the_common_ones_agree(path: Path, cache: PriceCache, copy: Path) -> None:
    cache.store(quotes("XYZ", 10.0, 11.0, currency="USD"))
    assert XYZ in PriceCopies(path).take_in(copy).taken
    assert closes(cache) == [10.0, 11.0, 12.0]
    cache.store(quotes("XYZ", 10.0, 11.0, 12.0, 13.0, currency="USD"))
    assert PriceCopies(path).take_in(copy).taken == ()
    assert closes(cache) == [10.0, 11.0, 12.0, 13.0]


def moved(found: Quotes) -> Quotes:
    """Return the same prices ten years earlier."""
    return replace(found, bars=replace(found.bars, sessions=found.bars.sessions - np.timedelta64(3650, "D")))


@pytest.mark.parametrize(
    "mine",
    [
        quotes("XYZ", 20.0, 21.0, currency="USD"),
        quotes("XYZ", 10.0, 11.0, currency="EUR"),
        moved(quotes("XYZ", 10.0, 11.0, currency="USD")),
    ],
)
def test_prices_of_files_that_do_not_fit_stay_as_they_are_here(
    path: Path, cache: PriceCache, copy: Path, mine: Quotes
) -> None:
    cache.store(mine)
    assert PriceCopies(path).take_in(copy) == PricesTaken(taken=(Symbol("ABC"),), differing=(XYZ,))
    assert closes(cache) == list(mine.bars.close)


@pytest.mark.parametrize(("hours", "expected"), [(1, [6.0]), (-1, [5.0])])
def test_of_fetched_prices_the_later_stay(
    path: Path, cache: PriceCache, copy: Path, hours: int, expected: list[float]
) -> None:
    cache.store(fetched("ABC", 6.0, hours=hours))
    taken = PriceCopies(path).take_in(copy).taken
    assert closes(cache, "ABC", Origin.YAHOO) == expected
    assert (Symbol("ABC") in taken) is (hours < 0)


def test_prices_in_use_here_stay_in_use(path: Path, cache: PriceCache, copy: Path) -> None:
    cache.store(fetched("XYZ", 7.0))
    PriceCopies(path).take_in(copy)
    found = cache.load(XYZ)
    assert found is not None
    assert found.origin is Origin.YAHOO
    assert closes(cache) == [10.0, 11.0, 12.0]


def test_damaged_rows_are_named_and_the_others_taken(path: Path, copy: Path) -> None:
    execute(copy, "update instrument set checksum = 1 where symbol = 'XYZ'")
    assert PriceCopies(path).take_in(copy) == PricesTaken(taken=(Symbol("ABC"),), unreadable=(XYZ,))


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("create trigger t after insert on listing begin delete from instrument; end", "in another form"),
        ("create view v as select 1", "in another form"),
        ("drop table listing", "in another form"),
        ("update instrument set bars = 5", "damaged"),
        ("update instrument set splits = x'00'", "damaged"),
        ("update instrument set fetched = 5.5, rebuilt = x'00'", "damaged"),
        ("update instrument set interval = 'sometimes'", "cannot be read"),
        ("update instrument set origin = 'hearsay'", "cannot be read"),
        ("update instrument set symbol = '../../evil' where symbol = 'XYZ'", "no symbol"),
    ],
)
def test_a_forged_copy_is_refused(path: Path, copy: Path, statement: str, said: str) -> None:
    execute(copy, statement)
    with pytest.raises(BadPrices, match=f"^The prices .*{said}.*, and are left out\\.$"):
        PriceCopies(path).take_in(copy)
    assert not path.exists()


def test_a_view_in_place_of_a_table_is_refused(path: Path, copy: Path) -> None:
    execute(copy, "alter table instrument rename to real")
    execute(copy, "create view instrument as select * from real")
    with pytest.raises(BadPrices, match="in another form"):
        PriceCopies(path).take_in(copy)


def test_bars_that_claim_too_much_are_refused(path: Path, copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(price_copy, "_LARGEST_BARS_BYTES", 100)
    with pytest.raises(BadPrices, match="damaged"):
        PriceCopies(path).take_in(copy)


@pytest.mark.parametrize("content", [b"", b"x" * 5000, b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_file_that_is_no_copy_is_refused(path: Path, tmp_path: Path, content: bytes) -> None:
    forged = tmp_path / "copy.sqlite"
    forged.write_bytes(content)
    with pytest.raises(BadPrices, match=r"^The prices .* left out\.$"):
        PriceCopies(path).take_in(forged)
    assert not path.exists()


def test_a_copy_with_a_torn_page_is_refused(path: Path, copy: Path) -> None:
    raw = bytearray(copy.read_bytes())
    raw[4096:8192] = b"\xff" * 4096
    copy.write_bytes(bytes(raw))
    with pytest.raises(BadPrices, match=r"^The prices .* left out\.$"):
        PriceCopies(path).take_in(copy)
