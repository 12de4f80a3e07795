"""Fixtures of the unit tests: the worked example in values and in a home, prices, the command line in this process."""

import errno
import os
import shutil
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pytest
from command_line import Run, Said

from ratiodesk.__main__ import main
from ratiodesk.analysis.reading import size_plan
from ratiodesk.domain.frozen_plan import FrozenPlan, freeze
from ratiodesk.domain.layout import Layout
from ratiodesk.domain.level import Level, LevelId, Role
from ratiodesk.domain.pair import Pair, Symbol
from ratiodesk.domain.plan import Plan
from ratiodesk.domain.ratio import Ratio
from ratiodesk.domain.series import Bars, Basis, RatioSeries, align
from ratiodesk.market.sample import SampleSource
from ratiodesk.resource import resource_path
from ratiodesk.storage.home import Home, open_home
from ratiodesk.storage.layout_files import LayoutFiles

MakeBars = Callable[[str, Mapping[str | date, float]], Bars]
MakeSeries = Callable[..., RatioSeries]
MakeHistory = Callable[..., RatioSeries]
DAYS = ("2024-01-02", "2024-01-03", "2024-01-04", "2024-01-05", "2024-01-08", "2024-01-09")


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Carry out a command line below the test's own home."""

    def call(*words: str | Path) -> Said:
        capsys.readouterr()
        try:
            code = main([str(word) for word in words])
        except SystemExit as left:
            code = int(str(left.code))
        captured = capsys.readouterr()
        return Said(code, captured.out, captured.err)

    return call


@pytest.fixture
def document(home: Path) -> Path:
    return home / "layouts" / "IWM_SPY.ratiodesk"


@pytest.fixture(scope="session")
def worked_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the worked example's lines, drawn by the command line."""
    home = tmp_path_factory.mktemp("worked") / "home"
    for ratio, role in (("1.95", "target"), ("2.13", "entry"), ("2.35", "stop")):
        assert main(["level", "SPY/IWM", "add", ratio, "--role", role, "--home", str(home)]) == 0
    return home


@pytest.fixture
def planned(worked_home: Path, home: Path, document: Path) -> Path:
    """The document of the worked example, in the test's own home."""
    shutil.copytree(worked_home, home)
    return document


@pytest.fixture(scope="session")
def sample() -> SampleSource:
    return SampleSource(resource_path("sample"))


@pytest.fixture(scope="session")
def make_bars() -> MakeBars:
    """Return a maker of bars whose open, high, low and close are one number a session."""

    def make(symbol: str, closes: Mapping[str | date, float]) -> Bars:
        sessions = np.array(list(closes), dtype="datetime64[D]")
        prices = [np.array(list(closes.values()), dtype=float) for _ in range(5)]
        return Bars(Symbol(symbol), sessions, *prices, np.zeros(len(sessions)))

    return make


@pytest.fixture
def history(make_bars: MakeBars) -> MakeHistory:
    """Return a maker of a series in which B stands at 100 and A at a hundred times the ratios."""

    def make(*ratios: float, b: float = 100.0) -> RatioSeries:
        days = DAYS[: len(ratios)]
        above: Mapping[str | date, float] = dict(zip(days, (ratio * b for ratio in ratios), strict=True))
        return align(make_bars("A", above), make_bars("B", dict.fromkeys(days, b)), Basis.PRICE)

    return make


@pytest.fixture(scope="session")
def sample_series(sample: SampleSource) -> MakeSeries:
    """Return a maker of ratio series from the sample prices."""
    known: dict[Symbol, Bars] = {}

    def make(pair: str = "SPY/IWM", as_of: str | None = None, basis: Basis = Basis.PRICE) -> RatioSeries:
        legs = Pair.parse(pair).symbols
        for symbol in legs:
            if symbol not in known:
                known[symbol] = sample.fetch(symbol).bars
        return align(known[legs[0]], known[legs[1]], basis, date.fromisoformat(as_of) if as_of else None)

    return make


@pytest.fixture(scope="session")
def december(sample_series: MakeSeries) -> RatioSeries:
    """SPY/IWM as it stood on 2021-12-28: SPY 476.87, IWM 222.75."""
    return sample_series("SPY/IWM", "2021-12-28")


@pytest.fixture(scope="session")
def worked() -> Layout:
    """The worked example: target 1.95, entry 2.13, stop 2.35; account 100,000, risk 1 %."""
    drawn = ((1.95, Role.TARGET), (2.13, Role.ENTRY), (2.35, Role.STOP))
    levels = tuple(Level(LevelId(str(role)), Ratio(ratio), role) for ratio, role in drawn)
    return Layout(Pair.parse("SPY/IWM"), levels)


@pytest.fixture(scope="session")
def frozen_note(december: RatioSeries, worked: Layout) -> FrozenPlan:
    """The worked example, frozen an hour after the close of 2021-12-28."""
    plan = Plan(entry=Ratio(2.13), stop=Ratio(2.35), target=Ratio(1.95))
    moment = datetime(2021, 12, 28, 22, 0, tzinfo=UTC)
    return freeze(december, plan, worked.sizing, size_plan(december, worked).position, moment)


@pytest.fixture
def house(home: Path) -> Home:
    return open_home(str(home))


@pytest.fixture
def files(house: Home) -> LayoutFiles:
    return LayoutFiles(house)


@pytest.fixture
def broken_disk(monkeypatch: pytest.MonkeyPatch) -> Callable[[object, str], None]:
    def broken(*_: object, **__: object) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    return lambda owner, step: monkeypatch.setattr(owner, step, broken)
