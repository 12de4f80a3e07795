"""What a portfolio is worth at a session, from prices at hand; betas and yields against pandas."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

from ratiodesk.analysis.portfolio_reading import worth_of
from ratiodesk.analysis.reading import Sized, size_plan
from ratiodesk.domain.errors import BadInput, NoPosition, NotFound
from ratiodesk.domain.interval import Interval
from ratiodesk.domain.layout import Layout
from ratiodesk.domain.pair import Symbol
from ratiodesk.domain.portfolio import Holding, Lot, Portfolio
from ratiodesk.domain.position import Execution
from ratiodesk.domain.quotes import Origin, Quotes
from ratiodesk.domain.sector import TYPED, SectorWeights
from ratiodesk.domain.series import Bars, RatioSeries
from ratiodesk.domain.sizing import Sizing
from ratiodesk.domain.worth import Worth
from ratiodesk.market.sample import SampleSource

SPY, IWM, QQQ, TLT, XYZ = map(Symbol, ("SPY", "IWM", "QQQ", "TLT", "XYZ"))
ROTATE = Sizing(execution=Execution.ROTATE)


class Shelf:
    """The sample prices, and those a test puts in front of them."""

    def __init__(self, sample: SampleSource, more: Mapping[Symbol, Quotes]) -> None:
        self._sample, self._more = sample, more

    def quotes(self, symbol: Symbol, interval: Interval = Interval.DAILY) -> Quotes:
        found = self._more.get(symbol)
        if found is None and symbol == XYZ:
            raise NotFound("There are no prices for XYZ.")
        return found or self._sample.fetch(symbol)


@pytest.fixture
def worth(sample: SampleSource, december: RatioSeries):
    """Return the worth of lots on 2021-12-28."""

    def find(*lots: Lot, more: Mapping[Symbol, Quotes] | None = None, series: RatioSeries | None = None, **fields):
        shelf = Shelf(sample, more or {})
        return worth_of(Portfolio(lots, **fields), series or december, shelf, lambda _: None)

    return find


def quotes_of(closes: Mapping[str, float], make_bars, **about) -> Quotes:
    return replace(Quotes(make_bars("XYZ", closes), "a file", Origin.FILE), **about)


def test_shares_count_at_the_close_of_the_session(worth) -> None:
    found: Worth = worth(Lot(SPY, shares=100.0), Lot(QQQ, shares=10.0, cost=2_000.0), Lot(XYZ, value=500.0))
    # 100 × 476.87 = 47,687; QQQ closed at 401.61: 4,016.10.
    assert [holding.symbol for holding in found.holdings] == [SPY, QQQ, XYZ]
    assert [holding.value for holding in found.holdings] == pytest.approx([47_687.0, 4_016.10, 500.0], abs=0.005)
    assert found.costs == {QQQ: pytest.approx(2_000.0 / 4_016.10, abs=1e-6)}
    assert (found.is_entered, found.is_complete, found.notes) == (True, True, ())


def test_nothing_entered_is_worth_nothing_and_says_so(worth) -> None:
    found: Worth = worth()
    assert (found.holdings, found.is_entered, found.is_complete) == ((), False, True)
    assert set(found.traits) == {SPY, IWM}


def test_a_holding_without_prices_is_told_and_not_counted_as_zero(worth) -> None:
    found: Worth = worth(Lot(XYZ, shares=10.0))
    assert (found.holdings, found.is_entered, found.is_complete) == ((), True, False)
    assert found.notes == ("No prices of XYZ are at hand: it is left out.",)
    found = worth(Lot(XYZ, shares=10.0, value=800.0, cost=400.0))
    assert found.holdings == (Holding(XYZ, 800.0),)
    assert found.costs == {XYZ: 0.5}
    assert found.notes == ("No prices of XYZ are at hand: it is counted at the value entered.",)


def test_prices_of_another_currency_are_told_and_not_added(worth, december: RatioSeries, make_bars) -> None:
    dollars = replace(december, currencies=("USD", "USD"))
    more = {XYZ: quotes_of({"2021-12-28": 50.0}, make_bars, currency="EUR")}
    found: Worth = worth(Lot(XYZ, shares=10.0), more=more, series=dollars)
    assert found.holdings == ()
    assert found.notes == ("XYZ is priced in EUR and the ratio in USD: it is left out.",)


def test_an_old_price_is_told_with_its_date(worth, make_bars) -> None:
    more = {XYZ: quotes_of({"2021-12-01": 50.0}, make_bars)}
    found: Worth = worth(Lot(XYZ, shares=10.0), more=more)
    assert found.holdings == (Holding(XYZ, 500.0),)
    assert found.notes == ("XYZ is counted at its price of 2021-12-01.",)


def test_prices_that_begin_later_are_none(worth, make_bars) -> None:
    more = {XYZ: quotes_of({"2021-12-29": 50.0}, make_bars)}
    assert worth(Lot(XYZ, shares=10.0), more=more).notes == ("No prices of XYZ are at hand: it is left out.",)


def test_what_is_worth_nothing_has_no_share_of_cost(worth) -> None:
    assert worth(Lot(SPY, shares=0.0, cost=100.0)).costs == {}


def test_beta_is_the_slope_of_a_year_of_returns_on_the_numerator(worth, sample: SampleSource) -> None:
    found: Worth = worth(Lot(QQQ, shares=1.0))
    frame = pd.DataFrame(
        {
            symbol: pd.Series(bars.close, bars.sessions)
            for symbol in (SPY, IWM, QQQ)
            if (bars := sample.fetch(symbol).bars)
        }
    )
    returns = np.log(frame[:"2021-12-28"].dropna()).diff().iloc[-252:]
    slopes = returns.cov()[SPY] / returns[SPY].var()
    assert found.traits_of(SPY).beta == 1.0
    assert found.traits_of(IWM).beta == pytest.approx(slopes[IWM], rel=1e-9)
    assert found.traits_of(IWM).beta == pytest.approx(1.249, abs=0.0005)
    assert found.traits_of(QQQ).beta == pytest.approx(slopes[QQQ], rel=1e-9)


def test_the_beta_of_a_converted_leg_is_that_of_its_converted_closes(worth, december: RatioSeries) -> None:
    rate = 1.1 + 0.05 * np.sin(np.arange(len(december)))
    converted = replace(december, denominator_closes=december.denominator_closes * rate)
    frame = pd.DataFrame({"own": converted.denominator_closes, "market": converted.numerator_closes})
    returns = np.log(frame).diff().iloc[-252:]
    found: Worth = worth(series=converted)
    assert found.traits_of(IWM).beta == pytest.approx(returns.cov().own.market / returns.market.var(), rel=1e-9)


def test_returns_in_another_currency_make_no_beta_and_say_so(
    worth, december: RatioSeries, worked: Layout, make_bars, sample: SampleSource
) -> None:
    euros = replace(sample.fetch(QQQ), currency="EUR")
    dollars = replace(december, currencies=("USD", "USD"))
    found: Worth = worth(Lot(QQQ, value=5_000.0), more={QQQ: euros}, series=dollars)
    assert found.traits_of(QQQ).beta is None
    notes = size_plan(dollars, worked, None, found).portfolio.notes
    assert "The beta of QQQ is not known: it is priced in EUR, and SPY in USD." in notes
    assert not any("a year of prices tells" in note for note in notes)
    same: Worth = worth(Lot(QQQ, value=5_000.0), more={QQQ: replace(euros, currency="USD")}, series=dollars)
    assert same.traits_of(QQQ).beta is not None


def test_a_year_of_returns_is_what_a_beta_takes(worth, sample_series, make_bars, sample: SampleSource) -> None:
    young = sample_series("SPY/IWM", "2001-01-02")
    assert len(young) < 253
    found: Worth = worth(series=young)
    assert found.traits_of(IWM).beta is None
    days = [str(day) for day in sample.fetch(SPY).bars.sessions if day <= np.datetime64("2021-12-28")][-252:]
    more = {XYZ: quotes_of(dict.fromkeys(days, 50.0), make_bars)}
    # 252 closes are 251 returns.
    assert worth(Lot(XYZ, shares=1.0), more=more).traits_of(XYZ).beta is None


def test_the_dividend_yield_is_what_was_paid_within_the_year(worth, sample: SampleSource) -> None:
    found: Worth = worth()
    bars = sample.fetch(SPY).bars
    frame = pd.DataFrame({"close": bars.close, "adjusted": bars.adjusted_close}, pd.DatetimeIndex(bars.sessions))
    frame = frame[:"2021-12-28"]
    factor = frame.adjusted / frame.close
    paid = ((1 - factor.shift() / factor) * frame.close.shift())["2020-12-29":]
    # Four quarterly payments of SPY; rounding of the adjusted closes leaves less than a cent a day.
    expected = paid[paid > 0.5].sum() / 476.87
    assert (paid > 0.5).sum() == 4
    assert found.traits_of(SPY).dividend_yield == pytest.approx(expected, rel=1e-9)
    assert found.traits_of(SPY).dividend_yield == pytest.approx(0.012, abs=0.001)


def test_a_file_without_adjusted_closes_says_nothing_of_dividends(worth, make_bars) -> None:
    closes = {"2020-12-01": 50.0, "2021-12-28": 50.0}
    more = {XYZ: quotes_of(closes, make_bars)}
    assert worth(Lot(XYZ, shares=1.0), more=more).traits_of(XYZ).dividend_yield is None
    more = {XYZ: quotes_of(closes, make_bars, origin=Origin.YAHOO)}
    assert worth(Lot(XYZ, shares=1.0), more=more).traits_of(XYZ).dividend_yield == 0.0
    more = {XYZ: quotes_of({"2021-06-01": 50.0, "2021-12-28": 50.0}, make_bars, origin=Origin.YAHOO)}
    assert worth(Lot(XYZ, shares=1.0), more=more).traits_of(XYZ).dividend_yield is None
    assert worth(Lot(XYZ, value=1.0)).traits_of(XYZ).dividend_yield is None


def test_what_was_typed_goes_before_what_a_source_says(sample: SampleSource, december: RatioSeries) -> None:
    typed = SectorWeights(SPY, (("Financials", 0.1362),), date(2021, 12, 28), TYPED)
    fetched = {symbol: SectorWeights(symbol, (("Energy", 1.0),), date(2021, 1, 1), "Yahoo") for symbol in (SPY, IWM)}
    found = worth_of(Portfolio(sectors=(typed,)), december, Shelf(sample, {}), fetched.get)
    assert (found.traits_of(SPY).sectors, found.traits_of(IWM).sectors) == (typed, fetched[IWM])


# Sizing with a portfolio


def weights_of(sized: Sized) -> dict[str, tuple[float, float]]:
    return {row.name: (row.before, row.after) for row in sized.weights}


def test_a_rotation_sells_from_the_portfolio(december: RatioSeries, worked: Layout, worth) -> None:
    layout = replace(worked, sizing=ROTATE)
    sized = size_plan(december, layout, None, worth(Lot(SPY, shares=10.0)))
    # 10 × 476.87 = 4,768.70 is all there is to sell.
    assert (sized.position.sold.shares, sized.position.capped) == (10, True)
    assert sized.assumption == ""
    assert weights_of(sized)["SPY"] == pytest.approx((0.047687, 0.0))


def test_what_was_typed_on_the_pair_goes_before_the_portfolio_and_says_so(
    december: RatioSeries, worked: Layout, worth
) -> None:
    layout = replace(worked, sizing=ROTATE).with_holding(Holding(SPY, 60_000.0))
    sized = size_plan(december, layout, None, worth(Lot(SPY, shares=10.0), Lot(QQQ, value=5_000.0)))
    assert sized.position.sold.shares == 21
    assert sized.assumption == "What was typed on this pair goes before the portfolio: SPY (60,000.00)."
    assert weights_of(sized)["QQQ"] == pytest.approx((0.05, 0.05))
    assert weights_of(sized)["SPY"][0] == pytest.approx(0.6)


def test_nothing_is_assumed_of_an_account_whose_holdings_were_entered(
    december: RatioSeries, worked: Layout, worth
) -> None:
    layout = replace(worked, sizing=ROTATE)
    with pytest.raises(NoPosition, match="Nothing to rotate: the account holds no SPY"):
        size_plan(december, layout, None, worth(Lot(QQQ, value=5_000.0)))


def test_a_rotation_in_a_portfolio_worth_more_than_the_account_is_refused(
    december: RatioSeries, worked: Layout, worth
) -> None:
    layout = replace(worked, sizing=ROTATE)
    with pytest.raises(BadInput, match=r"holdings and cash are worth 105,000\.00, more than the account"):
        size_plan(december, layout, None, worth(Lot(QQQ, value=5_000.0), cash=100_000.0))


def test_a_pair_in_a_portfolio_worth_more_than_the_account_is_sized_and_told(
    december: RatioSeries, worked: Layout, worth
) -> None:
    sized = size_plan(december, worked, None, worth(Lot(QQQ, value=5_000.0), cash=100_000.0))
    said = "The holdings and cash are worth 105,000.00, more than the account of 100,000.00."
    assert sized.position == size_plan(december, worked).position
    assert sized.portfolio.notes[0] == said
    assert sized.other == said


def test_cash_is_no_part_of_what_is_taken_for_held(december: RatioSeries, worked: Layout, worth) -> None:
    layout = replace(worked, sizing=ROTATE)
    assert size_plan(december, layout, None, worth(cash=30_000.0)).held == 70_000.0


def test_an_empty_portfolio_changes_nothing(december: RatioSeries, worked: Layout, worth) -> None:
    for layout in (worked, replace(worked, sizing=ROTATE)):
        with_none, with_empty = size_plan(december, layout), size_plan(december, layout, None, worth())
        assert with_none.weights == with_empty.weights
        assert with_none.assumption == with_empty.assumption


def test_the_tracking_error_is_that_of_the_difference_of_returns(december: RatioSeries, worked: Layout) -> None:
    sized = size_plan(december, replace(worked, sizing=ROTATE))
    logs = np.log(pd.DataFrame({"a": december.numerator_closes, "b": december.denominator_closes})).diff()
    deviation = (logs.a - logs.b).iloc[-252:].std()
    # 21 × 476.87 ÷ 100,000 is the part of the account that is rotated.
    assert sized.portfolio.tracking_error == pytest.approx(0.1001427 * deviation * 252**0.5, rel=1e-9)


def test_bars_are_cut_without_copying_a_history(worth, sample: SampleSource) -> None:
    # What is known on a day does not depend on what came later.
    early: Worth = worth(Lot(TLT, shares=1.0))
    bars = sample.fetch(TLT).bars
    end = int(np.searchsorted(bars.sessions, np.datetime64("2021-12-28"), side="right"))
    columns = (getattr(bars, name)[:end] for name in ("open", "high", "low", "close", "adjusted_close", "volume"))
    cut = replace(sample.fetch(TLT), bars=Bars(TLT, bars.sessions[:end], *columns))
    assert worth(Lot(TLT, shares=1.0), more={TLT: cut}) == early
