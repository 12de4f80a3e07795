"""Starts, a process each: RatioDesk with a kept home against the barest plot of pyqtgraph."""

import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
from markdown_table import table
from measure_desk import PAIRS

from ratiodesk.backend import open_backend
from ratiodesk.domain.pair import Pair
from ratiodesk.domain.pair_quotes import read_pair
from ratiodesk.domain.series import Basis

_CHILD = Path(__file__).with_name("start_child.py")
_RIVALS = ("ratiodesk", "pyqtgraph")
_BARE = "pyqtgraph"
_PATIENCE_S = 120
# Nothing of a start depends on the network; the child may begin to refresh prices before it ends.
_NOWHERE = "http://127.0.0.1:9"


def run(home: Path, scratch: Path, rounds: int) -> None:
    """Measure starts and print their tables.

    Bytecode is read from and written to a folder of its own (``-X pycache_prefix``), so that no installed file is
    touched. With it, the folder was filled by a start before. Without it, the folder is empty and stays so (``-B``):
    all modules, those of the standard library and of the packages too, are compiled in every start, for both alike.
    """
    ratios = scratch / "ratios.npy"
    np.save(ratios, _ratios(home))
    where = {"ratiodesk": home, "pyqtgraph": ratios}
    kept, empty = scratch / "kept", scratch / "empty"
    modes = {"with .pyc": ["-X", f"pycache_prefix={kept}"], "without .pyc": ["-B", "-X", f"pycache_prefix={empty}"]}
    for name in _RIVALS:  # Fills the folder, the price cache, and the files the system keeps in memory.
        _start(modes["with .pyc"], name, where[name])
    for mode, options in modes.items():
        first: dict[str, list[float]] = {name: [] for name in _RIVALS}
        chart: dict[str, list[float]] = {name: [] for name in _RIVALS}
        answering: dict[str, list[float]] = {name: [] for name in _RIVALS}
        for _ in range(rounds):
            for name in _RIVALS:
                window, bars, answers = _start(options, name, where[name])
                first[name].append(window)
                chart[name].append(bars)
                answering[name].append(answers)
        print(table(f"start to the first window, {mode}", first, (_BARE,)))
        print(table(f"start to the first chart, {mode}", chart, (_BARE,)))
        print(table(f"start to the chart that answers, {mode}", answering, (_BARE,)), flush=True)


def _ratios(home: Path) -> np.ndarray:
    """Return the bars that RatioDesk will show."""
    quotes = read_pair(open_backend(str(home), offline=True).prices, Pair.parse(PAIRS[0]), Basis.PRICE)
    return quotes.series(Basis.PRICE).values


def _start(options: list[str], name: str, where: Path) -> list[float]:
    """Return when the first window, the first chart and the one that answers stood [ms]."""
    surroundings = os.environ | {"HTTPS_PROXY": _NOWHERE, "HTTP_PROXY": _NOWHERE, "PYQTGRAPH_QT_LIB": "PySide6"}
    # What keeps bytecode from being written would make both measures the same.
    surroundings.pop("PYTHONDONTWRITEBYTECODE", None)
    begun = time.clock_gettime(time.CLOCK_MONOTONIC)
    command = [sys.executable, *options, str(_CHILD), name, repr(begun), str(where)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=_PATIENCE_S, check=False, env=surroundings)
    if done.returncode != 0:
        raise RuntimeError(f"{name} did not start: {done.stdout}{done.stderr}")
    return [float(word) * 1e3 for word in done.stdout.split()]
