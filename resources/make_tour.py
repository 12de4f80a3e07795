"""The pictures of the README, made by the program itself on a home of its own.

python resources/make_tour.py
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

_PICTURES = Path(__file__).parent / "screenshots"
_THEN = ("--as-of", "2021-12-28")
_HOLDINGS = "Symbol,Shares,Cost\nSPY,120,31000\nIWM,40,7600\nQQQ,30,6900\n"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        for ratio, role in (("2.35", "stop"), ("2.13", "entry"), ("1.95", "target")):
            _run(home, "level", "SPY/IWM", "add", ratio, "--role", role)
        _run(home, "level", "QQQ/IWM", "add", "1.85")
        table = home / "held.csv"
        table.write_text(_HOLDINGS)
        _draw(home, "desk-dark", "SPY/IWM", *_THEN)
        _run(home, "portfolio", "import", str(table))
        _set(home, folded=["outcomes", "tranches", "costs"])
        _draw(home, "desk-light", "SPY/IWM", *_THEN, "--theme", "light", "--size", "1400x1700")
        _draw(home, "years", "SPY/IWM", "--chart", "--size", "1200x700", "--from", "2005-01-01", *_THEN)
        _set(home, panes=["legs", "z-score"])
        _draw(home, "panes", "SPY/IWM", "--chart", "--size", "1200x700", "--from", "2019-06-01", *_THEN)
        _set(home, panes=[])
        _compare(home, "QQQ/IWM")
        _draw(home, "compared", "SPY/IWM", "--chart", "--size", "1200x700", "--from", "2019-01-01", *_THEN)
        _compare(home, None)
        _set(home, candles=True, dividends=True)
        candles = ("--chart", "--size", "1200x700", "--from", "2021-09-01", "--theme", "light")
        _draw(home, "candles", "SPY/IWM", *candles, *_THEN)


def _draw(home: Path, name: str, pair: str, *words: str) -> None:
    size = () if "--size" in words else ("--size", "1600x950")
    theme = () if "--theme" in words else ("--theme", "dark")
    scale = ("--scale", "1.0")
    _run(home, "render", pair, "-o", str(_PICTURES / f"{name}.png"), *size, *theme, *scale, *words)


def _set(home: Path, **fields: object) -> None:
    """Take settings that have no verb of their own."""
    file = home / "settings.json"
    known = json.loads(file.read_text()) if file.exists() else {}
    file.write_text(json.dumps({**known, **fields}))


def _compare(home: Path, pair: str | None) -> None:
    """Draw the ratio of *pair* over that of SPY/IWM, which has no verb of its own either."""
    file = home / "layouts" / "IWM_SPY.ratiodesk"
    layout = json.loads(file.read_text())
    layout["view"]["compare"] = pair
    file.write_text(json.dumps(layout))


def _run(home: Path, *words: str) -> None:
    command = [sys.executable, "-m", "ratiodesk", *words, "--home", str(home), "--offline"]
    surroundings = {**os.environ, "LC_ALL": "C.UTF-8"}
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=surroundings)  # noqa: S603 - of this program


if __name__ == "__main__":
    main()
