"""What may happen to the folder of a desk or to its clock, and how it ends again."""

import ctypes
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

_NEW_MOUNTS = 0x00020000
_DISK = "2m"
_DAY_S = 86_400.0


class Fault:
    """Something that goes wrong below a home and is over again.

    Parameters
    ----------
    home
        Where the desk keeps its files; it is made here if it has to be a file system of its own.
    """

    # Whether what is changed meanwhile cannot be saved, and whether documents cannot even be read.
    loses_the_disk = True
    hides_documents = False

    def __init__(self, home: Path) -> None:
        self.home = home

    def now(self) -> datetime:
        """Return what the desk's clock says (UTC)."""
        return datetime.now(UTC)

    def begin(self) -> None:
        raise NotImplementedError

    def end(self) -> None:
        raise NotImplementedError


class FullDisk(Fault):
    """A file system of two megabytes on which no byte is left."""

    def __init__(self, home: Path) -> None:
        super().__init__(home)
        _mount("-t", "tmpfs", "-o", f"size={_DISK}", "none", home)

    def begin(self) -> None:
        with (self.home / "filler").open("wb", buffering=0) as file:
            for size in (65_536, 4_096, 1):
                try:
                    while file.write(b"x" * size):
                        pass
                except OSError:
                    continue

    def end(self) -> None:
        (self.home / "filler").unlink()


class FileLimit(Fault):
    """No file may grow: the limit that a quota or a shell's ``ulimit -f`` sets."""

    def begin(self) -> None:
        self._before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, self._before[1]))

    def end(self) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, self._before)


class ReadOnly(Fault):
    """A folder that can be read only, as a disk becomes that has had errors."""

    def __init__(self, home: Path) -> None:
        super().__init__(home)
        if _is_root():
            _mount("-t", "tmpfs", "-o", "size=64m", "none", home)
        else:
            home.mkdir(parents=True)

    def begin(self) -> None:
        if _is_root():
            _mount("-o", "remount,ro", self.home)
        else:
            self._allow(0o500)

    def end(self) -> None:
        if _is_root():
            _mount("-o", "remount,rw", self.home)
        else:
            self._allow(0o700)

    def _allow(self, mode: int) -> None:
        for path in (self.home, *self.home.rglob("*")):
            if path.is_dir():
                path.chmod(mode)
        for path in self.home.glob(".lock"):
            path.chmod(mode & 0o600)


class Vanished(Fault):
    """A folder that is gone, and comes back."""

    hides_documents = True

    def begin(self) -> None:
        self.home.rename(self.home.with_name("gone"))

    def end(self) -> None:
        self.home.with_name("gone").rename(self.home)


class Unplugged(Fault):
    """A disk that is pulled out: the folder it was mounted on is there, and empty."""

    hides_documents = True

    def __init__(self, home: Path) -> None:
        super().__init__(home)
        self._disk = home.with_name("disk")
        _mount("-t", "tmpfs", "-o", "size=64m", "none", self._disk)
        _mount("--bind", self._disk, home)

    def begin(self) -> None:
        subprocess.run(["umount", "-l", self.home], check=True)

    def end(self) -> None:
        _mount("--bind", self._disk, self.home)


class ClockBack(Fault):
    """A clock that is put back by a year, with files of the future."""

    loses_the_disk = False
    _back = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) - self._back

    def begin(self) -> None:
        self._back = timedelta(days=365)
        future = time.time() + 365 * _DAY_S
        for path in self.home.rglob("*"):
            os.utime(path, (future, future))

    def end(self) -> None:
        self._back = timedelta()


FAULTS: dict[str, Callable[[Path], Fault]] = {
    "full-disk": FullDisk,
    "file-limit": FileLimit,
    "read-only": ReadOnly,
    "vanished": Vanished,
    "unplugged": Unplugged,
    "clock-back": ClockBack,
}
_MOUNTED = ("full-disk", "unplugged")


def why_not(name: str) -> str:
    """Return why a fault cannot be made here, empty if it can."""
    if name not in _MOUNTED and not (name == "read-only" and _is_root()):
        return ""
    if not sys.platform.startswith("linux"):
        return "it takes mounts of Linux"
    if not _is_root():
        return "it takes a mount, which takes root"
    tried = subprocess.run(["unshare", "-m", "mount", "-t", "tmpfs", "none", "/mnt"], capture_output=True, check=False)
    return "" if tried.returncode == 0 else f"it takes a mount: {tried.stderr.decode().strip()}"


def hide_mounts() -> None:
    """Let this process, and nobody else, see what it mounts; all of it goes with the process."""
    if _is_root() and sys.platform.startswith("linux"):
        if ctypes.CDLL(None, use_errno=True).unshare(_NEW_MOUNTS):
            raise OSError(ctypes.get_errno(), "the mounts cannot be hidden")
        subprocess.run(["mount", "--make-rprivate", "/"], check=True)


def _is_root() -> bool:
    return os.geteuid() == 0


def _mount(*words: str | Path) -> None:
    Path(words[-1]).mkdir(parents=True, exist_ok=True)
    subprocess.run(["mount", *words], check=True)
