"""The portfolio document: its fields, and the way to and from a portfolio."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from ratiodesk.domain.errors import DamagedDocument, RatioDeskError
from ratiodesk.domain.pair import parse_symbol
from ratiodesk.domain.portfolio import Lot, Portfolio
from ratiodesk.domain.sector import SectorWeights
from ratiodesk.storage.document import unknown_in, written
from ratiodesk.storage.migration import PORTFOLIO_MIGRATIONS, Fields
from ratiodesk.storage.versioned import read_fields
from ratiodesk.words import mark

FORMAT = "ratiodesk-portfolio"
VERSION = 2

_NotNegative = Annotated[float, Meta(ge=0)]
_Fraction = Annotated[float, Meta(ge=0, le=1)]


class LotRecord(Struct, frozen=True):
    """What the account has of one instrument."""

    symbol: str
    shares: _NotNegative | None = None
    value: _NotNegative | None = None
    cost: _NotNegative | None = None


class WeightRecord(Struct, frozen=True):
    """One sector of an instrument."""

    sector: str
    weight: _NotNegative


class SectorRecord(Struct, frozen=True):
    """Sectors of one instrument."""

    symbol: str
    weights: list[WeightRecord]
    as_of: date
    source: Annotated[str, Meta(max_length=80)]


class PortfolioDocument(Struct, frozen=True):
    """Everything entered about the account, for all pairs."""

    format: Literal["ratiodesk-portfolio"] = "ratiodesk-portfolio"
    version: Annotated[int, Meta(ge=1)] = VERSION
    holdings: list[LotRecord] = []
    cash: _NotNegative | None = None
    taxable: bool = False
    tax_rate: _Fraction | None = None
    sectors: list[SectorRecord] = []


@dataclass(frozen=True, slots=True)
class ReadPortfolio:
    """A portfolio read from a document, with the names of fields this version does not know."""

    portfolio: Portfolio
    fields: Fields
    unknown: tuple[str, ...]


def encode_portfolio(portfolio: Portfolio, before: Fields | None = None) -> bytes:
    """Return *portfolio* as readable JSON.

    Parameters
    ----------
    portfolio
        What to write.
    before
        The fields the document had when it was read: those this version does not know are written again.

    Raises
    ------
    DamagedDocument
        If what would be written could not be read again.
    """
    document = PortfolioDocument(
        holdings=[msgspec.convert(lot, LotRecord, from_attributes=True) for lot in portfolio.lots],
        cash=portfolio.cash,
        taxable=portfolio.taxable,
        tax_rate=portfolio.tax_rate,
        sectors=[sector_record(weights) for weights in portfolio.sectors],
    )
    content = written(document, before)
    decode_portfolio(content)
    return content


def decode_portfolio(content: bytes) -> ReadPortfolio:
    """Read a portfolio document.

    Raises
    ------
    NewerDocument
        If a newer RatioDesk wrote it.
    DamagedDocument
        If it is not a portfolio document, with the reason.
    """
    fields = read_fields(content, FORMAT, VERSION, PORTFOLIO_MIGRATIONS, mark("portfolio"))
    try:
        document = msgspec.convert(fields, PortfolioDocument)
        portfolio = Portfolio(
            lots=tuple(
                Lot(parse_symbol(record.symbol), record.shares, record.value, record.cost)
                for record in document.holdings
            ),
            cash=document.cash,
            taxable=document.taxable,
            tax_rate=document.tax_rate,
            sectors=tuple(map(sectors_from, document.sectors)),
        )
    except (msgspec.ValidationError, RatioDeskError) as error:
        raise DamagedDocument(str(error).removesuffix(".")) from error
    return ReadPortfolio(portfolio, fields, unknown_in(fields, document))


def sector_record(weights: SectorWeights) -> SectorRecord:
    """Return how *weights* are written."""
    records = [WeightRecord(sector, weight) for sector, weight in weights.weights]
    return SectorRecord(weights.symbol, records, weights.as_of, weights.source)


def sectors_from(record: SectorRecord) -> SectorWeights:
    """Return the weights that were written.

    Raises
    ------
    BadPair, BadInput
        If the symbol or a weight makes no sense.
    """
    weights = tuple((part.sector, part.weight) for part in record.weights)
    return SectorWeights(parse_symbol(record.symbol), weights, record.as_of, record.source)
