"""What a user may do with a file that is not what it should be: each kind opened by the code the desk uses."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from specimen import IWM, KEPT, KEPT_LINES, NOW, PLAN_ID, QQQ_TLT, SPY, SPY_IWM

from ratiodesk.backend import Backend, open_backend
from ratiodesk.domain.errors import NotFound, NotSaved, RatioDeskError
from ratiodesk.domain.level import Level, LevelId
from ratiodesk.domain.pair import Pair, Symbol
from ratiodesk.domain.portfolio import Lot, Portfolio
from ratiodesk.domain.ratio import Ratio
from ratiodesk.domain.sector import sectors_of
from ratiodesk.lot_text import left_out_text
from ratiodesk.verb import exchange, journal, level, portfolio, price, size, status
from ratiodesk.verb.answer import Answer
from ratiodesk.verb.option import (
    ImportOptions,
    JournalListOptions,
    LevelListOptions,
    PortfolioImportOptions,
    PortfolioListOptions,
    PricesImportOptions,
    PricesListOptions,
    SizeOptions,
    StatusOptions,
)

BOUGHT = Symbol("BOUGHT")


class PromiseBroken(Exception):
    """Something that the user was promised did not hold."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What came of an attempt.

    Parameters
    ----------
    readable
        Whether the file was taken for what it should be; its place may then hold what was saved after it.
    said
        Every sentence and answer that the user would read.
    """

    readable: bool
    said: tuple[str, ...] = ()


Step = Callable[[], None]
Attempt = Callable[[Path, Path, Step], Seen]


class _Reading:
    """Carries out verbs one after the other, each a step of its own, and collects what they say."""

    def __init__(self, step: Step) -> None:
        self.step = step
        self.said: list[str] = []

    def ask(self, verb: Callable[[Backend, object], Answer], backend: Backend, options: object) -> bool:
        """Return whether the verb was carried out."""
        self.step()
        try:
            answer = verb(backend, options)
        except RatioDeskError as error:
            self.said.append(str(error))
            return False
        self.said += [*answer.text.split("\n"), answer.failure]
        return not answer.failure

    def seen(self, readable: bool) -> Seen:
        return Seen(readable, tuple(filter(None, self.said)))


def open_layout(root: Path, _file: Path, step: Step) -> Seen:
    """Open a pair whose document was spoilt, ask where it stands, and draw a line."""
    backend, reading = _backend(root), _Reading(step)
    opened = backend.layouts.open(SPY_IWM)
    reading.said += [str(opened.problem or ""), opened.note]
    _require(QQQ_TLT.key in {pair.key for pair in backend.layouts.pairs()}, "another pair is no longer listed")
    for json in (False, True):
        reading.ask(status.answer, backend, StatusOptions(pairs=(SPY_IWM,), json=json))
        reading.ask(size.answer, backend, SizeOptions(pair=SPY_IWM, json=json))
        reading.ask(level.answer, backend, LevelListOptions(pair=SPY_IWM, json=json))
    reading.ask(status.answer, backend, StatusOptions())
    line = Level(LevelId("drawn-now"), Ratio(2.22))
    step()
    drawn = replace(opened.layout, levels=(*opened.layout.levels, line))
    if opened.problem is not None:
        _require_refused(lambda: backend.layouts.save(drawn), reading)
        return reading.seen(False)
    try:
        backend.layouts.save(drawn)
    except NotSaved as error:
        return _refused_for_size(error, reading)
    step()
    again = backend.layouts.open(SPY_IWM)
    _require(again.problem is None, f"what was saved cannot be read: {again.problem}")
    kept = {one.id: one.ratio for one in again.layout.levels}
    _require(kept == {one.id: one.ratio for one in drawn.levels}, "what was saved has other lines")
    _require(again.layout.sizing == drawn.sizing, "what was saved has another size")
    return reading.seen(True)


def open_portfolio(root: Path, _file: Path, step: Step) -> Seen:
    """Open a portfolio that was spoilt, list it, and enter a holding."""
    backend, reading = _backend(root), _Reading(step)
    opened = backend.portfolio.store.open()
    reading.said += [str(opened.problem or ""), opened.note]
    for json in (False, True):
        reading.ask(portfolio.answer, backend, PortfolioListOptions(json=json))
    reading.ask(size.answer, backend, SizeOptions(pair=SPY_IWM, json=True))
    bought = Lot(BOUGHT, 3.0)

    def buy(held: Portfolio) -> Portfolio:
        return held.with_lot(bought)

    if opened.problem is not None:
        _require_refused(lambda: backend.portfolio.store.change(buy), reading)
        return reading.seen(False)
    wanted = buy(opened.portfolio)
    step()
    try:
        backend.portfolio.store.change(buy)
    except NotSaved as error:
        return _refused_for_size(error, reading)
    _require(backend.portfolio.store.open().portfolio == wanted, "what was saved holds something else")
    return reading.seen(True)


def open_journal(root: Path, _file: Path, step: Step) -> Seen:
    """List a journal in which one plan was spoilt, and note something on that plan."""
    backend, reading = _backend(root), _Reading(step)
    entries = backend.journal.entries()
    reading.said += entries.problems
    _require("kept0000" in {plan.id for plan in entries.plans}, "another plan is no longer listed")
    for json in (False, True):
        reading.ask(journal.answer, backend, JournalListOptions(json=json))
    plan = next((plan for plan in entries.plans if plan.id == PLAN_ID), None)
    if plan is None:
        _require(len(entries.problems) == 1, "a plan is neither listed nor named as unreadable")
        kept = next(plan for plan in entries.plans if plan.id == "kept0000")
        _require_refused(lambda: backend.journal.save(replace(kept, id=PLAN_ID)), reading)
        _require_refused(lambda: backend.journal.remove(PLAN_ID), reading)
        return reading.seen(False)
    step()
    noted = plan.with_note("Noted now.")
    try:
        backend.journal.save(noted)
    except NotSaved as error:
        return _refused_for_size(error, reading)
    _require(noted in backend.journal.entries().plans, "what was saved is another plan")
    return reading.seen(True)


def open_settings(root: Path, file: Path, step: Step) -> Seen:
    """Start on settings that were spoilt, and change one of them."""
    backend, before = _backend(root), file.read_bytes()
    found = backend.settings.load()
    step()
    changed = replace(found, live=not found.live, last_pair=SPY_IWM)
    backend.settings.save(changed)
    _require(backend.settings.load() == changed, "what was saved reads otherwise")
    return Seen(all(aside.read_bytes() != before for aside in file.parent.glob(f"{file.name}.damaged-*")))


def open_sectors(root: Path, _file: Path, step: Step) -> Seen:
    """Read sectors that were spoilt, and keep some: they can be asked for again."""
    backend, reading = _backend(root), _Reading(step)
    backend.portfolio.sector_store.load()
    reading.ask(portfolio.answer, backend, PortfolioListOptions(json=True))
    step()
    told = sectors_of(BOUGHT, [("Energy", 1.0)], NOW.date(), "Yahoo")
    backend.portfolio.sector_store.keep(told)
    _require(told in backend.portfolio.sector_store.load(), "sectors that were kept are not there")
    return reading.seen(True)


def import_prices(root: Path, file: Path, step: Step) -> Seen:
    """Look at a table of prices, take it in, and read the ratio of what came of it."""
    backend, reading = _backend(root), _Reading(step)
    reading.ask(price.answer, backend, PricesImportOptions(source=file))
    reading.ask(price.answer, backend, PricesImportOptions(source=file, symbol=SPY, currency="GBp", preview=True))
    taken = reading.ask(price.answer, backend, PricesImportOptions(source=file, symbol=BOUGHT))
    reading.ask(price.answer, backend, PricesListOptions())
    for pair in (Pair(BOUGHT, SPY), Pair(SPY, BOUGHT)):
        reading.ask(status.answer, backend, StatusOptions(pairs=(pair,), json=True))
    _require(len(backend.prices.quotes(KEPT).bars) == 400, "prices of another symbol are gone")
    return reading.seen(taken)


def import_lots(root: Path, file: Path, step: Step) -> Seen:
    """Take a table of holdings in."""
    backend, reading = _backend(root), _Reading(step)
    before = {lot.symbol for lot in backend.portfolio.store.open().portfolio.lots}
    taken = reading.ask(portfolio.answer, backend, PortfolioImportOptions(source=file))
    with suppress(RatioDeskError):
        reading.said += left_out_text(backend.portfolio.lots.read(file)).split("\n")
    reading.ask(portfolio.answer, backend, PortfolioImportOptions(source=file, json=True))
    reading.ask(portfolio.answer, backend, PortfolioListOptions())
    opened = backend.portfolio.store.open()
    _require(opened.problem is None, f"what was saved cannot be read: {opened.problem}")
    _require(before <= {lot.symbol for lot in opened.portfolio.lots}, "another holding is gone")
    return reading.seen(taken)


def import_layout(root: Path, file: Path, step: Step) -> Seen:
    """Take the lines of a layout from elsewhere in."""
    backend, reading = _backend(root), _Reading(step)
    before = {pair.key: _lines(backend, pair) for pair in backend.layouts.pairs()}
    taken = reading.ask(exchange.answer, backend, ImportOptions(source=file))
    for pair in backend.layouts.pairs():
        opened = backend.layouts.open(pair)
        _require(opened.problem is None, f"what was saved cannot be read: {opened.problem}")
        _require(before.get(pair.key, set()) <= _lines(backend, pair), f"a line of {pair} is gone")
    reading.ask(status.answer, backend, StatusOptions())
    _require(set(KEPT_LINES) <= _lines(backend, QQQ_TLT), "a line of another pair is gone")
    return reading.seen(taken)


def open_cache(root: Path, _file: Path, step: Step) -> Seen:
    """Start on a price cache that was spoilt, read everything, and keep something new."""
    backend, reading = _backend(root), _Reading(step)
    reading.ask(price.answer, backend, PricesListOptions())
    reading.ask(price.answer, backend, PricesListOptions(json=True))
    backend.prices.listings()
    for pair in (SPY_IWM, Pair(KEPT, SPY)):
        reading.ask(status.answer, backend, StatusOptions(pairs=(pair,)))
    for symbol in (KEPT, SPY, IWM):
        with suppress(NotFound):
            backend.prices.quotes(symbol)
    table = root.parent / "incoming" / "new.csv"
    table.write_bytes(b"Date,Close\n2021-12-28,10\n2021-12-29,11\n")
    taken = reading.ask(price.answer, backend, PricesImportOptions(source=table, symbol=BOUGHT))
    table.unlink()
    if taken:
        _require(len(backend.prices.quotes(BOUGHT).bars) == 2, "prices that were imported are not there")
    else:
        # Nothing is written to what a later version may have written.
        _require("newer RatioDesk" in reading.said[-1], "no prices can be imported")
    reading.said += backend.prices.notes()
    return reading.seen(not list(root.glob("prices.sqlite.damaged-*")))


def _refused_for_size(error: NotSaved, reading: _Reading) -> Seen:
    """Return that a document is as large as one may be, and could not take a change: nothing else may be a reason."""
    reading.said.append(str(error))
    if "more than the" not in str(error):
        raise PromiseBroken(f"it could be read, but not saved again: {error}") from error
    return reading.seen(False)


def _backend(root: Path) -> Backend:
    return open_backend(str(root), offline=True, clock=lambda: NOW)


def _lines(backend: Backend, pair: Pair) -> set[LevelId]:
    return {line.id for line in backend.layouts.open(pair).layout.levels}


def _require(holds: bool, sentence: str) -> None:
    if not holds:
        raise PromiseBroken(sentence)


def _require_refused(save: Callable[[], object], reading: _Reading) -> None:
    reading.step()
    try:
        save()
    except NotSaved as error:
        reading.said.append(str(error))
    else:
        raise PromiseBroken("what could not be read was written over")
