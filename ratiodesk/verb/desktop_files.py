"""The files by which a desktop of Linux knows the program, in the folders of one user.

Where they belong: https://specifications.freedesktop.org/basedir-spec/latest/ and the specifications of desktop
entries, shared MIME types and icon themes beside it.
"""

import os
import shutil
import subprocess  # noqa: TID251 - two programs of the system are told that files are new, by fixed words
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from ratiodesk.domain.errors import BadInput, NotSaved
from ratiodesk.storage.atomic import not_saved, write_atomic
from ratiodesk.verb.desktop_change import DesktopChange, Outcome

_MARK = "Put here by “ratiodesk desktop install”; “ratiodesk desktop remove” takes it away."
_ENTRY = Path("applications/ratiodesk.desktop")
# Where each file that is shipped belongs.
_PLACES = {
    _ENTRY: "ratiodesk.desktop",
    Path("metainfo/org.ratiodesk.RatioDesk.metainfo.xml"): "ratiodesk.metainfo.xml",
    Path("mime/packages/ratiodesk.xml"): "ratiodesk-mime.xml",
    Path("icons/hicolor/scalable/apps/ratiodesk.svg"): "icon.svg",
    Path("icons/hicolor/scalable/mimetypes/application-x-ratiodesk-layout.svg"): "icon.svg",
}
_PATIENCE_S = 60


def data_home(surroundings: Mapping[str, str]) -> Path:
    """Return the folder for what programs bring along, for this user alone.

    Raises
    ------
    BadInput
        If nobody says where that is.
    """
    named = Path(surroundings.get("XDG_DATA_HOME", ""))
    # A relative one is to be ignored.
    if named.is_absolute():
        return named
    try:
        home = Path.home()
    except RuntimeError as error:
        raise BadInput("Your home directory is not known here: name the folder for data in XDG_DATA_HOME.") from error
    if not home.is_absolute():
        raise BadInput(f"HOME is “{home}”: it takes a path from the root on.")
    return home / ".local" / "share"


class DesktopFiles:
    """Puts them there and takes them away again; what something else put there is not touched.

    Parameters
    ----------
    folder
        As :func:`data_home` returns it.
    resources
        Where the shipped files are.
    """

    def __init__(self, folder: Path, resources: Path) -> None:
        self._folder, self._resources = folder, resources

    def shipped_entry(self) -> str:
        """Return the desktop entry as it is shipped."""
        return (self._resources / _PLACES[_ENTRY]).read_text("utf-8")

    def install(self, entry: str) -> DesktopChange:
        """Write what is not there, or is there from before, with *entry* as the desktop entry.

        Raises
        ------
        BadInput
            If something else put a file there; nothing is written then.
        NotSaved
            If a file could not be written.
        """
        contents = {place: self._content(place, entry) for place in _PLACES}
        for place in contents:
            before = self._read(place)
            if before is not None and not _is_marked(before):
                raise BadInput(f"{self._folder / place} is there already and not from here: move it away first.")
        outcomes = [(str(self._folder / place), self._write(place, contents[place])) for place in contents]
        return DesktopChange(tuple(outcomes), self._tell_system())

    def remove(self) -> DesktopChange:
        """Remove what was put there from here.

        Raises
        ------
        NotSaved
            If a file could not be removed.
        """
        outcomes = [(str(self._folder / place), self._remove(place)) for place in _PLACES]
        is_changed = any(outcome is Outcome.REMOVED for _, outcome in outcomes)
        return DesktopChange(tuple(outcomes), self._tell_system() if is_changed else ())

    def _content(self, place: Path, entry: str) -> bytes:
        text = entry if place == _ENTRY else (self._resources / _PLACES[place]).read_text("utf-8")
        if place == _ENTRY:
            return f"# {_MARK}\n{text}".encode()
        head, _, rest = text.partition("\n")  # Before the declaration of XML there is no room.
        return f"{head}\n<!-- {_MARK} -->\n{rest}".encode()

    def _read(self, place: Path) -> bytes | None:
        try:
            return (self._folder / place).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise NotSaved(f"{self._folder / place} cannot be read ({error.strerror or error}).") from error

    def _write(self, place: Path, content: bytes) -> Outcome:
        if self._read(place) == content:
            return Outcome.UNCHANGED
        path = self._folder / place
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_atomic(path, content)
        except OSError as error:
            raise not_saved(path, error) from error
        return Outcome.WRITTEN

    def _remove(self, place: Path) -> Outcome:
        try:
            content = self._read(place)
        except NotSaved:
            # A folder, a link to nowhere or a file of another user was not put there from here.
            return Outcome.FOREIGN
        if content is None:
            return Outcome.ABSENT
        if not _is_marked(content):
            return Outcome.FOREIGN
        try:
            (self._folder / place).unlink()
        except OSError as error:
            raise NotSaved(f"{self._folder / place} could not be removed ({error.strerror or error}).") from error
        return Outcome.REMOVED

    def _tell_system(self) -> tuple[str, ...]:
        """Let the system read the folders anew; return what it did not do."""
        icons = self._folder / "icons" / "hicolor"
        if icons.is_dir():
            os.utime(icons)  # An index of icons is not believed once its folder is newer.
        return (
            *_run("update-desktop-database", "-q", str(self._folder / "applications")),
            *_run("update-mime-database", str(self._folder / "mime")),
        )


def _is_marked(content: bytes) -> bool:
    return _MARK.encode() in content


def _run(name: str, *words: str) -> Sequence[str]:
    """Run a program of the system; return why the system does not know at once, nothing if it does."""
    program = shutil.which(name)
    if program is None:
        return (f"{name} is not here: your desktop may notice only when you log in again.",)
    try:
        done = subprocess.run(  # noqa: S603 - these words, and no shell
            [program, *words], env=_surroundings(), capture_output=True, timeout=_PATIENCE_S, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return (f"{name} could not be run ({error}).",)
    return (f"{name} failed ({done.returncode}).",) if done.returncode else ()


def _surroundings() -> dict[str, str]:
    """Return the surroundings for a program of the system: those of a bundle would give it the bundle's libraries."""
    if not getattr(sys, "frozen", False):
        return dict(os.environ)
    kept = {name: value for name, value in os.environ.items() if name != "LD_LIBRARY_PATH"}
    before = kept.get("LD_LIBRARY_PATH_ORIG")
    return kept | {"LD_LIBRARY_PATH": before} if before else kept
