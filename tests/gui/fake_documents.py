"""Journal, versions, backups and files of others in memory."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from fake_ports import NOW, Layouts

from ratiodesk.domain.backup import BackupReport, RestoredFile, RestoreReport
from ratiodesk.domain.errors import DamagedDocument, NotSaved, RatioDeskError
from ratiodesk.domain.frozen_plan import FrozenId, FrozenPlan
from ratiodesk.domain.intake import TakenIn
from ratiodesk.domain.journal_port import JournalEntries
from ratiodesk.domain.layout import Layout
from ratiodesk.domain.pair import Pair, Symbol
from ratiodesk.domain.portfolio import Portfolio
from ratiodesk.domain.sector import SectorWeights
from ratiodesk.domain.shared_port import News, OtherCopy
from ratiodesk.domain.version_port import Kept, Version

TODAY = NOW.date()


class SharedFolder:
    """A folder in which nothing can be watched; a test says what is new in it."""

    def __init__(self) -> None:
        self.told: list[News | None] = []

    def watched(self, pair: Pair) -> Sequence[Path]:
        return ()

    def news(self) -> News | None:
        return self.told.pop(0) if self.told else News()


class OtherCopies:
    """Copies in a list."""

    def __init__(self) -> None:
        self.kept: list[OtherCopy] = []
        self.settled: list[OtherCopy] = []
        self.failure = ""

    def copies(self, pair: Pair) -> tuple[OtherCopy, ...]:
        return tuple(
            replace(copy, layout=copy.layout.seen_as(pair)) for copy in self.kept if copy.layout.pair.key == pair.key
        )

    def settle(self, copy: OtherCopy) -> None:
        if self.failure:
            raise NotSaved(self.failure)
        self.kept = [kept for kept in self.kept if kept.name != copy.name]
        self.settled.append(copy)


class Journal:
    """Frozen plans in a dictionary."""

    def __init__(self) -> None:
        self.plans: dict[FrozenId, FrozenPlan] = {}
        self.problems: tuple[str, ...] = ()
        self.failure = ""

    def entries(self) -> JournalEntries:
        plans = sorted(self.plans.values(), key=lambda plan: plan.frozen, reverse=True)
        return JournalEntries(tuple(plans), self.problems)

    def save(self, plan: FrozenPlan) -> None:
        if self.failure:
            raise NotSaved(self.failure)
        self.plans[plan.id] = plan

    def restore(self, plan: FrozenPlan) -> None:
        self.save(plan)

    def remove(self, plan_id: FrozenId) -> None:
        if self.failure:
            raise NotSaved(self.failure)
        self.plans.pop(plan_id, None)


class Versions:
    """Versions in lists, the newest first."""

    def __init__(self) -> None:
        self.layouts: dict[tuple[Symbol, Symbol], list[Kept[Layout]]] = {}
        self.portfolios: list[Kept[Portfolio]] = []
        self.plans: list[Kept[FrozenPlan]] = []

    def keep(self, layout: Layout) -> None:
        """Keep one version more, a minute after the one before."""
        kept = self.layouts.setdefault(layout.pair.key, [])
        number = len(kept) + 1
        kept.insert(0, Kept(Version(number, NOW + timedelta(minutes=number), 1_000), layout))

    def of_pair(self, pair: Pair) -> Sequence[Kept[Layout]]:
        return [replace(kept, content=kept.content.seen_as(pair)) for kept in self.layouts.get(pair.key, [])]

    def of_portfolio(self) -> Sequence[Kept[Portfolio]]:
        return self.portfolios

    def pairs(self) -> Sequence[Pair]:
        return [Pair(*key) for key in self.layouts]

    def lost_plans(self) -> Sequence[Kept[FrozenPlan]]:
        return self.plans


class Backups:
    """Backups in memory; what they do is set beforehand."""

    def __init__(self) -> None:
        self.error: RatioDeskError | None = None
        self.files: tuple[RestoredFile, ...] = ()
        self.asked: list[tuple[str, Path, bool]] = []

    def write(self, path: Path) -> BackupReport:
        self._ask("write", path)
        return BackupReport(path, 3, 2_000, 0)

    def restore(self, path: Path, *, preview: bool = False) -> RestoreReport:
        self._ask("restore", path, preview)
        return RestoreReport(NOW, "0.1.0", self.files, preview)

    def _ask(self, what: str, path: Path, preview: bool = False) -> None:
        self.asked.append((what, path, preview))
        if self.error is not None:
            raise self.error


class Intake:
    """Files in memory: what each holds is set beforehand, and goes to the layouts."""

    def __init__(self, layouts: Layouts) -> None:
        self.layouts = layouts
        self.holds: dict[Path, Layout] = {}

    def take_in(self, path: Path) -> TakenIn:
        if path not in self.holds:
            raise DamagedDocument(f"There is no file {path}.")
        self.layouts.save(self.holds[path])
        return TakenIn(self.holds[path].pair, f"{path.name} is taken in.")


def told(symbol: Symbol, day: date = TODAY) -> SectorWeights:
    """Return what a source says of the sectors of a fund."""
    return SectorWeights(symbol, (("Financials", 0.2),), day, "Yahoo")
