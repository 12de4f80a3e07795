"""Sectors of instruments: as they are typed, named and refused."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratiodesk.domain.errors import BadInput
from ratiodesk.domain.pair import Symbol
from ratiodesk.domain.sector import (
    MOST_SECTORS,
    TYPED,
    SectorWeights,
    format_sectors,
    parse_sectors,
    sector_named,
    sectors_of,
)

TODAY, SPY = date(2021, 12, 28), Symbol("SPY")


def weights(*parts: tuple[str, float]) -> SectorWeights:
    return SectorWeights(SPY, parts, TODAY, TYPED)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Financials 13.62 %", {"Financials": 0.1362}),
        ("financials: 13.62; energy=4", {"Financials": 0.1362, "Energy": 0.04}),
        ("Information Technology 30%, Consumer Staples 7", {"Technology": 0.3, "Consumer defensive": 0.07}),
        ("Technology", {"Technology": 1.0}),
        ("Shell companies 5", {"Shell companies": 0.05}),
        ("Energy .5", {"Energy": 0.005}),
    ],
)
def test_sectors_are_read_as_they_are_typed(text: str, parts: dict[str, float]) -> None:
    read = parse_sectors(SPY, text, TODAY)
    assert read is not None
    assert dict(read.weights) == pytest.approx(parts)
    assert (read.symbol, read.as_of, read.source) == (SPY, TODAY, "typed by hand")


@pytest.mark.parametrize("text", ["", "  ", ",;\n"])
def test_nothing_typed_is_nothing_known(text: str) -> None:
    assert parse_sectors(SPY, text, TODAY) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Financials 60, Energy 44", "The sector weights of SPY add up to 104 %, more than 100 %."),
        ("Financials 101", "The weight of Financials in SPY must be from 0 to 100 %."),
        ("13.62", "“13.62” is not a sector with its weight"),
        ("Financials 13.62, Energy", "“Energy” is not a sector with its weight"),
        ("Financials %", "“Financials %” is not a sector with its weight"),
        ("Financials -4", "The weight of Financials in SPY must be from 0 to 100 %."),
        ("Financials \N{MINUS SIGN}4 %", "The weight of Financials in SPY must be from 0 to 100 %."),
        ("Technology 10, Energy 4, tech 20", "The sector Technology of SPY comes twice: type it once."),
        ("x" * 41 + " 4", "with names of up to 40 letters"),
        (", ".join(f"Sector {chr(65 + at // 26)}{chr(65 + at % 26)} 1" for at in range(41)), "at most 40 sectors"),
    ],
)
def test_sectors_that_make_no_sense_are_refused_in_a_sentence(text: str, said: str) -> None:
    with pytest.raises(BadInput) as refused:
        parse_sectors(SPY, text, TODAY)
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ((("Energy", 0.1), ("Energy", 0.2)), "The sector Energy of SPY comes twice."),
        ((("Energy", -0.1),), "must be from 0 to 100 %"),
        ((("Energy", float("nan")),), "must be from 0 to 100 %"),
        ((("", 0.1),), "names of up to 40 letters"),
    ],
)
def test_weights_from_elsewhere_are_checked_too(parts: tuple[tuple[str, float], ...], said: str) -> None:
    with pytest.raises(BadInput, match=said):
        weights(*parts)


def test_what_is_in_no_sector_is_not_known_unless_rounding_explains_it() -> None:
    assert weights(("Financials", 0.1362)).not_known == pytest.approx(0.8638)
    # Eleven sectors rounded to two decimals: 99.95 %.
    assert weights(("Financials", 0.9995)).not_known == 0.0
    assert weights(("Financials", 1.0005)).not_known == 0.0


@pytest.mark.parametrize(
    ("yahoo", "named"),
    [
        ("realestate", "Real estate"),
        ("consumer_cyclical", "Consumer cyclical"),
        ("basic_materials", "Basic materials"),
        ("consumer_defensive", "Consumer defensive"),
        ("technology", "Technology"),
        ("communication_services", "Communication"),
        ("financial_services", "Financials"),
        ("utilities", "Utilities"),
        ("industrials", "Industrials"),
        ("energy", "Energy"),
        ("healthcare", "Health care"),
    ],
)
def test_each_of_yahoos_sectors_has_a_name(yahoo: str, named: str) -> None:
    assert sector_named(yahoo) == named


@given(
    st.dictionaries(
        st.sampled_from(["Financials", "Energy", "Technology", "Other things"]),
        st.integers(0, 2500),
        min_size=1,
    )
)
def test_weights_come_back_from_their_text(parts: dict[str, int]) -> None:
    made = sectors_of(SPY, [(name, part / 10_000) for name, part in parts.items()], TODAY, TYPED)
    assert len(made.weights) <= MOST_SECTORS
    assert parse_sectors(SPY, format_sectors(made), TODAY) == made
