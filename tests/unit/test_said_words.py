"""What is said in the window goes through `tr`: found in the syntax of the source."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

PRODUCT = Path(__file__).parents[2] / "ratiodesk"
SPOKEN = ("ui", "chart", "desk", "domain", "analysis", "market", "storage")
# What is in words and no text of the window.
UNREAD = {
    "desk/archivist.py": "names of jobs",
    "desk/importer.py": "names of jobs",
    "domain/backup.py": "words of --json",
    "domain/ticket_form.py": "order tickets, which brokers read",
    "market/trading_calendar.py": "codes of exchanges",
    "market/web_session.py": "failures that yahoo_failure.py says in sentences",
    "ui/diagnostics.py": "for whoever mends the program",
    "ui/reading_dialog.py": "HTML",
    "ui/theme.py": "a style sheet",
}
SOURCES = sorted(
    {
        *(path for part in SPOKEN for path in (PRODUCT / part).glob("*.py")),
        *(PRODUCT / f"{name}.py" for name in ("backup_text", "import_text", "lot_text", "target", "error_watch")),
    }
    - {PRODUCT / name for name in UNREAD}
)
# Two words, or a sentence that goes on beside a field.
WORDS = re.compile(r"[A-Za-z’]{2,}[,.:;]? (?:[a-z] )?[A-Za-z“’]{2,}|^[A-Za-z’]{2,}[:,]? $|^ [a-z]{2,}")
TOLD = {"tr", "tr_n", "mark"}
# Read by programs, or by who mends this one.
UNSAID = {
    "compile", "debug", "error", "exception", "execute", "executemany", "executescript", "field", "info", "log",
    "setObjectName", "setStyleSheet", "sub", "warning", "fullmatch", "match", "search", "Component", "TypeVar",
}  # fmt: skip
# What stands in these is for a database; or it comes from others, or names them.
QUERIES = {
    "STORED_COLUMNS", "_ODD_ROWS", "_SELECT", "_SELECT_IN_USE", "_SELECT_LISTINGS", "_SELECT_OF_ORIGIN",
    "_SELECT_STATE", "_TABLES", "query",
}  # fmt: skip
KNOWN = {"_ALPHA_VANTAGE", "_FOREIGN_NAMES", "_FUNDS", "_TOTAL_WORDS", "_YAHOO_COLUMNS", "_YAHOO_SPLITS"}
# Errors of who calls, not of who sits before the desk.
FAULTS = {
    "AssertionError", "AttributeError", "IndexError", "KeyError", "NotImplementedError", "RuntimeError", "TypeError",
    "ValueError",
}  # fmt: skip


def unsaid(tree: ast.AST) -> Iterator[str]:
    """Yield texts in plain words that no `tr` looks up."""
    match tree:
        case ast.Module(body=body) | ast.ClassDef(body=body) | ast.FunctionDef(body=body):
            told = body[1:] if _is_text(body[0]) else body
            decorators = getattr(tree, "decorator_list", [])
            for each in (*decorators, *told):
                yield from unsaid(each)
        case ast.Expr(value=ast.Constant(value=str())) | ast.AnnAssign(annotation=ast.Constant(), value=None):
            return
        case ast.Assign(targets=[target]) | ast.AnnAssign(target=target) if _names(target) & (QUERIES | KNOWN):
            return
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if name in TOLD | UNSAID | FAULTS:
            return
        case ast.Constant(value=str(text)) if WORDS.search(text):
            yield text
        case _:
            for child in ast.iter_child_nodes(tree):
                yield from unsaid(child)


def untold(tree: ast.AST) -> Iterator[str]:
    """Yield calls whose text cannot be collected: it must stand there as it is, or come out of a `mark`."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id=name), args=[ast.JoinedStr() | ast.BinOp(), *_]) if name in TOLD:
                yield ast.unparse(node)


def _names(target: ast.AST) -> set[str]:
    return {node.id for node in ast.walk(target) if isinstance(node, ast.Name)}


def unfilled(tree: ast.AST) -> Iterator[str]:
    """Yield calls whose text has other fields than are filled in."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id="tr" | "tr_n"), keywords=[_, *_]) if all(word.arg for word in node.keywords):
                filled = {word.arg for word in node.keywords}
                texts = [each.value for each in node.args[:2] if isinstance(each, ast.Constant)]
                for text in texts:
                    fields = {field for _, field, _, _ in Formatter().parse(str(text)) if field is not None}
                    # “One session” needs no number.
                    if fields != filled and not (len(texts) == 2 and fields < filled):
                        yield ast.unparse(node)


def _is_text(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_what_is_said_goes_through_tr(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert list(unsaid(tree)) == []
    assert list(untold(tree)) == []
    assert list(unfilled(tree)) == []


@pytest.mark.parametrize(
    "source",
    [
        "label.setText('In the zone')",
        "text = f'{days} trading days'",
        "raise BadInput('Type a ratio such as 2.13.')",
        "TABLE = {Role.STOP: 'Not a stop'}",
        "words = 'Ratio: ' + text",
    ],
)
def test_words_beside_tr_are_found(source: str) -> None:
    assert list(unsaid(ast.parse(source)))


@pytest.mark.parametrize(
    "source",
    [
        "'''A docstring of a module.'''",
        "def f():\n    '''Return a thing of two.'''",
        "label.setText(tr('In the {zone} zone', zone=zone))",
        "TABLE = {Role.STOP: mark('Not a stop')}",
        "raise ValueError('the step of an axis is positive')",
        "label.setObjectName('zone name')",
        "name = 'IWM_SPY'",
    ],
)
def test_what_nobody_reads_is_left_alone(source: str) -> None:
    assert not list(unsaid(ast.parse(source)))


def test_a_text_put_together_cannot_be_collected() -> None:
    assert list(untold(ast.parse("tr(f'{n} lines')"))) == ["tr(f'{n} lines')"]
    assert not list(untold(ast.parse("tr('{n} lines', n=n)")))


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("tr('{n} lines', n=n)", 0),
        ("tr('{n} lines of {it}', n=n)", 1),
        ("tr('{n} lines', n=n, it=it)", 1),
        ("tr_n('one line', '{n} lines', n, n=n)", 0),
        ("tr_n('one line', '{m} lines', n, n=n)", 1),
    ],
)
def test_a_field_is_filled_in_by_its_name(source: str, found: int) -> None:
    assert len(list(unfilled(ast.parse(source)))) == found
