"""The layout document: nothing is lost on the way to the disk and back."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratiodesk.domain.errors import DamagedDocument, NewerDocument, RatioDeskError
from ratiodesk.domain.layout import Layout, Scale, View
from ratiodesk.domain.level import Level, LevelId, Role
from ratiodesk.domain.pair import Pair
from ratiodesk.domain.plan import Direction
from ratiodesk.domain.portfolio import Holding
from ratiodesk.domain.position import Execution
from ratiodesk.domain.series import Basis
from ratiodesk.domain.sizing import Sizing
from ratiodesk.storage.document import decode_layout, encode_layout

PAIR = Pair("SPY", "IWM")
positive = st.floats(0, 1e12, exclude_min=True)
symbols = st.from_regex(r"\^?[A-Z0-9][A-Z0-9&=-]{0,8}(\.[A-Z0-9&=-]{1,5})?", fullmatch=True)
# What a reader that keeps 64-bit integers and doubles can hold.
plain_json = st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats(-1e300, 1e300) | st.text()
any_json = st.recursive(plain_json, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=8)
unknown_fields = st.dictionaries(st.text().map(lambda name: f"x-{name}"), any_json, max_size=3)


@st.composite
def levels(draw: st.DrawFn) -> Level:
    return Level(
        LevelId(draw(st.text(min_size=1, max_size=64))),
        draw(st.floats(1e-9, 1e9)),
        draw(st.sampled_from(Role)),
        draw(st.text(max_size=200)),
        draw(st.from_regex(r"#[0-9a-f]{6}", fullmatch=True) | st.just("")),
        draw(st.booleans()),
        draw(st.booleans()),
        draw(st.sampled_from(Basis)),
        draw(st.datetimes(timezones=st.just(UTC))),
    )


@st.composite
def pairs(draw: st.DrawFn) -> Pair:
    return Pair(*draw(st.lists(symbols, min_size=2, max_size=2, unique=True)))


@st.composite
def views(draw: st.DrawFn) -> View:
    low, high = sorted(draw(st.lists(positive, min_size=2, max_size=2, unique=True)))
    axis = {"low": low, "high": high} if draw(st.booleans()) else {}
    dates = {"start": draw(st.dates()), "end": draw(st.dates())} if draw(st.booleans()) else {}
    return View(
        draw(st.text(max_size=20)),
        "1d",
        draw(st.sampled_from(Scale)),
        draw(st.sampled_from(Basis)),
        **dates | axis,
        compare=draw(st.none() | pairs()),
    )


@st.composite
def layouts(draw: st.DrawFn) -> Layout:
    pair = draw(pairs())
    holdings = draw(st.dictionaries(symbols, st.floats(0, 1e12), max_size=3))
    sizing = Sizing(
        draw(positive), draw(st.floats(0, 1, exclude_min=True)), draw(st.sampled_from(Execution)), draw(positive)
    )
    lines = draw(st.lists(levels(), max_size=4, unique_by=lambda level: level.id))
    return Layout(pair, tuple(lines), sizing, tuple(Holding(*held) for held in holdings.items()), draw(views()))


def document(**fields: Any) -> bytes:
    return json.dumps({"format": "ratiodesk-layout", "version": 1, "pair": "SPY/IWM"} | fields).encode()


def nested(depth: int) -> Any:
    value: Any = 1
    for _ in range(depth):
        value = {"in": value}
    return value


@given(layouts())
def test_a_layout_comes_back_from_its_document_unchanged(layout: Layout) -> None:
    read = decode_layout(encode_layout(layout))
    assert read.layout == layout
    assert read.unknown == ()


@given(layouts())
def test_a_layout_resaved_over_itself_is_the_same_document(layout: Layout) -> None:
    content = encode_layout(layout)
    assert encode_layout(layout, decode_layout(content).fields) == content


def test_tranches_are_written_over_those_of_the_document_before() -> None:
    before = decode_layout(encode_layout(Layout(PAIR, sizing=Sizing(tranches=(0.0, 0.5))))).fields
    layout = Layout(PAIR, sizing=Sizing(tranches=(0.0, 0.25, 0.75)))
    assert decode_layout(encode_layout(layout, before)).layout == layout


@given(layouts().filter(lambda layout: layout.levels and layout.holdings), *[unknown_fields] * 5)
def test_unknown_fields_are_kept_wherever_they_stand(layout: Layout, top, level, view, sizing, holding) -> None:
    fields = json.loads(encode_layout(layout))
    places = (fields, fields["levels"][0], fields["view"], fields["sizing"], fields["holdings"][0])
    for place, extra in zip(places, (top, level, view, sizing, holding), strict=True):
        place.update(extra)
    read = decode_layout(json.dumps(fields).encode())
    assert read.layout == layout
    assert json.loads(encode_layout(read.layout, read.fields)) == fields
    named = {
        f"{prefix}{name}"
        for prefix, extra in zip(
            ("", "levels.", "view.", "sizing.", "holdings."), (top, level, view, sizing, holding), strict=True
        )
        for name in extra
    }
    assert set(read.unknown) == named
    assert len(read.unknown) == len(named)


def test_unknown_fields_stay_with_their_line_when_others_go(worked: Layout) -> None:
    fields = json.loads(encode_layout(worked))
    for record in fields["levels"]:
        record["mood"] = f"of {record['id']}"
    read = decode_layout(json.dumps(fields).encode())
    changed = read.layout.remove(LevelId("target")).add(Level(LevelId("new"), 1.9)).move(LevelId("stop"), 2.4)
    saved = json.loads(encode_layout(changed, read.fields))["levels"]
    assert [(record["id"], record.get("mood")) for record in saved] == [
        ("entry", "of entry"),
        ("stop", "of stop"),
        ("new", None),
    ]


def test_unknown_fields_of_a_holding_stay_whatever_the_case_of_its_symbol() -> None:
    read = decode_layout(document(holdings=[{"symbol": "spy", "value": 5, "broker": "x"}]))
    assert read.layout.holdings == (Holding("SPY", 5.0),)
    assert json.loads(encode_layout(read.layout, read.fields))["holdings"][0]["broker"] == "x"


def test_an_unknown_field_is_named_once_for_all_lines() -> None:
    lines = [{"id": name, "ratio": 2, "mood": 1} for name in "abc"]
    assert sorted(decode_layout(document(levels=lines, zoom=3)).unknown) == ["levels.mood", "zoom"]


def test_the_document_is_readable_json_with_plain_names(worked: Layout) -> None:
    content = encode_layout(worked)
    assert content.endswith(b"}\n")
    assert b'\n  "pair": "SPY/IWM",\n' in content
    fields = json.loads(content)
    assert set(fields) == {"format", "version", "pair", "direction", "levels", "sizing", "holdings", "view"}
    assert (fields["format"], fields["version"], fields["direction"]) == ("ratiodesk-layout", 3, "short_ratio")
    assert set(fields["levels"][0]) == {
        "id", "ratio", "role", "label", "colour", "locked", "alert", "basis", "created",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("words", "written"),
    [
        (Role, ["plain", "entry", "stop", "target"]),
        (Basis, ["price", "total_return", "price_converted", "total_return_converted"]),
        (Scale, ["linear", "log"]),
        (Execution, ["pair", "rotate"]),
        (Direction, ["short_ratio", "long_ratio"]),
    ],
)
def test_the_words_in_saved_documents_stay_what_they_are(words: type[StrEnum], written: list[str]) -> None:
    assert [str(word) for word in words] == written


def test_the_least_document_is_an_empty_layout() -> None:
    assert decode_layout(document()).layout == Layout(PAIR)


def test_values_are_read_as_what_they_are() -> None:
    line = {"id": "a", "ratio": 2.13, "role": "entry", "created": "2021-12-28T16:00:00Z"}
    layout = decode_layout(document(levels=[line], view={"start": "2021-01-04", "low": 1.5, "high": 2.5})).layout
    assert layout.levels == (Level(LevelId("a"), 2.13, Role.ENTRY, created=datetime(2021, 12, 28, 16, tzinfo=UTC)),)
    assert layout.view == View(start=date(2021, 1, 4), low=1.5, high=2.5)


def test_the_compared_pair_is_written_as_a_user_types_it() -> None:
    layout = Layout(PAIR, view=View(compare=Pair("QQQ", "IWM")))
    assert json.loads(encode_layout(layout))["view"]["compare"] == "QQQ/IWM"
    assert decode_layout(document(view={"compare": "qqq iwm"})).layout.view == layout.view
    assert decode_layout(document(view={"compare": None})).layout.view == View()


def test_a_comparison_that_ended_does_not_come_back_from_the_document_before() -> None:
    before = decode_layout(document(view={"compare": "QQQ/IWM"}))
    assert json.loads(encode_layout(Layout(PAIR), before.fields))["view"]["compare"] is None


def test_a_line_without_a_date_was_drawn_at_an_unknown_time() -> None:
    for line in ({"id": "a", "ratio": 2.13}, {"id": "a", "ratio": 2.13, "created": None}):
        (level,) = decode_layout(document(levels=[line])).layout.levels
        assert level.created == datetime(1970, 1, 1, tzinfo=UTC)


LINE = {"id": "a", "ratio": 2.13}
DAMAGED = {
    "empty": b"",
    "truncated": document(levels=[LINE])[:-9],
    "binary": bytes(range(256)),
    "not UTF-8": b'{"format": "ratiodesk-layout", "x": "\xff"}',
    "UTF-16": document().decode().encode("utf-16"),
    "a list": b"[]",
    "a string": b'"ratiodesk-layout"',
    "a number": b"1",
    "null": b"null",
    "NaN ratio": document(levels=[{"id": "a", "ratio": float("nan")}]),
    "Infinity ratio": document(levels=[{"id": "a", "ratio": float("inf")}]),
    "-Infinity ratio": document(levels=[{"id": "a", "ratio": float("-inf")}]),
    "overflowing ratio": document(levels=[LINE]).replace(b"2.13", b"1e999"),
    "nested too deep": b"[" * 100_000,
    "nested too deep to be copied": document(x=nested(900)),
    "nested deeper than any document": document(x=nested(60)),
    "more values than any document": document(x=[0] * 250_002),
    "a field twice": document(levels=[LINE]).replace(b'"levels"', b'"levels": [], "levels"'),
    "a field of a level twice": document(levels=[LINE]).replace(b'"ratio"', b'"ratio": 9.9, "ratio"'),
    "too large": document() + b" " * 6_000_000,
    "no format": b'{"version": 1, "pair": "SPY/IWM"}',
    "wrong format": document(format="labelme"),
    "no version": b'{"format": "ratiodesk-layout", "pair": "SPY/IWM"}',
    "version zero": document(version=0),
    "version true": document(version=True),
    "version text": document(version="1"),
    "no pair": b'{"format": "ratiodesk-layout", "version": 1}',
    "bad pair": document(pair="../x"),
    "one symbol": document(pair="SPY/SPY"),
    "zero ratio": document(levels=[LINE | {"ratio": 0}]),
    "negative ratio": document(levels=[LINE | {"ratio": -2.13}]),
    "absurd ratio": document(levels=[LINE | {"ratio": 1e12}]),
    "text ratio": document(levels=[LINE | {"ratio": "2.13"}]),
    "null ratio": document(levels=[LINE | {"ratio": None}]),
    "unknown role": document(levels=[LINE | {"role": "hope"}]),
    "bad colour": document(levels=[LINE | {"colour": "red"}]),
    "empty id": document(levels=[LINE | {"id": ""}]),
    "same id twice": document(levels=[LINE, LINE | {"ratio": 2.35}]),
    "levels no list": document(levels={"a": 2.13}),
    "time without zone": document(levels=[LINE | {"created": "2021-12-28T16:00:00"}]),
    "negative holding": document(holdings=[{"symbol": "SPY", "value": -1}]),
    "bad holding": document(holdings=[{"symbol": "S/PY", "value": 1}]),
    "same holding twice": document(holdings=[{"symbol": "SPY", "value": 1}, {"symbol": "spy", "value": 2}]),
    "zero account": document(sizing={"account": 0}),
    "negative account": document(sizing={"account": -1}),
    "absurd account": document(sizing={"account": 1e13}),
    "zero risk": document(sizing={"risk_fraction": 0}),
    "risk above one": document(sizing={"risk_fraction": 1.5}),
    "zero gross limit": document(sizing={"gross_limit": 0}),
    "not a date": document(view={"start": "2021-02-30"}),
    "bad comparison": document(view={"compare": "../x"}),
    "empty comparison": document(view={"compare": ""}),
    "comparison of one symbol": document(view={"compare": "SPY/SPY"}),
    "comparison no text": document(view={"compare": ["SPY", "IWM"]}),
}


@pytest.mark.parametrize("content", DAMAGED.values(), ids=DAMAGED)
def test_a_document_that_cannot_be_a_layout_is_damaged(content: bytes) -> None:
    with pytest.raises(DamagedDocument) as damaged:
        decode_layout(content)
    assert not isinstance(damaged.value, NewerDocument)
    assert str(damaged.value)


def test_a_document_of_a_later_version_asks_for_an_update() -> None:
    with pytest.raises(NewerDocument, match="has version 4, this RatioDesk reads up to 3; update RatioDesk"):
        decode_layout(document(version=4, pair=["other", "shape"]))


@pytest.mark.parametrize(
    "change",
    [
        {"ratio": float("nan")},
        {"ratio": float("inf")},
        {"ratio": 0.0},
        {"ratio": -2.13},
        {"ratio": 1e12},
        {"label": "x" * 201},
        {"label": "\ud800"},
        {"colour": "red"},
        {"id": ""},
    ],
    ids=["nan", "infinite", "zero", "negative", "absurd", "long label", "half a character", "colour name", "no id"],
)
def test_a_line_that_could_not_be_read_again_is_refused_before_it_is_written(change: dict[str, Any]) -> None:
    with pytest.raises(RatioDeskError):
        encode_layout(Layout(PAIR, (replace(Level(LevelId("a"), 2.13), **change),)))


@pytest.mark.parametrize("ids", [[{}, {"a": 1}], [[1], [1]], [True, 1], [None, ""]])
def test_fields_that_are_not_known_may_have_anything_for_an_id(ids: list[object]) -> None:
    held = [{"symbol": symbol, "value": 1.0, "id": one} for symbol, one in zip(("SPY", "IWM"), ids, strict=True)]
    read = decode_layout(document(holdings=held))
    assert json.loads(encode_layout(read.layout, read.fields))["holdings"] == held


def test_a_document_too_large_to_be_read_again_is_not_written() -> None:
    # A megabyte, and ten of them once every number stands on a line of its own.
    read = decode_layout(document(notes=[[[[[[1]]]]]] * 100_000))
    try:
        content = encode_layout(read.layout, read.fields)
    except RatioDeskError:
        return
    assert decode_layout(content).layout == read.layout
