"""Write down what assistive programs are told of a running program; for the system's Python, which has pyatspi."""

import json
import sys
import time
from pathlib import Path
from typing import Any

_PATIENCE_S, _ANSWER_MS = 30.0, 15_000
_MOST_DEEP, _MOST_WIDE = 16, 80


def application(name: str) -> Any:
    deadline = time.monotonic() + _PATIENCE_S
    while time.monotonic() < deadline:
        desktop = pyatspi.Registry.getDesktop(0)
        for place in range(desktop.childCount):
            child = desktop.getChildAtIndex(place)
            # The frame is there when the desk has been put into the window.
            if child is not None and child.name.casefold() == name and is_furnished(child):
                return child
        time.sleep(0.2)  # Another process is watched.
    sys.exit(f"waited {_PATIENCE_S:g} s for {name} to be told of")


def is_furnished(node: Any) -> bool:
    return any(record["name"] == "Saved pairs" for record in tree(node))


def tree(node: Any, depth: int = 0) -> list[dict[str, Any]]:
    states = node.getState()
    record = {
        "role": node.getRoleName(),
        "name": node.name,
        "description": node.description,
        "shown": states.contains(pyatspi.STATE_SHOWING),
        "takes_keys": states.contains(pyatspi.STATE_FOCUSABLE),
        "labels": [target.name for relation in node.getRelationSet() for target in targets(relation)],
    }
    children = (node.getChildAtIndex(place) for place in range(min(node.childCount, _MOST_WIDE)))
    below = [child for child in children if child is not None and depth < _MOST_DEEP]
    return [record, *(found for child in below for found in tree(child, depth + 1))]


def targets(relation: Any) -> list[Any]:
    if relation.getRelationType() != pyatspi.RELATION_LABELLED_BY:
        return []
    return [relation.getTarget(place) for place in range(relation.getNTargets())]


if __name__ == "__main__":
    # Pytest, which looks for doctests here, runs on a Python that has none.
    import gi
    import pyatspi

    gi.require_version("Atspi", "2.0")
    from gi.repository import Atspi

    # A machine with other work may take longer for an answer than the 800 ms that are usual.
    Atspi.set_timeout(_ANSWER_MS, _ANSWER_MS)
    Path(sys.argv[1]).write_text(json.dumps(tree(application("ratiodesk"))))
