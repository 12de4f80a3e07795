"""What a position changes in the account, against the note's numbers and by hand."""

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from note_account import PAIR, TRAITS, change, close, entered, rotation, rows, sectors, worked

from ratiodesk.domain.balance import Balance
from ratiodesk.domain.pair import Pair, Symbol
from ratiodesk.domain.pair_prices import PairPrices
from ratiodesk.domain.plan import Plan
from ratiodesk.domain.portfolio import Holding
from ratiodesk.domain.portfolio_change import Measure, portfolio_change
from ratiodesk.domain.position import Execution
from ratiodesk.domain.sizing import Sizing, size
from ratiodesk.domain.worth import Traits, Weight, Worth

# Weights


def test_a_pair_adds_a_long_and_a_short_weight() -> None:
    found = rows(portfolio_change(worked(Execution.PAIR), PAIR, 100_000.0, []).weights)
    assert found["SPY"] == close((0.0, -0.1001427))  # 21 × 476.87 ÷ 100,000, short
    assert found["IWM"] == close((0.0, 0.1002375))  # 45 × 222.75 ÷ 100,000
    assert found["Other"] == close((1.0, 1.0))
    assert list(found) == ["SPY", "IWM", "Other"]


def test_a_rotation_moves_weight_and_leaves_the_change_in_cash() -> None:
    holdings = [Holding("SPY", 50_000.0), Holding("QQQ", 10_000.0), Holding("IWM", 5_000.0)]
    found = rows(portfolio_change(worked(Execution.ROTATE, 50_000.0), PAIR, 100_000.0, holdings).weights)
    assert list(found) == ["SPY", "IWM", "QQQ", "Other", "Cash"]
    assert found["SPY"] == close((0.5, 0.3998573))  # 50,000 − 21 × 476.87 = 39,985.73
    assert found["IWM"] == close((0.05, 0.1480100))  # 5,000 + 44 × 222.75 = 14,801.00
    assert found["QQQ"] == close((0.1, 0.1))
    assert found["Other"] == close((0.35, 0.35))
    assert found["Cash"] == close((0.0, 0.0021327))  # 10,014.27 − 9,801.00 = 213.27
    assert math.fsum(after for _, after in found.values()) == pytest.approx(1.0)


def test_there_is_no_row_for_other_when_the_legs_are_the_account() -> None:
    holdings = [Holding("SPY", 70_000.0), Holding("IWM", 30_000.0)]
    found = portfolio_change(worked(Execution.ROTATE, 70_000.0), PAIR, 100_000.0, holdings).weights
    assert [row.name for row in found] == ["SPY", "IWM", "Cash"]


def test_there_is_no_row_for_cash_when_the_proceeds_are_spent() -> None:
    # R = 2, S = 2.5: N = 100 ÷ 0.25 = 400, which is 4 shares of A at 100 and 8 of B at 50.
    plan, pair = Plan(entry=1.9, stop=2.5, target=1.5), Pair("A", "B")
    position = size(plan, PairPrices(pair, 100.0, 50.0, 2.0), Sizing(10_000.0, execution=Execution.ROTATE), 1000.0)
    found = rows(portfolio_change(position, pair, 10_000.0, [Holding("A", 1000.0)]).weights)
    assert found == {"A": close((0.1, 0.06)), "B": close((0.0, 0.04)), "Other": close((0.9, 0.9))}


def test_a_change_is_after_less_before() -> None:
    assert Weight("SPY", before=0.5, after=0.375).change == -0.125


def test_all_of_the_account_that_is_in_no_holding_is_cash_unless_cash_was_entered() -> None:
    holdings = Holding("SPY", 60_000.0), Holding("QQQ", 30_000.0)
    found = rows(change(rotation(10_000.0), entered(*holdings)).weights)
    assert found == {
        "SPY": close((0.6, 0.5)), "IWM": close((0.0, 0.1)), "QQQ": close((0.3, 0.3)), "Cash": close((0.1, 0.1)),
    }  # fmt: skip
    found = rows(change(rotation(10_000.0), entered(*holdings, cash=4_000.0)).weights)
    assert (found["Cash"], found["Other"]) == (close((0.04, 0.04)), close((0.06, 0.06)))
    # A holding of unknown worth may be any part of the rest: none of it is called cash.
    found = rows(change(rotation(10_000.0), entered(*holdings, is_complete=False)).weights)
    assert "Cash" not in found
    assert found["Other"] == close((0.1, 0.1))


def test_the_short_proceeds_of_a_pair_are_no_cash() -> None:
    found = rows(change(worked(Execution.PAIR), entered(Holding("QQQ", 90_000.0))).weights)
    assert found["Cash"] == close((0.1, 0.1))


# Sectors


def test_rotating_a_quarter_from_spy_to_iwm_adds_two_points_of_financials() -> None:
    found = change(rotation(25_000.0), entered(Holding("SPY", 100_000.0)))
    (financials, unknown) = found.sectors
    # 0.25 × (21.63 − 13.62) = 0.25 × 8.01 = 2.0025 percentage points
    assert financials.name == "Financials"
    assert financials.change == pytest.approx(0.020025, abs=1e-12)
    assert (financials.before, financials.after) == close((0.1362, 0.156225))
    # What is in no known sector is told: 86.38 % before, 0.75 × 86.38 + 0.25 × 78.37 = 84.3775 % after.
    assert (unknown.name, unknown.before, unknown.after) == ("Not known", close(0.8638), close(0.843775))


def test_a_fund_without_sectors_is_a_row_of_its_own_and_never_a_silent_zero() -> None:
    worth = entered(Holding("SPY", 60_000.0), Holding("XYZ", 40_000.0))
    found = change(rotation(25_000.0), worth)
    assert found.sectors[-1].name == "Not known"
    # 0.6 × 86.38 + 40 = 91.828 % before
    assert found.sectors[-1].before == close(0.91828)
    assert "The sectors of XYZ are not known: type them in the portfolio’s window." in found.notes


def test_cash_is_in_no_sector() -> None:
    worth = entered(Holding("SPY", 50_000.0), traits={"SPY": Traits(sectors=sectors("SPY", Technology=1.0))})
    found = change(rotation(10_000.0), worth)
    # IWM has no known sectors: 10 % of the account.
    assert rows(found.sectors) == {"Technology": close((0.5, 0.4)), "Not known": close((0.0, 0.1))}


def test_there_is_no_row_of_unknown_where_everything_is_known() -> None:
    traits = {"SPY": Traits(sectors=sectors("SPY", Technology=1.0)), "IWM": Traits(sectors=sectors("IWM", Energy=1.0))}
    found = change(rotation(10_000.0), entered(Holding("SPY", 100_000.0), traits=traits))
    assert rows(found.sectors) == {"Energy": close((0.0, 0.1)), "Technology": close((1.0, 0.9))}


def test_without_any_known_sector_there_are_no_rows() -> None:
    found = change(rotation(10_000.0), entered(Holding("SPY", 100_000.0), traits={}))
    assert found.sectors == ()
    assert "The sectors of IWM and SPY are not known: type them in the portfolio’s window." in found.notes


def test_the_sectors_of_a_pair_are_those_of_its_legs_where_nothing_was_entered() -> None:
    position = worked(Execution.PAIR)
    found = portfolio_change(position, PAIR, 100_000.0, [], Worth(traits=TRAITS))
    # 45 × 222.75 × 0.2163 − 21 × 476.87 × 0.1362 = 2,168.137 − 1,363.944 = 804.19
    assert found.sectors[0].change == pytest.approx(0.0080419, abs=5e-8)
    assert (found.sectors[-1].name, found.sectors[-1].before) == ("Not known", 1.0)


def test_sectors_that_change_most_come_first_whatever_the_size() -> None:
    traits = {
        "SPY": Traits(sectors=sectors("SPY", Technology=0.5, Energy=0.3, Utilities=0.2)),
        "IWM": Traits(sectors=sectors("IWM", Technology=0.1, Energy=0.3, Utilities=0.6)),
    }
    for value in (1_000.0, 50_000.0):
        found = change(rotation(value), entered(Holding("SPY", 100_000.0), traits=traits))
        assert [row.name for row in found.sectors] == ["Technology", "Utilities", "Energy"]


# Beta, yield, tracking error


def test_beta_and_yield_are_means_by_value_over_the_account() -> None:
    found = change(rotation(25_000.0), entered(Holding("SPY", 80_000.0)))
    # 0.8 × 1 = 0.8; + 0.25 × (1.249 − 1) = 0.06225
    assert (found.beta.before, found.beta.change, found.beta.after) == close((0.8, 0.06225, 0.86225))
    # 0.8 × 1.2 % = 0.96 %; 0.25 × (1.0 − 1.2) = −0.05 percentage points
    assert (found.dividend_yield.before, found.dividend_yield.change) == close((0.0096, -0.0005))
    assert found.dividend_yield.after == close(0.0091)


def test_a_holding_without_prices_makes_the_figure_unknown_and_is_named() -> None:
    found = change(rotation(25_000.0), entered(Holding("SPY", 80_000.0), Holding("XYZ", 1_000.0)))
    assert (found.beta.before, found.beta.after) == (None, None)
    # What the rotation changes is known all the same.
    assert found.beta.change == close(0.06225)
    assert "The beta and dividend yield of XYZ are not known: a year of prices tells." in found.notes


REST = (
    "Beta and dividend yield are not known while part of the account is “Other”, neither a holding of known value nor "
    "cash: enter it as either, or set the account to what the rest is worth."
)


@pytest.mark.parametrize(("cash", "known"), [(19_999.0, False), (19_999.996, True), (20_000.0, True), (None, True)])
def test_what_is_in_nothing_that_is_entered_is_why_beta_and_yield_are_not_known(
    cash: float | None, known: bool
) -> None:
    # 100,000 − 80,000 in SPY − 19,999 in cash leaves 1 in what nobody knows; less than half a cent is rounding.
    # Cash that is not entered is all the rest.
    found = change(rotation(25_000.0), entered(Holding("SPY", 80_000.0), cash=cash))
    assert ("Other" not in rows(found.weights)) is known
    assert (found.beta.after is not None) is (found.dividend_yield.after is not None) is known
    assert found.notes == (() if known else (REST,))


def test_an_account_of_which_nothing_is_entered_says_so() -> None:
    found = portfolio_change(worked(Execution.PAIR), PAIR, 100_000.0, [], Worth(traits=TRAITS))
    assert (found.beta.before, found.dividend_yield.before) == (None, None)
    (said,) = found.notes
    assert said == (
        "Beta and dividend yield are not known while nothing of the account is entered and all of it is “Other”: say "
        "in the portfolio’s window what it holds."
    )
    # Cash alone is something that is entered.
    found = portfolio_change(worked(Execution.PAIR), PAIR, 100_000.0, [], Worth(traits=TRAITS, cash=5_000.0))
    assert found.notes == (REST,)
    # So is a holding that has neither a price nor a value.
    unpriced = entered(is_complete=False)
    assert REST in portfolio_change(worked(Execution.PAIR), PAIR, 100_000.0, [], unpriced).notes


def test_figures_that_different_holdings_lack_are_told_apart() -> None:
    traits = {**TRAITS, "XYZ": Traits(beta=0.5), "QQQ": Traits()}
    worth = entered(Holding("SPY", 80_000.0), Holding("XYZ", 1_000.0), Holding("QQQ", 1_000.0), traits=traits)
    notes = change(rotation(25_000.0), worth).notes
    assert "The beta of QQQ is not known: a year of prices tells." in notes
    assert "The dividend yield of XYZ and QQQ is not known: a year of prices tells." in notes
    assert "The beta" not in " ".join(change(rotation(25_000.0), entered(Holding("SPY", 80_000.0))).notes)


def test_a_leg_without_prices_makes_the_change_unknown() -> None:
    found = change(rotation(25_000.0), entered(Holding("SPY", 100_000.0), traits={"SPY": Traits(beta=1.0)}))
    assert found.beta == Measure(1.0, None)
    assert found.beta.after is None


def test_a_part_of_the_account_that_is_not_told_makes_the_figure_unknown() -> None:
    assert change(rotation(1_000.0), entered(Holding("SPY", 50_000.0), cash=0.0)).beta.before is None
    assert change(rotation(1_000.0), entered(Holding("SPY", 50_000.0), cash=50_000.0)).beta.before == close(0.5)


def test_the_tracking_error_is_the_share_times_the_deviation_of_the_difference() -> None:
    # 0.25 × 0.01 × √252 = 0.0025 × 15.874508 = 0.03968627
    assert change(rotation(25_000.0), entered(Holding("SPY", 100_000.0))).tracking_error == close(0.03968627)
    unknown = portfolio_change(rotation(25_000.0), PAIR, 100_000.0, [])
    assert unknown.tracking_error is None


def test_legs_of_unequal_value_have_no_such_tracking_error() -> None:
    position = worked(Execution.PAIR, balance=Balance.BETA_NEUTRAL)
    assert portfolio_change(position, PAIR, 100_000.0, [], None, 0.01).tracking_error is None
    position = worked(Execution.PAIR)
    assert portfolio_change(position, PAIR, 100_000.0, [], None, 0.01).tracking_error is not None


# Gain and tax


def test_a_rotation_realises_the_gain_of_what_it_sells_at_average_cost() -> None:
    # SPY cost 0.60 a unit of today's value: 25,000 sold cost 15,000, a gain of 10,000; 15 % of it is 1,500.
    worth = entered(Holding("SPY", 100_000.0), costs={"SPY": 0.6}, taxable=True, tax_rate=0.15)
    found = change(rotation(25_000.0), worth)
    assert (found.realised_gain, found.tax) == (pytest.approx(10_000.0), pytest.approx(1_500.0))


def test_a_loss_is_told_and_not_taxed() -> None:
    worth = entered(Holding("SPY", 100_000.0), costs={"SPY": 1.2}, taxable=True, tax_rate=0.15)
    found = change(rotation(25_000.0), worth)
    assert (found.realised_gain, found.tax) == (pytest.approx(-5_000.0), 0.0)


def test_a_rate_that_was_not_entered_is_told_and_no_tax_of_zero() -> None:
    worth = entered(Holding("SPY", 100_000.0), costs={"SPY": 0.6}, taxable=True)
    found = change(rotation(25_000.0), worth)
    assert (found.realised_gain, found.tax, found.is_taxed) == (pytest.approx(10_000.0), None, True)
    assert "The tax rate is not entered." in found.notes
    assert change(rotation(25_000.0), replace(worth, tax_rate=0.0)).tax == 0.0
    assert "The tax rate is not entered." not in change(worked(Execution.PAIR), worth).notes


def test_an_account_without_tax_has_none() -> None:
    found = change(rotation(25_000.0), entered(Holding("SPY", 100_000.0), costs={"SPY": 0.6}, tax_rate=0.15))
    assert (found.realised_gain, found.tax) == (pytest.approx(10_000.0), None)


def test_a_cost_that_was_not_entered_is_told() -> None:
    found = change(rotation(25_000.0), entered(Holding("SPY", 100_000.0), taxable=True, tax_rate=0.15))
    assert (found.realised_gain, found.tax) == (None, None)
    assert "What SPY cost is not entered: gain and tax are not known." in found.notes


def test_a_pair_realises_nothing() -> None:
    worth = entered(Holding("SPY", 100_000.0), costs={"SPY": 0.6}, taxable=True, tax_rate=0.15)
    found = change(worked(Execution.PAIR), worth)
    assert (found.realised_gain, found.tax) == (None, None)
    assert not any("cost" in note for note in found.notes)


# What holds for every portfolio


@given(st.floats(1_000.0, 60_000.0), st.floats(0.0, 40_000.0), st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_a_rotation_of_equal_values_moves_parts_and_adds_none(
    value: float, other: float, first: float, second: float
) -> None:
    traits = {
        Symbol("SPY"): Traits(sectors=sectors("SPY", Financials=first)),
        Symbol("IWM"): Traits(sectors=sectors("IWM", Financials=second)),
    }
    worth = entered(Holding("SPY", 60_000.0), Holding("XYZ", other), traits=traits)
    found = change(rotation(value), worth)
    # Of sectors that add up to 99.8 % or more, as rounded ones do, the rest is not told.
    for rows_, untold in ((found.weights, 1e-9), (found.sectors, 0.002)):
        before, after = (math.fsum(getattr(row, name) for row in rows_) for name in ("before", "after"))
        assert after == pytest.approx(before, abs=untold)
    assert math.fsum(row.before for row in found.weights) == pytest.approx(1.0, abs=1e-9)


@given(st.floats(1_000.0, 60_000.0), st.booleans())
def test_turning_the_pair_over_leaves_every_amount_unchanged(value: float, has_cost: bool) -> None:
    costs = {Symbol("SPY"): 0.7} if has_cost else {}
    worth = entered(Holding("SPY", 80_000.0), costs=costs, taxable=True, tax_rate=0.2)
    position, arguments = rotation(value), (100_000.0, worth.holdings, worth, 0.01)
    found = portfolio_change(position, PAIR, *arguments)
    turned = portfolio_change(position, PAIR.inverted(), *arguments)
    assert sorted(found.weights, key=lambda row: row.name) == sorted(turned.weights, key=lambda row: row.name)
    assert replace(found, weights=()) == replace(turned, weights=())
