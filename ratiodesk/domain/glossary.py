"""What the words on the desk mean: the window shows them, and the README has the same."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Term:
    """A word, and what it means here."""

    word: str
    meaning: str


GLOSSARY = (
    Term("Pair", "numerator and denominator, SPY/IWM"),
    Term("Leg", "one side of a pair or of a position"),
    Term("Ratio R", "numerator price over denominator price at a session’s close"),
    Term(
        "Basis",
        "which closes are divided: price (split-adjusted) or total return (also dividend-adjusted), each in its own "
        "currency or both in one",
    ),
    Term("Session", "a trading day; forming while it is still on"),
    Term("Level", "a horizontal line at a ratio: plain, entry, stop or target"),
    Term(
        "Plan",
        "entry E, stop S and target T; T < E < S bets on a falling ratio, S < E < T on a rising one",
    ),
    Term("Zone", "the band of the plan that R is in: stopped, entry, hold, target"),
    Term("Notional", "money in one leg"),
    Term("Gross limit", "both legs together at most twice the account; it caps a pair whose stop is near"),
    Term("Frozen plan", "a plan kept as it stood, with its size and what was assumed"),
    Term("R multiple", "a result over the loss that was planned at the stop"),
    Term("Reward : risk", "(R − T)/(S − R), from the ratio now"),
    Term("Balance", "what both legs have in common: the same money, the same β to each other, or the same volatility"),
    Term(
        "Planned loss",
        "the larger loss at the stop, one leg standing still, with overshoot and costs where they are part of the risk",
    ),
    Term("Overshoot", "how far beyond the stop the first close there is expected, since R is looked at once a session"),
    Term("Tranche", "a part of a position, opened at a ratio of the entry zone"),
    Term(
        "Needed win rate",
        "(S − R)/(S − T): below it the plan loses on average; beside it how often a driftless random walk would win",
    ),
    Term("Percentile", "the share of the last 2,520 sessions, ten years, at or below R"),
    Term("z-score", "how many standard deviations ln R is away from its mean over a window of sessions"),
    Term("Beta β", "by how much one leg moved with the other: the slope of daily log returns over 252 sessions"),
)
