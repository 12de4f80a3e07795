"""The portfolio as one file, and a second copy of it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from ratiodesk.domain.errors import DamagedDocument, NewerDocument, NotSaved
from ratiodesk.domain.name_list import listed_shortly
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
            return self._open_without_file()
        except DamagedDocument as problem:
            return OpenedPortfolio(self._backup().portfolio, problem)
        note = ""
        if read.unknown:
            names = listed_shortly(read.unknown)
            note = f"{self._path.name} has fields that this RatioDesk does not know ({names}); they are kept."
        return OpenedPortfolio(read.portfolio, note=note)

    def change(self, edit: Callable[[Portfolio], Portfolio], base: Portfolio | None = None) -> Portfolio:
        try:
            with locked(self._home.lock):
                return self._write(edit, base)
        except OSError as error:
            raise NotSaved(f"Not saved: {self._path} could not be written ({error.strerror or error}).") from error
        except DamagedDocument as problem:
            raise NotSaved(f"Not saved: {problem}") from problem

    def set_aside(self) -> str:
        try:
            with locked(self._home.lock):
                return self._rename_unreadable()
        except OSError as error:
            raise NotSaved(f"{self._path} could not be renamed ({error.strerror or error}).") from error

    def _write(self, edit: Callable[[Portfolio], Portfolio], base: Portfolio | None) -> Portfolio:
        """Write what *edit* makes of the portfolio on the disk; the caller holds the lock."""
        try:
            before = read_file(self._path, decode_portfolio)
        except FileNotFoundError:
            before = self._backup()
            if base is not None:
                before = replace(before, portfolio=base)
        changed = edit(before.portfolio)
        content = encode_portfolio(changed, before.fields)
        write_atomic(self._path, content)
        write_atomic(self._home.backups / self._path.name, content)
        return changed

    def _rename_unreadable(self) -> str:
        """Rename the document if it still cannot be read; the caller holds the lock."""
        try:
            read_file(self._path, decode_portfolio)
        except FileNotFoundError:
            return ""
        except NewerDocument as problem:
            raise NotSaved(str(problem)) from problem
        except DamagedDocument:
            stamp = datetime.now().astimezone().strftime("%Y%m%d-%H%M%S-%f")
            return self._path.rename(self._path.with_name(f"{self._path.name}.damaged-{stamp}")).name
        return ""

    def _open_without_file(self) -> OpenedPortfolio:
        portfolio = self._backup().portfolio
        if portfolio == Portfolio():
            return OpenedPortfolio(portfolio)
        gone = f"{self._path.name} is gone: its backup is shown, and the next change writes it again."
        return OpenedPortfolio(portfolio, note=gone)

    def _backup(self) -> ReadPortfolio:
        """Return the newest good backup, an empty portfolio if there is none."""
        try:
            return read_file(self._home.backups / self._path.name, decode_portfolio)
        except (FileNotFoundError, DamagedDocument):
            return ReadPortfolio(Portfolio(), {}, ())
