"""The kinds of files that are spoilt: where they come from, how they are spoilt and who opens them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

import archive_attempt
import attempt
import specimen
import yahoo_attempt
from archive_mutation import ARCHIVE_MUTATIONS
from attempt import Attempt
from byte_mutation import BYTE_MUTATIONS, HUGE_BYTES, TEXT_MUTATIONS, Mutation, huge, large
from database_mutation import DATABASE_MUTATIONS
from json_mutation import JSON_MUTATIONS, has_key_twice
from program_attempt import Program, families_with_verbs
from table_mutation import TABLE_MUTATIONS, rows_repeated

_DOCUMENT = (*JSON_MUTATIONS, *JSON_MUTATIONS, *TEXT_MUTATIONS, *BYTE_MUTATIONS)
_TABLE = (*TABLE_MUTATIONS, *TABLE_MUTATIONS, *TEXT_MUTATIONS, *BYTE_MUTATIONS)
_DATABASE = (*DATABASE_MUTATIONS, *DATABASE_MUTATIONS, *BYTE_MUTATIONS)
# These take long to make, so they are tried now and then.
_RARE = 0.012
# A start of the program included, on a machine that others use too.
_PROGRAM_S = 10.0


def _nothing(_content: bytes) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Family:
    """One kind of file.

    Parameters
    ----------
    seeds
        Good files, by name.
    mutations
        How they are spoilt.
    place
        Where the spoilt file is put, relative to the folder that the home ``home`` is in.
    attempt
        What is done with it then.
    may_change
        Patterns of other files below that folder that the attempt changes even where all goes well.
    rare
        Mutations that are made now and then.
    longest_s
        How long a step of the attempt may take [s].
    must_refuse
        Tells a file that may not be taken for a good one.
    """

    name: str
    seeds: Mapping[str, bytes]
    mutations: tuple[Mutation, ...]
    place: str
    attempt: Attempt
    may_change: tuple[str, ...] = ()
    rare: tuple[Mutation, ...] = (huge, large, large)
    longest_s: float = 1.0
    must_refuse: Callable[[bytes], bool] = _nothing

    def spoilt(self, random: Random) -> tuple[bytes, str]:
        """Return a spoilt file, and how it came about."""
        name = random.choice(sorted(self.seeds))
        content, steps = self.seeds[name], [name]
        for _ in range(random.choice((1, 1, 1, 2, 3))):
            mutation = random.choice(self.mutations)
            # Nothing that is opened is larger; several mutations of one file might be.
            content = mutation(content, random)[: 2 * HUGE_BYTES]
            steps.append(mutation.__name__)
        if random.random() < _RARE:
            mutation = random.choice(self.rare)
            content = mutation(content, random)
            steps.append(mutation.__name__)
        return content, " > ".join(steps)


_PRICES = ("home/prices.sqlite*",)
_LAYOUTS = ("home/layouts/*", "home/backups/*", "home/versions/*")
_PORTFOLIO = ("home/portfolio.json", "home/backups/*", "home/versions/*")


def families(root: Path) -> tuple[Family, ...]:
    """Return every family, with seeds out of the home at *root*."""
    found = specimen.documents(root)
    own = (
        ("layout", "home/layouts/IWM_SPY.ratiodesk", attempt.open_layout, ("home/backups/*", "home/versions/*")),
        ("portfolio", "home/portfolio.json", attempt.open_portfolio, ("home/backups/*", "home/versions/*")),
        ("journal", f"home/journal/{specimen.PLAN_ID}.json", attempt.open_journal, ("home/versions/*",)),
        ("settings", "home/settings.json", attempt.open_settings, ()),
        ("sectors", "home/sectors.json", attempt.open_sectors, ()),
    )
    documents = [Family(name, found[name], _DOCUMENT, place, work, free) for name, place, work, free in own]
    # Of two fields of one name the next save would lose one.
    documents[:3] = [replace(each, must_refuse=has_key_twice) for each in documents[:3]]
    incoming = (
        Family(
            "import",
            found["layout"],
            _DOCUMENT,
            "incoming/SPY.ratiodesk",
            attempt.import_layout,
            _LAYOUTS,
            must_refuse=has_key_twice,
        ),
        Family(
            "prices",
            specimen.price_tables(),
            _TABLE,
            "incoming/SPY prices.csv",
            attempt.import_prices,
            _PRICES,
            (huge, large, rows_repeated, rows_repeated),
        ),
        Family(
            "holdings",
            specimen.lot_tables(),
            _TABLE,
            "incoming/held.csv",
            attempt.import_lots,
            _PORTFOLIO,
            (huge, large, rows_repeated, rows_repeated),
        ),
        Family("cache", found["cache"], _DATABASE, "home/prices.sqlite", attempt.open_cache, _PRICES),
    )
    asked = (
        ("chart", yahoo_attempt.fetch_chart),
        ("search", yahoo_attempt.fetch_search),
        ("summary", yahoo_attempt.fetch_sectors),
    )
    answers = [
        Family(
            f"yahoo {kind}",
            specimen.answers(kind),
            _DOCUMENT,
            "incoming/answer.json",
            work,
            _PRICES,
        )
        for kind, work in asked
    ]
    return (*documents, *incoming, *answers, *_archives(root))


def _archives(root: Path) -> tuple[Family, ...]:
    if not archive_attempt.IS_THERE:
        return ()
    seeds = {"whole": archive_attempt.make_backup(root)}
    mutations = (*ARCHIVE_MUTATIONS, *ARCHIVE_MUTATIONS, *BYTE_MUTATIONS)
    work, free = archive_attempt.restore_backup, ("home/*",)
    return (Family("archive", seeds, mutations, "incoming/backup.zip", work, free, (huge,)),)


def window_families(known: Iterable[Family]) -> tuple[Family, ...]:
    """Return the families of a home's own files, opened by the whole desk."""
    from window_attempt import open_window  # noqa: PLC0415 - loads Qt

    free = ("home/*",)
    return tuple(
        replace(each, name=f"{each.name} in the window", attempt=open_window, may_change=free, must_refuse=_nothing)
        for each in known
        if each.place.startswith("home/")
    )


def program_families(known: Iterable[Family]) -> tuple[Family, ...]:
    """Return the families that a verb of the command line opens, opened by the program."""
    verbs = families_with_verbs()
    return tuple(
        replace(each, name=f"{each.name} by the program", attempt=Program(each.name), longest_s=_PROGRAM_S)
        for each in known
        if each.name in verbs
    )
