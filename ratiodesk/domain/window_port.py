"""Where the window was, and what of it was shown, for the next start."""

from dataclasses import dataclass
from typing import Protocol

from ratiodesk.domain.errors import BadInput
from ratiodesk.domain.name_list import listed
from ratiodesk.words import tr

# The side panels by their names.
PANELS = ("pairs", "sidebar")


@dataclass(frozen=True, slots=True)
class WindowPlace:
    """A window on a screen.

    Parameters
    ----------
    geometry
        Place, size and state as the windowing toolkit writes them, in ASCII; empty for the usual ones.
    widths_px
        Widths of the side panels from left to right, None for the usual ones.
    hidden
        Names of the side panels that are not shown, of ``PANELS``.

    Raises
    ------
    BadInput
        If there is no such panel, or a width is negative.
    """

    geometry: str = ""
    widths_px: tuple[int, int] | None = None
    hidden: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not set(self.hidden) <= set(PANELS):
            raise BadInput(tr("The side panels are {names}.", names=listed(PANELS)))
        if self.widths_px is not None and min(self.widths_px) < 0:
            raise BadInput(tr("A panel cannot be narrower than nothing."))


class WindowStore(Protocol):
    """Keeps the place of the window."""

    def load(self) -> WindowPlace:
        """Return the place that was kept, the usual one where nothing readable was."""
        ...

    def save(self, place: WindowPlace) -> None:
        """Keep a place.

        Raises
        ------
        NotSaved
            If it could not be written.
        """
        ...
