"""What the kept versions of the documents hold."""

from collections.abc import Sequence

from ratiodesk.domain.errors import DamagedDocument
from ratiodesk.domain.frozen_plan import FrozenPlan
from ratiodesk.domain.layout import Layout
from ratiodesk.domain.pair import Pair
from ratiodesk.domain.portfolio import Portfolio
from ratiodesk.domain.version_port import Kept
from ratiodesk.storage.document import decode_layout
from ratiodesk.storage.file_name import document_path, pair_named
from ratiodesk.storage.home import Home
from ratiodesk.storage.journal_files import JournalFiles
from ratiodesk.storage.portfolio_document import decode_portfolio
from ratiodesk.storage.version_files import VersionFiles
from ratiodesk.words import tr


class DocumentVersions:
    """The versions below a home directory. Implements the ``Versions`` port."""

    def __init__(self, home: Home) -> None:
        self._home, self._files, self._journal = home, VersionFiles(home), JournalFiles(home)

    def of_pair(self, pair: Pair) -> Sequence[Kept[Layout]]:
        def decode(content: bytes) -> Layout:
            layout = decode_layout(content).layout
            if layout.pair.key != pair.key:
                raise DamagedDocument(tr("it holds {pair}, which is not the pair it is named after", pair=layout.pair))
            return layout.seen_as(pair)

        return tuple(self._files.good(self._name(pair), decode))

    def of_portfolio(self) -> Sequence[Kept[Portfolio]]:
        return tuple(self._files.good(self._home.portfolio.name, lambda content: decode_portfolio(content).portfolio))

    def pairs(self) -> Sequence[Pair]:
        found = []
        for name in self._files.documents():
            # Without such a pair it is the portfolio, a plan, or a folder the user keeps here.
            pair = pair_named(name)
            if pair is not None and self._name(pair) == name:
                found.append(pair)
        return found

    def lost_plans(self) -> Sequence[Kept[FrozenPlan]]:
        return self._journal.lost()

    def _name(self, pair: Pair) -> str:
        return document_path(self._home.layouts, pair).name
