"""What each verb that prints was asked to do, as frozen values."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ratiodesk.domain.balance import Balance
from ratiodesk.domain.level import LevelId, Role
from ratiodesk.domain.pair import Pair, Symbol
from ratiodesk.domain.position import Execution
from ratiodesk.domain.ratio import Ratio
from ratiodesk.options import CommonOptions


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusOptions(CommonOptions):
    """Tell where the ratios stand; no pair means every saved one."""

    pairs: tuple[Pair, ...] = ()
    as_of: date | None = None
    json: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SizeOptions(CommonOptions):
    """Size the plan of a pair; what is None is taken from the layout.

    Parameters
    ----------
    account, risk_fraction, execution, balance, fractional, overshoot, reward_risk
        As in :class:`~ratiodesk.domain.sizing.Sizing`.
    holding
        Value held of the leg that is sold [money].
    tranches
        Ratios to scale in at, empty for none.
    commission, commission_share, half_spread, borrow, short_dividend, holding_sessions
        As in :class:`~ratiodesk.domain.cost.CostRates`.
    ticket
        The file to write the orders to, None for none.
    """

    pair: Pair
    account: float | None = None
    risk_fraction: float | None = None
    execution: Execution | None = None
    holding: float | None = None
    balance: Balance | None = None
    fractional: bool | None = None
    overshoot: bool | None = None
    tranches: tuple[Ratio, ...] | None = None
    reward_risk: float | None = None
    commission: float | None = None
    commission_share: float | None = None
    half_spread: float | None = None
    borrow: float | None = None
    short_dividend: float | None = None
    holding_sessions: int | None = None
    ticket: Path | None = None
    as_of: date | None = None
    json: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelListOptions(CommonOptions):
    """List the lines of a pair."""

    pair: Pair
    json: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelAddOptions(CommonOptions):
    """Add a line; its ratio is still text, because what it may be depends on the ratio now."""

    pair: Pair
    ratio_text: str
    role: Role | None = None
    json: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelRemoveOptions(CommonOptions):
    """Remove a line."""

    pair: Pair
    level_id: LevelId
    json: bool = False


LevelOptions = LevelListOptions | LevelAddOptions | LevelRemoveOptions


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportOptions(CommonOptions):
    """Write the layout, or the ratio as a table, to a file."""

    pair: Pair
    output: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOptions(CommonOptions):
    """Take the lines of a layout file into the saved layout of its pair."""

    source: Path


ExchangeOptions = ExportOptions | ImportOptions


@dataclass(frozen=True, slots=True, kw_only=True)
class PricesImportOptions(CommonOptions):
    """Take prices from a file.

    Parameters
    ----------
    source, symbol
        The file, and what its prices are of; None takes the symbol the file suggests.
    currency
        What the prices are in; empty where the user does not say.
    replace
        Give up the sessions of earlier imports that the file lacks.
    preview
        Only tell what would be done.
    """

    source: Path
    symbol: Symbol | None = None
    currency: str = ""
    replace: bool = False
    preview: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PricesRefreshOptions(CommonOptions):
    """Fetch what is new of these symbols; none means all that were fetched before and those of saved pairs."""

    symbols: tuple[Symbol, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PricesListOptions(CommonOptions):
    """List the prices at hand."""

    json: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PortfolioImportOptions(CommonOptions):
    """Take holdings from a file: those of its symbols are replaced, the others stay."""

    source: Path
    json: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PortfolioListOptions(CommonOptions):
    """List what the account holds."""

    json: bool = False


PortfolioOptions = PortfolioImportOptions | PortfolioListOptions
PricesOptions = PricesImportOptions | PricesRefreshOptions | PricesListOptions


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalListOptions(CommonOptions):
    """List the frozen plans with their scores."""

    as_of: date | None = None
    json: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalFreezeOptions(CommonOptions):
    """Freeze the plan of a pair."""

    pair: Pair
    note: str = ""
    as_of: date | None = None
    json: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalScoreOptions(CommonOptions):
    """Score the frozen plans of a pair, or the one of an id."""

    target: Pair | str
    as_of: date | None = None
    json: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalExportOptions(CommonOptions):
    """Write the journal to a file."""

    output: Path
    as_of: date | None = None


JournalOptions = JournalListOptions | JournalFreezeOptions | JournalScoreOptions | JournalExportOptions


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupOptions(CommonOptions):
    """Write everything to one file."""

    output: Path
    json: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RestoreOptions(CommonOptions):
    """Take in everything of such a file that is not here, or only tell what that would be."""

    source: Path
    preview: bool = False
    json: bool = False


BackupsOptions = BackupOptions | RestoreOptions


@dataclass(frozen=True, slots=True, kw_only=True)
class DesktopOptions(CommonOptions):
    """Make the program known to the desktop of this user, or take that back."""

    removes: bool = False
    json: bool = False
