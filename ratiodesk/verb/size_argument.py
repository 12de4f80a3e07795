"""The command line of the verb that sizes, read into a frozen value."""

from argparse import ArgumentParser, ArgumentTypeError, BooleanOptionalAction
from pathlib import Path

from ratiodesk.argument import Found, Verb, add_as_of, add_json, add_pair, number
from ratiodesk.domain.balance import Balance
from ratiodesk.domain.contour import check_reward_risk
from ratiodesk.domain.errors import BadInput
from ratiodesk.domain.position import Execution
from ratiodesk.domain.ratio import Ratio, parse_ratio
from ratiodesk.domain.sizing import check_account, check_risk
from ratiodesk.options import CommonOptions
from ratiodesk.verb.option import SizeOptions

BALANCES = {
    "dollar": Balance.DOLLAR_NEUTRAL,
    "beta": Balance.BETA_NEUTRAL,
    "volatility": Balance.VOLATILITY_PARITY,
}


def account(text: str) -> float:
    return check_account(number(text))


def risk(text: str) -> float:
    """Return a part of the account, typed as a fraction or with the sign as percent.

    >>> risk("0.01"), risk("1%")
    (0.01, 0.01)

    Raises
    ------
    BadInput
        If it is not above 0 and at most all of it, or may be meant as percent.
    """
    if "%" in text:
        return check_risk(fraction(text))
    value = check_risk(number(text))
    if value == 1:
        raise BadInput("A risk of 1 would be all of the account: write 1% or 0.01, or 100% if all of it is meant.")
    return value


def reward_risk(text: str) -> float:
    return check_reward_risk(number(text))


def fraction(text: str) -> float:
    """Return a fraction typed as percent, with or without the sign.

    >>> fraction("2"), fraction("0.5 %")
    (0.02, 0.005)
    """
    return number(text.strip().removesuffix("%")) / 100


def sessions(text: str) -> int:
    """Return a whole number as typed."""
    try:
        return int(text)
    except ValueError:
        raise ArgumentTypeError(f"“{text}” is not a whole number of sessions") from None


def tranches(text: str) -> tuple[Ratio, ...]:
    """Return ratios between commas, none for the word.

    >>> tranches("2.13, 2.24"), tranches("none")
    ((2.13, 2.24), ())
    """
    return () if text.strip().lower() == "none" else tuple(map(parse_ratio, text.split(",")))


def _declare(parser: ArgumentParser) -> None:
    add_pair(parser)
    parser.description = f"{parser.description} What is not named is taken as saved, and nothing is saved."
    parser.add_argument("--account", type=account, help="value of the account")
    parser.add_argument(
        "--risk", dest="risk_fraction", metavar="RISK", type=risk, help="part of it lost at the stop, 0.01 or 1%%"
    )
    parser.add_argument("--execution", choices=[str(execution) for execution in Execution])
    parser.add_argument("--holding", metavar="VALUE", type=number, help="value held of the leg that is sold")
    parser.add_argument("--balance", choices=list(BALANCES), help="what the legs of a pair have in common")
    parser.add_argument("--fractional", action=BooleanOptionalAction, help="trade fractions of shares")
    parser.add_argument("--overshoot", action=BooleanOptionalAction, help="add the expected overshoot to the risk")
    parser.add_argument(
        "--tranches", metavar="R,R[,R[,R]]", type=tranches, help="ratios to scale in at, from entry to stop; or none"
    )
    parser.add_argument("--reward-risk", metavar="K", type=reward_risk, help="what a fill should earn, such as 2")
    costs = parser.add_argument_group("costs")
    costs.add_argument("--commission", metavar="MONEY", type=number, help="for each order")
    costs.add_argument("--commission-share", metavar="MONEY", type=number, help="for each share of it")
    costs.add_argument("--half-spread", metavar="PERCENT", type=fraction, help="of the price, at every trade")
    costs.add_argument("--borrow", metavar="PERCENT", type=fraction, help="fee a year for what is sold short")
    costs.add_argument("--short-dividend", metavar="PERCENT", type=fraction, help="a year, paid on what is sold short")
    costs.add_argument(
        "--holding-days", dest="holding_sessions", metavar="SESSIONS", type=sessions, help="expected holding time"
    )
    parser.add_argument(
        "--ticket", metavar="FILE.csv|FILE.txt", type=Path, help="write the orders for a broker, each tranche to a file"
    )
    add_as_of(parser)
    add_json(parser)


def _read(_: ArgumentParser, found: Found) -> CommonOptions:
    execution, balance = found.pop("execution"), found.pop("balance")
    return SizeOptions(
        execution=Execution(execution) if execution else None,
        balance=BALANCES[balance] if balance else None,
        **found,
    )


SIZE = Verb(_declare, _read)
