"""Screens of their own for windows that are driven from outside."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from driven_window import FRAME_PX, DrivenWindow, Look
from x_screen import NEEDED, XScreen

Opener = Callable[[Look], DrivenWindow]
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


@pytest.fixture
def open_window(request: pytest.FixtureRequest, tmp_path: Path, home: Path, pictures: Path) -> Iterator[Opener]:
    """Start the program below the test's home; on a screen that its window just fills."""
    missing = [tool for tool in NEEDED if not shutil.which(tool)]
    if missing:
        pytest.skip(f"there is no {', '.join(missing)} here")
    folder = re.sub(r"[^\w%,.-]+", "-", request.node.name.removeprefix("test_")).strip("-")
    windows: list[DrivenWindow] = []
    screens: list[XScreen] = []

    def open_one(look: Look) -> DrivenWindow:
        if not screens:
            width, height = (length + 2 * FRAME_PX for length in look.size)
            screens.append(XScreen(tmp_path / "screen", width, height))
        windows.append(DrivenWindow(screens[0], look, home, pictures / folder))
        windows[-1].arrange()
        return windows[-1]

    yield open_one
    for window in windows:
        window.kill()
    for screen in screens:
        screen.close()
