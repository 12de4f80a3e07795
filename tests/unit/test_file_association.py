"""``desktop install`` and ``remove`` on Windows, with a registry in memory."""

import sys
from pathlib import Path

import pytest
from command_line import Run

from ratiodesk.domain.errors import BadInput
from ratiodesk.verb import file_association
from ratiodesk.verb.desktop_change import Outcome
from ratiodesk.verb.file_association import FileAssociation
from ratiodesk.verb.program_command import program_words

WORDS = ("C:\\Program Files\\RatioDesk\\ratiodesk.exe", "--from-desktop")


class Registry(dict[str, str]):
    """Values of keys."""

    def read(self, key: str) -> str | None:
        return self.get(key)

    def write(self, key: str, value: str) -> None:
        self[key] = value

    def remove(self, key: str) -> None:
        assert not any(other.startswith(f"{key}\\") for other in self), "a key with others in it cannot be removed"
        del self[key]


@pytest.fixture
def registry() -> Registry:
    return Registry({".csv": "Excel"})


def test_layouts_are_tied_to_the_program_and_untied_again(registry: Registry) -> None:
    association = FileAssociation(registry)
    done = association.install(WORDS, has_icon=True)
    assert {outcome for _, outcome in done.outcomes} == {Outcome.WRITTEN}
    assert registry[registry[".ratiodesk"]] == "RatioDesk layout"
    assert registry["RatioDesk.Layout\\shell\\open\\command"] == f'"{WORDS[0]}" "--from-desktop" "%1"'
    assert registry["RatioDesk.Layout\\DefaultIcon"] == f'"{WORDS[0]}",0'
    assert {outcome for _, outcome in association.install(WORDS, has_icon=True).outcomes} == {Outcome.UNCHANGED}
    assert Outcome.REMOVED in {outcome for _, outcome in association.remove().outcomes}
    assert registry == {".csv": "Excel"}
    assert {outcome for _, outcome in association.remove().outcomes} == {Outcome.ABSENT}


def test_an_interpreter_lends_no_icon(registry: Registry) -> None:
    FileAssociation(registry).install(WORDS, has_icon=False)
    assert not any("Icon" in key for key in registry)


def test_another_program_keeps_its_files(registry: Registry) -> None:
    registry[".ratiodesk"] = "Other.File"
    with pytest.raises(BadInput, match=r"^Windows opens \.ratiodesk files with Other\.File: take that back first\.$"):
        FileAssociation(registry).install(WORDS, has_icon=True)
    assert registry == {".csv": "Excel", ".ratiodesk": "Other.File"}
    assert FileAssociation(registry).remove().outcomes[0] == (".ratiodesk", Outcome.FOREIGN)
    assert registry[".ratiodesk"] == "Other.File"


def test_the_verb_takes_the_registry_of_the_user(
    run: Run, registry: Registry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("python.exe", "pythonw.exe"):
        (tmp_path / name).touch()
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python.exe"))
    monkeypatch.setattr(file_association, "UserRegistry", lambda: registry, raising=False)
    monkeypatch.delenv("RATIODESK_HOME", raising=False)
    assert run("desktop", "install").code == 0
    words = [str(tmp_path / "pythonw.exe"), "-P", "-m", "ratiodesk", "--from-desktop", "%1"]
    assert registry["RatioDesk.Layout\\shell\\open\\command"] == " ".join(f'"{word}"' for word in words)
    assert run("desktop", "remove").code == 0
    assert registry == {".csv": "Excel"}


def test_of_a_bundle_the_program_without_a_console_is_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ratiodesk.exe", "ratiodesk-console.exe"):
        (tmp_path / name).touch()
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "ratiodesk-console.exe"))
    monkeypatch.delenv("RATIODESK_HOME", raising=False)
    assert program_words() == (str(tmp_path / "ratiodesk.exe"), "--from-desktop")
    monkeypatch.setenv("RATIODESK_HOME", str(tmp_path / "note"))
    assert program_words()[1:] == ("--from-desktop", "--home", str(tmp_path / "note"))
    assert program_words(str(tmp_path / "other"))[1:] == ("--from-desktop", "--home", str(tmp_path / "other"))
