"""What runs here, for whoever looks into a report: no names, no folders, nothing of the user's."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import PySide6
from PySide6.QtCore import QLocale, QSysInfo, Qt, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from ratiodesk import __version__

if TYPE_CHECKING:
    from ratiodesk.component import Component

_SCHEMES = {Qt.ColorScheme.Dark: "dark", Qt.ColorScheme.Light: "light"}


def surroundings() -> str:
    """Return the versions of the program and of what it runs on."""
    return (
        f"RatioDesk {__version__}, Python {sys.version.split()[0]}, Qt {qVersion()}, PySide6 {PySide6.__version__}\n"
        f"{QSysInfo.prettyProductName()}, {QSysInfo.kernelType()} {QSysInfo.kernelVersion()}, "
        f"{QSysInfo.currentCpuArchitecture()}"
    )


def diagnostics(components: Sequence[Component], window: QWidget) -> str:
    """Return the surroundings, what the window is shown on, and the versions of all parts."""
    scheme = _SCHEMES.get(QGuiApplication.styleHints().colorScheme(), "unknown")
    screens = [
        f"{screen.size().width()} × {screen.size().height()} at {round(100 * screen.devicePixelRatio())} %"
        for screen in QGuiApplication.screens()
    ]
    made_as = "bundle" if getattr(sys, "frozen", False) else "package"
    lines = (
        surroundings(),
        f"Platform {QGuiApplication.platformName()}, colours {scheme}, locale {QLocale().name()}, {made_as}",
        f"Screens {', '.join(screens)}; window {window.width()} × {window.height()}",
        ", ".join(f"{part.name} {part.version}" for part in components),
    )
    return "\n".join(lines)
