"""What part of an instrument is in which sector of the economy."""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ratiodesk.domain.errors import BadInput
from ratiodesk.domain.pair import Symbol
from ratiodesk.words import mark, tr

# Who says so where the user typed the weights. Like the names of sectors it is kept in English, and looked up where it
# is shown.
TYPED = mark("typed by hand")
NOT_KNOWN = mark("Not known")
MOST_SECTORS = 40
_LONGEST_NAME = 40
# Percentages rounded to two decimals, one a sector, may miss 100 % by so much.
_SLACK = 0.002

# Sectors as the desk names them, with other names of the same as services write them.
_NAMES = {
    mark("Technology"): "information_technology|tech|it",
    mark("Financials"): "financial_services|financial|finance",
    mark("Health care"): "healthcare|health",
    mark("Consumer cyclical"): "consumer_discretionary",
    mark("Consumer defensive"): "consumer_staples",
    mark("Communication"): "communication_services|communications|telecommunications",
    mark("Industrials"): "industrial",
    mark("Energy"): "",
    mark("Basic materials"): "materials",
    mark("Real estate"): "realestate",
    mark("Utilities"): "utility",
}
_KNOWN = {
    name.casefold().replace("_", " "): sector
    for sector, others in _NAMES.items()
    for name in (sector, *filter(None, others.split("|")))
}
# “Financials 13.62 %”, “Financials: 13.62” and, all of it, “Financials”.
_PART = re.compile(
    r"(?P<name>[^\d:=%]*[^\W\d_]\)?)\s*[:=]?\s*(?P<number>[-+\N{MINUS SIGN}]?(?:\d+(?:\.\d*)?|\.\d+))?\s*(?P<sign>%?)"
)


@dataclass(frozen=True, slots=True)
class SectorWeights:
    """The sectors of one instrument.

    Parameters
    ----------
    symbol
        A fund, or a single stock.
    weights
        Sectors and their parts of it [fraction], each from 0 to 1, together at most 1; what is missing is not known.
    as_of
        When that was the case.
    source
        Who says so.

    Raises
    ------
    BadInput
        If a part is not from 0 to 1, a sector comes twice, there are too many, or they add up to more than 1.
    """

    symbol: Symbol
    weights: tuple[tuple[str, float], ...]
    as_of: date
    source: str

    def __post_init__(self) -> None:
        symbol, names = self.symbol, [name for name, _ in self.weights]
        if len(names) > MOST_SECTORS or any(not 0 < len(name) <= _LONGEST_NAME for name in names):
            most = MOST_SECTORS
            sentence = tr(
                "{symbol} has at most {most} sectors, with names of up to 40 letters.", symbol=symbol, most=most
            )
            raise BadInput(sentence)
        twice = next((name for name in names if names.count(name) > 1), "")
        if twice:
            raise BadInput(tr("The sector {sector} of {symbol} comes twice.", sector=twice, symbol=symbol))
        for name, weight in self.weights:
            if not 0 <= weight <= 1 + _SLACK:
                sentence = tr("The weight of {sector} in {symbol} must be from 0 to 100 %.", sector=name, symbol=symbol)
                raise BadInput(sentence)
        if self.total > 1 + _SLACK:
            total = _percent(self.total)
            sentence = tr(
                "The sector weights of {symbol} add up to {total}, more than 100 %.", symbol=symbol, total=total
            )
            raise BadInput(sentence)

    @property
    def total(self) -> float:
        """What the known sectors add up to [fraction]."""
        return math.fsum(weight for _, weight in self.weights)

    @property
    def not_known(self) -> float:
        """What is in no known sector [fraction]; a rest that rounding explains is none."""
        rest = 1 - self.total
        return rest if rest > _SLACK else 0.0


def sector_named(text: str) -> str:
    """Return the desk's name of a sector, or what was typed where it knows none.

    >>> sector_named("financial_services"), sector_named("Health Care"), sector_named("shell companies")
    ('Financials', 'Health care', 'Shell companies')
    """
    words = " ".join(text.replace("_", " ").split())
    return _KNOWN.get(words.casefold(), words[:1].upper() + words[1:])


def sectors_of(symbol: Symbol, parts: Iterable[tuple[str, float]], as_of: date, source: str) -> SectorWeights:
    """Return the weights with the desk's names, the largest first, those of one sector added up.

    Raises
    ------
    BadInput
        As :class:`SectorWeights`.
    """
    found: dict[str, float] = {}
    for name, weight in parts:
        found[sector_named(name)] = found.get(sector_named(name), 0.0) + weight
    ordered = sorted(found.items(), key=lambda part: (-part[1], part[0]))
    return SectorWeights(symbol, tuple(ordered), as_of, source)


def parse_sectors(symbol: Symbol, text: str, today: date) -> SectorWeights | None:
    """Read sectors as a user types them, None from an empty text.

    A sector without a number is all of it, as of a single stock. Less than 100 % is taken: the rest is not known.

    >>> parse_sectors("SPY", "financial services 13.62, Technology 29.2 %", date(2021, 12, 28)).weights
    (('Technology', 0.292), ('Financials', 0.1362))
    >>> parse_sectors("JPM", "Financials", date(2021, 12, 28)).weights
    (('Financials', 1.0),)

    Raises
    ------
    BadInput
        If a part cannot be read, or the weights make no sense; see :class:`SectorWeights`.
    """
    parts = [part.strip() for part in re.split(r"[,;\n]", text) if part.strip()]
    if not parts:
        return None
    found: list[tuple[str, float]] = []
    for part in parts:
        read = _PART.fullmatch(part)
        if read is None or (read["number"] is None and (len(parts) > 1 or read["sign"])):
            sentence = tr(
                "“{text}” is not a sector with its weight: type them as Financials 13.62 %, Energy 4 %.", text=part[:24]
            )
            raise BadInput(sentence)
        number = (read["number"] or "100").replace("\N{MINUS SIGN}", "-")
        weight = round(float(number) / 100, 12)
        if any(sector_named(name) == sector_named(read["name"]) for name, _ in found):
            twice = sector_named(read["name"])
            sentence = tr("The sector {sector} of {symbol} comes twice: type it once.", sector=twice, symbol=symbol)
            raise BadInput(sentence)
        found.append((read["name"], weight))
    return sectors_of(symbol, found, today, TYPED)


def format_sectors(weights: SectorWeights) -> str:
    """Return weights as :func:`parse_sectors` reads them.

    >>> format_sectors(SectorWeights("SPY", (("Financials", 0.1362), ("Energy", 0.04)), date(2021, 12, 28), TYPED))
    'Financials 13.62 %, Energy 4 %'
    """
    return ", ".join(f"{name} {_percent(weight)}" for name, weight in weights.weights)


def _percent(fraction: float) -> str:
    return f"{round(fraction * 100, 6):.8g} %"
