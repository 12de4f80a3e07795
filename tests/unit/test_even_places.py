"""Tranches proposed for a zone: rising from the entry towards the stop, whatever the zone is like."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ratiodesk.domain.plan import Plan
from ratiodesk.domain.ratio import Ratio
from ratiodesk.domain.sizing import check_tranches
from ratiodesk.domain.tranche import tranche_ratio
from ratiodesk.ui.tranche_card import even_places


def plan_from(entry: float, width: float, *, falling: bool) -> Plan:
    """Return a plan whose stop is *width* away from its entry [fraction]."""
    change = 1 + width if falling else 1 / (1 + width)
    return Plan(Ratio(entry), Ratio(entry * change), Ratio(entry / change))


@given(st.floats(1e-3, 1e3), st.floats(1e-4, 1.0), st.booleans(), st.sampled_from([0, 2, 3, 4]))
@example(2.13, 1e-4, True, 4)  # A zone of 0.0002 holds no step of 0.001.
@example(2.13, 1.5e-3, False, 2)
def test_places_rise_from_the_entry_and_stay_before_the_stop(
    entry: float, width: float, falling: bool, count: int
) -> None:
    places = even_places(plan_from(entry, width, falling=falling), count)
    assert len(places) == count
    assert check_tranches(places) == places
    assert places[:1] == ((0.0,) if count else ())


@pytest.mark.parametrize("falling", [True, False])
def test_ratios_are_steps_of_the_desk(falling: bool) -> None:
    plan = plan_from(2.13, 0.1, falling=falling)
    ratios = [tranche_ratio(plan, place) for place in even_places(plan, 4)]
    # 2.13·1.1^(1/4) = 2.18136, 2.23395, 2.28781; 2.13/1.1^(1/4) = 2.07985, 2.03087, 1.98305.
    expected = [2.13, 2.181, 2.234, 2.288] if falling else [2.13, 2.080, 2.031, 1.983]
    assert ratios == pytest.approx(expected, abs=1e-12)
