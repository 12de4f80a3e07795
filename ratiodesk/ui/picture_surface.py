"""What is painted as a whole, and the surfaces it is painted on: pixels, SVG, PDF."""

import re
from typing import Protocol

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, QSize, QSizeF
from PySide6.QtGui import QColor, QImage, QImageWriter, QPageSize, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgGenerator

from ratiodesk.words import mark

# What a pixel is on paper: a part of an inch.
_PIXELS_AN_INCH, _POINTS_AN_INCH = 96, 72
_INCHES_A_METRE = 100 / 2.54
# Letters and lines of a page are placed so finely.
_DOTS_AN_INCH = 1200
# Qt writes characters that a label may have and XML may not.
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_FAMILY = re.compile(r'font-family="([^"]+)"')
_MAKER = "RatioDesk"
_WRITE = QIODevice.OpenModeFlag.WriteOnly


class Paintable(Protocol):
    """Something of a certain size that any painter can paint."""

    @property
    def size(self) -> tuple[float, float]:
        """Width and height [px]."""
        ...

    @property
    def title(self) -> str:
        """What it is, for whoever catalogues files."""
        ...

    def paint(self, painter: QPainter) -> None:
        """Paint at the origin."""
        ...


def image_of(picture: Paintable, scale: float) -> QImage:
    """Return a picture in pixels, *scale* of them in each of its own."""
    width, height = picture.size
    image = QImage(QSize(round(width * scale), round(height * scale)), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(scale)
    image.fill(QColor("white"))
    with QPainter(image) as painter:
        picture.paint(painter)
    # What pastes it gives it the size it has on the screen.
    dots = round(_PIXELS_AN_INCH * _INCHES_A_METRE * scale)
    image.setDotsPerMeterX(dots)
    image.setDotsPerMeterY(dots)
    image.setText("Title", picture.title)
    image.setText("Software", _MAKER)
    return image


def png_of(picture: Paintable, scale: float) -> bytes:
    """Return a picture as a PNG file."""
    buffer = _buffer()
    QImageWriter(buffer, QByteArray(b"PNG")).write(image_of(picture, scale))
    return bytes(buffer.data().data())


def svg_of(picture: Paintable) -> bytes:
    """Return a picture as an SVG file, its words as text."""
    width, height = picture.size
    buffer = _buffer()
    # The older version cannot leave out what lies beyond the plot.
    made = QSvgGenerator(QSvgGenerator.SvgVersion.Svg11)
    made.setOutputDevice(buffer)
    made.setResolution(_PIXELS_AN_INCH)
    made.setSize(QSizeF(width, height).toSize())
    made.setViewBox(QRectF(0, 0, width, height))
    made.setTitle(picture.title)
    made.setDescription(_MAKER)
    with QPainter(made) as painter:
        picture.paint(painter)
    drawn = bytes(buffer.data().data()).decode()
    # Where the font is not known, letters without serifs stand in for it.
    return _FAMILY.sub(r'font-family="\1, sans-serif"', _NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", drawn)).encode()


def pdf_of(picture: Paintable) -> bytes:
    """Return a picture as a PDF file of one page that is as large as the picture."""
    width, height = picture.size
    points = QSizeF(width, height) * (_POINTS_AN_INCH / _PIXELS_AN_INCH)
    buffer = _buffer()
    made = QPdfWriter(buffer)
    made.setTitle(picture.title)
    made.setCreator(_MAKER)
    made.setResolution(_DOTS_AN_INCH)
    exact = QPageSize.SizeMatchPolicy.ExactMatch
    made.setPageSize(QPageSize(points, QPageSize.Unit.Point, picture.title, exact))
    made.setPageMargins(QMarginsF())
    with QPainter(made) as painter:
        # Sizes of pages are whole points: what is left over of one must not show.
        painter.scale(made.width() / width, made.height() / height)
        picture.paint(painter)
    return bytes(buffer.data().data())


# What writes files of each ending, in the order they are offered.
SUFFIXES = {".png": mark("PNG picture"), ".svg": mark("SVG drawing"), ".pdf": mark("PDF page")}


def file_of(picture: Paintable, suffix: str, scale: float) -> bytes:
    """Return a picture as a file with one of :data:`SUFFIXES`; *scale* is for pixels alone."""
    if suffix == ".svg":
        return svg_of(picture)
    return pdf_of(picture) if suffix == ".pdf" else png_of(picture, scale)


def _buffer() -> QBuffer:
    buffer = QBuffer()
    buffer.open(_WRITE)
    return buffer
