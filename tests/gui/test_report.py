"""The report of a pair: what it says, and that all of it is on one page."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from fake_world import World
from journal_desk import keep_plan
from person import User
from PySide6.QtCore import QLocale, QRect
from PySide6.QtGui import QColor, QImage

from ratiodesk.analysis.reading import Sized
from ratiodesk.analysis.scored import Scored, scored_on
from ratiodesk.chart.drawing import VECTOR
from ratiodesk.domain.frozen_plan import freeze
from ratiodesk.domain.level import Level
from ratiodesk.domain.worth import Weight
from ratiodesk.ui.open_report import open_report
from ratiodesk.ui.picture_surface import image_of, pdf_of
from ratiodesk.ui.report import NOTHING_FROZEN, Report, ReportFacts, Section, report_of
from ratiodesk.ui.report_page import PAPERS, ReportPage, usual_paper
from ratiodesk.ui.theme import DARK, LIGHT, Theme

MADE = date(2026, 8, 21)
MARGIN_PX = 40


@pytest.fixture
def planned(open_faked: Callable[..., User], world: World) -> User:
    """SPY/IWM at 2.1, between its entry at 2.0 and its stop at 2.3."""
    return keep_plan(open_faked, world)


def facts_of(user: User, *journal: Scored) -> ReportFacts:
    pair = user.desk.open_pair
    assert pair.standing is not None
    return ReportFacts(pair.standing, pair.statistics, pair.layout.sizing, pair.sized, journal, "Yahoo, daily", MADE)


def frozen(user: User, note: str = "") -> Scored:
    pair = user.desk.open_pair
    series, standing, sized = pair.series, pair.standing, pair.sized
    assert series is not None
    assert standing is not None
    assert standing.plan is not None
    assert isinstance(sized, Sized)
    plan = freeze(series, standing.plan, pair.layout.sizing, sized.position, user.desk.parts.updater.now())
    return scored_on(plan.with_note(note), series)


def rows(section: Section) -> dict[str, tuple[str, ...]]:
    return {row[0]: row[1:] for table in section.tables for row in table.rows}


def page_of(user: User, report: Report, paper: str = "a4", theme: Theme = LIGHT) -> ReportPage:
    return ReportPage(report, user.chart.drawing(VECTOR), theme, paper)


def crowded(user: User) -> Report:
    """Return a report with more of everything than there is room for."""
    facts = facts_of(user, *(frozen(user, f"{place} " + "a long note " * 150) for place in range(60)))
    sized = facts.sized
    assert isinstance(sized, Sized)
    many = tuple(Weight(f"A holding with a very long name {place}", 0.01, 0.02) for place in range(60))
    change = replace(sized.portfolio, weights=many, sectors=many, notes=("What is not known. " * 200,))
    plain = tuple(Level.new(2.0 + place / 1000) for place in range(60))
    standing = replace(facts.standing, levels=(*facts.standing.levels, *plain))
    return report_of(replace(facts, sized=replace(sized, portfolio=change), standing=standing))


def test_it_says_what_the_cards_say(planned: User) -> None:
    report = report_of(facts_of(planned, frozen(planned, "banks")))
    plan, size = map(rows, report.left)
    # 2.3/2.1 − 1 = 9.5 %, 1.8/2.1 − 1 = −14.3 %; (2.1 − 1.8)/(2.3 − 2.1) = 1.5; (2.3 − 2.1)/(2.3 − 1.8) = 40 %.
    assert plan["Stop"] == ("2.300", "+9.5 %")
    assert plan["Target"] == ("1.800", "−14.3 %")
    assert plan["Reward : risk"] == ("1.50",)
    assert plan["Needed win rate · random walk"][0].startswith("40.0 % · ")
    assert size["Account"] == ("100,000",)
    assert size["At stop"][0].startswith("−")
    outcomes, portfolio = map(rows, report.right)
    assert set(outcomes) == {"Stop", "Now", "Target"}
    assert {"SPY", "IWM"} <= set(portfolio)
    assert report.sentence == "Ratio 2.100 is between Entry 2.000 and Stop 2.300"
    assert report.plan == "Plan — ratio falls: buy IWM, sell SPY"
    (entry,) = report.journal.tables[0].rows
    assert entry[1:] == ("2.100", "Open", "0.00 R", "0", "banks")
    assert "21 Aug 2026" in report.source


def test_what_a_rotation_takes_for_granted_is_on_the_page(planned: User) -> None:
    sentence = "Assumes that all of the account not entered as a holding is in SPY."
    assert not any(sentence in note for note in report_of(facts_of(planned)).notes)
    planned.find("executionTabs").setCurrentIndex(1)
    assert any(sentence in note for note in report_of(facts_of(planned)).notes)


def test_why_grid_and_outcomes_of_tranches_differ_is_on_the_page(planned: User) -> None:
    said = "In the grid SPY stands still until all tranches are opened, in the outcomes with IWM still it is IWM: "
    assert not any(said in note for note in report_of(facts_of(planned)).notes)
    planned.find("trancheCombo").setCurrentIndex(1)
    assert any(said in note for note in report_of(facts_of(planned)).notes)


def test_nothing_is_made_up_where_there_is_no_plan(open_faked: Callable[..., User]) -> None:
    report = report_of(facts_of(open_faked("SPY/IWM")))
    ((plan,), (size,)) = report.left, report.right
    assert plan.sentence == "There are no lines yet."
    assert "no plan yet" in size.sentence
    assert report.journal.sentence == NOTHING_FROZEN


def test_seen_upside_down_the_journal_is_turned_over_too(planned: User) -> None:
    scored = frozen(planned)
    facts = facts_of(planned, scored)
    standing = replace(facts.standing, pair=facts.standing.pair.inverted())
    (entry,) = report_of(replace(facts, standing=standing)).journal.tables[0].rows
    assert entry[1] == "0.4762"  # 1/2.1


def test_many_lines_are_counted_and_notes_said_once(planned: User) -> None:
    report = crowded(planned)
    plan = rows(report.left[0])
    # 63 lines, five of them told: those of the plan, and the two nearest to the ratio of 2.1.
    assert "58 lines more" in plan
    assert list(plan)[:3] == ["Stop", "Line", "Entry"]
    assert plan["Line"] == ("2.058", "−2.0 %")
    assert len(report.notes) == len(set(report.notes))


def test_what_size_and_portfolio_both_assume_is_said_once(planned: User) -> None:
    facts = facts_of(planned)
    sized = facts.sized
    assert isinstance(sized, Sized)
    premise = "There is no room. All figures are of a position that is opened at once."
    change = replace(sized.portfolio, notes=(premise,))
    both = replace(sized, scale_in="There is no room.", assumption="All is held.", portfolio=change)
    assert " ".join(report_of(replace(facts, sized=both)).notes).count(premise) == 1


def test_what_cannot_be_read_is_not_told_as_if_it_were_not_there(open_user: Callable[..., User], home: Path) -> None:
    for name, content in {
        "layouts/IWM_SPY.ratiodesk": b"damaged",
        "portfolio.json": b"damaged",
        "journal/0000aaaa.json": b"damaged",
    }.items():
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_bytes(content)
    user = open_user("SPY/IWM")
    page = open_report(user.desk.parts, user.chart, LIGHT, "a4")
    assert page is not None
    report = page.report
    assert report.journal.sentence == "No frozen plan that can be read is of this pair."
    assert report.notes[:3] == (
        "The lines of this pair cannot be read as they were saved last.",
        "The portfolio cannot be read as it was saved last.",
        "1 frozen plan cannot be read.",
    )
    assert not any(str(home) in note for note in report.notes)


@pytest.mark.parametrize("paper", list(PAPERS))
@pytest.mark.parametrize("crowd", [False, True])
def test_it_is_one_page_of_that_paper(planned: User, paper: str, crowd: bool) -> None:
    report = crowded(planned) if crowd else report_of(facts_of(planned))
    page = pdf_of(page_of(planned, report, paper))
    assert len(re.findall(rb"/Type /Page\b(?!s)", page)) == 1
    box = re.search(rb"/MediaBox \[0 0 (\S+) (\S+)\]", page)
    assert box is not None
    assert (round(float(box[1])), round(float(box[2]))) == {"a4": (595, 842), "letter": (612, 792)}[paper]
    assert b"/Subtype /Image" not in page


@pytest.mark.parametrize("paper", list(PAPERS))
@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
def test_the_margins_stay_free(planned: User, paper: str, theme: Theme) -> None:
    image = image_of(page_of(planned, crowded(planned), paper, theme), 1.0)
    ground = QColor(theme.card).rgb()
    whole = image.rect()
    inner = whole.adjusted(MARGIN_PX, MARGIN_PX, -MARGIN_PX, -MARGIN_PX)
    for edge in (
        QRect(0, 0, whole.width(), MARGIN_PX),
        QRect(0, inner.bottom() + 1, whole.width(), MARGIN_PX),
        QRect(0, 0, MARGIN_PX, whole.height()),
        QRect(inner.right() + 1, 0, MARGIN_PX, whole.height()),
    ):
        assert colours(image, edge) == {ground}


def colours(image: QImage, area: QRect) -> set[int]:
    cut = image.copy(area)
    return {cut.pixel(x, y) for x in range(cut.width()) for y in range(cut.height())}


def test_what_has_no_room_is_counted_on_the_page(planned: User) -> None:
    pypdf = pytest.importorskip("pypdf")
    text = words_of(pypdf, pdf_of(page_of(planned, crowded(planned))))
    assert re.search(r"and \d+ more", text)
    assert "lines more" in text


def test_the_words_of_the_page_are_text(planned: User) -> None:
    pypdf = pytest.importorskip("pypdf")
    text = words_of(pypdf, pdf_of(page_of(planned, report_of(facts_of(planned, frozen(planned, "banks"))))))
    for word in (
        "SPY / IWM 2.100", "Entry zone", "Ratio 2.100 is between", "Plan", "Size", "Buy IWM", "Sell short SPY",
        "What changes in the portfolio", "Journal", "banks", "Yahoo, daily · RatioDesk, 21 Aug 2026", "Stop 2.300",
    ):  # fmt: skip
        assert word in text, word


def words_of(pypdf: Any, page: bytes) -> str:
    """Return the text of a page, one blank between two words."""
    (found,) = pypdf.PdfReader(BytesIO(page)).pages
    return " ".join(found.extract_text().split())


def test_the_open_pair_is_reported_with_its_frozen_plans(planned: User) -> None:
    assert planned.desk.parts.journal.freeze() is not None
    page = open_report(planned.desk.parts, planned.chart, LIGHT, "a4")
    assert page is not None
    assert page.title.startswith("SPY/IWM, ")
    assert len(planned.desk.parts.journal.of_pair(planned.desk.open_pair.pair.inverted())) == 1


@pytest.mark.parametrize(
    ("name", "paper"), [("en_US", "letter"), ("de_DE", "a4"), ("en_GB", "a4"), ("fr_FR", "a4"), ("C", "a4")]
)
def test_the_paper_is_that_of_the_region(name: str, paper: str) -> None:
    assert usual_paper(QLocale(name)) == paper
