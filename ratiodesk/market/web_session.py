"""The web session: every request ends within the time its caller allows, whatever the network does."""

import contextlib
import threading
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from curl_cffi import CurlECode, CurlOpt
from curl_cffi.requests import Response, Session
from curl_cffi.requests.exceptions import RequestException, Timeout

# A century of daily bars takes 3 MB.
_LARGEST_BYTES = 8_000_000
# One request for data, and one for what only goes with it: cookie, crumb, consent.
_DATA_S, _SIDE_S = 5.0, 1.2
_SIDE_HOSTS = ("fc.yahoo.com", "guce.yahoo.com", "consent.yahoo.com")
_SIDE_PATH = "/v1/test/getcrumb"
# A side request that hung is not tried again for a while; the data often come without it.
_SIDE_REST_S = 60.0
# Wherever an answer sends on to, nothing is asked or told in the clear.
_ENCRYPTED_ALONE = {CurlOpt.PROTOCOLS_STR: b"https", CurlOpt.REDIR_PROTOCOLS_STR: b"https"}


class WebSession(Session[Response]):
    """A session as a browser's, for any number of threads. It honours the proxy and CA variables of the environment.

    Who answers has to prove who it is: no argument, attribute or variable turns that off. A variable may only name
    other authorities to trust, as those of a company's proxy.
    """

    def __init__(self) -> None:
        super().__init__(impersonate="chrome", curl_options=_ENCRYPTED_ALONE)
        self._turn = threading.local()
        self._hung: dict[str, float] = {}
        self._closing = False
        self.curl_options = {**(self.curl_options or {}), CurlOpt.MAXFILESIZE_LARGE: _LARGEST_BYTES}

    @contextlib.contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """Let all requests of this thread together take no longer than *seconds*."""
        self._turn.deadline = time.monotonic() + seconds
        self._turn.status = None
        try:
            yield
        finally:
            self._turn.deadline = None

    @property
    def status(self) -> int | None:
        """The HTTP status of this thread's last request for data, None if none was answered."""
        return getattr(self._turn, "status", None)

    @property
    def left_s(self) -> float:
        """The time this thread's requests may still take [s]."""
        deadline = getattr(self._turn, "deadline", None)
        return _DATA_S if deadline is None else float(deadline - time.monotonic())

    def forgive(self) -> None:
        """Ask again what hung a moment ago."""
        self._hung.clear()

    def end(self) -> None:
        """Refuse every further request."""
        self._closing = True

    def request(self, method: Any, url: str, *args: Any, **kwargs: Any) -> Response:
        side = _side_of(url)
        left = 0.0 if self._closing or self._rests(side) else min(self.left_s, _SIDE_S if side else _DATA_S)
        if left <= 0:
            raise Timeout(f"{urlsplit(url).hostname} was not asked: the time is over", CurlECode.OPERATION_TIMEDOUT)
        kwargs["timeout"] = left
        kwargs["verify"] = self.verify or True
        if not side:
            self._turn.status = None
        try:
            response = super().request(method, url, *args, **kwargs)
        except Timeout:
            if side:
                self._hung[side] = time.monotonic()
            raise
        if len(response.content) > _LARGEST_BYTES:
            # curl sees to it only where the length is told beforehand.
            raise RequestException(f"{urlsplit(url).hostname} answered at length", CurlECode.FILESIZE_EXCEEDED)
        # yfinance remembers answers to searches, and each would hold its connection open.
        response.curl = None
        if not side:
            self._turn.status = response.status_code
        return response

    def _rests(self, side: str) -> bool:
        return side in self._hung and time.monotonic() - self._hung[side] < _SIDE_REST_S


def _side_of(url: str) -> str:
    """Return what is asked if it only goes with a request for data, else an empty string."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    if host in _SIDE_HOSTS:
        return host
    return f"{host}{_SIDE_PATH}" if parts.path == _SIDE_PATH else ""
