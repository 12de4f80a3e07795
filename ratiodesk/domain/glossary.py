"""What the words on the desk mean: the window shows them, and the README has the same."""

from dataclasses import dataclass

from ratiodesk.words import mark


@dataclass(frozen=True, slots=True)
class Term:
    """A word, and what it means here."""

    word: str
    meaning: str


GLOSSARY = (
    Term(mark("Pair"), mark("numerator and denominator, SPY/IWM")),
    Term(mark("Leg"), mark("one side of a pair or of a position")),
    Term(mark("Ratio R"), mark("numerator price over denominator price at a session’s close")),
    Term(
        mark("Basis"),
        mark(
            "which closes are divided: price (split-adjusted) or total return (also dividend-adjusted), each in its "
            "own currency or both in one"
        ),
    ),
    Term(mark("Session"), mark("a trading day; forming while it is still on")),
    Term(mark("Level"), mark("a horizontal line at a ratio: plain, entry, stop or target")),
    Term(
        mark("Plan"), mark("entry E, stop S and target T; T < E < S bets on a falling ratio, S < E < T on a rising one")
    ),
    Term(mark("Zone"), mark("the band of the plan that R is in: stopped, entry, hold, target")),
    Term(mark("Notional"), mark("money in one leg")),
    Term(mark("Gross limit"), mark("both legs together at most twice the account; it caps a pair whose stop is near")),
    Term(mark("Frozen plan"), mark("a plan kept as it stood, with its size and what was assumed")),
    Term(mark("R multiple"), mark("a result over the loss that was planned at the stop")),
    Term(mark("Reward : risk"), mark("(R − T)/(S − R), from the ratio now")),
    Term(
        mark("Balance"),
        mark("what both legs have in common: the same money, the same β to each other, or the same volatility"),
    ),
    Term(
        mark("Planned loss"),
        mark(
            "the larger loss at the stop, one leg standing still, with overshoot and costs where they are part of "
            "the risk"
        ),
    ),
    Term(
        mark("Overshoot"),
        mark("how far beyond the stop the first close there is expected, since R is looked at once a session"),
    ),
    Term(mark("Tranche"), mark("a part of a position, opened at a ratio of the entry zone")),
    Term(
        mark("Needed win rate"),
        mark(
            "(S − R)/(S − T): below it the plan loses on average; beside it how often a driftless random walk would win"
        ),
    ),
    Term(mark("Percentile"), mark("the share of the last 2,520 sessions, ten years, at or below R")),
    Term(mark("z-score"), mark("how many standard deviations ln R is away from its mean over a window of sessions")),
    Term(
        mark("Beta β"),
        mark("by how much one leg moved with the other: the slope of daily log returns over 252 sessions"),
    ),
)
