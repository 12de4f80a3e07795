"""Nobody but Yahoo is believed, and nothing is told in the clear, whatever the surroundings say."""

import json
import stat
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from program import Program
from yahoo_reply import Fault
from yahoo_server import YahooServer

from ratiodesk.domain.errors import Offline, SourceError
from ratiodesk.market.cookie_file import CookieFile

Start = Callable[..., Program]
# What programs are told when they should not ask for certificates.
UNSAFE = {
    "PYTHONHTTPSVERIFY": "0",
    "CURL_INSECURE": "1",
    "CURL_SSL_NO_VERIFY": "1",
    "GIT_SSL_NO_VERIFY": "1",
    "NODE_TLS_REJECT_UNAUTHORIZED": "0",
    "SSL_VERIFY": "false",
    "VERIFY_SSL": "0",
}


@pytest.mark.parametrize("fault", [Fault.BAD_CERTIFICATE, Fault.WRONG_HOST])
def test_a_stranger_is_not_believed_whatever_the_environment_says(
    start_program: Start, server: YahooServer, monkeypatch: pytest.MonkeyPatch, fault: Fault
) -> None:
    for name, value in UNSAFE.items():
        monkeypatch.setenv(name, value)
    program = start_program()
    server.faults["*"] = fault
    with pytest.raises(Offline, match="Yahoo cannot be trusted: its certificate does not check out"):
        program.feed.refresh("SPY")
    assert {asked.kind for asked in server.asked} == {"connect"}
    assert program.known("SPY") is None


@pytest.mark.parametrize("names", [("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE")])
def test_an_empty_variable_for_authorities_trusts_nobody_more(
    start_program: Start, server: YahooServer, monkeypatch: pytest.MonkeyPatch, names: tuple[str, ...]
) -> None:
    for name in names:
        monkeypatch.setenv(name, "")
    with pytest.raises(Offline, match="cannot be trusted"):
        start_program().feed.refresh("SPY")
    assert server.count("chart") == 0


def test_no_argument_and_no_attribute_turns_it_off(program: Program, server: YahooServer) -> None:
    server.faults["*"] = Fault.BAD_CERTIFICATE
    client = program.source._client
    assert client is not None
    client.session.verify = False
    with pytest.raises(client.curl_errors.SSLError):
        client.session.get("https://query2.finance.yahoo.com/", verify=False)


@pytest.mark.parametrize("where", ["chart", "cookie", "crumb"])
def test_an_answer_that_sends_on_into_the_clear_is_not_followed(
    program: Program, server: YahooServer, where: str
) -> None:
    server.faults[where] = Fault.SENT_ELSEWHERE
    try:
        program.feed.refresh("SPY")
    except SourceError as error:
        assert "\n" not in str(error)  # noqa: PT017 - whether it can do without cookie or crumb is not asked here
    assert server.count("clear") == 0
    if where == "chart":
        assert program.known("SPY") is None


def test_the_cookie_is_kept_as_text_for_the_user_alone(
    start_program: Start, server: YahooServer, tmp_path: Path
) -> None:
    folder = tmp_path / "home" / "yahoo"
    folder.mkdir(parents=True)
    (folder / "cookies.db").write_bytes(b"pickled by an earlier version")
    start_program("home").feed.refresh("SPY")
    assert not list(folder.glob("cookies.db*"))
    path = folder / "cookie.json"
    assert json.loads(path.read_bytes())["curlCffi"]["cookies"][0]["value"] == server.cookie
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert server.count("cookie") == 1
    start_program("home").feed.refresh("SPY")
    assert server.count("cookie") == 1, "the kept cookie was not used"


COOKIE: dict[str, Any] = {
    "version": 0, "name": "A3", "value": "d=x", "port": None, "port_specified": False, "domain": ".yahoo.com",
    "domain_specified": True, "domain_initial_dot": True, "path": "/", "path_specified": True, "secure": True,
    "expires": 1_900_000_000, "discard": False, "comment": None, "comment_url": None, "rfc2109": False, "_rest": {},
}  # fmt: skip


def kept(path: Path, *cookies: Any, at: Any = 1_700_000_000) -> CookieFile:
    path.write_text(json.dumps({"basic": {"kept": at, "cookies": cookies}}))
    return CookieFile(path)


def test_a_cookie_comes_back_as_it_was_kept(tmp_path: Path) -> None:
    file = kept(tmp_path / "cookie.json", COOKIE)
    found = file.lookup("basic")
    assert found is not None
    assert found["age"] > timedelta(days=365)
    assert vars(found["cookie"][".yahoo.com"]["/"]["A3"]) == COOKIE
    file.store("basic", found["cookie"])
    again = file.lookup("basic")
    assert again is not None
    assert again["age"] < timedelta(minutes=1)
    assert vars(again["cookie"][".yahoo.com"]["/"]["A3"]) == COOKIE
    assert file.lookup("csrf") is None
    file.store("basic", None)
    assert file.lookup("basic") is None


def test_a_cookie_that_cannot_be_kept_is_no_error(tmp_path: Path) -> None:
    CookieFile(tmp_path / "missing" / "cookie.json").store("basic", {})
    assert CookieFile(tmp_path / "missing" / "cookie.json").lookup("basic") is None


@pytest.mark.parametrize(
    "change",
    [
        {"expires": None}, {"expires": 10**30}, {"expires": "soon"}, {"name": "B"}, {"path": "/x"}, {"value": 5},
        {"domain": None}, {"unknown": 1},
    ],
    ids=str,
)  # fmt: skip
def test_what_yfinance_would_stumble_over_is_no_cookie(tmp_path: Path, change: dict[str, Any]) -> None:
    assert kept(tmp_path / "cookie.json", COOKIE | change).lookup("basic") is None


def test_a_file_that_makes_no_sense_is_no_cookie(tmp_path: Path) -> None:
    path = tmp_path / "cookie.json"
    for content in (b"", b"\x80\x05cnt\nsystem\n", b"[" * 100_000, b"{}", b'{"basic": 5}', b'{"basic": {"kept": 1}}'):
        path.write_bytes(content)
        assert CookieFile(path).lookup("basic") is None
    assert kept(path).lookup("basic") is None
    assert kept(path, COOKIE, at=1e300).lookup("basic") is None


@given(st.binary(max_size=200))
def test_no_content_of_the_file_is_an_error(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any-cookie.json"
    path.write_bytes(content)
    assert CookieFile(path).lookup("basic") is None
