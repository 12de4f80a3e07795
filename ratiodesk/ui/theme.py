"""Colours and shapes of the desk, dark and light."""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from ratiodesk.chart.palette import Palette
from ratiodesk.domain.zone import Zone

# What Fusion leaves free beside the text of a cell, whatever its padding is.
_CELL_MARGIN_PX = 3


@dataclass(frozen=True, slots=True)
class Theme:
    """One set of colours, as ``#rrggbb`` or ``#aarrggbb``.

    Red and green are for loss and gain alone, and never the only carrier of a meaning.
    """

    panel: str
    card: str
    field: str
    hover: str
    border: str
    text: str
    muted: str
    accent: str
    on_accent: str
    second: str
    level: str
    on_level: str
    loss: str
    gain: str
    loss_zone: str
    entry_zone: str
    gain_zone: str
    grid: str
    cursor: str

    def zone_colour(self, zone: Zone | None) -> str:
        """Return the colour a zone is written in."""
        return {Zone.ENTRY: self.level, Zone.STOPPED: self.loss, Zone.TARGET: self.gain, Zone.HOLD: self.text}.get(
            zone or Zone.NONE, self.muted
        )

    def chart_palette(self) -> Palette:
        """Return the part of the theme the chart draws with."""
        return Palette(
            background=self.card,
            grid=self.grid,
            border=self.border,
            text=self.text,
            muted=self.muted,
            cursor=self.cursor,
            field=self.field,
            curve=self.accent,
            on_curve=self.on_accent,
            second=self.second,
            level=self.level,
            on_level=self.on_level,
            loss_zone=self.loss_zone,
            entry_zone=self.entry_zone,
            gain_zone=self.gain_zone,
        )


DARK = Theme(
    panel="#1b1f26",
    card="#14171c",
    field="#222730",
    hover="#2a303a",
    border="#2d333d",
    text="#e6e9ee",
    muted="#98a1b0",
    accent="#5aa9f0",
    on_accent="#0d1116",
    second="#dcb0f5",
    level="#f0932b",
    on_level="#14171c",
    loss="#ee736b",
    gain="#3fb27f",
    loss_zone="#11e5645c",
    entry_zone="#19f0932b",
    gain_zone="#123fb27f",
    grid="#0fffffff",
    cursor="#8d96a5",
)
LIGHT = Theme(
    panel="#f6f7f9",
    card="#ffffff",
    field="#eceff3",
    hover="#e2e6ec",
    border="#d9dee5",
    text="#1d232b",
    muted="#5c6573",
    accent="#1b66b6",
    on_accent="#ffffff",
    second="#5f2a8c",
    level="#a95504",
    on_level="#ffffff",
    loss="#b8302a",
    gain="#16734b",
    loss_zone="#12c83c34",
    entry_zone="#19d9730d",
    gain_zone="#121f8f5f",
    grid="#12000000",
    cursor="#7b8492",
)


def system_theme(application: QApplication) -> Theme:
    """Return the theme of the system's colour scheme."""
    dark = application.styleHints().colorScheme() is Qt.ColorScheme.Dark
    return DARK if dark else LIGHT


def apply_theme(application: QApplication, theme: Theme, window: QWidget) -> None:
    """Give every widget the colours of *theme*.

    The style sheet belongs to the main window, and through it to its dialogs: set on the application, Qt would dress
    every widget twice, which takes three times as long.
    """
    role = QPalette.ColorRole
    colours = {
        role.Window: theme.panel,
        role.WindowText: theme.text,
        role.Base: theme.card,
        role.AlternateBase: theme.panel,
        role.Text: theme.text,
        role.Button: theme.field,
        role.ButtonText: theme.text,
        role.BrightText: theme.loss,
        role.Highlight: theme.accent,
        role.HighlightedText: theme.on_accent,
        role.ToolTipBase: theme.field,
        role.ToolTipText: theme.text,
        role.PlaceholderText: theme.muted,
        role.Link: theme.accent,
    }
    palette = QPalette(QColor(theme.field), QColor(theme.panel))
    for part, colour in colours.items():
        palette.setColor(part, QColor(colour))
    for part in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, part, QColor(theme.muted))
    application.setPalette(palette)
    window.setStyleSheet(_stylesheet(theme))


def _stylesheet(theme: Theme) -> str:
    return _rules(theme) + "".join(_zone_rules(zone, theme.zone_colour(zone)) for zone in Zone)


def _zone_rules(zone: Zone, colour: str) -> str:
    return f"""
    QFrame#card[zone="{zone}"] {{
      border-left: 4px solid {colour}; border-top-left-radius: 0; border-bottom-left-radius: 0;
    }}
    QFrame#card QLabel#zoneName[zone="{zone}"] {{ color: {colour}; }}
    """


def _rules(theme: Theme) -> str:
    return f"""
    QToolBar, QStatusBar {{ background: {theme.panel}; border: 0; }}
    QToolBar {{ border-bottom: 1px solid {theme.border}; padding: 6px 8px; spacing: 4px; }}
    QToolBar::separator {{ background: {theme.border}; width: 1px; margin: 4px 6px; }}
    QStatusBar {{ border-top: 1px solid {theme.border}; color: {theme.muted}; }}
    QStatusBar::item {{ border: 0; }}
    QStatusBar QLabel {{ color: {theme.muted}; padding: 2px 8px; }}
    QStatusBar QToolButton {{ padding: 2px 6px; }}
    QStatusBar QToolButton[state="bad"] {{ color: {theme.loss}; }}
    QStatusBar QToolButton[state="note"] {{ color: {theme.level}; font-weight: 600; }}
    QStatusBar QToolButton[state="note"]:hover, QStatusBar QToolButton[state="note"]:focus {{ color: {theme.text}; }}
    QStatusBar QLabel[state="bad"] {{ color: {theme.loss}; }}
    QStatusBar QLabel[state="note"] {{ color: {theme.level}; font-weight: 600; }}
    QSplitter::handle {{ background: {theme.border}; }}
    QToolButton {{ color: {theme.muted}; border: 0; border-radius: 4px; padding: 5px 6px; }}
    QToolBar[compact="true"] QToolButton {{ padding: 5px 3px; }}
    QToolButton::menu-indicator {{ image: none; width: 0; }}
    QToolButton:hover {{ background: {theme.hover}; color: {theme.text}; }}
    QToolButton:checked {{ background: {theme.field}; color: {theme.text}; }}
    QToolButton:focus {{ background: {theme.hover}; }}
    QToolButton:disabled {{ color: {theme.border}; }}
    QToolButton#freezePlan {{ background: {theme.field}; color: {theme.text}; padding: 4px 10px; }}
    QToolButton#freezePlan:hover, QToolButton#freezePlan:focus {{ background: {theme.hover}; }}
    QToolButton#freezePlan:disabled {{ color: {theme.muted}; }}
    QToolButton#levelTool {{ color: {theme.level}; font-weight: 600; }}
    QToolButton#levelTool:hover, QToolButton#levelTool:focus {{ color: {theme.text}; }}
    QToolButton#levelTool:checked {{ background: {theme.level}; color: {theme.on_level}; }}
    QLineEdit, QComboBox {{
      background: {theme.field}; color: {theme.text}; border: 1px solid transparent; border-radius: 4px;
      padding: 3px 6px; font-weight: 600; selection-background-color: {theme.accent};
      selection-color: {theme.on_accent};
    }}
    QLineEdit#commandEdit, QLineEdit#journalFilter {{ font-weight: 400; }}
    QLineEdit:hover, QComboBox:hover {{ background: {theme.hover}; }}
    QLineEdit:focus, QComboBox:focus {{ border-color: {theme.accent}; }}
    QLineEdit[state="bad"] {{ border-color: {theme.loss}; }}
    QLineEdit#pairEntry {{ font-size: 15px; padding: 5px 10px; border: 1px solid {theme.border}; }}
    QLineEdit#pairEntry[state="bad"], QLineEdit#pairEntry[state="bad"]:focus {{ border-color: {theme.loss}; }}
    QLineEdit#pairEntry[state=""]:focus {{ border-color: {theme.accent}; }}
    QListView#completions {{ background: {theme.card}; border: 1px solid {theme.border}; padding: 4px; }}
    QComboBox::drop-down {{ border: 0; width: 16px; }}
    QFrame#card {{ background: {theme.card}; border: 1px solid {theme.border}; border-radius: 6px; }}
    QFrame#card QLabel {{ background: transparent; color: {theme.muted}; }}
    QFrame#card QLabel[kind="value"] {{ color: {theme.text}; font-weight: 600; }}
    QFrame#card QLabel[kind="loss"] {{ color: {theme.loss}; font-weight: 600; }}
    QFrame#card QLabel[kind="gain"] {{ color: {theme.gain}; font-weight: 600; }}
    QFrame#card QLabel[kind="problem"] {{ color: {theme.loss}; }}
    QFrame#card QLabel[kind="warning"] {{ color: {theme.level}; }}
    QFrame#card QLabel[kind="heading"] {{ font-size: 11px; }}
    QLabel[kind="title"] {{ font-size: 11px; font-weight: 600; letter-spacing: 0.6px; color: {theme.muted}; }}
    QLabel#zoneName, QLabel#aboutName {{ font-size: 19px; font-weight: 700; }}
    QFrame#hintCard {{ background: {theme.card}; border: 0; border-top: 2px solid {theme.accent}; }}
    QFrame#hintCard QToolButton {{ padding: 2px 5px; }}
    QLabel#noPairs {{ color: {theme.muted}; }}
    MessageBar {{ background: {theme.entry_zone}; border-bottom: 1px solid {theme.level}; }}
    QPushButton {{
      background: {theme.field}; color: {theme.text}; border: 1px solid transparent; border-radius: 4px;
      padding: 5px 14px; outline: 0;
    }}
    QPushButton:hover {{ background: {theme.hover}; }}
    QPushButton:focus, QPushButton:default {{ border-color: {theme.accent}; }}
    QPushButton:disabled {{ color: {theme.muted}; background: transparent; border-color: {theme.border}; }}
    MessageBar QPushButton {{ padding: 4px 12px; }}
    QRadioButton {{ spacing: 8px; }}
    QRadioButton::indicator {{
      width: 6px; height: 6px; border: 4px solid {theme.field}; border-radius: 7px; background: {theme.field};
    }}
    QRadioButton::indicator:checked {{ background: {theme.on_accent}; border-color: {theme.accent}; }}
    QRadioButton::indicator:unchecked {{ width: 12px; height: 12px; border: 1px solid {theme.muted}; }}
    QRadioButton:checked {{ font-weight: 600; }}
    QRadioButton:focus {{ color: {theme.accent}; }}
    /* Asked when a box is made: it needs its parent then. */
    QDialogButtonBox, QMessageBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
    QScrollArea, QScrollArea > QWidget > QWidget#sidebar, QWidget#pairsPanel {{ background: {theme.panel}; border: 0; }}
    QListView {{ background: {theme.panel}; border: 0; outline: 0; }}
    QListView#commandList::item {{ padding: 0 6px; border-radius: 4px; }}
    QListView#commandList::item:selected {{ background: {theme.accent}; color: {theme.on_accent}; }}
    QTableView#journalTable {{ background: {theme.card}; border: 1px solid {theme.border}; outline: 0; }}
    QTableView#journalTable::item {{ padding: 0 {6 - _CELL_MARGIN_PX}px; border: 0; }}
    QTableView#journalTable::item:selected {{ background: {theme.hover}; }}
    QTableWidget {{ background: transparent; border: 0; outline: 0; gridline-color: transparent; }}
    QTableWidget#gridTable {{ font-size: 11px; }}
    QTableWidget::item {{ padding: 0 -{_CELL_MARGIN_PX}px; border: 0; }}
    QTableWidget#lotTable, QTableWidget#partsTable, QTableWidget#versionsTable {{
      background: {theme.card}; border: 1px solid {theme.border}; border-radius: 6px;
    }}
    QPlainTextEdit#licenceText {{
      background: {theme.card}; border: 1px solid {theme.border}; border-radius: 6px; padding: 4px;
    }}
    QTableWidget#lotTable::item, QTableWidget#partsTable::item, QTableWidget#versionsTable::item {{
      padding: 0 {8 - _CELL_MARGIN_PX}px;
    }}
    QTableWidget#lotTable QHeaderView::section, QTableWidget#partsTable QHeaderView::section,
    QTableWidget#versionsTable QHeaderView::section {{ padding: 4px 8px; }}
    QTableWidget#lotTable QLineEdit {{ border-radius: 0; padding: 0 6px; }}
    QTableWidget::item:selected {{ background: {theme.hover}; color: {theme.text}; }}
    QHeaderView, QHeaderView::section {{ background: transparent; color: {theme.muted}; border: 0; font-weight: 400; }}
    QHeaderView::section {{ font-size: 11px; padding: 0 3px; }}
    QFrame#card QHeaderView::section {{ padding: 0; }}
    QTableView#journalTable QHeaderView::section {{ padding: 5px 6px; }}
    QTabBar {{ background: transparent; }}
    QTabBar::tab {{ background: {theme.field}; color: {theme.muted}; padding: 5px 8px; border: 0; border-radius: 4px; }}
    QTabBar::tab:selected {{ background: {theme.accent}; color: {theme.on_accent}; font-weight: 600; }}
    QTabBar::tab:focus {{ color: {theme.text}; }}
    QTabBar::tab:selected:focus {{ color: {theme.on_accent}; }}
    QToolTip {{ background: {theme.field}; color: {theme.text}; border: 1px solid {theme.border}; padding: 4px; }}
    QMenu {{ background: {theme.card}; border: 1px solid {theme.border}; padding: 4px; }}
    QMenu::item {{ padding: 5px 24px; border-radius: 3px; }}
    QMenu::item:selected {{ background: {theme.accent}; color: {theme.on_accent}; }}
    QMenu::separator {{ background: {theme.border}; height: 1px; margin: 4px 8px; }}
    QScrollBar:vertical {{ background: transparent; width: 10px; }}
    QScrollBar::handle:vertical {{ background: {theme.border}; border-radius: 4px; min-height: 24px; margin: 1px; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ height: 0; }}
    """
