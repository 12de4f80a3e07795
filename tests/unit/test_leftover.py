"""What killed programs have left goes, and nothing else does."""

import errno
import fcntl
import os
import threading
import time
from pathlib import Path

import pytest

from ratiodesk.storage.atomic import write_atomic
from ratiodesk.storage.home import Home, open_home
from ratiodesk.storage.leftover import sweep_leftovers

OLD_S = 61.0


@pytest.fixture
def house(home: Path) -> Home:
    house = open_home(str(home))
    for folder in (house.backups, house.journal, house.versions, house.versions / "IWM_SPY.ratiodesk"):
        folder.mkdir(exist_ok=True)
    return house


def leave(path: Path, age_s: float = OLD_S) -> Path:
    """Make a file that was last changed so long ago."""
    path.write_bytes(b"{")
    then = time.time() - age_s
    os.utime(path, (then, then))
    return path


OURS = [
    ".settings.json-06h6bg9q.tmp",
    ".portfolio.json-abcdefgh.tmp",
    ".sectors.json-_0_0_0_0.tmp",
    ".probe-4711",
    "layouts/.IWM_SPY.ratiodesk-xkkn0q2a.tmp",
    "layouts/.IWM_SPY.conflict-20211228T210000Z.ratiodesk-xkkn0q2a.tmp",
    "layouts/.probe-1",
    "backups/.portfolio.json-xkkn0q2a.tmp",
    "journal/.5dc90c60.json-xkkn0q2a.tmp",
    "versions/IWM_SPY.ratiodesk/.12_20211228T210000Z.ratiodesk-xkkn0q2a.tmp",
]
OTHERS = [
    "settings.json",
    ".lock",
    ".other.json-06h6bg9q.tmp",
    "layouts/IWM_SPY.ratiodesk",
    "layouts/.syncthing.IWM_SPY.ratiodesk.tmp",
    "layouts/~IWM_SPY.ratiodesk-xkkn0q2a.tmp",
    "layouts/.IWM_SPY.ratiodesk-XKKN0Q2A.tmp",
    "layouts/.notes.txt-xkkn0q2a.tmp",
    "layouts/.probe-mine",
    "elsewhere/.IWM_SPY.ratiodesk-xkkn0q2a.tmp",
]


@pytest.mark.parametrize("name", OURS)
def test_old_temporary_files_of_this_program_go(house: Home, name: str) -> None:
    path = leave(house.root / name)
    assert sweep_leftovers(house) == 1
    assert not path.exists()


@pytest.mark.parametrize("name", OTHERS)
def test_every_other_file_stays(house: Home, name: str) -> None:
    (house.root / "elsewhere").mkdir()
    path = leave(house.root / name)
    assert sweep_leftovers(house) == 0
    assert path.exists()


def test_a_file_that_is_being_written_has_a_name_that_is_swept_and_stays_while_it_is_young(
    house: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(_: int) -> None:
        (temporary,) = house.layouts.iterdir()
        assert sweep_leftovers(house) == 0
        leave(temporary)
        assert sweep_leftovers(house) == 1
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_atomic(house.layouts / "IWM_SPY.ratiodesk", b"{}")


@pytest.mark.parametrize(("age_s", "goes"), [(59.0, False), (61.0, True), (-30.0, False), (-86_400.0, True)])
def test_only_files_of_another_minute_go_also_where_the_clock_was_put_back(
    house: Home, age_s: float, goes: bool
) -> None:
    leave(house.layouts / ".IWM_SPY.ratiodesk-xkkn0q2a.tmp", age_s)
    assert sweep_leftovers(house) == goes


def test_whoever_holds_the_lock_is_waited_for(house: Home) -> None:
    path = leave(house.layouts / ".IWM_SPY.ratiodesk-xkkn0q2a.tmp")
    with house.lock.open("wb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        sweeping = threading.Thread(target=sweep_leftovers, args=(house,))
        sweeping.start()
        sweeping.join(0.05)
        assert sweeping.is_alive()
        assert path.exists()
    sweeping.join(10)
    assert not path.exists()


def test_a_home_without_its_folders_has_nothing_to_sweep(tmp_path: Path) -> None:
    assert sweep_leftovers(Home(tmp_path)) == 0


def test_a_home_that_is_gone_is_no_error(tmp_path: Path) -> None:
    assert sweep_leftovers(Home(tmp_path / "gone")) == 0


def test_what_cannot_be_removed_is_left(house: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    path = leave(house.layouts / ".IWM_SPY.ratiodesk-xkkn0q2a.tmp")

    def refused(_: Path) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    monkeypatch.setattr(Path, "unlink", refused)
    assert sweep_leftovers(house) == 0
    assert path.exists()
