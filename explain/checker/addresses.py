"""Which condition of a program an address names. `1` is the conclusion; `1.2` the second part of what stands at `1`:
of a rule its "given" and what it says, of "all of" its conditions, of a list its records.

An address says nothing of what is shown: a rule has parts wherever it stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from compiler.expressions import Apply, Expr, FactRef, Quantified, RuleRef, everything
from compiler.partial import Environment, junction, negation, run
from compiler.program import Definition
from compiler.steps import Step, trace
from compiler.unknowns import list_of, stem
from compiler.values import NA, Value
from explain.checker.judge import Judge, shown_state

QUANTIFIERS = ("some", "every", "count", "total", "largest", "smallest")
GROUPS = {"and": "all", "or": "any", "none_of": "all", "choose": "cases", "with_exceptions": "exceptions"}
LACKING = ("unmet", "not_applicable")
JOINING = ("all", "any", "not", "cases", "exceptions", "unless")


@dataclass
class Item:
    """What stands at an address. kind: rule, fact, test, parameter, record or one of JOINING. negated: that the step be
    false. role: guard, body, if, then, else, exception, instead, general, against. record: of which of a list."""

    address: str
    kind: str
    step: Step
    negated: bool
    role: str
    env: Environment
    value: Value | None
    record: str = ""
    inherited: bool = False
    own: tuple[Step, ...] = ()
    test: Item | None = field(default=None, repr=False)
    _parts: tuple[Item, ...] | None = field(default=None, repr=False)

    @property
    def state(self) -> str:
        return shown_state(self.value, self.negated)

    @property
    def counts(self) -> bool:
        """An exception that applies."""
        return self.role in ("exception", "against") and not self.negated and self.state == "met"

    @property
    def unwanted(self) -> bool:
        """A way asks for the opposite of its step: a negated condition, an exception that stands in the way."""
        return self.negated or self.counts or (self.role == "against" and self.state == "open")

    @property
    def name(self) -> str:
        return self.step.name if self.kind == "rule" else ""

    @property
    def key(self) -> tuple[object, ...]:
        """What it is, wherever it stands: the condition, and the records of which it speaks."""
        return id(self.step.expr), self.negated, tuple(sorted(self.env.bound.items()))


class Addresses:
    """The conditions of one request, found by their addresses as they are asked for."""

    def __init__(self, judge: Judge) -> None:
        self.judge, self.program = judge, judge.program
        self._roots: dict[str, Item] = {}

    def root(self, name: str) -> Item:
        if name not in self._roots:
            definition = self.judge.definition(name)
            expr = RuleRef(name, definition.type, definition.place)
            environment = self.judge.environment
            step = Step("rule", name, environment.rule(name), (), expr)
            self._roots[name] = self._item("1", "rule", step, environment)
        return self._roots[name]

    def find(self, name: str, address: str) -> Item | None:
        """None where the address names nothing."""
        numbers = address.split(".")
        if numbers[0] != "1" or not all(number.isdigit() for number in numbers):
            return None
        item = self.root(name)
        for number in numbers[1:]:
            parts = self.parts(item)
            if not 1 <= int(number) <= len(parts):
                return None
            item = parts[int(number) - 1]
        return item

    def parts(self, item: Item) -> tuple[Item, ...]:
        if item._parts is None:
            item._parts = tuple(self._of(item))
        return item._parts

    def below(self, item: Item) -> Iterator[Item]:
        yield item
        for part in self.parts(item):
            yield from self.below(part)

    def subject(self, item: Item) -> str:
        """A rule, and the record of which it speaks."""
        definition = self.judge.definition(item.step.name)
        return f"{definition.name} {item.env.bound.get(definition.each, '')}"

    # ---- what stands where ----

    def _item(
        self, address: str, kind: str, step: Step, env: Environment, negated: bool = False, role: str = ""
    ) -> Item:
        return Item(address, kind, step, negated, role, env, self.judge.value(step.outcome))

    def at(self, step: Step, address: str, env: Environment, role: str = "", negated: bool = False) -> Item:
        """A step under an address: a "not" before a single condition belongs to it."""
        joins = step.op in (*GROUPS, "some", "every")
        if step.op == "not":
            inner = step.parts[0]
            if inner.op not in (*GROUPS, "some", "every"):
                return self.at(inner, address, env, role, not negated)
            return self.at(inner, address, env, role) if negated else self._denied(inner, address, env, role)
        if joins and negated:
            return self._denied(step, address, env, role)
        if step.op in GROUPS:
            return self._item(address, GROUPS[step.op], step, env, role=role)
        if step.op in QUANTIFIERS:
            kind = {"some": "any", "every": "all"}.get(step.op, "test")
            return self._item(address, kind, step, env, role=role)
        if step.op == "rule":
            return self._item(address, "rule", step, env, negated, role)
        kind = {"fact": "fact", "value_on": "parameter"}.get(step.op, "test")
        return self._item(address, kind, step, env, negated, role)

    def _denied(self, inner: Step, address: str, env: Environment, role: str) -> Item:
        return self._item(address, "not", inner, env, True, role)

    def _of(self, item: Item) -> Iterator[Item]:
        if item.kind == "rule":
            yield from self._of_rule(item)
        elif item.kind == "not":
            yield self.at(item.step, f"{item.address}.1", item.env)
        elif item.kind == "record" or (item.record and item.own):
            yield from self._of_record(item)
        elif item.step.op in QUANTIFIERS:
            yield from self._records(item)
        elif item.step.op == "with_exceptions":
            yield from self._exceptions(item)
        elif item.own:
            yield from self._of_exception(item)
        elif item.step.op in GROUPS:
            yield from self._joined(item)
        else:
            base = item.step.parts[0] if item.kind == "parameter" else item.step
            for i, step in enumerate(_opened(base), start=1):
                inner = self.at(step, f"{item.address}.{i}", item.env)
                yield replace(inner, test=item) if item.step.expr.type.kind == "bool" else inner

    def _joined(self, item: Item) -> Iterator[Item]:
        step, last = item.step, len(item.step.parts)
        for i, part in enumerate(step.parts, start=1):
            role = ""
            if step.op == "choose":
                role = "else" if i == last else ("then", "if")[i % 2]
            yield self.at(part, f"{item.address}.{i}", item.env, role, step.op == "none_of")

    # ---- rules ----

    def _of_rule(self, item: Item) -> Iterator[Item]:
        definition = self.program.definitions.get(item.step.name)
        if definition is None:
            return
        env = item.env if definition.each in item.env.bound else self.judge.environment
        number = 1
        if definition.guard is not None:
            guard = self.at(trace(definition.guard, env), f"{item.address}.1", env, "guard")
            yield guard
            if guard.state in LACKING and not self._lacks_too(definition, env, item):
                return
            number = 2
        address = f"{item.address}.{number}"
        body = trace(definition.body, env)
        if definition.excepts:
            yield self._exception_body(definition, body, address, env)
        else:
            yield self.at(body, address, env, "body")

    def _lacks_too(self, definition: Definition, env: Environment, item: Item) -> bool:
        """Does what a rule says stand in the way as well as its guard: it, or the condition in which its number stands
        (item.test), is not as it must be, or, whatever the facts of the guard are, it does not apply?"""
        found = self.judge.value(run(definition.body, env))
        if found is not NA and item.test is not None:
            return self._supposed(definition.name, found, item.test) is not (not item.test.negated)
        if found is not NA:
            return definition.type.kind == "bool" and found is not (not item.negated)
        assert definition.guard is not None
        free: set[str] = set()
        for part in everything(definition.guard):
            if isinstance(part, RuleRef):
                rule = self.program.definitions.get(part.name)
                free |= rule.facts if rule is not None else frozenset()
            elif isinstance(part, FactRef | Quantified):
                free.add(part.name if isinstance(part, FactRef) else part.records)
        known = {p: v for p, v in env.facts.items() if list_of(p) not in free and stem(p) not in free}
        return run(definition.body, env.but(known).where(env.bound)) is NA

    def _supposed(self, name: str, value: Value | None, test: Item) -> Value | None:
        """What a condition would come to if a rule had this value; None where that is open."""
        if value is None:
            return None
        other = test.env.but()
        other.rules[name] = value
        return self.judge.value(run(test.step.expr, other.where(test.env.bound)))

    def _exception_body(self, definition: Definition, body: Step, address: str, env: Environment) -> Item:
        """An exception holds where what it is an exception to holds, its own conditions do, and no other one counts."""
        within, against = self._around(definition)
        if not within and not against:
            return self.at(body, address, env, "body")
        kind = "unless" if against else "all"
        item = self._item(address, kind, body, env, role="body")
        return replace(item, own=body.parts[: len(body.parts) - against])

    def _around(self, definition: Definition) -> tuple[bool, int]:
        body = definition.body
        args: Sequence[Expr] = body.args if isinstance(body, Apply) and body.op == "and" else ()
        against = 0
        for arg in reversed(args):
            inner = arg.args[0] if isinstance(arg, Apply) and arg.op == "not" else None
            rule = self.program.definitions.get(inner.name) if isinstance(inner, RuleRef) else None
            if rule is None or inner is None or not rule.excepts or inner.place != rule.place:
                break
            against += 1
        targets = [t for t in definition.excepts if t in self.program.definitions or t in self.program.gone]
        within = bool(args) and bool(targets) and all(self.judge.definition(t).excepts for t in targets)
        return within, against

    def _of_exception(self, item: Item) -> Iterator[Item]:
        definition = next(d for d in self.program.definitions.values() if d.excepts and self._is_of(d, item))
        within, _ = self._around(definition)
        number = 0
        for i, step in enumerate(item.own):
            for flat in _flat(step):
                number += 1
                part = self.at(flat, f"{item.address}.{number}", item.env)
                yield replace(part, inherited=within and i == 0)
        for step in item.step.parts[len(item.own) :]:
            number += 1
            yield self._exception(step.parts[0], f"{item.address}.{number}", "against", item.env)

    @staticmethod
    def _is_of(definition: Definition, item: Item) -> bool:
        return definition.body is item.step.expr

    def _exceptions(self, item: Item) -> Iterator[Item]:
        general, *rest = item.step.parts
        number = 0
        for exception, value in zip(rest[::2], rest[1::2], strict=True):
            number += 1
            yield self._exception(exception, f"{item.address}.{number}", "exception", item.env)
            if self.judge.value(exception.outcome) is not False:
                number += 1
                yield self.at(value, f"{item.address}.{number}", item.env, "instead")
        yield self.at(general, f"{item.address}.{number + 1}", item.env, "general")

    def _exception(self, step: Step, address: str, role: str, env: Environment) -> Item:
        negated = self.judge.value(step.outcome) is False
        return self._item(address, "rule", step, env, negated, role)

    # ---- lists ----

    def _records(self, item: Item) -> Iterator[Item]:
        expr = item.step.expr
        assert isinstance(expr, Quantified)
        for i, record in enumerate(item.step.parts, start=1):
            env = item.env.record(expr.records, i)
            tests, value = split(expr, record)
            address = f"{item.address}.{i}"
            if item.step.op in ("some", "every"):
                yield self._tested(item.step.op, record, tests, value, address, env)
            else:
                parts = tests if value is None or value.op == "fact" else (*tests, value)
                found = replace(record, outcome=junction("and", [test.outcome for test in tests]))
                yield replace(self._item(address, "record", found, env), record=record.name, own=parts)

    def _tested(
        self, op: str, record: Step, tests: tuple[Step, ...], value: Step | None, address: str, env: Environment
    ) -> Item:
        assert value is not None
        if not tests:
            return replace(self.at(value, address, env), record=record.name)
        denied = op == "every"
        outcomes = [negation(test.outcome) if denied else test.outcome for test in tests]
        step = replace(record, outcome=junction("or" if denied else "and", [*outcomes, value.outcome]))
        item = self._item(address, "any" if denied else "all", step, env)
        return replace(item, record=record.name, own=(*tests, value))

    def _of_record(self, item: Item) -> Iterator[Item]:
        expr = item.step.expr
        assert isinstance(expr, Quantified)
        denied = expr.op == "every"
        for i, step in enumerate(item.own, start=1):
            last = i == len(item.own)
            yield self.at(step, f"{item.address}.{i}", item.env, negated=denied and not last)


def split(expr: Quantified, record: Step) -> tuple[tuple[Step, ...], Step | None]:
    """The conditions under which a record counts, and what it has then."""
    tests = record.parts[: expr.condition is not None]
    value = record.parts[-1] if expr.value is not None else None
    if expr.op == "count" and value is not None:
        return (*tests, value), None
    return tests, value


def _opened(step: Step) -> Iterator[Step]:
    """The parts of a single condition that are explained below it."""
    if step.op in ("rule", "value_on", *QUANTIFIERS):
        yield step
        return
    for part in step.parts:
        yield from _opened(part)


def _flat(step: Step) -> Iterator[Step]:
    if step.op != "and":
        yield step
        return
    for part in step.parts:
        yield from _flat(part)
