"""What the history of a ratio says about where it stands now."""
