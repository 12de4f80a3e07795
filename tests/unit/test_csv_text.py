"""Tables as CSV: what a spreadsheet would run is inert, what is a number stays one."""

import csv
import io
import math
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ratiodesk.domain.csv_text import csv_text, inert, plain_number

FORMULAS = [
    "=1+1", "+1", "-1", "@SUM(A1)", "\N{MINUS SIGN}1", "＝1+1", "＋1", "－1", "＠A1", "\tA", "\rA", "\nA", "\t=1",
    " =1", "   @A", "\N{NO-BREAK SPACE}=1", "\v=1", "\N{IDEOGRAPHIC SPACE}＝1", "\ufeff=1", " \u200b=1",
    '=cmd|"/c calc"!A1', "-2+3+cmd|' /C calc'!A0",
]  # fmt: skip
HARMLESS = ["", " ", "SPY", "^GSPC", "BRK-B", "a=b", "'=1", "GC=F", "2021-12-28", "Größe", " note", '"quoted"']


def read(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


@pytest.mark.parametrize("text", FORMULAS)
def test_what_a_spreadsheet_would_run_is_inert(text: str) -> None:
    assert inert(text) == "'" + text
    assert read(csv_text([(text, 1)])) == [["'" + text, "1"]]


@pytest.mark.parametrize("text", HARMLESS)
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert inert(text) == text
    assert read(csv_text([(text, 1)])) == [[text, "1"]]


def test_lines_end_as_the_standard_says_and_only_what_needs_quotes_has_them() -> None:
    rows = [("Symbol", "Note"), ("SPY", 'say "no"'), ("IWM", "two\r\nlines"), ("QQQ", "a,b"), (None, "")]
    assert csv_text(rows) == 'Symbol,Note\r\nSPY,"say ""no"""\r\nIWM,"two\r\nlines"\r\nQQQ,"a,b"\r\n,\r\n'
    assert csv_text([]) == ""


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (-45, "-45"), (0, "0"), (10**22, "1" + "0" * 22), (-978.44, "-978.44"), (21.0, "21.0"), (5e-324, None),
        (1e16, "10000000000000000"), (-2.5e-07, "-0.00000025"), (1.7976931348623157e308, None),
        (np.float64(2.1408), "2.1408"), (np.float64(1e-5), "0.00001"),
    ],
)  # fmt: skip
def test_numbers_are_written_out(number: float, text: str | None) -> None:
    written = plain_number(number)
    assert text is None or written == text
    assert not set(written) - set("-.0123456789")
    assert Decimal(written) == Decimal(repr(float(number))) if isinstance(number, float) else int(written) == number
    assert read(csv_text([(number,)])) == [[written]]


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
def test_what_is_no_number_is_refused(number: float) -> None:
    with pytest.raises(ValueError, match="no number for a table"):
        csv_text([("SPY", number)])


TEXTS = st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\0"), max_size=8)
FLOATS = st.floats(allow_nan=False, allow_infinity=False)


@given(st.lists(st.tuples(TEXTS, FLOATS, st.integers(), st.none()), max_size=5))
@example([("\r", 0.0, 0, None)])
@example([("\r\n", -0.0, 0, None)])
def test_every_table_comes_back(rows: list[tuple[str, float, int, None]]) -> None:
    found = read(csv_text(rows))
    assert [(row[0], float(row[1]), int(row[2]), row[3]) for row in found] == [
        (inert(text), number, count, "") for text, number, count, _ in rows
    ]


@given(TEXTS)
def test_nothing_that_is_made_inert_starts_a_formula(text: str) -> None:
    made = inert(text)
    assert made in (text, "'" + text)
    assert inert(made) == made
    assert made[:1] not in set("=+-@\t\r\n")
