"""What is open, what is selected, what can be undone. QtCore only."""
