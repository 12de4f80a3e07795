"""The system turns dark, and light again, while the desk is open: told from outside, as a real system does."""

from collections.abc import Callable, Iterator

import pytest
from driven_window import LARGE_DARK, LARGE_LIGHT, DrivenWindow
from patience import wait_for
from session_bus import SessionBus
from x_screen import Picture

from ratiodesk.ui.theme import DARK, LIGHT, Theme

pytestmark = [pytest.mark.desktop, pytest.mark.usefixtures("planned_home")]

Opener = Callable[..., DrivenWindow]
# Keys and the title of what they open; nothing stands over the desk at first.
_OPEN = {"": "", "alt+p": "Portfolio", "ctrl+j": "Journal", "alt+v": "Versions", "F1": "Shortcuts"}
# A journal is read behind its window.
_LOOKS = 5


def opened(window: DrivenWindow) -> Iterator[str]:
    """Open one dialog after the other, and tell its title while it is open."""
    window.wait_furnished()
    for keys, title in _OPEN.items():
        if keys:
            window.key(keys)
            window.wait_window(title)
        yield title or "desk"
        if keys:
            window.key("Escape")
            window.wait_gone(title)


def test_all_looks_as_if_it_had_been_started_so(open_window: Opener, bus: SessionBus) -> None:
    dark: dict[str, Picture] = {}
    first = open_window(LARGE_DARK, "KDE", bus)
    for title in opened(first):
        dark[title] = first.still(_LOOKS)
    first.quit()

    window = open_window(LARGE_LIGHT, "KDE", bus)
    for title in opened(window):
        light = window.still(_LOOKS)
        assert not light.same(dark[title])
        window.system.turn(DARK)
        wait_for(f"the dark {title}", lambda title=title: window.screen.picture().same(dark[title]))
        window.show(f"{title.lower()}-turned-dark")
        window.system.turn(LIGHT)
        wait_for(f"the light {title}", lambda light=light: window.screen.picture().same(light))
    window.quit()


def share(window: DrivenWindow, theme: Theme) -> float:
    """Return how much of what is seen has the colours of grounds in a theme."""
    seen = window.picture()
    grounds = sum(int(seen.has(colour).sum()) for colour in (theme.panel, theme.card, theme.field))
    return grounds / seen.pixels[:, :, 0].size


def test_a_system_that_tells_no_more_than_dark_or_light_is_followed(open_window: Opener, bus: SessionBus) -> None:
    window = open_window(LARGE_LIGHT, "GNOME", bus)
    window.wait_furnished()
    window.key("alt+p")
    window.wait_window("Portfolio")
    window.show("light")
    assert share(window, LIGHT) > 0.3
    for theme, other in ((DARK, LIGHT), (LIGHT, DARK)):
        window.system.turn(theme)
        wait_for("the other colours", lambda theme=theme: share(window, theme) > 0.3)
        window.show("turned")
        assert share(window, other) < 0.001
    window.key("Escape")
    window.wait_gone("Portfolio")
    window.quit()
