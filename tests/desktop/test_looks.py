"""The desk and its dialogs as they are seen: dark and light, large and small, at 100 %, at 125 % and at 200 %."""

from collections.abc import Callable
from pathlib import Path

import pytest
from driven_window import (
    DOUBLE_DARK,
    DOUBLE_LIGHT,
    LARGE_DARK,
    LARGE_LIGHT,
    QUARTER_DARK,
    QUARTER_LIGHT,
    SMALL_DARK,
    SMALL_LIGHT,
    DrivenWindow,
    Look,
)
from walk import show_dialog, show_dialogs, show_error, show_files, show_menu, show_parts

pytestmark = pytest.mark.desktop

Opener = Callable[..., DrivenWindow]
_LOOKS = (
    SMALL_DARK,
    SMALL_LIGHT,
    LARGE_DARK,
    LARGE_LIGHT,
    QUARTER_DARK,
    QUARTER_LIGHT,
    DOUBLE_DARK,
    DOUBLE_LIGHT,
)

# The same as another look, in the other colours: what takes long is seen there.
_IN_SHORT = SMALL_LIGHT, QUARTER_LIGHT, DOUBLE_LIGHT


@pytest.mark.usefixtures("planned_home")
@pytest.mark.parametrize("look", _LOOKS, ids=lambda look: look.name)
def test_all_fits(open_window: Opener, look: Look) -> None:
    window = open_window(look)
    assert window.size(window.id) == look.size
    window.wait_furnished()
    window.show("desk")
    assert len(window.line_rows()) == 3
    show_parts(window)
    show_dialogs(window)
    show_menu(window)
    if look not in _IN_SHORT:
        show_files(window)
        show_error(window)
    window.quit()


@pytest.mark.parametrize("look", [LARGE_DARK, SMALL_LIGHT], ids=lambda look: look.name)
def test_what_differs_elsewhere_fits(open_window: Opener, planned_home: Path, look: Look) -> None:
    kept = planned_home / "layouts/IWM_SPY.ratiodesk"
    there = kept.read_text(encoding="utf-8").replace("2.7", "2.75")
    kept.with_stem("IWM_SPY (conflicted copy)").write_text(there, encoding="utf-8")
    window = open_window(look)
    window.wait_furnished()
    window.show("bar")
    # The button at the end of the bar over the chart.
    window.click(look.width_px - 430, 66)
    show_dialog(window, "SPY/IWM: changed in two places", "difference")
    window.quit()
