"""A frozen plan in tranches scored on closes, by hand: at 2.0 and at 2.1, with B at 100."""

from dataclasses import replace
from datetime import date

import pytest
from conftest import MakeHistory
from frozen_history import PLAN, cut, frozen_on, layout_of

from ratiodesk.analysis.score import Mark, State, score
from ratiodesk.domain.cost import CostRates
from ratiodesk.domain.level import Role
from ratiodesk.domain.position import Fill
from ratiodesk.domain.ratio import Ratio
from ratiodesk.domain.sizing import Sizing
from ratiodesk.domain.tranche import tranche_place

IN_TWO = Sizing(tranches=(0.0, tranche_place(PLAN, 2.1)))


def test_each_tranche_is_opened_at_the_first_close_at_its_ratio_or_beyond(history: MakeHistory) -> None:
    full = history(2.0, 2.05, 2.15, 2.12, 1.8)
    frozen = frozen_on(cut(full, 1), layout_of(PLAN, IN_TWO))
    # Per unit, B still, 2.2/2 − (1 + 1.05)/2 = 0.075: N = 13,333.33, 6,666.67 each: 33 A at 200, worth 66 B, and
    # 69 at 95.24.
    assert frozen.fills == (Fill(66, 33), Fill(69, 33))
    assert (frozen.bought.shares, frozen.sold.shares) == (135, 66)
    assert (frozen.bought.price, frozen.sold.price) == (pytest.approx(100.0), 200.0)
    assert frozen.planned_loss == pytest.approx(33 * 20 + 33 * 10)  # A from 200 and from 210 to 220
    early = score(frozen, cut(full, 2))
    assert (early.state, early.filled, early.money) == (State.OPEN, 1, pytest.approx(-33 * 5))
    found = score(frozen, full)
    assert (found.state, found.filled, found.line) == (State.TARGET, 2, Role.TARGET)
    # B stands still. From 200 to 180, and from 215, where the second was opened, to 180.
    assert found.money == pytest.approx(33 * 20 + 33 * 35)
    # At 215 the first has lost 15 and the second was opened.
    assert found.worst == pytest.approx(-33 * 15)
    assert score(frozen, full).r_multiple == pytest.approx(33 * 55 / 990)


def test_a_tranche_that_is_never_reached_earns_and_costs_nothing(history: MakeHistory) -> None:
    full = history(2.0, 2.05, 1.8)
    sizing = replace(IN_TWO, costs=CostRates(order=1.0, share=0.01))
    frozen = frozen_on(cut(full, 1), layout_of(PLAN, sizing))
    found = score(frozen, full)
    first = frozen.fills[0]
    # Two orders to open and two to close, and a cent for each share each time.
    paid = 4 + 2 * 0.01 * (first.bought_shares + first.sold_shares)
    assert (found.filled, found.money) == (1, pytest.approx(first.sold_shares * 20 - paid))
    both = score(frozen, history(2.0, 2.1, 1.8))
    paid = 6 + 2 * 0.01 * (frozen.bought.shares + frozen.sold.shares)
    assert both.money == pytest.approx(first.sold_shares * 20 + frozen.fills[1].sold_shares * 30 - paid)


def test_before_its_first_tranche_it_waits_in_the_entry_zone(history: MakeHistory) -> None:
    sizing = Sizing(tranches=(tranche_place(PLAN, 2.05), tranche_place(PLAN, 2.1)))
    full = history(2.0, 2.04, 2.06, 1.8)
    frozen = frozen_on(cut(full, 1), layout_of(PLAN, sizing))
    assert score(frozen, cut(full, 2)).state is State.WAITING
    found = score(frozen, full)
    assert found.entered == Mark(date(2024, 1, 4), Ratio(2.06))
    assert (found.state, found.filled) == (State.TARGET, 1)
    assert score(frozen, history(2.0, 2.04, 1.8)).state is State.MISSED


def test_what_was_frozen_without_its_tranches_is_scored_as_if_opened_at_once(history: MakeHistory) -> None:
    full = history(2.0, 1.8)
    frozen = replace(frozen_on(cut(full, 1), layout_of(PLAN)), sizing=IN_TWO)
    assert (score(frozen, full).money, score(frozen, full).filled) == (pytest.approx(1000), 1)
