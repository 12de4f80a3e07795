"""Everything as one zip file, and back: byte for byte into an empty home, and nothing lost in any other."""

import errno
import os
import shutil
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from furnished_home import MOMENT, documents, furnish, line, quotes

from ratiodesk.domain.backup import Outcome, PricesTaken
from ratiodesk.domain.errors import BadArchive, BadCache, BadInput, BadPrices, NotSaved
from ratiodesk.domain.frozen_plan import FrozenPlan
from ratiodesk.domain.layout import Layout
from ratiodesk.market.cache import PriceCache
from ratiodesk.market.price_copy import PriceCopies
from ratiodesk.storage import archive, archive_file, atomic
from ratiodesk.storage.archive import Archives, restore_archive, write_archive
from ratiodesk.storage.home import Home, open_home
from ratiodesk.storage.layout_files import LayoutFiles


def clock() -> datetime:
    return MOMENT


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory, worked: Layout, frozen_note: FrozenPlan) -> Home:
    return furnish(tmp_path_factory.mktemp("furnished"), worked, frozen_note)


@pytest.fixture
def house(tmp_path: Path, furnished: Home) -> Home:
    """The home that is backed up."""
    return Home(shutil.copytree(furnished.root, tmp_path / "house"))


@pytest.fixture
def empty(tmp_path: Path) -> Home:
    return open_home(str(tmp_path / "empty"))


@pytest.fixture
def saved(house: Home, tmp_path: Path) -> Path:
    path = tmp_path / "saved.zip"
    Archives(house, PriceCopies(house.prices), clock).write(path)
    return path


class Prices:
    """Prices that make trouble."""

    def __init__(self, error: Exception) -> None:
        self._error = error

    def write(self, path: Path) -> bool:
        raise self._error

    def take_in(self, path: Path, *, preview: bool = False) -> PricesTaken:
        raise self._error


def test_an_empty_home_becomes_the_same_home_byte_for_byte(house: Home, empty: Home, saved: Path) -> None:
    report = Archives(empty, PriceCopies(empty.prices), clock).restore(saved)
    assert documents(empty) == documents(house)
    assert {file.outcome for file in report.files if file.name != "prices.sqlite"} == {Outcome.RESTORED}
    assert (report.created, report.preview) == (MOMENT, False)
    here, there = PriceCache(empty.prices), PriceCache(house.prices)
    assert here.stored() == there.stored()
    assert here.listings() == there.listings()


def test_a_second_restore_changes_nothing_more(empty: Home, saved: Path) -> None:
    archives = Archives(empty, PriceCopies(empty.prices), clock)
    archives.restore(saved)
    before = documents(empty)
    report = archives.restore(saved)
    assert {file.outcome for file in report.files} == {Outcome.UNCHANGED}
    assert documents(empty) == before


def test_a_preview_tells_the_same_and_changes_nothing(house: Home, empty: Home, saved: Path) -> None:
    archives = Archives(empty, PriceCopies(empty.prices), clock)
    told = archives.restore(saved, preview=True)
    assert (documents(empty), empty.prices.exists(), told.preview) == ({}, False, True)
    assert archives.restore(saved).files == told.files


def test_what_a_backup_holds_is_listed_and_what_is_no_document_is_named(house: Home, tmp_path: Path) -> None:
    (house.layouts / "notes.txt").write_bytes(b"buy milk")
    (house.layouts / ".IWM_SPY.ratiodesk-abc.tmp").write_bytes(b"half")
    (house.layouts / "qqq_tlt.ratiodesk").write_bytes(b"the same on some systems")
    (house.layouts / "Z_SPY.ratiodesk").write_bytes(b" " * 5_000_001)
    (house.root / "elsewhere").symlink_to(tmp_path)
    path = tmp_path / "saved.ZIP"
    report = write_archive(house, path, PriceCopies(house.prices), clock)
    assert report.left_out == ("layouts/Z_SPY.ratiodesk", "layouts/notes.txt", "layouts/qqq_tlt.ratiodesk")
    with zipfile.ZipFile(path) as made:
        names = set(made.namelist())
    assert names == set(documents(house)) - set(report.left_out) - {"layouts/.IWM_SPY.ratiodesk-abc.tmp"} | {
        "manifest.json",
        "prices.sqlite",
    }
    assert report.files == len(names) - 2
    assert report.size_bytes == path.stat().st_size
    assert report.price_bytes > 0
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_home_without_prices_has_a_backup_without_them(house: Home, tmp_path: Path) -> None:
    house.prices.unlink()
    report = write_archive(house, tmp_path / "saved.zip", PriceCopies(house.prices), clock)
    assert (report.price_bytes, report.problem) == (0, "")
    PriceCache(house.prices)
    assert write_archive(house, tmp_path / "saved.zip", PriceCopies(house.prices), clock).price_bytes == 0


def test_prices_that_cannot_be_read_cost_the_backup_the_prices_alone(house: Home, tmp_path: Path) -> None:
    report = write_archive(house, tmp_path / "saved.zip", Prices(BadCache("They are gone.")), clock)
    assert report.problem == "The prices are not in the backup: They are gone."
    assert report.files == len(documents(house))


def test_prices_beyond_all_bounds_are_left_out(house: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MOST_PRICE_BYTES", 1000)
    report = write_archive(house, tmp_path / "saved.zip", PriceCopies(house.prices), clock)
    assert report.problem == "The prices are not in the backup: they take more than 1,000 bytes."


@pytest.mark.parametrize("gone", [FileNotFoundError(errno.ENOENT, "gone"), PermissionError(errno.EACCES, "no")])
def test_a_document_that_cannot_be_read_costs_itself(
    house: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, gone: OSError
) -> None:
    real, count = Path.open, len(documents(house))

    def opened(path: Path, *words: Any, **about: Any) -> Any:
        if path.name == "QQQ_TLT.ratiodesk" and path.parent.name == "layouts":
            raise gone
        return real(path, *words, **about)

    monkeypatch.setattr(Path, "open", opened)
    report = write_archive(house, tmp_path / "saved.zip", None, clock)
    assert report.files == count - 1
    expected = () if isinstance(gone, FileNotFoundError) else ("layouts/QQQ_TLT.ratiodesk",)
    assert report.left_out == expected


def test_a_backup_is_a_zip_file_by_name(house: Home, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"“saved\.tar” is not the name of a backup: name a file that ends in \.zip"):
        write_archive(house, tmp_path / "saved.tar")


@pytest.mark.parametrize("step", ["replace", "fsync"])
def test_a_backup_that_cannot_be_written_leaves_the_one_before(
    house: Home, saved: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    before = saved.read_bytes()

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path if step == "replace" else atomic.os, step, full)
    with pytest.raises(NotSaved, match=r"saved\.zip could not be written \(No space left on device\)"):
        write_archive(house, saved, PriceCopies(house.prices), clock)
    monkeypatch.undo()
    assert saved.read_bytes() == before
    assert sorted(path.name for path in saved.parent.iterdir()) == ["house", "saved.zip"]


def test_a_backup_into_no_folder_is_refused(house: Home, tmp_path: Path) -> None:
    with pytest.raises(NotSaved, match="No such file"):
        write_archive(house, tmp_path / "nowhere" / "saved.zip")


def test_a_backup_that_cannot_be_read_again_takes_nobodys_place(
    house: Home, saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = saved.read_bytes()
    monkeypatch.setattr(archive_file, "MOST_DOCUMENT_BYTES", 10)
    with pytest.raises(NotSaved, match="was not written, because it could not be read again"):
        write_archive(house, saved, None, clock)
    assert saved.read_bytes() == before


def test_a_restore_that_stops_has_whole_documents_and_goes_on_when_asked_again(
    house: Home, empty: Home, saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = documents(house)
    real, left = os.fsync, [0]

    def fails(handle: int) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        real(handle)

    # Each document takes two: its own, and that of its folder.
    for steps in range(0, 2 * len(wanted), 3):
        left[0] = steps
        monkeypatch.setattr(os, "fsync", fails)
        with pytest.raises(NotSaved, match=r"stopped at .*, after \d+ of \d+ files: No space left on device\."):
            restore_archive(empty, saved, clock=clock)
        monkeypatch.undo()
        there = documents(empty)
        assert there.items() <= wanted.items(), steps
        for name in there:
            (empty.root / name).unlink()
    restore_archive(empty, saved, clock=clock)
    assert documents(empty) == wanted


def test_prices_that_cannot_be_kept_stop_a_restore_after_the_documents(house: Home, empty: Home, saved: Path) -> None:
    with pytest.raises(NotSaved, match=r"Restoring stopped at prices\.sqlite.*: It is full\. What was here"):
        restore_archive(empty, saved, Prices(BadCache("It is full.")), clock=clock)
    assert documents(empty) == documents(house)


def test_prices_that_are_none_are_left_out_and_the_documents_restored(house: Home, empty: Home, saved: Path) -> None:
    report = restore_archive(empty, saved, Prices(BadPrices("They are none.")), clock=clock)
    (prices,) = report.with_outcome(Outcome.LEFT_OUT)
    assert (prices.name, prices.said) == ("prices.sqlite", "They are none")
    (prices,) = restore_archive(empty, saved, None, clock=clock).with_outcome(Outcome.LEFT_OUT)
    assert prices.name == "prices.sqlite"
    assert documents(empty) == documents(house)


def test_prices_are_told_by_what_became_of_them(house: Home, empty: Home, saved: Path) -> None:
    PriceCache(empty.prices).store(quotes("XYZ", 20.0, 21.0, currency="USD"))
    report = restore_archive(empty, saved, PriceCopies(empty.prices), clock=clock)
    assert report.files[-1].said == "prices of 1 symbol taken in; those of XYZ differ from those here, which stay"


def test_damaged_prices_in_a_whole_backup_are_named(empty: Home, saved: Path) -> None:
    class Damaged(Prices):
        def take_in(self, path: Path, *, preview: bool = False) -> PricesTaken:
            return PricesTaken(unreadable=("XYZ",))

    report = restore_archive(empty, saved, Damaged(BadCache("")), clock=clock)
    assert report.files[-1].said == "those of XYZ are damaged in the backup and left out"


def test_a_file_that_is_exchanged_while_it_is_read_stops_the_restore(
    empty: Home, saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive_file.ArchiveFile, "check", lambda _: os.truncate(saved, 300))
    with pytest.raises(NotSaved, match="Restoring stopped at"):
        restore_archive(empty, saved, clock=clock)


def test_there_must_be_a_file(empty: Home, tmp_path: Path) -> None:
    for path in (tmp_path / "missing.zip", tmp_path):
        with pytest.raises(BadArchive, match="There is no file"):
            restore_archive(empty, path)


def test_restored_lines_are_opened_by_the_desk(empty: Home, saved: Path, worked: Layout) -> None:
    LayoutFiles(empty).save(Layout(worked.pair, (line("mine", 2.5),)))
    restore_archive(empty, saved, clock=clock)
    levels = LayoutFiles(empty).open(worked.pair).layout.levels
    assert levels == (line("mine", 2.5), *worked.levels)
