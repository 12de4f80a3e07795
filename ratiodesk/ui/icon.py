"""Icons: the program's own, and those of an icon font, loaded when the first one is asked for."""

from PySide6.QtGui import QGuiApplication, QIcon

from ratiodesk.resource import resource_path

_NAMES = {"menu": "mdi6.menu", "swap": "mdi6.swap-horizontal", "undo": "mdi6.undo", "redo": "mdi6.redo"}


def icon(name: str, colour: str, disabled_colour: str) -> QIcon:
    """Return an icon in the colours of the theme."""
    import qtawesome  # noqa: PLC0415 - its font costs a moment that the first frame does not wait for

    made: QIcon = qtawesome.icon(_NAMES[name], color=colour, color_disabled=disabled_colour)
    return made


def put_program_icon() -> None:
    """Give all windows the icon of the program, drawn in whatever size the system asks for."""
    QGuiApplication.setWindowIcon(QIcon(str(resource_path("icon.svg"))))
