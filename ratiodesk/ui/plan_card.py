"""The lines as a table: role, exact ratio, distance."""

from dataclasses import replace

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QColor, QKeySequence, QPainter, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ratiodesk.analysis.reading import Standing
from ratiodesk.chart.tick import short
from ratiodesk.domain.level import Level, LevelId, Role
from ratiodesk.domain.plan import Direction
from ratiodesk.domain.ratio import Ratio, format_level
from ratiodesk.domain.sizing import Sizing
from ratiodesk.local_text import local
from ratiodesk.ui.action_button import ActionButton
from ratiodesk.ui.card import Card, FlatTable, set_kind
from ratiodesk.ui.number_text import level_text, signed_percent
from ratiodesk.ui.text_label import TextLabel
from ratiodesk.ui.theme import Theme
from ratiodesk.ui.wanted_fill import WantedFill
from ratiodesk.words import tr, tr_n

_RATIO_COLUMN = 1
# More than the axis has, so that the digits of a ratio stay whole where they can.
_ROOM = {"digits": 7, "most": 11}
# More rows than this would push the size out of sight.
_MOST_ROWS = 12


class PlanCard(Card):
    """Every line of the basis in view, highest first; the ratio column is edited in place.

    Of more lines than the card has room for those with a role come first.
    """

    value_entered = Signal(str, str)
    menu_requested = Signal(str, QPoint)
    delete_requested = Signal(str)
    selected = Signal(object)
    sizing_changed = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__(tr("Plan"))
        self.theme = theme
        self._levels: list[Level] = []
        # What each line's row was written for, and its texts.
        self._written: dict[LevelId, tuple[Level, Ratio, tuple[str, ...]]] = {}
        self._tints: list[str] = []
        self._selected: LevelId | None = None
        self._sizing = Sizing()
        self.table = _PlanTable(self)
        self._problem = TextLabel()
        self._problem.setWordWrap(True)
        self._problem.hide()
        set_kind(self._problem, "problem")
        self.wanted = WantedFill()
        self.wanted.hide()
        for part in (self.table, self._problem, self.wanted):
            self.body.addWidget(part)
        self.wanted.wanted.connect(self._on_wanted_wanted)
        self._freeze = ActionButton()
        self._freeze.setObjectName("freezePlan")
        self._freeze.hide()
        self.body.addWidget(self._freeze, alignment=Qt.AlignmentFlag.AlignRight)
        self.table.customContextMenuRequested.connect(self._on_table_menu_requested)
        self.table.itemSelectionChanged.connect(self._on_table_selection_changed)

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self.theme = theme
        self._colour()
        self.table.viewport().update()

    def offer(self, freeze: QAction) -> None:
        """Let the button at the foot freeze the plan."""
        self._freeze.setDefaultAction(freeze)

    def show_standing(self, standing: Standing) -> None:
        """Show the lines and the direction they make."""
        crowded = len(standing.levels) > _MOST_ROWS
        self._levels = sorted(standing.levels, key=lambda level: (crowded and level.role is Role.PLAIN, -level.ratio))
        self.title.setText(plan_title(standing).upper())
        rows = self._rows(standing.ratio)
        self.table.blockSignals(True)
        self.table.fill(rows)
        self.table.blockSignals(False)
        # The rows may have changed places; the selection belongs to a line and not to a row.
        self.select(self._selected)
        self.table.setVisible(bool(rows))
        self._freeze.setVisible(standing.plan is not None)
        self._colour()
        self._show_problem(
            local(standing.problem) or ("" if rows else _no_lines(standing)), is_wrong=bool(standing.problem)
        )

    def show_wanted(self, standing: Standing, sizing: Sizing) -> None:
        """Show the fill that earns the reward : risk the user wants."""
        self._sizing = sizing
        self.wanted.show_wanted(standing, sizing.reward_risk)

    def clear(self) -> None:
        """Show no lines."""
        self._levels, self._tints = [], []
        self.title.setText(tr("Plan").upper())
        self.table.fill([])
        self.wanted.hide()
        self._freeze.hide()
        self.show_problem("")

    def show_problem(self, sentence: str) -> None:
        """Say below the table what is wrong, or nothing."""
        self._show_problem(sentence, is_wrong=True)

    def _show_problem(self, sentence: str, *, is_wrong: bool) -> None:
        self._problem.setText(sentence)
        self._problem.setVisible(bool(sentence))
        if sentence:
            set_kind(self._problem, "problem" if is_wrong else "")

    def _rows(self, now: Ratio) -> list[tuple[str, ...]]:
        """Return the texts of the lines; a line that stays where it is costs nothing while another is dragged."""
        before, self._written = self._written, {}
        for level in self._levels:
            known = before.get(level.id)
            if known is None or known[0] is not level or known[1] != now:
                ratio = local(short(format_level(level.ratio), level.ratio, **_ROOM))
                known = level, now, (level.name or tr("Line"), ratio, signed_percent(level.ratio / now - 1))
            self._written[level.id] = known
        return [texts for *_, texts in self._written.values()]

    def select(self, level_id: LevelId | None) -> None:
        """Emphasise the row of one line."""
        is_other = level_id != self._selected
        self._selected = level_id
        row = next((place for place, level in enumerate(self._levels) if level.id == level_id), -1)
        self.table.blockSignals(True)
        if row < 0:
            self.table.clearSelection()
        else:
            self.table.selectRow(row)
            if is_other:
                self.table.scrollTo(self.table.model().index(row, 0))
        self.table.blockSignals(False)

    @Slot(float)
    def _on_wanted_wanted(self, reward_risk: float) -> None:
        self.sizing_changed.emit(replace(self._sizing, reward_risk=reward_risk))

    @Slot()
    def request_delete(self) -> None:
        """Ask for the selected line to go."""
        if self._selected is not None:
            self.delete_requested.emit(self._selected)

    def level_at(self, row: int) -> LevelId | None:
        """Return the line of a row."""
        return self._levels[row].id if 0 <= row < len(self._levels) else None

    def ratio_at(self, row: int) -> Ratio | None:
        """Return where the line of a row is."""
        return self._levels[row].ratio if 0 <= row < len(self._levels) else None

    def _colour(self) -> None:
        tints = [self.theme.muted if level.role is Role.PLAIN else self.theme.level for level in self._levels]
        for row, tint in enumerate(tints):
            item = self.table.item(row, 0)
            if item is not None and (row >= len(self._tints) or self._tints[row] != tint):
                item.setForeground(QColor(tint))
        self._tints = tints

    @Slot(QPoint)
    def _on_table_menu_requested(self, at: QPoint) -> None:
        level_id = self.level_at(self.table.rowAt(at.y()))
        if level_id is not None:
            self.menu_requested.emit(level_id, self.table.viewport().mapToGlobal(at))

    @Slot()
    def _on_table_selection_changed(self) -> None:
        rows = self.table.selectionModel().selectedRows()
        self._selected = self.level_at(rows[0].row()) if rows else None
        self.selected.emit(self._selected)


class _PlanTable(FlatTable):
    def __init__(self, card: PlanCard) -> None:
        super().__init__(
            "planTable",
            tr("Lines and their ratios"),
            (tr("Level"), tr("Ratio"), tr("From now")),
            strong=_RATIO_COLUMN,
            most_rows=_MOST_ROWS,
        )
        self._card = card
        self.setItemDelegate(_RatioDelegate(card))
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setTabKeyNavigation(False)
        delete = QShortcut(QKeySequence.StandardKey.Delete, self, context=Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(card.request_delete)
        self.setToolTip(tr("Double-click a ratio to type another; right-click for the role."))


class _RatioDelegate(QStyledItemDelegate):
    """Lets the ratio column be typed into, and hands the text on as it is."""

    def __init__(self, card: PlanCard) -> None:
        super().__init__(card)
        self._card = card

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        wanted = super().sizeHint(option, index)
        return wanted + QSize(20, 0) if index.column() == _RATIO_COLUMN else wanted

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        if index.column() == _RATIO_COLUMN:
            text_width = option.fontMetrics.horizontalAdvance(str(index.data())) + 20
            box = QRectF(option.rect).adjusted(0, 2, 0, -2)
            box.setLeft(box.right() - text_width)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._card.theme.field))
            painter.drawRoundedRect(box, 3, 3)
            option.rect.adjust(0, 0, -5, 0)
        super().paint(painter, option, index)

    def createEditor(
        self, parent: QWidget, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QWidget:
        if index.column() != _RATIO_COLUMN:
            return None  # type: ignore[return-value]
        editor = QLineEdit(parent)
        editor.setAlignment(Qt.AlignmentFlag.AlignRight)
        editor.setAccessibleName(tr("Exact value of the line"))
        editor.setStyleSheet("padding: 0 2px")
        return editor

    def setEditorData(self, editor: QWidget, index: QModelIndex | QPersistentModelIndex) -> None:
        ratio = self._card.ratio_at(index.row())
        if ratio is not None and isinstance(editor, QLineEdit):
            editor.setText(level_text(ratio))

    def setModelData(
        self,
        editor: QWidget,
        model: object,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        level_id = self._card.level_at(index.row())
        if level_id is not None and isinstance(editor, QLineEdit) and editor.isModified():
            self._card.value_entered.emit(level_id, editor.text())


def _no_lines(standing: Standing) -> str:
    if standing.elsewhere:
        return tr_n(
            "One line was drawn on the other basis: right-click a faint one to carry it over.",
            "{n} lines were drawn on the other basis: right-click a faint one to carry it over.",
            standing.elsewhere,
            n=standing.elsewhere,
        )
    return tr("No lines yet: press Shift+H and click three times, or Alt+H where the mouse is.")


def plan_title(standing: Standing) -> str:
    """Return what the plan does in one line.

    A plan for a falling ratio buys the denominator and sells the numerator.
    """
    if standing.plan is None:
        return tr("Plan")
    bought, sold = standing.plan.bought_and_sold(standing.pair)
    if standing.plan.direction is Direction.SHORT_RATIO:
        return tr("Plan — ratio falls: buy {bought}, sell {sold}", bought=bought, sold=sold)
    return tr("Plan — ratio rises: buy {bought}, sell {sold}", bought=bought, sold=sold)
