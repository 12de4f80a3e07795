"""``prices``: import, refresh and list on the command line."""

from pathlib import Path

import pytest
from command_line import Run

GOLD = """Date,Close
2021-12-27,170.00
2021-12-28,171.50
2021-12-29,not known
"""
# One of the two closes of gold.csv is another one here, and one session is newer.
OTHER_GOLD = "Date,Close\n2021-12-28,85.75\n2021-12-30,86.00\n"


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    path = tmp_path / "gold.csv"
    path.write_text(GOLD, encoding="utf-8")
    return path


def listed(run: Run) -> dict[str, dict[str, object]]:
    return {row["symbol"]: row for row in run("prices", "list", "--json").json}


def test_a_first_start_lists_the_sample(run: Run) -> None:
    said = run("prices", "list")
    assert said.code == 0
    header, *rows = said.out.splitlines()
    assert header.split() == ["Symbol", "Source", "Currency", "Sessions", "First", "Last", "Fetched"]
    assert [row.split()[0] for row in rows] == ["IWM", "QQQ", "SPY", "TLT"]
    assert listed(run)["SPY"] | {"sessions": 0} == {
        "symbol": "SPY",
        "name": "SPDR S&P 500 ETF Trust",
        "source": "Sample prices",
        "origin": "sample",
        "currency": "USD",
        "exchange": "PCX",
        "sessions": 0,
        "first": "2000-01-03",
        "last": "2026-08-21",
        "forming": False,
        "fetched": None,
    }


def test_an_import_says_what_it_read_and_what_it_left_out(run: Run, gold: Path) -> None:
    said = run("prices", "import", gold, "--symbol", "gld")
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith("3 rows: 2 sessions read, 1 row left out.\n")
    assert "GLD has 2 sessions, 2021-12-27 to 2021-12-28." in said.out
    assert said.out.endswith("\nLine 4: close not known is not a price: 2021-12-29,not known\n")
    row = listed(run)["GLD"]
    assert (row["sessions"], row["source"], row["origin"]) == (2, "gold.csv", "file")
    # 476.87 / 171.50 = 2.78058...
    status = run("status", "SPY/GLD", "--as-of", "2021-12-28", "--json")
    assert status.json["ratio"] == pytest.approx(476.87 / 171.50)
    assert status.json["sources"] == ["Sample prices", "gold.csv"]


def test_a_preview_imports_nothing(run: Run, gold: Path) -> None:
    said = run("prices", "import", gold, "--symbol", "GLD", "--preview")
    assert said.code == 0
    assert [line.split() for line in said.out.splitlines()[:2]] == [["Date", "Close"], ["2021-12-27", "170.00"]]
    assert said.out.endswith("\nNothing was imported.\n")
    assert "GLD" not in listed(run)


@pytest.mark.parametrize(("name", "suggested"), [("GLD.csv", "GLD"), ("a long name that is no symbol.csv", "XYZ")])
def test_without_a_symbol_it_asks_for_one(run: Run, tmp_path: Path, name: str, suggested: str) -> None:
    path = tmp_path / name
    path.write_text(GOLD, encoding="utf-8")
    said = run("prices", "import", path)
    assert (said.code, said.out) == (1, "")
    assert said.err == f"Say what the prices are of: --symbol {suggested}.\n"


def test_the_currency_is_said_by_the_user(run: Run, gold: Path) -> None:
    run("prices", "import", gold, "--symbol", "GLD", "--currency", "eur")
    assert listed(run)["GLD"]["currency"] == "EUR"
    said = run("status", "SPY/GLD", "--as-of", "2021-12-28")
    assert "The ratio mixes currencies: SPY in USD, GLD in EUR." in said.out
    assert run("prices", "import", gold, "--symbol", "GLD", "--currency", "euros").code == 1


def test_a_few_rows_do_not_take_the_place_of_a_long_history(run: Run, gold: Path) -> None:
    said = run("prices", "import", gold, "--symbol", "SPY")
    assert said.code == 1
    assert said.err.startswith("SPY has 6,699 sessions from Sample prices now, 2000-01-03 to 2026-08-21.")
    assert listed(run)["SPY"]["origin"] == "sample"


def test_a_conflicting_file_needs_replace(run: Run, gold: Path, tmp_path: Path) -> None:
    run("prices", "import", gold, "--symbol", "GLD")
    other = tmp_path / "other.csv"
    other.write_text(OTHER_GOLD, encoding="utf-8")
    said = run("prices", "import", other, "--symbol", "GLD")
    assert said.code == 1
    # 85.75 / 171.50 = 0.5
    assert "1 of 1 common closes differ from the earlier import of GLD from gold.csv" in said.err
    assert said.err.endswith("(--replace does.)\n")
    assert listed(run)["GLD"]["last"] == "2021-12-28"
    assert run("prices", "import", other, "--symbol", "GLD", "--replace").code == 0
    assert (listed(run)["GLD"]["first"], listed(run)["GLD"]["last"]) == ("2021-12-28", "2021-12-30")


def test_a_file_that_is_no_table_says_so(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "poem.csv"
    path.write_text("roses are red\n", encoding="utf-8")
    said = run("prices", "import", path, "--symbol", "XYZ")
    assert (said.code, said.out) == (1, "")
    assert said.err.count("\n") == 1
    assert "poem.csv" in said.err


def test_a_missing_file_says_so(run: Run, tmp_path: Path) -> None:
    said = run("prices", "import", tmp_path / "none.csv", "--symbol", "XYZ")
    assert said.code == 1
    assert "none.csv" in said.err


def test_refresh_without_a_network_says_so_for_each(run: Run) -> None:
    said = run("prices", "refresh", "SPY", "IWM")
    assert (said.code, said.out) == (1, "")
    assert said.err == "2 of 2 symbols were not refreshed. Yahoo cannot be reached: check the connection.\n"


def test_refresh_never_touches_the_network_when_that_is_forbidden(run: Run) -> None:
    said = run("prices", "refresh", "SPY", "--offline")
    assert (said.code, said.err) == (1, "Prices are not refreshed: --offline forbids the network.\n")


def test_with_nothing_fetched_or_saved_there_is_nothing_to_refresh(run: Run) -> None:
    assert run("prices", "refresh").out == "There is nothing to refresh yet.\n"


@pytest.mark.parametrize(
    "words",
    [
        ("prices",),
        ("prices", "forget"),
        ("prices", "import"),
        ("prices", "import", "a.csv", "b.csv"),
        ("prices", "list", "SPY"),
        ("prices", "list", "--symbol", "SPY"),
        ("prices", "refresh", "--json"),
        ("prices", "refresh", "--replace"),
    ],
)
def test_wrong_usage(run: Run, words: tuple[str, ...]) -> None:
    assert run(*words).code == 2
