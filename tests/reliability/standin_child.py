"""A process of its own that stands in for Yahoo until its input ends; it prints where it is to be met.

What it takes in memory, threads and files is not that of the desk which is measured.
"""

import json
import sys
import tempfile
from pathlib import Path

_TESTS = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(_TESTS.parent), *(str(_TESTS / name) for name in ("standin", "unit", "gui"))]

from datetime import UTC, datetime  # noqa: E402

from program import recent_listing, whole_listing  # noqa: E402
from yahoo_server import YahooServer  # noqa: E402

# Tuesday, 11:00 in New York, while the market is open.
TRADING = datetime(2021, 12, 28, 16, 0, tzinfo=UTC)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, YahooServer(Path(folder), clock=lambda: TRADING) as server:
        server.listings = {symbol: whole_listing(symbol) for symbol in ("SPY", "IWM", "QQQ", "TLT")}
        server.listings["EFA"] = recent_listing("EFA", like="TLT")
        print(json.dumps(server.environment), flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
