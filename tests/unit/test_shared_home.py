"""Several programs on one home directory."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from ratiodesk.domain.errors import DamagedDocument, NotSaved
from ratiodesk.domain.layout import Layout
from ratiodesk.domain.level import Level
from ratiodesk.domain.pair import Pair
from ratiodesk.storage.home import open_home
from ratiodesk.storage.layout_files import LayoutFiles

PAIR = Pair.parse("SPY/IWM")


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
