"""What the program is made of: every part with its version and its licence, as each says so itself."""

import platform
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution, distributions
from pathlib import Path

from ratiodesk import PROGRAM, __version__
from ratiodesk.resource import resource_path
from ratiodesk.words import mark

# In place of the name of a licence.
IN_ITS_TEXT = mark("as in its text")
_LONGEST = 60
_LEGAL = re.compile(r"(licen[cs]e|copying|notice)", re.IGNORECASE)
_NAME = re.compile(r"[A-Za-z0-9._-]+")
# The Lesser licence adds to the other one, and goes along with it.
_SHIPPED = {
    "LGPL-3.0-only": ("LGPL-3.0-only", "GPL-3.0-only"),
    "GPL-3.0-only": ("GPL-3.0-only",),
    "Apache-2.0": ("Apache-2.0",),
}
_CLASS = "License :: OSI Approved :: "


@dataclass(frozen=True, slots=True)
class Component:
    """One part.

    Parameters
    ----------
    name, version, licence
        As it calls them itself.
    text
        The words of its licence, empty if it brings none and they are not known.
    """

    name: str
    version: str
    licence: str
    text: str = ""


def components() -> list[Component]:
    """Return the program, Python, and every package that the program needs and that is here, by name."""
    try:
        needed = list(_needed(distribution(PROGRAM)))
    except PackageNotFoundError:
        # Started from a checkout that is not installed: what is here may be needed.
        needed = [found for found in distributions() if _key(found.metadata["Name"]) != PROGRAM]
        own = Component("RatioDesk", __version__, "MIT")
    else:
        own = Component("RatioDesk", __version__, "MIT", _text(needed.pop(0)))
    python = Component("Python", platform.python_version(), "PSF-2.0", sys.copyright)
    packages = {_key(part.metadata["Name"]): part for part in needed}
    made = [_component(part) for part in packages.values()]
    return [own, *sorted((python, *made), key=lambda part: part.name.casefold())]


def licence_text(licence: str) -> str:
    """Return the words of a licence by its name, of the first one where several are to choose from.

    What a package brings goes before them; these are for packages that bring none. Empty for licences whose words
    name their authors.
    """
    known = next((names for name, names in _SHIPPED.items() if licence.startswith(name)), ())
    return "\n\n".join(resource_path("licences", f"{name}.txt").read_text("utf-8").strip() for name in known)


def _needed(program: Distribution) -> Iterator[Distribution]:
    """Yield a package and, each once, those it needs that are here; others are for other systems."""
    known: set[str] = set()
    waiting = [program]
    while waiting:
        part = waiting.pop()
        key = _key(part.metadata["Name"])
        if key in known:
            continue
        known.add(key)
        yield part
        for requirement in part.requires or ():
            name = _NAME.match(requirement)
            if name is None or "extra ==" in requirement:
                continue
            try:
                waiting.append(distribution(name[0]))
            except PackageNotFoundError:
                continue


def _component(part: Distribution) -> Component:
    licence = _licence(part)
    return Component(part.metadata["Name"], part.version, licence, _text(part) or licence_text(licence))


def _key(name: str) -> str:
    """Return a name as packages are compared by.

    >>> _key("PySide6_Essentials")
    'pyside6-essentials'
    """
    return re.sub(r"[-_.]+", "-", name).lower()


def _licence(part: Distribution) -> str:
    """Return the name of a licence where it is told: as an expression, in words, or by a class of packages."""
    told = part.metadata
    words = " ".join(told.get_all("License-Expression") or told.get_all("License") or ()).strip()
    if words and "\n" not in words and len(words) <= _LONGEST:
        return words
    classes = [str(line).removeprefix(_CLASS) for line in told.get_all("Classifier") or () if line.startswith(_CLASS)]
    return ", ".join(classes) or IN_ITS_TEXT


def _text(part: Distribution) -> str:
    """Return the licences that a package brings, one after another."""
    legal = [file for file in part.files or () if ".dist-info" in file.parts[0] and _LEGAL.search(file.name)]
    paths = [Path(str(part.locate_file(file))) for file in sorted(legal)]
    return "\n\n".join(path.read_text("utf-8", errors="replace").strip() for path in paths if path.is_file())
