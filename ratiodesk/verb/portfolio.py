"""The verbs about the portfolio: list, import."""

import json
from dataclasses import replace

from ratiodesk.backend import Backend
from ratiodesk.domain.errors import NotFound
from ratiodesk.domain.pair import Symbol
from ratiodesk.domain.portfolio import Lot, Portfolio
from ratiodesk.domain.portfolio_port import LotImport
from ratiodesk.domain.quotes import Quotes
from ratiodesk.domain.sector import SectorWeights, format_sectors
from ratiodesk.domain.series import as_date
from ratiodesk.lot_text import left_out_text, taken_text
from ratiodesk.verb.answer import Answer
from ratiodesk.verb.option import PortfolioImportOptions, PortfolioListOptions, PortfolioOptions
from ratiodesk.verb.printout import Row, aligned, printable
from ratiodesk.verb.report import Fields, cents

_MOST_ROWS = 20


def answer(backend: Backend, options: PortfolioOptions) -> Answer:
    """Carry out a verb about the portfolio.

    Raises
    ------
    RatioDeskError
        If it could not be carried out.
    """
    match options:
        case PortfolioImportOptions():
            return _import(backend, options)
        case PortfolioListOptions():
            return _list(backend, options)


def _import(backend: Backend, options: PortfolioImportOptions) -> Answer:
    found = backend.portfolio.lots.read(options.source)
    portfolio, found = _taken_in(backend, found)
    without = [lot.symbol for lot in found.lots if _quotes(backend, lot.symbol) is None]
    if options.json:
        fields = _fields(backend, portfolio) | {
            "taken": [lot.symbol for lot in found.lots],
            "left_out": [{"line": row.line, "text": row.text, "reason": row.reason} for row in found.dropped],
            "import_notes": list(found.notes),
            "without_prices": without,
        }
        return Answer(json.dumps(fields, indent=2))
    parts = [taken_text(found, without)]
    rows = left_out_text(found).splitlines()
    if rows:
        more = f"\n... and {len(rows) - _MOST_ROWS:,} more" if len(rows) > _MOST_ROWS else ""
        parts.append("\n".join(map(printable, rows[:_MOST_ROWS])) + more)
    return Answer("\n\n".join(parts))


def _taken_in(backend: Backend, found: LotImport) -> tuple[Portfolio, LotImport]:
    """Return what was written, and what was read with what there is to say of the portfolio before."""
    befores: list[Portfolio] = []

    def into(portfolio: Portfolio) -> Portfolio:
        befores.append(portfolio)
        return found.into(portfolio)

    written = backend.portfolio.store.change(into)
    return written, replace(found, notes=(*found.notes, *found.kept(befores[-1])))


def _list(backend: Backend, options: PortfolioListOptions) -> Answer:
    opened = backend.portfolio.store.open()
    if opened.problem is not None:
        raise opened.problem
    portfolio = opened.portfolio
    if options.json:
        return Answer(json.dumps(_fields(backend, portfolio), indent=2))
    if not portfolio.lots:
        return Answer("Nothing is entered yet: portfolio import FILE.csv takes holdings in.")
    rows: list[Row] = [("Symbol", "Shares", "Worth", "As of", "Cost", "Sectors")]
    told = _told_sectors(backend)
    for lot in portfolio.lots:
        sectors = portfolio.typed_sectors(lot.symbol) or told.get(lot.symbol)
        shares = f"{lot.shares:,.12g}" if lot.shares is not None else "-"
        worth, session, currency = _worth(lot, _quotes(backend, lot.symbol))
        rows.append(
            (
                lot.symbol,
                shares,
                f"{worth:,.2f} {currency}".rstrip() if worth is not None else "not known",
                session or ("entered" if worth is not None else "-"),
                f"{lot.cost:,.2f}" if lot.cost is not None else "-",
                printable(f"{sectors.source or 'source'} {sectors.as_of}") if sectors else "not known",
            )
        )
    cash = f"{portfolio.cash:,.2f}" if portfolio.cash is not None else "what is left of the account"
    lines = [aligned(rows), f"Cash: {cash}. Realised gains are {_taxed_text(portfolio)}."]
    return Answer("\n".join([*lines, printable(opened.note)] if opened.note else lines))


def _taxed_text(portfolio: Portfolio) -> str:
    if not portfolio.taxable:
        return "not taxed"
    if portfolio.tax_rate is None:
        return "taxed, and the rate is not entered"
    return f"taxed at {portfolio.tax_rate * 100:.12g} %"


def _fields(backend: Backend, portfolio: Portfolio) -> Fields:
    told = _told_sectors(backend)
    return {
        "holdings": [
            _lot_fields(lot, _quotes(backend, lot.symbol), portfolio.typed_sectors(lot.symbol) or told.get(lot.symbol))
            for lot in portfolio.lots
        ],
        "cash": None if portfolio.cash is None else cents(portfolio.cash),
        "taxable": portfolio.taxable,
        "tax_rate": portfolio.tax_rate,
    }


def _lot_fields(lot: Lot, quotes: Quotes | None, sectors: SectorWeights | None) -> Fields:
    worth, session, currency = _worth(lot, quotes)
    return {
        "symbol": lot.symbol,
        "shares": lot.shares,
        "value": None if lot.value is None else cents(lot.value),
        "cost": None if lot.cost is None else cents(lot.cost),
        "worth": None if worth is None else cents(worth),
        "currency": currency or None,
        "session": session or None,
        "sectors": _sector_fields(sectors) if sectors else None,
    }


def _sector_fields(sectors: SectorWeights) -> Fields:
    return {
        "weights": dict(sectors.weights),
        "as_of": sectors.as_of.isoformat(),
        "source": sectors.source,
        "text": format_sectors(sectors),
    }


def _worth(lot: Lot, quotes: Quotes | None) -> tuple[float | None, str, str]:
    """Return what a holding is worth at the last price at hand, of which session and in which currency that is.

    Where there is no price, or there are no shares, that is the value entered, of no session.
    """
    if lot.shares is None or quotes is None:
        return lot.value, "", ""
    session = as_date(quotes.bars.sessions[-1]).isoformat()
    return lot.shares * float(quotes.bars.close[-1]), session, quotes.currency


def _quotes(backend: Backend, symbol: Symbol) -> Quotes | None:
    try:
        return backend.prices.quotes(symbol)
    except NotFound:
        return None


def _told_sectors(backend: Backend) -> dict[Symbol, SectorWeights]:
    """Return the sectors that a source told, by symbol."""
    return {weights.symbol: weights for weights in backend.portfolio.sector_store.load() if weights.weights}
