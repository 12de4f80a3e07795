"""The sample prices that ship with the program."""

import os
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from ratiodesk.domain.errors import BadBars, NotFound
from ratiodesk.domain.interval import Interval
from ratiodesk.domain.quotes import Origin
from ratiodesk.domain.series import Basis, as_date
from ratiodesk.market.sample import SampleSource
from ratiodesk.resource import resource_path

HEADER = "Date,Open,High,Low,Close,Adj Close,Volume\n"


def source_of(tmp_path: Path, rows: str, symbol: str = "XYZ") -> SampleSource:
    (tmp_path / f"{symbol}.csv").write_text(HEADER + rows)
    return SampleSource(tmp_path)


def test_the_sample_has_four_instruments_in_order(sample: SampleSource) -> None:
    assert [listing.symbol for listing in sample.listings()] == ["IWM", "QQQ", "SPY", "TLT"]


@pytest.mark.parametrize(
    ("symbol", "first", "last"),
    [
        ("SPY", date(2000, 1, 3), date(2026, 8, 21)),
        ("QQQ", date(2000, 1, 3), date(2026, 8, 21)),
        ("IWM", date(2000, 5, 26), date(2026, 8, 21)),
        ("TLT", date(2002, 7, 30), date(2026, 7, 31)),
    ],
)
def test_each_instrument_covers_its_years(sample: SampleSource, symbol: str, first: date, last: date) -> None:
    quotes = sample.fetch(symbol)
    assert (as_date(quotes.bars.sessions[0]), as_date(quotes.bars.sessions[-1])) == (first, last)
    assert (quotes.bars.symbol, quotes.source, quotes.origin) == (symbol, "Sample prices", Origin.SAMPLE)
    assert (quotes.currency, quotes.exchange, quotes.zone) == ("USD", "PCX", "America/New_York")
    assert (quotes.interval, quotes.forming, quotes.fetched) == (Interval.DAILY, False, None)


def test_each_instrument_has_its_full_name(sample: SampleSource) -> None:
    names = [listing.name for listing in sample.listings()]
    assert names[2] == "SPDR S&P 500 ETF Trust"
    assert all(names)
    assert len(set(names)) == 4


@pytest.mark.parametrize(("symbol", "close"), [("SPY", 476.87), ("IWM", 222.75)])
def test_the_worked_example_is_in_the_sample(sample: SampleSource, symbol: str, close: float) -> None:
    bars = sample.fetch(symbol).bars
    assert bars.close[bars.sessions == np.datetime64("2021-12-28")].tolist() == [close]


def test_every_column_is_what_pandas_reads(sample: SampleSource) -> None:
    table = pd.read_csv(resource_path("sample", "IWM.csv"), parse_dates=["Date"])
    bars = sample.fetch("IWM").bars
    assert bars.sessions.tolist() == [stamp.date() for stamp in table["Date"]]
    columns = (bars.open, bars.high, bars.low, bars.close, bars.adjusted_close, bars.volume)
    names = ("Open", "High", "Low", "Close", "Adj Close", "Volume")
    for name, column in zip(names, columns, strict=True):
        np.testing.assert_allclose(column, table[name], rtol=1e-14, err_msg=name)


def test_the_sample_ratio_of_the_worked_example(december) -> None:
    assert december.basis is Basis.PRICE
    assert december.ratio == pytest.approx(2.140831, abs=5e-7)  # 476.87 ÷ 222.75


def test_a_symbol_that_is_not_there_is_told_with_those_that_are(sample: SampleSource) -> None:
    with pytest.raises(NotFound, match="no prices for GLD: the sample has IWM, QQQ, SPY, TLT"):
        sample.fetch("GLD")


def test_the_sample_has_daily_bars_alone(sample: SampleSource) -> None:
    with pytest.raises(NotFound):
        sample.fetch("SPY", Interval.HOURLY)


def test_a_file_of_one_row_is_one_session(tmp_path: Path) -> None:
    bars = source_of(tmp_path, "2021-12-28,1,2,0.5,1.5,1.4,100\n").fetch("XYZ").bars
    assert (len(bars), bars.close.tolist(), bars.volume.tolist()) == (1, [1.5], [100.0])


def test_a_bad_row_is_named(tmp_path: Path) -> None:
    rows = "2021-12-28,1,1,1,1,1,1\n2021-12-29,1,1,1,-1,1,1\n"
    with pytest.raises(BadBars, match="XYZ: close on 2021-12-29 is -1"):
        source_of(tmp_path, rows).fetch("XYZ")


def test_a_file_is_read_once_until_it_changes(tmp_path: Path, sample: SampleSource) -> None:
    path, own = tmp_path / "SPY.csv", SampleSource(tmp_path)
    path.write_bytes(resource_path("sample", "SPY.csv").read_bytes())
    before = own.fetch("SPY").bars
    assert own.fetch("SPY").bars is before
    assert sample.fetch("SPY").bars is not before
    lines = path.read_text().splitlines()
    path.write_text("\n".join(lines[:-1]) + "\n")
    os.utime(path, ns=(0, 0))
    assert len(own.fetch("SPY").bars) == len(before) - 1
