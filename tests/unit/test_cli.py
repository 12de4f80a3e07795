"""``size`` and ``status``, and the command itself."""

import os
import subprocess
import sys
from dataclasses import replace
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
from ratiodesk.domain.portfolio import Holding
from ratiodesk.domain.position import Execution
from ratiodesk.domain.ratio import Ratio
from ratiodesk.domain.sizing import Sizing
from ratiodesk.options import OpenOptions, RenderOptions
from ratiodesk.storage.layout_files import read_layout, write_layout

TOO_SMALL = "Too small for one share of SPY:"


def test_worked_example_to_the_cent(run: Run, planned: Path) -> None:
    said = run("size", "SPY/IWM", *AS_OF, "--account", "100000", "--risk", "0.01", "--json")
    assert (said.code, said.err) == (0, "")
    found = said.json
    assert list(found) == [
        *("pair", "session", "ratio", "zone", "direction", "execution", "account", "risk_fraction", "budget"),
        *("notional", "capped", "uncapped_notional", "loss_per_unit", "legs", "residual", "gross", "gross_fraction"),
        *("outcomes", "weights", "portfolio", "assumption"),
    ]
    assert (found["pair"], found["session"], found["zone"]) == ("SPY/IWM", "2021-12-28", "entry")
    assert (found["direction"], found["execution"]) == ("short_ratio", "pair")
    # 476.87 / 222.75
    assert found["ratio"] == pytest.approx(2.1408305275, abs=1e-9)
    # 2.35 / 2.1408305275 − 1 = 0.0977048, and 1,000 / 0.0977048 = 10,234.91
    assert found["loss_per_unit"] == pytest.approx(0.097705, abs=5e-7)
    assert (found["account"], found["risk_fraction"], found["budget"]) == (100_000, 0.01, 1000)
    assert (found["notional"], found["uncapped_notional"], found["capped"]) == (10_234.91, 10_234.91, False)
    # 10,234.91 / 222.75 = 45.9 and 10,234.91 / 476.87 = 21.5, floored
    assert found["legs"] == [
        {"symbol": "IWM", "side": "buy", "shares": 45, "price": 222.75, "value": 10_023.75},
        {"symbol": "SPY", "side": "sell_short", "shares": 21, "price": 476.87, "value": 10_014.27},
    ]
    # 10,023.75 − 10,014.27, 10,023.75 + 10,014.27
    assert (found["residual"], found["gross"], found["gross_fraction"]) == (9.48, 20_038.02, pytest.approx(0.2003802))
    # SPY still: 45 × (476.87 / 2.35 − 222.75); IWM still: −21 × (2.35 × 222.75 − 476.87)
    stop = {"ratio": 2.35, "low": -978.44, "high": -892.20, "numerator_still": -892.20, "denominator_still": -978.44}
    # SPY still: 45 × (476.87 / 1.95 − 222.75); IWM still: −21 × (1.95 × 222.75 − 476.87)
    target = {"ratio": 1.95, "low": 892.66, "high": 980.94, "numerator_still": 980.94, "denominator_still": 892.66}
    assert found["outcomes"] == {"stop": stop, "target": target}
    assert [weight["name"] for weight in found["weights"]] == ["SPY", "IWM", "Other"]
    assert found["assumption"] is None


def test_rotation_shows_weights_before_and_after(run: Run, planned: Path) -> None:
    found = run("size", "SPY/IWM", *AS_OF, "--execution", "rotate", "--holding", "50000", "--json").json
    # Sells 21 SPY for 10,014.27, which buys 44 IWM for 9,801.00 and leaves 213.27.
    assert [(leg["symbol"], leg["side"], leg["shares"], leg["value"]) for leg in found["legs"]] == [
        ("IWM", "buy", 44, 9801.0),
        ("SPY", "sell", 21, 10_014.27),
    ]
    assert found["residual"] == -213.27
    # 44 × (476.87 / 2.35 − 222.75)
    assert found["outcomes"]["stop"]["numerator_still"] == -872.37
    weights = {weight["name"]: (weight["before"], weight["after"]) for weight in found["weights"]}
    # 50,000 − 10,014.27 = 39,985.73
    assert weights["SPY"] == pytest.approx((0.5, 0.3998573))
    assert weights["IWM"] == pytest.approx((0.0, 0.09801))
    assert weights["Other"] == pytest.approx((0.5, 0.5))
    assert weights["Cash"] == pytest.approx((0.0, 0.0021327))
    assert [weight["change"] for weight in found["weights"]] == pytest.approx([-0.1001427, 0.09801, 0.0, 0.0021327])
    assert found["assumption"] is None


def test_rotation_without_a_holding_says_what_it_assumes(run: Run, planned: Path) -> None:
    words = ("size", "SPY/IWM", *AS_OF, "--execution", "rotate")
    sentence = "Assumes that all of the account not entered as a holding is in SPY."
    assert run(*words, "--json").json["assumption"] == sentence
    assert sentence in run(*words).out


def test_rotation_the_other_way_up_sells_the_same_leg(run: Run, planned: Path) -> None:
    found = run("size", "IWM/SPY", *AS_OF, "--execution", "rotate", "--holding", "50000", "--json").json
    assert found["direction"] == "long_ratio"
    assert [(leg["symbol"], leg["side"], leg["shares"]) for leg in found["legs"]] == [
        ("IWM", "buy", 44),
        ("SPY", "sell", 21),
    ]


def test_size_says_when_the_cap_binds(run: Run, planned: Path) -> None:
    words = ("size", "SPY/IWM", *AS_OF, "--risk", "0.2")
    # Twenty times 10,234.909 is more than the gross limit of 2 × 100,000 leaves for one leg.
    found = run(*words, "--json").json
    assert (found["capped"], found["notional"], found["uncapped_notional"]) == (True, 100_000, 204_698.18)
    assert "Capped by the gross limit: the risk alone would allow 204,698.18 a leg" in run(*words).out
    rotated = run("size", "SPY/IWM", *AS_OF, "--execution", "rotate", "--holding", "5000").out
    assert "Capped by the holding: the risk alone would allow 10,234.91 a leg" in rotated


def test_size_in_words(run: Run, planned: Path) -> None:
    said = run("size", "spy iwm", *AS_OF)
    assert said.out.splitlines() == [
        "SPY/IWM  2021-12-28  ratio 2.141",
        "Zone: entry (short ratio, 1 session)",
        "",
        "Pair: risk 1.00 % of 100,000.00 = 1,000.00",
        "Loss at the stop 9.7705 %: 10,234.91 a leg",
        "",
        "                 Shares    Price      Value",
        "Buy         IWM      45   222.75  10,023.75",
        "Sell short  SPY      21   476.87  10,014.27",
        "Residual                               9.48",
        "Gross                    20.04 %  20,038.02",
        "",
        "               Ratio  SPY still  IWM still",
        "At the stop    2.350    -892.20    -978.44",
        "At the target  1.950    +980.94    +892.66",
        "",
        "Weight    Before     After    Change",
        "SPY       0.00 %  -10.01 %  -10.01 %",
        "IWM       0.00 %   10.02 %  +10.02 %",
        "Other   100.00 %  100.00 %   +0.00 %",
        "",
        "Account         Before  After   Change",
        "Beta                 -      -   +0.025",
        "Dividend yield       -      -  -0.03 %",
        "Tracking error 1.52 % a year against doing nothing",
        "The sectors of IWM and SPY are not known: they can be typed in.",
    ]


def test_size_takes_what_is_saved_and_changes_nothing(run: Run, planned: Path) -> None:
    layout = read_layout(planned)
    holding = Holding(SPY_IWM.numerator, 20_000.0)
    write_layout(replace(layout, sizing=Sizing(50_000.0, 0.02, Execution.ROTATE), holdings=(holding,)), planned)
    before = planned.read_bytes()
    found = run("size", "SPY/IWM", *AS_OF, "--json").json
    assert (found["account"], found["risk_fraction"], found["execution"]) == (50_000, 0.02, "rotate")
    assert found["weights"][0]["before"] == pytest.approx(0.4)
    other = run("size", "SPY/IWM", *AS_OF, "--json", "--account", "80000", "--execution", "pair").json
    assert (other["account"], other["risk_fraction"], other["execution"]) == (80_000, 0.02, "pair")
    assert planned.read_bytes() == before


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--account", "0"), "The account must be a number above zero."),
        (("--account", "-100"), "The account must be a number above zero."),
        (("--account", "nan"), "The account must be a number above zero."),
        (("--risk", "0"), "The risk must be above 0 % and at most 100 % of the account."),
        (("--risk", "-0.01"), "The risk must be above 0 % and at most 100 % of the account."),
        (("--risk", "nan"), "The risk must be above 0 % and at most 100 % of the account."),
        (("--holding", "-1"), "The holding of SPY must be a number from zero to 1,000,000,000,000."),
        (("--holding", "nan"), "The holding of SPY must be a number from zero to 1,000,000,000,000."),
        (
            ("--execution", "rotate", "--holding", "100001"),
            "The holdings are worth 100,001.00, more than the account of 100,000.00.",
        ),
        # 1,000 × 0.01 / 0.0977048 = 102.35 for one leg; 476.87 − 102.35 = 374.52
        (
            ("--account", "1000"),
            f"{TOO_SMALL} 102.35 is available for this leg, one share costs 476.87, 374.52 is missing.",
        ),
        (
            ("--execution", "rotate", "--holding", "0"),
            "Nothing to rotate: the account holds no SPY.",
        ),
    ],
)
def test_size_refuses_in_one_sentence(run: Run, planned: Path, words: tuple[str, ...], sentence: str) -> None:
    before = planned.read_bytes()
    assert run("size", "SPY/IWM", *AS_OF, "--json", *words) == Said(1, "", f"{sentence}\n")
    assert planned.read_bytes() == before


@pytest.mark.parametrize("words", [("--account", "lots"), ("--risk", "1%"), ("--holding", "all")])
def test_size_takes_text_for_wrong_usage(run: Run, planned: Path, words: tuple[str, ...]) -> None:
    before = planned.read_bytes()
    said = run("size", "SPY/IWM", *words)
    assert (said.code, said.out) == (2, "")
    assert f"“{words[1]}” is not a number" in said.err
    assert planned.read_bytes() == before


def test_size_without_a_position_to_take(run: Run, planned: Path) -> None:
    assert run("size", "QQQ/IWM").err == "QQQ/IWM has no plan yet: it takes a stop, an entry and a target.\n"
    # On the last sample session the ratio is 2.553, above the stop.
    stopped = run("size", "SPY/IWM", "--as-of", "2030-01-01")
    assert stopped == Said(1, "", "No position: the ratio 2.553 has reached the stop, the trade is wrong.\n")


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
    assert added.out.startswith(f"Added 2.500 to SPY/IWM as entry. {sentence}\n")
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
