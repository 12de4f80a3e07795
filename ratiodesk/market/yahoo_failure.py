"""What an error of yfinance or of the network means to the user."""

import re
from typing import Any

from ratiodesk.domain.errors import BadRange, BadReply, Down, NotFound, Offline, RatioDeskError, SourceError, TimedOut
from ratiodesk.domain.shown_text import shorten
from ratiodesk.words import tr

_NAME = "Yahoo"
_LONGEST_REASON = 200
# What Yahoo says, in small letters.
_TOO_FAR_BACK = re.compile("must be within|data not available")
_UNKNOWN = re.compile("no data found|delisted")
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
        return SourceError(
            tr("{source} cannot be asked: its cookie cannot be kept ({reason}).", source=_NAME, reason=error)
        )
    if isinstance(error, known.YFDataException) or (status is not None and status >= 500):
        return Down(_of_order(status))
    if status in (401, 403):
        return BadReply(tr("{source} refuses the request (error {status}).", source=_NAME, status=status))
    if isinstance(error, known.YFTickerMissingError):
        return _of_missing(getattr(error, "yahoo_reason", None), status, wanted)
    return BadReply(tr("{source}’s answer for {wanted} cannot be read.", source=_NAME, wanted=wanted))


def _of_order(status: int | None) -> str:
    if status is not None and status >= 500:
        return tr("{source} is out of order (error {status}).", source=_NAME, status=status)
    return tr("{source} is out of order.", source=_NAME)


def _of_network(error: Exception, curl: Any, wanted: str) -> RatioDeskError:
    if isinstance(error, curl.Timeout):
        return TimedOut(tr("{source} did not answer in time.", source=_NAME))
    if isinstance(error, curl.SSLError):
        return Offline(
            tr(
                "{source} cannot be trusted: its certificate does not check out. Is there a proxy between?",
                source=_NAME,
            )
        )
    if getattr(error, "code", None) == _TOO_LARGE:
        return BadReply(
            tr(
                "{source}’s answer for {wanted} is larger than any such answer: it was not read.",
                source=_NAME,
                wanted=wanted,
            )
        )
    if isinstance(error, (curl.IncompleteRead, curl.ChunkedEncodingError, curl.ContentDecodingError)):
        return BadReply(tr("{source}’s answer for {wanted} broke off.", source=_NAME, wanted=wanted))
    return Offline(tr("{source} cannot be reached: check the connection.", source=_NAME))


def _of_missing(reason: object, status: int | None, wanted: str) -> RatioDeskError:
    """Return what a missing table means, from the reason Yahoo gives."""
    words = str(reason or "").lower()
    if _TOO_FAR_BACK.search(words):
        return BadRange(tr("{source} has no such bars of {wanted} so far back.", source=_NAME, wanted=wanted))
    if status == 404 or _UNKNOWN.search(words):
        return NotFound(tr("{source} knows no {wanted}.", source=_NAME, wanted=wanted))
    if reason:
        told = shorten(str(reason), _LONGEST_REASON)
        return BadReply(tr("{source} says of {wanted}: {reason}", source=_NAME, wanted=wanted, reason=told))
    return BadReply(tr("{source}’s answer for {wanted} has no prices in it.", source=_NAME, wanted=wanted))
