"""The program of a bundle, run with next to nothing in its environment."""

import os
import subprocess
import sys
from pathlib import Path

_PATIENCE_S = 120
# What the system itself must tell a program: without these, Windows finds none of its own libraries.
_OF_THE_SYSTEM = ("SYSTEMROOT", "WINDIR", "TEMP", "DISPLAY", "XAUTHORITY")


class Bundle:
    """The program as it is after unpacking, with a home directory of its own."""

    def __init__(self, folder: Path, home: Path) -> None:
        self.folder, self.home = folder, home

    @property
    def program(self) -> Path:
        """The program that can print."""
        if sys.platform == "darwin":
            return self.folder / "Contents" / "MacOS" / "ratiodesk"
        return self.folder / ("ratiodesk-console.exe" if sys.platform == "win32" else "ratiodesk")

    def environment(self, **more: str) -> dict[str, str]:
        """Return what the program finds around it: a home and no way to any other program."""
        system = {name: os.environ[name] for name in _OF_THE_SYSTEM if name in os.environ}
        homes = dict.fromkeys(("HOME", "USERPROFILE", "LOCALAPPDATA"), str(self.home))
        return {**system, **homes, **more}

    def run(self, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(self.program), *words],
            cwd=self.home,
            env=self.environment(**more),
            capture_output=True,
            encoding="utf-8",
            timeout=_PATIENCE_S,
            check=False,
        )

    def say(self, *words: str, **more: str) -> str:
        done = self.run(*words, **more)
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout

    def start(self, *words: str, **more: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen([str(self.program), *words], cwd=self.home, env=self.environment(**more))
