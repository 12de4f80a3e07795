"""A home or a file that was spoilt, met by the program as it is started on a command line."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from attempt import PromiseBroken, Seen, Step

_PATIENCE_S = 60
_VERBS = {
    "layout": (("status", "SPY/IWM"), ("level", "SPY/IWM", "add", "2.22")),
    "portfolio": (("size", "SPY/IWM", "--json"), ("portfolio", "list")),
    "journal": (("journal", "list"),),
    "settings": (("status",),),
    "sectors": (("portfolio", "list", "--json"),),
    "import": (("import", "FILE"),),
    "prices": (("prices", "import", "FILE", "--symbol", "BOUGHT"),),
    "holdings": (("portfolio", "import", "FILE"),),
    "cache": (("prices", "list"),),
    "archive": (("restore", "FILE"),),
}


class Program:
    """Starts the program for one kind of file."""

    def __init__(self, family: str) -> None:
        self._verbs = _VERBS[family]

    def __call__(self, root: Path, file: Path, step: Step) -> Seen:
        said: list[str] = []
        codes = []
        for verb in self._verbs:
            words = [str(file) if word == "FILE" else word for word in verb]
            ended = _run([*words, "--home", str(root), "--offline"])
            step()
            said += [*ended.stdout.split("\n"), *ended.stderr.split("\n")]
            codes.append(ended.returncode)
            if ended.returncode not in (0, 1):
                raise PromiseBroken(f"exit code {ended.returncode}: {ended.stderr[-300:]}")
            if ended.returncode == 1 and not ended.stderr.strip():
                raise PromiseBroken("it failed without a word")
        aside = list(root.glob("*.damaged*"))
        return Seen(codes[-1] == 0 and not aside, tuple(filter(None, said)))


def families_with_verbs() -> Sequence[str]:
    """Return the names of families that a command line opens."""
    return tuple(_VERBS)


def _run(words: Sequence[str]) -> "subprocess.CompletedProcess[str]":
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(
        [sys.executable, "-m", "ratiodesk", *words],
        env=environment,
        capture_output=True,
        text=True,
        timeout=_PATIENCE_S,
        check=False,
    )
