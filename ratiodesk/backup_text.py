"""What there is to say about a backup that was written, and about one that was restored."""

from collections.abc import Sequence

from ratiodesk.domain.backup import BackupReport, Outcome, RestoredFile, RestoreReport
from ratiodesk.domain.name_list import listed
from ratiodesk.words import mark, tr, tr_n

Row = tuple[str, str, str]
_VERSIONS = "versions"
# As the window says them; what an outcome is called in JSON stays.
_OUTCOMES = {
    Outcome.RESTORED: mark("restored"),
    Outcome.MERGED: mark("merged"),
    Outcome.KEPT_BESIDE: mark("kept beside"),
    Outcome.LEFT_OUT: mark("left out"),
    Outcome.UNCHANGED: mark("unchanged"),
}


def written_text(report: BackupReport) -> str:
    """Return what was written, a sentence a line; why prices are missing is said elsewhere."""
    size = size_text(report.size_bytes)
    if report.price_bytes:
        size = tr("{size}, {part} of them prices", size=size, part=size_text(report.price_bytes))
    lines = [tr("Wrote {files} to {path} ({size}).", files=_files_text(report.files), path=report.path, size=size)]
    if report.left_out:
        names = listed(report.left_out)
        lines.append(tr("Left out, because they are no documents of RatioDesk: {names}.", names=names))
    return "\n".join(lines)


def size_text(size_bytes: int) -> str:
    """Return a size as people read it.

    >>> size_text(999), size_text(1_500), size_text(2_345_678)
    ('999 bytes', '1.5 kB', '2.3 MB')
    """
    if size_bytes < 1_000:
        return tr_n("{n} byte", "{n} bytes", size_bytes, n=size_bytes)
    return f"{size_bytes / 1e3:,.1f} kB" if size_bytes < 1_000_000 else f"{size_bytes / 1e6:,.1f} MB"


def origin_text(report: RestoreReport) -> str:
    """Return when a backup was made, and by which program."""
    moment = f"{report.created:%Y-%m-%d %H:%M}"
    return tr("Backup of {moment} UTC, made by RatioDesk {version}.", moment=moment, version=report.program)


def outcome_text(report: RestoreReport) -> str:
    """Return how many files became what, or would."""
    counts = [
        f"{len(files):,} {tr(word)}" for outcome, word in _OUTCOMES.items() if (files := report.with_outcome(outcome))
    ]
    total = _files_text(len(report.files))
    said = f"{total}: {', '.join(counts)}." if counts else tr("There is nothing in it.")
    return f"{said} {tr('Nothing is changed yet.')}" if report.preview else said


def restored_rows(report: RestoreReport) -> Sequence[Row]:
    """Return outcome, name and what there is to say of every file, versions of a document counted together."""
    rows: list[Row] = []
    for outcome, word in _OUTCOMES.items():
        shown = tr(word)
        shown = f"{shown[:1].upper()}{shown[1:]}"
        versions: dict[str, int] = {}
        for file in report.with_outcome(outcome):
            folder = _version_folder(file)
            if folder:
                versions[folder] = versions.get(folder, 0) + 1
            else:
                rows.append((shown, file.name, file.said))
        rows += [
            (shown, folder, tr_n("{n} version", "{n} versions", number, n=f"{number:,}"))
            for folder, number in versions.items()
        ]
    return rows


def _files_text(count: int) -> str:
    return tr_n("{n} file", "{n} files", count, n=f"{count:,}")


def _version_folder(file: RestoredFile) -> str:
    """Return the folder of a version, empty if the file is none, or has a place of its own in the report."""
    parts = file.name.split("/")
    return "/".join(parts[:2]) if parts[0] == _VERSIONS and not file.said else ""
