"""The explanations of conclusions as fragments of the JavaScript engine (compiler/targets/javascript.py)."""

from __future__ import annotations

from compiler.targets.javascript import FRAGMENTS, fragment

PROOF = (
    "steps",
    "terms",
    "days",
    "judge",
    "proof",
    "deciding",
    "trace",
    "trace_exceptions",
    "trace_records",
    "kinds",
    "routes",
    "grounds",
    "decided",
    "amounts",
    "readings",
    "reasons",
    "proof_form",
)
PROSPECTS = (
    "plain",
    "spans",
    "edges",
    "ask",
    "causes",
    "timeline",
    "levers",
    "obstacles",
    "changes",
    "prospects",
    "norm_question",
    "face",
)
INTERVIEW = (
    "draw",
    "turns",
    "people",
    "crowd",
    "masks",
    "cells",
    "panel",
    "topics",
    "matters",
    "plan",
    "order",
    "interview",
    "talk",
)
SMALLEST = """
interview/draw interview/masks values modules residuals exact witness calendar regions interview/turns interview/crowd
interview/matters interview/people ask interview/cells residual edges interview/plan interview/topics interview/panel
interview/order plain load partial changes spans causes obstacles levers constraints evaluate terms steps unknowns
trace amounts operators interview/interview days check/inquiry kinds timeline judge trace_records reasons
trace_exceptions deciding proof routes decided check/fill check/conditions check/verdict readings prospects check/view
check/ahead check/inputs check/page read_value check/figures check/fields check/answers check/begin check/asking
check/outcome_dom check/outcome
"""
"""Every fragment of the self-check's script, in the order in which they compress best."""


def proof() -> list[str]:
    """The fragments that prove a conclusion, without words."""
    return [fragment("explain", name) for name in PROOF]


def prospects() -> list[str]:
    """What would change a conclusion, and when time does; after those of the proof."""
    return [fragment("explain", name) for name in PROSPECTS]


def interview() -> list[str]:
    """What asks one question at a time; after those of the prospects."""
    return [fragment("explain", f"interview/{name}") for name in INTERVIEW]


def self_check() -> list[str]:
    """All that the self-check's page needs, the evaluator too."""
    return [fragment("compiler.targets" if name in FRAGMENTS else "explain", name) for name in SMALLEST.split()]
