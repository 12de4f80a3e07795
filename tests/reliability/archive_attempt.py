"""A backup that is not what it should be, restored into a home that has documents of its own."""

import importlib.util
from pathlib import Path
from typing import Any

from attempt import PromiseBroken, Seen, Step
from specimen import NOW

from ratiodesk.backend import Backend, open_backend
from ratiodesk.domain.errors import RatioDeskError

IS_THERE = importlib.util.find_spec("ratiodesk.storage.archive") is not None


def make_backup(root: Path) -> bytes:
    """Return a backup of a home."""
    from ratiodesk.verb.option import BackupOptions  # noqa: PLC0415 - where there are backups

    file = root.parent / "made.zip"
    _answer(_backend(root), BackupOptions(output=file))
    content = file.read_bytes()
    file.unlink()
    return content


def restore_backup(root: Path, file: Path, step: Step) -> Seen:
    """Look at a backup, restore it, and see that all that was there before still is."""
    from ratiodesk.verb.option import RestoreOptions  # noqa: PLC0415

    said: list[str] = []
    backend = _backend(root)
    before = _held(backend)
    readable = True
    for preview in (True, False):
        step()
        try:
            said += _answer(backend, RestoreOptions(source=file, preview=preview)).text.split("\n")
        except RatioDeskError as error:
            said.append(str(error))
            readable = False
        if preview and _held(_backend(root)) != before:
            raise PromiseBroken("looking at a backup changed something")
    step()
    lost = before - _held(_backend(root))
    if lost:
        raise PromiseBroken(f"restoring lost {sorted(lost)[:3]}")
    return Seen(readable, tuple(filter(None, said)))


def _answer(backend: Backend, options: Any) -> Any:
    from ratiodesk.verb import backup  # noqa: PLC0415

    return backup.answer(backend, options)


def _held(backend: Backend) -> set[str]:
    """Return what is kept, by name: lines, holdings, frozen plans."""
    found = set()
    for pair in backend.layouts.pairs():
        opened = backend.layouts.open(pair)
        if opened.problem is not None:
            raise PromiseBroken(f"a document cannot be read: {opened.problem}")
        found |= {f"line {line.id} of {'/'.join(pair.key)}" for line in opened.layout.levels}
    portfolio = backend.portfolio.store.open()
    if portfolio.problem is not None:
        raise PromiseBroken(f"the portfolio cannot be read: {portfolio.problem}")
    found |= {f"holding {lot.symbol}" for lot in portfolio.portfolio.lots}
    return found | {f"plan {plan.id}" for plan in backend.journal.entries().plans}


def _backend(root: Path) -> Backend:
    return open_backend(str(root), offline=True, clock=lambda: NOW)
