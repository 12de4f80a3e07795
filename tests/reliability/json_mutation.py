"""What another program, version or hand makes of a JSON document that stays JSON."""

import json
from collections.abc import Iterator
from random import Random
from typing import Any

from byte_mutation import Mutation, bits_flipped

_VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 3, 2**31, 2**63, 2**64, -(2**63) - 1, 10**18, 0.5, -0.5, 1e-9, 1e9, 1e-10, 1e300,
    1e-300,
    1.7e308, float("nan"), float("inf"), float("-inf"), "", " ", "x", "NaN", "1", "1.5", "SPY", "SPY/IWM", "QQQ/TLT",
    "../x",
    "2021-12-28", "2021-12-28T22:00:00Z", "9999-12-31", "#ffffff", "stop", "A" * 300, "A" * 3_000, "\x00", "\ud800",
    "\u202e",
    "<b>x</b>", [], {}, [[]], [None], [{}], {"": None}, {"a": 1}, [0] * 2_000, ["x"] * 2_000, [{}] * 2_000,
    [{"id": "a"}] * 3, {str(number): number for number in range(3_000)}, {"é" * 5_000: 1}, {"a\nb\x1b": 1},
)  # fmt: skip
_MOST_GROWN = 5_000_000
_NAMES = ("", "id", "pair", "format", "version", "x", "__class__", "\x00", "a" * 300, "naïve\u2028", "levels", "symbol")
_EXTREMES = (
    5e-324, 1e-300, 1e-16, 1e-15, 1e-12, 1e-9, 1e-6, 0.001, 0.4999, 0.5, 0.999999, 1.0, 1.000001, 1.95, 2.13, 2.35,
    9.99,
    1e3, 1e6, 1e9, 1e12, 1e15, 1e16, 1e100, 1e154, 1e300, 1.7976931348623157e308, 0.0, -0.0, -1.0,
)  # fmt: skip
_WHOLE = (0, 1, 2, 3, 5, 252, 25_200, 1_000_000, 2**31, 2**53, 2**63 - 1, 2**63, 10**25, -1)
_WORDS = (
    "rotate", "pair", "beta_neutral", "volatility_parity", "dollar_neutral", "log", "linear", "total_return", "price",
    "1d", "1wk", "1mo", "1h", "5m", "3Y", "Max", "custom", "stop", "entry", "target", "plain", "SPY", "IWM", "QQQ",
    "TLT",
    "NONE", "SPY/IWM", "IWM/SPY", "QQQ/TLT", "0001-01-01", "1993-01-29", "2021-12-28", "2026-08-21", "9999-12-31",
    "USD",
    "GBp", "America/New_York", "Europe/Berlin", "Mars/Olympus", "buy", "sell", "sell_short", "short_ratio",
    "long_ratio", "",
)  # fmt: skip
_VERSIONS: tuple[Any, ...] = (
    0, -1, 1, 2, 3, 4, 99, 2**31, 2**64, 10**300, 1.0, 2.5, 1e300, "1", "3", None, True, [], {}, [3],
)  # fmt: skip


def value_replaced(content: bytes, random: Random) -> bytes:
    return _changed(content, random, lambda holder, key: holder.__setitem__(key, random.choice(_VALUES)))


def number_scaled(content: bytes, random: Random) -> bytes:
    def scale(holder: Any, key: Any) -> None:
        if isinstance(holder[key], int | float) and not isinstance(holder[key], bool):
            holder[key] *= random.choice((-1, 0, 1e-12, 1e-3, 0.999, 1.001, 100, 1e6, 1e12))

    return _changed(content, random, scale, times=random.choice((1, 1, 5, 50)))


def number_nudged(content: bytes, random: Random) -> bytes:
    """Put numbers in place of numbers that may just be let in, and then lead beyond all numbers."""

    def nudge(holder: Any, key: Any) -> None:
        if isinstance(holder[key], bool) or not isinstance(holder[key], int | float):
            return
        holder[key] = random.choice(_EXTREMES) if isinstance(holder[key], float) else random.choice(_WHOLE)

    return _changed(content, random, nudge, times=random.choice((3, 6, 20)))


def text_swapped(content: bytes, random: Random) -> bytes:
    """Put texts in place of texts: another one of the document, or a word it knows."""
    texts = [holder[key] for holder, key in _places(_fields(content)) if isinstance(holder[key], str)]

    def swap(holder: Any, key: Any) -> None:
        if isinstance(holder[key], str):
            holder[key] = random.choice(texts) if random.random() < 0.5 else random.choice(_WORDS)

    return _changed(content, random, swap, times=random.choice((2, 6)))


def key_lost(content: bytes, random: Random) -> bytes:
    return _changed(content, random, lambda holder, key: holder.pop(key))


def key_renamed(content: bytes, random: Random) -> bytes:
    def rename(holder: Any, key: Any) -> None:
        if isinstance(holder, dict):
            holder[random.choice(_NAMES)] = holder.pop(key)

    return _changed(content, random, rename)


def key_added(content: bytes, random: Random) -> bytes:
    def add(holder: Any, key: Any) -> None:
        if isinstance(holder, dict):
            holder[random.choice(_NAMES)] = random.choice(_VALUES)
        else:
            holder.insert(key, random.choice(_VALUES))

    return _changed(content, random, add)


def values_swapped(content: bytes, random: Random) -> bytes:
    """Put one value of the document in the place of another."""
    fields = _fields(content)
    places = list(_places(fields))
    if len(places) < 2:
        return bits_flipped(content, random)
    (holder, key), (other, name) = random.sample(places, 2)
    holder[key] = json.loads(json.dumps(other[name]))
    return _text(fields)


def list_grown(content: bytes, random: Random) -> bytes:
    """Repeat the items of a list, with their ids or with others."""
    fields = _fields(content)
    lists = [holder[key] for holder, key in _places(fields) if isinstance(holder[key], list) and holder[key]]
    if not lists:
        return bits_flipped(content, random)
    items, own = random.choice(lists), random.random() < 0.7
    most = max(2, _MOST_GROWN // max(1, len(json.dumps(items[0]))))
    count = min(most, random.choice((2, 3, 30, 300, 3_000)))
    grown = [json.loads(json.dumps(item)) for item in (items * count)[:count]]
    for number, item in enumerate(grown):
        if own and isinstance(item, dict):
            item |= {name: f"{item[name]}{number}"[:20] for name in ("id", "symbol") if name in item}
    items[:] = grown
    return _text(fields)


def version_changed(content: bytes, random: Random) -> bytes:
    fields = _fields(content)
    if not isinstance(fields, dict):
        return bits_flipped(content, random)
    return _text(fields | {"version": random.choice(_VERSIONS)})


def key_twice(content: bytes, random: Random) -> bytes:
    """Let a key come twice, as a merge by lines leaves it: the first, the last or none may be the one that counts."""
    fields = _fields(content)
    holders = [holder for holder, key in _places(fields) if isinstance(holder, dict) and key == next(iter(holder))]
    if not holders:
        return bits_flipped(content, random)
    holder = random.choice(holders)
    key = random.choice(list(holder))
    value = json.dumps(random.choice((holder[key], random.choice(_VALUES), [], None)))
    mark = "\ue000twice\ue001"
    entries = list(holder.items())
    entries.insert(random.choice((0, len(entries))), (mark, 0))
    holder.clear()
    holder.update(entries)
    return _text(fields).replace(f"{json.dumps(mark)}: 0".encode(), f"{json.dumps(key)}: {value}".encode())


JSON_MUTATIONS: tuple[Mutation, ...] = (
    value_replaced, value_replaced, value_replaced, number_scaled, number_scaled, number_nudged, number_nudged,
    number_nudged, number_nudged, text_swapped, text_swapped, text_swapped, key_lost, key_renamed, key_added,
    values_swapped, list_grown, version_changed, key_twice,
)  # fmt: skip


def has_key_twice(content: bytes) -> bool:
    """Return whether an object in *content* has a key twice; False of what is no JSON."""
    found = []

    def look(entries: list[tuple[str, Any]]) -> None:
        found.append(len({name for name, _ in entries}) < len(entries))

    try:
        json.loads(content, object_pairs_hook=look)
    except (ValueError, RecursionError):
        return False
    return any(found)


def _changed(content: bytes, random: Random, change: Any, times: int = 1) -> bytes:
    fields = _fields(content)
    for _ in range(times):
        places = list(_places(fields))
        if not places:
            return bits_flipped(content, random)
        change(*random.choice(places))
    return _text(fields)


def _fields(content: bytes) -> Any:
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return None


def _text(fields: Any) -> bytes:
    try:
        return json.dumps(fields, indent=2).encode()
    except (ValueError, RecursionError):
        return b"{"


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Yield every place of a value: what holds it, and its key or index."""
    waiting = [value]
    while waiting:
        holder = waiting.pop()
        keys = holder if isinstance(holder, dict) else range(len(holder)) if isinstance(holder, list) else ()
        for key in keys:
            yield holder, key
            waiting.append(holder[key])
