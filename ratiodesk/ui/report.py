"""The report of a pair: what the desk says about it, as tables and sentences for one page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ratiodesk.analysis.reading import Sized, Standing
from ratiodesk.analysis.scored import Scored
from ratiodesk.analysis.statistic import Statistics
from ratiodesk.chart.date_tick import date_label
from ratiodesk.domain.level import Level, Role
from ratiodesk.domain.outcome_grid import MARKET_MOVES
from ratiodesk.domain.sector import NOT_KNOWN
from ratiodesk.domain.sizing import Sizing
from ratiodesk.local_text import local
from ratiodesk.ui.journal_text import day_text, r_text, state_of
from ratiodesk.ui.number_text import (
    brief,
    level_text,
    money,
    percent,
    plain_percent,
    ratio_text,
    signed,
    signed_money,
    signed_percent,
)
from ratiodesk.ui.outcome_card import ROWS
from ratiodesk.ui.plan_card import plan_title
from ratiodesk.ui.portfolio_text import change_headings, figure_rows, kept_names, result_rows, shortened, weight_rows
from ratiodesk.ui.size_text import balance_warning, leg_rows, notes, outcome_lines
from ratiodesk.ui.zone_card import zone_sentence
from ratiodesk.words import mark, tr, tr_n

_MOST_LINES, _MOST_WEIGHTS = 6, 7
_JOURNAL = (mark("Frozen on"), mark("Ratio"), mark("State"), mark("Result"), mark("Money"), mark("Note"))
NOTHING_FROZEN = mark("No plan of this pair is frozen.")

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of words below their headings.

    Parameters
    ----------
    headings
        One for each column; all empty for none.
    rows
        As many words as there are headings in each.
    signed
        Columns whose words are red or green by their sign.
    left
        Columns that stand on the left; the last one does too where it is prose.
    is_prose
        Whether the last column takes what room there is.
    is_whole
        Whether no row of it may be left out for want of room.
    """

    headings: Row
    rows: tuple[Row, ...]
    signed: frozenset[int] = frozenset()
    left: frozenset[int] = frozenset({0})
    is_prose: bool = False
    is_whole: bool = True


@dataclass(frozen=True, slots=True)
class Section:
    """Tables under one title, or a sentence on why there are none."""

    title: str
    tables: tuple[Table, ...] = ()
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """All that is on the page beside the chart.

    Parameters
    ----------
    standing
        Where the ratio stands; its pair, session and zone make the title.
    sentence, plan
        What the zone means, and what the plan does.
    left, right, journal
        The sections of both columns, and the one below them.
    notes
        What to mind about the figures, in sentences.
    source
        Whence the prices are, and when the report was made.
    """

    standing: Standing
    sentence: str
    plan: str
    left: tuple[Section, ...]
    right: tuple[Section, ...]
    journal: Section
    notes: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """What a report is made of.

    Parameters
    ----------
    standing, statistics, sizing, sized
        What is read from the lines; *sized* may be why there is no position.
    journal
        The frozen plans of the pair, the newest first.
    quotes_words
        Source, bars and last date.
    made
        The day the report is made on.
    terms
        What the source of the prices asks to be said, empty if nothing.
    unread
        Sentences about the user's own documents that cannot be read.
    unread_plans
        How many of the frozen plans cannot be read, of whatever pair they are.
    """

    standing: Standing
    statistics: Statistics | None
    sizing: Sizing
    sized: Sized | str
    journal: Sequence[Scored]
    quotes_words: str
    made: date
    terms: str = ""
    unread: tuple[str, ...] = ()
    unread_plans: int = 0


def report_of(facts: ReportFacts) -> Report:
    """Return the report of a pair."""
    standing, sized = facts.standing, facts.sized
    left: tuple[Section, ...] = (_plan(facts),)
    right: tuple[Section, ...] = (_size(facts),)
    if isinstance(sized, Sized):
        left, right = (*left, *right), (_outcomes(sized, standing.currency), _portfolio(sized, standing))
    made = tr("RatioDesk, {date}", date=date_label(facts.made))
    return Report(
        standing=standing,
        sentence=zone_sentence(standing),
        plan=plan_title(standing) if standing.plan is not None else "",
        left=left,
        right=right,
        journal=_journal(facts),
        notes=tuple(_notes(facts)),
        source=" · ".join(part for part in (facts.quotes_words, made, facts.terms) if part),
    )


def _plan(facts: ReportFacts) -> Section:
    standing, statistics, odds = facts.standing, facts.statistics, facts.standing.odds
    told_levels, over = _told(standing)
    rows = [
        (level.name or tr("Line"), level_text(level.ratio), signed_percent(level.ratio / standing.ratio - 1))
        for level in told_levels
    ]
    if over:
        more = tr_n("{n} line more", "{n} lines more", over, n=local(f"{over:,}"))
        rows.append((more, "", ""))
    told: list[Row] = []
    if odds is not None and odds.reward_risk is not None:
        told.append((tr("Reward : risk"), local(f"{odds.reward_risk:.2f}")))
    if odds is not None and odds.needed_win_rate is not None and odds.random_walk_win_rate is not None:
        rates = f"{percent(odds.needed_win_rate, 1)} · {percent(odds.random_walk_win_rate, 1)}"
        told.append((tr("Needed win rate · random walk"), rates))
    if statistics is not None and statistics.percentile is not None and statistics.z_score is not None:
        rank = f"{statistics.percentile * 100:.0f} · {signed(statistics.z_score, 2)}"
        told.append((tr("Percentile (10 y) · z (1 y)"), rank))
    if standing.sessions_in_zone is not None:
        told.append((tr("In this zone for"), _sessions(standing.sessions_in_zone)))
    lines = Table((tr("Level"), tr("Ratio"), tr("From now")), tuple(rows)) if rows else None
    tables = tuple(table for table in (lines, _pairs(told)) if table is not None)
    return Section(tr("Plan"), tables, "" if lines else standing.problem or tr("There are no lines yet."))


def _sessions(count: int) -> str:
    return tr_n("{n} session", "{n} sessions", count, n=local(f"{count:,}"))


def _told(standing: Standing) -> tuple[list[Level], int]:
    """Return the lines there is room for, the highest first, and how many others there are.

    Those of the plan are all told, and then those nearest to the ratio.
    """
    urgent = sorted(
        standing.levels, key=lambda level: (level.role is Role.PLAIN, abs(level.ratio / standing.ratio - 1))
    )
    fits = len(urgent) <= _MOST_LINES
    told = urgent if fits else urgent[: _MOST_LINES - 1]
    return sorted(told, key=lambda level: -level.ratio), len(urgent) - len(told)


def _size(facts: ReportFacts) -> Section:
    standing, sizing, sized = facts.standing, facts.sizing, facts.sized
    currency = standing.currency
    given: list[Row] = [
        (tr("Account"), money(sizing.account, currency)),
        (tr("Risk at stop"), f"{plain_percent(sizing.risk_fraction)} · {money(sizing.budget, currency)}"),
    ]
    if isinstance(sized, str):
        return Section(tr("Size"), (Table(("", ""), tuple(given)),), sized)
    position = sized.position
    carried_out = f"{position.execution.display_name}, {position.balance.display_name.lower()}"
    given.append((tr("Carried out as"), carried_out))
    if position.fills:
        number = len(position.fills)
        given.append((tr("Opened in"), tr_n("{n} tranche", "{n} tranches", number, n=number)))
    outcomes = outcome_lines(position, sizing, standing.pair, currency)
    legs = Table((tr("Leg"), tr("Shares"), tr("Price"), tr("Value")), tuple(leg_rows(position, currency)))
    earned = [(line.name, line.text) for line in outcomes if line.kind in ("loss", "gain")]
    exposed = [(line.name, line.text) for line in outcomes if line.kind not in ("loss", "gain")]
    told = (_pairs(given), legs, _pairs(earned, signed=frozenset({1})), _pairs(exposed))
    return Section(tr("Size"), tuple(table for table in told if table is not None))


def _outcomes(sized: Sized, currency: str) -> Section:
    symbol = sized.position.bought.symbol
    rows = tuple((tr(ROWS[row.name]), *(brief(profit) for profit in row.profits)) for row in sized.grid.rows)
    headings = ("", *(signed_percent(move, 0) for move in MARKET_MOVES))
    unit = tr(", in {currency}", currency=currency) if currency else ""
    table = Table(headings, rows, signed=frozenset(range(1, len(headings))))
    return Section(tr("Outcomes if {symbol} moves{unit}", symbol=symbol, unit=unit), (table,))


def _portfolio(sized: Sized, standing: Standing) -> Section:
    found, pair, change = sized.portfolio, standing.pair, frozenset({len(change_headings()) - 1})
    weights = shortened(found.weights, "holdings", kept_names(pair), _MOST_WEIGHTS)
    sectors = shortened(found.sectors, "sectors", {NOT_KNOWN}, _MOST_WEIGHTS)
    tables = [Table(change_headings(tr("Weights")), tuple(weight_rows(weights)), signed=change, is_whole=False)]
    if sectors:
        tables.append(Table(change_headings(tr("Sectors")), tuple(weight_rows(sectors)), is_whole=False))
    tables.append(Table(change_headings(tr("Account")), tuple(figure_rows(found, pair))))
    results = _pairs(result_rows(found, standing.currency), signed=frozenset({1}))
    if results is not None:
        tables.append(results)
    return Section(tr("What changes in the portfolio"), tuple(tables))


def _journal(facts: ReportFacts) -> Section:
    rows = []
    for scored in facts.journal:
        plan, score = scored.plan.seen_as(facts.standing.pair), scored.score
        is_in = score is not None and score.entered is not None
        result = (r_text(score.r_multiple), signed_money(score.money, plan.currency)) if score and is_in else ("–", "–")
        note = " ".join(plan.note.split())
        rows.append((day_text(plan.session), ratio_text(plan.ratio), state_of(scored), *result, note))
    if not rows:
        nothing = tr("No frozen plan that can be read is of this pair.") if facts.unread_plans else tr(NOTHING_FROZEN)
        return Section(tr("Journal"), (), nothing)
    headings = tuple(tr(heading) for heading in _JOURNAL)
    table = Table(headings, tuple(rows), frozenset({3, 4}), frozenset({0, 2}), is_prose=True)
    return Section(tr("Journal"), (table,))


def _notes(facts: ReportFacts) -> list[str]:
    """Return what to mind, each sentence once."""
    standing, sized = facts.standing, facts.sized
    found = list(facts.unread)
    if facts.unread_plans:
        n = facts.unread_plans
        found.append(tr_n("{n} frozen plan cannot be read.", "{n} frozen plans cannot be read.", n, n=n))
    if standing.problem and standing.levels:
        found.append(standing.problem)
    if standing.forming:
        found.append(tr("The last session was still on: zone and figures may change."))
    if isinstance(sized, Sized):
        found += [balance_warning(sized, standing.currency), *notes(sized, standing), *sized.portfolio.notes]
        found.append(local(sized.grid_premise))
        found.append(
            tr("At stop and target, one leg stands still; two figures are one for each leg. Profits are before costs.")
        )
    return [sentence for sentence in dict.fromkeys(found) if sentence]


def _pairs(rows: Sequence[Row], signed: frozenset[int] = frozenset()) -> Table | None:
    return Table(("", ""), tuple(rows), signed=signed) if rows else None
