"""A file of the user's choice, written as a whole or not at all."""

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QFile, QIODevice, QSaveFile
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from ratiodesk.plain_text import plain
from ratiodesk.words import tr


def ask_file(window: QWidget, title: str, proposal: str, kinds: Mapping[str, str]) -> Path | None:
    """Ask which file to write; None if that was left.

    Parameters
    ----------
    kinds
        Endings with what is written into such a file, the usual one first.
    """
    filters = {f"{words} (*{suffix})": suffix for suffix, words in kinds.items()}
    typed, chosen = QFileDialog.getSaveFileName(window, title, proposal, ";;".join(filters))
    if not typed:
        return None
    usual = next(iter(kinds))
    path = named_file(typed, filters.get(chosen, usual), usual)
    # The dialog asked about the name that was typed, not about what became of it.
    if path != Path(typed) and QFile.exists(str(path)) and not _may_replace(window, title, path):
        return None
    return path


def named_file(name: str, suffix: str, usual: str = "") -> Path:
    """Return the file that was named in a dialog, with *suffix* where the user left it out.

    A name that still ends in the *usual* one gets the suffix too: another kind was chosen, and the dialog leaves the
    name it proposed as it was.

    >>> named_file("/tmp/journal", ".csv").name, named_file("/tmp/journal.txt", ".csv").name
    ('journal.csv', 'journal.txt')
    >>> named_file("/tmp/orders-at-2.130", ".csv").name  # The ratio in the name has a point of its own.
    'orders-at-2.130.csv'
    >>> named_file("/tmp/chart.png", ".svg", ".png").name
    'chart.svg'
    """
    path = Path(name)
    if usual and path.suffix.lower() == usual != suffix:
        return path.with_suffix(suffix)
    return path if path.suffix[1:].isalpha() else path.with_name(path.name + suffix)


def write_file(path: Path, content: bytes) -> str:
    """Write *content* to *path*; return why not, empty if it was written."""
    file = QSaveFile(str(path))
    if file.open(QIODevice.OpenModeFlag.WriteOnly) and file.write(content) == len(content) and file.commit():
        return ""
    return tr("{path} could not be written ({reason}).", path=path, reason=file.errorString())


def _may_replace(window: QWidget, title: str, path: Path) -> bool:
    yes, no = QMessageBox.StandardButton.Yes, QMessageBox.StandardButton.No
    asked = tr("{name} is there already. Replace it?", name=path.name)
    return QMessageBox.question(window, title, plain(asked), yes | no, no) == yes
