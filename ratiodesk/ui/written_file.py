"""A file of the user's choice, written as a whole or not at all."""

from pathlib import Path

from PySide6.QtCore import QIODevice, QSaveFile

from ratiodesk.words import tr


def named_file(name: str, suffix: str) -> Path:
    """Return the file that was named in a dialog, with *suffix* where the user left it out.

    >>> named_file("/tmp/journal", ".csv").name, named_file("/tmp/journal.txt", ".csv").name
    ('journal.csv', 'journal.txt')
    >>> named_file("/tmp/orders-at-2.130", ".csv").name  # The ratio in the name has a point of its own.
    'orders-at-2.130.csv'
    """
    path = Path(name)
    return path if path.suffix[1:].isalpha() else path.with_name(path.name + suffix)


def write_file(path: Path, content: bytes) -> str:
    """Write *content* to *path*; return why not, empty if it was written."""
    file = QSaveFile(str(path))
    if file.open(QIODevice.OpenModeFlag.WriteOnly) and file.write(content) == len(content) and file.commit():
        return ""
    return tr("{path} could not be written ({reason}).", path=path, reason=file.errorString())
