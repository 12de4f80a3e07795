"""Steps of undo of many pairs: what comes from elsewhere is in all of them, what an opened file brings is one."""

from ratiodesk.desk.pair_histories import PairHistories
from ratiodesk.desk.work import Work
from ratiodesk.domain.layout import Layout
from ratiodesk.domain.level import Level, LevelId
from ratiodesk.domain.pair import Pair
from ratiodesk.domain.ratio import Ratio

SPY_IWM, QQQ_IWM = Pair.parse("SPY/IWM"), Pair.parse("QQQ/IWM")
OWN, OTHER = Level(LevelId("o"), Ratio(2.0)), Level(LevelId("x"), Ratio(2.5))
BROUGHT = (Level(LevelId("a"), Ratio(1.6)), Level(LevelId("b"), Ratio(1.25)))
IDS = tuple(line.id for line in BROUGHT)
HERE, THERE = Layout(SPY_IWM, (OWN,)), Layout(SPY_IWM, (OWN, *BROUGHT))


def known() -> PairHistories:
    """Return the steps of a pair on which one line was drawn."""
    histories = PairHistories()
    histories.resume(Layout(SPY_IWM)).record(Work.of(HERE))
    return histories


def steps(histories: PairHistories, layout: Layout) -> list[set[str]]:
    """Return the lines of every step, the present one first."""
    history = histories.resume(layout)
    found = [set(history.now.ids)]
    while history.can_undo:
        found.append(set(history.undo().ids))
    return found


def test_what_comes_from_elsewhere_is_in_every_step() -> None:
    histories = known()
    assert not histories.take_in(HERE, THERE)
    assert steps(histories, THERE) == [{"o", "a", "b"}, {"a", "b"}]


def test_lines_that_are_expected_are_a_step() -> None:
    histories = known()
    assert not histories.expect(SPY_IWM, IDS)
    assert histories.take_in(HERE, THERE)
    assert steps(histories, THERE) == [{"o", "a", "b"}, {"o"}, set()]


def test_lines_that_have_come_already_become_a_step() -> None:
    histories = known()
    histories.take_in(HERE, THERE)
    assert histories.expect(SPY_IWM, IDS)
    assert steps(histories, THERE) == [{"o", "a", "b"}, {"o"}, set()]


def test_they_may_come_while_another_pair_is_open() -> None:
    histories = known()
    histories.expect(SPY_IWM, IDS)
    histories.resume(Layout(QQQ_IWM, BROUGHT))
    assert steps(histories, THERE) == [{"o", "a", "b"}, {"o"}, set()]
    assert steps(histories, Layout(QQQ_IWM, BROUGHT)) == [{"a", "b"}]


def test_a_pair_that_was_never_open_begins_without_them() -> None:
    histories = PairHistories()
    histories.expect(SPY_IWM, IDS)
    assert steps(histories, THERE) == [{"o", "a", "b"}, {"o"}]


def test_a_pair_that_was_turned_over_has_the_step_in_its_orientation() -> None:
    histories = known()
    turned = SPY_IWM.inverted()
    histories.resume(HERE.seen_as(turned))
    histories.expect(SPY_IWM, IDS)
    assert histories.take_in(HERE, THERE)
    history = histories.resume(THERE.seen_as(turned))
    assert [line.ratio for line in history.now.levels] == [0.5, 0.625, 0.8]
    assert [line.ratio for line in history.undo().levels] == [0.5]


def test_what_came_before_the_pair_was_turned_over_stays_in_every_step() -> None:
    histories = known()
    histories.take_in(HERE, THERE)
    turned = THERE.seen_as(SPY_IWM.inverted())
    histories.resume(turned)
    assert not histories.expect(SPY_IWM, IDS)
    assert steps(histories, turned) == [{"o", "a", "b"}, {"a", "b"}]


def test_other_lines_that_come_are_no_step_and_those_expected_are_one_still() -> None:
    histories = known()
    histories.expect(SPY_IWM, IDS)
    with_other = Layout(SPY_IWM, (OWN, OTHER))
    assert not histories.take_in(HERE, with_other)
    assert histories.take_in(with_other, Layout(SPY_IWM, (OWN, OTHER, *BROUGHT)))
    assert steps(histories, Layout(SPY_IWM, (OWN, OTHER, *BROUGHT))) == [{"o", "x", "a", "b"}, {"o", "x"}, {"x"}]


def test_a_file_that_brings_nothing_changes_no_expectation() -> None:
    histories = known()
    histories.expect(SPY_IWM, IDS)
    assert not histories.expect(SPY_IWM, ())
    assert histories.take_in(HERE, THERE)


def test_what_was_done_since_they_came_is_not_lost() -> None:
    histories = known()
    histories.take_in(HERE, THERE)
    history = histories.resume(THERE)
    history.record(history.now.without({"a"}))
    assert not histories.expect(SPY_IWM, IDS)
    after = Layout(SPY_IWM, (OWN, BROUGHT[1]))
    assert steps(histories, after) == [{"o", "b"}, {"o", "a", "b"}, {"a", "b"}]


def test_a_step_is_made_once() -> None:
    histories = known()
    histories.expect(SPY_IWM, IDS)
    histories.take_in(HERE, THERE)
    assert not histories.expect(SPY_IWM, IDS)
    assert steps(histories, THERE) == [{"o", "a", "b"}, {"o"}, set()]
