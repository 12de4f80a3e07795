"""Instruments that fit what is typed: those at hand at once, those of the source once typing pauses."""

from typing import Any

import pytest
from fake_ports import Ear
from fake_world import World, settle
from hypothesis import given
from hypothesis import strategies as st

from ratiodesk.desk.desk_parts import DeskParts
from ratiodesk.desk.symbol_search import SymbolSearch, matching
from ratiodesk.domain.errors import Offline
from ratiodesk.domain.pair import Symbol
from ratiodesk.domain.quotes import Listing

SPDR = Listing(Symbol("SPY"), "SPDR S&P 500 ETF Trust", "NYSEArca")
SPIDER = Listing(Symbol("XLK"), "Technology Select Sector SPDR", "NYSEArca")
SPOT = Listing(Symbol("SPOT"), "Spotify Technology", "NYSE")


@pytest.fixture
def search(parts: DeskParts, world: World) -> SymbolSearch:
    world.prices.names = [SPDR, SPIDER]
    world.feed.found = {"sp": [SPOT, SPDR], "spo": [SPOT]}
    return parts.search


def symbols(answer: tuple[str, list[Listing]]) -> list[str]:
    return [listing.symbol for listing in answer[1]]


def test_what_is_at_hand_is_found_at_once(search: SymbolSearch, world: World) -> None:
    found = Ear.on(search.found)
    search.ask("sp")
    # A symbol that begins so, then a word of a name that does; IWM and QQQ fit in neither.
    assert found.heard == [("sp", [SPDR, SPIDER])]
    assert world.feed.searched == []


def test_an_instrument_without_a_name_is_found_by_its_symbol(search: SymbolSearch) -> None:
    found = Ear.on(search.found)
    search.ask("IW")
    assert found.heard == [("IW", [Listing(Symbol("IWM"))])]


def test_the_source_is_asked_once_typing_pauses(search: SymbolSearch, world: World, qtbot: Any) -> None:
    found = Ear.on(search.found)
    for query in ("s", "sp", "spx", "sp"):
        search.ask(query)
    qtbot.waitUntil(lambda: len(found) == 5)
    assert world.feed.searched == ["sp"]
    # The source's order comes first, each instrument once.
    assert symbols(found.heard[-1]) == ["SPOT", "SPY", "XLK"]


def test_an_answer_is_remembered_in_any_case_of_letters(search: SymbolSearch, world: World, qtbot: Any) -> None:
    found = Ear.on(search.found)
    search.ask("sp")
    qtbot.waitUntil(lambda: len(found) == 2)
    search.ask("")
    search.ask(" SP ")
    assert symbols(found.heard[-1]) == ["SPOT", "SPY", "XLK"]
    assert not search._timer.isActive()


def test_an_answer_to_an_older_query_is_dropped(
    search: SymbolSearch, world: World, qtbot: Any, parts: DeskParts
) -> None:
    world.feed.hold("sp")
    search.ask("sp")
    qtbot.waitUntil(lambda: world.feed.searched == ["sp"])
    found = Ear.on(search.found)
    search.ask("spo")
    qtbot.waitUntil(lambda: len(found) == 2)
    world.feed.let_go("sp")
    settle(parts.loader)
    assert [query for query, _ in found.heard] == ["spo", "spo"]
    assert symbols(found.heard[-1]) == ["SPOT"]


def test_an_emptied_field_ends_the_search(search: SymbolSearch, world: World, qtbot: Any, parts: DeskParts) -> None:
    world.feed.hold("sp")
    search.ask("sp")
    qtbot.waitUntil(lambda: world.feed.searched == ["sp"])
    found = Ear.on(search.found)
    search.ask("  ")
    world.feed.let_go("sp")
    settle(parts.loader)
    assert found.heard == [("", [])]


def test_a_failure_leaves_what_is_shown_and_says_nothing(
    search: SymbolSearch, world: World, qtbot: Any, parts: DeskParts
) -> None:
    world.feed.found["sp"] = Offline("Yahoo cannot be reached.")
    found, noticed, failed = (
        Ear.on(signal) for signal in (search.found, parts.open_pair.noticed, parts.updater.failed)
    )
    search.ask("sp")
    qtbot.waitUntil(lambda: world.feed.searched == ["sp"])
    settle(parts.loader)
    assert [len(ear) for ear in (found, noticed, failed)] == [1, 0, 0]
    search.ask("sp")
    assert search._timer.isActive(), "the source is asked again"


def test_what_came_to_hand_meanwhile_is_found_after_forgetting(search: SymbolSearch, world: World) -> None:
    found = Ear.on(search.found)
    search.ask("gl")
    world.prices.names.append(Listing(Symbol("GLD"), "Gold"))
    search.ask("gl")
    search.forget_known()
    search.ask("gl")
    assert [symbols(answer) for answer in found.heard] == [[], [], ["GLD"]]


def test_offline_memory_is_all_there_is(world: World, qapp: Any) -> None:
    world.is_online = False
    world.prices.names = [SPDR]
    search = world.desk().search
    found = Ear.on(search.found)
    search.ask("sp")
    assert [symbols(answer) for answer in found.heard] == [["SPY"]]
    assert not search._timer.isActive()


def test_a_long_list_is_cut(search: SymbolSearch, world: World) -> None:
    world.prices.names = [Listing(Symbol(f"Z{number}")) for number in range(30)]
    found = Ear.on(search.found)
    search.ask("z")
    assert len(found.heard[0][1]) == 12


LISTINGS = st.builds(
    Listing, st.text("ABCab", min_size=1, max_size=4).map(Symbol), st.text("ABC ab", max_size=8), st.just("")
)


@given(st.text("ABab", min_size=1, max_size=3), st.lists(LISTINGS, max_size=8, unique_by=lambda one: one.symbol))
def test_only_what_fits_is_found_and_nothing_that_fits_is_lost(query: str, listings: list[Listing]) -> None:
    found = matching(query, listings)
    assert sorted(found, key=listings.index) == [
        one
        for one in listings
        if one.symbol.lower().startswith(query.lower()) or f" {query.lower()}" in f" {one.name.lower()}"
    ]
    fits = [one.symbol.lower().startswith(query.lower()) for one in found]
    assert fits == sorted(fits, reverse=True), "symbols stand before names"
