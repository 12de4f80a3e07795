"""What there is to say about prices read from a file."""

from ratiodesk.domain.price_import import PriceImport
from ratiodesk.words import tr, tr_n


def summary_text(found: PriceImport, *, done: bool = False) -> str:
    """Return what was read and how, and what taking it in would do or, once *done*, has done, a sentence a line."""
    bars = found.quotes.bars
    rows, writer = _rows_text(found.rows), found.writer
    if writer:
        rows = tr("{rows}, written by {writer}", rows=rows, writer=writer)
    read, left_out = _sessions_text(found.read_count), _rows_text(len(found.dropped))
    span = tr(
        "{sessions}, {first} to {last}",
        sessions=_sessions_text(len(bars)),
        first=bars.sessions[0],
        last=bars.sessions[-1],
    )
    if found.kept_count:
        span = tr("{span}, {count} of them from earlier files", span=span, count=f"{found.kept_count:,}")
    symbol = found.symbol
    lines = [
        tr("{rows}: {sessions} read, {dropped} left out.", rows=rows, sessions=read, dropped=left_out),
        tr("Read as {notation}.", notation=found.notation) if found.notation else "",
        *found.notes,
        tr("{symbol} has {span}.", symbol=symbol, span=span)
        if done
        else tr("{symbol} will have {span}.", symbol=symbol, span=span),
        "" if done else found.in_use,
        found.conflict,
    ]
    return "\n".join(line for line in lines if line)


def dropped_rows_text(found: PriceImport) -> str:
    """Return every row that was left out, with its reason; empty if none was."""
    return "\n".join(
        tr("Line {line}: {reason}: {text}", line=f"{row.line:,}", reason=row.reason, text=row.text)
        for row in found.dropped
    )


def _rows_text(count: int) -> str:
    return tr_n("{n} row", "{n} rows", count, n=f"{count:,}")


def _sessions_text(count: int) -> str:
    return tr_n("{n} session", "{n} sessions", count, n=f"{count:,}")
