"""What calendars and closes say about a pair, the exchange rate included."""

from datetime import UTC, date, datetime

from fake_market import made_quotes

from ratiodesk.analysis.trust import trust_of
from ratiodesk.domain.pair_quotes import PairQuotes
from ratiodesk.domain.quotes import ExchangeClock, Quotes


class Calendars:
    """New York is closed until Monday's opening, London trades until its close."""

    opening, closing = datetime(2022, 1, 3, 14, 30, tzinfo=UTC), datetime(2021, 12, 31, 23, 0, tzinfo=UTC)

    def clock(self, exchange: str) -> ExchangeClock:
        is_open = exchange == "LSE"
        return ExchangeClock(date(2021, 12, 31), is_open, self.closing if is_open else self.opening)

    def sessions_behind(self, quotes: Quotes) -> int:
        return {"A": 1, "EURUSD=X": 5}.get(quotes.symbol, 0)

    def missing(self, quotes: Quotes) -> tuple[date, ...]:
        return (date(2021, 12, 28),) if quotes.symbol == "B" else ()


def test_the_leg_that_is_worst_decides_and_doubts_add_up() -> None:
    above = made_quotes([100.0, 100.0, 50.0], symbol="A", exchange="LSE", gaps=(date(2021, 12, 29),))
    below = made_quotes([10.0, 10.0, 10.0], symbol="B", exchange="PCX")
    trust = trust_of(PairQuotes(above, below), Calendars())
    assert [leg.symbol for leg in trust.legs] == ["A", "B"]
    assert (trust.behind, trust.missing_count, trust.jump_count) == (1, 2, 1)
    # One exchange trades; what changes first is its close.
    assert (trust.is_open, trust.changes) == (True, Calendars.closing)


def test_a_rate_that_is_late_makes_the_pair_late() -> None:
    above, below = (made_quotes([10.0, 10.0], symbol=symbol, exchange="PCX") for symbol in "BC")
    rate = made_quotes([1.1, 1.1], symbol="EURUSD=X", exchange="CCY")
    assert trust_of(PairQuotes(above, below), Calendars()).behind == 0
    assert trust_of(PairQuotes(above, below, rate), Calendars()).behind == 5
