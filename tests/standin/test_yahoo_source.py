"""Every way in which Yahoo fails: named rightly, in time, with nothing lost, and healed as soon as Yahoo is."""

import gc
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yahoo_server
from curl_cffi import Curl
from fake_ports import SetClock
from program import SESSIONS, Program, Task, at_once, recent_listing, wait_until
from yahoo_reply import Fault
from yahoo_server import YahooServer

from ratiodesk.domain.errors import BadRange, BadReply, Down, NotFound, Offline, RateLimited, SourceError, TimedOut
from ratiodesk.domain.interval import Interval

# The real client against a server of its own: minutes in all.
pytestmark = pytest.mark.slow

# How long it may take until the failure is stated [s].
AT_ONCE_S, RETRIED_S, HANGING_S = 2.0, 4.0, 8.0

REFUSED, UNKNOWN = "refused", "unknown"
ROWS: dict[str, tuple[Fault | str, type[Exception], float]] = {
    "unknown symbol": (UNKNOWN, NotFound, AT_ONCE_S),
    "no rows": (Fault.NO_ROWS, NotFound, AT_ONCE_S),
    "429": (Fault.RATE_LIMITED, RateLimited, AT_ONCE_S),
    "refused": (REFUSED, Offline, AT_ONCE_S),
    "reset": (Fault.RESET, Offline, AT_ONCE_S),
    # The line is cut within the body, TLS with it: to the client that is a lost connection.
    "short body": (Fault.SHORT_BODY, Offline, AT_ONCE_S),
    "DNS": (Fault.DNS, Offline, AT_ONCE_S),
    "proxy refuses": (Fault.PROXY_REFUSES, Offline, AT_ONCE_S),
    "TLS": (Fault.BAD_CERTIFICATE, Offline, AT_ONCE_S),
    "500": (Fault.SERVER_ERROR, Down, RETRIED_S),
    "502": (Fault.BAD_GATEWAY, Down, RETRIED_S),
    "will be right back": (Fault.DOWN, Down, RETRIED_S),
    "HTML": (Fault.HTML, BadReply, AT_ONCE_S),
    "empty": (Fault.EMPTY, BadReply, AT_ONCE_S),
    "cut": (Fault.TRUNCATED, BadReply, AT_ONCE_S),
    "{}": (Fault.EMPTY_JSON, BadReply, AT_ONCE_S),
    "401": (Fault.UNAUTHORIZED, BadReply, AT_ONCE_S),
}
HANGS = [
    Fault.HANG,
    *(pytest.param(fault, marks=pytest.mark.slow) for fault in (Fault.TRICKLE, Fault.HANG_CONNECT, Fault.HANG_TLS)),
]
WARM_HANGS = [
    pytest.param({"SPY": Fault.HANG, "IWM": Fault.TRICKLE}, id="request"),
    pytest.param({"chart": Fault.HANG_CONNECT}, id="CONNECT", marks=pytest.mark.slow),
    pytest.param({"chart": Fault.HANG_TLS}, id="TLS", marks=pytest.mark.slow),
]
SIDE_HANGS = dict.fromkeys(("cookie", "consent", "crumb"), Fault.HANG)

# Tuesday's session is the fourth to last of the listings.
BEGUN = SESSIONS - 3

Start = Callable[..., Program]


@pytest.fixture
def warm(start_program: Start) -> Program:
    """A program that has had good answers about both symbols."""
    program = start_program("home")
    for symbol in ("SPY", "IWM"):
        program.feed.refresh(symbol)
    return program


@pytest.fixture
def cold(warm: Program, start_program: Start, tmp_path: Path) -> Program:
    """A program just started on prices of an earlier day, without a cookie: its first request is yet to come."""
    shutil.rmtree(tmp_path / "home" / "yahoo")
    return start_program("home")


@pytest.fixture(params=["cold", pytest.param("cold charts", marks=pytest.mark.slow), "warm"])
def met(request: pytest.FixtureRequest) -> tuple[Program, str]:
    """A program, and what fails for it: everything, or charts alone."""
    temperature, _, alone = request.param.partition(" ")
    return request.getfixturevalue(temperature), "chart" if alone or temperature == "warm" else "*"


def spoil(server: YahooServer, key: str, cause: Fault | str) -> None:
    server.asked.clear()
    if isinstance(cause, Fault):
        server.faults[key] = cause
    elif cause == UNKNOWN:
        del server.listings["SPY"]
    else:
        server.stop()


def heal(server: YahooServer, clock: SetClock) -> None:
    server.faults.clear()
    server.listings["SPY"] = recent_listing("SPY")
    if server._listener is None:
        server.start()
    clock.pass_by(minutes=2)  # Longer than the pause after the first refusal.


def prices(known: dict[str, Any] | None) -> dict[str, Any]:
    """Return what is known but for the time of the last answer."""
    assert known is not None
    return {name: value for name, value in known.items() if name != "fetched"}


# 502 and the page for 503 take the way of 500.
@pytest.mark.parametrize(
    "row", [pytest.param(row, marks=[pytest.mark.slow] * (row in ("502", "will be right back"))) for row in ROWS]
)
def test_a_failure_is_named_in_time_loses_nothing_and_heals(
    met: tuple[Program, str], row: str, server: YahooServer, clock: SetClock
) -> None:
    program, key = met
    cause, error, budget_s = ROWS[row]
    before = program.known("SPY")
    spoil(server, key, cause)
    task = Task(lambda: program.feed.refresh("SPY"))
    assert type(task.outcome()) is error
    assert task.took_s < budget_s
    assert program.known("SPY") == before
    heal(server, clock)
    # Another symbol too: nothing spoilt is left in what all symbols share.
    for symbol in ("SPY", "IWM"):
        program.feed.refresh(symbol)
    assert prices(program.known("SPY")) == prices(before)
    assert server.asked[-1].status == 200


def test_a_proxy_that_waits_in_vain_for_a_name_means_offline(
    cold: Program, server: YahooServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(yahoo_server._REFUSED, Fault.DNS, 504)
    server.faults["*"] = Fault.DNS
    with pytest.raises(Offline):
        cold.feed.refresh("SPY")
    assert {asked.status for asked in server.asked if asked.kind == "connect"} == {504}


@pytest.mark.parametrize("temperature", ["cold", "warm"])
@pytest.mark.parametrize(("interval", "days"), [(Interval.FIVE_MINUTES, 10), (Interval.HOURLY, 10)])
def test_bars_from_too_long_ago_are_out_of_range(
    interval: Interval,
    days: int,
    temperature: str,
    request: pytest.FixtureRequest,
    server: YahooServer,
    clock: SetClock,
) -> None:
    program: Program = request.getfixturevalue(temperature)
    server.listings["SPY"].intraday[str(interval)] = [(clock() - timedelta(minutes=90), 476.0)]
    # The program asks for what Yahoo serves by its own clock. One that is ten days slow asks for too much.
    server.clock = lambda: clock() + timedelta(days=days)
    task = Task(lambda: program.feed.refresh("SPY", interval))
    assert type(task.outcome()) is BadRange
    assert task.took_s < AT_ONCE_S
    assert program.known("SPY", interval) is None
    server.clock = clock
    assert program.feed.refresh("SPY", interval).bars.close.tolist() == [476.0]


@pytest.mark.parametrize("interval", [Interval.FIVE_MINUTES, Interval.HOURLY])
def test_an_instrument_without_bars_of_a_day_is_out_of_range(cold: Program, interval: Interval) -> None:
    with pytest.raises(BadRange):
        cold.feed.refresh("SPY", interval)


@pytest.mark.parametrize("fault", HANGS)
def test_everything_hanging_from_the_start_is_stated_in_time_for_two_at_once_and_heals(
    cold: Program, fault: Fault, server: YahooServer, clock: SetClock
) -> None:
    # Without a crumb at first: a side request that hung is left alone for a minute, and the data come without.
    server.enforce_crumb = False
    before = cold.known("SPY"), cold.known("IWM")
    spoil(server, "*", fault)
    for task in at_once(lambda symbol=symbol: cold.feed.refresh(symbol) for symbol in ("SPY", "IWM")):
        assert type(task.result) is TimedOut
        assert task.took_s < HANGING_S
    assert (cold.known("SPY"), cold.known("IWM")) == before
    heal(server, clock)
    tasks = at_once(lambda symbol=symbol: cold.feed.refresh(symbol) for symbol in ("SPY", "IWM"))
    assert [len(task.result.bars) for task in tasks] == [len(known["close"]) for known in before if known]


@pytest.mark.parametrize("faults", WARM_HANGS)
def test_hanging_after_good_answers_is_stated_in_time_for_two_at_once_and_heals(
    warm: Program, faults: dict[str, Fault], server: YahooServer, clock: SetClock
) -> None:
    before = warm.known("SPY"), warm.known("IWM")
    server.faults = dict(faults)
    for task in at_once(lambda symbol=symbol: warm.feed.refresh(symbol) for symbol in ("SPY", "IWM")):
        assert type(task.result) is TimedOut
        assert task.took_s < HANGING_S
    assert (warm.known("SPY"), warm.known("IWM")) == before
    heal(server, clock)
    for symbol, known in zip(("SPY", "IWM"), before, strict=True):
        warm.feed.refresh(symbol)
        assert prices(warm.known(symbol)) == prices(known)


def test_data_come_for_two_at_once_while_only_cookie_and_crumb_hang(cold: Program, server: YahooServer) -> None:
    server.enforce_crumb = False
    server.faults = dict(SIDE_HANGS)
    server.asked.clear()
    tasks = at_once(lambda symbol=symbol: cold.feed.refresh(symbol) for symbol in ("SPY", "IWM"))
    assert [task.result.symbol for task in tasks] == ["SPY", "IWM"]
    assert max(task.took_s for task in tasks) < HANGING_S
    assert server.count("cookie") >= 1
    assert {asked.status for asked in server.asked if asked.kind == "chart"} == {200}


def hang_cookie_and_crumb_then_heal(program: Program, server: YahooServer, clock: SetClock) -> None:
    server.faults = dict(SIDE_HANGS)
    with pytest.raises(BadReply, match="401"):
        program.feed.refresh("SPY")
    heal(server, clock)


@pytest.mark.slow
def test_a_crumb_that_yahoo_insists_on_is_asked_for_again_at_once(
    cold: Program, server: YahooServer, clock: SetClock
) -> None:
    hang_cookie_and_crumb_then_heal(cold, server, clock)
    assert len(cold.feed.refresh("SPY").bars) == BEGUN


@pytest.mark.slow
def test_a_crumb_that_yahoo_insists_on_is_asked_for_again_after_a_minute(
    cold: Program, server: YahooServer, clock: SetClock
) -> None:
    hang_cookie_and_crumb_then_heal(cold, server, clock)
    assert cold.source._client is not None
    rests = cold.source._client.session._hung
    assert rests
    for side in rests:
        rests[side] -= 60  # As if a minute had passed: the session goes by the machine's own clock.
    assert len(cold.feed.refresh("SPY").bars) == BEGUN


@pytest.mark.parametrize("temperature", ["cold", "warm"])
def test_an_error_of_the_server_that_passes_is_not_told(
    temperature: str, request: pytest.FixtureRequest, server: YahooServer
) -> None:
    program: Program = request.getfixturevalue(temperature)
    spoil(server, "chart", Fault.SERVER_ERROR)
    task = Task(lambda: program.feed.refresh("SPY"))
    # yfinance itself asks twice; healed after that, the next attempt of the source succeeds.
    wait_until(lambda: server.count("chart") >= 2)
    server.faults.clear()
    assert task.outcome().symbol == "SPY"
    assert [asked.status for asked in server.asked if asked.kind == "chart"] == [500, 500, 200]


def test_a_cookie_and_crumb_that_yahoo_no_longer_knows_are_replaced(warm: Program, server: YahooServer) -> None:
    server.cookie, server.crumb = "d=Another&S=One", "AnoTher/1"
    assert warm.feed.refresh("SPY").symbol == "SPY"


def test_a_cookie_of_an_earlier_run_that_yahoo_no_longer_knows_is_replaced(
    warm: Program, start_program: Start, server: YahooServer
) -> None:
    server.cookie, server.crumb = "d=Another&S=One", "AnoTher/1"
    assert start_program("home").feed.refresh("SPY").symbol == "SPY"


@pytest.mark.slow
def test_closing_during_a_hang_ends_it_in_time_and_nothing_is_asked_after(warm: Program, server: YahooServer) -> None:
    server.faults["chart"] = Fault.HANG
    server.asked.clear()
    task = Task(lambda: warm.feed.refresh("SPY"))
    wait_until(lambda: server.count("chart"))
    warm.feed.close()
    assert type(task.outcome()) is TimedOut
    assert task.took_s < HANGING_S
    server.faults.clear()
    server.asked.clear()
    after = Task(lambda: warm.feed.refresh("IWM"))
    assert type(after.outcome()) is TimedOut
    assert after.took_s < AT_ONCE_S
    assert server.asked == []


@pytest.mark.parametrize(
    ("cause", "error"),
    [(Fault.RATE_LIMITED, RateLimited), (Fault.SERVER_ERROR, Down), (REFUSED, Offline), (Fault.RESET, Offline)],
)
def test_a_search_that_fails_says_so_and_heals(
    cold: Program, cause: Fault | str, error: type[Exception], server: YahooServer, clock: SetClock
) -> None:
    spoil(server, "search", cause)
    with pytest.raises(error):
        cold.feed.search("russell")
    heal(server, clock)
    assert [found.symbol for found in cold.feed.search("russell")] == ["IWM"]


@pytest.mark.parametrize(
    "cause",
    [
        Fault.HTML,
        Fault.EMPTY,
        Fault.TRUNCATED,
        Fault.EMPTY_JSON,
    ],
)
def test_a_search_answered_with_nonsense_heals(
    cold: Program, cause: Fault, server: YahooServer, clock: SetClock
) -> None:
    spoil(server, "search", cause)
    with pytest.raises(BadReply):
        cold.feed.search("russell")
    heal(server, clock)
    assert [found.symbol for found in cold.feed.search("russell")] == ["IWM"]


def test_a_search_leaves_no_connection_open(warm: Program) -> None:
    def connections() -> int:
        gc.collect()
        return sum(isinstance(each, Curl) for each in gc.get_objects())

    before = connections()
    for text in ("russell", "s&p"):
        assert not isinstance(Task(lambda text=text: warm.feed.search(text)).outcome(), Exception)
    assert connections() == before


@pytest.mark.parametrize("name", ["cookie.json", "tkr-tz.db"])
def test_what_yfinance_keeps_may_be_damaged(warm: Program, start_program: Start, tmp_path: Path, name: str) -> None:
    warm.end()
    (tmp_path / "home" / "yahoo" / name).write_bytes(b"not a database" * 1000)
    assert start_program("home").feed.refresh("SPY").final_count > 0


def test_a_home_that_yfinance_cannot_use_is_a_stated_failure(start_program: Start, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "yahoo").write_text("in the way")
    with pytest.raises(SourceError, match="Yahoo cannot be asked"):
        start_program("other").feed.refresh("SPY")
