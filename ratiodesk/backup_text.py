"""What there is to say about a backup that was written, and about one that was restored."""

from collections.abc import Sequence

from ratiodesk.domain.backup import BackupReport, Outcome, RestoredFile, RestoreReport
from ratiodesk.domain.name_list import listed
from ratiodesk.domain.wording import counted

Row = tuple[str, str, str]
_VERSIONS = "versions"


def written_text(report: BackupReport) -> str:
    """Return what was written, a sentence a line; why prices are missing is said elsewhere."""
    prices = f", {size_text(report.price_bytes)} of them prices" if report.price_bytes else ""
    files = counted(report.files, "file")
    lines = [f"Wrote {files} to {report.path} ({size_text(report.size_bytes)}{prices})."]
    if report.left_out:
        lines.append(f"Left out, because they are no documents of RatioDesk: {listed(report.left_out)}.")
    return "\n".join(lines)


def size_text(size_bytes: int) -> str:
    """Return a size as people read it.

    >>> size_text(999), size_text(1_500), size_text(2_345_678)
    ('999 bytes', '1.5 kB', '2.3 MB')
    """
    if size_bytes < 1_000:
        return counted(size_bytes, "byte")
    return f"{size_bytes / 1e3:,.1f} kB" if size_bytes < 1_000_000 else f"{size_bytes / 1e6:,.1f} MB"


def origin_text(report: RestoreReport) -> str:
    """Return when a backup was made, and by which program."""
    return f"Backup of {report.created:%Y-%m-%d %H:%M} UTC, made by RatioDesk {report.program}."


def outcome_text(report: RestoreReport) -> str:
    """Return how many files became what, or would."""
    counts = [f"{len(files):,} {outcome}" for outcome in Outcome if (files := report.with_outcome(outcome))]
    said = f"{counted(len(report.files), 'file')}: {', '.join(counts)}." if counts else "There is nothing in it."
    return f"{said} Nothing is changed yet." if report.preview else said


def restored_rows(report: RestoreReport) -> Sequence[Row]:
    """Return outcome, name and what there is to say of every file, versions of a document counted together."""
    rows: list[Row] = []
    for outcome in Outcome:
        versions: dict[str, int] = {}
        for file in report.with_outcome(outcome):
            folder = _version_folder(file)
            if folder:
                versions[folder] = versions.get(folder, 0) + 1
            else:
                rows.append((outcome.capitalize(), file.name, file.said))
        rows += [(outcome.capitalize(), folder, counted(number, "version")) for folder, number in versions.items()]
    return rows


def _version_folder(file: RestoredFile) -> str:
    """Return the folder of a version, empty if the file is none, or has a place of its own in the report."""
    parts = file.name.split("/")
    return "/".join(parts[:2]) if parts[0] == _VERSIONS and not file.said else ""
