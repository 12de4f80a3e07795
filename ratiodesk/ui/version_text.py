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
from ratiodesk.domain.wording import counted
from ratiodesk.ui.journal_text import day_text

Content = TypeVar("Content")
SET_ASIDE, RESTORE = "Set the file aside and go on", "Restore this version"


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
        return f"today {here:%H:%M:%S}"
    day = "yesterday" if here.date() == today - timedelta(days=1) else day_text(here.date())
    return f"{day} {here:%H:%M}"


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
        return f"{problem} Its version of {moment_text(kept, now)} is shown."
    return f"{problem} {'There is no earlier version to show.' if is_empty else 'What it held before is shown.'}"


def layout_rows(kept: Sequence[Kept[Layout]], now: datetime) -> list[VersionRow[Layout]]:
    """Return the versions of a layout, the newest first, with what changed against the one before."""
    return _rows(kept, now, "line", lambda layout: len(layout.levels), layout_difference)


def portfolio_rows(kept: Sequence[Kept[Portfolio]], now: datetime) -> list[VersionRow[Portfolio]]:
    """Return the versions of the portfolio, the newest first, with what changed against the one before."""
    return _rows(kept, now, "holding", lambda portfolio: len(portfolio.lots), portfolio_difference)


def plan_rows(kept: Sequence[Kept[FrozenPlan]], now: datetime) -> list[VersionRow[FrozenPlan]]:
    """Return frozen plans that were deleted, or whose documents are damaged."""
    return [
        VersionRow(
            moment_text(each.version.kept, now),
            f"Plan of {each.content.pair}",
            str(each.content.pair),
            " · ".join(filter(None, (f"frozen {day_text(each.content.session)}", each.content.note))),
            each.content,
        )
        for each in kept
    ]


def _rows(
    kept: Sequence[Kept[Content]],
    now: datetime,
    noun: str,
    count: Callable[[Content], int],
    difference: Callable[[Content, Content], Sequence[str]],
) -> list[VersionRow[Content]]:
    rows = []
    for each, before in zip_longest(kept, kept[1:]):
        words = ", ".join(difference(before.content, each.content)) if before is not None else "the first one kept"
        change = words[:1].upper() + words[1:] if words else "The same lines and money"
        number = count(each.content)
        when = moment_text(each.version.kept, now)
        rows.append(VersionRow(when, counted(number, noun), f"{number:,}", change, each.content))
    return rows
