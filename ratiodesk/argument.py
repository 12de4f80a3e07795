"""What arguments of several verbs look like."""

from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from ratiodesk.options import CommonOptions

# What argparse found, by the names of the options' fields.
Found = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Verb:
    """How one verb is declared to argparse, and how its result is read."""

    declare: Callable[[ArgumentParser], None]
    read: Callable[[ArgumentParser, Found], CommonOptions]


def day(text: str) -> date:
    """Return a date as typed."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"“{text}” is not a date: write it as 2021-12-28") from None


def number(text: str) -> float:
    """Return a number as typed."""
    try:
        return float(text)
    except ValueError:
        raise ArgumentTypeError(f"“{text}” is not a number") from None


def add_pair(parser: ArgumentParser) -> None:
    """Let a pair be named."""
    parser.add_argument("pair", metavar="PAIR", help="two symbols: SPY/IWM, SPY:IWM or 'spy iwm'")


def add_as_of(parser: ArgumentParser) -> None:
    """Let the last session be named."""
    parser.add_argument("--as-of", metavar="DATE", type=day, help="as if the last session known were DATE")


def add_json(parser: ArgumentParser) -> None:
    """Let the answer be asked for as JSON."""
    parser.add_argument("--json", action="store_true", help="print one JSON document")
