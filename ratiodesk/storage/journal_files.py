"""The journal as files: one document a frozen plan."""

import contextlib
from functools import partial
from pathlib import Path

from ratiodesk.domain.clock import Clock, utc_now
from ratiodesk.domain.errors import DamagedDocument, NewerDocument, NotFound, NotSaved
from ratiodesk.domain.frozen_plan import FrozenId, FrozenPlan, is_frozen_id
from ratiodesk.domain.journal_port import JournalEntries
from ratiodesk.domain.version_port import Kept
from ratiodesk.storage.atomic import not_saved, write_atomic
from ratiodesk.storage.frozen_document import decode_frozen, encode_frozen
from ratiodesk.storage.home import Home
from ratiodesk.storage.lock import locked
from ratiodesk.storage.migration import Fields
from ratiodesk.storage.version_files import VersionFiles
from ratiodesk.storage.versioned import aside_path, read_file
from ratiodesk.words import tr

SUFFIX = ".json"
# Begins the name under which versions of a plan are kept.
VERSION_PREFIX = "journal_"


class JournalFiles:
    """The frozen plans below a home directory. Implements the ``Journal`` port."""

    def __init__(self, home: Home, clock: Clock = utc_now) -> None:
        self._home, self._versions = home, VersionFiles(home, clock)

    def path(self, plan_id: FrozenId) -> Path:
        """Return where the document of a plan is, or would be.

        Raises
        ------
        NotFound
            If no plan can have such an id; nothing else ever becomes part of a path.
        """
        if not is_frozen_id(plan_id):
            raise NotFound(tr("No frozen plan has such an id."))
        return self._home.journal / f"{plan_id}{SUFFIX}"

    def entries(self) -> JournalEntries:
        try:
            paths = sorted(path for path in self._home.journal.iterdir() if path.suffix == SUFFIX)
        except FileNotFoundError:
            return JournalEntries()
        except OSError as error:
            reason = error.strerror or error
            problem = tr("{path} cannot be read: {reason}.", path=self._home.journal, reason=reason)
            return JournalEntries(problems=(problem,))
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
                    # Written by another program, or before there were versions.
                    self._versions.keep_before(_version_name(path), path.read_bytes())
                content = encode_frozen(plan, before)
                write_atomic(path, content)
                self._versions.keep(_version_name(path), content)
        except OSError as error:
            raise not_saved(path, error) from error
        except DamagedDocument as problem:
            raise NotSaved(tr("Not saved: {reason}", reason=problem)) from problem

    def remove(self, plan_id: FrozenId) -> None:
        path = self.path(plan_id)
        try:
            with locked(self._home.lock), contextlib.suppress(FileNotFoundError):
                _read(path)
                # Out of the journal and not out of the world.
                self._versions.keep(_version_name(path), path.read_bytes())
                path.unlink()
        except OSError as error:
            reason = error.strerror or error
            raise NotSaved(tr("Not deleted: {path} ({reason}).", path=path, reason=reason)) from error
        except (DamagedDocument, NotSaved) as problem:
            raise NotSaved(tr("Not deleted: {reason}", reason=problem)) from problem

    def restore(self, plan: FrozenPlan) -> None:
        path = self.path(plan.id)
        try:
            with locked(self._home.lock):
                if _is_lost(path) and path.exists():
                    path.rename(aside_path(path))
        except OSError as error:
            reason = error.strerror or error
            raise NotSaved(tr("{path} could not be renamed ({reason}).", path=path, reason=reason)) from error
        self.save(plan)

    def lost(self) -> tuple[Kept[FrozenPlan], ...]:
        """Return the last good version of every plan that was deleted or is damaged, the newest plan first."""
        found = []
        for name in self._versions.documents():
            plan_name = name.removeprefix(VERSION_PREFIX)
            if plan_name != name and _is_lost(self._home.journal / plan_name):
                newest = self._versions.newest_good(name, partial(_plan_named, plan_name.removesuffix(SUFFIX)))
                found += [newest] if newest is not None else []
        return tuple(sorted(found, key=lambda kept: (kept.content.frozen, kept.content.id), reverse=True))


def _version_name(path: Path) -> str:
    """Return the name of a plan among the versions: layouts, plans and the portfolio share one folder of them."""
    return f"{VERSION_PREFIX}{path.name}"


def _is_lost(path: Path) -> bool:
    """Return whether the document of a plan is gone or damaged; one of a newer RatioDesk is neither."""
    try:
        _read(path)
    except NewerDocument:
        return False
    except (FileNotFoundError, DamagedDocument):
        return True
    return False


def _read(path: Path) -> tuple[FrozenPlan, Fields]:
    """Return the plan of a document that is named after it, with all its fields."""
    return read_file(path, lambda content: _named(path.stem, content))


def _plan_named(name: str, content: bytes) -> FrozenPlan:
    return _named(name, content)[0]


def _named(name: str, content: bytes) -> tuple[FrozenPlan, Fields]:
    plan, fields = decode_frozen(content)
    if plan.id != name:
        raise DamagedDocument(tr("it holds the plan {id}, which it is not named after", id=plan.id))
    return plan, fields
