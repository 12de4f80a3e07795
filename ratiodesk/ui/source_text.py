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
from ratiodesk.ui.number_text import signed_percent
from ratiodesk.words import mark, tr, tr_n

# A leg that lacks this many ended sessions at its end is told in red.
STALE_SESSIONS = 2
# By whether closes are dividend-adjusted, and whether they are brought to one currency.
_BARS = {
    (False, False): mark("{interval} closes to {moment}"),
    (True, False): mark("{interval} total-return closes to {moment}"),
    (False, True): mark("{interval} closes in {currency} to {moment}"),
    (True, True): mark("{interval} total-return closes in {currency} to {moment}"),
}


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
        parts.append(tr("as of {day}", day=date_label(as_of)))
    else:
        if series.forming:
            parts[-1] = _forming_text(parts[-1], series)
        late = behind_text(trust)
        # What is late stands first where it makes all the rest old: a narrow window cuts the end.
        parts = [*late, *parts] if is_stale(trust, as_of) else [*parts, *late]
        parts += doubt_text(trust) + refreshed_text(quotes, now)
    dropped = tr("{n} dropped", n=local(f"{len(series.dropped):,}")) if series.dropped else tr("none dropped")
    return "  ·  ".join([*parts, f"{_count_text(series, shown)}, {dropped}"])


def _forming_text(bars: str, series: RatioSeries) -> str:
    if len(series) < 2:
        return tr("{bars}, forming", bars=bars)
    return tr("{bars}, forming (final to {day})", bars=bars, day=date_label(as_date(series.sessions[-2])))


def _count_text(series: RatioSeries, shown: RatioSeries) -> str:
    if shown.interval.is_intraday:
        return tr_n("{n} bar", "{n} bars", len(shown), n=local(f"{len(shown):,}"))
    return tr_n("{n} session", "{n} sessions", len(series), n=local(f"{len(series):,}"))


def data_words(shown: RatioSeries, quotes: PairQuotes) -> str:
    """Return whence the bars on the screen are, what they are, and to what date."""
    return f"{sources_text(quotes)}, {bars_text(shown, quotes)}"


def sources_text(quotes: PairQuotes) -> str:
    """Return the names of the sources of both legs, each once."""
    names = list(dict.fromkeys(tr(leg.source) for leg in quotes.legs))
    return tr("{first} and {last}", first=names[0], last=names[-1]) if len(names) > 1 else names[0]


def bars_text(shown: RatioSeries, quotes: PairQuotes) -> str:
    """Return bars, basis and last session of what is shown."""
    return tr(
        _BARS[shown.basis.adjusted, shown.basis.converted],
        interval=shown.interval.long_name,
        currency=quotes.common_currency,
        moment=moment_label(shown.sessions[-1]),
    )


def doubt_text(trust: Trust | None) -> list[str]:
    """Return how many sessions are missing and how many closes moved oddly far, nothing if none did or not known."""
    if trust is None:
        return []
    missing, jumps = trust.missing_count, trust.jump_count
    found = [tr("{n} missing", n=f"{missing:,}")] if missing else []
    if jumps:
        found.append(tr_n("{n} jump", "{n} jumps", jumps, n=f"{jumps:,}"))
    return [local(", ".join(found))] if found else []


def behind_text(trust: Trust | None) -> list[str]:
    """Return how many sessions the prices lack at their end, nothing if none or not known."""
    if trust is None or not trust.behind:
        return []
    return [tr_n("{n} session behind", "{n} sessions behind", trust.behind, n=f"{trust.behind:,}")]


def refreshed_text(quotes: PairQuotes, now: datetime) -> list[str]:
    """Return when the leg that was refreshed longer ago was, nothing for prices that never are."""
    legs = (*quotes.legs, *([quotes.rate] if quotes.rate else []))
    fetched = [leg.fetched for leg in legs if leg.origin is Origin.YAHOO and leg.fetched is not None]
    return [tr("refreshed {age}", age=ago(min(fetched), now))] if fetched else []


def ago(moment: datetime, now: datetime) -> str:
    """Return how long ago a moment was.

    >>> ago(datetime(2021, 12, 28, 15, 0), datetime(2021, 12, 28, 17, 5))
    '2 h ago'
    """
    minutes = int((now - moment).total_seconds() // 60)
    if minutes < 1:
        return tr("just now")
    if minutes < 60:
        return tr("{n} min ago", n=minutes)
    if minutes < 24 * 60:
        return tr("{n} h ago", n=minutes // 60)
    days = minutes // (24 * 60)
    return tr_n("{n} day ago", "{n} days ago", days, n=f"{days:,}")


def is_stale(trust: Trust | None, as_of: date | None) -> bool:
    """Return whether the prices are older than one session of their exchange."""
    return as_of is None and trust is not None and trust.behind >= STALE_SESSIONS


def state_text(state: UpdateState, now: datetime) -> str:
    """Return what the updater has to say, empty if nothing.

    >>> state_text(UpdateState(problem="Wait.", until=datetime(2021, 1, 1, 12, 1)), datetime(2021, 1, 1, 12, 0, 18))
    'Wait. Again in 0:42.'
    """
    if state.busy:
        return tr("Refreshing …")
    if state.until is not None:
        left = max(int((state.until - now).total_seconds()), 0)
        return tr("{problem} Again in {time}.", problem=state.problem, time=f"{left // 60}:{left % 60:02}")
    return state.problem


def currency_sentence(series: RatioSeries, quotes: PairQuotes) -> str:
    """Return what is to be said about the currencies of the legs, empty if nothing."""
    if series.mixes_currencies:
        priced = ", ".join(
            tr("{symbol} in {currency}", symbol=leg.symbol, currency=leg.currency) for leg in quotes.legs
        )
        return tr("The ratio mixes currencies: {priced}. Its level moves with the exchange rate.", priced=priced)
    known = [leg.currency for leg in quotes.legs if leg.currency]
    unknown = next((leg.symbol for leg in quotes.legs if not leg.currency), None)
    if len(known) == 1 and unknown is not None:
        return tr(
            "The currency of {symbol} is not known, the other leg is in {currency}: import it with its currency.",
            symbol=unknown,
            currency=known[0],
        )
    return ""


def details_text(series: RatioSeries, quotes: PairQuotes, trust: Trust | None, now: datetime) -> str:
    """Return all there is to say about the data, in paragraphs."""
    legs = [_leg_text(leg, now) for leg in (*quotes.legs, *([quotes.rate] if quotes.rate else []))]
    parts = ["\n".join(legs), dropped_text(series)]
    if trust is not None:
        parts += [_leg_doubts(leg) for leg in trust.legs]
    if series.basis.converted:
        parts.append(
            tr(
                "Prices are brought to {currency} at each session’s closing rate, which is set at another "
                "hour than the exchange’s close.",
                currency=quotes.common_currency,
            )
        )
    if any(leg.origin is Origin.YAHOO for leg in quotes.legs):
        parts.append(tr(TERMS))
    return "\n\n".join(parts)


def dropped_text(series: RatioSeries) -> str:
    """Return which sessions were dropped."""
    if not series.dropped:
        return tr("Both legs traded on every session since {day}.", day=date_label(as_date(series.sessions[0])))
    days = ", ".join(date_label(day) for day in reversed(series.dropped))
    count = len(series.dropped)
    if series.basis.converted:
        return tr_n(
            "{n} session that only one leg traded or that have no rate, left out: {days}.",
            "{n} sessions that only one leg traded or that have no rate, left out: {days}.",
            count,
            n=f"{count:,}",
            days=days,
        )
    return tr_n(
        "{n} session that only one leg traded, left out: {days}.",
        "{n} sessions that only one leg traded, left out: {days}.",
        count,
        n=f"{count:,}",
        days=days,
    )


def _leg_text(leg: Quotes, now: datetime) -> str:
    first, last = (date_label(as_date(session)) for session in (leg.bars.sessions[0], leg.bars.sessions[-1]))
    about = ", ".join(part for part in (leg.name, leg.exchange, leg.currency) if part)
    span = tr("{first} to {last}", first=first, last=last)
    parts = [tr(leg.source), tr("{span} (still forming)", span=span) if leg.forming else span]
    if leg.fetched:
        parts.append(tr("fetched {age}", age=ago(leg.fetched, now)))
    return f"{leg.symbol}{f' ({about})' if about else ''}: {', '.join(parts)}."


def _leg_doubts(leg: LegTrust) -> str:
    behind = tr_n(
        "{symbol} lacks {n} ended session at its end.",
        "{symbol} lacks {n} ended sessions at its end.",
        leg.behind,
        symbol=leg.symbol,
        n=f"{leg.behind:,}",
    )
    lines = [behind if leg.behind else tr("{symbol} has every ended session at its end.", symbol=leg.symbol)]
    if leg.missing:
        days = ", ".join(date_label(day) for day in reversed(leg.missing))
        lines.append(tr("Sessions of its exchange without a bar: {days}.", days=days))
    if leg.jumps:
        jumps = ", ".join(map(_jump_text, leg.jumps))
        lines.append(tr("Closes that moved oddly far, drawn as they are: {jumps}.", jumps=jumps))
    return "\n".join(lines)


def _jump_text(jump: Jump) -> str:
    moved = f"{date_label(jump.session)} {signed_percent(jump.change)}"
    return tr("{moved}, near a {split} split", moved=moved, split=jump.split) if jump.split else moved
