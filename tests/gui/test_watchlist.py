"""The list of saved pairs: one row each, read in the background; the open pair's row follows at once."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest
from fake_ports import QQQ_IWM, SPY_IWM, Ear, Layouts, Prices, SettingsStore
from PySide6.QtCore import QModelIndex, Qt

from ratiodesk.desk.kept_settings import KeptSettings
from ratiodesk.desk.loader import Loader
from ratiodesk.desk.open_pair import OpenPair
from ratiodesk.desk.watchlist import ROW_ROLE, Watchlist, WatchRow
from ratiodesk.domain.errors import DamagedDocument
from ratiodesk.domain.layout import Layout, View
from ratiodesk.domain.level import Level, LevelId, Role
from ratiodesk.domain.pair import Pair, Symbol
from ratiodesk.domain.ratio import Ratio
from ratiodesk.domain.series import Basis
from ratiodesk.domain.zone import Zone

A = LevelId("a")
PLAN = (
    Level(A, Ratio(2.35), Role.STOP),
    Level(LevelId("b"), Ratio(2.0), Role.ENTRY),
    Level(LevelId("c"), Ratio(1.8), Role.TARGET),
)
SPY_XYZ = Pair.parse("SPY/XYZ")


@dataclass
class Rig:
    """A list, the open pair beside it, and the world both were given."""

    prices: Prices
    layouts: Layouts
    open_pair: OpenPair
    watchlist: Watchlist
    loader: Loader

    @property
    def texts(self) -> list[str]:
        return [self.watchlist.index(row).data() for row in range(self.watchlist.rowCount())]

    @property
    def rows(self) -> list[WatchRow]:
        return [self.watchlist.index(row).data(ROW_ROLE) for row in range(self.watchlist.rowCount())]


def make_rig(as_of: date | None = None) -> Rig:
    prices, layouts, loader = Prices(), Layouts(), Loader()
    layouts.keep(Layout(SPY_IWM, PLAN))
    layouts.keep(Layout(QQQ_IWM, (Level(LevelId("q"), Ratio(1.4)),)))
    open_pair = OpenPair(prices, layouts, KeptSettings(SettingsStore()), as_of)
    return Rig(prices, layouts, open_pair, Watchlist(prices, layouts, open_pair, loader, as_of), loader)


@pytest.fixture
def rig(qapp: Any) -> Iterator[Rig]:
    rig = make_rig()
    yield rig
    rig.loader.close()


# Rows


def test_every_saved_pair_has_a_row_with_ratio_and_zone(rig: Rig) -> None:
    rig.watchlist.refresh_now()
    # QQQ/IWM 300/200 = 1.5, above its one line; SPY/IWM 420/200 = 2.1, between entry 2.0 and stop 2.35.
    assert rig.texts == ["QQQ/IWM 1.500 Above", "SPY/IWM 2.100 Entry zone"]
    assert rig.rows == [WatchRow(QQQ_IWM, Ratio(1.5), Zone.ABOVE), WatchRow(SPY_IWM, Ratio(2.1), Zone.ENTRY)]


def test_before_the_first_reading_the_list_is_empty(rig: Rig) -> None:
    assert rig.watchlist.rowCount() == 0
    assert rig.watchlist.row_of(SPY_IWM) == -1


def test_a_row_says_the_same_to_eyes_and_ears(rig: Rig) -> None:
    rig.watchlist.refresh_now()
    index = rig.watchlist.index(0)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == index.data(Qt.ItemDataRole.DisplayRole)
    assert index.data(Qt.ItemDataRole.ToolTipRole) is None
    assert index.data(Qt.ItemDataRole.DecorationRole) is None


def test_a_row_has_no_rows_below_it(rig: Rig) -> None:
    rig.watchlist.refresh_now()
    assert rig.watchlist.rowCount(rig.watchlist.index(0)) == 0
    assert rig.watchlist.data(QModelIndex()) is None


def test_a_pair_is_found_either_way_up(rig: Rig) -> None:
    rig.watchlist.refresh_now()
    assert rig.watchlist.row_of(SPY_IWM) == 1
    assert rig.watchlist.row_of(SPY_IWM.inverted()) == 1
    assert rig.watchlist.row_of(Pair.parse("QQQ/SPY")) == -1


def test_a_pair_without_prices_keeps_its_row_and_says_why(rig: Rig) -> None:
    rig.layouts.keep(Layout(SPY_XYZ, PLAN))
    rig.watchlist.refresh_now()
    assert rig.rows[2] == WatchRow(SPY_XYZ, problem="There are no prices for XYZ.")
    assert rig.texts[2] == "SPY/XYZ  No prices"
    assert rig.watchlist.index(2).data(Qt.ItemDataRole.ToolTipRole) == "There are no prices for XYZ."
    assert rig.rows[1].zone is Zone.ENTRY, "the other pairs are read all the same"


def test_a_pair_whose_legs_never_traded_together_says_so(rig: Rig) -> None:
    rig.layouts.keep(Layout(Pair.parse("SPY/OLD")))
    rig.watchlist.refresh_now()
    assert "no session in common" in rig.rows[2].problem


def test_a_pair_whose_document_is_damaged_says_so(rig: Rig) -> None:
    damage = DamagedDocument("IWM_QQQ.ratiodesk cannot be read. It is kept as it is.")
    rig.layouts.problems[QQQ_IWM.key] = damage
    rig.watchlist.refresh_now()
    assert rig.rows[0].problem == str(damage)


def test_a_pair_is_read_on_the_basis_it_was_left_on(rig: Rig) -> None:
    rig.layouts.keep(Layout(SPY_IWM, PLAN, view=View(basis=Basis.TOTAL_RETURN)))
    rig.watchlist.refresh_now()
    # 420/160 = 2.625; the lines were drawn on the other basis.
    assert rig.texts[1] == "SPY/IWM 2.625 No levels"


def test_a_list_of_the_past_knows_nothing_later(qapp: Any) -> None:
    rig = make_rig(date(2022, 1, 4))
    rig.watchlist.refresh_now()
    assert rig.texts == ["QQQ/IWM 1.540 Above", "SPY/IWM 2.020 Entry zone"]  # 308/200 and 404/200.


def test_prices_of_a_leg_are_read_once_for_all_its_pairs(rig: Rig) -> None:
    rig.watchlist.refresh_now()
    assert sorted(rig.prices.asked) == ["IWM", "QQQ", "SPY"]


# The open pair


def test_the_row_of_the_open_pair_follows_a_drag(rig: Rig) -> None:
    rig.watchlist.refresh_now()
    rig.open_pair.open(SPY_IWM)
    changed = Ear.on(rig.watchlist.dataChanged)
    rig.open_pair.drag_level(A, 2.05)
    assert rig.texts[1] == "SPY/IWM 2.100 Stopped"
    assert [first.row() for first, _, *_ in changed.heard] == [1]
    rig.open_pair.cancel_drag(A)
    assert rig.texts[1] == "SPY/IWM 2.100 Entry zone"


def test_a_change_that_leaves_the_zone_leaves_the_row(rig: Rig) -> None:
    rig.watchlist.refresh_now()
    rig.open_pair.open(SPY_IWM)
    changed = Ear.on(rig.watchlist.dataChanged)
    rig.open_pair.set_label(A, "peak")
    assert len(changed) == 0


def test_a_newly_opened_pair_comes_into_its_place(rig: Rig) -> None:
    rig.watchlist.refresh_now()
    inserted = Ear.on(rig.watchlist.rowsInserted)
    rig.open_pair.open(Pair.parse("QQQ/SPY"))
    assert [row.pair for row in rig.rows] == [QQQ_IWM, Pair.parse("QQQ/SPY"), SPY_IWM]
    assert len(inserted) == 1


def test_a_pair_turned_over_has_one_row_and_the_list_stays_sorted(rig: Rig) -> None:
    rig.watchlist.refresh_now()
    rig.open_pair.open(SPY_IWM)
    rig.open_pair.open(rig.open_pair.pair.inverted())
    assert [str(row.pair) for row in rig.rows] == ["IWM/SPY", "QQQ/IWM"]
    rig.open_pair.open(rig.open_pair.pair.inverted())
    assert [str(row.pair) for row in rig.rows] == ["QQQ/IWM", "SPY/IWM"]


def test_an_older_reading_does_not_overwrite_the_open_pair(rig: Rig) -> None:
    rig.open_pair.open(SPY_IWM)
    older = rig.watchlist._read_all()
    rig.open_pair.set_value(A, "2.05")
    rig.watchlist._show(older)
    assert rig.texts[1] == "SPY/IWM 2.100 Stopped"


def test_the_pair_left_while_the_list_was_read_stays_in_it(rig: Rig) -> None:
    rig.open_pair.open(SPY_IWM)
    older = rig.watchlist._read_all()
    rig.open_pair.open(QQQ_IWM)
    rig.watchlist._show(older)
    assert [str(row.pair) for row in rig.rows] == ["QQQ/IWM", "SPY/IWM"]


# In the background


def test_refreshing_reads_in_the_background_and_shows_in_the_gui_thread(qtbot: Any, rig: Rig) -> None:
    readers: set[int] = set()
    rig.layouts.pairs = lambda: readers.add(threading.get_ident()) or [QQQ_IWM]
    shown: set[int] = set()
    rig.watchlist.modelReset.connect(lambda: shown.add(threading.get_ident()))
    with qtbot.waitSignal(rig.watchlist.modelReset, timeout=5_000):
        rig.watchlist.refresh()
        assert rig.watchlist.rowCount() == 0
    assert rig.texts == ["QQQ/IWM 1.500 Above"]
    assert shown == {threading.get_ident()}
    assert readers
    assert threading.get_ident() not in readers


def test_refreshing_twice_shows_the_newest_once(qtbot: Any, rig: Rig) -> None:
    resets = Ear.on(rig.watchlist.modelReset)
    rig.watchlist.refresh()
    rig.layouts.keep(replace(Layout(SPY_IWM)))
    rig.watchlist.refresh()
    qtbot.waitUntil(lambda: rig.watchlist.rowCount() == 2)
    assert rig.texts[1] == "SPY/IWM 2.100 No levels"
    assert len(resets) == 1


MANY = [Pair.parse(f"F{place:03d}/IWM") for place in range(130)]


@pytest.fixture
def long_list(rig: Rig) -> Rig:
    """A hundred and thirty saved pairs that have no prices, before two that have."""
    for pair in MANY:
        rig.layouts.keep(Layout(pair))
    return rig


def test_all_pairs_of_a_long_list_stand_there_before_they_are_read(qtbot: Any, long_list: Rig) -> None:
    with qtbot.waitSignal(long_list.watchlist.modelReset):
        long_list.watchlist.refresh()
    rows = long_list.rows
    assert [row.pair for row in rows] == [*MANY, QQQ_IWM, SPY_IWM]
    assert [row.is_read for row in rows[:50]] == [True] * 50
    assert not any(row.is_read for row in rows[50:])
    assert long_list.texts[-1] == "SPY/IWM"
    qtbot.waitUntil(lambda: all(row.is_read for row in long_list.rows))
    assert long_list.texts[-2:] == ["QQQ/IWM 1.500 Above", "SPY/IWM 2.100 Entry zone"]
    assert all("no prices" in row.problem for row in long_list.rows[:130])


def test_reading_a_long_list_again_leaves_what_stands_there_until_it_is_read(qtbot: Any, long_list: Rig) -> None:
    long_list.watchlist.refresh_now()
    resets, changed = Ear.on(long_list.watchlist.modelReset), Ear.on(long_list.watchlist.dataChanged)
    long_list.layouts.keep(Layout(SPY_IWM))
    long_list.watchlist.refresh()
    assert long_list.texts[-1] == "SPY/IWM 2.100 Entry zone"
    qtbot.waitUntil(lambda: long_list.texts[-1] == "SPY/IWM 2.100 No levels")
    assert len(resets) == 0
    assert [(first.row(), last.row()) for first, last, *_ in changed.heard] == [(131, 131)]


def test_a_long_list_that_is_asked_for_twice_is_read_to_its_end_once(qtbot: Any, long_list: Rig) -> None:
    long_list.watchlist.refresh()
    long_list.watchlist.refresh()
    qtbot.waitUntil(lambda: long_list.watchlist.rowCount() > 0 and all(row.is_read for row in long_list.rows))
    long_list.loader.close()
    assert long_list.prices.asked.count(Symbol("SPY")) == 1


def test_a_pair_turned_over_while_a_long_list_is_read_stays_as_it_is_seen(qtbot: Any, long_list: Rig) -> None:
    with qtbot.waitSignal(long_list.watchlist.modelReset):
        long_list.watchlist.refresh()
    long_list.open_pair.open(SPY_IWM.inverted())
    long_list.open_pair.open(QQQ_IWM)
    qtbot.waitUntil(lambda: all(row.is_read for row in long_list.rows))
    row = long_list.rows[long_list.watchlist.row_of(SPY_IWM)]
    assert str(row.pair) == "IWM/SPY"
    assert row.ratio == pytest.approx(1 / 2.1)


def test_refreshing_forgets_pairs_that_are_gone(rig: Rig) -> None:
    rig.watchlist.refresh_now()
    del rig.layouts.documents[QQQ_IWM.key]
    rig.watchlist.refresh_now()
    assert [row.pair for row in rig.rows] == [SPY_IWM]


def test_a_folder_that_cannot_be_listed_is_noticed_in_a_sentence(qtbot: Any, rig: Rig) -> None:
    error = DamagedDocument("The folder of the layouts cannot be read.")

    def refuse() -> list[Pair]:
        raise error

    rig.layouts.pairs = refuse
    with qtbot.waitSignal(rig.open_pair.noticed, timeout=5_000) as said:
        rig.watchlist.refresh()
    assert said.args == [str(error)]
