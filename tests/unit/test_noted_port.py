"""What could not be saved or fetched is noted by its kind, and goes on to whoever asked."""

from dataclasses import fields, replace
from pathlib import Path

import pytest

from ratiodesk.backend import Backend, open_backend
from ratiodesk.domain.errors import NotSaved
from ratiodesk.domain.layout import Layout
from ratiodesk.domain.level import Level, LevelId
from ratiodesk.domain.pair import Pair
from ratiodesk.domain.portfolio import Lot, Portfolio
from ratiodesk.domain.ports import Settings
from ratiodesk.domain.ratio import Ratio
from ratiodesk.domain.shared_port import OtherCopy
from ratiodesk.noted_port import noted
from ratiodesk.run_log import RunLog

LAYOUT = Layout(Pair.parse("SPY/IWM"), (Level(LevelId("one"), Ratio(2.1357), label="my secret stop"),))


def test_a_failure_to_save_is_noted_without_what_was_to_be_saved(home: Path) -> None:
    log = RunLog(home / "log")
    backend = noted(open_backend(str(home), offline=True), log)
    (home / "layouts" / "IWM_SPY.ratiodesk").mkdir()
    (home / "portfolio.json").mkdir()
    with pytest.raises(NotSaved):
        backend.layouts.save(LAYOUT)
    with pytest.raises(NotSaved):
        backend.portfolio.store.change(lambda _: Portfolio((Lot(Pair.parse("SPY/IWM").numerator, shares=987654.0),)))
    log.close()
    text = (home / "log" / "ratiodesk.log").read_text()
    assert "INFO lines: save failed: NotSaved from " in text
    assert "INFO portfolio: change failed: NotSaved from " in text
    for secret in ("SPY", "2.1357", "987654", "secret"):
        assert secret not in text


def test_all_that_saves_or_fetches_is_noted(home: Path) -> None:
    """What is read alone, and says in its answer what is wrong, needs no note."""
    plain = open_backend(str(home))
    backend = noted(plain, RunLog(home / "log"))
    silent = {field.name for field in fields(Backend) if getattr(backend, field.name) is getattr(plain, field.name)}
    assert silent == {"prices", "patient_prices", "calendars", "shared", "versions", "clock", "log", "tidy"}
    ports, before = backend.portfolio, plain.portfolio
    assert not [field.name for field in fields(ports) if getattr(ports, field.name) is getattr(before, field.name)]


def test_a_copy_that_cannot_be_put_away_is_noted(home: Path) -> None:
    log = RunLog(home / "log")
    backend = noted(open_backend(str(home), offline=True), log)
    (home / "layouts" / "IWM_SPY-2.ratiodesk").mkdir()
    with pytest.raises(NotSaved):
        backend.copies.settle(OtherCopy("IWM_SPY-2.ratiodesk", LAYOUT))
    log.close()
    text = (home / "log" / "ratiodesk.log").read_text()
    assert "INFO copies: settle failed: NotSaved from " in text
    assert "SPY" not in text


def test_all_else_goes_through(home: Path) -> None:
    plain = open_backend(str(home), offline=True)
    backend = noted(plain, RunLog(home / "log"))
    assert backend.feed is None
    backend.layouts.save(LAYOUT)
    assert backend.layouts.open(LAYOUT.pair).layout == LAYOUT
    assert backend.settings.load() == Settings()
    assert backend.journal.entries().plans == ()
    assert replace(backend, portfolio=plain.portfolio).prices is plain.prices
    assert not (home / "log").exists()
