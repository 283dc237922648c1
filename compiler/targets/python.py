"""A straight-line form printed as Python: functions over whole numbers, yes/no and words, which need nothing but
straight/runtime.py. Names of rules and facts never become code: variables are numbered, constants are `repr`s."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from compiler.targets.straight.lowering import Lowering
from compiler.targets.straight.nodes import Node
from compiler.targets.straight.page import Of, Page, Writer, bare, wrapped
from compiler.targets.straight.runtime import Early
from compiler.values import NA

_CALLS = {
    *("later", "days_after", "first_day", "last_day", "count_working_days", "roll", "ratio", "div", "tiered", "rolled"),
    *("round_half_up", "round_half_even", "round_half_down", "round_down", "round_up"),
    *(f"any_round_{mode}" for mode in ("half_up", "half_even", "half_down", "down", "up", "floor", "ceiling")),
}


class Constants:
    """Values that no literal of Python says, by the names that code has for them."""

    def __init__(self) -> None:
        self.table: dict[str, Any] = {}
        self._names: dict[Any, str] = {}

    def name(self, value: Any) -> str:
        key = (value.__class__, value)
        if key not in self._names:
            self._names[key] = f"K{len(self._names)}"
            self.table[self._names[key]] = value
        return self._names[key]

    def text(self, value: Any) -> str:
        """Of any constant."""
        if value is NA:
            return "NA"
        if isinstance(value, Early):
            return f"Early.{value.name}"
        plain = value is None or isinstance(value, bool | int | str)
        if plain or (isinstance(value, tuple) and all(isinstance(x, str | int) for x in value)):
            return repr(value)
        return self.name(value)


class PythonWriter(Writer):
    """`open_` are the facts that may be missing, which is None: then every node is a line, in strong Kleene logic."""

    def __init__(
        self,
        lowering: Lowering,
        variables: Mapping[str, str],
        constants: Constants,
        open_: frozenset[str] = frozenset(),
    ) -> None:
        super().__init__(lowering, variables)
        self.constants, self.open_ = constants, open_

    def page(self, nodes: Sequence[Node]) -> Page:
        return OpenPage(self, nodes) if self.open_ else ClosedPage(self, nodes)

    def assigned(self, name: str, text: str) -> str:
        return f"{name} = {text}"

    def forked(self, test: str, inner: Iterable[str]) -> Iterator[str]:
        yield f"if {test}:"
        yield from (f"    {line}" for line in inner)

    def function(self, name: str, parameters: Iterable[str], lines: Iterable[str]) -> str:
        """The text of a function."""
        return "\n".join([f"def {name}({', '.join(parameters)}):", *(f"    {line}" for line in lines), ""])


class ClosedPage(Page):
    """Where every fact is known."""

    writer: PythonWriter
    infix = MappingProxyType({"le": "<=", "lt": "<", "eq": "==", "add": "+", "sub": "-", "mul": "*"})
    joins = MappingProxyType({"and": " and ", "or": " or "})
    together = MappingProxyType({"and": "all_of", "or": "any_of"})

    def constant(self, value: Any) -> str:
        return self.writer.constants.text(value)

    def named(self, text: str) -> tuple[str, str]:
        name = self.writer.fresh()
        return f"({name} := {text})", name

    def either(self, test: str, value: str, other: str) -> str:
        return wrapped(f"{value} if {test} else {other}")

    def is_(self, text: str, constant: Any) -> str:
        return f"{text} is {self.constant(constant)}"

    def primitive(self, op: str, args: Sequence[Any], texts: Sequence[str], of: Of) -> str:
        if op == "not":
            return wrapped(f"not {texts[0]}")
        if op == "neg":
            return wrapped(f"-{texts[0]}")
        if op == "in":
            return wrapped(f"{texts[0]} in ({', '.join(texts[1:])},)")
        if op in ("max", "min"):
            return self._extreme(op, args, of)
        if op == "floor":
            return wrapped(f"{texts[0]} // {texts[1]}")
        if op == "ceiling":
            return wrapped(f"-(-{texts[0]} // {texts[1]})")
        if op in _CALLS:
            return f"{op}({', '.join(map(bare, texts))})"
        return self._of_day(op, args, texts, of)

    def _extreme(self, op: str, args: Sequence[Node], of: Of) -> str:
        if len(args) != 2:
            return f"{op}({', '.join(bare(of(a)[0]) for a in args)})"
        (one, again), (other, more) = (self.twice(a, of) for a in args)
        return wrapped(f"{again} if {one} {'>' if op == 'max' else '<'} {other} else {more}")

    def _of_day(self, op: str, args: Sequence[Any], texts: Sequence[str], of: Of) -> str:
        if op == "word":
            return f"{self.writer.constants.name(args[1])}[{bare(texts[0])}]"
        if op == "fen":
            return f'int(str({bare(texts[0])}).replace(".", ""))'
        if op == "year_of":
            return wrapped(f"{texts[0]} // 10000")
        first, after = self.twice(args[0], of)
        if op == "month_of":
            return wrapped(f"{first} // 10000 * 12 + {after} // 100 % 100 - 1")
        if op == "reach":
            return wrapped(f"{after} + 1 if {first} % 10000 == 228 and common({after}) else {after}")
        assert op == "clamped", op
        return wrapped(f"{after} - 1 if {first} % 10000 == 229 and common({after}) else {after}")


class OpenPage(ClosedPage):
    """The same where facts may be missing: a line a node, None where it is not known."""

    def __init__(self, writer: PythonWriter, nodes: Sequence[Node]) -> None:
        super().__init__(writer, nodes)
        self._known: dict[Node, bool] = {}

    def known(self, node: Node) -> bool:
        """Is it surely known?"""
        if node not in self._known:
            parts = [a for a in node.args if isinstance(a, Node)]
            is_open = node.op == "var" and node.args[0] in self.writer.open_
            self._known[node] = not is_open and all(map(self.known, parts))
        return self._known[node]

    def text(self, node: Node) -> str:
        if node not in self._texts:
            text = self.expression(node)
            if node.op not in ("const", "var"):
                name = self.writer.fresh()
                self.lines.append(self.writer.assigned(name, bare(text)))
                text = name
            self._texts[node] = text
        return self._texts[node]

    def expression(self, node: Node) -> str:
        if self.known(node):
            return super().expression(node)
        args = [a for a in node.args if isinstance(a, Node)]
        if node.op in ("var", "const"):
            return super().expression(node)
        if node.op in ("and", "or"):
            return self._kleene(node.op == "or", args)
        if node.op == "guard":
            return self._guarded(*args)
        if node.op == "choose":
            return self._chosen(args)
        return f"{self._unless(args)}{self.strict(node, lambda part: (self.text(part),) * 2)}"

    def _chosen(self, args: Sequence[Node]) -> str:
        """From the last case up. Where a condition is not known that is surely applicable, two cases with one value are
        one."""
        rest = self.text(args[-1])
        found = rest
        for condition, value in zip(args[-3::-2], args[-2::-2], strict=True):
            if found != rest:
                rest = self.writer.fresh()
                self.lines.append(self.writer.assigned(rest, found))
            test, chosen = self.text(condition), self.text(value)
            if self.known(condition) or condition.na:
                found = f"{self._unless([condition])}{chosen} if {test} else {rest}"
            else:
                alike = f"{chosen} if {chosen} == {rest} else None"
                found = f"{chosen} if {test} else {rest} if {test} is not None else {alike}"
        return found

    def _unless(self, parts: Sequence[Node]) -> str:
        """Not applicable where a part is, else unknown where a part is."""
        inapplicable = " or ".join(f"{self.text(a)} is NA" for a in parts if a.na)
        unknown = " or ".join(f"{self.text(a)} is None" for a in parts if not self.known(a))
        return "".join(f"{what} if {test} else " for what, test in (("NA", inapplicable), ("None", unknown)) if test)

    def _kleene(self, dominant: bool, args: Sequence[Node]) -> str:
        texts = [self.text(a) for a in args]
        settled = " or ".join(f"{text} is {dominant}" for text in texts)
        unknown = " or ".join(f"{text} is None" for text, a in zip(texts, args, strict=True) if not self.known(a))
        inapplicable = " or ".join(f"{text} is NA" for text, a in zip(texts, args, strict=True) if a.na)
        rest = f"NA if {inapplicable} else {not dominant}" if inapplicable else f"{not dominant}"
        return f"{dominant} if {settled} else None if {unknown} else {rest}"

    def _guarded(self, guard: Node, value: Node) -> str:
        test, found = self.text(guard), self.text(value)
        never = [f"{test} is False", *(f"{text} is NA" for text, a in ((test, guard), (found, value)) if a.na)]
        unknown = " or ".join(f"{self.text(a)} is None" for a in (guard, value) if not self.known(a))
        return f"NA if {' or '.join(never)} else None if {unknown} else {found}"
