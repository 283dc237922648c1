"""One straight-line form run by Python: its functions, made when they are first asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from types import MappingProxyType
from typing import Any

from compiler.partial import Residual
from compiler.targets.python import Constants, PythonWriter
from compiler.targets.straight.cases import Case, Leaf, cases
from compiler.targets.straight.lowering import Lowering
from compiler.targets.straight.nodes import AS_OF, ASKING, Node
from compiler.targets.straight.page import Tail, bare
from compiler.targets.straight.program import Asked
from compiler.targets.straight.runtime import NAMESPACE
from compiler.values import LIMITS

LEAVES, _SIZE = 16, 2000
"""So many leaves may the cases of a form have, and so many operations all of them, more or less."""
DUMMY = 10101
"""Stands for a fact that is missing and does not matter."""
Truths = frozenset[tuple[str, bool]]
"""Yes/no facts, and how they come out."""
Killers = Mapping[str, Truths]
"""By fact: what makes it matter no more, each alone."""


class Form:
    """The functions of what is asked. `closed` takes all facts, in the order of `variables`, and the day; `open` takes
    None for a fact that is missing, and gives None for what turns on one. Choices are given by their numbers, dates as
    yyyymmdd, amounts in fen, decimals in millionths. Results are run-time values, but for dates."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.variables = asked.variables
        self.names = {path: f"v{i}" for i, path in enumerate(asked.variables)}
        self.kinds = [output.kind for output in asked.outputs]
        self.constants = Constants()
        self.lowering = Lowering(asked.program.facts, asked.enquirer)

    @cached_property
    def case(self) -> Case:
        """The formulas by cases."""
        return self.cases(LEAVES)

    def cases(self, leaves: int) -> Case:
        """The formulas by so many cases at most."""
        facts = self.asked.program.facts.values()
        domain = {fact.name: fact.type.choices for fact in facts if fact.type.kind == "enum"}
        if self.asked.enquirer is not None:
            domain[ASKING] = self.asked.enquirer.type.choices
        phases = self.asked.phases()
        return cases(phases, domain, min(leaves, max(1, _SIZE // max(1, _count(phases[-1][1])))))

    @cached_property
    def idle(self) -> Killers:
        """The facts that may be missing without a difference, and where that is so."""
        every = [*self.asked.constraints, *(o for _, outputs in self.asked.phases() for o in outputs)]
        memo: dict[Residual, Killers] = {}
        found: Killers = {}
        for part in every:
            if isinstance(part, Residual):
                found = _either(found, _killers(part, memo))
        idle: Killers = {name: frozenset() for name in self.variables if name not in found}
        return {**idle, **{name: found[name] for name in self.variables if found.get(name)}}

    @cached_property
    def _fillers(self) -> Mapping[int, int]:
        """By the place of a variable, what stands for one that is missing and never matters."""
        found = {i: DUMMY for i, name in enumerate(self.variables) if self.idle.get(name) == frozenset()}
        enquirer = self.asked.enquirer
        if enquirer is not None and (at := self.variables.index(enquirer.name)) in found:
            found[at] = enquirer.type.choices.index(str(enquirer.norm_default))
        return found

    def fill(self, values: list[Any]) -> bool:
        """Fill in what is missing and never matters; True where there is more, and nothing is filled in."""
        missing = [i for i, value in enumerate(values) if value is None]
        if not all(i in self._fillers for i in missing):
            return True
        for i in missing:
            values[i] = self._fillers[i]
        return False

    # ---- source ----

    def source(self, name: str) -> str:
        """The text of one of the functions `closed`, `lawful` and `open`."""
        return {"closed": self._closed, "lawful": self._lawful, "open": self._open}[name]()

    def _signature(self) -> list[str]:
        return [*self.names.values(), AS_OF]

    def _variables(self, asking: str) -> dict[str, str]:
        return {**self.names, AS_OF: AS_OF, ASKING: asking}

    def _closed(self) -> str:
        enquirer = self.asked.enquirer
        asking = "" if enquirer is None else self.names.get(enquirer.name, "")
        writer = PythonWriter(self.lowering, self._variables(asking), self.constants)
        return writer.function("closed", self._signature(), writer.block(self.case, returned, self.kinds))

    def _lawful(self) -> str:
        """Is no constraint certainly broken, where all facts are known?"""
        writer = PythonWriter(self.lowering, self._variables(""), self.constants)
        leaf, kinds = Leaf(self.asked.constraints), ["bool"] * len(self.asked.constraints)
        return writer.function("lawful", self._signature(), writer.block(leaf, _none_false, kinds))

    def _open(self) -> str:
        """The outputs, and the constraints after them."""
        writer = PythonWriter(self.lowering, self._variables("asking"), self.constants, frozenset(self.variables))
        lines = [*self.asking_line(), *self.in_phases(writer, self.asked.constraints, returned, "bool")]
        return writer.function("open", self._signature(), lines)

    def told(self, nodes: Sequence[Node]) -> Any:
        """A function of all facts, which may be missing, and the day: the values of some nodes, None for what is not
        known."""
        writer = PythonWriter(self.lowering, self._variables("asking"), self.constants, frozenset(self.variables))
        lines = [*self.asking_line(), *writer.block(Leaf(tuple(nodes)), returned, [""] * len(nodes))]
        return self.function("told", writer.function("told", self._signature(), lines))

    def in_phases(self, writer: PythonWriter, more: Sequence[Any], tail: Tail, kind: str = "") -> Iterator[str]:
        """Lines that return the outputs of each phase, and more after them."""
        kinds = [*self.kinds, *(kind for _ in more)]
        for test, outputs in self.asked.phases():
            block = list(writer.block(Leaf((*outputs, *more)), tail, kinds))
            if test is True:
                yield from block
                return
            page = writer.page([self.lowering.lower(test, "bool")])
            (text,) = page.texts()
            yield from page.lines
            yield f"if {bare(text)}:"
            yield from (f"    {line}" for line in block)

    def asking_line(self) -> Iterator[str]:
        """Who asks: the usual kind of enquirer where nothing is said."""
        enquirer = self.asked.enquirer
        if enquirer is not None:
            usual = enquirer.type.choices.index(str(enquirer.norm_default))
            given = self.names[enquirer.name]
            yield f"asking = {usual} if {given} is None else {given}"

    # ---- functions ----

    def function(self, name: str, text: str, more: Mapping[str, Any] = MappingProxyType({})) -> Any:
        """Run the text of a function, which may use more names."""
        space = {**NAMESPACE, **self.constants.table, **more}
        exec(compile(text, f"<{self.asked.program.about.name}: {name}>", "exec"), space)
        return space[name]

    @cached_property
    def closed(self) -> Any:
        return self.function("closed", self.source("closed"))

    @cached_property
    def lawful(self) -> Any:
        return self.function("lawful", self.source("lawful"))

    @cached_property
    def open(self) -> Any:
        return self.function("open", self.source("open"))

    @cached_property
    def loose(self) -> bool:
        """May the evaluator find a constraint broken that strong Kleene logic leaves open?"""
        return any(_has_cases(part) for part in self.asked.constraints)


def returned(nodes: Sequence[Node], texts: Sequence[str]) -> str:
    """A tuple of all outputs."""
    return f"return ({''.join(f'{bare(text)}, ' for text in texts)})"


def _none_false(nodes: Sequence[Node], texts: Sequence[str]) -> str:
    tests = [f"{text} is not False" if node.na else text for node, text in zip(nodes, texts, strict=True)]
    return f"return {' and '.join(tests) or 'True'}"


def _has_cases(part: Any) -> bool:
    return isinstance(part, Residual) and (part.op in ("choose", "guard") or any(map(_has_cases, part.args)))


def _count(parts: Iterable[Any]) -> int:
    """How many operations there are in some formulas."""
    seen: set[Residual] = set()
    left = [part for part in parts if isinstance(part, Residual)]
    while left:
        part = left.pop()
        if part not in seen:
            seen.add(part)
            left += [a for a in part.args if isinstance(a, Residual)]
    return len(seen)


def limits_of(asked: Asked, path: str) -> tuple[int, int] | None:
    """What a number may be at all, in its own units."""
    fact = asked.fact(path)
    return fact.limits or LIMITS.get(fact.type.kind)


# ---- facts that may be missing ---------------------------------------------------------------------------------------


def _killers(part: Residual, memo: dict[Residual, Killers]) -> Killers:
    if part not in memo:
        memo[part] = _found(part, memo)
    return memo[part]


def _found(part: Residual, memo: dict[Residual, Killers]) -> Killers:
    op, args = part.op, part.args
    if op == "fact":
        return {args[0]: frozenset()}
    if op in ("and", "or"):
        own: list[Truths] = [frozenset(_literal(a, op == "or")) for a in args]
        every: Truths = frozenset().union(*own)
        return _merged([(a, every - mine) for a, mine in zip(args, own, strict=True)], memo)
    if op == "guard":
        return _merged([(args[0], frozenset()), (args[1], frozenset(_literal(args[0], False)))], memo)
    if op == "choose":
        parts: list[tuple[Any, Truths]] = []
        off: Truths = frozenset()
        for condition, value in zip(args[:-1:2], args[1::2], strict=True):
            parts += [(condition, off), (value, off | frozenset(_literal(condition, False)))]
            off |= frozenset(_literal(condition, True))
        return _merged([*parts, (args[-1], off)], memo)
    return _merged([(a, frozenset()) for a in args], memo)


def _literal(part: Any, truth: bool) -> Iterator[tuple[str, bool]]:
    """Yes/no facts each of which alone makes a condition come out as `truth`, and how they come out then."""
    if not isinstance(part, Residual):
        return
    if part.op == "fact":
        yield part.args[0], truth
    elif part.op == "not":
        yield from _literal(part.args[0], not truth)
    elif part.op == ("or" if truth else "and"):
        for a in part.args:
            yield from _literal(a, truth)


def _merged(parts: Sequence[tuple[Any, Truths]], memo: dict[Residual, Killers]) -> Killers:
    found: Killers = {}
    for part, off in parts:
        if isinstance(part, Residual):
            found = _either(found, {name: killers | off for name, killers in _killers(part, memo).items()})
    return found


def _either(one: Killers, other: Killers) -> Killers:
    return {name: one.get(name, v) & other.get(name, v) for name, v in {**other, **one}.items()}
