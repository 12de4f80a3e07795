"""The colours a chart needs, chosen by whoever shows it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours as ``#rrggbb`` or ``#aarrggbb``."""

    background: str
    grid: str
    border: str
    text: str
    muted: str
    cursor: str
    field: str
    curve: str
    on_curve: str
    second: str
    level: str
    on_level: str
    loss_zone: str
    entry_zone: str
    gain_zone: str
