"""The first thing that is seen of a start: the application with its empty window."""

import os
import sys

from PySide6.QtCore import QDeadlineTimer, QEventLoop, QLocale, QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMessageBox

from ratiodesk import PROGRAM, __version__
from ratiodesk.display import has_display
from ratiodesk.domain.errors import NoDisplay
from ratiodesk.domain.window_port import WindowPlace
from ratiodesk.resource import resource_path
from ratiodesk.ui.icon import put_program_icon
from ratiodesk.ui.main_window import MainWindow
from ratiodesk.ui.theme import Theme, apply_theme, system_theme
from ratiodesk.words import find_catalogue, use_catalogue

# What a window manager puts around a window, roughly.
_FRAME_PX = QSize(16, 48)
_PATIENCE_MS = 100
# The first of them that is set decides.
_LOCALE_VARIABLES = ("LC_ALL", "LC_CTYPE", "LANG")
_NO_DISPLAY = (
    "There is no display to open the desk on; "
    "“ratiodesk render SPY/IWM -o desk.png” draws it into a picture without one."
)


def application() -> QApplication:
    """Return the application of this process, made if there is none."""
    running = QApplication.instance()
    if isinstance(running, QApplication):
        return running
    _name_utf8()
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    made = _application_class()([PROGRAM])
    made.setApplicationName("RatioDesk")
    made.setApplicationVersion(__version__)
    made.setDesktopFileName(PROGRAM)
    made.setStyle("Fusion")
    keep_still(made)
    use_catalogue(find_catalogue(resource_path("languages"), QLocale().uiLanguages()))
    return made


def keep_still(running: QApplication) -> None:
    """Let nothing slide or fade, whatever the windows of the system do."""
    for effect in Qt.UIEffect:
        running.setEffectEnabled(effect, False)


def _application_class() -> type[QApplication]:
    if sys.platform == "darwin":
        from ratiodesk.ui.mac_application import MacApplication  # noqa: PLC0415 - other systems name a file in a word

        return MacApplication
    return QApplication


def _name_utf8() -> None:
    """Name the encoding that Qt knows alone where the surroundings name none; it says at length that it takes that."""
    if not sys.platform.startswith("linux"):
        return
    decisive = next((name for name in _LOCALE_VARIABLES if os.environ.get(name)), _LOCALE_VARIABLES[-1])
    if os.environ.get(decisive, "C") in ("", "C", "POSIX"):
        os.environ[decisive] = "C.UTF-8"


def tell(sentence: str) -> None:
    """Say why the program ends, and wait until that is read."""
    running = application()
    box = QMessageBox(QMessageBox.Icon.Warning, "RatioDesk", sentence)
    apply_theme(running, theme(), box)
    put_program_icon()
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.exec()


def theme() -> Theme:
    """Return the theme that the system's colour scheme asks for."""
    return system_theme(application())


def stand(place: WindowPlace | None = None) -> MainWindow:
    """Return a window that is on the screen.

    Parameters
    ----------
    place
        Where it was when it was last closed.

    Raises
    ------
    NoDisplay
        If there is no screen to show it on.
    """
    if not has_display():
        raise NoDisplay(_NO_DISPLAY)
    made = application()
    window = MainWindow(place)
    apply_theme(made, theme(), window)
    if not window.has_place:
        window.resize(window.size().boundedTo(window.screen().availableGeometry().size() - _FRAME_PX))
    window.show()
    # A window manager takes a moment to let it be seen; without waiting it would be black until the chart is there.
    patience = QDeadlineTimer(_PATIENCE_MS)
    while not window.windowHandle().isExposed() and not patience.hasExpired():
        made.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 5)
    made.processEvents()
    return window
