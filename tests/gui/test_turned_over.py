"""Lines that are turned over and back are the lines they were, to the window and to the document."""

import pytest
from person import User
from PySide6.QtCore import Qt

from ratiodesk.domain.level import Level


@pytest.mark.parametrize("ratio", [2.9039088674585667, 1.9345639206600165])
def test_a_line_on_a_close_is_no_other_line_after_turning_over_and_back(user: User, ratio: float) -> None:
    said: list[str] = []
    user.desk.open_pair.noticed.connect(said.append)
    assert user.desk.open_pair.add_level(ratio) is not None
    before = user.desk.open_pair.layout.levels
    for _ in range(2):
        user.desk.parts.opener.swap()
    user.chart.setFocus()
    user.key(Qt.Key.Key_Left)
    assert user.desk.open_pair.flush() == []
    assert all(map(Level.same_as, user.desk.open_pair.layout.levels, before))
    assert not [sentence for sentence in said if "changed elsewhere" in sentence]
