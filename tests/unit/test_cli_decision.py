"""What ``size`` tells to decide with: balances, overshoot, costs, grid, fills, tranches, both executions."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from command_line import AS_OF, SPY_IWM, Run, Said

from ratiodesk.domain.balance import Balance
from ratiodesk.domain.cost import CostRates
from ratiodesk.domain.portfolio import Holding
from ratiodesk.domain.sizing import Sizing
from ratiodesk.storage.layout_files import read_layout, write_layout

SIZE = ("size", "SPY/IWM", *AS_OF)


@pytest.fixture
def found(run: Run, planned: Path):
    """Size the worked example with more options, and return the document."""

    def size(*words: str) -> Any:
        said = run(*SIZE, "--json", *words)
        assert (said.code, said.err) == (0, "")
        return said.json

    return size


def test_nothing_more_is_part_of_the_risk_unless_asked_for(found) -> None:
    plain = found()
    assert (plain["balance"], plain["hedge_ratio"], plain["stop_bounds_loss"]) == ("dollar_neutral", 1.0, True)
    assert plain["planned_loss"] == 978.44
    assert (plain["overshoot"], plain["tranches"]) == (None, None)
    assert plain["costs"] == dict.fromkeys(("commission", "spread", "borrow", "short_dividend", "total"), 0.0)


def test_the_grid_to_the_cent(found) -> None:
    grid = found()["grid"]
    assert grid["moves"] == [-0.3, -0.15, 0.0, 0.15, 0.3]
    # IWM down 30 % is 155.925: 45 × −66.825 = −3,007.125. SPY is at 2.35, 2.14083 or 1.95 times that: 366.42375,
    # 333.809 or 304.05375, which earns 21 × 110.44625, 21 × 143.061 or 21 × 172.81625.
    assert [(row["name"], row["profits"][0]) for row in grid["rows"]] == [
        ("stop", -687.75),
        ("now", -2.84),
        ("target", 622.02),
    ]
    assert [row["ratio"] for row in grid["rows"]] == [2.35, pytest.approx(2.14083, abs=5e-6), 1.95]
    assert grid["worst"] == grid["rows"][0]["profits"][4] == -1269.13  # 45 × 66.825 − 21 × 203.63125


def test_beta_neutral_from_the_year_before(found) -> None:
    beta = found("--balance", "beta")
    assert (beta["balance"], beta["stop_bounds_loss"]) == ("beta_neutral", False)
    assert beta["hedge_ratio"] == pytest.approx(1.249, abs=0.0005)
    # 1.249236 × 0.0977048 = 0.1220564: N = 8,192.93; 36 IWM, and 10,234.91 ÷ 476.87 = 21 SPY.
    assert beta["notional"] == 8192.93
    assert [(leg["symbol"], leg["shares"]) for leg in beta["legs"]] == [("IWM", 36), ("SPY", 21)]
    # A rotation sells what it buys for.
    assert {name: one["balance"] for name, one in beta["executions"].items()} == {
        "pair": "beta_neutral",
        "rotate": "dollar_neutral",
    }


def test_volatility_parity_from_the_year_before(found) -> None:
    parity = found("--balance", "volatility")
    # σ of IWM over σ of SPY: 0.0139189 ÷ 0.00825987
    assert parity["hedge_ratio"] == pytest.approx(1.68512, abs=5e-6)
    assert [leg["shares"] for leg in parity["legs"]] == [27, 21]  # N = 6,073.69, 10,234.91 sold


def test_the_warning_about_other_balances_names_the_worst(run: Run, planned: Path) -> None:
    said = run(*SIZE, "--balance", "beta").out
    # 36 × 66.825 − 21 × 203.63125
    sentence = "A stop in the ratio does not bound the loss of this balance: the worst here is -1,870.56."
    assert sentence in said.splitlines()
    assert "Beta neutral: 1.249 sold for each 1 bought" in said.splitlines()
    assert "does not bound" not in run(*SIZE).out


def test_the_overshoot_is_told_apart(found) -> None:
    overshot = found("--overshoot")
    # σ of ln R is 0.00956563 a session: 2.35 × exp(0.5826 × 0.00956563) = 2.363133. 20 SPY sold then cost
    # 20 × 222.75 × 0.013133 = 58.51 more than the 931.85 at the stop.
    assert overshot["overshoot"] == {"ratio": pytest.approx(2.363133, abs=5e-7), "loss": 58.51}
    assert overshot["outcomes"]["stop"]["low"] == -931.85
    assert overshot["planned_loss"] == 990.36


def test_the_risk_in_words_is_the_sum_of_its_parts(run: Run, planned: Path) -> None:
    lines = run(*SIZE, "--overshoot", "--commission", "1").out.splitlines()
    # 2.363133 × 222.75 ÷ 476.87 − 1; (1,000 − 4) ÷ 0.1038393 = 9,591.74
    assert "Loss at the stop with its overshoot 10.3839 %: 9,591.74 a leg" in lines
    assert "Planned loss 994.36 = 931.85 at the stop + 58.51 expected overshoot to 2.363 + 4.00 costs" in lines
    # 43 × (476.87 ÷ 2.363133 − 222.75) and −20 × (2.363133 × 222.75 − 476.87)
    assert "Overshot       2.363    -901.04    -990.36" in lines


def test_every_line_of_the_costs(found) -> None:
    words = ("--commission", "1", "--commission-share", "0.01", "--half-spread", "0.01", "--borrow", "2 %")
    costly = found(*words, "--short-dividend", "1.3", "--holding-days", "126")
    # As in the tests of the costs: 38 IWM and 18 SPY for 17,048.16.
    assert [leg["shares"] for leg in costly["legs"]] == [38, 18]
    assert costly["costs"] == {
        "commission": 5.12,  # 4 × 1 + 2 × 0.01 × 56
        "spread": 3.41,  # 2 × 0.0001 × 17,048.16
        "borrow": 85.84,  # 8,583.66 × 2 % ÷ 2
        "short_dividend": 55.79,  # 8,583.66 × 1.3 % ÷ 2
        "total": 150.16,
    }
    assert costly["planned_loss"] == 988.83  # 838.665 + 150.160022
    assert costly["executions"]["rotate"]["costs"] == 9.26  # 4 + 2 × 0.01 × 65 + 2 × 0.0001 × 19,815.27


def test_a_yearly_rate_without_a_holding_time_is_said_to_cost_nothing(run: Run, found) -> None:
    sentence = "No holding time is entered: borrow fee and dividends paid a year cost nothing over 0 sessions."
    words = ("--borrow", "2 %", "--short-dividend", "1.3")
    assert found(*words)["uncounted_costs"] == sentence
    assert sentence in run(*SIZE, *words).out.splitlines()
    assert sentence in run(*SIZE, *words, "--commission", "1").out.splitlines()
    for more in (("--holding-days", "10"), ("--execution", "rotate")):
        assert found(*words, *more)["uncounted_costs"] is None
        assert sentence not in run(*SIZE, *words, *more).out


def test_the_costs_in_words_are_those_there_are(run: Run, planned: Path) -> None:
    said = run(*SIZE, "--commission", "1", "--half-spread", "0.01%").out
    table = said[said.index("Commission") :].split("\n\n")[0]
    assert table.splitlines() == [
        "Commission      4.00",
        "Half spread     4.01",  # 2 × 0.0001 × (45 × 222.75 + 21 × 476.87)
        "Borrow fee      0.00",
        "Dividends paid  0.00",
        "Costs           8.01",
    ]
    assert "Commission" not in run(*SIZE).out


def test_fractions_of_shares(found) -> None:
    fractional = found("--fractional")
    assert [leg["shares"] for leg in fractional["legs"]] == [45.9479, 21.4626]
    assert fractional["planned_loss"] == 1000.0  # 21.4626 × 46.5925 = 999.996


def test_the_wanted_fill_and_the_contours(found) -> None:
    told = found("--reward-risk", "4")
    # (1.95 + 4 × 2.35) ÷ 5 = 2.27; ln(2.35 ÷ 2.27) ÷ ln(2.35 ÷ 1.95) = 0.0346355 ÷ 0.1865860
    assert told["wanted"] == {
        "reward_risk": 4.0,
        "ratio": pytest.approx(2.27),
        "needed_win_rate": pytest.approx(0.2),
        "random_walk_win_rate": pytest.approx(0.185628, abs=5e-7),
        "in_zone": True,
    }
    assert [(one["reward_risk"], one["ratio"]) for one in told["contours"]] == [
        (1.0, pytest.approx(2.15)),
        (2.0, pytest.approx(6.65 / 3)),
        (3.0, pytest.approx(2.25)),
    ]


def test_a_wanted_fill_outside_the_zone_is_told(run: Run, planned: Path) -> None:
    said = run(*SIZE, "--reward-risk", "0.5").out
    assert "0.5 : 1 wanted  2.083" in said  # (1.95 + 1.175) ÷ 1.5
    assert "The wanted fill lies outside the entry zone." in said.splitlines()


def test_tranches_at_ratios_of_the_zone(found) -> None:
    told = found("--tranches", "2.13,2.24")["tranches"]
    # As in the tests of tranches: N = 13,415.01 in two parts.
    assert told["parts"] == [
        {
            "ratio": pytest.approx(2.1408305),
            "now": True,
            "bought_shares": 29,
            "sold_shares": 14,
            "bought_price": 222.75,
            "sold_price": 476.87,
        },
        {
            "ratio": pytest.approx(2.24),
            "now": False,
            "bought_shares": 32,
            "sold_shares": 14,
            "bought_price": 212.89,
            "sold_price": 476.87,
        },
    ]
    assert told["break_even"] == pytest.approx(61 / 28)
    assert told["residual"] == -80.18  # 29 × 222.75 + 32 × 212.888393 − 28 × 476.87
    assert (told["notional"], told["planned_loss"], told["costs"]["total"]) == (13_415.01, 995.33, 0.0)
    assert told["problem"] is None


def test_every_figure_is_of_all_tranches(found) -> None:
    told = found("--tranches", "2.13,2.24")
    assert [(leg["shares"], leg["value"]) for leg in told["legs"]] == [(61, 13_272.18), (28, 13_352.36)]
    assert (told["notional"], told["planned_loss"]) == (13_415.01, 995.33)
    assert told["executions"]["pair"]["planned_loss"] == 995.33
    # IWM where it is now, SPY at 2.35 × 222.75 = 523.4625: 32 × (222.75 − 212.888393) − 28 × 46.5925
    assert told["grid"]["rows"][0]["profits"][2] == -989.02
    # 13,272.18 and −13,352.36 of 100,000
    assert [weight["change"] for weight in told["weights"][:2]] == pytest.approx([-0.1335236, 0.1327218])
    sentence = "All 2 tranches count as opened, each at its ratio."
    assert told["premise"] == told["portfolio"]["notes"][0] == sentence
    assert found()["premise"] is None


def test_grid_and_outcome_of_tranches_tell_why_they_differ(found, run: Run, planned: Path) -> None:
    told = found("--tranches", "2.13,2.24")
    sentence = (
        "In the grid SPY stands still until all tranches are opened, in the outcomes with IWM still it is IWM: what "
        "the tranches leave between the legs makes a difference of 6.31."
    )
    # −995.33 and −989.02
    assert (told["outcomes"]["stop"]["denominator_still"], told["grid"]["rows"][0]["profits"][2]) == (-995.33, -989.02)
    assert told["grid"]["premise"] == sentence
    assert sentence in run(*SIZE, "--tranches", "2.13,2.24").out.splitlines()
    # Opened at once they do not differ, nor where nothing is left between the legs.
    assert found()["grid"]["premise"] is None
    assert found("--tranches", "2.13,2.14")["grid"]["premise"] is None


def test_tranches_in_words(run: Run, planned: Path) -> None:
    lines = run(*SIZE, "--tranches", "2.13,2.24", "--commission", "1").out.splitlines()
    # 994 ÷ 0.0745434 = 13,334.52, 6,667.26 each: ÷ 476.87 = 13.98, and 27.96 in all. 13 and 14 SPY are 6,199.31 and
    # 6,676.18: ÷ 222.75 = 27.83, and ÷ 212.888 = 31.36 more makes 59.19.
    at = lines.index("Tranche    Buy IWM      at  Sell SPY      at")
    assert lines[at + 1 : at + 6] == [
        "2.141 now       27  222.75        13  476.87",
        "2.240           32  212.89        14  476.87",
        "The ratio has passed 2.130 already, so that tranche is opened now.",
        # 13 × 46.5925 + 14 × 24.5025 = 948.74, and six orders
        "Planned loss 954.74 with 6.00 costs",
        # 59 ÷ 27, where 27 × 476.87 − 27 × 222.75 − 32 × 212.888393 is left
        "Break-even 2.185, but for +48.81 that whole shares leave",
    ]


def test_tranches_that_are_opened_now_say_why(run: Run, planned: Path) -> None:
    said = run(*SIZE, "--tranches", "2.13,2.135,2.24").out
    assert "The ratio has passed 2.130 and 2.135 already, so those tranches are opened now." in said
    assert "already, so" not in run(*SIZE, "--tranches", "2.2,2.24").out


def test_fractions_leave_nothing_worth_telling_at_the_break_even(run: Run, planned: Path) -> None:
    lines = run(*SIZE, "--account", "1e6", "--tranches", "2.13,2.24", "--fractional").out.splitlines()
    assert "Break-even 2.190" in lines  # (2.1408305 + 2.24) ÷ 2


def test_other_balances_have_no_break_even(found, run: Run) -> None:
    words = ("--tranches", "2.13,2.24", "--balance", "beta")
    assert found(*words)["tranches"]["break_even"] is None
    assert "Break-even" not in run(*SIZE, *words).out


def test_tranches_too_small_for_a_share_leave_the_position_as_it_is(run: Run, planned: Path) -> None:
    words = (*SIZE, "--account", "8000", "--tranches", "2.13,2.24,2.3")
    sentence = "Too small for 3 tranches: "
    told = run(*words, "--json").json
    assert told["tranches"]["problem"].startswith(sentence)
    assert told["premise"].endswith(" All figures are of a position that is opened at once.")
    assert [leg["shares"] for leg in told["legs"]] == [3, 1]  # 80 ÷ 0.0977048 = 818.79
    assert f"Tranches: {sentence}" in run(*words).out


def test_saved_tranches_are_left_out_on_request(run: Run, planned: Path) -> None:
    write_layout(replace(read_layout(planned), sizing=Sizing(tranches=(0.0, 0.5))), planned)
    assert len(run(*SIZE, "--json").json["tranches"]["parts"]) == 2
    assert run(*SIZE, "--tranches", "none", "--json").json["tranches"] is None


def test_pair_and_rotation_side_by_side(found) -> None:
    both = found("--holding", "50000")["executions"]
    pair, rotation = both["pair"], both["rotate"]
    assert pair["notional"] == rotation["notional"] == 10_234.91
    # N = xV: 0.2046982 × 50,000
    assert (rotation["holding"], rotation["share_of_holding"]) == (50_000.0, pytest.approx(0.2046982, abs=5e-8))
    assert rotation["share_of_holding"] * rotation["holding"] == pytest.approx(rotation["notional"], abs=0.005)
    assert [[leg["side"] for leg in one["legs"]] for one in (pair, rotation)] == [
        ["buy", "sell_short"],
        ["buy", "sell"],
    ]
    assert (pair["residual"], rotation["residual"]) == (9.48, -213.27)
    assert pair["stop"]["low"] == rotation["stop"]["low"] == -978.44


def test_the_way_back_is_that_of_the_rotation_whichever_is_in_force(found) -> None:
    back = {"sells": "IWM", "shares": 44, "buys": "SPY", "given_up": 21, "back_at_target": 22.5641}
    back["back_at_stop"] = 18.7234  # 44 ÷ 2.35
    assert found()["way_back"] == found("--execution", "rotate")["way_back"] == back


def test_an_execution_that_is_not_possible_says_why(run: Run, planned: Path) -> None:
    sentence = "Nothing to rotate: the account holds no SPY."
    told = run(*SIZE, "--holding", "0", "--json").json
    assert told["executions"]["rotate"] == {"problem": sentence}
    assert told["way_back"] is None
    assert told["executions"]["pair"]["problem"] is None
    said = run(*SIZE, "--holding", "0").out
    assert f"Rotate: {sentence}" in said.splitlines()
    assert "Way back" not in said


def test_the_money_is_the_same_upside_down(run: Run, planned: Path) -> None:
    words = ("--overshoot", "--balance", "beta", "--commission", "1", "--borrow", "2", "--holding-days", "60", "--json")
    here = run(*SIZE, *words, "--tranches", "2.13,2.24").json
    there = run("size", "IWM/SPY", *AS_OF, *words, "--tranches", f"{1 / 2.13},{1 / 2.24}").json
    for name in ("legs", "notional", "planned_loss", "costs", "residual", "gross", "hedge_ratio"):
        assert there[name] == here[name], name
    assert there["overshoot"]["loss"] == here["overshoot"]["loss"]
    assert [row["profits"] for row in there["grid"]["rows"]] == [row["profits"] for row in here["grid"]["rows"]]
    for name in ("bought_shares", "sold_shares", "bought_price"):
        assert [part[name] for part in there["tranches"]["parts"]] == [part[name] for part in here["tranches"]["parts"]]
    assert there["tranches"]["planned_loss"] == here["tranches"]["planned_loss"]


def test_all_of_it_is_taken_as_saved_and_nothing_is_saved(run: Run, planned: Path) -> None:
    saved = Sizing(
        balance=Balance.BETA_NEUTRAL,
        fractional=True,
        overshoot=True,
        costs=CostRates(order=1.0, borrow=0.02, holding_sessions=126),
        reward_risk=3.0,
        tranches=(0.0, 0.5),
    )
    holding = Holding(SPY_IWM.numerator, 20_000.0)
    write_layout(replace(read_layout(planned), sizing=saved, holdings=(holding,)), planned)
    before = planned.read_bytes()
    told = run(*SIZE, "--json").json
    assert told["balance"] == "beta_neutral"
    assert told["overshoot"] is not None
    assert (told["wanted"]["reward_risk"], len(told["tranches"]["parts"])) == (3.0, 2)
    assert told["costs"]["commission"] == 6.0  # Two tranches are opened with two orders each, and all is closed.
    assert told["executions"]["rotate"]["holding"] == 20_000.0
    words = ("--balance", "dollar", "--no-fractional", "--no-overshoot", "--commission", "0", "--tranches", "none")
    other = run(*SIZE, *words, "--reward-risk", "2", "--borrow", "0", "--json").json
    assert (other["balance"], other["overshoot"], other["tranches"]) == ("dollar_neutral", None, None)
    assert ([leg["shares"] for leg in other["legs"]], other["costs"]["total"]) == ([45, 21], 0.0)
    assert planned.read_bytes() == before


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--commission", "-1"), "The commission for an order must be a number from zero up."),
        (("--commission-share", "nan"), "The commission for a share must be a number from zero up."),
        (("--half-spread", "50"), "The half spread must be below 50 % of the price."),
        (("--borrow", "inf"), "The borrow fee must be a number from zero up."),
        (("--short-dividend", "1001"), "A yearly rate must be at most 1,000 %."),
        (("--holding-days", "-1"), "The holding time must be 0 to 25,200 sessions."),
        (("--reward-risk", "0"), "Reward : risk must be from 0.1 to 100."),
        (("--tranches", "2.13"), "Scale in with 2 to 4 tranches, or with none."),
        *(
            (
                ("--tranches", ratios),
                "Tranches must lie between entry and stop, each nearer to the stop than the one before.",
            )
            for ratios in ("2.24,2.13", "2.0,2.2", "2.2,2.4", "2.2,2.2")
        ),
        (("--tranches", "2.13,high"), "“high” is not a number: type a level such as 2.13."),
        (("--tranches", "2.13,-2"), "A level must be above zero; -2 is not."),
        (("--commission", "250"), "4 orders cost 1,000.00: nothing is left of the risk of 1,000.00."),
    ],
)
def test_what_makes_no_sense_is_refused_in_one_sentence(
    run: Run, planned: Path, words: tuple[str, ...], sentence: str
) -> None:
    assert run(*SIZE, "--json", *words) == Said(1, "", f"{sentence}\n")


def test_tranches_of_a_pair_without_a_plan(run: Run, planned: Path) -> None:
    said = run("size", "QQQ/IWM", "--tranches", "1.7,1.8")
    assert said == Said(1, "", "QQQ/IWM has no plan yet: it takes a stop, an entry and a target.\n")


def test_shares_are_whole_numbers_in_json_where_they_are_whole(run: Run, planned: Path) -> None:
    text = run(*SIZE, "--tranches", "2.13,2.24", "--json").out
    assert '"shares": 61,' in text
    assert '"bought_shares": 29,' in text
    assert '"given_up": 28,' in text
    assert json.loads(text)["pair"] == "SPY/IWM"
