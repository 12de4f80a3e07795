"""The same risk carried out both ways: long and short, or a rotation without shorting."""

from ratiodesk.analysis.reading import Sized, Standing
from ratiodesk.domain.position import Execution, Position
from ratiodesk.domain.way_back import WayBack
from ratiodesk.local_text import local
from ratiodesk.ui.card import FlatTable
from ratiodesk.ui.fold_card import FoldCard
from ratiodesk.ui.number_text import counted_shares, money, percent, signed_money
from ratiodesk.ui.prose import Prose
from ratiodesk.ui.theme import Theme
from ratiodesk.words import mark, tr

EXECUTIONS = (Execution.PAIR, Execution.ROTATE)
_NONE = "–"
_ROWS = (
    mark("Sell"), mark("Buy"), mark("Notional"), mark("Stop, worse"), mark("Target, worse"), mark("Left over"),
)  # fmt: skip
_AT_STOP, _AT_TARGET = 3, 4


class ExecutionCard(FoldCard):
    """Pair and rotation side by side; the one in force is in bold."""

    def __init__(self, theme: Theme) -> None:
        super().__init__("executions", tr("Pair or rotate"))
        self._theme = theme
        self.table = FlatTable(
            "executionTable",
            tr("Pair and rotation side by side"),
            ("", tr("Pair, sells short"), tr("Rotate")),
            strong=1,
            even=True,
        )
        self.table.setToolTip(
            tr(
                "Stop and target show the worse of two outcomes, one leg standing still, before costs; "
                "bold is in force."
            )
        )
        self._identity, self._way_back = Prose("executionIdentity"), Prose("wayBack")
        self.table.colour_by(self._colour_of)
        for part in (self.table, self._identity, self._way_back):
            self.body.addWidget(part)

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self._theme = theme
        self.table.recolour()

    def show_size(self, sized: Sized | str, standing: Standing) -> None:
        """Show both; hide the card while there is no position."""
        self.setVisible(not isinstance(sized, str))
        if isinstance(sized, str):
            return
        pair, rotation = (sized.carried_out(execution) for execution in EXECUTIONS)
        self.set_summary(_share_words(rotation, sized.held))
        if not self.is_open:
            return
        columns = [_column(one, standing.currency) for one in (pair, rotation)]
        self.table.fill(list(zip(map(tr, _ROWS), *columns, strict=True)))
        self.table.emphasise(1 + EXECUTIONS.index(sized.position.execution))
        identity = _identity(pair, rotation, sized.held, standing.currency)
        self._identity.show_text(f"{identity} {sized.rotation_assumption}".rstrip())
        self._way_back.show_text(_back_words(sized.way_back) if sized.way_back is not None else "")

    def _colour_of(self, row: int, column: int, text: str) -> str:
        if not column or text == _NONE:
            return self._theme.muted
        return {_AT_STOP: self._theme.loss, _AT_TARGET: self._theme.gain}.get(row, self._theme.text)


def _column(position: Position | str, currency: str) -> tuple[str, ...]:
    if isinstance(position, str):
        return (_NONE,) * len(_ROWS)
    rotating = position.execution is Execution.ROTATE
    return (
        f"{counted_shares(position.sold.shares)} {position.sold.symbol}",
        f"{counted_shares(position.bought.shares)} {position.bought.symbol}",
        money(position.notional, currency),
        signed_money(position.at_stop.low, currency),
        signed_money(position.at_target.low, currency),
        tr("{amount} cash", amount=money(-position.residual, currency))
        if rotating
        else tr("{amount} net", amount=signed_money(position.residual, currency)),
    )


def _back_words(back: WayBack) -> str:
    return tr(
        "Way back: sell {shares} {sold} again for {at_target} {bought} at the target, or {at_stop} at the stop; "
        "{given_up} were given up.",
        shares=counted_shares(back.shares),
        sold=back.sells,
        at_target=local(f"{back.back_at_target:,.1f}"),
        bought=back.buys,
        at_stop=local(f"{back.back_at_stop:,.1f}"),
        given_up=counted_shares(back.given_up),
    )


def _share_words(rotation: Position | str, held: float) -> str:
    """Return x, the part of the holding that the rotation takes."""
    return "" if isinstance(rotation, str) else tr("x = {share}", share=percent(rotation.notional / held))


def _identity(pair: Position | str, rotation: Position | str, held: float, currency: str) -> str:
    """Return N = x · V in the numbers of this plan, or why one of both is not possible."""
    if isinstance(rotation, str):
        return tr("Rotate: {reason}", reason=rotation)
    said = tr(
        "N = x · V: {share} of the {held} in {symbol} is {notional}",
        share=percent(rotation.notional / held),
        held=money(held, currency),
        symbol=rotation.sold.symbol,
        notional=money(rotation.notional, currency),
    )
    if isinstance(pair, str):
        return tr("{identity}. Pair: {reason}", identity=said, reason=pair)
    if abs(pair.notional - rotation.notional) < 0.005:
        return tr("{identity}, the pair’s notional too.", identity=said)
    if rotation.capped:
        sentence = mark("{identity}, all there is to rotate; the pair’s notional is {notional}.")
    elif pair.capped:
        sentence = mark("{identity}; the pair’s notional is {notional}, as the gross limit of the account binds.")
    elif not pair.balance.bounds_loss:
        sentence = mark("{identity}; the pair’s notional is {notional}, as its legs are balanced otherwise.")
    else:
        sentence = mark("{identity}; the pair’s notional is {notional}, as it pays for shorting.")
    return tr(sentence, identity=said, notional=money(pair.notional, currency))
