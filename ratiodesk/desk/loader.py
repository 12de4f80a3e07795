"""The one door for background work: the newest request of a kind wins, failures arrive as values."""

import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, QThreadPool, Signal, Slot

from ratiodesk.domain.errors import RatioDeskError
from ratiodesk.words import tr

Result = TypeVar("Result")

# What waits for the network never keeps what does not from running.
_THREADS, _NETWORK_THREADS = 2, 6
_CLOSE_MS = 8000


@dataclass(frozen=True, slots=True)
class _Job:
    kind: str
    generation: int
    work: Callable[[], Any]
    done: Callable[[Any], None]
    failed: Callable[[RatioDeskError], None]


@dataclass(frozen=True, slots=True)
class _Outcome:
    job: _Job
    result: Any = None
    error: BaseException | None = None


class Loader(QObject):
    """Runs work on a few threads; results and stated failures come back on the thread the loader lives in."""

    _finished = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool, self._network_pool = QThreadPool(self), QThreadPool(self)
        self._pool.setMaxThreadCount(_THREADS)
        self._network_pool.setMaxThreadCount(_NETWORK_THREADS)
        self._generations: dict[str, int] = {}
        self._finished.connect(self._on_finished, Qt.ConnectionType.QueuedConnection)

    def submit(
        self,
        kind: str,
        work: Callable[[], Result],
        done: Callable[[Result], None],
        failed: Callable[[RatioDeskError], None],
        *,
        network: bool = False,
    ) -> None:
        """Run *work* elsewhere, then *done* or *failed* here, unless the same *kind* is submitted again before.

        An error that is not a stated failure is raised here, where the application's hook for errors sees it.

        Parameters
        ----------
        network
            Whether the work may have to wait for the network.
        """
        generation = self._generations[kind] = self._generations.get(kind, 0) + 1
        job = _Job(kind, generation, work, done, failed)
        pool = self._network_pool if network else self._pool
        pool.start(lambda: self._run(job))

    def cancel(self, kind: str) -> None:
        """Forget what was submitted as *kind*."""
        self._generations[kind] = self._generations.get(kind, 0) + 1

    def close(self) -> None:
        """Forget everything and wait until the threads are idle."""
        for kind in self._generations:
            self.cancel(kind)
        for pool in (self._pool, self._network_pool):
            pool.clear()
        for pool in (self._pool, self._network_pool):
            pool.waitForDone(_CLOSE_MS)

    def _run(self, job: _Job) -> None:
        if self._generations.get(job.kind) != job.generation:
            return  # It waited for a thread until nobody wanted it any more.
        try:
            outcome = _Outcome(job, result=job.work())
        except BaseException as error:  # noqa: BLE001 - it goes on in the GUI thread
            outcome = _Outcome(job, error=error)
        with contextlib.suppress(RuntimeError):  # The loader is gone: nobody waits for the outcome any more.
            self._finished.emit(outcome)

    @Slot(object)
    def _on_finished(self, outcome: _Outcome) -> None:
        job = outcome.job
        if self._generations.get(job.kind) != job.generation:
            return
        if outcome.error is None:
            job.done(outcome.result)
        elif isinstance(outcome.error, RatioDeskError):
            job.failed(outcome.error)
        else:
            # Whoever waits for it stops waiting; the application's hook for errors says the rest.
            job.failed(RatioDeskError(tr("Something went wrong: {reason}.", reason=outcome.error)))
            raise outcome.error
