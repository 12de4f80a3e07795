"""Betas and volatilities of the legs, against pandas and scipy on the sample."""

import numpy as np
import pandas as pd
import pytest
import scipy.stats

from ratiodesk.analysis.dependence import dependence_of, volatility
from ratiodesk.domain.balance import Balance, hedge_ratio
from ratiodesk.domain.series import Basis, RatioSeries, align


def test_the_worked_example_has_its_dependence(december: RatioSeries) -> None:
    legs = dependence_of(december)
    assert legs.denominator_beta == pytest.approx(1.249, abs=0.0005)
    assert hedge_ratio(Balance.BETA_NEUTRAL, legs, buys_denominator=True) == legs.denominator_beta


def test_the_dependence_of_the_sample_is_that_of_pandas_and_scipy(december: RatioSeries) -> None:
    closes = pd.DataFrame({"A": december.numerator_closes, "B": december.denominator_closes}).tail(253)
    returns = np.log(closes).diff().dropna()
    assert len(returns) == 252
    legs = dependence_of(december)
    assert legs.denominator_beta == pytest.approx(scipy.stats.linregress(returns["A"], returns["B"]).slope, rel=1e-9)
    assert legs.numerator_beta == pytest.approx(scipy.stats.linregress(returns["B"], returns["A"]).slope, rel=1e-9)
    assert legs.numerator_volatility == pytest.approx(returns["A"].std(), rel=1e-9)
    assert legs.denominator_volatility == pytest.approx(returns["B"].std(), rel=1e-9)
    ratio = (closes["A"] / closes["B"]).map(np.log).diff()
    assert legs.ratio_volatility == pytest.approx(ratio.std(), rel=1e-9)


def test_the_dependence_upside_down_has_the_legs_changed_over(sample_series) -> None:
    here, there = (dependence_of(sample_series(pair, "2021-12-28")) for pair in ("SPY/IWM", "IWM/SPY"))
    assert (here.numerator_beta, here.denominator_beta) == (there.denominator_beta, there.numerator_beta)
    assert (here.numerator_volatility, here.denominator_volatility) == (
        there.denominator_volatility,
        there.numerator_volatility,
    )
    assert there.ratio_volatility == pytest.approx(here.ratio_volatility, rel=1e-12)


@pytest.mark.parametrize(
    ("sessions", "volatilities", "betas"), [(1, False, False), (2, False, False), (3, True, False), (4, True, True)]
)
def test_a_short_history_tells_what_it_can(make_bars, sessions: int, volatilities: bool, betas: bool) -> None:
    days = [f"2021-12-{day}" for day in (20, 21, 22, 23)][:sessions]
    first = make_bars("A", dict(zip(days, (100.0, 101.0, 99.0, 102.0), strict=False)))
    second = make_bars("B", dict(zip(days, (50.0, 51.0, 50.5, 52.0), strict=False)))
    legs = dependence_of(align(first, second, Basis.PRICE))
    known = (legs.numerator_volatility, legs.denominator_volatility, legs.ratio_volatility)
    assert [value is not None for value in known] == [volatilities] * 3
    assert [value is not None for value in (legs.numerator_beta, legs.denominator_beta)] == [betas] * 2


def test_one_return_has_no_deviation() -> None:
    assert volatility(np.array([0.01])) is None
    assert volatility(np.array([0.0, 0.0])) == 0.0
