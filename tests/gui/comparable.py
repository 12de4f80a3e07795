"""What the tests of a second ratio have in common: symbols that must be fetched first, and eyes for what is drawn."""

from fake_ports import SPY_IWM, of_yahoo
from fake_world import World

from ratiodesk.desk.desk_parts import DeskParts
from ratiodesk.domain.layout import Layout
from ratiodesk.domain.level import Level
from ratiodesk.domain.pair import Pair

TLT_IWM, GLD_IWM = Pair.parse("TLT/IWM"), Pair.parse("GLD/IWM")
TLT = of_yahoo("TLT", (100, 101, 102, 104, 105))
GLD = of_yahoo("GLD", (50, 50, 50, 50, 60))
QQQ_VALUES = [1.55, 1.54, 1.53, 1.515, 1.5]  # 310, 308, 306, 303 and 300 over 200
TLT_VALUES = [0.5, 0.505, 0.51, 0.52, 0.525]


def prepared(parts: DeskParts, world: World) -> DeskParts:
    """Return the parts with SPY/IWM open, saved with one line, and a source that knows TLT and GLD."""
    world.layouts.keep(Layout(SPY_IWM, (Level.new(2.2),)))
    parts.open_pair.open(SPY_IWM)
    world.feed.give(TLT, GLD)
    return parts


def shown(parts: DeskParts) -> list[float] | None:
    series = parts.comparison.series
    return None if series is None else series.values.tolist()


def remembered(parts: DeskParts, world: World) -> Pair | None:
    parts.open_pair.flush()
    return world.layouts.documents[SPY_IWM.key].view.compare
