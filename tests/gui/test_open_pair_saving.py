"""What is written and when: at once, a view a moment later, and nothing is lost where writing fails."""

import contextlib
import math
from dataclasses import replace
from typing import Any

import pytest
from fake_ports import QQQ_IWM, SPY_IWM, Ear, Layouts, Prices, SettingsStore

from ratiodesk.desk.kept_settings import KeptSettings
from ratiodesk.desk.open_pair import OpenPair
from ratiodesk.domain.cost import CostRates
from ratiodesk.domain.errors import DamagedDocument, NotFound
from ratiodesk.domain.layout import Layout, View
from ratiodesk.domain.level import Level, LevelId, Role
from ratiodesk.domain.pair import Pair
from ratiodesk.domain.portfolio import Holding
from ratiodesk.domain.ports import Settings
from ratiodesk.domain.position import Execution
from ratiodesk.domain.ratio import Ratio
from ratiodesk.domain.series import Basis
from ratiodesk.domain.sizing import Sizing

A, B = LevelId("a"), LevelId("b")
LINES = (Level(A, Ratio(2.35), Role.STOP), Level(B, Ratio(2.0), Role.ENTRY))
FULL = "Not saved: the disk is full."
FIVE_YEARS = View(range="5Y")


@pytest.fixture
def layouts() -> Layouts:
    layouts = Layouts()
    layouts.keep(Layout(SPY_IWM, LINES))
    return layouts


@pytest.fixture
def store() -> SettingsStore:
    return SettingsStore()


@pytest.fixture
def desk(qapp: Any, layouts: Layouts, store: SettingsStore) -> OpenPair:
    desk = OpenPair(Prices(), layouts, KeptSettings(store))
    desk.open(SPY_IWM)
    store.saved.clear()
    return desk


# Where writing fails


def test_a_change_that_cannot_be_written_stays_on_the_screen(desk: OpenPair, layouts: Layouts) -> None:
    layouts.failure = FULL
    failed, saved = Ear.on(desk.save_failed), Ear.on(desk.saved)
    desk.set_label(A, "peak")
    assert (failed.heard, len(saved)) == ([FULL], 0)
    assert desk.layout.level(A).label == "peak"
    assert desk.can_undo


def test_the_next_change_writes_all_that_could_not_be_written(desk: OpenPair, layouts: Layouts) -> None:
    layouts.failure = FULL
    desk.set_label(A, "peak")
    desk.set_sizing(Sizing(account=7_000))
    layouts.failure = ""
    saved = Ear.on(desk.saved)
    desk.set_label(B, "range low")
    assert len(saved) == 1
    assert layouts.documents[SPY_IWM.key] == desk.layout
    assert [level.label for level in desk.layout.levels] == ["peak", "range low"]
    assert desk.layout.sizing.account == 7_000


def test_leaving_a_pair_writes_what_could_not_be_written_before(desk: OpenPair, layouts: Layouts) -> None:
    layouts.failure = FULL
    desk.set_label(A, "peak")
    layouts.failure = ""
    desk.flush()
    assert layouts.documents[SPY_IWM.key].level(A).label == "peak"


def test_a_change_that_cannot_be_written_survives_another_pair(desk: OpenPair, layouts: Layouts) -> None:
    layouts.failure = FULL
    desk.set_label(A, "peak")
    desk.open(QQQ_IWM)
    desk.open(SPY_IWM)
    assert desk.layout.level(A).label == "peak"
    layouts.failure = ""
    desk.flush()
    assert layouts.documents[SPY_IWM.key].level(A).label == "peak"


def test_a_change_of_one_pair_writes_what_waits_of_another(desk: OpenPair, layouts: Layouts) -> None:
    layouts.failure = FULL
    desk.set_label(A, "peak")
    desk.open(QQQ_IWM)
    layouts.failure = ""
    saved = Ear.on(desk.saved)
    desk.add_level(1.4)
    assert layouts.documents[SPY_IWM.key].level(A).label == "peak"
    assert len(layouts.documents[QQQ_IWM.key].levels) == 1
    assert len(saved) == 1


def test_a_change_that_waits_is_turned_over_with_its_pair(desk: OpenPair, layouts: Layouts) -> None:
    layouts.failure = FULL
    desk.set_value(A, "2.4")
    desk.open(desk.pair.inverted())
    assert desk.layout.level(A).ratio == pytest.approx(1 / 2.4)
    desk.undo()
    assert desk.layout.level(A).ratio == pytest.approx(1 / 2.35)
    layouts.failure = ""
    desk.flush()
    assert layouts.documents[SPY_IWM.key].seen_as(SPY_IWM).levels == LINES


def test_a_document_damaged_behind_a_change_that_waits_can_be_set_aside(desk: OpenPair, layouts: Layouts) -> None:
    damage = DamagedDocument("IWM_SPY.ratiodesk cannot be read. It is kept as it is.")
    layouts.problems[SPY_IWM.key] = damage
    desk.set_label(A, "peak")
    desk.open(QQQ_IWM)
    desk.open(SPY_IWM)
    assert desk.layout.level(A).label == "peak"
    assert desk.problem == str(damage)
    desk.set_aside()
    assert layouts.documents[SPY_IWM.key].level(A).label == "peak"


# Money


def test_other_sizing_is_written_for_the_pair_and_for_new_ones(
    desk: OpenPair, layouts: Layouts, store: SettingsStore
) -> None:
    changed = Ear.on(desk.layout_changed)
    sizing = Sizing(50_000, 0.02, Execution.ROTATE)
    desk.set_sizing(sizing)
    assert layouts.saved == [Layout(SPY_IWM, LINES, sizing)]
    assert [settings.sizing for settings in store.saved] == [sizing]
    assert len(changed) == 1
    desk.open(QQQ_IWM)
    assert desk.layout.sizing == sizing


OF_ONE_PAIR = Sizing(
    account=50_000,
    costs=CostRates(order=1.0, borrow=0.3, short_dividend=0.02, holding_sessions=60),
    tranches=(0.0, 0.5),
)
OF_ANY_PAIR = Sizing(account=50_000, costs=CostRates(order=1.0, holding_sessions=60))


def test_what_belongs_to_one_pair_does_not_travel_to_new_ones(
    desk: OpenPair, layouts: Layouts, store: SettingsStore
) -> None:
    desk.set_sizing(OF_ONE_PAIR)
    assert layouts.saved[-1].sizing == OF_ONE_PAIR
    assert store.settings.sizing == OF_ANY_PAIR
    desk.open(QQQ_IWM)
    assert desk.layout.sizing == OF_ANY_PAIR
    desk.open(SPY_IWM)
    desk.undo()
    desk.redo()
    assert (desk.layout.sizing, store.settings.sizing) == (OF_ONE_PAIR, OF_ANY_PAIR)


def test_what_an_older_version_remembered_of_one_pair_stays_behind(
    qapp: Any, layouts: Layouts, store: SettingsStore
) -> None:
    store.settings = Settings(sizing=OF_ONE_PAIR)
    desk = OpenPair(Prices(), layouts, KeptSettings(store))
    assert desk.layout.sizing == OF_ANY_PAIR
    desk.open(QQQ_IWM)
    assert desk.layout.sizing == OF_ANY_PAIR


def test_the_same_sizing_is_no_change(desk: OpenPair, layouts: Layouts, store: SettingsStore) -> None:
    desk.set_sizing(Sizing())
    assert (layouts.saved, store.saved) == ([], [])


def test_sizing_is_kept_for_the_pair_when_the_settings_cannot_be_written(
    desk: OpenPair, layouts: Layouts, store: SettingsStore
) -> None:
    store.failure = "The settings could not be written."
    noticed = Ear.on(desk.noticed)
    desk.set_sizing(Sizing(account=7_000))
    assert noticed.heard == [store.failure]
    assert layouts.documents[SPY_IWM.key].sizing.account == 7_000


def test_a_holding_is_written_and_replaced(desk: OpenPair, layouts: Layouts) -> None:
    changed = Ear.on(desk.layout_changed)
    for value in (40_000.0, 30_000.0):
        desk.set_holding(Holding(SPY_IWM.numerator, value))
    assert [[held.value for held in layout.holdings] for layout in layouts.saved] == [[40_000], [30_000]]
    assert len(changed) == 2


def test_the_same_holding_is_no_change(desk: OpenPair, layouts: Layouts) -> None:
    for _ in range(2):
        desk.set_holding(Holding(SPY_IWM.numerator, 40_000.0))
    assert len(layouts.saved) == 1


# The view


def test_a_view_is_written_a_moment_later_and_once(qtbot: Any, desk: OpenPair, layouts: Layouts) -> None:
    with qtbot.waitSignal(desk.saved, timeout=5_000):
        for name in ("1Y", "3Y", "5Y"):
            desk.keep_view(View(range=name))
        assert layouts.saved == []
    assert layouts.saved == [Layout(SPY_IWM, LINES, view=FIVE_YEARS)]
    desk.flush()
    assert len(layouts.saved) == 1


def test_the_view_in_sight_again_is_no_change(desk: OpenPair, layouts: Layouts) -> None:
    desk.keep_view(View())
    desk.flush()
    assert layouts.saved == []


def test_a_pair_that_was_only_looked_at_gets_no_document(desk: OpenPair, layouts: Layouts) -> None:
    desk.open(QQQ_IWM)
    desk.keep_view(FIVE_YEARS)
    desk.set_basis(Basis.TOTAL_RETURN)
    desk.flush()
    assert layouts.saved == []
    assert QQQ_IWM.key not in layouts.documents


def test_the_first_line_of_a_pair_brings_its_view_along(desk: OpenPair, layouts: Layouts) -> None:
    desk.open(QQQ_IWM)
    desk.keep_view(FIVE_YEARS)
    desk.add_level(1.4)
    assert layouts.documents[QQQ_IWM.key].view == FIVE_YEARS
    desk.keep_view(View(range="1Y"))
    desk.flush()
    assert layouts.documents[QQQ_IWM.key].view.range == "1Y"


def test_a_saved_pair_without_lines_keeps_its_view(desk: OpenPair, layouts: Layouts) -> None:
    layouts.keep(Layout(QQQ_IWM))
    desk.open(QQQ_IWM)
    desk.keep_view(FIVE_YEARS)
    desk.flush()
    assert layouts.documents[QQQ_IWM.key].view == FIVE_YEARS


def test_a_change_takes_the_waiting_view_along(desk: OpenPair, layouts: Layouts) -> None:
    desk.keep_view(FIVE_YEARS)
    desk.set_label(A, "peak")
    desk.flush()
    assert layouts.saved == [desk.layout]
    assert desk.layout.view == FIVE_YEARS


@pytest.mark.parametrize("pair", ["QQQ/IWM", "IWM/SPY", "SPY/XYZ"])
def test_opening_another_pair_writes_the_waiting_view_first(desk: OpenPair, layouts: Layouts, pair: str) -> None:
    desk.keep_view(FIVE_YEARS)
    with contextlib.suppress(NotFound):
        desk.open(Pair.parse(pair))
    assert layouts.saved == [Layout(SPY_IWM, LINES, view=FIVE_YEARS)]


def test_a_waiting_view_is_not_written_for_the_next_pair(desk: OpenPair, layouts: Layouts) -> None:
    desk.keep_view(FIVE_YEARS)
    desk.open(QQQ_IWM)
    layouts.saved.clear()
    desk.flush()
    assert layouts.saved == []
    assert desk.layout.view == View()


def test_a_failed_opening_still_writes_the_view_of_the_open_pair_later(desk: OpenPair, layouts: Layouts) -> None:
    with pytest.raises(NotFound):
        desk.open(Pair.parse("SPY/XYZ"))
    desk.keep_view(FIVE_YEARS)
    desk.flush()
    assert layouts.documents[SPY_IWM.key].view == FIVE_YEARS


def test_a_view_written_during_a_drag_does_not_write_the_preview(desk: OpenPair, layouts: Layouts) -> None:
    desk.drag_level(A, 2.05)
    desk.keep_view(FIVE_YEARS)
    desk.flush()
    assert layouts.saved == [Layout(SPY_IWM, LINES, view=FIVE_YEARS)]
    assert desk.layout.level(A).ratio == 2.05


def test_money_changed_during_a_drag_does_not_write_the_preview(desk: OpenPair, layouts: Layouts) -> None:
    desk.drag_level(A, 2.05)
    desk.set_sizing(Sizing(account=7_000))
    desk.set_holding(Holding(SPY_IWM.numerator, 1_000.0))
    assert [layout.levels for layout in layouts.saved] == [LINES, LINES]


def test_the_basis_is_part_of_the_view(desk: OpenPair, layouts: Layouts) -> None:
    desk.set_basis(Basis.TOTAL_RETURN)
    assert layouts.saved == []
    desk.flush()
    assert layouts.saved == [Layout(SPY_IWM, LINES, view=replace(View(), basis=Basis.TOTAL_RETURN))]
    desk.open(QQQ_IWM)
    desk.open(SPY_IWM)
    assert desk.series is not None
    assert desk.series.basis is Basis.TOTAL_RETURN


def test_the_compared_pair_is_written_a_moment_later_and_outlives_other_views(
    qtbot: Any, desk: OpenPair, layouts: Layouts
) -> None:
    with qtbot.waitSignal(desk.saved, timeout=5_000):
        desk.set_compare(QQQ_IWM)
        assert layouts.saved == []
    desk.keep_view(FIVE_YEARS)
    desk.set_basis(Basis.TOTAL_RETURN)
    desk.flush()
    expected = View(range="5Y", basis=Basis.TOTAL_RETURN, compare=QQQ_IWM)
    assert layouts.documents[SPY_IWM.key].view == expected
    desk.set_compare(None)
    desk.flush()
    assert layouts.documents[SPY_IWM.key].view == replace(expected, compare=None)


def test_the_same_compared_pair_is_no_change(desk: OpenPair, layouts: Layouts) -> None:
    desk.set_compare(None)
    desk.flush()
    assert layouts.saved == []


def test_the_interval_of_the_document_is_kept(desk: OpenPair, layouts: Layouts) -> None:
    layouts.keep(Layout(QQQ_IWM, LINES, view=View(interval="1wk")))
    desk.open(QQQ_IWM)
    desk.keep_view(FIVE_YEARS)
    desk.flush()
    assert layouts.documents[QQQ_IWM.key].view == View(range="5Y", interval="1wk")


def test_last_digits_that_turning_over_changes_are_no_change_elsewhere(
    desk: OpenPair, layouts: Layouts, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[str] = []
    desk.noticed.connect(heard.append)
    save = layouts.save

    def save_as_it_was(layout: Layout) -> Layout:
        lines = tuple(replace(line, ratio=Ratio(math.nextafter(line.ratio, 9))) for line in layout.levels)
        return replace(save(layout), levels=lines)

    monkeypatch.setattr(layouts, "save", save_as_it_was)
    desk.set_label(A, "support")
    assert heard == []
    assert desk.layout.level(A).ratio == 2.35
