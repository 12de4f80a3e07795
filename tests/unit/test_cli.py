"""``status``, and the command itself."""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from command_line import AS_OF, SPY_IWM, Run, Said, roles

import ratiodesk
from ratiodesk.domain.layout import Layout
from ratiodesk.domain.level import Level, LevelId, Role
from ratiodesk.domain.pair import Pair
from ratiodesk.domain.ratio import Ratio
from ratiodesk.options import OpenOptions, RenderOptions
from ratiodesk.storage.layout_files import read_layout, write_layout


def test_status_of_one_pair_is_one_object(run: Run, planned: Path) -> None:
    said = run("status", "SPY/IWM", *AS_OF, "--json")
    assert (said.code, said.err) == (0, "")
    found = said.json
    assert list(found) == [
        *("pair", "session", "sources", "forming", "basis", "ratio", "zone", "direction", "distances", "reward_risk"),
        *(
            "needed_win_rate",
            "random_walk_win_rate",
            "sessions_in_zone",
            "z_score",
            "percentile",
            "levels",
            "problem",
            "note",
            "read_only",
        ),
    ]
    assert (found["pair"], found["session"], found["basis"]) == ("SPY/IWM", "2021-12-28", "price")
    assert found["forming"] is False
    assert (found["zone"], found["direction"], found["sessions_in_zone"]) == ("entry", "short_ratio", 1)
    # 2.35 / 2.1408305 − 1, 2.13 / 2.1408305 − 1, 1.95 / 2.1408305 − 1
    assert found["distances"] == pytest.approx({"stop": 0.0977048, "entry": -0.0050590, "target": -0.0891385}, abs=5e-7)
    # (2.1408305 − 1.95) / (2.35 − 2.1408305) and (2.35 − 2.1408305) / (2.35 − 1.95)
    # and ln(2.35 / 2.1408305) / ln(2.35 / 1.95)
    assert found["reward_risk"] == pytest.approx(0.912, abs=5e-4)
    assert found["needed_win_rate"] == pytest.approx(0.523, abs=5e-4)
    assert found["random_walk_win_rate"] == pytest.approx(0.500, abs=5e-4)
    assert found["z_score"] == pytest.approx(1.927, abs=5e-4)
    assert found["percentile"] == pytest.approx(0.941, abs=5e-4)
    assert [(level["ratio"], level["role"]) for level in found["levels"]] == [
        (2.35, "stop"),
        (2.13, "entry"),
        (1.95, "target"),
    ]
    assert list(found["levels"][0]) == ["id", "ratio", "role", "label", "basis", "distance"]
    assert (found["problem"], found["note"], found["read_only"]) == (None, None, False)


def test_status_in_words(run: Run, planned: Path) -> None:
    lines = run("status", "SPY:IWM", *AS_OF).out.splitlines()
    ids = {level.role: level.id for level in read_layout(planned).levels}
    assert lines == [
        "SPY/IWM  2021-12-28  ratio 2.141",
        "Zone: entry (short ratio, 1 session)",
        "",
        "Role    Id        Level  Distance",
        f"Stop    {ids[Role.STOP]}  2.350   +9.77 %",
        f"Entry   {ids[Role.ENTRY]}  2.130   -0.51 %",
        f"Target  {ids[Role.TARGET]}  1.950   -8.91 %",
        "",
        "Reward : risk 0.912  needed win rate 52.3 %  random walk 50.0 %",
        "z-score +1.927  percentile 94.1 %",
        "Prices: Sample prices",
    ]


def test_status_of_all_saved_pairs_is_a_list(run: Run, planned: Path) -> None:
    assert run("level", "QQQ/TLT", "add", "2").code == 0
    assert [found["pair"] for found in run("status", "--json").json] == ["QQQ/TLT", "SPY/IWM"]
    table = run("status", *AS_OF)
    assert (table.code, table.err) == (0, "")
    assert table.out.splitlines() == [
        "Pair     Zone      Session  Ratio  To stop  To entry  To target  Reward : risk",
        # 401.61 / 148.29 = 2.708
        "QQQ/TLT  above  2021-12-28  2.708        -         -          -              -",
        "SPY/IWM  entry  2021-12-28  2.141  +9.77 %   -0.51 %    -8.91 %          0.912",
    ]
    assert [found["pair"] for found in run("status", "IWM/SPY", "QQQ/IWM", "--json").json] == ["IWM/SPY", "QQQ/IWM"]


def test_status_before_anything_is_saved(run: Run) -> None:
    assert run("status") == Said(0, "No pair is saved yet.\n", "")
    assert run("status", "--json") == Said(0, "[]\n", "")
    found = run("status", "SPY/IWM", "--json").json
    assert (found["zone"], found["direction"], found["levels"], found["problem"]) == ("no_levels", None, [], None)
    assert found["distances"] == {"stop": None, "entry": None, "target": None}
    assert "Zone: no levels" in run("status", "SPY/IWM").out


@pytest.mark.parametrize(
    ("lines", "place"),
    [
        (["2.0"], "above all levels"),
        (["2.5"], "below all levels"),
        (["2.0", "2.5", "2.2"], "between 2.000 and 2.200"),
    ],
)
def test_place_among_lines_that_make_no_plan(run: Run, lines: list[str], place: str) -> None:
    for line in lines:
        run("level", "SPY/IWM", "add", line, "--role", "plain")
    assert f"Zone: {place}\n" in run("status", "SPY/IWM", *AS_OF).out


def test_status_as_of_ends_the_history_there(run: Run, planned: Path) -> None:
    # A Sunday: the last session before it is Friday's.
    assert run("status", "SPY/IWM", "--as-of", "2021-12-26", "--json").json["session"] == "2021-12-23"
    assert run("status", "SPY/IWM", "--as-of", "2099-01-01", "--json").json["session"] == "2026-08-21"
    # IWM starts on 2000-05-26, so neither z-score nor percentile has two sessions to look at.
    first = run("status", "SPY/IWM", "--as-of", "2000-05-26", "--json").json
    assert (first["z_score"], first["percentile"]) == (None, None)
    early = run("status", "SPY/IWM", "--as-of", "1999-12-31")
    assert early == Said(1, "", "SPY/IWM has no session up to 1999-12-31; the first is 2000-05-26.\n")


def test_a_named_pair_without_prices_fails_after_the_others(run: Run, planned: Path) -> None:
    sentence = "There are no prices for XYZ: the sample has IWM, QQQ, SPY, TLT."
    alone = run("status", "XYZ/SPY", "--json", "--offline")
    assert (alone.code, alone.err) == (1, f"{sentence}\n")
    assert (alone.json["pair"], alone.json["problem"], alone.json["zone"]) == ("XYZ/SPY", sentence, None)
    assert run("status", "XYZ/SPY", "--offline") == Said(1, "", f"{sentence}\n")
    among = run("status", "XYZ/SPY", "SPY/IWM", "--json", "--offline")
    assert (among.code, among.err) == (1, f"{sentence}\n")
    assert [(found["pair"], found["problem"]) for found in among.json] == [("XYZ/SPY", sentence), ("SPY/IWM", None)]
    two = run("status", "XYZ/SPY", "SPY/IWM", "SPY/XYZ", "--offline")
    assert (two.code, two.err) == (1, "2 of 3 pairs have no sound reading: XYZ/SPY, SPY/XYZ.\n")
    assert "SPY/IWM  stopped" in two.out


def test_a_saved_pair_without_prices_is_no_failure_of_the_list(run: Run, planned: Path, home: Path) -> None:
    lines = Layout(Pair.parse("SPY/XYZ"), (Level(LevelId("a"), Ratio(2.0)),))
    write_layout(lines, home / "layouts" / "SPY_XYZ.ratiodesk")
    said = run("status", "--json", "--offline")
    assert (said.code, said.err) == (0, "")
    assert [found["problem"] is None for found in said.json] == [True, False]
    assert (said.json[1]["levels"][0]["ratio"], said.json[1]["levels"][0]["distance"]) == (2.0, None)
    assert "SPY/XYZ: There are no prices for XYZ" in run("status", "--offline").out
    assert run("level", "SPY/XYZ", "list", "--json", "--offline").json["ratio"] is None


def test_an_unknown_symbol_is_asked_for_unless_offline(run: Run, planned: Path) -> None:
    # The tests' proxy refuses every connection.
    sentence = "There are no prices for XYZ: the sample has IWM, QQQ, SPY, TLT."
    asked = f"{sentence} Yahoo cannot be reached: check the connection."
    assert run("status", "XYZ/SPY") == Said(1, "", f"{asked}\n")
    assert run("status", "XYZ/SPY", "--offline") == Said(1, "", f"{sentence}\n")


def test_wrong_order_is_a_problem_and_loses_nothing(run: Run, planned: Path) -> None:
    added = run("level", "SPY/IWM", "add", "2.5", "--role", "entry")
    sentence = "The entry 2.500 must lie between stop 2.350 and target 1.950; it is above or on the stop."
    assert added.code == 0
    assert added.out.startswith(
        f"Added 2.500 to SPY/IWM as entry. 2.130 was the entry before and is plain now. {sentence}\n"
    )
    assert roles(planned) == {1.95: "target", 2.13: "plain", 2.35: "stop", 2.5: "entry"}
    found = run("status", "SPY/IWM", *AS_OF, "--json")
    assert (found.code, found.json["problem"], found.json["zone"]) == (0, sentence, "between")
    assert sentence in run("status", "SPY/IWM").out
    assert run("size", "SPY/IWM", *AS_OF) == Said(1, "", f"{sentence}\n")


def test_desk_and_picture_are_handed_on(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[object] = []

    def answer(options: object) -> int:
        seen.append(options)
        return 7

    for name in ("app", "opening"):
        module = SimpleNamespace(open_desk=answer, render=answer)
        monkeypatch.setitem(sys.modules, f"ratiodesk.{name}", module)
        monkeypatch.setattr(ratiodesk, name, module, raising=False)
    assert run("SPY/IWM", "--offline").code == 7
    assert run("render", "SPY/IWM", "-o", "a.png", *AS_OF).code == 7
    assert seen == [
        OpenOptions(target=SPY_IWM, offline=True),
        RenderOptions(pair=SPY_IWM, output=Path("a.png"), as_of=date(2021, 12, 28)),
    ]


def process(*words: str, **settings: Any) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "ratiodesk", *words],
        stdout=settings.pop("stdout", subprocess.PIPE),
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env=os.environ | settings,
    )


def test_a_reader_that_leaves_is_no_failure(planned: Path) -> None:
    with process("status", "--json") as reader:
        assert reader.stdout
        assert reader.stderr
        reader.stdout.close()
        assert (reader.stderr.read(), reader.wait()) == ("", 0)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="/dev/full is Linux's")
def test_a_full_disk_behind_stdout_gets_a_sentence(planned: Path) -> None:
    with Path("/dev/full").open("w") as full, process("status", stdout=full) as writer:
        assert writer.stderr
        assert writer.stderr.read() == "The answer could not be written (No space left on device).\n"
        assert writer.wait() == 1


def test_an_old_console_gets_a_question_mark(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "a.ratiodesk"
    write_layout(Layout(SPY_IWM, (Level(LevelId("a"), Ratio(2.0), label="⭐ line"),)), file)
    run("import", file)
    with process("status", "SPY/IWM", PYTHONIOENCODING="ascii") as console:
        out, err = console.communicate()
    assert (console.returncode, err) == (0, "")
    assert "? line" in out
