"""A home directory with one of everything that a user may have, and zip files that only look like its backup."""

import hashlib
import json
import zipfile
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import numpy as np

from ratiodesk.domain.frozen_plan import FrozenPlan
from ratiodesk.domain.layout import Layout
from ratiodesk.domain.level import Level, LevelId
from ratiodesk.domain.pair import Pair, Symbol
from ratiodesk.domain.portfolio import Lot, Portfolio
from ratiodesk.domain.ports import Settings
from ratiodesk.domain.quotes import Origin, Quotes
from ratiodesk.domain.ratio import Ratio
from ratiodesk.domain.sector import SectorWeights
from ratiodesk.domain.series import Bars
from ratiodesk.market.cache import PriceCache
from ratiodesk.storage.home import Home, open_home
from ratiodesk.storage.journal_files import JournalFiles
from ratiodesk.storage.layout_files import LayoutFiles
from ratiodesk.storage.portfolio_file import PortfolioFile
from ratiodesk.storage.sector_file import SectorFile
from ratiodesk.storage.settings_file import SettingsFile

MOMENT = datetime(2021, 12, 28, 22, 0, 5, 123456, tzinfo=UTC)
STAMP, LATER_STAMP = "20211228T220005123456Z", "20220101T000000000000Z"
LATER = datetime(2022, 1, 1, tzinfo=UTC)
# Of a pair of which nothing else is there.
VERSIONS = "versions/EEM_TLT.ratiodesk"
QQQ_TLT = Pair.parse("QQQ/TLT")
BANKS = SectorWeights(Symbol("XLF"), (("Financials", 1.0),), date(2021, 12, 1), "Yahoo")


def line(name: str, ratio: float, **about: Any) -> Level:
    return Level(LevelId(name), Ratio(ratio), **about)


def quotes(
    symbol: str, *closes: float, first: str = "2021-12-27", origin: Origin = Origin.FILE, **about: Any
) -> Quotes:
    days = np.datetime64(first) + np.arange(len(closes), dtype="timedelta64[D]")
    columns = [np.array(closes, dtype=float) for _ in range(6)]
    return Quotes(Bars(Symbol(symbol), days, *columns), "Somewhere", origin, **about)


def furnish(root: Path, worked: Layout, frozen: FrozenPlan) -> Home:
    """Make a home with every kind of file, some of them damaged."""
    home = open_home(str(root))
    layouts = LayoutFiles(home)
    layouts.save(worked)
    layouts.save(Layout(QQQ_TLT, (line("a", 4.0, label="café"),)))
    PortfolioFile(home).change(lambda _: Portfolio((Lot(Symbol("SPY"), 10.0),), cash=250.0))
    SettingsFile(home.settings).save(Settings(last_pair=QQQ_TLT, candles=True))
    SectorFile(home).keep(BANKS)
    JournalFiles(home).save(frozen)
    (home.layouts / "EEM_SPY.ratiodesk").write_bytes(b"{ torn")
    (home.layouts / "EEM_SPY.ratiodesk.damaged-20211228-220000-000001").write_bytes(b"\0")
    (home.layouts / "IWM_SPY (Ann’s conflicted copy).ratiodesk").write_bytes(
        (home.layouts / "IWM_SPY.ratiodesk").read_bytes()
    )
    # As an earlier program kept them.
    home.backups.mkdir(exist_ok=True)
    for name in ("IWM_SPY", "QQQ_TLT"):
        (home.backups / f"{name}.ratiodesk").write_bytes((home.layouts / f"{name}.ratiodesk").read_bytes())
    versions = home.root / VERSIONS
    versions.mkdir(parents=True)
    for number in (9, 10, 11):
        (versions / f"{number}_20211228T22000{number % 10}Z.ratiodesk").write_bytes(b"%d" % number)
    kept = home.root / "restored" / STAMP / "journal"
    kept.mkdir(parents=True)
    (kept / "0badcafe.json").write_bytes(b"{}")
    prices = PriceCache(home.prices)
    prices.store(quotes("XYZ", 10.0, 11.0, currency="USD"))
    prices.store(quotes("ABC", 5.0, origin=Origin.YAHOO, fetched=MOMENT), named=False)
    return home


def documents(home: Home) -> dict[str, bytes]:
    """Return every file but the prices, which are the same when the rows are."""
    files = (path for path in home.root.rglob("*") if path.is_file())
    found = {path.relative_to(home.root).as_posix(): path.read_bytes() for path in files}
    return {name: content for name, content in found.items() if not name.startswith(("prices.sqlite", ".lock"))}


def forge(
    path: Path,
    files: Mapping[str, bytes],
    *,
    method: int = zipfile.ZIP_DEFLATED,
    unreadable: tuple[str, ...] = (),
    **about: Any,
) -> Path:
    """Write a zip file with a list that fits its *files*, unless *about* says otherwise."""
    entries = [
        {"name": name, "size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        | ({"readable": False} if name in unreadable else {})
        for name, content in files.items()
    ]
    fields = {"format": "ratiodesk-backup", "version": 1, "created": MOMENT.isoformat(), "program": "0.1.0"}
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in files.items():
            kind = zipfile.ZIP_STORED if name == "prices.sqlite" else method
            archive.writestr(zipfile.ZipInfo(name), content, kind)
        archive.writestr("manifest.json", json.dumps(fields | {"entries": entries} | about))
    return path
