"""Kill the desk at random moments, hundreds of times, and see that nothing that was acknowledged is lost.

    python tests/reliability/run.py kill --kills 500 --seed 1

Every round starts the real program below the same home, offscreen. Hands work on its window with mouse and keys, and
it tells over a pipe what it shows as saved and what it is about to write. Then it is killed with SIGKILL: while it
starts, at any moment of the work, soon after it began to write, or at a certain step of writing. The next round reads
from the window of the restarted desk what is there.

Most rounds are forked from this process, which has loaded the program's modules and has made nothing of Qt's: no
application, no window, no thread. What is under test, the way from the mouse to the disk and back, is the child's own,
and its death is as sudden as any. Every twentieth round is a new interpreter, which costs a second more.

SIGKILL ends a process and not the machine: that content reaches the disk before its name does, and the name before
“Saved”, is what ``tests/unit/test_atomic.py`` sees to.
"""

import argparse
import contextlib
import json
import os
import random
import re
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from witness import Witness

from ratiodesk.domain.errors import DamagedDocument
from ratiodesk.storage.document import decode_layout
from ratiodesk.storage.portfolio_document import decode_portfolio

KINDS = ("start", "any", "write", "step")
_WEIGHTS = (20, 30, 30, 20)
_FRESH_EVERY = 20
_START_S, _WORK_S, _WRITE_S = 0.8, 1.2, 0.004
_MOST_STEPS = 60
# Whoever has not told that it is ready after so long hangs; so does whoever has not come to its step of writing.
_PATIENCE_S = 60.0
_DECODERS: dict[str, Callable[[bytes], object]] = {"portfolio.json": decode_portfolio, "settings.json": json.loads}
_LEFTOVER = re.compile(r"\.(tmp|probe-\d+)$|^\.probe-")
# Said by the offscreen platform of every popup.
_OFFSCREEN = re.compile("(Qt: )?This plugin does not support")
# Of starts that are killed one after the other, before any of them comes to tidy up.
MOST_LEFTOVERS = 20
_HOUR_S = 3600.0


@dataclass
class Victim:
    """One process, and what it told so far."""

    process: int
    pipe: int
    heard: list[dict[str, Any]] = field(default_factory=list)
    ended: bool = False
    _rest: bytes = b""

    def listen(self, until: float) -> Iterator[dict[str, Any]]:
        """Yield what it tells until a moment of the monotonic clock, or its end."""
        while not self.ended and (left := until - time.monotonic()) > 0:
            if select.select([self.pipe], [], [], left)[0]:
                yield from self._read()

    def kill(self) -> None:
        """End it, and take in what it had told."""
        os.kill(self.process, signal.SIGKILL)
        self.bury()

    def bury(self) -> int:
        """Wait for its end, take in what it had told, and return how it ended."""
        while not self.ended:
            self._read()
        os.close(self.pipe)
        return os.waitpid(self.process, 0)[1]

    def _read(self) -> list[dict[str, Any]]:
        content = os.read(self.pipe, 1 << 16)
        self.ended = not content
        *lines, self._rest = (self._rest + content).split(b"\n")
        new = [json.loads(line) for line in lines]
        self.heard += new
        return new


class Killing:
    """A home, and the desks that are started and killed there."""

    def __init__(self, home: Path, seed: int) -> None:
        self.home, self._seed = home, seed
        self._chance = random.Random(seed)
        self._errors = home.parent / "stderr"
        self.witness = Witness()
        self.kills: Counter[str] = Counter()
        self.most_leftovers = self.documents = 0
        self.ready_s: list[float] = []

    def round(self, number: int) -> None:
        """Start a desk, kill it, and look at what it left."""
        (kind,) = self._chance.choices(KINDS, _WEIGHTS)
        die_at = self._chance.randint(1, _MOST_STEPS) if kind == "step" else 0
        begun = time.monotonic()
        victim = self._start(number, die_at, fresh=number % _FRESH_EVERY == _FRESH_EVERY - 1)
        if kind == "start":
            self._wait(victim, begun + self._chance.uniform(0, _START_S))
        else:
            self._let_work(victim, kind, begun)
        victim.kill()
        self.kills[kind] += 1
        self._take_in(victim)

    def last(self) -> None:
        """Start a desk once more, let it look at everything and tidy up, and kill it when it has."""
        victim = self._start(-1, 0, fresh=True)
        until = time.monotonic() + _PATIENCE_S
        for line in victim.listen(until):
            if line["kind"] == "ready" and not self._leftovers(older_s=_HOUR_S / 2):
                break
        victim.kill()
        self._take_in(victim, ages=False)
        left = self._leftovers(older_s=_HOUR_S / 2)
        if left:
            self._break(f"a desk that had started left {len(left)} old temporary files: {left[:3]}")

    @property
    def broken(self) -> list[str]:
        return self.witness.broken

    def _break(self, sentence: str) -> None:
        self.witness.broken.append(sentence)

    def _start(self, number: int, die_at: int, *, fresh: bool) -> Victim:
        pipe, handle = os.pipe()
        words = (str(self.home), str(handle), f"{self._seed}/{number}", str(die_at))
        with self._errors.open("ab") as errors:
            if fresh:
                os.set_inheritable(handle, True)
                command = [sys.executable, str(Path(__file__).with_name("victim.py")), *words]
                environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
                begun = subprocess.Popen(command, stderr=errors, env=environment, pass_fds=[handle])
                begun.returncode = 0  # It is waited for by its number, like those that are forked.
                process = begun.pid
            else:
                process = os.fork()
                if not process:
                    os.close(pipe)
                    os.dup2(errors.fileno(), 2)
                    _be_victim(words)
        os.close(handle)
        return Victim(process, pipe)

    def _let_work(self, victim: Victim, kind: str, begun: float) -> None:
        """Return when it is time to kill a desk that has started."""
        ready = False
        intents = self._chance.randint(1, 8)
        for line in victim.listen(begun + _PATIENCE_S):
            if line["kind"] == "ready":
                ready = True
                self.ready_s.append(time.monotonic() - begun)
                if kind == "any":
                    self._wait(victim, time.monotonic() + self._chance.uniform(0, _WORK_S))
                    return
            intents -= line["kind"] == "intent" and ready
            if kind == "write" and not intents:
                # A document is written in a few of these.
                self._wait(victim, time.monotonic() + self._chance.uniform(0, _WRITE_S))
                return
        if kind != "step" or not victim.ended:
            self._break(f"a desk that was to be killed ({kind}) ended or hung: it told {victim.heard[-1:]}")

    def _wait(self, victim: Victim, until: float) -> None:
        for _ in victim.listen(until):
            pass

    def _take_in(self, victim: Victim, *, ages: bool = True) -> None:
        for line in victim.heard:
            self.witness.hear(line)
        said = [line for line in self._errors.read_text(errors="replace").splitlines() if not _OFFSCREEN.match(line)]
        self._errors.write_bytes(b"")
        if said:
            self._break("\n".join(["a desk wrote to stderr:", *said[-40:]]))
        if self.home.is_dir():
            self._read_documents()
            self.most_leftovers = max(self.most_leftovers, len(self._leftovers()))
            if self.most_leftovers > MOST_LEFTOVERS:
                self._break(f"temporary files pile up: {self._leftovers()[:5]} …")
        if ages:
            self._pass_by()

    def _read_documents(self) -> None:
        for path in (path for path in self.home.rglob("*") if path.is_file()):
            # A version is a file in a folder that has the name of its document.
            name = path.parent.name if path.parent.parent == self.home / "versions" else path.name
            decode = _DECODERS.get(name, decode_layout if name.endswith(".ratiodesk") else None)
            if decode is None or path.name.startswith("."):
                continue
            self.documents += 1
            try:
                decode(path.read_bytes())
            except (DamagedDocument, ValueError) as error:
                self._break(f"{path} is damaged: {error}")
        aside = [path.name for path in self.home.rglob("*.damaged*")]
        if aside:
            self._break(f"set aside as damaged: {aside}")

    def _leftovers(self, older_s: float = 0.0) -> list[str]:
        """Return the temporary files below the home that are as old as that."""
        found, now = [], time.time()
        for path in self.home.rglob(".*"):
            with contextlib.suppress(FileNotFoundError):
                if _LEFTOVER.search(path.name) and now - path.stat().st_mtime >= older_s:
                    found.append(path.name)
        return found

    def _pass_by(self) -> None:
        """Make what was left look as if an hour passed until the next start."""
        for path in self.home.rglob(".*"):
            if _LEFTOVER.search(path.name):
                then = time.time() - _HOUR_S
                os.utime(path, (then, then))


def _be_victim(words: Sequence[str]) -> None:
    """Be a desk in the child of a fork, and never come back."""
    code = 1
    try:
        import victim  # noqa: PLC0415 - what it brings is loaded before the first fork

        code = victim.main(words)
    finally:
        sys.stderr.flush()
        os._exit(code)


def main(argv: Sequence[str]) -> int:
    """Kill as often as asked, and return 0 if nothing was lost."""
    options = _options(argv)
    import victim  # noqa: F401, PLC0415 - once, for all that are forked

    folder = Path(tempfile.mkdtemp(prefix="ratiodesk-kill-", dir=options.folder))
    killing, begun = Killing(folder / "home", options.seed), time.monotonic()
    print(f"kill: {options.kills} kills with seed {options.seed} below {folder}", flush=True)
    for number in range(options.kills):
        killing.round(number)
        if killing.broken:
            break
        if (number + 1) % 50 == 0:
            print(f"  {number + 1} killed after {time.monotonic() - begun:.0f} s", flush=True)
    else:
        killing.last()
    _tell(killing, time.monotonic() - begun)
    if killing.broken:
        print(f"BROKEN; the home is kept in {folder}")
        return 1
    shutil.rmtree(folder)
    return 0


def _tell(killing: Killing, took_s: float) -> None:
    witness, ready = killing.witness, sorted(killing.ready_s)
    kinds = ", ".join(f"{killing.kills[kind]} {kind}" for kind in KINDS)
    print(f"killed {sum(killing.kills.values())} times ({kinds}) in {took_s:.0f} s")
    print(f"writes begun {witness.intents}, states acknowledged {witness.acknowledgements}")
    print(f"states read from restarted windows {witness.checked}, documents decoded {killing.documents}")
    print(f"most temporary files at once {killing.most_leftovers}")
    if ready:
        print(f"ready after {ready[len(ready) // 2]:.2f} s (median)")
    print(f"broken promises: {len(killing.broken)}")
    for sentence in killing.broken:
        print(f"  {sentence}")


def _options(argv: Sequence[str]) -> argparse.Namespace:
    words = argparse.ArgumentParser(
        prog="run.py kill", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    words.add_argument("--kills", type=int, default=500, help="how often (500)")
    words.add_argument("--seed", type=int, default=1, help="of all that is random (1)")
    words.add_argument("--folder", help="where the home is made; the system's temporary folder unless it is said")
    return words.parse_args(argv)
