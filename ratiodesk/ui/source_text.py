"""What the status bar says about how far the data can be trusted."""

from datetime import date, datetime

from ratiodesk.analysis.doubt import Jump
from ratiodesk.analysis.trust import LegTrust, Trust
from ratiodesk.chart.date_tick import date_label, moment_label
from ratiodesk.desk.open_pair import TERMS
from ratiodesk.desk.updater import UpdateState
from ratiodesk.domain.pair_quotes import PairQuotes
from ratiodesk.domain.quotes import Origin, Quotes
from ratiodesk.domain.series import RatioSeries, as_date
from ratiodesk.local_text import local
from ratiodesk.ui.number_text import counted, signed_percent

# A leg that lacks this many ended sessions at its end is told in red.
STALE_SESSIONS = 2


def source_text(
    series: RatioSeries, shown: RatioSeries, quotes: PairQuotes, trust: Trust | None, now: datetime, as_of: date | None
) -> str:
    """Return what is late, source, basis, last session, age and what is doubtful in one line.

    Parameters
    ----------
    series, shown
        The daily ratio, and the bars on the screen.
    quotes
        The prices of the bars on the screen.
    """
    parts = [sources_text(quotes), bars_text(shown, quotes)]
    if as_of:
        parts.append(f"as of {date_label(as_of)}")
    else:
        if series.forming:
            final = f" (final to {date_label(as_date(series.sessions[-2]))})" if len(series) > 1 else ""
            parts[-1] += f", forming{final}"
        late = behind_text(trust)
        # What is late stands first where it makes all the rest old: a narrow window cuts the end.
        parts = [*late, *parts] if is_stale(trust, as_of) else [*parts, *late]
        parts += doubt_text(trust) + refreshed_text(quotes, now)
    count = counted(len(shown), "bar") if shown.interval.is_intraday else counted(len(series), "session")
    dropped = local(f"{len(series.dropped):,} dropped") if series.dropped else "none dropped"
    return "  ·  ".join([*parts, f"{count}, {dropped}"])


def data_words(shown: RatioSeries, quotes: PairQuotes) -> str:
    """Return whence the bars on the screen are, what they are, and to what date."""
    return f"{sources_text(quotes)}, {bars_text(shown, quotes)}"


def sources_text(quotes: PairQuotes) -> str:
    """Return the names of the sources of both legs, each once."""
    return " and ".join(dict.fromkeys(leg.source for leg in quotes.legs))


def bars_text(shown: RatioSeries, quotes: PairQuotes) -> str:
    """Return bars, basis and last session of what is shown."""
    basis = "total-return closes" if shown.basis.adjusted else "closes"
    currency = f" in {quotes.common_currency}" if shown.basis.converted else ""
    return f"{shown.interval.long_name} {basis}{currency} to {moment_label(shown.sessions[-1])}"


def doubt_text(trust: Trust | None) -> list[str]:
    """Return how many sessions are missing and how many closes moved oddly far, nothing if none did or not known."""
    if trust is None:
        return []
    missing, jumps = trust.missing_count, trust.jump_count
    found = [f"{missing:,} missing"] * bool(missing) + [f"{jumps:,} jump{'s' * (jumps != 1)}"] * bool(jumps)
    return [local(", ".join(found))] if found else []


def behind_text(trust: Trust | None) -> list[str]:
    """Return how many sessions the prices lack at their end, nothing if none or not known."""
    if trust is None or not trust.behind:
        return []
    return [f"{trust.behind:,} session{'s' * (trust.behind != 1)} behind"]


def refreshed_text(quotes: PairQuotes, now: datetime) -> list[str]:
    """Return when the leg that was refreshed longer ago was, nothing for prices that never are."""
    legs = (*quotes.legs, *([quotes.rate] if quotes.rate else []))
    fetched = [leg.fetched for leg in legs if leg.origin is Origin.YAHOO and leg.fetched is not None]
    return [f"refreshed {ago(min(fetched), now)}"] if fetched else []


def ago(moment: datetime, now: datetime) -> str:
    """Return how long ago a moment was.

    >>> ago(datetime(2021, 12, 28, 15, 0), datetime(2021, 12, 28, 17, 5))
    '2 h ago'
    """
    minutes = int((now - moment).total_seconds() // 60)
    if minutes < 1:
        return "just now"
    if minutes < 60:
        return f"{minutes} min ago"
    if minutes < 24 * 60:
        return f"{minutes // 60} h ago"
    days = minutes // (24 * 60)
    return f"{days:,} day{'s' * (days != 1)} ago"


def is_stale(trust: Trust | None, as_of: date | None) -> bool:
    """Return whether the prices are older than one session of their exchange."""
    return as_of is None and trust is not None and trust.behind >= STALE_SESSIONS


def state_text(state: UpdateState, now: datetime) -> str:
    """Return what the updater has to say, empty if nothing.

    >>> state_text(UpdateState(problem="Wait.", until=datetime(2021, 1, 1, 12, 1)), datetime(2021, 1, 1, 12, 0, 18))
    'Wait. Again in 0:42.'
    """
    if state.busy:
        return "Refreshing …"
    if state.until is not None:
        left = max(int((state.until - now).total_seconds()), 0)
        return f"{state.problem} Again in {left // 60}:{left % 60:02}."
    return state.problem


def currency_sentence(series: RatioSeries, quotes: PairQuotes) -> str:
    """Return what is to be said about the currencies of the legs, empty if nothing."""
    if series.mixes_currencies:
        priced = ", ".join(f"{leg.symbol} in {leg.currency}" for leg in quotes.legs)
        return f"The ratio mixes currencies: {priced}. Its level moves with the exchange rate."
    known = [leg.currency for leg in quotes.legs if leg.currency]
    unknown = next((leg.symbol for leg in quotes.legs if not leg.currency), None)
    if len(known) == 1 and unknown is not None:
        return f"The currency of {unknown} is not known, the other leg is in {known[0]}: import it with its currency."
    return ""


def details_text(series: RatioSeries, quotes: PairQuotes, trust: Trust | None, now: datetime) -> str:
    """Return all there is to say about the data, in paragraphs."""
    legs = [_leg_text(leg, now) for leg in (*quotes.legs, *([quotes.rate] if quotes.rate else []))]
    parts = ["\n".join(legs), dropped_text(series)]
    if trust is not None:
        parts += [_leg_doubts(leg) for leg in trust.legs]
    if series.basis.converted:
        parts.append(
            f"Prices are brought to {quotes.common_currency} at each session’s closing rate, which is set at another "
            "hour than the exchange’s close."
        )
    if any(leg.origin is Origin.YAHOO for leg in quotes.legs):
        parts.append(TERMS)
    return "\n\n".join(parts)


def dropped_text(series: RatioSeries) -> str:
    """Return which sessions were dropped."""
    if not series.dropped:
        return f"Both legs traded on every session since {date_label(as_date(series.sessions[0]))}."
    days = ", ".join(date_label(day) for day in reversed(series.dropped))
    count = f"{len(series.dropped):,} session{'s' * (len(series.dropped) != 1)}"
    rate = " or that have no rate" if series.basis.converted else ""
    return f"{count} that only one leg traded{rate}, left out: {days}."


def _leg_text(leg: Quotes, now: datetime) -> str:
    first, last = (date_label(as_date(session)) for session in (leg.bars.sessions[0], leg.bars.sessions[-1]))
    about = ", ".join(part for part in (leg.name, leg.exchange, leg.currency) if part)
    fetched = f", fetched {ago(leg.fetched, now)}" if leg.fetched else ""
    forming = " (still forming)" if leg.forming else ""
    return f"{leg.symbol}{f' ({about})' if about else ''}: {leg.source}, {first} to {last}{forming}{fetched}."


def _leg_doubts(leg: LegTrust) -> str:
    behind = f"{leg.symbol} lacks {leg.behind:,} ended session{'s' * (leg.behind != 1)} at its end."
    lines = [behind if leg.behind else f"{leg.symbol} has every ended session at its end."]
    if leg.missing:
        lines.append(
            f"Sessions of its exchange without a bar: {', '.join(date_label(day) for day in reversed(leg.missing))}."
        )
    if leg.jumps:
        lines.append("Closes that moved oddly far, drawn as they are: " + ", ".join(map(_jump_text, leg.jumps)) + ".")
    return "\n".join(lines)


def _jump_text(jump: Jump) -> str:
    near = f", near a {jump.split} split" if jump.split else ""
    return f"{date_label(jump.session)} {signed_percent(jump.change)}{near}"
