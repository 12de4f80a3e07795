"""Prices are read once for all the pairs of a list, and a long list does not keep all of them in memory."""

import gc
import weakref

import pytest
from fake_market import FakeSource, made_quotes

from ratiodesk.domain.errors import NotFound
from ratiodesk.domain.interval import Interval
from ratiodesk.domain.pair import Symbol
from ratiodesk.domain.quotes import Quotes
from ratiodesk.domain.remembered_quotes import RememberedQuotes

SPY = Symbol("SPY")


class Reader:
    """Makes prices of whatever it is asked for, and notes it."""

    def __init__(self) -> None:
        self.asked: list[tuple[Symbol, Interval]] = []

    def quotes(self, symbol: Symbol, interval: Interval = Interval.DAILY) -> Quotes:
        self.asked.append((symbol, interval))
        return made_quotes([1.0, 2.0], symbol=symbol)


def test_a_symbol_is_read_once() -> None:
    reader = Reader()
    remembered = RememberedQuotes(reader)
    assert remembered.quotes(SPY) is remembered.quotes(SPY)
    assert reader.asked == [(SPY, Interval.DAILY)]


def test_other_bars_of_a_symbol_are_other_prices() -> None:
    reader = Reader()
    remembered = RememberedQuotes(reader)
    assert remembered.quotes(SPY) is not remembered.quotes(SPY, Interval.HOURLY)
    assert [interval for _, interval in reader.asked] == [Interval.DAILY, Interval.HOURLY]


def test_what_is_not_there_is_looked_for_again() -> None:
    class Nobody:
        def quotes(self, symbol: Symbol, interval: Interval = Interval.DAILY) -> Quotes:
            return FakeSource().fetch(symbol, interval)

    remembered = RememberedQuotes(Nobody())
    for _ in range(2):
        with pytest.raises(NotFound, match="SPY"):
            remembered.quotes(SPY)


def test_prices_of_a_long_list_leave_memory_again() -> None:
    remembered = RememberedQuotes(Reader())
    first = weakref.ref(remembered.quotes(SPY).bars.close)
    for place in range(100):
        remembered.quotes(Symbol(f"F{place}"))
    gc.collect()
    assert first() is None
