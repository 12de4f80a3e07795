"""What a verb of the command line has to say."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Answer:
    """What a verb has to say.

    Parameters
    ----------
    text
        For stdout.
    failure
        A sentence for stderr, where something named could not be read; empty if all was well.
    """

    text: str
    failure: str = ""
