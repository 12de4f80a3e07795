"""Several programs on one price cache."""

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from fake_market import NOW, made_quotes

from ratiodesk.market.cache import PriceCache

CHECKOUT = Path(__file__).parents[2]
# Says that it is ready, then carries out one line after the other: the path of a cache, and what to do with it.
DESK = """
import sys
from pathlib import Path
from fake_market import made_quotes
from ratiodesk.domain.errors import BadCache
from ratiodesk.market.cache import PriceCache

def carry_out(path, closes, rounds):
    cache = PriceCache(Path(path))
    for _ in range(int(rounds)):
        cache.store(made_quotes([float(closes)] * 6000))
        cache.store(made_quotes([float(closes)] * 10, symbol=f"OWN{closes}"))
        if len(set(cache.load("SPY").bars.close)) != 1:
            return "bars of two writers"
    return " ".join(cache.notes())

print("ready", flush=True)
for line in sys.stdin:
    try:
        print(carry_out(*line.split()), flush=True)
    except BadCache as error:
        print(error, flush=True)
"""


@pytest.fixture
def desks() -> Iterator[list[subprocess.Popen[str]]]:
    """Processes that share caches."""
    beside = os.pathsep.join([str(Path(__file__).parent), str(CHECKOUT)])
    started = [
        subprocess.Popen(
            [sys.executable, "-c", DESK],
            env=os.environ | {"PYTHONPATH": beside},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        for _ in range(4)
    ]
    for desk in started:
        assert desk.stdout
        assert desk.stdout.readline() == "ready\n"
    yield started
    for desk in started:
        desk.communicate(timeout=60)


def share(desks: list[subprocess.Popen[str]], path: Path, rounds: int) -> list[str]:
    """Let all desks use one cache at the same time, and return what each has to say."""
    for number, desk in enumerate(desks):
        assert desk.stdin
        desk.stdin.write(f"{path} {number + 1} {rounds}\n")
        desk.stdin.flush()
    return [desk.stdout.readline().strip() for desk in desks if desk.stdout]


@pytest.mark.slow
def test_programs_that_write_and_read_one_cache_at_once_do_not_meet(
    tmp_path: Path, desks: list[subprocess.Popen[str]]
) -> None:
    path = tmp_path / "prices.sqlite"
    PriceCache(path)
    assert share(desks, path, rounds=40) == [""] * 4
    cache = PriceCache(path)
    assert cache.symbols() == ["OWN1", "OWN2", "OWN3", "OWN4", "SPY"]
    for number in range(1, 5):
        own = cache.load(f"OWN{number}")
        assert own is not None
        assert own.bars.close.tolist() == [number] * 10


@pytest.mark.slow
def test_programs_that_make_one_cache_at_once_do_not_meet(tmp_path: Path, desks: list[subprocess.Popen[str]]) -> None:
    # The moment is short, so it is tried many times.
    said = [share(desks, tmp_path / f"{number}.sqlite", rounds=0) for number in range(150)]
    assert [each for each in said if each != [""] * 4] == []


def test_a_file_deleted_while_it_is_in_use_is_made_anew(tmp_path: Path) -> None:
    path = tmp_path / "prices.sqlite"
    cache = PriceCache(path)
    cache.store(made_quotes([1.0, 2.0]))
    for ending in ("", "-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
    assert cache.load("SPY") is None
    cache.store(made_quotes([3.0, 4.0]))
    assert cache.load("SPY") is not None
    assert cache.notes() == ()


def test_programs_that_meet_one_damaged_cache_set_it_aside_once(
    tmp_path: Path, desks: list[subprocess.Popen[str]]
) -> None:
    for number in range(20):
        path = tmp_path / f"{number}" / "prices.sqlite"
        path.parent.mkdir()
        path.write_bytes(b"not a database" * 1000)
        told = [said for said in share(desks, path, rounds=0) if said]
        assert len(told) == 1, told
        assert "was damaged" in told[0]
        names = [each.name for each in path.parent.iterdir()]
        assert len([name for name in names if "damaged" in name]) == 1, names
        assert not [name for name in names if "repairing" in name], names


def test_what_another_program_fetched_later_stays(tmp_path: Path) -> None:
    cache = PriceCache(tmp_path / "prices.sqlite")
    newer = made_quotes([1.0, 2.0, 3.0], fetched=NOW + timedelta(minutes=5))
    cache.store(newer)
    cache.store(made_quotes([1.0, 2.0]))
    found = cache.load("SPY")
    assert found is not None
    assert len(found.bars) == 3
