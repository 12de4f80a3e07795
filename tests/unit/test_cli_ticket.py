"""``size --ticket``: the orders of a position as files, and what is said of them."""

import csv
from pathlib import Path

import pytest
from command_line import AS_OF, Run, Said

SIZE = ("size", "SPY/IWM", *AS_OF)
IN_TWO = ("--account", "500000", "--tranches", "2.13,2.25")


def basket(file: Path) -> list[tuple[str, ...]]:
    """Return action, quantity, symbol and limit of each order."""
    with file.open(newline="") as table:
        return [(row["Action"], row["Quantity"], row["Symbol"], row["LmtPrice"]) for row in csv.DictReader(table)]


def test_the_worked_example_is_one_file(run: Run, planned: Path, tmp_path: Path) -> None:
    before, file = planned.read_bytes(), tmp_path / "orders.csv"
    said = run(*SIZE, "--ticket", file)
    assert (said.code, said.err) == (0, "")
    # The columns of a basket have no place for the ratio, so the answer tells it.
    assert said.out == (
        f"{run(*SIZE).out}\nWrote {file}. Send both orders together, and only while the ratio is 2.130 or higher, "
        "but below the stop 2.350. At the close of 2021-12-28 it stood at 2.141: there.\n"
    )
    assert basket(file) == [("SELL", "21", "SPY", "476.87"), ("BUY", "45", "IWM", "222.75")]
    assert planned.read_bytes() == before


def test_the_files_are_named_under_json(run: Run, planned: Path, tmp_path: Path) -> None:
    found = run(*SIZE, "--ticket", tmp_path / "orders.txt", "--json").json
    assert found.pop("tickets") == [{"file": str(tmp_path / "orders.txt"), "limit_ratio": 2.13, "open": True}]
    assert found == {name: told for name, told in run(*SIZE, "--json").json.items() if name != "tickets"}
    assert (tmp_path / "orders.txt").read_text("utf-8").startswith("SPY/IWM · pair · 2021-12-28\n")


def test_each_tranche_asked_for_is_a_file(run: Run, planned: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "orders-1-at-2.130.csv", tmp_path / "orders-2-at-2.250.csv"
    said = run(*SIZE, *IN_TWO, "--ticket", tmp_path / "orders.csv", "--json")
    tickets, parts = said.json["tickets"], said.json["tranches"]["parts"]
    assert [(ticket["file"], ticket["open"]) for ticket in tickets] == [(str(first), True), (str(second), False)]
    assert [ticket["limit_ratio"] for ticket in tickets] == pytest.approx([2.13, 2.25])
    assert sorted(path.name for path in tmp_path.glob("orders*")) == [first.name, second.name]
    for file, part in zip((first, second), parts, strict=True):
        shares = [int(quantity) for _, quantity, _, _ in basket(file)]
        assert shares == [part["sold_shares"], part["bought_shares"]]
    in_words = run(*SIZE, *IN_TWO, "--ticket", tmp_path / "orders.csv").out.splitlines()[-2:]
    assert [line.partition(". ")[0] for line in in_words] == [f"Wrote {first}", f"Wrote {second}"]
    assert in_words[1].endswith(
        "the ratio is 2.250 or higher, but below the stop 2.350. At the close of 2021-12-28 it stood at 2.141: not yet."
    )


def test_the_other_way_up_the_orders_are_the_same(run: Run, planned: Path, tmp_path: Path) -> None:
    said = run("size", "IWM/SPY", *AS_OF, "--ticket", tmp_path / "orders.csv")
    # 1 / 2.13
    assert "only while the ratio is 0.46948 or lower, but above the stop 0.42553." in said.out
    assert basket(tmp_path / "orders.csv") == [("SELL", "21", "SPY", "476.87"), ("BUY", "45", "IWM", "222.75")]


@pytest.mark.parametrize("as_json", [(), ("--json",)])
def test_a_ticket_that_cannot_be(run: Run, planned: Path, tmp_path: Path, as_json: tuple[str, ...]) -> None:
    before = planned.read_bytes()
    other = run(*SIZE, "--ticket", tmp_path / "orders.json", *as_json)
    sentence = "“orders.json” says neither words nor table: name a file that ends in .txt or .csv."
    assert other == Said(1, "", f"{sentence}\n")
    missing = tmp_path / "missing" / "orders.csv"
    said = run(*SIZE, "--ticket", missing, *as_json)
    assert said == Said(1, "", f"{missing} could not be written (No such file or directory).\n")
    own = run(*SIZE, "--ticket", planned.parent / "orders.csv", *as_json)
    assert own == Said(1, "", f"{planned.parent} is where RatioDesk keeps its own documents: choose another place.\n")
    assert [path.name for path in planned.parent.iterdir()] == [planned.name]
    assert planned.read_bytes() == before


def test_without_a_position_no_file_is_written(run: Run, planned: Path, tmp_path: Path) -> None:
    file = tmp_path / "orders.csv"
    assert run("size", "SPY/IWM", "--account", "1000", *AS_OF, "--ticket", file).err.startswith("Too small for one")
    # 75 of risk pay for one SPY at once, and for none in each of three parts.
    small = ("--account", "1500", "--risk", "0.05", "--tranches", "2.13,2.19,2.26")
    assert run(*SIZE, *small).code == 0
    said = run(*SIZE, *small, "--ticket", file)
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith("Too small for 3 tranches")
    assert not file.exists()
