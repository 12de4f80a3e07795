"""Build the application folder and its archive for the system this runs on.

``pip install '.[bundle]' && python resources/bundle.py`` leaves ``dist/ratiodesk`` (``dist/RatioDesk.app`` on macOS)
and beside it an archive named after version and system.
"""

import os
import platform
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

_CHECKOUT = Path(__file__).parents[1]
_BUILD, _DIST = _CHECKOUT / "build", _CHECKOUT / "dist"
_SYSTEMS = {"linux": "linux", "win32": "windows", "darwin": "macos"}
sys.path[:0] = [str(_CHECKOUT), str(_CHECKOUT / "resources")]

from make_icons import make_icons  # noqa: E402

from ratiodesk import PROGRAM, __version__  # noqa: E402


def build() -> Path:
    """Build the application and return its folder."""
    make_icons(_BUILD / "icons")
    shutil.rmtree(_BUILD / "stripped", ignore_errors=True)
    words = ["--noconfirm", "--distpath", str(_DIST), "--workpath", str(_BUILD), "--log-level", "WARN"]
    spec = str(_CHECKOUT / "resources" / "ratiodesk.spec")
    # The same modules in the same order give the same bytes.
    surroundings = os.environ | {"PYTHONHASHSEED": "1"}
    subprocess.run([sys.executable, "-m", "PyInstaller", *words, spec], check=True, env=surroundings)  # noqa: S603
    return _DIST / ("RatioDesk.app" if sys.platform == "darwin" else PROGRAM)


def pack(folder: Path) -> Path:
    """Put *folder* into an archive of the kind that is usual on this system, and return that."""
    name = f"{PROGRAM}-{__version__}-{_SYSTEMS[sys.platform]}-{platform.machine().lower()}"
    if sys.platform == "darwin":
        # Unlike zipfile it keeps links, without which the application would not be signed as it was.
        archive = _DIST / f"{name}.zip"
        archive.unlink(missing_ok=True)
        subprocess.run(["/usr/bin/ditto", "-c", "-k", "--keepParent", folder, archive], check=True)  # noqa: S603
        return archive
    if sys.platform == "win32":
        return Path(shutil.make_archive(str(_DIST / name), "zip", folder.parent, folder.name))
    archive = _DIST / f"{name}.tar.gz"
    with tarfile.open(archive, "w:gz") as packed:
        packed.add(folder, folder.name, filter=_without_owner)
    return archive


def _without_owner(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    return member


def _megabytes(paths: list[Path]) -> str:
    sizes = (path.stat().st_size for path in paths if path.is_file() and not path.is_symlink())
    return f"{sum(sizes) / 1e6:.0f} MB"


def main() -> None:
    folder = build()
    archive = pack(folder)
    print(f"{folder}  {_megabytes(list(folder.rglob('*')))}")
    print(f"{archive}  {_megabytes([archive])}")


if __name__ == "__main__":
    main()
