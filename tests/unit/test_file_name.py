"""What is typed, imported or found never becomes a path of its own."""

import ntpath
import os
import sys
from pathlib import Path, PureWindowsPath

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from ratiodesk.domain.errors import BadPair, NotFound
from ratiodesk.domain.frozen_plan import FrozenId, is_frozen_id
from ratiodesk.domain.layout import Layout
from ratiodesk.domain.level import Level, LevelId
from ratiodesk.domain.pair import Pair, parse_symbol
from ratiodesk.domain.ratio import Ratio
from ratiodesk.storage.file_name import document_path, file_name, pair_named
from ratiodesk.storage.home import Home, open_home
from ratiodesk.storage.journal_files import JournalFiles
from ratiodesk.storage.layout_files import LayoutFiles

NASTY = [
    "..", "../x", "..\\x", "/etc/passwd", "C:", "C:\\x", "\\\\host\\share", "a\0b", "a/b", "a\\b", ".", ".hidden", "x.",
    "x..y", "CON", "con", "NUL", "AUX.TXT", "aux.txt", "COM1", "LPT9.X", "PRN", "CON.DE", "^CON", "-rf", "--home", "~",
    "~root", "$HOME", "%TEMP%", "x" * 21, "x" * 10_000, "ＣＯＮ", "ſpy", "ß", "İ", "x\u202egnp", "x\u200b", "x\ny", "*",
    "?", '"', "|", "<", ">", ":", "x:stream", "_", "a_b", " ", "x ", "\ud800",
]  # fmt: skip
SYMBOLS = st.from_regex(r"\^?[A-Z0-9][A-Z0-9&=-]{0,5}(\.[A-Z0-9&=-]{1,4}){0,2}", fullmatch=True)
DEVICES = st.sampled_from(
    ["CON", "CON.DE", "AUX.X", "NUL", "PRN.AX", "COM1.L", "LPT9", "COM0", "CONS", "COM10", "XCON"]
)


@given(st.text(max_size=30) | st.sampled_from(NASTY))
@example("x.")
@example("CON")
def test_a_symbol_holds_nothing_that_has_a_meaning_in_a_path(text: str) -> None:
    try:
        symbol = parse_symbol(text)
    except BadPair:
        return
    assert symbol.isascii()
    assert symbol == symbol.upper(), "two that differ in case alone would share a file"
    assert not set(symbol) & set('/\\:*?"<>|\0_ ~$%')
    assert len(symbol) <= 20
    assert not symbol.startswith((".", "-"))
    assert not symbol.endswith(".")
    assert ".." not in symbol


def is_reserved(name: str) -> bool:
    """Return whether Windows takes a name for a device, as Python's own list has it."""
    if sys.version_info >= (3, 13):
        return ntpath.isreserved(name)
    return PureWindowsPath(name).is_reserved()


@given(SYMBOLS | DEVICES, SYMBOLS | DEVICES)
@example("CON.DE", "SPY")
@example("SPY", "A.COM1")
def test_the_name_of_a_document_is_a_plain_file_everywhere(one: str, other: str) -> None:
    assume(one != other)
    pair = Pair(parse_symbol(one), parse_symbol(other))
    name = file_name(pair)
    assert name == file_name(pair.inverted())
    assert Path(name).name == PureWindowsPath(name).name == name
    assert not is_reserved(name)
    assert len(name) < 64
    assert pair_named(name).key == pair.key


@given(SYMBOLS | DEVICES, SYMBOLS | DEVICES, SYMBOLS | DEVICES, SYMBOLS | DEVICES)
def test_two_pairs_never_share_a_document_whatever_a_system_makes_of_case(a: str, b: str, c: str, d: str) -> None:
    assume(a != b and c != d)
    first, second = Pair(parse_symbol(a), parse_symbol(b)), Pair(parse_symbol(c), parse_symbol(d))
    same = file_name(first).casefold() == file_name(second).casefold()
    assert same == (first.key == second.key)


def layout(pair: Pair) -> Layout:
    return Layout(pair, (Level(LevelId("one"), Ratio(2.0)),))


def test_a_pair_named_like_a_device_is_saved_listed_and_opened(home: Path) -> None:
    pair, house = Pair.parse("CON.DE/SPY"), open_home(str(home))
    LayoutFiles(house).save(layout(pair))
    assert [path.name for path in house.layouts.iterdir()] == ["_CON.DE_SPY.ratiodesk"]
    assert LayoutFiles(house).pairs() == [pair]
    assert LayoutFiles(house).open(pair).layout.levels == layout(pair).levels


@pytest.mark.skipif(os.name == "nt", reason="there such a document could never be")
def test_a_document_that_an_earlier_version_named_like_a_device_is_not_lost(home: Path) -> None:
    pair, house = Pair.parse("CON.DE/SPY"), open_home(str(home))
    LayoutFiles(house).save(layout(pair))
    (house.layouts / "_CON.DE_SPY.ratiodesk").rename(house.layouts / "CON.DE_SPY.ratiodesk")
    files = LayoutFiles(house)
    assert files.pairs() == [pair]
    files.save(files.open(pair).layout)
    assert [path.name for path in house.layouts.iterdir()] == ["CON.DE_SPY.ratiodesk"]
    (house.layouts / "_CON.DE_SPY.ratiodesk").touch()
    assert document_path(house.layouts, pair).name == "_CON.DE_SPY.ratiodesk"


@pytest.mark.parametrize("name", [*NASTY, "__SPY_IWM", "SPY_SPY", "iwm_spy", "IWM_SPY (copy)"])
def test_a_file_of_another_name_is_no_pair(home: Path, name: str) -> None:
    house = open_home(str(home))
    try:
        (house.layouts / f"{name}.ratiodesk").touch()
    except (OSError, ValueError):
        return  # No file is called so here.
    assert LayoutFiles(house).pairs() == []


@given(st.text(max_size=40) | st.sampled_from(NASTY))
@example("")
@example("²")
@example("٣")
def test_an_id_is_letters_and_digits_or_no_path(text: str) -> None:
    files = JournalFiles(Home(Path("/home")))
    if is_frozen_id(text):
        assert files.path(FrozenId(text)) == Path("/home/journal") / f"{text}.json"
        assert text.encode().isalnum()
    else:
        with pytest.raises(NotFound):
            files.path(FrozenId(text))
