"""Sentences below a table: where their lines end."""

from typing import Any

from ratiodesk.ui.prose import Prose


def test_a_minus_stays_with_its_amount(qtbot: Any) -> None:
    prose = Prose("prose")
    qtbot.addWidget(prose)
    amount = "−$107,871"
    metrics = prose.fontMetrics()
    # Too narrow for all of it, and wide enough for each part.
    prose.resize(metrics.horizontalAdvance(amount) - 2, 200)
    prose.show_text(amount)
    assert prose.minimumHeight() == metrics.height()
    prose.show_text(f"{amount} {amount}")
    assert prose.minimumHeight() == 2 * metrics.height()
    # What is read and copied has no sign that is not seen.
    assert prose.text() == prose.accessibleName() == f"{amount} {amount}"
