"""The program on an X screen, reached from outside: a mouse, a keyboard, and what is seen."""

import json
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import Any

from patience import PATIENCE_S, wait_for
from system import System
from x_screen import Picture, XScreen

from ratiodesk.ui.theme import DARK, LIGHT, Theme

_PROGRAM = Path(__file__).with_name("faulty_program.py")
# So many pixels at least have the colour of the curve: it is antialiased.
_CURVE_PX = 100
# Beside the window: its title and frame.
FRAME_PX = 24


@dataclass(frozen=True, slots=True)
class Look:
    """How the desk is seen: the system's colours, the size in logical pixels, and device pixels for each."""

    name: str
    theme: Theme
    width_px: int
    height_px: int
    scale: float = 1

    def px(self, length: float) -> int:
        """Return a length of logical pixels in device pixels."""
        return round(length * self.scale)

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in device pixels."""
        return self.px(self.width_px), self.px(self.height_px)


LARGE_DARK = Look("dark-1600x950", DARK, 1600, 950)
LARGE_LIGHT = Look("light-1600x950", LIGHT, 1600, 950)
SMALL_DARK = Look("dark-1024x700", DARK, 1024, 700)
SMALL_LIGHT = Look("light-1024x700", LIGHT, 1024, 700)
QUARTER_DARK = Look("dark-1024x700-125%", DARK, 1024, 700, 1.25)
QUARTER_LIGHT = Look("light-1280x800-125%", LIGHT, 1280, 800, 1.25)
DOUBLE_DARK = Look("dark-1280x800-200%", DARK, 1280, 800, 2)
DOUBLE_LIGHT = Look("light-1024x700-200%", LIGHT, 1024, 700, 2)


class DrivenWindow:
    """One run of the program. Places are logical pixels from the upper left corner of its window."""

    def __init__(self, screen: XScreen, look: Look, system: System, home: Path, pictures: Path) -> None:
        self.screen, self.look, self.system, self.home = screen, look, system, home
        self._pictures, self._count = pictures, 0
        self._saving: list[Thread] = []
        self._words = home.with_suffix(".stderr")
        home.mkdir(parents=True, exist_ok=True)
        with self._words.open("ab") as words:
            self.process = subprocess.Popen(
                [sys.executable, str(_PROGRAM), "--offline"], env=self._surroundings(), cwd=home.parent, stderr=words
            )
        self.id = ""
        self._corner = 0, 0

    def arrange(self) -> None:
        """Give the window the keys and its size as soon as it is there, and wait for the chart."""
        look, xdotool = self.look, self.screen.xdotool
        self.id = wait_for("the window", lambda: self.windows("RatioDesk"))[0]
        xdotool("windowactivate", "--sync", self.id)
        xdotool("windowsize", "--sync", self.id, *look.size)
        # Where the corner is tells the mouse: xdotool counts the frame twice when it is asked for a window's place.
        self.move(0, 0)
        at = dict(line.split("=") for line in xdotool("getmouselocation", "--shell").split())
        self._corner = int(at["X"]), int(at["Y"])
        # The first frame has a chart alone, and no pair in its title yet.
        wait_for("the desk", lambda: "/" in self.title)
        wait_for("the curve", lambda: self.plot().has(look.theme.accent).sum() > _CURVE_PX)

    def wait_furnished(self) -> None:
        """Wait for what comes last, a hint and how old the data is, and lay the mouse aside."""
        theme = self.look.theme
        self.rest()
        wait_for("a hint", lambda: self._part(0, 180, foot=20).lines(theme.accent))
        wait_for(
            "the age of the data",
            lambda: self._part(0, 180, head=self.look.height_px - 40, foot=0).has(theme.loss).any(),
        )

    def _surroundings(self) -> dict[str, str]:
        return (
            self.screen.surroundings
            | self.system.surroundings
            | {
                "QT_QPA_PLATFORM": "xcb",
                "QT_SCALE_FACTOR": str(self.look.scale),
                "RATIODESK_HOME": str(self.home),
                "LC_ALL": "C.UTF-8",
            }
        )

    def windows(self, title: str) -> list[str]:
        """Return the windows of the program with this in their title."""
        return self.screen.xdotool(
            "search", "--all", "--onlyvisible", "--pid", self.process.pid, "--name", title
        ).splitlines()

    @property
    def title(self) -> str:
        return self.screen.xdotool("getwindowname", self.id)

    def size(self, window: str) -> tuple[int, int]:
        """Return width and height of a window in device pixels."""
        told = dict(line.split("=") for line in self.screen.xdotool("getwindowgeometry", "--shell", window).split())
        return int(told["WIDTH"]), int(told["HEIGHT"])

    def wait_window(self, title: str) -> str:
        """Return a dialog as soon as it is there and has the keys."""
        (window,) = wait_for(f"a window called {title}", lambda: self.windows(title))
        wait_for(f"the keys in {title}", lambda: self.screen.xdotool("getactivewindow") == window)
        return window

    def wait_gone(self, title: str) -> None:
        wait_for(f"the end of {title}", lambda: not self.windows(title))
        wait_for("the keys in the desk", lambda: self.screen.xdotool("getactivewindow") == self.id)

    def key(self, *names: str) -> None:
        self.screen.xdotool("key", "--delay", 20, *names)

    def type(self, text: str) -> None:
        self.screen.xdotool("type", "--delay", 8, text)

    def move(self, x: float, y: float, window: str = "") -> None:
        self.screen.xdotool("mousemove", "--window", window or self.id, self.look.px(x), self.look.px(y))

    def click(self, x: float, y: float, button: int = 1, window: str = "") -> None:
        self.move(x, y, window)
        self.screen.xdotool("click", button)

    def scroll(self, x: float, y: float, notches: int) -> None:
        """Turn the wheel towards the hand."""
        self.move(x, y)
        self.screen.xdotool("click", "--repeat", notches, "--delay", 5, 5)

    def rest(self) -> None:
        """Lay the mouse where nothing follows it."""
        self.move(self.look.width_px - 150, self.look.height_px - 10)

    def drag(self, x: float, y: float, to_y: float) -> None:
        """Draw up or down with the left button, as slowly as a hand."""
        self.move(x, y)
        self.screen.xdotool("mousedown", 1)
        for step in range(1, 6):
            self.move(x, y + (to_y - y) * step / 5)
        self.screen.xdotool("mouseup", 1)

    def picture(self) -> Picture:
        """Return what is in the main window, or before it."""
        (left, top), (width, height) = self._corner, self.size(self.id)
        return self.screen.picture().part(left, top, left + width, top + height)

    def plot(self) -> Picture:
        """Return the middle of the chart, where neither panel nor axis reaches."""
        return self._part(260, self.look.width_px - 450)

    def sidebar(self) -> Picture:
        """Return the right end of the window below the toolbar: cards, or the menu before them."""
        return self._part(self.look.width_px - 200, self.look.width_px)

    def _part(self, left: float, right: float, *, head: float = 60, foot: float = 80) -> Picture:
        """Return what is between two columns, without so much at the head and at the foot of the window."""
        px = self.look.px
        return self.picture().part(px(left), px(head), px(right), px(self.look.height_px - foot))

    def line_rows(self) -> list[float]:
        """Return the rows of the lines that are seen, from above."""
        return [60 + row / self.look.scale for row in self.plot().lines(self.look.theme.level)]

    def show(self, name: str) -> Picture:
        """Keep a picture of the whole screen, as soon as nothing moves on it any more."""
        seen = self.still()
        self._count += 1
        self._pictures.mkdir(parents=True, exist_ok=True)
        # Qt takes its time for that, and Python may go on meanwhile.
        path = self._pictures / f"{self.look.name}-{self._count:02d}-{name}.png"
        self._saving.append(Thread(target=seen.save, args=(path,)))
        self._saving[-1].start()
        return seen

    def still(self, looks: int = 2) -> Picture:
        """Return what is on the screen, as soon as it has been the same for so many looks."""
        seen: list[Picture] = []

        def unmoved() -> bool:
            seen.append(self.screen.picture())
            del seen[: -looks - 1]
            return len(seen) > looks and all(seen[-1].same(before) for before in seen[:-1])

        wait_for("a picture that stands still", unmoved)
        return seen[-1]

    def document(self, name: str) -> Any:
        """Return what is kept in a file of the home, None if there is none."""
        path = self.home / name
        return json.loads(path.read_bytes()) if path.exists() else None

    def levels(self, pair: str = "IWM_SPY") -> list[dict[str, Any]]:
        """Return the lines of a pair as they are kept."""
        document = self.document(f"layouts/{pair}.ratiodesk")
        levels: list[dict[str, Any]] = document["levels"] if document else []
        return levels

    def ratio(self, role: str) -> float | None:
        """Return where the line with this role is kept, None without one."""
        return next((level["ratio"] for level in self.levels() if level["role"] == role), None)

    def quit(self) -> None:
        """Close the window by the window manager's own key; nothing may have gone wrong unseen."""
        self.screen.xdotool("windowactivate", "--sync", self.id)
        self.key("alt+F4")
        assert self.process.wait(timeout=PATIENCE_S) == 0
        trace = [line for line in self._words.read_text(encoding="utf-8").splitlines() if line.startswith("  File ")]
        assert [line for line in trace if str(_PROGRAM) not in line] == []

    def fail(self) -> None:
        """Let the program do what nobody expects of it."""
        self.process.send_signal(signal.SIGUSR1)
        # Python hears of a signal as soon as it has something to do: the crosshair follows the mouse.
        self.move(400, 200)
        self.rest()

    def kill(self) -> None:
        """Keep a last picture of what a test left running, and end it."""
        for saving in self._saving:
            saving.join()
        if self.process.poll() is None:
            self.screen.picture().save(self._pictures / f"{self.look.name}-left-running.png")
            self.process.kill()
            self.process.wait(timeout=10)
