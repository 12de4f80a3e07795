"""Names of files in a backup: those that a home has, and none that leads out of it or means two things."""

from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ratiodesk.domain.pair import Pair
from ratiodesk.storage.archive_name import FOLDERS, Kind, is_plain, kind_of, pair_named, version_number
from ratiodesk.storage.file_name import file_name

OF_A_HOME = {
    "portfolio.json": Kind.PORTFOLIO,
    "settings.json": Kind.SETTINGS,
    "sectors.json": Kind.SECTORS,
    "prices.sqlite": Kind.PRICES,
    "layouts/IWM_SPY.ratiodesk": Kind.LAYOUT,
    "layouts/^GSPC_BRK-B.ratiodesk": Kind.LAYOUT,
    "layouts/IWM_SPY (Ann’s conflicted copy 2021-12-28).ratiodesk": Kind.LAYOUT,
    "layouts/IWM_SPY.sync-conflict-20211228-220000-ABCDEFG.ratiodesk": Kind.LAYOUT,
    "layouts/IWM_SPY.conflict-20211228T220000Z.ratiodesk": Kind.LAYOUT,
    "layouts/IWM_SPY.ratiodesk.damaged-20211228-220000-000001": Kind.COPY,
    "journal/0badcafe.json": Kind.JOURNAL,
    "backups/IWM_SPY.ratiodesk": Kind.COPY,
    "backups/journal_0badcafe.json": Kind.COPY,
    "portfolio.json.damaged-20211228-220000-000001": Kind.COPY,
    "settings.json.damaged": Kind.COPY,
    "versions/IWM_SPY.ratiodesk/000012_20211228T220000Z.ratiodesk": Kind.VERSION,
    "versions/portfolio.json/1_20211228T220000Z.json": Kind.VERSION,
    "restored/20211228T220000Z/portfolio.json": Kind.COPY,
    "restored/20211228T220005123456Z/layouts/IWM_SPY.ratiodesk": Kind.COPY,
}
OF_NO_HOME = [
    "",
    "/",
    ".",
    "..",
    "/etc/passwd",
    "../portfolio.json",
    "layouts/../portfolio.json",
    "layouts/../../x.ratiodesk",
    "layouts//x.ratiodesk",
    "layouts/",
    "layouts/deeper/x.ratiodesk",
    "layouts\\x.ratiodesk",
    "layouts/..\\..\\x.ratiodesk",
    "C:\\x.ratiodesk",
    "C:/layouts/x.ratiodesk",
    "layouts/C:x.ratiodesk",
    "layouts/x.ratiodesk:stream.ratiodesk",
    "layouts/.hidden.ratiodesk",
    "layouts/ x.ratiodesk",
    "layouts/CON.ratiodesk",
    "layouts/aux.x.ratiodesk",
    "layouts/com1.ratiodesk",
    "layouts/x\0.ratiodesk",
    "layouts/x\n.ratiodesk",
    "layouts/x\u202e.ratiodesk",
    "layouts/\ud800.ratiodesk",
    "layouts/?.ratiodesk",
    f"layouts/{'x' * 200}.ratiodesk",
    "layouts/x.ratiodesk.damaged.",
    "layouts/x.exe",
    "journal/x.exe",
    "journal/deeper/x.json",
    "versions/x.ratiodesk/latest.ratiodesk",
    "versions/000012_20211228T220000Z.ratiodesk",
    "restored/portfolio.json",
    "restored/now/portfolio.json",
    "restored/20211228T220000Z/prices.sqlite",
    "restored/20211228T220000Z/restored/20211228T220000Z/portfolio.json",
    "restored/20211228T220000Z/../portfolio.json",
    "yahoo/cookie.db",
    ".lock",
    "prices.sqlite-wal",
    "settings.json.bak",
]


@pytest.mark.parametrize("name", OF_A_HOME)
def test_what_a_home_has_is_known(name: str) -> None:
    assert kind_of(name) is OF_A_HOME[name]


@pytest.mark.parametrize("name", OF_NO_HOME)
def test_what_no_home_has_is_not(name: str) -> None:
    assert kind_of(name) is None


PARTS = [*FOLDERS, "..", ".", "", "x.ratiodesk", "x.json", "CON", "20211228T220000Z", "1_x", "C:", "a\\b"]


@st.composite
def names(draw: st.DrawFn) -> str:
    """Return the name of a home's file with something in it exchanged or inserted, or any other text."""
    parts = draw(st.sampled_from(list(OF_A_HOME))).split("/") if draw(st.booleans()) else []
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(parts)))
        parts[at : at + draw(st.integers(0, 1))] = [draw(st.sampled_from(PARTS) | st.text(max_size=8))]
    return "/".join(parts)


@given(names())
@example("layouts/x.ratiodesk/../../../x.ratiodesk")
def test_no_known_name_leads_out_of_the_home(name: str) -> None:
    if kind_of(name) is None:
        return
    home = Path("/home/ann/ratiodesk")
    inside = home.joinpath(*name.split("/"))
    assert home in inside.parents
    assert ".." not in inside.parts
    for system in (PurePosixPath, PureWindowsPath):
        parts = system(name).parts
        assert "/".join(parts) == name
        assert not system(name).is_absolute()
        assert not system(name).drive


def test_a_name_is_no_longer_than_file_systems_allow() -> None:
    assert is_plain("é" * 100)
    assert not is_plain("é" * 101)


@pytest.mark.parametrize("text", ["SPY/IWM", "^GSPC/BRK-B", "CON/AUX", "0005.HK/EURUSD=X"])
def test_a_document_names_its_pair(text: str) -> None:
    pair = Pair.parse(text)
    name = f"layouts/{file_name(pair)}"
    assert kind_of(name) is Kind.LAYOUT
    found = pair_named(name)
    assert found is not None
    assert found.key == pair.key


@pytest.mark.parametrize(
    "name",
    [
        "layouts/SPY_IWM.ratiodesk",
        "layouts/iwm_spy.ratiodesk",
        "layouts/IWM_SPY (1).ratiodesk",
        "layouts/IWM_SPY.conflict-20211228T220000Z.ratiodesk",
    ],
)
def test_a_copy_names_none(name: str) -> None:
    assert pair_named(name) is None


def test_versions_are_numbered() -> None:
    assert version_number("versions/x/000012_20211228T220000Z.json") == 12
    assert version_number("versions/x/latest.json") is None
