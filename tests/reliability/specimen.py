"""A home as the program itself fills it, and good files of every kind to be spoilt."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

from market_data import RECORDED
from written_tables import FIDELITY, SCHWAB, WRITERS

from ratiodesk.analysis.reading import size_plan
from ratiodesk.backend import Backend, open_backend
from ratiodesk.domain.balance import Balance
from ratiodesk.domain.basis import Basis
from ratiodesk.domain.cost import CostRates
from ratiodesk.domain.frozen_plan import FrozenId, freeze
from ratiodesk.domain.layout import Layout, Scale, View
from ratiodesk.domain.level import Level, LevelId, Role
from ratiodesk.domain.pair import Pair, Symbol
from ratiodesk.domain.pair_quotes import read_pair
from ratiodesk.domain.plan import plan_of
from ratiodesk.domain.portfolio import Holding, Lot, Portfolio
from ratiodesk.domain.position import Execution
from ratiodesk.domain.ratio import Ratio
from ratiodesk.domain.sector import SectorWeights, sectors_of
from ratiodesk.domain.sizing import Sizing
from ratiodesk.resource import resource_path
from ratiodesk.storage.document import encode_layout
from ratiodesk.storage.home import Home

NOW = datetime(2026, 8, 21, 22, 0, tzinfo=UTC)
SPY, IWM, QQQ, KEPT = Symbol("SPY"), Symbol("IWM"), Symbol("QQQ"), Symbol("KEPT")
SPY_IWM, QQQ_TLT = Pair(SPY, IWM), Pair(QQQ, Symbol("TLT"))
PLAN_ID = FrozenId("0a1b2c3d")
# Lines of the layouts that no mutation is put in place of.
KEPT_LINES = ("kept-1", "kept-2")

_MOMENT = datetime(2021, 12, 28, 22, 0, tzinfo=UTC)


def fill(root: Path) -> None:
    """Fill a home with two layouts, a portfolio, a frozen plan, settings, sectors and imported prices."""
    backend = open_backend(str(root), offline=True)
    for layout in (worked(), _other()):
        backend.layouts.save(layout)
    backend.settings.save(backend.settings.load())
    backend.portfolio.store.change(lambda _: _portfolio())
    for symbol in (SPY, QQQ):
        backend.portfolio.sector_store.keep(_sectors(symbol))
    for number in range(2):
        _freeze(backend, FrozenId(PLAN_ID if number == 0 else "kept0000"))
    table = root.parent / "KEPT.csv"
    table.write_bytes(sample_table(400))
    backend.imports.keep(backend.imports.read(table, KEPT))
    table.unlink()


def worked() -> Layout:
    """Return the worked example with every field of a layout filled."""
    drawn = ((1.95, Role.TARGET), (2.13, Role.ENTRY), (2.35, Role.STOP), (2.5, Role.PLAIN))
    levels = tuple(
        Level(LevelId(f"line-{at}"), Ratio(ratio), role, f"note {at}", "#ff8800", alert=at > 1, created=_MOMENT)
        for at, (ratio, role) in enumerate(drawn)
    )
    costs = CostRates(
        order=1.0, share=0.005, half_spread=0.0001, borrow=0.003, short_dividend=0.013, holding_sessions=60
    )
    view = View("custom", "1wk", Scale.LOG, Basis.PRICE, date(2019, 1, 2), date(2021, 12, 28), 12, 1.5, 2.75, QQQ_TLT)
    sizing = Sizing(50_000.0, 0.02, Execution.ROTATE, 1.5, Balance.DOLLAR_NEUTRAL, True, True, costs, 1.5, (0.0, 0.5))
    return Layout(SPY_IWM, levels, sizing, (Holding(SPY, 40_000.0), Holding(IWM, 5_000.0)), view)


def _other() -> Layout:
    levels = tuple(
        Level(LevelId(name), Ratio(ratio), created=_MOMENT) for name, ratio in zip(KEPT_LINES, (3.1, 4.2), strict=True)
    )
    return Layout(QQQ_TLT, levels)


def _portfolio() -> Portfolio:
    lots = (
        Lot(SPY, 100.0, None, 30_000.0),
        Lot(IWM, 50.5),
        Lot(Symbol("NONE"), None, 1_000.0),
        Lot(Symbol("BRK-B"), 2.0),
    )
    return Portfolio(lots, 12_345.67, taxable=True, tax_rate=0.25, sectors=(_sectors(IWM), _sectors(SPY)))


def _sectors(symbol: Symbol) -> SectorWeights:
    parts = [("Technology", 0.4), ("Financials", 0.35), ("Energy", 0.05)]
    return sectors_of(symbol, parts, date(2021, 12, 28), "typed")


def _freeze(backend: Backend, name: FrozenId) -> None:
    layout = worked()
    series = read_pair(backend.prices, SPY_IWM, Basis.PRICE).series(Basis.PRICE, date(2021, 12, 28))
    plan = plan_of(layout.levels, Basis.PRICE)
    assert plan is not None
    frozen = freeze(series, plan, layout.sizing, size_plan(series, layout, None).position, _MOMENT, "As decided.")
    backend.journal.save(replace(frozen, id=name))


@cache
def sample_table(rows: int) -> bytes:
    """Return the last rows of the sample prices of SPY, as Yahoo's columns."""
    header, *lines = (resource_path("sample") / "SPY.csv").read_text().splitlines()
    return "\n".join([header, *lines[-rows:], ""]).encode()


@cache
def documents(root: Path) -> Mapping[str, Mapping[str, bytes]]:
    """Return good documents by family, taken from a home that was filled."""
    home = Home(root)
    layout = home.layouts / "IWM_SPY.ratiodesk"
    fields = json.loads(layout.read_bytes())
    old = {"format": "ratiodesk-layout", "version": 1, "pair": "SPY/IWM", "levels": fields["levels"]}
    plain = {"format": "ratiodesk-layout", "version": 2, "pair": "iwm spy"}
    portfolio = json.loads(home.portfolio.read_bytes())
    return {
        "layout": {
            "whole": layout.read_bytes(),
            "version 1": json.dumps(old).encode(),
            "version 2": json.dumps(plain).encode(),
            "upside down": encode_layout(worked().seen_as(SPY_IWM.inverted())),
            "of another pair": (home.layouts / "QQQ_TLT.ratiodesk").read_bytes(),
        },
        "portfolio": {
            "whole": home.portfolio.read_bytes(),
            "version 1": json.dumps(portfolio | {"version": 1, "tax_rate": 0}).encode(),
        },
        "journal": {"whole": (home.journal / f"{PLAN_ID}.json").read_bytes()},
        "settings": {"whole": home.settings.read_bytes()},
        "sectors": {"whole": home.sectors.read_bytes()},
        "cache": {"whole": home.prices.read_bytes()},
    }


def price_tables() -> Mapping[str, bytes]:
    """Return price files of every writer that is recognised, and a longer one."""
    known = {" ".join(key).strip(): text.encode() for key, text in WRITERS.items()}
    return known | {"sample": sample_table(300)}


def lot_tables() -> Mapping[str, bytes]:
    """Return files of holdings of several writers."""
    return {
        "Fidelity": FIDELITY.encode(),
        "Schwab": SCHWAB.encode(),
        "plain": b"Symbol,Shares,Value,Cost\nSPY,100,47687,30000\niwm,,5000,\nCash,,1234.5\n",
        "in German": "Symbol;Stück;Kurswert;Einstandskurs\nSPY;100;47.687,50;300,50\nQQQ;1,5;600,00;\n".encode(),
        "tabs": b"Ticker\tMarket Value\nSPY\t47687\nQQQ\t100\nTotal\t47787\n",
    }


def answers(kind: str) -> Mapping[str, bytes]:
    """Return what Yahoo once answered: ``chart``, ``search`` or ``summary``."""
    return {path.stem: path.read_bytes() for path in sorted(RECORDED.glob(f"{kind}_*.json"))}
