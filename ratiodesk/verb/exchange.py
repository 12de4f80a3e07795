"""The verbs that write a pair to a file of the user's choice, and take the lines of one in: export, import."""

from ratiodesk.backend import Backend
from ratiodesk.domain.csv_text import csv_text
from ratiodesk.domain.errors import BadInput, NotFound, NotSaved
from ratiodesk.domain.series import RatioSeries, as_date
from ratiodesk.exchange import count, take_in
from ratiodesk.storage.atomic import write_atomic
from ratiodesk.storage.file_name import SUFFIX
from ratiodesk.storage.layout_files import read_layout, write_layout
from ratiodesk.verb.answer import Answer
from ratiodesk.verb.option import ExchangeOptions, ExportOptions, ImportOptions
from ratiodesk.verb.own_folder import refuse_own_folder
from ratiodesk.verb.saved_layout import layout_of, saved_pair, series_of


def answer(backend: Backend, options: ExchangeOptions) -> Answer:
    """Carry out a verb about files of a pair.

    Raises
    ------
    RatioDeskError
        If it could not be carried out.
    """
    match options:
        case ExportOptions():
            return _export(backend, options)
        case ImportOptions():
            return Answer(take_in(backend.layouts, read_layout(options.source)))


def _export(backend: Backend, options: ExportOptions) -> Answer:
    output = options.output
    layout = layout_of(backend, options.pair)
    refuse_own_folder(output, options.home)
    match output.suffix.lower():
        case ".csv":
            series = series_of(backend, layout)
            try:
                write_atomic(output, _csv_table(series))
            except OSError as error:
                raise NotSaved(f"{output} could not be written ({error.strerror or error}).") from error
            return Answer(f"Wrote {len(series):,} sessions of {layout.pair} to {output}.")
        case ending if ending == SUFFIX:
            if saved_pair(backend, options.pair) is None:
                raise NotFound(f"Nothing is saved for {options.pair} yet.")
            write_layout(layout, output)
            return Answer(f"Wrote {count(len(layout.levels), 'level')} of {layout.pair} to {output}.")
    raise BadInput(f"“{output.name}” says neither layout nor table: name a file that ends in {SUFFIX} or .csv.")


def _csv_table(series: RatioSeries) -> bytes:
    """Return sessions, both closes and the ratio as CSV, in every digit they have."""
    columns = (series.numerator_closes, series.denominator_closes, series.values)
    sessions = (as_date(session).isoformat() for session in series.sessions)
    rows = zip(sessions, *(column.tolist() for column in columns), strict=True)
    return csv_text([("session", *series.pair.symbols, "ratio"), *rows]).encode()
