"""The program's icon: on its windows, and in the files that are made of it for each system."""

import importlib.util
import struct
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from person import User
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon, QImage
from PySide6.QtWidgets import QApplication

_MAKER = Path(__file__).parents[2] / "resources" / "make_icons.py"
_LEVEL, _RATIO = QColor("#f0932b"), QColor("#74bbfa")
_CLOSE = 12


def is_close(one: QColor, other: QColor) -> bool:
    return all(abs(a - b) <= _CLOSE for a, b in zip(one.getRgb(), other.getRgb(), strict=True))


def count(image: QImage, colour: QColor) -> int:
    places = ((x, y) for x in range(image.width()) for y in range(image.height()))
    return sum(is_close(image.pixelColor(x, y), colour) for x, y in places)


@pytest.fixture(scope="module")
def maker() -> ModuleType:
    about = importlib.util.spec_from_file_location("make_icons", _MAKER)
    assert about is not None
    assert about.loader is not None
    module = importlib.util.module_from_spec(about)
    about.loader.exec_module(module)
    return module


@pytest.fixture
def folder(maker: ModuleType, qapp: QApplication, tmp_path: Path) -> Path:
    maker.make_icons(tmp_path / "icons")
    return tmp_path / "icons"


def test_the_windows_have_it_after_the_first_frame(open_user: Callable[..., User]) -> None:
    QApplication.setWindowIcon(QIcon())
    user = open_user()
    user.qtbot.waitUntil(lambda: not QApplication.windowIcon().isNull())
    image = user.desk.window.windowIcon().pixmap(QSize(32, 32)).toImage()
    assert count(image, _LEVEL) > 20


def test_pngs_show_level_and_ratio_down_to_16_pixels(maker: ModuleType, folder: Path) -> None:
    for size in maker.PNG_SIZES:
        image = QImage(str(folder / f"ratiodesk-{size}.png"))
        assert (image.width(), image.height()) == (size, size)
        assert image.pixelColor(0, 0).alpha() < 128  # The corners are round,
        assert image.pixelColor(size // 2, size - 2).alpha() == 255  # and the ground is whole.
    small = QImage(str(folder / "ratiodesk-16.png"))
    # Two rows of the twelve pixels across, less what the ratio covers.
    assert 12 <= count(small, _LEVEL) <= 24
    assert all(is_close(small.pixelColor(3, y), _LEVEL) for y in (7, 8))
    assert count(small, _RATIO) >= 3


def test_the_icon_of_windows_has_each_size(maker: ModuleType, folder: Path) -> None:
    data = (folder / "ratiodesk.ico").read_bytes()
    assert struct.unpack_from("<HHH", data) == (0, 1, len(maker.ICO_SIZES))
    end = 6 + 16 * len(maker.ICO_SIZES)
    for index, size in enumerate(maker.ICO_SIZES):
        width, height, _, _, _, bits, length, at = struct.unpack_from("<BBBBHHII", data, 6 + 16 * index)
        assert (width, height, bits, at) == (size % 256, size % 256, 32, end)
        assert data[at : at + length] == (folder / f"ratiodesk-{size}.png").read_bytes()
        end += length
    assert end == len(data)


def test_the_icon_of_macos_has_each_place(maker: ModuleType, folder: Path) -> None:
    data = (folder / "ratiodesk.icns").read_bytes()
    assert struct.unpack_from(">4sI", data) == (b"icns", len(data))
    at, found = 8, {}
    while at < len(data):
        name, length = struct.unpack_from(">4sI", data, at)
        image = QImage.fromData(data[at + 8 : at + length])
        free = image.pixelColor(0, image.height() // 2).alpha() == 0
        assert free == (image.width() >= 64)
        assert is_close(image.pixelColor(image.width() // 4, image.height() // 2), _LEVEL)
        found[name], at = image.width(), at + length
    assert found == maker.ICNS_PLACES


@pytest.mark.qt_log_ignore("Cannot open file", extend=True)
def test_a_drawing_that_cannot_be_read_makes_no_icons(
    maker: ModuleType, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(maker, "_RESOURCES", tmp_path)
    with pytest.raises(ValueError, match=r"icon\.svg is no picture"):
        maker.make_icons(tmp_path / "icons")
    assert not (tmp_path / "icons").exists()
