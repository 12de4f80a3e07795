"""What the status bar says about how far the data can be trusted."""

from datetime import date

from ratiodesk.chart.tick import date_label
from ratiodesk.domain.ports import Quotes
from ratiodesk.domain.series import Basis, RatioSeries, as_date

STALE_DAYS = 4


def source_text(series: RatioSeries, quotes: tuple[Quotes, Quotes], today: date, as_of: date | None) -> str:
    """Return source, basis, last session, age and dropped sessions in one line."""
    sources = " and ".join(dict.fromkeys(quote.source for quote in quotes))
    basis = "closes" if series.basis is Basis.PRICE else "total-return closes"
    parts = [sources, f"daily {basis} to {date_label(series.session)}"]
    parts.append(f"as of {date_label(as_of)}" if as_of else age_text(series.session, today))
    dropped = len(series.dropped)
    sessions = f"{len(series):,} sessions, {f'{dropped:,} dropped' if dropped else 'none dropped'}"
    return "  ·  ".join([*parts, sessions])


def age_text(session: date, today: date) -> str:
    """Return how old a session is.

    >>> age_text(date(2026, 8, 21), date(2026, 8, 24))
    '3 days old'
    """
    days = (today - session).days
    if days <= 0:
        return "today"
    return "1 day old" if days == 1 else f"{days:,} days old"


def is_stale(series: RatioSeries, today: date, as_of: date | None) -> bool:
    """Return whether the last session is older than a long weekend."""
    return as_of is None and (today - series.session).days > STALE_DAYS


def dropped_text(series: RatioSeries) -> str:
    """Return which sessions were dropped, the newest twenty of them."""
    if not series.dropped:
        return f"Both legs traded on every session since {date_label(as_date(series.sessions[0]))}."
    shown = ", ".join(date_label(day) for day in series.dropped[:-21:-1])
    more = f" and {len(series.dropped) - 20:,} more" if len(series.dropped) > 20 else ""
    return f"Sessions only one leg traded, left out: {shown}{more}."
