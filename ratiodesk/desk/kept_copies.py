"""Other copies of the open pair's document: what differs in them, and what is taken from them."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal, Slot

from ratiodesk.desk.open_pair import OpenPair
from ratiodesk.domain.difference import Difference, differ_sentence
from ratiodesk.domain.errors import NotSaved
from ratiodesk.domain.layout import Layout
from ratiodesk.domain.shared_port import OtherCopies, OtherCopy
from ratiodesk.words import tr


class KeptCopies(QObject):
    """Offers one copy after another; none is removed before the user has settled it.

    Signals
    -------
    changed
        Another copy is offered, none any more, or other things differ in it.
    """

    changed = Signal()

    def __init__(self, copies: OtherCopies, open_pair: OpenPair) -> None:
        super().__init__()
        self._port, self._open_pair = copies, open_pair
        self._copies: tuple[OtherCopy, ...] = ()
        self._reads = False
        self._offered: tuple[OtherCopy, tuple[Difference, ...]] | None = None
        open_pair.opened.connect(self._on_open_pair_opened)
        open_pair.saved.connect(self._compare)

    @property
    def copy(self) -> OtherCopy | None:
        """The copy that is offered, None if there is none or nothing differs in it."""
        return self._offered[0] if self._offered is not None else None

    @property
    def differences(self) -> tuple[Difference, ...]:
        """What differs in the copy that is offered."""
        return self._offered[1] if self._offered is not None else ()

    @property
    def sentence(self) -> str:
        """What the user should know about the copy that is offered, empty without one."""
        if self._offered is None:
            return ""
        what, pair = differ_sentence(self.differences), self._open_pair.pair
        if self._offered[0].is_file:
            return tr(
                "{pair}: {what} in the file that was opened, and what is on the screen stands.", pair=pair, what=what
            )
        return tr("{pair} was changed in two places: {what}, and what is on the screen stands.", pair=pair, what=what)

    @Slot()
    def read(self) -> None:
        """Look for copies from now on; a start does not wait for that."""
        self._reads = True
        self._copies = self._port.copies(self._open_pair.pair)
        self._compare()

    def settle(self, copy: OtherCopy, taken: Sequence[Difference]) -> None:
        """Take these from a copy, leave the others as they are here, and put the copy away."""
        if copy.layout.pair != self._open_pair.pair:
            sentence = tr("Nothing was settled: {pair} is not open any more.", pair=copy.layout.pair)
            self._open_pair.noticed.emit(sentence)
            return
        if taken and not self._open_pair.take_over(lambda layout: _with(layout, taken)):
            return
        if self._open_pair.flush():
            return  # The copy stays until what was taken from it is on the disk; the status bar says why it is not.
        try:
            self._port.settle(copy)
        except NotSaved as error:
            self._open_pair.noticed.emit(str(error))
        self.read()

    @Slot()
    def _on_open_pair_opened(self) -> None:
        if self._reads:
            self.read()

    @Slot()
    def _compare(self) -> None:
        before, self._offered = self._offered, self._first_that_differs()
        if self._offered != before:
            self.changed.emit()

    def _first_that_differs(self) -> tuple[OtherCopy, tuple[Difference, ...]] | None:
        # What is shown of a document that cannot be read is nothing to compare with.
        if self._open_pair.problem:
            return None
        layout = self._open_pair.committed
        for copy in self._copies:
            if copy.layout.pair.key == layout.pair.key:
                found = copy.differences(layout)
                if found:
                    return copy, found
        return None


def _with(layout: Layout, taken: Sequence[Difference]) -> Layout:
    for difference in taken:
        layout = difference.taken_into(layout)
    return layout
