"""A file is replaced as a whole or not at all."""

import errno
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from ratiodesk.storage.atomic import write_atomic


def broken(*_: object, **__: object) -> None:
    raise OSError(errno.EIO, os.strerror(errno.EIO))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "document"
    path.write_bytes(b"old")
    return path


def test_new_content_replaces_the_old(file: Path) -> None:
    write_atomic(file, b"new")
    assert file.read_bytes() == b"new"
    assert list(file.parent.iterdir()) == [file]


def test_a_file_that_was_not_there_is_made(tmp_path: Path) -> None:
    write_atomic(tmp_path / "fresh", b"")
    assert [path.name for path in tmp_path.iterdir()] == ["fresh"]


@pytest.mark.parametrize(("owner", "step"), [(os, "fsync"), (Path, "replace")])
def test_a_failing_disk_leaves_the_old_content_and_nothing_else(
    file: Path, monkeypatch: pytest.MonkeyPatch, owner: object, step: str
) -> None:
    monkeypatch.setattr(owner, step, broken)
    with pytest.raises(OSError, match=os.strerror(errno.EIO)):
        write_atomic(file, b"new")
    assert file.read_bytes() == b"old"
    assert list(file.parent.iterdir()) == [file]


def test_an_interruption_leaves_the_old_content_and_nothing_else(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_atomic(file, b"new")
    assert file.read_bytes() == b"old"
    assert list(file.parent.iterdir()) == [file]


def test_a_temporary_file_that_is_gone_hides_no_error(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def vanished(self: Path, _: Path) -> None:
        self.unlink()
        broken()

    monkeypatch.setattr(Path, "replace", vanished)
    with pytest.raises(OSError, match=os.strerror(errno.EIO)):
        write_atomic(file, b"new")
    assert file.read_bytes() == b"old"


def test_a_folder_that_is_missing_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write_atomic(tmp_path / "missing" / "document", b"new")


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="open files cannot be counted here")
def test_no_file_is_left_open(file: Path) -> None:
    before = len(list(Path("/proc/self/fd").iterdir()))
    for _ in range(5):
        write_atomic(file, b"new")
    assert len(list(Path("/proc/self/fd").iterdir())) == before


@pytest.mark.skipif(os.name == "nt", reason="Windows cannot open a folder")
def test_content_is_on_the_disk_before_the_name_and_the_name_before_the_return(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    replace, fsync = Path.replace, os.fsync

    def noted_fsync(handle: int) -> None:
        done.append("sync folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "sync file")
        fsync(handle)

    def noted_replace(self: Path, target: Path) -> Path:
        assert self.read_bytes() == b"new"
        assert self.parent == target.parent
        done.append("replace")
        return replace(self, target)

    monkeypatch.setattr(os, "fsync", noted_fsync)
    monkeypatch.setattr(Path, "replace", noted_replace)
    write_atomic(file, b"new")
    assert done == ["sync file", "replace", "sync folder"]


@pytest.fixture
def folder_sync_fails(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    fsync = os.fsync

    def with_reason(reason: int) -> None:
        def files_only(handle: int) -> None:
            if stat.S_ISDIR(os.fstat(handle).st_mode):
                raise OSError(reason, os.strerror(reason))
            fsync(handle)

        monkeypatch.setattr(os, "fsync", files_only)

    return with_reason


@pytest.mark.skipif(os.name == "nt", reason="Windows cannot open a folder")
@pytest.mark.parametrize("reason", [errno.EINVAL, errno.ENOTSUP])
def test_a_file_system_that_cannot_sync_a_folder_is_written_to(file: Path, folder_sync_fails, reason: int) -> None:
    folder_sync_fails(reason)
    write_atomic(file, b"new")
    assert file.read_bytes() == b"new"


@pytest.mark.skipif(os.name == "nt", reason="Windows cannot open a folder")
def test_a_disk_that_fails_on_the_folder_is_told_with_the_new_content_in_place(file: Path, folder_sync_fails) -> None:
    folder_sync_fails(errno.EIO)
    with pytest.raises(OSError, match=os.strerror(errno.EIO)):
        write_atomic(file, b"new")
    assert file.read_bytes() == b"new"
    assert list(file.parent.iterdir()) == [file]
