"""What changed from one version of the portfolio to the next, in words."""

from ratiodesk.domain.name_list import listed
from ratiodesk.domain.portfolio import Lot, Portfolio
from ratiodesk.domain.wording import MINUS, plain_number
from ratiodesk.words import mark, tr

_LOT_CHANGES = {
    "shares": mark("shares of {symbol} {before} → {after}"),
    "value": mark("value of {symbol} {before} → {after}"),
    "cost": mark("cost of {symbol} {before} → {after}"),
}


def portfolio_difference(before: Portfolio, after: Portfolio) -> tuple[str, ...]:
    """Return what became of holdings, cash, tax and sectors, one part of a sentence each."""
    was = {lot.symbol: lot for lot in before.lots}
    here = {lot.symbol: lot for lot in after.lots}
    words = []
    for sign, names in (("+", [s for s in here if s not in was]), (MINUS, [s for s in was if s not in here])):
        if names:
            words.append(f"{sign}{listed(names)}")
    for symbol in (symbol for symbol in here if symbol in was):
        words += _lot_difference(was[symbol], here[symbol])
    if before.cash != after.cash:
        words.append(tr("cash {before} → {after}", before=_amount(before.cash), after=_amount(after.cash)))
    if (before.taxable, before.tax_rate) != (after.taxable, after.tax_rate):
        words.append(tr("other tax"))
    sectors = {weights.symbol: weights for weights in after.sectors}
    typed = {weights.symbol: weights for weights in before.sectors}
    others = [symbol for symbol in sorted(sectors.keys() | typed.keys()) if sectors.get(symbol) != typed.get(symbol)]
    if others:
        words.append(tr("other sectors of {symbols}", symbols=listed(others)))
    return tuple(words)


def _lot_difference(was: Lot, now: Lot) -> list[str]:
    words = []
    for name, text in _LOT_CHANGES.items():
        before, after = getattr(was, name), getattr(now, name)
        if before != after:
            words.append(tr(text, symbol=now.symbol, before=_amount(before), after=_amount(after)))
    return words


def _amount(number: float | None) -> str:
    return plain_number(number) if number is not None else tr("not entered")
