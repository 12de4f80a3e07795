"""Alt+S: the chart with its plan and the date of its data, on the clipboard."""

from collections.abc import Callable

import pytest
from fake_world import World
from person import User
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication

from ratiodesk.ui import chart_picture
from ratiodesk.ui.chart_picture import PictureFacts
from ratiodesk.ui.theme import DARK, LIGHT, Theme, apply_theme

ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def facts(monkeypatch: pytest.MonkeyPatch) -> list[PictureFacts]:
    """The words of every picture that is made."""
    seen: list[PictureFacts] = []
    make = chart_picture.picture_facts

    def remember(*about: object) -> PictureFacts:
        seen.append(make(*about))  # type: ignore[arg-type]
        return seen[-1]

    monkeypatch.setattr(chart_picture, "picture_facts", remember)
    return seen


def copied(user: User) -> QImage:
    QGuiApplication.clipboard().clear()
    user.key(Qt.Key.Key_S, ALT)
    image = QGuiApplication.clipboard().image()
    assert not image.isNull()
    return image


def settled(user: User) -> QImage:
    """Return the chart without crosshair as every further picture of it will be."""
    user.chart.point_at(None, None)
    # From the second time on, what was painted is kept: blended in two steps, some pixels are a shade off.
    user.picture()
    return user.picture()


def top_of(chart: QImage, image: QImage) -> int:
    """Return the row of a picture at which the chart begins."""
    part = chart.convertToFormat(image.format())
    for top in range(image.height() - part.height() + 1):
        if image.copy(0, top, part.width(), part.height()) == part:
            return top
    raise AssertionError("the chart is not in the picture")


def test_the_whole_chart_stands_between_the_words(user: User, facts: list[PictureFacts]) -> None:
    user.place(2.7, 2.5, 2.3)
    chart, image = settled(user), copied(user)
    top = top_of(chart, image)
    assert image.size() == QSize(chart.width(), image.height())
    assert top > 30
    assert image.height() - top - chart.height() > 10
    (said,) = facts
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
    chart, image = settled(user), copied(user)
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
