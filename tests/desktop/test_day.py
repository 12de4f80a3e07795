"""A day at the desk, from an empty home to the next start, with mouse and keys from outside."""

from collections.abc import Callable

import pytest
from driven_window import LARGE_DARK, DrivenWindow, Look
from patience import wait_for

pytestmark = pytest.mark.desktop

Opener = Callable[[Look], DrivenWindow]
# In the plot, right of the labels on the lines; and the rows of three lines around the last ratio.
_PLOT_X = 700
_ROWS = (200, 420, 760)
# The second row of the pairs.
_SECOND_PAIR = (60, 130)


@pytest.fixture
def window(open_window: Opener) -> DrivenWindow:
    return open_window(LARGE_DARK)


def roles(window: DrivenWindow) -> set[str]:
    return {level["role"] for level in window.levels()}


def draw_three(window: DrivenWindow) -> None:
    """Draw with the tool kept, as the plan card says."""
    window.key("shift+h")
    for count, row in enumerate(_ROWS, start=1):
        window.click(_PLOT_X, row)
        wait_for(f"line {count}", lambda count=count: len(window.levels()) == count)
    window.key("Escape")
    window.rest()


def test_lines_are_drawn_dragged_nudged_and_taken_back(window: DrivenWindow) -> None:
    window.show("first-start")
    draw_three(window)
    assert roles(window) == {"stop", "entry", "target"}
    wait_for("three lines", lambda: len(window.line_rows()) == len(_ROWS))
    window.show("three-lines")
    # Every line is seen in the row that was clicked.
    assert window.line_rows() == pytest.approx(_ROWS, abs=1)
    drawn = window.levels()

    # The upper one is the target: the last ratio is below the middle one.
    placed = window.ratio("target")
    window.drag(_PLOT_X, _ROWS[0], _ROWS[0] + 60)
    window.rest()
    wait_for("the dragged line", lambda: window.ratio("target") != placed)
    window.show("dragged")
    assert window.line_rows() == pytest.approx((_ROWS[0] + 60, *_ROWS[1:]), abs=1)
    dragged = window.ratio("target")
    assert dragged is not None

    window.key("Up")
    wait_for("the nudge", lambda: window.ratio("target") == pytest.approx(dragged + 0.001, abs=1e-9))
    moved = window.levels()
    window.key("ctrl+z", "ctrl+z")
    wait_for("undo", lambda: window.levels() == drawn)
    window.key("ctrl+y", "ctrl+shift+z")
    wait_for("redo", lambda: window.levels() == moved)
    window.key("shift+Down")
    wait_for("the larger nudge", lambda: window.ratio("target") == pytest.approx(dragged - 0.009, abs=1e-9))
    window.quit()


def test_a_line_takes_another_role_from_its_menu(window: DrivenWindow) -> None:
    draw_three(window)
    entry = next(level["id"] for level in window.levels() if level["role"] == "entry")
    window.click(_PLOT_X, _ROWS[1], button=3)
    window.show("menu-of-a-line")
    window.key("Down", "Down", "Down", "Down", "Return")
    wait_for("the role", lambda: roles(window) == {"stop", "plain", "target"})
    assert next(level["role"] for level in window.levels() if level["id"] == entry) == "plain"
    window.quit()


def test_every_pair_keeps_its_own_lines(window: DrivenWindow) -> None:
    draw_three(window)
    window.type("qqq/iwm")
    window.key("Return")
    wait_for("QQQ/IWM", lambda: window.title.startswith("QQQ/IWM"))
    wait_for("a chart without lines", lambda: not window.line_rows())
    # Within some milliseconds of Return a key still goes to the field.
    window.click(_PLOT_X, 500)
    window.key("h")
    window.click(_PLOT_X, 300)
    wait_for("a line of its own", lambda: len(window.levels("IWM_QQQ")) == 1)
    window.show("second-pair")
    window.click(*_SECOND_PAIR)
    wait_for("SPY/IWM", lambda: window.title.startswith("SPY/IWM"))
    wait_for("its lines", lambda: window.line_rows() == pytest.approx(_ROWS, abs=1))
    window.quit()


def test_all_is_there_after_the_next_start(open_window: Opener) -> None:
    window = open_window(LARGE_DARK)
    draw_three(window)

    window.key("alt+p")
    window.wait_window("Portfolio")
    window.type("SPY\t100\t")
    wait_for("the holding", lambda: held(window) == [("SPY", 100)])
    window.show("portfolio")
    window.key("Escape")
    window.key("Escape")
    window.wait_gone("Portfolio")

    window.key("alt+f")
    wait_for("the frozen plan", lambda: len(list((window.home / "journal").glob("*.json"))) == 1)
    window.key("ctrl+j")
    window.wait_window("Journal")
    window.show("journal")
    window.key("Escape")
    window.wait_gone("Journal")

    window.key("ctrl+k")
    window.wait_window("Find a command")
    window.type("logarithmic")
    window.show("palette")
    window.key("Return")
    window.wait_gone("Find a command")
    wait_for("the logarithmic axis", lambda: window.document("layouts/IWM_SPY.ratiodesk")["view"]["scale"] == "log")
    rows, levels = window.line_rows(), window.levels()
    window.show("before-closing")
    window.quit()

    again = open_window(LARGE_DARK)
    wait_for("SPY/IWM", lambda: again.title.startswith("SPY/IWM"))
    wait_for("the lines", lambda: again.line_rows() == pytest.approx(rows, abs=1))
    again.show("opened-again")
    assert again.levels() == levels
    assert held(again) == [("SPY", 100)]
    again.quit()


def held(window: DrivenWindow) -> list[tuple[str, float]]:
    """Return symbol and shares of what the portfolio has on the disk."""
    document = window.document("portfolio.json") or {"holdings": []}
    return [(lot["symbol"], float(lot["shares"])) for lot in document["holdings"]]
