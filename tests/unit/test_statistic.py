"""Statistics against scipy and pandas, and against the figures of the worked example."""

import math

import numpy as np
import pandas as pd
import pytest
import scipy.stats
from hypothesis import given
from hypothesis import strategies as st

from ratiodesk.analysis.statistic import beta, correlation, log_returns, percentile, statistics_of, z_score
from ratiodesk.domain.pair import Pair
from ratiodesk.domain.series import Basis, RatioSeries

samples = st.lists(st.integers(-10_000, 10_000).map(lambda n: n / 100), min_size=3, max_size=60)


def oracle_tables(sample) -> pd.DataFrame:
    legs = {symbol: sample.fetch(symbol).bars for symbol in ("SPY", "IWM")}
    columns = {symbol: pd.Series(bars.close, index=bars.sessions) for symbol, bars in legs.items()}
    table = pd.DataFrame(columns).dropna().loc[:"2021-12-28"]
    return table.assign(ratio=table["SPY"] / table["IWM"])


def test_the_worked_example_has_its_statistics(december: RatioSeries) -> None:
    statistics = statistics_of(december)
    assert statistics.z_score == pytest.approx(1.927, abs=0.0005)
    assert statistics.percentile == pytest.approx(0.941, abs=0.0005)
    assert statistics.correlation == pytest.approx(0.741, abs=0.0005)
    assert statistics.beta == pytest.approx(1.249, abs=0.0005)


def test_the_statistics_of_the_sample_are_those_of_scipy_and_pandas(december: RatioSeries, sample) -> None:
    table = oracle_tables(sample)
    statistics = statistics_of(december)
    logs = np.log(table["ratio"].tail(252))
    assert statistics.z_score == pytest.approx(np.asarray(scipy.stats.zscore(logs, ddof=1))[-1], rel=1e-9)
    decade = table["ratio"].tail(2520)
    assert statistics.percentile == pytest.approx(
        scipy.stats.percentileofscore(decade, decade.iloc[-1], kind="weak") / 100, rel=1e-12
    )
    returns = np.log(table[["SPY", "IWM"]]).diff().tail(252)
    assert statistics.correlation == pytest.approx(returns["SPY"].corr(returns["IWM"]), rel=1e-9)
    assert statistics.beta == pytest.approx(scipy.stats.linregress(returns["SPY"], returns["IWM"]).slope, rel=1e-9)


@given(samples)
def test_the_z_score_is_that_of_scipy(values: list[float]) -> None:
    found = z_score(np.array(values))
    if len(set(values)) == 1:
        assert found is None
    else:
        assert found == pytest.approx(scipy.stats.zscore(values, ddof=1)[-1], rel=1e-9, abs=1e-9)


@given(samples)
def test_the_percentile_is_that_of_scipy(values: list[float]) -> None:
    oracle = scipy.stats.percentileofscore(values, values[-1], kind="weak") / 100
    assert percentile(np.array(values)) == pytest.approx(oracle)


@given(st.lists(st.tuples(*[st.integers(-10_000, 10_000).map(lambda n: n / 100)] * 2), min_size=3, max_size=60))
def test_correlation_and_beta_are_those_of_scipy(points: list[tuple[float, float]]) -> None:
    first, second = (np.array(column) for column in zip(*points, strict=True))
    if np.ptp(first) == 0 or np.ptp(second) == 0:
        return
    oracle = scipy.stats.linregress(second, first)
    assert correlation(first, second) == pytest.approx(oracle.rvalue, rel=1e-6, abs=1e-9)
    assert beta(first, second) == pytest.approx(oracle.slope, rel=1e-6, abs=1e-9)


@pytest.mark.parametrize("constant", [0.0, 2.0, 0.1, 1 / 3, 2.13])
@pytest.mark.parametrize("count", [3, 7, 252])
def test_a_constant_has_neither_score_nor_correlation_nor_beta(constant: float, count: int) -> None:
    still, rising = np.full(count, constant), np.arange(count, dtype=float)
    assert z_score(still) is None
    assert correlation(still, rising) is None
    assert correlation(rising, still) is None
    assert beta(rising, still) is None


def test_a_history_too_short_has_no_statistics() -> None:
    one, two = np.array([1.0]), np.array([1.0, 2.0])
    assert z_score(one) is None
    assert percentile(one) is None
    assert correlation(two, two) is None
    assert beta(two, two) is None


def test_the_least_history_has_statistics() -> None:
    # Mean 1.5, deviation 1 ÷ √2: (2 − 1.5) × √2
    assert z_score(np.array([1.0, 2.0])) == pytest.approx(math.sqrt(0.5))
    assert percentile(np.array([2.0, 1.0])) == 0.5


def test_a_log_return_is_the_difference_of_logs() -> None:
    assert log_returns(np.array([1.0, 2.0, 1.0])) == pytest.approx([math.log(2), -math.log(2)])


def test_one_session_has_a_ratio_and_no_statistics() -> None:
    days = np.array(["2021-12-28"], dtype="datetime64[D]")
    one = np.array([2.0])
    series = RatioSeries(Pair("A", "B"), Basis.PRICE, days, one, one, one / one, 2.0, 1.0)
    statistics = statistics_of(series)
    assert statistics.z_score is statistics.percentile is statistics.correlation is statistics.beta is None


def test_windows_end_at_the_last_session_and_begin_where_they_say(sample_series) -> None:
    # 252 returns take 253 closes: older ones change the percentile, which looks back ten times as far, alone.
    series = sample_series("SPY/IWM", "2021-12-28")
    trimmed = RatioSeries(
        series.pair,
        series.basis,
        series.sessions[-253:],
        series.values[-253:],
        series.numerator_closes[-253:],
        series.denominator_closes[-253:],
        series.numerator_price,
        series.denominator_price,
    )
    whole, part = statistics_of(series), statistics_of(trimmed)
    assert (part.z_score, part.correlation, part.beta) == (whole.z_score, whole.correlation, whole.beta)
    assert part.percentile != whole.percentile
