"""What changed from one version of a layout to the next, in words."""

from collections.abc import Sequence

from ratiodesk.domain.difference import HoldingDifference, LineDifference, SizingDifference, differences
from ratiodesk.domain.layout import Layout
from ratiodesk.domain.level import Level, Role
from ratiodesk.domain.name_list import listed
from ratiodesk.domain.ratio import format_level, on_line
from ratiodesk.domain.wording import MINUS
from ratiodesk.words import tr, tr_n


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
    words = [_at(_name(line), line) for line in lines if line.name]
    plain = [format_level(line.ratio) for line in lines if not line.name]
    if plain:
        count, ratios = len(plain), listed(plain)
        words.append(tr_n("{n} line at {ratios}", "{n} lines at {ratios}", count, n=f"{count:,}", ratios=ratios))
    return [f"{sign}{each}" for each in words]


def _at(name: str, line: Level) -> str:
    return tr("{line} at {ratio}", line=name, ratio=format_level(line.ratio))


def _line_difference(was: Level, line: Level) -> list[str]:
    words = []
    if not on_line(was.ratio, line.ratio):
        before, after = format_level(was.ratio), format_level(line.ratio)
        name = _name(was) or was.role.noun
        words.append(tr("{line} moved {before} → {after}", line=name, before=before, after=after))
    if was.role is not line.role:
        words.append(_role_words(line))
    called = _at(line.role.noun, line)
    if was.label and not line.label:
        words.append(tr("{line} has no name any more", line=called))
    elif was.label != line.label:
        words.append(tr("{line} is called “{label}”", line=called, label=line.label))
    if was.colour != line.colour:
        words.append(tr("{line} has another colour", line=called))
    if was.locked is not line.locked:
        words.append(tr("{line} locked", line=called) if line.locked else tr("{line} unlocked", line=called))
    if was.alert is not line.alert:
        words.append(tr("alert of {line} on", line=called) if line.alert else tr("alert of {line} off", line=called))
    if was.basis is not line.basis:
        words.append(tr("{line} carried over to {basis}", line=called, basis=line.basis.display_name))
    return words


def _role_words(line: Level) -> str:
    """Return what became of a line whose role is another one."""
    ratio = format_level(line.ratio)
    if line.role is Role.PLAIN:
        return tr("line at {ratio} has no role any more", ratio=ratio)
    return tr("line at {ratio} is the {role} now", ratio=ratio, role=line.role.noun)


def _name(line: Level) -> str:
    """Return what a line is called within a sentence, empty if it has no name."""
    label = f"“{line.label}”" if line.label else ""
    return label if line.role is Role.PLAIN else f"{line.role.noun} {label}".strip()


def _money_difference(found: SizingDifference | HoldingDifference) -> str:
    """Return what became of an input of the sizing or of a holding, as a part of a sentence."""
    name, was, now = (f"{text[:1].lower()}{text[1:]}" for text in (found.name, *found.texts))
    return f"{name} {was} → {now}"
