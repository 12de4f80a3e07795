"""Prices from files: what taking one in would do, and that earlier imports are not lost by it."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from fake_market import NOW, SettableClock, made_quotes
from hypothesis import given
from hypothesis import strategies as st

from ratiodesk.domain.errors import BadCache, BadInput, BadPrices, NotFound, NotSaved
from ratiodesk.domain.interval import Interval
from ratiodesk.domain.price_import import PriceImport
from ratiodesk.domain.quotes import Origin
from ratiodesk.market.book import PriceBook
from ratiodesk.market.cache import PriceCache
from ratiodesk.market.price_import import FileSource, PriceImports

DAYS = ("2021-12-27", "2021-12-28", "2021-12-29", "2021-12-30", "2021-12-31")


@pytest.fixture
def book(tmp_path: Path) -> PriceBook:
    return PriceBook(PriceCache(tmp_path / "prices.sqlite"), [])


@pytest.fixture
def imports(book: PriceBook) -> PriceImports:
    return PriceImports(book, SettableClock())


def written(folder: Path, name: str, *rows: str, columns: str = "Date,Close") -> Path:
    path = folder / name
    path.write_text("\n".join([columns, *rows]) + "\n")
    return path


def rows_of(closes: dict[str, float]) -> list[str]:
    return [f"{day},{close}" for day, close in closes.items()]


@pytest.fixture
def first(tmp_path: Path) -> Path:
    """Three sessions, 10 to 12."""
    return written(tmp_path, "first.csv", *rows_of(dict(zip(DAYS[:3], (10.0, 11.0, 12.0), strict=True))))


@pytest.fixture
def second(tmp_path: Path) -> Path:
    """Three sessions, 12 to 14, of which the first is in the other file, too."""
    return written(tmp_path, "second.csv", *rows_of(dict(zip(DAYS[2:], (12.0, 13.0, 14.0), strict=True))))


def closes(found: PriceImport) -> list[float]:
    return found.quotes.bars.close.tolist()


def test_reading_keeps_nothing(imports: PriceImports, book: PriceBook, first: Path) -> None:
    found = imports.read(first, "XYZ")
    assert (closes(found), found.read_count, found.kept_count, found.rows) == ([10.0, 11.0, 12.0], 3, 0, 3)
    assert (found.symbol, found.columns, found.preview[0]) == ("XYZ", ("Date", "Close"), (DAYS[0], "10.0"))
    assert (found.conflict, found.in_use, found.dropped) == ("", "", ())
    assert book.symbols() == []


def test_what_is_kept_is_in_use(imports: PriceImports, book: PriceBook, first: Path) -> None:
    book.keep(made_quotes([1.0] * 30, symbol="XYZ"))
    doubtful = imports.read(first, "XYZ")
    assert doubtful.conflict == (
        "XYZ has 30 sessions from Yahoo now, 2021-11-22 to 2021-12-31. The file has far fewer, or other prices: "
        "replace them, or choose another symbol."
    )
    with pytest.raises(BadPrices):
        imports.keep(doubtful)
    imports.keep(imports.read(first, "XYZ", replace_earlier=True))
    quotes = book.quotes("XYZ")
    assert (quotes.origin, quotes.source, quotes.fetched) == (Origin.FILE, "first.csv", NOW)
    assert quotes.bars.close.tolist() == [10.0, 11.0, 12.0]
    yahoo = book.cached("XYZ", Interval.DAILY, Origin.YAHOO)
    assert yahoo is not None
    assert len(yahoo.bars) == 30


def test_a_second_file_continues_the_first(imports: PriceImports, book: PriceBook, first: Path, second: Path) -> None:
    imports.keep(imports.read(first, "XYZ"))
    found = imports.read(second, "XYZ")
    assert closes(found) == [10.0, 11.0, 12.0, 13.0, 14.0]
    assert (found.read_count, found.kept_count, found.rows, found.conflict) == (3, 2, 3, "")
    assert found.in_use == "XYZ has 3 sessions from first.csv now, 2021-12-27 to 2021-12-29."
    imports.keep(found)
    assert book.quotes("XYZ").bars.close.tolist() == [10.0, 11.0, 12.0, 13.0, 14.0]


def test_the_order_of_files_does_not_matter(imports: PriceImports, book: PriceBook, first: Path, second: Path) -> None:
    for path in (second, first):
        imports.keep(imports.read(path, "XYZ"))
    assert book.quotes("XYZ").bars.close.tolist() == [10.0, 11.0, 12.0, 13.0, 14.0]


@pytest.mark.parametrize("kept", ["no cache", "full disk"])
def test_what_cannot_be_written_is_not_taken_in(
    kept: str, tmp_path: Path, first: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing could bring the prices of a file back once the program has ended."""

    def full(*_: object, **__: object) -> None:
        raise BadCache("The disk is full.")

    cache = PriceCache(tmp_path / "prices.sqlite")
    monkeypatch.setattr(cache, "store", full)
    book = PriceBook(None, [], ["The disk is full."]) if kept == "no cache" else PriceBook(cache, [])
    imports = PriceImports(book, SettableClock())
    with pytest.raises(NotSaved, match=r"^The prices of XYZ were not taken in\. The disk is full\.$"):
        imports.keep(imports.read(first, "XYZ"))
    with pytest.raises(NotFound):
        book.quotes("XYZ")


def test_a_newer_file_has_the_last_word_where_closes_differ_by_rounding(
    imports: PriceImports, tmp_path: Path, first: Path
) -> None:
    imports.keep(imports.read(first, "XYZ"))
    # 12.001 ÷ 12 − 1 = 8.3e-5, less than a ten-thousandth
    found = imports.read(written(tmp_path, "rounded.csv", f"{DAYS[2]},12.001", f"{DAYS[3]},13"), "XYZ")
    assert (closes(found), found.conflict) == ([10.0, 11.0, 12.001, 13.0], "")


def test_closes_that_differ_are_a_conflict_and_nothing_is_kept(
    imports: PriceImports, book: PriceBook, tmp_path: Path, first: Path
) -> None:
    imports.keep(imports.read(first, "XYZ"))
    other = written(tmp_path, "other.csv", f"{DAYS[1]},5.5", f"{DAYS[2]},12", f"{DAYS[3]},13")
    found = imports.read(other, "XYZ")
    assert found.conflict == (
        "1 of 2 common closes differ from the earlier import of XYZ from first.csv, whose 3 sessions would no longer "
        "fit: replace it, or choose another symbol."
    )
    assert closes(found) == [5.5, 12.0, 13.0]
    with pytest.raises(BadPrices, match="1 of 2 common closes differ"):
        imports.keep(found)
    assert book.quotes("XYZ").bars.close.tolist() == [10.0, 11.0, 12.0]


def test_an_earlier_import_is_given_up_if_that_is_asked_for(
    imports: PriceImports, book: PriceBook, tmp_path: Path, first: Path
) -> None:
    imports.keep(imports.read(first, "XYZ"))
    other = written(tmp_path, "other.csv", f"{DAYS[1]},5.5", f"{DAYS[3]},13")
    found = imports.read(other, "XYZ", replace_earlier=True)
    assert (closes(found), found.conflict, found.kept_count) == ([5.5, 13.0], "", 0)
    imports.keep(found)
    assert book.quotes("XYZ").bars.close.tolist() == [5.5, 13.0]


def test_a_file_with_all_sessions_of_the_earlier_one_needs_no_permission(
    imports: PriceImports, tmp_path: Path, first: Path
) -> None:
    imports.keep(imports.read(first, "XYZ"))
    # Re-based by a split: every session of the first file is in it, so nothing of that is needed.
    halved = written(tmp_path, "halved.csv", *rows_of(dict(zip(DAYS[:4], (5.0, 5.5, 6.0, 6.5), strict=True))))
    found = imports.read(halved, "XYZ")
    assert (closes(found), found.conflict, found.kept_count) == ([5.0, 5.5, 6.0, 6.5], "", 0)


def test_files_without_a_common_session_stand_side_by_side(imports: PriceImports, tmp_path: Path, first: Path) -> None:
    imports.keep(imports.read(first, "XYZ"))
    found = imports.read(written(tmp_path, "later.csv", f"{DAYS[4]},99"), "XYZ")
    assert (closes(found), found.conflict) == ([10.0, 11.0, 12.0, 99.0], "")


def test_a_dividend_between_two_files_scales_the_older_adjusted_closes(imports: PriceImports, tmp_path: Path) -> None:
    columns = "Date,Close,Adj Close"
    before = [f"{DAYS[0]},100,100", f"{DAYS[1]},100,100"]
    # 2 % were paid on the third session, which takes them off everything before it: 100 × 0.98
    after = [f"{DAYS[1]},100,98", f"{DAYS[2]},98,98"]
    imports.keep(imports.read(written(tmp_path, "before.csv", *before, columns=columns), "XYZ"))
    found = imports.read(written(tmp_path, "after.csv", *after, columns=columns), "XYZ")
    assert found.quotes.bars.adjusted_close.tolist() == [98.0, 98.0, 98.0]


def test_what_a_file_does_not_say_is_taken_from_the_prices_in_use(
    imports: PriceImports, book: PriceBook, first: Path
) -> None:
    about = {"currency": "GBP", "name": "Example plc", "exchange": "LSE", "zone": "Europe/London"}
    book.keep(made_quotes([10.0] * 3, symbol="XYZ.L", **about))
    quotes = imports.read(first, "XYZ.L").quotes
    assert {name: getattr(quotes, name) for name in about} == about
    assert (quotes.splits, quotes.gaps, quotes.forming, quotes.rebuilt) == ((), (), False, None)
    other = imports.read(first, "XYZ").quotes
    assert (other.currency, other.name, other.exchange) == ("", "", "")


@given(
    st.lists(
        st.sampled_from(
            [*(f"{day},{close}" for day in DAYS for close in (10, 11)), "2021-12-30,null", ",5", "x,y", "2021-12-31,-1"]
        ),
        max_size=12,
    )
)
def test_every_row_is_kept_or_reported(tmp_path_factory: pytest.TempPathFactory, rows: list[str]) -> None:
    folder = tmp_path_factory.mktemp("rows")
    path = written(folder, "rows.csv", f"{DAYS[0]},9", *rows)
    found = PriceImports(PriceBook(None, [])).read(path, "XYZ")
    assert found.rows == 1 + len(rows) == found.read_count + len(found.dropped)
    # Line 1 holds the names of the columns, line 2 the row that is always kept.
    read = set(range(2, 3 + len(rows))) - {row.line for row in found.dropped}
    assert len(read) == found.read_count


def test_a_file_that_is_none_of_prices_is_refused(imports: PriceImports, tmp_path: Path) -> None:
    with pytest.raises(BadPrices, match=r"missing\.csv cannot be opened"):
        imports.read(tmp_path / "missing.csv", "XYZ")
    with pytest.raises(BadPrices, match=r"poem\.csv has no line of column names"):
        imports.read(written(tmp_path, "poem.csv", columns="Shall I compare thee"), "XYZ")


def test_a_file_is_a_source_of_daily_bars(first: Path) -> None:
    source = FileSource(first, SettableClock())
    assert (source.name, source.listings()) == ("first.csv", ())
    found = source.fetch("XYZ")
    assert (found.symbol, found.bars.close.tolist(), found.fetched) == ("XYZ", [10.0, 11.0, 12.0], NOW)
    assert (found.origin, found.interval) == (Origin.FILE, Interval.DAILY)
    with pytest.raises(NotFound, match=r"first\.csv has daily bars alone"):
        source.fetch("XYZ", Interval.HOURLY)


def test_an_import_changed_on_the_way_is_kept_as_it_is(imports: PriceImports, book: PriceBook, first: Path) -> None:
    found = imports.read(first, "XYZ")
    imports.keep(replace(found, quotes=replace(found.quotes, currency="EUR")))
    assert book.quotes("XYZ").currency == "EUR"


def test_pence_are_not_taken_for_pounds(imports: PriceImports, book: PriceBook, tmp_path: Path) -> None:
    # Yahoo's 0.11 pounds are 11 pence.
    book.keep(made_quotes([0.10, 0.11, 0.12], symbol="VOD.L", sessions=np.array(DAYS[:3], "M8[D]"), currency="GBP"))
    path = written(tmp_path, "vod.csv", f"{DAYS[0]},10", f"{DAYS[1]},11", f"{DAYS[2]},12")
    silent = imports.read(path, "VOD.L")
    assert silent.quotes.currency == ""
    assert "The currency of the prices is not known." in silent.notes
    assert silent.conflict
    declared = imports.read(path, "VOD.L", currency="GBp")
    assert declared.quotes.currency == "GBP"
    assert declared.quotes.bars.close.tolist() == pytest.approx([0.10, 0.11, 0.12])
    assert declared.conflict == ""
    assert "Prices are divided by 100: GBp are hundredths of GBP." in declared.notes


def test_a_currency_that_is_none_is_refused(imports: PriceImports, first: Path) -> None:
    with pytest.raises(BadInput, match="“dollars” is not a currency"):
        imports.read(first, "XYZ", currency="dollars")
    assert imports.read(first, "XYZ", currency="chf").quotes.currency == "CHF"
