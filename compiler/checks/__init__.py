"""Static checks: each is a function Program -> diagnostics, in a file of its own. A new one is a function, a line here
and a test."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from compiler.checks.conflicts import conflicting_exceptions
from compiler.checks.english import missing_labels
from compiler.checks.unused import unused_facts, unused_readings
from compiler.program import Program
from dsl.diagnostics import Diagnostic

Check = Callable[[Program], Iterable[Diagnostic]]

CHECKS: tuple[Check, ...] = (conflicting_exceptions, unused_facts, unused_readings, missing_labels)
