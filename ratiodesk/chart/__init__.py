"""The ratio chart: a pyqtgraph view with its own items."""
