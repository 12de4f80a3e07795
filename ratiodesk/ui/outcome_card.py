"""Not one number: what the position earns at its lines while the market moves as well."""

from ratiodesk.analysis.reading import Sized
from ratiodesk.domain.outcome_grid import MARKET_MOVES, OutcomeGrid
from ratiodesk.domain.position import Execution
from ratiodesk.plain_text import plain
from ratiodesk.ui.card import FlatTable, kind_of
from ratiodesk.ui.fold_card import FoldCard
from ratiodesk.ui.number_text import brief, money, signed_money, signed_percent
from ratiodesk.ui.theme import Theme

# Names of the grid's rows in a table and within a sentence.
ROWS = {"stop": ("Stop", "at the stop"), "now": ("Now", "at the ratio now"), "target": ("Target", "at the target")}


class OutcomeCard(FoldCard):
    """Stop, now and target against a move of the long leg, for the shares of the position."""

    def __init__(self, theme: Theme) -> None:
        super().__init__("outcomes", "If the long leg moves")
        self._theme = theme
        moves = tuple(signed_percent(move, 0) for move in MARKET_MOVES)
        self.table = FlatTable("gridTable", "Outcomes if the long leg moves", ("", *moves), even=True)
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
        self.set_summary(f"worst {signed_money(sized.grid.worst, currency)}")
        if not sized.position.balance.bounds_loss:
            # Nothing else on the screen says how much such a position can lose.
            self.fold(folded=False)
        if self.is_open:
            self.table.set_heading(0, long_leg)
            self.table.fill(
                [(ROWS[row.name][0], *(brief(profit) for profit in row.profits)) for row in sized.grid.rows]
            )
            unit = f", in {currency}" if currency else ""
            rotating = sized.position.execution is Execution.ROTATE
            against = f" against keeping {sized.position.sold.symbol}" if rotating else ""
            tip = f"Profit{against}, before costs{unit}: the ratio of the row, and {long_leg} moved as above."
            tip = plain(f"{tip} {sized.premise}".rstrip())
            if self.table.toolTip() != tip:
                self.table.setToolTip(tip)

    def _colour_of(self, _row: int, column: int, text: str) -> str:
        if not column:
            return self._theme.muted
        return {"loss": self._theme.loss, "gain": self._theme.gain}.get(kind_of(text), self._theme.text)


def worst_sentence(grid: OutcomeGrid, symbol: str, currency: str) -> str:
    """Return where in the grid the most is lost."""
    profit, name, move = min(
        (profit, row.name, move) for row in grid.rows for move, profit in zip(grid.moves, row.profits, strict=True)
    )
    moved = signed_percent(move, 0) if move else "its price now"
    return f"{money(profit, currency)} {ROWS[name][1]} with {symbol} at {moved}"
