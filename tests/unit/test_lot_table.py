"""Files of holdings as brokers write them: every row read, or named with its reason."""

from pathlib import Path

import pytest
from written_tables import FIDELITY, SCHWAB

from ratiodesk.domain.errors import BadInput
from ratiodesk.domain.pair import Symbol
from ratiodesk.domain.portfolio import Lot
from ratiodesk.domain.portfolio_port import LotImport
from ratiodesk.market import lot_table
from ratiodesk.market.lot_table import LotTables, read_lots

SPY, IWM = Symbol("SPY"), Symbol("IWM")


def read(text: str) -> LotImport:
    return read_lots(text.encode(), "held.csv")


def reasons(found: LotImport) -> list[str]:
    return [f"{row.line}: {row.reason}" for row in found.dropped]


def test_columns_are_found_by_their_names() -> None:
    found = read("Symbol,Shares,Value,Cost\nSPY,100,47687,30000\niwm,,5000,\n")
    assert found.lots == (Lot(SPY, 100.0, 47_687.0, 30_000.0), Lot(IWM, None, 5_000.0, None))
    assert (found.rows, found.dropped, found.notes, found.cash) == (2, (), (), None)


@pytest.mark.parametrize(
    ("text", "lot"),
    [
        (FIDELITY, Lot(SPY, 100.5, 47_925.44, 30_150.0)),
        (SCHWAB, Lot(SPY, 100.0, 47_687.0, 30_000.0)),
        # A cost for each share: 100 × 300.
        ("Ticker;Quantity;Avg Price\nSPY;100;300,50\n", Lot(SPY, 100.0, None, 30_050.0)),
        ("Ticker\tMarket Value\nSPY\t47687\n", Lot(SPY, None, 47_687.0, None)),
        ("Symbol;Stück;Kurswert\nSPY;100;47.687,50\n", Lot(SPY, 100.0, 47_687.5, None)),
    ],
)
def test_known_writers_are_read(text: str, lot: Lot) -> None:
    assert read(text).lots == (lot,)


@pytest.mark.parametrize(
    ("text", "shares"),
    [
        # The cost beside it has no groups, and says nothing of how shares are written.
        ('Symbol,Shares,Cost\nSPY,"1,000",100000\nQQQ,50,5000\n', 1000.0),
        ('Symbol,Shares,Cost\nSPY,"1,234",60000\n', 1234.0),
        ('Symbol,Shares,Cost\nSPY,"1,234,567",60000\n', 1_234_567.0),
        ("Symbol,Shares,Cost\nSPY,10.125,5000\n", 10.125),
        ('Symbol,Shares,Cost\nSPY,"1.000","30.000,50"\nIWM,"1,5",1\n', 1000.0),
        ("Symbol;Shares;Cost\nSPY;1.000;30.000,50\n", 1000.0),
        ("Symbol\tShares\tCost\nSPY\t1,000\t300.50\n", 1000.0),
    ],
)
def test_groups_of_a_number_are_told_from_its_decimals(text: str, shares: float) -> None:
    found = read(text)
    assert (found.lots[0].shares, found.dropped) == (shares, ())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('Symbol,Shares,Cost\nIWM,1,1\nSPY,"1,000","300,50"\n', "shares “1,000” could be 1000 or 1"),
        ("Symbol;Shares\nIWM;1\nSPY;1,000\n", "shares “1,000” could be 1000 or 1"),
        ("Symbol;Shares\nIWM;1\nSPY;10.125\n", "shares “10.125” could be 10.125 or 10125"),
    ],
)
def test_a_number_that_fits_both_marks_is_not_guessed(text: str, said: str) -> None:
    found = read(text)
    assert [lot.symbol for lot in found.lots] == [IWM]
    assert reasons(found) == [f"3: {said}: write it without the mark, or with a zero more"]


def test_rows_of_one_symbol_are_added_up_and_told() -> None:
    found = read("Symbol,Shares,Cost\nSPY,100,30000\nSPY,50,20000\nIWM,1,\nIWM,2,400\n")
    # What one row does not say of its cost is not known of both.
    assert found.lots == (Lot(SPY, 150.0, None, 50_000.0), Lot(IWM, 3.0, None, None))
    assert found.notes == (
        "SPY stands in 2 rows, added up.",
        "IWM stands in 2 rows, added up.",
        "The cost of IWM is not known: a row of it has none.",
    )


def test_cash_is_cash() -> None:
    found = read("Symbol,Shares,Value\nSPY,1,\nCash & Cash Investments,--,1234.50\nUSD,100,\n")
    assert found.cash == 1334.5
    assert [lot.symbol for lot in found.lots] == [SPY]


@pytest.mark.parametrize("debt", ["-5000", '"-$5,000.00"', '"($5,000.00)"'])
def test_borrowed_cash_is_told_and_no_rest_of_the_account_is_cash(debt: str) -> None:
    found = read(f"Symbol,Shares,Value\nSPY,1,\nCash,,{debt}\n")
    assert found.cash == 0.0
    assert reasons(found) == ["3: it is borrowed cash, which is no holding"]
    assert found.notes == ("Cash is borrowed: it is taken as none, and the debt is not counted.",)
    assert read(f"Symbol,Shares,Value\nSPY,1,\nCash,,{debt}\nUSD,,70\n").cash == 70.0


def test_every_row_left_out_is_named_with_its_reason() -> None:
    found = read(
        "Symbol,Shares,Value\nSPY,100,\nIWM,-5,\nQQQ,,\n,3,4\nnot/one,3,\nTLT,many,\nAccount Total,,99999\n"
        "GLD,1,(5)\nCash,,-3\nCash,,\n"
    )
    assert [lot.symbol for lot in found.lots] == [SPY]
    assert reasons(found) == [
        "3: The shares of IWM are negative: a holding cannot be a short position",
        "4: Say how many shares of QQQ there are, or what they are worth",
        "5: it names no symbol",
        "6: “not/one” is not a symbol",
        "7: shares “many” cannot be read as a number",
        "8: it is a total and no holding",
        "9: The value of GLD must be a number from zero to 1,000,000,000,000",
        "10: it is borrowed cash, which is no holding",
        "11: it is cash without an amount",
    ]
    assert found.dropped[0].text == "IWM,-5,"


@pytest.mark.parametrize(
    "cell", ["Summe", "GESAMT", "Gesamtsumme", "Gesamtwert", "Total", "Sub-total", "Subtotal:", "Zwischensumme (EUR)"]
)
def test_a_total_of_an_export_is_no_holding(cell: str) -> None:
    found = read(f"Symbol;Stück;Kurswert\nSPY;100;47.687,50\n{cell};;9223,70\n")
    assert [lot.symbol for lot in found.lots] == [SPY]
    assert reasons(found) == ["3: it is a total and no holding"]


@pytest.mark.parametrize("cell", ["TOTL", "SUM", "GESA"])
def test_a_symbol_that_only_looks_like_a_total_is_a_holding(cell: str) -> None:
    assert read(f"Symbol,Shares\n{cell},100\n").lots == (Lot(Symbol(cell), 100.0),)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("SPY,5%,,", "shares “5%”"),
        ("SPY,,5 %,", "value “5 %”"),
        ("SPY,5,,7.5%", "cost “7.5%”"),
    ],
)
def test_a_percentage_is_no_number_of_a_holding(row: str, said: str) -> None:
    found = read(f"Symbol,Shares,Value,Cost\nIWM,1,,\n{row}\n")
    assert [lot.symbol for lot in found.lots] == [IWM]
    assert reasons(found) == [f"3: {said} is a percentage: a number is needed"]


def test_a_cost_of_a_share_without_shares_is_told() -> None:
    found = read("Symbol,Value,Average Cost\nSPY,47687,300\nIWM,5000,150\n")
    assert found.lots == (Lot(SPY, None, 47_687.0), Lot(IWM, None, 5_000.0))
    assert found.notes[0] == "The cost of a share needs shares: not taken."
    assert (
        "The cost of a share needs shares: not taken."
        not in read("Symbol,Value,Cost,Average Cost\nSPY,47687,30000,300\n").notes
    )


def test_rows_that_cannot_be_added_up_are_told() -> None:
    found = read("Symbol,Shares,Value\nSPY,100,\nSPY,,5000\n")
    assert found.lots == (Lot(SPY, 100.0),)
    assert reasons(found) == ["3: one row of SPY has shares and another a value alone: they cannot be added up"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "held.csv has no line of column names"),
        (b"Symbol,Name\nSPY,fund\n", "one for the symbol, and one for the shares or the value"),
        (b"Date,Close\n2021-12-28,1\n", "has no line of column names"),
        (b"Symbol,Shares\n", "held.csv holds no holding that can be read."),
        (b"Symbol,Shares\nSPY,-1\n", "line 2: The shares of SPY are negative"),
        (b"PK\x03\x04rest", "is a workbook or an archive"),
        (b" " * 5_000_001, "is larger than 5 MB"),
        (b"Symbol,Shares\n" + b"SPY,1\n" * 10_001, "has more than 10,000 rows"),
        (b"x" * 30_000 + b"\nstill nothing", "has no line of column names"),
    ],
)
def test_a_file_without_holdings_is_refused_in_a_sentence(content: bytes, said: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_lots(content, "held.csv")
    assert said in str(refused.value)


def test_a_file_is_opened_or_refused(tmp_path: Path) -> None:
    file = tmp_path / "held.csv"
    with pytest.raises(BadInput, match=r"held\.csv cannot be opened: No such file"):
        LotTables().read(file)
    with pytest.raises(BadInput, match="is not a file"):
        LotTables().read(tmp_path)
    file.write_bytes("\ufeffSymbol,Shares\nSPY,1\n".encode())
    assert LotTables().read(file).lots == (Lot(SPY, 1.0),)


def test_a_number_that_its_commas_cut_up_is_not_guessed() -> None:
    found = read("Symbol,Shares,Cost\nSPY,1,000,100000\nIWM,5,900\nQQQ,7,800,,\n")
    assert [(lot.symbol, lot.shares) for lot in found.lots] == [("IWM", 5.0), ("QQQ", 7.0)]
    assert reasons(found) == ["2: it has more cells than there are columns: a number with commas needs quotes"]


def test_a_cell_of_megabytes_is_refused_by_its_beginning(monkeypatch: pytest.MonkeyPatch) -> None:
    folded: list[int] = []
    usual = lot_table.fold
    monkeypatch.setattr(lot_table, "fold", lambda text: folded.append(len(text)) or usual(text))
    found = read("Symbol;Shares\nSPY;1\n" + 'a,"' * 1_000_000 + ";2\n")
    assert [lot.symbol for lot in found.lots] == [SPY]
    assert reasons(found) == ['3: “a,"a,"a,"a,"a,"a,"a,"a,…” is not a symbol']
    assert (max(folded), len(folded)) < (201, 500)
