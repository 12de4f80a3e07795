"""What another language changes of files, here one that is English in brackets: the sentences about them alone."""

import gettext
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from furnished_home import LATER, furnish
from written_tables import FIDELITY, SCHWAB, WRITERS

from ratiodesk.backup_text import outcome_text, restored_rows
from ratiodesk.domain.backup import RestoreReport
from ratiodesk.domain.errors import BadInput, BadPrices, DamagedDocument
from ratiodesk.domain.frozen_plan import FrozenPlan
from ratiodesk.domain.layout import Layout
from ratiodesk.domain.pair import Symbol
from ratiodesk.import_text import summary_text
from ratiodesk.market.book import PriceBook
from ratiodesk.market.cache import PriceCache
from ratiodesk.market.lot_table import read_lots
from ratiodesk.market.price_copy import PriceCopies
from ratiodesk.market.price_file import read_prices
from ratiodesk.market.price_import import PriceImports
from ratiodesk.storage.archive import restore_archive, write_archive
from ratiodesk.storage.home import Home, open_home
from ratiodesk.storage.layout_files import read_layout
from ratiodesk.words import use_catalogue

SPY = Symbol("SPY")


class _Bracketed(gettext.NullTranslations):
    def gettext(self, message: str) -> str:
        return f"⟦{message}⟧"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)


@contextmanager
def in_brackets() -> Iterator[None]:
    before = use_catalogue(_Bracketed())
    try:
        yield
    finally:
        use_catalogue(before)


@pytest.mark.parametrize(("writer", "table"), WRITERS)
def test_columns_of_prices_are_found_in_any_language(writer: str, table: str) -> None:
    content = WRITERS[writer, table].encode()
    plain = read_prices(content, "SPY.csv", SPY)
    with in_brackets():
        found = read_prices(content, "SPY.csv", SPY)
    for name in ("sessions", "open", "high", "low", "close", "adjusted_close", "volume"):
        np.testing.assert_array_equal(getattr(found.bars, name), getattr(plain.bars, name))
    assert (found.writer, found.rows, found.suggested_symbol) == (plain.writer, plain.rows, plain.suggested_symbol)
    assert found.notation.startswith("⟦dates as ")
    assert [_bare(note) for note in found.notes] == list(plain.notes)


@pytest.mark.parametrize("text", [FIDELITY, SCHWAB, "Symbol,Shares,Value\nCash,,5\nSPY,1,476\nTotal,,481\nIWM,5%,\n"])
def test_columns_of_holdings_are_found_in_any_language(text: str) -> None:
    plain = read_lots(text.encode(), "held.csv")
    with in_brackets():
        found = read_lots(text.encode(), "held.csv")
    assert (found.lots, found.cash) == (plain.lots, plain.cash)
    assert [(row.line, _bare(row.reason)) for row in found.dropped] == [(row.line, row.reason) for row in plain.dropped]
    assert all(row.reason.startswith("⟦") for row in found.dropped)


def test_documents_are_the_same_in_any_language(tmp_path: Path, worked: Layout, frozen_note: FrozenPlan) -> None:
    plain = _documents(furnish(tmp_path / "plain", worked, frozen_note))
    with in_brackets():
        assert _documents(furnish(tmp_path / "other", worked, frozen_note)) == plain


def test_sentences_about_files_are_said_in_it(tmp_path: Path) -> None:
    torn = tmp_path / "torn.ratiodesk"
    torn.write_bytes(b"{ torn")
    with in_brackets():
        with pytest.raises(BadInput, match=r"^⟦held.csv is a workbook"):
            read_lots(b"PK\x03\x04", "held.csv")
        with pytest.raises(BadPrices, match=r"^⟦⟦The file⟧ is empty"):
            read_prices(b"", "", SPY)
        with pytest.raises(DamagedDocument, match=r"torn.ratiodesk cannot be read: ⟦it is not JSON"):
            read_layout(torn)


def test_the_cache_says_in_it_what_it_was_found_to_be(tmp_path: Path) -> None:
    path = tmp_path / "prices.sqlite"
    path.write_bytes(b"no database")
    with in_brackets():
        (note,) = PriceCache(path).notes()
    assert note.startswith("⟦The price cache was damaged (file is not a database)")


def test_an_import_and_a_backup_are_summed_up_in_it(tmp_path: Path, worked: Layout, frozen_note: FrozenPlan) -> None:
    prices = tmp_path / "SPY.csv"
    prices.write_text(WRITERS["Stooq", "download"])
    home = furnish(tmp_path / "home", worked, frozen_note)
    with in_brackets():
        found = PriceImports(PriceBook(None, ())).read(prices, SPY)
        assert all(line.startswith("⟦") for line in summary_text(found).splitlines())
        report = _restored(home, tmp_path)
        assert all(word.startswith("⟦") for word, _, _ in restored_rows(report))
        assert "⟦Nothing is changed yet.⟧" in outcome_text(report)
    assert {str(file.outcome) for file in report.files} <= {"restored", "merged", "kept beside", "unchanged"}


def _restored(home: Home, folder: Path) -> RestoreReport:
    path = folder / "saved.zip"
    write_archive(home, path, PriceCopies(home.prices), lambda: LATER)
    other = open_home(str(folder / "other"))
    return restore_archive(other, path, PriceCopies(other.prices), preview=True, clock=lambda: LATER)


def _documents(home: Home) -> dict[str, bytes]:
    folders = (home.root, home.layouts, home.journal)
    return {path.name: path.read_bytes() for folder in folders for path in folder.glob("*") if _is_document(path)}


def _is_document(path: Path) -> bool:
    return path.suffix in (".json", ".ratiodesk")


def _bare(text: str) -> str:
    return text.replace("⟦", "").replace("⟧", "")
