"""Numbers as users type them and as the desk writes them."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ratiodesk.domain.errors import BadInput
from ratiodesk.ui.number_text import (
    brief,
    counted_shares,
    money,
    parse_money,
    parse_number,
    parse_percent,
    percent,
    plain_percent,
    precise_money,
    signed,
    signed_money,
    signed_percent,
)

NOT_NUMBERS = [
    "", "   ", "abc", "1,5", "1,50", "12,34", "1,0000", ",100", "1,,000", "1.000.000", "1.000,00", "1_000", "nan",
    "NaN", "inf", "-inf", "infinity", "1e999", "-1e999", "1e", "e5", ".", "-", "+", "--5", "5-", "1/2", "0x10", "10 ?",
    "\N{MONEY BAG}", "1\N{MONEY BAG}", "١,٢", "½", "²", "1;2",
]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("100000", 100_000),
        ("100,000", 100_000),
        ("$100,000", 100_000),
        ("  $ 100,000.50 ", 100_000.5),
        ("1,234,567.25", 1_234_567.25),
        ("100 000", 100_000),
        ("100\N{NO-BREAK SPACE}000", 100_000),
        ("0", 0),
        ("0.01", 0.01),
        (".5", 0.5),
        ("5.", 5),
        ("250k", 250_000),
        ("250K", 250_000),
        ("1.5m", 1_500_000),
        ("1.5M", 1_500_000),
        ("1,500k", 1_500_000),
        ("$2 m", 2_000_000),
        ("1e5", 100_000),
        ("+7", 7),
        ("-7", -7),
        ("\N{MINUS SIGN}7", -7),
        ("-$1,000", -1_000),
        ("$-1k", -1_000),
    ],
)
def test_amounts_as_people_type_them(typed: str, amount: float) -> None:
    assert parse_money(typed) == amount


@pytest.mark.parametrize("typed", [*NOT_NUMBERS, "k", "$", "m5", "5kk", "5km", "5 %", "1e308m", "1e306k"])
def test_what_is_no_amount_is_refused_in_a_sentence(typed: str) -> None:
    with pytest.raises(BadInput, match=r"is not a number: type an amount such as 100,000\."):
        parse_money(typed)


@pytest.mark.parametrize("typed", ["1$0", "1,0$00"])
def test_a_dollar_sign_stands_before_the_amount(typed: str) -> None:
    with pytest.raises(BadInput, match="is not a number"):
        parse_money(typed)


@pytest.mark.parametrize(
    ("typed", "fraction"),
    [
        ("1", 0.01),
        ("1 %", 0.01),
        ("1%", 0.01),
        (" 0.5% ", 0.005),
        (".5", 0.005),
        ("100 %", 1.0),
        ("0", 0.0),
        ("-1 %", -0.01),
        ("\N{MINUS SIGN}1 %", -0.01),
        ("1.0 % · $1,000", 0.01),
        ("1,000", 10.0),
        ("0.7", 0.007),
    ],
)
def test_percentages_as_people_type_them(typed: str, fraction: float) -> None:
    assert parse_percent(typed) == fraction


@pytest.mark.parametrize("typed", [*NOT_NUMBERS, "%", "· 5", "5k", "one %"])
def test_what_is_no_percentage_is_refused_in_a_sentence(typed: str) -> None:
    with pytest.raises(BadInput, match=r"is not a number: type a percentage such as 1 %\."):
        parse_percent(typed)


def test_a_refusal_shows_what_was_typed_and_never_all_of_a_long_text() -> None:
    with pytest.raises(BadInput, match="“2,5” is not a number"):
        parse_money(" 2,5 ")
    with pytest.raises(BadInput) as refused:
        parse_money("x" * 5_000)
    assert len(str(refused.value)) < 100


@given(st.integers(-(10**12), 10**12))
def test_an_amount_shown_can_be_typed_back(amount: int) -> None:
    assert parse_money(money(amount)) == amount
    assert parse_money(signed_money(amount)) == amount


@given(st.integers(-100_000, 100_000))
def test_a_percentage_shown_can_be_typed_back(hundredths: int) -> None:
    fraction = hundredths / 10_000
    assert parse_percent(percent(fraction, 2)) == pytest.approx(fraction, abs=1e-12)


@given(st.floats(0, 1e15))
def test_a_number_as_python_writes_it_is_read_to_the_last_bit(value: float) -> None:
    assert parse_money(repr(value)) == value


@pytest.mark.parametrize(
    ("amount", "shown", "with_sign"),
    [
        (10_023.75, "$10,024", "+$10,024"),
        (-978.44, "\N{MINUS SIGN}$978", "\N{MINUS SIGN}$978"),
        (0.0, "$0", "$0"),
        (0.4, "$0", "$0"),
        (-0.4, "$0", "$0"),
        (-0.0, "$0", "$0"),
        (1e12, "$1,000,000,000,000", "+$1,000,000,000,000"),
    ],
)
def test_amounts_are_shown_without_cents(amount: float, shown: str, with_sign: str) -> None:
    assert (money(amount), signed_money(amount)) == (shown, with_sign)


@pytest.mark.parametrize(
    ("fraction", "decimals", "shown", "with_sign"),
    [
        (0.1, 1, "10.0 %", "+10.0 %"),
        (-0.0891, 1, "\N{MINUS SIGN}8.9 %", "\N{MINUS SIGN}8.9 %"),
        (0.523, 0, "52 %", "+52 %"),
        (-0.0004, 1, "0.0 %", "0.0 %"),
        (0.0004, 1, "0.0 %", "0.0 %"),
        (-0.0006, 1, "\N{MINUS SIGN}0.1 %", "\N{MINUS SIGN}0.1 %"),
        (-0.0, 2, "0.00 %", "0.00 %"),
        (12.3456, 1, "1,234.6 %", "+1,234.6 %"),
    ],
)
def test_fractions_are_shown_as_percentages(fraction: float, decimals: int, shown: str, with_sign: str) -> None:
    assert (percent(fraction, decimals), signed_percent(fraction, decimals)) == (shown, with_sign)


@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [
        (1.927, 1, "+1.9"),
        (-1.927, 1, "\N{MINUS SIGN}1.9"),
        (0.04, 1, "0.0"),
        (-0.04, 1, "0.0"),
        (1_234.5, 0, "+1,234"),
        (0.0, 3, "0.000"),
    ],
)
def test_numbers_are_shown_with_their_sign(value: float, decimals: int, shown: str) -> None:
    assert signed(value, decimals) == shown


@given(st.floats(-1e9, 1e9), st.integers(0, 4))
@example(-1e-300, 1)
@example(-0.0, 0)
@example(-0.05, 1)
def test_no_zero_ever_has_a_sign(value: float, decimals: int) -> None:
    for shown in (
        money(value), signed_money(value), percent(value, decimals), signed_percent(value, decimals),
        signed(value, decimals),
    ):  # fmt: skip
        assert "-" not in shown, "a hyphen is no minus sign"
        if not re.search("[1-9]", shown):
            assert "+" not in shown
            assert "\N{MINUS SIGN}" not in shown


@given(st.floats(-9.99e11, 9.99e11))
@example(-9_999.5)
@example(99_949.9)
@example(-999_499.9)
@example(-9_949_999.0)
@example(999_499_999.0)
def test_a_brief_amount_has_at_most_six_signs_and_keeps_its_sign(amount: float) -> None:
    text = brief(amount)
    assert len(text) <= 6
    assert text[0] == ("0" if abs(amount) <= 0.5 else "+" if amount > 0 else "\N{MINUS SIGN}")


@pytest.mark.parametrize(
    ("amount", "text"),
    [(9_999.4, "+9,999"), (9_999.5, "+10.0k"), (99_960, "+100k"), (999_600, "+1.0m"), (-2.34e9, "−2.3bn"), (0, "0")],
)
def test_a_brief_amount_changes_its_unit_where_the_digits_end(amount: float, text: str) -> None:
    assert brief(amount) == text


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [
        (0.0035, "USD", "$0.0035"),
        (1, "USD", "$1"),
        (1.25, "CHF", "CHF 1.25"),
        (1_000, "EUR", "€1,000"),
        (0.5, "", "0.50"),
    ],
)
def test_a_precise_amount_has_the_decimals_it_needs(amount: float, currency: str, text: str) -> None:
    assert precise_money(amount, currency) == text


@pytest.mark.parametrize(
    ("amount", "text"),
    [(1e-9, "$0.000000001"), (0.1 + 0.2, "$0.3"), (1_234.0005, "$1,234.0005"), (1e-15, "$1e-15"), (0.5e-12, "$5e-13")],
)
def test_a_small_amount_is_neither_nothing_nor_cut_off(amount: float, text: str) -> None:
    assert precise_money(amount) == text


@pytest.mark.parametrize(
    ("fraction", "text"),
    [(1.0, "100 %"), (0.0, "0 %"), (0.0123, "1.23 %"), (1e-11, "0.000000001 %"), (10.0, "1,000 %")],
)
def test_a_percentage_is_written_as_it_is_typed(fraction: float, text: str) -> None:
    assert plain_percent(fraction) == text
    assert parse_percent(text) == fraction


@pytest.mark.parametrize(
    ("shares", "text"), [(100, "100"), (1_000.0, "1,000"), (0.0001, "0.0001"), (12.5, "12.5"), (10.0100, "10.01")]
)
def test_shares_have_decimals_only_where_there_are_some(shares: float, text: str) -> None:
    assert counted_shares(shares) == text


@pytest.mark.parametrize("typed", NOT_NUMBERS)
def test_what_is_no_number_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(BadInput, match="is not a number: type a whole one such as 5"):
        parse_number(typed, "a whole one such as 5")
