"""A file of the user's choice: whole or not at all."""

from pathlib import Path

import pytest
from PySide6.QtCore import QSaveFile

from ratiodesk.ui.written_file import write_file


def test_a_disk_that_takes_less_than_all_leaves_the_file_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "orders.csv"
    assert write_file(path, b"before") == ""
    monkeypatch.setattr(QSaveFile, "write", lambda file, content: len(content) - 1)
    assert write_file(path, b"after").startswith(f"{path} could not be written (")
    assert path.read_bytes() == b"before"
