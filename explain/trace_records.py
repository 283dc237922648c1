"""What is said of a list of records, as nodes of a condition tree: a node a record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from compiler.expressions import Quantified
from compiler.partial import junction, negation
from compiler.program import Text
from compiler.steps import Step
from explain import words
from explain.proof import NOTHING, Node
from explain.records import joined, record_label
from explain.terms import Terms
from explain.words import both

if TYPE_CHECKING:
    from explain.trace import Tree

COUNTS, COUNTS_NOT = Text("计入", "counts"), Text("不计入", "does not count")
NOBODY = Text("没有记录", "there are no records")


def records(step: Step, at: Terms) -> Iterator[tuple[Step, Terms]]:
    """The records of a list whose length is known, each with words for it."""
    assert isinstance(step.expr, Quantified)
    for number, record in enumerate(step.parts, start=1):
        yield record, at.within(step.expr.records, number)


def split(record: Step, step: Step) -> tuple[list[Step], Step | None]:
    """The conditions under which a record counts, and what it has then."""
    assert isinstance(step.expr, Quantified)
    tests = list(record.parts[: step.expr.condition is not None])
    value = record.parts[-1] if step.expr.value is not None else None
    if step.op == "count" and value is not None:
        return [*tests, value], None
    return tests, value


def all_or_any(tree: Tree, step: Step, id_: str, role: str, at: Terms) -> Node:
    """`some` is met by any record, `every` by all."""
    parts = [
        _tested(tree, step, record, f"{id_}.{i}", inside)
        for i, (record, inside) in enumerate(records(step, at), start=1)
    ]
    node = tree.make(step, id_, "any" if step.op == "some" else "all", role, False, at, parts)
    brief = both(lambda lang: at.label(step, lang))
    return replace(node, brief=brief, asides=() if parts or node.state == "open" else (NOBODY,))


def _tested(tree: Tree, step: Step, record: Step, id_: str, at: Terms) -> Node:
    """One record: it has what is asked for, or, of `every`, is not among those that are looked at."""
    tests, value = split(record, step)
    assert value is not None
    label = record_label(tree.judge.program, record.name)
    if not tests:
        return _titled(tree.node(value, id_, "", at), label)
    denied = step.op == "every"
    parts = [tree.node(test, f"{id_}.{i}", "", at, denied) for i, test in enumerate(tests, start=1)]
    parts.append(tree.node(value, f"{id_}.{len(parts) + 1}", "", at))
    if denied:
        outcome = junction("or", [negation(tests[0].outcome), value.outcome])
        record = replace(record, outcome=outcome)
    node = tree.make(record, id_, "any" if denied else "all", "", False, at, parts)
    return _titled(node, label)


def _titled(node: Node, record: Text) -> Node:
    """A node named after its record: a group by the record alone, anything else by the record and what it is."""
    if node.kind in ("all", "any", "not"):
        return replace(node, label=record, brief=record)
    return replace(node, label=joined(record, node.label), brief=joined(record, node.brief))


def counted(tree: Tree, step: Step, id_: str, role: str, at: Terms) -> Node:
    """A number, total or extreme: which records count, and with what."""
    parts = [
        _counted(tree, step, record, f"{id_}.{i}", inside)
        for i, (record, inside) in enumerate(records(step, at), start=1)
    ]
    node = tree.make(step, id_, "test", role, False, at, parts)
    return replace(node, asides=() if parts or node.state == "open" else (NOBODY,))


def _counted(tree: Tree, step: Step, record: Step, id_: str, at: Terms) -> Node:
    tests, value = split(record, step)
    parts = [tree.node(test, f"{id_}.{i}", "", at) for i, test in enumerate(tests, start=1)]
    if value is not None and value.op != "fact":
        parts.append(tree.node(value, f"{id_}.{len(parts) + 1}", "", at))
    whether = replace(record, outcome=junction("and", [test.outcome for test in tests]))
    node = tree.make(whether, id_, "record", "", False, at, parts)
    label = record_label(tree.judge.program, record.name)
    said = both(lambda lang: _said(node.state, value, at, lang))
    facts = dict.fromkeys((*node.facts, *((at.path(value.name),) if value is not None and value.op == "fact" else ())))
    return replace(
        node, label=label, brief=label, yours=NOTHING, needed=NOTHING, facts=tuple(facts), asides=(said,), name=""
    )


def _said(state: str, value: Step | None, at: Terms, lang: str) -> str:
    if state == "open":
        return words.STATES["open"][1].get(lang)
    if state != "met":
        return COUNTS_NOT.get(lang)
    colon = "：" if lang == "zh" else ": "
    return COUNTS.get(lang) + (f"{colon}{at.shown(value, lang)}" if value is not None else "")
