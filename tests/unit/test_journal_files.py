"""Frozen plans on the disk: one document each, none overwritten or deleted that could not be read."""

import errno
import json
import os
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratiodesk.domain.basis import Basis
from ratiodesk.domain.cost import CostRates
from ratiodesk.domain.errors import DamagedDocument, NewerDocument, NotSaved
from ratiodesk.domain.frozen_plan import Closes, FrozenId, FrozenPlan
from ratiodesk.domain.pair import Pair
from ratiodesk.domain.plan import Direction, Plan
from ratiodesk.domain.position import Execution, Fill, Leg, Side
from ratiodesk.domain.ratio import Ratio
from ratiodesk.domain.sizing import Sizing
from ratiodesk.storage.frozen_document import decode_frozen, encode_frozen
from ratiodesk.storage.home import Home, open_home
from ratiodesk.storage.journal_files import JournalFiles


@pytest.fixture
def house(home: Path) -> Home:
    return open_home(str(home))


@pytest.fixture
def files(house: Home) -> JournalFiles:
    return JournalFiles(house)


POSITIVE = st.floats(1e-6, 1e9)


@st.composite
def tranches(draw: st.DrawFn) -> tuple[tuple[float, ...], tuple[Fill, ...]]:
    """Return places and shares of two to four tranches, or of none."""
    fills = draw(st.just([]) | st.lists(st.builds(Fill, POSITIVE, POSITIVE), min_size=2, max_size=4))
    return tuple(number / 4 for number in range(len(fills))), tuple(fills)


@st.composite
def frozen_plans(draw: st.DrawFn) -> FrozenPlan:
    low, middle, high = sorted(draw(st.lists(st.floats(1e-6, 1e6), min_size=3, max_size=3, unique=True)))
    stop, target = (high, low) if draw(st.booleans()) else (low, high)
    plan, pair = Plan(Ratio(middle), Ratio(stop), Ratio(target)), Pair("SPY", "IWM")
    bought, sold = plan.bought_and_sold(pair)
    days = sorted(draw(st.lists(st.dates(date(1950, 1, 1), date(2100, 1, 1)), min_size=2, max_size=2)))
    anchor, at = (Closes(day, draw(POSITIVE), draw(POSITIVE)) for day in days)
    places, fills = draw(tranches())
    bought_shares = sum(fill.bought_shares for fill in fills) or draw(POSITIVE)
    sold_shares = sum(fill.sold_shares for fill in fills) or draw(POSITIVE)
    return FrozenPlan(
        id=FrozenId(draw(st.from_regex(r"[0-9a-f]{8}", fullmatch=True))),
        frozen=draw(st.datetimes(datetime(1970, 1, 1), timezones=st.just(UTC))),  # noqa: DTZ001 - hypothesis adds it
        pair=pair,
        basis=draw(st.sampled_from(Basis)),
        at=at,
        anchor=anchor,
        plan=plan,
        sizing=Sizing(
            execution=draw(st.sampled_from(Execution)), costs=CostRates(order=draw(st.floats(0, 100))),
            fractional=draw(st.booleans()), overshoot=draw(st.booleans()), tranches=places,
        ),
        bought=Leg(bought, Side.BUY, bought_shares, draw(POSITIVE)),
        sold=Leg(sold, draw(st.sampled_from((Side.SELL, Side.SELL_SHORT))), sold_shares, draw(POSITIVE)),
        planned_loss=draw(POSITIVE),
        currency=draw(st.sampled_from(("", "USD", "JPY"))),
        note=draw(st.text(st.characters(exclude_categories=["Cs"]), max_size=60)),
        fills=fills,
    )  # fmt: skip


@given(frozen_plans())
def test_nothing_is_lost_on_the_way_to_the_disk_and_back(plan: FrozenPlan) -> None:
    content = encode_frozen(plan)
    assert decode_frozen(content)[0] == plan
    assert encode_frozen(decode_frozen(content)[0]) == content


def test_the_document_reads_well(frozen_note: FrozenPlan) -> None:
    fields = json.loads(encode_frozen(frozen_note))
    assert (fields["format"], fields["version"], fields["pair"]) == ("ratiodesk-frozen-plan", 1, "SPY/IWM")
    assert (fields["frozen"], fields["basis"]) == ("2021-12-28T22:00:00Z", "price")
    assert fields["at"] == {"session": "2021-12-28", "numerator": 476.87, "denominator": 222.75}
    assert fields["plan"] == {"entry": 2.13, "stop": 2.35, "target": 1.95}
    assert fields["bought"] == {"symbol": "IWM", "side": "buy", "shares": 45.0, "price": 222.75}
    assert fields["sold"] == {"symbol": "SPY", "side": "sell_short", "shares": 21.0, "price": 476.87}
    assert (fields["sizing"]["account"], fields["sizing"]["risk_fraction"]) == (100_000, 0.01)
    # For the reader; neither is read again.
    assert (fields["direction"], fields["ratio"]) == ("short_ratio", pytest.approx(2.14083, abs=1e-5))


def test_a_plan_is_kept_in_a_document_of_its_own_that_others_cannot_read(
    files: JournalFiles, house: Home, frozen_note: FrozenPlan
) -> None:
    assert files.entries().plans == ()
    files.save(frozen_note)
    path = house.root / "journal" / f"{frozen_note.id}.json"
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert list(path.parent.iterdir()) == [path]
    found = JournalFiles(house).entries()
    assert (found.plans, found.problems) == ((frozen_note,), ())


def test_the_newest_plan_comes_first(files: JournalFiles, frozen_note: FrozenPlan) -> None:
    later = replace(frozen_note, id=FrozenId("0000aaaa"), frozen=datetime(2022, 1, 3, tzinfo=UTC))
    twin = replace(later, id=FrozenId("0000bbbb"))
    for plan in (later, frozen_note, twin):
        files.save(plan)
    assert files.entries().plans == (twin, later, frozen_note)


def test_another_note_replaces_the_document_and_keeps_what_is_unknown_in_it(
    files: JournalFiles, frozen_note: FrozenPlan
) -> None:
    sizing = replace(frozen_note.sizing, tranches=(0.0, 0.5))
    plan = replace(frozen_note, sizing=sizing, fills=(Fill(20, 11), Fill(25, 10)))
    files.save(plan)
    path = files.path(plan.id)
    fields = json.loads(path.read_text())
    records = (fields, fields["bought"], fields["sizing"]["costs"], fields["anchor"], *fields["fills"])
    for number, record in enumerate(records):
        record["mood"] = number
    path.write_text(json.dumps(fields))
    files.save(plan.with_note("patience"))
    assert json.loads(path.read_text()) == fields | {"note": "patience"}
    assert [plan.note for plan in files.entries().plans] == ["patience"]


def test_a_removed_plan_is_gone_and_removing_it_again_is_no_failure(
    files: JournalFiles, house: Home, frozen_note: FrozenPlan
) -> None:
    files.save(frozen_note)
    written = files.path(frozen_note.id).read_bytes()
    files.remove(frozen_note.id)
    files.remove(frozen_note.id)
    assert files.entries().plans == ()
    # Its document is kept all the same.
    (kept,) = (house.versions / f"journal_{frozen_note.id}.json").iterdir()
    assert kept.read_bytes() == written
    files.save(frozen_note)
    assert files.entries().plans == (frozen_note,)


def test_a_damaged_document_is_kept_under_another_name_when_its_plan_is_restored(
    files: JournalFiles, house: Home, frozen_note: FrozenPlan, monkeypatch: pytest.MonkeyPatch
) -> None:
    files.save(frozen_note)
    assert files.lost() == ()
    path = files.path(frozen_note.id)
    path.write_bytes(b"{")
    (lost,) = files.lost()

    def refuse(*_: object) -> None:
        raise OSError(errno.EACCES, os.strerror(errno.EACCES))

    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", refuse)
        with pytest.raises(NotSaved, match=r"could not be renamed"):
            files.restore(lost.content)
    files.restore(lost.content)
    assert (files.entries().plans, files.lost()) == ((frozen_note,), ())
    (aside,) = house.journal.glob("*.damaged-*")
    assert aside.read_bytes() == b"{"


def test_a_document_of_a_newer_version_is_not_lost_and_not_replaced(
    files: JournalFiles, frozen_note: FrozenPlan
) -> None:
    files.save(frozen_note)
    path = files.path(frozen_note.id)
    newer = changed(path.read_bytes(), version=99)
    path.write_bytes(newer)
    assert files.lost() == ()
    with pytest.raises(NotSaved, match="newer RatioDesk"):
        files.restore(frozen_note)
    assert path.read_bytes() == newer
    assert list(path.parent.iterdir()) == [path]


def changed(content: bytes, **fields: Any) -> bytes:
    return json.dumps(json.loads(content) | fields).encode()


UNREADABLE: dict[str, tuple[Any, str]] = {
    "empty": (lambda _: b"", "it is not JSON"),
    "truncated": (lambda content: content[:-20], "it is not JSON"),
    "binary": (lambda _: bytes(range(256)), "it is not JSON"),
    "nested too deep": (lambda _: b"[" * 100_000, "it is not JSON"),
    "a list": (lambda _: b"[]", "it is not a RatioDesk frozen plan"),
    "a layout": (lambda content: changed(content, format="ratiodesk-layout"), "it is not a RatioDesk frozen plan"),
    "6 MB": (lambda content: content + b" " * 6_000_000, "it has more than the 5,000,000 bytes a frozen plan has"),
    "version 0": (lambda content: changed(content, version=0), "its version is not a number"),
    "no version": (lambda content: changed(content, version=None), "its version is not a number"),
    "version true": (lambda content: changed(content, version=True), "its version is not a number"),
    "another id": (lambda content: changed(content, id="abc"), "it holds the plan abc, which it is not named after"),
    "an id with a path": (lambda content: changed(content, id="../x"), "letters and digits alone"),
    "lines in the wrong order": (
        lambda content: changed(content, plan={"entry": 3, "stop": 2.35, "target": 1.95}), "must lie between",
    ),
    "a line of nothing": (lambda content: changed(content, plan={"entry": 2, "stop": 1e-12, "target": 3}), "range"),
    "negative shares": (
        lambda content: changed(content, sold={"symbol": "SPY", "side": "sell", "shares": -1, "price": 1}), "> 0",
    ),
    "the legs swapped": (
        lambda content: changed(content, pair="IWM/SPY"), "not those that the lines of IWM/SPY buy and sell",
    ),
    "no pair": (lambda content: changed(content, pair="SPY"), "is not a pair"),
    "no account": (lambda content: changed(content, sizing={"account": 0}), "account"),
    "a price of nothing": (
        lambda content: changed(content, at={"session": "2021-12-28", "numerator": 0, "denominator": 1}), "numerator",
    ),
    "anchored in the future": (
        lambda content: changed(content, anchor={"session": "2022-12-28", "numerator": 1, "denominator": 1}),
        "comes after",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("damage", "reason"), UNREADABLE.values(), ids=UNREADABLE)
def test_a_damaged_document_is_told_kept_and_costs_no_other(
    files: JournalFiles, frozen_note: FrozenPlan, damage: Any, reason: str
) -> None:
    other = replace(frozen_note, id=FrozenId("0000aaaa"))
    files.save(frozen_note)
    files.save(other)
    path = files.path(frozen_note.id)
    content = damage(path.read_bytes())
    path.write_bytes(content)
    found = files.entries()
    assert found.plans == (other,)
    (problem,) = found.problems
    assert problem.startswith(f"{path} cannot be read: ")
    assert reason in problem
    assert problem.endswith("It is kept as it is.")
    with pytest.raises(NotSaved, match=r"^Not saved: "):
        files.save(frozen_note)
    with pytest.raises(NotSaved, match=r"^Not deleted: "):
        files.remove(frozen_note.id)
    assert path.read_bytes() == content


def test_a_newer_document_is_told_as_such_and_kept(files: JournalFiles, frozen_note: FrozenPlan) -> None:
    files.save(frozen_note)
    path = files.path(frozen_note.id)
    path.write_bytes(changed(path.read_bytes(), version=2))
    (problem,) = files.entries().problems
    assert f"{path} is from a newer RatioDesk: it has version 2, this RatioDesk reads up to 1" in problem
    with pytest.raises(NotSaved) as refused:
        files.save(frozen_note)
    assert isinstance(refused.value.__cause__, NewerDocument)


def test_a_document_after_a_byte_order_mark_is_read(files: JournalFiles, frozen_note: FrozenPlan) -> None:
    files.save(frozen_note)
    path = files.path(frozen_note.id)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert files.entries().plans == (frozen_note,)


def test_a_folder_in_place_of_a_document_is_told(files: JournalFiles, house: Home) -> None:
    (house.journal / "abc.json").mkdir(parents=True)
    (problem,) = files.entries().problems
    assert problem == f"{house.journal / 'abc.json'} cannot be read: {os.strerror(errno.EISDIR)}."


def test_a_folder_that_cannot_be_read_is_told(files: JournalFiles, house: Home, frozen_note: FrozenPlan) -> None:
    house.journal.write_bytes(b"no folder")
    found = files.entries()
    assert found.problems == (f"{house.journal} cannot be read: {os.strerror(errno.ENOTDIR)}.",)
    with pytest.raises(NotSaved, match=r"^Not saved \(.+\): "):
        files.save(frozen_note)


def test_other_files_in_the_folder_are_no_plans(files: JournalFiles, house: Home, frozen_note: FrozenPlan) -> None:
    files.save(frozen_note)
    (house.journal / "notes.txt").write_text("mine")
    found = files.entries()
    assert (found.plans, found.problems) == ((frozen_note,), ())


def test_a_document_deleted_while_the_folder_is_read_is_passed_over(
    files: JournalFiles, house: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "iterdir", lambda self: [self / "gone.json"])
    assert files.entries().plans == ()
    assert files.entries().problems == ()


def test_a_full_disk_is_told_and_leaves_the_old_document(
    files: JournalFiles, frozen_note: FrozenPlan, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    files.save(frozen_note)
    before = files.path(frozen_note.id).read_bytes()
    monkeypatch.setattr(Path, "replace", full)
    sentence = rf"^Not saved \({os.strerror(errno.ENOSPC)}\): .*could not be written\.$"
    with pytest.raises(NotSaved, match=sentence):
        files.save(frozen_note.with_note("another"))
    assert files.path(frozen_note.id).read_bytes() == before
    monkeypatch.setattr(Path, "unlink", full)
    with pytest.raises(NotSaved, match=rf"^Not deleted: .* \({os.strerror(errno.ENOSPC)}\)\.$"):
        files.remove(frozen_note.id)


def test_words_that_no_file_can_hold_are_refused(files: JournalFiles, frozen_note: FrozenPlan) -> None:
    with pytest.raises(NotSaved, match="cannot be written"):
        files.save(replace(frozen_note, note="\ud800"))
    assert files.entries().plans == ()


def test_what_could_not_be_read_again_is_not_written(frozen_note: FrozenPlan) -> None:
    with pytest.raises(DamagedDocument):
        encode_frozen(replace(frozen_note, currency="DOLLARS"))


def test_the_direction_that_is_written_for_the_reader_decides_nothing(frozen_note: FrozenPlan) -> None:
    content = changed(encode_frozen(frozen_note), direction="long_ratio", ratio=9.0)
    assert decode_frozen(content)[0].direction is Direction.SHORT_RATIO
    assert decode_frozen(content)[0] == frozen_note


def test_a_plan_is_not_kept_where_its_home_is_not(files: JournalFiles, house: Home, frozen_note: FrozenPlan) -> None:
    house.layouts.rename(house.root.with_name("pulled-out"))
    with pytest.raises(NotSaved, match=r"^Not saved \(No such file or directory\)"):
        files.save(frozen_note)
    assert not house.journal.exists()


def test_without_room_for_a_version_of_a_plan_it_is_neither_replaced_nor_deleted(
    files: JournalFiles, house: Home, frozen_note: FrozenPlan
) -> None:
    files.save(frozen_note)
    document = files.path(frozen_note.id)
    content, folder = document.read_bytes(), house.versions / f"journal_{document.name}"
    folder.rename(house.root / "elsewhere")
    folder.write_bytes(b"in the way")
    with pytest.raises(NotSaved, match=r"^Not saved: No version kept \("):
        files.save(replace(frozen_note, note="Another one"))
    with pytest.raises(NotSaved, match=r"^Not deleted: No version kept \("):
        files.remove(frozen_note.id)
    assert document.read_bytes() == content
