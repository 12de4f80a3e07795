"""Sectors of what is held: asked for behind everything else, and kept."""

from datetime import timedelta
from typing import Any

import pytest
from fake_documents import TODAY, told
from fake_ports import NOW, SPY_IWM, Ear
from fake_world import World, settle

from ratiodesk.desk.desk_parts import DeskParts
from ratiodesk.desk.sector_refresh import FRESH
from ratiodesk.domain.errors import (
    BadReply,
    Offline,
    RateLimited,
    SourceError,
)
from ratiodesk.domain.level import LevelId
from ratiodesk.domain.pair import Symbol
from ratiodesk.domain.portfolio import Lot
from ratiodesk.domain.sector import TYPED, SectorWeights

SPY, IWM, QQQ = Symbol("SPY"), Symbol("IWM"), Symbol("QQQ")


def test_nothing_is_asked_before_the_start_or_before_it_matters(open_parts: DeskParts, world: World) -> None:
    open_parts.sectors.ask_next()
    open_parts.sectors.start()
    settle(open_parts.loader)
    assert world.sector_source.asked == []


def test_the_legs_of_a_position_are_asked_for_once_and_kept(planned: DeskParts, world: World) -> None:
    source = world.sector_source
    source.answers = {SPY: told(SPY), IWM: told(IWM)}
    planned.sectors.start()
    for _ in range(3):
        settle(planned.loader)
    assert source.asked == [SPY, IWM]
    assert world.sector_store.kept == {SPY: told(SPY), IWM: told(IWM)}
    assert [row.name for row in planned.open_pair.sized.portfolio.sectors] == ["Financials", "Not known"]  # type: ignore[union-attr]
    planned.open_pair.drag_level(LevelId(planned.open_pair.layout.levels[0].id), 2.31)
    planned.open_pair.open(SPY_IWM)
    settle(planned.loader)
    assert source.asked == [SPY, IWM]


def test_a_fund_without_sectors_is_not_asked_for_again(planned: DeskParts, world: World) -> None:
    planned.sectors.start()
    for _ in range(3):
        settle(planned.loader)
    assert world.sector_source.asked == [SPY, IWM]
    assert world.sector_store.kept[SPY] == SectorWeights(SPY, (), TODAY, "")
    assert planned.portfolio.sectors(SPY) is None
    planned.portfolio.changed.emit()
    settle(planned.loader)
    assert world.sector_source.asked == [SPY, IWM]


@pytest.fixture
def known_before(world: World) -> World:
    """A world whose source told of SPY too long ago, and of IWM just not."""
    old, young = TODAY - FRESH - timedelta(days=1), TODAY - FRESH
    world.sector_store.kept = {SPY: told(SPY, old), IWM: told(IWM, young)}
    return world


def test_old_sectors_are_asked_for_again_and_serve_meanwhile(
    known_before: World, planned: DeskParts, world: World
) -> None:
    old = TODAY - FRESH - timedelta(days=1)
    world.sector_source.answers = {SPY: told(SPY)}
    world.sector_source.gate.clear()
    planned.sectors.start()
    assert planned.portfolio.sectors(SPY) == told(SPY, old)
    world.sector_source.gate.set()
    for _ in range(2):
        settle(planned.loader)
    assert world.sector_source.asked == [SPY]
    assert planned.portfolio.sectors(SPY) == told(SPY)


def test_what_was_typed_is_not_asked_for(planned: DeskParts, world: World) -> None:
    typed = SectorWeights(SPY, (("Energy", 1.0),), TODAY, TYPED)
    planned.portfolio.change(lambda now: now.with_sectors(typed))
    planned.sectors.start()
    for _ in range(2):
        settle(planned.loader)
    assert world.sector_source.asked == [IWM]
    assert planned.portfolio.sectors(SPY) == typed


def test_one_unusable_answer_keeps_no_other_symbol_from_being_asked_for(planned: DeskParts, world: World) -> None:
    source = world.sector_source
    source.answers = {SPY: BadReply("Yahoo’s answer cannot be read."), IWM: told(IWM)}
    planned.sectors.start()
    for _ in range(4):
        settle(planned.loader)
    # What is known of another one is no reason to ask for it again.
    assert source.asked == [SPY, IWM]
    assert planned.portfolio.sectors(IWM) == told(IWM)
    assert SPY not in world.sector_store.kept
    source.answers[SPY] = told(SPY)
    planned.open_pair.open(SPY_IWM)
    for _ in range(2):
        settle(planned.loader)
    assert source.asked == [SPY, IWM, SPY]


@pytest.mark.parametrize("error", [Offline("Yahoo cannot be reached."), RateLimited("Yahoo asks for a pause.", NOW)])
def test_a_source_that_fails_is_left_alone_until_another_pair_is_open(
    planned: DeskParts, world: World, error: SourceError
) -> None:
    world.sector_source.answers = {SPY: error, IWM: error}
    noticed = Ear.on(planned.portfolio.noticed)
    planned.sectors.start()
    for _ in range(2):
        settle(planned.loader)
    planned.open_pair.reread()
    settle(planned.loader)
    assert world.sector_source.asked == [SPY]
    assert world.sector_store.kept == {}
    assert len(noticed) == 0  # Nobody asked for it, and nothing is lost.
    world.sector_source.answers = {SPY: told(SPY), IWM: told(IWM)}
    planned.open_pair.open(SPY_IWM)
    for _ in range(3):
        settle(planned.loader)
    assert world.sector_source.asked == [SPY, SPY, IWM]


def test_an_answer_that_cannot_be_kept_serves_all_the_same(planned: DeskParts, world: World) -> None:
    world.sector_store.failure = "Sectors not saved."
    world.sector_source.answers = {SPY: told(SPY), IWM: told(IWM)}
    planned.sectors.start()
    for _ in range(3):
        settle(planned.loader)
    assert planned.portfolio.sectors(IWM) == told(IWM)


def test_offline_nobody_is_asked(world: World, qapp: Any) -> None:
    world.is_online = False
    parts = world.desk()
    parts.open_pair.open(SPY_IWM)
    parts.portfolio.change(lambda now: now.with_lot(Lot(SPY, 10.0)))
    parts.sectors.start()
    settle(parts.loader)
    assert world.sector_source.asked == []
    parts.loader.close()
