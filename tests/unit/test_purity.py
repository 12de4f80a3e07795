"""The core and the stores start without Qt and without anything heavy."""

import json
import subprocess
import sys

import pytest

HEAVY = ("PySide6", "pyqtgraph", "qtawesome", "pandas", "yfinance", "scipy")
IMPORT_ALL = """
import importlib, json, pkgutil, sys
names = ["ratiodesk.backend", "ratiodesk.resource"]
for package in sys.argv[1:]:
    names.append(package)
    path = importlib.import_module(package).__path__
    names += [module.name for module in pkgutil.walk_packages(path, package + ".")]
for name in names:
    importlib.import_module(name)
print(json.dumps([names, sorted({name.partition(".")[0] for name in sys.modules})]))
"""


def imported(*packages: str) -> tuple[list[str], list[str]]:
    """Return the modules below *packages*, and every top-level name that importing them brought in."""
    command = [sys.executable, "-c", IMPORT_ALL, *packages]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    modules, loaded = json.loads(done.stdout)
    return modules, loaded


@pytest.mark.parametrize(
    ("package", "member"),
    [("domain", "sizing"), ("analysis", "reading"), ("market", "cache"), ("storage", "layout_files")],
)
def test_a_package_below_the_desk_brings_in_nothing_heavy(package: str, member: str) -> None:
    modules, loaded = imported(f"ratiodesk.{package}")
    assert f"ratiodesk.{package}.{member}" in modules
    assert [name for name in HEAVY if name in loaded] == []


def test_the_core_is_the_standard_library_with_numpy() -> None:
    program = """
import json, sys
before = set(sys.modules)
import ratiodesk.domain.layout, ratiodesk.domain.ports, ratiodesk.analysis.reading, ratiodesk.analysis.statistic
print(json.dumps(sorted({name.partition(".")[0] for name in set(sys.modules) - before})))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    loaded = json.loads(done.stdout)
    assert [name for name in loaded if name not in sys.stdlib_module_names] == ["numpy", "ratiodesk"]


def test_the_desk_needs_qtcore_alone() -> None:
    program = """
import importlib, json, pkgutil, sys
import ratiodesk.desk
for module in pkgutil.walk_packages(ratiodesk.desk.__path__, "ratiodesk.desk."):
    importlib.import_module(module.name)
print(json.dumps(sorted(name for name in sys.modules if name.startswith("PySide6."))))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    loaded = json.loads(done.stdout)
    assert "PySide6.QtCore" in loaded
    assert "PySide6.QtGui" not in loaded
    assert "PySide6.QtWidgets" not in loaded
