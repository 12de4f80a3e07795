"""A backup restored where there is work already: joined, or kept beside, and nothing here lost."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from furnished_home import BANKS, LATER, LATER_STAMP, STAMP, VERSIONS, documents, furnish, line

from ratiodesk.domain.backup import Outcome, RestoredFile, RestoreReport
from ratiodesk.domain.errors import NotSaved
from ratiodesk.domain.frozen_plan import FrozenPlan
from ratiodesk.domain.layout import Layout
from ratiodesk.domain.pair import Pair, Symbol
from ratiodesk.domain.portfolio import Lot, Portfolio
from ratiodesk.domain.ports import Settings
from ratiodesk.storage.archive import restore_archive, write_archive
from ratiodesk.storage.document import decode_layout
from ratiodesk.storage.home import Home, open_home
from ratiodesk.storage.journal_files import JournalFiles
from ratiodesk.storage.layout_files import LayoutFiles
from ratiodesk.storage.portfolio_file import PortfolioFile
from ratiodesk.storage.sector_file import SectorFile
from ratiodesk.storage.settings_file import SettingsFile

IWM_SPY = "layouts/IWM_SPY.ratiodesk"
CONFLICT = f"layouts/IWM_SPY.conflict-{LATER_STAMP}.ratiodesk"
Restore = Callable[..., dict[str, RestoredFile]]


def clock() -> datetime:
    return LATER


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory, worked: Layout, frozen_note: FrozenPlan) -> Home:
    return furnish(tmp_path_factory.mktemp("furnished"), worked, frozen_note)


@pytest.fixture
def house(tmp_path: Path, furnished: Home) -> Home:
    """The home that is backed up."""
    return Home(shutil.copytree(furnished.root, tmp_path / "house"))


@pytest.fixture
def here(home: Path) -> Home:
    """The home that the backup is restored to."""
    return open_home(str(home))


@pytest.fixture
def restore(house: Home, here: Home, tmp_path: Path) -> Restore:
    """Back up the one and restore to the other, twice: the second time nothing more may change."""

    def call(*, preview: bool = False) -> dict[str, RestoredFile]:
        path = tmp_path / "saved.zip"
        write_archive(house, path, None, clock)
        before = documents(here)
        told = restore_archive(here, path, preview=True, clock=clock)
        assert documents(here) == before
        if preview:
            return by_name(told)
        report = restore_archive(here, path, clock=clock)
        assert [(file.name, file.outcome) for file in report.files] == [
            (file.name, file.outcome) for file in told.files
        ]
        after = documents(here)
        again = restore_archive(here, path, clock=lambda: LATER.replace(year=2023))
        assert documents(here) == after
        assert not again.with_outcome(Outcome.RESTORED)
        assert not again.with_outcome(Outcome.MERGED)
        return by_name(report)

    return call


def by_name(report: RestoreReport) -> dict[str, RestoredFile]:
    return {file.name: file for file in report.files}


def content(home: Home, name: str) -> bytes:
    return (home.root / name).read_bytes()


def test_lines_are_joined_and_no_copy_is_kept_of_what_is_all_there(
    restore: Restore, here: Home, worked: Layout
) -> None:
    mine = Layout(worked.pair, (line("mine", 2.5), worked.levels[0]))
    LayoutFiles(here).save(mine)
    file = restore()[IWM_SPY]
    assert (file.outcome, file.said) == (Outcome.MERGED, "2 lines added")
    assert LayoutFiles(here).open(worked.pair).layout.levels == (*mine.levels, *worked.levels[1:])
    assert decode_layout(content(here, IWM_SPY)).layout.pair == mine.pair  # Not turned over as its name is.
    assert not list(here.layouts.glob("*.conflict-*"))


def test_a_line_that_differs_stays_and_the_other_document_is_kept_beside(
    restore: Restore, house: Home, here: Home, worked: Layout
) -> None:
    mine = Layout(worked.pair, (replace(worked.levels[0], ratio=1.9),))
    LayoutFiles(here).save(mine)
    file = restore()[IWM_SPY]
    assert file.outcome is Outcome.KEPT_BESIDE
    assert file.said == (
        "2 lines added, 1 difference from what is here, which stays; the one of the backup is kept as " + CONFLICT
    )
    assert LayoutFiles(here).open(worked.pair).layout.levels == (*mine.levels, *worked.levels[1:])
    assert content(here, CONFLICT) == content(house, IWM_SPY)
    assert Pair.parse("IWM/SPY").key in {pair.key for pair in LayoutFiles(here).pairs()}


def test_lines_that_are_more_here_leave_the_document_as_it_is(
    restore: Restore, house: Home, here: Home, worked: Layout
) -> None:
    LayoutFiles(here).save(Layout(worked.pair, (*worked.levels, line("mine", 2.5))))
    before = content(here, IWM_SPY)
    file = restore()[IWM_SPY]
    assert (file.outcome, file.said) == (Outcome.UNCHANGED, "")
    assert content(here, IWM_SPY) == before


def test_fields_of_another_program_are_kept_beside(restore: Restore, house: Home, here: Home, worked: Layout) -> None:
    path = house.root / IWM_SPY
    path.write_bytes(path.read_bytes().replace(b'"pair"', b'"mood": "bold",\n  "pair"', 1))
    LayoutFiles(here).save(worked)
    file = restore()[IWM_SPY]
    assert file.outcome is Outcome.KEPT_BESIDE
    assert decode_layout(content(here, CONFLICT)).unknown == ("mood",)


def test_a_document_that_cannot_be_read_here_stays_untouched(
    restore: Restore, house: Home, here: Home, worked: Layout
) -> None:
    damaged = dict.fromkeys((IWM_SPY, "portfolio.json", "journal/0badcafe.json"), b"{ torn")
    (here.root / "journal").mkdir()
    (house.journal / "0badcafe.json").write_bytes(
        next(house.journal.iterdir()).read_bytes().replace(next(house.journal.iterdir()).stem.encode(), b"0badcafe")
    )
    for name, torn in damaged.items():
        (here.root / name).write_bytes(torn)
    found = restore()
    for name, torn in damaged.items():
        assert content(here, name) == torn
        assert found[name].outcome is Outcome.KEPT_BESIDE
        assert "cannot be read and stays" in found[name].said
        where = found[name].said.rpartition(" ")[2]
        assert content(here, where) == content(house, name)


def test_what_is_damaged_in_the_backup_replaces_nothing(restore: Restore, house: Home, here: Home) -> None:
    name = "layouts/EEM_SPY.ratiodesk"
    LayoutFiles(here).save(Layout(Pair.parse("EEM/SPY"), (line("a", 0.1),)))
    before = content(here, name)
    assert restore()[name].outcome is Outcome.KEPT_BESIDE
    assert content(here, name) == before
    assert content(here, f"restored/{LATER_STAMP}/{name}") == b"{ torn"


def test_copies_of_other_content_are_kept_beside(restore: Restore, house: Home, here: Home) -> None:
    names = (
        "layouts/IWM_SPY (Ann’s conflicted copy).ratiodesk",
        "layouts/EEM_SPY.ratiodesk.damaged-20211228-220000-000001",
        f"restored/{STAMP}/journal/0badcafe.json",
    )
    for name in names:
        (here.root / name).parent.mkdir(parents=True, exist_ok=True)
        (here.root / name).write_bytes(b"mine")
    (house.root / names[0]).write_bytes(content(house, "layouts/QQQ_TLT.ratiodesk").replace(b"4.0", b"4.5"))
    told = restore(preview=True)
    assert {told[name].said for name in names} == {"what is here stays; the one of the backup is kept"}
    found = restore()
    assert {found[name].outcome for name in names} == {Outcome.KEPT_BESIDE}
    assert found[names[0]].said.endswith(
        f"what is here stays; the one of the backup is kept as restored/{LATER_STAMP}/{names[0]}"
    )
    assert found[names[2]].said.endswith(f"is kept as restored/{LATER_STAMP}/journal/0badcafe.json")


def test_a_second_copy_of_a_document_of_the_backup_is_not_kept(restore: Restore, here: Home) -> None:
    name = "backups/QQQ_TLT.ratiodesk"
    here.backups.mkdir(exist_ok=True)
    (here.root / name).write_bytes(b"mine")
    file = restore()[name]
    assert (file.outcome, file.said) == (Outcome.UNCHANGED, "a second copy of a document of the backup")
    assert content(here, name) == b"mine"
    assert not (here.root / "restored" / LATER_STAMP / "backups").exists()


def test_a_portfolio_never_entered_is_taken_whole(restore: Restore, house: Home, here: Home) -> None:
    PortfolioFile(here).change(lambda _: Portfolio())
    file = restore()["portfolio.json"]
    assert (file.outcome, file.said) == (Outcome.MERGED, "nothing else was entered here")
    assert PortfolioFile(here).open().portfolio == PortfolioFile(house).open().portfolio


@pytest.mark.parametrize(
    ("mine", "said"),
    [
        (Portfolio((Lot(Symbol("TLT"), 3.0),), cash=5.0), "what is here stays"),
        (Portfolio(cash=5.0), "what was not entered here is taken in, the rest stays"),
    ],
)
def test_another_portfolio_stays_and_the_other_is_kept_beside(
    restore: Restore, house: Home, here: Home, mine: Portfolio, said: str
) -> None:
    PortfolioFile(here).change(lambda _: mine)
    file = restore()["portfolio.json"]
    assert (file.outcome, file.said.partition(";")[0]) == (Outcome.KEPT_BESIDE, said)
    assert content(here, f"restored/{LATER_STAMP}/portfolio.json") == content(house, "portfolio.json")
    assert PortfolioFile(here).open().portfolio == replace(mine, lots=mine.lots or (Lot(Symbol("SPY"), 10.0),))


def test_the_same_portfolio_in_other_words_is_unchanged(restore: Restore, house: Home, here: Home) -> None:
    here.portfolio.write_bytes(content(house, "portfolio.json") + b"\n")
    assert restore()["portfolio.json"].outcome is Outcome.UNCHANGED
    assert content(here, "portfolio.json").endswith(b"\n\n")


def test_settings_never_set_are_taken(restore: Restore, here: Home) -> None:
    SettingsFile(here.settings).save(Settings(magnet=True, last_pair=Pair("SPY", "IWM")))
    file = restore()["settings.json"]
    assert (file.outcome, file.said) == (Outcome.MERGED, "what was never set here is taken in")
    expected = Settings(magnet=True, candles=True, last_pair=Pair("SPY", "IWM"))
    assert SettingsFile(here.settings).load() == expected


def test_sectors_that_are_missing_are_taken(restore: Restore, here: Home) -> None:
    SectorFile(here).keep(replace(BANKS, symbol=Symbol("SPY")))
    file = restore()["sectors.json"]
    assert (file.outcome, file.said) == (Outcome.MERGED, "sectors of 1 symbol taken in")
    assert [weights.symbol for weights in SectorFile(here).load()] == ["SPY", "XLF"]


def test_a_frozen_plan_with_another_note_stays(
    restore: Restore, house: Home, here: Home, frozen_note: FrozenPlan
) -> None:
    name = f"journal/{frozen_note.id}.json"
    JournalFiles(here).save(frozen_note.with_note("mine"))
    assert restore()[name].outcome is Outcome.KEPT_BESIDE
    assert JournalFiles(here).entries().plans[0].note == "mine"
    assert content(here, f"restored/{LATER_STAMP}/{name}") == content(house, name)


def test_the_same_frozen_plan_in_other_words_is_unchanged(
    restore: Restore, house: Home, here: Home, frozen_note: FrozenPlan
) -> None:
    name = f"journal/{frozen_note.id}.json"
    here.journal.mkdir()
    (here.root / name).write_bytes(content(house, name) + b"\n")
    assert restore()[name].outcome is Outcome.UNCHANGED


@pytest.mark.parametrize(
    ("mine", "back", "beside"),
    [
        ((), (9, 10, 11), ()),
        ((8, 9, 12), (10, 11), (9,)),
        ((1, 2), (), (9, 10, 11)),
        ((11,), (9, 10), (11,)),
    ],
)
def test_versions_come_back_where_they_are_older_than_the_newest_here(
    restore: Restore, here: Home, mine: tuple[int, ...], back: tuple[int, ...], beside: tuple[int, ...]
) -> None:
    folder = here.root / VERSIONS
    folder.mkdir(parents=True)
    (folder / "notes.txt").write_bytes(b"mine")
    for number in mine:
        (folder / f"{number:06d}_20220101T000000Z.ratiodesk").write_bytes(b"mine")
    found = restore()
    names = {number: f"{VERSIONS}/{number}_20211228T22000{number % 10}Z.ratiodesk" for number in (9, 10, 11)}
    for number in back:
        assert (found[names[number]].outcome, content(here, names[number])) == (Outcome.RESTORED, b"%d" % number)
    for number in beside:
        assert found[names[number]].outcome is Outcome.KEPT_BESIDE
        assert content(here, f"restored/{LATER_STAMP}/{names[number]}") == b"%d" % number
    assert (folder / "notes.txt").read_bytes() == b"mine"
    assert sum(path.read_bytes() == b"mine" for path in folder.iterdir()) == len(mine) + 1


def test_a_document_written_by_another_program_meanwhile_is_not_replaced(
    restore: Restore, here: Home, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, worked: Layout
) -> None:
    restore(preview=True)
    real, drawn = Path.exists, []

    def exists(path: Path) -> bool:
        if path.name == "IWM_SPY.ratiodesk" and path.parent == here.layouts and not drawn:
            drawn.append(LayoutFiles(Home(here.root)))
            path.write_bytes(b"theirs, just now")
        return real(path)

    monkeypatch.setattr(Path, "exists", exists)
    restore_archive(here, tmp_path / "saved.zip", clock=clock)
    assert content(here, IWM_SPY) == b"theirs, just now"


def test_a_conflict_copy_comes_before_what_replaces_the_document(
    restore: Restore, here: Home, worked: Layout, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    LayoutFiles(here).save(Layout(worked.pair, (replace(worked.levels[0], ratio=1.9),)))
    restore(preview=True)

    def refuses(*_: object) -> Layout:
        raise NotSaved("Not saved: the disk is full.")

    monkeypatch.setattr(LayoutFiles, "save", refuses)
    with pytest.raises(NotSaved, match=r"stopped at layouts/IWM_SPY\.ratiodesk.*: Not saved: the disk is full\. What"):
        restore_archive(here, tmp_path / "saved.zip", clock=clock)
    assert (here.root / CONFLICT).exists()


def test_what_is_kept_beside_takes_nobodys_place(restore: Restore, here: Home, worked: Layout, tmp_path: Path) -> None:
    LayoutFiles(here).save(Layout(worked.pair, (replace(worked.levels[0], ratio=1.9),)))
    restore(preview=True)
    (here.root / CONFLICT).write_bytes(b"mine")
    with pytest.raises(NotSaved, match="is there already"):
        restore_archive(here, tmp_path / "saved.zip", clock=clock)
    assert content(here, CONFLICT) == b"mine"


def test_a_home_that_is_gone_is_not_made_anew(restore: Restore, here: Home, tmp_path: Path) -> None:
    restore(preview=True)
    shutil.rmtree(here.root)
    here.root.mkdir()
    with pytest.raises(NotSaved, match=r"after 0 of .* files: No such file or directory"):
        restore_archive(here, tmp_path / "saved.zip", clock=clock)
    assert documents(here) == {}
