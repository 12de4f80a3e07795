"""The verbs about the lines of a pair: list, add, remove."""

import math

from ratiodesk.analysis.reading import standing_of
from ratiodesk.backend import Backend
from ratiodesk.domain.errors import BadLevel, RatioDeskError
from ratiodesk.domain.layout import Layout
from ratiodesk.domain.level import Level, LevelId, Role
from ratiodesk.domain.ratio import Ratio, format_level, parse_ratio, reciprocal
from ratiodesk.domain.series import RatioSeries
from ratiodesk.verb.answer import Answer
from ratiodesk.verb.option import LevelAddOptions, LevelListOptions, LevelOptions, LevelRemoveOptions
from ratiodesk.verb.printout import level_table
from ratiodesk.verb.report import Fields, json_text, level_list
from ratiodesk.verb.saved_layout import layout_of, series_of, stored_layout


def answer(backend: Backend, options: LevelOptions) -> Answer:
    """Carry out a verb about lines.

    Raises
    ------
    RatioDeskError
        If it could not be carried out.
    """
    match options:
        case LevelListOptions():
            return _list(backend, options)
        case LevelAddOptions():
            return _add(backend, options)
        case LevelRemoveOptions():
            return _remove(backend, options)


def _list(backend: Backend, options: LevelListOptions) -> Answer:
    layout = layout_of(backend, options.pair)
    try:
        ratio = series_of(backend, layout).ratio
    except RatioDeskError:
        if not layout.levels:
            raise
        ratio = None  # Lines can be told without prices; their distances cannot.
    return _lines(layout, ratio, options.json)


def _add(backend: Backend, options: LevelAddOptions) -> Answer:
    stored = stored_layout(backend, options.pair)
    turned = stored.pair != options.pair
    series = series_of(backend, stored.seen_as(options.pair))
    level = Level.new(parse_ratio(options.ratio_text, series.ratio), options.role or Role.PLAIN, series.basis)
    known = next((line for line in stored.levels if _same_place(line, level.inverted() if turned else level)), None)
    if known is not None:
        return _take_role(backend, stored.seen_as(options.pair), known.id, options)
    # In the saved orientation only the new line is turned over, so the others keep every digit.
    now = reciprocal(series.ratio) if turned else series.ratio
    before = stored.seen_as(options.pair)
    stored = stored.add(level.inverted() if turned else level, now if options.role is None else None)
    backend.layouts.save(stored)
    layout = stored.seen_as(options.pair)
    said = f"Added {format_level(level.ratio)} to {layout.pair} as {layout.level(level.id).role}."
    return _with_role(before, layout, level.id, series, options, said)


def _same_place(line: Level, other: Level) -> bool:
    return line.basis is other.basis and math.isclose(line.ratio, other.ratio, rel_tol=1e-9)


def _take_role(backend: Backend, layout: Layout, level_id: LevelId, options: LevelAddOptions) -> Answer:
    """Give the role to the line that is there already, instead of a second one on top of it."""
    line = layout.level(level_id)
    if options.role in (None, line.role):
        raise BadLevel(f"{layout.pair} has a level at {format_level(line.ratio)} already: {line.role}, {line.id}.")
    before, layout = layout, layout.with_role(level_id, options.role)
    backend.layouts.save(layout)
    said = f"The level at {format_level(line.ratio)} of {layout.pair} is {options.role} now."
    return _with_role(before, layout, level_id, series_of(backend, layout), options, said)


def _with_role(
    before: Layout, layout: Layout, level_id: LevelId, series: RatioSeries, options: LevelAddOptions, said: str
) -> Answer:
    """Tell of a line that has a role now, of those that gave theirs up to it, and of what keeps a plan from being."""
    demoted = [
        line
        for line in before.levels
        if line.id != level_id and line.role is not Role.PLAIN and layout.level(line.id).role is Role.PLAIN
    ]
    lost = (f"{format_level(line.ratio)} was the {line.role} before and is plain now." for line in demoted)
    sentences = " ".join(filter(None, (said, *lost, standing_of(series, layout).problem)))
    fields = {"added": level_id, "demoted": [line.id for line in demoted]}
    return _lines(layout, series.ratio, options.json, sentences, fields)


def _remove(backend: Backend, options: LevelRemoveOptions) -> Answer:
    stored = stored_layout(backend, options.pair)
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
