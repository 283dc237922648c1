"""The condition tree of a proof: the steps of a rule's surface form, each with its exact state, rules opened once.

Which nodes are *decisive* follows from the state alone: a met "all" rests on all its parts, an unmet one on the unmet
parts; a met "any" on every met part (all true routes are named), an unmet one on all; an open one on its open parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from compiler.expressions import Apply, RuleRef, Switch, everything
from compiler.partial import Residual
from compiler.program import Text
from compiler.steps import Step, trace
from compiler.values import NA
from explain import sentences as say
from explain import words
from explain.judge import Judge
from explain.proof import NOTHING, Node
from explain.terms import Terms
from explain.words import both

SEE_ABOVE = Text("上面已经说明", "explained above")
WHATEVER = Text("没有填的那些，怎么填结果都一样。", "Whatever the missing answers are, this comes out the same.")
CLASH = Text("待确定的这几项，不可能同时符合。", "Those that are to be settled cannot all be met together.")
ALONE = (WHATEVER, CLASH)
"""Notes of what is settled although none of its parts is."""
_KINDS = {"and": "all", "or": "any", "none_of": "all", "choose": "cases"}
_OPPOSITE = {"met": "unmet", "unmet": "met"}


class Tree:
    """Builds the tree; `steps` remembers which step each node shows."""

    def __init__(self, judge: Judge) -> None:
        self.judge, self.terms = judge, Terms(judge)
        self.steps: dict[str, Step] = {}
        self._opened: set[str] = set()

    def of(self, name: str) -> Node:
        """The tree of a conclusion."""
        definition = self.judge.program.definitions[name]
        expr = RuleRef(name, definition.type, definition.place)
        step = Step("rule", name, self.judge.environment.rule(name), (), expr)
        return marked(self._rule(step, "1", "", False), True)

    # ---- one method a kind ----

    def _node(self, step: Step, id_: str, role: str, negated: bool = False) -> Node:
        if step.op == "not":
            inner = step.parts[0]
            if inner.op not in _KINDS:
                return self._node(inner, id_, role, not negated)
            return self._node(inner, id_, role) if negated else self._not(inner, id_, role)
        if step.op in _KINDS:
            return self._not(step, id_, role) if negated else self._group(step, id_, role)
        if step.op == "rule":
            return self._rule(step, id_, role, negated)
        return self._leaf(step, id_, role, negated)

    def _rule(self, step: Step, id_: str, role: str, negated: bool) -> Node:
        definition = self.judge.program.definitions[step.name]
        again = step.name in self._opened
        self._opened.add(step.name)
        parts: list[Node] = []
        if not again and definition.guard is not None:
            guard = trace(definition.guard, self.judge.environment)
            parts.append(self._node(guard, f"{id_}.{len(parts) + 1}", "guard"))
        if not again and not (parts and parts[0].state in ("unmet", "not_applicable")):
            body = trace(definition.body, self.judge.environment)
            parts.append(self._node(body, f"{id_}.{len(parts) + 1}", "body"))
        node = self._make(step, id_, "rule", role, negated, parts, definition.readings)
        claim = definition.claim
        cite, quote = (claim.cite, claim.text) if claim else ("", "")
        yours = node.yours if definition.type.kind != "bool" else NOTHING
        needed = node.needed if negated else NOTHING
        return replace(node, cite=cite, quote=quote, yours=yours, needed=needed, note=SEE_ABOVE if again else node.note)

    def _leaf(self, step: Step, id_: str, role: str, negated: bool) -> Node:
        inside = [inner for inner in _below(step) if inner.op == "rule"]
        parts = [self._rule(inner, f"{id_}.{i}", "", False) for i, inner in enumerate(inside, start=1)]
        kind = "fact" if step.op == "fact" else "test"
        return self._make(step, id_, kind, role, negated, parts, _calendar(step))

    def _group(self, step: Step, id_: str, role: str) -> Node:
        roles = [""] * len(step.parts)
        if step.op == "choose":
            roles = [("if", "then")[i % 2] for i in range(len(step.parts) - 1)] + ["else"]
        denied = step.op == "none_of"
        parts = [
            self._node(part, f"{id_}.{i}", part_role, denied)
            for i, (part, part_role) in enumerate(zip(step.parts, roles, strict=True), start=1)
        ]
        return self._make(step, id_, _KINDS[step.op], role, False, parts, ())

    def _not(self, inner: Step, id_: str, role: str) -> Node:
        part = self._node(inner, f"{id_}.1", "")
        return self._make(inner, id_, "not", role, True, [part], ())

    def _make(
        self, step: Step, id_: str, kind: str, role: str, negated: bool, parts: Sequence[Node], readings: Sequence[str]
    ) -> Node:
        self.steps[id_] = step
        state = self._state(step, negated)
        leaf = kind in ("rule", "fact", "test")
        settled = isinstance(step.outcome, Residual) and state != "open"
        node = Node(
            id_,
            kind,
            state,
            both(lambda lang: self._label(step, kind, negated, lang)),
            both(lambda lang: self.terms.yours(step, lang)) if leaf or state == "value" else NOTHING,
            both(lambda lang: self.terms.needed(step, lang, negated))
            if leaf and step.expr.type.kind == "bool"
            else NOTHING,
            tuple(dict.fromkeys(inner.name for inner in (step, *_below(step)) if inner.op == "fact")),
            tuple(dict.fromkeys((*(id_ for id_, _ in step.readings), *readings))),
            "",
            "",
            False,
            tuple(parts),
            step.name,
            role,
            negated,
            brief=both(lambda lang: self._brief(step, kind, parts, negated, lang)),
        )
        alone = all(part.state == "open" for part in _relevant(node))
        if not (settled and alone):
            return node
        return replace(node, note=CLASH if (kind, state) == ("all", "unmet") else WHATEVER)

    def _label(self, step: Step, kind: str, negated: bool, lang: str) -> str:
        if kind == "not":
            return words.phrase("not", "", lang)
        if kind in ("all", "any", "cases"):
            return words.phrase(step.op, "", lang)
        return self.terms.label(step, lang, negated)

    def _brief(self, step: Step, kind: str, parts: Sequence[Node], negated: bool, lang: str) -> str:
        """A group is named after what its conditions are about."""
        if kind in ("rule", "fact", "test"):
            return self._label(step, kind, negated, lang)
        names = dict.fromkeys(name for part in parts for name in self._about(part, lang))
        return say.conditions_on(list(names), lang)

    def _about(self, node: Node, lang: str) -> list[str]:
        if node.kind == "rule":
            return [self.terms.name(node.name, lang)]
        if node.kind in ("fact", "test"):
            return [self.terms.name(name, lang) for name in node.facts] or [node.label.get(lang)]
        return [name for part in node.parts for name in self._about(part, lang)]

    def _state(self, step: Step, negated: bool) -> str:
        value = self.judge.settle(step.outcome)
        if value is None:
            return "open"
        if value is NA:
            return "not_applicable"
        if not isinstance(value, bool):
            return "value"
        return "met" if value is not negated else "unmet"


def _below(step: Step) -> list[Step]:
    return [inner for part in step.parts for inner in (part, *_below(part))]


def _calendar(step: Step) -> list[str]:
    """The readings that choose how this condition counts days."""
    if not isinstance(step.expr, Apply) or step.expr.meaning is None:
        return []
    return [part.reading for part in everything(step.expr.meaning) if isinstance(part, Switch)]


# ---- what decides ------------------------------------------------------------------------------------------------


def marked(node: Node, decisive: bool) -> Node:
    """The tree with every node that takes part in fixing the state of the root marked."""
    chosen = {part.id for part in _relevant(node)} if decisive else set()
    parts = tuple(marked(part, part.id in chosen) for part in node.parts)
    if decisive and node.note in ALONE:
        parts = tuple(map(_all_marked, node.parts))
    return replace(node, decisive=decisive, parts=parts)


def _all_marked(node: Node) -> Node:
    """Below what is settled although its parts are not, all parts tell why."""
    return replace(node, decisive=True, parts=tuple(map(_all_marked, node.parts)))


def _relevant(node: Node) -> list[Node]:
    state = _OPPOSITE.get(node.state, node.state) if node.negated and node.kind in ("rule", "not") else node.state
    match node.kind:
        case "rule":
            guard = [part for part in node.parts if part.role == "guard"]
            if guard and guard[0].state in ("unmet", "not_applicable"):
                return guard
            return [part for part in node.parts if part.state == "open"] if state == "open" else list(node.parts)
        case "all" | "any":
            if (node.kind, state) in (("all", "met"), ("any", "unmet")):
                return list(node.parts)
            return [p for p in node.parts if p.state == state] or [p for p in node.parts if p.state == "open"]
        case "cases":
            return _branch(node)
    return list(node.parts)


def _branch(node: Node) -> list[Node]:
    """The conditions of the cases up to the one that holds, and its value; from the first open condition on, all."""
    found: list[Node] = []
    for condition, value in zip(node.parts[0:-1:2], node.parts[1:-1:2], strict=True):
        if condition.state == "open":
            return [*found, *node.parts[node.parts.index(condition) :]]
        found.append(condition)
        if condition.state != "unmet":
            return [*found, value]
    return [*found, node.parts[-1]]
