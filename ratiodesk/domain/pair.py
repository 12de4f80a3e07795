"""A pair of instruments: numerator and denominator."""

import re
from dataclasses import dataclass
from typing import NewType

from ratiodesk.domain.errors import BadPair
from ratiodesk.domain.shown_text import shorten
from ratiodesk.words import tr

Symbol = NewType("Symbol", str)

# Yahoo's alphabet: BRK-B, ^GSPC, EURUSD=X, M&M.NS, 0005.HK. It keeps path separators and "_" out, so that a
# symbol can stand in a file name.
_SYMBOL = re.compile(r"\^?[A-Z0-9][A-Z0-9&=-]*(?:\.[A-Z0-9&=-]+)*")
_LONGEST_SYMBOL = 20
_SHOWN = 24


def parse_symbol(text: str) -> Symbol:
    """Return the symbol named by *text*, in capitals.

    Raises
    ------
    BadPair
        If the text is empty, too long or has characters no symbol has.
    """
    # Some letters become ASCII only as capitals; they are no symbol's.
    symbol = text.strip().upper() if text.strip().isascii() else text.strip()
    if not symbol:
        raise BadPair(tr("A symbol is missing: type a pair such as SPY/IWM."))
    if len(symbol) > _LONGEST_SYMBOL or not _SYMBOL.fullmatch(symbol):
        shown = shorten(text.strip(), _SHOWN)
        raise BadPair(tr("“{text}” is not a symbol: type a pair such as SPY/IWM.", text=shown))
    return Symbol(symbol)


@dataclass(frozen=True, slots=True)
class Pair:
    """Numerator and denominator of a ratio."""

    numerator: Symbol
    denominator: Symbol

    @classmethod
    def parse(cls, text: str) -> "Pair":
        """Read a pair as a user types it.

        >>> str(Pair.parse("spy iwm")), str(Pair.parse("SPY:IWM"))
        ('SPY/IWM', 'SPY/IWM')

        Raises
        ------
        BadPair
            If the text does not name two different instruments.
        """
        parts = re.split(r"\s*[/:]\s*|\s+", text.strip())
        if len(parts) != 2:
            shown = shorten(text, _SHOWN)
            raise BadPair(tr("“{text}” is not a pair: type two symbols, such as SPY/IWM.", text=shown))
        if not all(parts):
            known = shorten(parts[0] or parts[1] or "SPY", _SHOWN).upper()
            other = "SPY" if known == "IWM" else "IWM"
            shown, example = shorten(text, _SHOWN), f"{known}/{other}"
            raise BadPair(tr("“{text}” lacks a symbol: type two, such as {pair}.", text=shown, pair=example))
        pair = cls(parse_symbol(parts[0]), parse_symbol(parts[1]))
        if pair.numerator == pair.denominator:
            raise BadPair(tr("{pair} is one instrument against itself: type two different symbols.", pair=pair))
        return pair

    @property
    def key(self) -> tuple[Symbol, Symbol]:
        """The unordered pair, as its symbols in alphabetical order."""
        first, second = sorted(self.symbols)
        return first, second

    @property
    def symbols(self) -> tuple[Symbol, Symbol]:
        return self.numerator, self.denominator

    def inverted(self) -> "Pair":
        return Pair(self.denominator, self.numerator)

    def __str__(self) -> str:
        return f"{self.numerator}/{self.denominator}"
