"""What the user decided about size: nothing of it is lost on the disk, and nothing senseless is read from there."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from worked_trade import PAIR, sizings

from ratiodesk.domain.balance import Balance
from ratiodesk.domain.cost import CostRates
from ratiodesk.domain.errors import DamagedDocument
from ratiodesk.domain.layout import Layout
from ratiodesk.domain.ports import Settings
from ratiodesk.domain.sizing import Sizing
from ratiodesk.storage.document import decode_layout, encode_layout, sizing_of, sizing_record
from ratiodesk.storage.settings_file import SettingsFile

FULL = Sizing(
    account=50_000.0,
    risk_fraction=0.02,
    balance=Balance.BETA_NEUTRAL,
    fractional=True,
    overshoot=True,
    costs=CostRates(1.0, 0.005, 0.0001, 0.02, 0.013, 126),
    reward_risk=3.0,
    tranches=(0.0, 0.25, 0.5),
)


def document(version: int = 3, **sizing: Any) -> bytes:
    fields = {"format": "ratiodesk-layout", "version": version, "pair": "SPY/IWM", "sizing": sizing}
    return json.dumps(fields).encode()


@given(sizings())
def test_a_sizing_comes_back_from_its_document_unchanged(sizing: Sizing) -> None:
    assert sizing_of(sizing_record(sizing)) == sizing
    read = decode_layout(encode_layout(Layout(PAIR, sizing=sizing)))
    assert read.layout.sizing == sizing
    assert read.unknown == ()


@given(sizings(), sizings())
def test_a_sizing_written_over_another_leaves_nothing_of_it(before: Sizing, after: Sizing) -> None:
    earlier = decode_layout(encode_layout(Layout(PAIR, sizing=before)))
    content = encode_layout(Layout(PAIR, sizing=after), earlier.fields)
    assert content == encode_layout(Layout(PAIR, sizing=after))
    assert encode_layout(Layout(PAIR), earlier.fields) == encode_layout(Layout(PAIR))


def test_a_sizing_comes_back_from_the_settings(tmp_path: Path) -> None:
    file = SettingsFile(tmp_path / "settings.json")
    file.save(Settings(sizing=FULL))
    assert file.load().sizing == FULL


def test_the_document_names_what_a_reader_would_look_for() -> None:
    fields = json.loads(encode_layout(Layout(PAIR, sizing=FULL)))["sizing"]
    assert fields == {
        "account": 50_000.0,
        "risk_fraction": 0.02,
        "execution": "pair",
        "gross_limit": 2.0,
        "balance": "beta_neutral",
        "fractional": True,
        "overshoot": True,
        "costs": {
            "order": 1.0,
            "share": 0.005,
            "half_spread": 0.0001,
            "borrow": 0.02,
            "short_dividend": 0.013,
            "holding_sessions": 126,
        },
        "reward_risk": 3.0,
        "tranches": [0.0, 0.25, 0.5],
    }


@pytest.mark.parametrize("version", [1, 2])
def test_an_older_document_keeps_what_it_says_and_asks_for_nothing_more(version: int) -> None:
    old = {"account": 50_000, "risk_fraction": 0.02, "execution": "rotate", "gross_limit": 1.5}
    read = decode_layout(document(version, **old))
    assert read.layout.sizing == Sizing(50_000, 0.02, "rotate", 1.5)
    sizing = read.layout.sizing
    assert (sizing.balance, sizing.fractional, sizing.overshoot) == (Balance.DOLLAR_NEUTRAL, False, False)
    assert (sizing.costs, sizing.reward_risk, sizing.tranches) == (CostRates(), 2.0, ())
    written = json.loads(encode_layout(read.layout, read.fields))
    assert written["version"] == 3
    assert old.items() <= written["sizing"].items()


def test_unknown_fields_of_the_costs_are_kept() -> None:
    read = decode_layout(document(costs={"order": 1, "stamp_duty": 0.005}))
    assert read.unknown == ("sizing.costs.stamp_duty",)
    written = json.loads(encode_layout(read.layout, read.fields))["sizing"]["costs"]
    assert (written["order"], written["stamp_duty"]) == (1.0, 0.005)


def test_the_sizing_is_that_of_the_pair_either_way_up() -> None:
    layout = Layout(PAIR, sizing=FULL)
    assert layout.inverted().sizing == FULL
    assert decode_layout(encode_layout(layout.inverted())).layout.sizing == FULL


BAD = [
    ({"balance": "hope"}, "Invalid enum value 'hope' - at `$.sizing.balance`"),
    ({"fractional": "yes"}, "Expected `bool`, got `str` - at `$.sizing.fractional`"),
    ({"overshoot": 1}, "Expected `bool`, got `int` - at `$.sizing.overshoot`"),
    ({"costs": []}, "Expected `object`, got `array` - at `$.sizing.costs`"),
    *(
        ({"costs": {name: -0.01}}, f"Expected `float` >= 0.0 - at `$.sizing.costs.{name}`")
        for name in ("order", "share", "half_spread", "borrow", "short_dividend")
    ),
    ({"costs": {"half_spread": 0.5}}, "The half spread must be below 50 % of the price."),
    ({"costs": {"borrow": 11}}, "A yearly rate must be at most 1,000 %."),
    ({"costs": {"short_dividend": 11}}, "A yearly rate must be at most 1,000 %."),
    ({"costs": {"holding_sessions": -1}}, "Expected `int` >= 0 - at `$.sizing.costs.holding_sessions`"),
    ({"costs": {"holding_sessions": 25_201}}, "The holding time must be 0 to 25,200 sessions."),
    ({"reward_risk": 0}, "Expected `float` > 0.0 - at `$.sizing.reward_risk`"),
    ({"reward_risk": 0.01}, "Reward : risk must be from 0.1 to 100."),
    ({"reward_risk": 101}, "Reward : risk must be from 0.1 to 100."),
    ({"tranches": [0.5]}, "Scale in with 2 to 4 tranches, or with none."),
    ({"tranches": [0, 0.1, 0.2, 0.3, 0.4]}, "Expected `array` of length <= 4 - at `$.sizing.tranches`"),
    *(
        ({"tranches": places}, "Tranches must lie between entry and stop, each nearer to the stop than the one before.")
        for places in ([0.5, 0.2], [0.5, 0.5], [-0.1, 0.5], [0.5, 1])
    ),
    ({"tranches": "0.5"}, "Expected `array`, got `str` - at `$.sizing.tranches`"),
]


@pytest.mark.parametrize(("sizing", "sentence"), BAD, ids=json.dumps)
def test_a_sizing_that_makes_no_sense_is_damage_with_its_reason(sizing: dict[str, Any], sentence: str) -> None:
    with pytest.raises(DamagedDocument) as damaged:
        decode_layout(document(**sizing))
    # It becomes a part of the sentence that names the file.
    assert str(damaged.value) == sentence.removesuffix(".")


@pytest.mark.parametrize(("sizing", "sentence"), BAD, ids=json.dumps)
def test_settings_with_such_a_sizing_start_with_the_usual_one(
    tmp_path: Path, sizing: dict[str, Any], sentence: str
) -> None:
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({"sizing": sizing}))
    assert SettingsFile(path).load() == Settings()


def test_what_could_not_be_read_again_is_not_written() -> None:
    sizing = replace(FULL)
    object.__setattr__(sizing, "reward_risk", 1000.0)
    with pytest.raises(DamagedDocument, match="Reward : risk must be from"):
        encode_layout(Layout(PAIR, sizing=sizing))
