"""What a window shows of a pair or of the portfolio, as one line of text can carry it, and whether two are the same."""

import math
from collections.abc import Iterable
from typing import Any

from ratiodesk.domain.level import Level
from ratiodesk.domain.pair import Pair
from ratiodesk.domain.portfolio import Portfolio

# A pair's lines and account, or the portfolio's holdings: what JSON knows, and nothing else.
Shown = dict[str, Any]
# Turning a pair over and back changes last digits.
_SAME = 1e-9


def shown_pair(pair: Pair, levels: Iterable[Level], account: float) -> Shown:
    """Return what is told of a pair: every line with its ratio, role, label and lock, and the account."""
    lines = {str(line.id): [float(line.ratio), str(line.role), line.label, line.locked] for line in levels}
    return {"pair": str(pair), "lines": lines, "account": account}


def shown_portfolio(portfolio: Portfolio) -> Shown:
    """Return what is told of the portfolio: the shares of every holding."""
    return {"holdings": {str(lot.symbol): lot.shares for lot in portfolio.lots}}


def key_of(shown: Shown) -> str:
    """Return what *shown* is of: a pair whichever way round, or the portfolio."""
    return "_".join(Pair.parse(shown["pair"]).key) if "pair" in shown else "portfolio"


def is_empty(shown: Shown) -> bool:
    """Return whether there is no line, and no holding."""
    return not shown.get("lines") and not shown.get("holdings")


def are_same(one: Shown, other: Shown) -> bool:
    """Return whether two are the same up to last digits, whichever way round their pairs are."""
    if "holdings" in one:
        return bool(one == other)
    if one["account"] != other["account"] or one["lines"].keys() != other["lines"].keys():
        return False
    upside_down = one["pair"] != other["pair"]
    for name, (ratio, *rest) in one["lines"].items():
        there, *others = other["lines"][name]
        if rest != others or not math.isclose(ratio, 1 / there if upside_down else there, rel_tol=_SAME):
            return False
    return True
