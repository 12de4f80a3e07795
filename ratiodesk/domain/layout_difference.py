"""What changed from one version of a layout to the next, in words."""

from collections.abc import Sequence

from ratiodesk.domain.difference import HoldingDifference, LineDifference, SizingDifference, differences
from ratiodesk.domain.layout import Layout
from ratiodesk.domain.level import Level, Role
from ratiodesk.domain.name_list import listed
from ratiodesk.domain.ratio import format_level, on_line
from ratiodesk.domain.wording import MINUS, counted


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
    words += [_money_difference(each) for each in differences(before, after) if not isinstance(each, LineDifference)]
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


def _money_difference(found: SizingDifference | HoldingDifference) -> str:
    """Return what became of an input of the sizing or of a holding, as a part of a sentence."""
    name, was, now = (f"{text[:1].lower()}{text[1:]}" for text in (found.name, *found.texts))
    return f"{name} {was} → {now}"
