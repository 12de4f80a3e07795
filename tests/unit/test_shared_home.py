"""Several programs on one home directory."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from ratiodesk.domain.errors import DamagedDocument, NotSaved
from ratiodesk.domain.layout import Layout
from ratiodesk.domain.level import Level, LevelId
from ratiodesk.domain.pair import Pair
from ratiodesk.domain.ratio import Ratio
from ratiodesk.storage.copy_files import CopyFiles
from ratiodesk.storage.home import open_home
from ratiodesk.storage.layout_files import LayoutFiles

PAIR = Pair.parse("SPY/IWM")


@pytest.mark.slow
def test_lines_added_at_the_same_time_are_all_kept(home: Path) -> None:
    ratios = [2.0 + index / 100 for index in range(10)]
    command = [sys.executable, "-m", "ratiodesk", "--home", str(home), "level", "SPY/IWM", "add"]
    started = [subprocess.Popen([*command, str(ratio)], stdout=subprocess.DEVNULL) for ratio in ratios]
    assert [process.wait(timeout=60) for process in started] == [0] * len(ratios)
    document = json.loads((home / "layouts" / "IWM_SPY.ratiodesk").read_bytes())
    assert sorted(level["ratio"] for level in document["levels"]) == ratios


def test_a_layout_drawn_while_its_folder_was_missing_replaces_none(home: Path) -> None:
    house = open_home(str(home))
    LayoutFiles(house).save(Layout(PAIR, (Level.new(2.1),)))
    files = LayoutFiles(house)
    house.layouts.rename(home / "elsewhere")
    opened = files.open(PAIR)
    assert isinstance(opened.problem, DamagedDocument)
    assert "missing" in str(opened.problem)
    assert [level.ratio for level in opened.layout.levels] == [2.1]  # From its version.
    with pytest.raises(NotSaved):
        files.save(Layout(PAIR, (Level.new(2.5),)))
    (home / "elsewhere").rename(house.layouts)
    written = files.save(Layout(PAIR, (Level.new(2.5),)))
    assert sorted(level.ratio for level in written.levels) == [2.1, 2.5]


# Moves a line of its own and one that both move, each time from what it last wrote, and says what it was told.
WRITER = """
import sys
from dataclasses import replace
from ratiodesk.domain.pair import Pair
from ratiodesk.storage.home import open_home
from ratiodesk.storage.layout_files import LayoutFiles
home, own, first = sys.argv[1], sys.argv[2], float(sys.argv[3])
files = LayoutFiles(open_home(home))
layout = files.open(Pair.parse("SPY/IWM")).layout
print("ready", flush=True)
sys.stdin.readline()
for step in range(1, 16):
    moved = {own: first + step / 1000, "both": first + step / 1000}
    lines = tuple(replace(line, ratio=moved.get(line.id, line.ratio)) for line in layout.levels)
    layout = files.save(replace(layout, levels=lines))
    print(*(f"{line.id}={line.ratio:.3f}" for line in layout.levels), flush=True)
"""


def test_two_programs_that_move_lines_at_once_lose_no_move(home: Path) -> None:
    files = LayoutFiles(open_home(str(home)))
    files.save(Layout(PAIR, tuple(Level(LevelId(name), Ratio(2.5)) for name in ("both", "ours", "theirs"))))
    started = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(home), own, first],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for own, first in (("ours", "1.0"), ("theirs", "3.0"))
    ]  # fmt: skip
    for process in started:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    said = [process.communicate("go\n", timeout=60)[0].splitlines() for process in started]
    assert [len(lines) for lines in said] == [15, 15]
    last = {line.id: line.ratio for line in files.open(PAIR).layout.levels}
    assert (last["ours"], last["theirs"]) == (1.015, 3.015)
    # Each move of the line of both was told as it was made, the last one stands, and the other one was kept.
    assert [dict(word.split("=") for word in lines[-1].split())["both"] for lines in said] == ["1.015", "3.015"]
    assert last["both"] in (1.015, 3.015)
    copies = CopyFiles(open_home(str(home)), lambda *_: None).copies(PAIR)
    kept = [last["both"], *(copy.layout.level(LevelId("both")).ratio for copy in copies)]
    assert {1.015, 3.015} <= set(kept)
