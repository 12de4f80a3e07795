"""The verb about the journal: list, freeze, score, export."""

import json
from datetime import date

from ratiodesk.analysis.reading import size_plan
from ratiodesk.analysis.scored import Scored, score_all
from ratiodesk.backend import Backend
from ratiodesk.domain.errors import BadInput, BadPlan, NotFound, NotSaved
from ratiodesk.domain.frozen_plan import freeze
from ratiodesk.domain.pair import Pair
from ratiodesk.domain.pair_quotes import read_pair
from ratiodesk.domain.plan import plan_of
from ratiodesk.exchange import count
from ratiodesk.journal_table import journal_csv
from ratiodesk.storage.atomic import write_atomic
from ratiodesk.verb.answer import Answer
from ratiodesk.verb.journal_report import frozen_sentence, journal_fields, journal_list, journal_text
from ratiodesk.verb.option import (
    JournalExportOptions,
    JournalFreezeOptions,
    JournalListOptions,
    JournalOptions,
    JournalScoreOptions,
)
from ratiodesk.verb.worth import worth_at_hand


def answer(backend: Backend, options: JournalOptions) -> Answer:
    """Carry out a verb about the journal.

    Raises
    ------
    RatioDeskError
        If it could not be carried out.
    """
    match options:
        case JournalListOptions():
            return _list(backend, options)
        case JournalFreezeOptions():
            return _freeze(backend, options)
        case JournalScoreOptions():
            return _score(backend, options)
        case JournalExportOptions():
            return _export(backend, options)


def _list(backend: Backend, options: JournalListOptions) -> Answer:
    entries = backend.journal.entries()
    found = score_all(backend.prices, entries.plans, options.as_of)
    failure = " ".join(entries.problems)
    if options.json:
        return Answer(json.dumps([journal_fields(scored) for scored in found], indent=2, allow_nan=False), failure)
    return Answer(journal_list(found) if found else "No plan is frozen yet.", failure)


def _freeze(backend: Backend, options: JournalFreezeOptions) -> Answer:
    opened = backend.layouts.open(options.pair)
    if opened.problem:
        raise opened.problem
    layout = opened.layout
    basis = layout.view.basis
    series = read_pair(backend.patient_prices, options.pair, basis).series(basis, options.as_of)
    plan = plan_of(layout.levels, basis)
    if plan is None:
        raise BadPlan(f"{options.pair} has no plan to freeze yet: it takes a stop, an entry and a target.")
    position = size_plan(series, layout, None, worth_at_hand(backend, series)).position
    frozen = freeze(series, plan, layout.sizing, position, backend.clock(), options.note)
    twin = next((plan for plan in backend.journal.entries().plans if frozen.repeats(plan)), None)
    if twin is not None:
        raise BadInput(f"This very plan of {options.pair} is frozen already, as {twin.id}.")
    backend.journal.save(frozen)
    (scored,) = score_all(backend.patient_prices, [frozen], options.as_of)
    if options.json:
        return Answer(_json(scored))
    return Answer(f"{frozen_sentence(frozen)}\n\n{journal_text(scored)}")


def _score(backend: Backend, options: JournalScoreOptions) -> Answer:
    found = _named(backend, options.target, options.as_of)
    failure = next((scored.problem for scored in found if scored.problem), "")
    if options.json:
        if isinstance(options.target, Pair):
            return Answer(json.dumps([journal_fields(scored) for scored in found], indent=2, allow_nan=False), failure)
        return Answer(_json(found[0]), failure)
    return Answer("\n\n".join(map(journal_text, found)), failure)


def _named(backend: Backend, target: Pair | str, as_of: date | None) -> tuple[Scored, ...]:
    """Return the plans of a pair, or the one of an id, scored."""
    entries = backend.journal.entries()
    if isinstance(target, Pair):
        plans = [plan for plan in entries.plans if plan.pair.key == target.key]
        missing = f"No plan of {target} is frozen yet."
    else:
        plans = [plan for plan in entries.plans if plan.id == target]
        missing = f"There is no frozen plan “{target[:24]}”: “ratiodesk journal list” names them."
    if not plans:
        raise NotFound(" ".join([missing, *entries.problems]))
    return score_all(backend.patient_prices, plans, as_of)


def _export(backend: Backend, options: JournalExportOptions) -> Answer:
    entries = backend.journal.entries()
    found = score_all(backend.prices, entries.plans, options.as_of)
    try:
        write_atomic(options.output, journal_csv(found))
    except OSError as error:
        raise NotSaved(f"{options.output} could not be written ({error.strerror or error}).") from error
    return Answer(f"Wrote {count(len(found), 'frozen plan')} to {options.output}.", " ".join(entries.problems))


def _json(scored: Scored) -> str:
    return json.dumps(journal_fields(scored), indent=2, allow_nan=False)
