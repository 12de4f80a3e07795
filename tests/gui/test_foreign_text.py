"""Names, notes and answers that look like HTML are shown as what they are, wherever they come up."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import journal_desk
from fake_ports import SPY_IWM, make_quotes
from fake_world import World, settle
from person import User
from PySide6 import QtGui
from PySide6.QtCore import QAbstractListModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QLabel,
    QLineEdit,
    QTextEdit,
    QWidget,
)

from ratiodesk.domain.errors import BadReply, DamagedDocument, NotSaved
from ratiodesk.domain.pair import Symbol
from ratiodesk.domain.portfolio import Lot, Portfolio
from ratiodesk.domain.portfolio_port import LotImport
from ratiodesk.domain.ports import OpenedLayout
from ratiodesk.domain.quotes import Listing
from ratiodesk.domain.sector import SectorWeights

IMAGE = "<img src=x><b>Fund</b>"


def tooltips() -> Iterator[str]:
    """Yield what every widget and every cell of the application would tell the mouse."""
    for widget in QApplication.allWidgets():
        yield widget.toolTip()
        model = widget.model() if isinstance(widget, QAbstractItemView) else None
        if model is not None:
            for row in range(model.rowCount()):
                for column in range(1 if isinstance(model, QAbstractListModel) else model.columnCount()):
                    yield str(model.index(row, column).data(Qt.ItemDataRole.ToolTipRole) or "")


def seen() -> set[str]:
    """Return where a text that looks like HTML stands now, each as what it is; fail where it is taken for HTML."""
    found = set()
    for label in (widget for widget in QApplication.allWidgets() if isinstance(widget, QLabel)):
        if "<" in label.text() and label.objectName() != "qtooltip_label":
            assert label.textFormat() is Qt.TextFormat.PlainText, f"{label.objectName()}: {label.text()}"
            found.add(label.objectName() or "label")
    for tip in tooltips():
        inner = re.fullmatch(r"<p style='white-space:pre-wrap'>(.*)</p>", tip, re.DOTALL)
        if inner is not None:
            assert "<" not in inner[1]
            found.add("tip")
        else:
            assert not QtGui.Qt.mightBeRichText(tip), tip
    for edit in (widget for widget in QApplication.allWidgets() if isinstance(widget, QTextEdit)):
        assert "img" not in edit.toHtml().partition("<body")[2].replace("&lt;img", "")
    return found


def test_what_a_source_says_of_prices_and_itself(open_faked: Callable[..., User], world: World) -> None:
    world.prices.keep(
        *(make_quotes(symbol, [1.0, 2, 3], source=IMAGE, name=IMAGE, exchange=IMAGE) for symbol in SPY_IWM.symbols)
    )
    world.prices.names = [Listing(Symbol("SPY"), IMAGE, IMAGE)]
    world.feed.fail(BadReply(f"Yahoo says of SPY: {IMAGE}"))
    user = open_faked("SPY/IWM", judged=False)
    settle(user.desk.loader)
    user.desk.parts.updater.refresh()
    settle(user.desk.loader)
    assert {"statusReading", "tip"} <= seen()


def test_what_is_found_is_listed_as_it_is(open_faked: Callable[..., User], world: World, qtbot: Any) -> None:
    world.feed.found = {"fund": [Listing(Symbol("FUN"), IMAGE, IMAGE)]}
    user = open_faked("SPY/IWM")
    entry = user.find("pairEntry")
    entry.setFocus()
    entry.selectAll()
    QTest.keyClicks(entry, "fund")
    popup = entry._popup
    qtbot.waitUntil(
        lambda: any(IMAGE in str(popup.model().index(row, 0).data()) for row in range(popup.model().rowCount()))
    )
    seen()


def test_what_is_typed_is_refused_as_it_is(open_faked: Callable[..., User]) -> None:
    user = open_faked("SPY/IWM")
    user.open("<b>x</b> <img/src=x>")
    user.type_into("accountEdit", "<b>5</b>")
    assert "tip" in seen()
    refusals = [label.text() for label in user.desk.window.findChildren(QLabel) if "<b>5</b>" in label.text()]
    assert refusals, "the sentence below the fields is shown as it is, not as the tooltip's HTML"


def test_the_label_of_a_line(open_faked: Callable[..., User], world: World) -> None:
    user = journal_desk.keep_plan(open_faked, world)
    (line, *_) = user.desk.open_pair.layout.levels
    user.desk.open_pair.set_label(line.id, IMAGE)
    user.chart.select(line.id)
    QApplication.processEvents()
    assert user.cells("planTable")
    seen()


def test_the_note_of_a_frozen_plan(open_faked: Callable[..., User], world: World) -> None:
    user = journal_desk.keep_plan(open_faked, world)
    user.desk.view.actions_.freeze_plan.trigger()
    window = journal_desk.journal(user)
    (plan,) = user.desk.parts.journal.scored
    user.desk.parts.journal.set_note(plan.plan.id, IMAGE)
    settle(user.desk.loader)
    journal_desk.choose(window, 0)
    search = next(field for field in window.findChildren(QLineEdit))
    search.setText(IMAGE + "zzz")
    assert "journalNone" in seen()


def test_holdings_and_sectors(open_faked: Callable[..., User], world: World) -> None:
    sectors = SectorWeights(Symbol("SPY"), ((IMAGE, 1.0),), date(2026, 8, 21), IMAGE)
    world.portfolio.portfolio = Portfolio((Lot(Symbol("SPY"), shares=10.0),), sectors=(sectors,))
    world.portfolio.note = IMAGE
    world.lots.answer = LotImport((), 5.0, 1, (), (IMAGE,))
    user = open_faked("SPY/IWM")
    user.command("Portfolio…").trigger()
    user.desk.parts.portfolio.import_file(Path(f"{IMAGE}.csv"))
    settle(user.desk.loader)
    assert seen()


def test_what_is_wrong_with_a_document(open_faked: Callable[..., User], world: World) -> None:
    world.layouts.open = lambda pair: OpenedLayout(journal_desk.lines(2.0, 2.3, 1.8), DamagedDocument(IMAGE))  # type: ignore[method-assign]
    open_faked("SPY/IWM")
    assert {"messageText"} <= seen()


def test_a_failure_to_save(open_faked: Callable[..., User], world: World) -> None:
    user = open_faked("SPY/IWM")

    def fails(_layout: object) -> None:
        raise NotSaved(f"Not saved: {IMAGE}")

    world.layouts.save = fails  # type: ignore[method-assign, assignment]
    user.place(2.1)
    assert {"statusSaved", "tip"} <= seen()
    del world.layouts.save


def test_a_price_file_with_such_a_name(open_user: Callable[..., User], tmp_path: Path) -> None:
    file = tmp_path / "<b>x<b><img src=x>.csv"
    file.write_text(f"Date,{IMAGE},Close\n2026-08-20,<b>1</b>,<i>2</i>\n2026-08-21,1,x{IMAGE}\n")
    user = open_user()
    user.desk.window.file_dropped.emit(file)
    settle(user.desk.loader)
    seen()
    for dialog in user.desk.window.findChildren(QWidget, "importDialog"):
        dialog.close()
