"""Every test runs offscreen, below its own home directory, with loopback as its only network."""

import gc
import os
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest

# Qt chooses its platform when the application is made, so this comes before any test imports it.
if "--headed" not in sys.argv:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
# One picture on every machine: no fractional scale, no dark system theme from the surroundings.
os.environ.pop("QT_SCALE_FACTOR", None)
# One notation of numbers and dates, in the programs that tests start too.
os.environ["LC_ALL"] = "C.UTF-8"

hypothesis.settings.register_profile("everyday", deadline=None, print_blob=True, max_examples=10)
hypothesis.settings.register_profile("thorough", deadline=None, print_blob=True)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--headed", action="store_true", help="show the windows of gui tests")
    parser.addoption("--slow", action="store_true", help="run slow tests too, and more examples of every property")
    parser.addoption("--bundle", metavar="ARCHIVE", help="run the tests of a bundle that resources/bundle.py built")


def pytest_configure(config: pytest.Config) -> None:
    hypothesis.settings.load_profile("thorough" if config.getoption("--slow") else "everyday")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if "slow" in item.keywords and not config.getoption("--slow"):
            item.add_marker(pytest.mark.skip(reason="slow: run with --slow"))
        if "bundle" in item.keywords and not config.getoption("--bundle"):
            item.add_marker(pytest.mark.skip(reason="bundle: name the archive of a bundle with --bundle"))
        if "desktop" in item.keywords and not os.environ.get("DISPLAY"):
            item.add_marker(pytest.mark.skip(reason="desktop: needs an X display, such as xvfb-run gives"))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture(autouse=True, scope="module")
def _old_garbage_of_this_thread() -> None:
    gc.collect()


@pytest.fixture(autouse=True)
def _garbage_of_this_thread() -> Iterator[None]:
    """Collect what a test leaves between tests alone: a widget or timer that ends on another thread ends the process.

    Any thread that makes objects may be the one that Python looks for garbage on, a server's in a later test too.
    """
    gc.disable()
    yield
    gc.collect(1)


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep every test away from the real home, whether or not it names one."""
    monkeypatch.setenv("RATIODESK_HOME", str(tmp_path / "home"))


@pytest.fixture(autouse=True)
def _no_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse what libcurl, or a child process, would send: neither asks Python's sockets."""
    for name in ("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(autouse=True)
def _loopback_only(monkeypatch: pytest.MonkeyPatch) -> None:
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in ("127.0.0.1", "::1", "localhost"):
            pytest.fail(f"a test tried to reach {address}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)
