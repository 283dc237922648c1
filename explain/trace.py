"""The condition tree of a proof: the steps of a rule's surface form, each with its exact state, rules opened once.

Which nodes decide is marked afterwards (deciding.py); exceptions and lists of records have files of their own
(trace_exceptions.py, trace_records.py)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from compiler.expressions import Apply, Expr, FactRef, Quantified, RuleRef, Switch, everything
from compiler.partial import Environment, Residual, negation, run
from compiler.program import ALWAYS, Definition, Text
from compiler.steps import Step, trace
from compiler.unknowns import list_of, stem
from compiler.values import NA, Value
from explain import days, parameters, standing, trace_exceptions, trace_records, words
from explain import sentences as say
from explain.deciding import CLASH, WHATEVER, marked, relevant
from explain.interface import SEE_ABOVE
from explain.judge import Judge
from explain.proof import LACKING, NOTHING, Node, state_of
from explain.records import label_of, record_label
from explain.terms import Terms
from explain.terms_base import QUANTIFIERS
from explain.words import both

_KINDS = {"and": "all", "or": "any", "none_of": "all", "choose": "cases"}
_Key = tuple[str, str]
"""A rule, and the record that it speaks of."""
_TRIES = 5
Test = tuple[Step, bool]
"""A single condition that looks at rules, and whether it is negated."""
_VALUES = ("instead", "general")
"""Roles of what a rule with exceptions gives."""


class Tree:
    """Builds the tree; `steps` remembers which step each node shows, `places` whom it speaks of."""

    def __init__(self, judge: Judge) -> None:
        self.judge, self.terms = judge, Terms.of(judge)
        self.steps: dict[str, Step] = {}
        self.places: dict[str, Terms] = {}
        self._keys: dict[str, _Key] = {}
        self._opened: dict[_Key, str] = {}
        self._wanted: dict[_Key, str] = {}
        self._window = ALWAYS

    def of(self, name: str) -> Node:
        """The tree of a conclusion. A rule is opened where it first takes part in deciding: what is decisive is known
        only once the tree is there, so that it may have to be built again."""
        definition = self.judge.program.definitions[name]
        self._window = definition.window
        expr = RuleRef(name, definition.type, definition.place)
        step = Step("rule", name, self.judge.environment.rule(name), (), expr)
        for _ in range(_TRIES):
            for table in (self.steps, self.places, self._keys, self._opened):
                table.clear()
            root = marked(self.rule(step, "1", "", self.terms), True)
            wanted = self._better(root)
            if wanted == self._wanted:
                break
            self._wanted = wanted
        return root

    def _better(self, root: Node) -> dict[_Key, str]:
        """Where rules should be opened instead of where they first come. A place that is there no more is given up."""
        wanted = {key: id_ for key, id_ in self._wanted.items() if id_ in self._keys and key in self._opened}
        first: dict[_Key, str] = {}
        for node in root.walk():
            if node.decisive and node.id in self._keys:
                first.setdefault(self._keys[node.id], node.id)
        return wanted | {key: id_ for key, id_ in first.items() if self._opened.get(key, id_) != id_}

    # ---- one method a kind ----

    def node(self, step: Step, id_: str, role: str, at: Terms, negated: bool = False, test: Test | None = None) -> Node:
        """`test`: the single condition in which a rule stands."""
        if step.op == "not":
            inner = step.parts[0]
            if inner.op not in (*_KINDS, "with_exceptions", "some", "every"):
                return self.node(inner, id_, role, at, not negated)
            return self.node(inner, id_, role, at) if negated else self._not(inner, id_, role, at)
        if step.op in (*_KINDS, "with_exceptions", "some", "every"):
            return self._not(step, id_, role, at) if negated else self._group(step, id_, role, at)
        if step.op == "rule":
            return self.rule(step, id_, role, at, negated, test)
        if step.op in QUANTIFIERS:
            return trace_records.counted(self, step, id_, role, at)
        return self._leaf(step, id_, role, at, negated)

    def rule(self, step: Step, id_: str, role: str, at: Terms, negated: bool = False, test: Test | None = None) -> Node:
        definition = self.judge.program.definitions.get(step.name)
        if definition is None:
            return replace(self.make(step, id_, "rule", role, negated, at), asides=(self._gone(step.name),))
        at = at.about(step.name)
        again = self._again(definition, id_, at)
        parts: list[Node] = []
        if not again and definition.guard is not None:
            guard = trace(definition.guard, at.environment)
            parts.append(self.node(guard, f"{id_}.{len(parts) + 1}", "guard", at))
        if not again and (not parts or self._told(definition, parts[0], negated, at, test)):
            parts.append(self._body(definition, f"{id_}.{len(parts) + 1}", at))
        node = self.make(step, id_, "rule", role, negated, at, parts, definition.readings)
        claim = definition.claim
        return replace(
            node,
            cite=claim.cite if claim else "",
            quote=claim.text if claim else "",
            yours=node.yours if definition.type.kind != "bool" else NOTHING,
            needed=node.needed if negated and not definition.excepts else NOTHING,
            note=SEE_ABOVE if again else node.note if node.note.zh else node.body.note,
            asides=standing.version(definition) if definition.window != self._window else (),
        )

    def _told(self, definition: Definition, guard: Node, negated: bool, at: Terms, test: Test | None) -> bool:
        """Is there anything to tell of what a rule itself says? Where its guard fails, only what stands in the way
        as well: it, or the condition in which its number stands, is not as it must be, or it would not apply whatever
        becomes of the facts of the guard."""
        if guard.state not in LACKING:
            return True
        value = self.judge.settle(run(definition.body, at.environment))
        if value is NA:
            return run(definition.body, self._without(definition.guard, at.environment)) is NA
        if test is not None and value is not None:
            value, negated = self._with(definition, value, test[0], at), test[1]
        return (test is not None or definition.type.kind == "bool") and value is not (not negated)

    def _with(self, definition: Definition, value: Value, test: Step, at: Terms) -> Value | None:
        """What a condition would come to with this value of a rule that does not apply."""
        other = at.environment.but()
        other.rules[definition.name] = value
        return self.judge.settle(run(test.expr, other.where(at.environment.bound)))

    def _without(self, expr: Expr | None, environment: Environment) -> Environment:
        """The same where nothing is known of the facts of an expression."""
        program, gone = environment.program, set[str]()
        for part in everything(expr) if expr is not None else ():
            if isinstance(part, RuleRef) and part.name in program.definitions:
                gone |= program.definitions[part.name].facts
            elif isinstance(part, FactRef | Quantified):
                gone.add(part.name if isinstance(part, FactRef) else part.records)
        facts = {path: value for path, value in environment.facts.items() if not {stem(path), list_of(path)} & gone}
        return environment.but(facts).where(environment.bound)

    def _body(self, definition: Definition, id_: str, at: Terms) -> Node:
        body = trace(definition.body, at.environment)
        if definition.excepts:
            return trace_exceptions.conditions(self, definition, body, id_, at)
        return self.node(body, id_, "body", at)

    def _again(self, definition: Definition, id_: str, at: Terms) -> bool:
        """Was it opened before, for the same record?"""
        key = self._keys[id_] = (definition.name, at.environment.bound.get(definition.each, ""))
        if self._wanted.get(key, id_) != id_ or key in self._opened:
            return True
        self._opened[key] = id_
        return False

    def _gone(self, name: str) -> Text:
        status, definition = self.judge.program.gone[name]
        return standing.no_version(definition, status == "no_longer_in_force")

    def _leaf(self, step: Step, id_: str, role: str, at: Terms, negated: bool) -> Node:
        if step.op == "value_on":
            return self._parameter(step, id_, role, at, negated)
        test = (step, negated) if step.expr.type.kind == "bool" else None
        inside = list(enumerate(_openings(step), start=1))
        parts = [self.node(inner, f"{id_}.{i}", "", at, test=test) for i, inner in inside]
        node = self.make(step, id_, "fact" if step.op == "fact" else "test", role, negated, at, parts, _calendar(step))
        if role in _VALUES:
            return replace(node, yours=NOTHING if step.op == "const" else node.yours)
        return replace(node, asides=tuple(x for s in _all(step) for x in days.remarks(s, at)))

    def _parameter(self, step: Step, id_: str, role: str, at: Terms, negated: bool) -> Node:
        """A published figure with its source; below it what its day rests on."""
        inside = list(enumerate(_openings(step.parts[0]), start=1))
        parts = [self.node(inner, f"{id_}.{i}", "", at) for i, inner in inside]
        node = self.make(step, id_, "parameter", role, negated, at, parts)
        found = parameters.source(step, at)
        return replace(node, name=step.parts[1].name, asides=(found,) if found is not None else ())

    def _group(self, step: Step, id_: str, role: str, at: Terms) -> Node:
        if step.op == "with_exceptions":
            return trace_exceptions.exceptions(self, step, id_, role, at)
        if step.op in QUANTIFIERS:
            return trace_records.all_or_any(self, step, id_, role, at)
        roles = [""] * len(step.parts)
        if step.op == "choose":
            roles = [("if", "then")[i % 2] for i in range(len(step.parts) - 1)] + ["else"]
        denied = step.op == "none_of"
        parts = [
            self.node(part, f"{id_}.{i}", part_role, at, denied)
            for i, (part, part_role) in enumerate(zip(step.parts, roles, strict=True), start=1)
        ]
        return self.make(step, id_, _KINDS[step.op], role, False, at, parts)

    def _not(self, inner: Step, id_: str, role: str, at: Terms) -> Node:
        part = self.node(inner, f"{id_}.1", "", at)
        return self.make(inner, id_, "not", role, True, at, [part])

    # ---- a node ----

    def make(
        self,
        step: Step,
        id_: str,
        kind: str,
        role: str,
        negated: bool,
        at: Terms,
        parts: Sequence[Node] = (),
        readings: Sequence[str] = (),
    ) -> Node:
        self.steps[id_], self.places[id_] = step, at
        state = self._state(step, negated)
        leaf = kind in ("rule", "fact", "test", "parameter")
        shows = (leaf and state != "not_applicable") or state == "value"
        settled = isinstance(step.outcome, Residual) and state != "open"
        node = Node(
            id_,
            kind,
            state,
            both(lambda lang: self._label(step, kind, negated, at, lang)),
            both(lambda lang: at.yours(step, lang)) if shows else NOTHING,
            both(lambda lang: at.needed(step, lang, negated)) if leaf and step.expr.type.kind == "bool" else NOTHING,
            _facts(step, at, state == "open"),
            tuple(dict.fromkeys((*(id_ for id_, _ in step.readings), *readings))),
            "",
            "",
            False,
            tuple(parts),
            step.name,
            role,
            negated,
            brief=both(lambda lang: self._brief(step, kind, parts, negated, at, lang)),
        )
        undecided = [part for part in relevant(node) if part.role not in _VALUES]
        lacks = kind in ("all", "unless") and state == "unmet"
        if settled and all(part.state == "open" for part in undecided):
            return replace(node, note=CLASH if lacks else WHATEVER)
        open_ = [part for part in parts if part.state == "open"] if lacks else []
        return replace(node, note=CLASH) if len(open_) > 1 and self.clash(open_) else node

    def clash(self, nodes: Sequence[Node]) -> bool:
        """Can these conditions surely not all be met together?"""
        outcomes = ((node, self.steps[node.id].outcome) for node in nodes)
        return self.judge.clash(negation(outcome) if node.unwanted else outcome for node, outcome in outcomes)

    def _label(self, step: Step, kind: str, negated: bool, at: Terms, lang: str) -> str:
        if kind == "not":
            return words.phrase("not", "", lang)
        if step.op == "record":
            return record_label(self.judge.program, step.name).get(lang)
        return at.label(step, lang, negated)

    def _brief(self, step: Step, kind: str, parts: Sequence[Node], negated: bool, at: Terms, lang: str) -> str:
        """A group is named after what its conditions are about."""
        if kind in ("rule", "fact", "test", "parameter"):
            return self._label(step, kind, negated, at, lang)
        names = dict.fromkeys(name for part in parts for name in self._about(part, lang))
        return say.conditions_on(list(names), lang)

    def _about(self, node: Node, lang: str) -> list[str]:
        if node.kind in ("rule", "parameter"):
            return [self.terms.name(node.name, lang)]
        if node.kind in ("fact", "test"):
            names = [label_of(self.judge.program, name).get(lang) for name in node.facts]
            return names or [node.label.get(lang)]
        return [name for part in node.parts for name in self._about(part, lang)]

    def _state(self, step: Step, negated: bool) -> str:
        return state_of(self.judge.settle(step.outcome), negated)


def _all(step: Step) -> Iterator[Step]:
    """A step and its parts, but for those that have nodes of their own."""
    yield step
    for part in step.parts:
        if part.op not in ("rule", "value_on", *QUANTIFIERS):
            yield from _all(part)


def _openings(step: Step) -> list[Step]:
    """The parts that have nodes of their own: rules, parameters, what is said of lists."""
    found: list[Step] = [step] if step.op in ("rule", "value_on", *QUANTIFIERS) else []
    return found or [inner for part in step.parts for inner in _openings(part)]


def _facts(step: Step, at: Terms, open_: bool) -> tuple[str, ...]:
    """The facts that a condition names, and, where it is open, those that only its meaning rests on."""
    found = [s for s in _named(step) if s.op == "fact"]
    names = dict.fromkeys(at.path(s.name) for s in found)
    names |= {s.name: None for s in _named(step) if s.op in QUANTIFIERS}
    if open_ and isinstance(step.outcome, Residual) and not _openings(step):
        names |= dict.fromkeys(at.judge.named(step.outcome.support))
    return tuple(names)


def _named(step: Step) -> Iterator[Step]:
    """The step and all below it; of a list only the list, whose records have nodes of their own."""
    yield step
    if step.op not in QUANTIFIERS:
        for part in step.parts:
            yield from _named(part)


def _calendar(step: Step) -> list[str]:
    """The readings that choose how this condition counts days."""
    if not isinstance(step.expr, Apply) or step.expr.meaning is None:
        return []
    return [part.reading for part in everything(step.expr.meaning) if isinstance(part, Switch)]
