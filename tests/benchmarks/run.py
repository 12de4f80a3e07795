"""Measure RatioDesk against other ways to draw the same chart.

    pip install -e '.[dev,bench]'
    python tests/benchmarks/run.py                                  # everything, offscreen
    python tests/benchmarks/run.py frames --bars 5400,1000000 --rivals ratiodesk,painter
    xvfb-run -a -s '-screen 0 1920x1200x24' python tests/benchmarks/run.py --platform xcb

A time goes from the change, or the mouse event, to the end of all painting it causes: see ``stopwatch.py``. Charts take
turns round by round in one process, starts process by process, so that the noise of the machine meets all alike.
"""

import argparse
import os
import sys
import tempfile
from pathlib import Path

_MEASURES = ("frames", "desk", "start", "switch")
_BARS = "5400,100000,1000000,10000000"


def main() -> None:
    options = _options()
    os.environ["QT_QPA_PLATFORM"] = options.platform
    # pyqtgraph takes the first binding it finds, and finplot brings another one.
    os.environ["PYQTGRAPH_QT_LIB"] = "PySide6"
    if options.platform == "xcb" and not os.environ.get("DISPLAY"):
        sys.exit("The platform xcb needs a display: xvfb-run -a -s '-screen 0 1920x1200x24' python …")
    # Qt chooses its platform when it is loaded.
    import measure_desk  # noqa: PLC0415
    import measure_frames  # noqa: PLC0415
    import measure_start  # noqa: PLC0415
    from markdown_table import machine_line  # noqa: PLC0415
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415

    application = QApplication([])
    application.setStyle("Fusion")
    print(machine_line())
    for measure in options.measures or _MEASURES:
        with tempfile.TemporaryDirectory() as folder:
            home = Path(folder) / "home"
            if measure != "frames":
                measure_desk.make_home(home)
            if measure == "frames":
                counts = [int(count) for count in options.bars.split(",")]
                measure_frames.run(counts, options.rivals.split(","), options.rounds)
            elif measure == "desk":
                measure_desk.run_hand(home, options.rounds)
            elif measure == "start":
                measure_start.run(home, Path(folder), options.rounds)
            else:
                measure_desk.run_switch(home, options.rounds)


def _options() -> argparse.Namespace:
    from rival import NAMES  # noqa: PLC0415

    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("measures", nargs="*", metavar="|".join(_MEASURES), help="what to measure; all if none is named")
    words.add_argument("--platform", default="offscreen", choices=("offscreen", "xcb"))
    words.add_argument("--rounds", type=int, default=5, help="turns of every chart (5)")
    words.add_argument("--bars", default=_BARS, help=f"lengths of the history ({_BARS})")
    words.add_argument("--rivals", default=",".join(NAMES), help=f"charts of “frames” ({','.join(NAMES)})")
    options = words.parse_args()
    for name in options.measures:
        if name not in _MEASURES:
            words.error(f"there is no measure {name}")
    for name in options.rivals.split(","):
        if name not in NAMES:
            words.error(f"there is no chart {name}")
    return options


if __name__ == "__main__":
    main()
