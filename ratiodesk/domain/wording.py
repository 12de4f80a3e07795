"""How numbers and names stand in a sentence, wherever it is shown."""

MINUS = "\N{MINUS SIGN}"


def with_minus(text: str) -> str:
    """Return a number with the sign people write, as wide as a plus.

    >>> with_minus("-1.5 %")
    '−1.5 %'
    """
    return text.replace("-", MINUS)


def counted(number: int, noun: str, *, signed: bool = False) -> str:
    """Return how many there are of something, or how many more.

    >>> counted(1, "session"), counted(2_500, "row")
    ('1 session', '2,500 rows')
    >>> counted(-1, "session", signed=True), counted(20, "week", signed=True)
    ('−1 session', '+20 weeks')
    """
    return with_minus(f"{number:{'+,' if signed else ','}} {noun}{'s' * (abs(number) != 1)}")


def shortened(text: str, most: int, *, from_end: bool = False) -> str:
    """Return a text with at most so many letters, the last of them an ellipsis where some are left out.

    >>> shortened("regional banks", 14), shortened("regional banks", 9), shortened("regional banks", 6, from_end=True)
    ('regional banks', 'regional…', '…banks')
    """
    if len(text) <= most:
        return text
    return f"…{text[1 - most :]}" if from_end else f"{text[: most - 1]}…"


def plain_number(number: float) -> str:
    """Return a number with at most four decimals, and none that say nothing.

    >>> plain_number(100_000.0), plain_number(0.5), plain_number(1 / 3)
    ('100,000', '0.5', '0.3333')
    """
    return f"{number:,.4f}".rstrip("0").rstrip(".")
