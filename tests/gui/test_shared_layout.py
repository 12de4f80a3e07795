"""What others do to the document of the open pair is taken in, into what is seen and into every step of undo."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from fake_ports import QQQ_IWM, SPY_IWM, Ear, Layouts, Prices, SettingsStore

from ratiodesk.desk.kept_settings import KeptSettings
from ratiodesk.desk.open_pair import OpenPair
from ratiodesk.domain.errors import DamagedDocument
from ratiodesk.domain.layout import Layout, View
from ratiodesk.domain.level import Level, LevelId, Role
from ratiodesk.domain.merge import merge_layouts
from ratiodesk.domain.pair import Symbol
from ratiodesk.domain.portfolio import Holding
from ratiodesk.domain.ratio import Ratio
from ratiodesk.domain.sizing import Sizing

A, B, T = LevelId("a"), LevelId("b"), LevelId("t")
LINES = (Level(A, Ratio(2.35), Role.STOP), Level(B, Ratio(2.0), Role.ENTRY))
THEIRS = Level(T, Ratio(1.9))


class MergingLayouts(Layouts):
    """Documents that others change too: what was not seen here is merged when it is written."""

    def __init__(self) -> None:
        super().__init__()
        self.known: dict[Any, Layout] = {}
        self.clashes = 0

    def open(self, pair: Any) -> Any:
        opened = super().open(pair)
        if opened.exists and opened.problem is None:
            self.known[pair.key] = opened.layout
        return opened

    def peek(self, pair: Any) -> Any:
        return super().open(pair)

    def save(self, layout: Layout) -> Layout:
        there = self.documents.get(layout.pair.key)
        if there is not None and not self.failure:
            known = self.known.get(layout.pair.key, Layout(layout.pair))
            merged = merge_layouts(known.seen_as(layout.pair), layout, there.seen_as(layout.pair))
            self.clashes += merged.is_clash
            layout = merged.layout
        written = super().save(layout)
        self.known[layout.pair.key] = written
        return written


@pytest.fixture
def layouts() -> MergingLayouts:
    layouts = MergingLayouts()
    layouts.keep(Layout(SPY_IWM, LINES))
    return layouts


@pytest.fixture
def desk(qapp: Any, layouts: MergingLayouts) -> OpenPair:
    desk = OpenPair(Prices(), layouts, KeptSettings(SettingsStore()))
    desk.open(SPY_IWM)
    return desk


def change(layouts: Layouts, **changes: Any) -> None:
    """Write the document as another program does."""
    layouts.keep(replace(layouts.documents[SPY_IWM.key], **changes))


def by_id(desk: OpenPair) -> dict[str, float]:
    return {line.id: line.ratio for line in desk.layout.levels}


def test_what_others_drew_moved_and_removed_is_seen_at_once(desk: OpenPair, layouts: MergingLayouts) -> None:
    changed, noticed = Ear.on(desk.layout_changed), Ear.on(desk.noticed)
    change(layouts, levels=(replace(LINES[0], ratio=2.4), THEIRS), sizing=Sizing(account=7_000.0))
    desk.reread_document()
    assert by_id(desk) == {A: 2.4, T: 1.9}
    assert desk.layout.sizing.account == 7_000.0
    assert desk.standing is not None
    assert len(desk.standing.levels) == 2
    assert (len(changed), noticed.heard) == (1, ["What was changed elsewhere on SPY/IWM was taken in."])
    assert layouts.saved == []


def test_what_is_as_it_was_written_here_is_no_news(desk: OpenPair, layouts: MergingLayouts) -> None:
    desk.set_label(A, "peak")
    noticed = Ear.on(desk.noticed)
    desk.reread_document()
    change(layouts, levels=layouts.documents[SPY_IWM.key].levels[::-1])  # The order is nothing that is seen.
    desk.reread_document()
    assert len(noticed) == 0


def test_how_others_look_at_the_pair_moves_nothing_here(desk: OpenPair, layouts: MergingLayouts) -> None:
    change(layouts, view=View("10Y"))
    desk.reread_document()
    assert desk.layout.view == View()


def test_undo_leaves_what_others_did(desk: OpenPair, layouts: MergingLayouts) -> None:
    desk.set_label(A, "peak")
    desk.drop_level(B, 2.05)
    change(layouts, levels=(replace(desk.layout.level(A), locked=True), desk.layout.level(B), THEIRS))
    desk.reread_document()
    desk.undo()
    assert by_id(desk) == {A: 2.35, B: 2.0, T: 1.9}
    desk.undo()
    assert (desk.layout.level(A).label, desk.layout.level(A).locked) == ("", True)
    desk.redo()
    desk.redo()
    assert by_id(desk) == {A: 2.35, B: 2.05, T: 1.9}
    assert layouts.documents[SPY_IWM.key].levels == desk.layout.levels


def test_the_pair_turned_over_takes_it_in_as_well(desk: OpenPair, layouts: MergingLayouts) -> None:
    desk.open(SPY_IWM.inverted())
    change(layouts, levels=(*LINES, replace(THEIRS, ratio=2.5)))
    desk.reread_document()
    assert desk.layout.level(T).ratio == 0.4


def test_what_waits_to_be_written_is_merged_with_what_others_wrote(desk: OpenPair, layouts: MergingLayouts) -> None:
    layouts.failure = "Not saved: the disk is full."
    desk.set_label(A, "peak")
    change(layouts, levels=(*LINES, THEIRS))
    desk.open(QQQ_IWM)
    desk.open(SPY_IWM)  # Reading it here is not taking it in: what waits would take it away.
    layouts.failure = ""
    desk.reread_document()
    assert by_id(desk) == {A: 2.35, B: 2.0, T: 1.9}
    assert layouts.documents[SPY_IWM.key].levels == desk.layout.levels
    assert desk.layout.level(A).label == "peak"


def test_a_nudge_that_waits_is_written_and_merged(desk: OpenPair, layouts: MergingLayouts) -> None:
    for _ in range(2):
        desk.nudge(A, 1)
    change(layouts, levels=(*layouts.documents[SPY_IWM.key].levels, THEIRS))
    desk.reread_document()
    assert by_id(desk) == {A: 2.352, B: 2.0, T: 1.9}
    assert layouts.documents[SPY_IWM.key].levels == desk.layout.levels


def test_the_same_line_moved_in_two_places_stays_here(desk: OpenPair, layouts: MergingLayouts) -> None:
    change(layouts, levels=(replace(LINES[0], ratio=2.4, label="peak"), LINES[1]))
    desk.drop_level(A, 2.3)
    assert by_id(desk)[A] == 2.3
    assert desk.layout.level(A).label == "peak"
    assert layouts.clashes == 1


def test_a_document_that_goes_away_keeps_its_lines_on_the_screen(desk: OpenPair, layouts: MergingLayouts) -> None:
    noticed = Ear.on(desk.noticed)
    del layouts.documents[SPY_IWM.key]
    desk.reread_document()
    desk.reread_document()
    assert noticed.heard == ["The document of SPY/IWM is gone: the next change writes it again."]
    desk.keep_view(View("5Y"))
    desk.flush()
    assert layouts.documents == {}  # Looking at it is no change.
    desk.set_label(A, "peak")
    assert by_id(desk) == {A: 2.35, B: 2.0}
    assert layouts.documents[SPY_IWM.key] == desk.layout


def test_a_document_that_comes_back_older_loses_no_line(desk: OpenPair, layouts: MergingLayouts) -> None:
    del layouts.documents[SPY_IWM.key]
    layouts.known.clear()  # As whoever reads the files forgets what is not there any more.
    desk.reread_document()
    layouts.keep(Layout(SPY_IWM, (LINES[0], THEIRS)))
    desk.reread_document()
    assert by_id(desk) == {A: 2.35, B: 2.0, T: 1.9}
    assert layouts.documents[SPY_IWM.key].levels == desk.layout.levels


def test_a_document_that_appears_for_a_pair_that_was_only_looked_at(desk: OpenPair, layouts: MergingLayouts) -> None:
    desk.open(QQQ_IWM)
    layouts.keep(Layout(QQQ_IWM, (Level(T, Ratio(1.4)),), holdings=(Holding(Symbol("QQQ"), 5.0),)))
    desk.reread_document()
    assert by_id(desk) == {T: 1.4}
    assert len(desk.layout.holdings) == 1
    assert layouts.saved == []
    desk.keep_view(View("5Y"))
    desk.flush()
    assert layouts.documents[QQQ_IWM.key].view == View("5Y")


def test_a_document_that_is_damaged_meanwhile_is_told_until_it_can_be_read(
    desk: OpenPair, layouts: MergingLayouts
) -> None:
    opened = Ear.on(desk.opened)
    layouts.problems[SPY_IWM.key] = DamagedDocument("It is half of one.")
    desk.reread_document()
    desk.reread_document()
    assert (desk.problem, desk.can_set_aside, len(opened)) == ("It is half of one.", True, 1)
    assert by_id(desk) == {A: 2.35, B: 2.0}
    del layouts.problems[SPY_IWM.key]
    change(layouts, levels=(*LINES, THEIRS))
    desk.reread_document()
    assert (desk.problem, len(opened)) == ("", 2)
    assert by_id(desk) == {A: 2.35, B: 2.0, T: 1.9}


def test_lines_that_wait_for_a_damaged_document_are_offered_the_way_out(
    desk: OpenPair, layouts: MergingLayouts
) -> None:
    opened = Ear.on(desk.opened)
    layouts.problems[SPY_IWM.key] = DamagedDocument("It is half of one.")
    layouts.failure = "Not saved: it is half of one."
    desk.set_label(A, "peak")
    desk.reread_document()
    assert (desk.problem, desk.can_set_aside, len(opened)) == ("It is half of one.", True, 1)
    del layouts.problems[SPY_IWM.key]
    layouts.failure = ""
    desk.flush()
    assert (desk.problem, len(opened)) == ("", 2)
    assert layouts.documents[SPY_IWM.key].levels == desk.layout.levels
    assert desk.layout.level(A).label == "peak"


def test_lines_that_wait_for_another_reason_can_be_changed_once_the_document_is_whole(
    desk: OpenPair, layouts: MergingLayouts
) -> None:
    layouts.failure = "Not saved: the disk is full."
    desk.set_label(A, "peak")
    layouts.problems[SPY_IWM.key] = DamagedDocument("It is half of one.")
    desk.reread_document()
    del layouts.problems[SPY_IWM.key]
    desk.reread_document()
    assert desk.problem == ""
    desk.set_label(B, "trough")
    assert [line.label for line in desk.layout.levels] == ["peak", "trough"]


def test_a_damaged_document_that_goes_away_is_written_again_with_what_is_shown(
    desk: OpenPair, layouts: MergingLayouts
) -> None:
    layouts.problems[SPY_IWM.key] = DamagedDocument("It is half of one.")
    desk.reread_document()
    del layouts.problems[SPY_IWM.key], layouts.documents[SPY_IWM.key]
    desk.reread_document()
    assert (desk.problem, by_id(desk)) == ("", {A: 2.35, B: 2.0})
    desk.set_label(A, "peak")
    assert layouts.documents[SPY_IWM.key].levels == desk.layout.levels


def test_a_document_that_was_never_there_is_not_said_to_be_gone(desk: OpenPair, layouts: MergingLayouts) -> None:
    layouts.problems[QQQ_IWM.key] = DamagedDocument("The folder is missing.")
    desk.open(QQQ_IWM)
    noticed = Ear.on(desk.noticed)
    del layouts.problems[QQQ_IWM.key]
    desk.reread_document()
    assert (desk.problem, noticed.heard) == ("", [])


def test_a_document_that_is_damaged_again_is_not_said_to_be_shown_as_a_version(
    desk: OpenPair, layouts: MergingLayouts
) -> None:
    desk.kept = datetime(2021, 12, 28, tzinfo=UTC)
    for problem in (DamagedDocument("It is half of one."), None, DamagedDocument("It is empty.")):
        layouts.problems.pop(SPY_IWM.key, None)
        if problem is not None:
            layouts.problems[SPY_IWM.key] = problem
        desk.reread_document()
    assert (desk.problem, desk.kept) == ("It is empty.", None)


def test_a_document_that_is_damaged_and_then_gone_is_written_again(desk: OpenPair, layouts: MergingLayouts) -> None:
    layouts.problems[SPY_IWM.key] = DamagedDocument("It is half of one.")
    desk.reread_document()
    del layouts.problems[SPY_IWM.key], layouts.documents[SPY_IWM.key]
    noticed = Ear.on(desk.noticed)
    desk.reread_document()
    assert (desk.problem, by_id(desk)) == ("", {A: 2.35, B: 2.0})
    assert noticed.heard == ["The document of SPY/IWM is gone: the next change writes it again."]
    desk.drop_level(B, 2.05)
    assert layouts.documents[SPY_IWM.key].levels == desk.layout.levels


def test_a_line_on_no_disk_is_written_when_a_damaged_document_can_be_read(
    desk: OpenPair, layouts: MergingLayouts
) -> None:
    del layouts.documents[SPY_IWM.key]
    desk.reread_document()
    layouts.problems[SPY_IWM.key] = DamagedDocument("It is half of one.")
    desk.reread_document()
    del layouts.problems[SPY_IWM.key]
    layouts.keep(Layout(SPY_IWM, (*LINES, THEIRS)))
    desk.reread_document()
    assert (desk.problem, by_id(desk)) == ("", {A: 2.35, B: 2.0, T: 1.9})
    desk.drop_level(B, 2.05)
    assert layouts.documents[SPY_IWM.key].levels == desk.layout.levels


def test_a_change_that_waits_is_written_once_the_document_can_be_read(desk: OpenPair, layouts: MergingLayouts) -> None:
    layouts.failure = "Not saved."
    desk.drop_level(B, 2.05)
    layouts.problems[SPY_IWM.key] = DamagedDocument("The folder is missing.")
    desk.open(QQQ_IWM)
    desk.open(SPY_IWM)
    assert desk.problem == "The folder is missing."
    layouts.failure = ""
    del layouts.problems[SPY_IWM.key]
    desk.reread_document()
    assert (desk.problem, by_id(desk)) == ("", {A: 2.35, B: 2.05})
    assert layouts.documents[SPY_IWM.key].levels == desk.layout.levels


def test_a_document_that_goes_away_while_it_is_read_changes_nothing(
    desk: OpenPair, layouts: MergingLayouts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(layouts, "open", lambda pair: replace(layouts.peek(pair), layout=Layout(pair), exists=False))
    desk.reread_document()
    assert by_id(desk) == {A: 2.35, B: 2.0}


def test_without_an_open_pair_nothing_is_read(qapp: Any, layouts: MergingLayouts) -> None:
    desk = OpenPair(Prices(), layouts, KeptSettings(SettingsStore()))
    desk.reread_document()
    assert desk.layout.levels == ()


def test_taking_over_is_one_step(desk: OpenPair, layouts: MergingLayouts) -> None:
    other = Layout(SPY_IWM, (THEIRS,), Sizing(account=7_000.0))
    assert desk.take_over(lambda layout: replace(layout, levels=other.levels, sizing=other.sizing))
    assert layouts.documents[SPY_IWM.key] == desk.layout == other
    desk.undo()
    assert (desk.layout.levels, desk.layout.sizing) == (LINES, Sizing())
