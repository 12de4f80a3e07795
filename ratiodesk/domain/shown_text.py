"""Text from elsewhere, as a sentence can hold it."""


def shorten(text: str, longest: int) -> str:
    """Return *text* for a sentence: without what cannot be printed, and no longer than *longest* characters.

    >>> shorten("a\\tb", 9), shorten("no end of it", 6)
    ('a?b', 'no en…')
    """
    # What is cut off need not be looked at: it may be megabytes.
    printable = "".join(char if char.isprintable() else "?" for char in text[: longest + 1])
    return printable if len(printable) <= longest else printable[: longest - 1] + "…"
