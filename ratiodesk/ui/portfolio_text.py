"""What a position changes in the portfolio, as rows of words."""

import math
from collections.abc import Callable, Sequence
from dataclasses import replace

from ratiodesk.domain.pair import Pair
from ratiodesk.domain.portfolio_change import CASH, OTHER, Measure, PortfolioChange
from ratiodesk.domain.sector import NOT_KNOWN
from ratiodesk.domain.worth import Weight
from ratiodesk.ui.number_text import percent, signed, signed_money
from ratiodesk.words import mark, tr, tr_n

# More rows than this are added up.
_MOST_ROWS = 8
# What is called by no symbol and no sector.
_NAMES = {OTHER: mark("Other"), CASH: mark("Cash"), NOT_KNOWN: mark("Not known")}
# What rows that are added up are called together.
_RESTS: dict[str, Callable[[int], str]] = {
    "holdings": lambda count: tr_n("{n} other holding", "{n} other holdings", count, n=count),
    "sectors": lambda count: tr_n("{n} other sector", "{n} other sectors", count, n=count),
}


def change_headings(first: str = "") -> tuple[str, ...]:
    """Return the headings of a table of changes."""
    return first, tr("Before"), tr("After"), tr("Change")


def weight_rows(weights: Sequence[Weight]) -> list[tuple[str, ...]]:
    """Return name, both weights and their difference."""
    return [(row.name, percent(row.before), percent(row.after), signed(row.change * 100, 1)) for row in weights]


def kept_names(pair: Pair | None) -> set[str]:
    """Return the rows of the weights that are never added up."""
    return {*(pair.symbols if pair else ()), OTHER, CASH}


def shortened(weights: Sequence[Weight], noun: str, kept: set[str], most: int = _MOST_ROWS) -> list[Weight]:
    """Return at most so many rows, named as they are shown: the last ones but those *kept* are added up."""
    over = len(weights) - most
    if over <= 0:
        return [_named(row) for row in weights]
    places = [place for place, row in enumerate(weights) if row.name not in kept][-over - 1 :]
    spare = set(places)
    before, after = (math.fsum(getattr(weights[place], name) for place in places) for name in ("before", "after"))
    rows = [_named(row) for place, row in enumerate(weights) if place not in spare]
    return [*rows[: places[0]], Weight(_RESTS[noun](len(places)), before, after), *rows[places[0] :]]


def _named(row: Weight) -> Weight:
    return replace(row, name=tr(_NAMES[row.name])) if row.name in _NAMES else row


def figure_rows(found: PortfolioChange, pair: Pair | None) -> list[tuple[str, ...]]:
    """Return beta and dividend yield, before and after; *pair* is whose numerator betas are told of."""
    beta, paid = found.beta, found.dividend_yield
    return [
        (
            tr("Beta to {symbol}", symbol=pair.numerator) if pair else tr("Beta"),
            *(_decimal(value) for value in (beta.before, beta.after)),
            _change(beta, 1.0, 3),
        ),
        (tr("Dividend yield"), *(_percent(value) for value in (paid.before, paid.after)), _change(paid, 100.0, 2)),
    ]


def result_rows(found: PortfolioChange, currency: str) -> list[tuple[str, ...]]:
    """Return tracking error, gain and tax, as far as they are known."""
    rows: list[tuple[str, ...]] = []
    if found.tracking_error is not None:
        rows.append((tr("Tracking error"), tr("{error} a year", error=percent(found.tracking_error, 2))))
    if found.realised_gain is not None:
        rows.append((tr("Realised gain"), signed_money(found.realised_gain, currency)))
    if found.realised_gain is not None and found.is_taxed:
        rows.append((tr("Tax on it"), "–" if found.tax is None else signed_money(-found.tax, currency)))
    return rows


def _decimal(value: float | None) -> str:
    return "–" if value is None else signed(value, 3).removeprefix("+")


def _percent(value: float | None) -> str:
    return "–" if value is None else percent(value, 2)


def _change(measure: Measure, factor: float, decimals: int) -> str:
    return "–" if measure.change is None else signed(measure.change * factor, decimals)
