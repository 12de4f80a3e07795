"""What counts as a pair, and what is said about text that does not."""

import re

import pytest

from ratiodesk.domain.errors import BadPair
from ratiodesk.domain.pair import Pair, parse_symbol


@pytest.mark.parametrize(
    "text", ["SPY/IWM", "SPY:IWM", "spy iwm", "  spy / iwm ", "spy\tiwm", "Spy : Iwm", "spy   iwm", "SPY /IWM"]
)
def test_a_pair_is_read_however_it_is_typed(text: str) -> None:
    assert Pair.parse(text) == Pair("SPY", "IWM")


@pytest.mark.parametrize("symbol", ["BRK-B", "^GSPC", "EURUSD=X", "M&M.NS", "0005.HK", "A", "A" * 20])
def test_symbols_of_every_market_are_accepted(symbol: str) -> None:
    assert parse_symbol(symbol.lower()) == symbol


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("SPY", "“SPY” is not a pair"),
        ("", "“” is not a pair"),
        ("   ", "is not a pair"),
        ("SPY/IWM/QQQ", "“SPY/IWM/QQQ” is not a pair"),
        ("spy iwm qqq", "is not a pair"),
        ("SPY//IWM", "is not a pair"),
        ("A" * 200, "is not a pair"),
        ("A" * 99 + "/" + "B" * 100, "is not a symbol"),
        ("A" * 21 + "/B", "is not a symbol"),
        ("SPY/", "“SPY/” lacks a symbol"),
        ("/IWM", "“/IWM” lacks a symbol"),
        ("/", "“/” lacks a symbol"),
        ("../x", "“..” is not a symbol"),
        ("x/..", "“..” is not a symbol"),
        ("SPY/.IWM", "“.IWM” is not a symbol"),
        ("SPY/IWM.", "“IWM.” is not a symbol"),
        ("SP_Y/IWM", "“SP_Y” is not a symbol"),
        ("SPY\\IWM", "is not a pair"),
        ("😀/IWM", "“😀” is not a symbol"),
        ("SPY/😀", "“😀” is not a symbol"),
        ("SPY/I\x00M", "“I?M” is not a symbol"),
        ("SPY/SPY", "SPY/SPY is one instrument against itself"),
        ("spy:SPY", "SPY/SPY is one instrument against itself"),
    ],
)
def test_text_that_is_no_pair_is_refused_with_a_reason(text: str, said: str) -> None:
    with pytest.raises(BadPair, match=re.escape(said)):
        Pair.parse(text)


@pytest.mark.parametrize("text", ["A" * 200, "\x07" * 200, "A" * 100 + "/" + "B" * 100, "😀 " * 100, "a\nb\nc"])
def test_a_refusal_is_one_short_printable_sentence(text: str) -> None:
    with pytest.raises(BadPair) as refused:
        Pair.parse(text)
    sentence = str(refused.value)
    assert sentence.isprintable()
    assert len(sentence) < 100
    assert sentence.endswith(".")


def test_a_long_text_is_cut_to_24_characters_when_it_is_quoted() -> None:
    with pytest.raises(BadPair, match=f"^“{'A' * 23}…” is not a pair"):
        Pair.parse("A" * 25)
    with pytest.raises(BadPair, match=f"^“{'A' * 24}” is not a pair"):
        Pair.parse("A" * 24)


@pytest.mark.parametrize(
    ("text", "suggested"),
    [("SPY/", "SPY/IWM"), ("/spy", "SPY/IWM"), ("IWM/", "IWM/SPY"), ("/iwm", "IWM/SPY"), ("/", "SPY/IWM")],
)
def test_the_pair_suggested_for_a_missing_symbol_is_itself_a_pair(text: str, suggested: str) -> None:
    with pytest.raises(BadPair, match=f"such as {suggested}\\.$"):
        Pair.parse(text)
    assert str(Pair.parse(suggested)) == suggested


@pytest.mark.parametrize("text", ["ß", "ſpy", "ıwm"])  # capitals: SS, SPY, IWM
def test_letters_that_become_ascii_only_in_capitals_are_no_symbol(text: str) -> None:
    with pytest.raises(BadPair, match="is not a symbol"):
        parse_symbol(text)


@pytest.mark.parametrize("text", ["", "  "])
def test_an_empty_symbol_is_said_to_be_missing(text: str) -> None:
    with pytest.raises(BadPair, match="A symbol is missing"):
        parse_symbol(text)


def test_a_pair_and_its_inverse_share_one_key() -> None:
    pair = Pair("SPY", "IWM")
    assert pair.inverted() == Pair("IWM", "SPY")
    assert pair.key == pair.inverted().key == ("IWM", "SPY")


def test_a_pair_names_its_legs_in_order() -> None:
    assert Pair("SPY", "IWM").symbols == ("SPY", "IWM")
    assert str(Pair("SPY", "IWM")) == "SPY/IWM"
