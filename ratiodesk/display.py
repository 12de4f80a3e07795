"""Whether a window can be opened here: without a screen Qt ends the process, without its libraries it does not load."""

import importlib
import os
import re
import socket
import sys
from pathlib import Path

from ratiodesk.domain.errors import NoDisplay

_PATIENCE_S = 2.0


def load_qt() -> None:
    """Load what draws the desk; pyqtgraph, loaded first, would hide why that fails.

    Raises
    ------
    NoDisplay
        If the system lacks a library that Qt links against.
    """
    try:
        importlib.import_module("PySide6.QtWidgets")
    except ImportError as error:
        said = f"Qt cannot be loaded ({error}); the README names the libraries that a bare Linux needs."
        raise NoDisplay(said) from error


def has_display() -> bool:
    """Return whether a window can be opened; False only where that is certain."""
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return _wayland_answers() or _x_answers()


def _wayland_answers() -> bool:
    name = os.environ.get("WAYLAND_DISPLAY")
    return bool(name) and _answers(str(Path(os.environ.get("XDG_RUNTIME_DIR", "/")) / str(name)))


def _x_answers() -> bool:
    name = os.environ.get("DISPLAY", "")
    local = re.fullmatch(r"(?:unix)?:(\d+)(?:\.\d+)?", name)
    if local is None:
        return bool(name)  # A screen of another machine: Qt must find out.
    path = f"/tmp/.X11-unix/X{local[1]}"  # noqa: S108 - where every X server listens
    return _answers(path) or _answers(f"\0{path}")


def _answers(address: str) -> bool:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        probe.settimeout(_PATIENCE_S)
        try:
            probe.connect(address)
        except OSError:
            return False
    return True
