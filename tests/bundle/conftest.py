"""The built archive, unpacked where nothing else is."""

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from unpacked import Bundle


@pytest.fixture(scope="session")
def unpacked(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    archive: Any = request.config.getoption("--bundle")
    target = tmp_path_factory.mktemp("elsewhere with a blank")
    if sys.platform == "darwin":  # Unlike zipfile it brings back links and what may be run.
        subprocess.run(["/usr/bin/ditto", "-x", "-k", str(archive), str(target)], check=True)
    else:
        options = {"filter": "data"} if str(archive).endswith(".tar.gz") else {}
        shutil.unpack_archive(str(archive), target, **options)
    (folder,) = target.iterdir()
    return folder


@pytest.fixture
def bundle(unpacked: Path, tmp_path: Path) -> Bundle:
    home = tmp_path / "elsewhere"
    home.mkdir()
    return Bundle(unpacked, home)
