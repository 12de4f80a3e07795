"""Where prices come from and where they are kept."""
