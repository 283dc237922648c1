"""Why the answer is another from a day on: the conditions of rules that change between the day before and the day, the
text, the instrument's own dates, or facts that cannot be so on one of the two days."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from compiler.values import NA
from dsl.source import Place
from explain.question.ask import Facts, Finding, Question
from explain.question.plain import COMPARISONS, LISTS, NOBODY, Bound, Form, Node, shape
from explain.question.spans import Spot, World, found


@dataclass(frozen=True, slots=True)
class Cause:
    """`kind`: condition (`said` by the rule so, at `place`; it `becomes` true, false, or None where it depends on a
    missing fact), day (a number computed from the day), version (the text of `rule` is another), force, constraint.
    `record`: of which record, '' of the person."""

    kind: str
    rule: str = ""
    said: str = ""
    place: Place | None = None
    becomes: bool | None = None
    record: str = ""


def causes(question: Question, facts: Facts, day: int, findings: tuple[Finding, Finding]) -> tuple[Cause, ...]:
    """Why the answer of the day before, the first finding, is another on this day. () where nothing tells."""
    statuses = {finding.status for finding in findings}
    if "refused" in statuses:
        return tuple(_constraints(question, facts, day))
    old, new = question.form(day - 1), question.form(day)
    if statuses & {"not_in_force", "no_longer_in_force"} or old.root is None or new.root is None:
        same = old.root is not None and new.root is not None
        return (Cause("force") if same else Cause("version", question.name),)
    known = question.spread(facts, day)
    texts = tuple(Cause("version", name) for name in _rewritten(old, new)) if old is not new else ()
    if texts and not _same(_at(old, known, day), _at(new, known, day)):
        return texts
    walk = _Walk(World(new, known, day - 1), World(new, known, day))
    told = dict.fromkeys(walk.down(new.root, question.name, NOBODY))
    return tuple(told) or _turned(question, facts, walk.before, walk.after) or texts


def _at(form: Form, facts: Mapping[str, Spot], day: int) -> Spot:
    assert form.root is not None
    return found(form.root, World(form, facts, day))


def _rewritten(old: Form, new: Form) -> Iterator[str]:
    """The rules whose text is another; of one that is new or gone, the rules that name it are."""
    for name, node in new.rules.items():
        before = old.rules.get(name)
        if before is not None and shape(before) != shape(node):
            yield name


def _constraints(question: Question, facts: Facts, day: int) -> Iterator[Cause]:
    form = question.form(day)
    before, after = World(form, facts, day - 1), World(form, facts, day)
    for tie in form.ties:
        was, now = found(tie, before), found(tie, after)
        if (was is False) != (now is False):
            yield Cause("constraint", "", tie.said, tie.place, now is not False)


@dataclass(frozen=True)
class _Walk:
    """Down from the question through whatever changed, to the comparisons that did."""

    before: World
    after: World

    def down(self, node: Node, rule: str, bound: Bound, said: Node | None = None) -> Iterator[Cause]:
        was, now = found(node, self.before, bound), found(node, self.after, bound)
        if _same(was, now):
            return
        if node.op == "rule":
            yield from self.down(self.after.form.rules[node.name], node.name, bound)
            return
        said = node if node.place is not None and (said is None or node.op not in COMPARISONS) else said
        if node.op == "day" or node.op in COMPARISONS:
            yield self._cause(said or node, node, rule, bound)
        elif node.op in LISTS:
            yield from self._records(node, rule, bound)
        else:
            for part in self._parts(node, now, bound):
                yield from self.down(part, rule, bound, said if node.said not in ("and", "or", "not") else None)

    def _parts(self, node: Node, now: Spot, bound: Bound) -> tuple[Node, ...]:
        """The parts that can have changed it: of 且 that became false those that did; of cases the conditions, and
        only if none of these changed the values."""
        if node.op in ("and", "or") and now is (node.op == "or"):
            return tuple(p for p in node.parts if found(p, self.after, bound) is now)
        if node.op == "choose":
            conditions = node.parts[:-1:2]
            turned = tuple(
                c for c in conditions if not _same(found(c, self.before, bound), found(c, self.after, bound))
            )
            return turned or (*node.parts[1::2], node.parts[-1])
        return node.parts

    def _records(self, node: Node, rule: str, bound: Bound) -> Iterator[Cause]:
        number = self.after.facts.get(node.name)
        for i in range(1, number + 1) if isinstance(number, int) else ():
            for part in node.parts:
                yield from self.down(part, rule, {**bound, node.name: f"{node.name}[{i}]"})

    def _cause(self, said: Node, node: Node, rule: str, bound: Bound) -> Cause:
        """Worded by the innermost operator of the rule's own text."""
        now = found(said, self.after, bound)
        becomes = now if isinstance(now, bool) else None
        kind = "day" if node.op == "day" else "condition"
        return Cause(kind, rule, said.said, said.place, becomes, "".join(bound.values()))


def _same(was: Spot, now: Spot) -> bool:
    return was is now or (was is not NA and now is not NA and was.__class__ is now.__class__ and was == now)


def _turned(question: Question, facts: Facts, before: World, after: World) -> tuple[Cause, ...]:
    """Where only what is missing changes: the comparisons of the day that turn, else those of it with missing facts,
    else those in constraints that turn."""
    found_: dict[str, dict[Cause, None]] = {"turned": {}, "open": {}, "tied": {}}
    for item in question.tests(facts, after.day):
        if not item.test.dated:
            continue
        node, record = item.test.node, "".join(item.bound.values())
        was, now = found(node, before, item.bound), found(node, after, item.bound)
        kind = "condition" if item.test.tie < 0 else "constraint"
        cause = Cause(kind, item.test.rule, node.said, node.place, now if isinstance(now, bool) else None, record)
        if not _same(was, now):
            found_["turned" if item.test.tie < 0 else "tied"][cause] = None
        elif item.test.tie < 0 and any(path not in facts for path in item.paths):
            found_["open"][cause] = None
    return tuple(found_["turned"] or found_["open"] or found_["tied"])
