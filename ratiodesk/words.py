"""The words that people read, in their own language: the program is written in English.

Whatever stands in the window goes through `tr`. A text is looked up whole, with its fields in braces, so that a
language can put them in its own order; numbers and dates come into it written for the locale. What is kept in files,
printed or asked for as JSON is plain English, and does not go through here.

Texts are collected with ``pybabel extract -k tr -k tr_n:1,2 -k mark ratiodesk``; the catalogue of a language is
``resources/languages/LANGUAGE/LC_MESSAGES/ratiodesk.mo``, as gettext has it.
"""

import gettext
from itertools import takewhile
from pathlib import Path

_DOMAIN = "ratiodesk"


class _Catalogue:
    """The language in use."""

    texts: gettext.NullTranslations = gettext.NullTranslations()


def tr(text: str, /, **fields: object) -> str:
    """Return a text in the language in use, its fields filled in.

    >>> tr("Buy {shares} {symbol}", shares=45, symbol="IWM")
    'Buy 45 IWM'
    >>> tr("100 % of {it}"), tr("100 % of {it}", it="the account")
    ('100 % of {it}', '100 % of the account')
    """
    said = _Catalogue.texts.gettext(text) if text else ""
    return said.format_map(fields) if fields else said


def tr_n(one: str, many: str, count: float, /, **fields: object) -> str:
    """Return the text for a number of things: languages have from one to six forms of it.

    >>> [tr_n("{n} holding", "{n} holdings", n, n=n) for n in (1, 2)]
    ['1 holding', '2 holdings']
    """
    said = _Catalogue.texts.ngettext(one, many, int(count) if count == int(count) else 2)
    return said.format_map(fields) if fields else said


def mark(text: str) -> str:
    """Return a text as it is, for a table that is made before the language is known; `tr` it where it is shown."""
    return text


def use_catalogue(texts: gettext.NullTranslations) -> gettext.NullTranslations:
    """Let texts be looked up here from now on, and return where they were looked up before."""
    before, _Catalogue.texts = _Catalogue.texts, texts
    return before


def find_catalogue(folder: Path, languages: list[str]) -> gettext.NullTranslations:
    """Return the catalogue of the first of these languages that has one in *folder*, English where it comes first.

    gettext's own search loads its tables of languages first, which a start waits for.
    """
    for language in takewhile(lambda name: not name.startswith("en"), languages):
        for name in (language.replace("-", "_"), language.partition("-")[0]):
            path = folder / name / "LC_MESSAGES" / f"{_DOMAIN}.mo"
            if path.is_file():
                with path.open("rb") as file:
                    return gettext.GNUTranslations(file)
    return gettext.NullTranslations()
