"""A straight-line form printed as JavaScript: one function from an object of facts to an object of answers. Numbers are
JavaScript's own, so whole numbers are exact up to 2⁵³; dates are yyyymmdd, amounts fen, choices words, and nothing is
checked. `null` is what is not applicable."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from compiler.targets.javascript import embedded
from compiler.targets.straight.form import Form
from compiler.targets.straight.lowering import Lowering
from compiler.targets.straight.nodes import AS_OF, ASKING, Node
from compiler.targets.straight.page import Of, Page, Writer, bare, wrapped
from compiler.targets.straight.runtime import Early
from compiler.values import NA

_SAFE = 2**53 - 1
_LEAVES = 3
"""Few, so that a browser has compiled the function soon."""
PRELUDE = """\
const common = d => { const y = Math.floor(d / 10000); return y % 4 !== 0 || (y % 100 === 0 && y % 400 !== 0) };
const allOf = (...parts) => parts.includes(false) ? false : parts.includes(null) ? null : true;
const anyOf = (...parts) => parts.includes(true) ? true : parts.includes(null) ? null : false;
"""


class NotPrintable(Exception):
    """An operation that has no form here; its name."""


def script(form: Form, name: str) -> str:
    """The text of a function `name`, with what it calls before it. The object that it takes has the facts and the day
    (`as_of`) by their names. Raises NotPrintable."""
    asked = form.asked
    lowering = Lowering(asked.program.facts, asked.enquirer, words=True)
    enquirer = "" if asked.enquirer is None else form.names[asked.enquirer.name]
    writer = _Writer(lowering, {**form.names, AS_OF: AS_OF, ASKING: enquirer})
    names = [output.name for output in asked.outputs]

    def tail(nodes: Sequence[Node], texts: Sequence[str]) -> str:
        pairs = zip(names, texts, strict=True)
        return f"return {{{', '.join(f'{embedded(one)}: {bare(text)}' for one, text in pairs)}}};"

    body = list(writer.block(form.cases(_LEAVES), tail, form.kinds))
    given = [*form.names.items(), (AS_OF, AS_OF)]
    read = [f"const {', '.join(f'{var} = facts[{embedded(path)}]' for path, var in given)};"]
    declared = [f"let {', '.join(writer.declared)};"] if writer.declared else []
    lines = "\n".join(f"  {line}" for line in (*read, *declared, *body))
    return f"{PRELUDE}function {name}(facts) {{\n{lines}\n}}\n"


class _Writer(Writer):
    def __init__(self, lowering: Lowering, variables: Mapping[str, str]) -> None:
        super().__init__(lowering, variables)
        self.declared: list[str] = []

    def page(self, nodes: Sequence[Node]) -> Page:
        return _Page(self, nodes)

    def assigned(self, name: str, text: str) -> str:
        return f"const {name} = {text};"

    def forked(self, test: str, inner: Iterable[str]) -> Iterator[str]:
        yield f"if ({test}) {{"
        yield from (f"  {line}" for line in inner)
        yield "}"


class _Page(Page):
    writer: _Writer
    infix = MappingProxyType({"le": "<=", "lt": "<", "eq": "===", "add": "+", "sub": "-", "mul": "*"})
    joins = MappingProxyType({"and": " && ", "or": " || "})
    together = MappingProxyType({"and": "allOf", "or": "anyOf"})

    def constant(self, value: Any) -> str:
        if value is NA:
            return "null"
        if isinstance(value, Early):
            return embedded(value.value)
        if isinstance(value, bool | str):
            return embedded(value)
        if isinstance(value, tuple) and all(isinstance(x, str) for x in value):
            return embedded([*value])
        if isinstance(value, int) and abs(value) <= _SAFE:
            return str(value)
        raise NotPrintable(repr(value))

    def named(self, text: str) -> tuple[str, str]:
        name = self.writer.fresh()
        self.writer.declared.append(name)
        return f"({name} = {text})", name

    def either(self, test: str, value: str, other: str) -> str:
        return wrapped(f"{test} ? {value} : {other}")

    def is_(self, text: str, constant: Any) -> str:
        return f"{text} === {self.constant(constant)}"

    def primitive(self, op: str, args: Sequence[Any], texts: Sequence[str], of: Of) -> str:
        if op in ("not", "neg"):
            return wrapped(f"{'!' if op == 'not' else '-'}{texts[0]}")
        if op in ("floor", "ceiling"):
            return f"Math.{'floor' if op == 'floor' else 'ceil'}({texts[0]} / {texts[1]})"
        if op in ("max", "min"):
            return f"Math.{op}({', '.join(map(bare, texts))})"
        if op == "year_of":
            return f"Math.floor({texts[0]} / 10000)"
        if op not in ("in", "reach", "clamped"):
            raise NotPrintable(op)
        first, after = self.twice(args[0], of)
        if op == "in":
            tests = [f"{first if i == 0 else after} === {text}" for i, text in enumerate(texts[1:])]
            return wrapped(" || ".join(tests))
        if op == "reach":
            return wrapped(f"{first} % 10000 === 228 && common({after}) ? {after} + 1 : {after}")
        return wrapped(f"{first} % 10000 === 229 && common({after}) ? {after} - 1 : {after}")
