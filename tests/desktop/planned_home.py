"""A home that is worth looking at: a plan, lines on another pair, a portfolio, a journal, and what can be taken in."""

from pathlib import Path

from ratiodesk.__main__ import main

_LEVEL = "level", "SPY/IWM", "add"
_PLAN = (
    (*_LEVEL, "2.70", "--role", "stop"),
    (*_LEVEL, "2.50", "--role", "entry"),
    (*_LEVEL, "2.40", "--role", "target"),
    ("level", "QQQ/IWM", "add", "2.2"),
)
_HELD = "Symbol,Shares,Cost\nSPY,100,30000\nQQQ,20,8000\nCash,1500,\n"
# A row without a price, one twice, and one that is no price.
_PRICES = (
    "Date,Open,High,Low,Close,Volume\n"
    "2026-08-17,101.2,102.9,100.8,102.5,1203400\n2026-08-18,102.5,103.0,101.1,101.4,998200\n2026-08-19,,,,,\n"
    "2026-08-20,101.5,104.2,101.3,103.9,1503100\n2026-08-20,101.5,104.2,101.3,103.9,1503100\n"
    "2026-08-21,103.9,104.4,102.0,-1,870000\n2026-08-24,102.2,105.0,102.2,104.7,1310000\n"
)


def make_planned_home(folder: Path) -> None:
    """Make ``home`` in *folder*; beside it are ``earlier.zip``, a backup of another home, and ``XYZ.csv``."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "held.csv").write_text(_HELD, encoding="utf-8")
    (folder / "XYZ.csv").write_text(_PRICES, encoding="utf-8")
    portfolio = "portfolio", "import", str(folder / "held.csv")
    backup = "backup", "-o", str(folder / "earlier.zip")
    _run(folder / "other", (*_LEVEL, "2.62"), ("level", "SPY/TLT", "add", "5.1"), portfolio, backup)
    _run(folder / "home", *_PLAN, portfolio)
    note = "--as-of", "2026-06-30", "--note", "banks live on net interest"
    _run(folder / "home", ("journal", "freeze", "SPY/IWM", *note))


def _run(home: Path, *commands: tuple[str, ...]) -> None:
    for words in commands:
        assert main([*words, "--home", str(home)]) == 0, words
