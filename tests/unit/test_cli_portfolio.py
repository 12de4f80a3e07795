"""The verbs about the portfolio, and what sizing says of it."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from command_line import AS_OF, Run

from ratiodesk.domain.pair import Symbol
from ratiodesk.domain.portfolio import Lot, Portfolio
from ratiodesk.domain.sector import SectorWeights
from ratiodesk.storage.home import open_home
from ratiodesk.storage.portfolio_file import PortfolioFile
from ratiodesk.storage.sector_file import SectorFile

TABLE = """Symbol,Shares,Value,Cost
SPY,150,,40000
IWM,20,,5000
ZZZZ,5,700,
QWERTY,5,,
TLT,-3,,
"""


@pytest.fixture
def table(tmp_path: Path) -> Path:
    file = tmp_path / "held.csv"
    file.write_text(TABLE)
    return file


def test_a_portfolio_is_taken_in_and_every_row_left_out_is_named(run: Run, table: Path) -> None:
    said = run("portfolio", "import", table, "--offline")
    assert (said.code, said.err) == (0, "")
    assert said.out.splitlines() == [
        "4 holdings taken in, 1 row left out.",
        "No prices of ZZZZ are at hand: it counts at the value of the file.",
        "No prices of QWERTY are at hand: it is kept, and counts once there are some.",
        "",
        "Line 6: The shares of TLT are negative: a holding cannot be a short position: TLT,-3,,",
    ]


def test_a_second_file_replaces_its_own_symbols_alone(run: Run, table: Path, tmp_path: Path) -> None:
    run("portfolio", "import", table, "--offline")
    table.write_text("Symbol,Shares\nSPY,10\nCash,\n")
    table.write_text("Symbol,Shares,Value\nSPY,10,\nCash,,250\n")
    found = run("portfolio", "import", table, "--json", "--offline").json
    assert [(lot["symbol"], lot["shares"]) for lot in found["holdings"]] == [
        ("SPY", 10.0), ("IWM", 20.0), ("ZZZZ", 5.0), ("QWERTY", 5.0),
    ]  # fmt: skip
    assert (found["cash"], found["taken"], found["left_out"], found["without_prices"]) == (250.0, ["SPY"], [], [])


def test_the_json_of_an_import_names_what_was_left_out(run: Run, table: Path) -> None:
    found = run("portfolio", "import", table, "--json", "--offline").json
    (row,) = found["left_out"]
    assert (row["line"], row["text"]) == (6, "TLT,-3,,")
    assert row["reason"].startswith("The shares of TLT are negative")
    assert found["without_prices"] == ["ZZZZ", "QWERTY"]


def test_many_rows_left_out_are_cut_short(run: Run, table: Path) -> None:
    table.write_text("Symbol,Shares\nSPY,1\n" + "IWM,-1\n" * 30)
    assert run("portfolio", "import", table, "--offline").out.splitlines()[-1] == "... and 10 more"


def test_the_list_tells_worth_with_its_session_and_what_is_not_known(run: Run, table: Path) -> None:
    assert "Nothing is entered yet" in run("portfolio", "list", "--offline").out
    run("portfolio", "import", table, "--offline")
    lines = run("portfolio", "list", "--offline").out.splitlines()
    # 150 × 765.72, the last close of SPY in the sample
    assert lines[1].split() == ["SPY", "150", "114,858.00", "USD", "2026-08-21", "40,000.00", "not", "known"]
    assert lines[3].split()[:4] == ["ZZZZ", "5", "700.00", "entered"]
    assert lines[4].split()[:5] == ["QWERTY", "5", "not", "known", "-"]
    assert lines[-1] == "Cash: what is left of the account. Realised gains are not taxed."
    found = run("portfolio", "list", "--json", "--offline").json
    assert found["holdings"][0] == {
        "symbol": "SPY", "shares": 150.0, "value": None, "cost": 40_000.0, "worth": 114_858.0,
        "currency": "USD", "session": "2026-08-21", "sectors": None,
    }  # fmt: skip
    assert (found["cash"], found["taxable"], found["tax_rate"]) == (None, False, None)


def test_sectors_of_many_holdings_are_read_once(run: Run, table: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("portfolio", "import", table, "--offline")
    loads: list[SectorFile] = []
    load = SectorFile.load

    def counted(file: SectorFile) -> Sequence[SectorWeights]:
        loads.append(file)
        return load(file)

    monkeypatch.setattr(SectorFile, "load", counted)
    for words in ((), ("--json",)):
        loads.clear()
        assert run("portfolio", "list", *words, "--offline").code == 0
        assert len(loads) == 1


def test_sizing_tells_what_changes_in_the_portfolio(run: Run, planned: Path, table: Path, home: Path) -> None:
    run("portfolio", "import", table, "--offline")
    words = ("size", "SPY/IWM", "--account", "100000", "--risk", "0.01", "--execution", "rotate", *AS_OF, "--offline")
    found = run(*words, "--json").json
    portfolio = found["portfolio"]
    # 150 × 476.87 = 71,530.50 before; 21 shares of them sold cost 40,000 ÷ 150 each: 10,014.27 − 5,600 = 4,414.27.
    assert found["weights"][0]["before"] == pytest.approx(0.715305)
    assert portfolio["realised_gain"] == 4_414.27
    assert portfolio["tax"] is None
    assert portfolio["tracking_error"] == pytest.approx(0.0152, abs=5e-5)
    assert portfolio["beta"]["before"] is None
    # (9,801.00 × 1.249 − 10,014.27) ÷ 100,000 = 0.0223
    assert portfolio["beta"]["change"] == pytest.approx(0.0223, abs=5e-5)
    assert portfolio["sectors"] == []
    assert "No prices of ZZZZ are at hand: it is counted at the value entered." in portfolio["notes"]
    # QWERTY has no price, so what it is worth is in what nobody knows.
    assert any("while part of the account is “Other”, neither a holding of" in note for note in portfolio["notes"])
    text = run(*words).out
    assert "Realised gain +4,414.27" in text
    assert "Tracking error 1.52 % a year against doing nothing" in text


def test_what_of_the_account_is_not_entered_is_why_beta_and_yield_are_not_told(
    run: Run, planned: Path, tmp_path: Path
) -> None:
    held = tmp_path / "held.csv"
    held.write_text("Symbol,Shares,Cost\nSPY,100,30000\nQQQ,20,8000\nCash,1500,\n")
    run("portfolio", "import", held, "--offline")
    words = ("size", "SPY/IWM", "--offline")
    text = run(*words, *AS_OF, "--account", "100000").out
    assert "“Other”, neither a holding of known value nor cash: enter it as either, or set the account to" in text
    # 100 × 476.87 + 20 × 401.61 + 1,500 = 57,219.20: with the account set to that, both are told.
    found = run(*words, *AS_OF, "--account", "57219.20", "--json").json
    assert [row["name"] for row in found["weights"]] == ["SPY", "IWM", "QQQ", "Cash"]
    assert None not in (found["portfolio"]["beta"]["before"], found["portfolio"]["dividend_yield"]["before"])
    assert not any("“Other”" in note for note in found["portfolio"]["notes"])


def test_typed_sectors_and_tax_are_told(run: Run, planned: Path, home: Path) -> None:
    (home / "portfolio.json").write_text(
        """{"format": "ratiodesk-portfolio", "version": 1, "colour": "red", "taxable": true, "tax_rate": 0.15,
        "cash": 0, "holdings": [{"symbol": "SPY", "value": 100000, "cost": 60000}],
        "sectors": [{"symbol": "SPY", "weights": [{"sector": "Financials", "weight": 0.1362}],
          "as_of": "2021-12-28", "source": "typed by hand"},
          {"symbol": "IWM", "weights": [{"sector": "Financials", "weight": 0.2163}],
          "as_of": "2021-12-28", "source": "typed by hand"}]}"""
    )
    words = ("size", "SPY/IWM", "--account", "100000", "--execution", "rotate", *AS_OF, "--offline")
    portfolio = run(*words, "--json").json["portfolio"]
    financials, unknown = portfolio["sectors"]
    # (44 × 222.75 × 21.63 % − 21 × 476.87 × 13.62 %) ÷ 100,000 = (2,119.956 − 1,363.944) ÷ 100,000
    assert (financials["name"], financials["change"]) == ("Financials", pytest.approx(0.00756013, abs=5e-8))
    assert unknown["name"] == "Not known"
    # 40 % of 10,014.27 is gain, 15 % of that tax.
    assert (portfolio["realised_gain"], portfolio["tax"]) == (4_005.71, 600.86)
    text = run(*words).out
    assert "Realised gain +4,005.71, tax 600.86" in text
    assert "Financials  13.62 %  14.38 %  +0.76 %" in text
    listed = run("portfolio", "list", "--offline").out
    assert "typed by hand 2021-12-28" in listed
    assert "Cash: 0.00. Realised gains are taxed at 15 %." in listed
    assert "fields that this RatioDesk does not know (colour)" in listed
    sectors = run("portfolio", "list", "--json", "--offline").json["holdings"][0]["sectors"]
    assert sectors == {
        "weights": {"Financials": 0.1362}, "as_of": "2021-12-28", "source": "typed by hand",
        "text": "Financials 13.62 %",
    }  # fmt: skip


@pytest.mark.parametrize("words", [("portfolio", "list"), ("portfolio", "import"), ("size", "SPY/IWM")])
def test_a_damaged_portfolio_is_told_and_left_alone(
    run: Run, planned: Path, home: Path, table: Path, words: tuple[str, ...]
) -> None:
    (home / "portfolio.json").write_text("{")
    said = run(*words, *([table] if words[1] == "import" else []), "--offline")
    assert said.code == 1
    assert "portfolio.json cannot be read" in said.err
    assert (home / "portfolio.json").read_text() == "{"


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("portfolio", "list", "held.csv"), 2, "list takes nothing after it"),
        (("portfolio", "import"), 2, "import needs one file"),
        (("portfolio", "sell"), 2, "invalid choice"),
        (("portfolio", "import", "no-such.csv"), 1, "no-such.csv cannot be opened: No such file or directory."),
    ],
)
def test_what_cannot_be_done_is_said(run: Run, words: tuple[str, ...], code: int, said: str) -> None:
    answer = run(*words, "--offline")
    assert answer.code == code
    assert said in answer.err


def test_a_quarter_rotated_from_spy_to_iwm_adds_two_points_of_financials(run: Run, planned: Path, home: Path) -> None:
    weights = (("SPY", 0.1362), ("IWM", 0.2163))
    store = PortfolioFile(open_home(str(home)))
    store.change(
        lambda _: Portfolio(
            (Lot(Symbol("SPY"), None, 60_000.0),),
            sectors=tuple(
                SectorWeights(Symbol(symbol), (("Financials", part),), date(2021, 12, 28), "typed")
                for symbol, part in weights
            ),
        )
    )
    # 25,000 × (2.35 ÷ 2.1408305 − 1) = 2,442.62 of 100,000 at risk is a quarter of the account.
    words = ("size", "SPY/IWM", "--risk", "0.0244262", "--execution", "rotate", "--fractional", *AS_OF, "--offline")
    found = run(*words, "--json").json
    assert found["executions"]["rotate"]["notional"] == pytest.approx(25_000, abs=1)
    (financials,) = [row for row in found["portfolio"]["sectors"] if row["name"] == "Financials"]
    # 0.6 × 13.62 % before; 0.25 × (21.63 − 13.62) points more
    assert financials["before"] == pytest.approx(0.08172)
    assert financials["change"] == pytest.approx(0.020025, abs=1e-5)
    assert "Financials" in run(*words).out
