"""Versions of documents: numbered, thinned, and none in the way of a document."""

import errno
import os
import stat
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ratiodesk.domain.errors import DamagedDocument, NotSaved
from ratiodesk.domain.version_port import Version
from ratiodesk.storage.home import Home, open_home
from ratiodesk.storage.thinning import MOST
from ratiodesk.storage.version_files import VersionFiles

NAME = "IWM_SPY.ratiodesk"
NOON = datetime(2021, 12, 28, 12, 0, tzinfo=UTC)


class SetClock:
    """A clock that stands until it is set."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def house(home: Path) -> Home:
    return open_home(str(home))


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def files(house: Home, clock: SetClock) -> VersionFiles:
    return VersionFiles(house, clock)


def as_text(content: bytes) -> str:
    if not content.startswith(b"good"):
        raise DamagedDocument("it is not good")
    return content.decode()


def refuse(code: int) -> Callable[..., None]:
    def refused(*_: object, **__: object) -> None:
        raise OSError(code, os.strerror(code))

    return refused


def test_versions_count_up_and_come_newest_first(files: VersionFiles, house: Home, clock: SetClock) -> None:
    assert files.keep(NAME, b"one") == Version(1, NOON, 3)
    clock.now += timedelta(minutes=1)
    assert files.keep(NAME, b"three") == Version(2, NOON + timedelta(minutes=1), 5)
    assert files.versions(NAME) == (Version(2, NOON + timedelta(minutes=1), 5), Version(1, NOON, 3))
    assert (files.read(NAME, 1), files.read(NAME, 2)) == (b"one", b"three")
    folder = house.versions / NAME
    assert sorted(path.name for path in folder.iterdir()) == [
        "000001_20211228T120000Z.ratiodesk",
        "000002_20211228T120100Z.ratiodesk",
    ]
    assert files.documents() == (NAME,)


@pytest.mark.skipif(os.name == "nt", reason="Windows has other permissions")
def test_versions_are_for_the_user_alone(files: VersionFiles, house: Home) -> None:
    files.keep(NAME, b"one")
    (path,) = (house.versions / NAME).iterdir()
    assert (stat.S_IMODE(path.stat().st_mode), stat.S_IMODE(path.parent.stat().st_mode)) == (0o600, 0o700)


def test_the_same_again_is_no_version(files: VersionFiles) -> None:
    files.keep(NAME, b"one")
    assert files.keep(NAME, b"one") is None
    assert files.keep(NAME, b"two") is not None
    assert files.keep(NAME, b"one") is not None
    assert len(files.versions(NAME)) == 3


def test_a_clock_that_jumps_back_changes_no_order(files: VersionFiles, clock: SetClock) -> None:
    for content, years in ((b"one", 0), (b"two", -3), (b"three", 5), (b"four", -9)):
        clock.now = NOON + timedelta(days=365 * years)
        files.keep(NAME, content)
    assert [files.read(NAME, version.number) for version in files.versions(NAME)] == [b"four", b"three", b"two", b"one"]


def test_no_more_than_fifty_are_left_the_newest_and_the_oldest_among_them(files: VersionFiles, clock: SetClock) -> None:
    for hour in range(130):
        clock.now = NOON + timedelta(hours=hour)
        files.keep(NAME, b"%d" % hour)
    numbers = [version.number for version in files.versions(NAME)]
    assert (len(numbers), numbers[0], numbers[-1]) == (MOST, 130, 1)
    assert files.keep(NAME, b"more") is not None
    assert files.versions(NAME)[0].number == 131


def test_a_version_that_cannot_be_taken_away_goes_with_the_next(
    files: VersionFiles, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(Path, "unlink", refuse(errno.EACCES))
        for hour in range(MOST + 2):
            clock.now = NOON + timedelta(hours=hour)
            files.keep(NAME, b"%d" % hour)
        assert len(files.versions(NAME)) == MOST + 2
    files.keep(NAME, b"next")
    assert len(files.versions(NAME)) == MOST


def test_other_files_are_left_alone_and_are_no_versions(files: VersionFiles, house: Home) -> None:
    files.keep(NAME, b"one")
    folder = house.versions / NAME
    for name in ("notes.txt", "000002_20219999T999999Z.ratiodesk", "000003_20211228T120000Z (copy).ratiodesk"):
        (folder / name).write_bytes(b"mine")
    (house.versions / "stray").write_bytes(b"mine")
    assert files.keep(NAME, b"two") == Version(2, NOON, 3)
    assert [version.number for version in files.versions(NAME)] == [2, 1]
    assert files.documents() == (NAME,)
    assert len(list(folder.iterdir())) == 5


def test_a_version_taken_away_while_the_folder_is_read_is_passed_over(
    files: VersionFiles, house: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    files.keep(NAME, b"one")
    seen = [*(house.versions / NAME).iterdir(), house.versions / NAME / "000002_20211228T120000Z.ratiodesk"]
    monkeypatch.setattr(Path, "iterdir", lambda _: iter(seen))
    assert [version.number for version in files.versions(NAME)] == [1]


def test_without_versions_there_is_nothing_to_read(files: VersionFiles, house: Home) -> None:
    assert (files.versions(NAME), files.documents()) == ((), ())
    with pytest.raises(DamagedDocument, match=r"^There is no version 1 of IWM_SPY\.ratiodesk\.$"):
        files.read(NAME, 1)
    house.versions.rmdir()
    assert files.documents() == ()
    assert files.newest_good(NAME, as_text) is None


def test_a_version_that_cannot_be_read_is_told(files: VersionFiles, monkeypatch: pytest.MonkeyPatch) -> None:
    files.keep(NAME, b"one")
    monkeypatch.setattr(Path, "open", refuse(errno.EIO))
    with pytest.raises(DamagedDocument, match=rf"cannot be read: {os.strerror(errno.EIO)}\.$"):
        files.read(NAME, 1)


def test_damaged_versions_are_skipped(files: VersionFiles) -> None:
    for content in (b"good 1", b"bad 2", b"good 3", b"bad 4"):
        files.keep(NAME, content)
    assert [kept.content for kept in files.good(NAME, as_text)] == ["good 3", "good 1"]
    newest = files.newest_good(NAME, as_text)
    assert newest is not None
    assert (newest.version.number, newest.content) == (3, "good 3")


def test_the_copy_of_an_earlier_release_is_the_last_resort(files: VersionFiles, house: Home) -> None:
    house.backups.mkdir()
    copy = house.backups / NAME
    copy.write_bytes(b"good old")
    os.utime(copy, (NOON.timestamp(), NOON.timestamp()))
    found = files.newest_good(NAME, as_text)
    assert found is not None
    assert (found.version, found.content) == (Version(0, NOON, 8), "good old")
    copy.write_bytes(b"bad old")
    assert files.newest_good(NAME, as_text) is None
    copy.write_bytes(b"good old")
    files.keep(NAME, b"good new")
    found = files.newest_good(NAME, as_text)
    assert found is not None
    assert found.content == "good new"


@pytest.mark.parametrize("step", ["mkdir", "replace"])
def test_a_version_that_cannot_be_written_is_told(
    files: VersionFiles, house: Home, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    monkeypatch.setattr(Path, step, refuse(errno.ENOSPC))
    sentence = rf"^No version kept \({os.strerror(errno.ENOSPC)}\): .*{NAME} could not be written\.$"
    with pytest.raises(NotSaved, match=sentence):
        files.keep(NAME, b"one")
    assert files.versions(NAME) == ()
    assert not [path for path in house.versions.rglob("*") if path.is_file()]


@pytest.mark.parametrize("name", ["", ".", "..", "../x", "a/b", "/etc/passwd", "a\\b"])
def test_a_name_is_no_path(files: VersionFiles, name: str) -> None:
    with pytest.raises(ValueError, match="not the name of a document"):
        files.keep(name, b"one")
