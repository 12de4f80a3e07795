"""The settings have one writer: what changes is written at once, and only then."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fake_ports import QQQ_IWM, SPY_IWM, Ear, SettingsStore
from fake_world import World
from person import User

from ratiodesk.desk.desk_parts import DeskParts
from ratiodesk.desk.kept_settings import KeptSettings
from ratiodesk.domain.errors import BadInput
from ratiodesk.domain.ports import Settings
from ratiodesk.domain.sizing import Sizing

# What could not be written waits for a timer.
pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def store() -> SettingsStore:
    return SettingsStore(Settings(last_pair=SPY_IWM))


def test_a_change_is_written_at_once_and_announced_once(store: SettingsStore) -> None:
    kept = KeptSettings(store)
    changed = Ear.on(kept.changed)
    kept.change(candles=True, z_window=63)
    expected = Settings(last_pair=SPY_IWM, candles=True, z_window=63)
    assert (kept.now, store.saved, len(changed)) == (expected, [expected], 1)
    assert KeptSettings(store).now == expected


def test_what_is_so_already_is_not_written(store: SettingsStore) -> None:
    kept = KeptSettings(store)
    changed = Ear.on(kept.changed)
    kept.change(last_pair=SPY_IWM, candles=False, panes=())
    kept.change()
    assert (store.saved, len(changed)) == ([], 0)


def test_changes_of_different_fields_do_not_undo_each_other(store: SettingsStore) -> None:
    kept = KeptSettings(store)
    kept.change(panes=("legs",))
    kept.change(magnet=True)
    kept.change(panes=("legs", "z-score"))
    assert store.settings == Settings(last_pair=SPY_IWM, panes=("legs", "z-score"), magnet=True)


def test_a_change_that_cannot_be_written_is_noticed_and_holds(store: SettingsStore) -> None:
    kept = KeptSettings(store)
    changed, noticed = Ear.on(kept.changed), Ear.on(kept.noticed)
    store.failure = "The settings could not be written."
    kept.change(dividends=True)
    assert (noticed.heard, len(changed), kept.now.dividends) == ([store.failure], 1, True)
    store.failure = ""
    kept.change(candles=True)
    assert store.settings.dividends, "the next change writes it along"


def test_what_could_not_be_written_is_tried_again_by_itself(
    qtbot: Any, store: SettingsStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ratiodesk.desk.kept_settings._RETRY_MS", 5)
    kept = KeptSettings(store)
    noticed, saved = Ear.on(kept.noticed), Ear.on(kept.saved)
    store.failure = "The settings could not be written."
    kept.change(dividends=True)
    assert kept.failure == store.failure
    kept.change(candles=True)
    kept.retry()
    assert (len(noticed), len(saved)) == (1, 0), "said once, not every few seconds"
    store.failure = ""
    qtbot.waitUntil(lambda: kept.failure == "")
    assert (store.settings.dividends, store.settings.candles, len(saved)) == (True, True, 1)


def test_settings_that_are_written_are_not_written_again(store: SettingsStore) -> None:
    kept = KeptSettings(store)
    kept.change(dividends=True)
    kept.retry()
    assert len(store.saved) == 1


def test_a_change_that_makes_no_sense_changes_nothing(store: SettingsStore) -> None:
    kept = KeptSettings(store)
    with pytest.raises(BadInput, match=r"2 to 2,520 sessions"):
        kept.change(z_window=1, candles=True)
    assert (kept.now, store.saved) == (Settings(last_pair=SPY_IWM), [])


def test_a_setting_there_is_none_of_is_a_slip_of_the_code(store: SettingsStore) -> None:
    with pytest.raises(TypeError):
        KeptSettings(store).change(candle=True)


def test_the_desk_writes_the_settings_in_one_place(parts: DeskParts, world: World) -> None:
    parts.settings.change(candles=True)
    parts.open_pair.open(QQQ_IWM)
    parts.open_pair.remember_live(True)
    parts.open_pair.set_sizing(Sizing(account=7_000))
    parts.settings.change(magnet=True)
    expected = Settings(QQQ_IWM, Sizing(account=7_000), live=True, candles=True, magnet=True)
    assert world.store.settings == parts.settings.now == expected


def test_settings_that_cannot_be_written_are_told_where_the_user_reads(parts: DeskParts, world: World) -> None:
    world.store.failure = "The settings could not be written."
    noticed = Ear.on(parts.open_pair.noticed)
    parts.settings.change(magnet=True)
    assert noticed.heard == [world.store.failure]


def test_settings_that_cannot_be_read_again_leave_those_that_hold(store: SettingsStore) -> None:
    kept = KeptSettings(store)
    store.settings, store.damage = Settings(), "settings.json cannot be read."
    kept.reread()
    assert kept.now == Settings(last_pair=SPY_IWM)


def test_damaged_settings_are_told_until_they_are_acknowledged(open_user: Callable[..., User], home: Path) -> None:
    home.mkdir(exist_ok=True)
    (home / "settings.json").write_bytes(b'{"last_pair": "QQQ')
    user = open_user("SPY/IWM")
    assert user.text("settingsText").startswith(f"{home / 'settings.json'} cannot be read: ")
    assert len(list(home.glob("settings.json.damaged-*"))) == 1
    user.find("settingsAction").click()
    assert not user.find("settingsBar").isVisible()
    assert not open_user("SPY/IWM").find("settingsBar").isVisible()
