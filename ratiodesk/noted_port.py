"""Stores and sources whose failures are noted before they go on to whoever asked."""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any, TypeVar, cast

from ratiodesk.backend import Backend
from ratiodesk.domain.errors import RatioDeskError
from ratiodesk.run_log import RunLog
from ratiodesk.trace_text import failure_text

Port = TypeVar("Port")


def noted(backend: Backend, log: RunLog) -> Backend:
    """Return *backend* with everything that saves or fetches telling *log* what failed, and of what kind it was."""
    ports = backend.portfolio
    return replace(
        backend,
        feed=_noted(backend.feed, "prices", log) if backend.feed is not None else None,
        imports=_noted(backend.imports, "import", log),
        layouts=_noted(backend.layouts, "lines", log),
        copies=_noted(backend.copies, "copies", log),
        intake=_noted(backend.intake, "layout file", log),
        window=_noted(backend.window, "window", log) if backend.window is not None else None,
        settings=_noted(backend.settings, "settings", log),
        backups=_noted(backend.backups, "backup", log),
        journal=_noted(backend.journal, "journal", log),
        portfolio=replace(
            ports,
            store=_noted(ports.store, "portfolio", log),
            lots=_noted(ports.lots, "holdings", log),
            sector_store=_noted(ports.sector_store, "sectors", log),
            sector_source=_noted(ports.sector_source, "sectors", log) if ports.sector_source is not None else None,
        ),
    )


def _noted(port: Port, name: str, log: RunLog) -> Port:
    return cast("Port", _NotedPort(port, name, log))


class _NotedPort:
    """Stands in for a port: every method of it, and what it raises."""

    def __init__(self, port: Any, name: str, log: RunLog) -> None:
        self._port, self._name, self._log = port, name, log

    def __getattr__(self, method: str) -> Any:
        found = getattr(self._port, method)
        return self._telling(method, found) if callable(found) else found

    def _telling(self, method: str, call: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(call)
        def telling(*words: Any, **named: Any) -> Any:
            try:
                return call(*words, **named)
            except RatioDeskError as error:
                self._log.note(f"{self._name}: {method} failed: {failure_text(error)}")
                raise

        return telling
