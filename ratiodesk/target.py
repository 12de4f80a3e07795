"""What a start is asked to open."""

from ratiodesk.backend import Backend
from ratiodesk.domain.intake import TakenIn
from ratiodesk.domain.pair import Pair
from ratiodesk.options import OpenOptions


def target_of(options: OpenOptions, backend: Backend) -> TakenIn:
    """Return the pair to open, and what opening it brought in.

    A layout file is taken in first, see ``LayoutIntake``. Without a target it is the pair that was open last.

    Raises
    ------
    RatioDeskError
        If the file cannot be read.
    """
    if options.target is None:
        return TakenIn(backend.settings.load().pair_to_open)
    if isinstance(options.target, Pair):
        return TakenIn(options.target)
    return backend.intake.take_in(options.target)
