"""The words that start this program again, from a menu or a double click."""

import os
import sys
from pathlib import Path

from ratiodesk import PROGRAM
from ratiodesk.options import FROM_DESKTOP
from ratiodesk.storage.home import VARIABLE, expanded_home


def program_words(home: str | None = None, *, offline: bool = False) -> tuple[str, ...]:
    """Return the program of a bundle, otherwise the interpreter that runs and the name of the package.

    Parameters
    ----------
    home, offline
        As :class:`~ratiodesk.options.CommonOptions`: what was said now holds for those starts too, and so does what
        ``RATIODESK_HOME`` says now, for a desktop knows no variables of a shell.

    Raises
    ------
    BadHome
        If it is below the home of a user who is not known.
    """
    options = [FROM_DESKTOP]
    named = home or os.environ.get(VARIABLE)
    if named:
        options += ["--home", str(expanded_home(named))]
    if offline:
        options.append("--offline")
    if getattr(sys, "frozen", False):
        program = _neighbour(Path(sys.executable), f"{PROGRAM}{Path(sys.executable).suffix}")
        return str(program), *options
    interpreter = _neighbour(Path(sys.executable), f"pythonw{Path(sys.executable).suffix}")
    # Without -P a file in the folder that is open would be taken for the package.
    return str(interpreter), "-P", "-m", PROGRAM, *options


def _neighbour(program: Path, name: str) -> Path:
    """Return the program of this name in the same folder, which on Windows opens no console, as far as it is there."""
    other = program.with_name(name)
    return other if sys.platform == "win32" and other.exists() else program
