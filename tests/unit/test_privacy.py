"""Nobody but the user reads what the program keeps."""

import contextlib
import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ratiodesk.storage.home import open_home
from ratiodesk.storage.privacy import keep_private

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has other permissions")

PROGRAM = """
import os, pathlib, sys
os.umask(0)
from ratiodesk.__main__ import main
home, prices, lots, export = sys.argv[1:]

def look():
    for path in pathlib.Path(home).rglob("*"):
        if path.stat().st_mode & 0o077:
            print("OPEN", path)

for words in (
    ["level", "SPY/IWM", "add", "2.1", "--role", "stop"], ["level", "SPY/IWM", "add", "1.9"],
    ["portfolio", "import", lots], ["prices", "import", prices, "--symbol", "XYZ"],
    ["level", "SPY/IWM", "add", "2.0", "--role", "entry"], ["level", "SPY/IWM", "add", "1.8", "--role", "target"],
    ["export", "SPY/IWM", "-o", export], ["status"],
):
    print(words, main([*words, "--home", home, "--offline"]))
    look()
from PySide6.QtCore import QTimer
from ratiodesk import app
desk = app.build(["--home", home, "--offline"])
desk.window.show()
desk.open_pair.add_level(2.2)
desk.application.processEvents()
look()
desk.close()
look()
"""


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def open_to_others(root: Path) -> dict[str, str]:
    return {str(path): oct(mode(path)) for path in (root, *root.rglob("*")) if mode(path) & 0o077}


def test_a_file_that_goes_away_meanwhile_keeps_no_desk_from_starting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another desk of the same home writes its settings while this one starts."""
    temporary, listed = tmp_path / ".settings.json-abcd1234.tmp", os.scandir
    temporary.write_bytes(b"")

    @contextlib.contextmanager
    def late(folder: Path) -> Iterator[Iterator["os.DirEntry[str]"]]:
        with listed(folder) as entries:
            found = list(entries)
        temporary.unlink()
        yield iter(found)

    monkeypatch.setattr(os, "scandir", late)
    keep_private(tmp_path)
    assert not temporary.exists()


def test_all_that_the_program_makes_is_for_the_user_alone(tmp_path: Path) -> None:
    home, prices, lots = tmp_path / "home", tmp_path / "xyz.csv", tmp_path / "lots.csv"
    lots.write_text("Symbol,Shares\nSPY,10\n")
    prices.write_text("Date,Close\n2026-08-19,100.0\n2026-08-20,100.5\n2026-08-21,101.0\n")
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(home), str(prices), str(lots), str(tmp_path / "export.ratiodesk")],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    made = {path.relative_to(home).as_posix() for path in home.rglob("*")}
    assert {"prices.sqlite", "portfolio.json", "layouts/IWM_SPY.ratiodesk", ".lock"} <= made, done.stdout + done.stderr
    assert "OPEN" not in done.stdout
    assert open_to_others(home) == {}
    assert mode(tmp_path / "export.ratiodesk") == 0o600


def test_a_home_of_an_earlier_version_is_closed(tmp_path: Path) -> None:
    root = tmp_path / "home"
    for folder in ("layouts", "yahoo", "journal"):
        (root / folder).mkdir(parents=True)
        (root / folder).chmod(0o755)
    for file in ("prices.sqlite", "prices.sqlite-wal", "portfolio.json", "portfolio.json.damaged-1", ".lock"):
        (root / file).write_text("kept")
        (root / file).chmod(0o664)
    root.chmod(0o775)
    open_home(str(root))
    assert open_to_others(root) == {}
    assert (root / "portfolio.json").read_text() == "kept"


def test_a_folder_that_holds_other_things_stays_open_and_ours_does_not(tmp_path: Path) -> None:
    others = [tmp_path / name for name in ("letters", "logistics", "journal of mine", "versions.old")]
    for other in others:
        other.mkdir()
        other.chmod(0o755)
    (tmp_path / "settings.json").write_text("{}")
    (tmp_path / "settings.json").chmod(0o644)
    tmp_path.chmod(0o755)
    keep_private(tmp_path)
    assert set(open_to_others(tmp_path)) == {str(tmp_path), *map(str, others)}


def test_what_a_link_points_to_is_left_alone(tmp_path: Path) -> None:
    shared, root = tmp_path / "shared", tmp_path / "home"
    shared.mkdir()
    shared.chmod(0o755)
    root.mkdir()
    (root / "layouts").symlink_to(shared)
    keep_private(root)
    assert mode(shared) == 0o755


def test_what_belongs_to_somebody_else_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "layouts").mkdir()
    (tmp_path / "layouts").chmod(0o755)
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    keep_private(tmp_path)
    assert mode(tmp_path / "layouts") == 0o755


def test_a_file_system_without_permissions_is_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "layouts").mkdir()
    (tmp_path / "layouts").chmod(0o755)

    def refused(self: Path, mode: int) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(Path, "chmod", refused)
    keep_private(tmp_path)
    assert mode(tmp_path / "layouts") == 0o755
