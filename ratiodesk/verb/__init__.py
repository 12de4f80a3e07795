"""The verbs that need no window: how they are asked for, what they do, what they answer."""
