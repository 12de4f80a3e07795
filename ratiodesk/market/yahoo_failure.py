"""What an error of yfinance or of the network means to the user."""

from typing import Any

from ratiodesk.domain.errors import BadRange, BadReply, Down, NotFound, Offline, RatioDeskError, SourceError, TimedOut
from ratiodesk.domain.shown_text import shorten

_NAME = "Yahoo"
_LONGEST_REASON = 200
_TOO_LARGE = 63  # CURLE_FILESIZE_EXCEEDED


def stated_failure(error: Exception, known: Any, curl: Any, status: int | None, wanted: str) -> RatioDeskError:
    """Return the stated failure that an error stands for.

    Parameters
    ----------
    known, curl
        The modules that define the exceptions of yfinance and of curl.
    status
        The HTTP status of the last answer, None if there was none.
    wanted
        What was asked for, as the user would say it.
    """
    # Of an answer that came, the status says what is wrong; one that broke off is an HTTPError too.
    came = isinstance(error, curl.JSONDecodeError) or type(error) is curl.HTTPError
    if isinstance(error, curl.RequestException) and not came:
        return _of_network(error, curl, wanted)
    if type(error).__module__.split(".")[0] in ("peewee", "sqlite3"):
        return SourceError(f"{_NAME} cannot be asked: its cookie cannot be kept ({error}).")
    if isinstance(error, known.YFDataException) or (status is not None and status >= 500):
        number = f" (error {status})" if status is not None and status >= 500 else ""
        return Down(f"{_NAME} is out of order{number}.")
    if status in (401, 403):
        return BadReply(f"{_NAME} refuses the request (error {status}).")
    if isinstance(error, known.YFTickerMissingError):
        return _of_missing(getattr(error, "yahoo_reason", None), status, wanted)
    return BadReply(f"{_NAME}’s answer for {wanted} cannot be read.")


def _of_network(error: Exception, curl: Any, wanted: str) -> RatioDeskError:
    if isinstance(error, curl.Timeout):
        return TimedOut(f"{_NAME} did not answer in time.")
    if isinstance(error, curl.SSLError):
        return Offline(f"{_NAME} cannot be trusted: its certificate does not check out. Is there a proxy between?")
    if getattr(error, "code", None) == _TOO_LARGE:
        return BadReply(f"{_NAME}’s answer for {wanted} is larger than any such answer: it was not read.")
    if isinstance(error, (curl.IncompleteRead, curl.ChunkedEncodingError, curl.ContentDecodingError)):
        return BadReply(f"{_NAME}’s answer for {wanted} broke off.")
    return Offline(f"{_NAME} cannot be reached: check the connection.")


def _of_missing(reason: object, status: int | None, wanted: str) -> RatioDeskError:
    """Return what a missing table means, from the reason Yahoo gives."""
    words = str(reason or "").lower()
    if "must be within" in words or "data not available" in words:
        return BadRange(f"{_NAME} has no such bars of {wanted} so far back.")
    if status == 404 or "no data found" in words or "delisted" in words:
        return NotFound(f"{_NAME} knows no {wanted}.")
    if reason:
        return BadReply(f"{_NAME} says of {wanted}: {shorten(str(reason), _LONGEST_REASON)}")
    return BadReply(f"{_NAME}’s answer for {wanted} has no prices in it.")
