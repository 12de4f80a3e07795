"""The keys of the registry by which Windows opens a layout with this program, for one user."""

import sys
from collections.abc import Sequence
from typing import Protocol

from ratiodesk.domain.errors import BadInput
from ratiodesk.storage.file_name import SUFFIX
from ratiodesk.verb.desktop_change import DesktopChange, Outcome

_KIND = "RatioDesk.Layout"


class Registry(Protocol):
    """The default values of keys below ``Software\\Classes`` of this user."""

    def read(self, key: str) -> str | None:
        """Return the value of a key, None if there is none."""
        ...

    def write(self, key: str, value: str) -> None:
        """Set the value of a key that may be missing."""
        ...

    def remove(self, key: str) -> None:
        """Remove a key, or its value alone where others put something below it."""
        ...


class FileAssociation:
    """Ties layouts to the program, and takes that back; what something else tied is not touched."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry

    def install(self, words: Sequence[str], *, has_icon: bool) -> DesktopChange:
        """Let a double click on a layout start the program by *words*.

        Parameters
        ----------
        has_icon
            Whether the program itself carries the icon.

        Raises
        ------
        BadInput
            If another program opens layouts; nothing is written then.
        """
        other = self._registry.read(SUFFIX)
        if other not in (None, "", _KIND):
            raise BadInput(f"Windows opens {SUFFIX} files with {other}: take that back first.")
        wanted = {_KIND: "RatioDesk layout", f"{_KIND}\\shell\\open\\command": command_line(words)}
        if has_icon:
            wanted[f"{_KIND}\\DefaultIcon"] = f"{quoted(words[0])},0"
        # Last, so that it never points to something half written.
        wanted[SUFFIX] = _KIND
        return DesktopChange(tuple((key, self._write(key, value)) for key, value in wanted.items()))

    def remove(self) -> DesktopChange:
        """Take back what :meth:`install` wrote."""
        # Keys go from the inside out.
        below = ("\\shell\\open\\command", "\\shell\\open", "\\shell", "\\DefaultIcon", "")
        outcomes = [(SUFFIX, self._remove_suffix())]
        outcomes += [(f"{_KIND}{path}", self._remove(f"{_KIND}{path}")) for path in below]
        return DesktopChange(tuple(outcomes))

    def _write(self, key: str, value: str) -> Outcome:
        if self._registry.read(key) == value:
            return Outcome.UNCHANGED
        self._registry.write(key, value)
        return Outcome.WRITTEN

    def _remove_suffix(self) -> Outcome:
        value = self._registry.read(SUFFIX)
        return Outcome.FOREIGN if value not in (None, _KIND) else self._remove(SUFFIX)

    def _remove(self, key: str) -> Outcome:
        if self._registry.read(key) is None:
            return Outcome.ABSENT
        self._registry.remove(key)
        return Outcome.REMOVED


def command_line(words: Sequence[str]) -> str:
    r"""Return the command that Windows runs for a file.

    >>> print(command_line(["C:\\Program Files\\ratiodesk.exe", "--home", "D:\\"]))
    "C:\Program Files\ratiodesk.exe" "--home" "D:\\" "%1"
    """
    return " ".join([*map(quoted, words), '"%1"'])


def quoted(word: str) -> str:
    """Return a word in quotes, of which a backslash at its end would take the second one away."""
    return f'"{word}{chr(92) * (len(word) - len(word.rstrip(chr(92))))}"'


if sys.platform == "win32":  # pragma: no cover - the association is tested with a registry in memory
    import contextlib
    import winreg

    class UserRegistry:
        """The registry of this user. Implements ``Registry``."""

        def read(self, key: str) -> str | None:
            try:
                return winreg.QueryValue(winreg.HKEY_CURRENT_USER, _path(key))
            except OSError:
                return None

        def write(self, key: str, value: str) -> None:
            winreg.SetValue(winreg.HKEY_CURRENT_USER, _path(key), winreg.REG_SZ, value)

        def remove(self, key: str) -> None:
            try:
                winreg.DeleteKey(winreg.HKEY_CURRENT_USER, _path(key))
            except OSError:
                # Explorer keeps what it offers to open files with below the ending.
                with (
                    contextlib.suppress(FileNotFoundError),
                    winreg.OpenKey(winreg.HKEY_CURRENT_USER, _path(key), access=winreg.KEY_SET_VALUE) as found,
                ):
                    winreg.DeleteValue(found, "")

    def _path(key: str) -> str:
        return f"Software\\Classes\\{key}"
