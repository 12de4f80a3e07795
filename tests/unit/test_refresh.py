"""The rules of a refresh: when to ask for what, and that nothing known is lost to an answer."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import numpy as np
import pytest
from fake_market import NOW, days_of, made_quotes, taken, weekdays
from hypothesis import given
from hypothesis import strategies as st

from ratiodesk.domain.errors import BadReply
from ratiodesk.domain.interval import Interval
from ratiodesk.domain.quotes import Quotes
from ratiodesk.market.refresh import REBUILD_AFTER, joined, replaced, start_of_refresh

LATER = NOW + timedelta(days=1)


def flat(count: int, close: float = 100.0, **about: object) -> Quotes:
    return made_quotes([close] * count, **about)


def answered(quotes: Quotes, **about: object) -> Quotes:
    """Return what a source says, which does not know when it was last asked for all."""
    return replace(quotes, fetched=LATER, rebuilt=None, **about)


def closes_of(quotes: Quotes) -> list[float]:
    return quotes.bars.close.tolist()


def test_without_anything_known_all_is_asked_for() -> None:
    assert start_of_refresh(None, NOW) is None
    assert start_of_refresh(flat(40, rebuilt=None), NOW) is None


def test_a_refresh_overlaps_ten_final_sessions() -> None:
    known = flat(40)
    assert start_of_refresh(known, NOW) == days_of(known)[30]
    # One bar of the forty is forming, so the ten final ones begin a session earlier.
    assert start_of_refresh(replace(known, forming=True), NOW) == days_of(known)[29]


@pytest.mark.parametrize(("count", "forming", "since"), [(10, False, None), (11, True, None), (11, False, 1)])
def test_a_history_no_longer_than_the_overlap_is_asked_for_as_a_whole(
    count: int, forming: bool, since: int | None
) -> None:
    known = flat(count, forming=forming)
    assert start_of_refresh(known, NOW) == (None if since is None else days_of(known)[since])


def test_all_is_asked_for_about_once_a_month() -> None:
    known = flat(40)
    assert timedelta(days=28) <= REBUILD_AFTER <= timedelta(days=31)
    assert start_of_refresh(known, NOW + REBUILD_AFTER) is not None
    assert start_of_refresh(known, NOW + REBUILD_AFTER + timedelta(seconds=1)) is None


def test_a_session_without_a_price_is_asked_for_again_while_it_is_recent() -> None:
    whole = flat(60)
    days = days_of(whole)

    def since(*missing: int) -> date | None:
        rows = [row for row in range(60) if row not in missing]
        return start_of_refresh(replace(taken(whole, rows), gaps=tuple(days[row] for row in missing)), NOW)

    # Of 59 bars the last thirty begin with row 29 of them, which is day 30.
    assert since(40) == days[39]  # The session before it: a common one.
    assert since(35, 45) == days[34]
    assert since(35, 36) == days[34]
    assert since(20) == days[50]  # Too long ago.
    assert since(20, 40) == days[39]
    assert since(55) == days[49]  # Among the last ten bars; they begin a session earlier without it.


def test_an_answer_that_repeats_what_is_known_changes_only_when_it_was_asked() -> None:
    known = made_quotes(np.linspace(90, 110, 20).tolist())
    found = joined(known, answered(taken(known, slice(10, None))))
    assert found is not None
    assert (closes_of(found), days_of(found)) == (closes_of(known), days_of(known))
    assert (found.fetched, found.rebuilt) == (LATER, NOW)


def test_new_bars_are_added() -> None:
    whole = made_quotes([float(number) for number in range(1, 24)])
    found = joined(taken(whole, slice(20)), answered(taken(whole, slice(10, None))))
    assert found is not None
    assert closes_of(found) == closes_of(whole)


def test_a_forming_bar_is_replaced_by_the_final_one() -> None:
    whole = flat(21)
    forming = replace(made_quotes([100.0] * 20 + [130.0]), forming=True)
    found = joined(forming, answered(taken(whole, slice(11, None))))
    assert found is not None
    assert closes_of(found) == [100.0] * 21
    assert (found.forming, found.final_count) == (False, 21)


def test_a_forming_bar_that_the_answer_lacks_is_not_kept_as_a_final_one() -> None:
    known = replace(made_quotes([100.0] * 20 + [130.0]), forming=True)
    for answer in (taken(known, slice(11, 20)), taken(known, slice(20))):
        found = joined(known, answered(answer, forming=False))
        assert found is not None
        assert days_of(found) == days_of(known)[:20]
        assert (found.forming, found.final_count) == (False, 20)
        again = replaced(known, answered(taken(known, slice(20)), forming=False))
        assert days_of(again) == days_of(known)[:20]


def test_a_bar_that_forms_in_the_answer_forms_in_the_result() -> None:
    whole = made_quotes([100.0] * 20 + [130.0])
    found = joined(taken(whole, slice(20)), answered(taken(whole, slice(10, None)), forming=True))
    assert found is not None
    assert (found.forming, found.final_count, closes_of(found)[-1]) == (True, 20, 130.0)


def test_a_split_that_is_news_makes_all_be_asked_for() -> None:
    known = flat(20)
    split = (days_of(known)[15],)
    answer = answered(taken(known, slice(10, None)), splits=split)
    assert joined(known, answer) is None
    found = joined(replace(known, splits=(date(2020, 8, 31), *split)), answer)
    assert found is not None
    assert found.splits == (date(2020, 8, 31), *split)


@pytest.mark.parametrize(("close", "same"), [(100.009, True), (99.991, True), (100.011, False), (99.989, False)])
def test_a_close_that_was_changed_by_more_than_a_ten_thousandth_makes_all_be_asked_for(
    close: float, same: bool
) -> None:
    known = flat(20)
    answer = answered(made_quotes([100.0] * 4 + [close] + [100.0] * 5))
    assert (joined(known, answer) is not None) is same


def test_an_answer_without_a_common_session_makes_all_be_asked_for() -> None:
    known = flat(20, sessions=weekdays(20, "2021-11-30"))
    assert joined(known, answered(flat(10))) is None


def test_a_dividend_scales_the_older_adjusted_closes() -> None:
    known = made_quotes([100.0] * 12, adjusted=[90.0, 95.0] + [100.0] * 10)
    # A dividend of 2 on 100 takes 2 % off everything before it.
    days = weekdays(11, "2022-01-03")
    answer = answered(made_quotes([100.0] * 10 + [98.0], adjusted=[98.0] * 11, sessions=days))
    found = joined(known, answer)
    assert found is not None
    # 90 × 0.98 and 95 × 0.98
    assert found.bars.adjusted_close.tolist() == pytest.approx([88.2, 93.1] + [98.0] * 11, rel=1e-12)
    assert closes_of(found) == [100.0] * 12 + [98.0]


def test_adjusted_closes_that_differ_by_rounding_alone_are_left_as_they_are() -> None:
    known = made_quotes([100.0] * 12, adjusted=[90.0, 95.0] + [100.0] * 10)
    found = joined(known, answered(made_quotes([100.0] * 10, adjusted=[100.00005] * 10)))
    assert found is not None
    assert found.bars.adjusted_close[:2].tolist() == [90.0, 95.0]


def test_adjusted_closes_that_differ_by_no_one_factor_make_all_be_asked_for() -> None:
    known = flat(20)
    answer = made_quotes([100.0] * 10, adjusted=[98.0] * 5 + [100.0] * 5)
    assert joined(known, answered(answer)) is None


def test_bars_that_the_answer_lacks_are_kept() -> None:
    known = made_quotes([float(number) for number in range(1, 21)])
    found = joined(known, answered(taken(known, [10, 11, 14, 17])))
    assert found is not None
    assert (closes_of(found), days_of(found)) == (closes_of(known), days_of(known))


def test_an_older_answer_takes_nothing_away_and_its_forming_bar_is_final_by_now() -> None:
    known = made_quotes([100.0] * 20, forming=False)
    found = joined(known, answered(taken(known, slice(8, 18)), forming=True))
    assert found is not None
    assert days_of(found) == days_of(known)
    assert found.forming is False


def test_a_gap_is_forgotten_once_it_is_filled_and_a_new_one_is_known() -> None:
    whole = flat(21)
    days = days_of(whole)
    known = replace(taken(whole, [row for row in range(20) if row != 15]), gaps=(date(2021, 7, 1), days[15]))
    answer = answered(taken(whole, [row for row in range(10, 21) if row != 18]), gaps=(days[18],))
    found = joined(known, answer)
    assert found is not None
    # Day 18 is known already, so it is no gap here.
    assert (found.gaps, days_of(found)) == ((date(2021, 7, 1),), days)


def test_a_first_answer_is_taken_as_it_is() -> None:
    found = replaced(None, answered(flat(3)))
    assert (closes_of(found), found.rebuilt) == ([100.0] * 3, LATER)


def test_a_full_answer_replaces_what_was_re_based() -> None:
    found = replaced(flat(20), answered(flat(20, 50.0)))
    assert (closes_of(found), found.rebuilt) == ([50.0] * 20, LATER)


def test_a_full_answer_that_lacks_bars_takes_them_over() -> None:
    known = made_quotes([100.0] * 10 + [50.0] * 10, adjusted=[80.0] * 20)
    # Two dividends since: 0.9 up to row 9, 0.95 from there on.
    whole = made_quotes([100.0] * 10 + [50.0] * 10, adjusted=[72.0] * 10 + [76.0] * 10)
    rows = [row for row in range(20) if row not in (0, 1, 5, 11)]
    found = replaced(known, answered(taken(whole, rows)))
    assert closes_of(found) == closes_of(known)
    # By the factor of the session before, of the first one where there is none: 80 × 0.9 and 80 × 0.95.
    expected = [72.0] * 10 + [76.0] * 10
    assert found.bars.adjusted_close.tolist() == pytest.approx(expected, rel=1e-12)


def test_a_much_shorter_answer_takes_nothing_away() -> None:
    known = made_quotes([float(number) for number in range(1, 41)])
    found = replaced(known, answered(taken(known, slice(35, None))))
    assert closes_of(found) == closes_of(known)


def test_a_short_answer_without_the_newest_bars_does_not_form() -> None:
    known = flat(20)
    found = replaced(known, answered(taken(known, slice(12)), forming=True))
    assert (days_of(found), found.forming) == (days_of(known), False)


@pytest.mark.parametrize("first", [6, 15])
def test_a_shorter_answer_that_does_not_fit_is_refused(first: int) -> None:
    with pytest.raises(BadReply, match=rf"Yahoo’s answer for SPY lacks {first} sessions that are known; the known"):
        replaced(flat(20), answered(taken(flat(20, 50.0), slice(first, None))))


def test_an_answer_of_other_years_is_refused() -> None:
    with pytest.raises(BadReply, match="lacks 20 sessions"):
        replaced(flat(20), answered(flat(20, sessions=weekdays(20, "2019-12-31"))))


def test_a_few_sessions_may_be_deleted_by_the_source() -> None:
    known = made_quotes([100.0] * 20)
    found = replaced(known, answered(taken(flat(20, 50.0), slice(5, None))))
    assert (closes_of(found), days_of(found)) == ([50.0] * 15, days_of(known)[5:])


@st.composite
def worlds(draw: st.DrawFn) -> list[tuple[float, float, float, int]]:
    """Draw a history: for each session its close as traded, dividend yield, split, and how late its price is told."""
    session = st.tuples(
        st.floats(1, 1000),
        st.sampled_from([0.0] * 8 + [0.001, 0.03]),
        st.sampled_from([1.0] * 20 + [2.0, 0.25, 1.5]),
        st.sampled_from([0] * 12 + [1, 2, 8]),
    )
    known_at_once = draw(st.floats(1, 1000)), 0.0, 1.0, 0
    return [known_at_once, *draw(st.lists(session, min_size=11, max_size=70))]


def told(world: list[tuple[float, float, float, int]], count: int, forming: bool) -> Quotes:
    """Return the whole history as a source tells it after *count* sessions, the last of them still on if *forming*."""
    days, rows, closes, adjusted = weekdays(len(world))[:count], [], [], []
    split = dividend = 1.0
    for row in reversed(range(count)):
        close, paid, ratio, late = world[row]
        if late < count - row:
            rows.append(row)
            closes.append(close / split * (1.01 if forming and row == count - 1 else 1.0))
            adjusted.append(closes[-1] * dividend)
        split, dividend = split * ratio, dividend * (1 - paid)
    rows.reverse()
    return made_quotes(
        closes[::-1],
        adjusted=adjusted[::-1],
        sessions=days[rows],
        forming=forming and rows[-1] == count - 1,
        splits=tuple(days[row].item() for row in range(count) if world[row][2] != 1.0),
        gaps=tuple(day.item() for row, day in enumerate(days) if row not in rows),
    )


def refreshed(known: Quotes | None, whole: Quotes, now: datetime) -> Quotes:
    """Refresh as the feed does it."""
    whole = replace(whole, fetched=now, rebuilt=None)
    since = start_of_refresh(known, now)
    if known is None or since is None:
        return replaced(known, whole)
    part = replace(
        taken(whole, whole.bars.sessions >= np.datetime64(since)),
        splits=tuple(day for day in whole.splits if day >= since),
        gaps=tuple(day for day in whole.gaps if day >= since),
    )
    return joined(known, part) or replaced(known, whole)


@given(worlds(), st.lists(st.tuples(st.integers(1, 71), st.booleans()), min_size=1, max_size=12))
def test_a_history_fetched_in_parts_is_the_history_fetched_at_once(world, steps: list[tuple[int, bool]]) -> None:
    known = None
    days = weekdays(len(world))
    # A session is on before it is over.
    for count, forming in sorted(
        {(min(count, len(world)), on) for count, on in steps}, key=lambda at: (at[0], not at[1])
    ):
        whole = told(world, count, forming)
        before = set() if known is None else set(days_of(known)[: known.final_count])
        known = refreshed(known, whole, datetime.combine(days[count - 1].item(), NOW.timetz()))
        assert before <= set(days_of(known)[: known.final_count])
        assert days_of(known) == days_of(whole)
        assert closes_of(known) == pytest.approx(closes_of(whole), rel=1e-12)
        assert known.bars.adjusted_close.tolist() == pytest.approx(whole.bars.adjusted_close.tolist(), rel=1e-9)
        assert (known.forming, known.gaps) == (whole.forming, whole.gaps)


@given(
    st.integers(1, 60),
    st.booleans(),
    st.sets(st.integers(0, 69), min_size=1),
    st.booleans(),
    st.dictionaries(st.integers(0, 69), st.floats(1, 1000)),
)
def test_no_final_session_disappears_whatever_is_answered(
    count: int, was_forming: bool, rows: set[int], forming: bool, changed: dict[int, float]
) -> None:
    days = weekdays(70)
    known = flat(count, sessions=days[:count], forming=was_forming)
    closes = [changed.get(row, 100.0) for row in sorted(rows)]
    answer = answered(made_quotes(closes, sessions=days[sorted(rows)]), forming=forming)
    final = set(days_of(known)[: known.final_count])
    found = joined(known, answer)
    assert found is None or final <= set(days_of(found))
    try:
        whole = replaced(known, answer)
    except BadReply:
        return
    # A source may delete a few sessions, but only when it has re-based the others.
    lost = final - set(days_of(whole))
    assert len(lost) <= 5
    assert not lost or found is None


def test_an_answer_that_calls_a_final_session_unfinished_comes_too_late() -> None:
    known = flat(20)
    late = replace(taken(known, slice(8, None)), forming=True)
    for found in (joined(known, late), replaced(known, replace(known, forming=True))):
        assert found is not None
        assert (found.final_count, found.forming) == (20, False)
    # Nor does it go in two steps.
    first = joined(known, late)
    assert first is not None
    second = joined(first, taken(first, slice(8, 19)))
    assert second is not None
    assert days_of(second) == days_of(known)


def test_a_split_gives_up_intraday_bars_that_no_source_has_any_more() -> None:
    starts = np.datetime64("2021-12-01T14:30", "m") + 5 * np.arange(60, dtype="timedelta64[m]")
    known = made_quotes([100.0] * 60, sessions=starts, interval=Interval.FIVE_MINUTES)
    # The source reaches back to the 31st bar, and halves every close.
    answer = made_quotes([50.0] * 30, sessions=starts[30:], interval=Interval.FIVE_MINUTES)
    found = replaced(known, answer)
    assert found.bars.sessions[0] == starts[30]
    assert closes_of(found) == [50.0] * 30
    # On the same base, what the source has no more is kept.
    assert len(replaced(known, replace(answer, bars=taken(known, slice(30, 60)).bars)).bars) == 60


def test_the_user_may_insist_on_a_worse_answer() -> None:
    known, answer = flat(40), made_quotes([50.0] * 20)
    with pytest.raises(BadReply):
        replaced(known, answer)
    assert closes_of(replaced(known, answer, wanted=True)) == [50.0] * 20


def test_sessions_the_exchange_held_are_asked_for_again() -> None:
    known = flat(40)
    days = days_of(known)
    lacking = taken(known, [row for row in range(40) if row != 20])
    assert start_of_refresh(lacking, NOW) == days[30]
    assert start_of_refresh(lacking, NOW, [days[20]]) == days[19]
