"""Straight-line forms on paper: what every language prints alike. A language is a subclass of both classes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, ClassVar

from compiler.targets.straight.cases import Case, Fork
from compiler.targets.straight.lowering import Lowering
from compiler.targets.straight.nodes import Node
from compiler.values import NA

Tail = Callable[[Sequence[Node], Sequence[str]], str]
"""The last line, made of the nodes and the texts of all outputs."""
Of = Callable[[Node], tuple[str, str]]
"""The texts of a part, where it comes first and after."""
_JOINS = ("and", "or")
_CHEAP = ("le", "lt", "eq")
_SELDOM, _SHORT = 0.8, 10


class Writer:
    """Prints nodes. `variables` are the facts by their paths, with the names that code has for them."""

    def __init__(self, lowering: Lowering, variables: Mapping[str, str]) -> None:
        self.lowering, self.variables = lowering, variables
        self._new = 0

    def page(self, nodes: Sequence[Node]) -> Page:
        """Where some nodes are printed together."""
        raise NotImplementedError

    def assigned(self, name: str, text: str) -> str:
        """A line that gives a name to a value."""
        raise NotImplementedError

    def forked(self, test: str, inner: Iterable[str]) -> Iterator[str]:
        """Lines that return where the test is so."""
        raise NotImplementedError

    def block(self, case: Case, tail: Tail, kinds: Sequence[str]) -> Iterator[str]:
        """The lines of a case; `kinds` are those of the outputs that are no nodes yet."""
        if isinstance(case, Fork):
            page = self.page([self.lowering.lower(case.test, "bool")])
            (test,) = page.texts()
            yield from page.lines
            yield from self.forked(bare(test), self.block(case.yes, tail, kinds))
            yield from self.block(case.no, tail, kinds)
            return
        pairs = zip(case.outputs, kinds, strict=True)
        nodes = [o if isinstance(o, Node) else self.lowering.lower(o, kind) for o, kind in pairs]
        page = self.page(nodes)
        texts = page.texts()
        yield from page.lines
        yield tail(nodes, texts)

    def fresh(self) -> str:
        """A name that is not used yet."""
        self._new += 1
        return f"t{self._new}"


class Page:
    """Lines for some nodes. One that is used twice has a line of its own, before it is used, unless it is short and
    seldom reached; `_reach` says how often, where every condition is so as often as not."""

    def __init__(self, writer: Writer, nodes: Sequence[Node]) -> None:
        self.writer, self.nodes = writer, nodes
        self.lines: list[str] = []
        self.uses = Counter(nodes)
        self._texts: dict[Node, str] = {}
        self._reach: dict[Node, float] = dict.fromkeys(nodes, 1.0)
        order = _order(nodes)
        for node in order:
            self.uses.update(a for a in node.args if isinstance(a, Node))
        for node in reversed(order):
            self._reached(node)

    # ---- what a language says ----

    infix: ClassVar[Mapping[str, str]]
    """Signs that stand between two operands."""
    joins: ClassVar[Mapping[str, str]]
    """and, or, between parts that are yes or no."""
    together: ClassVar[Mapping[str, str]]
    """The functions for and, or of parts that may be not applicable."""

    def constant(self, value: Any) -> str:
        raise NotImplementedError

    def named(self, text: str) -> tuple[str, str]:
        """An expression that gives a name to a value, and the name."""
        raise NotImplementedError

    def either(self, test: str, value: str, other: str) -> str:
        raise NotImplementedError

    def is_(self, text: str, constant: Any) -> str:
        """Is it this, not applicable or yes?"""
        raise NotImplementedError

    def primitive(self, op: str, args: Sequence[Any], texts: Sequence[str], of: Of) -> str:
        """A primitive that is no sign between two operands, of arguments with these texts."""
        raise NotImplementedError

    # ---- nodes ----

    def junction(self, op: str, plain: Sequence[str], other: Sequence[str]) -> str:
        """and, or: of parts that are yes or no, and of others."""
        if len(other) > 1:
            other = [f"{self.together[op]}({', '.join(map(bare, other))})"]
        parts = [*plain, *other]
        return parts[0] if len(parts) == 1 else wrapped(self.joins[op].join(parts))

    def strict(self, node: Node, of: Of) -> str:
        """A primitive all of whose parts are applicable."""
        texts = [of(a)[0] if isinstance(a, Node) else self.constant(a) for a in node.args]
        if node.op in self.infix:
            return wrapped(f"{texts[0]} {self.infix[node.op]} {texts[1]}")
        return self.primitive(node.op, node.args, texts, of)

    def texts(self) -> list[str]:
        """An expression for each node; after it `lines` has what goes before."""
        return [self.text(node) for node in self.nodes]

    def _reached(self, node: Node) -> None:
        if self._own_line(node):
            self._reach[node] = 1.0
        at = 0
        for part in node.args:
            if isinstance(part, Node):
                share = 0.5 ** (at if node.op in _JOINS else (at + 1) // 2 if node.op == "choose" else 0)
                self._reach[part] = self._reach.get(part, 0.0) + self._reach[node] * share
                at += 1

    def _own_line(self, node: Node) -> bool:
        """Is it computed once, before?"""
        if self.uses[node] < 2 or node.op in ("var", "const"):
            return False
        leaves = all(not isinstance(a, Node) or a.op in ("var", "const") for a in node.args)
        if node.op in _CHEAP and leaves and not node.na:
            return False
        return self._reach[node] > _SELDOM or _is_long(node)

    def text(self, node: Node) -> str:
        """An expression; lines that go before are added."""
        if node not in self._texts:
            text = self.expression(node)
            if not self._own_line(node):
                return text
            name = self.writer.fresh()
            self.lines.append(self.writer.assigned(name, bare(text)))
            self._texts[node] = name
        return self._texts[node]

    def atom(self, node: Node) -> tuple[str, str]:
        """A node to be looked at more than once: where it is looked at first, and after."""
        text = self.text(node)
        return (text, text) if text.isidentifier() or node.op == "const" else self.named(bare(text))

    def twice(self, node: Node, of: Of) -> tuple[str, str]:
        """The same for a part whose texts are told."""
        text, again = of(node)
        return (text, again) if text.isidentifier() or node.op == "const" else self.named(bare(text))

    def expression(self, node: Node) -> str:
        """The operation itself."""
        op, args = node.op, node.args
        if op == "const":
            return self.constant(args[0])
        if op == "var":
            return self.writer.variables[args[0]]
        if op in _JOINS:
            return self.junction(op, *([self.text(a) for a in args if a.na is na] for na in (False, True)))
        if op in ("choose", "guard"):
            return self._choice(op, args)
        if not node.na:
            return self.strict(node, lambda part: (text := self.text(part), text))
        named = {part: self.atom(part) for part in args if isinstance(part, Node) and part.na}
        tests = self.junction("or", [self.is_(first, NA) for first, _ in named.values()], [])
        inner = self.strict(node, lambda part: (named[part][1],) * 2 if part in named else (t := self.text(part), t))
        return self.either(bare(tests), self.constant(NA), inner)

    def _choice(self, op: str, args: Sequence[Node]) -> str:
        never = self.constant(NA)
        if op == "guard":
            test = self.text(args[0])
            return self.either(self.is_(test, True) if args[0].na else test, self.text(args[1]), never)
        found = self.text(args[-1])
        for condition, value in zip(args[-3::-2], args[-2::-2], strict=True):
            if condition.na:
                first, after = self.atom(condition)
                chosen = self.either(after, self.text(value), bare(found))
                found = self.either(self.is_(first, NA), never, bare(chosen))
            else:
                found = self.either(self.text(condition), self.text(value), bare(found))
        return found


def _order(nodes: Sequence[Node]) -> list[Node]:
    """All nodes below, each after what it is made of."""
    found: dict[Node, None] = {}

    def visit(node: Node) -> None:
        if node not in found:
            for part in node.args:
                if isinstance(part, Node):
                    visit(part)
            found[node] = None

    for node in nodes:
        visit(node)
    return list(found)


def _is_long(node: Node) -> bool:
    """Are there more than a few operations in it?"""
    count, open_ = 0, [node]
    while open_ and count <= _SHORT:
        count += 1
        open_ += (part for part in open_.pop().args if isinstance(part, Node))
    return count > _SHORT


class Wrapped(str):
    """A text in parentheses that may be left out where it stands alone."""

    inner: str


def wrapped(inner: str) -> Wrapped:
    """In parentheses."""
    text = Wrapped(f"({inner})")
    text.inner = inner
    return text


def bare(text: str) -> str:
    """Without parentheses around the whole."""
    return text.inner if isinstance(text, Wrapped) else text
