"""How much time a bar covers."""

import pytest

from ratiodesk.domain.interval import Interval, interval_named


def test_the_names_in_saved_documents_stay_what_they_are() -> None:
    assert [str(interval) for interval in Interval] == ["1d", "1wk", "1mo", "1h", "5m"]


def test_only_hours_and_minutes_are_within_the_day() -> None:
    assert [interval for interval in Interval if interval.is_intraday] == [Interval.HOURLY, Interval.FIVE_MINUTES]


def test_bars_within_the_day_are_to_be_had_for_a_while_only() -> None:
    # Yahoo serves 730 and 60 days; one is given up to the difference of clocks.
    reaches = {interval: interval.reach.days for interval in Interval if interval.reach is not None}
    assert reaches == {Interval.HOURLY: 729, Interval.FIVE_MINUTES: 59}


def test_every_interval_has_a_button_of_its_own() -> None:
    assert [interval.short_name for interval in Interval] == ["D", "W", "M", "1h", "5m"]


@pytest.mark.parametrize("name", [*Interval])
def test_an_interval_is_found_by_its_name(name: str) -> None:
    assert interval_named(str(name)) is name


@pytest.mark.parametrize("name", ["", "1D", "3mo", "DAILY", "1h "])
def test_a_name_of_none_is_read_as_daily(name: str) -> None:
    assert interval_named(name) is Interval.DAILY
