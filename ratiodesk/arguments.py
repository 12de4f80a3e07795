"""The command line as typed, read into one frozen value for each verb."""

import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Sequence
from pathlib import Path

from ratiodesk import PROGRAM, __version__
from ratiodesk.argument import Found, Verb
from ratiodesk.domain.pair import Pair
from ratiodesk.options import CommonOptions, OpenOptions
from ratiodesk.picture_argument import PICTURES
from ratiodesk.storage.file_name import SUFFIX

_HELP = {
    "render": "Draw the whole desk, or its chart, as a picture; needs no screen.",
    "report": "Write chart, plan, sizes, portfolio and journal of a pair on one page; needs no screen.",
    "status": "Tell the zone of every saved pair, or of those named.",
    "size": "Tell how many shares the plan of a pair allows.",
    "level": "List, add or remove the lines of a pair.",
    "export": "Write the layout of a pair, or its ratio as a table, to a file.",
    "prices": "Import, refresh or list prices.",
    "portfolio": "List what the account holds, or take it from a broker’s table.",
    "journal": "Freeze plans, and list, score or export the frozen ones.",
    "import": "Take the lines of a layout file into the saved layout.",
    "backup": "Write everything to one zip file.",
    "restore": "Take in what such a file has and is not here.",
}


def parse(argv: Sequence[str] | None = None) -> CommonOptions:
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
    verb = _verb(name)
    parser = _parser(name, verb)
    # Intermixed, because a pair or a ratio may also come after an option.
    found = vars(parser.parse_intermixed_args([_shield(word) for word in words]))
    if "pair" in found:  # Read after the options, so that a misspelt one is not taken for a bad pair.
        found["pair"] = Pair.parse(found["pair"])
    return verb.read(parser, found)


def _verb(name: str) -> Verb:
    if name in _SHOWN:
        return _SHOWN[name]
    # The window does not wait for what it has no use for.
    from ratiodesk.verb.argument import VERBS  # noqa: PLC0415

    return VERBS[name]


def _verb_index(words: Sequence[str]) -> int | None:
    """Return where the verb is: the first word that is no option, if it names one."""
    value_follows = False
    for index, word in enumerate(words):
        if value_follows or word.startswith("-"):
            value_follows = word == "--home" and not value_follows
            continue
        return index if word in _HELP else None
    return None


def _shield(word: str) -> str:
    """Return a negative number with a blank before it, so that argparse takes no form of it for an option."""
    try:
        float(word)
    except ValueError:
        return word
    return f" {word}" if word.startswith("-") else word


def _parser(name: str, verb: Verb) -> ArgumentParser:
    """Return the parser of one verb. Each takes the common options, so they may stand before the verb or after."""
    parser = ArgumentParser(
        prog=f"{PROGRAM} {name}".strip(),
        description=_HELP.get(name, "Open the desk, or carry out a verb."),
        allow_abbrev=False,
        formatter_class=RawDescriptionHelpFormatter,
    )
    verb.declare(parser)
    common = parser.add_argument_group("options everywhere")
    common.add_argument("--home", metavar="DIR", help="keep everything below DIR (otherwise RATIODESK_HOME)")
    common.add_argument("--offline", action="store_true", help="never touch the network")
    common.add_argument("--version", action="version", version=f"{PROGRAM} {__version__}")
    return parser


def _declare_open(parser: ArgumentParser) -> None:
    parser.usage = f"{PROGRAM} [options] [PAIR | FILE{SUFFIX}]\n       {PROGRAM} VERB --help"
    parser.epilog = "verbs:\n" + "\n".join(f"  {name:<11}{text}" for name, text in _HELP.items())
    parser.add_argument("target", nargs="*", metavar="PAIR", help=f"a pair such as SPY/IWM, or a {SUFFIX} file")


def _read_open(_: ArgumentParser, found: Found) -> CommonOptions:
    words = found.pop("target")
    # Two words are a pair typed with a blank between.
    text = " ".join(words)
    target: Pair | Path | None = None
    if words:
        target = Path(text) if text.lower().endswith(SUFFIX) else Pair.parse(text)
    return OpenOptions(target=target, **found)


_SHOWN = {"": Verb(_declare_open, _read_open), **PICTURES}
