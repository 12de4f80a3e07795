"""The command lines of the verbs that print, read into frozen values."""

from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path

from ratiodesk.argument import Found, Verb, add_as_of, add_json, add_pair
from ratiodesk.domain.level import LevelId, Role
from ratiodesk.domain.pair import Pair, parse_symbol
from ratiodesk.options import CommonOptions
from ratiodesk.storage.file_name import SUFFIX
from ratiodesk.verb.journal_argument import JOURNAL
from ratiodesk.verb.option import (
    BackupOptions,
    DesktopOptions,
    ExportOptions,
    ImportOptions,
    LevelAddOptions,
    LevelListOptions,
    LevelRemoveOptions,
    PortfolioImportOptions,
    PortfolioListOptions,
    PricesImportOptions,
    PricesListOptions,
    PricesRefreshOptions,
    RestoreOptions,
    StatusOptions,
)
from ratiodesk.verb.size_argument import SIZE


def _read(options: Callable[..., CommonOptions]) -> Callable[[ArgumentParser, Found], CommonOptions]:
    return lambda _, found: options(**found)


def _declare_status(parser: ArgumentParser) -> None:
    parser.add_argument("pairs", nargs="*", metavar="PAIR", help="every saved pair if none is named")
    add_as_of(parser)
    add_json(parser)


def _read_status(_: ArgumentParser, found: Found) -> CommonOptions:
    return StatusOptions(pairs=tuple(map(Pair.parse, found.pop("pairs"))), **found)


def _declare_level(parser: ArgumentParser) -> None:
    parser.usage = f"{parser.prog} PAIR list | add RATIO [--role ROLE] | remove ID  [--json] [options]"
    add_pair(parser)
    parser.add_argument("action", choices=("list", "add", "remove"))
    parser.add_argument("value", nargs="?", metavar="RATIO|ID")
    parser.add_argument("--role", choices=[str(role) for role in (Role.STOP, Role.ENTRY, Role.TARGET, Role.PLAIN)])
    add_json(parser)


def _read_level(parser: ArgumentParser, found: Found) -> CommonOptions:
    action, value, role = (found.pop(name) for name in ("action", "value", "role"))
    if role and action != "add":
        parser.error("--role belongs to add")
    if action == "list":
        if value is not None:
            parser.error("list takes nothing after it")
        return LevelListOptions(**found)
    if value is None:
        parser.error("add needs a ratio" if action == "add" else "remove needs the id of a level")
    if action == "remove":
        return LevelRemoveOptions(level_id=LevelId(value.strip()), **found)
    return LevelAddOptions(ratio_text=value.strip(), role=Role(role) if role else None, **found)


def _declare_export(parser: ArgumentParser) -> None:
    add_pair(parser)
    parser.add_argument("-o", dest="output", metavar=f"FILE{SUFFIX}|FILE.csv", type=Path, required=True)


def _declare_import(parser: ArgumentParser) -> None:
    parser.add_argument("source", metavar=f"FILE{SUFFIX}", type=Path)


def _declare_prices(parser: ArgumentParser) -> None:
    importing = "import FILE.csv --symbol XYZ [--currency USD] [--replace] [--preview]"
    parser.usage = f"{parser.prog} {importing} | refresh [SYMBOL ...] | list [--json]"
    parser.add_argument("action", choices=("import", "refresh", "list"))
    parser.add_argument("values", nargs="*", metavar="FILE|SYMBOL")
    parser.add_argument("--symbol", help="what the prices of the file are of")
    parser.add_argument("--currency", default="", help="what they are in, such as USD, or GBp for pence")
    parser.add_argument("--replace", action="store_true", help="give up what earlier files said of the symbol")
    parser.add_argument("--preview", action="store_true", help="tell what would be imported, and import nothing")
    add_json(parser)


def _read_prices(parser: ArgumentParser, found: Found) -> CommonOptions:
    action, values, json = (found.pop(name) for name in ("action", "values", "json"))
    file_options = {name: found.pop(name) for name in ("symbol", "currency", "replace", "preview")}
    if action != "import" and any(file_options.values()):
        parser.error("--symbol, --currency, --replace and --preview belong to import")
    if action != "list" and json:
        parser.error("--json belongs to list")
    if action == "list":
        if values:
            parser.error("list takes nothing after it")
        return PricesListOptions(json=json, **found)
    if action == "refresh":
        return PricesRefreshOptions(symbols=tuple(map(parse_symbol, values)), **found)
    if len(values) != 1:
        parser.error("import needs one file")
    symbol = file_options.pop("symbol")
    return PricesImportOptions(
        source=Path(values[0]), symbol=parse_symbol(symbol) if symbol is not None else None, **file_options, **found
    )


def _declare_portfolio(parser: ArgumentParser) -> None:
    parser.usage = f"{parser.prog} list | import FILE.csv  [--json] [options]"
    parser.add_argument("action", choices=("list", "import"))
    parser.add_argument("source", nargs="?", metavar="FILE.csv", type=Path)
    add_json(parser)


def _read_portfolio(parser: ArgumentParser, found: Found) -> CommonOptions:
    action, source = found.pop("action"), found.pop("source")
    if action == "list":
        if source is not None:
            parser.error("list takes nothing after it")
        return PortfolioListOptions(**found)
    if source is None:
        parser.error("import needs one file")
    return PortfolioImportOptions(source=source, **found)


def _declare_backup(parser: ArgumentParser) -> None:
    parser.add_argument("-o", dest="output", metavar="FILE.zip", type=Path, required=True)
    add_json(parser)


def _declare_restore(parser: ArgumentParser) -> None:
    parser.add_argument("source", metavar="FILE.zip", type=Path)
    parser.add_argument("--preview", action="store_true", help="tell what would be restored, and change nothing")
    add_json(parser)


def _declare_desktop(parser: ArgumentParser) -> None:
    parser.usage = f"{parser.prog} install | remove  [--json] [options]"
    parser.add_argument("action", choices=("install", "remove"))
    add_json(parser)


def _read_desktop(_: ArgumentParser, found: Found) -> CommonOptions:
    return DesktopOptions(removes=found.pop("action") == "remove", **found)


VERBS = {
    "status": Verb(_declare_status, _read_status),
    "size": SIZE,
    "level": Verb(_declare_level, _read_level),
    "export": Verb(_declare_export, _read(ExportOptions)),
    "prices": Verb(_declare_prices, _read_prices),
    "portfolio": Verb(_declare_portfolio, _read_portfolio),
    "import": Verb(_declare_import, _read(ImportOptions)),
    "journal": JOURNAL,
    "backup": Verb(_declare_backup, _read(BackupOptions)),
    "restore": Verb(_declare_restore, _read(RestoreOptions)),
    "desktop": Verb(_declare_desktop, _read_desktop),
}
