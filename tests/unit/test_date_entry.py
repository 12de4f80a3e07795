"""Dates as people type them."""

from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ratiodesk.domain.date_entry import parse_date
from ratiodesk.domain.errors import BadInput

TODAY = date(2021, 12, 28)
# Not strftime, whose names depend on the locale.
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


def spellings(day: date) -> list[str]:
    """Return every way to type a date that can mean no other."""
    year, name = f"{day.year:04}", MONTHS[day.month - 1]
    numbers = [
        day.isoformat(),
        f"{year}/{day.month}/{day.day}",
        f"{day.day}.{day.month}.{year}",
        f"{day.day:02}.{day.month:02}.{year}",
    ]
    names = [
        form
        for month in (name, name[:3], name[:3].lower(), name.upper())
        for form in (
            f"{day.day} {month} {year}",
            f"{day.day:02}-{month}-{year}",
            f"{month} {day.day} {year}",
            f"{month} {day.day}, {year}",
            f"  {day.day}  {month}\t{year} ",
        )
    ]
    slashed = [f"{day.day}/{day.month}/{year}", f"{day.month}/{day.day}/{year}"]
    return [*numbers, *names, *(slashed if day.day > 12 or day.day == day.month else [])]


@given(st.dates())
@example(date.min)
@example(date.max)
@example(date(2020, 2, 29))
def test_every_date_is_read_from_each_of_its_spellings(day: date) -> None:
    assert {typed: parse_date(typed, TODAY) for typed in spellings(day)} == dict.fromkeys(spellings(day), day)


@given(st.dates().map(lambda day: day.replace(day=1)))
def test_a_month_is_its_first_day(first: date) -> None:
    year, name = f"{first.year:04}", MONTHS[first.month - 1]
    for typed in (f"{year}-{first.month:02}", f"{year}/{first.month}", f"{name} {year}", f"{name[:3].lower()}{year}"):
        assert parse_date(typed, TODAY) == first


@given(st.integers(1, 9999))
def test_a_year_is_its_first_day(year: int) -> None:
    assert parse_date(f"{year:04}", TODAY) == date(year, 1, 1)


@given(today=st.dates(min_value=date(9, 1, 1)), day=st.dates(min_value=date(9, 1, 1)))
@example(today=date(1904, 2, 28), day=date(2020, 2, 29))  # 1900 was no leap year: the last one was in 1896
def test_a_day_without_a_year_is_the_latest_not_after_today(today: date, day: date) -> None:
    name = MONTHS[day.month - 1]
    back = (today - timedelta(days=count) for count in range(8 * 366))
    expected = next(each for each in back if (each.month, each.day) == (day.month, day.day))
    assert parse_date(f"{day.day} {name}", today) == expected
    assert parse_date(f"{name[:3]} {day.day}", today) == expected


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("today", TODAY),
        (" TODAY ", TODAY),
        ("28 Dec", TODAY),
        ("29 Dec", date(2020, 12, 29)),
        ("29 feb", date(2020, 2, 29)),
        ("March 21st, 2020", date(2020, 3, 21)),
        ("2nd Sept. 2020", date(2020, 9, 2)),
        ("11mar2021", date(2021, 3, 11)),
        ("11. 3. 2021", date(2021, 3, 11)),
        ("Mar 21", date(2021, 3, 21)),  # a day, never the year 2021
        ("1 Jan 2030", date(2030, 1, 1)),
    ],
)
def test_what_else_people_type(typed: str, meant: date) -> None:
    assert parse_date(typed, TODAY) == meant


@pytest.mark.parametrize(("typed", "year"), [("3/4/2021", "2021"), ("03-04-2021", "2021"), ("3/4/0021", "0021")])
def test_a_date_with_two_readings_is_refused_and_both_are_spelt(typed: str, year: str) -> None:
    with pytest.raises(BadInput) as refused:
        parse_date(typed, TODAY)
    assert str(refused.value) == f"“{typed}” can be read as two dates: type 3 Apr {year} or 4 Mar {year}."


@given(st.dates().filter(lambda day: day.day <= 12 and day.day != day.month))
def test_what_a_refusal_proposes_is_understood(day: date) -> None:
    with pytest.raises(BadInput) as refused:
        parse_date(f"{day.day}/{day.month}/{day.year:04}", TODAY)
    first, second = str(refused.value).removesuffix(".").split(": type ")[1].split(" or ")
    assert parse_date(first, TODAY) == day
    assert parse_date(second, TODAY) == date(day.year, day.day, day.month)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Type a date, such as 2021-03-11, 11 Mar 2021, Mar 2021 or 2021."),
        ("   ", "Type a date, such as 2021-03-11, 11 Mar 2021, Mar 2021 or 2021."),
        ("soon", "“soon” is not a date: type 2021-03-11, 11 Mar 2021, Mar 2021 or 2021."),
        ("x" * 30, f"“{'x' * 24}” is not a date: type 2021-03-11, 11 Mar 2021, Mar 2021 or 2021."),
        ("ma 2021", "“ma 2021” is not a date: type 2021-03-11, 11 Mar 2021, Mar 2021 or 2021."),
        ("11 März 2021", "“11 März 2021” is not a date: type 2021-03-11, 11 Mar 2021, Mar 2021 or 2021."),
        ("Marchy 2021", "“Marchy 2021” is not a date: type 2021-03-11, 11 Mar 2021, Mar 2021 or 2021."),
        ("2021-03/11", "“2021-03/11” is not a date: type 2021-03-11, 11 Mar 2021, Mar 2021 or 2021."),
        ("٢٠٢١", "“٢٠٢١” is not a date: type 2021-03-11, 11 Mar 2021, Mar 2021 or 2021."),
        ("11.3.21", "The year of “11.3.21” is cut short: type all four digits, as in 2021-03-11."),
        ("3/4/21", "The year of “3/4/21” is cut short: type all four digits, as in 2021-03-11."),
        ("11 Mar 21", "The year of “11 Mar 21” is cut short: type all four digits, as in 2021-03-11."),
        ("Mar 11, '21", "The year of “Mar 11, '21” is cut short: type all four digits, as in 2021-03-11."),
        ("30 Feb", "The calendar has no 30 February."),
        ("2021-02-29", "The calendar has no 29 February 2021."),
        ("31.4.2021", "The calendar has no 31 April 2021."),
        ("0 Mar 2021", "The calendar has no 0 March 2021."),
        ("2021-13-01", "The calendar has no month 13: type 2021-03-11 or 11 Mar 2021."),
        ("3.13.2021", "The calendar has no month 13: type 2021-03-11 or 11 Mar 2021."),
        ("29/2/2021", "The calendar has no 29/2/2021, with the day or the month first."),
        ("0000", "The calendar has no year 0."),
    ],
)
def test_a_refusal_is_one_sentence_that_says_what_to_type(typed: str, sentence: str) -> None:
    with pytest.raises(BadInput) as refused:
        parse_date(typed, TODAY)
    assert str(refused.value) == sentence


@given(st.text(st.sampled_from("0123456789-/.,' aMrst’th"), max_size=14) | st.text(max_size=20))
def test_any_text_is_a_date_or_is_refused(typed: str) -> None:
    try:
        found = parse_date(typed, TODAY)
    except BadInput:
        return
    assert parse_date(found.isoformat(), TODAY) == found
