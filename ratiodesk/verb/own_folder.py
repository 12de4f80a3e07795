"""The folders in which nothing but the program's own documents belongs."""

import os
from pathlib import Path

from ratiodesk.domain.errors import BadInput
from ratiodesk.storage.home import open_home


def refuse_own_folder(output: Path, home_directory: str | None) -> None:
    """Raise BadInput if *output* would replace a document of this home directory."""
    home = open_home(home_directory)
    # Unlike Path.resolve() it takes a circle of links too; nothing can be written there, which is said later.
    folder, versions = Path(os.path.realpath(output)).parent, home.versions.resolve()
    if folder in (home.layouts.resolve(), home.backups.resolve(), versions) or versions in folder.parents:
        raise BadInput(f"{output.parent} is where RatioDesk keeps its own documents: choose another place.")
