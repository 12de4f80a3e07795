"""Layout files from anywhere, brought to the documents of a home directory."""

from pathlib import Path

from ratiodesk.domain.clock import Clock, utc_now
from ratiodesk.domain.intake import TakenIn, bring_lines, brought_sentence, new_sentence
from ratiodesk.domain.layout import Layout
from ratiodesk.domain.level import LevelId
from ratiodesk.storage.atomic import not_saved
from ratiodesk.storage.copy_files import OPENED, keep_copy
from ratiodesk.storage.document import encode_layout
from ratiodesk.storage.file_name import document_path
from ratiodesk.storage.home import Home
from ratiodesk.storage.layout_files import LayoutFiles, read_layout
from ratiodesk.storage.lock import locked
from ratiodesk.words import mark


class LayoutIntakes:
    """Takes in files below a home directory. Implements the ``LayoutIntake`` port.

    It writes as another program would: a desk that runs merges what is new into what it shows.
    """

    def __init__(self, home: Home, clock: Clock = utc_now) -> None:
        self._home, self._clock = home, clock

    def take_in(self, path: Path) -> TakenIn:
        opened = read_layout(path)
        if path.resolve().parent == self._home.layouts.resolve():
            # It is the document of its pair, or a copy that is offered to be settled.
            return TakenIn(opened.pair)
        files = LayoutFiles(self._home, self._clock)
        here = files.open(files.as_saved(opened.pair))
        if here.problem is not None:
            raise here.problem
        if not here.exists:
            files.save(opened)
            return TakenIn(opened.pair, new_sentence(opened, path), _beyond(here.layout, opened))
        found = bring_lines(here.layout, opened)
        if found.differing:
            self._keep_beside(found.there)
        if found.added:
            files.save(found.layout)
        return TakenIn(opened.pair, brought_sentence(found, path), _beyond(here.layout, found.layout))

    def _keep_beside(self, there: Layout) -> None:
        document = document_path(self._home.layouts, there.pair)
        try:
            with locked(self._home.lock):
                keep_copy(document, encode_layout(there), OPENED)
        except OSError as error:
            raise not_saved(document, error, mark("No copy could be kept")) from error


def _beyond(before: Layout, after: Layout) -> tuple[LevelId, ...]:
    """Return the lines that a layout has beyond another one."""
    known = {level.id for level in before.levels}
    return tuple(level.id for level in after.levels if level.id not in known)
