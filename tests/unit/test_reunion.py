"""What is here and what a backup holds, brought together: nothing here changes, nothing there is lost unnoticed."""

from dataclasses import replace

from furnished_home import BANKS, line
from hypothesis import given
from hypothesis import strategies as st

from ratiodesk.domain.basis import Basis
from ratiodesk.domain.layout import Layout
from ratiodesk.domain.level import PLAN_ROLES, Level, Role
from ratiodesk.domain.pair import Pair, Symbol
from ratiodesk.domain.portfolio import Holding, Lot, Portfolio
from ratiodesk.domain.ports import Settings
from ratiodesk.domain.reunion import reunite_layouts, reunite_portfolios, reunite_settings
from ratiodesk.domain.sizing import Sizing

PAIR = Pair("SPY", "IWM")
SPY = Lot(Symbol("SPY"), 10.0)


def layout(*levels: Level, **about: object) -> Layout:
    return replace(Layout(PAIR, levels), **about)  # type: ignore[arg-type]


def test_lines_that_are_missing_here_are_added_and_the_others_stay() -> None:
    here = layout(line("a", 2.13), line("b", 1.95, label="mine"))
    found = reunite_layouts(here, layout(line("b", 1.96), line("c", 2.35), line("a", 2.13)))
    assert found.layout == layout(*here.levels, line("c", 2.35))
    assert (found.added, found.differing) == (1, 1)


def test_the_other_layout_may_be_upside_down() -> None:
    found = reunite_layouts(layout(line("a", 2.0)), layout(line("a", 2.0), line("b", 4.0)).inverted())
    assert found.layout == layout(line("a", 2.0), line("b", 4.0))
    assert (found.added, found.differing) == (1, 0)


def test_a_role_that_a_line_has_here_is_not_taken_from_it() -> None:
    here = layout(line("a", 2.13, role=Role.STOP))
    added = line("b", 2.35, role=Role.STOP)
    adjusted = line("c", 2.4, role=Role.STOP, basis=Basis.TOTAL_RETURN)
    found = reunite_layouts(here, layout(added, adjusted))
    assert found.layout == layout(*here.levels, replace(added, role=Role.PLAIN), adjusted)
    assert (found.added, found.differing) == (2, 1)


def test_sizing_and_holdings_are_taken_where_they_were_never_touched() -> None:
    other = layout(sizing=Sizing(account=5.0), holdings=(Holding(Symbol("SPY"), 9.0),))
    found = reunite_layouts(layout(), other)
    assert (found.layout, found.differing) == (other, 0)
    here = layout(sizing=Sizing(account=7.0), holdings=(Holding(Symbol("SPY"), 8.0),))
    found = reunite_layouts(here, other)
    assert (found.layout, found.differing) == (here, 2)
    assert reunite_layouts(here, layout()).differing == 0
    assert reunite_layouts(here, here).differing == 0


LINES = st.lists(
    st.builds(line, st.sampled_from("abcdef"), st.sampled_from((1.5, 2.0, 2.5)), role=st.sampled_from(Role)),
    max_size=6,
    unique_by=lambda level: level.id,
)


@st.composite
def layouts(draw: st.DrawFn) -> Layout:
    made = layout(*draw(LINES))
    for role in PLAN_ROLES:
        owners = [level.id for level in made.levels if level.role is role]
        made = made.with_role(owners[0], role) if owners else made
    return made


@given(layouts(), layouts())
def test_no_line_of_either_is_lost_and_none_here_changes(here: Layout, other: Layout) -> None:
    found = reunite_layouts(here, other)
    assert found.layout.levels[: len(here.levels)] == here.levels
    assert {level.id for level in found.layout.levels} == {level.id for level in (*here.levels, *other.levels)}
    taken = [(level.role, level.basis) for level in found.layout.levels if level.role is not Role.PLAIN]
    assert len(set(taken)) == len(taken)
    again = reunite_layouts(found.layout, other)
    assert (again.layout, again.added, again.differing) == (found.layout, 0, found.differing)
    as_there = {level.id: level for level in other.levels}
    assert found.differing == sum(as_there.get(level.id, level) != level for level in found.layout.levels)


def test_a_portfolio_takes_what_was_never_entered() -> None:
    other = Portfolio((SPY,), 250.0, taxable=True, tax_rate=0.2, sectors=(BANKS,))
    assert reunite_portfolios(Portfolio(), other) == other
    assert reunite_portfolios(other, Portfolio()) == other
    cash = Portfolio(cash=9.0)
    assert reunite_portfolios(cash, other) == replace(other, cash=9.0)
    here = Portfolio((Lot(Symbol("TLT"), 5.0),), tax_rate=0.1)
    # Without an entry, cash is what is left of the account beside these holdings.
    assert reunite_portfolios(here, other) == replace(here, sectors=(BANKS,))


def test_settings_take_what_was_never_set() -> None:
    other = Settings(last_pair=PAIR, candles=True, z_window=63, contours=False)
    assert reunite_settings(Settings(), other) == other
    assert reunite_settings(other, Settings()) == other
    here = Settings(magnet=True, z_window=126)
    assert reunite_settings(here, other) == replace(other, magnet=True, z_window=126)
