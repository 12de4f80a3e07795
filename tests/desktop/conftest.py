"""Screens of their own for windows that are driven from outside."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from driven_window import FRAME_PX, DrivenWindow, Look
from planned_home import make_planned_home
from session_bus import BUS_TOOLS, SessionBus
from system import System
from x_screen import NEEDED, XScreen

Opener = Callable[..., DrivenWindow]
_PICTURES = pytest.StashKey[Path]()


@pytest.fixture(scope="session")
def pictures(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where pictures of the screen are kept: RATIODESK_SCREENSHOTS names the folder."""
    named = os.environ.get("RATIODESK_SCREENSHOTS")
    folder = Path(named).absolute() if named else tmp_path_factory.mktemp("screens")
    folder.mkdir(parents=True, exist_ok=True)
    pytestconfig.stash[_PICTURES] = folder
    return folder


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if _PICTURES in config.stash:
        terminalreporter.write_line(f"pictures of the screen: {config.stash[_PICTURES]}")


@pytest.fixture(scope="session")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a home with a plan, and with files to be taken in."""
    folder = tmp_path_factory.mktemp("planned")
    make_planned_home(folder)
    return folder


@pytest.fixture
def planned_home(planned: Path, home: Path) -> Path:
    """The test's home, with a plan in it; files to be taken in lie beside it."""
    shutil.copytree(planned, home.parent, dirs_exist_ok=True)
    return home


@pytest.fixture
def bus() -> Iterator[SessionBus]:
    """A message bus that no other program is on."""
    missing = [tool for tool in BUS_TOOLS if not shutil.which(tool)]
    if missing:
        pytest.skip(f"there is no {', '.join(missing)} here")
    made = SessionBus()
    yield made
    made.close()


@pytest.fixture
def open_window(request: pytest.FixtureRequest, tmp_path: Path, home: Path, pictures: Path) -> Iterator[Opener]:
    """Start the program below the test's home; on a screen that its window just fills."""
    missing = [tool for tool in NEEDED if not shutil.which(tool)]
    if missing:
        pytest.skip(f"there is no {', '.join(missing)} here")
    folder = re.sub(r"[^\w%,.-]+", "-", request.node.name.removeprefix("test_")).strip("-")
    windows: list[DrivenWindow] = []
    screens: list[XScreen] = []

    def open_one(look: Look, desktop: str = "KDE", bus: SessionBus | None = None) -> DrivenWindow:
        if not screens:
            width, height = (length + 2 * FRAME_PX for length in look.size)
            screens.append(XScreen(tmp_path / "screen", width, height))
        system = System(home.with_suffix(".config"), look.theme, desktop, bus)
        windows.append(DrivenWindow(screens[0], look, system, home, pictures / folder))
        windows[-1].arrange()
        return windows[-1]

    yield open_one
    for window in windows:
        window.kill()
    for screen in screens:
        screen.close()
