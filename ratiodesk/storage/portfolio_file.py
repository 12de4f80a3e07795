"""The portfolio as one file, and a second copy of it."""

import contextlib
from collections.abc import Callable
from datetime import datetime

from ratiodesk.domain.errors import DamagedDocument, NotSaved
from ratiodesk.domain.portfolio import Portfolio
from ratiodesk.domain.portfolio_port import OpenedPortfolio
from ratiodesk.storage.atomic import write_atomic
from ratiodesk.storage.home import Home
from ratiodesk.storage.lock import locked
from ratiodesk.storage.portfolio_document import ReadPortfolio, decode_portfolio, encode_portfolio
from ratiodesk.storage.versioned import read_file


class PortfolioFile:
    """The portfolio below a home directory. Implements the ``PortfolioStore`` port."""

    def __init__(self, home: Home) -> None:
        self._home, self._path = home, home.portfolio

    def open(self) -> OpenedPortfolio:
        try:
            read = read_file(self._path, decode_portfolio)
        except FileNotFoundError:
            return OpenedPortfolio(Portfolio())
        except DamagedDocument as problem:
            return self._open_backup(problem)
        note = ""
        if read.unknown:
            names = ", ".join(read.unknown)
            note = f"{self._path.name} has fields that this RatioDesk does not know ({names}); they are kept."
        return OpenedPortfolio(read.portfolio, note=note)

    def change(self, edit: Callable[[Portfolio], Portfolio]) -> Portfolio:
        try:
            with locked(self._home.lock):
                return self._write(edit)
        except OSError as error:
            raise NotSaved(f"Not saved: {self._path} could not be written ({error.strerror or error}).") from error
        except DamagedDocument as problem:
            raise NotSaved(f"Not saved: {problem}") from problem

    def set_aside(self) -> str:
        stamp = datetime.now().astimezone().strftime("%Y%m%d-%H%M%S-%f")
        aside = self._path.with_name(f"{self._path.name}.damaged-{stamp}")
        try:
            self._path.rename(aside)
        except OSError as error:
            raise NotSaved(f"{self._path} could not be renamed ({error.strerror or error}).") from error
        return aside.name

    def _write(self, edit: Callable[[Portfolio], Portfolio]) -> Portfolio:
        """Write what *edit* makes of the portfolio on the disk; the caller holds the lock."""
        before = ReadPortfolio(Portfolio(), {}, ())
        with contextlib.suppress(FileNotFoundError):
            before = read_file(self._path, decode_portfolio)
        changed = edit(before.portfolio)
        content = encode_portfolio(changed, before.fields)
        write_atomic(self._path, content)
        write_atomic(self._home.backups / self._path.name, content)
        return changed

    def _open_backup(self, problem: DamagedDocument) -> OpenedPortfolio:
        try:
            portfolio = read_file(self._home.backups / self._path.name, decode_portfolio).portfolio
        except (FileNotFoundError, DamagedDocument):
            portfolio = Portfolio()
        return OpenedPortfolio(portfolio, problem)
