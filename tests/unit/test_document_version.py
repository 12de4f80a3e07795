"""What kept versions hold: layouts, the portfolio, plans that are gone."""

from dataclasses import replace
from pathlib import Path

import pytest

from ratiodesk.domain.frozen_plan import FrozenId, FrozenPlan
from ratiodesk.domain.layout import Layout
from ratiodesk.domain.level import LevelId
from ratiodesk.domain.pair import Pair, Symbol
from ratiodesk.domain.portfolio import Lot, Portfolio
from ratiodesk.storage.document_version import DocumentVersions
from ratiodesk.storage.home import Home, open_home
from ratiodesk.storage.journal_files import JournalFiles
from ratiodesk.storage.layout_files import LayoutFiles
from ratiodesk.storage.portfolio_file import PortfolioFile
from ratiodesk.storage.version_files import VersionFiles

PAIR = Pair.parse("SPY/IWM")


@pytest.fixture
def house(home: Path) -> Home:
    return open_home(str(home))


@pytest.fixture
def versions(house: Home) -> DocumentVersions:
    return DocumentVersions(house)


def test_layouts_come_in_the_orientation_asked_for(versions: DocumentVersions, house: Home, worked: Layout) -> None:
    files = LayoutFiles(house)
    files.save(worked)
    fewer = files.save(worked.remove(LevelId("stop")))
    assert [kept.content for kept in versions.of_pair(PAIR)] == [fewer, worked]
    turned = versions.of_pair(PAIR.inverted())
    assert [kept.content.pair for kept in turned] == [PAIR.inverted()] * 2
    assert [kept.version.number for kept in turned] == [2, 1]
    assert turned[0].content.has_work_of(fewer)


def test_what_is_no_layout_of_the_pair_is_left_out_and_stays(
    versions: DocumentVersions, house: Home, worked: Layout
) -> None:
    files = LayoutFiles(house)
    files.save(worked)
    files.save(Layout(Pair.parse("QQQ/TLT")))
    other = VersionFiles(house).read("QQQ_TLT.ratiodesk", 1)
    for content in (b"{", other):
        VersionFiles(house).keep("IWM_SPY.ratiodesk", content)
    assert [kept.version.number for kept in versions.of_pair(PAIR)] == [1]
    assert len(list((house.versions / "IWM_SPY.ratiodesk").iterdir())) == 3


def test_pairs_with_versions_are_listed_without_their_documents_too(
    versions: DocumentVersions, house: Home, worked: Layout, frozen_note: FrozenPlan
) -> None:
    files = LayoutFiles(house)
    for layout in (worked, Layout(Pair.parse("QQQ/TLT"))):
        files.save(layout)
    PortfolioFile(house).change(lambda now: replace(now, cash=1.0))
    JournalFiles(house).save(frozen_note)
    (house.versions / "mine.ratiodesk").mkdir()
    (house.versions / "SPY_IWM.ratiodesk").mkdir()
    files.path(PAIR).unlink()
    assert [str(pair) for pair in versions.pairs()] == ["IWM/SPY", "QQQ/TLT"]


def test_every_portfolio_is_a_version(versions: DocumentVersions, house: Home) -> None:
    file, lot = PortfolioFile(house), Lot(Symbol("SPY"), shares=1.0)
    file.change(lambda now: now.with_lot(lot))
    file.change(lambda now: now.without_lot(lot.symbol))
    assert [kept.content for kept in versions.of_portfolio()] == [Portfolio(), Portfolio((lot,))]


def test_plans_that_are_gone_come_back_as_they_were_last(
    versions: DocumentVersions, house: Home, frozen_note: FrozenPlan
) -> None:
    journal = JournalFiles(house)
    twin, unreadable = (replace(frozen_note, id=FrozenId(name)) for name in ("0000bbbb", "0000cccc"))
    for plan in (frozen_note, twin, unreadable):
        journal.save(plan)
    assert versions.lost_plans() == ()
    noted = frozen_note.with_note("patience")
    journal.save(noted)
    journal.remove(frozen_note.id)
    journal.remove(unreadable.id)
    for path in (house.versions / "journal_0000cccc.json").iterdir():
        path.write_bytes(b"{")
    assert [kept.content for kept in versions.lost_plans()] == [noted]
    journal.save(noted)
    assert versions.lost_plans() == ()
