"""Each import contract is seen to break, so that a green one means something."""

import json
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

# Every contract is seen to fail, each time with all imports read anew.
pytestmark = pytest.mark.slow

CHECKOUT = Path(__file__).parents[2]
LINT = "from importlinter.cli import lint_imports_command; lint_imports_command()"

LAYERS = "Layers, every module placed"
VERBS = "Verbs in layers, every module placed"
OFFENCES = [
    (LAYERS, "domain/zone.py", "import ratiodesk.analysis.reading"),
    (LAYERS, "analysis/statistic.py", "import ratiodesk.storage.home"),
    (LAYERS, "market/book.py", "import ratiodesk.storage.home"),
    (LAYERS, "options.py", "import ratiodesk.backend"),
    (LAYERS, "stray.py", ""),
    (LAYERS, "target.py", "import ratiodesk.verb.answer"),
    (VERBS, "verb/report.py", "import ratiodesk.verb.printout"),
    (VERBS, "verb/size.py", "import ratiodesk.verb.portfolio"),
    (VERBS, "verb/stray.py", ""),
    ("Window, chart and desk know ports, not stores", "desk/__init__.py", "import ratiodesk.storage.home"),
    ("Window, chart and desk know ports, not stores", "ui/__init__.py", "import ratiodesk.market.book"),
    ("The core and the stores run without Qt", "domain/zone.py", "import PySide6.QtCore"),
    ("The core and the stores run without Qt", "verb/printout.py", "import qtawesome"),
    ("The core is the standard library with numpy", "analysis/statistic.py", "import pandas"),
    ("The core is the standard library with numpy", "domain/level.py", "import msgspec"),
    ("The desk needs QtCore alone", "desk/__init__.py", "import pyqtgraph"),
    ("pandas and yfinance belong to the market, SQLite to its cache", "ui/__init__.py", "import pandas"),
    ("Documents are read and written in storage alone", "market/book.py", "import msgspec"),
    ("Documents are read and written in storage alone", "verb/size.py", "import msgspec"),
]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(CHECKOUT / "ratiodesk", tmp_path / "ratiodesk", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(CHECKOUT / "pyproject.toml", tmp_path)
    return tmp_path


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    # The folder comes first on the path, before an editable install of the checkout.
    return subprocess.run(
        [sys.executable, "-c", LINT, "--no-cache", "--no-logo"],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def contracts() -> list[str]:
    settings = tomllib.loads((CHECKOUT / "pyproject.toml").read_text("utf-8"))
    return [contract["name"] for contract in settings["tool"]["importlinter"]["contracts"]]


def test_every_contract_is_tried() -> None:
    assert {name for name, _, _ in OFFENCES} == set(contracts())


def test_the_tree_keeps_every_contract(copy: Path) -> None:
    done = lint_imports(copy)
    assert done.returncode == 0, done.stdout + done.stderr
    assert all(f"{name} KEPT" in done.stdout for name in contracts())


@pytest.mark.parametrize(("name", "module", "offence"), OFFENCES)
def test_an_offence_breaks_its_contract(copy: Path, name: str, module: str, offence: str) -> None:
    with (copy / "ratiodesk" / module).open("a", encoding="utf-8") as source:
        source.write(f"\n{offence}\n")
    done = lint_imports(copy)
    assert done.returncode == 1, done.stdout + done.stderr
    assert f"{name} BROKEN" in done.stdout


@pytest.mark.parametrize("module", ["market/sample.py", "ui/theme.py", "cli.py"])
def test_yahoo_is_not_for_every_module(module: str) -> None:
    name = f"ratiodesk/{module}"
    command = [sys.executable, "-m", "ruff", "check", "--no-cache", "--select", "TID251", "--output-format", "json"]
    source = '"""A module."""\n\nimport yfinance\n'
    done = subprocess.run(
        [*command, "--stdin-filename", name, "-"],
        cwd=CHECKOUT,
        input=source,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert [found["code"] for found in json.loads(done.stdout)] == ["TID251"]


def test_a_verb_that_prints_loads_neither_qt_nor_pandas() -> None:
    program = "import sys, ratiodesk.__main__, ratiodesk.cli; print(*{name.partition('.')[0] for name in sys.modules})"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    assert {"PySide6", "pyqtgraph", "qtawesome", "pandas", "yfinance"}.isdisjoint(done.stdout.split())
