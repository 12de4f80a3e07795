"""The folders in which nothing but the program's own documents belongs."""

from pathlib import Path

from ratiodesk.domain.errors import BadInput
from ratiodesk.storage.home import open_home


def refuse_own_folder(output: Path, home_directory: str | None) -> None:
    """Raise BadInput if *output* would replace a document of this home directory."""
    home = open_home(home_directory)
    if output.resolve().parent in (home.layouts.resolve(), home.backups.resolve()):
        raise BadInput(f"{output.parent} is where RatioDesk keeps its own documents: choose another place.")
