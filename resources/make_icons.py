"""Make the icons that systems ask for from icon.svg: PNG in every size, ICO for Windows, ICNS for macOS.

``python resources/make_icons.py [FOLDER]`` writes them to FOLDER, ``build/icons`` if none is named.
"""

import os
import struct
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

_RESOURCES = Path(__file__).parent
# Those of the hicolor theme, and those of Windows at 125 % and 150 %.
PNG_SIZES = (16, 20, 22, 24, 32, 40, 48, 64, 96, 128, 256, 512, 1024)
ICO_SIZES = (16, 20, 24, 32, 40, 48, 64, 256)
# The name of each place in an ICNS file, and the pictures in them: those of double density are of the next size.
ICNS_PLACES = {
    b"icp4": 16,
    b"icp5": 32,
    b"ic11": 32,
    b"ic12": 64,
    b"ic07": 128,
    b"ic13": 256,
    b"ic08": 256,
    b"ic14": 512,
    b"ic09": 512,
    b"ic10": 1024,
}
# What macOS leaves free around an icon, as a part of the whole; the smallest ones would be unreadable with it.
_MAC_MARGIN, _MAC_MARGIN_FROM = 100 / 1024, 64


def make_icons(folder: Path) -> None:
    """Write ``ratiodesk-SIZE.png``, ``ratiodesk.ico`` and ``ratiodesk.icns`` into *folder*.

    Raises
    ------
    ValueError
        If icon.svg cannot be read.
    """
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QGuiApplication.instance() or QGuiApplication([])
    drawing = QSvgRenderer(str(_RESOURCES / "icon.svg"))
    if not drawing.isValid():
        raise ValueError("icon.svg is no picture")
    folder.mkdir(parents=True, exist_ok=True)
    flat = {size: _png(drawing, size) for size in PNG_SIZES}
    padded = {
        size: _png(drawing, size, _MAC_MARGIN if size >= _MAC_MARGIN_FROM else 0) for size in set(ICNS_PLACES.values())
    }
    for size, png in flat.items():
        (folder / f"ratiodesk-{size}.png").write_bytes(png)
    (folder / "ratiodesk.ico").write_bytes(_ico({size: flat[size] for size in ICO_SIZES}))
    (folder / "ratiodesk.icns").write_bytes(_icns(padded))
    del application


def _png(drawing: QSvgRenderer, size: int, margin: float = 0.0) -> bytes:
    """Return the drawing as a PNG of *size* pixels, with *margin* free on each side, as a part of the whole."""
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.translate(size * margin, size * margin)
    painter.scale(1 - 2 * margin, 1 - 2 * margin)
    drawing.render(painter, image.rect().toRectF())
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(buffer.data().data())


def _ico(pictures: Mapping[int, bytes]) -> bytes:
    """Return a file of Windows: a header, an entry of 16 bytes for each picture, the pictures as PNG."""
    directory, at = struct.pack("<HHH", 0, 1, len(pictures)), 6 + 16 * len(pictures)
    for size, png in pictures.items():
        edge = size % 256  # 0 says 256.
        directory += struct.pack("<BBBBHHII", edge, edge, 0, 0, 1, 32, len(png), at)
        at += len(png)
    return directory + b"".join(pictures.values())


def _icns(pictures: Mapping[int, bytes]) -> bytes:
    """Return a file of macOS: a header, then each place with its name, its length with these 8 bytes, and a PNG."""
    places = b"".join(
        name + struct.pack(">I", 8 + len(pictures[size])) + pictures[size] for name, size in ICNS_PLACES.items()
    )
    return b"icns" + struct.pack(">I", 8 + len(places)) + places


def main(words: Sequence[str]) -> None:
    folder = Path(words[0]) if words else _RESOURCES.parent / "build" / "icons"
    make_icons(folder)
    print(folder)


if __name__ == "__main__":
    main(sys.argv[1:])
