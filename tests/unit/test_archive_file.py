"""Zip files that are no backup, or no whole one: one sentence each, and nothing of them used."""

import contextlib
import io
import struct
import warnings
import zipfile
from pathlib import Path
from typing import Any

import pytest
from furnished_home import documents, forge
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ratiodesk.domain.errors import BadArchive
from ratiodesk.domain.frozen_plan import FrozenPlan
from ratiodesk.domain.layout import Layout
from ratiodesk.domain.pair import Pair
from ratiodesk.storage import archive_file, manifest
from ratiodesk.storage.archive import restore_archive
from ratiodesk.storage.document import encode_layout
from ratiodesk.storage.frozen_document import encode_frozen
from ratiodesk.storage.home import Home, open_home

NAME = "layouts/IWM_SPY.ratiodesk"
LAYOUT = encode_layout(Layout(Pair("SPY", "IWM")))


@pytest.fixture
def house(home: Path) -> Home:
    return open_home(str(home))


@pytest.fixture
def frozen_content(frozen_note: FrozenPlan) -> bytes:
    return encode_frozen(frozen_note)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "saved.zip"


def refused(house: Home, path: Path) -> str:
    with pytest.raises(BadArchive) as caught:
        restore_archive(house, path)
    assert documents(house) == {}
    sentence = str(caught.value)
    assert sentence.isprintable()
    assert sentence.count(". ") == 0
    assert str(path) in sentence
    return sentence


@pytest.mark.parametrize(
    "content", [b"", b"PK", b"x" * 100, bytes(range(256)), b"PK\5\6" + b"\xff" * 18, b"[" * 100_000]
)
def test_a_file_that_is_no_zip_is_refused(house: Home, path: Path, content: bytes) -> None:
    path.write_bytes(content)
    assert refused(house, path).endswith("cannot be restored: it is damaged, or no zip file.")


def test_a_zip_of_something_else_is_refused(house: Home, path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("holiday.jpg", b"")
    assert refused(house, path).endswith("it holds files that no backup has.")
    with zipfile.ZipFile(path, "w"):
        pass
    assert refused(house, path).endswith("it is no RatioDesk backup.")


@pytest.mark.parametrize(
    ("about", "said"),
    [
        ({"format": "photos"}, "it is no RatioDesk backup"),
        ({"version": 2}, "a newer RatioDesk made it (version 2); update RatioDesk"),
        ({"version": 0}, "the list of what is in it cannot be read"),
        ({"version": "1"}, "the list of what is in it cannot be read"),
        ({"created": "yesterday"}, "the list of what is in it cannot be read"),
        ({"program": "x" * 41}, "the list of what is in it cannot be read"),
        ({"entries": [{"name": NAME}]}, "the list of what is in it cannot be read"),
        ({"entries": []}, "what is in it is not what it lists"),
        ({"entries": [{"name": NAME, "size": 5, "sha256": "0" * 64}]}, "what is in it is not what it lists"),
        ({"entries": 2 * [{"name": NAME, "size": len(LAYOUT), "sha256": "0" * 64}]}, "is not what it lists"),
        ({"entries": [{"name": NAME, "size": len(LAYOUT), "sha256": "0" * 64}]}, f"{NAME} in it is damaged"),
    ],
)
def test_a_list_that_does_not_fit_is_refused(house: Home, path: Path, about: dict[str, Any], said: str) -> None:
    assert said in refused(house, forge(path, {NAME: LAYOUT}, **about))


@pytest.mark.parametrize("content", [b"", b"[]", b"[" * 100_000, b'{"format": NaN}', b"\xff\xfe{}"])
def test_a_list_that_is_none_is_refused(house: Home, path: Path, content: bytes) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("manifest.json", content)
    assert refused(house, path).endswith("the list of what is in it cannot be read.")


@pytest.mark.parametrize(
    "name", ["../evil.ratiodesk", "/evil.ratiodesk", "layouts/..\\evil.ratiodesk", "layouts/", "evil.py"]
)
def test_names_that_no_backup_has_are_refused(house: Home, path: Path, name: str) -> None:
    assert refused(house, forge(path, {NAME: LAYOUT, name: b""})).endswith("it holds files that no backup has.")
    assert not list(house.root.parent.rglob("*evil*"))


def test_a_name_that_the_library_would_shorten_is_refused(house: Home, path: Path) -> None:
    forge(path, {"layouts/evil.ratiodesk": LAYOUT})
    path.write_bytes(path.read_bytes().replace(b"evil.ratiodesk", b"e.ratiodesk\0py"))
    assert "cannot be restored" in refused(house, path)


@pytest.mark.parametrize("other", [NAME, "layouts/iwm_spy.ratiodesk"])
def test_a_file_that_is_there_twice_is_refused(house: Home, path: Path, other: str) -> None:
    with zipfile.ZipFile(path, "w") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name in (NAME, other):
            archive.writestr(name, LAYOUT)
    assert refused(house, path).endswith("it holds a file twice.")


@pytest.mark.parametrize("mode", [0o120777, 0o040755, 0o010600, 0o020600])
def test_a_link_or_device_is_refused(house: Home, path: Path, mode: int) -> None:
    info = zipfile.ZipInfo(NAME)
    info.external_attr = mode << 16
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(info, b"/etc/passwd")
    assert refused(house, path).endswith("it holds something other than plain files.")


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_ways_to_compress_are_refused(house: Home, path: Path, method: int) -> None:
    assert refused(house, forge(path, {NAME: LAYOUT}, method=method)).endswith("something other than plain files.")


def test_prices_that_grow_are_refused(house: Home, path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("prices.sqlite", bytes(1000), zipfile.ZIP_DEFLATED)
    assert refused(house, path).endswith("something other than plain files.")


def test_an_encrypted_file_is_refused(house: Home, path: Path) -> None:
    forge(path, {NAME: LAYOUT})
    raw = bytearray(path.read_bytes())
    raw[raw.rindex(b"PK\1\2") + 8] |= 1
    path.write_bytes(bytes(raw))
    assert refused(house, path).endswith("something other than plain files.")


def test_a_document_of_50_mb_is_refused_before_it_is_read(
    house: Home, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    forge(path, {NAME: bytes(50_000_000)})
    assert path.stat().st_size < 100_000
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda *_: pytest.fail("it was read"))
    assert refused(house, path).endswith("it holds more than a backup has at most.")


def test_many_documents_are_bounded_together(house: Home, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive_file, "MOST_DOCUMENT_BYTES", 3 * len(LAYOUT))
    many = {f"layouts/copy {number}.ratiodesk": LAYOUT for number in range(4)}
    assert refused(house, forge(path, many)).endswith("it holds more than a backup has at most.")


def test_prices_and_the_list_are_bounded_too(house: Home, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive_file, "MOST_PRICE_BYTES", 10)
    assert refused(house, forge(path, {"prices.sqlite": bytes(11)})).endswith("more than a backup has at most.")
    monkeypatch.setattr(manifest, "LARGEST_BYTES", 10)
    assert refused(house, forge(path, {})).endswith("more than a backup has at most.")


def test_a_size_that_is_understated_is_found_out(house: Home, path: Path) -> None:
    forge(path, {NAME: LAYOUT + b" " * 1000}, entries=[{"name": NAME, "size": len(LAYOUT), "sha256": "0" * 64}])
    raw = bytearray(path.read_bytes())
    at = raw.index(b"PK\1\2")
    assert struct.unpack_from("<I", raw, at + 24)[0] == len(LAYOUT) + 1000
    struct.pack_into("<I", raw, at + 24, len(LAYOUT))
    path.write_bytes(bytes(raw))
    assert "cannot be restored" in refused(house, path)


def test_a_table_of_contents_that_claims_any_length_is_not_read(house: Home, path: Path) -> None:
    forge(path, {NAME: LAYOUT})
    raw = bytearray(path.read_bytes())
    # Moved back as far as it claims to be long, so that the library would go and read it.
    padded = bytearray(20_000_000) + raw
    end = padded.rindex(b"PK\5\6")
    struct.pack_into("<II", padded, end + 12, end - 5, 5)
    path.write_bytes(bytes(padded))
    assert refused(house, path).endswith("it has parts that are longer than those of a backup.")


def test_damaged_prices_are_refused_with_the_whole(house: Home, path: Path) -> None:
    entries = [{"name": "prices.sqlite", "size": 4, "sha256": "0" * 64}]
    assert refused(house, forge(path, {"prices.sqlite": b"abcd"}, entries=entries)).endswith(
        "prices.sqlite in it is damaged."
    )


UNREADABLE = {
    "portfolio.json": b"[]",
    "settings.json": b'{"z_window": "long"}',
    "sectors.json": b'[{"symbol": "?"}]',
    "journal/0badcafe.json": b"{}",
    NAME: b"{}",
    "layouts/any copy.ratiodesk": b"\0",
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_a_document_that_is_none_is_refused_unless_it_was_so_when_it_was_put_in(
    house: Home, path: Path, name: str
) -> None:
    files = {name: UNREADABLE[name]}
    assert f"{name} in {path} cannot be read: " in refused(house, forge(path, files))
    restore_archive(house, forge(path, files, unreadable=(name,)))
    assert documents(house) == files


def test_a_document_under_another_name_is_refused(house: Home, path: Path, frozen_content: bytes) -> None:
    assert "it holds SPY/IWM, which is not the pair it is named after" in refused(
        house, forge(path, {"layouts/QQQ_TLT.ratiodesk": LAYOUT})
    )
    assert "which it is not named after" in refused(house, forge(path, {"journal/0badcafe.json": frozen_content}))


def test_a_document_of_a_newer_program_says_so(house: Home, path: Path) -> None:
    newer = LAYOUT.replace(b'"version": 3', b'"version": 9')
    said = refused(house, forge(path, {NAME: newer}))
    assert f"{NAME} in {path} is from a newer RatioDesk: it has version 9" in said


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100)
@given(data=st.data())
def test_a_backup_with_any_byte_changed_is_restored_whole_or_not_at_all(
    data: st.DataObject, house: Home, path: Path
) -> None:
    forge(path, {NAME: LAYOUT, "backups/IWM_SPY.ratiodesk": LAYOUT})
    raw = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 3))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    del raw[data.draw(st.integers(len(raw) // 2, len(raw)) | st.just(len(raw))) :]
    path.write_bytes(bytes(raw))
    with contextlib.suppress(BadArchive):
        restore_archive(house, path)
    there = documents(house)
    assert there in ({}, {NAME: LAYOUT, "backups/IWM_SPY.ratiodesk": LAYOUT})
    for name in there:
        (house.root / name).unlink()


def test_the_reader_reads_small_pieces_alone() -> None:
    reader = archive_file._WaryReader(io.BytesIO(b"abc"))
    assert (reader.read(2), reader.read(), reader.read(None)) == (b"ab", b"c", b"")
    with pytest.raises(BadArchive):
        reader.read(8_000_001)
