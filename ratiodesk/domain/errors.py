"""What can go wrong, each with one sentence a user can act on."""


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


class NotSaved(RatioDeskError):
    """A document could not be written; what is on the screen is not on the disk yet."""


class BadHome(RatioDeskError):
    """The directory that should hold everything cannot be used."""


class NoDisplay(RatioDeskError):
    """There is no screen to open a window on."""


class DamagedDocument(RatioDeskError):
    """A document cannot be read as what it claims to be. It is kept as it is."""


class NewerDocument(DamagedDocument):
    """A document was written by a newer RatioDesk. It is kept as it is."""
