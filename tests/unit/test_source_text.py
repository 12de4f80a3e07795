"""What the status bar says about the data: origin, last session, age, sessions left out."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta

import numpy as np
import pytest

from ratiodesk.domain.ports import Quotes
from ratiodesk.domain.series import Bars, Basis, RatioSeries, align
from ratiodesk.ui.source_text import age_text, dropped_text, is_stale, source_text

MakeBars = Callable[[str, Mapping[date, float]], Bars]
MakePair = Callable[..., tuple[RatioSeries, tuple[Quotes, Quotes]]]
LAST = date(2021, 12, 28)


@pytest.fixture
def make_pair(make_bars: MakeBars) -> MakePair:
    """Return a maker of SPY/IWM to 28 December 2021, 2.0 on every one of *count* calendar days."""

    def make(
        count: int = 3,
        missing: int = 0,
        sources: tuple[str, str] = ("Sample prices", "Sample prices"),
        basis: Basis = Basis.PRICE,
    ) -> tuple[RatioSeries, tuple[Quotes, Quotes]]:
        days = [LAST - timedelta(days=back) for back in reversed(range(count))]
        spy = make_bars("SPY", dict.fromkeys(days, 400.0))
        iwm = make_bars("IWM", dict.fromkeys([days[0], *days[1 + missing :]], 200.0))
        quotes = Quotes(spy, sources[0]), Quotes(iwm, sources[1])
        return align(spy, iwm, basis), quotes

    return make


def test_one_line_says_source_basis_session_age_and_count(make_pair: MakePair) -> None:
    assert source_text(*make_pair(), today=date(2021, 12, 31), as_of=None) == (
        "Sample prices  ·  daily closes to 28 Dec 2021  ·  3 days old  ·  3 sessions, none dropped"
    )


def test_two_sources_are_both_named(make_pair: MakePair) -> None:
    said = source_text(*make_pair(sources=("Yahoo", "Sample prices")), today=LAST, as_of=None)
    assert said.startswith("Yahoo and Sample prices  ·  ")


def test_the_basis_is_named(make_pair: MakePair) -> None:
    said = source_text(*make_pair(basis=Basis.TOTAL_RETURN), today=LAST, as_of=None)
    assert "daily total-return closes to 28 Dec 2021" in said


def test_a_view_of_the_past_says_so_in_place_of_an_age(make_pair: MakePair) -> None:
    said = source_text(*make_pair(), today=date(2026, 8, 24), as_of=date(2021, 12, 29))
    assert "as of 29 Dec 2021" in said
    assert "old" not in said


def test_sessions_and_dropped_ones_are_counted(make_pair: MakePair) -> None:
    # 1,100 days less the 20 that IWM lacks.
    said = source_text(*make_pair(count=1_100, missing=20), today=LAST, as_of=None)
    assert said.endswith("1,080 sessions, 20 dropped")


@pytest.mark.parametrize(
    ("days", "age"),
    [(-1, "today"), (0, "today"), (1, "1 day old"), (2, "2 days old"), (1_234, "1,234 days old")],
)
def test_ages_in_words(days: int, age: str) -> None:
    assert age_text(LAST, LAST + timedelta(days=days)) == age


@pytest.mark.parametrize(("days", "stale"), [(0, False), (4, False), (5, True)])
def test_data_older_than_a_long_weekend_is_stale(make_pair: MakePair, days: int, stale: bool) -> None:
    series, _ = make_pair()
    assert is_stale(series, LAST + timedelta(days=days), as_of=None) is stale


def test_a_view_of_the_past_is_never_stale(make_pair: MakePair) -> None:
    series, _ = make_pair()
    assert not is_stale(series, date(2030, 1, 1), as_of=LAST)


def test_without_dropped_sessions_the_first_common_one_is_named(make_pair: MakePair) -> None:
    series, _ = make_pair(count=3)
    assert dropped_text(series) == "Both legs traded on every session since 26 Dec 2021."


def test_dropped_sessions_are_listed_newest_first(make_pair: MakePair) -> None:
    # Five days from 24 December; IWM lacks the second and the third.
    series, _ = make_pair(count=5, missing=2)
    assert dropped_text(series) == "Sessions only one leg traded, left out: 26 Dec 2021, 25 Dec 2021."


@pytest.mark.parametrize(("missing", "more"), [(20, ""), (21, " and 1 more"), (1_500, " and 1,480 more")])
def test_of_many_dropped_sessions_the_newest_twenty_are_listed(make_pair: MakePair, missing: int, more: str) -> None:
    series, _ = make_pair(count=missing + 10, missing=missing)
    listed = dropped_text(series).removeprefix("Sessions only one leg traded, left out: ").removesuffix(f"{more}.")
    days = listed.split(", ")
    assert len(days) == 20
    # The nine newest sessions are common: LAST … LAST − 8; the one before them is the newest dropped.
    newest = np.datetime64(LAST) - 9
    assert days[0] == f"{newest.item().day} Dec 2021"
    assert len(set(days)) == 20
