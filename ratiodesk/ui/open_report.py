"""What is open on the desk, as a report on one page."""

from ratiodesk.chart.canvas import Canvas
from ratiodesk.chart.drawing import VECTOR
from ratiodesk.desk.desk_parts import DeskParts
from ratiodesk.desk.open_pair import TERMS
from ratiodesk.domain.quotes import Origin
from ratiodesk.ui.report import ReportFacts, report_of
from ratiodesk.ui.report_page import ReportPage
from ratiodesk.ui.source_text import data_words
from ratiodesk.ui.theme import Theme
from ratiodesk.words import tr


def open_report(desk: DeskParts, chart: Canvas, theme: Theme, paper: str) -> ReportPage | None:
    """Return the report of the open pair; None while there is nothing to see.

    Parameters
    ----------
    paper
        One of :data:`~ratiodesk.ui.report_page.PAPERS`.

    Raises
    ------
    RatioDeskError
        If the journal cannot be read.
    """
    open_pair = desk.open_pair
    standing, shown, quotes = open_pair.standing, open_pair.shown, open_pair.shown_quotes
    if standing is None or shown is None or quotes is None:
        return None
    facts = ReportFacts(
        standing=standing,
        statistics=open_pair.statistics,
        sizing=open_pair.layout.sizing,
        sized=open_pair.sized,
        journal=desk.journal.of_pair(standing.pair),
        quotes_words=data_words(shown, quotes),
        made=desk.updater.now().date(),
        terms=TERMS if any(leg.origin is Origin.YAHOO for leg in quotes.legs) else "",
        unread=_unread(desk),
        unread_plans=len(desk.journal.unread()),
    )
    return ReportPage(report_of(facts), chart.drawing(VECTOR), theme, paper)


def _unread(desk: DeskParts) -> tuple[str, ...]:
    """Return what is not as it was saved last; without paths, for a report is read by others."""
    found = []
    if desk.open_pair.problem:
        found.append(tr("The lines of this pair cannot be read as they were saved last."))
    if desk.portfolio.problem:
        found.append(tr("The portfolio cannot be read as it was saved last."))
    return tuple(found)
