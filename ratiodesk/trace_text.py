"""Errors as text for a log or a bug report: where they happened and of what kind, without anything of the user's.

The text of an error may quote a label, a note or a number of an account. So it is left out, unless Python itself makes
the texts of that kind, and then numbers and quotations go. What a sentence was, its line in the trace tells.
"""

import re
import traceback
from pathlib import Path

_MOST_CHARACTERS = 20_000
# Kinds whose texts Python makes of names in the program.
_TOLD = (
    ArithmeticError, AttributeError, ImportError, IndexError, MemoryError, NameError, RecursionError, RuntimeError,
    TypeError,
)  # fmt: skip
_QUOTED = re.compile(r"'([^'\n]*)'|\"([^\"\n]*)\"|“([^”\n]*)”|‘([^’\n]*)’|«([^»\n]*)»")
_IDENTIFIER = re.compile(r"[A-Za-z_][\w.]*(\(\))?")
_NUMBER = re.compile(r"[-+−]?\d[\d.,_'\u202f\u00a0]*(?:[eE][-+]?\d+)?")


def trace_text(error: BaseException) -> str:
    """Return an error and what led to it, as Python would print them, without what may be the user's.

    >>> try:
    ...     float("12,345 of mine")
    ... except ValueError as error:
    ...     print(trace_text(error).splitlines()[-1])
    ValueError
    """
    parts: list[str] = []
    known: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in known:
        known.add(id(current))
        frames = "".join(traceback.StackSummary.extract(traceback.walk_tb(current.__traceback__)).format())
        parts.append(f"{_without_home(frames)}{kind_text(current)}")
        hidden = current.__suppress_context__
        current = current.__cause__ or (None if hidden else current.__context__)
    text = "\n\nand that came of it:\n\n".join(reversed(parts))
    return text if len(text) <= _MOST_CHARACTERS else f"…{text[-_MOST_CHARACTERS:]}"


def failure_text(error: BaseException) -> str:
    """Return a stated failure and its causes in one line, without its sentence.

    >>> failure_text(OSError(28, "No space left on device", "/home/ann/my plan"))
    'OSError: No space left on device'
    """
    parts: list[str] = []
    current: BaseException | None = error
    while current is not None and len(parts) < 5:
        parts.append(kind_text(current))
        current = current.__cause__
    return " from ".join(parts)


def kind_text(error: BaseException) -> str:
    """Return the kind of an error, with its text where that is none of the user's."""
    kind = type(error).__qualname__
    if isinstance(error, OSError):
        reason = error.strerror or ""
    else:
        reason = getattr(error, "sqlite_errorname", "") or (str(error) if isinstance(error, _TOLD) else "")
    reason = scrubbed(str(reason)).strip()
    return f"{kind}: {reason}" if reason else kind


def scrubbed(text: str) -> str:
    """Return *text* without numbers, and without what is quoted unless that is a name in a program.

    >>> scrubbed("'Level' object has no attribute 'ratio' at 2.13 of “my stop”")
    "'Level' object has no attribute 'ratio' at # of “…”"
    """
    short = _without_home(text)
    unquoted = _QUOTED.sub(_without_quotation, short)
    plain = _NUMBER.sub("#", unquoted)
    return "".join(char if char.isprintable() or char == "\n" else "?" for char in plain)


def _without_quotation(found: re.Match[str]) -> str:
    inner = next(group for group in found.groups() if group is not None)
    whole = found[0]
    return whole if _IDENTIFIER.fullmatch(inner) else f"{whole[0]}…{whole[-1]}"


def _without_home(text: str) -> str:
    try:
        home = str(Path.home())
    except RuntimeError:  # There is no home to be found.
        return text
    return text.replace(home, "~") if len(home) > 1 else text
