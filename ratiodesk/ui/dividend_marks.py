"""Ex-dividend sessions of the open pair, as marks for the chart."""

from ratiodesk.analysis.dividend import ex_dividends, typical_step
from ratiodesk.chart.mark import Marks
from ratiodesk.desk.open_pair import OpenPair
from ratiodesk.ui.number_text import signed_percent
from ratiodesk.words import tr


def dividend_marks(open_pair: OpenPair) -> tuple[Marks, ...]:
    """Return the marks of both legs; none on a basis that takes dividends into account."""
    quotes, series = open_pair.quotes, open_pair.series
    if quotes is None or series is None or series.basis.adjusted:
        return ()
    numerator, denominator = (ex_dividends(leg.bars) for leg in quotes.legs)
    steps = typical_step(numerator, denominator)
    return tuple(
        Marks(found.sessions, _text(leg.symbol, step), raised, leg.symbol, tr("ex-dividend"))
        for leg, found, step, raised in (
            (quotes.numerator, numerator, steps.numerator_step, True),
            (quotes.denominator, denominator, steps.denominator_step, False),
        )
        if len(found.sessions)
    )


def _text(symbol: str, step: float | None) -> str:
    if step is None:
        return tr("{symbol} goes ex-dividend", symbol=symbol)
    return tr(
        "{symbol} goes ex-dividend: the ratio typically steps {step}", symbol=symbol, step=signed_percent(step, 2)
    )
