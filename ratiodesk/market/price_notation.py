"""The notations of numbers and dates in a price file, decided by whole columns."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Literal, NamedTuple

from ratiodesk.market.price_column import fold
from ratiodesk.words import mark, tr

Mark = Literal[".", ","]

_NULLS = frozenset({"", "empty", "null", "none", "n/a", "#n/a", "na", "nan", "-", "--", "–", "—"})
_SIGNS = "$€£% \t\u00a0\u2009\u202f"
_SPACES = r"'’ \u00a0\u2009\u202f"
_MAGNITUDES = {"K": 1e3, "M": 1e6, "B": 1e9, "T": 1e12}
# No number or date is longer; what is would only cost time.
_LONGEST_CELL = 40
_COMPACT, _SECONDS, _MILLISECONDS = "YYYYMMDD", mark("Unix seconds"), mark("Unix milliseconds")
# The serial days of spreadsheets are smaller: 10⁸ s is March 1973.
_LEAST_SECONDS, _LEAST_MILLISECONDS = 10**8, 10**11
_SUNDAY, _FRIDAY, _SATURDAY = 6, 4, 5

_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - prices of a day carry no time zone
_TIMED = re.compile(
    r"(?P<day>.+?)(?:(?:T|,?\s+)(?P<time>\d{1,2}:\d\d(?::\d\d(?:[.,]\d+)?)?(?:\s*[AP]M)?)\s*(?:[A-Z]{1,4}|[+-]\d\d:?\d\d)?)?",
    re.ASCII | re.IGNORECASE,
)
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})", re.ASCII)
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})", re.ASCII)
_WHOLE = re.compile(r"-?\d{1,13}", re.ASCII)
_MONTH_FIRST = re.compile(r"(?P<month>[^\W\d]+)\.?[\s-]+(?P<day>[0-9]{1,2})(?:,\s*|[\s-]+)(?P<year>[0-9]{4})")
_MONTH_SECOND = re.compile(r"(?P<day>[0-9]{1,2})\.?[\s-]+(?P<month>[^\W\d]+)\.?,?[\s-]+(?P<year>[0-9]{4})")
# English, German and French.
_MONTHS = (
    ("january", "januar", "janvier"),
    ("february", "februar", "fevrier"),
    ("march", "marz", "mrz", "maerz", "mars"),
    ("april", "avril"),
    ("may", "mai"),
    ("june", "juni", "juin"),
    ("july", "juli", "juillet"),
    ("august", "aout"),
    ("september", "septembre"),
    ("october", "oktober", "octobre"),
    ("november", "novembre"),
    ("december", "dezember", "decembre"),
)


def _number_form(decimal: Mark) -> re.Pattern[str]:
    marks = f"[{'.' if decimal == ',' else ','}{_SPACES}]"
    # Groups of two are Indian: 12,34,567.
    grouped = rf"[1-9]\d{{0,2}}(?P<mark>{marks})(?:\d{{2,3}}(?P=mark))*\d{{3}}"
    return re.compile(
        rf"(?=[+-]?[.,]?\d)[+-]?(?:{grouped}|\d+)?(?:\{decimal}\d*)?(?:[eE][+-]?\d{{1,4}})?",
        re.ASCII,
    )


# Most cells are as plain as this, and their number is had at once.
_PLAIN = re.compile(r"\d{1,20}(?:\.\d{1,18})?", re.ASCII)
# A point before other than three digits separates no groups.
_PLAIN_POINT = re.compile(r"\d{1,20}\.(?:\d{1,2}|\d{4,18})", re.ASCII)
_NUMBER_FORMS: dict[Mark, re.Pattern[str]] = {".": _number_form("."), ",": _number_form(",")}


@dataclass(frozen=True, slots=True)
class NumberNotation:
    """Which mark is the decimal one, and what the user should know about the choice."""

    decimal: Mark
    notes: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        return tr("decimal point") if self.decimal == "." else tr("decimal comma")


@dataclass(frozen=True, slots=True)
class DateColumn:
    """Dates as read, None where a cell is not one, with their times of day as written ("" without one)."""

    days: tuple[date | None, ...]
    times: tuple[str, ...]
    notation: str
    notes: tuple[str, ...] = ()


def is_missing(cell: str) -> bool:
    """Tell whether *cell* is empty or one of the words for nothing."""
    return cell.strip().casefold() in _NULLS


def read_number(cell: str, decimal: Mark) -> float | None:
    """Return the number in *cell*, infinity if it is too large, None if it is not one in this notation.

    >>> read_number("$1,234.50", "."), read_number("1.234,50 €", ","), read_number("1.234,50", ".")
    (1234.5, 1234.5, None)
    >>> read_number("-$5,000.00", "."), read_number("($5,000.00)", ".")
    (-5000.0, -5000.0)
    """
    if _PLAIN.fullmatch(cell) and (decimal == "." or "." not in cell):
        return float(cell)
    bare = cell.strip(_SIGNS).replace("−", "-")
    # Accountants write a negative number in parentheses.
    if bare.startswith("(") and bare.endswith(")"):
        bare = f"-{bare[1:-1].strip(_SIGNS)}"
    elif bare[:1] in ("-", "+"):
        bare = bare[0] + bare[1:].lstrip(_SIGNS)
    if len(bare) > _LONGEST_CELL or not _NUMBER_FORMS[decimal].fullmatch(bare):
        return None
    return float(re.sub(f"[^0-9eE+{decimal}-]", "", bare).replace(",", "."))


def read_volume(cell: str, decimal: Mark) -> float | None:
    """Return the number in *cell*, which may end in K, M, B or T.

    >>> read_volume("1.5M", "."), read_volume("-", ".")
    (1500000.0, None)
    """
    bare, magnitude = _without_magnitude(cell)
    number = read_number(bare, decimal)
    return None if number is None else number * magnitude


def volume_notation(cells: Iterable[str], otherwise: Mark) -> NumberNotation:
    """Decide on the decimal mark of a volume column; *otherwise* if any would do."""
    return number_notation((_without_magnitude(cell)[0] for cell in cells), otherwise=otherwise)


def certain_mark(cells: Iterable[str]) -> Mark | None:
    """Return the decimal mark of the *cells* that fit one only, None if every cell fits both.

    >>> certain_mark(["1,234", "12.5"]), certain_mark(["1,234", "1000"])
    ('.', None)
    """
    votes: Counter[Mark] = Counter()
    for cell in cells:
        if _PLAIN_POINT.fullmatch(cell):
            votes["."] += 1
            continue
        point, comma = read_number(cell, "."), read_number(cell, ",")
        if (point is None) != (comma is None):
            votes["." if comma is None else ","] += 1
    return ("." if votes["."] >= votes[","] else ",") if votes else None


def number_notation(cells: Iterable[str], delimiter: str = ",", otherwise: Mark | None = None) -> NumberNotation:
    """Decide on the decimal mark by all *cells*: by those that fit one only, else by what is likely.

    Parameters
    ----------
    cells
        Numbers as written.
    delimiter
        What separates the cells of a row; a semicolon speaks for decimal commas.
    otherwise
        The mark to take, without a note, if every cell fits both.
    """
    cells = list(cells)
    if (certain := certain_mark(cells)) is not None:
        return NumberNotation(certain)
    unclear: dict[str, str] = {}
    whole: set[bool] = set()
    for cell in cells:
        point, comma = read_number(cell, "."), read_number(cell, ",")
        if point != comma:
            unclear.setdefault("," if "," in cell else ".", cell)
        elif point is not None:
            whole.add(abs(point) >= 1000)
    if otherwise or not unclear:
        return NumberNotation(otherwise or ".")
    decimal: Mark = "."
    # 1,234 beside 999 is a thousand; beside 1000, or between semicolons, it is a little more than one.
    if "." not in unclear and (True in whole or (not whole and delimiter == ";")):
        decimal = ","
    cell = unclear.get(",") or unclear["."]
    read, other = read_number(cell, decimal), read_number(cell, "," if decimal == "." else ".")
    note = tr(
        "“{cell}” is read as {number}; it could also be {other}.",
        cell=cell.strip(),
        number=f"{read:.12g}",
        other=f"{other:.12g}",
    )
    return NumberNotation(decimal, (note,))


def read_dates(cells: Sequence[str]) -> DateColumn:
    """Read a column of dates. Whether day or month comes first is one decision for all of them."""
    parts = [_parts(cell) for cell in cells]
    numeric = [part for part in parts if part and part.separator]
    day_first, notes = _day_first(numeric) if numeric else (False, ())
    counting = _counting([part.first for part in parts if part and part.form == "number"])
    days: list[date | None] = []
    times: list[str] = []
    forms: Counter[str] = Counter()
    for part in parts:
        day, time, form = _moment(part, day_first, counting) if part else (None, "", "")
        days.append(day)
        times.append(time)
        if day:
            forms[form] += 1
    if _opens_the_evening_before(days, times):
        days = [day and day + timedelta(days=1) for day in days]
        notes = (*notes, tr("Bars that open on the evening before count for the next day."))
    return DateColumn(tuple(days), tuple(times), forms.most_common(1)[0][0] if forms else "", notes)


class _Parts(NamedTuple):
    """What a cell says of a date. If *separator* is given, *first* and *second* are day and month in either order."""

    form: str
    year: int
    first: int
    second: int
    separator: str
    time: str


def _parts(cell: str) -> _Parts | None:
    timed = _TIMED.fullmatch(cell.strip()) if len(cell) <= _LONGEST_CELL else None
    if timed is None:
        return None
    text, time = timed["day"], timed["time"] or ""
    if found := _YEAR_FIRST.fullmatch(text):
        form = "YYYY{0}MM{0}DD".format(found[2])
        return _Parts(form, int(found[1]), int(found[3]), int(found[4]), "", time)
    if found := _YEAR_LAST.fullmatch(text):
        return _Parts("", int(found[4]), int(found[1]), int(found[3]), found[2], time)
    if _WHOLE.fullmatch(text):
        return _Parts("number", 0, int(text), 0, "", time)
    return _named(text, time)


def _named(text: str, time: str) -> _Parts | None:
    """Read a date with the name of a month."""
    form, found = mark("Mon D, YYYY"), _MONTH_FIRST.fullmatch(text)
    if found is None:
        form, found = mark("D Mon YYYY"), _MONTH_SECOND.fullmatch(text)
    if found is None:
        return None
    folded = fold(found["month"])
    if len(folded) < 3:
        return None
    months = [at for at, names in enumerate(_MONTHS, 1) if any(full.startswith(folded) for full in names)]
    return _Parts(form, int(found["year"]), months[0], int(found["day"]), "", time) if len(months) == 1 else None


def _moment(part: _Parts, day_first: bool, counting: str) -> tuple[date | None, str, str]:
    if part.form == "number":
        return _counted(part, counting)
    if part.separator:
        form = ("DD{0}MM{0}YYYY" if day_first else "MM{0}DD{0}YYYY").format(part.separator)
        return _ordered(part, day_first), part.time, form
    return _date(part.year, part.first, part.second), part.time, part.form


def _counting(numbers: Sequence[int]) -> str:
    """Return what dates written as whole numbers are, "" if no notation known fits most of them."""
    if 2 * sum(_date(*_digits(number)) is not None for number in numbers) >= len(numbers):
        return _COMPACT
    usual = sorted(abs(number) for number in numbers)[len(numbers) // 2]
    if usual >= _LEAST_MILLISECONDS:
        return _MILLISECONDS
    return _SECONDS if usual >= _LEAST_SECONDS else ""


def _counted(part: _Parts, counting: str) -> tuple[date | None, str, str]:
    if counting == _COMPACT:
        return _date(*_digits(part.first)), part.time, counting
    if not counting:
        return None, "", ""
    try:
        moment = _EPOCH + timedelta(seconds=part.first // (1000 if counting == _MILLISECONDS else 1))
    except OverflowError:
        return None, "", ""
    return moment.date(), moment.time().isoformat(), counting


def _digits(number: int) -> tuple[int, int, int]:
    return number // 10000, number // 100 % 100, number % 100


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _ordered(part: _Parts, day_first: bool) -> date | None:
    return _date(part.year, *((part.second, part.first) if day_first else (part.first, part.second)))


def _day_first(parts: Sequence[_Parts]) -> tuple[bool, tuple[str, ...]]:
    """Return whether the day comes first, with a note if both orders would do."""
    us, other = ([day for part in parts if (day := _ordered(part, order))] for order in (False, True))
    if len(us) != len(other):
        return len(other) > len(us), ()
    separator = Counter(part.separator for part in parts).most_common(1)[0][0]
    # Nobody writes the month first with dots.
    if us == other or separator == ".":
        return separator == ".", ()
    signs, others = _disorder(us), _disorder(other)
    order = "{1}{0}{2}{0}YYYY".format(separator, *(("DD", "MM") if others < signs else ("MM", "DD")))
    if signs == others:
        note = tr("MM{mark}DD and DD{mark}MM both fit; read as {order}.", mark=separator, order=order)
    else:
        note = tr(
            "MM{mark}DD and DD{mark}MM both fit; read as {order}, whose days are weekdays, in order or closer "
            "together.",
            mark=separator,
            order=order,
        )
    return others < signs, (note,)


def _disorder(days: Sequence[date]) -> tuple[int, int]:
    """Return how little *days* look like sessions: weekends and turns of direction, then the span [days]."""
    weekends = sum(day.weekday() >= _SATURDAY for day in days)
    steps = [(later - earlier).days for earlier, later in pairwise(days)]
    turns = min(sum(step > 0 for step in steps), sum(step < 0 for step in steps))
    return weekends + turns, (max(days) - min(days)).days if days else 0


def _opens_the_evening_before(days: Sequence[date | None], times: Sequence[str]) -> bool:
    """Tell the bars of futures and currencies, which are stamped Sunday to Thursday evening."""
    weekdays = {day.weekday() for day in days if day}
    evening = all(time >= "12" and time[1:2].isdigit() for day, time in zip(days, times, strict=True) if day)
    return evening and _SUNDAY in weekdays and not weekdays & {_FRIDAY, _SATURDAY}


def _without_magnitude(cell: str) -> tuple[str, float]:
    bare = cell.strip(_SIGNS)
    magnitude = _MAGNITUDES.get(bare[-1:].upper())
    return (bare[:-1], magnitude) if magnitude else (bare, 1.0)
