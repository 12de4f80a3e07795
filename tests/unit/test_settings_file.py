"""The settings: remembered, and never in the way of a start."""

import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ratiodesk.domain.errors import BadInput, NotSaved
from ratiodesk.domain.pair import Pair
from ratiodesk.domain.ports import Settings
from ratiodesk.domain.position import Execution
from ratiodesk.domain.sizing import Sizing
from ratiodesk.storage.settings_file import SettingsFile

CHOSEN = Settings(
    Pair("QQQ", "IWM"),
    Sizing(50_000.0, 0.02, Execution.ROTATE, 1.5),
    live=True,
    terms_told=True,
    candles=True,
    panes=("z-score", "legs"),
    z_window=126,
    magnet=True,
    dividends=True,
    contours=False,
    folded=("portfolio", "outcomes"),
    recent=(Pair("QQQ", "IWM"), Path("/data/mine.ratiodesk").absolute(), Pair("SPY", "IWM")),
    hints_over=("line", "of a newer version"),
)
UNREADABLE = {
    "empty": b"",
    "truncated": b'{"last_pair": "SPY',
    "binary": bytes(range(256)),
    "not UTF-8": b'{"last_pair": "\xff"}',
    "a list": b"[]",
    "wrong type": b'{"last_pair": 3}',
    "not a pair": b'{"last_pair": "../x"}',
    "negative account": b'{"sizing": {"account": -1}}',
    "absurd account": b'{"sizing": {"account": 1e13}}',
    "NaN": b'{"sizing": {"account": NaN}}',
    "nested too deep": b'{"x": ' + b"[" * 100_000,
    "panes no list": b'{"panes": "legs"}',
    "window no number": b'{"z_window": "a year"}',
    "recent no list": b'{"recent": "SPY/IWM"}',
    "folded no list": b'{"folded": "costs"}',
    "hints no list": b'{"hints_over": "line"}',
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "settings.json"


def test_the_first_start_has_defaults(path: Path) -> None:
    assert SettingsFile(path).load() == Settings()
    assert not path.exists()


@pytest.mark.parametrize("settings", [CHOSEN, Settings()])
def test_settings_come_back_as_saved(path: Path, settings: Settings) -> None:
    SettingsFile(path).save(settings)
    assert SettingsFile(path).load() == settings


def test_settings_are_readable_json(path: Path) -> None:
    SettingsFile(path).save(CHOSEN)
    fields = json.loads(path.read_bytes())
    assert fields["last_pair"] == "QQQ/IWM"
    assert fields["sizing"]["risk_fraction"] == 0.02


def test_settings_saved_again_leave_one_file(path: Path) -> None:
    for settings in (CHOSEN, Settings(), CHOSEN):
        SettingsFile(path).save(settings)
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("z_window", 1),
        ("z_window", 2521),
        ("z_window", -252),
        ("z_window", 10**30),
        ("panes", ["legs", "volume"]),
        ("panes", ["legs", "legs"]),
        ("panes", [""]),
    ],
)
def test_a_value_out_of_range_costs_that_setting_and_no_other(path: Path, field: str, value: object) -> None:
    SettingsFile(path).save(CHOSEN)
    path.write_text(json.dumps(json.loads(path.read_bytes()) | {field: value}))
    assert SettingsFile(path).load() == replace(CHOSEN, **{field: getattr(Settings(), field)})
    SettingsFile(path).save(CHOSEN)
    assert list(path.parent.iterdir()) == [path], "such a file is not damaged"


def test_of_what_was_open_ten_are_kept_and_nothing_that_is_neither_pair_nor_file(path: Path) -> None:
    letters = [f"{letter}{letter}/B" for letter in "ACDEFGHIJKLM"]
    path.write_text(json.dumps({"recent": ["once upon a time", "../x", letters[0], *letters]}))
    assert [str(entry) for entry in SettingsFile(path).load().recent] == letters[:10]


@pytest.mark.parametrize("window", [2, 2520])
def test_the_ends_of_the_range_of_windows_are_kept(path: Path, window: int) -> None:
    SettingsFile(path).save(replace(CHOSEN, z_window=window))
    assert SettingsFile(path).load().z_window == window


def test_settings_of_an_older_version_keep_what_they_have(path: Path) -> None:
    path.write_text('{"last_pair": "QQQ/IWM", "sizing": {"account": 5000}, "live": true, "terms_told": true}')
    expected = Settings(Pair("QQQ", "IWM"), Sizing(account=5_000.0), live=True, terms_told=True)
    assert SettingsFile(path).load() == expected


@pytest.mark.parametrize(
    "fields", [{"z_window": 1}, {"z_window": 2521}, {"panes": ("volume",)}, {"panes": ("legs",) * 2}]
)
def test_settings_that_make_no_sense_are_refused_in_a_sentence(fields: dict[str, Any]) -> None:
    with pytest.raises(BadInput, match=r"^The .+\.$"):
        Settings(**fields)


@pytest.mark.parametrize("content", UNREADABLE.values(), ids=UNREADABLE)
def test_unreadable_settings_give_defaults_and_stay_as_they_are(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    assert SettingsFile(path).load() == Settings()
    assert path.read_bytes() == content
    problem = SettingsFile(path).problem()
    assert problem.startswith(f"{path} cannot be read: ")
    assert problem.endswith(". The usual settings serve in its place, and it is kept.")
    assert len(problem) < len(str(path)) + 300


@pytest.mark.parametrize("content", UNREADABLE.values(), ids=UNREADABLE)
def test_unreadable_settings_are_kept_beside_the_new_ones(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    SettingsFile(path).save(CHOSEN)
    assert (SettingsFile(path).load(), SettingsFile(path).problem()) == (CHOSEN, "")
    [aside] = path.parent.glob("settings.json.damaged-*")
    assert aside.read_bytes() == content


def test_what_two_desks_change_is_kept(path: Path) -> None:
    SettingsFile(path).save(Settings())
    ours, theirs = SettingsFile(path), SettingsFile(path)
    here, there = ours.load(), theirs.load()
    ours.save(replace(here, magnet=True))
    theirs.save(replace(there, z_window=60))
    # The second of them has never read what the first one wrote.
    assert SettingsFile(path).load() == Settings(magnet=True, z_window=60)
    ours.save(replace(here, magnet=False))
    assert SettingsFile(path).load() == Settings(z_window=60)


def test_a_setting_that_only_a_newer_version_knows_stays(path: Path) -> None:
    SettingsFile(path).save(Settings())
    fields = json.loads(path.read_bytes())
    path.write_text(json.dumps({**fields, "night": {"from": "22:00"}}))
    SettingsFile(path).save(CHOSEN)
    assert SettingsFile(path).load() == CHOSEN
    assert json.loads(path.read_bytes())["night"] == {"from": "22:00"}


@pytest.mark.parametrize("field", [b'"\x80"', b"[" * 100_000 + b"]" * 100_000])
def test_a_field_that_cannot_be_kept_is_kept_beside(path: Path, field: bytes) -> None:
    content = b'{"magnet": true, "night": ' + field + b"}"
    path.write_bytes(content)
    file = SettingsFile(path)
    file.save(replace(file.load(), candles=True))
    [aside] = path.parent.glob("settings.json.damaged-*")
    assert aside.read_bytes() == content


def test_no_settings_are_no_problem(path: Path) -> None:
    assert SettingsFile(path).problem() == ""


def test_settings_that_are_damaged_twice_are_kept_twice(path: Path) -> None:
    for content in (b"{", b"["):
        path.write_bytes(content)
        SettingsFile(path).save(CHOSEN)
    assert sorted(aside.read_bytes() for aside in path.parent.glob("settings.json.damaged-*")) == [b"[", b"{"]


def test_no_more_of_settings_is_read_than_there_ever_is(path: Path) -> None:
    path.write_bytes(b" " * 6_000_000)
    assert "it has more than the 5,000,000 bytes" in SettingsFile(path).problem()


def test_settings_that_cannot_be_read_from_the_disk_give_defaults(path: Path) -> None:
    path.mkdir()
    assert SettingsFile(path).load() == Settings()
    assert "cannot be read: Is a directory" in SettingsFile(path).problem()


def test_settings_that_cannot_be_written_are_told(path: Path) -> None:
    path.mkdir()
    with pytest.raises(NotSaved, match=r"Settings not saved \(.+\): .*settings\.json"):
        SettingsFile(path).save(CHOSEN)


def test_a_failing_disk_leaves_the_settings_before(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    SettingsFile(path).save(CHOSEN)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(NotSaved, match=r"\(No space left on device\)"):
        SettingsFile(path).save(Settings())
    assert SettingsFile(path).load() == CHOSEN
    assert list(path.parent.iterdir()) == [path]


def test_settings_are_not_written_where_their_home_is_not(tmp_path: Path) -> None:
    """An empty folder is what a disk that is pulled out leaves; what is written there is hidden when it is back."""
    file = SettingsFile(tmp_path / "settings.json", beside=tmp_path / "layouts")
    with pytest.raises(NotSaved, match=r"^Settings not saved \(No such file or directory\)"):
        file.save(CHOSEN)
    assert not list(tmp_path.iterdir())
    (tmp_path / "layouts").mkdir()
    file.save(CHOSEN)
    assert file.load() == CHOSEN
