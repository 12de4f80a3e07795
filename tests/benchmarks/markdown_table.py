"""What was measured, as Markdown."""

import os
import platform
from collections.abc import Mapping, Sequence

import numpy as np
import pyqtgraph
import PySide6
from PySide6.QtCore import qVersion
from PySide6.QtGui import QGuiApplication

Samples = Mapping[str, Sequence[float]]


def machine_line() -> str:
    """Return what the numbers depend on."""
    parts = (
        f"{os.cpu_count()} processors",
        f"{platform.system()} {platform.machine()}",
        f"Python {platform.python_version()}",
        f"Qt {qVersion()}",
        f"PySide6 {PySide6.__version__}",
        f"pyqtgraph {pyqtgraph.__version__}",
        f"platform {QGuiApplication.platformName() or os.environ.get('QT_QPA_PLATFORM', 'default')}",
    )
    return ", ".join(parts)


def table(title: str, samples: Samples, against: Sequence[str] = ()) -> str:
    """Return one measure with a row for each chart.

    Parameters
    ----------
    title
        What was measured.
    samples
        Times of each chart [ms].
    against
        Charts whose medians the others are divided by; those that were not measured are left out.
    """
    known = [name for name in against if samples.get(name)]
    head = ["", "median ms", "p99 ms", *(f"× {name}" for name in known), "samples"]
    rows = [head, ["---", *["---:"] * (len(head) - 1)]]
    for name, times in samples.items():
        if not times:
            continue
        ratios = [f"{np.median(times) / np.median(samples[other]):.2f}" for other in known]
        rows.append([name, f"{np.median(times):.2f}", f"{np.percentile(times, 99):.2f}", *ratios, str(len(times))])
    return f"\n### {title}\n\n" + "\n".join(f"| {' | '.join(row)} |" for row in rows)
