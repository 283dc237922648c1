"""One question put to a program: the verdict over time, what would change it, sample people. Plain data, no words."""
