"""What the program is made of is read from the packages themselves, whatever they tell."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from ratiodesk import __version__
from ratiodesk.component import Component, components

Install = Callable[..., None]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    """Put metadata of packages, as an installation leaves them, where nothing else is."""
    monkeypatch.setattr(sys, "path", [str(tmp_path)])

    def put(name: str, *lines: str, files: dict[str, str] | None = None) -> None:
        folder = tmp_path / f"{name.replace('-', '_')}-1.0.dist-info"
        head = [f"Name: {name}", "Version: 1.0"]
        contents = {"METADATA": "\n".join(["Metadata-Version: 2.4", *head, *lines]) + "\n", **(files or {})}
        for file, text in contents.items():
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            (folder / file).write_text(text, "utf-8")
        record = "".join(f"{folder.name}/{file},,\n" for file in (*contents, "licenses/LICENSE.gone"))
        (folder / "RECORD").write_text(record, "utf-8")

    return put


def found() -> dict[str, Component]:
    return {part.name: part for part in components()}


def test_packages_are_followed_and_each_is_named_once(install: Install) -> None:
    install("ratiodesk", "Requires-Dist: Blue_Paint>=1", "Requires-Dist: tests-only; extra == 'dev'")
    install("blue-paint", "Requires-Dist: oil", "Requires-Dist: only-on-windows; sys_platform == 'win32'")
    install("oil", "Requires-Dist: blue-paint")
    install("tests-only")
    install("stranger")
    assert [part.name for part in components()] == ["RatioDesk", "blue-paint", "oil", "Python"]


def test_the_program_comes_first_with_its_own_licence(install: Install) -> None:
    install("ratiodesk", files={"licenses/LICENSE": "Ours.\n"})
    assert components()[0] == Component("RatioDesk", __version__, "MIT", "Ours.")
    assert components()[1].licence == "PSF-2.0"


def test_a_checkout_that_is_not_installed_tells_of_all_that_is_there(install: Install) -> None:
    install("oil")
    assert [part.name for part in components()] == ["RatioDesk", "oil", "Python"]


@pytest.mark.parametrize(
    ("lines", "licence"),
    [
        (("License-Expression: MIT-0", "License: other words"), "MIT-0"),
        (("License: Apache", "Classifier: License :: OSI Approved :: BSD License"), "Apache"),
        (("Classifier: License :: OSI Approved :: BSD License", "Classifier: Framework :: Oil"), "BSD License"),
        ((f"License: {'very long ' * 20}", "Classifier: License :: OSI Approved :: MIT License"), "MIT License"),
        (("License: Permission is\n        hereby granted",), "as in its text"),
        ((), "as in its text"),
    ],
)
def test_the_name_of_a_licence_is_found_where_it_is_told(
    install: Install, lines: tuple[str, ...], licence: str
) -> None:
    install("ratiodesk", "Requires-Dist: oil")
    install("oil", *lines)
    assert found()["oil"].licence == licence


def test_all_texts_of_licences_are_read_and_what_is_listed_and_gone_is_left_out(install: Install) -> None:
    install("ratiodesk", "Requires-Dist: oil")
    texts = {
        "licenses/NOTICE": "Two ß.\n",
        "licenses/COPYING": "One.\n",
        "AUTHORS": "Ann",
        "licenses/vendor/LICENCE": "3",
    }
    install("oil", files=texts)
    assert found()["oil"].text == "One.\n\nTwo ß.\n\n3"


def test_licences_that_are_the_same_for_everybody_need_not_be_brought(install: Install) -> None:
    install("ratiodesk", "Requires-Dist: oil", "Requires-Dist: water", "Requires-Dist: ink")
    install("oil", "License: LGPL-3.0-only OR GPL-2.0-only", "License-File: LICENSE")
    install("water", "License-Expression: Apache-2.0", files={"licenses/LICENSE": "Apache, and by Ann."})
    install("ink", "License-Expression: MIT")
    oil = found()["oil"].text
    assert oil.index("GNU LESSER GENERAL PUBLIC LICENSE") < oil.index("TERMS AND CONDITIONS")
    assert (found()["water"].text, found()["ink"].text) == ("Apache, and by Ann.", "")


def test_what_runs_here_has_names_versions_and_licences() -> None:
    parts = found()
    assert {"numpy", "pandas", "yfinance", "pyqtgraph", "msgspec", "Python"} <= set(parts)
    assert any(name.lower().startswith("pyside6") for name in parts)
    assert "pytest" not in parts
    assert all(part.version and part.licence for part in parts.values())
    assert "Redistribution" in parts["numpy"].text
