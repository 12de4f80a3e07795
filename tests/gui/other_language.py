"""A language that is English in brackets, and what is said in a window outside of them."""

import ast
import gettext
import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PySide6.QtCore import QAbstractListModel, QLocale, QModelIndex, QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QDialogButtonBox,
    QGraphicsScene,
    QHeaderView,
    QTabBar,
    QWidget,
)

import ratiodesk

PRODUCT = Path(ratiodesk.__file__).parent
OPENED, CLOSED = "⟦", "⟧"
_FIELD = re.compile(r"(?<!\{)\{\w+[^{}]*\}(?!\})")
_TAG = re.compile(r"<[a-z/!?][^>]*>", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
_READERS = (
    "text", "title", "windowTitle", "placeholderText", "toolTip", "statusTip", "whatsThis", "accessibleName",
    "accessibleDescription", "toPlainText", "iconText", "prefix", "suffix", "specialValueText",
)  # fmt: skip
_ABOUT = ("toolTip", "accessibleName", "accessibleDescription")
_ROLES = (
    Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.StatusTipRole,
    Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.AccessibleDescriptionRole, Qt.ItemDataRole.WhatsThisRole,
)  # fmt: skip

# What is in them is no word of the desk’s: tickets and what belongs on them, details for who mends this program, names
# and words of licences, rows of a file.
_PLAIN = frozenset({"ticketPreview", "ticketCondition", "errorDetails", "partsTable", "licenceText", "importPreview"})
# Names stay as they are in every language.
_NAMES = re.compile(
    r"RatioDesk|Yahoo|SPDR S&P 500 ETF Trust|iShares Russell 2000 ETF|Invesco QQQ Trust"
    r"|iShares 20\+ Year Treasury Bond ETF|NYSEArca|America/New_York"
    # Addresses, and files: their names are the user’s, or those of a form.
    r"|\bhttps?://\S+|(?:/?[\w.-]+/)+(?:[\w.-]+)?"
    r"|[\w*-]+(?: \([\w ]+\))?\.(?:csv|json|pdf|png|ratiodesk|svg|tsv|txt|zip)\b"
    # Keys, as Qt writes them.
    r"|\b(?:(?:Ctrl|Alt|Shift|Meta)\+)+\S+?(?=[\s,)]|$)|\b(?:Ctrl|Alt|Shift|Esc|Del|Return|Enter|F\d+)\b"
)
# Symbols and currencies, units and signs; keys with one letter.
_SIGNS = frozenset({"SPY", "IWM", "QQQ", "TLT", "XYZ", "USD", "PCX", "R", "z", "σ", "kB", "A", "H", "X"})


class Bracketed(gettext.NullTranslations):
    """Answers every text in brackets and leaves its fields outside: what is put into them says its own words."""

    def __init__(self) -> None:
        super().__init__()
        # What was looked up.
        self.asked: set[str] = set()

    def gettext(self, message: str) -> str:
        self.asked.add(message)
        return OPENED + _FIELD.sub(rf"{CLOSED}\g<0>{OPENED}", message) + CLOSED

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)


@dataclass(frozen=True, slots=True)
class Said:
    """A text, and what says it."""

    where: str
    text: str

    def __str__(self) -> str:
        return f"{self.where}: {self.text!r}"


def english(text: str) -> list[str]:
    """Return the words of a text that no language was asked for.

    >>> english("⟦Buy ⟧45 IWM⟦ now⟧"), english("Buy 45 IWM"), english("⟦A very lo…"), english("<b>⟦x⟧</b> 28 Dec 2021")
    ([], ['Buy'], [], [])
    """
    if "<" in text:
        text = html.unescape(_TAG.sub(" ", text))
    depth, outside = 0, []
    for letter in text:
        depth += (letter == OPENED) - (letter == CLOSED)
        outside.append(" " if depth > 0 or letter == CLOSED else letter)
    words = _WORD.findall(_NAMES.sub(" ", "".join(outside)))
    return [word for word in words if word not in _SIGNS and word not in _days()]


@cache
def collected() -> frozenset[str]:
    """Return the texts that a translator is given: what stands in the source of the program as it is."""
    found = set()
    for path in PRODUCT.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            match node:
                case ast.Call(func=ast.Name(id="tr" | "tr_n" | "mark"), args=args):
                    found |= {each.value for each in args[:2] if isinstance(each, ast.Constant)}
    return frozenset(found)


def is_open(text: str) -> bool:
    """Return whether a text goes on in the next line: one that was cut for want of room ends in dots."""
    return text.count(OPENED) > text.count(CLOSED) and not text.endswith("…")


def check(said: Iterable[Said]) -> None:
    """Expect that nothing of what is said is English; all that is stands in the message."""
    left = sorted({str(each) for each in said if english(each.text)})
    assert not left, "\n".join(["left in English:", *left])


def texts_of(root: QWidget) -> Iterator[Said]:
    """Yield all that a window and what is in it says, or would say."""
    for part in (root, *root.findChildren(QObject)):
        if isinstance(part, (QWidget, QAction)) and not _is_left(part):
            for reader in _READERS if part.objectName() not in _PLAIN else _ABOUT:
                read = getattr(part, reader, None)
                text = read() if callable(read) else None
                if isinstance(text, str) and text:
                    yield Said(f"{_name(part)}.{reader}", text)
            if isinstance(part, QWidget) and part.objectName() not in _PLAIN:
                for place, text in _listed(part):
                    yield Said(f"{_name(part)}.{place}", text)


def _is_left(part: QWidget | QAction) -> bool:
    """Return whether it speaks for Qt, or what its owner says too."""
    if isinstance(part, QHeaderView) or isinstance(part.parent(), (QComboBox, QGraphicsScene)):
        return True
    if isinstance(part, QAbstractButton):
        row = part.parentWidget()
        if isinstance(row, QDialogButtonBox) and row.standardButton(part) != QDialogButtonBox.StandardButton.NoButton:
            return True
    return part.objectName().startswith(("qt_", "Scroll"))


def _name(part: QObject) -> str:
    """Return class and name, with the names of what it is in where it has none."""
    name, around = part.objectName(), part.parent()
    while not name and around is not None:
        name, around = f"in {around.objectName()}" if around.objectName() else "", around.parent()
    return f"{type(part).__name__} {name}"


def _listed(widget: QWidget) -> Iterator[tuple[str, str]]:
    """Yield place and text of what is in a list, a table or a row of tabs."""
    if isinstance(widget, QTabBar):
        for place in range(widget.count()):
            yield f"tab {place}", widget.tabText(place)
            yield f"tab {place} tip", widget.tabToolTip(place)
    elif isinstance(widget, (QComboBox, QAbstractItemView)) and not isinstance(widget, QHeaderView):
        model = widget.model()
        if model is None:
            return
        whole = QModelIndex()
        # A list has one column, and does not say so.
        columns = range(1 if isinstance(model, QAbstractListModel) else model.columnCount(whole))
        rows = range(model.rowCount(whole))
        for role in _ROLES:
            cells = [(f"{row},{column}", model.index(row, column).data(role)) for row in rows for column in columns]
            across = [
                (f"column {place}", model.headerData(place, Qt.Orientation.Horizontal, role)) for place in columns
            ]
            down = [(f"row {place}", model.headerData(place, Qt.Orientation.Vertical, role)) for place in rows]
            for place, text in (*cells, *across, *down):
                if isinstance(text, str) and text:
                    yield f"{place} {role.name}", text


def _days() -> frozenset[str]:
    """Return the names of months and days, as Qt writes them."""
    known, long, short = QLocale.c(), QLocale.FormatType.LongFormat, QLocale.FormatType.ShortFormat
    months = {known.monthName(month, form) for month in range(1, 13) for form in (long, short)}
    return frozenset(months | {known.dayName(day, form) for day in range(1, 8) for form in (long, short)})
