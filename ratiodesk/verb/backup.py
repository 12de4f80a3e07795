"""The verbs about everything at once: backup, restore."""

import json

from ratiodesk.backend import Backend
from ratiodesk.backup_text import origin_text, outcome_text, restored_rows, written_text
from ratiodesk.domain.backup import BackupReport, RestoreReport
from ratiodesk.verb.answer import Answer
from ratiodesk.verb.option import BackupOptions, BackupsOptions, RestoreOptions
from ratiodesk.verb.own_folder import refuse_own_folder
from ratiodesk.verb.printout import aligned, printable
from ratiodesk.verb.report import Fields


def answer(backend: Backend, options: BackupsOptions) -> Answer:
    """Carry out a verb about everything at once.

    Raises
    ------
    RatioDeskError
        If it could not be carried out.
    """
    match options:
        case BackupOptions():
            refuse_own_folder(options.output, options.home)
            written = backend.backups.write(options.output)
            text = json.dumps(_written_fields(written), indent=2) if options.json else _written_lines(written)
            return Answer(text, written.problem)
        case RestoreOptions():
            report = backend.backups.restore(options.source, preview=options.preview)
            return Answer(json.dumps(_restored_fields(report), indent=2) if options.json else _restored_lines(report))


def _written_lines(written: BackupReport) -> str:
    """Return what was written, for people."""
    return "\n".join(map(printable, written_text(written).splitlines()))


def _restored_lines(report: RestoreReport) -> str:
    """Return what became of a backup, a line a file."""
    rows = [
        (outcome, f"{printable(name)}{': ' * bool(said)}{printable(said)}")
        for outcome, name, said in restored_rows(report)
    ]
    head = f"{origin_text(report)}\n{outcome_text(report)}"
    return f"{head}\n\n{aligned(rows, left=2)}" if rows else head


def _written_fields(written: BackupReport) -> Fields:
    return {
        "path": str(written.path),
        "files": written.files,
        "size_bytes": written.size_bytes,
        "price_bytes": written.price_bytes,
        "left_out": list(written.left_out),
        "problem": written.problem or None,
    }


def _restored_fields(report: RestoreReport) -> Fields:
    return {
        "created": report.created.isoformat(),
        "program": report.program,
        "preview": report.preview,
        "files": [
            {"name": file.name, "outcome": str(file.outcome), "said": file.said or None} for file in report.files
        ],
    }
