"""What another program may make of a price cache that stays a database."""

import contextlib
import sqlite3
import zlib
from random import Random

from byte_mutation import NUMBERS, TEXTS, Mutation, bits_flipped

_COLUMNS = (
    "symbol", "interval", "origin", "in_use", "source", "currency", "name", "exchange", "zone", "fetched", "rebuilt",
    "forming", "splits", "gaps", "bars", "checksum",
)  # fmt: skip
_VALUES = (
    None, 0, -1, 2**62, 1.5, float("inf"), "", "x", "SPY", "../x", "2021-13-45", "2021-12-28", "2021-12-28T22:00:00",
    "2021-12-28T22:00:00+00:00", "1d", "5m", "yahoo", "file", "sample", "<b>x</b>", "A" * 100_000, "a\nb\x1b", "\x00",
    b"",
    b"\0" * 56, b"\xff" * 56, b"\0" * 57, b"x" * 1_000_000, "America/New_York", "../../etc/passwd", "US/\x00",
)  # fmt: skip
_STATEMENTS = (
    "drop table instrument", "drop table listing", "delete from instrument", "alter table instrument add column more",
    "alter table instrument rename column bars to rabs", "alter table listing rename to gnitsil",
    "pragma user_version = 0", "pragma user_version = 1", "pragma user_version = 3", "pragma user_version = -1",
    "create table other (x)", "create table 'a b; drop' (x)",
    "drop table instrument; create view instrument as select 1",
    "create trigger t after insert on instrument begin delete from instrument; end",
    "create trigger t before insert on instrument begin select raise(abort, 'no'); end",
    "create index i on instrument (name)", "pragma page_size = 512; vacuum", "pragma encoding = 'UTF-16'",
    "update instrument set in_use = 1", "update instrument set in_use = 0",
    "update instrument set symbol = lower(symbol)",
    "update instrument set bars = substr(bars, 1, length(bars) / 2)", "update instrument set name = cast(name as blob)",
    "update instrument set bars = zeroblob(length(bars))", "update instrument set name = cast(x'ff' as text)",
    "update listing set name = cast(x'ff' as text)", "update listing set symbol = '../x'",
    "insert into listing values (1, 2, 3)",
    "insert into listing values ('', '', '')", "insert into listing values (x'00', x'00', x'00')",
)  # fmt: skip


def row_changed(content: bytes, random: Random) -> bytes:
    """Change a column of a row, with a checksum that is right."""
    column, value = random.choice(_COLUMNS), random.choice((*_VALUES, random.choice(TEXTS).decode(errors="replace")))
    return _with(content, random, f"update or replace instrument set {column} = ? where rowid = 1", value)


def bars_changed(content: bytes, random: Random) -> bytes:
    """Write other bars, with the checksum that belongs to them."""
    connection = sqlite3.connect(":memory:")
    with contextlib.closing(connection):
        try:
            connection.deserialize(content)
            ((rowid, packed), *_) = connection.execute("select rowid, bars from instrument").fetchall()
            changed = bytearray(packed)
            for _ in range(random.choice((1, 5, 200))):
                start = random.randrange(len(changed) // 8) * 8
                changed[start : start + 8] = random.choice((bytes(8), b"\xff" * 8, random.randbytes(8), changed[:8]))
            crc = zlib.crc32(bytes(changed))
            connection.execute(
                "update instrument set bars = ?, checksum = ? where rowid = ?", (bytes(changed), crc, rowid)
            )
            connection.commit()
            return connection.serialize()
        except (sqlite3.Error, ValueError, TypeError, MemoryError):
            return bits_flipped(content, random)


def shape_changed(content: bytes, random: Random) -> bytes:
    return _with(content, random, random.choice(_STATEMENTS))


def page_scrambled(content: bytes, random: Random) -> bytes:
    """Put one page in the place of another, as a synchronised folder does with a database that is open."""
    size = 4096
    pages = [content[at : at + size] for at in range(0, len(content), size)]
    if len(pages) > 1:
        pages[random.randrange(len(pages))] = random.choice(pages)
    return b"".join(pages)


def header_changed(content: bytes, random: Random) -> bytes:
    place = random.randrange(100)
    return content[:place] + random.choice((b"\0", b"\xff", random.choice(NUMBERS)[:4])) + content[place + 1 :]


DATABASE_MUTATIONS: tuple[Mutation, ...] = (
    row_changed, row_changed, row_changed, bars_changed, shape_changed, shape_changed, page_scrambled, header_changed,
)  # fmt: skip


def _with(content: bytes, random: Random, statements: str, *values: object) -> bytes:
    connection = sqlite3.connect(":memory:")
    with contextlib.closing(connection):
        try:
            connection.deserialize(content)
            if values:
                connection.execute(statements, values)
            else:
                connection.executescript(statements)
            connection.commit()
            return connection.serialize()
        except (sqlite3.Error, OverflowError, UnicodeError, MemoryError):
            return bits_flipped(content, random)
