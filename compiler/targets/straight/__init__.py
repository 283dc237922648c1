"""Generated code: one straight-line form of a program, and what prints, runs and checks it."""
