"""The verb that makes the program known to the desktop of this user: desktop install, desktop remove."""

import os
import sys
from collections.abc import Callable

from ratiodesk.resource import resource_path
from ratiodesk.verb.answer import Answer
from ratiodesk.verb.desktop_change import DesktopChange, Outcome
from ratiodesk.verb.desktop_entry import installed_entry
from ratiodesk.verb.desktop_files import DesktopFiles, data_home
from ratiodesk.verb.option import DesktopOptions
from ratiodesk.verb.printout import aligned, printable
from ratiodesk.verb.program_command import program_words
from ratiodesk.verb.report import Fields, json_text

_BY_THE_APPLICATION = (
    "On macOS nothing is to be done: put RatioDesk.app into Applications, and a double click on a .ratiodesk file "
    "opens it."
)


def answer(options: DesktopOptions) -> Answer:
    """Carry out the verb; it needs no home directory and makes none.

    Raises
    ------
    RatioDeskError
        If it could not be carried out.
    """
    change = _changing(sys.platform)(options)
    return Answer(json_text(_fields(change)) if options.json else _lines(change, options))


def _changing(system: str) -> Callable[[DesktopOptions], DesktopChange]:
    return {"win32": _change_registry, "darwin": _change_nothing}.get(system, _change_files)


def _change_files(options: DesktopOptions) -> DesktopChange:
    files = DesktopFiles(data_home(os.environ), resource_path())
    if options.removes:
        return files.remove()
    words = program_words(options.home, offline=options.offline)
    return files.install(installed_entry(files.shipped_entry(), words))


def _change_registry(options: DesktopOptions) -> DesktopChange:
    from ratiodesk.verb import file_association  # noqa: PLC0415 - of one system alone

    association = file_association.FileAssociation(file_association.UserRegistry())  # type: ignore[attr-defined]
    if options.removes:
        return association.remove()
    words = program_words(options.home, offline=options.offline)
    return association.install(words, has_icon=bool(getattr(sys, "frozen", False)))


def _change_nothing(_: DesktopOptions) -> DesktopChange:
    return DesktopChange((), (_BY_THE_APPLICATION,))


def _lines(change: DesktopChange, options: DesktopOptions) -> str:
    """Return what was done, for people."""
    outcomes = {outcome for _, outcome in change.outcomes}
    head = []
    if options.removes and change.outcomes:
        head = [
            "RatioDesk is taken away from your desktop."
            if Outcome.REMOVED in outcomes
            else "Nothing of RatioDesk was there."
        ]
    elif change.outcomes:
        head = ["RatioDesk is among your programs, and a double click on a .ratiodesk file opens it."]
    rows = [(printable(name), str(outcome)) for name, outcome in change.outcomes]
    table = [aligned(rows, left=2)] if rows else []
    return "\n".join([*head, *table, *change.notes])


def _fields(change: DesktopChange) -> Fields:
    return {
        "changes": [{"name": name, "outcome": str(outcome)} for name, outcome in change.outcomes],
        "notes": list(change.notes),
    }
