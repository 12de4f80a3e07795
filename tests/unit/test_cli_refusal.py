"""Documents, homes and pairs that are not as they should be: a sentence, and nothing lost."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from command_line import AS_OF, SPY_IWM, Run

from ratiodesk.domain.layout import Layout
from ratiodesk.domain.level import Level, LevelId
from ratiodesk.domain.ratio import Ratio
from ratiodesk.storage.layout_files import write_layout


@pytest.mark.parametrize("versions", [True, False])
@pytest.mark.parametrize(
    ("damage", "phrase"),
    [
        (lambda content: content[:-20], "cannot be read: it is not JSON"),
        (lambda content: b"", "cannot be read: it is not JSON"),
        (lambda content: content.replace(b'"version": 3', b'"version": 99'), "is from a newer RatioDesk"),
    ],
    ids=["cut", "empty", "newer"],
)
def test_an_unreadable_document_is_kept(
    run: Run,
    planned: Path,
    home: Path,
    tmp_path: Path,
    damage: Callable[[bytes], bytes],
    phrase: str,
    versions: bool,
) -> None:
    if not versions:
        shutil.rmtree(home / "versions")
    incoming = tmp_path / "incoming.ratiodesk"
    run("export", "SPY/IWM", "-o", incoming)
    planned.write_bytes(damage(planned.read_bytes()))
    before = planned.read_bytes()
    for words in (
        ("level", "SPY/IWM", "add", "2.2"),
        ("level", "IWM/SPY", "add", "0.5"),
        ("level", "SPY/IWM", "remove", "whatever"),
        ("level", "SPY/IWM", "list"),
        ("size", "SPY/IWM", *AS_OF),
        ("export", "SPY/IWM", "-o", str(tmp_path / "out.ratiodesk")),
        ("import", str(incoming)),
    ):
        said = run(*words)
        assert (said.code, said.out) == (1, ""), words
        assert phrase in said.err
        assert said.err.count("\n") == 1
        assert "It is kept as it is." in said.err
        assert planned.read_bytes() == before
    assert not (tmp_path / "out.ratiodesk").exists()
    # The reading goes on from the newest version, and says so.
    named = run("status", "SPY/IWM", "--json")
    assert (named.code, named.json["read_only"]) == (1, True)
    assert phrase in named.json["note"]
    assert bool(named.json["levels"]) is versions
    assert phrase in run("status", "SPY/IWM").err
    listed = run("status")
    assert (listed.code, listed.err) == (0, "")
    assert phrase in listed.out


def test_unknown_fields_are_told_and_kept(run: Run, planned: Path) -> None:
    fields = json.loads(planned.read_bytes())
    planned.write_text(json.dumps(fields | {"mood": "calm"}))
    note = "IWM_SPY.ratiodesk has fields that this RatioDesk does not know (mood); they are kept."
    found = run("status", "SPY/IWM", "--json")
    assert (found.code, found.json["note"], found.json["read_only"]) == (0, note, False)
    assert note in run("status", "SPY/IWM").out
    assert run("level", "SPY/IWM", "add", "2.2").code == 0
    assert json.loads(planned.read_bytes())["mood"] == "calm"


@pytest.mark.parametrize("words", [("status",), ("level", "SPY/IWM", "add", "2"), ("import", "any.ratiodesk")])
def test_a_home_that_cannot_be_written(run: Run, tmp_path: Path, words: tuple[str, ...]) -> None:
    file = tmp_path / "taken"
    file.write_text("mine")
    for home in (file, file / "below"):
        said = run(*words, "--home", home)
        assert (said.code, said.out) == (1, "")
        assert said.err.startswith(f"RatioDesk cannot keep its files in {home}: ")
        assert said.err.endswith(" Choose another with --home.\n")
    assert file.read_text() == "mine"


@pytest.mark.parametrize("text", ["SPY", "SPY/", "SPY/SPY", "A" * 200, "../x", "🚀", "SPY/IWM/QQQ", ""])
@pytest.mark.parametrize("verb", [("status",), ("size",), ("level", "list"), ("export", "-o", "a.csv"), ()])
def test_no_such_pair(run: Run, home: Path, text: str, verb: tuple[str, ...]) -> None:
    words = (*verb[:1], text, *verb[1:])
    said = run(*words)
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith(("“", "SPY/SPY is one instrument against itself"))
    assert said.err.count("\n") == 1
    assert not home.exists()


def test_what_could_steer_a_terminal_is_not_printed(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "a.ratiodesk"
    write_layout(Layout(SPY_IWM, (Level(LevelId("a\x1b"), Ratio(2.0), label="\x1b[31mred"),)), file)
    run("import", file)
    said = run("status", "SPY/IWM")
    assert "\x1b" not in said.out
    assert "?[31mred" in said.out
    assert run("status", "SPY/IWM", "--json").json["levels"][0]["label"] == "\x1b[31mred"
    assert run("import", tmp_path / "a\nb").err == f"There is no file {tmp_path}/a?b.\n"
