"""What spreadsheets, brokers and hands make of a table that stays text."""

import csv
import io
from random import Random

from byte_mutation import NUMBERS, TEXTS, Mutation

_CELLS = (
    "", "-", "null", "N/A", "0", "-1", "1e999", "NaN", "inf", "1.234.567,89", "1,234", "1 234,5", "(12.5)", "$1.5",
    "€ 3",
    "12%", "1.5M", "9" * 45, "9" * 5_000, "1e15", "1e16", "1e-16", "2021-12-28", "28/12/2021", "12/28/2021",
    "13/13/2021",
    "20211228", "1640701800", "1640701800000", "99999999999999", "-1", "44558", "Dec 28, 2021", "28. Dez. 2021",
    "2021-12-28T09:30:00Z", "0000-00-00", "9999-12-31", "1582-10-15", '"', '""', '"a', "a\tb", "=1+1", "@SUM(A1)",
    "<b>",
    "Total", "Cash", "SPY", "spy.us", "../x", "\x00", "\x1b[2J", "\u202e", "İ", "٣", "½", "²", "ﬁ", "x" * 200_000,
)  # fmt: skip
_NAMES = ("Date", "Close", "Symbol", "Shares", "Value", "Split Factor", "Time", "Adj Close", "Cost", "", "x" * 30_000)


def cell_replaced(content: bytes, random: Random) -> bytes:
    lines, mark = _lines(content)
    for _ in range(random.choice((1, 1, 3, 30))):
        at = random.randrange(len(lines))
        cells = lines[at].split(mark)
        cells[random.randrange(len(cells))] = random.choice(_CELLS)
        lines[at] = mark.join(cells)
    return _text(lines)


def column_filled(content: bytes, random: Random) -> bytes:
    """Give all rows the same or the same kind of odd cell."""
    lines, mark = _lines(content)
    column, filling, same = random.randrange(8), random.choice(_CELLS[:-1]), random.random() < 0.5
    for at in range(1, len(lines)):
        cells = lines[at].split(mark)
        if column < len(cells):
            cells[column] = filling if same else random.choice(_CELLS[:-1])
            lines[at] = mark.join(cells)
    return _text(lines)


def column_lost(content: bytes, random: Random) -> bytes:
    lines, mark = _lines(content)
    column, how = random.randrange(8), random.randrange(3)
    for at, line in enumerate(lines):
        cells = line.split(mark)
        if column < len(cells):
            cells[column : column + 1] = ([], [cells[column]] * 2, [cells[column], ""])[how]
        lines[at] = mark.join(cells)
    return _text(lines)


def header_changed(content: bytes, random: Random) -> bytes:
    lines, mark = _lines(content)
    cells = lines[0].split(mark)
    cells[random.randrange(len(cells))] = random.choice(_NAMES)
    if random.random() < 0.3:
        random.shuffle(cells)
    return _text([mark.join(cells), *lines[random.choice((0, 1, 1, 1)) :]])


def delimiter_changed(content: bytes, random: Random) -> bytes:
    lines, mark = _lines(content)
    other = random.choice([";", "\t", "|", ",", ":", " "])
    mixed = random.random() < 0.2
    changed = [line if mixed and random.random() < 0.5 else line.replace(mark, other) for line in lines]
    return _text(([f"sep={random.choice((other, mark, ''))}"] if random.random() < 0.3 else []) + changed)


def decimals_changed(content: bytes, random: Random) -> bytes:
    lines, mark = _lines(content)
    if mark == ",":
        lines, mark = [line.replace(",", ";") for line in lines], ";"
    return _text([line.replace(".", ",") if random.random() < 0.9 else line for line in lines])


def quoted(content: bytes, random: Random) -> bytes:
    lines, mark = _lines(content)
    written = io.StringIO()
    writer = csv.writer(written, delimiter=mark, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerows(line.split(mark) for line in lines)
    text = written.getvalue()
    stray = random.randrange(len(text) + 1)
    return (text[:stray] + '"' * random.choice((0, 1, 1, 50_000)) + text[stray:]).encode(
        "utf-8", errors="surrogateescape"
    )


def rows_repeated(content: bytes, random: Random) -> bytes:
    """Grow by rows that are read: the same ones, or with another number in them."""
    lines, mark = _lines(content)
    header, rows = lines[0], lines[1:] or lines
    count = random.choice((100, 2_000, 20_000, 100_000))
    if random.random() < 0.5:
        return _text([header, *(rows * (count // len(rows) + 1))[:count]])
    day = [row.split(mark) for row in rows]
    grown = [
        mark.join([f"{1900 + at // 336}-{at // 28 % 12 + 1:02}-{at % 28 + 1:02}", *day[at % len(day)][1:]])
        for at in range(count)
    ]
    return _text([header, *grown])


def preamble_added(content: bytes, random: Random) -> bytes:
    lines, _ = _lines(content)
    words = [random.choice(("Symbol: SPY", "", '"', "x,y", "Ticker = <b>", "a" * 50_000, "Date")) for _ in range(40)]
    return _text([*words[: random.choice((1, 5, 29, 40))], *lines])


def bytes_replaced(content: bytes, random: Random) -> bytes:
    cells = content.split(b",")
    cells[random.randrange(len(cells))] = random.choice(NUMBERS + TEXTS)
    return b",".join(cells)


TABLE_MUTATIONS: tuple[Mutation, ...] = (
    cell_replaced, cell_replaced, cell_replaced, column_filled, column_filled, column_lost, header_changed,
    delimiter_changed, decimals_changed, quoted, preamble_added, bytes_replaced,
)  # fmt: skip


def _lines(content: bytes) -> tuple[list[str], str]:
    text = content.decode("utf-8", errors="surrogateescape")
    lines = text.split("\n")
    return lines, max(",;\t|", key=lines[0].count)


def _text(lines: list[str]) -> bytes:
    return "\n".join(lines).encode("utf-8", errors="surrogateescape")
