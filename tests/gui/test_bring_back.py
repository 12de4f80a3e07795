"""Frozen plans that were deleted come back, one after the other."""

from person import User
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

STOP, ENTRY, TARGET = 2.70, 2.50, 2.30


def test_plans_deleted_after_each_other_come_back_in_turn(user: User) -> None:
    user.place(STOP, ENTRY, TARGET)
    journal = user.desk.parts.journal
    user.key(Qt.Key.Key_F, Qt.KeyboardModifier.AltModifier)
    user.desk.open_pair.set_value(user.levels["stop"].id, "2.8")
    user.chart.setFocus()
    user.key(Qt.Key.Key_F, Qt.KeyboardModifier.AltModifier)
    both = {scored.plan.id for scored in journal.scored}
    assert len(both) == 2
    for plan_id in both:
        journal.remove(plan_id)
    assert journal.scored == ()
    user.command("Journal…").trigger()
    window = user.desk.window.findChild(object, "journalWindow")
    bar = next(each for each in window.findChildren(object) if each.objectName() == "journalAction")
    for count in (1, 2):
        QTest.mouseClick(bar, Qt.MouseButton.LeftButton)
        user.qtbot.waitUntil(lambda count=count: len(journal.scored) == count)
    assert {scored.plan.id for scored in journal.scored} == both
    assert journal.removed is None
