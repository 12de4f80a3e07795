"""The verbs that need no window, on the same documents and prices as the desk."""

import math
import os
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

from ratiodesk import journal_verb, portfolio_verbs, price_verbs, size_verb
from ratiodesk.analysis.reading import standing_of
from ratiodesk.analysis.statistic import statistics_of
from ratiodesk.answer import Answer
from ratiodesk.backend import Backend, open_backend
from ratiodesk.domain.errors import BadInput, BadLevel, NotFound, NotSaved, RatioDeskError
from ratiodesk.domain.layout import Layout
from ratiodesk.domain.level import Level, LevelId, Role
from ratiodesk.domain.pair import Pair
from ratiodesk.domain.pair_quotes import read_pair
from ratiodesk.domain.ports import Prices
from ratiodesk.domain.ratio import Ratio, format_level, parse_ratio, reciprocal
from ratiodesk.domain.series import RatioSeries
from ratiodesk.exchange import count, csv_table, take_in
from ratiodesk.options import CommonOptions
from ratiodesk.portfolio_verbs import worth_at_hand
from ratiodesk.printout import level_table, status_table, status_text
from ratiodesk.report import Fields, Status, json_text, level_list, status_fields
from ratiodesk.storage.atomic import write_atomic
from ratiodesk.storage.file_name import SUFFIX
from ratiodesk.storage.home import open_home
from ratiodesk.storage.layout_files import read_layout, write_layout
from ratiodesk.verb_options import (
    ExportOptions,
    ImportOptions,
    JournalExportOptions,
    JournalFreezeOptions,
    JournalListOptions,
    JournalScoreOptions,
    LevelAddOptions,
    LevelListOptions,
    LevelRemoveOptions,
    PortfolioImportOptions,
    PortfolioListOptions,
    PricesImportOptions,
    PricesListOptions,
    PricesRefreshOptions,
    SizeOptions,
    StatusOptions,
)


def run(options: CommonOptions) -> int:
    """Carry out a verb and print its answer; return 0 if all was well, else 1.

    Raises
    ------
    RatioDeskError
        If the verb could not be carried out; nothing was changed then.
    """
    backend = open_backend(options.home, offline=options.offline)
    answer = _answer(backend, options)
    if answer.text:
        _print(answer.text)
    for note in backend.prices.notes():
        print(note, file=sys.stderr)
    if answer.failure:
        raise RatioDeskError(answer.failure)
    return 0


def _answer(backend: Backend, options: CommonOptions) -> Answer:
    match options:
        case StatusOptions():
            answer = _status(backend, options)
        case SizeOptions():
            answer = _size(backend, options)
        case LevelListOptions() | LevelAddOptions() | LevelRemoveOptions():
            answer = _level(backend, options)
        case ExportOptions():
            answer = _export(backend, options)
        case ImportOptions():
            answer = _import(backend, options)
        case PricesImportOptions() | PricesRefreshOptions() | PricesListOptions():
            answer = price_verbs.answer(backend, options)
        case PortfolioImportOptions() | PortfolioListOptions():
            answer = portfolio_verbs.answer(backend, options)
        case JournalListOptions() | JournalFreezeOptions() | JournalScoreOptions() | JournalExportOptions():
            answer = journal_verb.answer(backend, options)
        case _:
            raise TypeError(f"{type(options).__name__} is carried out by the desk.")
    return answer


def _status(backend: Backend, options: StatusOptions) -> Answer:
    pairs = options.pairs or tuple(backend.layouts.pairs())
    # For pairs that were named it may take a moment to fetch what is not at hand.
    prices = backend.patient_prices if options.pairs else backend.prices
    statuses = [_status_of(backend, prices, pair, options.as_of) for pair in pairs]
    failed = [status for status in statuses if status.failure] if options.pairs else []
    failure = failed[0].failure if failed else ""
    if len(failed) > 1:
        names = ", ".join(str(status.layout.pair) for status in failed)
        failure = f"{len(failed)} of {len(statuses)} pairs have no sound reading: {names}."
    if options.json:
        fields = [status_fields(status) for status in statuses]
        return Answer(json_text(fields[0] if len(options.pairs) == 1 else fields), failure)
    if len(options.pairs) == 1:
        return Answer(status_text(statuses[0]), failure)
    return Answer(status_table(statuses) if statuses else "No pair is saved yet.", failure)


def _status_of(backend: Backend, prices: Prices, pair: Pair, as_of: date | None) -> Status:
    opened = backend.layouts.open(pair)
    found = Status(
        layout=opened.layout,
        note=str(opened.problem) if opened.problem else opened.note,
        read_only=opened.problem is not None,
    )
    basis = opened.layout.view.basis
    try:
        quotes = read_pair(prices, pair, basis)
        series = quotes.series(basis, as_of)
    except RatioDeskError as error:
        return replace(found, problem=str(error))
    found = replace(found, sources=tuple(dict.fromkeys(leg.source for leg in quotes.legs)))
    standing = standing_of(series, opened.layout)
    if series.mixes_currencies:
        above, below = series.currencies
        mixed = f"The ratio mixes currencies: {pair.numerator} in {above}, {pair.denominator} in {below}."
        found = replace(found, note=f"{found.note} {mixed}".strip())
    return replace(found, standing=standing, statistics=statistics_of(series), problem=standing.problem)


def _size(backend: Backend, options: SizeOptions) -> Answer:
    layout = _layout(backend, options.pair)
    series = _series(backend, layout, options.as_of)
    return size_verb.answer(layout, series, options, worth_at_hand(backend, series))


def _level(backend: Backend, options: LevelListOptions | LevelAddOptions | LevelRemoveOptions) -> Answer:
    match options:
        case LevelListOptions():
            return _level_list(backend, options)
        case LevelAddOptions():
            return _level_add(backend, options)
        case LevelRemoveOptions():
            return _level_remove(backend, options)


def _level_list(backend: Backend, options: LevelListOptions) -> Answer:
    layout = _layout(backend, options.pair)
    try:
        ratio = _series(backend, layout).ratio
    except RatioDeskError:
        if not layout.levels:
            raise
        ratio = None  # Lines can be told without prices; their distances cannot.
    return _lines(layout, ratio, options.json)


def _level_add(backend: Backend, options: LevelAddOptions) -> Answer:
    stored = _stored(backend, options.pair)
    turned = stored.pair != options.pair
    series = _series(backend, stored.seen_as(options.pair))
    level = Level.new(parse_ratio(options.ratio_text, series.ratio), options.role or Role.PLAIN, series.basis)
    known = next((line for line in stored.levels if _same_place(line, level.inverted() if turned else level)), None)
    if known is not None:
        return _take_role(backend, stored.seen_as(options.pair), known.id, options)
    # In the saved orientation only the new line is turned over, so the others keep every digit.
    now = reciprocal(series.ratio) if turned else series.ratio
    stored = stored.add(level.inverted() if turned else level, now if options.role is None else None)
    backend.layouts.save(stored)
    layout = stored.seen_as(options.pair)
    said = f"Added {format_level(level.ratio)} to {layout.pair} as {layout.level(level.id).role}."
    problem = standing_of(series, layout).problem
    return _lines(layout, series.ratio, options.json, f"{said} {problem}".strip(), {"added": level.id})


def _same_place(line: Level, other: Level) -> bool:
    return line.basis is other.basis and math.isclose(line.ratio, other.ratio, rel_tol=1e-9)


def _take_role(backend: Backend, layout: Layout, level_id: LevelId, options: LevelAddOptions) -> Answer:
    """Give the role to the line that is there already, instead of a second one on top of it."""
    line = layout.level(level_id)
    if options.role in (None, line.role):
        raise BadLevel(f"{layout.pair} has a level at {format_level(line.ratio)} already: {line.role}, {line.id}.")
    layout = layout.with_role(level_id, options.role)
    backend.layouts.save(layout)
    series = _series(backend, layout)
    said = f"The level at {format_level(line.ratio)} of {layout.pair} is {options.role} now."
    problem = standing_of(series, layout).problem
    return _lines(layout, series.ratio, options.json, f"{said} {problem}".strip(), {"added": level_id})


def _level_remove(backend: Backend, options: LevelRemoveOptions) -> Answer:
    stored = _stored(backend, options.pair)
    level = stored.seen_as(options.pair).level(options.level_id)
    stored = stored.remove(level.id)
    backend.layouts.save(stored)
    said = f"Removed {format_level(level.ratio)} from {options.pair}."
    return _lines(stored.seen_as(options.pair), None, options.json, said, {"removed": level.id})


def _lines(layout: Layout, ratio: Ratio | None, as_json: bool, said: str = "", more: Fields | None = None) -> Answer:
    if as_json:
        return Answer(
            json_text({"pair": str(layout.pair), "ratio": ratio} | (more or {}) | {"levels": level_list(layout, ratio)})
        )
    return Answer(f"{said}\n\n{level_table(layout, ratio)}" if said else level_table(layout, ratio))


def _export(backend: Backend, options: ExportOptions) -> Answer:
    output = options.output
    layout = _layout(backend, options.pair)
    _refuse_own_folder(output, options.home)
    match output.suffix.lower():
        case ".csv":
            series = _series(backend, layout)
            try:
                write_atomic(output, csv_table(series))
            except OSError as error:
                raise NotSaved(f"{output} could not be written ({error.strerror or error}).") from error
            return Answer(f"Wrote {len(series):,} sessions of {layout.pair} to {output}.")
        case ending if ending == SUFFIX:
            if _saved_pair(backend, options.pair) is None:
                raise NotFound(f"Nothing is saved for {options.pair} yet.")
            write_layout(layout, output)
            return Answer(f"Wrote {count(len(layout.levels), 'level')} of {layout.pair} to {output}.")
    raise BadInput(f"“{output.name}” says neither layout nor table: name a file that ends in {SUFFIX} or .csv.")


def _import(backend: Backend, options: ImportOptions) -> Answer:
    return Answer(take_in(backend.layouts, read_layout(options.source)))


def _refuse_own_folder(output: Path, home_directory: str | None) -> None:
    """Raise BadInput if *output* would replace a document of this home directory."""
    home = open_home(home_directory)
    if output.resolve().parent in (home.layouts.resolve(), home.backups.resolve()):
        raise BadInput(f"{output.parent} is where RatioDesk keeps its own documents: choose another place.")


def _saved_pair(backend: Backend, pair: Pair) -> Pair | None:
    """Return *pair* in its saved orientation, None if nothing is saved for it."""
    return next((saved for saved in backend.layouts.pairs() if saved.key == pair.key), None)


def _stored(backend: Backend, pair: Pair) -> Layout:
    """Return the layout of *pair* in its saved orientation; see :func:`_layout`."""
    return _layout(backend, _saved_pair(backend, pair) or pair)


def _layout(backend: Backend, pair: Pair) -> Layout:
    """Return the layout of *pair*; a pair without one starts with the sizing used last.

    Raises
    ------
    DamagedDocument
        If the document cannot be read. A backup is not used in its place: it may lack what was drawn last.
    """
    opened = backend.layouts.open(pair)
    if opened.problem:
        raise opened.problem
    if not opened.exists:
        return replace(opened.layout, sizing=backend.settings.load().sizing.for_another_pair())
    return opened.layout


def _series(backend: Backend, layout: Layout, as_of: date | None = None) -> RatioSeries:
    basis = layout.view.basis
    return read_pair(backend.patient_prices, layout.pair, basis).series(basis, as_of)


def _print(text: str) -> None:
    """Write *text* to stdout; a reader that has gone away is no failure."""
    try:
        print(text, flush=True)
    except BrokenPipeError:
        _discard_stdout()
    except OSError as error:
        _discard_stdout()
        raise RatioDeskError(f"The answer could not be written ({error.strerror or error}).") from error


def _discard_stdout() -> None:
    # Python flushes stdout once more at its end, and would complain again.
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
