"""A date as a person types it."""

import re
from datetime import date

from ratiodesk.domain.errors import BadInput
from ratiodesk.words import mark, tr

_MONTHS = (
    mark("January"),
    mark("February"),
    mark("March"),
    mark("April"),
    mark("May"),
    mark("June"),
    mark("July"),
    mark("August"),
    mark("September"),
    mark("October"),
    mark("November"),
    mark("December"),
)
_TH = "(?:st|nd|rd|th)?"
# Digits are spelt out, as \d would take those of every script.
_DAY, _YEAR = rf"(?P<day>[0-9]{{1,2}}){_TH}", "(?P<year>[0-9]{4})"
_NUMBER, _NAME = "(?P<month>[0-9]{1,2})", r"(?P<name>[^\W\d_]+)\.?"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        _YEAR,
        rf"{_YEAR}(?P<mark>[-/.]){_NUMBER}(?:(?P=mark)(?P<day>[0-9]{{1,2}}))?",
        rf"(?P<day>[0-9]{{1,2}})\.\s*{_NUMBER}\.\s*{_YEAR}",
        rf"{_DAY}\.?[\s-]*{_NAME}(?:,?[\s-]*{_YEAR})?",
        rf"{_NAME}[\s-]*{_DAY}(?:(?:,|[\s-])[\s-]*{_YEAR})?",
        rf"{_NAME},?[\s-]*{_YEAR}",
    )
)
_EITHER_ORDER = re.compile(r"([0-9]{1,2})([-/])([0-9]{1,2})\2([0-9]{4})")
_SHORT_YEAR = re.compile(
    rf"[0-9]{{1,2}}([-/.])[0-9]{{1,2}}\1[0-9]{{1,2}}"
    rf"|(?:[0-9]{{1,2}}{_TH}\.?[\s-]*[^\W\d_]+\.?|[^\W\d_]+\.?[\s-]*[0-9]{{1,2}}{_TH})(?:,|[\s-])[\s-]*['’]?[0-9]{{2}}",
    re.IGNORECASE,
)
# The longest wait for a 29 February: the years divisible by 100 but not by 400 have none.
_LEAP_GAP = 8


def parse_date(text: str, today: date) -> date:
    """Return the date that *text* means.

    Parameters
    ----------
    text
        ``2021-03-11``, ``2021/3/11``, ``11.3.2021`` (day first), ``11 Mar 2021``, ``Mar 11, 2021``; ``2021-03`` or
        ``Mar 2021`` for the first of the month, ``2021`` for 1 January; ``11 Mar`` for the latest one not after
        *today*; ``today``. Months are English, in any case, cut short to three letters or more. ``25/12/2021`` has
        one reading and is taken; ``3/4/2021`` has two and is refused.
    today
        What ``today`` means. Dates after it are admitted, where the year is typed.

    Raises
    ------
    BadInput
        If the text is no date, is a day that the calendar does not have, can be read as two dates, or has a year of
        two digits.

    Examples
    --------
    >>> str(parse_date("11 Mar 2021", today=date(2021, 12, 28)))
    '2021-03-11'
    >>> str(parse_date("30 Dec", today=date(2021, 12, 28)))  # that of 2021 is still to come
    '2020-12-30'
    """
    typed = " ".join(text.split())
    if typed.casefold() == "today":
        return today
    if found := _EITHER_ORDER.fullmatch(typed):
        return _in_either_order(typed, int(found[1]), int(found[3]), int(found[4]))
    found = next((match for form in _FORMS if (match := form.fullmatch(typed))), None)
    if found is None:
        if _SHORT_YEAR.fullmatch(typed):
            sentence = tr("The year of “{date}” is cut short: type all four digits, as in 2021-03-11.", date=typed[:24])
            raise BadInput(sentence)
        raise _no_date(typed)
    part = found.groupdict()
    month = _month_named(part["name"], typed) if part.get("name") else int(part.get("month") or 1)
    day = int(part.get("day") or 1)
    if part["year"] is None:
        return _latest(day, month, today)
    return _date(int(part["year"]), month, day)


def _in_either_order(typed: str, first: int, second: int, year: int) -> date:
    """Return the one date of two numbers of which either may be the month."""
    readings: list[date] = []
    for month, day in ((second, first), (first, second)):
        try:
            reading = date(year, month, day)
        except ValueError:
            continue
        if reading not in readings:
            readings.append(reading)
    if not readings:
        raise BadInput(tr("The calendar has no {date}, with the day or the month first.", date=typed))
    if len(readings) == 2:
        # In English, as it is read.
        one, other = (f"{day.day} {_MONTHS[day.month - 1][:3]} {day.year:04}" for day in readings)
        sentence = tr("“{date}” can be read as two dates: type {first} or {other}.", date=typed, first=one, other=other)
        raise BadInput(sentence)
    return readings[0]


def _month_named(name: str, typed: str) -> int:
    start = name.casefold()
    for number, month in enumerate(_MONTHS, 1):
        if len(start) >= 3 and month.casefold().startswith(start):
            return number
    raise _no_date(typed)


def _latest(day: int, month: int, today: date) -> date:
    """Return the latest such day that is not after *today*."""
    for year in range(today.year, max(today.year - _LEAP_GAP, 1) - 1, -1):
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found <= today:
            return found
    raise BadInput(tr("The calendar has no {day} {month}.", day=day, month=tr(_MONTHS[month - 1])))


def _date(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        if year < 1:
            raise BadInput(tr("The calendar has no year 0.")) from None
        if not 1 <= month <= 12:
            sentence = tr("The calendar has no month {month}: type 2021-03-11 or 11 Mar 2021.", month=month)
            raise BadInput(sentence) from None
        sentence = tr("The calendar has no {day} {month} {year}.", day=day, month=tr(_MONTHS[month - 1]), year=year)
        raise BadInput(sentence) from None


def _no_date(typed: str) -> BadInput:
    if not typed:
        return BadInput(tr("Type a date, such as 2021-03-11, 11 Mar 2021, Mar 2021 or 2021."))
    sentence = tr("“{text}” is not a date: type 2021-03-11, 11 Mar 2021, Mar 2021 or 2021.", text=typed[:24])
    return BadInput(sentence)
