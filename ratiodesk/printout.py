"""What the verbs found, as short aligned text for people."""

from collections.abc import Iterable, Sequence

from ratiodesk.analysis.reading import Sized, Standing
from ratiodesk.domain.layout import Layout
from ratiodesk.domain.portfolio_change import PortfolioChange
from ratiodesk.domain.ratio import Ratio, format_level, format_ratio
from ratiodesk.domain.sizing import Sizing
from ratiodesk.domain.zone import Zone, neighbours
from ratiodesk.report import Status, by_height, cents, distance

Row = Sequence[str]


def aligned(rows: Sequence[Row], left: int = 1) -> str:
    """Return *rows* as columns; the first *left* of them flush left, the others flush right.

    >>> print(aligned([("SPY", "9"), ("A", "10")]))
    SPY   9
    A    10
    """
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = []
    for row in rows:
        cells = [f"{cell:<{width}}" for cell, width in zip(row[:left], widths[:left], strict=True)]
        cells += [f"{cell:>{width}}" for cell, width in zip(row[left:], widths[left:], strict=True)]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)


def printable(text: str) -> str:
    """Return *text* without what could steer a terminal: a document may come from anywhere."""
    return "".join(character if character.isprintable() else "?" for character in text)


def status_text(status: Status) -> str:
    """Return the reading of one pair on a few lines, empty without one; its failure is left to stderr."""
    standing, statistics = status.standing, status.statistics
    if standing is None:
        return ""
    session = f"{standing.session}{' (forming)' if standing.forming else ''}"
    lines = [f"{standing.pair}  {session}  ratio {format_ratio(standing.ratio)}", _zone_line(standing)]
    if status.layout.levels:
        lines += ["", level_table(status.layout, standing.ratio), ""]
    odds = standing.odds
    if odds and odds.reward_risk is not None:
        needed, chance = _percent(odds.needed_win_rate, 1), _percent(odds.random_walk_win_rate, 1)
        lines.append(f"Reward : risk {odds.reward_risk:.3f}  needed win rate {needed}  random walk {chance}")
    if statistics and statistics.z_score is not None:
        lines.append(f"z-score {statistics.z_score:+.3f}  percentile {_percent(statistics.percentile, 1)}")
    if status.sources:
        lines.append(f"Prices: {printable(' and '.join(status.sources))}")
    lines += [printable(text) for text in (status.problem, status.note) if text and text != status.failure]
    return "\n".join(lines)


def status_table(statuses: Iterable[Status]) -> str:
    """Return the readings of several pairs, a line each."""
    rows: list[Row] = [("Pair", "Zone", "Session", "Ratio", "To stop", "To entry", "To target", "Reward : risk")]
    remarks = []
    for status in statuses:
        standing, pair = status.standing, str(status.layout.pair)
        odds = standing.odds if standing else None
        distances = (odds.to_stop, odds.to_entry, odds.to_target) if odds else (None,) * 3
        rows.append(
            (
                pair,
                _words(standing.zone) if standing else "no reading",
                f"{standing.session}{' forming' if standing.forming else ''}" if standing else "-",
                format_ratio(standing.ratio) if standing else "-",
                *(_percent(value, signed=True) for value in distances),
                f"{odds.reward_risk:.3f}" if odds and odds.reward_risk is not None else "-",
            )
        )
        remarks += [f"{pair}: {printable(sentence)}" for sentence in (status.problem, status.note) if sentence]
    return "\n".join([aligned(rows, left=2), *remarks])


def level_table(layout: Layout, ratio: Ratio | None) -> str:
    """Return the lines of a layout, the highest first."""
    if not layout.levels:
        return "No levels."
    rows: list[Row] = [("Role", "Id", "Level", "Distance")]
    labels = [""]
    for level in by_height(layout.levels):
        away = _percent(distance(level, layout, ratio), signed=True)
        rows.append((level.role.capitalize(), printable(level.id), format_level(level.ratio), away))
        labels.append(printable(level.label) + (f" ({_words(level.basis)})" * (level.basis is not layout.view.basis)))
    # Labels may hold characters of any width, so they come last and are not aligned.
    return "\n".join(
        f"{line}  {label}".rstrip() for line, label in zip(aligned(rows, left=2).splitlines(), labels, strict=True)
    )


def size_text(standing: Standing, sized: Sized, sizing: Sizing) -> str:
    """Return a position, its outcomes and its weights."""
    position, pair = sized.position, standing.pair
    lines = [
        f"{pair}  {standing.session}  ratio {format_ratio(standing.ratio)}",
        _zone_line(standing),
        "",
        (
            f"{sizing.execution.capitalize()}: risk {_percent(sizing.risk_fraction)} of {_money(sizing.account)}"
            f" = {_money(position.budget)}"
        ),
        f"Loss at the stop {_percent(position.loss_per_unit, 4)}: {_money(position.notional)} a leg",
    ]
    if position.capped:
        cap = "the holding" if position.execution == "rotate" else "the gross limit"
        lines.append(f"Capped by {cap}: the risk alone would allow {_money(position.uncapped)} a leg")
    legs: list[Row] = [
        ("", "", "Shares", "Price", "Value"),
        *(
            (_words(leg.side).capitalize(), leg.symbol, f"{leg.shares:,}", _price(leg.price), _money(leg.value))
            for leg in position.legs
        ),
        ("Residual", "", "", "", _money(position.residual)),
        ("Gross", "", "", _percent(position.gross / sizing.account), _money(position.gross)),
    ]
    outcomes: list[Row] = [("", "Ratio", f"{pair.numerator} still", f"{pair.denominator} still")]
    for name, outcome in (("At the stop", position.at_stop), ("At the target", position.at_target)):
        figures = (_signed(outcome.numerator_still), _signed(outcome.denominator_still))
        outcomes.append((name, format_level(outcome.ratio), *figures))
    weights: list[Row] = [("Weight", "Before", "After", "Change")]
    for weight in sized.weights:
        shown = (_percent(weight.before), _percent(weight.after), _percent(weight.change, signed=True))
        weights.append((weight.name, *shown))
    lines += ["", aligned(legs, left=2), "", aligned(outcomes), "", aligned(weights), *portfolio_lines(sized.portfolio)]
    return "\n".join([*lines, sized.assumption] if sized.assumption else lines)


def portfolio_lines(found: PortfolioChange) -> list[str]:
    """Return what a position changes in the account beyond its weights, a blank line first."""
    rows: list[Row] = [("Sector", "Before", "After", "Change")]
    for weight in found.sectors:
        shown = (_percent(weight.before), _percent(weight.after), _percent(weight.change, signed=True))
        rows.append((printable(weight.name), *shown))
    figures: list[Row] = [("Account", "Before", "After", "Change")]
    beta, paid = found.beta, found.dividend_yield
    figures.append(("Beta", *(_decimal(value) for value in (beta.before, beta.after)), _decimal(beta.change, "+")))
    figures.append(
        ("Dividend yield", _percent(paid.before), _percent(paid.after), _percent(paid.change, signed=True)),
    )
    lines = [*(["", aligned(rows)] if found.sectors else []), "", aligned(figures)]
    if found.tracking_error is not None:
        lines.append(f"Tracking error {_percent(found.tracking_error)} a year against doing nothing")
    if found.realised_gain is not None:
        tax = f", tax {_money(found.tax)}" if found.tax is not None else ""
        lines.append(f"Realised gain {_signed(found.realised_gain)}{tax}")
    return [*lines, *map(printable, found.notes)]


def _decimal(value: float | None, sign: str = "") -> str:
    return "-" if value is None else f"{round(value, 3) + 0.0:{sign}.3f}"


def _zone_line(standing: Standing) -> str:
    levels = [level.ratio for level in standing.levels]
    place = {
        Zone.NONE: "no levels",
        Zone.ABOVE: "above all levels",
        Zone.BELOW: "below all levels",
    }.get(standing.zone, _words(standing.zone))
    if standing.zone is Zone.BETWEEN:
        low, high = neighbours(standing.ratio, levels)
        place = f"between {format_level(low)} and {format_level(high)}"
    if standing.plan is None:
        return f"Zone: {place}"
    sessions = standing.sessions_in_zone or 0
    return f"Zone: {place} ({_words(standing.plan.direction)}, {sessions:,} session{'s' * (sessions != 1)})"


def _words(name: str) -> str:
    return name.replace("_", " ")


def _money(money: float) -> str:
    return f"{cents(money):,.2f}"


def _signed(money: float) -> str:
    return f"{cents(money):+,.2f}"


def _price(price: float) -> str:
    return _money(price) if price >= 1 else f"{price:.6g}"


def _percent(fraction: float | None, decimals: int = 2, signed: bool = False) -> str:
    if fraction is None:
        return "-"
    percent = round(fraction * 100, decimals) + 0.0
    return f"{percent:{'+' if signed else ''}.{decimals}f} %"
