"""What changed from one version of a layout to the next, in words."""

from collections.abc import Sequence

from ratiodesk.domain.layout import Layout
from ratiodesk.domain.level import Level, Role
from ratiodesk.domain.name_list import listed
from ratiodesk.domain.portfolio import Holding
from ratiodesk.domain.ratio import format_level, on_line
from ratiodesk.domain.sizing import Sizing
from ratiodesk.domain.wording import MINUS, counted, plain_number

_SIZING_WORDS = {
    "execution": "execution",
    "gross_limit": "gross limit",
    "balance": "balance",
    "fractional": "fractional shares",
    "overshoot": "overshoot",
    "costs": "costs",
    "reward_risk": "wanted reward : risk",
    "tranches": "tranches",
}


def layout_difference(before: Layout, after: Layout) -> tuple[str, ...]:
    """Return what became of the lines and the money, one part of a sentence each; none if only the view changed.

    Parameters
    ----------
    before, after
        Both in one orientation.
    """
    was = {line.id: line for line in before.levels}
    here = {line.id: line for line in after.levels}
    added = [line for line in after.levels if line.id not in was]
    removed = [line for line in before.levels if line.id not in here]
    words = [*_came("+", added), *_came(MINUS, removed)]
    for line in after.levels:
        if line.id in was:
            words += _line_difference(was[line.id], line)
    words += _sizing_difference(before.sizing, after.sizing)
    words += _holding_difference(before.holdings, after.holdings)
    return tuple(words)


def _came(sign: str, lines: Sequence[Level]) -> list[str]:
    """Return that lines came or went: those with a name by it, the others by their number."""
    named = [f"{sign}{_name(line)} at {format_level(line.ratio)}" for line in lines if line.name]
    plain = [format_level(line.ratio) for line in lines if not line.name]
    return [*named, *([f"{sign}{counted(len(plain), 'line')} at {listed(plain)}"] if plain else [])]


def _line_difference(was: Level, line: Level) -> list[str]:
    words = []
    if not on_line(was.ratio, line.ratio):
        words.append(f"{_name(was) or 'line'} moved {format_level(was.ratio)} → {format_level(line.ratio)}")
    if was.role is not line.role:
        became = "has no role any more" if line.role is Role.PLAIN else f"is the {line.role} now"
        words.append(f"line at {format_level(line.ratio)} {became}")
    called = f"{line.role if line.role is not Role.PLAIN else 'line'} at {format_level(line.ratio)}"
    if was.label != line.label:
        words.append(f"{called} is called “{line.label}”" if line.label else f"{called} has no name any more")
    if was.colour != line.colour:
        words.append(f"{called} has another colour")
    if was.locked is not line.locked:
        words.append(f"{called} {'locked' if line.locked else 'unlocked'}")
    if was.alert is not line.alert:
        words.append(f"alert of {called} {'on' if line.alert else 'off'}")
    if was.basis is not line.basis:
        words.append(f"{called} carried over to {line.basis.display_name}")
    return words


def _name(line: Level) -> str:
    """Return what a line is called within a sentence, empty if it has no name."""
    label = f"“{line.label}”" if line.label else ""
    return label if line.role is Role.PLAIN else f"{line.role} {label}".strip()


def _sizing_difference(was: Sizing, now: Sizing) -> list[str]:
    words = []
    if was.account != now.account:
        words.append(f"account {plain_number(was.account)} → {plain_number(now.account)}")
    if was.risk_fraction != now.risk_fraction:
        before, after = (plain_number(100 * sizing.risk_fraction) for sizing in (was, now))
        words.append(f"risk {before} % → {after} %")
    words += [f"other {word}" for name, word in _SIZING_WORDS.items() if getattr(was, name) != getattr(now, name)]
    return words


def _holding_difference(was: Sequence[Holding], now: Sequence[Holding]) -> list[str]:
    before = {held.symbol: held.value for held in was}
    after = {held.symbol: held.value for held in now}
    words = []
    for symbol in sorted(before.keys() | after.keys()):
        if symbol not in after:
            words.append(f"holding of {symbol} no longer typed")
        elif symbol not in before:
            words.append(f"holding of {symbol} {plain_number(after[symbol])}")
        elif before[symbol] != after[symbol]:
            words.append(f"holding of {symbol} {plain_number(before[symbol])} → {plain_number(after[symbol])}")
    return words
