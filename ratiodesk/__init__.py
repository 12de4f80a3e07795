"""RatioDesk: draw lines on the ratio of two instruments, read the zone and the size."""

__version__ = "0.1.0"
PROGRAM = "ratiodesk"
