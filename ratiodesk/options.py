"""What the desk was asked to show, as frozen values."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from ratiodesk.domain.pair import Pair

Theme = Literal["dark", "light"]
Paper = Literal["a4", "letter"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CommonOptions:
    """What every verb takes.

    Parameters
    ----------
    home
        The directory that everything kept lives below, None where it was not named.
    offline
        Never touch the network.
    """

    home: str | None = None
    offline: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenOptions(CommonOptions):
    """Open the desk on a pair, on a layout file, or where it was left (None)."""

    target: Pair | Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StillOptions(CommonOptions):
    """Write what the desk shows of a pair into a file.

    Parameters
    ----------
    pair, output
        What to show, and the file to write.
    theme
        None where it was not named.
    start, end
        First and last date in sight, None where not named.
    as_of
        As if the last session known were this date, None for all that is known.
    """

    pair: Pair
    output: Path
    theme: Theme | None = None
    start: date | None = None
    end: date | None = None
    as_of: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderOptions(StillOptions):
    """Draw the desk, or its chart, into a picture.

    Parameters
    ----------
    chart
        Only the chart, with its plan, legend and source.
    width_px, height_px, scale
        Logical size, and device pixels for each logical one.
    """

    chart: bool = False
    width_px: int = 1600
    height_px: int = 950
    scale: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportOptions(StillOptions):
    """Write the report of a pair.

    Parameters
    ----------
    paper
        What it is laid out for, None for what the region prints on.
    """

    paper: Paper | None = None
