"""Price files as other programs write them, read back row by row."""

import csv
import io
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from written_tables import WRITERS

from ratiodesk.domain.errors import BadPrices
from ratiodesk.domain.pair import Symbol
from ratiodesk.domain.series import as_date
from ratiodesk.market.price_file import PriceFile, read_price_file, read_prices

SPY = Symbol("SPY")
HEADER = "Date,Open,High,Low,Close,Adj Close,Volume"
FIRST, SECOND = "2021-12-28,10,12,9,11,5.5,100", "2021-12-29,11,13,10,12,6,200"


def read(*lines: str, name: str = "file.csv") -> PriceFile:
    return read_prices("\n".join(lines).encode(), name, SPY)


def days(file: PriceFile) -> list[str]:
    return [str(day) for day in file.bars.sessions]


def reasons(file: PriceFile) -> list[tuple[int, str]]:
    return [(row.line, row.reason) for row in file.dropped]


def test_a_file_is_bars_with_all_that_was_read() -> None:
    file = read(HEADER, FIRST, SECOND, "", name="SPY.csv")
    bars = file.bars
    assert (bars.symbol, days(file)) == ("SPY", ["2021-12-28", "2021-12-29"])
    assert [column.tolist() for column in (bars.open, bars.high, bars.low, bars.close)] == [
        [10, 11],
        [12, 13],
        [9, 10],
        [11, 12],
    ]
    assert (bars.adjusted_close.tolist(), bars.volume.tolist()) == ([5.5, 6], [100, 200])
    assert (file.suggested_symbol, file.writer, file.rows, file.dropped, file.notes) == ("SPY", "Yahoo", 2, (), ())
    assert file.notation == "dates as YYYY-MM-DD, decimal point, comma-separated"
    assert file.columns == tuple(HEADER.split(","))
    assert file.preview == (tuple(FIRST.split(",")), tuple(SECOND.split(",")))


@pytest.mark.parametrize(("writer", "table"), WRITERS)
def test_files_of_all_writers_hold_the_same_bars(writer: str, table: str) -> None:
    text = WRITERS[writer, table]
    file = read(text)
    bars = file.bars
    assert days(file) == ["2021-12-28", "2021-12-29"]
    assert bars.open.tolist() == [477.72, 477.93]
    assert bars.high.tolist() == [478.81, 478.56]
    assert bars.low.tolist() == [476.06, 475.92]
    assert bars.close.tolist() == [476.26, 476.87]
    assert bars.volume.tolist() == [47_274_600, 54_503_000]
    assert (file.writer, file.rows, file.dropped) == (writer, 2, ())
    adjusted = [449.0, 450.0] if "adj" in text.lower() else [476.26, 476.87]
    assert bars.adjusted_close.tolist() == adjusted


def test_dividends_between_the_rows_of_yahoos_page_are_dropped() -> None:
    file = read(HEADER.replace(",", "\t"), "Dec 17, 2021\t1.636 Dividend", FIRST.replace(",", "\t"))
    assert reasons(file) == [(2, "too few columns: 2 of 7")]
    assert days(file) == ["2021-12-28"]


def test_a_file_of_date_and_close_takes_the_rest_from_the_close_and_says_so() -> None:
    file = read("Date,Close", "2021-12-28,11")
    bars = file.bars
    assert all(column.tolist() == [11] for column in (bars.open, bars.high, bars.low, bars.adjusted_close))
    assert file.notes == (
        "No adjusted close: total return equals price.",
        "Volume is missing.",
        "No open, high, low: taken from the close.",
    )


def test_an_adjusted_close_alone_is_the_close_too() -> None:
    file = read("Date,Adj Close", "2021-12-28,11")
    assert (file.bars.close.tolist(), file.bars.adjusted_close.tolist()) == ([11], [11])
    assert "No close but the adjusted one: price equals total return." in file.notes


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("13/45/2020,10,12,9,11,5.5,100", "the date “13/45/2020” cannot be read"),
        ("0000-00-00,10,12,9,11,5.5,100", "the date “0000-00-00” cannot be read"),
        ("0001-01-01,10,12,9,11,5.5,100", "0001-01-01 is before all prices"),
        ("9999-12-31,10,12,9,11,5.5,100", "9999-12-31 lies in the future"),
        (",10,12,9,11,5.5,100", "the date is missing"),
        ("2021-12-30,10,12,9,null,5.5,100", "close is missing"),
        ("2021-12-30,10,12,9,,5.5,100", "close is missing"),
        ("2021-12-30,10,12,9,0,5.5,100", "close 0 is not a price"),
        ("2021-12-30,10,12,9,-1,5.5,100", "close -1 is not a price"),
        ("2021-12-30,10,12,9,inf,5.5,100", "close inf is not a price"),
        ("2021-12-30,10,12,9,1e400,5.5,100", "close 1e400 is not a price"),
        ("2021-12-30,10,12,9,1e300,5.5,100", "close 1e300 is not a price"),
        ("2021-12-30,10,12,9,abc,5.5,100", "close abc is not a price"),
        ("2021-12-30,10,12,9,11", "too few columns: 5 of 7"),
        ("2021-12-30,10,12,9,11,5.5,1,000", "too many columns: 8 instead of 7"),
        ("2021-12-28,10,12,9,11,5.5,100", "2021-12-28 comes twice; the first was kept"),
        ("2021-12-28,10,12,9,10,5.5,100", "2021-12-28 comes twice with another close; the first was kept"),
        (HEADER, "the date “Date” cannot be read"),
    ],
)
def test_a_row_that_makes_no_bar_is_dropped_with_its_line_and_reason(row: str, reason: str) -> None:
    file = read(HEADER, FIRST, "", row, SECOND)
    assert reasons(file) == [(4, reason)]
    assert file.dropped[0].text == row
    assert (file.rows, len(file.bars)) == (3, 2)
    assert file.bars.close.tolist() == [11, 12]


def test_tomorrow_may_have_begun_elsewhere() -> None:
    today = datetime.now().astimezone().date()
    # Three days ahead, so that midnight may pass meanwhile.
    file = read("Date,Close", f"{today},11", f"{today + timedelta(days=1)},12", f"{today + timedelta(days=3)},13")
    assert file.bars.close.tolist() == [11, 12]
    assert reasons(file) == [(4, f"{today + timedelta(days=3)} lies in the future")]


def test_a_long_row_is_shown_shortened() -> None:
    file = read(HEADER, FIRST, "x" * 500)
    assert file.dropped[0].text == "x" * 79 + "…"


def test_a_missing_or_zero_open_high_or_low_is_the_close() -> None:
    file = read("Date,Open,High,Low,Close", "2021-12-28,0,null,-,11", "2021-12-29,11,13,10,12")
    bars = file.bars
    assert (bars.open.tolist(), bars.high.tolist(), bars.low.tolist()) == ([11, 11], [11, 13], [11, 10])
    assert "On 1 row open, high or low is missing: taken from the close." in file.notes


def test_a_bar_whose_close_lies_outside_high_and_low_is_kept_and_counted() -> None:
    file = read(HEADER, "2021-12-28,10,10.5,9,11,5,1", "2021-12-29,10,12,10.5,11,5,1", "2021-12-30,10,12,9,11,5,1")
    assert file.notes == ("On 2 rows the open or close lies outside high and low; kept as they are.",)
    assert (len(file.bars), file.bars.high[0], file.bars.low[1]) == (3, 10.5, 10.5)


def test_a_missing_adjusted_close_takes_the_factor_of_the_nearest_bar() -> None:
    file = read(
        "Date,Close,Adj Close,Volume",
        "2021-12-27,20,null,1",
        "2021-12-28,10,5,1",  # factor 5 ÷ 10 = 0.5
        "2021-12-29,30,,1",  # as near to both: the earlier, 30 × 0.5 = 15
        "2021-12-30,40,32,1",  # factor 32 ÷ 40 = 0.8
        "2021-12-31,50,N/A,1",  # 50 × 0.8 = 40
    )
    assert file.bars.adjusted_close.tolist() == [10, 5, 15, 32, 40]
    assert "On 3 rows the adjusted close is missing: taken by the factor of the nearest bar." in file.notes


def test_volumes_that_are_missing_are_zero_and_counted() -> None:
    file = read(HEADER, FIRST, "2021-12-29,11,13,10,12,6,-")
    assert file.bars.volume.tolist() == [100, 0]
    assert file.notes == ("Volume is missing on 1 row.",)


def test_splits_are_taken_out_of_closes_as_traded() -> None:
    rows = ["2020-08-28,400,480,380,400,99,10,1", "2020-08-31,110,120,90,100,100,40,4"]
    file = read("timestamp,open,high,low,close,adjusted_close,volume,split_coefficient", *rows)
    bars = file.bars
    # 400 ÷ 4 = 100, 480 ÷ 4 = 120, 380 ÷ 4 = 95; 10 shares are 40 of the new ones.
    assert (bars.open.tolist(), bars.high.tolist(), bars.low.tolist()) == ([100, 110], [120, 120], [95, 90])
    assert (bars.close.tolist(), bars.adjusted_close.tolist()) == ([100, 100], [99, 100])
    assert bars.volume.tolist() == [40, 40]
    assert file.notes == ("Prices before 2020-08-31 were divided by 4 for the split of that day.",)


def test_splits_that_were_taken_out_before_are_not_taken_out_again() -> None:
    file = read("timestamp,close,split_coefficient", "2020-08-28,101,1", "2020-08-31,100,4")
    assert file.bars.close.tolist() == [101, 100]


def test_splits_beyond_all_numbers_are_refused() -> None:
    # 40 falls from 10¹⁰ to 1 with a split of 10¹⁰ each: the first close ÷ 10⁴⁰⁰ would be zero.
    closes = [f"{date(2020, 1, 1) + timedelta(days=day)},{('1e10,1', '1,1e10')[day % 2]}" for day in range(80)]
    with pytest.raises(BadPrices, match="make no bars: SPY: open on 2020-01-01 is 0, not a price"):
        read("timestamp,close,split_coefficient", *closes)


@pytest.mark.parametrize(
    "stamps",
    [
        ("2021-12-28 09:30:00", "2021-12-28 09:35:00"),
        ("1640701800", "1640702100"),
        ("2021-12-28T14:30:00Z", "2021-12-28T14:35:00Z"),
    ],
)
def test_several_prices_a_day_are_refused(stamps: tuple[str, str]) -> None:
    with pytest.raises(BadPrices, match=r"^SPY\.csv holds several prices a day; daily prices are read\.$"):
        read("time,close", *(f"{stamp},11" for stamp in stamps), name="SPY.csv")


def test_a_column_of_times_makes_prices_intraday_too() -> None:
    header = "<TICKER>,<PER>,<DATE>,<TIME>,<CLOSE>"
    with pytest.raises(BadPrices, match="several prices a day"):
        read(header, "SPY.US,5,20211228,153500,11", "SPY.US,5,20211228,154000,12")


def test_rows_of_other_instruments_are_dropped() -> None:
    file = read("Symbol,Date,Close", "IWM,2021-12-28,20", "SPY,2021-12-28,11")
    assert (file.bars.close.tolist(), file.suggested_symbol) == ([11], "SPY")
    assert reasons(file) == [(2, "it is of IWM, not of SPY")]


def test_several_instruments_without_the_one_asked_for_are_refused() -> None:
    with pytest.raises(BadPrices, match="holds prices of GLD, IWM, but not of SPY"):
        read("Symbol,Date,Close", "IWM,2021-12-28,20", "GLD,2021-12-28,11")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "SPY.csv is empty"),
        (b"\xef\xbb\xbf \r\n\0", "SPY.csv is empty"),
        (b"2021-12-28,10,12,9,11,100\n", "no line of column names: one for the date .* and one for the close"),
        (b"Date,Open\n2021-12-28,10\n", "no line of column names"),
        (b"Date,Close\n\n,\n", "has column names but no prices"),
        (b"Date,Close\n\nfoo,1\nbar,2\n", "none of 2 rows can be read; line 3: the date “foo” cannot be read"),
        (b"PK\x03\x04...", "is a workbook or an archive"),
        (b"a" * 10_000_001, "larger than 10 MB"),
        (b"Date,Close\n" + b"2021-12-28,1\n" * 40_001, "more than 40,000 rows"),
    ],
)
def test_what_is_no_table_of_prices_is_refused(content: bytes, said: str) -> None:
    with pytest.raises(BadPrices, match=said):
        read_prices(content, "SPY.csv", SPY)


def test_a_file_is_read_from_the_disk(tmp_path: Path) -> None:
    path = tmp_path / "IWM.csv"
    path.write_text(f"{HEADER}\n{FIRST}\n")
    file = read_price_file(path, SPY)
    assert (file.bars.symbol, file.suggested_symbol, file.rows) == ("SPY", "IWM", 1)


@pytest.mark.parametrize(
    ("name", "said"),
    [("none.csv", "none.csv cannot be opened: No such file"), (".", "is not a file"), ("a\0b", "a.b cannot be opened")],
)
def test_a_file_that_cannot_be_opened_is_refused(tmp_path: Path, name: str, said: str) -> None:
    with pytest.raises(BadPrices, match=said):
        read_price_file(tmp_path / name, SPY)


WORDS = """
Date Close Open time Symbol split_coefficient Vol. 2021-12-28 12/28/2021 28.12.2021 20211228 0000-00-00 1640701800
1 0 -1 1e400 1e-320 1e15 1e-15 inf nan null - $5 1.234 1,234 1.234,5 12.5M SPY 4 " \0 ٣
"""
plausible = st.sampled_from([*WORDS.split(), "", "Adj Close", "\u2028", "Dec 28, 2021", "2021-12-28 09:30"])
tables = st.builds(
    lambda rows, delimiter, head: head + "\n".join(delimiter.join(row) for row in rows),
    st.lists(st.lists(plausible, max_size=6), max_size=12),
    st.sampled_from(list(",;\t|")),
    st.sampled_from(["", "Date,Close\n", "sep=;\nDate;Close;Adj Close;Volume\n", "time,close,split_coefficient\n"]),
)


@given(st.binary() | tables.map(str.encode) | tables.map(lambda text: b"\xff\xfe" + text.encode("utf-16-le")))
@example(b"Date,Close\n" + b'2021-12-28,"' + b"1" * 200_000)
@example(b"time,close,adjusted_close\n1640701800,1e-15,1e15\n1640788200,1e15,\n")
@example(b"\xff\xfe\xff")
def test_any_bytes_are_refused_or_accounted_for_row_by_row(content: bytes) -> None:
    try:
        file = read_prices(content, "file.csv", SPY)
    except BadPrices:
        return
    assert file.rows == len(file.bars) + len(file.dropped)
    assert len(file.bars)


FORMS = (
    "%Y-%m-%d",
    "%Y/%m/%d",
    "%Y%m%d",
    "%m/%d/%Y",
    "%d/%m/%Y",
    "%d.%m.%Y",
    "%b %d, %Y",
    "%d %b %Y",
    "%Y-%m-%d 00:00",
)
cents = st.integers(1, 10**8)


@given(
    start=st.dates(date(1990, 1, 1), date(2023, 1, 1)),
    prices=st.lists(st.tuples(cents, cents, cents, cents, cents, st.integers(1, 10**10)), min_size=15, max_size=20),
    form=st.sampled_from(FORMS),
    delimiter=st.sampled_from(",;\t|"),
    marks=st.sampled_from([".", ".,", ".'", ". ", ",", ",.", ", ", ",\u00a0", ",'"]),
    newest_first=st.booleans(),
    end_and_encoding=st.tuples(
        st.sampled_from(["\n", "\r\n", "\r"]), st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"])
    ),
)
def test_bars_written_in_any_notation_are_read_back(
    start: date,
    prices: list,
    form: str,
    delimiter: str,
    marks: str,
    newest_first: bool,
    end_and_encoding: tuple[str, str],
) -> None:
    # 15 days in a row always hold one after the 12th, which tells day from month.
    rows = [(start + timedelta(days=at), *row) for at, row in enumerate(prices)]
    end, encoding = end_and_encoding
    swap = {ord("."): marks[0], ord(","): marks[1:]}
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator=end)
    writer.writerow(["Date", "Open", "High", "Low", "Close", "Adj Close", "Volume"])
    for day, *values, volume in rows[::-1] if newest_first else rows:
        numbers = [f"{value / 100:,.2f}".translate(swap) for value in values]
        writer.writerow([day.strftime(form), *numbers, f"{volume:,}".translate(swap)])
    file = read_prices(text.getvalue().encode(encoding), "SPY.csv", SPY)
    bars = file.bars
    assert (file.rows, len(bars), file.dropped) == (len(rows), len(rows), ())
    assert [as_date(day) for day in bars.sessions] == [row[0] for row in rows]
    columns = (bars.open, bars.high, bars.low, bars.close, bars.adjusted_close)
    for at, column in enumerate(columns, 1):
        assert column.tolist() == [row[at] / 100 for row in rows]
    assert bars.volume.tolist() == [row[6] for row in rows]
