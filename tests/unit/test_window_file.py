"""The place of the window: kept, and never in the way of a start."""

import json
from pathlib import Path

import pytest

from ratiodesk.domain.errors import BadInput, NotSaved
from ratiodesk.domain.window_port import WindowPlace
from ratiodesk.storage.window_file import WindowFile

CHOSEN = WindowPlace("AdnQywAD", (230, 350), ("pairs",))
UNREADABLE = {
    "empty": b"",
    "truncated": b'{"geometry": "Adn',
    "binary": bytes(range(256)),
    "a list": b"[]",
    "one width": b'{"widths_px": [3]}',
    "widths in words": b'{"widths_px": ["a", "b"]}',
    "an endless width": b'{"widths_px": [NaN, 1]}',
    "a width beyond all": b'{"widths_px": [1e400, 1]}',
    "a width of no screen": b'{"widths_px": [1000000000000, 1]}',
    "half a character": b'{"geometry": "\\udcff"}',
    "no list of panels": b'{"hidden": 3}',
    "no such panel": b'{"hidden": ["legend"]}',
    "nested too deep": b"[" * 100_000,
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "window.json"


def test_the_first_start_has_the_usual_place(path: Path) -> None:
    assert WindowFile(path).load() == WindowPlace()
    assert not path.exists()


@pytest.mark.parametrize("place", [CHOSEN, WindowPlace()])
def test_a_place_comes_back_as_saved(path: Path, place: WindowPlace) -> None:
    WindowFile(path).save(place)
    assert WindowFile(path).load() == place


@pytest.mark.parametrize("content", UNREADABLE.values(), ids=UNREADABLE)
def test_what_cannot_be_read_is_the_usual_place(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    assert WindowFile(path).load() == WindowPlace()


def test_what_a_later_version_knows_more_is_no_hindrance(path: Path) -> None:
    path.write_text(json.dumps({"geometry": "AdnQ", "zoom": 2}))
    assert WindowFile(path).load() == WindowPlace("AdnQ")


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(NotSaved, match=r"window\.json"):
        WindowFile(tmp_path / "none" / "window.json").save(CHOSEN)


@pytest.mark.parametrize("fields", [{"hidden": ("chart",)}, {"widths_px": (-1, 5)}, {"widths_px": (5, 100_001)}])
def test_a_place_that_makes_no_sense_is_refused(fields: dict[str, object]) -> None:
    with pytest.raises(BadInput):
        WindowPlace(**fields)  # type: ignore[arg-type]
