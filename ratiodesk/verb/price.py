"""The verbs about prices: import, refresh, list."""

import json
from datetime import datetime

from ratiodesk.backend import Backend
from ratiodesk.domain.errors import BadInput, BadPrices, RateLimited, RatioDeskError
from ratiodesk.domain.interval import Interval
from ratiodesk.domain.pair import Symbol
from ratiodesk.domain.quotes import Origin, Quotes
from ratiodesk.domain.series import as_date
from ratiodesk.import_text import dropped_rows_text, summary_text
from ratiodesk.verb.answer import Answer
from ratiodesk.verb.option import PricesImportOptions, PricesListOptions, PricesOptions, PricesRefreshOptions
from ratiodesk.verb.printout import Row, aligned, printable
from ratiodesk.verb.report import Fields

_MOST_ROWS = 20


def answer(backend: Backend, options: PricesOptions) -> Answer:
    """Carry out a verb about prices.

    Raises
    ------
    RatioDeskError
        If it could not be carried out.
    """
    match options:
        case PricesImportOptions():
            return _import(backend, options)
        case PricesRefreshOptions():
            return _refresh(backend, options)
        case PricesListOptions():
            return _list(backend, options)


def _import(backend: Backend, options: PricesImportOptions) -> Answer:
    symbol = options.symbol
    if symbol is None:
        suggested = backend.imports.read(options.source, Symbol("PRICES")).suggested_symbol
        raise BadInput(f"Say what the prices are of: --symbol {suggested or 'XYZ'}.")
    found = backend.imports.read(options.source, symbol, currency=options.currency, replace_earlier=options.replace)
    parts = [summary_text(found, done=not options.preview)]
    rows = dropped_rows_text(found).splitlines()
    if rows:
        more = f"\n... and {len(rows) - _MOST_ROWS:,} more" if len(rows) > _MOST_ROWS else ""
        parts.append("\n".join(map(printable, rows[:_MOST_ROWS])) + more)
    if options.preview:
        header = aligned([found.columns, *(row for row in found.preview if len(row) == len(found.columns))], left=1)
        return Answer("\n\n".join(["\n".join(map(printable, header.splitlines())), *parts, "Nothing was imported."]))
    if found.conflict:
        raise BadPrices(f"{found.conflict} (--replace does.)")
    backend.imports.keep(found)
    return Answer("\n\n".join(parts))


def _refresh(backend: Backend, options: PricesRefreshOptions) -> Answer:
    if backend.feed is None:
        raise BadInput("Prices are not refreshed: --offline forbids the network.")
    symbols = options.symbols or _usual_symbols(backend)
    said, failures = [], []
    for symbol in symbols:
        try:
            quotes = backend.feed.refresh(symbol, named=bool(options.symbols))
        except RateLimited as error:
            failures.append(f"{error} Again after {error.until.astimezone():%H:%M:%S}.")
            break
        except RatioDeskError as error:
            failures.append(str(error))
        else:
            said.append(_sentence(quotes))
    failure = failures[0] if failures else ""
    if len(failures) > 1:
        failure = f"{len(failures)} of {len(symbols)} symbols were not refreshed. {failure}"
    return Answer("\n".join(said) if symbols else "There is nothing to refresh yet.", failure)


def _usual_symbols(backend: Backend) -> tuple[Symbol, ...]:
    """Return the symbols fetched before, and those of saved pairs."""
    wanted = {symbol for pair in backend.layouts.pairs() for symbol in pair.symbols}
    for symbol in backend.prices.symbols():
        if _at_hand(backend, symbol).origin is Origin.YAHOO:
            wanted.add(symbol)
    return tuple(sorted(wanted))


def _sentence(quotes: Quotes) -> str:
    forming = ", still forming" if quotes.forming else ""
    last = as_date(quotes.bars.sessions[-1])
    return f"{quotes.symbol}: {len(quotes.bars):,} sessions from {quotes.source} to {last}{forming}."


def _list(backend: Backend, options: PricesListOptions) -> Answer:
    found = [_at_hand(backend, symbol) for symbol in backend.prices.symbols()]
    if options.json:
        return Answer(json.dumps([_fields(quotes) for quotes in found], indent=2))
    rows: list[Row] = [("Symbol", "Source", "Currency", "Sessions", "First", "Last", "Fetched")]
    for quotes in found:
        sessions = quotes.bars.sessions
        last = f"{sessions[-1]}{' forming' if quotes.forming else ''}"
        rows.append(
            (
                quotes.symbol,
                printable(quotes.source),
                quotes.currency or "-",
                f"{len(sessions):,}",
                str(sessions[0]),
                last,
                _minute(quotes.fetched),
            )
        )
    return Answer(aligned(rows, left=3))


def _at_hand(backend: Backend, symbol: Symbol) -> Quotes:
    return backend.prices.quotes(symbol, Interval.DAILY)


def _minute(moment: datetime | None) -> str:
    return f"{moment.astimezone():%Y-%m-%d %H:%M}" if moment else "-"


def _fields(quotes: Quotes) -> Fields:
    return {
        "symbol": quotes.symbol,
        "name": quotes.name or None,
        "source": quotes.source,
        "origin": str(quotes.origin),
        "currency": quotes.currency or None,
        "exchange": quotes.exchange or None,
        "sessions": len(quotes.bars),
        "first": str(quotes.bars.sessions[0]),
        "last": str(quotes.bars.sessions[-1]),
        "forming": quotes.forming,
        "fetched": quotes.fetched.isoformat() if quotes.fetched else None,
    }
