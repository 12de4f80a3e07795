"""The stores of one home directory, opened together."""

from pathlib import Path

import pytest

from ratiodesk import resource
from ratiodesk.backend import open_backend
from ratiodesk.domain.errors import BadHome
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
