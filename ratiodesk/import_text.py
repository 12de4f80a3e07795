"""What there is to say about prices read from a file."""

from ratiodesk.domain.price_import import PriceImport


def summary_text(found: PriceImport, *, done: bool = False) -> str:
    """Return what was read and how, and what taking it in would do or, once *done*, has done, a sentence a line."""
    bars = found.quotes.bars
    writer = f", written by {found.writer}" if found.writer else ""
    counts = f"{_count(found.read_count, 'session')} read, {_count(len(found.dropped), 'row')} left out"
    span = f"{_count(len(bars), 'session')}, {bars.sessions[0]} to {bars.sessions[-1]}"
    kept = f", {found.kept_count:,} of them from earlier files" if found.kept_count else ""
    lines = [
        f"{_count(found.rows, 'row')}{writer}: {counts}.",
        f"Read as {found.notation}." if found.notation else "",
        *found.notes,
        f"{found.symbol} {'has' if done else 'will have'} {span}{kept}.",
        "" if done else found.in_use,
        found.conflict,
    ]
    return "\n".join(line for line in lines if line)


def dropped_rows_text(found: PriceImport) -> str:
    """Return every row that was left out, with its reason; empty if none was."""
    return "\n".join(f"Line {row.line:,}: {row.reason}: {row.text}" for row in found.dropped)


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'s' * (number != 1)}"
