"""The explanations of conclusions as fragments of the JavaScript engine (compiler/targets/javascript.py)."""

from __future__ import annotations

from compiler.targets.javascript import fragment

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


def proof() -> list[str]:
    """The fragments that prove a conclusion, without words."""
    return [fragment("explain", name) for name in PROOF]


def prospects() -> list[str]:
    """What would change a conclusion, and when time does; after those of the proof."""
    return [fragment("explain", name) for name in PROSPECTS]


def interview() -> list[str]:
    """What asks one question at a time; after those of the prospects."""
    return [fragment("explain", f"interview/{name}") for name in INTERVIEW]
