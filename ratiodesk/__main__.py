"""The command ``ratiodesk``."""

import io
import os
import sys
from collections.abc import Sequence

from ratiodesk import arguments
from ratiodesk.display import load_qt
from ratiodesk.domain.errors import NoDisplay, RatioDeskError
from ratiodesk.options import FROM_DESKTOP, CommonOptions, OpenOptions, RenderOptions, ReportOptions

# What shells make of a program that Ctrl+C ended: 128 and the number of the signal.
INTERRUPTED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Carry out a command line.

    Parameters
    ----------
    argv
        The words after the program's name, ``sys.argv[1:]`` if None.

    Returns
    -------
    int
        0 done, 1 a stated failure, 130 interrupted, and then a sentence is on stderr. Wrong usage leaves with
        SystemExit(2).
    """
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A label may hold what an old console cannot show.
        sys.stdout.reconfigure(errors="replace")
    # numpy would start a thread for every core, for linear algebra that the desk does not do.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    words = list(sys.argv[1:] if argv is None else argv)
    try:
        return _carry_out(arguments.parse(words))
    except RatioDeskError as error:
        sentence = "".join(char if char.isprintable() else "?" for char in str(error))
        _tell(sentence, is_read=FROM_DESKTOP not in words or isinstance(error, NoDisplay))
        return 1
    except KeyboardInterrupt:
        print("Interrupted: what was done before is kept.", file=sys.stderr)
        return INTERRUPTED


def _tell(sentence: str, *, is_read: bool) -> None:
    """Print a sentence, and show it where there is nobody to read that."""
    if sys.stderr is not None:
        print(sentence, file=sys.stderr)
        if is_read:
            return
    # A program of Windows that is no program of its console has nowhere to print to.
    from ratiodesk import first_window  # noqa: PLC0415

    first_window.tell(sentence)


def _carry_out(options: CommonOptions) -> int:
    # Imported by verb: the window is not loaded for a verb that prints, nor the other way round.
    match options:
        case OpenOptions():
            from ratiodesk import opening  # noqa: PLC0415

            return opening.open_desk(options)
        case RenderOptions(chart=False):
            load_qt()
            from ratiodesk import app  # noqa: PLC0415

            return app.render(options)
        case RenderOptions() | ReportOptions():
            load_qt()
            from ratiodesk import printing  # noqa: PLC0415

            return printing.print_still(options)
    from ratiodesk import cli  # noqa: PLC0415

    return cli.run(options)


if __name__ == "__main__":
    sys.exit(main())
