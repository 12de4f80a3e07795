"""Numbers and dates as files write them: each column is one decision."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratiodesk.market.price_notation import (
    Mark,
    certain_mark,
    is_missing,
    number_notation,
    read_dates,
    read_number,
    read_volume,
    volume_notation,
)

DAY = date(2021, 12, 28)


@pytest.mark.parametrize(
    ("cell", "decimal", "number"),
    [
        ("1234.56", ".", 1234.56),
        ("1,234.56", ".", 1234.56),
        ("1,234,567", ".", 1234567.0),
        ("12,34,567.5", ".", 1234567.5),
        ("1'234.56", ".", 1234.56),
        ("1’234.56", ".", 1234.56),
        ("1.234,56", ",", 1234.56),
        ("1 234,56", ",", 1234.56),
        ("1\u00a0234,56", ",", 1234.56),
        ("1\u202f234,56 €", ",", 1234.56),
        ("$476.87", ".", 476.87),
        ("£ 3.5", ".", 3.5),
        ("-1.25%", ".", -1.25),
        ("−2", ".", -2.0),
        ("-$5,000.00", ".", -5000.0),
        ("- 5.000,00 €", ",", -5000.0),
        ("+€ 5", ".", 5.0),
        ("($5,000.00)", ".", -5000.0),
        ("$(5)", ".", -5.0),
        (".5", ".", 0.5),
        ("5.", ".", 5.0),
        ("1e3", ".", 1000.0),
        ("1e400", ".", float("inf")),
    ],
)
def test_a_number_is_read_in_its_notation(cell: str, decimal: str, number: float) -> None:
    assert read_number(cell, decimal) == number


@pytest.mark.parametrize(
    "cell",
    [
        "",
        "-",
        ".",
        "abc",
        "nan",
        "inf",
        "1.234,56",
        "12 34",
        "1,23",
        "0,123",
        "1,234'567",
        "1.2.3",
        "--1",
        "$-",
        "-$-1",
        "(-1)",
        "()",
    ],
)
def test_what_is_no_number_with_a_decimal_point_is_none(cell: str) -> None:
    assert read_number(cell, ".") is None


@pytest.mark.parametrize("cell", ["١٢٣", "１２３", "1²", "9" * 41, "9" * 200_000])
def test_foreign_digits_and_endless_numbers_are_none(cell: str) -> None:
    assert read_number(cell, ".") is None


@pytest.mark.parametrize("cell", ["", " ", "null", "NULL", "N/A", "NaN", "-", "–", "empty", "None"])
def test_words_for_nothing_are_missing_values(cell: str) -> None:
    assert is_missing(cell)


@pytest.mark.parametrize("cell", ["0", "inf", "abc", "."])
def test_other_words_are_not_missing_values(cell: str) -> None:
    assert not is_missing(cell)


@pytest.mark.parametrize(
    ("cells", "decimal"),
    [
        (["1,234", "12.5"], "."),
        (["1,234", "1,5"], ","),
        (["1.234", "1,5"], ","),
        (["1,234", "1,234,567"], "."),
        (["1.234", "1.234.567"], ","),
        (["1,5", "12.5", "13.5"], "."),
        (["0,123", "1,234"], ","),
        (["1 234", "5"], "."),
        ([], "."),
    ],
)
def test_the_decimal_mark_is_the_one_that_most_cells_need(cells: list[str], decimal: str) -> None:
    notation = number_notation(cells)
    assert (notation.decimal, notation.notes) == (decimal, ())


@pytest.mark.parametrize(
    ("cells", "delimiter", "decimal", "read", "other"),
    [
        (["1,234", "999"], ",", ".", "1234", "1.234"),
        (["1,234", "1000"], ",", ",", "1.234", "1234"),
        (["1,234"], ",", ".", "1234", "1.234"),
        (["1,234"], ";", ",", "1.234", "1234"),
        (["1,234", "999"], ";", ".", "1234", "1.234"),
        (["1.234"], ";", ".", "1.234", "1234"),
    ],
)
def test_a_column_that_fits_both_notations_is_decided_with_a_note(
    cells: list[str], delimiter: str, decimal: str, read: str, other: str
) -> None:
    notation = number_notation(cells, delimiter)
    assert notation.decimal == decimal
    assert notation.notes == (f"“{cells[0]}” is read as {read}; it could also be {other}.",)


@pytest.mark.parametrize(
    ("cell", "volume"), [("12.34M", 12_340_000.0), ("1.5B", 1.5e9), ("450k", 450_000.0), ("1,234", 1234.0), ("-", None)]
)
def test_a_volume_may_end_in_its_magnitude(cell: str, volume: float | None) -> None:
    assert read_volume(cell, ".") == volume


@pytest.mark.parametrize(
    ("cells", "otherwise", "decimal"),
    [(["12,34M"], ".", ","), (["1.234"], ",", ","), (["1.234"], ".", "."), (["12.34M"], ",", ".")],
)
def test_volumes_have_a_notation_of_their_own_only_if_they_need_it(
    cells: list[str], otherwise: str, decimal: str
) -> None:
    assert volume_notation(cells, otherwise).decimal == decimal


@given(st.floats(1e-4, 1e9), st.sampled_from([",", ".", "'", " ", "\u00a0", ""]), st.sampled_from([".", ","]))
def test_a_number_is_read_as_it_was_written(number: float, thousands: str, decimal: str) -> None:
    if thousands == decimal:
        thousands = ""
    cell = f"{number:,.4f}".translate({ord(","): thousands, ord("."): decimal})
    assert read_number(cell, decimal) == round(number, 4)


@pytest.mark.parametrize(
    ("cell", "notation"),
    [
        ("2021-12-28", "YYYY-MM-DD"),
        ("2021/12/28", "YYYY/MM/DD"),
        ("20211228", "YYYYMMDD"),
        ("12/28/2021", "MM/DD/YYYY"),
        ("28/12/2021", "DD/MM/YYYY"),
        ("28.12.2021", "DD.MM.YYYY"),
        ("28-12-2021", "DD-MM-YYYY"),
        ("Dec 28, 2021", "Mon D, YYYY"),
        ("December 28, 2021", "Mon D, YYYY"),
        ("28 Dec 2021", "D Mon YYYY"),
        ("28-Dec-2021", "D Mon YYYY"),
        ("28. Dezember 2021", "D Mon YYYY"),
        ("28 déc. 2021", "D Mon YYYY"),
        ("2021-12-28T14:30:00Z", "YYYY-MM-DD"),
        ("2021-12-28T09:30:00-05:00", "YYYY-MM-DD"),
        ("2021-12-28 00:00:00+01:00", "YYYY-MM-DD"),
        ("12/28/2021 16:00:00", "MM/DD/YYYY"),
        ("12/28/2021 4:00 PM", "MM/DD/YYYY"),
        ("1640701800", "Unix seconds"),  # 14:30 UTC
        ("1640701800000", "Unix milliseconds"),
    ],
)
def test_a_date_is_read_in_its_notation(cell: str, notation: str) -> None:
    column = read_dates([cell])
    assert (column.days, column.notation, column.notes) == ((DAY,), notation, ())


@pytest.mark.parametrize(
    "cell",
    [
        "",
        "0000-00-00",
        "2021-02-29",
        "13/45/2020",
        "12/28/21",
        "44558",  # what a spreadsheet calls 2021-12-28
        "99999999999999",
        "-0",
        "Foo 28, 2021",
        "Ju 1, 2021",
        "2021-12",
        "2021-12-28T14",
        "２０２１-12-28",
        "١٢/٢٨/٢٠٢١",
        "Dec ٢٨, 2021",
        "Date",
        "1" * 200_000,
    ],
)
def test_what_is_no_date_is_none(cell: str) -> None:
    assert read_dates([cell]).days == (None,)


def test_a_month_that_could_be_two_is_no_date() -> None:
    assert read_dates(["1 jui 2021", "1 juin 2021", "1 juil. 2021"]).days == (None, date(2021, 6, 1), date(2021, 7, 1))


@pytest.mark.parametrize("year", [1, 9999])
def test_the_ends_of_the_calendar_are_dates(year: int) -> None:
    assert read_dates([f"{year:04}-12-31"]).days == (date(year, 12, 31),)


def test_one_row_that_forces_an_order_decides_for_all() -> None:
    assert read_dates(["01/02/2022", "13/01/2022"]).days == (date(2022, 2, 1), date(2022, 1, 13))
    assert read_dates(["01/02/2022", "01/13/2022"]).days == (date(2022, 1, 2), date(2022, 1, 13))


def test_where_rows_force_both_orders_the_most_win_and_the_others_are_no_dates() -> None:
    assert read_dates(["13/01/2022", "01/13/2022", "01/14/2022"]).days == (
        None,
        date(2022, 1, 13),
        date(2022, 1, 14),
    )


def test_an_order_that_makes_weekdays_wins_with_a_note() -> None:
    # 3, 4 and 5 January 2022 are Monday to Wednesday; 1 May 2022 is a Sunday.
    column = read_dates(["03/01/2022", "04/01/2022", "05/01/2022"])
    assert column.days == (date(2022, 1, 3), date(2022, 1, 4), date(2022, 1, 5))
    assert column.notes == (
        "MM/DD and DD/MM both fit; read as DD/MM/YYYY, whose days are weekdays, in order or closer together.",
    )


def test_days_that_lie_closer_together_win() -> None:
    # Weekdays and in order both ways: 3 and 4 January, or 1 March and 1 April 2022.
    assert read_dates(["03/01/2022", "04/01/2022"]).days == (date(2022, 1, 3), date(2022, 1, 4))
    assert read_dates(["01/03/2022", "01/04/2022"]).days == (date(2022, 1, 3), date(2022, 1, 4))


def test_without_any_sign_the_month_comes_first_with_a_note() -> None:
    # 4 March and 3 April 2025 are a Tuesday and a Thursday.
    column = read_dates(["03/04/2025"])
    assert (column.days, column.notation) == ((date(2025, 3, 4),), "MM/DD/YYYY")
    assert column.notes == ("MM/DD and DD/MM both fit; read as MM/DD/YYYY.",)


def test_dots_put_the_day_first() -> None:
    column = read_dates(["03.04.2025"])
    assert (column.days, column.notation, column.notes) == ((date(2025, 4, 3),), "DD.MM.YYYY", ())


def test_dates_that_are_the_same_both_ways_need_no_note() -> None:
    assert read_dates(["03/03/2022", "04/04/2022"]).notes == ()


def test_bars_stamped_on_the_evening_before_count_for_the_next_day() -> None:
    # Sunday 26 December 2021, 23:00 UTC, to Thursday: the sessions of Monday to Friday.
    column = read_dates([str(1640559600 + 86400 * day) for day in range(5)])
    assert column.days == tuple(date(2021, 12, 27) + timedelta(days=day) for day in range(5))
    assert column.notes == ("Bars that open on the evening before count for the next day.",)


def test_bars_stamped_in_the_evening_of_their_own_day_keep_it() -> None:
    # Monday to Friday at the close, as spreadsheets get them.
    days = [date(2021, 12, 27) + timedelta(days=day) for day in range(5)]
    column = read_dates([f"{day:%m/%d/%Y} 16:00:00" for day in days])
    assert (column.days, column.notes) == (tuple(days), ())
    assert column.times == ("16:00:00",) * 5


def test_seconds_of_the_sixties_are_read_beside_later_ones() -> None:
    # 86,400 s are a day; alone they could as well be a count of something else.
    days = date(1970, 1, 2), DAY, date(1969, 12, 31), date(2021, 12, 29)
    assert read_dates(["86400", "1640701800", "-86400", "1640788200", "1640788200"]).days == (*days, days[-1])
    assert read_dates(["86400"]).days == (None,)


def test_seconds_beyond_the_calendar_are_no_date() -> None:
    assert read_dates(["1640701800", "9999999999999", "1640701800"]).days == (DAY, None, DAY)


@given(st.lists(st.text(max_size=30)))
def test_any_cells_are_dates_or_none_of_the_same_count(cells: list[str]) -> None:
    column = read_dates(cells)
    assert len(column.days) == len(column.times) == len(cells)


@given(st.text())
def test_any_cell_is_a_number_or_none(cell: str) -> None:
    for decimal in (".", ","):
        number = read_number(cell, decimal)
        assert number is None or isinstance(number, float)
    volume_notation([cell], number_notation([cell]).decimal)


@given(st.from_regex(r"[0-9]{1,21}(\.[0-9]{0,19})?", fullmatch=True), st.sampled_from([".", ","]))
def test_a_plain_number_is_read_as_it_is_behind_a_sign_of_money(cell: str, decimal: Mark) -> None:
    assert read_number(cell, decimal) == read_number(f"$ {cell}", decimal)


@given(st.from_regex(r"[0-9]{1,21}(\.[0-9]{0,19})?", fullmatch=True))
def test_a_plain_number_votes_as_it_is_read(cell: str) -> None:
    point, comma = (read_number(f"$ {cell}", mark) is not None for mark in (".", ","))
    assert certain_mark([cell]) == (None if point is comma else "." if point else ",")
