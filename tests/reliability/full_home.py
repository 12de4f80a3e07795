"""A home of somebody who has used the desk for years: many pairs, many lines, many holdings, many frozen plans."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import combinations, islice
from pathlib import Path

import numpy as np

from ratiodesk.analysis.reading import size_plan
from ratiodesk.domain.basis import Basis
from ratiodesk.domain.frozen_plan import freeze
from ratiodesk.domain.interval import Interval
from ratiodesk.domain.layout import Layout
from ratiodesk.domain.level import Level, LevelId, Role
from ratiodesk.domain.pair import Pair, Symbol
from ratiodesk.domain.pair_quotes import read_pair
from ratiodesk.domain.plan import Plan
from ratiodesk.domain.portfolio import Lot, Portfolio
from ratiodesk.domain.quotes import Origin, Quotes
from ratiodesk.domain.ratio import Ratio
from ratiodesk.domain.series import RatioSeries
from ratiodesk.market.cache import PriceCache
from ratiodesk.market.sample import SampleSource
from ratiodesk.resource import resource_path
from ratiodesk.storage.document import encode_layout
from ratiodesk.storage.file_name import file_name
from ratiodesk.storage.frozen_document import encode_frozen
from ratiodesk.storage.home import open_home
from ratiodesk.storage.portfolio_file import PortfolioFile

PLANNED, CROWDED = Pair.parse("SPY/IWM"), Pair.parse("QQQ/SPY")
_OF_SAMPLE = ("SPY", "IWM", "QQQ", "TLT")
# A holding has as many bars as a year of returns takes.
_SHORT_BARS = 600
_CREATED = datetime(2026, 8, 21, tzinfo=UTC)


class _Prices:
    """The sample prices, and as many like them as are asked for."""

    def __init__(self) -> None:
        source = SampleSource(resource_path("sample"))
        self._known = {name: source.fetch(Symbol(name)) for name in _OF_SAMPLE}

    def quotes(self, symbol: Symbol, interval: Interval = Interval.DAILY) -> Quotes:
        return self._known[symbol]

    def add(self, symbol: Symbol, place: int, bars: int) -> Quotes:
        """Make prices of a symbol: those of a sample times a slow wave of its own."""
        model = self._known[_OF_SAMPLE[place % len(_OF_SAMPLE)]]
        wave = np.exp(0.2 * np.sin(np.arange(len(model.bars)) / (200 + place)))[-bars:]
        columns = {
            name: getattr(model.bars, name)[-bars:] * wave
            for name in ("open", "high", "low", "close", "adjusted_close")
        }
        cut = replace(
            model.bars, symbol=symbol, sessions=model.bars.sessions[-bars:], volume=model.bars.volume[-bars:], **columns
        )
        made = Quotes(cut, "Full home", Origin.FILE, currency=model.currency, name=f"Fund number {place} of many")
        self._known[symbol] = made
        return made


def fill_home(root: Path, *, pairs: int = 1_000, lines: int = 500, holdings: int = 200, plans: int = 1_000) -> None:
    """Fill a home directory.

    Parameters
    ----------
    root
        Where; it is made if it is not there.
    pairs
        Saved pairs, each with a plan; :data:`PLANNED` and :data:`CROWDED` are among them.
    lines
        Lines without a role on :data:`CROWDED`, besides its plan.
    holdings, plans
        Holdings of the portfolio, and frozen plans of the journal.
    """
    root.mkdir(parents=True, exist_ok=True)
    home = open_home(str(root))
    prices, cache = _Prices(), PriceCache(home.prices)
    count = 4
    while count * (count - 1) // 2 < pairs:
        count += 1
    symbols = [*_OF_SAMPLE, *(f"F{place:03d}" for place in range(4, max(count, holdings)))]
    for place, symbol in enumerate(symbols[4:], 4):
        cache.store(prices.add(Symbol(symbol), place, 100_000 if place < count else _SHORT_BARS))
    others = (Pair(Symbol(first), Symbol(second)) for first, second in combinations(symbols[:count], 2))
    wanted = [PLANNED, CROWDED]
    wanted += [pair for pair in others if pair.key not in (PLANNED.key, CROWDED.key)][: max(pairs - 2, 0)]
    for pair in wanted:
        layout = _planned(pair, _series(prices, pair))
        if pair == CROWDED:
            layout = _crowded(layout, _series(prices, pair), lines)
        (home.layouts / file_name(pair)).write_bytes(encode_layout(layout))
    if holdings:
        lots = tuple(Lot(Symbol(symbol), shares=1.0 + place % 7) for place, symbol in enumerate(symbols[:holdings]))
        PortfolioFile(home).change(lambda _: Portfolio(lots, cash=5_000.0))
    _freeze(home.journal, prices, list(islice(wanted, 40)), plans)


def _series(prices: _Prices, pair: Pair) -> RatioSeries:
    return read_pair(prices, pair, Basis.PRICE).series(Basis.PRICE)


def _planned(pair: Pair, series: RatioSeries) -> Layout:
    """Return a layout whose plan has the last ratio between entry and stop."""
    parts = {Role.STOP: 1.08, Role.ENTRY: 0.99, Role.TARGET: 0.9}
    return Layout(
        pair,
        tuple(
            Level(LevelId(f"{role}"), Ratio(round(series.ratio * part, 6)), role, created=_CREATED)
            for role, part in parts.items()
        ),
    )


def _crowded(layout: Layout, series: RatioSeries, count: int) -> Layout:
    """Return the layout with lines all over the last three years, and some far beyond."""
    values = series.values[-756:]
    low, high = 0.8 * float(values.min()), 1.2 * float(values.max())
    lines = tuple(
        Level(
            LevelId(f"line{place}"),
            Ratio(round(low + (high - low) * place / count, 6)),
            label=f"Note {place}" if place % 3 == 0 else "",
            created=_CREATED,
        )
        for place in range(count)
    )
    return replace(layout, levels=(*layout.levels, *lines))


def _freeze(folder: Path, prices: _Prices, pairs: list[Pair], count: int) -> None:
    """Write frozen plans, most of them of years ago."""
    folder.mkdir(mode=0o700, exist_ok=True)
    for place in range(count):
        pair = pairs[place % len(pairs)]
        whole = read_pair(prices, pair, Basis.PRICE)
        begin = 40 + 20 * (place % 150)
        session = whole.numerator.bars.sessions[-begin].item()
        series = whole.series(Basis.PRICE, session)
        layout = _planned(pair, series)
        lines = {level.role: level.ratio for level in layout.levels}
        plan = Plan(lines[Role.ENTRY], lines[Role.STOP], lines[Role.TARGET])
        moment = datetime(session.year, session.month, session.day, 22, tzinfo=UTC) + timedelta(seconds=place)
        frozen = freeze(series, plan, layout.sizing, size_plan(series, layout).position, moment)
        frozen = replace(frozen, id=type(frozen.id)(f"{place:08x}"), note=f"Reason number {place}")
        (folder / f"{frozen.id}.json").write_bytes(encode_frozen(frozen, None))
