"""How readable a text is, measured."""
