"""Where the table of a price file begins, what its columns are and whose they look like."""

import pytest

from ratiodesk.domain.errors import BadPrices
from ratiodesk.domain.pair import Symbol
from ratiodesk.market.price_column import Column, find_table, fold
from ratiodesk.market.price_file import read_prices

SPY = Symbol("SPY")


@pytest.mark.parametrize(
    "line",
    [
        "Date,Close",
        "DATE;CLOSE",
        '"date"\t"close"',
        " Date | Close* ",
        "Datum;Schlusskurs",
        "Date;Clôture",
        "time,Last",
    ],
)
def test_a_header_is_found_in_any_spelling_and_with_any_delimiter(line: str) -> None:
    table = find_table(line)
    assert table is not None
    assert table.columns == {Column.DATE: 0, Column.CLOSE: 1}


@pytest.mark.parametrize("line", ["", "Date", "Close", "Open,Close", "Date Close", "2021-12-28,11", "x" * 100_000])
def test_a_line_without_date_and_close_is_no_header(line: str) -> None:
    assert find_table(line) is None


def test_the_raw_close_is_preferred_to_the_last_price_and_kept_from_the_adjusted_one() -> None:
    table = find_table("Price,Adj. Close,Date,Last,Close")
    assert table is not None
    assert table.columns == {Column.DATE: 2, Column.CLOSE: 4, Column.ADJUSTED: 1}


def test_a_time_is_the_date_only_where_no_other_column_is() -> None:
    alone, beside = find_table("time,close"), find_table("time,close,date")
    assert alone is not None
    assert beside is not None
    assert alone.columns == {Column.DATE: 0, Column.CLOSE: 1}
    assert beside.columns == {Column.TIME: 0, Column.CLOSE: 1, Column.DATE: 2}


def test_lines_before_the_header_are_no_rows_but_are_counted_as_lines() -> None:
    table = find_table("Prices; of our bank\r\n\r\nsymbol;SPY\r\nDate;Close;\r\n2021-12-28;11;\r\n\r\n;;\r\n")
    assert table is not None
    assert table.header == ("Date", "Close")
    assert [(row.line, row.cells) for row in table.rows] == [(5, ("2021-12-28", "11", ""))]


@pytest.mark.parametrize(("before", "found"), [(29, True), (30, False)])
def test_a_header_is_looked_for_in_thirty_lines(before: int, found: bool) -> None:
    assert (find_table("preamble\n" * before + "Date,Close\n") is not None) is found


@pytest.mark.parametrize("first", ["sep=;", "SEP=;", '"sep=;"', "sep=; "])
def test_a_line_that_names_the_delimiter_is_obeyed(first: str) -> None:
    table = find_table(f"{first}\nDate;Close\n2021-12-28;1,5")
    assert table is not None
    assert (table.delimiter, table.rows[0].line, table.rows[0].cells) == (";", 3, ("2021-12-28", "1,5"))


def test_a_line_that_names_tabs_is_obeyed_too() -> None:
    table = find_table("sep=\t\nDate\tClose\n")
    assert table is not None
    assert table.delimiter == "\t"


def test_quotes_hold_delimiters_and_a_stray_one_spoils_its_line_only() -> None:
    table = find_table('Date,Close\n"Dec 28, 2021","1,234.5"\n"Dec 29, 2021,11\n2021-12-30,12')
    assert table is not None
    assert [row.cells for row in table.rows] == [
        ("Dec 28, 2021", "1,234.5"),
        ("Dec 29, 2021,11",),
        ("2021-12-30", "12"),
    ]


def test_a_field_beyond_the_limit_of_the_csv_module_is_one_cell() -> None:
    line = '"' + "1" * 200_000 + '",2'
    table = find_table(f"Date,Close\n{line}")
    assert table is not None
    assert table.rows[0].cells == (line,)


@pytest.mark.parametrize(
    ("name", "folded"),
    [("Adj Close**", "adjclose"), ("<CLOSE>", "close"), ("4. close", "close"), ("Eröffnung", "eroffnung"), ("终", "")],
)
def test_names_are_compared_without_case_marks_and_accents(name: str, folded: str) -> None:
    assert fold(name) == folded


@pytest.mark.parametrize(
    ("name", "symbol"),
    [
        ("SPY.csv", "SPY"),
        ("spy.us.txt", "SPY"),
        ("spy_us_d.csv", "SPY"),
        ("^spx_d.csv", "^SPX"),
        ("BRK-B (1).csv", "BRK-B"),
        ("daily_adjusted_IBM.csv", "IBM"),
        ("daily_IBM.csv", "IBM"),
        ("BATS_SPY, 1D_4f2c1.csv", "SPY"),
        ("SPY ETF Stock Price History.csv", "SPY"),
        ("aapl Historical Data.csv", "AAPL"),
        ("SPY_2010-2020.csv", "SPY"),
        ("/downloads/IWM.csv", "IWM"),
        (r"C:\downloads\IWM.csv", "IWM"),
        ("HistoricalData_1640701800.csv", ""),
        ("table.csv", ""),
        ("prices (2).csv", ""),
        ("", ""),
        ("\n\0\udcff", ""),
    ],
)
def test_a_symbol_is_told_by_the_name_of_the_file(name: str, symbol: str) -> None:
    assert read_prices(b"Date,Close\n2021-12-28,11", name, SPY).suggested_symbol == symbol


def test_a_symbol_in_the_file_goes_before_its_name() -> None:
    told = read_prices(b"Symbol: QQQ\nDate,Close\n2021-12-28,11", "SPY.csv", SPY)
    column = read_prices(b"Ticker,Date,Close\nGLD.US,2021-12-28,11", "SPY.csv", SPY)
    assert (told.suggested_symbol, column.suggested_symbol) == ("QQQ", "GLD")


@pytest.mark.parametrize(
    "text", ["Date,Open,High,Low,Close,Volume\n12/28/2021 16:00:00,1,1,1,1,1", "Date,Close\n2021-12-28,1"]
)
def test_a_plain_header_with_other_dates_is_nobodys(text: str) -> None:
    assert read_prices(text.encode(), "SPY.csv", SPY).writer == ""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends_of_all_systems_are_read(encoding: str, end: str) -> None:
    text = end.join(["Datum;Eröffnung;Schlusskurs", "28.12.2021;10,5 €;11 €"])
    bars = read_prices(text.encode(encoding), "SPY.csv", SPY).bars
    assert (bars.open.tolist(), bars.close.tolist()) == ([10.5], [11])


def test_nul_characters_are_left_out_with_a_note() -> None:
    # UTF-16 without its mark has one after every letter.
    file = read_prices("Date,Close\n2021-12-28,11\n".encode("utf-16-le"), "SPY.csv", SPY)
    assert file.bars.close.tolist() == [11]
    assert file.notes[0] == "NUL characters were left out."


def test_a_page_of_a_web_site_is_refused() -> None:
    with pytest.raises(BadPrices, match="no line of column names"):
        read_prices(b"<!DOCTYPE html><html><body>404, not found</body></html>", "SPY.csv", SPY)
