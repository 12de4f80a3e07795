"""Alt+S: the chart with its plan and the date of its data, on the clipboard."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from fake_world import World
from person import User
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter
from PySide6.QtWidgets import QApplication

from ratiodesk.ui import open_picture
from ratiodesk.ui.chart_picture import PictureFacts
from ratiodesk.ui.theme import DARK, LIGHT, Theme, apply_theme

ALT = Qt.KeyboardModifier.AltModifier
# Opens the desk, copies, and ends.
COPIED = """
import sys
from ratiodesk import app
desk = app.build(["SPY/IWM", "--offline", "--home", sys.argv[1]])
desk.window.show()
desk.application.processEvents()
desk.view.actions_.copy_picture.trigger()
assert not desk.application.clipboard().image().isNull()
desk.close()
"""


@pytest.fixture
def facts(monkeypatch: pytest.MonkeyPatch) -> list[PictureFacts]:
    """The words of every picture that is made."""
    seen: list[PictureFacts] = []
    make = open_picture.picture_facts

    def remember(*about: object) -> PictureFacts:
        seen.append(make(*about))  # type: ignore[arg-type]
        return seen[-1]

    monkeypatch.setattr(open_picture, "picture_facts", remember)
    return seen


def copied(user: User) -> QImage:
    QGuiApplication.clipboard().clear()
    user.key(Qt.Key.Key_S, ALT)
    image = QGuiApplication.clipboard().image()
    assert not image.isNull()
    return image.convertToFormat(QImage.Format.Format_RGB32)


def drawn(user: User) -> QImage:
    """Return the chart alone, twice as sharp as on the screen."""
    chart = user.chart.drawing(2.0)
    width, height = chart.size
    image = QImage(QSize(round(2 * width), round(2 * height)), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(2.0)
    with QPainter(image) as painter:
        chart.paint(painter)
    image.setDevicePixelRatio(1.0)
    return image


def top_of(chart: QImage, image: QImage) -> int:
    """Return the row of a picture at which the chart begins."""
    bare = image.copy()
    bare.setDevicePixelRatio(1.0)
    for top in range(bare.height() - chart.height() + 1):
        cut = bare.copy(0, top, chart.width(), chart.height())
        if cut.constBits() == chart.constBits():
            return top
    raise AssertionError("the chart is not in the picture")


def test_the_whole_chart_stands_between_the_words(user: User, facts: list[PictureFacts]) -> None:
    user.place(2.7, 2.5, 2.3)
    chart, image = drawn(user), copied(user)
    top = top_of(chart, image)
    assert image.size() == QSize(chart.width(), image.height())
    assert top > 30
    assert image.height() - top - chart.height() > 10
    said = facts[0]
    assert said.title == "SPY / IWM  2.553 · 21 Aug 2026"
    assert said.zone == "Entry zone"
    assert said.plan.startswith("Stop 2.7")
    assert "Entry 2.5" in said.plan
    assert "Target 2.3" in said.plan
    assert "Reward : risk" in said.plan
    assert "Sample prices" in said.footer
    assert "21 Aug 2026" in said.footer
    assert "SPY/IWM is on the clipboard" in user.text("statusReading")


def test_the_crosshair_is_left_out(user: User) -> None:
    without = copied(user)
    user.move(QPoint(300, 200))
    assert user.chart.frame.cursor is not None
    assert copied(user) == without


def test_panes_candles_and_a_second_ratio_are_in_the_picture(user: User) -> None:
    before = copied(user).height()
    user.chart.set_range("3M")
    for keys in (Qt.Key.Key_C, Qt.Key.Key_B, Qt.Key.Key_Z):
        user.key(keys, ALT)
    user.desk.parts.comparison.compare_text("QQQ/IWM")
    chart, image = drawn(user), copied(user)
    assert top_of(chart, image) > 0
    assert image.height() == before


def test_hidden_lines_stay_hidden(user: User) -> None:
    user.place(2.5)
    user.key(Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier | ALT)
    image, level = copied(user), QColor(user.chart.frame.palette.level)
    middle = image.width() // 2
    assert not any(image.pixelColor(middle, y) == level for y in range(60, image.height() - 60))


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
def test_the_picture_has_the_colours_on_the_screen(user: User, theme: Theme) -> None:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    apply_theme(application, theme, user.desk.window)
    user.desk.view.set_theme(theme)
    image = copied(user)
    assert image.pixelColor(2, image.height() - 3) == QColor(theme.panel)


def test_the_other_way_round_the_words_are_turned_too(user: User, facts: list[PictureFacts]) -> None:
    user.place(2.7, 2.5, 2.3)
    user.key(Qt.Key.Key_X)
    copied(user)
    assert facts[-1].title == "IWM / SPY  0.3917 · 21 Aug 2026"
    # 1/2.7 = 0.3704
    assert facts[-1].plan.startswith("Stop 0.37")


def test_with_no_pair_open_nothing_is_copied(open_faked: Callable[..., User], world: World) -> None:
    world.is_online = False
    world.prices.missing.update(("SPY", "IWM", "QQQ"))
    user = open_faked("SPY/IWM", judged=False)
    assert user.chart.frame.series is None
    QGuiApplication.clipboard().setText("before")
    user.key(Qt.Key.Key_S, ALT)
    assert QGuiApplication.clipboard().text() == "before"


@pytest.mark.slow
def test_the_program_ends_well_with_a_picture_on_the_clipboard(home: Path) -> None:
    done = subprocess.run([sys.executable, "-c", COPIED, str(home)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_program_that_takes_drawings_gets_one(user: User) -> None:
    user.place(2.7, 2.5, 2.3)
    copied(user)
    data = QGuiApplication.clipboard().mimeData()
    assert data.hasFormat("image/svg+xml")
    drawing = bytes(data.data("image/svg+xml").data()).decode()
    for word in ("SPY / IWM", "Entry zone", "Stop 2.7", "Sample prices"):
        assert word in drawing
