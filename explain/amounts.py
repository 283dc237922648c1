"""How a number or a date came about: the formula, every operation with the person's numbers, the sources, what did not
count, and how it was rounded; before it the computed numbers that it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from compiler.expressions import Quantified
from compiler.program import Text
from compiler.steps import Step
from compiler.values import Type
from explain import days, parameters, words
from explain.proof import Amount, Line, Node
from explain.readings import rounding
from explain.records import definition_of, ordinal, several
from explain.terms import Terms
from explain.terms_base import ARITHMETIC, QUANTIFIERS, ROUNDINGS, constant
from explain.trace import Tree
from explain.trace_records import NOBODY, records, split
from explain.words import both

Row = tuple[Text, Text]
_COMPUTED = ("count", "total", "largest", "smallest")


def amount(tree: Tree, root: Node) -> Amount | None:
    """Of the conclusion; None where no rule computes it."""
    found = list(_Amounts(tree, root).of(root))
    return replace(found[-1], before=tuple(found[:-1])) if found else None


@dataclass(frozen=True)
class _Amounts:
    """`seen` are the conclusions that were looked at."""

    tree: Tree
    root: Node
    seen: set[str] = field(default_factory=set)

    def of(self, rule: Node) -> Iterator[Amount]:
        """What a rule's number rests on, and at last the number itself."""
        node = self._value(rule)
        if node is None:
            return
        for inner in node.walk() if node.kind != "rule" else (node,):
            if inner.kind == "rule" and inner.name not in self.seen:
                self.seen.add(inner.name)
                yield from self._before(inner)
        step, at = self.tree.steps[node.id], self.tree.places[node.id]
        if step.op in ARITHMETIC or step.op in _COMPUTED:
            yield self._amount(rule, node, step, at)

    def _before(self, rule: Node) -> Iterator[Amount]:
        """A number computed elsewhere; conditions, and what speaks of one record, are told in the tree."""
        definition = self.tree.judge.program.definitions.get(rule.name)
        if definition is None or definition.each or definition.type.kind not in words.COMPUTED:
            return
        opened = rule if rule.parts else self._opened(rule.name)
        if opened is not None:
            yield from self.of(opened)

    def _opened(self, name: str) -> Node | None:
        return next((n for n in self.root.walk() if n.kind == "rule" and n.name == name and n.parts), None)

    def _value(self, rule: Node) -> Node | None:
        """The part of a rule that gave its value."""
        node = rule.parts[-1] if rule.parts and rule.parts[-1].role == "body" else None
        while node is not None and node.kind in ("cases", "exceptions"):
            values = [p for p in node.reasons if p.role in ("then", "else", "instead", "general")]
            node = values[0] if values else None
        return node if node is not None and node.state == "value" else None

    def _amount(self, rule: Node, node: Node, step: Step, at: Terms) -> Amount:
        operations = list(_operations(step))
        rows = tuple(row for inner in operations for row in _rows(inner, at))
        passed = [x for s in operations if s.op in ROUNDINGS for x in s.readings]
        readings = self.tree.judge.program.readings
        notes = dict.fromkeys(note for inner in (step, *_below(step)) for note in _notes(inner, at))
        return Amount(
            node.id,
            definition_of(self.tree.judge.program, rule.name).label,
            both(lambda lang: at.term(step, lang, False)),
            rows,
            both(lambda lang: at.shown(step, lang)),
            tuple(Line(node.id, rounding(readings[id_], letter)) for id_, letter in passed),
            tuple(Line(node.id, note) for note in notes),
        )


def _operations(step: Step) -> Iterator[Step]:
    """The operations of a formula, innermost first."""
    if step.op in ARITHMETIC:
        for part in step.parts:
            yield from _operations(part)
    if step.op in ARITHMETIC or step.op in _COMPUTED:
        yield step


def _below(step: Step) -> Iterator[Step]:
    for part in step.parts if step.op not in QUANTIFIERS else ():
        yield part
        yield from _below(part)


# ---- rows --------------------------------------------------------------------------------------------------------


def _rows(step: Step, at: Terms) -> list[Row]:
    if step.op == "tiered":
        return _tiers(step, at)
    if step.op in _COMPUTED:
        return [(both(lambda lang: _summed(step, at, lang)), _result(step, at))]
    return [(both(lambda lang: at.numbers(step, lang)), _result(step, at))]


def _result(step: Step, at: Terms) -> Text:
    return both(lambda lang: at.shown(step, lang))


def _tiers(step: Step, at: Terms) -> list[Row]:
    """A row a tier in which a part of the amount lies, then their sum."""
    values = [constant(p) if p.op == "const" else at.known(p) for p in step.parts]
    if any(value is None for value in values):
        return [(both(lambda lang: at.numbers(step, lang)), _result(step, at))]
    amount_, bounds, rates = values[0], [*values[1:-1:2], None], [*values[2:-1:2], values[-1]]
    types = [*(p.expr.type for p in step.parts[2:-1:2]), step.parts[-1].expr.type]
    kind, low = step.parts[0].expr.type, 0
    rows: list[Row] = []
    for bound, rate, rate_type in zip(bounds, rates, types, strict=True):
        high = amount_ if bound is None else min(amount_, bound)  # type: ignore[type-var]
        part = max(high - low, 0)  # type: ignore[operator]
        if part or not rows:
            row = _Tier(low, bound, part, rate, kind, rate_type, step.expr.type)
            rows.append((both(row.said), both(row.result)))
        low = bound  # type: ignore[assignment]
    parts = [result for _, result in rows]
    total = both(lambda lang: " + ".join(part.get(lang) for part in parts))
    return [*rows, (total, _result(step, at))] if len(rows) > 1 else rows


@dataclass(frozen=True)
class _Tier:
    """One tier: what lies between `low` and `bound`, and the rate for it."""

    low: object
    bound: object
    part: object
    rate: object
    kind: Type
    rate_kind: Type
    of: Type

    def said(self, lang: str) -> str:
        """100至160的部分：30 × 2.40元"""
        part, rate = self._shown(self.part, self.kind, lang), self._shown(self.rate, self.rate_kind, lang)
        low = self._shown(self.low, self.kind, lang) if self.low else ""
        bound = self._shown(self.bound, self.kind, lang) if self.bound is not None else ""
        where = words.capital(words.tier(low, bound, lang))
        return f"{where}{'：' if lang == 'zh' else ': '}{part} × {rate}"

    def result(self, lang: str) -> str:
        return self._shown(self.part * self.rate, self.of, lang)  # type: ignore[operator]

    @staticmethod
    def _shown(value: object, kind: Type, lang: str) -> str:
        return words.value(value, kind, lang)  # type: ignore[arg-type]


def _counting(step: Step, at: Terms) -> tuple[list[tuple[Step, Terms]], list[tuple[Step, Terms]]]:
    """The records that count, and those that do not."""
    yes: list[tuple[Step, Terms]] = []
    no: list[tuple[Step, Terms]] = []
    for record, inside in records(step, at):
        tests, _ = split(record, step)
        (yes if all(inside.known(test) is True for test in tests) else no).append((record, inside))
    return yes, no


def _summed(step: Step, at: Terms, lang: str) -> str:
    """3,100.00元（第1人） + 1,250.50元（第2人）"""
    yes, _ = _counting(step, at)
    program = at.judge.program
    numbers = [ordinal(program, record.name).get(lang) for record, _ in yes]
    if step.op == "count" and yes:
        counted = several(program, [record.name for record, _ in yes]).get(lang)
        return f"计入{counted}" if lang == "zh" else f"counted: {counted}"
    if not yes:
        return ("没有计入的" if lang == "zh" else "none counts") if step.parts else NOBODY.get(lang)
    left, right = ("（", "）") if lang == "zh" else (" (", ")")
    shown = [
        f"{_had(step, record, inside, lang)}{left}{number}{right}"
        for (record, inside), number in zip(yes, numbers, strict=True)
    ]
    if step.op == "total":
        return " + ".join(shown)
    assert isinstance(step.expr, Quantified)
    assert step.expr.value is not None
    joined = ("；" if lang == "zh" else "; ").join(shown)
    dated = step.expr.value.type.kind in ("date", "month")
    return joined if len(shown) == 1 else _EXTREMES[step.op, dated].get(lang).format(joined)


_EXTREMES = {
    ("largest", False): Text("{}；其中最大的", "the largest of: {}"),
    ("smallest", False): Text("{}；其中最小的", "the smallest of: {}"),
    ("largest", True): Text("{}；其中最晚的", "the latest of: {}"),
    ("smallest", True): Text("{}；其中最早的", "the earliest of: {}"),
}


def _had(step: Step, record: Step, inside: Terms, lang: str) -> str:
    _, value = split(record, step)
    assert value is not None
    return inside.shown(value, lang)


# ---- notes -------------------------------------------------------------------------------------------------------


def _notes(step: Step, at: Terms) -> Iterator[Text]:
    """Sources of published figures, days and records that did not count."""
    yield from days.remarks(step, at)
    if step.op == "value_on":
        row = parameters.row_of(step, at)
        if row is not None:
            yield parameters.line(at.parameter(step), row)
    if step.op in _COMPUTED:
        yield from _left_out(step, at)


def _left_out(step: Step, at: Terms) -> Sequence[Text]:
    _, no = _counting(step, at)
    if not no:
        return ()
    names = several(at.judge.program, [record.name for record, _ in no])
    return (Text(f"不计入：{names.zh}。", f"Not counted: {names.en}."),)
