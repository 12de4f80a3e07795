"""Tables as CSV that opens in a spreadsheet as what it says, and as nothing else."""

import csv
import io
import math
from collections.abc import Iterable, Sequence
from decimal import Decimal

Cell = str | int | float | None

# What makes a formula of a cell, also in the full-width forms that spreadsheets fold to them; a tab or the end of a
# line before it is dropped when the file is opened (https://owasp.org/www-community/attacks/CSV_Injection).
_FORMULA_SIGNS = ("=", "+", "-", "@", "\N{MINUS SIGN}", "＝", "＋", "－", "＠")
_CONTROLS = ("\t", "\r", "\n")
_INVISIBLE = "\ufeff\u200b\u2060"


def csv_text(rows: Iterable[Sequence[Cell]]) -> str:
    """Return rows as CSV by RFC 4180, each ended by a carriage return and a line feed.

    Texts are made inert (see :func:`inert`); numbers stay numbers, in every digit they have and without an exponent;
    None is an empty cell.

    Raises
    ------
    ValueError
        If a number is not finite.

    >>> csv_text([("Symbol", "Shares"), ("=1+1", -45), ("IWM, small", 1e-07), ("SPY", None)]).splitlines()
    ['Symbol,Shares', "'=1+1,-45", '"IWM, small",0.0000001', 'SPY,']
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerows([_written(cell) for cell in row] for row in rows)
    return text.getvalue()


def inert(text: str) -> str:
    """Return *text* with an apostrophe before it if a spreadsheet would take it for a formula.

    >>> inert("=1+1"), inert(" @SUM(A1)"), inert("^GSPC"), inert("BRK-B")
    ("'=1+1", "' @SUM(A1)", '^GSPC', 'BRK-B')
    """
    seen = text.lstrip().lstrip(_INVISIBLE).lstrip()
    return f"'{text}" if text.startswith(_CONTROLS) or seen.startswith(_FORMULA_SIGNS) else text


def plain_number(number: float) -> str:
    """Return a number in every digit it has, never with an exponent.

    Raises
    ------
    ValueError
        If it is not finite.

    >>> plain_number(45), plain_number(476.87), plain_number(2.5e-07), plain_number(1e22)
    ('45', '476.87', '0.00000025', '10000000000000000000000')
    """
    if isinstance(number, int):
        return str(number)
    if not math.isfinite(number):
        raise ValueError(f"{number} is no number for a table")
    # The digits of numpy's numbers are those of Python's, their names are not.
    digits = repr(float(number))
    return f"{Decimal(digits):f}" if "e" in digits else digits


def _written(cell: Cell) -> str:
    if cell is None:
        return ""
    return inert(cell) if isinstance(cell, str) else plain_number(cell)
