"""The layout under edit, whose document others change too: what they change is taken in, and never silently undone."""

from collections.abc import Callable, Iterable
from datetime import datetime

from PySide6.QtCore import Signal, Slot

from ratiodesk.desk.edited_layout import EditedLayout
from ratiodesk.desk.work import Work
from ratiodesk.domain.layout import Layout
from ratiodesk.domain.level import LevelId
from ratiodesk.domain.pair import Pair
from ratiodesk.domain.ports import Layouts, OpenedLayout
from ratiodesk.words import tr


class SharedLayout(EditedLayout):
    """Merges what others wrote into what is on the screen and into every step of undo.

    What a file brings that the user opened is written as if by others, but is a step.

    Signals
    -------
    document_changed
        The document cannot be read any more, or for another reason, or is gone altogether.
    document_readable
        It can be again.
    """

    document_changed = Signal()
    document_readable = Signal()

    def __init__(self, layout: Layout, layouts: Layouts) -> None:
        super().__init__(layout, layouts)
        # When the version was kept that is shown in place of an unreadable document [UTC].
        self.kept: datetime | None = None
        self._keeper.merged.connect(self._on_keeper_merged)
        self._keeper.saved.connect(self._on_keeper_saved)

    def take_over(self, change: Callable[[Layout], Layout]) -> bool:
        """Change lines and money in one step, as another copy of the document has them; return whether it was done."""
        return self._edit(change)

    def expect_opened(self, pair: Pair, brought: Iterable[LevelId]) -> None:
        """Let the lines that an opened file brings to a pair be one step, whether they are seen already or not yet."""
        if self._histories.expect(pair, brought) and pair.key == self.pair.key:
            self._nudged = None
            self._history = self._histories.resume(self._committed())
            self.layout_changed.emit()

    @Slot()
    def reread_document(self) -> None:
        """Take in what others made of the document of the open pair since it was read or written here."""
        if self.series is None:
            return
        if self._save_waits or self._keeper.waits_for(self.pair):
            # Writing merges.
            self._save()
            if self._problem is None and not self._keeper.waits_for(self.pair):
                return
        found = self._keeper.peek(self.pair)
        if found.problem is not None:
            self._refuse_document(found)
        elif self._keeper.waits_for(self.pair):
            # What it holds is still to be merged with what waits.
            self._accept_document()
        elif found.exists:
            self._take_in_document()
        elif self._exists or self._problem is not None:
            # It is not written again for having been looked at.
            self._exists = False
            was_readable, self._problem, self.kept = self._problem is None, None, None
            if was_readable or self._has_work():
                sentence = tr("The document of {pair} is gone: the next change writes it again.", pair=self.pair)
                self.noticed.emit(sentence)
            if not was_readable:
                self.document_changed.emit()

    @Slot()
    def _on_keeper_saved(self) -> None:
        """Go on with a document that could be written at last."""
        if self._problem is not None:
            self.reread_document()

    def _refuse_document(self, found: OpenedLayout) -> None:
        """Keep what is on the screen of a document that cannot be read any more."""
        before, self._problem = self._problem, found.problem
        if str(before) != str(found.problem):
            self.document_changed.emit()

    def _accept_document(self) -> None:
        """Let a document be written again that could not be read and is whole, or gone."""
        if self._problem is not None:
            self._problem = None
            self.document_changed.emit()

    def _take_in_document(self) -> None:
        if not self._exists and self._has_work():
            # It was gone, or is drawn on in two places: what is here has no part in it yet.
            self._save()
            if self._problem is None:
                return
        if self._problem is not None:
            self.document_readable.emit()
            return
        found = self._keeper.open(self.pair)
        if found.problem is not None or not found.exists:
            return  # It went away again this moment, which is told as well.
        self._exists = True
        if not Work.of(found.layout).says_same_as(self._history.now):
            self._on_keeper_merged(self._committed(), found.layout)

    def _has_work(self) -> bool:
        return bool(self._history.now.levels or self._history.now.holdings)

    @Slot(object, object)
    def _on_keeper_merged(self, ours: Layout, written: Layout) -> None:
        is_step = self._histories.take_in(ours, written)
        if written.pair.key == self.pair.key:
            # What was nudged since is not in either of them.
            base, theirs = (Work.of(layout.seen_as(self.pair)) for layout in (ours, written))
            self._resume(self._history.now.merged(base, theirs).put_into(self._layout))
            if is_step:
                # A nudge from now on is not the step that a nudge before it was.
                self._nudged = None
            self._read()
        if not is_step:
            self.noticed.emit(tr("What was changed elsewhere on {pair} was taken in.", pair=written.pair))
