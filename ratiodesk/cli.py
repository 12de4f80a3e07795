"""The verbs that need no window, on the same documents and prices as the desk."""

import os
import sys

from ratiodesk.backend import Backend, open_backend
from ratiodesk.domain.errors import RatioDeskError
from ratiodesk.options import CommonOptions
from ratiodesk.verb import backup, exchange, journal, level, portfolio, price, size, status
from ratiodesk.verb.answer import Answer
from ratiodesk.verb.option import (
    BackupOptions,
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
    RestoreOptions,
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
    for note in filter(None, (backend.settings.problem(), *backend.prices.notes())):
        print(note, file=sys.stderr)
    if answer.failure:
        raise RatioDeskError(answer.failure)
    return 0


def _answer(backend: Backend, options: CommonOptions) -> Answer:
    match options:
        case StatusOptions():
            answer = status.answer(backend, options)
        case SizeOptions():
            answer = size.answer(backend, options)
        case LevelListOptions() | LevelAddOptions() | LevelRemoveOptions():
            answer = level.answer(backend, options)
        case ExportOptions() | ImportOptions():
            answer = exchange.answer(backend, options)
        case PricesImportOptions() | PricesRefreshOptions() | PricesListOptions():
            answer = price.answer(backend, options)
        case PortfolioImportOptions() | PortfolioListOptions():
            answer = portfolio.answer(backend, options)
        case JournalListOptions() | JournalFreezeOptions() | JournalScoreOptions() | JournalExportOptions():
            answer = journal.answer(backend, options)
        case BackupOptions() | RestoreOptions():
            answer = backup.answer(backend, options)
        case _:
            raise TypeError(f"{type(options).__name__} is carried out by the desk.")
    return answer


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
