"""A desk that goes through one fault with a person at its window, and says in one line of JSON what became of it.

python tests/reliability/ordeal.py NAME FOLDER SEED
"""

import json
import os
import random
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from fault import FAULTS, Fault, hide_mounts
from person import User, close
from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMessageBox
from shown import Shown, are_same, shown_pair

from ratiodesk import app
from ratiodesk.domain.pair import Pair
from ratiodesk.storage.document import decode_layout

PAIRS = ("SPY/IWM", "QQQ/IWM")
_PLANNED = "SPY/TLT"
# Whatever waits is tried again every five seconds.
_RETRIED_S = 12.0
_PRICES = "Date,Close\n2021-12-27,10\n2021-12-28,11\n2021-12-29,12\n"


class Ordeal:
    """One desk, one fault, and what was seen to be wrong."""

    def __init__(self, name: str, folder: Path, seed: str) -> None:
        self.home, self._folder = folder / "home", folder
        self._fault: Fault = FAULTS[name](self.home)
        self._chance = random.Random(seed)
        self._file = folder / "XYZ.csv"
        self._file.write_text(_PRICES)
        self.wrong: list[str] = []
        self.changes = self.sentences = 0
        self.over_s = 0.0
        self._expected: dict[str, Shown] = {}

    def go_through(self) -> None:
        """Work, let it happen, work on, let it end, and see that all of it is there."""
        self._user = self._open()
        for pair in PAIRS:
            self._user.open(pair)
            for _ in range(4):
                self._change()
        self._user.open(_PLANNED)
        for share in (1.02, 0.98, 0.9):
            self._add(self._user.row(self._user.series.ratio * share))
        self._require(not self._user.desk.parts.journal.refusal(), self._user.desk.parts.journal.refusal())
        self._user.open(PAIRS[-1])
        self._hold(10)
        self._require(self._status() == "Saved", f"at first it is {self._status()}")
        before = self._documents()
        self._fault.begin()
        self._work_on()
        if self._fault.loses_the_disk:
            self._check_untouched(before)
            self._check_question()
        self._fault.end()
        self._wait_saved()
        self._hold(30)
        self._leave()
        self._check_restart()

    # The steps

    def _work_on(self) -> None:
        """Change whatever can be changed, and see each time that it is said not to be saved."""
        # A pair that is opened where its document cannot be found is shown read-only until it can.
        pairs = PAIRS[-1:] if self._fault.hides_documents else (*PAIRS, *PAIRS)
        told = False
        for pair in pairs:
            self._user.open(pair)
            for _ in range(12 // len(pairs)):
                told |= self._change()
                self._check_told(f"a change of {pair}", at_once=told)
        for pair in (*PAIRS, _PLANNED):
            self._user.open(pair)
            self._check_told(f"opening {pair}")
        self._user.open(PAIRS[-1])
        self._user.desk.view.actions_.magnet.trigger()
        self._check_told("a setting")
        if self._fault.loses_the_disk:
            self._check_refused_holding()
            self._check_refused_plan()
            self._check_unkept_prices()
        self._settle()

    def _check_refused_holding(self) -> None:
        """A holding that cannot be written is refused with a sentence, and what was typed stays."""
        portfolio = self._user.desk.parts.portfolio
        held = portfolio.now
        self._user.command("Portfolio…").trigger()
        if self._fault.hides_documents:
            self._require("missing" in portfolio.problem, f"the portfolio is said to be well: {portfolio.problem!r}")
        else:
            self._type(1, "20")
            problem = self._user.find("lotProblem")
            self._require(problem.isVisible() and "Not saved" in problem.text(), f"a holding: {problem.text()!r}")
            self._require(self._user.cells("lotTable")[0][1] == "20", "the shares that were typed are gone")
        self._require(portfolio.now == held, f"the portfolio is another one: {portfolio.now}")
        self.sentences += 1
        self._leave_portfolio()

    def _check_refused_plan(self) -> None:
        """A plan that cannot be frozen is told."""
        if self._fault.hides_documents:
            return  # Its lines are not to be seen.
        heard: list[str] = []
        self._user.desk.parts.journal.noticed.connect(heard.append)
        self._user.open(_PLANNED)
        self._user.desk.view.actions_.freeze_plan.trigger()
        self._settle()
        self._require(len(heard) == 1 and "Not saved" in heard[0], f"freezing said {heard}")
        self.sentences += len(heard)

    def _check_unkept_prices(self) -> None:
        """Prices of a file that cannot be kept are not taken in, and that is told."""
        heard: list[str] = []
        kept: list[object] = []
        importer = self._user.desk.parts.importer
        importer.found.connect(importer.keep)
        importer.failed.connect(heard.append)
        importer.kept.connect(kept.append)
        importer.read(self._file, Pair.parse("XYZ/SPY").numerator)
        until = time.monotonic() + _RETRIED_S
        while not heard and not kept and time.monotonic() < until:
            self._settle()
        importer.found.disconnect(importer.keep)
        self._require(not kept and len(heard) == 1, f"prices that cannot be kept: {heard}, {len(kept)} kept")
        self.sentences += len(heard)

    def _check_told(self, what: str, *, at_once: bool = True) -> None:
        status = self._user.find("statusSaved")
        if not self._fault.loses_the_disk:
            self._require(self._status() in ("Saved", "Saving …"), f"{what}: {self._status()}")
        elif at_once:
            is_bad = status.property("state") == "bad" and "ot saved (" in self._status()
            self._require(is_bad, f"{what} is shown as {self._status()!r}")
            self._require("(" in status.toolTip(), f"{what} has the tooltip {status.toolTip()!r}")
            self.sentences += 1

    def _check_untouched(self, before: dict[str, bytes]) -> None:
        """See that no document that can still be seen is another one than before."""
        for name, content in self._documents().items():
            self._require(before.get(name) == content, f"{name} was changed while it could not be written")

    def _check_question(self) -> None:
        """Closing asks; the answer is no."""
        unsaved = PAIRS[-1:] if self._fault.hides_documents else PAIRS
        asked: list[str] = []

        def answer() -> None:
            box = QApplication.activeModalWidget()
            if isinstance(box, QMessageBox):
                asked.append(box.text())
                QTest.keyClick(box, Qt.Key.Key_Escape)

        timer = QTimer(interval=10)
        timer.timeout.connect(answer)
        timer.start()
        self._user.desk.window.close()
        timer.stop()
        self._require(self._user.desk.window.isVisible(), "the window closed without a question")
        self._require(len(asked) == 1 and all(pair in asked[0] for pair in unsaved), f"closing asked {asked}")
        self.sentences += len(asked)

    def _wait_saved(self) -> None:
        begun = time.monotonic()
        while self._status() != "Saved" and time.monotonic() - begun < _RETRIED_S:
            self._settle()
        self.over_s = time.monotonic() - begun
        self._require(self._status() == "Saved", f"it is over, and still {self._status()}")

    def _check_restart(self) -> None:
        """See that a new desk shows everything that was on the screen."""
        user = self._user = self._open()
        for pair in PAIRS:
            user.open(pair)
            seen = self._seen()
            self._require(are_same(seen, self._expected[pair]), f"{seen} instead of {self._expected[pair]}")
            read = decode_layout((self.home / "layouts" / _name(pair)).read_bytes()).layout
            self._require(are_same(shown_pair(read.pair, read.levels, seen["account"]), seen), f"{pair} is another one")
        shares = [lot.shares for lot in user.desk.parts.portfolio.now.lots]
        self._require(shares == [30.0], f"the portfolio has {shares}")
        self._require(user.desk.parts.settings.now.magnet, "the setting is lost")
        left = [path.name for path in self.home.rglob("*.tmp")]
        self._require(not left, f"temporary files are left: {left}")
        self._require(not list(self.home.rglob("*.damaged*")), "something is set aside as damaged")
        self._leave()

    # Hands

    def _open(self) -> User:
        desk = app.build(["SPY/IWM", "--home", str(self.home), "--offline"], self._fault.now)
        desk.window.resize(1280, 800)
        desk.window.show()
        desk.window.activateWindow()
        QApplication.processEvents()
        return User(desk, None)

    def _leave(self) -> None:
        for pair in PAIRS:
            self._user.open(pair)
            self._expected.setdefault(pair, self._seen())
        self._user.desk.window.close()
        self._require(not self._user.desk.window.isVisible(), "closing asked although all is saved")
        close(self._user.desk)

    def _change(self) -> bool:
        """Add, move, name or delete a line; return whether anything changed."""
        user, before = self._user, self._seen()
        user.desk.window.activateWindow()
        self._settle(0.0)
        user.chart.setFocus()
        lines = [line for line in user.chart.frame.levels if 5 < user.row(line.ratio) < user.chart.plot.height() - 5]
        what = self._chance.choice(("add", "drag", "nudge", "name", "delete")) if len(lines) > 2 else "add"
        y = self._chance.randint(40, 360)
        if what == "add":
            self._add(y)
        else:
            line = self._chance.choice(lines)
            at = user.at(line.ratio)
            if what == "drag":
                user.drag(at, user.at(user.chart.ratio_at(y)), steps=3)
            elif what == "name":
                user.desk.open_pair.set_label(line.id, f"line {self._chance.randint(1, 999)}")
            else:
                user.click(at)
                user.key(Qt.Key.Key_Up if what == "nudge" else Qt.Key.Key_Delete)
        changed = self._seen() != before
        self.changes += changed
        return changed

    def _add(self, y: int) -> None:
        self._user.move(self._user.at(self._user.chart.ratio_at(y)))
        self._user.key(Qt.Key.Key_H, Qt.KeyboardModifier.AltModifier)

    def _hold(self, shares: int) -> None:
        self._user.command("Portfolio…").trigger()
        if self._user.cells("lotTable")[0][0] != "SPY":
            self._type(0, "SPY")
        self._type(1, str(shares))
        self._require(not self._user.find("lotProblem").isVisible(), f"{shares} shares were refused")
        self._leave_portfolio()

    def _type(self, column: int, text: str) -> None:
        table = self._user.find("lotTable")
        item = table.item(0, column)
        table.setCurrentItem(item)
        table.editItem(item)
        editor = table.viewport().findChildren(QLineEdit)[-1]
        editor.selectAll()
        QTest.keyClicks(editor, text)
        QTest.keyClick(editor, Qt.Key.Key_Return)
        self._settle(0.0)

    def _leave_portfolio(self) -> None:
        self._settle(0.0)  # Until it is the active window, Esc is the main window's.
        QTest.keyClick(self._user.find("lotTable").window(), Qt.Key.Key_Escape)
        self._settle(0.0)

    # Eyes

    def _seen(self) -> Shown:
        account = float(self._user.text("accountEdit").replace("$", "").replace(",", ""))
        return shown_pair(Pair.parse(self._user.text("pairEntry")), self._user.chart.frame.levels, account)

    def _status(self) -> str:
        return self._user.text("statusSaved")

    def _documents(self) -> dict[str, bytes]:
        names = ("layouts/*.ratiodesk", "portfolio.json", "settings.json", "journal/*.json")
        found = [path for name in names for path in self.home.glob(name)]
        return {str(path.relative_to(self.home)): path.read_bytes() for path in found}

    def _settle(self, longest_s: float = 0.05) -> None:
        """Let background work end and timers fire, in an event loop such as the program has."""
        self._user.desk.loader._pool.waitForDone(5000)
        loop = QEventLoop()
        QTimer.singleShot(int(longest_s * 1000), loop.quit)
        loop.exec()

    def _require(self, kept: object, sentence: str) -> None:
        if not kept:
            self.wrong.append(sentence)


def _name(pair: str) -> str:
    return f"{'_'.join(Pair.parse(pair).key)}.ratiodesk"


def main(argv: Sequence[str]) -> int:
    name, folder, seed = argv
    hide_mounts()
    ordeal = Ordeal(name, Path(folder), seed)
    ordeal.go_through()
    report: dict[str, Any] = {
        "wrong": ordeal.wrong, "changes": ordeal.changes, "sentences": ordeal.sentences, "over_s": ordeal.over_s,
    }  # fmt: skip
    print(json.dumps(report), flush=True)
    # What is mounted goes with the process.
    os._exit(0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
