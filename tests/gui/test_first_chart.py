"""The start in its order: a window, a chart that is already the right one, and all the rest behind it."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from fake_ports import SPY_IWM
from person import User
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from ratiodesk.backend import open_backend
from ratiodesk.chart.sketch import Sketch
from ratiodesk.domain.pair import Pair
from ratiodesk.first_chart import first_frame, show_first_chart
from ratiodesk.ui.main_window import MainWindow
from ratiodesk.ui.theme import DARK, LIGHT

# By how much of 255 a colour differs that was blended in two steps.
KEPT = 4
START = """
import sys
from ratiodesk import first_chart, opening
from ratiodesk.options import OpenOptions
show = first_chart.show_first_chart
def shown(window, *rest):
    show(window, *rest)
    print("sketch", bool(window.findChild(object, "chartSketch")), window.isVisible())
    needless = ("pandas", "yfinance", "scipy", "pyqtgraph", "numpy.ma", "ratiodesk.verb", "PySide6.QtNetwork")
    print("loaded", [name for name in needless if name in sys.modules])
first_chart.show_first_chart = shown
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
def run(*_):
    app = QApplication.instance()
    app.processEvents()
    (window,) = [each for each in app.topLevelWidgets() if each.objectName() == "mainWindow"]
    found = [bool(window.findChild(object, name)) for name in ("chart", "chartSketch")]
    print("desk", window.windowTitle(), *found)
    window.close()
    return 0
QApplication.exec = run
sys.exit(opening.open_desk(OpenOptions(home=sys.argv[1], offline=True)))
"""


def pixels(image: QImage) -> np.ndarray:
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    return np.frombuffer(image.constBits(), np.uint8).astype(int)


@pytest.mark.parametrize("panes", [(), ("legs", "z-score")])
@pytest.mark.parametrize("candles", [False, True])
def test_the_first_chart_is_the_picture_of_the_one_that_follows(
    open_user: Callable[..., User], home: Path, panes: tuple[str, ...], candles: bool
) -> None:
    user = open_user()
    user.desk.parts.settings.change(panes=panes, candles=candles)
    for ratio in (2.7, 2.5, 2.3):
        user.desk.open_pair.add_level(ratio)
    user.desk.view.set_theme(DARK)
    chart = user.chart
    chart.set_range("6M")
    user.desk.open_pair.flush()
    QApplication.processEvents()
    sketch = Sketch(*first_frame(open_backend(str(home), offline=True), SPY_IWM, DARK))
    sketch.setFont(chart.font())
    sketch.resize(chart.size())
    assert sketch.frame.viewport == chart.frame.viewport
    # What the chart has kept of its history was blended once before.
    assert np.abs(pixels(sketch.grab().toImage()) - pixels(chart.picture().toImage())).max() <= KEPT


def test_what_is_not_at_hand_is_left_to_whoever_opens_it(qapp: QApplication, home: Path) -> None:
    window = MainWindow()
    show_first_chart(window, open_backend(str(home), offline=True), Pair.parse("AAA/BBB"), LIGHT)
    assert window.findChild(Sketch) is None
    window.deleteLater()


def test_a_start_shows_the_chart_before_it_loads_what_that_does_not_need(home: Path) -> None:
    words = [sys.executable, "-c", START, str(home)]
    ended = subprocess.run(words, capture_output=True, text=True, timeout=120, check=False)
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.splitlines() == [
        "sketch True True",
        "loaded []",
        "desk SPY/IWM – RatioDesk True False",
    ]
