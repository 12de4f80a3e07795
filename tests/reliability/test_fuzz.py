"""Spoilt files of every kind, some of each; ``python tests/reliability/fuzz.py`` tries ten thousand."""

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from attempt import PromiseBroken, Seen, Step
from corpus import FOLDER, Kept, kept_files
from family import Family, families, program_families, window_families
from ground import Ground
from trial import Trial, try_content, try_number

# Some hundred spoilt files.
pytestmark = pytest.mark.slow

SEED, EACH = 1, 30
# Good files that are none in their place: a document of another pair, and answers without a bar.
REFUSED = {"of another pair", "chart_unknown", "chart_AAPL_1m_empty"}
NAMES = (
    *("layout", "portfolio", "journal", "settings", "sectors", "import", "prices", "holdings", "cache"),
    *("yahoo chart", "yahoo search", "yahoo summary"),
)


@pytest.fixture(scope="module")
def ground() -> Iterator[Ground]:
    with Ground() as made:
        yield made


@pytest.fixture(scope="module")
def known(ground: Ground) -> dict[str, Family]:
    return {family.name: family for family in families(ground.home)}


def all_well(trial: Trial) -> None:
    assert not trial.complaints, f"{trial.family} {trial.number}, {trial.how}: {trial.complaints}"


@pytest.mark.parametrize("name", NAMES)
def test_a_file_that_was_not_spoilt_is_read(name: str, ground: Ground, known: dict[str, Family]) -> None:
    for seed, content in known[name].seeds.items():
        trial = try_content(ground, known[name], content, how=seed)
        all_well(trial)
        elsewhere = name == "import" and seed == "of another pair"
        assert trial.read is (seed not in REFUSED or elsewhere), seed


@pytest.mark.parametrize("name", NAMES)
def test_whatever_became_of_a_file_it_is_read_or_refused_with_a_sentence(
    name: str, ground: Ground, known: dict[str, Family]
) -> None:
    for number in range(EACH):
        all_well(try_number(ground, known[name], SEED, number))


@pytest.mark.parametrize("kept", kept_files(), ids=lambda kept: kept.path.name)
def test_what_once_found_something_finds_nothing(kept: Kept, ground: Ground, known: dict[str, Family]) -> None:
    family = kept.family_of(known.values())
    assert family is not None
    all_well(try_content(ground, family, kept.path.read_bytes(), how=kept.path.name))


def test_every_kept_file_is_listed_with_what_it_found() -> None:
    assert sorted(kept.path for kept in kept_files()) == sorted(
        path for path in FOLDER.iterdir() if path.suffix != ".tsv"
    )
    assert all(kept.found for kept in kept_files())


@pytest.mark.slow
def test_spoilt_files_of_a_home_open_in_the_window(ground: Ground, known: dict[str, Family], qapp: object) -> None:
    for family in window_families(known.values()):
        # Other people's work may be heavy while a window opens: how long that takes is measured by the long run.
        all_well(try_number(ground, replace(family, longest_s=10.0), SEED, 0))


@pytest.mark.slow
def test_spoilt_files_are_met_by_the_program(ground: Ground, known: dict[str, Family]) -> None:
    for family in program_families(known.values()):
        all_well(try_number(ground, family, SEED, 0))


# What would be found


def fail(_root: Path, _file: Path, _step: Step) -> Seen:
    raise KeyError("levels")


def break_a_promise(_root: Path, _file: Path, _step: Step) -> Seen:
    raise PromiseBroken("a line is gone")


def take_long(_root: Path, _file: Path, _step: Step) -> Seen:
    end = time.thread_time() + 0.03
    while time.thread_time() < end:
        pass
    return Seen(True)


def take_much(_root: Path, _file: Path, _step: Step) -> Seen:
    held = bytearray(340_000_000)
    held[::4096] = b"x" * len(held[::4096])
    return Seen(True)


def change_the_file(_root: Path, file: Path, _step: Step) -> Seen:
    file.write_bytes(b"other")
    return Seen(False)


def change_another(root: Path, _file: Path, _step: Step) -> Seen:
    (root / "portfolio.json").write_bytes(b"other")
    return Seen(True)


def lose_another(root: Path, _file: Path, _step: Step) -> Seen:
    (root / "settings.json").unlink()
    return Seen(True)


def leave_something(root: Path, _file: Path, _step: Step) -> Seen:
    (root / ".portfolio.json-1.tmp").touch()
    return Seen(True)


def says(*sentences: str) -> Callable[..., Seen]:
    return lambda *_: Seen(False, sentences)


@pytest.mark.parametrize(
    ("attempt", "complaint"),
    [
        (fail, "KeyError: 'levels'"),
        (break_a_promise, "a line is gone"),
        (take_long, r"it took 0\.\d s"),
        (take_much, r"it took 3\d\d MB"),
        (change_the_file, r"IWM_SPY\.ratiodesk was changed or is gone"),
        (change_another, r"portfolio\.json was changed"),
        (lose_another, r"settings\.json is gone"),
        (leave_something, r"tmp was left behind"),
        (says("a\tb"), "cannot be printed"),
        (says("b" * 900), "900 characters at once"),
        (says("Traceback (most recent call last)"), "no user understands"),
        (says("KeyError: 'x'"), "no user understands"),
    ],
)
def test_what_should_not_be_is_found(
    attempt: Callable[..., Seen], complaint: str, ground: Ground, known: dict[str, Family]
) -> None:
    if attempt is take_much and not Path("/proc/self/clear_refs").exists():
        pytest.skip("memory is not told here")
    family = replace(known["layout"], attempt=attempt, longest_s=0.02 if attempt is take_long else 5.0)
    trial = try_content(ground, family, known["layout"].seeds["whole"])
    assert len(trial.complaints) == 1
    assert re.search(complaint, trial.complaints[0])
    assert (ground.home / "settings.json").exists()


def test_a_document_that_would_lose_a_field_may_not_be_taken(ground: Ground, known: dict[str, Family]) -> None:
    family = replace(known["layout"], attempt=lambda *_: Seen(True))
    twice = (FOLDER / "levels_twice.ratiodesk").read_bytes()
    assert try_content(ground, family, twice).complaints == ("it was taken for a good file",)
