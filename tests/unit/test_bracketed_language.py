"""What changes with the language of the user, and what is kept in English whatever it is."""

import gettext
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from enum import StrEnum

import pytest

from ratiodesk.analysis.reading import size_plan, try_size
from ratiodesk.analysis.score import State
from ratiodesk.analysis.scored import scored_on
from ratiodesk.domain.balance import Balance
from ratiodesk.domain.basis import Basis
from ratiodesk.domain.cost import CostRates
from ratiodesk.domain.date_entry import parse_date
from ratiodesk.domain.difference import differ_sentence, differences
from ratiodesk.domain.errors import BadInput
from ratiodesk.domain.frozen_plan import FrozenPlan
from ratiodesk.domain.interval import Interval
from ratiodesk.domain.layout import Layout
from ratiodesk.domain.level import Level, LevelId, Role
from ratiodesk.domain.order_ticket import TicketTerms, order_ticket
from ratiodesk.domain.pair import Symbol
from ratiodesk.domain.plan import plan_of
from ratiodesk.domain.portfolio import Lot, Portfolio
from ratiodesk.domain.portfolio_difference import portfolio_difference
from ratiodesk.domain.position import Execution
from ratiodesk.domain.ratio import Ratio
from ratiodesk.domain.sector import format_sectors, parse_sectors
from ratiodesk.domain.series import RatioSeries
from ratiodesk.domain.ticket_form import TicketForm, written
from ratiodesk.domain.zone import Zone
from ratiodesk.journal_table import journal_csv
from ratiodesk.storage.document import encode_layout
from ratiodesk.storage.frozen_document import encode_frozen
from ratiodesk.storage.portfolio_document import encode_portfolio
from ratiodesk.words import use_catalogue

TODAY = date(2021, 12, 28)
SPY = Symbol("SPY")


class Quoting(gettext.NullTranslations):
    """A language that says all as English does, between its own marks."""

    def gettext(self, message: str) -> str:
        return f"«{message}»"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return f"«{msgid1 if n == 1 else msgid2}»"


@pytest.fixture
def speak() -> Iterator[Callable[[], object]]:
    before = use_catalogue(gettext.NullTranslations())
    yield lambda: use_catalogue(Quoting())
    use_catalogue(before)


@pytest.mark.parametrize("words", [Balance, Basis, Execution, Role, State, Zone])
def test_the_desk_has_its_own_name_of_everything(words: type[StrEnum], speak: Callable[[], object]) -> None:
    english = [each.display_name for each in words]
    speak()
    assert [each.display_name for each in words] == [f"«{name}»" for name in english]
    assert not any("«" in each for each in words)


def test_intervals_and_roles_have_names_within_a_sentence(speak: Callable[[], object]) -> None:
    speak()
    assert (Interval.WEEKLY.short_name, Interval.WEEKLY.long_name, Role.STOP.noun) == ("«W»", "«weekly»", "«stop»")


def test_sentences_are_said_with_what_they_hold(worked: Layout, speak: Callable[[], object]) -> None:
    speak()
    with pytest.raises(BadInput, match=r"^«The calendar has no 30 «February» 2021\.»$"):
        parse_date("30 Feb 2021", TODAY)
    other = replace(worked, levels=worked.levels[1:])
    found = differences(worked, other)
    assert differ_sentence(found) == "««1 line» differs»"
    assert [(each.name, each.texts) for each in found] == [("«Line «Target» 1.950»", ("«Target» 1.950", "«Not there»"))]
    assert portfolio_difference(Portfolio((Lot(SPY, 1.0),)), Portfolio((Lot(SPY, 2.0),))) == ("«shares of SPY 1 → 2»",)


def test_why_there_is_no_position_is_said(december: RatioSeries, worked: Layout, speak: Callable[[], object]) -> None:
    speak()
    said = try_size(december, replace(worked, levels=worked.levels[1:]))
    assert said == "«SPY/IWM has no plan yet: it takes a stop, an entry and a target.»"


@pytest.mark.parametrize("form", TicketForm)
@pytest.mark.parametrize("basis", Basis)
def test_a_ticket_is_written_in_english(
    december: RatioSeries, worked: Layout, form: TicketForm, basis: Basis, speak: Callable[[], object]
) -> None:
    def text() -> str:
        plan = plan_of(worked.levels, december.basis)
        assert plan is not None
        terms = TicketTerms(worked.pair, TODAY, basis, {})
        return written(order_ticket(size_plan(december, worked).position, plan, terms), form)

    english = text()
    speak()
    assert text() == english


def test_documents_and_tables_are_written_in_english(
    worked: Layout, frozen_note: FrozenPlan, december: RatioSeries, speak: Callable[[], object]
) -> None:
    def content() -> tuple[bytes, ...]:
        costs = CostRates(order=1.0, holding_sessions=5)
        line = Level(LevelId("n"), Ratio(2.2), label="a label", basis=Basis.TOTAL_RETURN_CONVERTED)
        layout = replace(worked.add(line), sizing=replace(worked.sizing, costs=costs, execution=Execution.ROTATE))
        sectors = parse_sectors(SPY, "financial services 13.62, Technology 29.2 %, Mines 2 %", TODAY)
        assert sectors is not None
        assert parse_sectors(SPY, format_sectors(sectors), TODAY) == sectors
        portfolio = Portfolio((Lot(SPY, 1.0),), sectors=(sectors,))
        journal = journal_csv([scored_on(frozen_note, december)])
        return encode_layout(layout), encode_portfolio(portfolio), encode_frozen(frozen_note), journal

    english = content()
    speak()
    assert content() == english
