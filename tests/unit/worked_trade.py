"""The worked example as plain values, and trades drawn around it."""

from dataclasses import dataclass

from hypothesis import strategies as st

from ratiodesk.domain.balance import Balance, Dependence
from ratiodesk.domain.cost import CostRates
from ratiodesk.domain.pair import Pair
from ratiodesk.domain.pair_prices import PairPrices
from ratiodesk.domain.plan import Plan
from ratiodesk.domain.position import Execution
from ratiodesk.domain.ratio import Ratio
from ratiodesk.domain.sizing import Sizing

PAIR = Pair("SPY", "IWM")
PLAN = Plan(entry=2.13, stop=2.35, target=1.95)
SPY, IWM = 476.87, 222.75
NOW = SPY / IWM  # 2.1408305
# Round numbers near those of the sample, so that a reader can follow: h is 1.25, or 0.014 ÷ 0.008 = 1.75.
LEGS = Dependence(0.44, 1.25, 0.008, 0.014, 0.01)
PRICES = PairPrices(PAIR, SPY, IWM, NOW, LEGS)


@dataclass(frozen=True)
class Trade:
    """What a position is sized from."""

    plan: Plan
    prices: PairPrices
    sizing: Sizing
    held: float

    @property
    def bought(self) -> float:
        """Price of the leg that is bought."""
        return self.prices.price(self.plan.bought_and_sold(self.prices.pair)[0])

    @property
    def sold(self) -> float:
        """Price of the leg that is sold."""
        return self.prices.price(self.plan.bought_and_sold(self.prices.pair)[1])


def dependences() -> st.SearchStrategy[Dependence]:
    return st.builds(
        Dependence,
        *[st.floats(0.05, 4)] * 2,
        *[st.floats(0.001, 0.1)] * 3,
    )


def cost_rates() -> st.SearchStrategy[CostRates]:
    return st.builds(
        CostRates,
        order=st.just(0.0) | st.floats(0, 10),
        share=st.just(0.0) | st.floats(0, 0.1),
        half_spread=st.just(0.0) | st.floats(0, 0.01),
        borrow=st.just(0.0) | st.floats(0, 0.5),
        short_dividend=st.just(0.0) | st.floats(0, 0.1),
        holding_sessions=st.integers(0, 1000),
    )


def places() -> st.SearchStrategy[tuple[float, ...]]:
    """Return two to four places of tranches, from entry to stop."""
    marks = st.lists(st.integers(0, 99), min_size=2, max_size=4, unique=True)
    return marks.map(lambda found: tuple(place / 100 for place in sorted(found)))


def sizings() -> st.SearchStrategy[Sizing]:
    return st.builds(
        Sizing,
        account=st.floats(1000, 1e7),
        risk_fraction=st.floats(0.0005, 1),
        execution=st.sampled_from(Execution),
        gross_limit=st.floats(0.1, 10),
        balance=st.sampled_from(Balance),
        fractional=st.booleans(),
        overshoot=st.booleans(),
        costs=cost_rates(),
        tranches=places(),
    )


@st.composite
def trades(draw: st.DrawFn) -> Trade:
    """Draw prices, a plan that is open at their ratio, a sizing of every kind with tranches, and a holding."""
    numerator, denominator = (draw(st.integers(100, 100_000)) / 100 for _ in range(2))
    ratio = numerator / denominator
    low, high = ratio / draw(st.floats(1.001, 3)), ratio * draw(st.floats(1.001, 3))
    entry = low + draw(st.floats(0.01, 0.99)) * (high - low)
    plan = Plan(entry, high, low) if draw(st.booleans()) else Plan(entry, low, high)
    # The lines may be of another basis than the prices of a share: then the ratio is not quite their quotient.
    scale = draw(st.sampled_from([1.0, 0.93]))
    plan = Plan(*(Ratio(line * scale) for line in (plan.entry, plan.stop, plan.target)))
    prices = PairPrices(PAIR, numerator, denominator, Ratio(ratio * scale), draw(dependences()))
    sizing = draw(sizings())
    return Trade(plan, prices, sizing, draw(st.floats(0, sizing.account)))
