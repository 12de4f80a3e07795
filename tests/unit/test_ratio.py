"""Which numbers can be a level, and how ratios are inverted, stepped and shown."""

import math
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ratiodesk.domain.errors import BadLevel
from ratiodesk.domain.ratio import (
    Ratio,
    check_ratio,
    decimals_of,
    format_level,
    format_ratio,
    nudge_step,
    parse_ratio,
    reciprocal,
    snap_to_step,
)


@pytest.mark.parametrize("value", [1e-9, 0.5, 2.13, 1e9])
def test_a_positive_finite_number_can_be_a_level(value: float) -> None:
    assert check_ratio(value) == value


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0.0, "above zero; 0 is not"),
        (-0.0, "above zero"),
        (-2.13, "above zero; -2.13 is not"),
        (math.nan, "finite"),
        (math.inf, "finite"),
        (-math.inf, "finite"),
        (9.99e-10, "out of range"),
        (1.01e9, "out of range"),
        (5e-324, "out of range"),
        (1.7e308, "out of range"),
    ],
)
def test_a_number_that_cannot_be_a_level_is_refused(value: float, said: str) -> None:
    with pytest.raises(BadLevel, match=re.escape(said)):
        check_ratio(value)


@pytest.mark.parametrize("value", [0.02, 200.0])
def test_a_level_may_be_a_hundred_times_away_from_the_ratio(value: float) -> None:
    assert check_ratio(value, Ratio(2.0)) == value


@pytest.mark.parametrize("value", [0.0199, 200.1])
def test_a_level_more_than_a_hundred_times_away_is_absurd(value: float) -> None:
    with pytest.raises(BadLevel, match=r"more than 100 times away from the ratio of 2\.000"):
        check_ratio(value, Ratio(2.0))


@pytest.mark.parametrize("text", ["2.13", " 2.13 ", "213e-2"])
def test_a_level_is_read_as_typed(text: str) -> None:
    assert parse_ratio(text) == 2.13


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("abc", "“abc” is not a number"),
        ("", "“” is not a number"),
        ("2,13", "“2,13” is not a number"),
        ("x" * 200, "“" + "x" * 24 + "” is not a number"),
        ("😀", "“😀” is not a number"),
        ("-1", "above zero"),
        ("\N{MINUS SIGN}1", "above zero; -1 is not"),
        ("nan", "finite"),
        ("inf", "finite"),
        ("1e400", "finite"),
        ("1e10", "out of range"),
        ("213", "more than 100 times away"),
    ],
)
def test_typed_text_that_is_no_level_is_refused(text: str, said: str) -> None:
    with pytest.raises(BadLevel, match=re.escape(said)):
        parse_ratio(text, Ratio(2.0))


@st.composite
def levels_up_to_12_digits(draw: st.DrawFn) -> float:
    digits = draw(st.integers(1, 10**12 - 1))
    leading_place = draw(st.integers(-9, 8))
    return float(f"{digits}e{leading_place - len(str(digits)) + 1}")


@given(levels_up_to_12_digits())
@example(2.13)
@example(1.0)
@example(1e-9)
@example(1e9)
@example(0.3)
def test_a_decimal_comes_back_from_two_inversions_to_the_last_bit(value: float) -> None:
    assert reciprocal(reciprocal(Ratio(value))) == value


@given(st.floats(1e-9, 1e9))
# No decimal of up to 16 digits has exactly this reciprocal, so plain division answers.
@example(1.9007000000000003)
def test_a_reciprocal_is_right_to_one_part_in_a_million_million(value: float) -> None:
    assert reciprocal(Ratio(value)) == pytest.approx(1 / value, rel=1e-12)


@pytest.mark.parametrize(
    ("ratio", "step"),
    # From a tenth to ten a thousandth; elsewhere a thousandth of the leading decimal place.
    [(0.1, 0.001), (1.0, 0.001), (9.999, 0.001), (10.0, 0.01), (99.9, 0.01), (500.0, 0.1), (0.05, 0.00001)],
)
def test_an_arrow_key_moves_a_level_in_proportion(ratio: float, step: float) -> None:
    assert nudge_step(Ratio(ratio)) == pytest.approx(step)


@pytest.mark.parametrize(
    ("value", "step", "snapped"),
    [(2.1304999, 0.001, 2.13), (2.1305001, 0.001, 2.131), (123.456, 0.1, 123.5), (1234.0, 10.0, 1230.0)],
)
def test_snapping_leaves_no_binary_residue(value: float, step: float, snapped: float) -> None:
    assert snap_to_step(value, step) == snapped


@pytest.mark.parametrize(
    ("ratio", "shown"),
    [(2.140830527, "2.141"), (0.46711, "0.4671"), (31.94, "31.94"), (1234.56, "1234.6"), (0.0, "0.000")],
)
def test_a_ratio_shows_four_significant_digits(ratio: float, shown: str) -> None:
    assert format_ratio(ratio) == shown


@pytest.mark.parametrize(("ratio", "decimals"), [(9.99, 3), (10.0, 2), (123456.0, 1), (0.01, 5), (-1.0, 3)])
def test_the_number_of_decimals_follows_the_size(ratio: float, decimals: int) -> None:
    assert decimals_of(ratio) == decimals


@pytest.mark.parametrize(
    ("ratio", "shown"),
    [
        (2.13, "2.130"),
        (2.1345, "2.1345"),
        (2.13456, "2.13456"),
        (1 / 2.35, "0.42553"),  # too many: one more than the ratio shows, then rounded
        (2.13456789, "2.1346"),
        (123456.789, "123456.789"),
        (1.23456789e-9, "0.0000000012346"),
    ],
)
def test_a_level_shows_the_decimals_it_was_given(ratio: float, shown: str) -> None:
    assert format_level(ratio) == shown
