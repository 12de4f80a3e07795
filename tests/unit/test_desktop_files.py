"""``desktop install`` and ``remove`` on Linux: files in the user's own folders, and nothing of others touched."""

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from command_line import Run

import ratiodesk
from ratiodesk.domain.errors import BadInput
from ratiodesk.resource import resource_path
from ratiodesk.verb.desktop_entry import exec_word, installed_entry
from ratiodesk.verb.desktop_files import data_home

PLACES = {
    "applications/ratiodesk.desktop",
    "icons/hicolor/scalable/apps/ratiodesk.svg",
    "icons/hicolor/scalable/mimetypes/application-x-ratiodesk-layout.svg",
    "metainfo/org.ratiodesk.RatioDesk.metainfo.xml",
    "mime/packages/ratiodesk.xml",
}
TOOLS = ("update-desktop-database", "update-mime-database")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's folder, with a blank and what would end a word in its name, on a system without tools."""
    path = tmp_path / "my $data"
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("XDG_DATA_HOME", str(path))
    monkeypatch.setattr(shutil, "which", lambda _: None)
    return path


@pytest.fixture
def _tools(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    monkeypatch.setenv("XDG_DATA_HOME", str(folder))
    missing = [name for name in TOOLS if shutil.which(name) is None]
    if missing:
        pytest.skip(f"{' and '.join(missing)} are not installed here")


def files(folder: Path) -> dict[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def outcomes(run: Run, *words: str) -> dict[str, str]:
    said = run("desktop", *words, "--json")
    assert (said.code, said.err) == (0, "")
    return {Path(change["name"]).name: change["outcome"] for change in said.json["changes"]}


def value(entry: str, key: str) -> str:
    (line,) = (line for line in entry.splitlines() if line.startswith(f"{key}="))
    return line.partition("=")[2]


def test_everything_is_put_there_once_and_taken_away_again(run: Run, folder: Path, home: Path) -> None:
    assert set(outcomes(run, "install").values()) == {"written"}
    put = files(folder)
    assert set(put) == PLACES
    assert set(outcomes(run, "install").values()) == {"unchanged"}
    assert files(folder) == put
    assert set(outcomes(run, "remove").values()) == {"removed"}
    assert files(folder) == {}
    assert set(outcomes(run, "remove").values()) == {"not there"}
    assert not home.exists(), "a menu entry is no reason for a home directory"


def test_what_was_done_is_said(run: Run, folder: Path) -> None:
    said = run("desktop", "install").out.splitlines()
    assert said[0] == "RatioDesk is among your programs, and a double click on a .ratiodesk file opens it."
    assert said[1].startswith(str(folder / "applications/ratiodesk.desktop"))
    assert said[-2:] == [f"{tool} is not here: your desktop may notice only when you log in again." for tool in TOOLS]
    assert run("desktop", "remove").out.startswith("RatioDesk is taken away from your desktop.\n")
    assert run("desktop", "remove").out.startswith("Nothing of RatioDesk was there.\n")


def test_files_of_others_stay(run: Run, folder: Path) -> None:
    other = folder / "mime" / "packages" / "ratiodesk.xml"
    other.parent.mkdir(parents=True)
    other.write_text("<mine/>")
    (folder / "applications").mkdir()
    (folder / "applications" / "other.desktop").write_text("[Desktop Entry]")
    before = files(folder)
    said = run("desktop", "install")
    assert (said.code, said.err) == (1, f"{other} is there already and not from here: move it away first.\n")
    assert files(folder) == before
    assert outcomes(run, "remove")["ratiodesk.xml"] == "not of RatioDesk, stays"
    assert files(folder) == before


def test_a_folder_in_the_place_of_a_file_keeps_none_of_the_others(run: Run, folder: Path) -> None:
    run("desktop", "install")
    entry = folder / "applications" / "ratiodesk.desktop"
    entry.unlink()
    entry.mkdir()
    found = outcomes(run, "remove")
    assert found.pop("ratiodesk.desktop") == "not of RatioDesk, stays"
    assert set(found.values()) == {"removed"}
    assert entry.is_dir()


def test_an_entry_of_another_place_is_renewed(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("desktop", "install")
    monkeypatch.setattr(sys, "executable", "/opt/new/bin/python3")
    found = outcomes(run, "install")
    assert (found["ratiodesk.desktop"], found["ratiodesk.xml"]) == ("written", "unchanged")
    assert value((folder / "applications/ratiodesk.desktop").read_text(), "TryExec") == "/opt/new/bin/python3"


def test_a_bundle_is_started_itself(run: Run, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", "/home/me/my programs/ratiodesk")
    run("desktop", "install", "--offline", "--home", tmp_path / "100 %")
    entry = (folder / "applications/ratiodesk.desktop").read_text()
    words = f'--from-desktop --home "{tmp_path}/100 %%" --offline %f'
    assert value(entry, "Exec") == f'"/home/me/my programs/ratiodesk" {words}'
    assert value(entry, "TryExec") == "/home/me/my programs/ratiodesk"


def test_a_folder_that_cannot_be_written_is_told(run: Run, folder: Path) -> None:
    folder.parent.mkdir(exist_ok=True)
    folder.write_text("a file")
    said = run("desktop", "install")
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith(f"{folder / 'applications' / 'ratiodesk.desktop'} cannot be read (")


def test_a_disk_that_is_full_is_told(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        said = run("desktop", "install")
    entry = folder / "applications/ratiodesk.desktop"
    sentence = f"Not saved (No space left on device): {entry} could not be written.\n"
    assert (said.code, said.out, said.err) == (1, "", sentence)
    assert files(folder) == {}


def test_a_file_that_cannot_be_removed_is_told(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("desktop", "install")

    def refuse(_: Path) -> None:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", refuse)
        said = run("desktop", "remove")
    entry = folder / "applications/ratiodesk.desktop"
    assert (said.code, said.err) == (1, f"{entry} could not be removed (Permission denied).\n")
    assert set(files(folder)) == PLACES


def test_a_tool_that_fails_is_told(run: Run, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    failing = tmp_path / "failing"
    failing.write_text("#!/bin/sh\nexit 3\n")
    failing.chmod(0o700)
    monkeypatch.setattr(shutil, "which", lambda name: str(failing if name == TOOLS[0] else tmp_path / "gone"))
    notes = run("desktop", "install", "--json").json["notes"]
    assert notes[0] == "update-desktop-database failed (3)."
    assert notes[1].startswith("update-mime-database could not be run (")


@pytest.mark.parametrize(
    ("frozen", "before", "expected"), [(True, "/mine", "/mine"), (True, "", ""), (False, "/mine", "/bundle")]
)
def test_programs_of_the_system_take_no_libraries_of_a_bundle(
    run: Run, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, frozen: bool, before: str, expected: str
) -> None:
    said = tmp_path / "said"
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\nprintf %s \"$LD_LIBRARY_PATH\" > '{said}'\n")
    program.chmod(0o700)
    monkeypatch.setattr(shutil, "which", lambda _: str(program))
    monkeypatch.setattr(sys, "frozen", frozen, raising=False)
    monkeypatch.setenv("LD_LIBRARY_PATH", "/bundle")
    monkeypatch.setenv("LD_LIBRARY_PATH_ORIG", before)
    assert run("desktop", "install", "--json").json["notes"] == []
    assert said.read_text() == expected


@pytest.mark.usefixtures("_tools")
def test_the_system_opens_layouts_with_it(run: Run, folder: Path) -> None:
    assert run("desktop", "install", "--json").json["notes"] == []
    assert ":application/x-ratiodesk-layout:*.ratiodesk\n" in (folder / "mime/globs2").read_text()
    assert "application/x-ratiodesk-layout=ratiodesk.desktop;" in (folder / "applications/mimeinfo.cache").read_text()
    assert run("desktop", "remove", "--json").json["notes"] == []
    assert "ratiodesk" not in (folder / "mime/globs2").read_text()
    assert "ratiodesk" not in (folder / "applications/mimeinfo.cache").read_text()


@pytest.mark.usefixtures("_tools")
def test_a_double_click_starts_the_program_with_the_file(
    run: Run, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if shutil.which("gio") is None:
        pytest.skip("gio is not installed here")
    said = tmp_path / "said"
    program = tmp_path / 'a "b" $HOME `c` d\\e' / "ratiodesk"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\nprintf '%s\\n' \"$@\" > '{said}.new' && mv '{said}.new' '{said}'\n")
    program.chmod(0o700)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(program))
    run("desktop", "install", "--home", tmp_path / "100 %u")
    file = tmp_path / "from a friend.ratiodesk"
    file.write_text("{}")

    def gio(*words: str | Path) -> str:
        done = subprocess.run(
            ["gio", *words], env=os.environ | {"LC_ALL": "C.UTF-8"}, capture_output=True, text=True, check=True
        )
        return done.stdout

    assert "standard::content-type: application/x-ratiodesk-layout" in gio("info", file)
    assert gio("mime", "application/x-ratiodesk-layout").splitlines()[0].endswith(": ratiodesk.desktop")
    gio("launch", folder / "applications/ratiodesk.desktop", file)
    for _ in range(200):
        if said.exists():
            break
        time.sleep(0.05)  # Another process is waited for.
    assert said.read_text().splitlines() == ["--from-desktop", "--home", str(tmp_path / "100 %u"), str(file)]


@pytest.mark.usefixtures("_tools")
@pytest.mark.parametrize("executable", ["/usr/bin/python3", '/home/a "b" $c `d` e\\f/100 %/python3'])
def test_the_entry_is_a_sound_one(run: Run, folder: Path, executable: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if shutil.which("desktop-file-validate") is None:
        pytest.skip("desktop-file-validate is not installed here")
    monkeypatch.setattr(sys, "executable", executable)
    run("desktop", "install")
    entry = folder / "applications/ratiodesk.desktop"
    done = subprocess.run(["desktop-file-validate", str(entry)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_the_metadata_are_sound() -> None:
    path = resource_path("ratiodesk.metainfo.xml")
    if shutil.which("appstreamcli") is not None:
        done = subprocess.run(
            ["appstreamcli", "validate", "--no-net", "--no-color", str(path)],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout
    root = ET.parse(path).getroot()
    release = root.find("releases/release")
    assert release is not None
    assert release.get("version") == ratiodesk.__version__
    kinds = ET.parse(resource_path("ratiodesk-mime.xml")).getroot()
    entry = resource_path("ratiodesk.desktop").read_text("utf-8")
    assert f"{kinds[0].get('type')};" == value(entry, "MimeType") == f"{root.findtext('provides/mediatype')};"
    assert root.findtext("launchable") == "ratiodesk.desktop"


@pytest.mark.parametrize(
    "word",
    ["/usr/bin/python3", "/my programs/x", 'a"b', "a$b`c`", "back\\slash", "100 %f", "~", "#", "", "a=b", "'", "naïve"],
)
def test_a_word_of_exec_comes_back_as_it_was(word: str) -> None:
    assert words_of(exec_word(word)) == [word]
    assert words_of(f"{exec_word(word)} {exec_word(word)}") == [word, word]


def words_of(text: str) -> list[str]:
    """Read a value of Exec by the rules of its specification: escapes of the value, quotes, field codes."""
    text = text.replace("\\\\", "\\")
    words: list[str] = []
    at = 0
    while at < len(text):
        word = ""
        if text[at] == '"':
            at += 1
            while text[at] != '"':
                at += text[at] == "\\"
                word += text[at]
                at += 1
            at += 1
        else:
            while at < len(text) and text[at] != " ":
                assert text[at] not in "\t\n\"'\\><~|&;$*?#()`", "such a letter must be quoted"
                word += text[at]
                at += 1
        assert at == len(text) or text[at] == " "
        at += 1
        assert "%" not in word.replace("%%", "")
        words.append(word.replace("%%", "%"))
    return words


def test_a_name_that_no_entry_can_hold_is_refused() -> None:
    with pytest.raises(BadInput, match=r"^A desktop entry cannot name “'/a\\nb'”: move it"):
        installed_entry("Exec=x", ("/a\nb",))


@pytest.mark.parametrize(
    ("named", "expected"),
    [({"XDG_DATA_HOME": "/data"}, Path("/data")), ({"XDG_DATA_HOME": "data"}, None), ({}, None)],
)
def test_the_folder_is_that_of_the_user(
    named: dict[str, str], expected: Path | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "home", lambda: Path("/home/me"))
    assert data_home(named) == (expected or Path("/home/me/.local/share"))


def test_a_home_that_is_none_is_told(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    monkeypatch.setattr(Path, "home", lambda: Path("me"))
    assert run("desktop", "install").err == "HOME is “me”: it takes a path from the root on.\n"
    monkeypatch.setattr(Path, "home", unknown)
    said = run("desktop", "remove")
    assert (said.code, said.err.partition(":")[0]) == (1, "Your home directory is not known here")


def test_a_home_of_nobody_is_no_word_of_an_entry(run: Run, folder: Path) -> None:
    said = run("desktop", "install", "--home", "~no-such-user-here/desk")
    assert (said.code, said.err.endswith(" Choose another with --home.\n")) == (1, True)
    assert not folder.exists()


def test_an_index_of_icons_is_not_believed_any_more(run: Run, folder: Path) -> None:
    icons = folder / "icons" / "hicolor"
    icons.mkdir(parents=True)
    cache = icons / "icon-theme.cache"
    cache.touch()
    before = cache.stat().st_mtime_ns
    run("desktop", "install")
    assert icons.stat().st_mtime_ns > before


def test_on_macos_the_application_does_it(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    said = run("desktop", "install")
    assert (said.code, said.out.count("\n")) == (0, 1)
    assert "RatioDesk.app" in said.out
    assert json.loads(run("desktop", "remove", "--json").out)["changes"] == []


@pytest.mark.parametrize("words", [(), ("put",), ("install", "remove")])
def test_wrong_usage_is_refused(run: Run, words: tuple[str, ...]) -> None:
    assert run("desktop", *words).code == 2
