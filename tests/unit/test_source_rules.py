"""What no source of the program may do, found in its syntax; each rule is seen to find its offence."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

PRODUCT = Path(__file__).parents[2] / "ratiodesk"
# What runs code or programs that came from outside, or could.
MODULES = {
    "cloudpickle", "code", "codeop", "copyreg", "ctypes", "dill", "jsonpickle", "joblib", "marshal", "pickle", "pty",
    "runpy", "shelve", "subprocess", "xmlrpc", "yaml",
}  # fmt: skip
BUILTINS = {"eval", "exec", "compile", "__import__", "breakpoint", "input"}
METHODS = {
    "execl", "execv", "execve", "execvp", "extractall", "fork", "openUrl", "popen", "posix_spawn", "read_pickle",
    "savetxt", "setOpenExternalLinks", "spawnl", "spawnv", "startDetached", "startfile", "system", "to_csv",
    "to_excel", "to_pickle",
}  # fmt: skip
NAMES = {"QProcess", "QDesktopServices", "QWebEngineView"}
# What turns the check of certificates off.
UNSAFE = {"verify", "shell", "allow_pickle", "trust_remote_code", "insecure"}
BOXES = {"about", "critical", "information", "question", "warning"}
TIPS = {"setToolTip": 0, "showText": 1}


def offences(tree: ast.AST) -> Iterator[str]:
    source = ast.unparse(tree)
    if "QMessageBox(" in source and "setTextFormat(Qt.TextFormat.PlainText)" not in source:
        yield "makes a message box that takes what looks like HTML for it"
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                yield from (f"imports {each.name}" for each in names if each.name.partition(".")[0] in MODULES)
            case ast.ImportFrom(module=str(module), names=names):
                if module.partition(".")[0] in MODULES:
                    yield f"imports {module}"
                yield from (f"imports {each.name}" for each in names if each.name in NAMES)
            case ast.Attribute(attr=attr) if attr in METHODS | NAMES:
                yield f"uses .{attr}"
            case ast.Call():
                yield from _of_call(node)
            case ast.ClassDef(bases=bases):
                if any(isinstance(base, ast.Name) and base.id == "QLabel" for base in bases):
                    yield "derives from QLabel: take TextLabel, whose text is text"


def _of_call(call: ast.Call) -> Iterator[str]:
    for word in call.keywords:
        if word.arg in UNSAFE:
            yield f"passes {word.arg}="
    match call.func:
        case ast.Name(id=name) if name in BUILTINS:
            yield f"calls {name}()"
        case ast.Name(id="QLabel"):
            yield "makes a QLabel: take TextLabel, whose text is text"
        case ast.Attribute(value=ast.Name(id="importlib"), attr="import_module"):
            if not isinstance(call.args[0], ast.Constant):
                yield "imports a module whose name is not written there"
        case ast.Attribute(value=ast.Name(id="csv"), attr="writer" | "DictWriter"):
            yield "writes CSV by itself: csv_text makes cells inert"
        case ast.Attribute():
            yield from _of_shown(call, call.func)


def _of_shown(call: ast.Call, method: ast.Attribute) -> Iterator[str]:
    of_box = isinstance(method.value, ast.Name) and method.value.id == "QMessageBox" and method.attr in BOXES
    if of_box and not _is_plain(call.args[2]):
        yield "shows a text in a message box that is not passed through plain"
    if method.attr == "setHtml":
        yield "shows HTML"
    place = TIPS.get(method.attr)
    if place is not None and len(call.args) > place and not _is_plain(call.args[place]):
        yield "shows a tooltip that is not passed through plain"


def _is_plain(text: ast.expr) -> bool:
    match text:
        case ast.Constant() | ast.Call(func=ast.Name(id="plain")):
            return True
        # Written here, or in a catalogue that comes with the program: nothing from outside is put into it.
        case ast.Call(func=ast.Name(id="tr"), args=[ast.Constant()], keywords=[]):
            return True
    return False


# Where what a rule forbids is what the rule is about.
ALLOWED = {
    "ui/text_label.py": {"derives from QLabel: take TextLabel, whose text is text"},
    # Of words and what they mean, each escaped.
    "ui/reading_dialog.py": {"shows HTML"},
    # By fixed words, that files of the desktop are new.
    "verb/desktop_files.py": {"imports subprocess"},
    "domain/csv_text.py": {"writes CSV by itself: csv_text makes cells inert"},
}
# A tooltip that is made plain where it is compared with the one before.
MADE_PLAIN = {"ui/outcome_card.py", "ui/ticket_binding.py"}


@pytest.mark.parametrize("path", sorted(PRODUCT.rglob("*.py")), ids=lambda path: path.relative_to(PRODUCT).as_posix())
def test_a_source_keeps_the_rules(path: Path) -> None:
    name, source = path.relative_to(PRODUCT).as_posix(), path.read_text("utf-8")
    found = set(offences(ast.parse(source))) - ALLOWED.get(name, set())
    if name in MADE_PLAIN and "tip = plain(" in source:
        found -= {"shows a tooltip that is not passed through plain"}
    assert found == set()


@pytest.mark.parametrize(
    "source",
    [
        "import pickle", "from subprocess import run", "import os\nos.system('ls')", "eval(text)", "exec(text)",
        "__import__(name)", "import importlib\nimportlib.import_module(name)", "from PySide6.QtCore import QProcess",
        "session.get(url, verify=False)", "np.load(path, allow_pickle=True)", "pd.read_pickle(path)", "QLabel(name)",
        "class Name(QLabel): pass", "label.setToolTip(name)", "label.setToolTip(f'{name}')",
        "label.setToolTip(tr('{name} words', name=name))",
        "QToolTip.showText(point, name)", "QMessageBox.warning(window, 'Title', name)", "csv.writer(file)",
        "text.setHtml(name)", "box = QMessageBox(window)",
        "archive.extractall(folder)", "QtGui.QDesktopServices.openUrl(url)",
    ],
)  # fmt: skip
def test_an_offence_is_found(source: str) -> None:
    assert list(offences(ast.parse(source)))


def test_what_is_harmless_is_not_found() -> None:
    tips = "label.setToolTip('words')\nlabel.setToolTip(tr('words'))\nlabel.setToolTip(plain(name))"
    source = f"dialog.exec()\nre.compile('x')\n{tips}\nTextLabel(name)"
    assert list(offences(ast.parse(source))) == []


# What keys, tokens and passwords look like where somebody has left them.
SECRET = re.compile(
    rb"-----BEGIN [A-Z ]*PRIVATE KEY|AKIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{30}|xox[abp]-[0-9A-Za-z-]{20}"
    rb"|(?i:password|passwd|api_?key|secret_?key|access_?token)[\"']?\s*[:=]\s*[\"'][^\"'\s]{6,}[\"']"
)
ROOT = PRODUCT.parent


@pytest.mark.parametrize("folder", ["ratiodesk", "tests", "resources", ".ci", "pyproject.toml", "README.md"])
def test_nobody_left_a_secret(folder: str) -> None:
    paths = [ROOT / folder, *(ROOT / folder).rglob("*")]
    found = [
        str(path) for path in paths if path.is_file() and path.suffix != ".pyc" and SECRET.search(path.read_bytes())
    ]
    assert found == []


@pytest.mark.parametrize(
    "words", [b"-----BEGIN RSA PRIVATE" + b" KEY-----", b"AKIA" + b"A" * 16, b"password" + b" = 'hunter22'"]
)
def test_a_secret_is_found(words: bytes) -> None:
    assert SECRET.search(words)
