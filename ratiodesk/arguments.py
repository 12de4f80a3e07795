"""The command line as typed, read into one frozen value for each verb."""

import re
import sys
from argparse import ArgumentParser, ArgumentTypeError, RawDescriptionHelpFormatter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from ratiodesk import __version__
from ratiodesk.domain.errors import BadInput
from ratiodesk.domain.level import LevelId, Role
from ratiodesk.domain.pair import Pair, parse_symbol
from ratiodesk.domain.sizing import Execution, check_account, check_risk
from ratiodesk.options import (
    ExportOptions,
    ImportOptions,
    LevelAddOptions,
    LevelListOptions,
    LevelRemoveOptions,
    OpenOptions,
    Options,
    PricesImportOptions,
    PricesListOptions,
    PricesRefreshOptions,
    RenderOptions,
    SizeOptions,
    StatusOptions,
)
from ratiodesk.storage.document import SUFFIX

PROGRAM = "ratiodesk"
SMALLEST_PX, LARGEST_PX = (760, 320), (10_000, 10_000)
PICTURE_SCALES = (1.0, 1.25, 2.0)

# What argparse found, by the names of the options' fields.
Found = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Verb:
    """How one verb is declared to argparse, and how its result is read."""

    help: str
    declare: Callable[[ArgumentParser], None]
    read: Callable[[ArgumentParser, Found], Options]


def parse(argv: Sequence[str] | None = None) -> Options:
    """Read a command line.

    Parameters
    ----------
    argv
        The words after the program's name, ``sys.argv[1:]`` if None.

    Raises
    ------
    RatioDeskError
        If a pair, number or size is readable but outside what makes sense.
    SystemExit
        With 2 after a message about wrong usage, with 0 after help or version.
    """
    words = list(sys.argv[1:] if argv is None else argv)
    at = _verb_index(words)
    name = "" if at is None else words.pop(at)
    verb = _VERBS[name] if name else _OPEN
    parser = _parser(name, verb)
    # Intermixed, because a pair or a ratio may also come after an option.
    found = vars(parser.parse_intermixed_args([_shield(word) for word in words]))
    if "pair" in found:  # Read after the options, so that a misspelt one is not taken for a bad pair.
        found["pair"] = Pair.parse(found["pair"])
    return verb.read(parser, found)


def _verb_index(words: Sequence[str]) -> int | None:
    """Return where the verb is: the first word that is no option, if it names one."""
    value_follows = False
    for index, word in enumerate(words):
        if value_follows or word.startswith("-"):
            value_follows = word == "--home" and not value_follows
            continue
        return index if word in _VERBS else None
    return None


def _shield(word: str) -> str:
    """Return a negative number with a blank before it, so that argparse takes no form of it for an option."""
    try:
        float(word)
    except ValueError:
        return word
    return f" {word}" if word.startswith("-") else word


def _parser(name: str, verb: _Verb) -> ArgumentParser:
    """Return the parser of one verb. Each takes the common options, so they may stand before the verb or after."""
    parser = ArgumentParser(
        prog=f"{PROGRAM} {name}".strip(),
        description=verb.help,
        allow_abbrev=False,
        formatter_class=RawDescriptionHelpFormatter,
    )
    verb.declare(parser)
    common = parser.add_argument_group("options everywhere")
    common.add_argument("--home", metavar="DIR", help="keep everything below DIR (otherwise RATIODESK_HOME)")
    common.add_argument("--offline", action="store_true", help="never touch the network")
    common.add_argument("--version", action="version", version=f"{PROGRAM} {__version__}")
    return parser


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"“{text}” is not a date: write it as 2021-12-28") from None


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise ArgumentTypeError(f"“{text}” is not a number") from None


def _account(text: str) -> float:
    return check_account(_number(text))


def _risk(text: str) -> float:
    return check_risk(_number(text))


def _picture_size(text: str) -> tuple[int, int]:
    found = re.fullmatch(r"([0-9]{1,9})[x×]([0-9]{1,9})", text.strip(), re.IGNORECASE)
    if found is None:
        raise ArgumentTypeError(f"“{text}” is not a size: write it as 1600x950")
    width_px, height_px = int(found[1]), int(found[2])
    (least_width, least_height), (most_width, most_height) = SMALLEST_PX, LARGEST_PX
    if not (least_width <= width_px <= most_width and least_height <= height_px <= most_height):
        limits = f"{least_width}x{least_height} to {most_width}x{most_height}"
        raise BadInput(f"A picture of {found[0]} is out of range: pictures have {limits} pixels.")
    return width_px, height_px


def _picture_file(text: str) -> Path:
    path = Path(text)
    if path.suffix.lower() != ".png":
        raise BadInput(f"The picture is written as PNG: name a file that ends in .png, not “{path.name}”.")
    return path


def _add_pair(parser: ArgumentParser) -> None:
    parser.add_argument("pair", metavar="PAIR", help="two symbols: SPY/IWM, SPY:IWM or 'spy iwm'")


def _add_as_of(parser: ArgumentParser) -> None:
    parser.add_argument("--as-of", metavar="DATE", type=_date, help="as if the last session known were DATE")


def _add_json(parser: ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print one JSON document")


def _read(options: Callable[..., Options]) -> Callable[[ArgumentParser, Found], Options]:
    return lambda _, found: options(**found)


def _declare_open(parser: ArgumentParser) -> None:
    parser.usage = f"{PROGRAM} [options] [PAIR | FILE{SUFFIX}]\n       {PROGRAM} VERB --help"
    parser.epilog = "verbs:\n" + "\n".join(f"  {name:<8}{verb.help}" for name, verb in _VERBS.items())
    parser.add_argument("target", nargs="*", metavar="PAIR", help=f"a pair such as SPY/IWM, or a {SUFFIX} file")


def _read_open(_: ArgumentParser, found: Found) -> Options:
    words = found.pop("target")
    # Two words are a pair typed with a blank between.
    text = " ".join(words)
    target: Pair | Path | None = None
    if words:
        target = Path(text) if text.lower().endswith(SUFFIX) else Pair.parse(text)
    return OpenOptions(target=target, **found)


def _declare_render(parser: ArgumentParser) -> None:
    _add_pair(parser)
    parser.add_argument("-o", dest="output", metavar="chart.png", type=_picture_file, required=True)
    parser.add_argument("--size", metavar="1600x950", type=_picture_size, default=(1600, 950), help="logical pixels")
    parser.add_argument("--scale", type=float, choices=PICTURE_SCALES, default=1.0, help="device pixels to a pixel")
    parser.add_argument("--theme", choices=("dark", "light"))
    parser.add_argument("--from", dest="start", metavar="DATE", type=_date, help="first date in sight")
    parser.add_argument("--to", dest="end", metavar="DATE", type=_date, help="last date in sight")
    _add_as_of(parser)


def _read_render(_: ArgumentParser, found: Found) -> Options:
    width_px, height_px = found.pop("size")
    options = RenderOptions(width_px=width_px, height_px=height_px, **found)
    if options.start and options.end and options.start > options.end:
        raise BadInput(f"The picture would start on {options.start}, after its end on {options.end}.")
    return options


def _declare_status(parser: ArgumentParser) -> None:
    parser.add_argument("pairs", nargs="*", metavar="PAIR", help="every saved pair if none is named")
    _add_as_of(parser)
    _add_json(parser)


def _read_status(_: ArgumentParser, found: Found) -> Options:
    return StatusOptions(pairs=tuple(map(Pair.parse, found.pop("pairs"))), **found)


def _declare_size(parser: ArgumentParser) -> None:
    _add_pair(parser)
    parser.add_argument("--account", type=_account, help="value of the account (otherwise as saved)")
    parser.add_argument(
        "--risk", dest="risk_fraction", metavar="RISK", type=_risk, help="part of it lost at the stop, such as 0.01"
    )
    parser.add_argument("--execution", choices=[str(execution) for execution in Execution])
    parser.add_argument("--holding", metavar="VALUE", type=_number, help="value held of the leg that is sold")
    _add_as_of(parser)
    _add_json(parser)


def _read_size(_: ArgumentParser, found: Found) -> Options:
    execution = found.pop("execution")
    return SizeOptions(execution=Execution(execution) if execution else None, **found)


def _declare_level(parser: ArgumentParser) -> None:
    parser.usage = f"{parser.prog} PAIR list | add RATIO [--role ROLE] | remove ID  [--json] [options]"
    _add_pair(parser)
    parser.add_argument("action", choices=("list", "add", "remove"))
    parser.add_argument("value", nargs="?", metavar="RATIO|ID")
    parser.add_argument("--role", choices=[str(role) for role in (Role.STOP, Role.ENTRY, Role.TARGET, Role.PLAIN)])
    _add_json(parser)


def _read_level(parser: ArgumentParser, found: Found) -> Options:
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
    _add_pair(parser)
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
    _add_json(parser)


def _read_prices(parser: ArgumentParser, found: Found) -> Options:
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


_OPEN = _Verb("Open the desk, or carry out a verb.", _declare_open, _read_open)
_VERBS = {
    "render": _Verb("Draw the whole desk as a picture; needs no screen.", _declare_render, _read_render),
    "status": _Verb("Tell the zone of every saved pair, or of those named.", _declare_status, _read_status),
    "size": _Verb("Tell how many shares the plan of a pair allows.", _declare_size, _read_size),
    "level": _Verb("List, add or remove the lines of a pair.", _declare_level, _read_level),
    "export": _Verb(
        "Write the layout of a pair, or its ratio as a table, to a file.", _declare_export, _read(ExportOptions)
    ),
    "prices": _Verb("Import, refresh or list prices.", _declare_prices, _read_prices),
    "import": _Verb("Take the lines of a layout file into the saved layout.", _declare_import, _read(ImportOptions)),
}
