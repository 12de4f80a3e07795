"""Try for long what the desk promises: no line is lost, whatever happens to it.

    python tests/reliability/run.py kill --kills 500 --seed 1
    python tests/reliability/run.py faults

Each verb has its own options; ``python tests/reliability/run.py VERB --help`` tells them. It exits with 0 if the
promise was kept.
"""

import importlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path

# A verb, and the module with its ``main(argv) -> int``.
VERBS = {
    "kill": "kill",
    "faults": "faults",
    "fuzz": "fuzz",
    "soak": "soak",
    "load": "load",
}
_HERE = Path(__file__).parent


def main(argv: Sequence[str]) -> int:
    if not argv or argv[0] not in VERBS:
        print(__doc__, file=sys.stdout if argv in (["-h"], ["--help"]) else sys.stderr)
        print(f"Verbs: {', '.join(VERBS)}", file=sys.stderr)
        return 0 if argv in (["-h"], ["--help"]) else 2
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    # The checkout that this file is in goes before one that may be installed, and the person is one for all tests.
    sys.path[:0] = [str(_HERE.parents[1]), str(_HERE), str(_HERE.parent / "gui")]
    return int(importlib.import_module(VERBS[argv[0]]).main(argv[1:]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
