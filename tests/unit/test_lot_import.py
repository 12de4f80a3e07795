"""A file of holdings taken into the portfolio, and taken out of it again."""

from dataclasses import replace

from ratiodesk.domain.pair import Symbol
from ratiodesk.domain.portfolio import Lot, Portfolio
from ratiodesk.domain.portfolio_port import LotImport

SPY, IWM, QQQ, GLD = map(Symbol, ("SPY", "IWM", "QQQ", "GLD"))


def test_what_a_file_does_not_say_stays_as_it_was_typed() -> None:
    before = Portfolio((Lot(SPY, 10.0, cost=4_000.0), Lot(IWM, 5.0, 900.0, 700.0)), 50.0)
    found = LotImport((Lot(SPY, 10.0), Lot(IWM, 6.0, 1_200.0)), None, 2, ())
    assert found.into(before) == Portfolio((Lot(SPY, 10.0, cost=4_000.0), Lot(IWM, 6.0, 1_200.0, 700.0)), 50.0)
    assert found.kept(before) == (
        "The file does not say the cost of SPY and IWM: what was entered stays.",
        "The shares of IWM are others than before: check what stays.",
    )
    assert found.kept(Portfolio()) == ()


def test_a_value_that_a_file_does_not_say_stays() -> None:
    before, found = Portfolio((Lot(SPY, 10.0, 4_800.0),)), LotImport((Lot(SPY, 10.0, cost=4_000.0),), None, 1, ())
    assert found.into(before) == Portfolio((Lot(SPY, 10.0, 4_800.0, 4_000.0),))
    assert found.kept(before) == ("The file does not say the value of SPY: what was entered stays.",)


def test_what_stood_before_a_file_comes_back_but_for_what_was_changed_since() -> None:
    before = Portfolio((Lot(SPY, 10.0), Lot(IWM, 5.0)), 50.0)
    found = LotImport((Lot(SPY, 20.0), Lot(IWM, 6.0), Lot(QQQ, 1.0)), 80.0, 3, ())
    taken = found.into(before)
    assert found.out_of(taken, before) == before
    changed = replace(taken.with_lot(Lot(IWM, 7.0)).with_lot(Lot(GLD, 2.0)), cash=90.0)
    assert found.out_of(changed, before) == Portfolio((Lot(SPY, 10.0), Lot(IWM, 7.0), Lot(GLD, 2.0)), 90.0)
