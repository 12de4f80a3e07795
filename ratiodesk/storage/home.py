"""The one directory that everything the program keeps lives below."""

import os
from dataclasses import dataclass
from pathlib import Path

from ratiodesk.domain.errors import BadHome
from ratiodesk.storage.privacy import keep_private
from ratiodesk.words import tr

VARIABLE = "RATIODESK_HOME"


@dataclass(frozen=True, slots=True)
class Home:
    """Paths below the home directory."""

    root: Path

    @property
    def layouts(self) -> Path:
        return self.root / "layouts"

    @property
    def versions(self) -> Path:
        return self.root / "versions"

    @property
    def backups(self) -> Path:
        """Where earlier releases kept a second copy of each document; it is read and never written."""
        return self.root / "backups"

    @property
    def journal(self) -> Path:
        return self.root / "journal"

    @property
    def prices(self) -> Path:
        return self.root / "prices.sqlite"

    @property
    def yahoo(self) -> Path:
        return self.root / "yahoo"

    @property
    def log(self) -> Path:
        return self.root / "log"

    @property
    def lock(self) -> Path:
        return self.root / ".lock"

    @property
    def portfolio(self) -> Path:
        return self.root / "portfolio.json"

    @property
    def sectors(self) -> Path:
        return self.root / "sectors.json"

    @property
    def settings(self) -> Path:
        return self.root / "settings.json"

    @property
    def window(self) -> Path:
        """Where the window was: it belongs to this machine's screens, and into no backup."""
        return self.root / "window.json"

    def prove_there(self) -> None:
        """Raise FileNotFoundError if the home is gone, or its disk is, and an empty folder stands in its place.

        What is written into that folder would be hidden below the disk as soon as it is back.
        """
        self.layouts.stat()


def open_home(chosen: str | None) -> Home:
    """Return the home directory, created where it is missing, known to be writable, and closed to other users.

    Parameters
    ----------
    chosen
        The directory asked for; otherwise ``RATIODESK_HOME``, otherwise the user's data directory.

    Raises
    ------
    BadHome
        If it cannot be created or written.
    """
    root = _chosen(chosen)
    try:
        root = root.expanduser().absolute()
        home = Home(root)
        for folder in (root, home.layouts, home.versions):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            _prove_writable(folder)
        keep_private(root)
    except (OSError, ValueError, RuntimeError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
        raise BadHome(_refusal(root, reason)) from error
    return home


def home_root(chosen: str | None) -> Path:
    """Return the real path of the directory that :func:`open_home` would open, whether or not it is there.

    Raises
    ------
    BadHome
        If there is no such directory.
    """
    root = _chosen(chosen)
    try:
        return root.expanduser().resolve()
    except (OSError, ValueError, RuntimeError) as error:
        raise BadHome(_refusal(root, str(error))) from error


def _refusal(root: Path, reason: str) -> str:
    return tr(
        "RatioDesk cannot keep its files in {root}: {reason}. Choose another with --home.", root=root, reason=reason
    )


def _chosen(chosen: str | None) -> Path:
    return Path(chosen or os.environ.get(VARIABLE) or _default_root())


def _default_root() -> Path:
    import platformdirs  # noqa: PLC0415 - only when no directory was named

    return platformdirs.user_data_path("ratiodesk", appauthor=False)


def _prove_writable(folder: Path) -> None:
    # os.access answers for permissions alone; a full disk or a read-only mount shows only when something is written.
    probe = folder / f".probe-{os.getpid()}"
    probe.write_bytes(b"")
    probe.unlink()
