"""The portfolio of the desk: changed from one place, and seen by the open pair."""

import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fake_ports import SPY_IWM, Ear, make_quotes
from fake_world import World, settle

from ratiodesk.desk.desk_parts import DeskParts
from ratiodesk.domain.errors import (
    BadInput,
    DamagedDocument,
    NewerDocument,
    NotFetched,
    NotFound,
)
from ratiodesk.domain.interval import Interval
from ratiodesk.domain.pair import Symbol
from ratiodesk.domain.portfolio import Lot, Portfolio
from ratiodesk.domain.portfolio_port import LotImport
from ratiodesk.domain.quotes import Quotes

SPY, IWM, QQQ = Symbol("SPY"), Symbol("IWM"), Symbol("QQQ")


# Changing it


def test_a_change_is_written_and_told_once(open_parts: DeskParts, world: World) -> None:
    ear = Ear.on(open_parts.portfolio.changed)
    assert open_parts.portfolio.change(lambda now: now.with_lot(Lot(SPY, 10.0))) == ""
    assert open_parts.portfolio.change(lambda now: now) == ""
    assert world.portfolio.saved[0].lots == (Lot(SPY, 10.0),)
    assert len(ear) == 1


def test_what_cannot_be_written_or_makes_no_sense_is_a_sentence(open_parts: DeskParts, world: World) -> None:
    ear = Ear.on(open_parts.portfolio.changed)
    assert "Cash must be" in open_parts.portfolio.change(lambda now: replace(now, cash=-1.0))
    world.portfolio.failure = "Not saved: the disk is full."
    assert open_parts.portfolio.change(lambda now: replace(now, cash=1.0)) == "Not saved: the disk is full."
    assert (open_parts.portfolio.now, len(ear)) == (Portfolio(), 0)


def test_an_unreadable_portfolio_is_not_changed(world: World, qapp: Any) -> None:
    world.portfolio.problem = DamagedDocument("portfolio.json cannot be read.")
    parts = world.desk()
    assert parts.portfolio.change(lambda now: replace(now, cash=1.0)) == (
        "Nothing was changed: portfolio.json cannot be read."
    )
    assert parts.portfolio.can_set_aside
    world.portfolio.failure = "It could not be renamed."
    ear = Ear.on(parts.portfolio.noticed)
    parts.portfolio.set_aside()
    world.portfolio.failure = ""
    parts.portfolio.set_aside()
    assert ear.heard == [
        "It could not be renamed.",
        "The unreadable portfolio is kept as portfolio.json.damaged.",
    ]
    assert parts.portfolio.problem == ""
    parts.loader.close()


def test_what_another_program_repaired_is_not_set_aside(world: World, qapp: Any) -> None:
    world.portfolio.problem = DamagedDocument("portfolio.json cannot be read.")
    parts = world.desk()
    world.portfolio.problem, world.portfolio.portfolio = None, Portfolio((Lot(SPY, 10.0),))
    ear = Ear.on(parts.portfolio.noticed)
    parts.portfolio.set_aside()
    assert ear.heard == ["The portfolio is read again."]
    assert (parts.portfolio.problem, parts.portfolio.now) == ("", Portfolio((Lot(SPY, 10.0),)))
    parts.loader.close()


def test_a_newer_portfolio_is_not_set_aside(world: World, qapp: Any) -> None:
    world.portfolio.problem = NewerDocument("portfolio.json is newer.")
    parts = world.desk()
    parts.portfolio.set_aside()
    assert parts.portfolio.problem == "portfolio.json is newer."
    parts.loader.close()


def test_what_another_program_wrote_is_read_again(open_parts: DeskParts, world: World) -> None:
    ear = Ear.on(open_parts.portfolio.changed)
    open_parts.portfolio.reread()
    assert len(ear) == 0
    world.portfolio.portfolio = Portfolio((Lot(SPY, 10.0),))
    open_parts.portfolio.reread()
    assert (open_parts.portfolio.now.lots, len(ear)) == ((Lot(SPY, 10.0),), 1)


def test_a_file_that_becomes_unreadable_hides_no_holding(open_parts: DeskParts, world: World) -> None:
    open_parts.portfolio.change(lambda _: Portfolio((Lot(SPY, 10.0),)))
    world.portfolio.portfolio, world.portfolio.problem = Portfolio(), DamagedDocument("The folder is missing.")
    open_parts.portfolio.reread()
    assert open_parts.portfolio.now.lots == (Lot(SPY, 10.0),)
    assert open_parts.portfolio.problem == "The folder is missing."
    changed = Ear.on(open_parts.portfolio.changed)
    world.portfolio.problem = DamagedDocument("The folder is missing.")
    open_parts.portfolio.reread()
    assert len(changed) == 0
    world.portfolio.problem = DamagedDocument("It is half of one.")
    open_parts.portfolio.reread()
    assert (open_parts.portfolio.now.lots, len(changed)) == ((Lot(SPY, 10.0),), 1)
    world.portfolio.portfolio, world.portfolio.problem = Portfolio((Lot(SPY, 11.0),)), None
    open_parts.portfolio.reread()
    assert (open_parts.portfolio.now.lots, open_parts.portfolio.problem) == ((Lot(SPY, 11.0),), "")


def test_a_file_deleted_while_the_desk_is_open_loses_no_holding(open_parts: DeskParts, world: World) -> None:
    open_parts.portfolio.change(lambda _: Portfolio((Lot(SPY, 10.0), Lot(IWM, 5.0))))
    world.portfolio.portfolio, world.portfolio.is_gone = Portfolio(), True
    assert open_parts.portfolio.change(lambda now: now.with_lot(Lot(QQQ, 1.0))) == ""
    assert world.portfolio.saved[-1].lots == (Lot(SPY, 10.0), Lot(IWM, 5.0), Lot(QQQ, 1.0))


def test_what_is_said_of_a_file_that_is_gone_ends_when_it_is_written(world: World, qapp: Any) -> None:
    world.portfolio.note = "portfolio.json is gone."
    parts = world.desk()
    assert parts.portfolio.note == "portfolio.json is gone."
    world.portfolio.note = ""
    ear = Ear.on(parts.portfolio.changed)
    parts.portfolio.change(lambda now: now)
    assert (parts.portfolio.note, len(ear)) == ("", 1)
    parts.loader.close()


def test_a_file_replaces_its_own_symbols_alone(open_parts: DeskParts, world: World) -> None:
    portfolio = open_parts.portfolio
    portfolio.change(lambda _: Portfolio((Lot(SPY, 10.0), Lot(IWM, 5.0))))
    world.lots.answer = LotImport((Lot(SPY, 20.0), Lot(QQQ, 1.0)), 250.0, 2, ())
    taken, failed = Ear.on(portfolio.imported), Ear.on(portfolio.import_failed)
    portfolio.import_file(Path("held.csv"))
    settle(open_parts.loader)
    assert portfolio.now == Portfolio((Lot(SPY, 20.0), Lot(IWM, 5.0), Lot(QQQ, 1.0)), 250.0)
    world.lots.answer = BadInput("held.csv is no table.")
    portfolio.import_file(Path("held.csv"))
    settle(open_parts.loader)
    world.lots.answer, world.portfolio.failure = LotImport((), None, 0, ()), "Not saved."
    portfolio.import_file(Path("held.csv"))
    settle(open_parts.loader)
    assert (len(taken), failed.heard) == (1, ["held.csv is no table.", "Not saved."])


# The open pair follows


def test_the_open_pair_is_sized_with_the_portfolio(planned: DeskParts) -> None:
    ear = Ear.on(planned.open_pair.layout_changed)
    planned.portfolio.change(lambda now: now.with_lot(Lot(QQQ, 10.0)))
    assert len(ear) == 1
    # QQQ closed at 300: 3,000 of 100,000.
    rows = {row.name: row.before for row in planned.open_pair.sized.weights}  # type: ignore[union-attr]
    assert (rows["QQQ"], rows["Cash"]) == (pytest.approx(0.03), pytest.approx(0.97))


def test_prices_of_holdings_are_read_once_until_there_may_be_others(planned: DeskParts, world: World) -> None:
    planned.portfolio.change(lambda now: now.with_lot(Lot(QQQ, 10.0)))
    world.prices.asked.clear()
    planned.open_pair.reread()
    assert QQQ not in world.prices.asked
    world.prices.keep(make_quotes("QQQ", (310.0, 308.0, 306.0, 303.0, 600.0)))
    planned.portfolio.forget_prices([SPY])
    settle(planned.loader)
    assert QQQ not in world.prices.asked
    planned.portfolio.forget_prices([QQQ, SPY])
    # What is known serves until then.
    assert planned.open_pair.worth is not None
    assert planned.open_pair.worth.holdings[0].value == 3_000.0
    settle(planned.loader)
    assert planned.open_pair.worth is not None
    assert planned.open_pair.worth.holdings[0].value == 6_000.0
    assert planned.portfolio.has_prices(QQQ)
    assert not planned.portfolio.has_prices(Symbol("ZZZZ"))


def test_a_pair_is_shown_before_the_prices_of_holdings_are_read(
    world: World, qapp: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.portfolio.portfolio = Portfolio((Lot(QQQ, 10.0), Lot(Symbol("ZZZZ"), 5.0, 800.0)))
    readers: dict[str, int] = {}
    quotes = world.prices.quotes
    monkeypatch.setattr(
        world.prices,
        "quotes",
        lambda symbol, *rest: readers.setdefault(symbol, threading.get_ident()) and quotes(symbol, *rest),
    )
    parts = world.desk()
    parts.open_pair.open(SPY_IWM)
    assert parts.open_pair.worth is None
    settle(parts.loader)
    assert readers["QQQ"] != threading.get_ident()
    worth = parts.open_pair.worth
    assert worth is not None
    assert [(held.symbol, held.value) for held in worth.holdings] == [("QQQ", 3_000.0), ("ZZZZ", 800.0)]
    world.prices.asked.clear()
    parts.open_pair.open(SPY_IWM.inverted())
    assert parts.open_pair.worth is not None
    assert QQQ not in world.prices.asked
    parts.loader.close()


def test_a_picture_waits_for_the_prices_of_holdings(world: World, qapp: Any) -> None:
    world.portfolio.portfolio = Portfolio((Lot(QQQ, 10.0),))
    parts = world.desk()
    parts.open_pair.open(SPY_IWM)
    parts.portfolio.read_now()
    assert parts.open_pair.worth is not None
    assert parts.open_pair.worth.holdings[0].value == 3_000.0
    parts.loader.close()


def test_a_picture_does_without_prices_that_cannot_be_fetched(
    world: World, qapp: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.portfolio.portfolio = Portfolio((Lot(Symbol("FUNDX"), value=1_000.0),))
    at_hand = world.prices.quotes

    def fetching(symbol: Symbol, interval: Interval = Interval.DAILY) -> Quotes:
        try:
            return at_hand(symbol, interval)
        except NotFound as missing:
            raise NotFetched(f"{missing} Yahoo cannot be reached.") from missing

    monkeypatch.setattr(world.prices, "quotes", fetching)
    parts = world.desk()
    parts.open_pair.open(SPY_IWM)
    parts.portfolio.read_now()
    assert parts.open_pair.worth is not None
    assert parts.open_pair.worth.holdings[0].value == 1_000.0
    parts.loader.close()


def test_prices_that_nobody_can_read_leave_the_portfolio_without_them(
    world: World, qapp: Any, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.portfolio.portfolio = Portfolio((Lot(QQQ, 10.0, 700.0),))
    parts = world.desk()
    parts.open_pair.open(SPY_IWM)
    settle(parts.loader)

    def broken(*_: object) -> None:
        raise ZeroDivisionError("by zero")

    monkeypatch.setattr(world.prices, "quotes", broken)
    with qtbot.captureExceptions() as errors:
        parts.portfolio.forget_prices([QQQ])
        for _ in range(3):
            settle(parts.loader)
    assert [type(error[1]) for error in errors] == [ZeroDivisionError]
    # What was known goes on serving.
    assert parts.open_pair.worth is not None
    assert parts.open_pair.worth.holdings[0].value == 3_000.0
    parts.loader.close()


# Beside another program


def test_fields_of_a_holding_changed_in_two_places_are_both_written(parts: DeskParts, world: World) -> None:
    kept = parts.portfolio
    kept.change(lambda now: now.with_lot(Lot(SPY, 10.0)))
    noticed = Ear.on(kept.noticed)
    world.portfolio.portfolio = Portfolio((Lot(SPY, 10.0, cost=3_000.0), Lot(IWM, 2.0)))
    # The whole row is what is typed here.
    assert kept.change(lambda now: now.with_lot(Lot(SPY, 12.0))) == ""
    assert kept.now == world.portfolio.portfolio == Portfolio((Lot(SPY, 12.0, cost=3_000.0), Lot(IWM, 2.0)))
    assert noticed.heard == ["What was changed elsewhere in the portfolio was taken in."]


def test_a_field_changed_in_two_places_is_told(parts: DeskParts, world: World) -> None:
    kept = parts.portfolio
    kept.change(lambda now: now.with_lot(Lot(SPY, 10.0)))
    noticed = Ear.on(kept.noticed)
    world.portfolio.portfolio = Portfolio((Lot(SPY, 11.0),), cash=5.0)
    kept.change(lambda now: replace(now.with_lot(Lot(SPY, 12.0)), cash=6.0))
    assert kept.now == Portfolio((Lot(SPY, 12.0),), cash=6.0)
    assert noticed.heard == ["The portfolio was changed in two places: SPY and cash stand as on this desk."]
