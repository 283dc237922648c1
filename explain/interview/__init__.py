"""An interview: it asks only what still matters, one thing at a time."""
