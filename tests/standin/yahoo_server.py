"""A stand-in for Yahoo Finance on loopback: a proxy that answers in the name of Yahoo's hosts, over TLS.

A program whose environment holds :attr:`YahooServer.environment` meets it in place of Yahoo, unmodified.
"""

import contextlib
import json
import socket
import ssl
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.message import Message
from http.client import HTTPException, parse_headers
from http.cookies import CookieError, SimpleCookie
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self
from urllib.parse import parse_qsl, unquote, urlsplit

import trustme
from client_line import ClientLine
from market_data import UNKNOWN_SYMBOL, BadRequest, Listing, chart_answer, search_answer
from yahoo_reply import HTML, SPOILT, TEXT, Fault, Reply

_CHART, _SEARCH, _CRUMB = "/v8/finance/chart/", "/v1/finance/search", "/v1/test/getcrumb"
_SUMMARY = "/v10/finance/quoteSummary/"
_FINANCE = ("query1.finance.yahoo.com", "query2.finance.yahoo.com")
_CONSENT = ("guce.yahoo.com", "consent.yahoo.com")
_STOP_S = 5.0
_SAVED_COOKIE = "Max-Age=31557600; Domain=.yahoo.com; Path=/; SameSite=None; Secure; HttpOnly"
_CONSENT_PAGE = b"""<html><body><form method="post" action="/v2/collectConsent?sessionId=3_cc">
<input type="hidden" name="csrfToken" value="standin"><input type="hidden" name="sessionId" value="3_cc">
<button type="submit" name="agree" value="agree">Accept all</button></form></body></html>"""
_NO_SUMMARY = (
    b'{"quoteSummary":{"result":null,"error":{"code":"Not Found","description":"Quote not found for symbol: X"}}}'
)
_NO_COOKIE = b'{"finance":{"result":null,"error":{"code":"Unauthorized","description":"Invalid Cookie"}}}'


# Met before the request is known: a fault of charts, the search or a symbol befalls all of the host that serves them.
_BAD_CERTIFICATES = (Fault.BAD_CERTIFICATE, Fault.WRONG_HOST)
_OF_CONNECTION = (Fault.HANG_CONNECT, Fault.HANG_TLS, *_BAD_CERTIFICATES, Fault.PROXY_REFUSES, Fault.DNS)
_REFUSED = {Fault.PROXY_REFUSES: 403, Fault.DNS: 502}


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it came, and the status of the answer, 0 if there was none.

    Its kind is ``cookie``, ``consent``, ``crumb``, ``chart``, ``search``, ``summary`` or ``other``; ``connect`` if it
    failed before, ``clear`` if it was not encrypted.
    """

    kind: str
    host: str
    path: str = ""
    query: Mapping[str, str] = field(default_factory=dict)
    symbol: str = ""
    status: int = 0


class YahooServer:
    """The stand-in. Everything public may be changed while it runs, and what is changed shows in the next answer.

    Parameters
    ----------
    folder
        Where the certificate to trust is written.
    clock
        What time it is at the exchanges.
    enforce_crumb
        Whether charts and the search need a crumb. A wrong one is refused in any case.
    """

    def __init__(
        self, folder: Path, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC), enforce_crumb: bool = True
    ) -> None:
        self.clock = clock
        self.enforce_crumb = enforce_crumb
        self.cookie, self.crumb = "d=AQABBStandIn&S=AQAAAk1", "sTand.In0/x"
        self.listings: dict[str, Listing] = {}
        # Answers about an instrument beyond its prices, by symbol.
        self.summaries: dict[str, bytes] = {}
        # By symbol, by kind of request (see Asked) or "*" for all; the most special one counts.
        self.faults: dict[str, Fault] = {}
        self.delays: dict[str, float] = {}
        self.asked: list[Asked] = []
        self.port = 0
        self._authority, self._stranger = trustme.CA(), trustme.CA()
        self._certificate = folder / "standin-ca.pem"
        self._authority.cert_pem.write_to_path(str(self._certificate))
        self._contexts: dict[tuple[str, bool], ssl.SSLContext] = {}
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._lines: set[ClientLine] = set()
        self._threads: list[threading.Thread] = []
        self._listener: socket.socket | None = None

    @property
    def environment(self) -> dict[str, str]:
        """The variables that lead a program here. They stay the same over stop and start."""
        if not self.port:
            raise RuntimeError("The stand-in has no port before its first start.")
        proxy, certificate = f"http://127.0.0.1:{self.port}", str(self._certificate)
        proxies = dict.fromkeys(("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"), proxy)
        trusted = dict.fromkeys(("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"), certificate)
        return {**proxies, **trusted, "NO_PROXY": "", "no_proxy": ""}

    def count(self, kind: str) -> int:
        """Return how often a kind of request came, or any request for a symbol."""
        return sum(kind in (each.kind, each.symbol) for each in tuple(self.asked))

    def start(self) -> None:
        """Listen, on the port of the last time if there was one."""
        if self._listener is not None:
            raise RuntimeError("The stand-in is running.")
        self._stopping.clear()
        listener = socket.create_server(("127.0.0.1", self.port), backlog=64)
        self.port = listener.getsockname()[1]
        self._listener = listener
        self._spawn(self._accept, listener)

    def stop(self) -> None:
        """Close the port and every connection. Whoever asks now is refused."""
        if self._listener is None:
            return
        self._stopping.set()
        # Closing alone would not wake the thread that accepts.
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._listener = None
        deadline = time.monotonic() + _STOP_S
        while threads := self._cut():
            threads[0].join(0.1)
            if time.monotonic() > deadline:
                raise RuntimeError(f"The stand-in's {threads[0].name} does not end.")

    def _cut(self) -> list[threading.Thread]:
        """Cut every connection and return the threads that have not ended yet."""
        with self._lock:
            for line in self._lines:
                line.cut()
            return [each for each in self._threads if each.is_alive()]

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _spawn(self, work: Callable[..., None], *arguments: Any) -> None:
        thread = threading.Thread(target=work, args=arguments, name=work.__name__, daemon=True)
        with self._lock:
            # Before anyone sees it: a thread that has not started cannot be joined.
            thread.start()
            self._threads = [each for each in self._threads if each.is_alive()] + [thread]

    def _accept(self, listener: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                line = ClientLine(listener.accept()[0])
                with self._lock:
                    self._lines.add(line)
                self._spawn(self._serve, line)

    def _serve(self, line: ClientLine) -> None:
        try:
            # Clients may hang up at any moment, and send what is no HTTP.
            with contextlib.suppress(OSError, HTTPException):
                self._talk(line)
        finally:
            with self._lock:
                self._lines.discard(line)
            line.close()

    def _talk(self, line: ClientLine) -> None:
        method, target, _ = _read_head(line.reader)
        host = target.partition(":")[0]
        if method != "CONNECT":
            self.asked.append(Asked("clear", urlsplit(target).hostname or "", target, status=501))
            line.send(Reply(501, b"only CONNECT", TEXT).head(0))
            return
        fault = self._fault_of_host(host)
        if fault in (Fault.HANG_CONNECT, *_REFUSED):
            status = _REFUSED.get(fault, 0)
            self.asked.append(Asked("connect", host, status=status))
            if status:
                line.send(Reply(status, b"", TEXT).head(0))
            else:
                line.wait_for_hangup()
            return
        line.send(b"HTTP/1.1 200 Connection established\r\n\r\n")
        if fault in (Fault.HANG_TLS, *_BAD_CERTIFICATES):
            self.asked.append(Asked("connect", host))
        if fault is Fault.HANG_TLS:
            line.wait_for_hangup()
            return
        named = "elsewhere.example" if fault is Fault.WRONG_HOST else host
        line.secure(self._context(named, fault is Fault.BAD_CERTIFICATE))
        while self._answer(line, host, fault):
            pass

    def _answer(self, line: ClientLine, host: str, met: Fault | None) -> bool:
        """Answer one request; return whether another may follow on the same connection."""
        method, target, headers = _read_head(line.reader)
        line.reader.read(int(headers.get("Content-Length") or "0"))
        address = urlsplit(target)
        kind = _kind(host, address.path)
        symbol = unquote(address.path.rpartition("/")[2]) if kind in ("chart", "summary") else ""
        asked = Asked(kind, host, address.path, dict(parse_qsl(address.query, keep_blank_values=True)), symbol)
        fault = _most_special(self.faults, asked)
        if fault in _OF_CONNECTION and fault is not met:
            # A client repeats on a new connection what an old one left unanswered, and meets the fault there.
            self.asked.append(asked)
            return False
        if self._stopping.wait(_most_special(self.delays, asked) or 0):
            return False
        reply = self._reply(asked, method, _cookie(headers) == self.cookie, rows=fault is not Fault.NO_ROWS)
        if fault in SPOILT:
            reply = SPOILT[fault]
        elif fault is Fault.TRUNCATED:
            reply = replace(reply, body=reply.body[: len(reply.body) // 2])
        self.asked.append(replace(asked, status=0 if fault in (Fault.RESET, Fault.HANG) else reply.status))
        return self._send(line, reply, fault)

    def _send(self, line: ClientLine, reply: Reply, fault: Fault | None) -> bool:
        if fault is Fault.RESET:
            line.reset()
            return False
        if fault is Fault.HANG:
            line.wait_for_hangup()
            return False
        if fault is Fault.SHORT_BODY:
            line.send(reply.head(2 * len(reply.body) + 1) + reply.body)
            return False
        if fault is Fault.TRICKLE:
            line.send(reply.head(len(reply.body)))
            for byte in reply.body:
                line.send(bytes([byte]))
                if self._stopping.wait(1):
                    return False
            return True
        line.send(reply.head(len(reply.body)) + reply.body)
        return True

    def _reply(self, asked: Asked, method: str, known: bool, *, rows: bool) -> Reply:
        """Return the answer to a client whose cookie is *known* or not."""
        if asked.kind == "consent":
            return self._consent_reply(method, asked.path)
        if asked.kind == "crumb":
            return Reply(200, self.crumb.encode(), TEXT) if known else Reply(401, _NO_COOKIE)
        if asked.kind in ("chart", "search", "summary"):
            return self._data_reply(asked, known, rows=rows)
        return Reply(404, b"<html><body>Not Found</body></html>", HTML, self._saved() if asked.kind == "cookie" else ())

    def _data_reply(self, asked: Asked, known: bool, *, rows: bool) -> Reply:
        crumb = asked.query.get("crumb")
        if self.enforce_crumb if crumb is None else crumb != self.crumb or not known:
            return SPOILT[Fault.UNAUTHORIZED]
        if asked.kind == "summary":
            told = self.summaries.get(asked.symbol)
            return Reply(404, _NO_SUMMARY) if told is None else Reply(200, told)
        if asked.kind == "search":
            return Reply(200, _encoded(search_answer(tuple(self.listings.values()) if rows else (), asked.query)))
        return self._chart_reply(asked, rows=rows)

    def _chart_reply(self, asked: Asked, *, rows: bool) -> Reply:
        listing = self.listings.get(asked.symbol)
        if listing is None:
            return Reply(404, UNKNOWN_SYMBOL)
        if listing.recorded is not None and rows:
            return Reply(200, listing.recorded)
        try:
            return Reply(200, _encoded(chart_answer(listing, asked.query, self.clock(), rows=rows)))
        except BadRequest as refused:
            return Reply(refused.status, _encoded(refused.answer))

    def _consent_reply(self, method: str, path: str) -> Reply:
        if path == "/consent":
            return Reply(302, b"", HTML, ("Location: https://consent.yahoo.com/v2/collectConsent?sessionId=3_cc",))
        if path == "/copyConsent":
            return Reply(200, b"<html><body>Yahoo</body></html>", HTML, self._saved())
        if method == "POST":
            return Reply(302, b"", HTML, ("Location: https://guce.yahoo.com/copyConsent?sessionId=3_cc",))
        return Reply(200, _CONSENT_PAGE, HTML)

    def _saved(self) -> tuple[str, ...]:
        return (f"Set-Cookie: A3={self.cookie}; {_SAVED_COOKIE}",)

    def _fault_of_host(self, host: str) -> Fault | None:
        """Return the fault of every connection to *host*, the most special one first."""
        faults = dict(self.faults)
        everything = faults.pop("*", None)
        for key, fault in faults.items():
            if fault in _OF_CONNECTION and host in _hosts_of(key):
                return fault
        return everything if everything in _OF_CONNECTION else None

    def _context(self, host: str, strange: bool) -> ssl.SSLContext:
        with self._lock:
            if (host, strange) not in self._contexts:
                context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
                context.set_alpn_protocols(["http/1.1"])
                (self._stranger if strange else self._authority).issue_cert(host).configure_cert(context)
                self._contexts[host, strange] = context
            return self._contexts[host, strange]


def _read_head(reader: BinaryIO) -> tuple[str, str, Message]:
    words = reader.readline(65536).decode("latin-1").split()
    if len(words) != 3:
        raise HTTPException("The client hung up, or speaks no HTTP.")
    return words[0], words[1], parse_headers(reader)


def _cookie(headers: Message) -> str:
    jar = SimpleCookie()
    with contextlib.suppress(CookieError):
        jar.load(headers.get("Cookie") or "")
    return jar["A3"].value if "A3" in jar else ""


def _kind(host: str, path: str) -> str:
    if host == "fc.yahoo.com":
        return "cookie"
    if host in _CONSENT:
        return "consent"
    if host in _FINANCE:
        for start, kind in ((_CHART, "chart"), (_SUMMARY, "summary")):
            if path.startswith(start):
                return kind
        return {_SEARCH: "search", _CRUMB: "crumb"}.get(path, "other")
    return "other"


def _hosts_of(key: str) -> tuple[str, ...]:
    if key == "cookie":
        return ("fc.yahoo.com",)
    if key == "consent":
        return _CONSENT
    return _FINANCE[:1] if key == "crumb" else _FINANCE[1:]


def _most_special(chosen: Mapping[str, Any], asked: Asked) -> Any:
    known = dict(chosen)
    return next((known[key] for key in (asked.symbol, asked.kind, "*") if key in known), None)


def _encoded(answer: Mapping[str, Any]) -> bytes:
    return json.dumps(answer, separators=(",", ":"), allow_nan=False).encode()
