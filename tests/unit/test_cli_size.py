"""``size``: the numbers of the cards on the command line, to the cent."""

from dataclasses import replace
from pathlib import Path

import pytest
from command_line import AS_OF, SPY_IWM, Run, Said

from ratiodesk.domain.portfolio import Holding
from ratiodesk.domain.position import Execution
from ratiodesk.domain.sizing import Sizing
from ratiodesk.storage.layout_files import read_layout, write_layout

TOO_SMALL = "Too small for one share of SPY:"


def test_worked_example_to_the_cent(run: Run, planned: Path) -> None:
    said = run("size", "SPY/IWM", *AS_OF, "--account", "100000", "--risk", "0.01", "--json")
    assert (said.code, said.err) == (0, "")
    found = said.json
    assert list(found) == [
        *("pair", "session", "ratio", "zone", "direction", "execution", "account", "risk_fraction", "budget"),
        *("balance", "hedge_ratio", "stop_bounds_loss", "notional", "capped", "uncapped_notional", "loss_per_unit"),
        *("planned_loss", "overshoot", "costs", "legs", "residual", "gross", "gross_fraction", "outcomes", "grid"),
        *("wanted", "contours", "tranches", "executions", "way_back", "weights", "portfolio", "assumption", "premise"),
        *("uncounted_costs", "tickets"),
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
    assert (found["assumption"], found["tickets"]) == (None, None)


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
    assert run(*words, "--json").json["executions"]["rotate"]["assumption"] == sentence


def test_a_pair_without_a_holding_says_what_the_rotation_beside_it_assumes(run: Run, planned: Path) -> None:
    sentence = "Rotate assumes that all of the account not entered as a holding is in SPY; the pair’s weights do not."
    found = run("size", "SPY/IWM", *AS_OF, "--json").json
    assert (found["assumption"], found["executions"]["rotate"]["assumption"]) == (None, sentence)
    entered = run("size", "SPY/IWM", *AS_OF, "--holding", "50000", "--json").json
    assert entered["executions"]["rotate"]["assumption"] is None
    assert "Rotate assumes" not in run("size", "SPY/IWM", *AS_OF, "--holding", "50000").out


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
        "Planned loss 978.44",
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
        "If IWM moves  Ratio    -30 %    -15 %      0 %      +15 %      +30 %",
        "Stop          2.350  -687.75  -833.10  -978.44  -1,123.79  -1,269.13",
        "Now           2.141    -2.84    -1.42    +0.00      +1.42      +2.84",
        "Target        1.950  +622.02  +757.34  +892.66  +1,027.98  +1,163.30",
        "",
        "                    Pair     Rotate",
        "Sell              21 SPY     21 SPY",
        "Buy               45 IWM     44 IWM",
        "Notional       10,234.91  10,234.91",
        "Residual            9.48    -213.27",
        "At the stop      -978.44    -978.44",
        "At the target    +892.66    +892.66",
        "Costs               0.00       0.00",
        "Planned loss      978.44     978.44",
        "N = x · V: 10,234.91 = 10.23 % of 100,000.00 SPY",
        "Rotate assumes that all of the account not entered as a holding is in SPY; the pair’s weights do not.",
        # 44 ÷ 1.95 and 44 ÷ 2.35
        "Way back: sell 44 IWM again for 22.6 SPY at the target, 18.7 at the stop; 21 given up",
        "",
        "Reward : risk   Fill  Needed win rate  Random walk",
        "2 : 1 wanted   2.217           33.3 %       31.3 %",
        "1 : 1          2.150           50.0 %       47.7 %",
        "2 : 1          2.217           33.3 %       31.3 %",
        "3 : 1          2.250           25.0 %       23.3 %",
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
        (
            "Beta and dividend yield are not known while nothing of the account is entered and all of it is “Other”: "
            "say in the portfolio’s window what it holds."
        ),
        "The sectors of IWM and SPY are not known: type them in the portfolio’s window.",
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
        (
            ("--risk", "1"),
            "A risk of 1 would be all of the account: write 1% or 0.01, or 100% if all of it is meant.",
        ),
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


@pytest.mark.parametrize("words", [("--account", "lots"), ("--risk", "some"), ("--holding", "all")])
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
    assert stopped == Said(1, "", "No position: the ratio 2.553 has reached the stop 2.350, the trade is wrong.\n")


def test_a_risk_in_percent_is_the_same_part_of_the_account(run: Run, planned: Path) -> None:
    words = ("size", "SPY/IWM", *AS_OF, "--json", "--risk")
    assert run(*words, "1%").json == run(*words, "0.01").json
    assert run(*words, "100%").json["risk_fraction"] == 1.0
