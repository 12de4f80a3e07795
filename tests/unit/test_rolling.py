"""Rolling z-scores against pandas, scipy and the statistic of one window."""

import tracemalloc

import numpy as np
import pandas as pd
import pytest
import scipy.stats
from hypothesis import example, given
from hypothesis import strategies as st

from ratiodesk.analysis.rolling import z_scores
from ratiodesk.analysis.statistic import z_score
from ratiodesk.domain.series import Floats, RatioSeries

cents = st.integers(-10_000, 10_000).map(lambda n: n / 100)
# Stretches of one value, as halted instruments have them.
stretches = st.lists(st.tuples(cents, st.integers(1, 6)), min_size=1, max_size=20).map(
    lambda parts: np.array([value for value, length in parts for _ in range(length)])
)
windows = st.integers(2, 8)


def oracle(values: Floats, window: int) -> Floats:
    """Return the z-scores of pandas."""
    rolling = pd.Series(values).rolling(window)
    return ((pd.Series(values) - rolling.mean()) / rolling.std(ddof=1)).to_numpy()


@pytest.mark.parametrize("window", [2, 63, 252])
def test_the_sample_has_the_z_scores_of_pandas(window: int, december: RatioSeries) -> None:
    logs = np.log(december.values)
    np.testing.assert_allclose(z_scores(logs, window), oracle(logs, window), rtol=1e-6, atol=1e-8)


def test_the_last_z_score_of_the_worked_example_is_that_of_the_card(december: RatioSeries) -> None:
    logs = np.log(december.values)
    assert z_scores(logs, 252)[-1] == z_score(logs[-252:])
    assert z_scores(logs, 252)[-1] == pytest.approx(1.927, abs=0.0005)


@given(stretches, windows)
def test_each_z_score_is_that_of_its_own_window(values: Floats, window: int) -> None:
    found = z_scores(values, window)
    assert found.shape == values.shape
    assert np.isnan(found[: window - 1]).all()
    for end in range(window, len(values) + 1):
        expected = z_score(values[end - window : end])
        if expected is None:
            assert np.isnan(found[end - 1])
        else:
            assert found[end - 1] == pytest.approx(expected, rel=1e-12, abs=1e-12)


@given(stretches, windows, st.floats(0.01, 100), st.floats(-100, 100))
@example(np.array([0.0, 0.01, 0.0]), 3, 0.01, 100.0)
def test_scale_and_shift_change_nothing(values: Floats, window: int, scale: float, shift: float) -> None:
    # The least step, 0.01 × 0.01, is 1e10 roundings of the largest value, 10,100.
    np.testing.assert_allclose(z_scores(values * scale + shift, window), z_scores(values, window), rtol=0, atol=1e-6)
    np.testing.assert_allclose(z_scores(-values, window), -z_scores(values, window), rtol=1e-12, atol=1e-12)


def test_a_jump_of_ten_thousand_times_does_not_spoil_the_quiet_after_it() -> None:
    # Steps of a billionth after the jump; the window that ends last has left it behind.
    quiet = 1 + 1e-9 * np.random.default_rng(7).normal(size=60)
    values = np.concatenate([quiet, [1e4], quiet])
    found = z_scores(values, 20)
    exact = [scipy.stats.zscore(values[end - 20 : end], ddof=1)[-1] for end in range(82, 122)]
    np.testing.assert_allclose(found[81:], exact, rtol=1e-9)
    # Running sums lose the variance altogether, so the test would tell.
    sums, squares = (np.cumsum(np.append(0.0, values**power)) for power in (1, 2))
    mean = (sums[20:] - sums[:-20]) / 20
    variance = ((squares[20:] - squares[:-20]) - 20 * mean**2) / 19
    assert abs(variance[-1] / np.var(quiet[-20:], ddof=1) - 1) > 1


def test_a_constant_stretch_has_no_z_score_though_its_mean_is_rounded() -> None:
    # The mean of ten times 0.1 is not 0.1.
    values = np.append(np.full(12, 0.1), 0.2)
    found = z_scores(values, 10)
    assert np.isnan(found[:12]).all()
    assert found[12] == pytest.approx(9 / np.sqrt(10))  # (n − 1)/√n for one value apart from n − 1 equal ones


def test_a_value_that_is_not_finite_leaves_out_its_windows_and_no_other() -> None:
    for odd in (np.nan, np.inf, -np.inf):
        values = np.array([1.0, 2.0, 4.0, odd, 1.0, 2.0, 4.0])
        clean = z_scores(np.array([1.0, 2.0, 4.0]), 3)[-1]
        np.testing.assert_array_equal(z_scores(values, 3), [np.nan, np.nan, clean, np.nan, np.nan, np.nan, clean])


@pytest.mark.parametrize("count", [0, 1, 4])
def test_a_history_shorter_than_the_window_has_none(count: int) -> None:
    found = z_scores(np.arange(count, dtype=float), 5)
    assert found.shape == (count,)
    assert np.isnan(found).all()


@pytest.mark.parametrize("window", [1, 0, -3])
def test_one_value_has_no_deviation(window: int) -> None:
    with pytest.raises(ValueError, match=f"window of {window} "):
        z_scores(np.arange(9.0), window)


def test_a_long_window_over_a_long_history_takes_little_memory() -> None:
    values = np.sin(np.arange(6_600.0))
    tracemalloc.start()
    try:
        z_scores(values, 2_520)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    # All windows at once would take 6,600 × 2,520 × 8 bytes, 133 MB.
    assert peak < 3e6


def test_the_values_are_left_as_they_are() -> None:
    values = np.array([1.0, 2.0, 4.0])
    values.setflags(write=False)
    z_scores(values, 2)
    assert values.tolist() == [1.0, 2.0, 4.0]
