"""``journal list|freeze|score|export``."""

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from command_line import AS_OF, Run

from ratiodesk.domain.sizing import Sizing
from ratiodesk.storage.layout_files import read_layout, write_layout

# 45 × (173.89 − 222.75) − 21 × (409.19 − 476.87); see test_score.py
NOTE_MONEY, NOTE_R = -777.42, -0.7945


@pytest.fixture
def frozen_id(run: Run, planned: Path) -> str:
    said = run("journal", "freeze", "SPY/IWM", *AS_OF, "--note", "the note", "--json")
    assert (said.code, said.err) == (0, "")
    return str(said.json["id"])


def test_freeze_tells_and_keeps_lines_session_ratio_size_and_assumptions(run: Run, planned: Path, home: Path) -> None:
    found = run("journal", "freeze", "spy", "iwm", *AS_OF, "--note", " small  banks", "--json").json
    assert list(found) == [
        *("id", "frozen", "pair", "basis", "session", "ratio", "direction", "lines", "execution", "balance", "legs"),
        *("fills", "currency", "planned_loss", "assumptions", "note", "score", "problem"),
    ]
    assert (found["pair"], found["basis"], found["session"]) == ("SPY/IWM", "price", "2021-12-28")
    assert found["ratio"] == pytest.approx(2.1408305275, abs=1e-9)  # 476.87 / 222.75
    assert found["lines"] == {"entry": 2.13, "stop": 2.35, "target": 1.95}
    assert (found["direction"], found["execution"], found["balance"]) == ("short_ratio", "pair", "dollar_neutral")
    assert found["legs"] == [
        {"symbol": "IWM", "side": "buy", "shares": 45, "price": 222.75, "value": 10_023.75},
        {"symbol": "SPY", "side": "sell_short", "shares": 21, "price": 476.87, "value": 10_014.27},
    ]
    assert found["planned_loss"] == 978.44
    assumed = found["assumptions"]
    assert (assumed["account"], assumed["risk_fraction"], assumed["budget"]) == (100_000, 0.01, 1000)
    assert (assumed["close_only"], assumed["overshoot"], assumed["costs"]["order"]) == (True, False, 0)
    assert (assumed["tranches"], assumed["opened_at_once"]) == ([], True)
    assert found["note"] == "small banks"
    # As of the day it was frozen it is open and has earned nothing.
    assert (found["score"]["state"], found["score"]["sessions"]) == ("open", 0)
    assert json.loads((home / "journal" / f"{found['id']}.json").read_bytes())["id"] == found["id"]


def test_score_says_on_which_session_the_plan_of_the_note_ended_and_how(run: Run, frozen_id: str) -> None:
    found = run("journal", "score", frozen_id, "--json").json["score"]
    assert (found["state"], found["last"], found["sessions"]) == ("stopped", "2026-08-21", 320)
    assert found["entered"] == {"session": "2021-12-28", "ratio": pytest.approx(476.87 / 222.75)}
    assert found["ended"] == {"session": "2023-04-06", "ratio": pytest.approx(409.19 / 173.89)}
    assert found["result"] == {"r": pytest.approx(NOTE_R, abs=5e-5), "money": NOTE_MONEY}
    assert found["worst"] == found["result"]
    assert found["best"]["money"] == 195.72


def test_score_as_of_a_date_marks_an_open_plan_to_that_session(run: Run, frozen_id: str) -> None:
    found = run("journal", "score", frozen_id, "--as-of", "2022-01-03", "--json").json["score"]
    assert (found["state"], found["ended"]["session"], found["sessions"]) == ("open", "2022-01-03", 4)


def test_the_plans_of_a_pair_are_scored_in_either_orientation(run: Run, frozen_id: str) -> None:
    for words in (("SPY/IWM",), ("iwm", "spy")):
        (found,) = run("journal", "score", *words, "--json").json
        assert (found["id"], found["score"]["result"]["money"]) == (frozen_id, NOTE_MONEY)


def test_a_plan_frozen_upside_down_earns_the_same(run: Run, planned: Path) -> None:
    turned = run("journal", "freeze", "IWM/SPY", *AS_OF, "--json").json
    assert (turned["direction"], turned["lines"]["stop"]) == ("long_ratio", pytest.approx(1 / 2.35))
    found = run("journal", "score", turned["id"], "--json").json["score"]
    assert (found["ended"]["session"], found["result"]["money"]) == ("2023-04-06", NOTE_MONEY)


def test_score_in_words(run: Run, frozen_id: str) -> None:
    said = run("journal", "score", frozen_id)
    assert said.out.splitlines() == [
        f"{frozen_id}  SPY/IWM  frozen on 2021-12-28 at 2.141",
        "Entry 2.130  stop 2.350  target 1.950",
        "Pair: buy 45 IWM at 222.75, sell short 21 SPY at 476.87; planned loss 978.44",
        "Entered on 2021-12-28 at 2.141; stopped after 320 sessions, on 2023-04-06 at 2.353.",
        "                   R    Money",
        "Best close   +0.20 R  +195.72",
        "Worst close  -0.79 R  -777.42",
        "Result       -0.79 R  -777.42",
        "Note: the note",
    ]
    open_ = run("journal", "score", frozen_id, "--as-of", "2021-12-29").out
    assert "open after 1 session, marked to 2021-12-29 at 2.141." in open_


def test_list_has_a_line_for_each_plan(run: Run, frozen_id: str) -> None:
    header, line = run("journal", "list").out.splitlines()
    assert header.split() == [
        *("Id", "Pair", "Frozen", "on", "State", "Entered", "Ended", "Sessions", "Best", "Worst", "R", "Money")
    ]
    assert line.split() == [
        *(frozen_id, "SPY/IWM", "2021-12-28", "stopped", "2021-12-28", "2023-04-06", "320"),
        *("+0.20", "R", "-0.79", "R", "-0.79", "R", "-777.42"),
    ]
    found = run("journal", "list", "--json").json
    assert [plan["score"]["result"]["money"] for plan in found] == [NOTE_MONEY]
    early = run("journal", "list", "--as-of", "2022-01-03").out.splitlines()[1].split()
    assert early[3:7] == ["open", "2021-12-28", "-", "4"]


def test_an_empty_journal_says_so(run: Run, home: Path) -> None:
    assert run("journal", "list").out == "No plan is frozen yet.\n"
    assert run("journal", "list", "--json").json == []
    said = run("journal", "score", "SPY/IWM")
    assert (said.code, said.err) == (1, "No plan of SPY/IWM is frozen yet.\n")


def test_a_plan_frozen_in_the_hold_zone_waits_for_its_entry(run: Run, planned: Path) -> None:
    # 2.0597 on 2021-11-26; the first close at or above 2.13 is 2.1406 on 2021-12-10.
    said = run("journal", "freeze", "SPY/IWM", "--as-of", "2021-11-26").out
    assert "Waiting up to 2021-11-26 for a close in the entry zone." in said
    assert "Best close" not in said
    line = run("journal", "list", "--as-of", "2021-12-09").out.splitlines()[1].split()
    assert line[3:] == ["waiting", *("-",) * 7]
    (found,) = run("journal", "score", "SPY/IWM", "--as-of", "2021-12-10", "--json").json
    assert found["score"]["entered"] == {"session": "2021-12-10", "ratio": pytest.approx(2.1406, abs=5e-5)}


def test_a_plan_whose_target_came_before_its_entry_is_missed(run: Run, planned: Path) -> None:
    # 1.8981 on 2021-03-15, below the target; no close was at 2.13 from 2020-11-20 on, at 2.0118, until then.
    said = run("journal", "freeze", "SPY/IWM", "--as-of", "2020-11-20")
    frozen_id = said.out.split()[2].rstrip(":")
    (found,) = run("journal", "score", "SPY/IWM", "--json").json
    assert (found["score"]["state"], found["score"]["line"], found["score"]["entered"]) == ("missed", "target", None)
    ended = found["score"]["ended"]
    sentence = f"Missed: at the target on {ended['session']} at {ended['ratio']:.3f}, before it was entered."
    assert sentence in run("journal", "score", "SPY/IWM").out
    assert f"{frozen_id}: {sentence}" in run("journal", "list").out
    assert ended["ratio"] <= 1.95


def test_tranches_are_frozen_and_opened_one_by_one(run: Run, planned: Path, tmp_path: Path) -> None:
    write_layout(replace(read_layout(planned), sizing=Sizing(tranches=(0.0, 0.5))), planned)
    frozen = run("journal", "freeze", "SPY/IWM", *AS_OF, "--json").json
    assert [leg["shares"] for leg in frozen["legs"]] == [
        sum(fill[name] for fill in frozen["fills"]) for name in ("bought_shares", "sold_shares")
    ]
    assert frozen["legs"][0]["price"] == pytest.approx(222.75)
    assert (frozen["assumptions"]["opened_at_once"], frozen["score"]["filled"]) == (False, 1)
    assert "In 2 tranches, at 2.130, 2.237; 1 opened" in run("journal", "score", "SPY/IWM", *AS_OF).out
    assert "1 of 2 tranches opened" in run("journal", "list", *AS_OF).out
    (later,) = run("journal", "score", "SPY/IWM", "--json").json
    assert (later["score"]["state"], later["score"]["filled"]) == ("stopped", 2)
    output = tmp_path / "journal.csv"
    run("journal", "export", "-o", str(output))
    (row,) = csv.DictReader(io.StringIO(output.read_text()))
    assert (row["line"], row["tranches"], row["filled"]) == ("stop", "2", "2")


def test_the_same_plan_is_not_frozen_twice(run: Run, frozen_id: str, home: Path) -> None:
    said = run("journal", "freeze", "SPY/IWM", *AS_OF, "--note", "again")
    assert (said.code, said.err) == (1, f"This very plan of SPY/IWM is frozen already, as {frozen_id}.\n")
    turned = run("journal", "freeze", "IWM/SPY", *AS_OF)
    assert (turned.code, turned.err) == (1, f"This very plan of IWM/SPY is frozen already, as {frozen_id}.\n")
    assert len(list((home / "journal").iterdir())) == 1


def test_a_pair_without_a_plan_cannot_be_frozen(run: Run, home: Path) -> None:
    said = run("journal", "freeze", "SPY/IWM")
    sentence = "SPY/IWM has no plan to freeze yet: it takes a stop, an entry and a target.\n"
    assert (said.code, said.out, said.err) == (1, "", sentence)
    assert not (home / "journal").exists()


def test_a_ratio_that_has_reached_a_line_is_not_frozen(run: Run, planned: Path, home: Path) -> None:
    said = run("journal", "freeze", "SPY/IWM")  # at the end of the sample the ratio is beyond the stop
    assert said.code == 1
    assert said.err.startswith("No position: ")
    assert not (home / "journal").exists()


def test_a_plan_before_its_session_has_no_score(run: Run, frozen_id: str) -> None:
    sentence = "SPY/IWM has no close of 2021-12-28, to which the frozen plan is tied."
    said = run("journal", "score", frozen_id, "--as-of", "2021-12-27", "--json")
    assert (said.code, said.json["score"], said.json["problem"]) == (1, None, sentence)
    assert said.err == f"{sentence}\n"
    assert f"{frozen_id}: {sentence}" in run("journal", "list", "--as-of", "2021-12-27").out


def test_an_unknown_id_is_told_with_the_way_to_the_known_ones(run: Run, frozen_id: str) -> None:
    said = run("journal", "score", "deadbeef")
    sentence = "There is no frozen plan “deadbeef”: “ratiodesk journal list” names them.\n"
    assert (said.code, said.err) == (1, sentence)


def test_a_damaged_plan_is_told_and_the_others_are_listed(run: Run, frozen_id: str, home: Path) -> None:
    damaged = home / "journal" / "abc.json"
    damaged.write_bytes(b"{")
    for words in (("list",), ("export", "-o", home.parent / "journal.csv")):
        said = run("journal", *words)
        assert said.code == 1
        assert f"{damaged} cannot be read: it is not JSON" in said.err
    assert frozen_id in run("journal", "list").out
    assert (home.parent / "journal.csv").exists()


def test_export_is_a_table_whose_cells_are_no_formulas(run: Run, planned: Path, tmp_path: Path) -> None:
    plan = run("journal", "freeze", "SPY/IWM", *AS_OF, "--note", '=HYPERLINK("x")', "--json").json
    path = tmp_path / "journal.csv"
    said = run("journal", "export", "-o", path)
    assert (said.code, said.out) == (0, f"Wrote 1 frozen plan to {path}.\n")
    (row,) = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"), newline=""))
    assert row["id"] == plan["id"]
    assert row["note"] == '\'=HYPERLINK("x")'
    assert (row["bought"], row["bought_shares"], row["sold"], row["sold_shares"]) == ("IWM", "45", "SPY", "21")
    assert (row["state"], row["ended"], row["sessions"]) == ("stopped", "2023-04-06", "320")
    assert (row["money"], row["r"], row["planned_loss"]) == ("-777.42", "-0.7945", "978.44")
    early = tmp_path / "early.csv"
    run("journal", "export", "-o", early, "--as-of", "2021-12-27")
    (row,) = csv.DictReader(io.StringIO(early.read_text(encoding="utf-8"), newline=""))
    assert (row["state"], row["problem"]) == (
        "",
        "SPY/IWM has no close of 2021-12-28, to which the frozen plan is tied.",
    )


def test_export_masks_what_would_steer_a_terminal(run: Run, planned: Path, tmp_path: Path) -> None:
    run("journal", "freeze", "SPY/IWM", *AS_OF, "--note", "small\x1b[2Jbanks\u202e \x07")
    path = tmp_path / "journal.csv"
    run("journal", "export", "-o", path)
    (row,) = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"), newline=""))
    assert row["note"] == "small?[2Jbanks? ?"


def test_export_says_where_it_could_not_write(run: Run, frozen_id: str, tmp_path: Path) -> None:
    said = run("journal", "export", "-o", tmp_path / "none" / "journal.csv")
    assert said.code == 1
    assert "could not be written" in said.err
    said = run("journal", "export", "-o", tmp_path / "journal.xlsx")
    assert "name a file that ends in .csv, not “journal.xlsx”" in said.err


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("list", "SPY/IWM"), "list takes nothing after it"),
        (("export", "SPY/IWM", "-o", "x.csv"), "export takes nothing after it"),
        (("export",), "export needs -o FILE.csv"),
        (("export", "-o", "x.csv", "--json"), "--json does not belong to export"),
        (("list", "-o", "x.csv"), "-o belongs to export"),
        (("list", "--note", "x"), "--note belongs to freeze"),
        (("freeze",), "freeze needs a pair"),
        (("score",), "score needs a pair"),
        (("rename",), "invalid choice: 'rename'"),
    ],
)
def test_wrong_usage_is_told(run: Run, words: tuple[str, ...], message: str) -> None:
    said = run("journal", *words)
    assert said.code == 2
    assert message in said.err
