"""Numbers as the window writes them, by the locale, and as users type them, by that or plainly."""

import math
import re

from ratiodesk.domain.errors import BadInput
from ratiodesk.domain.ratio import format_level, format_ratio
from ratiodesk.domain.wording import MINUS, with_minus
from ratiodesk.local_text import local, plain_notation
from ratiodesk.words import tr

_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?")
_PLAIN = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.IGNORECASE)
_CURRENCY = re.compile(r"^([+-]?)\s*(?:[$€£¥]|[A-Z]{3}\s)\s*")
_SIGNS = {"": "", "USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥"}
_SUFFIXES = {"k": 1e3, "m": 1e6}


def parse_money(text: str) -> float:
    """Read an amount such as ``$100,000``, ``CHF 100000`` or ``100k``.

    >>> parse_money("$100,000"), parse_money("CHF 5"), parse_money("250k")
    (100000.0, 5.0, 250000.0)

    Raises
    ------
    BadInput
        If it is not a number.
    """
    bare = _CURRENCY.sub(r"\1", text.strip().replace(MINUS, "-"))
    bare = re.sub(r"[ \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]", "", bare)
    factor = _SUFFIXES.get(bare[-1:].lower(), 1.0)
    bare = plain_notation(bare[:-1] if factor > 1 else bare, grouped=True)
    return _number(bare, text, tr("an amount such as 100,000"), factor)


def named_currency(text: str) -> str:
    """Return the currency that an amount begins with, empty if it names none.

    >>> named_currency("€500"), named_currency("CHF 5"), named_currency("5")
    ('EUR', 'CHF', '')
    """
    found = _CURRENCY.match(text.strip())
    sign = found[0].lstrip("+-").strip() if found else ""
    return next((code for code, shown in _SIGNS.items() if shown == sign), sign) if sign else ""


def parse_percent(text: str) -> float:
    """Read a percentage such as ``1``, ``1 %`` or ``0.5%`` as a fraction.

    >>> parse_percent("1 %"), parse_percent("0.5")
    (0.01, 0.005)

    Raises
    ------
    BadInput
        If it is not a number.
    """
    bare = text.split("·", maxsplit=1)[0].replace("%", "").replace(MINUS, "-").strip()
    return round(_number(plain_notation(bare, grouped=False), text, tr("a percentage such as 1 %")) / 100, 12)


def parse_number(text: str, example: str) -> float:
    """Read a plain number such as ``1,250`` or ``2.5``.

    >>> parse_number("1,250", "a number such as 5")
    1250.0

    Raises
    ------
    BadInput
        If it is not a number; the sentence gives the *example*.
    """
    return _number(plain_notation(text.strip().replace(MINUS, "-"), grouped=True), text, example)


def _number(bare: str, typed: str, example: str, factor: float = 1.0) -> float:
    value = math.nan
    if _GROUPED.fullmatch(bare):
        value = float(bare.replace(",", "")) * factor
    elif _PLAIN.fullmatch(bare):
        value = float(bare) * factor
    if not math.isfinite(value):
        raise BadInput(tr("“{typed}” is not a number: type {example}.", typed=typed.strip()[:24], example=example))
    return value


def ratio_text(ratio: float) -> str:
    """Return a ratio as the desk shows it.

    >>> ratio_text(2.140830527)
    '2.141'
    """
    return local(format_ratio(ratio))


def level_text(ratio: float) -> str:
    """Return a level with every decimal the user gave it.

    >>> level_text(2.1345)
    '2.1345'
    """
    return local(format_level(ratio))


def money(value: float, currency: str = "USD") -> str:
    """Return an amount without cents; a currency without a sign of its own is named.

    >>> money(10023.75), money(-978.44), money(5, "EUR"), money(5, "CHF")
    ('$10,024', '−$978', '€5', 'CHF 5')
    """
    amount = round(value)
    sign = _SIGNS.get(currency, f"{currency} ")
    return local(f"{MINUS if amount < 0 else ''}{sign}{abs(amount):,}")


def plain_money(value: float) -> str:
    """Return an amount as one would type it, with cents where there are some.

    >>> plain_money(60000.0), plain_money(0.5)
    ('60,000', '0.50')
    """
    return local(with_minus(f"{value:,.2f}".removesuffix(".00")))


def precise_money(value: float, currency: str = "USD") -> str:
    """Return an amount with all the decimals it has, at most six, or twelve below one.

    >>> precise_money(0.005), precise_money(1.5), precise_money(0.0), precise_money(1e-9)
    ('$0.005', '$1.50', '$0', '$0.000000001')
    """
    shown = plain_money(value) if round(value, 2) == value else local(_decimals(value, 6 if abs(value) >= 1 else 12))
    return f"{_SIGNS.get(currency, f'{currency} ')}{shown}"


def plain_percent(fraction: float) -> str:
    """Return a fraction as one would type it as a percentage, with the decimals it has and without an exponent.

    >>> plain_percent(0.01), plain_percent(0.0025), plain_percent(1e-11)
    ('1 %', '0.25 %', '0.000000001 %')
    """
    return local(f"{_decimals(fraction * 100, 10)} %")


def counted_shares(shares: float) -> str:
    """Return a number of shares, with decimals only where they are traded.

    >>> counted_shares(1045), counted_shares(45.948), counted_shares(45.0)
    ('1,045', '45.948', '45')
    """
    return local(f"{shares:,.4f}".rstrip("0").rstrip("."))


def brief(value: float) -> str:
    """Return a gain or loss in the room of four digits.

    >>> brief(-978.44), brief(-9_876.0), brief(12_345.6), brief(123_456.0), brief(2.5e6), brief(0.3)
    ('−978', '−9,876', '+12.3k', '+123k', '+2.5m', '0')
    """
    for least, whole_from, unit, suffix in (
        (999.5e6, 9.95e9, 1e9, "bn"), (999.5e3, 9.95e6, 1e6, "m"), (9_999.5, 99.95e3, 1e3, "k"),
    ):  # fmt: skip
        if abs(value) >= least:
            return f"{signed(value / unit, 0 if abs(value) >= whole_from else 1)}{suffix}"
    return signed(value, 0)


def signed_money(value: float, currency: str = "USD") -> str:
    """Return a gain or loss without cents.

    >>> signed_money(892.66)
    '+$893'
    """
    return ("+" if round(value) > 0 else "") + money(value, currency)


def percent(fraction: float, decimals: int = 1) -> str:
    """Return a fraction as a percentage.

    >>> percent(0.1)
    '10.0 %'
    """
    return f"{_minus(fraction * 100, decimals)} %"


def signed_percent(fraction: float, decimals: int = 1) -> str:
    """Return a relative change.

    >>> signed_percent(0.0977), signed_percent(-0.0891)
    ('+9.8 %', '−8.9 %')
    """
    return ("+" if round(fraction * 100, decimals) > 0 else "") + percent(fraction, decimals)


def signed(value: float, decimals: int) -> str:
    """Return a number with its sign.

    >>> signed(1.927, 1)
    '+1.9'
    """
    return ("+" if round(value, decimals) > 0 else "") + _minus(value, decimals)


def _decimals(value: float, most: int) -> str:
    """Return a number without an exponent, unless it is too small for so many decimals."""
    shown = f"{value:,.{most}f}".rstrip("0").rstrip(".")
    return f"{value:.3g}" if value and not float(shown.replace(",", "")) else shown


def _minus(value: float, decimals: int) -> str:
    rounded = round(value, decimals) + 0.0  # Adding zero turns a negative zero into a plain one.
    return local(with_minus(f"{rounded:,.{decimals}f}"))
