"""What can go wrong, each with one sentence a user can act on."""

from datetime import datetime


class RatioDeskError(Exception):
    """A stated failure. ``str(error)`` is one sentence for the user."""


class BadPair(RatioDeskError):
    """The text does not name two different instruments."""


class BadLevel(RatioDeskError):
    """The number cannot be a level of this ratio."""


class BadPlan(RatioDeskError):
    """The levels that carry roles do not make a plan."""


class BadInput(RatioDeskError):
    """A typed value (account, risk, date, holding ...) is outside what makes sense."""


class NoPosition(RatioDeskError):
    """There is no position to take: outside the plan, or too small for one share."""


class BadBars(RatioDeskError):
    """Price bars are unsorted, repeated, not finite or not positive."""


class NoSession(RatioDeskError):
    """The legs share no session, or none up to the date asked for."""


class BadCache(RatioDeskError):
    """The price cache cannot be opened, read or written."""


class NotFound(RatioDeskError):
    """No prices are known for a symbol."""


class BadPrices(RatioDeskError):
    """A price file cannot be read as a table of daily prices."""


class SourceError(RatioDeskError):
    """A price source gave no usable answer; asking again later may help."""


class NotFetched(SourceError):
    """Prices that are not at hand could not be fetched either."""


class BadRange(SourceError):
    """The source has no bars of this interval so far back."""


class RateLimited(SourceError):
    """The source wants to be left alone for a while.

    Parameters
    ----------
    until
        When it may be asked again (UTC).
    """

    def __init__(self, sentence: str, until: datetime) -> None:
        super().__init__(sentence)
        self.until = until


class Offline(SourceError):
    """There is no connection to the source."""


class TimedOut(SourceError):
    """The source did not answer in time."""


class BadReply(SourceError):
    """The source answered with something that is not the prices asked for."""


class Down(SourceError):
    """The source says that it is out of order."""


class NotSaved(RatioDeskError):
    """A document could not be written; what is on the screen is not on the disk yet."""


class BadArchive(RatioDeskError):
    """A file is no backup as it was written."""


class BadHome(RatioDeskError):
    """The directory that should hold everything cannot be used."""


class NoDisplay(RatioDeskError):
    """There is no screen to open a window on."""


class DamagedDocument(RatioDeskError):
    """A document cannot be read as what it claims to be. It is kept as it is."""


class MissingFolder(DamagedDocument):
    """Where a document would be there is nothing, as on a disk that went away."""


class NewerDocument(DamagedDocument):
    """A document was written by a newer RatioDesk. It is kept as it is."""
