"""`tiaoli`: the command line. Each module of commands adds its own to the group."""

from __future__ import annotations

import atexit
import gc

from tiaoli import (
    commands_answers,
    commands_build,
    commands_graph,
    commands_help,
    commands_interview,
    commands_people,
    commands_rules,
    commands_screen,
    commands_site,
    commands_sql,
)
from tiaoli.front import main

__all__ = [
    "commands_answers",
    "commands_build",
    "commands_graph",
    "commands_help",
    "commands_interview",
    "commands_people",
    "commands_rules",
    "commands_screen",
    "commands_site",
    "commands_sql",
    "main",
]

atexit.register(gc.freeze)
"""What is left at the end goes with the process: the collector need not look through it first."""
