"""What macOS hands to the program while it runs, on any system: its event is the same."""

import subprocess
import sys
from pathlib import Path

import pytest

# A process has one application, and that of the tests is another one.
PROGRAM = """
import sys
from PySide6.QtCore import QCoreApplication, QUrl
from PySide6.QtGui import QFileOpenEvent
from ratiodesk.ui.mac_application import MacApplication
from ratiodesk.ui.main_window import MainWindow
application = MacApplication([])
window = MainWindow()
window.file_dropped.connect(lambda path: print("taken", path))
window.drop_refused.connect(print)
for word in sys.argv[1:]:
    QCoreApplication.sendEvent(application, QFileOpenEvent(QUrl.fromLocalFile(word)))
"""


@pytest.fixture
def prices(tmp_path: Path) -> Path:
    file = tmp_path / "GLD prices.csv"
    file.write_text("Date,Close\n2021-12-28,169.0\n", "utf-8")
    return file


def test_a_file_is_taken_as_if_it_were_dropped(prices: Path) -> None:
    command = [sys.executable, "-c", PROGRAM, str(prices), str(prices.parent)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    taken, refused = done.stdout.splitlines()
    assert taken == f"taken {prices}"
    assert refused.startswith("Nothing was taken in")
