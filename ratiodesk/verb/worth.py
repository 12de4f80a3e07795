"""What the portfolio is worth, as the verbs that size read it."""

from ratiodesk.analysis.portfolio_reading import worth_of
from ratiodesk.backend import Backend
from ratiodesk.domain.series import RatioSeries
from ratiodesk.domain.worth import Worth


def worth_at_hand(backend: Backend, series: RatioSeries) -> Worth:
    """Return what the portfolio is worth at the last session of *series*, with the sectors that are known.

    Raises
    ------
    DamagedDocument
        If the portfolio cannot be read: to size as if there were none would be to guess.
    """
    opened = backend.portfolio.store.open()
    if opened.problem is not None:
        raise opened.problem
    told = {weights.symbol: weights for weights in backend.portfolio.sector_store.load() if weights.weights}
    return worth_of(opened.portfolio, series, backend.prices, told.get)
