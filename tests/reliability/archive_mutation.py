"""What may be inside a zip that calls itself a backup."""

import hashlib
import io
import json
import warnings
import zipfile
import zlib
from random import Random

from byte_mutation import BYTE_MUTATIONS, TEXT_MUTATIONS, Mutation, bits_flipped
from json_mutation import JSON_MUTATIONS

_MANIFEST = "manifest.json"
_NAMES = (
    "../x.json", "/etc/passwd", "..\\x", "C:\\x", "C:/x", "\\\\host\\x", "layouts/../../x", "layouts/../settings.json",
    "", ".", "layouts", "layouts/", "layouts/CON.ratiodesk", "layouts/IWM_SPY.ratiodesk/x", "layouts/iwm_spy.ratiodesk",
    "layouts/A_B.ratiodesk", "journal/x.json", "journal/../portfolio.json", "prices.sqlite-wal", ".lock", "x\x00y",
    "a" * 300, "layouts/é.ratiodesk", "layouts/\u202e.ratiodesk", "./settings.json", "settings.json ", "Settings.json",
    "layouts//IWM_SPY.ratiodesk", "versions/IWM_SPY.ratiodesk/1_20211228T220000Z.ratiodesk", "unknown/file.bin",
)  # fmt: skip
Entries = list[tuple[zipfile.ZipInfo, bytes]]


def entry_spoilt(content: bytes, random: Random) -> bytes:
    """Spoil one file inside, with or without the check sum that belongs to it."""
    entries = _entries(content)
    places = [at for at, (info, _) in enumerate(entries) if info.filename != _MANIFEST]
    if not places:
        return bits_flipped(content, random)
    at = random.choice(places)
    info, inside = entries[at]
    mutation = random.choice((*JSON_MUTATIONS, *TEXT_MUTATIONS, *BYTE_MUTATIONS))
    entries[at] = info, mutation(inside, random)[:6_000_000]
    return _zipped(_listed(entries, info.filename) if random.random() < 0.8 else entries)


def entry_renamed(content: bytes, random: Random) -> bytes:
    entries = _entries(content)
    if not entries:
        return bits_flipped(content, random)
    at = random.randrange(len(entries))
    info, inside = entries[at]
    renamed = zipfile.ZipInfo(random.choice(_NAMES) or "x")
    entries[at] = renamed, inside
    return _zipped(_listed(entries, renamed.filename, info.filename) if random.random() < 0.8 else entries)


def entry_twice(content: bytes, random: Random) -> bytes:
    entries = _entries(content)
    if not entries:
        return bits_flipped(content, random)
    info, inside = random.choice(entries)
    return _zipped([*entries, (info, random.choice((inside, b"{}", b"")))])


def entry_added(content: bytes, random: Random) -> bytes:
    """Add an entry that is a link, a folder, a bomb, or one of very many."""
    entries = _entries(content)
    how = random.randrange(4)
    if how == 0:
        link = zipfile.ZipInfo("layouts/A_B.ratiodesk")
        link.external_attr = 0o120777 << 16
        entries.append((link, b"/etc/passwd"))
    elif how == 1:
        entries.append((zipfile.ZipInfo(random.choice(_NAMES) or "x/"), b"{}"))
    elif how == 2:
        bomb = zipfile.ZipInfo(random.choice(("layouts/A_B.ratiodesk", "prices.sqlite", "settings.json")))
        bomb.compress_type = zipfile.ZIP_DEFLATED
        entries.append((bomb, b"\0" * random.choice((6_000_000, 50_000_000))))
    else:
        entries += [(zipfile.ZipInfo(f"layouts/A{number}_B.ratiodesk"), b"{}") for number in range(2_000)]
    changed = entries[-1][0].filename
    return _zipped(_listed(entries, changed) if random.random() < 0.7 else entries)


def list_spoilt(content: bytes, random: Random) -> bytes:
    entries = _entries(content)
    mutation = random.choice((*JSON_MUTATIONS, *JSON_MUTATIONS, *TEXT_MUTATIONS, *BYTE_MUTATIONS))
    return _zipped(
        [(info, mutation(inside, random) if info.filename == _MANIFEST else inside) for info, inside in entries]
    )


def entry_lost(content: bytes, random: Random) -> bytes:
    entries = _entries(content)
    random.shuffle(entries)
    return _zipped(entries[random.choice((0, 1)) :])


def field_set(content: bytes, random: Random) -> bytes:
    """Change a field of a header: a size, a flag, a method, a check sum."""
    places = [at for mark in (b"PK\x01\x02", b"PK\x03\x04", b"PK\x05\x06") for at in _places(content, mark)]
    if not places:
        return bits_flipped(content, random)
    at = random.choice(places) + random.randrange(4, 46)
    return content[:at] + random.choice((b"\0", b"\xff\xff", b"\xff\xff\xff\x7f", b"\x01")) + content[at + 1 :]


ARCHIVE_MUTATIONS: tuple[Mutation, ...] = (
    entry_spoilt, entry_spoilt, entry_spoilt, entry_renamed, entry_renamed, entry_twice, entry_added, list_spoilt,
    list_spoilt, entry_lost, field_set, field_set,
)  # fmt: skip


def _places(content: bytes, mark: bytes) -> list[int]:
    found, at = [], content.find(mark)
    while at >= 0:
        found.append(at)
        at = content.find(mark, at + 1)
    return found


def _entries(content: bytes) -> Entries:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            infos = [info for info in archive.infolist() if info.file_size < 100_000_000]
            return [(info, archive.read(info)) for info in infos]
    except (zipfile.BadZipFile, zlib.error, ValueError, KeyError, OSError, NotImplementedError, RuntimeError, EOFError):
        return []


def _listed(entries: Entries, name: str, old: str = "") -> Entries:
    """Return the entries with a list that has the right size and check sum of *name*."""
    inside = {info.filename: content for info, content in entries}
    try:
        fields = json.loads(inside[_MANIFEST])
        others = [entry for entry in fields["entries"] if entry["name"] not in (name, old)]
        digest = hashlib.sha256(inside[name]).hexdigest()
        fields["entries"] = [*others, {"name": name, "size": len(inside[name]), "sha256": digest}]
        listed = json.dumps(fields).encode()
    except (ValueError, KeyError, TypeError, RecursionError):
        return entries
    return [(info, listed if info.filename == _MANIFEST else content) for info, content in entries]


def _zipped(entries: Entries) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Of names that come twice.
        for info, content in entries:
            copy = zipfile.ZipInfo(info.filename, info.date_time)
            copy.compress_type, copy.external_attr = info.compress_type, info.external_attr
            archive.writestr(copy, content)
    return written.getvalue()
