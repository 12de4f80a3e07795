"""yfinance as a program just started would use it, without anything of RatioDesk."""

import importlib
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import pandas as pd
import pytest


@dataclass
class Client:
    """yfinance as a program just started would use it."""

    yfinance: ModuleType
    session: Any

    def history(self, symbol: str = "SPY", **wanted: Any) -> pd.DataFrame:
        wanted = wanted or {"period": "max"}
        frame: pd.DataFrame = self.yfinance.Ticker(symbol, session=self.session).history(auto_adjust=False, **wanted)
        return frame

    def failure(self, symbol: str = "SPY") -> Exception:
        # The classes are known by name only: importing them takes a second.
        with pytest.raises(Exception) as raised:  # noqa: PT011
            self.history(symbol)
        return raised.value

    def metadata(self, symbol: str = "SPY") -> dict[str, Any]:
        ticker = self.yfinance.Ticker(symbol, session=self.session)
        ticker.history(period="max", auto_adjust=False)
        return ticker.get_history_metadata()

    def know_zone(self, symbol: str = "SPY") -> None:
        self.yfinance.cache.get_tz_cache().store(symbol, "America/New_York")

    def forget_answers(self) -> None:
        self.yfinance.data.YfData.cache_get.cache_clear()


def new_session() -> Any:
    """Return a session in which no request takes longer than ten seconds."""
    sessions = importlib.import_module("curl_cffi.requests")

    class Session(sessions.Session):
        # yfinance gives its side requests 30 s.
        most_s = 10.0

        def request(self, *arguments: Any, **options: Any) -> Any:
            return super().request(*arguments, **options | {"timeout": self.most_s})

    return Session(impersonate="chrome")
