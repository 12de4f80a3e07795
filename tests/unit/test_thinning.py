"""Of many versions few are left, more of the young than of the old."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ratiodesk.storage.thinning import MOST, superfluous

START = datetime(2021, 12, 28, 15, 0, tzinfo=UTC)
# Set back as well as forward, and standing still.
STEPS = st.lists(st.integers(-100_000, 10_000_000), min_size=1, max_size=130)


def moments(*seconds: float) -> list[datetime]:
    return [START + timedelta(seconds=each) for each in seconds]


def keep_all(gaps_s: list[int], most: int = MOST) -> list[datetime]:
    """Return what is left of versions that were written one after another and thinned out at each."""
    kept, now = [], START
    for gap in gaps_s:
        now += timedelta(seconds=gap)
        kept.append(now)
        gone = superfluous(kept, now, most)
        kept = [each for place, each in enumerate(kept) if place not in gone]
    return kept


def test_few_versions_are_all_kept() -> None:
    assert superfluous([], START) == superfluous(moments(0), START) == ()
    assert superfluous(moments(*range(MOST)), START + timedelta(days=900)) == ()


def test_of_old_ones_that_goes_which_tells_least() -> None:
    # Neighbours two days apart at an age of 17 days: 0.12. The others: 10 days in 18 and in 19, 17 days in 16.
    days = [day * 86_400 for day in (1, 10, 11, 12, 28)]
    assert superfluous(moments(*days), START + timedelta(days=28), 4) == (2,)


def test_those_of_the_last_minutes_stay_and_an_old_one_goes() -> None:
    year = 365 * 86_400
    seconds = [*range(0, year, year // 30), *range(year, year + 240, 10)]
    gone = superfluous(moments(*seconds), START + timedelta(seconds=year + 240))
    assert len(gone) == len(seconds) - MOST == 4
    assert max(gone) < 30


def test_many_in_a_few_minutes_push_out_no_year() -> None:
    kept = keep_all([7 * 86_400] * 52 + [1] * 3_000)
    assert len(kept) == MOST
    # Half of the months of that year have a version still, and of the last seconds each one has.
    months = {(each.year, each.month) for each in kept if (kept[-1] - each).days >= 1}
    assert len(months) >= 6
    assert [round((b - a).total_seconds()) for a, b in zip(kept[-25:], kept[-24:], strict=False)] == [1] * 24


def test_a_year_of_work_leaves_versions_of_every_age() -> None:
    kept = keep_all([3_600] * (365 * 24))
    ages = [(kept[-1] - each).total_seconds() / 3_600 for each in kept]
    assert len(kept) == MOST
    for hours in (1, 2, 6, 12, 24, 72, 168, 720, 2_000, 4_000, 8_000):
        nearest = min(ages, key=lambda age: abs(age - hours))
        assert abs(nearest - hours) <= 0.3 * hours, hours


@given(STEPS, st.integers(2, MOST))
def test_whatever_the_clock_does_newest_and_oldest_stay(gaps: list[int], most: int) -> None:
    moment, kept = START, []
    for gap in gaps:
        moment += timedelta(seconds=gap)
        kept.append(moment)
    gone = superfluous(kept, moment, most)
    assert len(kept) - len(gone) == min(len(kept), most)
    assert not {0, len(kept) - 1} & set(gone)
    left = [each for place, each in enumerate(kept) if place not in gone]
    assert superfluous(left, moment, most) == ()


@given(st.lists(st.integers(0, 4), min_size=60, max_size=80))
def test_the_last_minutes_are_all_there_in_half_of_the_room(gaps: list[int]) -> None:
    kept = moments(*(sum(gaps[: place + 1]) for place in range(len(gaps))))
    gone = superfluous(kept, kept[-1])
    assert set(range(len(kept) - MOST // 2, len(kept))).isdisjoint(gone) or sum(gaps[-MOST // 2 :]) > 300


def test_a_clock_set_back_by_a_year_costs_neither_the_old_nor_the_new() -> None:
    before = keep_all([86_400] * 60)
    back = [before[-1] - timedelta(days=365) + timedelta(seconds=10 * step) for step in range(1, 11)]
    gone = superfluous([*before, *back], back[-1])
    assert len(gone) == 10
    # The last ten were written within two minutes.
    assert max(gone) < MOST
    assert min(gone) > 0


def test_the_last_version_before_a_clock_was_set_back_is_as_old_as_the_first_after_it() -> None:
    # Ages in days: 31, 21, 20, 1, 1, 0. The second one's neighbours are 11 days apart at 21: 0.52, the least; those of
    # the fourth are 19 days apart at 1.
    days = [day * 86_400 for day in (0, 10, 11, 30, -300, -299)]
    assert superfluous(moments(*days), moments(days[-1])[0], 5) == (1,)
