"""A short run of the killing, and that it would see what it looks for."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from shown import Shown
from witness import Witness

RUN = Path(__file__).with_name("run.py")
ONE = {"pair": "SPY/IWM", "lines": {"a": [2.5, "stop", "", False]}, "account": 100_000.0}
TURNED = {"pair": "IWM/SPY", "lines": {"a": [0.4, "stop", "", False]}, "account": 100_000.0}
TWO = {**ONE, "lines": {**ONE["lines"], "b": [2.4, "plain", "low", False]}}
NONE = {**ONE, "lines": {}}


@pytest.mark.slow
def test_nothing_acknowledged_is_lost_whenever_the_desk_is_killed(tmp_path: Path) -> None:
    words = [sys.executable, str(RUN), "kill", "--kills", "15", "--seed", "20211228", "--folder", str(tmp_path)]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    ended = subprocess.run(words, env=environment, capture_output=True, text=True, timeout=300, check=False)
    assert (ended.returncode, ended.stderr) == (0, ""), ended.stdout
    assert "killed 15 times" in ended.stdout


def heard(*lines: tuple[str, Shown]) -> list[str]:
    witness = Witness()
    for kind, what in lines:
        witness.hear({"kind": kind, "what": what})
    return witness.broken


@pytest.mark.parametrize("found", [ONE, TWO, {**TURNED}])
def test_the_last_acknowledged_state_or_a_later_one_is_what_was_promised(found: Shown) -> None:
    assert heard(("shown", NONE), ("intent", ONE), ("saved", ONE), ("intent", TWO), ("shown", found)) == []


@pytest.mark.parametrize("found", [NONE, {**ONE, "account": 1.0}, {**TURNED, "lines": {"a": [0.5, "stop", "", False]}}])
def test_any_other_state_is_a_broken_promise(found: Shown) -> None:
    assert len(heard(("intent", ONE), ("saved", ONE), ("intent", TWO), ("shown", found))) == 1


def test_a_state_before_the_last_acknowledged_one_is_a_broken_promise() -> None:
    assert heard(("intent", ONE), ("saved", ONE), ("intent", TWO), ("saved", TWO), ("shown", ONE))


def test_what_nobody_was_about_to_write_is_not_acknowledged() -> None:
    assert heard(("saved", ONE))
    assert not heard(("saved", NONE))


def test_holdings_are_compared_too() -> None:
    some, more = {"holdings": {"SPY": 10.0}}, {"holdings": {"SPY": 11.0}}
    assert heard(("intent", some), ("saved", some), ("shown", some)) == []
    assert heard(("intent", some), ("saved", some), ("shown", more))
