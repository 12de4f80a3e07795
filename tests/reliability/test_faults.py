"""One round of the faults that take a mount; the others have their small tests in ``tests/gui/test_unsaved.py``."""

import pytest
from fault import why_not
from faults import go_through


@pytest.mark.slow
@pytest.mark.parametrize("name", ["full-disk", "read-only", "unplugged"])
def test_nothing_is_lost_and_nothing_kept_quiet(name: str) -> None:
    reason = why_not(name)
    if reason:
        pytest.skip(reason)
    report = go_through(name, "20211228")
    assert report["wrong"] == []
    assert report["changes"] >= 10
    assert report["sentences"] >= 10
