"""Ex-dividend sessions of constructed bars with known payments and of the sample, and the steps they cause."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratiodesk.analysis.dividend import ExDividends, ex_dividends, typical_step
from ratiodesk.domain.pair import Symbol
from ratiodesk.domain.series import Bars, Floats

FIRST = np.datetime64("2021-01-04")


def bars_paying(close: Floats, payments: dict[int, float], decimals: int | None = 4) -> Bars:
    """Return bars adjusted as Yahoo does: every close before a payment D on bar t is multiplied by 1 − D/close[t−1]."""
    factors = np.ones(len(close))
    for bar, payment in payments.items():
        factors[:bar] *= 1 - payment / close[bar - 1]
    adjusted = close * factors
    if decimals is not None:
        close, adjusted = np.round(close, decimals), np.round(adjusted, decimals)
    days = FIRST + np.arange(len(close))
    return Bars(Symbol("A"), days, *(close.copy() for _ in range(4)), adjusted, np.zeros(len(close)))


def paid(*yields: float) -> ExDividends:
    return ExDividends(FIRST + np.arange(len(yields)), np.array(yields, dtype=float))


def test_the_example_of_yahoo() -> None:
    # 0.08 on 24.96, which multiplies the closes before by 0.9968: 24.96 · 0.9968 = 24.88.
    close = np.array([24.15, 24.96, 24.53])
    found = ex_dividends(bars_paying(close, {2: 0.08}))
    assert found.sessions.tolist() == [(FIRST + np.timedelta64(2, "D")).item()]
    # 0.08 / 24.96 = 0.003205, known to the rounding of the adjusted closes.
    assert found.yields == pytest.approx([0.08 / 24.96], abs=4e-6)


def test_each_payment_is_told_from_the_one_before() -> None:
    close = np.array([50.0, 40.0, 41.0, 80.0, 81.0])
    found = ex_dividends(bars_paying(close, {1: 1.0, 3: 0.41, 4: 8.0}, decimals=None))
    assert (found.sessions - FIRST).astype(int).tolist() == [1, 3, 4]
    # 1 / 50, 0.41 / 41, 8 / 80
    assert found.yields == pytest.approx([0.02, 0.01, 0.1], rel=1e-12)


def test_a_payment_on_the_first_or_after_the_last_session_cannot_be_seen() -> None:
    assert len(ex_dividends(bars_paying(np.array([50.0, 51.0]), {}))) == 0
    # The closes before and after are adjusted alike.
    bars = bars_paying(np.array([50.0, 51.0, 52.0]), {2: 1.0})
    part = Bars(bars.symbol, *(getattr(bars, name)[:2].copy() for name in Bars.__slots__[1:]))
    assert len(ex_dividends(part)) == 0


@pytest.mark.parametrize("count", [0, 1])
def test_too_few_bars_have_no_payment(count: int) -> None:
    found = ex_dividends(bars_paying(np.full(count, 50.0), {}))
    assert (len(found.sessions), len(found.yields)) == (0, 0)


def test_a_factor_that_falls_is_no_payment() -> None:
    # Adjusted 50 on 50, then 49 on 50: 1 − 1/0.98 is below zero.
    close = np.array([50.0, 50.0])
    bars = Bars(Symbol("A"), FIRST + np.arange(2), *[close] * 4, np.array([50.0, 49.0]), np.zeros(2))
    assert len(ex_dividends(bars)) == 0


def test_the_lower_the_price_the_more_is_rounding() -> None:
    # Twice the bound for 4 decimals is 4 · 0.00005 · (1/0.5 + 1/0.5) = 0.0008 at 0.50, and 0.00001 in any case at 500.
    for price, least in ((0.5, 0.0008), (500.0, 0.00001)):
        close = np.full(3, price)
        for part, count in ((0.9, 0), (1.1, 1)):
            assert len(ex_dividends(bars_paying(close, {2: price * least * part}, decimals=None))) == count


@given(
    st.lists(st.floats(0.02, 2_000), min_size=2, max_size=60),
    st.floats(0.1, 1.0),
)
def test_rounding_alone_is_never_a_payment(closes: list[float], factor: float) -> None:
    close = np.array(closes)
    bars = Bars(
        Symbol("A"),
        FIRST + np.arange(len(close)),
        *[np.round(close, 4)] * 4,
        np.maximum(np.round(close * factor, 4), 0.0001),
        np.zeros(len(close)),
    )
    assert len(ex_dividends(bars)) == 0


@given(st.data())
def test_payments_put_in_come_out(data: st.DataObject) -> None:
    close = np.array(data.draw(st.lists(st.floats(20, 2_000), min_size=3, max_size=40)))
    bars = data.draw(st.sets(st.integers(1, len(close) - 1), max_size=8))
    payments = {bar: close[bar - 1] * data.draw(st.floats(0.001, 0.05)) for bar in sorted(bars)}
    found = ex_dividends(bars_paying(close, payments))
    assert (found.sessions - FIRST).astype(int).tolist() == list(payments)
    # Eight payments of 5 % leave 0.66 of 20: 2 · 0.00005 · 2/13.2 = 0.000016 is the most that rounding does.
    yields = [payment / close[bar - 1] for bar, payment in payments.items()]
    assert found.yields == pytest.approx(yields, abs=1.7e-5)


@pytest.mark.parametrize(
    ("symbol", "a_year", "odd"),
    [
        # Years with more or fewer in the adjusted closes themselves: special payments, and two that they leave out.
        ("SPY", 4, {2004: 5}),
        ("IWM", 4, {2000: 3, 2003: 5}),
        ("QQQ", 4, {2003: 1, 2004: 1, 2005: 2, 2010: 5, 2011: 5, 2014: 5, 2020: 3, 2023: 5}),
        ("TLT", 12, {2002: 5, 2012: 11}),
    ],
)
def test_the_payments_of_the_sample(sample, symbol: str, a_year: int, odd: dict[int, int]) -> None:
    bars = sample.fetch(Symbol(symbol)).bars
    found = ex_dividends(bars)
    years = Counter(day.year for day in found.sessions.tolist())
    first = 2003 if symbol == "QQQ" else bars.sessions[0].item().year
    assert min(years) == first
    assert {year: years[year] for year in range(first, 2026)} == dict.fromkeys(range(first, 2026), a_year) | odd
    # Far from both rounding and error: a payment of 0.01 or more on a few hundred, and never as much as 1.5 %.
    assert found.yields.min() > 0.0003
    assert found.yields.max() < 0.015


def test_a_payment_moves_the_ratio_down_above_and_up_below() -> None:
    steps = typical_step(paid(0.01, 0.03, 0.02), paid(0.2))
    assert (steps.numerator_yield, steps.denominator_yield) == (0.02, 0.2)
    # −d; 0.2 / 0.8
    assert (steps.numerator_step, steps.denominator_step) == (-0.02, pytest.approx(0.25))


def test_the_last_eight_payments_are_typical() -> None:
    # Eight of 1 to 8 % after one of 90 %: the median is (4 + 5) / 2.
    steps = typical_step(paid(0.9, *(n / 100 for n in range(1, 9))), paid())
    assert steps.numerator_yield == pytest.approx(0.045)
    assert typical_step(paid(0.01, 0.02, 0.05), paid(), recent=1).numerator_yield == 0.05


def test_a_leg_that_paid_nothing_has_no_step() -> None:
    steps = typical_step(paid(), paid(0.01))
    assert steps.numerator_yield is steps.numerator_step is None
    assert steps.denominator_step == pytest.approx(0.01 / 0.99)
    steps = typical_step(paid(0.01), paid())
    assert steps.denominator_yield is steps.denominator_step is None


@given(st.floats(0.0001, 0.5), st.floats(1, 1_000), st.floats(1, 1_000))
def test_the_steps_are_those_of_prices_that_fall_by_the_payment(part: float, above: float, below: float) -> None:
    steps = typical_step(paid(part), paid(part))
    ratio = above / below
    assert steps.numerator_step == pytest.approx((above * (1 - part)) / below / ratio - 1, rel=1e-9, abs=1e-12)
    assert steps.denominator_step == pytest.approx(above / (below * (1 - part)) / ratio - 1, rel=1e-9, abs=1e-12)
