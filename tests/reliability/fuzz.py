"""Spoil files of every kind and open them as the desk does: a sentence or a success, in time, and nothing lost.

    python tests/reliability/fuzz.py                       # 10,000 files, and some through the window and as programs
    python tests/reliability/fuzz.py --cases 500 --seed 7 --families layout,cache
    python tests/reliability/fuzz.py --seed 7 --families layout --number 1234    # that one alone
    python tests/reliability/fuzz.py --keep found          # what was found is written into that folder

Exit code 0: nothing was found.
"""

import argparse
import os
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

_TESTS = Path(__file__).parents[1]
_CASES, _SHOWN = 10_000, 40


def main(argv: Sequence[str] | None = None) -> int:
    """Carry out a run, print its figures, and return 0 if nothing was found."""
    options = _options(argv)
    sys.path[:0] = [str(_TESTS.parent), *(str(_TESTS / name) for name in ("reliability", "standin", "unit", "gui"))]
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    # What is loaded beside numpy must not start a thread for every core.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from family import families, program_families, window_families  # noqa: PLC0415 - found only now
    from ground import Ground  # noqa: PLC0415
    from trial import try_number  # noqa: PLC0415

    seed = options.seed if options.seed is not None else int.from_bytes(os.urandom(3))
    print(f"seed {seed}", flush=True)
    tally = Tally()
    with Ground() as ground:
        chosen = [
            each
            for each in families(ground.home)
            if options.families in ("", *[each.name]) or each.name in options.families.split(",")
        ]
        numbers = [options.number] if options.number is not None else range(-(-options.cases // len(chosen)))
        rounds = [(len(numbers), chosen)]
        if options.number is None:
            rounds += [(options.window, window_families(chosen)), (options.programs, program_families(chosen))]
        for count, kinds in rounds:
            for number in numbers[:count] if options.number is None else numbers:
                for family in kinds:
                    tally.take(try_number(ground, family, seed, number), options.keep)
    tally.tell()
    return 1 if tally.found else 0


class Tally:
    """Figures of a run so far."""

    def __init__(self) -> None:
        self._begun = time.monotonic()
        self._tried: Counter[str] = Counter()
        self._read: Counter[str] = Counter()
        self._slowest: dict[str, tuple[float, str]] = {}
        self._largest: dict[str, tuple[float, str]] = {}
        self.found: Counter[str] = Counter()
        self._shown: Counter[str] = Counter()

    def take(self, trial: object, keep: Path | None = None) -> None:
        """Count a trial, and print what it found."""
        from trial import Trial  # noqa: PLC0415

        assert isinstance(trial, Trial)
        name = trial.family
        self._tried[name] += 1
        self._read[name] += trial.read
        told = f"{trial.number}: {trial.how}"
        self._slowest[name] = max(self._slowest.get(name, (0.0, "")), (trial.cost.seconds, told))
        self._largest[name] = max(self._largest.get(name, (0.0, "")), (trial.cost.megabytes, told))
        if not trial.complaints:
            return
        self.found[name] += 1
        for complaint in trial.complaints:
            self._shown[name + complaint[:44]] += 1
            if self._shown[name + complaint[:44]] <= 3 and len(self._shown) <= _SHOWN:
                print(f"{name} {told} ({len(trial.content):,} bytes)\n    {complaint}", flush=True)
        if keep is not None and len(trial.content) < 200_000:
            keep.mkdir(parents=True, exist_ok=True)
            (keep / f"{name.replace(' ', '_')}-{trial.number}").write_bytes(trial.content)

    def tell(self) -> None:
        """Print the figures as a table."""
        print(f"\n{'kind':<24}{'tried':>7}{'read':>7}{'found':>7}{'slowest s':>11}{'most MB':>9}")
        for name, tried in self._tried.items():
            slowest, largest = self._slowest[name], self._largest[name]
            print(
                f"{name:<24}{tried:>7,}{self._read[name]:>7,}{self.found[name]:>7,}{slowest[0]:>11.2f}{largest[0]:>9.0f}"
            )
        for name, (seconds, told) in self._slowest.items():
            print(f"slowest {name}: {seconds:.2f} s, {told}")
        took = time.monotonic() - self._begun
        print(f"{self._tried.total():,} files in {took:,.0f} s; {self.found.total():,} of them found something")


def _options(argv: Sequence[str] | None) -> argparse.Namespace:
    words = argparse.ArgumentParser(
        prog="fuzz", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    words.add_argument("--cases", type=int, default=_CASES, help=f"files in all ({_CASES:,})")
    words.add_argument("--seed", type=int, help="of all chance; another one every time if it is not named")
    words.add_argument("--families", default="", help="kinds of files, separated by commas; all if none is named")
    words.add_argument("--window", type=int, default=40, help="of each kind, through the whole window (40)")
    words.add_argument("--programs", type=int, default=20, help="of each kind, by the program started anew (20)")
    words.add_argument("--number", type=int, help="try this one of a run alone")
    words.add_argument("--keep", type=Path, help="write what was found into this folder")
    return words.parse_args(argv)


if __name__ == "__main__":
    sys.exit(main())
