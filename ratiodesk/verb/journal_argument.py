"""The command line of the journal, read into frozen values."""

from argparse import ArgumentParser
from pathlib import Path

from ratiodesk.argument import Found, Verb, add_as_of, add_json
from ratiodesk.domain.errors import BadInput
from ratiodesk.domain.pair import Pair
from ratiodesk.options import CommonOptions
from ratiodesk.verb.option import (
    JournalExportOptions,
    JournalFreezeOptions,
    JournalListOptions,
    JournalScoreOptions,
)


def _declare(parser: ArgumentParser) -> None:
    parser.usage = (
        f"{parser.prog} list | freeze PAIR [--note TEXT] | score PAIR|ID  [--as-of DATE] [--json] [options]\n"
        f"       {parser.prog} export -o FILE.csv [--as-of DATE] [options]"
    )
    parser.add_argument("action", choices=("list", "freeze", "score", "export"))
    parser.add_argument("values", nargs="*", metavar="PAIR|ID")
    parser.add_argument("--note", default="", help="what is written beside the frozen plan")
    parser.add_argument("-o", dest="output", metavar="FILE.csv", type=Path, help="where the journal is written")
    add_as_of(parser)
    add_json(parser)


def _read(parser: ArgumentParser, found: Found) -> CommonOptions:
    action, words, note, output, json = (found.pop(name) for name in ("action", "values", "note", "output", "json"))
    if note and action != "freeze":
        parser.error("--note belongs to freeze")
    if (output is not None) != (action == "export"):
        parser.error("-o belongs to export" if output is not None else "export needs -o FILE.csv")
    if bool(words) != (action in ("freeze", "score")):
        parser.error(f"{action} takes nothing after it" if words else f"{action} needs a pair")
    if action == "list":
        return JournalListOptions(json=json, **found)
    if action == "export":
        if json:
            parser.error("--json does not belong to export")
        if output.suffix.lower() != ".csv":
            raise BadInput(f"The journal is written as CSV: name a file that ends in .csv, not “{output.name}”.")
        return JournalExportOptions(output=output, **found)
    # Two words are a pair typed with a blank between; an id has no slash.
    text = " ".join(words).strip()
    if action == "freeze":
        return JournalFreezeOptions(pair=Pair.parse(text), note=note, json=json, **found)
    return JournalScoreOptions(target=text if text.isalnum() else Pair.parse(text), json=json, **found)


JOURNAL = Verb(_declare, _read)
