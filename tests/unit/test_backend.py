"""The stores of one home directory, opened together."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from ratiodesk import resource
from ratiodesk.backend import open_backend
from ratiodesk.domain.errors import BadHome, NotFetched, NotFound
from ratiodesk.domain.layout import Layout
from ratiodesk.domain.pair import Pair
from ratiodesk.domain.ports import Settings
from ratiodesk.resource import resource_path


def test_the_first_start_has_the_sample_and_nothing_saved(home: Path) -> None:
    backend = open_backend(str(home))
    assert {"IWM", "QQQ", "SPY", "TLT"} <= set(backend.prices.symbols())
    assert backend.prices.quotes("TLT").source == "Sample prices"
    assert backend.layouts.pairs() == []
    assert backend.settings.load() == Settings()


def test_everything_is_kept_below_the_home(home: Path, worked: Layout) -> None:
    backend = open_backend(str(home))
    backend.prices.quotes("TLT")
    backend.layouts.save(worked)
    backend.settings.save(Settings(worked.pair))
    assert [path.name for path in home.parent.iterdir()] == ["home"]
    again = open_backend(str(home))
    assert again.layouts.open(Pair("SPY", "IWM")).layout == worked
    assert again.settings.load().last_pair == worked.pair


def test_what_is_not_at_hand_is_fetched_unless_offline(home: Path) -> None:
    offline = open_backend(str(home), offline=True)
    assert offline.feed is None
    assert offline.patient_prices is offline.prices
    with pytest.raises(NotFound, match="the sample has IWM, QQQ, SPY, TLT"):
        offline.patient_prices.quotes("GLD")
    online = open_backend(str(home))
    assert online.feed is not None
    online.feed.close()  # What is closed asks nobody.
    with pytest.raises(NotFetched, match="There are no prices for GLD"):
        online.patient_prices.quotes("GLD")
    with pytest.raises(NotFound):
        online.prices.quotes("GLD")
    assert online.patient_prices.quotes("TLT").source == "Sample prices"


def test_an_import_is_at_hand_at_the_next_start(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "gld.csv"
    file.write_text("Date,Close\n2021-12-28,168.64\n")
    backend = open_backend(str(home), offline=True)
    backend.imports.keep(backend.imports.read(file, "GLD"))
    assert "GLD" in open_backend(str(home)).prices.symbols()
    assert open_backend(str(home), offline=True).patient_prices.quotes("GLD").source == "gld.csv"


def test_everything_asks_one_clock(home: Path, tmp_path: Path) -> None:
    noon = datetime(2021, 12, 29, 17, tzinfo=UTC)
    backend = open_backend(str(home), clock=lambda: noon)
    file = tmp_path / "gld.csv"
    file.write_text("Date,Close\n2021-12-28,168.64\n")
    assert backend.clock() == noon
    assert backend.imports.read(file, "GLD").quotes.fetched == noon
    assert backend.calendars.clock("PCX").last_final == date(2021, 12, 28)


def test_without_a_cache_the_desk_starts_all_the_same(home: Path) -> None:
    (home / "prices.sqlite").mkdir(parents=True)
    backend = open_backend(str(home), offline=True)
    assert backend.prices.quotes("TLT").source == "Sample prices"
    assert "prices.sqlite cannot be used" in " ".join(backend.prices.notes())


def test_a_home_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file")
    with pytest.raises(BadHome):
        open_backend(str(tmp_path / "home"))


def test_shipped_files_are_found_in_the_checkout_and_in_the_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert resource_path("sample", "SPY.csv").is_file()
    package = tmp_path / "ratiodesk"
    package.mkdir()
    monkeypatch.setattr(resource, "_PACKAGE", package)
    assert resource_path("sample") == tmp_path / "resources" / "sample"
    (package / "resources").mkdir()
    assert resource_path("sample") == package / "resources" / "sample"
