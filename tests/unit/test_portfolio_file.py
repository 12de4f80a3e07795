"""The portfolio on the disk: every holding saved, nothing overwritten that could not be read."""

import contextlib
import errno
import json
import os
import stat
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratiodesk.domain.errors import DamagedDocument, MissingFolder, NewerDocument, NotSaved
from ratiodesk.domain.pair import Symbol
from ratiodesk.domain.portfolio import Lot, Portfolio
from ratiodesk.domain.sector import TYPED, SectorWeights
from ratiodesk.storage import portfolio_file, sector_file
from ratiodesk.storage.home import Home, open_home
from ratiodesk.storage.portfolio_document import VERSION, decode_portfolio, encode_portfolio
from ratiodesk.storage.portfolio_file import PortfolioFile
from ratiodesk.storage.sector_file import SectorFile

NOON = datetime(2021, 12, 28, 12, 0, tzinfo=UTC)
SPY, IWM = Symbol("SPY"), Symbol("IWM")
SECTORS = SectorWeights(SPY, (("Technology", 0.29), ("Financials", 0.1362)), date(2021, 12, 28), TYPED)
HELD = Portfolio(
    lots=(Lot(SPY, shares=100.5, cost=30_000.0), Lot(IWM, value=5_000.0)),
    cash=1_234.56,
    taxable=True,
    tax_rate=0.15,
    sectors=(SECTORS,),
)


def document(**fields: Any) -> bytes:
    return json.dumps({"format": "ratiodesk-portfolio", "version": VERSION} | fields).encode()


UNREADABLE = {
    "empty": b"",
    "truncated": document(holdings=[{"symbol": "SPY", "shares": 1}])[:-9],
    "binary": bytes(range(256)),
    "a list": b"[]",
    "wrong format": document(format="ratiodesk-layout"),
    "no version": document(version="one"),
    "version zero": document(version=0),
    "newer version": document(version=VERSION + 1),
    "negative shares": document(holdings=[{"symbol": "SPY", "shares": -1}]),
    "nothing said": document(holdings=[{"symbol": "SPY"}]),
    "twice": document(holdings=[{"symbol": "SPY", "shares": 1}, {"symbol": "spy", "shares": 1}]),
    "no symbol": document(holdings=[{"symbol": "../x", "shares": 1}]),
    "tax": document(tax_rate=1.5),
    "sectors of 104 %": document(
        sectors=[{"symbol": "SPY", "weights": [{"sector": "A", "weight": 1.04}], "as_of": "2021-12-28", "source": ""}]
    ),
    "nested too deep": b"[" * 100_000,
    "6 MB": document() + b" " * 6_000_000,
}


@pytest.fixture
def house(home: Path) -> Home:
    return open_home(str(home))


@pytest.fixture
def file(house: Home) -> PortfolioFile:
    return PortfolioFile(house)


def all_files(house: Home) -> dict[str, bytes]:
    files = (path for path in house.root.rglob("*") if path.is_file())
    return {str(path.relative_to(house.root)): path.read_bytes() for path in files if path.name != ".lock"}


def test_a_portfolio_never_saved_is_empty_and_leaves_no_file(file: PortfolioFile, house: Home) -> None:
    opened = file.open()
    assert (opened.portfolio, opened.problem, opened.note) == (Portfolio(), None, "")
    assert all_files(house) == {}


def test_a_portfolio_opens_as_it_was_saved_apart_from_the_layouts(file: PortfolioFile, house: Home) -> None:
    assert file.change(lambda _: HELD) == HELD
    opened = PortfolioFile(house).open()
    assert (opened.portfolio, opened.problem, opened.note) == (HELD, None, "")
    document, version = sorted(all_files(house))
    assert document == "portfolio.json"
    assert version.startswith("versions/portfolio.json/000001_")
    assert stat.S_IMODE((house.root / "portfolio.json").stat().st_mode) == 0o600


def test_it_is_readable_json(file: PortfolioFile, house: Home) -> None:
    file.change(lambda _: HELD)
    fields = json.loads((house.root / "portfolio.json").read_bytes())
    assert (fields["format"], fields["version"]) == ("ratiodesk-portfolio", VERSION)
    assert fields["holdings"][0] == {"symbol": "SPY", "shares": 100.5, "value": None, "cost": 30_000.0}
    assert fields["sectors"][0]["weights"][1] == {"sector": "Financials", "weight": 0.1362}


@pytest.mark.parametrize("content", UNREADABLE.values(), ids=UNREADABLE)
def test_what_cannot_be_read_is_told_and_never_overwritten(file: PortfolioFile, house: Home, content: bytes) -> None:
    (house.root / "portfolio.json").write_bytes(content)
    before = all_files(house)
    opened = file.open()
    assert isinstance(opened.problem, DamagedDocument)
    assert str(house.root / "portfolio.json") in str(opened.problem)
    assert str(opened.problem).endswith("It is kept as it is.")
    with pytest.raises(NotSaved, match="Not saved"):
        file.change(lambda _: HELD)
    assert all_files(house) == before


def test_a_newer_document_says_so(file: PortfolioFile, house: Home) -> None:
    (house.root / "portfolio.json").write_bytes(UNREADABLE["newer version"])
    assert isinstance(file.open().problem, NewerDocument)


def damage_versions(house: Home) -> None:
    for path in (house.versions / "portfolio.json").iterdir():
        path.write_bytes(b"{")


def test_the_newest_version_shows_what_was_saved_last(house: Home) -> None:
    file = PortfolioFile(house, lambda: NOON)
    file.change(lambda _: HELD)
    (house.root / "portfolio.json").write_bytes(b"{")
    opened = file.open()
    assert (opened.portfolio, type(opened.problem), opened.kept) == (HELD, DamagedDocument, NOON)
    damage_versions(house)
    assert (file.open().portfolio, file.open().kept) == (Portfolio(), None)


def test_what_another_program_wrote_without_a_version_is_one_before_it_is_overwritten(
    file: PortfolioFile, house: Home
) -> None:
    theirs = encode_portfolio(HELD)
    (house.root / "portfolio.json").write_bytes(theirs)
    file.change(lambda portfolio: portfolio.without_lot(IWM))
    kept = [path.read_bytes() for path in sorted((house.versions / "portfolio.json").iterdir())]
    assert kept == [theirs, (house.root / "portfolio.json").read_bytes()]


def test_an_unreadable_document_set_aside_is_kept_under_another_name(file: PortfolioFile, house: Home) -> None:
    (house.root / "portfolio.json").write_bytes(b"{")
    name = file.set_aside()
    assert name.startswith("portfolio.json.damaged-")
    file.change(lambda _: HELD)
    assert (house.root / name).read_bytes() == b"{"
    assert file.open().portfolio == HELD


def test_what_can_be_read_again_or_is_gone_is_not_set_aside(file: PortfolioFile, house: Home) -> None:
    assert file.set_aside() == ""
    file.change(lambda _: HELD)
    before = all_files(house)
    assert file.set_aside() == ""
    assert all_files(house) == before


def test_what_a_newer_version_wrote_is_not_set_aside(file: PortfolioFile, house: Home) -> None:
    (house.root / "portfolio.json").write_bytes(UNREADABLE["newer version"])
    with pytest.raises(NotSaved, match="from a newer RatioDesk"):
        file.set_aside()
    assert list(all_files(house)) == ["portfolio.json"]


def test_setting_aside_waits_for_another_writer(
    file: PortfolioFile, house: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    held: list[Path] = []

    @contextlib.contextmanager
    def lock(path: Path) -> Iterator[None]:
        held.append(path)
        # Another program, which had the lock before, wrote a good one.
        (house.root / "portfolio.json").write_bytes(encode_portfolio(HELD))
        yield

    (house.root / "portfolio.json").write_bytes(b"{")
    monkeypatch.setattr(portfolio_file, "locked", lock)
    assert file.set_aside() == ""
    assert held == [house.lock]
    assert file.open().portfolio == HELD


def test_a_folder_that_refuses_the_new_name_is_a_stated_failure(
    file: PortfolioFile, house: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> Path:
        raise OSError(errno.EACCES, os.strerror(errno.EACCES))

    (house.root / "portfolio.json").write_bytes(b"{")
    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(NotSaved, match="could not be renamed"):
        file.set_aside()


def test_a_change_starts_from_what_another_program_wrote(file: PortfolioFile, house: Home) -> None:
    file.change(lambda _: HELD)
    PortfolioFile(house).change(lambda portfolio: portfolio.with_lot(Lot(Symbol("QQQ"), shares=1.0)))
    written = file.change(lambda portfolio: replace(portfolio, cash=None))
    assert [lot.symbol for lot in written.lots] == ["SPY", "IWM", "QQQ"]
    assert file.open().portfolio == written


def test_a_file_that_is_gone_opens_as_its_last_version_and_is_changed_from_there(
    file: PortfolioFile, house: Home
) -> None:
    file.change(lambda _: HELD)
    (house.root / "portfolio.json").unlink()
    opened = file.open()
    assert (opened.portfolio, opened.problem) == (HELD, None)
    assert opened.note == "portfolio.json is gone: its last version is shown, and the next change writes it again."
    file.change(lambda portfolio: portfolio.without_lot(IWM))
    assert (file.open().portfolio, file.open().note) == (HELD.without_lot(IWM), "")


def test_what_is_shown_is_the_base_of_a_change_once_file_and_versions_are_gone(
    file: PortfolioFile, house: Home
) -> None:
    file.change(lambda _: HELD)
    (house.root / "portfolio.json").unlink()
    damage_versions(house)
    written = file.change(lambda portfolio: replace(portfolio, cash=1.0), HELD)
    assert written == replace(HELD, cash=1.0)
    # What is there goes before what is shown.
    assert file.change(lambda portfolio: portfolio, Portfolio()) == written


def test_fields_of_a_later_version_are_told_and_kept(file: PortfolioFile, house: Home) -> None:
    holdings = [{"symbol": "SPY", "shares": 1, "lots": [3]}, {"symbol": "IWM", "shares": 2}]
    (house.root / "portfolio.json").write_bytes(document(holdings=holdings, colour="red"))
    assert file.open().note == (
        "portfolio.json has fields that this RatioDesk does not know (holdings.lots and colour); they are kept."
    )
    file.change(lambda portfolio: portfolio.without_lot(IWM))
    fields = json.loads((house.root / "portfolio.json").read_bytes())
    assert fields["colour"] == "red"
    assert [lot["symbol"] for lot in fields["holdings"]] == ["SPY"]
    assert fields["holdings"][0]["lots"] == [3]


def test_a_sector_taken_out_stays_out(file: PortfolioFile) -> None:
    file.change(lambda _: HELD)
    fewer = replace(SECTORS, weights=SECTORS.weights[:1])
    file.change(lambda portfolio: portfolio.with_sectors(fewer))
    assert file.open().portfolio.sectors == (fewer,)
    file.change(lambda portfolio: portfolio.without_sectors(SPY))
    assert file.open().portfolio.sectors == ()


def test_a_disk_that_fails_is_a_stated_failure(
    file: PortfolioFile, house: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(portfolio_file, "write_atomic", broken)
    with pytest.raises(NotSaved, match="could not be written"):
        file.change(lambda _: HELD)
    monkeypatch.setattr(sector_file, "write_atomic", broken)
    with pytest.raises(NotSaved, match="Sectors not saved"):
        SectorFile(house).keep(SECTORS)


def test_a_folder_in_its_place_is_told(file: PortfolioFile, house: Home) -> None:
    (house.root / "portfolio.json").mkdir()
    opened = file.open()
    assert isinstance(opened.problem, DamagedDocument)
    assert "cannot be read" in str(opened.problem)


def test_a_symbol_that_no_file_can_hold_is_refused() -> None:
    with pytest.raises(DamagedDocument, match="cannot be written"):
        encode_portfolio(Portfolio(sectors=(replace(SECTORS, source="\ud800"),)))


def test_a_byte_order_mark_is_read_over() -> None:
    assert decode_portfolio(b"\xef\xbb\xbf" + encode_portfolio(HELD)).portfolio == HELD


@given(
    st.lists(
        st.tuples(st.sampled_from("ABCDEF"), st.floats(0, 1e9), st.none() | st.floats(0, 1e9)),
        unique_by=lambda lot: lot[0],
    ),
    st.none() | st.floats(0, 1e9),
    st.booleans(),
    st.none() | st.floats(0, 1),
)
def test_every_portfolio_comes_back_from_its_document(
    lots: list[tuple[str, float, float | None]], cash: float | None, taxable: bool, rate: float | None
) -> None:
    held = Portfolio(tuple(Lot(Symbol(name), shares, None, cost) for name, shares, cost in lots), cash, taxable, rate)
    assert decode_portfolio(encode_portfolio(held)).portfolio == held


@pytest.mark.parametrize(("written", "rate"), [(0.0, None), (0.15, 0.15)])
def test_an_older_document_wrote_zero_for_a_rate_that_was_not_entered(written: float, rate: float | None) -> None:
    read = decode_portfolio(document(version=1, taxable=True, tax_rate=written))
    assert (read.portfolio.taxable, read.portfolio.tax_rate, read.unknown) == (True, rate, ())


def test_a_rate_of_zero_that_was_entered_stays() -> None:
    entered = replace(HELD, tax_rate=0.0)
    assert decode_portfolio(encode_portfolio(entered)).portfolio == entered


# Sectors that a source told


def test_sectors_are_kept_with_their_date_the_newest_of_a_symbol(house: Home) -> None:
    file = SectorFile(house)
    assert list(file.load()) == []
    older, none = replace(SECTORS, as_of=date(2020, 1, 1)), SectorWeights(IWM, (), date(2021, 12, 28), "Yahoo")
    for weights in (older, none, SECTORS):
        file.keep(weights)
    assert list(SectorFile(house).load()) == [none, SECTORS]


@pytest.mark.parametrize("content", [b"", b"{}", b'[{"symbol": "../x"}]', b"\xff", b"[" * 100_000])
def test_kept_sectors_that_cannot_be_read_are_asked_for_again(house: Home, content: bytes) -> None:
    house.sectors.write_bytes(content)
    file = SectorFile(house)
    assert list(file.load()) == []
    file.keep(SECTORS)
    assert list(file.load()) == [SECTORS]
    (aside,) = house.root.glob("sectors.json.damaged-*")
    assert aside.read_bytes() == content


def test_kept_sectors_that_cannot_be_opened_just_now_are_left_as_they_are(
    house: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = SectorFile(house)
    file.keep(SECTORS)

    def held(_: Path) -> bytes:
        raise PermissionError(errno.EACCES, "Permission denied")

    with monkeypatch.context() as busy:
        busy.setattr(Path, "read_bytes", held)
        with pytest.raises(NotSaved, match="Sectors not saved"):
            file.keep(replace(SECTORS, symbol=IWM))
    assert list(file.load()) == [SECTORS]


@pytest.mark.parametrize("left", ["nothing", "an empty folder"])
def test_a_home_that_is_gone_is_told_and_nothing_is_written_in_its_place(
    file: PortfolioFile, house: Home, left: str
) -> None:
    """An empty folder is what a disk that is pulled out leaves; what is written there is hidden when it is back."""
    file.change(lambda _: HELD)
    house.root.rename(house.root.with_name("pulled-out"))
    if left != "nothing":
        house.root.mkdir()
    opened = file.open()
    assert str(opened.problem) == f"The folder {house.layouts} is missing."
    assert isinstance(opened.problem, MissingFolder)
    with pytest.raises(NotSaved, match=r"^Not saved \(No such file or directory\)"):
        file.change(lambda _: HELD)
    assert not (house.root / "portfolio.json").exists()


def test_without_room_for_a_version_of_what_stands_there_nothing_is_overwritten(
    file: PortfolioFile, house: Home
) -> None:
    file.change(lambda _: HELD)
    for version in (house.versions / "portfolio.json").iterdir():
        version.unlink()
    (house.versions / "portfolio.json").rmdir()
    (house.versions / "portfolio.json").write_bytes(b"in the way")
    before = all_files(house)
    with pytest.raises(NotSaved, match=r"^Not saved: No version kept \("):
        file.change(lambda portfolio: replace(portfolio, cash=5.0))
    assert all_files(house) == before
