"""The closed list of conditions behind the results of a screening: code, words, citation, and how each conclusion is
made of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from compiler.calendar import iso
from compiler.partial import Environment
from compiler.program import Program
from compiler.steps import trace
from compiler.targets.reasons import TRUE, WIDTH, Condition, Reasons, Tree
from explain import words
from explain.judge import Judge
from explain.terms import Terms

LANGS = ("zh", "en")


def code(number: int) -> str:
    """C001, C002 …"""
    return f"C{number:03d}"


def codes(reasons: Reasons, readings: Mapping[str, str]) -> dict[str, Any]:
    """As JSON; `mask` and `bit` say where a condition stands in the columns of bits."""
    program = reasons.program
    return {
        "policy": program.about.name,
        "readings": dict(sorted(readings.items())),
        "conditions": [_condition(program, one, readings) for one in reasons.conditions],
        "conclusions": {
            name: {
                "zh": definition.label.get("zh"),
                "en": definition.label.get("en"),
                "kind": definition.type.kind,
                "forms": _forms(reasons, name),
            }
            for name, definition in program.conclusions.items()
            if definition.type.kind != "bool" or any(name in trees for trees in reasons.trees)
        },
    }


def _condition(program: Program, one: Condition, readings: Mapping[str, str]) -> dict[str, Any]:
    terms = Terms.of(Judge.of(Environment(program, {}, program.about.in_force_from, readings)))
    step = trace(one.expr, terms.environment)
    claim = one.definition.claim
    cite = words.cite(claim.cite, words.english(program.about)) if claim is not None else None
    return {
        "code": code(one.number),
        "zh": terms.label(step, "zh", one.negated),
        "en": terms.label(step, "en", one.negated),
        "cite": cite.get("zh") if cite is not None else "",
        "cite_en": cite.get("en") if cite is not None else "",
        "facts": list(one.facts),
        "mask": (one.number - 1) // WIDTH + 1,
        "bit": (one.number - 1) % WIDTH,
        "fixed": one.fixed,
        **({"given": _tree(one.given)} if one.given != TRUE else {}),
    }


def _forms(reasons: Reasons, name: str) -> list[dict[str, Any]]:
    """How a yes/no conclusion is made of conditions, and from which day on; one form where the text has no versions."""
    starts: list[int | None] = [first for first, _ in reasons.program.epochs]
    found: list[dict[str, Any]] = []
    for start, trees in zip(starts or [None], reasons.trees, strict=True):
        tree = _tree(trees[name]) if name in trees else None
        if not found or found[-1]["tree"] != tree:
            found.append({"since": iso(start) if start and found else None, "tree": tree})
    return found if any(form["tree"] is not None for form in found) else []


def _tree(tree: Tree) -> Any:
    if tree.kind == "one":
        return code(tree.number)
    return {tree.kind: [_tree(part) for part in tree.parts]}
