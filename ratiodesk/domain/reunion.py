"""What is here and what a backup holds, brought together where nobody knows when they were the same."""

from dataclasses import dataclass, fields, replace

from ratiodesk.domain.layout import Layout
from ratiodesk.domain.level import Level, Role
from ratiodesk.domain.portfolio import Portfolio
from ratiodesk.domain.ports import Settings
from ratiodesk.domain.sizing import Sizing


@dataclass(frozen=True, slots=True)
class LayoutReunion:
    """A layout that took in what another has beyond it.

    Parameters
    ----------
    layout
        All lines that either has.
    added
        How many lines came from the other.
    differing
        How many lines of the other, sizing and holdings counted as one each, are not in it as they were there.
    """

    layout: Layout
    added: int
    differing: int


def reunite_layouts(here: Layout, other: Layout) -> LayoutReunion:
    """Return the layout here with the lines of the other that it lacks; what both have stays as it is here.

    A line whose role another line has here is added as a plain one. Sizing and holdings are taken from the other where
    they were never touched here. How the pair is looked at stays.

    Parameters
    ----------
    here, other
        Two layouts of one pair, in any orientation.
    """
    known = {level.id: level for level in here.levels}
    taken_roles = {(level.role, level.basis) for level in here.levels if level.role is not Role.PLAIN}
    added: list[Level] = []
    differing = 0
    for level in other.seen_as(here.pair).levels:
        if level.id in known:
            differing += not level.same_as(known[level.id])
        elif (level.role, level.basis) in taken_roles:
            added.append(replace(level, role=Role.PLAIN))
            differing += 1
        else:
            added.append(level)
    sizing = other.sizing if here.sizing == Sizing() else here.sizing
    holdings = here.holdings or other.holdings
    differing += other.sizing not in (sizing, Sizing())
    differing += bool(other.holdings) and other.holdings != holdings
    layout = replace(here, levels=(*here.levels, *added), sizing=sizing, holdings=holdings)
    return LayoutReunion(layout, len(added), differing)


def reunite_portfolios(here: Portfolio, other: Portfolio) -> Portfolio:
    """Return the portfolio here with what was never entered in it from the other.

    Holdings are taken all together or not at all: one that is missing here may have been sold.
    """
    taxed = here if here.taxable or here.tax_rate is not None else other
    return Portfolio(
        lots=here.lots or other.lots,
        cash=other.cash if here.cash is None and not here.lots else here.cash,
        taxable=taxed.taxable,
        tax_rate=taxed.tax_rate,
        sectors=here.sectors or other.sectors,
    )


def reunite_settings(here: Settings, other: Settings) -> Settings:
    """Return the settings here with those of the other that are here as they come."""
    usual = Settings()
    taken = {
        field.name: getattr(other, field.name)
        for field in fields(Settings)
        if getattr(here, field.name) == getattr(usual, field.name)
    }
    return replace(here, **taken)
