"""A message bus of its own: what a system tells its programs while they run comes over it."""

import os
import subprocess

from patience import PATIENCE_S

BUS_TOOLS = ("dbus-daemon", "dbus-send")
_PORTAL = "/org/freedesktop/portal/desktop", "org.freedesktop.portal.Settings.SettingChanged"


class SessionBus:
    """Stands where the user's own bus would be, and speaks on it as the system's settings do."""

    def __init__(self) -> None:
        self._daemon = subprocess.Popen(
            ["dbus-daemon", "--session", "--nofork", "--print-address"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self._daemon.stdout is not None
        self.address = self._daemon.stdout.readline().strip()
        assert self.address, "dbus-daemon did not start"

    def tell(self, group: str, key: str, value: str) -> None:
        """Say that a setting is another one now; *value* is written as dbus-send has it."""
        path, signal = _PORTAL
        words = ["dbus-send", "--session", "--type=signal", path, signal]
        subprocess.run(
            [*words, f"string:{group}", f"string:{key}", f"variant:{value}"],
            env=os.environ | {"DBUS_SESSION_BUS_ADDRESS": self.address},
            timeout=PATIENCE_S,
            check=True,
        )

    def close(self) -> None:
        self._daemon.terminate()
        self._daemon.communicate(timeout=PATIENCE_S)
