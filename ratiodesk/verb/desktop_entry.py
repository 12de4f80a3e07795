"""The desktop entry that is shipped, made to start the program where it is.

How words are quoted: https://specifications.freedesktop.org/desktop-entry-spec/latest/exec-variables.html
"""

import re
from collections.abc import Sequence

from ratiodesk.domain.errors import BadInput

_BARE = re.compile(r"[A-Za-z0-9_./:@+,-]+")


def installed_entry(shipped: str, words: Sequence[str]) -> str:
    """Return the entry with *words*, the first of them a path, in place of the program's name.

    Raises
    ------
    BadInput
        If a word cannot stand in an entry.
    """
    for word in words:
        if not word.isprintable():
            raise BadInput(f"A desktop entry cannot name “{word!a}”: move it to a folder with an ordinary name.")
    lines = [_line(line, words) for line in shipped.splitlines()]
    return "\n".join(lines) + "\n"


def _line(line: str, words: Sequence[str]) -> str:
    match line.partition("=")[0]:
        case "Exec":
            return f"Exec={' '.join(map(exec_word, words))} %f"
        case "TryExec":
            return f"TryExec={_escaped(words[0])}"
    return line


def exec_word(word: str) -> str:
    r"""Return a word as it stands in the Exec line of an entry.

    >>> print(exec_word("/usr/bin/python3"), exec_word("/home/me/my 100%"))
    /usr/bin/python3 "/home/me/my 100%%"
    >>> print(exec_word('a"b'), exec_word("a$b"))
    "a\\"b" "a\\$b"
    """
    if _BARE.fullmatch(word):
        return word
    quoted = re.sub(r'(["`$\\])', r"\\\1", word)
    return _escaped(f'"{quoted}"').replace("%", "%%")


def _escaped(text: str) -> str:
    """Return a text as the value of a key, in which a backslash begins an escape of its own."""
    return text.replace("\\", "\\\\")
