"""The main window: panels, actions and their look."""
