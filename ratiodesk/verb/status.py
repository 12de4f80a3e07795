"""The verb that tells where ratios stand."""

from dataclasses import replace
from datetime import date

from ratiodesk.analysis.reading import standing_of
from ratiodesk.analysis.statistic import statistics_of
from ratiodesk.backend import Backend
from ratiodesk.domain.errors import RatioDeskError
from ratiodesk.domain.pair import Pair
from ratiodesk.domain.pair_quotes import QuoteReader, read_pair
from ratiodesk.domain.remembered_quotes import RememberedQuotes
from ratiodesk.verb.answer import Answer
from ratiodesk.verb.option import StatusOptions
from ratiodesk.verb.printout import status_table, status_text
from ratiodesk.verb.report import Status, json_text, status_fields


def answer(backend: Backend, options: StatusOptions) -> Answer:
    """Tell where every saved pair stands, or those that are named; what keeps one from being read is told with it."""
    pairs = options.pairs or tuple(backend.layouts.pairs())
    # For pairs that were named it may take a moment to fetch what is not at hand.
    prices = RememberedQuotes(backend.patient_prices if options.pairs else backend.prices)
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


def _status_of(backend: Backend, prices: QuoteReader, pair: Pair, as_of: date | None) -> Status:
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
