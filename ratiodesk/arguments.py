"""The command line as typed, read into one frozen value for each verb."""

import re
import sys
from argparse import SUPPRESS, ArgumentParser, ArgumentTypeError, RawDescriptionHelpFormatter
from collections.abc import Sequence
from pathlib import Path

from ratiodesk import PROGRAM, __version__
from ratiodesk.argument import Found, Verb, add_as_of, add_pair, day
from ratiodesk.domain.errors import BadInput
from ratiodesk.domain.pair import Pair
from ratiodesk.options import FROM_DESKTOP, CommonOptions, OpenOptions, RenderOptions
from ratiodesk.storage.file_name import SUFFIX

SMALLEST_PX, LARGEST_PX = (760, 320), (10_000, 10_000)
PICTURE_SCALES = (1.0, 1.25, 2.0)
_HELP = {
    "render": "Draw the whole desk as a picture; needs no screen.",
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
    "desktop": "Put the program into your menu and open layouts by a double click.",
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


def _declare_open(parser: ArgumentParser) -> None:
    parser.usage = f"{PROGRAM} [options] [PAIR | FILE{SUFFIX}]\n       {PROGRAM} VERB --help"
    parser.epilog = "verbs:\n" + "\n".join(f"  {name:<11}{text}" for name, text in _HELP.items())
    parser.add_argument("target", nargs="*", metavar="PAIR", help=f"a pair such as SPY/IWM, or a {SUFFIX} file")
    # Said by menus and double clicks.
    parser.add_argument(FROM_DESKTOP, action="store_true", help=SUPPRESS)


def _read_open(_: ArgumentParser, found: Found) -> CommonOptions:
    words = found.pop("target")
    # Two words are a pair typed with a blank between.
    text = " ".join(words)
    target: Pair | Path | None = None
    if words:
        target = Path(text) if text.lower().endswith(SUFFIX) else Pair.parse(text)
    return OpenOptions(target=target, **found)


def _declare_render(parser: ArgumentParser) -> None:
    add_pair(parser)
    parser.add_argument("-o", dest="output", metavar="chart.png", type=_picture_file, required=True)
    parser.add_argument("--size", metavar="1600x950", type=_picture_size, default=(1600, 950), help="logical pixels")
    parser.add_argument("--scale", type=float, choices=PICTURE_SCALES, default=1.0, help="device pixels to a pixel")
    parser.add_argument("--theme", choices=("dark", "light"))
    parser.add_argument("--from", dest="start", metavar="DATE", type=day, help="first date in sight")
    parser.add_argument("--to", dest="end", metavar="DATE", type=day, help="last date in sight")
    add_as_of(parser)


def _read_render(_: ArgumentParser, found: Found) -> CommonOptions:
    width_px, height_px = found.pop("size")
    options = RenderOptions(width_px=width_px, height_px=height_px, **found)
    if options.start and options.end and options.start > options.end:
        raise BadInput(f"The picture would start on {options.start}, after its end on {options.end}.")
    return options


_SHOWN = {"": Verb(_declare_open, _read_open), "render": Verb(_declare_render, _read_render)}
