"""The sentence below the zone, and the title of the plan: which lines the ratio is between, what is bought."""

from collections.abc import Callable, Mapping
from datetime import date

import pytest

from ratiodesk.analysis.reading import Standing, standing_of
from ratiodesk.domain.layout import Layout
from ratiodesk.domain.level import Level, LevelId, Role
from ratiodesk.domain.pair import Pair
from ratiodesk.domain.ratio import Ratio
from ratiodesk.domain.series import Bars, Basis, align
from ratiodesk.ui.plan_card import plan_title
from ratiodesk.ui.zone_card import zone_sentence

MakeBars = Callable[[str, Mapping[date, float]], Bars]
Stand = Callable[..., Standing]
Drawn = tuple[float, Role]
FALLING: tuple[Drawn, ...] = ((2.35, Role.STOP), (2.13, Role.ENTRY), (1.95, Role.TARGET))
RISING: tuple[Drawn, ...] = ((1.60, Role.STOP), (1.80, Role.ENTRY), (2.10, Role.TARGET))


@pytest.fixture
def stand(make_bars: MakeBars) -> Stand:
    """Return a maker of the standing of SPY/IWM at a ratio among some lines."""

    def make(ratio: float, *drawn: Drawn, basis: Basis = Basis.PRICE) -> Standing:
        session = date(2021, 12, 28)
        series = align(make_bars("SPY", {session: ratio}), make_bars("IWM", {session: 1.0}), Basis.PRICE)
        levels = (Level(LevelId(str(at)), Ratio(place), role, basis=basis) for at, (place, role) in enumerate(drawn))
        return standing_of(series, Layout(Pair.parse("SPY/IWM"), tuple(levels)))

    return make


@pytest.mark.parametrize(
    ("ratio", "sentence"),
    [
        (2.40, "Ratio 2.400 is above Stop 2.350: the trade is wrong, get out"),
        (2.35, "Ratio 2.350 is between Entry 2.130 and Stop 2.350"),
        (2.14083, "Ratio 2.141 is between Entry 2.130 and Stop 2.350"),
        (2.00, "Ratio 2.000 is between Entry 2.130 and Target 1.950: hold"),
        (1.95, "Ratio 1.950 has reached Target 1.950: take the profit"),
        (1.50, "Ratio 1.500 has reached Target 1.950: take the profit"),
    ],
)
def test_a_plan_for_a_falling_ratio(stand: Stand, ratio: float, sentence: str) -> None:
    assert zone_sentence(stand(ratio, *FALLING)) == sentence


@pytest.mark.parametrize(
    ("ratio", "sentence"),
    [
        (1.55, "Ratio 1.550 is below Stop 1.600: the trade is wrong, get out"),
        (1.70, "Ratio 1.700 is between Entry 1.800 and Stop 1.600"),
        (1.90, "Ratio 1.900 is between Entry 1.800 and Target 2.100: hold"),
        (2.20, "Ratio 2.200 has reached Target 2.100: take the profit"),
    ],
)
def test_a_plan_for_a_rising_ratio(stand: Stand, ratio: float, sentence: str) -> None:
    assert zone_sentence(stand(ratio, *RISING)) == sentence


def test_without_lines_it_says_how_to_begin(stand: Stand) -> None:
    assert zone_sentence(stand(2.14083)) == "Ratio 2.141. Click three lines: the middle one becomes the entry."


@pytest.mark.parametrize(
    ("ratio", "places", "sentence"),
    [
        (2.5, (2.13,), "Ratio 2.500 is above the line 2.130"),
        (2.0, (2.13,), "Ratio 2.000 is below the line 2.130"),
        (2.5, (2.35, 1.95), "Ratio 2.500 is above all lines, beyond 2.350"),
        (1.5, (2.35, 1.95), "Ratio 1.500 is below all lines, beyond 1.950"),
        (2.0, (2.35, 1.95), "Ratio 2.000 is between 1.950 and 2.350"),
        (2.0, (2.35, 1.95, 2.1, 1.0), "Ratio 2.000 is between 1.950 and 2.100"),
        (2.1, (2.35, 2.1), "Ratio 2.100 is between 2.100 and 2.350"),
    ],
)
def test_plain_lines(stand: Stand, ratio: float, places: tuple[float, ...], sentence: str) -> None:
    assert zone_sentence(stand(ratio, *((place, Role.PLAIN) for place in places))) == sentence


def test_lines_that_make_no_plan_say_why(stand: Stand) -> None:
    wrong = ((2.35, Role.ENTRY), (2.13, Role.STOP), (1.95, Role.TARGET))
    standing = stand(2.14083, *wrong)
    assert standing.plan is None
    assert zone_sentence(standing) == standing.problem
    assert "2.350" in standing.problem
    assert standing.problem.endswith(".")


def test_an_exact_value_is_written_out(stand: Stand) -> None:
    drawn = ((2.3512, Role.STOP), (2.13, Role.ENTRY), (1.95, Role.TARGET))
    assert zone_sentence(stand(2.2, *drawn)).endswith("Stop 2.3512")


def test_lines_of_the_other_basis_do_not_count(stand: Stand) -> None:
    assert zone_sentence(stand(2.2, *FALLING, basis=Basis.TOTAL_RETURN)).startswith("Ratio 2.200. Click three lines")


@pytest.mark.parametrize(
    ("drawn", "title"),
    [
        (FALLING, "Plan — ratio falls: buy IWM, sell SPY"),
        (RISING, "Plan — ratio rises: buy SPY, sell IWM"),
        ((), "Plan"),
        (FALLING[:2], "Plan"),
    ],
)
def test_the_title_says_what_is_bought(stand: Stand, drawn: tuple[Drawn, ...], title: str) -> None:
    assert plan_title(stand(2.0, *drawn)) == title
