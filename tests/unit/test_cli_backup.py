"""The verbs that write everything to one file, and take it in again."""

import contextlib
import sqlite3
import zipfile
from pathlib import Path

import pytest
from command_line import Run

from ratiodesk.backup_text import restored_rows, size_text, written_text
from ratiodesk.domain.backup import BackupReport, Outcome, RestoredFile, RestoreReport
from ratiodesk.domain.clock import utc_now
from ratiodesk.market.cache import PriceCache


def count(document: Path) -> int:
    """Return how many files with lines there are in the home of a document, earlier ones included."""
    return sum(path.is_file() for path in document.parent.parent.rglob("*.ratiodesk"))


@pytest.fixture
def saved(run: Run, planned: Path, tmp_path: Path) -> Path:
    path = tmp_path / "saved.zip"
    assert run("backup", "-o", path, "--offline").code == 0
    return path


def test_everything_goes_to_another_home_and_the_desk_there_is_the_same(
    run: Run, saved: Path, planned: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    said = run("restore", saved, "--home", other, "--offline")
    assert (said.code, said.err) == (0, "")
    lines = said.out.splitlines()
    assert lines[0].startswith("Backup of 20")
    assert lines[0].endswith(" UTC, made by RatioDesk 0.1.0.")
    assert lines[1] == f"{count(planned)} files: {count(planned)} restored."
    assert "Restored  layouts/IWM_SPY.ratiodesk" in lines
    assert (other / "layouts" / "IWM_SPY.ratiodesk").read_bytes() == planned.read_bytes()
    listing = run("level", "SPY/IWM", "list", "--home", other, "--offline").out
    assert listing == run("level", "SPY/IWM", "list", "--offline").out


def test_a_preview_changes_nothing(run: Run, saved: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    said = run("restore", saved, "--preview", "--home", other, "--offline")
    assert said.out.splitlines()[1].endswith(" restored. Nothing is changed yet.")
    assert not list(other.rglob("*.ratiodesk"))


def test_json_names_every_file(run: Run, saved: Path, planned: Path) -> None:
    planned.unlink()
    found = run("restore", saved, "--json", "--offline").json
    assert (found["program"], found["preview"]) == ("0.1.0", False)
    assert found["files"][-1] == {"name": "layouts/IWM_SPY.ratiodesk", "outcome": "restored", "said": None}
    assert {file["outcome"] for file in found["files"][:-1]} == {"unchanged"}


def test_what_was_written_is_told(run: Run, planned: Path, tmp_path: Path) -> None:
    (planned.parent / "notes.txt").write_bytes(b"")
    path = tmp_path / "saved.zip"
    said = run("backup", "-o", path, "--offline")
    lines = said.out.splitlines()
    assert lines[0].startswith(f"Wrote {count(planned)} files to {path} (")
    assert lines[1:] == ["Left out, because they are no documents of RatioDesk: layouts/notes.txt."]
    found = run("backup", "-o", path, "--json", "--offline").json
    assert found == {
        "path": str(path),
        "files": count(planned),
        "size_bytes": path.stat().st_size,
        "price_bytes": 0,
        "left_out": ["layouts/notes.txt"],
        "problem": None,
    }


def test_prices_that_are_missing_from_it_are_a_failure(run: Run, planned: Path, tmp_path: Path, home: Path) -> None:
    PriceCache(home / "prices.sqlite")
    with contextlib.closing(sqlite3.connect(home / "prices.sqlite")) as connection:
        connection.execute("pragma user_version = 99")
    said = run("backup", "-o", tmp_path / "saved.zip", "--offline")
    assert said.code == 1
    assert "The prices are not in the backup: The price cache" in said.err
    assert said.out.startswith(f"Wrote {count(planned)} files")
    assert zipfile.is_zipfile(tmp_path / "saved.zip")


def test_prices_are_told_by_their_size(run: Run, tmp_path: Path, planned: Path) -> None:
    table = tmp_path / "x.csv"
    table.write_text("Date,Close\n2024-01-02,10\n2024-01-03,11\n")
    run("prices", "import", table, "--symbol", "XYZ", "--offline")
    said = run("backup", "-o", tmp_path / "saved.zip", "--offline")
    assert " kB of them prices)." in said.out
    other = tmp_path / "other"
    assert (
        "Merged    prices.sqlite: prices of 1 symbol taken in"
        in run("restore", tmp_path / "saved.zip", "--home", other, "--offline").out
    )
    assert "XYZ" in run("prices", "list", "--home", other, "--offline").out


@pytest.mark.parametrize("name", ["saved.tar", "saved"])
def test_a_backup_has_the_name_of_one(run: Run, tmp_path: Path, name: str) -> None:
    said = run("backup", "-o", tmp_path / name, "--offline")
    assert said.code == 1
    assert said.err == f"“{name}” is not the name of a backup: name a file that ends in .zip.\n"


def test_a_backup_is_not_kept_among_the_documents(run: Run, planned: Path) -> None:
    said = run("backup", "-o", planned.parent / "saved.zip", "--offline")
    assert said.code == 1
    assert "is where RatioDesk keeps its own documents" in said.err


def test_something_else_is_no_backup(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "saved.zip"
    file.write_bytes(b"no zip")
    said = run("restore", file, "--offline")
    assert (said.code, said.out) == (1, "")
    assert said.err == f"{file} cannot be restored: it is damaged, or no zip file.\n"
    assert (
        run("restore", tmp_path / "missing.zip", "--offline").err == f"There is no file {tmp_path / 'missing.zip'}.\n"
    )


@pytest.mark.parametrize("words", [("backup",), ("restore",), ("backup", "-o", "a.zip", "b"), ("restore", "a", "b")])
def test_wrong_usage_is_said_so(run: Run, words: tuple[str, ...]) -> None:
    assert run(*words).code == 2


def test_versions_of_a_document_are_counted_together() -> None:
    files = [
        *(RestoredFile(f"versions/a.json/{number}_x", Outcome.RESTORED) for number in (1, 2)),
        RestoredFile("versions/a.json/3_x", Outcome.KEPT_BESIDE, "no room"),
        RestoredFile("portfolio.json", Outcome.RESTORED),
    ]
    assert restored_rows(RestoreReport(utc_now(), "1", tuple(files))) == [
        ("Restored", "portfolio.json", ""),
        ("Restored", "versions/a.json", "2 versions"),
        ("Kept beside", "versions/a.json/3_x", "no room"),
    ]


def test_an_empty_home_has_an_empty_backup(run: Run, tmp_path: Path) -> None:
    said = run("backup", "-o", tmp_path / "saved.zip", "--offline")
    assert said.out.startswith("Wrote 0 files to ")
    said = run("restore", tmp_path / "saved.zip", "--offline")
    assert said.out.splitlines()[1:] == ["There is nothing in it."]


def test_sizes_are_short() -> None:
    assert [size_text(size) for size in (1, 1000, 999_949, 1_000_000)] == ["1 byte", "1.0 kB", "999.9 kB", "1.0 MB"]
    report = BackupReport(Path("a.zip"), 1, 2_500_000, 2_000_000)
    assert written_text(report) == "Wrote 1 file to a.zip (2.5 MB, 2.0 MB of them prices)."
