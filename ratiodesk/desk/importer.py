"""Takes prices from files in the background: first read and shown, then kept."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from ratiodesk.desk.loader import Loader
from ratiodesk.domain.errors import RatioDeskError
from ratiodesk.domain.pair import Symbol
from ratiodesk.domain.ports import Imports

if TYPE_CHECKING:
    from ratiodesk.domain.price_import import PriceImport

_READ, _KEEP = "import", "keep import"


class Importer(QObject):
    """One file at a time; the newest wish wins.

    Signals
    -------
    found(price_import)
        What the file holds and what taking it in would do.
    kept(price_import)
        It was taken in.
    failed(sentence)
        It cannot be read or kept, and why.
    """

    found = Signal(object)
    kept = Signal(object)
    failed = Signal(str)

    def __init__(self, imports: Imports, loader: Loader) -> None:
        super().__init__()
        self._imports, self._loader = imports, loader

    def read(self, path: Path, symbol: Symbol, *, currency: str = "", replace_earlier: bool = False) -> None:
        """Read a file as the prices of *symbol*; nothing is kept yet."""
        self._loader.submit(
            _READ,
            lambda: self._imports.read(path, symbol, currency=currency, replace_earlier=replace_earlier),
            self.found.emit,
            self._fail,
        )

    def keep(self, found: PriceImport) -> None:
        """Take in what was read."""
        self._loader.submit(_KEEP, lambda: self._imports.keep(found), lambda _: self.kept.emit(found), self._fail)

    def _fail(self, error: RatioDeskError) -> None:
        self.failed.emit(str(error))
