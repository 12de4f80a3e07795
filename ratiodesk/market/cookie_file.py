"""Yahoo's cookie between two runs, as plain text."""

import contextlib
import json
import os
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from http.cookiejar import Cookie
from pathlib import Path
from typing import Any

Jar = dict[str, dict[str, dict[str, Cookie]]]

_LARGEST_BYTES = 100_000
_PATH, _NAME = "/", "A3"
_MOST_SECONDS = 2e9


class CookieFile:
    """Stands in for the cookie cache of yfinance, which pickles: whoever wrote that file could run a program here.

    Nothing in the file is the user's work: what cannot be read or written is asked for again.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def lookup(self, strategy: str) -> dict[str, Any] | None:
        """Return the cookies kept for *strategy* by domain, path and name, and their age; None if there are none."""
        try:
            with self._path.open("rb") as file:
                kept = json.loads(file.read(_LARGEST_BYTES))[strategy]
            jar = _jar(kept["cookies"])
            age = datetime.now(UTC) - datetime.fromtimestamp(float(kept["kept"]), UTC)
        except (ArithmeticError, OSError, ValueError, LookupError, TypeError, StopIteration, RecursionError):
            return None
        return {"cookie": jar, "age": max(age, timedelta())}

    def store(self, strategy: str, cookie: Jar | None) -> None:
        """Keep cookies in place of those before, or forget them if *cookie* is None."""
        paths = [] if cookie is None else [path for domain in cookie.values() for path in domain.values()]
        cookies = [vars(each) for path in paths for each in path.values()]
        content = json.dumps({strategy: {"kept": datetime.now(UTC).timestamp(), "cookies": cookies}} if cookies else {})
        with contextlib.suppress(OSError):
            handle = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(handle, "w", encoding="ascii") as file:
                file.write(content)


def _jar(rows: list[Mapping[str, Any]]) -> Jar:
    """Return cookies in the shape of yfinance.

    Raises
    ------
    Exception
        If they are not what was written, or the one that yfinance looks for is not first.
    """
    jar: Jar = {}
    for row in rows:
        fields = dict(row)
        if not all(isinstance(fields[name], str) for name in ("domain", "path", "name", "value")):
            raise TypeError("it is no cookie")
        rest = fields.pop("_rest")
        cookie = Cookie(rest=rest, **fields)
        if cookie.expires is None:
            raise TypeError("it ends with the session")
        jar.setdefault(cookie.domain, {}).setdefault(cookie.path, {})[cookie.name] = cookie
    # yfinance looks for this one, and reads when it expires: in seconds, or what is too large for them in milliseconds.
    expires = next(iter(jar.values()))[_PATH][_NAME].expires or 0
    datetime.fromtimestamp(expires / 1000 if expires > _MOST_SECONDS else expires, UTC)
    return jar
