"""An X screen of its own with a window manager: nobody's desktop is disturbed, and every picture is the same."""

import os
import struct
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from patience import wait_for
from PySide6.QtGui import QImage

NEEDED = ("Xvfb", "openbox", "xdotool")
# Of the header of an X window dump: its own length, and the count of colours that follow it, twelve bytes each.
_HEADER = struct.Struct(">25I")
_LENGTH, _WIDTH, _HEIGHT, _LINE, _COLOURS = 0, 4, 5, 12, 19
_COLOUR_BYTES = 12

_COLOUR = 0xFFFFFF
# Of 255.
_ROUNDING = 8

Pixels = np.ndarray[Any, np.dtype[np.uint8]]


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """What is on a screen; *pixels* are height × width × (blue, green, red, unused)."""

    pixels: Pixels

    def same(self, other: "Picture") -> bool:
        """Return whether both look the same: blended anew, a pixel may differ by a rounding."""
        if self.pixels.shape != other.pixels.shape:
            return False
        # Most rows have not changed; the others alone are worth a closer look.
        rows = np.flatnonzero((self._colours != other._colours).any(axis=1))
        return bool(np.abs(self.pixels[rows].astype(np.int16) - other.pixels[rows]).max(initial=0) <= _ROUNDING)

    def part(self, left: int, top: int, right: int, bottom: int) -> "Picture":
        return Picture(self.pixels[top:bottom, left:right])

    def has(self, colour: str) -> Any:
        """Return where the picture has exactly this colour, ``#rrggbb``."""
        return self._colours == int(colour[1:], 16)

    @property
    def _colours(self) -> Any:
        """Red, green and blue of every pixel as one number."""
        return self.pixels.view("<u4")[:, :, 0] & _COLOUR

    def lines(self, colour: str) -> list[int]:
        """Return the rows that are of this colour for the most part: the middle of each line, from above."""
        rows = np.flatnonzero(self.has(colour).mean(axis=1) > 0.5)
        groups = np.split(rows, np.flatnonzero(np.diff(rows) > 1) + 1)
        return [round(float(group.mean())) for group in groups if len(group)]

    def save(self, path: Path) -> None:
        height, width = self.pixels.shape[:2]
        data = np.ascontiguousarray(self.pixels)
        QImage(data.tobytes(), width, height, 4 * width, QImage.Format.Format_RGB32).save(str(path))


class XScreen:
    """Xvfb and openbox, for as long as a test wants them."""

    def __init__(self, folder: Path, width_px: int, height_px: int) -> None:
        folder.mkdir(parents=True)
        self._memory = folder / "Xvfb_screen0"
        read, write = os.pipe()
        size = f"{width_px}x{height_px}x24"
        self._server = subprocess.Popen(
            # Without -noreset the server starts anew when the first client leaves, and refuses the next one meanwhile.
            ["Xvfb", "-displayfd", str(write), "-screen", "0", size, "-fbdir", str(folder), "-noreset"],
            pass_fds=[write],
            stderr=subprocess.DEVNULL,
        )
        os.close(write)
        with os.fdopen(read) as told:
            number = told.readline().strip()
        assert number, "Xvfb did not start"
        self.name = f":{number}"
        self._manager = subprocess.Popen(["openbox"], env=self.surroundings, stderr=subprocess.DEVNULL)
        wait_for("the window manager", lambda: self.xdotool("get_num_desktops"))

    @property
    def surroundings(self) -> dict[str, str]:
        """The environment of a program on this screen."""
        return {name: value for name, value in os.environ.items() if name != "WAYLAND_DISPLAY"} | {"DISPLAY": self.name}

    def xdotool(self, *words: object) -> str:
        """Move the mouse, press a key, or ask about windows."""
        done = subprocess.run(
            ["xdotool", *map(str, words)],
            env=self.surroundings,
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
        return done.stdout.strip()

    def picture(self) -> Picture:
        raw = self._memory.read_bytes()
        header = _HEADER.unpack_from(raw)
        height, width, line = header[_HEIGHT], header[_WIDTH], header[_LINE]
        start = header[_LENGTH] + header[_COLOURS] * _COLOUR_BYTES
        pixels = np.frombuffer(raw, np.uint8, height * line, start)
        return Picture(pixels.reshape(height, line // 4, 4)[:, :width])

    def close(self) -> None:
        for process in (self._manager, self._server):
            process.terminate()
            process.wait(timeout=10)
