"""What disks, networks and editors do to a file, whatever it holds."""

import re
from collections.abc import Callable
from random import Random

Mutation = Callable[[bytes, Random], bytes]

HUGE_BYTES = 50_000_000
DEPTHS = (40, 70, 330, 480, 700, 800, 900, 1_100, 10_000, 100_000)
NUMBERS = (
    b"NaN", b"-nan", b"Infinity", b"-Infinity", b"inf", b"1e999", b"-1e999", b"1e308", b"1.7976931348623157e308",
    b"1e-308", b"5e-324", b"0", b"-0", b"0.0", b"-1", b"1", b"2", b"9", b"99", b"2147483648", b"9223372036854775808",
    b"18446744073709551616", b"1e15", b"1e12", b"1e-15", b"1e9", b"1000000001", b"0.000000001", b"1_000", b"0x10",
    b"07", b"+1", b".5", b"5.", b"1,5", b"9" * 400, b"9" * 5_000, b"1" + b"0" * 100_000, b"0." + b"0" * 400 + b"1",
    b"253402300800", b"-62135596801", b"1e18", b"true", b"null", b'"1"', b"",
)  # fmt: skip
TEXTS = (
    b"", b" ", b"\x00", b"A", b"A" * 300, b"A" * 10_000, b"x" * 1_000_000, b"\\u0000", b"\\ud800", b"\\udc00\\ud800",
    b"\xed\xa0\x80", b"\xff\xfe", b"\xc0\x80", b"\xf5\x80\x80\x80", b"../../../etc/passwd", b"..\\..\\x", b"C:\\x",
    b"/etc/passwd", b"CON", b"<img src=x onerror=alert(1)><b>", b"=cmd|' /C calc'!A0", b"%s%n%d{0}{x}",
    "\u202egnp.exe".encode(), "\u2028\u2029".encode(), "e\u0301\u0335\u0336".encode() * 50, "🚀".encode(), b"\\n\\r\\t",
    b"\x1b[2J\x1b]0;x\x07", b"\x7f\x80\x9f", "\ufeff".encode(), "ß".encode(), "İ".encode(), "٣".encode(), b"SPY",
    b"IWM",
    b"SPY/IWM", b"iwm/spy", b"SPY/SPY", b"QQQ/IWM", b"2021-02-30", b"0001-01-01", b"9999-12-31", b"10000-01-01",
    b"2021-12-28T22:00:00", b"2021-12-28T22:00:00+23:59", b"0001-01-01T00:00:00+14:00", b"9999-12-31T23:59:59-14:00",
    b"1d", b"5m", b"3Y", b"custom", b"#12345g", b"stop", b"entry", b"target", b"plain", b"total_return", b"rotate",
)  # fmt: skip

_NUMBER = re.compile(rb"-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?")
_TEXT = re.compile(rb'"[^"\n]*"')


def truncated(content: bytes, random: Random) -> bytes:
    return content[: random.randrange(len(content) + 1)]


def head_lost(content: bytes, random: Random) -> bytes:
    return content[random.randrange(len(content) + 1) :]


def bits_flipped(content: bytes, random: Random) -> bytes:
    changed = bytearray(content)
    for _ in range(random.choice((1, 1, 2, 8, 64)) if changed else 0):
        changed[random.randrange(len(changed))] ^= 1 << random.randrange(8)
    return bytes(changed)


def bytes_set(content: bytes, random: Random) -> bytes:
    changed = bytearray(content)
    for _ in range(random.choice((1, 2, 8)) if changed else 0):
        changed[random.randrange(len(changed))] = random.choice((0, 9, 10, 13, 27, 34, 44, 92, 127, 128, 0xC3, 255))
    return bytes(changed)


def part_moved(content: bytes, random: Random) -> bytes:
    """Copy some bytes to another place, over what was there or between."""
    start, place = random.randrange(len(content) + 1), random.randrange(len(content) + 1)
    part = content[start : start + random.choice((1, 4, 16, 64, 512, 4096))]
    return content[:place] + part + content[place + random.choice((0, len(part))) :]


def part_lost(content: bytes, random: Random) -> bytes:
    start = random.randrange(len(content) + 1)
    return content[:start] + content[start + random.choice((1, 2, 8, 64, 512, 4096)) :]


def block_zeroed(content: bytes, random: Random) -> bytes:
    """Leave a sector or a page of zeros, as a disk does that was not done writing."""
    size = random.choice((16, 512, 4096))
    start = random.randrange(len(content) // size + 1) * size
    return content[:start] + b"\0" * min(size, len(content) - start) + content[start + size :]


def noise_inside(content: bytes, random: Random) -> bytes:
    place = random.randrange(len(content) + 1)
    return content[:place] + random.randbytes(random.choice((1, 3, 16, 200))) + content[place:]


def noise(content: bytes, random: Random) -> bytes:
    return random.randbytes(random.choice((1, 2, 100, 4096, max(len(content), 1))))


def emptied(content: bytes, random: Random) -> bytes:
    return random.choice((b"", b"\n", b" ", b"\0", b"\xef\xbb\xbf", b"\xff\xfe", b"null", b"[]", b"{}", b'""', b"0"))


def doubled(content: bytes, random: Random) -> bytes:
    return content * random.choice((2, 2, 3))


def recoded(content: bytes, random: Random) -> bytes:
    """Write the text in another encoding, with or without its mark."""
    encoding = random.choice(("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig", "utf-7", "cp037", "latin-1"))
    return content.decode("utf-8", errors="replace").encode(encoding, errors="replace")


def relined(content: bytes, random: Random) -> bytes:
    return content.replace(b"\n", random.choice((b"\r\n", b"\r", b"\n\n", b"\x0b", b"\x85", b"", b"\0\n")))


def lines_shuffled(content: bytes, random: Random) -> bytes:
    lines = content.split(b"\n")
    here, there = random.randrange(len(lines)), random.randrange(len(lines))
    how = random.randrange(3)
    if how == 0:
        lines[here], lines[there] = lines[there], lines[here]
    elif how == 1:
        lines.insert(there, lines[here])
    else:
        del lines[here]
    return b"\n".join(lines)


def number_replaced(content: bytes, random: Random) -> bytes:
    return _one_replaced(content, _NUMBER, random.choice(NUMBERS), random)


def text_replaced(content: bytes, random: Random) -> bytes:
    return _one_replaced(content, _TEXT, b'"' + random.choice(TEXTS) + b'"', random)


def nested(content: bytes, random: Random) -> bytes:
    """Nest brackets as deep as a parser should not follow, as the whole file or in place of a value."""
    opening, closing = random.choice(((b"[", b"]"), (b'{"a":', b"}"), (b'[{"a":', b"}]"), (b"[[],", b"]")))
    depth = random.choice(DEPTHS)
    value = opening * depth + random.choice((b"1", b"null", b"")) + closing * random.choice((depth, depth, 0))
    return value if random.random() < 0.3 else _one_replaced(content, random.choice((_NUMBER, _TEXT)), value, random)


def huge(content: bytes, random: Random) -> bytes:
    """Grow to 50 MB."""
    filler = random.choice((b" ", b"\0", b"[", b"[],", b'"', b"1", b"\n", b",", b'{"a":', b"a", content or b"x"))
    grown = filler * (HUGE_BYTES // len(filler))
    return random.choice((grown, content + grown, content.rstrip(b"}\n ") + b',"more":[' + grown))


def large(content: bytes, random: Random) -> bytes:
    """Grow to what is just let in."""
    size = random.choice((100_000, 1_000_000, 4_900_000, 5_100_000))
    filler = random.choice((b" ", b"[],", b"{},", b"1,", b'"a",', b'{"a":{}},', b"\n", b",", content or b"x"))
    grown = filler * (size // len(filler))
    if random.random() < 0.5:
        return content + grown
    return content.rstrip(b"}\n ") + b',"more":[' + grown.rstrip(b",") + b"]}"


def another_kind(content: bytes, random: Random) -> bytes:
    """Be a file of another program under this name."""
    return random.choice(
        (
            b"PK\x03\x04" + random.randbytes(200),
            b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
            b"\x89PNG\r\n\x1a\n" + random.randbytes(50),
            b"\x1f\x8b\x08" + random.randbytes(50),
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + random.randbytes(50),
            b"SQLite format 3\0" + random.randbytes(84),
            b"<!DOCTYPE html><html><body>Sign in</body></html>",
            b"<<<<<<< HEAD\n" + content + b"\n=======\n" + content + b"\n>>>>>>> other\n",
            b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n",
        )
    )


BYTE_MUTATIONS: tuple[Mutation, ...] = (
    truncated, truncated, head_lost, bits_flipped, bits_flipped, bytes_set, part_moved, part_lost, block_zeroed,
    noise_inside, noise, emptied, doubled, recoded, relined, lines_shuffled, another_kind,
)  # fmt: skip
TEXT_MUTATIONS: tuple[Mutation, ...] = (number_replaced, number_replaced, text_replaced, text_replaced, nested)


def _one_replaced(content: bytes, form: re.Pattern[bytes], value: bytes, random: Random) -> bytes:
    found = list(form.finditer(content))
    if not found:
        return content + value
    place = random.choice(found)
    return content[: place.start()] + value + content[place.end() :]
