"""Replace a file so that a crash leaves either the old or the new content, never a part."""

import contextlib
import errno
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from ratiodesk.domain.errors import NotSaved
from ratiodesk.words import mark, tr


def write_atomic(path: Path, content: bytes) -> None:
    """Write *content* to *path*: temporary file in the same folder, fsync, replace, fsync of the folder.

    Raises
    ------
    OSError
        If it could not be written; *path* is then as it was and no temporary file stays behind. Or, with the new
        content in place, if the disk failed to make the replacement last.
    """
    with replacing(path) as temporary:
        temporary.write_bytes(content)


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Name an empty temporary file in the same folder, which takes the place of *path* when the body ends well.

    Raises
    ------
    OSError
        As :func:`write_atomic`.
    """
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-", suffix=".tmp")
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        with temporary.open("rb+") as file:
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            temporary.unlink()
        raise
    _sync_folder(path.parent)


def not_saved(path: Path, error: OSError, what: str = mark("Not saved")) -> NotSaved:
    """Return the sentence about a document that could not be written: the reason first, for a path may be long."""
    reason = error.strerror or error
    return NotSaved(tr("{what} ({reason}): {path} could not be written.", what=tr(what), reason=reason, path=path))


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":  # pragma: no cover - Windows cannot open a folder, and its rename is durable by itself
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        # Some network file systems cannot sync a folder, and have nothing to make up for it.
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise
    finally:
        os.close(handle)
