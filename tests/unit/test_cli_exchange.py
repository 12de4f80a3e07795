"""``export`` and ``import``: what leaves and enters as a file, and how lines merge."""

import csv
from dataclasses import replace
from pathlib import Path

from command_line import SPY_IWM, Run, Said
from hypothesis import given
from hypothesis import strategies as st

from ratiodesk.domain.layout import Layout
from ratiodesk.domain.level import Level, LevelId, Role
from ratiodesk.domain.ratio import Ratio
from ratiodesk.domain.series import Basis
from ratiodesk.domain.sizing import Sizing
from ratiodesk.exchange import merge
from ratiodesk.storage.layout_files import read_layout, write_layout


def test_layout_round_trip(run: Run, planned: Path, tmp_path: Path) -> None:
    file = tmp_path / "mine.ratiodesk"
    assert run("export", "SPY/IWM", "-o", file) == Said(0, f"Wrote 3 levels of SPY/IWM to {file}.\n", "")
    said = run("import", file, "--home", tmp_path / "other")
    assert said == Said(0, "SPY/IWM is new here: 3 levels added.\n", "")
    assert read_layout(tmp_path / "other" / "layouts" / "IWM_SPY.ratiodesk") == read_layout(planned)


def test_import_merges(run: Run, planned: Path, tmp_path: Path) -> None:
    file = tmp_path / "mine.ratiodesk"
    run("export", "SPY/IWM", "-o", file)
    target, entry, stop = read_layout(planned).levels
    # Since the export: the target removed, the entry moved, another stop drawn, the account changed.
    later = Level(LevelId("later"), Ratio(2.5), Role.STOP)
    layout = replace(Layout(SPY_IWM), sizing=Sizing(account=5000.0), levels=(replace(entry, ratio=Ratio(2.2)), later))
    write_layout(layout, planned)
    said = run("import", file)
    assert said == Said(
        0,
        "SPY/IWM: 2 levels added, 1 replaced, 0 the same, 1 kept (1 made plain); "
        "sizing, holdings and view stay as they were.\n",
        "",
    )
    merged = read_layout(planned)
    assert merged.levels == (entry, replace(later, role=Role.PLAIN), target, stop)
    assert merged.sizing.account == 5000.0
    assert run("import", file).out.startswith("SPY/IWM: 0 levels added, 0 replaced, 3 the same, 1 kept;")


LINES = st.lists(
    st.builds(
        Level,
        id=st.sampled_from([LevelId(name) for name in "abcdef"]),
        ratio=st.floats(0.5, 5).map(Ratio),
        role=st.sampled_from(Role),
        basis=st.sampled_from(Basis),
    ),
    max_size=6,
    unique_by=lambda level: level.id,
).map(lambda lines: Layout(SPY_IWM, tuple(lines)))


@given(LINES, LINES)
def test_merging_loses_no_line(existing: Layout, imported: Layout) -> None:
    merged = merge(existing, imported)
    by_id = {level.id: level for level in merged.layout.levels}
    assert set(by_id) == {level.id for level in (*existing.levels, *imported.levels)}
    assert all(by_id[level.id] == level for level in imported.levels)
    kept = [level for level in existing.levels if level.id not in {line.id for line in imported.levels}]
    assert all(replace(by_id[level.id], role=level.role) == level for level in kept)
    assert merged.added + merged.replaced + merged.unchanged == len(imported.levels)
    assert merged.kept == len(kept)


@given(LINES, LINES)
def test_merging_two_sound_layouts_never_doubles_a_role(existing: Layout, imported: Layout) -> None:
    def sound(layout: Layout) -> Layout:
        for level in layout.levels:
            layout = layout.with_role(level.id, level.role)
        return layout

    merged = merge(sound(existing), sound(imported)).layout
    for basis in Basis:
        carried = [level.role for level in merged.levels if level.basis is basis and level.role is not Role.PLAIN]
        assert len(carried) == len(set(carried))


def test_table_export(run: Run, planned: Path, tmp_path: Path) -> None:
    file = tmp_path / "ratio.csv"
    said = run("export", "SPY/IWM", "-o", file)
    assert said == Said(0, f"Wrote 6,598 sessions of SPY/IWM to {file}.\n", "")
    with file.open(newline="") as table:
        rows = list(csv.reader(table))
    assert rows[0] == ["session", "SPY", "IWM", "ratio"]
    day = next(row for row in rows if row[0] == "2021-12-28")
    assert [float(cell) for cell in day[1:]] == [476.87, 222.75, 476.87 / 222.75]
    # No layout is needed for a table, and none is made.
    assert run("export", "QQQ/IWM", "-o", tmp_path / "other.csv").code == 0
    assert [found["pair"] for found in run("status", "--json").json] == ["SPY/IWM"]


def test_table_is_on_the_basis_of_the_layout(run: Run, planned: Path, tmp_path: Path) -> None:
    layout = read_layout(planned)
    write_layout(replace(layout, view=replace(layout.view, basis=Basis.TOTAL_RETURN)), planned)
    run("export", "SPY/IWM", "-o", tmp_path / "ratio.csv")
    assert "2021-12-28,448.6961,210.5811," in (tmp_path / "ratio.csv").read_text()


def test_export_that_cannot_be(run: Run, planned: Path, tmp_path: Path) -> None:
    before = planned.read_bytes()
    for name in ("lines.json", "lines", "lines.png"):
        said = run("export", "SPY/IWM", "-o", tmp_path / name)
        sentence = f"“{name}” says neither layout nor table: name a file that ends in .ratiodesk or .csv."
        assert said == Said(1, "", f"{sentence}\n")
    for name in ("a.csv", "a.ratiodesk"):
        file = tmp_path / "missing" / name
        said = run("export", "SPY/IWM", "-o", file)
        assert said == Said(1, "", f"{file} could not be written (No such file or directory).\n")
    nothing = run("export", "QQQ/IWM", "-o", tmp_path / "a.ratiodesk")
    assert nothing == Said(1, "", "Nothing is saved for QQQ/IWM yet.\n")
    own = run("export", "SPY/IWM", "-o", planned.parent / "QQQ_SPY.ratiodesk")
    assert own == Said(1, "", f"{planned.parent} is where RatioDesk keeps its own documents: choose another place.\n")
    circle = tmp_path / "circle"
    circle.symlink_to(circle)
    said = run("export", "SPY/IWM", "-o", circle / "a.csv")
    assert said.code == 1
    assert said.err.startswith(f"{circle / 'a.csv'} could not be written (")
    assert [path.name for path in planned.parent.iterdir()] == [planned.name]
    assert planned.read_bytes() == before


def test_import_that_cannot_be(run: Run, planned: Path, tmp_path: Path) -> None:
    before = planned.read_bytes()
    missing, broken, newer = (tmp_path / f"{name}.ratiodesk" for name in ("missing", "broken", "newer"))
    broken.write_bytes(before[:-20])
    newer.write_bytes(before.replace(b'"version": 3', b'"version": 99'))
    assert run("import", missing) == Said(1, "", f"There is no file {missing}.\n")
    assert run("import", broken).err.startswith(f"{broken} cannot be read: it is not JSON (")
    assert run("import", newer).err.startswith(f"{newer} is from a newer RatioDesk: it has version 99,")
    assert run("import", tmp_path).err.startswith(f"{tmp_path} cannot be read: ")
    assert planned.read_bytes() == before
