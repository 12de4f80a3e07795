"""The trade in pure terms: pairs, series, levels, plans, zones, sizes. Standard library with numpy."""
