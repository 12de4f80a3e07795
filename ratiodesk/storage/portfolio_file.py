"""The portfolio as one file, and its versions."""

from collections.abc import Callable
from dataclasses import replace

from ratiodesk.domain.clock import Clock, utc_now
from ratiodesk.domain.errors import DamagedDocument, MissingFolder, NewerDocument, NotSaved
from ratiodesk.domain.name_list import listed_shortly
from ratiodesk.domain.portfolio import Portfolio
from ratiodesk.domain.portfolio_port import OpenedPortfolio
from ratiodesk.domain.version_port import Kept
from ratiodesk.storage.atomic import not_saved, write_atomic
from ratiodesk.storage.home import Home
from ratiodesk.storage.lock import locked
from ratiodesk.storage.portfolio_document import ReadPortfolio, decode_portfolio, encode_portfolio
from ratiodesk.storage.version_files import VersionFiles
from ratiodesk.storage.versioned import aside_path, read_file
from ratiodesk.words import tr


class PortfolioFile:
    """The portfolio below a home directory. Implements the ``PortfolioStore`` port."""

    def __init__(self, home: Home, clock: Clock = utc_now) -> None:
        self._home, self._path = home, home.portfolio
        self._versions = VersionFiles(home, clock)

    def open(self) -> OpenedPortfolio:
        try:
            read = read_file(self._path, decode_portfolio)
        except FileNotFoundError:
            return self._open_without_file()
        except DamagedDocument as problem:
            newest = self._newest_version()
            if newest is None:
                return OpenedPortfolio(Portfolio(), problem)
            return OpenedPortfolio(newest.content.portfolio, problem, kept=newest.version.kept)
        note = ""
        if read.unknown:
            note = tr(
                "{name} has fields that this RatioDesk does not know ({fields}); they are kept.",
                name=self._path.name,
                fields=listed_shortly(read.unknown),
            )
        return OpenedPortfolio(read.portfolio, note=note)

    def change(self, edit: Callable[[Portfolio], Portfolio], base: Portfolio | None = None) -> Portfolio:
        try:
            self._home.prove_there()
            with locked(self._home.lock):
                return self._write(edit, base)
        except OSError as error:
            raise not_saved(self._path, error) from error
        except DamagedDocument as problem:
            raise NotSaved(tr("Not saved: {reason}", reason=problem)) from problem

    def set_aside(self) -> str:
        try:
            with locked(self._home.lock):
                return self._rename_unreadable()
        except OSError as error:
            reason = error.strerror or error
            raise NotSaved(tr("{path} could not be renamed ({reason}).", path=self._path, reason=reason)) from error

    def _write(self, edit: Callable[[Portfolio], Portfolio], base: Portfolio | None) -> Portfolio:
        """Write what *edit* makes of the portfolio on the disk; the caller holds the lock."""
        try:
            before = read_file(self._path, decode_portfolio)
            found = self._path.read_bytes()
        except FileNotFoundError:
            newest, found = self._newest_version(), b""
            before = newest.content if newest else ReadPortfolio(Portfolio(), {}, ())
            if base is not None:
                before = replace(before, portfolio=base)
        changed = edit(before.portfolio)
        content = encode_portfolio(changed, before.fields)
        if found:
            # Written by another program, or before there were versions.
            self._versions.keep_before(self._path.name, found)
        write_atomic(self._path, content)
        self._versions.keep(self._path.name, content)
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
            return self._path.rename(aside_path(self._path)).name
        return ""

    def _open_without_file(self) -> OpenedPortfolio:
        if not self._home.layouts.is_dir():
            missing = tr("The folder {path} is missing.", path=self._home.layouts)
            return OpenedPortfolio(Portfolio(), MissingFolder(missing))
        newest = self._newest_version()
        if newest is None or newest.content.portfolio == Portfolio():
            return OpenedPortfolio(Portfolio())
        gone = tr(
            "{name} is gone: its last version is shown, and the next change writes it again.", name=self._path.name
        )
        return OpenedPortfolio(newest.content.portfolio, note=gone, kept=newest.version.kept)

    def _newest_version(self) -> Kept[ReadPortfolio] | None:
        return self._versions.newest_good(self._path.name, decode_portfolio)
