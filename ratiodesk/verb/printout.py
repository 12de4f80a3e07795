"""What the verbs found, as short aligned text for people."""

from collections.abc import Iterable, Sequence

from ratiodesk.analysis.reading import Standing
from ratiodesk.domain.layout import Layout
from ratiodesk.domain.portfolio_change import PortfolioChange
from ratiodesk.domain.ratio import Ratio, format_level, format_ratio
from ratiodesk.domain.zone import Zone, neighbours
from ratiodesk.verb.report import Status, by_height, cents, distance

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
    lines = [f"{standing.pair}  {session}  ratio {format_ratio(standing.ratio)}", zone_line(standing)]
    if status.layout.levels:
        lines += ["", level_table(status.layout, standing.ratio), ""]
    odds = standing.odds
    if odds and odds.reward_risk is not None:
        needed, chance = percent_text(odds.needed_win_rate, 1), percent_text(odds.random_walk_win_rate, 1)
        lines.append(f"Reward : risk {odds.reward_risk:.3f}  needed win rate {needed}  random walk {chance}")
    if statistics and statistics.z_score is not None:
        lines.append(f"z-score {statistics.z_score:+.3f}  percentile {percent_text(statistics.percentile, 1)}")
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
                words(standing.zone) if standing else "no reading",
                f"{standing.session}{' forming' if standing.forming else ''}" if standing else "-",
                format_ratio(standing.ratio) if standing else "-",
                *(percent_text(value, signed=True) for value in distances),
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
        away = percent_text(distance(level, layout, ratio), signed=True)
        rows.append((level.role.capitalize(), printable(level.id), format_level(level.ratio), away))
        labels.append(printable(level.label) + (f" ({words(level.basis)})" * (level.basis is not layout.view.basis)))
    # Labels may hold characters of any width, so they come last and are not aligned.
    return "\n".join(
        f"{line}  {label}".rstrip() for line, label in zip(aligned(rows, left=2).splitlines(), labels, strict=True)
    )


def portfolio_lines(found: PortfolioChange) -> list[str]:
    """Return what a position changes in the account beyond its weights, a blank line first."""
    rows: list[Row] = [("Sector", "Before", "After", "Change")]
    for weight in found.sectors:
        shown = (percent_text(weight.before), percent_text(weight.after), percent_text(weight.change, signed=True))
        rows.append((printable(weight.name), *shown))
    figures: list[Row] = [("Account", "Before", "After", "Change")]
    beta, paid = found.beta, found.dividend_yield
    figures.append(("Beta", *(_decimal(value) for value in (beta.before, beta.after)), _decimal(beta.change, "+")))
    figures.append(
        ("Dividend yield", percent_text(paid.before), percent_text(paid.after), percent_text(paid.change, signed=True)),
    )
    lines = [*(["", aligned(rows)] if found.sectors else []), "", aligned(figures)]
    if found.tracking_error is not None:
        lines.append(f"Tracking error {percent_text(found.tracking_error)} a year against doing nothing")
    if found.realised_gain is not None:
        tax = f", tax {money_text(found.tax)}" if found.tax is not None else ""
        lines.append(f"Realised gain {signed_text(found.realised_gain)}{tax}")
    return [*lines, *map(printable, found.notes)]


def _decimal(value: float | None, sign: str = "") -> str:
    return "-" if value is None else f"{round(value, 3) + 0.0:{sign}.3f}"


def zone_line(standing: Standing) -> str:
    levels = [level.ratio for level in standing.levels]
    place = {
        Zone.NONE: "no levels",
        Zone.ABOVE: "above all levels",
        Zone.BELOW: "below all levels",
    }.get(standing.zone, words(standing.zone))
    if standing.zone is Zone.BETWEEN:
        low, high = neighbours(standing.ratio, levels)
        place = f"between {format_level(low)} and {format_level(high)}"
    if standing.plan is None:
        return f"Zone: {place}"
    sessions = standing.sessions_in_zone or 0
    return f"Zone: {place} ({words(standing.plan.direction)}, {sessions:,} session{'s' * (sessions != 1)})"


def words(name: str) -> str:
    return name.replace("_", " ")


def money_text(money: float) -> str:
    return f"{cents(money):,.2f}"


def signed_text(money: float) -> str:
    return f"{cents(money):+,.2f}"


def price_text(price: float) -> str:
    return money_text(price) if price >= 1 else f"{price:.6g}"


def percent_text(fraction: float | None, decimals: int = 2, signed: bool = False) -> str:
    if fraction is None:
        return "-"
    percent = round(fraction * 100, decimals) + 0.0
    return f"{percent:{'+' if signed else ''}.{decimals}f} %"
