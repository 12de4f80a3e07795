"""A desk beside other programs: what they write is on the screen a moment later."""

import json
from pathlib import Path

import pytest
from fake_ports import QQQ_IWM, SPY_IWM, Ear
from fake_world import World
from person import User
from PySide6.QtCore import Qt

from ratiodesk.desk.desk_parts import DeskParts
from ratiodesk.domain.errors import DamagedDocument
from ratiodesk.domain.layout import Layout
from ratiodesk.domain.level import Level, LevelId
from ratiodesk.domain.pair import Pair
from ratiodesk.domain.portfolio import Lot, Portfolio
from ratiodesk.domain.shared_port import News
from ratiodesk.storage.home import Home
from ratiodesk.storage.layout_files import LayoutFiles
from ratiodesk.storage.portfolio_file import PortfolioFile

CONTROL = Qt.KeyboardModifier.ControlModifier
LAYOUT = "layouts/IWM_SPY.ratiodesk"


@pytest.fixture
def others(user: User, home: Path) -> LayoutFiles:
    """The documents as another program changes them, beside a desk that watches."""
    user.desk.parts.disk_watch.start()
    return LayoutFiles(Home(home))


def ratios(user: User) -> list[float]:
    return sorted(round(line.ratio, 2) for line in user.desk.open_pair.layout.levels)


def draw(files: LayoutFiles, pair: Pair, ratio: float) -> None:
    opened = files.open(pair)
    files.save(opened.layout.add(Level(LevelId(f"t{ratio}"), ratio)))


def test_a_line_drawn_elsewhere_appears_and_undo_leaves_it(user: User, others: LayoutFiles) -> None:
    user.place(2.5)
    draw(others, SPY_IWM, 2.1)
    user.qtbot.waitUntil(lambda: ratios(user) == [2.1, 2.5])
    assert "changed elsewhere" in user.text("statusReading")
    user.chart.setFocus()
    user.key(Qt.Key.Key_Z, CONTROL)
    assert ratios(user) == [2.1]
    assert ratios(user) == [line.ratio for line in others.open(SPY_IWM).layout.levels]


def test_a_file_that_is_written_in_place_is_seen(user: User, others: LayoutFiles, home: Path) -> None:
    user.place(2.5)
    fields = json.loads((home / LAYOUT).read_bytes())
    fields["levels"][0]["label"] = "peak"
    # The folder does not change by it.
    user.qtbot.waitUntil(lambda: str(home / LAYOUT) in user.desk.parts.disk_watch._watcher.files())
    (home / LAYOUT).write_text(json.dumps(fields))
    user.qtbot.waitUntil(lambda: user.desk.open_pair.layout.levels[0].label == "peak")


def test_a_pair_that_appears_or_goes_away_elsewhere_is_listed_so(user: User, others: LayoutFiles) -> None:
    watchlist = user.desk.watchlist
    with user.qtbot.waitSignal(user.desk.parts.disk_watch.pairs_changed):
        draw(others, QQQ_IWM, 1.5)
    user.qtbot.waitUntil(lambda: QQQ_IWM in watchlist.pairs())
    others.path(QQQ_IWM).unlink()
    user.qtbot.waitUntil(lambda: QQQ_IWM not in watchlist.pairs())


def test_what_the_desk_writes_itself_is_no_news(user: User, others: LayoutFiles) -> None:
    watch = user.desk.parts.disk_watch
    pairs, noticed = Ear.on(watch.pairs_changed), Ear.on(user.desk.open_pair.noticed)
    user.place(2.5)
    user.open("QQQ/IWM")
    user.place(2.4)
    noticed.heard.clear()
    watch.look()
    assert (len(pairs), len(noticed)) == (0, 0)


def test_a_document_that_is_removed_elsewhere_is_told_and_written_again(user: User, others: LayoutFiles) -> None:
    user.place(2.5)
    others.path(SPY_IWM).unlink()
    user.qtbot.waitUntil(lambda: "is gone" in user.text("statusReading"))
    assert ratios(user) == [2.5]
    user.place(2.4)
    assert len(others.open(SPY_IWM).layout.levels) == 2


def test_a_half_written_document_is_told_and_then_taken_in(user: User, others: LayoutFiles, home: Path) -> None:
    user.place(2.5)
    draw(others, SPY_IWM, 2.1)
    whole = (home / LAYOUT).read_bytes()
    user.qtbot.waitUntil(lambda: ratios(user) == [2.1, 2.5])
    (home / LAYOUT).write_bytes(whole[:-40])
    user.qtbot.waitUntil(lambda: user.find("messageBar").isVisible())
    assert user.text("statusSaved") == "Read-only"
    assert user.text("messageText").endswith("It is kept as it is. What it held before is shown.")
    (home / LAYOUT).write_bytes(whole)
    user.qtbot.waitUntil(lambda: not user.find("messageBar").isVisible())
    assert user.text("statusSaved") == "Saved"
    assert ratios(user) == [2.1, 2.5]


def test_a_line_let_go_over_a_damaged_document_is_kept_by_the_button(
    user: User, others: LayoutFiles, home: Path
) -> None:
    user.place(2.5)
    (line,) = user.desk.open_pair.layout.levels
    user.drag(user.at(line.ratio), user.at(2.4), release=False)
    (home / LAYOUT).write_bytes(b"{")
    user.release(user.at(2.4))
    assert user.text("statusSaved").startswith("Not saved")
    user.qtbot.waitUntil(lambda: user.find("messageBar").isVisible())
    held = user.level(line.id).ratio
    user.find("messageAction").click()
    assert user.text("statusSaved") == "Saved"
    assert [level.ratio for level in LayoutFiles(Home(home)).open(SPY_IWM).layout.levels] == [held]


def test_a_document_that_another_program_holds_is_read_once_it_lets_go(
    user: User, others: LayoutFiles, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    user.desk.parts.disk_watch._away.setInterval(20)
    user.place(2.5)
    fields = json.loads((home / LAYOUT).read_bytes())
    fields["levels"][0]["label"] = "peak"
    (home / "new").write_text(json.dumps(fields))

    def refuse(*_: object) -> None:
        raise DamagedDocument("It cannot be read: Permission denied.")

    with monkeypatch.context() as held:
        held.setattr("ratiodesk.storage.layout_files.read_file", refuse)
        (home / "new").replace(home / LAYOUT)
        user.qtbot.waitUntil(lambda: user.find("messageBar").isVisible())
        assert user.text("messageText").endswith("Permission denied. What it held before is shown.")
        assert ratios(user) == [2.5]
    user.qtbot.waitUntil(lambda: user.text("statusSaved") == "Saved")
    assert not user.find("messageBar").isVisible()
    assert user.desk.open_pair.layout.levels[0].label == "peak"


def test_a_portfolio_that_another_program_holds_is_read_once_it_lets_go(watched: DeskParts, world: World) -> None:
    lot = Lot(SPY_IWM.numerator, 12.0)
    world.portfolio.problem = DamagedDocument("It cannot be read: Permission denied.")
    world.shared.told = [News(portfolio=True)]
    watched.disk_watch.look()
    world.portfolio.problem, world.portfolio.portfolio = None, Portfolio((lot,))
    assert watched.disk_watch._away.isActive()
    watched.disk_watch._away.timeout.emit()
    assert watched.portfolio.now.lots == (lot,)


def test_a_folder_that_comes_back_is_watched_again(user: User, others: LayoutFiles, home: Path) -> None:
    user.place(2.5)
    watcher = user.desk.parts.disk_watch._watcher
    (home / "layouts").rename(home / "elsewhere")
    user.qtbot.waitUntil(lambda: watcher.directories() == [str(home)])
    (home / "elsewhere").rename(home / "layouts")
    user.qtbot.waitUntil(lambda: str(home / "layouts") in watcher.directories())
    draw(others, SPY_IWM, 2.1)
    user.qtbot.waitUntil(lambda: ratios(user) == [2.1, 2.5])


def test_a_portfolio_that_is_changed_elsewhere_is_taken_in(user: User, others: LayoutFiles, home: Path) -> None:
    lot = Lot(SPY_IWM.numerator, 12.0)
    PortfolioFile(Home(home)).change(lambda portfolio: portfolio.with_lot(lot))
    user.qtbot.waitUntil(lambda: user.desk.parts.portfolio.now.lots == (lot,))


def test_a_portfolio_that_is_damaged_in_place_is_told(user: User, others: LayoutFiles, home: Path) -> None:
    portfolio = user.desk.parts.portfolio
    portfolio.change(lambda now: now.with_lot(Lot(SPY_IWM.numerator, 12.0)))
    path = str(home / "portfolio.json")
    user.qtbot.waitUntil(lambda: path in user.desk.parts.disk_watch._watcher.files())
    (home / "portfolio.json").write_bytes(b"{")
    user.qtbot.waitUntil(lambda: "cannot be read" in portfolio.problem)
    assert len(portfolio.now.lots) == 1


def test_a_line_in_the_hand_stays_there(user: User, others: LayoutFiles) -> None:
    user.place(2.5)
    (line,) = user.desk.open_pair.layout.levels
    start = user.at(line.ratio)
    user.drag(start, user.at(2.3), release=False)
    draw(others, SPY_IWM, 2.1)
    user.desk.parts.disk_watch.look()
    held = user.level(line.id).ratio
    assert held != line.ratio
    assert len(user.desk.open_pair.layout.levels) == 1
    user.release(user.at(2.3))
    assert sorted(other.ratio for other in user.desk.open_pair.layout.levels) == sorted(
        (2.1, user.level(line.id).ratio)
    )
    assert len(others.open(SPY_IWM).layout.levels) == 2


# Without a folder


@pytest.fixture
def watched(started: DeskParts, world: World) -> DeskParts:
    started.disk_watch.start()
    return started


def test_what_happened_between_the_start_and_the_watch_is_taken_in(started: DeskParts, world: World) -> None:
    world.layouts.keep(Layout(SPY_IWM, (Level(LevelId("t"), 2.0),)))
    started.disk_watch.start()
    assert len(started.open_pair.layout.levels) == 1


def test_nothing_is_lost_of_what_is_news_of_other_pairs(watched: DeskParts, world: World) -> None:
    pairs, copies = Ear.on(watched.disk_watch.pairs_changed), Ear.on(watched.disk_watch.copies_changed)
    world.shared.told = [News((QQQ_IWM,)), News((SPY_IWM,)), News((SPY_IWM, QQQ_IWM), copies=True), News()]
    world.layouts.keep(Layout(SPY_IWM, (Level(LevelId("t"), 2.0),)))
    heard = []
    for _ in range(4):
        watched.disk_watch.look()
        heard.append((len(pairs), len(copies), len(watched.open_pair.layout.levels)))
    assert heard == [(1, 0, 0), (1, 0, 1), (2, 1, 1), (2, 1, 1)]


def test_a_home_that_is_away_is_looked_for_again(watched: DeskParts, world: World) -> None:
    world.shared.told = [None, News((SPY_IWM,))]
    world.layouts.keep(Layout(SPY_IWM, (Level(LevelId("t"), 2.0),)))
    watched.disk_watch.look()
    assert watched.disk_watch._away.isActive()
    watched.disk_watch._away.timeout.emit()
    assert len(watched.open_pair.layout.levels) == 1


def test_it_is_started_once(watched: DeskParts) -> None:
    watcher = watched.disk_watch._watcher
    watched.disk_watch.start()
    assert watched.disk_watch._watcher is watcher
