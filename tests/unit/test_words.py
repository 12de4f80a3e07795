"""Texts in another language than English."""

import gettext
import struct
from collections.abc import Iterator
from pathlib import Path

import pytest

from ratiodesk.words import find_catalogue, mark, tr, tr_n, use_catalogue

# A language with three forms of a noun, as gettext wants it told.
HEADER = (
    "Content-Type: text/plain; charset=UTF-8\n"
    "Plural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 ? 1 : 2);\n"
)
TEXTS = {
    "": HEADER,
    "Buy {shares} {symbol}": "{symbol}: {shares} kaufen",
    "{n} line\0{n} lines": "{n} linija\0{n} linije\0{n} linij",
}


def write_catalogue(path: Path, texts: dict[str, str]) -> None:
    """Write what msgfmt makes of a catalogue: sorted originals, then what they are in the language."""
    path.parent.mkdir(parents=True)
    pairs = sorted((original.encode(), said.encode()) for original, said in texts.items())
    tables, data, at = [], b"", 28 + 16 * len(pairs)
    for side in (0, 1):
        for pair in pairs:
            tables.append(struct.pack("<2I", len(pair[side]), at + len(data)))
            data += pair[side] + b"\0"
    head = struct.pack("<7I", 0x950412DE, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, 0)
    path.write_bytes(head + b"".join(tables) + data)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_catalogue(tmp_path / "de" / "LC_MESSAGES" / "ratiodesk.mo", TEXTS)
    return tmp_path


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    before = use_catalogue(gettext.NullTranslations())
    yield
    use_catalogue(before)


def test_text_is_looked_up_before_its_fields_are_filled_in(folder: Path) -> None:
    use_catalogue(find_catalogue(folder, ["de-AT", "en"]))
    assert tr("Buy {shares} {symbol}", shares=45, symbol="{IWM}") == "{IWM}: 45 kaufen"
    assert tr("Not in the catalogue") == "Not in the catalogue"
    assert tr("") == "", "which gettext answers with the head of the catalogue"


def test_a_language_has_its_own_forms_of_a_number(folder: Path) -> None:
    use_catalogue(find_catalogue(folder, ["de"]))
    said = [tr_n("{n} line", "{n} lines", n, n=n) for n in (1, 2, 5, 21, 1.5)]
    assert said == ["1 linija", "2 linije", "5 linij", "21 linija", "1.5 linije"]


@pytest.mark.parametrize("languages", [["en-GB", "de"], ["fr"], []])
def test_english_where_it_comes_first_or_nothing_is_shipped(folder: Path, languages: list[str]) -> None:
    use_catalogue(find_catalogue(folder, languages))
    assert tr("Buy {shares} {symbol}", shares=45, symbol="IWM") == "Buy 45 IWM"
    assert [tr_n("{n} line", "{n} lines", n, n=n) for n in (0, 1, 2)] == ["0 lines", "1 line", "2 lines"]


def test_what_waits_in_a_table_is_unchanged(folder: Path) -> None:
    use_catalogue(find_catalogue(folder, ["de"]))
    assert mark("Buy {shares} {symbol}") == "Buy {shares} {symbol}"
