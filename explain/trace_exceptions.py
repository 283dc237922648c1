"""Rules with exceptions, and exceptions, as nodes of a condition tree (what they mean: compiler/exceptions.py)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from compiler.expressions import Apply, Expr, RuleRef
from compiler.program import Definition, Program, Text
from compiler.steps import Step
from explain.proof import NOTHING, Node
from explain.records import definition_of
from explain.terms import Terms
from explain.words import both

if TYPE_CHECKING:
    from explain.trace import Tree


@dataclass(frozen=True, slots=True)
class Shape:
    """How many of an exception's conditions are those of what it is an exception to, and how many at the end say that
    no exception to it counts."""

    within: int
    unless: int


def shape(program: Program, definition: Definition) -> Shape:
    """The parts of an exception's body, as compiler/exceptions.py put them together."""
    body = definition.body
    args = body.args if isinstance(body, Apply) and body.op == "and" else ()
    unless = 0
    while unless < len(args) and _is_against(program, args[-1 - unless]):
        unless += 1
    return Shape(int(bool(args) and _only_to_exceptions(program, definition)), unless)


def _is_against(program: Program, expr: Expr) -> bool:
    """Does it say that an exception does not count? It was made for the exception, so it has the exception's place."""
    inner = expr.args[0] if isinstance(expr, Apply) and expr.op == "not" else None
    exception = program.definitions.get(inner.name) if isinstance(inner, RuleRef) else None
    return exception is not None and inner is not None and inner.place == exception.place


def _only_to_exceptions(program: Program, definition: Definition) -> bool:
    """Is it an exception to nothing but exceptions, in force or not?"""
    known = [name for name in definition.excepts if name in program.definitions or name in program.gone]
    return bool(known) and all(definition_of(program, name).excepts for name in known)


def prevailing(program: Program, definition: Definition) -> tuple[str, ...]:
    """The exceptions that keep one from counting."""
    form, body = shape(program, definition), definition.body
    args = body.args[len(body.args) - form.unless :] if isinstance(body, Apply) and form.unless else ()
    inner = (arg.args[0] for arg in args if isinstance(arg, Apply))
    return tuple(ref.name for ref in inner if isinstance(ref, RuleRef))


def own_condition(program: Program, definition: Definition) -> Expr:
    """When an exception counts, by its own words."""
    form, body = shape(program, definition), definition.body
    if not isinstance(body, Apply) or not (form.within or form.unless):
        return body
    return body.args[form.within]


# ---- nodes -------------------------------------------------------------------------------------------------------


def conditions(tree: Tree, definition: Definition, body: Step, id_: str, at: Terms) -> Node:
    """When an exception counts: the conditions of what it is an exception to, its own, and no exception to it."""
    form = shape(tree.judge.program, definition)
    if not (form.within or form.unless):
        return tree.node(body, id_, "body", at)
    count = len(body.parts) - form.unless
    parts: list[Node] = []
    for step in _flat(body.parts[: form.within]):
        node = tree.node(step, f"{id_}.{len(parts) + 1}", "", at)
        parts.append(replace(node, asides=(*node.asides, *_inherited(tree.judge.program, definition))))
    for step in _flat(body.parts[form.within : count]):
        parts.append(tree.node(step, f"{id_}.{len(parts) + 1}", "", at))
    for step in body.parts[count:]:
        parts.append(_exception(tree, step.parts[0], f"{id_}.{len(parts) + 1}", "against", at))
    return tree.make(body, id_, "unless" if form.unless else "all", "body", False, at, parts)


def _flat(steps: Sequence[Step]) -> list[Step]:
    """Conditions that hold together, each for itself."""
    return [inner for step in steps for inner in (_flat(step.parts) if step.op == "and" else [step])]


def _inherited(program: Program, definition: Definition) -> tuple[Text, ...]:
    names = [program.definitions[name].label for name in definition.excepts if name in program.definitions]

    def said(lang: str) -> str:
        shown = ("、" if lang == "zh" else ", ").join(f"“{name.get(lang)}”" for name in names)
        if lang == "zh":
            return f"这是例外{shown}的条件"
        return f"from the exceptions {shown}" if len(names) > 1 else f"a condition of the exception {shown}"

    return (both(said),) if names else ()


def exceptions(tree: Tree, step: Step, id_: str, role: str, at: Terms) -> Node:
    """A rule with its exceptions: each, followed by what it gives where it counts or may count; then the rule's own
    value. What counts is opened first."""
    general, *rest = step.parts
    pairs = list(zip(rest[::2], rest[1::2], strict=True))
    placed: list[tuple[Step, str]] = []
    for exception, value in pairs:
        placed.append((exception, "exception"))
        if at.known(exception) is not False:
            placed.append((value, "instead"))
    placed.append((general, "general"))
    gives = {exception.name: _state(tree.judge.settle(value.outcome)) for exception, value in pairs}
    made: dict[int, Node] = {}
    for i in sorted(range(len(placed)), key=lambda i: (at.known(placed[i][0]) is not True, i)):
        inner, part_role = placed[i]
        if part_role == "exception":
            node = _exception(tree, inner, f"{id_}.{i + 1}", part_role, at)
            made[i] = replace(node, gives=gives[inner.name])
        else:
            made[i] = tree.node(inner, f"{id_}.{i + 1}", part_role, at)
    return tree.make(step, id_, "exceptions", role, False, at, [made[i] for i in range(len(placed))])


def _exception(tree: Tree, step: Step, id_: str, role: str, at: Terms) -> Node:
    """An exception that does not count is said not to."""
    node = tree.rule(step, id_, role, at, negated=at.known(step) is False)
    brief = Text(f"例外“{at.name(step.name, 'zh')}”", f"exception “{at.name(step.name, 'en')}”")
    return replace(node, yours=NOTHING, needed=NOTHING, brief=brief)


def _state(value: object) -> str:
    if value is None:
        return "open"
    return "met" if value is True else "unmet" if value is False else "value"
