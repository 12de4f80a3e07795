"""How pictures and reports are asked for on the command line."""

import re
from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path

from ratiodesk.argument import Found, Verb, add_as_of, add_pair, day
from ratiodesk.domain.errors import BadInput
from ratiodesk.options import CommonOptions, RenderOptions, ReportOptions, StillOptions

SMALLEST_PX, LARGEST_PX = (760, 320), (10_000, 10_000)
PICTURE_SCALES = (1.0, 1.25, 2.0)
PICTURE_SUFFIXES = (".png", ".svg", ".pdf")
# A chart is pasted into what is printed, a desk is looked at.
_CHART_SCALE, _DESK_SCALE = 2.0, 1.0


def _picture_size(text: str) -> tuple[int, int]:
    found = re.fullmatch(r"([0-9]{1,9})[x×]([0-9]{1,9})", text.strip(), re.IGNORECASE)
    if found is None:
        raise ArgumentTypeError(f"“{text}” is not a size: write it as 1600x950")
    width_px, height_px = int(found[1]), int(found[2])
    (least_width, least_height), (most_width, most_height) = SMALLEST_PX, LARGEST_PX
    if not (least_width <= width_px <= most_width and least_height <= height_px <= most_height):
        limits = f"{least_width}x{least_height} to {most_width}x{most_height}"
        raise BadInput(f"A picture of {found[0]} is out of range: pictures have {limits} pixels.")
    return width_px, height_px


def _picture_file(text: str) -> Path:
    path = Path(text)
    if path.suffix.lower() not in PICTURE_SUFFIXES:
        raise BadInput(
            "The picture is written as PNG, SVG or PDF: "
            f"name a file that ends in .png, .svg or .pdf, not “{path.name}”."
        )
    return path


def _report_file(text: str) -> Path:
    path = Path(text)
    if path.suffix.lower() != ".pdf":
        raise BadInput(f"The report is written as PDF: name a file that ends in .pdf, not “{path.name}”.")
    return path


def _declare_render(parser: ArgumentParser) -> None:
    add_pair(parser)
    parser.add_argument("-o", dest="output", metavar="chart.png", type=_picture_file, required=True)
    parser.add_argument(
        "--chart", action="store_true", help="the chart with its plan, legend and source; SVG and PDF are always that"
    )
    parser.add_argument("--size", metavar="1600x950", type=_picture_size, default=(1600, 950), help="logical pixels")
    parser.add_argument(
        "--scale", type=float, choices=PICTURE_SCALES,
        help="device pixels of a PNG to a pixel; 2 for a chart and 1 for the desk if not named",
    )  # fmt: skip
    _add_look(parser)


def _declare_report(parser: ArgumentParser) -> None:
    add_pair(parser)
    parser.add_argument("-o", dest="output", metavar="report.pdf", type=_report_file, required=True)
    parser.add_argument("--paper", choices=("a4", "letter"), help="what your region prints on if not named")
    _add_look(parser)


def _add_look(parser: ArgumentParser) -> None:
    parser.add_argument("--theme", choices=("dark", "light"))
    parser.add_argument("--from", dest="start", metavar="DATE", type=day, help="first date in sight")
    parser.add_argument("--to", dest="end", metavar="DATE", type=day, help="last date in sight")
    add_as_of(parser)


def _read_render(_: ArgumentParser, found: Found) -> CommonOptions:
    width_px, height_px = found.pop("size")
    chart = found.pop("chart") or found["output"].suffix.lower() != ".png"
    scale = found.pop("scale") or (_CHART_SCALE if chart else _DESK_SCALE)
    return _checked(RenderOptions(width_px=width_px, height_px=height_px, chart=chart, scale=scale, **found))


def _read_report(_: ArgumentParser, found: Found) -> CommonOptions:
    return _checked(ReportOptions(**found))


def _checked(options: StillOptions) -> CommonOptions:
    if options.start and options.end and options.start > options.end:
        raise BadInput(f"The picture would start on {options.start}, after its end on {options.end}.")
    return options


PICTURES = {"render": Verb(_declare_render, _read_render), "report": Verb(_declare_report, _read_report)}
