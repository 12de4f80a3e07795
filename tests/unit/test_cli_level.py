"""``level``: lines drawn and removed from the command line."""

from dataclasses import replace
from pathlib import Path

import pytest
from command_line import SPY_IWM, Run, Said, roles

from ratiodesk.domain.level import Level, LevelId, Role
from ratiodesk.domain.ports import Settings
from ratiodesk.domain.ratio import Ratio
from ratiodesk.domain.series import Basis
from ratiodesk.domain.sizing import Sizing
from ratiodesk.storage.layout_files import read_layout, write_layout
from ratiodesk.storage.settings_file import SettingsFile


def test_third_line_proposes_a_plan(run: Run, document: Path) -> None:
    for ratio in ("2.60", "2.30", "2.40"):
        assert run("level", "SPY/IWM", "add", ratio).code == 0
    # The ratio of the last session is 2.553, above the middle line, so the stop is the highest.
    assert roles(document) == {2.6: "stop", 2.4: "entry", 2.3: "target"}


def test_a_named_role_is_respected(run: Run, document: Path) -> None:
    for ratio in ("2.60", "2.30"):
        run("level", "SPY/IWM", "add", ratio)
    run("level", "SPY/IWM", "add", "2.40", "--role", "plain")
    assert set(roles(document).values()) == {"plain"}
    run("level", "SPY/IWM", "add", "2.20", "--role", "stop")
    run("level", "SPY/IWM", "add", "2.10", "--role", "stop")
    assert roles(document) == {2.6: "plain", 2.3: "plain", 2.4: "plain", 2.2: "plain", 2.1: "stop"}


def test_damaged_settings_are_told_by_every_verb(run: Run, planned: Path) -> None:
    settings = planned.parent.parent / "settings.json"
    settings.write_bytes(b"{")
    said = run("level", "SPY/IWM", "list")
    assert said.code == 0
    assert said.err.startswith(f"{settings} cannot be read: ")
    assert settings.read_bytes() == b"{"


def test_level_list(run: Run, planned: Path) -> None:
    found = run("level", "SPY/IWM", "list", "--json").json
    assert (found["pair"], [level["role"] for level in found["levels"]]) == ("SPY/IWM", ["stop", "entry", "target"])
    assert found["levels"][0]["distance"] == pytest.approx(2.35 / found["ratio"] - 1)
    lines = run("level", "SPY/IWM", "list").out.splitlines()
    assert [line.split()[0] for line in lines] == ["Role", "Stop", "Entry", "Target"]
    assert run("level", "QQQ/IWM", "list") == Said(0, "No levels.\n", "")
    assert run("level", "QQQ/IWM", "list", "--json").json["levels"] == []
    assert run("level", "QQQ/XYZ", "list", "--offline").code == 1


def test_level_add_tells_the_new_id(run: Run, document: Path) -> None:
    found = run("level", "SPY/IWM", "add", "2.13", "--role", "entry", "--json").json
    assert [level["id"] for level in found["levels"]] == [found["added"]]
    assert read_layout(document).levels[0].id == found["added"]


def test_a_line_that_gives_its_role_up_to_another_is_told(run: Run, planned: Path) -> None:
    stop = next(level.id for level in read_layout(planned).levels if level.role is Role.STOP)
    said = run("level", "SPY/IWM", "add", "2.40", "--role", "stop").out.splitlines()[0]
    assert said == "Added 2.400 to SPY/IWM as stop. 2.350 was the stop before and is plain now."
    # The line that is there already takes it back, seen upside down: 1 ÷ 2.35 and 1 ÷ 2.40.
    said = run("level", "IWM/SPY", "add", str(1 / 2.35), "--role", "stop").out.splitlines()[0]
    assert said == "The level at 0.42553 of IWM/SPY is stop now. 0.41667 was the stop before and is plain now."
    found = run("level", "SPY/IWM", "add", "2.45", "--role", "stop", "--json").json
    assert found["demoted"] == [stop]
    assert run("level", "SPY/IWM", "add", "2.5", "--json").json["demoted"] == []


def test_lines_of_another_role_or_basis_keep_theirs_in_silence(run: Run, planned: Path) -> None:
    layout = read_layout(planned)
    write_layout(replace(layout, view=replace(layout.view, basis=Basis.TOTAL_RETURN)), planned)
    assert run("level", "SPY/IWM", "add", "2.40", "--role", "stop").out.splitlines()[0] == (
        "Added 2.400 to SPY/IWM as stop."
    )


def test_level_added_upside_down_turns_only_itself(run: Run, planned: Path) -> None:
    # A dragged line has every digit a float can have, and must keep them.
    dragged = Level(LevelId("dragged"), Ratio(1.7672066674450468))
    layout = read_layout(planned)
    write_layout(replace(layout, levels=(*layout.levels, dragged)), planned)
    found = run("level", "IWM/SPY", "add", "0.5", "--json").json
    assert (found["pair"], found["levels"][-1]["ratio"]) == ("IWM/SPY", pytest.approx(1 / 2.35))
    layout = read_layout(planned)
    assert layout.pair == SPY_IWM
    assert [level.ratio for level in layout.levels] == [1.95, 2.13, 2.35, 1.7672066674450468, 2.0]


def test_level_remove(run: Run, planned: Path) -> None:
    entry = next(level.id for level in read_layout(planned).levels if level.role is Role.ENTRY)
    assert run("level", "IWM/SPY", "remove", entry, "--json").json["removed"] == entry
    assert roles(planned) == {1.95: "target", 2.35: "stop"}
    before = planned.read_bytes()
    assert run("level", "SPY/IWM", "remove", entry) == Said(1, "", f"There is no level “{entry}” on SPY/IWM.\n")
    assert planned.read_bytes() == before
    stop = next(level.id for level in read_layout(planned).levels if level.role is Role.STOP)
    assert run("level", "SPY/IWM", "remove", stop).out.startswith("Removed 2.350 from SPY/IWM.\n")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("-1", "A level must be above zero; -1 is not."),
        ("-1e3", "A level must be above zero; -1000 is not."),
        ("0", "A level must be above zero; 0 is not."),
        ("nan", "A level must be a finite number."),
        ("-inf", "A level must be a finite number."),
        ("1e400", "A level must be a finite number."),
        ("1e-12", "A level of 1e-12 is out of range: levels lie between 1e-09 and 1e+09."),
        ("5000", "A level of 5000 is more than 100 times away from the ratio of 2.553."),
        ("two", "“two” is not a number: type a level such as 2.13."),
        ("", "“” is not a number: type a level such as 2.13."),
    ],
)
def test_no_such_level(run: Run, planned: Path, text: str, sentence: str) -> None:
    before = planned.read_bytes()
    assert run("level", "SPY/IWM", "add", text) == Said(1, "", f"{sentence}\n")
    assert planned.read_bytes() == before


def test_a_new_pair_starts_with_the_sizing_used_last(run: Run, home: Path, document: Path) -> None:
    home.mkdir()
    SettingsFile(home / "settings.json").save(Settings(sizing=Sizing(account=7000.0)))
    run("level", "SPY/IWM", "add", "2")
    assert read_layout(document).sizing.account == 7000.0


def test_a_line_belongs_to_the_basis_in_view(run: Run, planned: Path) -> None:
    layout = read_layout(planned)
    write_layout(replace(layout, view=replace(layout.view, basis=Basis.TOTAL_RETURN)), planned)
    run("level", "SPY/IWM", "add", "2.0", "--role", "stop")
    assert [level.basis for level in read_layout(planned).levels] == [Basis.PRICE] * 3 + [Basis.TOTAL_RETURN]
    # Each basis has its own stop.
    assert roles(planned) == {1.95: "target", 2.13: "entry", 2.35: "stop", 2.0: "stop"}
    levels = run("level", "SPY/IWM", "list", "--json").json["levels"]
    assert [level["distance"] is None for level in levels] == [True, True, False, True]
    assert "(price)" in run("level", "SPY/IWM", "list").out
