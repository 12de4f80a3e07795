"""The place of the window as one small JSON file; it loads nothing that the first window would have to wait for."""

import json
from pathlib import Path
from typing import Any

from ratiodesk.domain.errors import NotSaved, RatioDeskError
from ratiodesk.domain.window_port import WindowPlace
from ratiodesk.storage.atomic import write_atomic
from ratiodesk.words import tr


class WindowFile:
    """The place below a home directory. Implements the ``WindowStore`` port."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self) -> WindowPlace:
        try:
            return _place_of(json.loads(self._path.read_bytes()))
        except (OSError, ValueError, TypeError, RecursionError, RatioDeskError):
            # Nothing here is the user's work: the window stands where it would at the first start.
            return WindowPlace()

    def save(self, place: WindowPlace) -> None:
        record = {"geometry": place.geometry, "widths_px": place.widths_px, "hidden": place.hidden}
        try:
            write_atomic(self._path, json.dumps(record, indent=2).encode() + b"\n")
        except OSError as error:
            reason = error.strerror or error
            raise NotSaved(
                tr("The place of the window was not saved: {path} ({reason}).", path=self._path, reason=reason)
            ) from error


def _place_of(record: Any) -> WindowPlace:
    if not isinstance(record, dict):
        raise TypeError("not an object")
    widths, hidden = record.get("widths_px"), record.get("hidden", ())
    left, right = widths if widths is not None else (0, 0)
    return WindowPlace(
        geometry=str(record.get("geometry", "")),
        widths_px=(int(left), int(right)) if widths is not None else None,
        hidden=tuple(str(name) for name in hidden),
    )
