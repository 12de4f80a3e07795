"""Export and Report: files of the user's choice, written as a whole or told why not."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fake_world import World
from person import User
from planned_desk import draw_plan
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog, QMessageBox

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def planned(user: User) -> User:
    return draw_plan(user)


@pytest.fixture
def choose(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[tuple[Any, ...]]]:
    """Answer the file dialog, and remember what it was asked."""

    def answer(file: Path | None, kind: str = "") -> list[tuple[Any, ...]]:
        asked: list[tuple[Any, ...]] = []

        def dialog(*words: Any) -> tuple[str, str]:
            asked.append(words)
            return str(file) if file else "", kind

        monkeypatch.setattr(QFileDialog, "getSaveFileName", dialog)
        return asked

    return answer


def test_a_png_has_twice_the_pixels(planned: User, tmp_path: Path, choose: Callable[..., Any]) -> None:
    file = tmp_path / "chart.png"
    asked = choose(file)
    planned.key(Qt.Key.Key_E, CTRL)
    image = QImage(str(file))
    assert image.width() == 2 * planned.chart.width()
    assert image.height() > 2 * planned.chart.height()
    assert image.text("Title").startswith("SPY / IWM")
    assert planned.text("statusReading") == f"The chart is saved as {file}."
    assert asked[0][2] == "ratio-SPY-IWM-2026-08-21.png"


@pytest.mark.parametrize(
    ("name", "kind", "suffix", "begins"),
    [
        ("chart.svg", "", ".svg", b"<?xml"),
        ("chart.pdf", "", ".pdf", b"%PDF"),
        # The kind that was chosen in the dialog counts where the name does not tell.
        ("chart", "SVG drawing (*.svg)", ".svg", b"<?xml"),
        ("chart", "", ".png", b"\x89PNG"),
        ("SPY-2.130", "PDF page (*.pdf)", ".pdf", b"%PDF"),
        # The dialog leaves the name it proposed as it was when another kind is chosen.
        ("chart.png", "SVG drawing (*.svg)", ".svg", b"<?xml"),
    ],
)
def test_the_name_says_what_is_written(
    planned: User, tmp_path: Path, choose: Callable[..., Any], name: str, kind: str, suffix: str, begins: bytes
) -> None:
    choose(tmp_path / name, kind)
    planned.key(Qt.Key.Key_E, CTRL)
    (file,) = tmp_path.glob("*.[sp]*")
    assert file.suffix == suffix
    assert file.read_bytes().startswith(begins)


def test_another_kind_of_file_is_refused_in_a_sentence(
    planned: User, tmp_path: Path, choose: Callable[..., Any]
) -> None:
    choose(tmp_path / "chart.jpg")
    planned.key(Qt.Key.Key_E, CTRL)
    assert planned.text("statusReading").startswith("Nothing was written: chart.jpg ends neither in .png")
    assert not (tmp_path / "chart.jpg").exists()


@pytest.mark.parametrize("answer", [QMessageBox.StandardButton.Yes, QMessageBox.StandardButton.No])
def test_a_file_whose_name_the_dialog_did_not_see_is_replaced_only_if_that_is_wanted(
    planned: User,
    tmp_path: Path,
    choose: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
    answer: QMessageBox.StandardButton,
) -> None:
    asked: list[str] = []

    def question(_window: object, _title: str, text: str, *_buttons: object) -> QMessageBox.StandardButton:
        asked.append(text)
        return answer

    monkeypatch.setattr(QMessageBox, "question", question)
    file = tmp_path / "chart.svg"
    file.write_text("dear")
    choose(tmp_path / "chart", "SVG drawing (*.svg)")
    planned.key(Qt.Key.Key_E, CTRL)
    assert asked == ["chart.svg is there already. Replace it?"]
    assert file.read_bytes().startswith(b"<?xml" if answer is QMessageBox.StandardButton.Yes else b"dear")
    # The dialog has asked by itself about what was typed in full.
    choose(file)
    planned.key(Qt.Key.Key_E, CTRL)
    assert len(asked) == 1
    assert file.read_bytes().startswith(b"<?xml")


def test_a_report_is_no_text(planned: User, tmp_path: Path, choose: Callable[..., Any]) -> None:
    choose(tmp_path / "report.txt")
    planned.key(Qt.Key.Key_P, CTRL)
    assert planned.text("statusReading") == "Nothing was written: report.txt does not end in .pdf."
    assert not list(tmp_path.glob("report*"))


@pytest.mark.parametrize("key", [Qt.Key.Key_E, Qt.Key.Key_P])
def test_a_folder_that_is_not_there_is_told(
    planned: User, tmp_path: Path, choose: Callable[..., Any], key: Qt.Key
) -> None:
    choose(tmp_path / "none" / "chart.pdf")
    planned.key(key, CTRL)
    assert "could not be written" in planned.text("statusReading")


@pytest.mark.parametrize("key", [Qt.Key.Key_E, Qt.Key.Key_P])
def test_a_dialog_that_is_left_writes_nothing(planned: User, choose: Callable[..., Any], key: Qt.Key) -> None:
    before = planned.text("statusReading")
    asked = choose(None)
    planned.key(key, CTRL)
    assert len(asked) == 1
    assert planned.text("statusReading") == before


def test_a_report_is_a_page(planned: User, tmp_path: Path, choose: Callable[..., Any]) -> None:
    file = tmp_path / "report"
    asked = choose(file)
    planned.key(Qt.Key.Key_P, CTRL)
    page = file.with_suffix(".pdf").read_bytes()
    assert len(re.findall(rb"/Type /Page\b(?!s)", page)) == 1
    assert planned.text("statusReading") == f"The report is saved as {file}.pdf."
    assert asked[0][2] == "ratio-SPY-IWM-2026-08-21.pdf"


@pytest.mark.parametrize("key", [Qt.Key.Key_E, Qt.Key.Key_P])
def test_with_no_pair_open_nothing_is_asked(
    open_faked: Callable[..., User], world: World, choose: Callable[..., Any], key: Qt.Key
) -> None:
    world.is_online = False
    world.prices.missing.update(("SPY", "IWM", "QQQ"))
    user = open_faked("SPY/IWM", judged=False)
    asked = choose(None)
    user.key(key, CTRL)
    assert asked == []
