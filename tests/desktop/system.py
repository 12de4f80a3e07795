"""Somebody's system as a program sees it: which desktop it is, and whether it is dark."""

from pathlib import Path

from session_bus import SessionBus

from ratiodesk.ui.theme import DARK, Theme

# What the freedesktop portal says of the colours that are wanted.
_DARK, _LIGHT = "uint32:1", "uint32:2"


class System:
    """Its settings stand in a folder of their own; a change is told over its bus, if there is one.

    Parameters
    ----------
    desktop
        ``KDE`` has a file of colours, and tells of it by name; ``GNOME`` tells only that it is dark now, or light.
    """

    def __init__(self, settings: Path, theme: Theme, desktop: str = "KDE", bus: SessionBus | None = None) -> None:
        self._settings, self._desktop, self._bus = settings, desktop, bus
        settings.mkdir(exist_ok=True)
        self._write(theme)

    @property
    def surroundings(self) -> dict[str, str]:
        """The environment of its programs."""
        return {
            "XDG_CURRENT_DESKTOP": self._desktop,
            # Of themes that are there, the one that needs no library of that desktop.
            "QT_QPA_PLATFORMTHEME": self._desktop.lower(),
            "KDE_SESSION_VERSION": "5",
            "XDG_CONFIG_HOME": str(self._settings),
            # What this machine's own desktop says of colours is nobody's business here.
            "DBUS_SESSION_BUS_ADDRESS": self._bus.address if self._bus else f"unix:path={self._settings}/none",
        }

    def turn(self, theme: Theme) -> None:
        """Become dark, or light, while programs run."""
        assert self._bus is not None
        name = self._write(theme)
        if self._desktop == "KDE":
            self._bus.tell("org.kde.kdeglobals.General", "ColorScheme", f"string:{name}")
        self._bus.tell("org.freedesktop.appearance", "color-scheme", _DARK if theme is DARK else _LIGHT)

    def _write(self, theme: Theme) -> str:
        name = "BreezeDark" if theme is DARK else "BreezeLight"
        (self._settings / "kdeglobals").write_text(f"[General]\nColorScheme={name}\n", encoding="utf-8")
        return name
