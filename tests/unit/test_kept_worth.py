"""What is worked out once for a line that is dragged: it sizes another position at every step, of the same holdings."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from note_account import PAIR, TRAITS, change, entered, rotation

from ratiodesk.domain.pair import Symbol
from ratiodesk.domain.portfolio import Holding
from ratiodesk.domain.portfolio_change import portfolio_change
from ratiodesk.domain.worth import Traits


class Counted(dict[Symbol, Traits]):
    """Counts how often it is asked."""

    asked = 0

    def get(self, symbol: Symbol, default: object = None) -> object:  # type: ignore[override]
        self.asked += 1
        return super().get(symbol, default)


def test_a_step_of_a_drag_costs_the_same_with_many_holdings() -> None:
    def asked(count: int) -> int:
        traits = Counted(TRAITS)
        worth = replace(entered(*(Holding(Symbol(f"F{place}"), 10.0) for place in range(count))), traits=traits)
        change(rotation(1_000.0), worth)
        before = traits.asked
        change(rotation(2_000.0), worth)
        return traits.asked - before

    assert asked(1_500) == asked(2) > 0


@given(
    st.lists(st.floats(0, 10_000), max_size=6),
    st.lists(st.floats(100, 30_000), min_size=1, max_size=4),
    st.sampled_from([None, 0.0, 2_500.0]),
    st.booleans(),
)
def test_what_was_worked_out_before_changes_no_answer(
    values: list[float], moved: list[float], cash: float | None, flipped: bool
) -> None:
    names = ("SPY", "IWM", "QQQ", "TLT", "EFA", "GLD")
    holdings = tuple(Holding(Symbol(name), value) for name, value in zip(names, values, strict=False))
    kept = entered(*holdings, cash=cash)
    for value in moved:
        for account in (100_000.0, 120_000.0):
            for pair in (PAIR, PAIR.inverted() if flipped else PAIR):
                fresh = entered(*holdings, cash=cash)
                again = portfolio_change(rotation(value), pair, account, kept.holdings, kept, 0.01)
                assert again == portfolio_change(rotation(value), pair, account, fresh.holdings, fresh, 0.01)


def test_what_is_typed_on_the_pair_takes_the_place_of_the_portfolio() -> None:
    worth = entered(Holding(Symbol("SPY"), 10.0), Holding(Symbol("QQQ"), 20.0))
    typed = (Holding(Symbol("SPY"), 7.0),)
    assert worth.beside(()) == worth.holdings
    assert worth.beside(typed) == (*typed, Holding(Symbol("QQQ"), 20.0))
    assert worth.beside(typed) is worth.beside(typed)
    assert worth.beside((Holding(Symbol("SPY"), 8.0),))[0].value == 8.0
    assert worth.beside(()) == worth.holdings
