"""The directory below which everything is kept."""

import errno
import os
from pathlib import Path

import platformdirs
import pytest

from ratiodesk.domain.errors import BadHome
from ratiodesk.storage.home import Home, expanded_home, home_root, open_home


def test_a_home_is_made_with_its_folders_and_nothing_else(tmp_path: Path) -> None:
    home = open_home(str(tmp_path / "deep" / "home"))
    assert home == Home(tmp_path / "deep" / "home")
    assert sorted(path.name for path in home.root.iterdir()) == ["layouts", "versions"]
    assert not list(home.layouts.iterdir())
    assert not list(home.versions.iterdir())


def test_everything_is_kept_below_the_root() -> None:
    home = Home(Path("root"))
    paths = (home.layouts, home.versions, home.backups, home.prices, home.settings)
    assert [path.name for path in paths] == ["layouts", "versions", "backups", "prices.sqlite", "settings.json"]
    assert {path.parent for path in paths} == {Path("root")}


def test_a_home_is_opened_again_as_it_is(tmp_path: Path) -> None:
    first = open_home(str(tmp_path))
    (first.layouts / "mine").write_text("kept")
    assert open_home(str(tmp_path)) == first
    assert (first.layouts / "mine").read_text() == "kept"


@pytest.mark.skipif(os.name == "nt", reason="Windows has other permissions")
def test_a_new_home_is_for_its_owner_alone(tmp_path: Path) -> None:
    home = open_home(str(tmp_path / "home"))
    assert home.layouts.stat().st_mode & 0o077 == 0


def test_the_directory_asked_for_comes_before_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RATIODESK_HOME", str(tmp_path / "named"))
    assert open_home(str(tmp_path / "asked")).root == tmp_path / "asked"
    assert open_home(None).root == tmp_path / "named"


def test_without_either_the_data_directory_of_the_user_serves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[object, ...]] = []

    def data_path(*names: object, **options: object) -> Path:
        asked.append((*names, options))
        return tmp_path / "data"

    monkeypatch.delenv("RATIODESK_HOME")
    monkeypatch.setattr(platformdirs, "user_data_path", data_path)
    assert open_home(None).root == tmp_path / "data"
    assert asked == [("ratiodesk", {"appauthor": False})]


def test_a_tilde_and_a_relative_path_are_resolved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    assert open_home("~/desk").root == open_home("desk").root == tmp_path / "desk"


@pytest.mark.parametrize("where", ["", "layouts", "versions"])
def test_a_file_in_place_of_a_folder_is_no_home(tmp_path: Path, where: str) -> None:
    root = tmp_path / "home"
    in_the_way = root / where
    in_the_way.parent.mkdir(exist_ok=True)
    in_the_way.write_text("mine")
    with pytest.raises(BadHome, match=r"cannot keep its files in .*home: .+\. Choose another with --home"):
        open_home(str(root))
    assert in_the_way.read_text() == "mine"


@pytest.mark.parametrize(
    "chosen", ["a\0b", "~no-such-user-here/desk", "x" * 300], ids=["null byte", "unknown user", "long name"]
)
def test_a_name_that_cannot_be_a_directory_is_no_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chosen: str
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(BadHome, match=r"Choose another with --home"):
        open_home(chosen)


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="no read-only tree at hand")
def test_a_tree_in_which_nothing_can_be_made_is_no_home() -> None:
    with pytest.raises(BadHome, match="/proc/ratiodesk"):
        open_home("/proc/ratiodesk")


def test_a_home_that_cannot_be_written_is_found_out_by_writing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: Path, _: bytes) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(BadHome, match=os.strerror(errno.ENOSPC)):
        open_home(str(tmp_path))


def test_the_root_is_known_before_it_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "home")
    monkeypatch.setenv("RATIODESK_HOME", str(tmp_path / "link"))
    assert home_root(None) == home_root(str(tmp_path / "x" / ".." / "home")) == tmp_path.resolve() / "home"
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize("chosen", ["a\0b", "~no-such-user-here/desk"])
def test_a_name_that_cannot_be_a_directory_has_no_root(chosen: str) -> None:
    with pytest.raises(BadHome, match=r"Choose another with --home"):
        home_root(chosen)


def test_a_home_below_a_user_that_is_not_known_is_told_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert expanded_home("~/desk") == tmp_path / "desk"
    for ask in (expanded_home, open_home, home_root):
        with pytest.raises(BadHome, match=r"in ~no-such-user-here: [^.]+\. Choose another with --home\.$"):
            ask("~no-such-user-here")


def test_a_user_without_a_home_is_told_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_names: object, **_options: object) -> Path:
        raise RuntimeError("could not determine the home directory")

    monkeypatch.delenv("RATIODESK_HOME")
    monkeypatch.setattr(platformdirs, "user_data_path", unknown)
    for ask in (open_home, home_root):
        with pytest.raises(BadHome, match=r"^Your home directory is not known here: name one .* with --home\.$"):
            ask(None)
