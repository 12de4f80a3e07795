"""A file of the user's choice, written as a whole or not at all."""

from PySide6.QtCore import QIODevice, QSaveFile


def write_file(path: str, content: bytes) -> str:
    """Write *content* to *path*; return why not, empty if it was written."""
    file = QSaveFile(path)
    if file.open(QIODevice.OpenModeFlag.WriteOnly):
        file.write(content)
        if file.commit():
            return ""
    return f"{path} could not be written ({file.errorString()})."
