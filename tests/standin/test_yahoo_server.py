"""The stand-in for Yahoo: the real yfinance meets it, and its answers have the form of recorded ones."""

import importlib
import json
import os
import socket
import subprocess
import sys
import threading
import time
import warnings
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock_time
from pathlib import Path
from types import ModuleType
from typing import Any

import pandas as pd
import pytest
from bare_client import Client, new_session
from listings import DAYS, listing, recorded, utc
from market_data import RECORDED, chart_answer, listing_from_sample
from yahoo_reply import Fault
from yahoo_server import YahooServer

from ratiodesk.resource import resource_path

# A test of what tests stand on: the everyday run takes it for granted.
pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore::pandas.errors.Pandas4Warning")]

CHART = "https://query2.finance.yahoo.com/v8/finance/chart/SPY"
CRUMB = "https://query1.finance.yahoo.com/v1/test/getcrumb"
SEARCH = "https://query2.finance.yahoo.com/v1/finance/search"
# What yfinance raises where it knows the zone of the exchange, and where it must ask for it first.
RAISED = {
    Fault.RATE_LIMITED: ("YFRateLimitError", "YFRateLimitError"),
    Fault.UNAUTHORIZED: ("YFPricesMissingError", "KeyError"),
    Fault.SERVER_ERROR: ("JSONDecodeError", "JSONDecodeError"),
    Fault.BAD_GATEWAY: ("JSONDecodeError", "JSONDecodeError"),
    Fault.HTML: ("JSONDecodeError", "JSONDecodeError"),
    Fault.DOWN: ("YFDataException", "JSONDecodeError"),
    Fault.EMPTY: ("JSONDecodeError", "JSONDecodeError"),
    Fault.EMPTY_JSON: ("YFPricesMissingError", "KeyError"),
    Fault.NO_ROWS: ("YFPricesMissingError", "YFPricesMissingError"),
    Fault.TRUNCATED: ("JSONDecodeError", "JSONDecodeError"),
    Fault.SHORT_BODY: ("ConnectionError", "ConnectionError"),
    Fault.TRICKLE: ("Timeout", "Timeout"),
    Fault.RESET: ("ConnectionError", "ConnectionError"),
    Fault.HANG: ("Timeout", "Timeout"),
    Fault.HANG_CONNECT: ("Timeout", "Timeout"),
    Fault.HANG_TLS: ("Timeout", "Timeout"),
    Fault.BAD_CERTIFICATE: ("CertificateVerifyError", "CertificateVerifyError"),
    Fault.WRONG_HOST: ("CertificateVerifyError", "CertificateVerifyError"),
    Fault.SENT_ELSEWHERE: ("JSONDecodeError", "JSONDecodeError"),
    Fault.PROXY_REFUSES: ("ConnectionError", "ConnectionError"),
    Fault.DNS: ("ConnectionError", "ConnectionError"),
}


@pytest.fixture(scope="module")
def yfinance() -> Iterator[ModuleType]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        module = importlib.import_module("yfinance")
    hidden = module.config.debug.hide_exceptions
    module.config.debug.hide_exceptions = False
    yield module
    module.config.debug.hide_exceptions = hidden


@pytest.fixture
def server(tmp_path: Path) -> Iterator[YahooServer]:
    with YahooServer(tmp_path) as server:
        server.listings = {"SPY": listing_from_sample("SPY"), "IWM": listing_from_sample("IWM")}
        yield server


@pytest.fixture
def client(
    server: YahooServer, yfinance: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Client]:
    for name, value in server.environment.items():
        monkeypatch.setenv(name, value)
    cache, data = yfinance.cache, yfinance.data
    monkeypatch.setattr(data.SingletonMeta, "_instances", {})
    monkeypatch.setattr(cache._TzCacheManager, "_tz_cache", None)
    monkeypatch.setattr(cache._CookieCacheManager, "_Cookie_cache", None)
    monkeypatch.setattr(yfinance.base, "_tz_info_fetch_ctr", 0)
    yfinance.set_tz_cache_location(str(tmp_path / "yfinance"))
    data.YfData.cache_get.cache_clear()
    with new_session() as session:
        yield Client(yfinance, session)
    data.YfData.cache_get.cache_clear()
    cache._TzDBManager.close_db()
    cache._CookieDBManager.close_db()


def kinds(server: YahooServer) -> list[str]:
    return [asked.kind for asked in server.asked]


@pytest.mark.parametrize("symbol", ["SPY", "IWM"])
def test_the_real_client_reads_the_sample_cold_and_warm(server: YahooServer, client: Client, symbol: str) -> None:
    expected = pd.read_csv(resource_path("sample", f"{symbol}.csv"), index_col="Date")
    cold = client.history(symbol)
    assert kinds(server) == ["cookie", "crumb", "chart", "chart"]
    warm = client.history(symbol)
    assert kinds(server)[4:] == ["chart"]
    for frame in (cold, warm):
        assert frame.index.strftime("%Y-%m-%d").tolist() == expected.index.tolist()
        for column in expected.columns:
            assert frame[column].tolist() == expected[column].tolist()


def test_the_environment_alone_redirects_an_unmodified_program(server: YahooServer, tmp_path: Path) -> None:
    program = "import yfinance; print(yfinance.Ticker('SPY').history(period='5d', auto_adjust=False)['Close'].tolist())"
    homes = {"HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path)}
    command = [sys.executable, "-W", "ignore", "-c", program]
    done = subprocess.run(command, env={**os.environ, **server.environment, **homes}, capture_output=True, check=True)
    assert json.loads(done.stdout) == server.listings["SPY"].close[-5:]
    assert server.count("chart") >= 1


@pytest.mark.parametrize("fault", Fault)
def test_every_fault_raises_what_its_cause_is_known_to_raise_and_heals(
    server: YahooServer, client: Client, fault: Fault
) -> None:
    name = RAISED[fault][0]
    client.know_zone()
    client.history(period="5d")
    server.faults["chart"] = fault
    client.session.most_s = 0.3 if name == "Timeout" else 10.0
    error = client.failure()
    assert type(error).__name__ == name
    assert isinstance(error, OSError) == (name in ("ConnectionError", "CertificateVerifyError", "Timeout"))
    server.faults.clear()
    client.session.most_s = 10.0
    assert len(client.history()) == len(server.listings["SPY"].sessions)


@pytest.mark.parametrize("fault", Fault)
def test_a_bad_answer_about_the_zone_is_remembered_until_the_client_forgets_its_answers(
    server: YahooServer, client: Client, fault: Fault
) -> None:
    name = RAISED[fault][1]
    client.know_zone("IWM")
    client.history("IWM", period="5d")
    server.faults["SPY"] = fault
    client.session.most_s = 0.3 if name == "Timeout" else 10.0
    assert type(client.failure()).__name__ == name
    server.faults.clear()
    client.session.most_s = 10.0
    server.asked.clear()
    if name in ("KeyError", "JSONDecodeError"):
        assert type(client.failure()).__name__ == name
        assert server.asked == []
        client.forget_answers()
    assert len(client.history()) == len(server.listings["SPY"].sessions)


def test_an_unknown_symbol_is_refused_with_yahoos_reason(server: YahooServer, client: Client) -> None:
    client.know_zone("NONE")
    with pytest.raises(client.yfinance.exceptions.YFPricesMissingError) as raised:
        client.history("NONE")
    assert raised.value.yahoo_reason == "No data found, symbol may be delisted"
    assert [asked.status for asked in server.asked if asked.symbol == "NONE"] == [404, 404]


def test_an_unknown_symbol_of_unknown_zone_looks_like_a_broken_connection_at_first(client: Client) -> None:
    # yfinance asks for its profile instead, twice in the life of a process.
    for name in ("HTTPError", "HTTPError", "YFTzMissingError"):
        client.forget_answers()
        error = client.failure("NONE")
        assert type(error).__name__ == name
        assert isinstance(error, OSError) == (name == "HTTPError")


def test_the_most_special_fault_counts(server: YahooServer, client: Client) -> None:
    client.know_zone()
    client.know_zone("IWM")
    client.history()
    server.faults = {"*": Fault.SERVER_ERROR, "chart": Fault.RATE_LIMITED, "IWM": Fault.EMPTY_JSON}
    with pytest.raises(client.yfinance.exceptions.YFRateLimitError):
        client.history()
    with pytest.raises(client.yfinance.exceptions.YFPricesMissingError):
        client.history("IWM")


def test_stop_refuses_closes_what_is_open_and_start_heals_on_the_same_port(server: YahooServer, client: Client) -> None:
    client.history()
    port, threads = server.port, threading.active_count()
    with socket.create_connection(("127.0.0.1", port), 5) as idle:
        idle.sendall(b"CONNECT fc.yahoo.com:443 HTTP/1.1\r\n\r\n")
        assert idle.recv(100).startswith(b"HTTP/1.1 200")
        server.stop()
        assert idle.recv(1) == b""
    assert threading.active_count() < threads
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), 5)
    with pytest.raises(OSError, match="Failed to connect"):
        client.history()
    server.start()
    assert server.port == port
    assert len(client.history()) == len(server.listings["SPY"].sessions)


@pytest.mark.parametrize("fault", [Fault.HANG, Fault.HANG_TLS, Fault.HANG_CONNECT, Fault.TRICKLE])
def test_stop_ends_a_request_that_hangs(server: YahooServer, client: Client, fault: Fault) -> None:
    client.session.most_s = 60.0
    server.faults["cookie"] = fault
    raised: list[Exception] = []

    def ask() -> None:
        try:
            client.session.get("https://fc.yahoo.com")
        except OSError as error:
            raised.append(error)

    asking = threading.Thread(target=ask)
    asking.start()
    deadline = time.monotonic() + 10
    while not server.asked and time.monotonic() < deadline:
        time.sleep(0.01)
    server.stop()
    asking.join(10)
    assert not asking.is_alive()
    assert len(raised) == 1


def test_the_crumb_needs_the_cookie_and_the_data_need_the_crumb(server: YahooServer, client: Client) -> None:
    get = client.session.get
    assert (get(CRUMB).status_code, get(CRUMB).json()["finance"]["error"]["description"]) == (401, "Invalid Cookie")
    assert get(CHART, params={"crumb": server.crumb}).status_code == 401
    assert get("https://fc.yahoo.com").status_code == 404
    assert get(CRUMB).text == server.crumb
    refused = get(CHART, params={"crumb": "wrong"})
    assert (refused.status_code, refused.content) == (401, (RECORDED / "error_401.json").read_bytes())
    for address in (CHART, SEARCH):
        assert get(address, params={"crumb": server.crumb}).status_code == 200
        assert get(address).status_code == 401
    server.enforce_crumb = False
    assert get(CHART).status_code == 200
    assert get(CHART, params={"crumb": "wrong"}).status_code == 401


def test_a_stale_crumb_is_renewed_by_the_client(server: YahooServer, client: Client) -> None:
    client.history()
    server.crumb = "another"
    server.asked.clear()
    assert len(client.history()) == len(server.listings["SPY"].sessions)
    assert [(asked.kind, asked.status) for asked in server.asked] == [("chart", 401), ("crumb", 200), ("chart", 200)]


@pytest.mark.parametrize("fault", [Fault.RESET, Fault.DNS, Fault.HTML])
def test_without_the_cookie_host_the_client_gives_its_consent(
    server: YahooServer, client: Client, fault: Fault
) -> None:
    server.faults["cookie"] = fault
    assert len(client.history()) == len(server.listings["SPY"].sessions)
    asked = [each.path for each in server.asked if each.kind == "consent"]
    assert asked[0] == "/consent"
    assert asked[-1] == "/copyConsent"
    assert "/v2/collectConsent" in asked


def test_only_a_client_that_checks_certificates_refuses_a_strangers(server: YahooServer, client: Client) -> None:
    server.faults["*"] = Fault.BAD_CERTIFICATE
    with pytest.raises(OSError, match="certificate"):
        client.session.get("https://fc.yahoo.com")
    assert client.session.get("https://fc.yahoo.com", verify=False).status_code == 404


def test_a_fault_of_the_connection_ends_one_that_is_already_open(server: YahooServer, client: Client) -> None:
    client.session.get("https://fc.yahoo.com")
    server.faults["cookie"] = Fault.PROXY_REFUSES
    with pytest.raises(OSError, match="response 403"):
        client.session.get("https://fc.yahoo.com")
    asked = [(each.kind, each.status) for each in server.asked]
    assert asked == [("cookie", 404), ("cookie", 0), ("connect", 403)]


def test_an_answer_is_delayed(server: YahooServer, client: Client) -> None:
    server.delays = {"*": 30.0, "cookie": 0.2}
    began = time.monotonic()
    assert client.session.get("https://fc.yahoo.com").status_code == 404
    assert 0.2 <= time.monotonic() - began < 10


def test_what_changes_on_a_listing_shows_in_the_next_answer(server: YahooServer, client: Client) -> None:
    server.listings["SPY"] = short = listing()
    assert client.history()["Close"].tolist() == [100.0, 101.0, 102.0, 103.0]
    short.close[-1] = None
    short.splits[DAYS[1]] = (4, 1)
    short.dividends[DAYS[2]] = 0.56
    frame = client.history()
    assert frame["Close"].isna().tolist() == [False, False, False, True]
    assert frame["Stock Splits"].tolist() == [0.0, 4.0, 0.0, 0.0]
    assert frame["Dividends"].tolist() == [0.0, 0.0, 0.56, 0.0]


@pytest.mark.parametrize(
    ("now", "last", "live", "moment", "end"),
    [
        # New York trades from 09:30 to 16:00, which is 13:30 to 20:00 in its summer, UTC−4.
        ("2026-08-21 13:29:59", DAYS[2], False, "2026-08-20 20:00:00", "2026-08-21 20:00:00"),
        ("2026-08-21 13:30:00", DAYS[3], True, "2026-08-21 13:30:00", "2026-08-21 20:00:00"),
        ("2026-08-21 15:43:12", DAYS[3], True, "2026-08-21 15:43:12", "2026-08-21 20:00:00"),
        ("2026-08-21 19:59:59", DAYS[3], True, "2026-08-21 19:59:59", "2026-08-21 20:00:00"),
        ("2026-08-21 20:00:00", DAYS[3], False, "2026-08-21 20:00:00", "2026-08-21 20:00:00"),
        ("2026-08-22 15:00:00", DAYS[3], False, "2026-08-21 20:00:00", "2026-08-24 20:00:00"),  # Saturday, then Monday
    ],
)
def test_the_last_bar_is_live_while_the_market_is_open(
    server: YahooServer, client: Client, now: str, last: date, live: bool, moment: str, end: str
) -> None:
    server.listings["SPY"] = listing()
    server.clock = lambda: utc(now)
    assert client.history().index[-1].date() == last
    about = client.metadata()
    assert about["regularMarketTime"] == utc(moment)
    assert about["currentTradingPeriod"]["regular"]["end"] == utc(end)
    served = chart_answer(listing(), {"range": "max"}, utc(now))["chart"]["result"][0]["timestamp"]
    assert datetime.fromtimestamp(served[-1], UTC) == (utc(now) if live else utc(f"{last} 13:30:00"))


def test_a_london_listing_is_quoted_in_pence_on_its_own_clock(server: YahooServer, client: Client) -> None:
    hours = {"opens": clock_time(8), "closes": clock_time(16, 30)}
    server.listings["VOD.L"] = listing("VOD.L", currency="GBp", exchange="LSE", zone="Europe/London", **hours)
    about = client.metadata("VOD.L")
    assert (about["currency"], about["exchangeTimezoneName"]) == ("GBp", "Europe/London")
    assert about["firstTradeDate"] == utc("2026-08-18 07:00:00")  # 08:00 in London's summer, UTC+1


def test_hourly_bars_come_with_their_trading_periods_and_not_from_too_long_ago(
    server: YahooServer, client: Client
) -> None:
    server.listings["SPY"] = short = listing()
    server.clock = lambda: utc("2026-08-21 21:00:00")
    starts = [utc("2026-08-20 13:30:00") + timedelta(hours=hours) for hours in (0, 1, 24, 25)]
    short.intraday["1h"] = [(start, 100.0 + number) for number, start in enumerate(starts)]
    frame = client.history(interval="1h", start=DAYS[0], end=date(2026, 8, 22))
    assert [moment.tz_convert(UTC) for moment in frame.index] == starts
    assert frame["Close"].tolist() == [100.0, 101.0, 102.0, 103.0]
    with pytest.raises(client.yfinance.exceptions.YFPricesMissingError) as raised:
        client.history(interval="1h", start=date(2024, 8, 1))
    # 1 August 2024, 00:00 in New York: 04:00 UTC, 19,936 days and 4 h after 1970, 19,936 × 86,400 + 14,400.
    assert raised.value.yahoo_reason.startswith("1h data not available for startTime=1722484800 and endTime=")
    assert raised.value.yahoo_reason.endswith("The requested range must be within the last 730 days.")


@pytest.mark.parametrize(
    ("name", "symbol"),
    [("AAPL_split_dividend", "AAPL"), ("IBM_before_1970", "IBM"), ("INR_null_bar", "INR=X"), ("WSU.DE", "WSU.DE")],
)
def test_a_recorded_answer_is_served_as_it_is(server: YahooServer, client: Client, name: str, symbol: str) -> None:
    server.listings[symbol] = listing(symbol, recorded=(RECORDED / f"chart_{name}.json").read_bytes())
    closes = recorded(name)["indicators"]["quote"][0]["close"]
    frame = client.history(symbol)
    assert frame["Close"].dropna().tolist() == [close for close in closes if close is not None]


@pytest.mark.parametrize(
    ("text", "found"),
    [("spy", ["SPY"]), ("iw", ["IWM"]), ("s", ["SPY"]), ("russell 2000", ["IWM"]), ("etf", ["IWM", "SPY"]), ("py", [])],
)
def test_the_search_knows_symbols_and_the_words_of_names(client: Client, text: str, found: list[str]) -> None:
    assert [each["symbol"] for each in client.yfinance.Search(text, session=client.session).quotes] == found


def test_many_at_once_are_all_answered_and_counted(server: YahooServer, client: Client) -> None:
    sessions = [type(client.session)(impersonate="chrome") for _ in range(8)]
    statuses: list[int] = []

    def ask(session: Any) -> None:
        with session:
            statuses.extend(session.get("https://fc.yahoo.com").status_code for _ in range(5))

    threads = [threading.Thread(target=ask, args=(session,)) for session in sessions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert statuses == [404] * 40  # 8 sessions × 5 requests
    assert server.count("cookie") == 40


def test_the_environment_is_known_once_the_port_is(tmp_path: Path) -> None:
    server = YahooServer(tmp_path)
    with pytest.raises(RuntimeError, match="no port before its first start"):
        _ = server.environment
    server.start()
    with pytest.raises(RuntimeError, match="is running"):
        server.start()
    known = server.environment
    server.stop()
    server.stop()
    assert server.environment == known
