"""What Yahoo sends back, and what can go wrong with it."""

from dataclasses import dataclass
from enum import Enum, auto
from http import HTTPStatus

from market_data import RECORDED

HTML, JSON, TEXT = "text/html; charset=utf-8", "application/json;charset=utf-8", "text/plain; charset=utf-8"


class Fault(Enum):
    """What can go wrong between a program and Yahoo."""

    RATE_LIMITED = auto()
    UNAUTHORIZED = auto()
    SERVER_ERROR = auto()
    BAD_GATEWAY = auto()
    HTML = auto()
    DOWN = auto()
    EMPTY = auto()
    EMPTY_JSON = auto()
    NO_ROWS = auto()
    TRUNCATED = auto()  # half of the answer, its length stated truly
    SHORT_BODY = auto()  # less of the answer than its length states
    TRICKLE = auto()  # a byte a second
    RESET = auto()
    HANG = auto()  # the request is read and never answered
    HANG_CONNECT = auto()  # the connection is accepted and CONNECT never answered
    HANG_TLS = auto()  # CONNECT is answered, TLS never
    BAD_CERTIFICATE = auto()
    WRONG_HOST = auto()  # a certificate to trust, of another host
    SENT_ELSEWHERE = auto()  # sent on to an address in the clear
    PROXY_REFUSES = auto()
    DNS = auto()  # what a proxy says of a host it cannot find


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer before it is sent."""

    status: int
    body: bytes
    form: str = JSON
    headers: tuple[str, ...] = ()

    def head(self, length: int) -> bytes:
        phrase = HTTPStatus(self.status).phrase
        lines = (f"HTTP/1.1 {self.status} {phrase}", f"Content-Type: {self.form}", f"Content-Length: {length}")
        return "\r\n".join((*lines, *self.headers, "", "")).encode("ascii")


SPOILT = {
    Fault.RATE_LIMITED: Reply(429, (RECORDED / "error_429.txt").read_bytes(), TEXT),
    Fault.UNAUTHORIZED: Reply(401, (RECORDED / "error_401.json").read_bytes()),
    Fault.SERVER_ERROR: Reply(500, b"<html><body>Internal Server Error</body></html>", HTML),
    Fault.BAD_GATEWAY: Reply(502, b"<html><body>Bad Gateway</body></html>", HTML),
    Fault.HTML: Reply(200, b"<html><body>Yahoo</body></html>", HTML),
    Fault.DOWN: Reply(503, b"<html><body><h1>Will be right back...</h1></body></html>", HTML),
    Fault.SENT_ELSEWHERE: Reply(302, b"", HTML, ("Location: http://query2.finance.yahoo.com/in/the/clear",)),
    Fault.EMPTY: Reply(200, b""),
    Fault.EMPTY_JSON: Reply(200, b"{}"),
}
