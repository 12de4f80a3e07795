"""Sectors of funds as Yahoo tells them: a recorded answer, and everything that can be wrong with one."""

import json
from datetime import date
from typing import Any

import pytest
from market_data import RECORDED
from program import Program
from yahoo_reply import Fault
from yahoo_server import YahooServer

from ratiodesk.domain.errors import BadReply, Down, NotFound, Offline, RateLimited
from ratiodesk.domain.pair import Symbol
from ratiodesk.market.yahoo_fund import sectors_told

QQQ = Symbol("QQQ")


@pytest.fixture
def recorded(server: YahooServer) -> dict[str, Any]:
    """A recorded answer about QQQ, which the stand-in gives."""
    content = (RECORDED / "summary_QQQ.json").read_bytes()
    server.summaries["QQQ"] = content
    answer: dict[str, Any] = json.loads(content)
    return answer


def test_the_sectors_of_a_fund_are_read_with_their_date(program: Program, recorded: dict[str, Any]) -> None:
    found = program.source.sectors(QQQ)
    assert (found.symbol, found.as_of, found.source) == ("QQQ", date(2021, 12, 28), "Yahoo")
    assert found.weights[:3] == (("Technology", 0.5083), ("Communication", 0.1608), ("Consumer cyclical", 0.1476))
    assert dict(found.weights)["Financials"] == 0.0055
    # 0.002 + 0.1476 + 0.0132 + 0.0548 + 0.5083 + 0.1608 + 0.0055 + 0.014 + 0.0358 + 0.0058 + 0.0523 = 1.0001
    assert found.total == pytest.approx(1.0001, abs=1e-6)
    assert found.not_known == 0.0


@pytest.mark.parametrize("part", ["topHoldings", "summaryProfile", "fundProfile"])
def test_a_stock_has_no_sectors_of_a_fund(
    program: Program, server: YahooServer, recorded: dict[str, Any], part: str
) -> None:
    del recorded["quoteSummary"]["result"][0][part]
    server.summaries["QQQ"] = json.dumps(recorded).encode()
    with pytest.raises(NotFound, match="Yahoo has no sectors of QQQ"):
        program.source.sectors(QQQ)


@pytest.mark.parametrize("weightings", [[], [{"technology": 0}]])
def test_a_fund_without_sectors_has_none(
    program: Program, server: YahooServer, recorded: dict[str, Any], weightings: list[dict[str, float]]
) -> None:
    recorded["quoteSummary"]["result"][0]["topHoldings"]["sectorWeightings"] = weightings
    server.summaries["QQQ"] = json.dumps(recorded).encode()
    with pytest.raises(NotFound, match="Yahoo has no sectors of QQQ"):
        program.source.sectors(QQQ)


def test_an_answer_about_nothing_is_no_answer(program: Program, server: YahooServer) -> None:
    server.summaries["QQQ"] = b'{"quoteSummary":{"result":[],"error":null}}'
    with pytest.raises(NotFound):
        program.source.sectors(QQQ)


def test_an_unknown_symbol_has_no_sectors(program: Program, server: YahooServer) -> None:
    with pytest.raises(NotFound, match="Yahoo has no sectors of XYZ"):
        program.source.sectors(Symbol("XYZ"))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault.RATE_LIMITED, RateLimited),
        (Fault.SERVER_ERROR, Down),
        (Fault.HTML, BadReply),
        (Fault.EMPTY_JSON, BadReply),
        (Fault.UNAUTHORIZED, BadReply),
        (Fault.TRUNCATED, BadReply),
        (Fault.RESET, Offline),
    ],
)
def test_a_failure_is_named_and_heals(
    program: Program, server: YahooServer, recorded: dict[str, Any], fault: Fault, error: type[Exception], clock: Any
) -> None:
    server.faults["summary"] = fault
    with pytest.raises(error) as failed:
        program.source.sectors(QQQ)
    assert type(failed.value) is error
    server.faults.clear()
    clock.pass_by(minutes=2)
    assert program.source.sectors(QQQ).weights


@pytest.mark.parametrize("weight", ["much", None, float("nan"), float("inf")])
def test_weights_that_are_no_numbers_are_refused(weight: Any) -> None:
    with pytest.raises(BadReply, match="cannot be read"):
        sectors_told(QQQ, {"technology": weight}, date(2021, 12, 28))


def test_weights_that_do_not_add_up_are_refused() -> None:
    with pytest.raises(BadReply, match="add up to 104 %, more than 100 %"):
        sectors_told(QQQ, {"technology": 0.6, "energy": 0.44}, date(2021, 12, 28))
