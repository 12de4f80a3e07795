"""Not one number: what the position earns at its lines while the market moves as well."""

from ratiodesk.analysis.reading import Sized
from ratiodesk.domain.outcome_grid import MARKET_MOVES, OutcomeGrid
from ratiodesk.domain.position import Execution
from ratiodesk.local_text import local
from ratiodesk.plain_text import plain
from ratiodesk.ui.card import FlatTable, kind_of
from ratiodesk.ui.fold_card import FoldCard
from ratiodesk.ui.number_text import brief, money, signed_money, signed_percent
from ratiodesk.ui.theme import Theme
from ratiodesk.words import mark, tr

# What the grid's rows are called in a table, and what a sentence says of one.
ROWS = {"stop": mark("Stop"), "now": mark("Now"), "target": mark("Target")}
_WORST = {
    "stop": mark("{profit} at the stop with {symbol} at {move}"),
    "now": mark("{profit} at the ratio now with {symbol} at {move}"),
    "target": mark("{profit} at the target with {symbol} at {move}"),
}


class OutcomeCard(FoldCard):
    """Stop, now and target against a move of the long leg, for the shares of the position."""

    def __init__(self, theme: Theme) -> None:
        super().__init__("outcomes", tr("If the long leg moves"))
        self._theme = theme
        moves = tuple(signed_percent(move, 0) for move in MARKET_MOVES)
        self.table = FlatTable("gridTable", tr("Outcomes if the long leg moves"), ("", *moves), even=True)
        self.table.colour_by(self._colour_of)
        self.body.addWidget(self.table)

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self._theme = theme
        self.table.recolour()

    def show_size(self, sized: Sized | str, currency: str) -> None:
        """Show what the shares earn; hide the card while there is no position."""
        self.setVisible(not isinstance(sized, str))
        if isinstance(sized, str):
            return
        long_leg = sized.position.bought.symbol
        self.set_summary(tr("worst {profit}", profit=signed_money(sized.grid.worst, currency)))
        if not sized.position.balance.bounds_loss:
            # Nothing else on the screen says how much such a position can lose.
            self.fold(folded=False)
        if self.is_open:
            self.table.set_heading(0, long_leg)
            self.table.fill(
                [(tr(ROWS[row.name]), *(brief(profit) for profit in row.profits)) for row in sized.grid.rows]
            )
            said = (_tip(sized, currency), sized.premise, local(sized.grid_premise))
            tip = plain(" ".join(part for part in said if part))
            if self.table.toolTip() != tip:
                self.table.setToolTip(tip)

    def _colour_of(self, _row: int, column: int, text: str) -> str:
        if not column:
            return self._theme.muted
        return {"loss": self._theme.loss, "gain": self._theme.gain}.get(kind_of(text), self._theme.text)


def _tip(sized: Sized, currency: str) -> str:
    """Return what the profits are."""
    bought, sold = sized.position.bought.symbol, sized.position.sold.symbol
    unit = tr(", in {currency}", currency=currency) if currency else ""
    if sized.position.execution is Execution.ROTATE:
        return tr(
            "Profit against keeping {sold}, before costs{unit}: the ratio of the row, and {bought} moved as above.",
            sold=sold,
            bought=bought,
            unit=unit,
        )
    return tr(
        "Profit, before costs{unit}: the ratio of the row, and {bought} moved as above.", bought=bought, unit=unit
    )


def worst_sentence(grid: OutcomeGrid, symbol: str, currency: str) -> str:
    """Return where in the grid the most is lost."""
    profit, name, move = min(
        (profit, row.name, move) for row in grid.rows for move, profit in zip(grid.moves, row.profits, strict=True)
    )
    moved = signed_percent(move, 0) if move else tr("its price now")
    return tr(_WORST[name], profit=money(profit, currency), symbol=symbol, move=moved)
