"""What others did to the documents since it was last looked at; what this program wrote is no news."""

import os
from pathlib import Path

import pytest

from ratiodesk.domain.layout import Layout
from ratiodesk.domain.level import Level, LevelId
from ratiodesk.domain.pair import Pair
from ratiodesk.domain.portfolio import Lot
from ratiodesk.domain.shared_port import News
from ratiodesk.storage.home import Home, open_home
from ratiodesk.storage.layout_files import LayoutFiles
from ratiodesk.storage.portfolio_file import PortfolioFile
from ratiodesk.storage.shared_files import SharedFiles

SPY_IWM, QQQ_IWM = Pair.parse("SPY/IWM"), Pair.parse("QQQ/IWM")
A, B = Level(LevelId("a"), 2.1), Level(LevelId("b"), 2.3)


@pytest.fixture
def house(home: Path) -> Home:
    return open_home(str(home))


@pytest.fixture
def shared(house: Home) -> SharedFiles:
    shared = SharedFiles(house)
    assert shared.news() == News()
    return shared


def test_what_was_there_at_the_start_is_no_news(house: Home) -> None:
    LayoutFiles(house).save(Layout(SPY_IWM, (A,)))
    shared = SharedFiles(house)
    assert shared.news() == News()
    assert shared.news() == News()


def test_a_document_that_appears_changes_or_goes_away_is_news_once(house: Home, shared: SharedFiles) -> None:
    others = LayoutFiles(house)
    for step in (
        lambda: others.save(Layout(SPY_IWM, (A,))),
        lambda: others.save(Layout(SPY_IWM, (A, B))),
        others.path(SPY_IWM).unlink,
    ):
        step()
        assert shared.news() == News((SPY_IWM.inverted(),))
        assert shared.news() == News()


def test_several_documents_are_news_together(house: Home, shared: SharedFiles) -> None:
    for pair in (SPY_IWM, QQQ_IWM):
        LayoutFiles(house).save(Layout(pair))
    assert shared.news() == News((QQQ_IWM.inverted(), SPY_IWM.inverted()))


def test_what_is_written_here_is_no_news(house: Home) -> None:
    shared = SharedFiles(house)
    ours = LayoutFiles(house, shared=shared)
    ours.save(Layout(QQQ_IWM))
    assert shared.news() == News()
    ours.save(Layout(SPY_IWM, (A,)))
    ours.save(Layout(QQQ_IWM, (A,)))
    assert shared.news() == News()


def test_the_same_length_and_time_is_news_if_it_is_another_file(house: Home, shared: SharedFiles) -> None:
    path = LayoutFiles(house).path(SPY_IWM)
    path.write_bytes(b"one")
    os.utime(path, ns=(1, 1))
    assert shared.news() == News((SPY_IWM.inverted(),))
    other = path.with_name("new")
    other.write_bytes(b"two")
    os.utime(other, ns=(1, 1))
    other.rename(path)
    assert shared.news() == News((SPY_IWM.inverted(),))


@pytest.mark.parametrize(
    "name", ["IWM_SPY.conflict-20261127.ratiodesk", "IWM_SPY-DESKTOP.ratiodesk", "IWM_SPY (1).ratiodesk"]
)
def test_another_copy_is_news_of_copies(house: Home, shared: SharedFiles, name: str) -> None:
    (house.layouts / name).write_bytes(b"{}")
    news = shared.news()
    assert news is not None
    assert news.copies


def test_temporary_files_and_notes_are_no_news(house: Home, shared: SharedFiles) -> None:
    for name in (".IWM_SPY.ratiodesk-x.tmp", "notes.txt", "._IWM_SPY.ratiodesk"):
        (house.layouts / name).write_bytes(b"x")
    assert shared.news() == News()


def test_the_portfolio_is_news(house: Home, shared: SharedFiles) -> None:
    PortfolioFile(house).change(lambda portfolio: portfolio.with_lot(Lot(SPY_IWM.numerator, 1.0)))
    assert shared.news() == News(portfolio=True)
    assert shared.news() == News()


def test_a_folder_that_is_away_for_a_while_is_no_news(house: Home, shared: SharedFiles, home: Path) -> None:
    LayoutFiles(house).save(Layout(SPY_IWM, (A,)))
    assert shared.news() == News((SPY_IWM.inverted(),))
    house.layouts.rename(home / "elsewhere")
    assert shared.news() is None
    assert LayoutFiles(house).pairs() == []
    assert shared.watched(SPY_IWM) == [home]
    (home / "elsewhere").rename(house.layouts)
    assert shared.news() == News()


def test_the_folders_and_the_document_are_watched(house: Home, shared: SharedFiles, home: Path) -> None:
    assert shared.watched(SPY_IWM) == [home, house.layouts]
    LayoutFiles(house).save(Layout(SPY_IWM, (A,)))
    assert shared.watched(SPY_IWM) == [home, house.layouts, house.layouts / "IWM_SPY.ratiodesk"]
    PortfolioFile(house).change(lambda portfolio: portfolio.with_lot(Lot(SPY_IWM.numerator, 12.0)))
    assert house.portfolio in shared.watched(SPY_IWM)  # Written in place, it changes no folder.


def test_a_document_that_vanishes_while_it_is_noted_is_left_alone(house: Home, shared: SharedFiles) -> None:
    shared.note(house.layouts / "IWM_SPY.ratiodesk")
    assert shared.news() == News()


def test_a_broken_link_is_no_document(house: Home, shared: SharedFiles) -> None:
    (house.layouts / "IWM_SPY.ratiodesk").symlink_to(house.layouts / "nowhere")
    assert shared.news() == News()


def test_a_link_in_a_circle_hides_no_news(house: Home, shared: SharedFiles) -> None:
    link = house.layouts / "QQQ_SPY.ratiodesk"
    link.symlink_to(link)
    LayoutFiles(house).save(Layout(SPY_IWM, (A,)))
    assert shared.news() == News((SPY_IWM.inverted(),))
