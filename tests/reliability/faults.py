"""Take the disk away from a desk in every way there is, and see that nothing is lost and nothing is kept quiet.

    python tests/reliability/run.py faults --rounds 5 --seed 1

Each round is a process of its own: a full disk of two megabytes, a limit on the size of files, a folder that can only
be read, one that vanishes, a disk that is pulled out, a clock that is put back by a year. Lines are changed before and
meanwhile; what is on the screen when it is over must be on the disk without anybody asking, and in the window of the
next start.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from fault import FAULTS, why_not

_PATIENCE_S = 120.0
# Said by the offscreen platform of every popup.
_OFFSCREEN = ("This plugin does not support", "Qt: This plugin does not support")


def go_through(name: str, seed: str) -> dict[str, Any]:
    """Let a desk go through a fault in a process of its own, and return its report."""
    with tempfile.TemporaryDirectory(prefix="ratiodesk-fault-") as folder:
        command = [sys.executable, str(Path(__file__).with_name("ordeal.py")), name, folder, seed]
        environment = {
            **os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "QT_QPA_PLATFORM": "offscreen",
        }  # fmt: skip
        ended = subprocess.run(
            command, env=environment, capture_output=True, text=True, timeout=_PATIENCE_S, check=False
        )
    said = [line for line in ended.stderr.splitlines() if not line.startswith(_OFFSCREEN)]
    if ended.returncode or not ended.stdout:
        return {"wrong": [f"it ended with {ended.returncode}", *said], "changes": 0, "sentences": 0, "over_s": 0.0}
    report: dict[str, Any] = json.loads(ended.stdout.splitlines()[-1])
    if said:
        report["wrong"].append("\n".join(["it wrote to stderr:", *said]))
    return report


def main(argv: Sequence[str]) -> int:
    """Go through every fault as often as asked, and return 0 if the promise was kept each time."""
    options = _options(argv)
    broken = 0
    for name in options.faults or FAULTS:
        reason = why_not(name)
        if reason:
            print(f"{name}: skipped, {reason}")
            continue
        reports = [go_through(name, f"{options.seed}/{number}") for number in range(options.rounds)]
        changes, sentences = (sum(report[key] for report in reports) for key in ("changes", "sentences"))
        slowest_s = max(report["over_s"] for report in reports)
        wrong = [sentence for report in reports for sentence in report["wrong"]]
        broken += len(wrong)
        print(
            f"{name}: {len(reports)} times, {changes} changes of lines, {sentences} times told, "
            f"saved {slowest_s:.1f} s after its end at the latest, broken promises: {len(wrong)}",
            flush=True,
        )
        for sentence in wrong:
            print(f"  {sentence}")
    return 1 if broken else 0


def _options(argv: Sequence[str]) -> argparse.Namespace:
    words = argparse.ArgumentParser(
        prog="run.py faults", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    words.add_argument("faults", nargs="*", choices=[*FAULTS, []], help="which; all if none is named")
    words.add_argument("--rounds", type=int, default=5, help="how often each (5)")
    words.add_argument("--seed", type=int, default=1, help="of all that is random (1)")
    return words.parse_args(argv)
