"""The pair on the screen: opened, turned over, remembered, and left alone where its document cannot be read."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest
from fake_ports import QQQ_IWM, SPY_IWM, Ear, Layouts, Prices, SettingsStore

from ratiodesk.desk.kept_settings import KeptSettings
from ratiodesk.desk.open_pair import OpenPair
from ratiodesk.domain.errors import DamagedDocument, MissingFolder, NewerDocument, NoSession, NotFound, RatioDeskError
from ratiodesk.domain.layout import Layout, View
from ratiodesk.domain.level import Level, LevelId, Role
from ratiodesk.domain.pair import Pair
from ratiodesk.domain.portfolio import Holding
from ratiodesk.domain.ports import Settings
from ratiodesk.domain.ratio import Ratio
from ratiodesk.domain.series import Basis
from ratiodesk.domain.sizing import Sizing
from ratiodesk.domain.zone import Zone

A, B, C = LevelId("a"), LevelId("b"), LevelId("c")
LINES = (Level(A, Ratio(2.35), Role.STOP), Level(B, Ratio(2.0), Role.ENTRY), Level(C, Ratio(1.8), Role.TARGET))
SAVED = Layout(SPY_IWM, LINES, Sizing(account=50_000))
OTHER = Layout(QQQ_IWM, (Level(LevelId("q"), Ratio(1.4)),))
DAMAGE = DamagedDocument("IWM_SPY.ratiodesk cannot be read. It is kept as it is.")
NEWER = NewerDocument("IWM_SPY.ratiodesk is from a newer RatioDesk. It is kept as it is.")


@dataclass
class Rig:
    """An open pair and the world it was given."""

    prices: Prices
    layouts: Layouts
    store: SettingsStore

    def start(self, as_of: date | None = None) -> OpenPair:
        return OpenPair(self.prices, self.layouts, KeptSettings(self.store), as_of)


@pytest.fixture
def rig(qapp: Any) -> Rig:
    rig = Rig(Prices(), Layouts(), SettingsStore())
    rig.layouts.keep(SAVED)
    rig.layouts.keep(OTHER)
    return rig


@pytest.fixture
def desk(rig: Rig) -> OpenPair:
    desk = rig.start()
    desk.open(SPY_IWM)
    rig.store.saved.clear()
    return desk


@pytest.fixture
def damaged(rig: Rig) -> OpenPair:
    """SPY/IWM opened from its backup, its document unreadable."""
    rig.layouts.problems[SPY_IWM.key] = DAMAGE
    desk = rig.start()
    desk.open(SPY_IWM)
    return desk


def seen(desk: OpenPair) -> tuple[object, ...]:
    return (
        desk.pair, desk.layout, desk.problem, desk.can_undo, desk.can_redo, desk.quotes, desk.series, desk.statistics,
        desk.standing, desk.sized,
    )  # fmt: skip


# Opening


def test_opening_reads_prices_and_layout_and_says_so_once(rig: Rig) -> None:
    desk = rig.start()
    opened = Ear.on(desk.opened)
    desk.open(SPY_IWM)
    assert len(opened) == 1
    assert (desk.pair, desk.layout) == (SPY_IWM, SAVED)
    assert desk.series is not None
    assert (desk.series.ratio, desk.series.session) == (2.1, date(2022, 1, 7))
    assert desk.quotes is not None
    assert [quotes.symbol for quotes in desk.quotes.legs] == ["SPY", "IWM"]
    assert desk.standing is not None
    assert desk.standing.zone is Zone.ENTRY
    assert desk.statistics is not None
    assert desk.statistics.percentile == 1.0  # 2.1 is the highest of five ratios.
    assert not isinstance(desk.sized, str)
    assert not desk.problem
    assert rig.layouts.saved == []


def test_a_pair_without_a_document_starts_empty_and_with_the_last_sizing(rig: Rig) -> None:
    rig.layouts.documents.clear()
    rig.store.settings = Settings(sizing=Sizing(account=77_000))
    desk = rig.start()
    desk.open(SPY_IWM)
    assert desk.layout == Layout(SPY_IWM, sizing=Sizing(account=77_000))
    assert isinstance(desk.sized, str)
    assert "no plan yet" in desk.sized


def test_a_saved_pair_keeps_its_own_sizing(rig: Rig) -> None:
    rig.store.settings = Settings(sizing=Sizing(account=77_000))
    desk = rig.start()
    desk.open(SPY_IWM)
    assert desk.layout.sizing.account == 50_000


def test_a_saved_pair_without_lines_keeps_its_own_sizing(rig: Rig) -> None:
    rig.layouts.keep(Layout(SPY_IWM))
    rig.store.settings = Settings(sizing=Sizing(account=77_000))
    desk = rig.start()
    desk.open(SPY_IWM)
    assert desk.layout.sizing == Sizing()


@pytest.mark.parametrize(("pair", "kind"), [("SPY/XYZ", NotFound), ("XYZ/SPY", NotFound), ("SPY/OLD", NoSession)])
def test_a_pair_that_cannot_be_opened_leaves_the_open_one(
    rig: Rig, desk: OpenPair, pair: str, kind: type[RatioDeskError]
) -> None:
    desk.set_label(A, "peak")
    before, opened = seen(desk), Ear.on(desk.opened)
    with pytest.raises(kind):
        desk.open(Pair.parse(pair))
    assert seen(desk) == before
    assert len(opened) == 0
    assert rig.store.saved == []
    desk.undo()
    assert desk.layout.levels == LINES


def test_as_of_leaves_out_what_came_later(rig: Rig) -> None:
    desk = rig.start(as_of=date(2022, 1, 5))
    desk.open(SPY_IWM)
    assert desk.series is not None
    assert (desk.series.ratio, desk.series.session) == (410 / 200, date(2022, 1, 5))
    with pytest.raises(NoSession):
        rig.start(as_of=date(2021, 12, 31)).open(SPY_IWM)


def test_a_note_about_the_document_is_passed_on(rig: Rig) -> None:
    rig.layouts.note = "IWM_SPY.ratiodesk has fields that this RatioDesk does not know (mood); they are kept."
    desk = rig.start()
    noticed = Ear.on(desk.noticed)
    desk.open(SPY_IWM)
    assert noticed.heard == [rig.layouts.note]


def test_a_note_about_the_prices_is_passed_on_once(rig: Rig) -> None:
    rig.prices.said = ["The price cache was damaged; it is built anew."]
    desk = rig.start()
    noticed = Ear.on(desk.noticed)
    for pair in (SPY_IWM, QQQ_IWM, SPY_IWM):
        desk.open(pair)
    assert noticed.heard == rig.prices.said


# Turning over, and the basis


def test_swap_turns_lines_over_and_leaves_the_money(desk: OpenPair) -> None:
    desk.open(desk.pair.inverted())
    assert desk.pair == Pair.parse("IWM/SPY")
    assert desk.series is not None
    assert desk.series.ratio == pytest.approx(1 / 2.1)
    assert [level.ratio for level in desk.layout.levels] == pytest.approx([1 / 2.35, 1 / 2.0, 1 / 1.8])
    assert [level.role for level in desk.layout.levels] == [Role.STOP, Role.ENTRY, Role.TARGET]
    assert desk.layout.sizing == SAVED.sizing
    assert desk.standing is not None
    assert desk.standing.zone is Zone.ENTRY
    desk.open(desk.pair.inverted())
    assert desk.layout == SAVED


def test_another_basis_divides_other_closes_and_moves_no_line(desk: OpenPair) -> None:
    opened = Ear.on(desk.opened)
    desk.set_basis(Basis.TOTAL_RETURN)
    assert len(opened) == 1
    assert desk.series is not None
    assert desk.series.ratio == 420 / 160
    assert desk.layout.levels == LINES
    assert desk.standing is not None
    assert desk.standing.zone is Zone.NONE
    desk.set_basis(Basis.PRICE)
    assert desk.standing.zone is Zone.ENTRY


def test_the_basis_in_view_again_is_no_change(desk: OpenPair) -> None:
    opened = Ear.on(desk.opened)
    desk.set_basis(Basis.PRICE)
    assert len(opened) == 0


def test_the_ratio_axis_of_one_basis_is_not_taken_to_the_other(desk: OpenPair) -> None:
    desk.keep_view(View(range="5Y", low=1.5, high=2.5))
    desk.set_basis(Basis.TOTAL_RETURN)
    assert desk.layout.view == View(range="5Y", basis=Basis.TOTAL_RETURN)


# Settings


def test_the_last_pair_is_remembered(rig: Rig, desk: OpenPair) -> None:
    desk.open(QQQ_IWM)
    desk.open(QQQ_IWM)
    assert [settings.last_pair for settings in rig.store.saved] == [QQQ_IWM]
    assert rig.start().last_pair == QQQ_IWM


def test_the_first_pair_of_all_is_spy_iwm(rig: Rig) -> None:
    assert rig.start().last_pair == SPY_IWM


def test_settings_that_cannot_be_written_are_noticed_and_the_pair_opens(rig: Rig, desk: OpenPair) -> None:
    rig.store.failure = "The settings could not be written."
    noticed = Ear.on(desk.noticed)
    desk.open(QQQ_IWM)
    assert desk.pair == QQQ_IWM
    assert noticed.heard == [rig.store.failure]


# A document that cannot be read

EDITS: dict[str, Callable[[OpenPair], object]] = {
    "add": lambda desk: desk.add_level(2.2),
    "drag": lambda desk: desk.drag_level(A, 2.4),
    "drop": lambda desk: desk.drop_level(A, 2.4),
    "value": lambda desk: desk.set_value(A, "2.4"),
    "nudge": lambda desk: desk.nudge(A, 1),
    "role": lambda desk: desk.set_role(A, Role.PLAIN),
    "label": lambda desk: desk.set_label(A, "peak"),
    "colour": lambda desk: desk.set_colour(A, "#123456"),
    "lock": lambda desk: desk.set_locked(A, locked=True),
    "remove": lambda desk: desk.remove_level(A),
    "undo": lambda desk: desk.undo(),
    "redo": lambda desk: desk.redo(),
    "sizing": lambda desk: desk.set_sizing(Sizing(account=1_000)),
    "holding": lambda desk: desk.set_holding(Holding(SPY_IWM.numerator, 5_000.0)),
}


def test_an_unreadable_document_is_opened_read_only(damaged: OpenPair) -> None:
    assert damaged.problem == str(DAMAGE)
    assert damaged.can_set_aside
    assert damaged.layout == SAVED


@pytest.mark.parametrize("name", EDITS)
def test_read_only_refuses_every_edit_and_says_why(rig: Rig, damaged: OpenPair, name: str) -> None:
    noticed, failed = Ear.on(damaged.noticed), Ear.on(damaged.save_failed)
    EDITS[name](damaged)
    assert damaged.layout == SAVED
    assert noticed.heard == [f"Nothing was changed: {DAMAGE}"]
    assert len(failed) == 0
    assert rig.layouts.saved == []


def test_read_only_refuses_to_convert_a_line(rig: Rig, damaged: OpenPair) -> None:
    damaged.set_basis(Basis.TOTAL_RETURN)
    noticed = Ear.on(damaged.noticed)
    damaged.convert_level(A)
    assert damaged.layout.levels == LINES
    assert noticed.heard == [f"Nothing was changed: {DAMAGE}"]


def test_read_only_says_that_a_typed_value_was_not_taken(damaged: OpenPair) -> None:
    assert damaged.set_value(A, "2.4") != ""


def test_read_only_writes_no_view_either(rig: Rig, damaged: OpenPair) -> None:
    failed = Ear.on(damaged.save_failed)
    damaged.keep_view(View(range="5Y"))
    damaged.flush()
    assert (rig.layouts.saved, len(failed)) == ([], 0)
    assert damaged.layout.view.range == "5Y"


def test_another_pair_can_be_edited_after_an_unreadable_one(rig: Rig, damaged: OpenPair) -> None:
    damaged.open(QQQ_IWM)
    assert not damaged.problem
    assert damaged.add_level(1.6) is not None
    assert [layout.pair for layout in rig.layouts.saved] == [QQQ_IWM]


def test_setting_aside_keeps_the_damaged_document_and_saves_what_is_on_the_screen(rig: Rig, damaged: OpenPair) -> None:
    noticed, opened, saved = Ear.on(damaged.noticed), Ear.on(damaged.opened), Ear.on(damaged.saved)
    damaged.set_aside()
    assert rig.layouts.put_aside == [SPY_IWM]
    assert rig.layouts.saved == [SAVED]
    assert noticed.heard == ["The unreadable layout is kept as IWM_SPY.ratiodesk.damaged."]
    assert (len(opened), len(saved), damaged.problem, damaged.can_set_aside) == (1, 1, "", False)
    damaged.remove_level(A)
    assert rig.layouts.documents[SPY_IWM.key].levels == LINES[1:]


def test_a_document_that_cannot_be_set_aside_stays_read_only(rig: Rig, damaged: OpenPair) -> None:
    rig.layouts.failure = "IWM_SPY.ratiodesk could not be renamed."
    noticed = Ear.on(damaged.noticed)
    damaged.set_aside()
    assert noticed.heard == [rig.layouts.failure]
    assert damaged.problem == str(DAMAGE)
    assert damaged.layout == SAVED


@pytest.mark.parametrize("problem", [NEWER, MissingFolder("The folder is missing.")])
def test_the_document_of_a_newer_version_is_not_set_aside_nor_one_that_is_away(
    rig: Rig, problem: DamagedDocument
) -> None:
    rig.layouts.problems[SPY_IWM.key] = problem
    desk = rig.start()
    desk.open(SPY_IWM)
    assert not desk.can_set_aside
    desk.set_aside()
    assert rig.layouts.put_aside == []
    assert desk.problem == str(problem)


def test_a_sound_document_is_not_set_aside(rig: Rig, desk: OpenPair) -> None:
    desk.set_aside()
    assert rig.layouts.put_aside == []


# Before anything is open


@pytest.mark.parametrize("name", ["undo", "redo", "sizing", "holding", "add"])
def test_nothing_is_written_while_no_pair_could_be_opened(rig: Rig, name: str) -> None:
    rig.store.settings = Settings(last_pair=SPY_IWM)
    rig.prices.missing.add("IWM")
    desk = rig.start()
    with pytest.raises(NotFound):
        desk.open(desk.last_pair)
    EDITS[name](desk)
    desk.flush()
    assert rig.layouts.documents[SPY_IWM.key] == SAVED, "the saved lines are overwritten"


def test_before_anything_is_open_there_is_nothing_to_say(rig: Rig) -> None:
    desk = rig.start()
    assert (desk.series, desk.standing, desk.quotes, desk.problem) == (None, None, None, "")
    assert not desk.can_undo
    assert not desk.can_set_aside
    desk.keep_view(replace(View(), range="5Y"))
    desk.set_basis(Basis.TOTAL_RETURN)
    desk.flush()
    assert rig.layouts.saved == []
