"""Numbers and dates as the system's locale writes them: for the window; files and printouts keep the plain ones."""

import re
import unicodedata
from datetime import date
from functools import lru_cache

from PySide6.QtCore import QDate, QLocale, Qt

from ratiodesk.domain.errors import BadInput
from ratiodesk.words import tr

# What stands in quotes was typed by somebody, and ends of versions and addresses are no decimals.
_NUMBER = re.compile(
    r"“[^”]*”|(?<![\w.,/:])(?P<whole>\d{1,3}(?:,\d{3})+|\d+)(?P<part>\.\d+)?(?:e-?\d+)?(?![\w/]|[.,:]\d|\.\w)"
)
_ONE_COMMA = re.compile(r"[+-]?\d*,\d+")
_EITHER = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}")
_SPACES = " \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}'’"
_MONTH_COUNT = 12
_ENGLISH = QLocale(QLocale.Language.C)
# Decimal point and mark of thousands of Arabic, Persian and Kurdish, as keyboards for them have them.
_ARABIC_MARKS = str.maketrans("٫٬", ".,")


def local(text: str) -> str:
    """Return a number, or a sentence with numbers, in the notation of the locale.

    >>> QLocale.setDefault(QLocale("de_DE"))
    >>> local("10,024.5"), local("Ratio 2.130 of 1,250 sessions, version 1.2.3"), local("“2.13” is no number")
    ('10.024,5', 'Ratio 2,130 of 1.250 sessions, version 1.2.3', '“2.13” is no number')
    >>> QLocale.setDefault(QLocale.c())
    >>> local("10,024.5")
    '10,024.5'
    """
    point, group = _marks()
    if (point, group) == (".", ","):
        return text

    def written(found: re.Match[str]) -> str:
        whole, part = found["whole"], found["part"] or ""
        if whole is None:
            return found[0]
        rest = found[0][len(whole) + len(part) :]
        return whole.replace(",", group) + part.replace(".", point) + rest

    return _NUMBER.sub(written, text)


def plain_notation(typed: str, *, grouped: bool) -> str:
    """Return a number in the plain notation, whether it was typed in that or in the locale's.

    Parameters
    ----------
    grouped
        Whether thousands may be set apart. A ratio or a percentage has none: either mark is its decimal point.

    Raises
    ------
    BadInput
        If it has two readings.

    >>> QLocale.setDefault(QLocale("de_DE"))
    >>> [plain_notation(typed, grouped=True) for typed in ("100.000", "1.234,5", "2,5", "1,234.5", "2.5")]
    ['100000', '1234.5', '2.5', '1,234.5', '2.5']
    >>> plain_notation("2,135", grouped=False), plain_notation("2.135", grouped=False)
    ('2.135', '2.135')
    >>> QLocale.setDefault(QLocale.c())
    >>> plain_notation("٢٫١٣٥", grouped=False)
    '2.135'
    """
    typed = "".join(map(_plain_digit, typed)).translate(_ARABIC_MARKS)
    point, group = _marks()
    if (point, group) == (".", ","):
        return typed
    bare = re.sub(rf"(?<=\d)[{_SPACES}](?=\d{{3}})", "", typed) if group in _SPACES else typed
    if point == ".":
        return bare
    if grouped and re.fullmatch(rf"[+-]?\d{{1,3}}({re.escape(group)}\d{{3}})+({re.escape(point)}\d*)?", bare):
        return bare.replace(group, "").replace(point, ".")
    if point == "," and _ONE_COMMA.fullmatch(bare):
        if grouped and _EITHER.fullmatch(bare):
            whole, _, part = bare.partition(",")
            raise BadInput(
                tr(
                    "“{typed}” can be read as two numbers: type {whole} or {fraction}.",
                    typed=bare,
                    whole=f"{whole}{part}",
                    fraction=f"{bare}0",
                )
            )
        return bare.replace(",", ".")
    return bare


def local_day(day: date) -> str:
    """Return a date with its month in letters.

    >>> local_day(date(2021, 3, 11))
    '11 Mar 2021'
    """
    locale = _written()
    return _dated(day, _day_form(locale.dateFormat(QLocale.FormatType.LongFormat)), locale.name())


def local_day_of_year(day: date) -> str:
    """Return a date without its year.

    >>> local_day_of_year(date(2021, 3, 11))
    '11 Mar'
    """
    locale = _written()
    form = _day_form(locale.dateFormat(QLocale.FormatType.LongFormat))
    return _dated(day, _without_year(form), locale.name())


def local_month(month: int) -> str:
    """Return the short name of a month, from 1 to 12."""
    locale = _written()
    name = locale.standaloneMonthName(month, QLocale.FormatType.ShortFormat)
    return name or locale.monthName(month, QLocale.FormatType.ShortFormat)


def plain_date(typed: str) -> str:
    """Return a date with its month in English, whether it was typed in that or in the locale's language.

    >>> QLocale.setDefault(QLocale("fr_FR"))
    >>> plain_date("28 févr. 2021"), plain_date("3 Mar 2021"), plain_date("2021-12-28")
    ('28 February 2021', '3 Mar 2021', '2021-12-28')
    >>> QLocale.setDefault(QLocale.c())
    """
    return re.sub(r"[^\W\d_]{3,}\.?", lambda found: _english_month(found[0]), typed)


def _english_month(word: str) -> str:
    start = word.rstrip(".").casefold()
    if any(_month(_ENGLISH, month).startswith(start) for month in range(1, _MONTH_COUNT + 1)):
        return word
    fitting = [month for month in range(1, _MONTH_COUNT + 1) if _month(QLocale(), month).startswith(start)]
    return _ENGLISH.monthName(fitting[0]) if len(fitting) == 1 else word


def _month(locale: QLocale, month: int) -> str:
    return locale.monthName(month, QLocale.FormatType.LongFormat).casefold()


def _marks() -> tuple[str, str]:
    """Return decimal point and mark of thousands of the locale: a user may have chosen others than its country's."""
    locale = _written()
    return locale.decimalPoint(), locale.groupSeparator()


def _written() -> QLocale:
    """Return the locale in which numbers and days are written.

    Digits of another script and letters from right to left would change places with the numbers around them in a
    sentence in English: there it is English.
    """
    locale = QLocale()
    return locale if _fits(locale.name()) else _ENGLISH


@lru_cache(maxsize=8)
def _fits(name: str) -> bool:
    locale = QLocale(name)
    return locale.zeroDigit() == "0" and locale.textDirection() is Qt.LayoutDirection.LeftToRight


def _plain_digit(letter: str) -> str:
    return str(unicodedata.decimal(letter)) if letter.isdecimal() else letter


@lru_cache(maxsize=8)
def _day_form(long_form: str) -> str:
    """Return the form of a date without the day of the week, its month cut short."""
    form = re.sub(r"^dddd[,\s]*|[,\s]*dddd$", "", long_form)
    return form.replace("MMMM", "MMM") if "ddd" not in form and "d" in form else "d MMM yyyy"


@lru_cache(maxsize=8)
def _without_year(form: str) -> str:
    return re.sub(r"^y+[^\sM]*\s*|[,\s]*('[^']*'\s*)?y+\S*('[^']*')?$", "", form)


@lru_cache(maxsize=1024)  # A chart asks for the same days in frame after frame.
def _dated(day: date, form: str, _locale: str) -> str:
    return _written().toString(QDate(day.year, day.month, day.day), form)
