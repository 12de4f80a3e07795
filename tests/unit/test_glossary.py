"""The words of the desk: explained once, in the window and in the README alike."""

import re
from pathlib import Path

from ratiodesk.domain.glossary import GLOSSARY

README = Path(__file__).parents[2] / "README.md"


def readme_rows() -> list[tuple[str, str]]:
    """Return the README's table of words, without its marks of italics and code."""
    section = README.read_text("utf-8").split("\n## Glossary\n")[1].split("\n## ")[0]
    rows = re.findall(r"^\| (.+?) \| (.+?) \|$", section, re.MULTILINE)
    return [(word, re.sub(r"[`*]", "", meaning)) for word, meaning in rows[2:]]


def test_the_readme_has_the_words_of_the_window() -> None:
    assert readme_rows() == [(term.word, term.meaning) for term in GLOSSARY]


def test_no_word_is_explained_twice_and_none_is_left_unexplained() -> None:
    assert len({term.word.casefold() for term in GLOSSARY}) == len(GLOSSARY)
    for term in GLOSSARY:
        assert term.meaning == term.meaning.strip().rstrip(".")
        assert term.meaning
