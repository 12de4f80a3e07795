"""The journal as files: one document a frozen plan."""

import contextlib
from pathlib import Path

from ratiodesk.domain.errors import DamagedDocument, NotSaved
from ratiodesk.domain.frozen_plan import FrozenId, FrozenPlan
from ratiodesk.domain.journal_port import JournalEntries
from ratiodesk.storage.atomic import not_saved, write_atomic
from ratiodesk.storage.frozen_document import decode_frozen, encode_frozen
from ratiodesk.storage.home import Home
from ratiodesk.storage.lock import locked
from ratiodesk.storage.migration import Fields
from ratiodesk.storage.versioned import read_file

SUFFIX = ".json"


class JournalFiles:
    """The frozen plans below a home directory. Implements the ``Journal`` port."""

    def __init__(self, home: Home) -> None:
        self._home = home

    def path(self, plan_id: FrozenId) -> Path:
        """Return where the document of a plan is, or would be."""
        return self._home.journal / f"{plan_id}{SUFFIX}"

    def entries(self) -> JournalEntries:
        try:
            paths = sorted(path for path in self._home.journal.iterdir() if path.suffix == SUFFIX)
        except FileNotFoundError:
            return JournalEntries()
        except OSError as error:
            return JournalEntries(problems=(f"{self._home.journal} cannot be read: {error.strerror or error}.",))
        plans, problems = [], []
        for path in paths:
            try:
                plans.append(_read(path)[0])
            except DamagedDocument as problem:
                problems.append(str(problem))
            except FileNotFoundError:
                continue  # Deleted by another program meanwhile.
        plans.sort(key=lambda plan: (plan.frozen, plan.id), reverse=True)
        return JournalEntries(tuple(plans), tuple(problems))

    def save(self, plan: FrozenPlan) -> None:
        path = self.path(plan.id)
        try:
            self._home.prove_there()
            self._home.journal.mkdir(mode=0o700, exist_ok=True)
            with locked(self._home.lock):
                before: Fields | None = None
                with contextlib.suppress(FileNotFoundError):
                    before = _read(path)[1]
                write_atomic(path, encode_frozen(plan, before))
        except OSError as error:
            raise not_saved(path, error) from error
        except DamagedDocument as problem:
            raise NotSaved(f"Not saved: {problem}") from problem

    def remove(self, plan_id: FrozenId) -> None:
        path = self.path(plan_id)
        try:
            with locked(self._home.lock), contextlib.suppress(FileNotFoundError):
                _read(path)
                # Out of the journal and not out of the world.
                path.replace(self._home.backups / f"journal_{path.name}")
        except OSError as error:
            raise NotSaved(f"Not deleted: {path} ({error.strerror or error}).") from error
        except DamagedDocument as problem:
            raise NotSaved(f"Not deleted: {problem}") from problem


def _read(path: Path) -> tuple[FrozenPlan, Fields]:
    """Return the plan of a document that is named after it, with all its fields."""
    return read_file(path, lambda content: _named(path.stem, content))


def _named(name: str, content: bytes) -> tuple[FrozenPlan, Fields]:
    plan, fields = decode_frozen(content)
    if plan.id != name:
        raise DamagedDocument(f"it holds the plan {plan.id}, which it is not named after")
    return plan, fields
