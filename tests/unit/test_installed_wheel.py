"""The command line as a user installs it: from a wheel, away from the checkout."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import ratiodesk

# A wheel is built and installed.
pytestmark = pytest.mark.slow

CHECKOUT = Path(__file__).parents[2]


class Installed:
    """A wheel unpacked into a directory, with an empty directory to work in."""

    def __init__(self, target: Path, place: Path) -> None:
        self.target, self.place = target, place
        self.home = place / "home"

    def python(self, *words: str) -> subprocess.CompletedProcess[str]:
        # PYTHONPATH comes before the site directory, so an editable install of the checkout does not serve.
        return subprocess.run(
            [sys.executable, *words],
            cwd=self.place,
            env=os.environ | {"PYTHONPATH": str(self.target)},
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )

    def say(self, *words: str) -> str:
        done = self.python("-m", "ratiodesk", *words, "--home", str(self.home))
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout

    def json(self, *words: str) -> Any:
        return json.loads(self.say(*words, "--json"))


@pytest.fixture(scope="session")
def wheel_target(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("pip", reason="an environment made by uv has no pip")
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(CHECKOUT)]
    target = folder / "installed"
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", str(target)]
    done = subprocess.run(build, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (wheel,) = folder.glob("*.whl")
    done = subprocess.run([*install, str(wheel)], capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return target


@pytest.fixture
def installed(wheel_target: Path, tmp_path: Path) -> Installed:
    return Installed(wheel_target, tmp_path)


def test_it_is_the_wheel_that_runs(installed: Installed) -> None:
    done = installed.python("-c", "import ratiodesk; print(ratiodesk.__file__)")
    assert Path(done.stdout.strip()).is_relative_to(installed.target)
    assert installed.say("--version") == f"ratiodesk {ratiodesk.__version__}\n"


def test_the_command_is_installed(installed: Installed) -> None:
    (script,) = (installed.target / ("Scripts" if os.name == "nt" else "bin")).glob("ratiodesk*")
    done = installed.python("-c", f"import subprocess; subprocess.run([{str(script)!r}, '--version'], check=True)")
    assert done.stdout == f"ratiodesk {ratiodesk.__version__}\n"


def test_the_files_it_needs_are_shipped(installed: Installed) -> None:
    resources = installed.target / "ratiodesk" / "resources"
    shipped = {path.name for path in (resources / "sample").iterdir()}
    assert {"SPY.csv", "IWM.csv", "QQQ.csv", "TLT.csv"} <= shipped
    schema = json.loads((resources / "layout.schema.json").read_bytes())
    assert "levels" in schema["$defs"]["LayoutDocument"]["properties"]
    for name in ("icon.svg", "ratiodesk.desktop", "ratiodesk.metainfo.xml", "ratiodesk-mime.xml"):
        assert (resources / name).read_bytes() == (CHECKOUT / "resources" / name).read_bytes()
    assert len(list((resources / "licences").iterdir())) == 3
    assert not (installed.target / "tests").exists()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems have no such folders")
def test_the_desktop_is_told_where_it_is(installed: Installed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(installed.place / "data"))
    changes = installed.json("desktop", "install")["changes"]
    assert {change["outcome"] for change in changes} == {"written"}
    entry = (installed.place / "data/applications/ratiodesk.desktop").read_text("utf-8")
    assert f"\nExec={sys.executable} -P -m ratiodesk --from-desktop --home {installed.home} %f\n" in entry
    assert not installed.home.exists()
    changes = installed.json("desktop", "remove")["changes"]
    assert {change["outcome"] for change in changes} == {"removed"}


def test_the_worked_example_from_an_empty_home(installed: Installed) -> None:
    assert installed.json("status") == []
    for ratio, role in (("1.95", "target"), ("2.13", "entry"), ("2.35", "stop")):
        installed.say("level", "SPY/IWM", "add", ratio, "--role", role)
    as_of = ("--as-of", "2021-12-28")
    status = installed.json("status", "SPY/IWM", *as_of)
    assert (status["session"], status["zone"], status["direction"]) == ("2021-12-28", "entry", "short_ratio")
    size = installed.json("size", "SPY/IWM", *as_of, "--account", "100000", "--risk", "0.01")
    assert size["notional"] == 10_234.91
    assert [(leg["symbol"], leg["side"], leg["shares"], leg["value"]) for leg in size["legs"]] == [
        ("IWM", "buy", 45, 10_023.75),
        ("SPY", "sell_short", 21, 10_014.27),
    ]
    assert (size["residual"], size["gross"]) == (9.48, 20_038.02)
    ranges = {name: (outcome["low"], outcome["high"]) for name, outcome in size["outcomes"].items()}
    assert ranges == {"stop": (-978.44, -892.20), "target": (892.66, 980.94)}
    assert {path.name for path in installed.place.iterdir()} == {"home"}


def test_a_layout_goes_out_and_comes_back(installed: Installed) -> None:
    for ratio in ("1.95", "2.13", "2.35"):
        installed.say("level", "spy iwm", "add", ratio)
    before = installed.json("level", "SPY/IWM", "list")
    file, table = installed.place / "lines.ratiodesk", installed.place / "ratio.csv"
    installed.say("export", "SPY/IWM", "-o", str(file))
    installed.say("export", "SPY/IWM", "-o", str(table))
    assert "2021-12-28,476.87,222.75,2.14083" in table.read_text("utf-8")
    installed.say("level", "SPY/IWM", "remove", before["levels"][0]["id"])
    assert installed.json("level", "SPY/IWM", "list") != before
    installed.say("import", str(file))
    assert installed.json("level", "SPY/IWM", "list") == before


def test_a_failure_is_one_sentence(installed: Installed) -> None:
    done = installed.python("-m", "ratiodesk", "level", "SPY/IWM", "add", "-1", "--home", str(installed.home))
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "A level must be above zero; -1 is not.\n")
    done = installed.python("-m", "ratiodesk", "size", "--home", str(installed.home))
    assert (done.returncode, done.stdout) == (2, "")
