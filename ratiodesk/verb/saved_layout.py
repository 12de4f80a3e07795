"""What is saved of a pair, as the verbs read it."""

from dataclasses import replace

from ratiodesk.backend import Backend
from ratiodesk.domain.layout import Layout
from ratiodesk.domain.pair import Pair
from ratiodesk.domain.pair_quotes import read_pair
from ratiodesk.domain.series import RatioSeries


def saved_pair(backend: Backend, pair: Pair) -> Pair | None:
    """Return *pair* in its saved orientation, None if nothing is saved for it."""
    return next((saved for saved in backend.layouts.pairs() if saved.key == pair.key), None)


def stored_layout(backend: Backend, pair: Pair) -> Layout:
    """Return the layout of *pair* in its saved orientation; see :func:`layout_of`."""
    return layout_of(backend, saved_pair(backend, pair) or pair)


def layout_of(backend: Backend, pair: Pair) -> Layout:
    """Return the layout of *pair*; a pair without one starts with the sizing used last.

    Raises
    ------
    DamagedDocument
        If the document cannot be read. A backup is not used in its place: it may lack what was drawn last.
    """
    opened = backend.layouts.open(pair)
    if opened.problem:
        raise opened.problem
    if not opened.exists:
        return replace(opened.layout, sizing=backend.settings.load().sizing.for_another_pair())
    return opened.layout


def series_of(backend: Backend, layout: Layout) -> RatioSeries:
    """Return the ratio on the basis of *layout*; what is not at hand is fetched.

    Raises
    ------
    RatioDeskError
        If there are no prices, or no session that both legs have.
    """
    basis = layout.view.basis
    return read_pair(backend.patient_prices, layout.pair, basis).series(basis)
