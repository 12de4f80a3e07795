"""The stand-in for Yahoo in the environment, and programs that meet it there in place of Yahoo."""

import importlib
import warnings
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

import pytest
from fake_ports import SetClock
from program import Program, forget, recent_listing
from yahoo_server import YahooServer

# Tuesday, 11:00 in New York, while the market is open. The listings go on to the end of that week.
TRADING = datetime(2021, 12, 28, 16, 0, tzinfo=UTC)


@pytest.fixture
def clock() -> SetClock:
    """What time it is for the program and, unless a test says otherwise, at the exchanges."""
    return SetClock(TRADING)


@pytest.fixture
def server(tmp_path: Path, clock: SetClock, monkeypatch: pytest.MonkeyPatch) -> Iterator[YahooServer]:
    """A stand-in that knows two instruments, and to which the environment leads."""
    with YahooServer(tmp_path, clock=clock) as server:
        server.listings = {symbol: recent_listing(symbol) for symbol in ("SPY", "IWM")}
        for name, value in server.environment.items():
            monkeypatch.setenv(name, value)
        yield server


@pytest.fixture(scope="session")
def imported_yfinance() -> ModuleType:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return importlib.import_module("yfinance")


@pytest.fixture
def start_program(
    server: YahooServer, clock: SetClock, tmp_path: Path, imported_yfinance: ModuleType
) -> Iterator[Callable[..., Program]]:
    """Start a program, and end the one before: all that yfinance keeps for the life of a process is forgotten.

    The home is a new one unless it is named. Only the newest program may be used.
    """
    programs: list[Program] = []
    hidden = imported_yfinance.config.debug.hide_exceptions

    def start(home: str = "") -> Program:
        for program in programs[-1:]:
            program.end()
        forget(imported_yfinance)
        program = Program.start(tmp_path / (home or f"home {len(programs)}"), clock)
        programs.append(program)
        program.connect()
        return program

    yield start
    for program in programs[-1:]:
        program.end()
    forget(imported_yfinance)
    imported_yfinance.config.debug.hide_exceptions = hidden


@pytest.fixture
def program(start_program: Callable[..., Program]) -> Program:
    return start_program()
