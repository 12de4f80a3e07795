"""Starting, drawing into a picture, opening a file, and what happens when that cannot be."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from person import User
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage

from ratiodesk import app
from ratiodesk.desk.next_hint import Hint
from ratiodesk.domain.errors import BadHome, BadInput, DamagedDocument
from ratiodesk.domain.layout import Layout
from ratiodesk.domain.level import Level
from ratiodesk.domain.pair import Pair
from ratiodesk.domain.ports import Settings
from ratiodesk.storage.home import open_home
from ratiodesk.storage.layout_files import LayoutFiles, write_layout
from ratiodesk.storage.settings_file import SettingsFile
from ratiodesk.ui.theme import DARK, LIGHT, Theme

PAIR = Pair.parse("SPY/IWM")
# Opens the desk, and prints what that has loaded.
LOADED = """
import sys
from ratiodesk import app
desk = app.build(["SPY/IWM", "--offline", "--home", sys.argv[1]])
desk.window.show()
desk.application.processEvents()
desk.view.dress()
print(*sys.modules)
desk.close()
"""


def run(*words: str, **changes: str) -> subprocess.CompletedProcess[str]:
    """Run the program in its own process, without a display unless one is named."""
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "QT_SCALE_FACTOR")
    surroundings = {name: value for name, value in os.environ.items() if name not in hidden} | changes
    command = [sys.executable, "-m", "ratiodesk", *words]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False, env=surroundings)


@pytest.fixture
def saved(home: Path) -> Path:
    """Keep the note's plan in a home directory."""
    layout = Layout(PAIR)
    for ratio in (1.95, 2.13, 2.35):
        layout = layout.add(Level.new(ratio), 2.14)
    LayoutFiles(open_home(str(home))).save(layout)
    return home


def contents(home: Path) -> dict[str, bytes]:
    return {str(path.relative_to(home)): path.read_bytes() for path in home.rglob("*") if path.is_file()}


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems always have a display")
def test_without_a_display_one_sentence_names_render(home: Path) -> None:
    done = run("--home", str(home))
    assert done.returncode == 1
    assert done.stdout == ""
    (sentence,) = done.stderr.splitlines()
    assert "ratiodesk render" in sentence


@pytest.mark.slow
@pytest.mark.parametrize(("name", "theme"), [("dark", DARK), ("light", LIGHT)])
@pytest.mark.parametrize(("scale", "size"), [("1", (1600, 950)), ("2", (1024, 700))])
def test_render_draws_the_whole_desk_without_a_screen(
    saved: Path, tmp_path: Path, name: str, theme: Theme, scale: str, size: tuple[int, int]
) -> None:
    file, before = tmp_path / "desk.png", contents(saved)
    width, height = size
    words = ("render", "SPY/IWM", "-o", str(file), "--theme", name, "--as-of", "2021-12-28")
    done = run(*words, "--size", f"{width}x{height}", "--scale", scale, "--home", str(saved))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    picture, factor = QImage(str(file)), int(scale)
    assert (picture.width(), picture.height()) == (width * factor, height * factor)
    colours = {picture.pixel(x, y) for x in range(0, picture.width(), 3) for y in range(0, picture.height(), 3)}
    for wanted in (theme.panel, theme.card, theme.level, theme.accent):
        assert QColor(wanted).rgb() in colours, f"{wanted} is nowhere"
    # A picture changes nothing but the price cache it may have filled.
    after = {path: content for path, content in contents(saved).items() if "prices" not in path}
    assert after == {path: content for path, content in before.items() if "prices" not in path}


@pytest.mark.slow
def test_render_shows_the_dates_asked_for(saved: Path, tmp_path: Path) -> None:
    pictures = []
    for dates in ((), ("--from", "2020-01-01", "--to", "2020-12-31"), ("--from", "1900-01-01")):
        file = tmp_path / f"{len(pictures)}.png"
        assert run("render", "SPY/IWM", "-o", str(file), *dates, "--home", str(saved)).returncode == 0
        pictures.append(QImage(str(file)))
    assert pictures[0] != pictures[1] != pictures[2] != pictures[0]


@pytest.mark.skipif(os.name == "nt", reason="Windows has other permissions")
def test_a_picture_over_another_is_as_public_as_that_was(tmp_path: Path) -> None:
    file = tmp_path / "chart.png"
    app.write_picture(b"first", file)
    assert file.stat().st_mode & 0o777 == 0o600
    file.chmod(0o644)
    app.write_picture(b"second", file)
    assert (file.read_bytes(), file.stat().st_mode & 0o777) == (b"second", 0o644)


@pytest.mark.slow
def test_a_picture_has_no_hints(home: Path, tmp_path: Path) -> None:
    pictures = []
    for over in ((), tuple(Hint)):
        SettingsFile(open_home(str(home)).settings).save(Settings(hints_over=tuple(map(str, over))))
        file = tmp_path / f"{len(over)}.png"
        assert run("render", "SPY/IWM", "-o", str(file), "--home", str(home)).returncode == 0
        pictures.append(QImage(str(file)))
    assert pictures[0] == pictures[1]


@pytest.mark.parametrize("suffix", [".png", ".svg", ".pdf"])
def test_render_draws_the_chart_alone(saved: Path, tmp_path: Path, suffix: str) -> None:
    file, before = tmp_path / f"chart{suffix}", contents(saved)
    chart = ("render", "SPY/IWM", "-o", str(file), "--chart", "--size", "900x500", "--as-of", "2021-12-28")
    done = run(*chart, "--home", str(saved))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    if suffix == ".png":
        picture = QImage(str(file))
        assert (picture.width(), picture.height()) == (1800, 1000)
    elif suffix == ".svg":
        drawn = file.read_text(encoding="utf-8")
        assert 'viewBox="0 0 900 500"' in drawn
        assert "SPY / IWM  2.141 · 28 Dec 2021" in drawn
        assert "<image" not in drawn
    else:
        assert re.search(rb"/MediaBox \[0 0 675(\.\d+)? 375(\.\d+)?\]", file.read_bytes())
    after = {path: content for path, content in contents(saved).items() if "prices" not in path}
    assert after == {path: content for path, content in before.items() if "prices" not in path}


def test_report_writes_one_page_without_a_screen(saved: Path, tmp_path: Path) -> None:
    file = tmp_path / "report.pdf"
    words = ("report", "SPY/IWM", "-o", str(file), "--paper", "letter", "--as-of", "2021-12-28")
    done = run(*words, "--home", str(saved))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    page = file.read_bytes()
    assert len(re.findall(rb"/Type /Page\b(?!s)", page)) == 1
    assert re.search(rb"/MediaBox \[0 0 612(\.\d+)? 792(\.\d+)?\]", page)


@pytest.mark.slow
@pytest.mark.parametrize(("verb", "name"), [("report", "x.pdf"), ("render", "x.png"), ("render", "x.svg")])
def test_what_a_picture_could_not_read_is_told(saved: Path, tmp_path: Path, verb: str, name: str) -> None:
    (saved / "journal").mkdir()
    documents = [saved / "layouts" / "IWM_SPY.ratiodesk", saved / "portfolio.json", saved / "journal" / "0000aaaa.json"]
    for document in documents:
        document.write_bytes(b"damaged")
    done = run(verb, "SPY/IWM", "-o", str(tmp_path / name), "--home", str(saved), "--offline")
    told = documents if verb == "report" else documents[:2]
    assert done.returncode == 0
    assert [line.partition(" cannot be read")[0] for line in done.stderr.splitlines()] == list(map(str, told))


def test_a_start_loads_nothing_that_only_pictures_need(home: Path) -> None:
    loaded = subprocess.run(
        [sys.executable, "-c", LOADED, str(home)], capture_output=True, text=True, timeout=60, check=True
    )
    names = set(loaded.stdout.split())
    assert "ratiodesk.ui.desk_view" in names
    pictures = {f"ratiodesk.ui.{name}" for name in ("chart_picture", "picture_surface", "report", "report_page")}
    assert not names & {"PySide6.QtPrintSupport", *pictures}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("render", "SPY/NOPE", "--offline", "-o", "x.png"), 1, "There are no prices for NOPE"),
        (("render", "SPY/IWM", "-o", "no/such/folder/x.png"), 1, "could not be written"),
        (("render", "SPY/IWM", "-o", "x.png", "--as-of", "1999-01-01"), 1, "no session up to 1999-01-01"),
        (("render", "SPY/IWM", "-o", "x.png", "--size", "10x10"), 1, "out of range"),
        (("render", "SPY/IWM", "-o", "x.png", "--from", "2030-01-01"), 1, "no session from 2030-01-01 on; the last is"),
        (("render", "SPY/IWM", "-o", "x.png", "--chart", "--to", "1990-01-01"), 1, "the first is 2000-05-26"),
        (("render", "SPY/IWM"), 2, "-o"),
        (("render", "SPY/NOPE", "--offline", "-o", "x.svg"), 1, "There are no prices for NOPE"),
        (("report", "SPY/NOPE", "--offline", "-o", "x.pdf"), 1, "There are no prices for NOPE"),
        (("report", "SPY/IWM", "-o", "no/such/folder/x.pdf"), 1, "could not be written"),
        (("report", "SPY/IWM"), 2, "-o"),
    ],
)
def test_a_picture_that_cannot_be_made_is_told(
    home: Path, tmp_path: Path, words: tuple[str, ...], code: int, says: str
) -> None:
    done = run(*(str(tmp_path / word) if word.endswith(".png") else word for word in words), "--home", str(home))
    assert done.returncode == code
    assert says in done.stderr
    assert "Traceback" not in done.stderr
    assert not list(tmp_path.glob("*.png"))


def test_a_layout_file_opens_its_pair_with_its_lines(open_user: Callable[..., User], tmp_path: Path) -> None:
    file = tmp_path / "mine.ratiodesk"
    write_layout(Layout(Pair.parse("QQQ/IWM"), (Level.new(2.3), Level.new(2.2))), file)
    user = open_user(str(file))
    assert user.text("pairEntry") == "QQQ/IWM"
    assert len(user.desk.open_pair.layout.levels) == 2
    assert user.text("statusReading").startswith("QQQ/IWM is new here, with 2 lines")


def test_a_pair_named_at_the_start_is_open(open_user: Callable[..., User]) -> None:
    assert open_user("qqq:iwm").text("pairEntry") == "QQQ/IWM"


def test_a_last_pair_without_prices_leaves_a_sentence_in_place_of_the_chart(
    open_user: Callable[..., User], home: Path
) -> None:
    home.mkdir()
    (home / "settings.json").write_text(json.dumps({"last_pair": "SPY/GONE"}))
    user = open_user()
    assert "no prices for GONE" in user.chart.frame.sentence
    assert "no prices for GONE" in user.text("zoneDetail")
    user.chart.setFocus()
    user.key(Qt.Key.Key_H, Qt.KeyboardModifier.AltModifier)
    user.key(Qt.Key.Key_A)
    user.open("SPY/IWM")
    assert user.chart.frame.series is not None


def test_build_refuses_what_it_cannot_open(tmp_path: Path) -> None:
    with pytest.raises(BadInput):
        app.build(["status"])
    with pytest.raises(DamagedDocument, match="no file"):
        app.build([str(tmp_path / "none.ratiodesk"), "--home", str(tmp_path / "home")])
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(BadHome, match="Choose another with --home"):
        app.build(["--home", str(tmp_path / "file")])


def test_the_first_frame_waits_for_nothing_heavy(home: Path) -> None:
    program = """
import sys
import threading
from ratiodesk import app
desk = app.build(["--home", sys.argv[1]])
desk.window.show()
desk.view.chart.grab()
print(sorted({"pandas", "yfinance", "scipy", "qtawesome", "statsmodels"} & set(sys.modules)))
desk.close()
"""
    done = subprocess.run(
        [sys.executable, "-c", program, str(home)], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.strip() == "[]"


@pytest.mark.slow
def test_lines_drawn_by_the_command_line_meanwhile_are_taken_in(user: User, home: Path) -> None:
    user.place(2.5)
    (mine,) = user.desk.open_pair.layout.levels
    assert run("level", "SPY/IWM", "add", "2.1", "--home", str(home)).returncode == 0
    user.desk.watchlist.refresh_now()  # Reading the document for the list of pairs is not taking its lines in.
    user.chart.select(mine.id)
    with user.qtbot.waitSignal(user.desk.open_pair.saved):
        user.key(Qt.Key.Key_Up)
    assert sorted(round(level.ratio, 1) for level in user.desk.open_pair.layout.levels) == [2.1, 2.5]
    assert "changed elsewhere" in user.text("statusReading")
    user.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    user.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert [level.ratio for level in user.desk.open_pair.layout.levels] == [2.1]
    shown = json.loads(run("level", "SPY/IWM", "list", "--json", "--home", str(home)).stdout)
    assert [level["ratio"] for level in shown["levels"]] == [2.1]


@pytest.mark.parametrize("maximised", [False, True])
def test_f11_twice_leaves_the_window_as_it_was(user: User, maximised: bool) -> None:
    window = user.desk.window
    if maximised:
        window.showMaximized()
    for full in (True, False):
        user.key(Qt.Key.Key_F11)
        assert (window.isFullScreen(), window.isMaximized()) == (full, maximised)
