"""Versions in the words of the desk."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import zip_longest
from typing import Generic, TypeVar

from ratiodesk.domain.frozen_plan import FrozenPlan
from ratiodesk.domain.layout import Layout
from ratiodesk.domain.layout_difference import layout_difference
from ratiodesk.domain.portfolio import Portfolio
from ratiodesk.domain.portfolio_difference import portfolio_difference
from ratiodesk.domain.version_port import Kept
from ratiodesk.local_text import local
from ratiodesk.ui.journal_text import day_text
from ratiodesk.words import mark, tr, tr_n

Content = TypeVar("Content")
SET_ASIDE, RESTORE = mark("Set the file aside and go on"), mark("Restore this version")


@dataclass(frozen=True, slots=True)
class VersionRow(Generic[Content]):
    """One row of the list, and what it restores.

    Parameters
    ----------
    when
        When it was kept.
    what
        How much is in it, or what it is.
    cell
        The same in the list, below a heading.
    change
        What changed against the version before.
    """

    when: str
    what: str
    cell: str
    change: str
    content: Content


def moment_text(kept: datetime, now: datetime) -> str:
    """Return when a version was kept, in the time zone of this machine.

    Parameters
    ----------
    kept, now
        With a time zone each.

    >>> from datetime import UTC
    >>> noon = datetime(2021, 12, 28, 12).astimezone()
    >>> [moment_text(kept, noon) for kept in (noon, noon - timedelta(days=1), noon - timedelta(days=2))]
    ['today 12:00:00', 'yesterday 12:00', '26 Dec 2021 12:00']
    """
    here, today = kept.astimezone(), now.astimezone().date()
    if here.date() == today:
        return tr("today {time}", time=f"{here:%H:%M:%S}")
    if here.date() == today - timedelta(days=1):
        return tr("yesterday {time}", time=f"{here:%H:%M}")
    return f"{day_text(here.date())} {here:%H:%M}"


def damage_text(problem: str, kept: datetime | None, now: datetime, *, is_empty: bool) -> str:
    """Return why a document cannot be read and what is shown in its place; empty without a problem.

    Parameters
    ----------
    kept
        When the version was kept that is shown, None if it is none.
    is_empty
        Whether nothing is shown: else, without a version, it is what was read before the document was damaged.
    """
    if not problem:
        return ""
    if kept is not None:
        return tr("{problem} Its version of {moment} is shown.", problem=problem, moment=moment_text(kept, now))
    shown = tr("There is no earlier version to show.") if is_empty else tr("What it held before is shown.")
    return f"{problem} {shown}"


def layout_rows(kept: Sequence[Kept[Layout]], now: datetime) -> list[VersionRow[Layout]]:
    """Return the versions of a layout, the newest first, with what changed against the one before."""
    return _rows(kept, now, lambda layout: len(layout.levels), _lines_text, layout_difference)


def portfolio_rows(kept: Sequence[Kept[Portfolio]], now: datetime) -> list[VersionRow[Portfolio]]:
    """Return the versions of the portfolio, the newest first, with what changed against the one before."""
    return _rows(kept, now, lambda portfolio: len(portfolio.lots), _holdings_text, portfolio_difference)


def plan_rows(kept: Sequence[Kept[FrozenPlan]], now: datetime) -> list[VersionRow[FrozenPlan]]:
    """Return frozen plans that were deleted, or whose documents are damaged."""
    return [
        VersionRow(
            moment_text(each.version.kept, now),
            tr("Plan of {pair}", pair=each.content.pair),
            str(each.content.pair),
            " · ".join(filter(None, (tr("frozen {day}", day=day_text(each.content.session)), each.content.note))),
            each.content,
        )
        for each in kept
    ]


def _lines_text(count: int) -> str:
    return tr_n("{n} line", "{n} lines", count, n=f"{count:,}")


def _holdings_text(count: int) -> str:
    return tr_n("{n} holding", "{n} holdings", count, n=f"{count:,}")


def _rows(
    kept: Sequence[Kept[Content]],
    now: datetime,
    count: Callable[[Content], int],
    told: Callable[[int], str],
    difference: Callable[[Content, Content], Sequence[str]],
) -> list[VersionRow[Content]]:
    rows = []
    for each, before in zip_longest(kept, kept[1:]):
        words = (
            local(", ".join(difference(before.content, each.content)))
            if before is not None
            else tr("the first one kept")
        )
        change = words[:1].upper() + words[1:] if words else tr("The same lines and money")
        number = count(each.content)
        when = moment_text(each.version.kept, now)
        rows.append(VersionRow(when, local(told(number)), local(f"{number:,}"), change, each.content))
    return rows
