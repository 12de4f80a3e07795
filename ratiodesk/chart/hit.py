"""Which line the mouse means."""

from collections.abc import Mapping

from ratiodesk.domain.level import LevelId

HIT_PX = 7.0


def lines_near(y_px: float, rows: Mapping[LevelId, float], tolerance_px: float = HIT_PX) -> list[LevelId]:
    """Return the lines within reach of *y_px*, nearest first; the one drawn later wins a tie.

    Parameters
    ----------
    y_px
        Row of the mouse [px].
    rows
        Row of each line [px], in drawing order.

    >>> lines_near(100, {LevelId("a"): 105.0, LevelId("b"): 102.0, LevelId("c"): 108.0})
    ['b', 'a']
    """
    order = {level_id: index for index, level_id in enumerate(rows)}
    near = [level_id for level_id, row in rows.items() if abs(row - y_px) <= tolerance_px]
    return sorted(near, key=lambda level_id: (abs(rows[level_id] - y_px), -order[level_id]))


def next_line(current: LevelId | None, rows: Mapping[LevelId, float], *, backward: bool = False) -> LevelId | None:
    """Return the line after *current* from top to bottom, round to the first; None without lines."""
    ordered = sorted(rows, key=lambda level_id: rows[level_id])
    if not ordered:
        return None
    if current is None or current not in rows:
        return ordered[-1 if backward else 0]
    return ordered[(ordered.index(current) + (-1 if backward else 1)) % len(ordered)]
