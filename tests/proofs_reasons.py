"""The reasons of an explanation: the facts that a verdict, and each way, is said to rest on fix it alone, and none of
them can be left out; the conditions that a "no" lacks are all that it lacks, and its kind is the right one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from compiler import calendar
from compiler.expressions import Expr
from compiler.unknowns import list_of, stem
from compiler.values import Value
from explain.deciding import BARRED, CLASH
from explain.proof import Node, Route
from tests.proofs_base import Check, Evaluator, Facts, Pair, Told, conjunction, negated, only, without
from tests.proofs_completions import Completions, below

STEERED = (200, 3_000)
"""So many steps are taken to find a completion that makes a no a yes."""
DROPPED, MARKS = (2, 1_000), (8, 10_000)
"""So many facts are left out, so many marks looked at: with little effort, and with much."""
FIXED, ANOTHERS = ("immutable",), ("judgement", "third_party")
T = TypeVar("T")
Part = tuple[Expr, Told]
"""A part of the rules, and what it comes to."""


# ---- what a verdict rests on -----------------------------------------------------------------------------------------


def reasons(pair: Pair, check: Check) -> None:
    """The facts that are cited suffice, each of them is needed."""
    told, proof = pair.told, pair.explanation.proof
    if pair.dated or not told.settled:
        return
    _least(pair, proof.facts, check)
    for route in (*proof.routes, *proof.given):
        _cited(pair, route, check)
    if not proof.routes or (pair.definition.type.kind != "bool" and not told.no):
        return
    if told.no:
        union = [path for route in proof.routes for path in route.facts]
        check.that(_fixes(pair, union), "the facts of all routes do not fix the no:", union)
        return
    for route in proof.routes:
        check.that(_fixes(pair, route.facts), "the facts of route", route.step, "do not fix the yes:", route.facts)


def _fixes(pair: Pair, facts: Iterable[str]) -> bool:
    return pair.ask(only(pair.facts, facts), pair.day).same(pair.told)


def _least(pair: Pair, facts: Sequence[str], check: Check) -> None:
    """The facts of the verdict."""
    check.that(set(facts) <= set(pair.facts), "facts that are not given:", facts)
    if not check.that(_fixes(pair, facts), "the facts of the verdict do not fix it:", facts):
        return
    for path in some(pair, _lighter(pair, facts), DROPPED):
        then = pair.ask(without(only(pair.facts, facts), [path]), pair.day)
        check.that(then.status == "unknown", path, "can be left out of the facts of the verdict:", then)


def _cited(pair: Pair, route: Route, check: Check) -> None:
    """The facts of one route: that it is open, or closed."""
    parts = list(_parts(pair, route))
    known = only(pair.facts, route.facts)
    if not check.that(_as_said(pair, parts, known), "the facts of route", route.step, "do not fix it:", route.facts):
        return
    for path in some(pair, _lighter(pair, route.facts), DROPPED):
        left = without(known, [path])
        check.that(not _as_said(pair, parts, left), path, "can be left out of route", route.step, route.facts)


def _as_said(pair: Pair, parts: Sequence[Part], facts: Facts) -> bool:
    for expr, told in parts:
        then = pair.part(expr)(facts, pair.day)
        if not (then.no if told.no else then.same(told)):
            return False
    return True


def fails(pair: Pair, route: Route) -> bool:
    """Is it a way that is closed?"""
    return pair.told.no and route in pair.explanation.proof.routes


def _parts(pair: Pair, route: Route) -> Iterator[Part]:
    """What is said of a route: that all it asks for cannot be, or that each of its conditions is as it is; where all
    are open, that the answer is as it is."""
    conditions = (*route.met, *route.unmet, *(one.node for one in route.open))
    if fails(pair, route):
        yield conjunction([asked(pair, node) for node in conditions]), Told("value", False)
        return
    if conditions and len(conditions) == len(route.open):
        yield pair.definition.body, pair.told
    for node in (*route.met, *route.unmet):
        expr = pair.explanation.steps[node.id].expr
        yield expr, pair.part(expr)(pair.facts, pair.day)


def asked(pair: Pair, node: Node) -> Expr:
    """What a way asks of a condition: that it be met; of an exception that stands in the way, that it not count."""
    expr = pair.explanation.steps[node.id].expr
    return negated(expr) if node.negated or node.counts or (node.role == "against" and node.state == "open") else expr


def _lighter(pair: Pair, facts: Sequence[str]) -> Sequence[str]:
    """With little effort, no list is left out as a whole: what then holds of all lists takes seconds to settle."""
    return facts if pair.effort else [p for p in facts if pair.program.facts[stem(p)].type.kind != "records"]


def some(pair: Pair, items: Sequence[T], most: tuple[int, int]) -> Sequence[T]:
    """All, or as many as the effort allows."""
    limit = most[pair.effort]
    return items if len(items) <= limit else pair.random("some").sample(list(items), limit)


# ---- ticks -----------------------------------------------------------------------------------------------------------


def ticks(pair: Pair, check: Check) -> None:
    """Every mark beside a condition (but those within a list of records) is what the evaluator says of it alone."""
    explanation = pair.explanation
    if pair.dated:
        return
    for node in some(pair, list(explanation.proof.root.walk()), MARKS):
        step = explanation.steps.get(node.id)
        if step is None or step.op == "record" or explanation.places[node.id].environment.bound:
            continue
        told = pair.part(step.expr)(pair.facts, pair.day)
        check.that(node.state == state_of(told, node.negated), node.id, node.label.zh, node.state, "but", told)


def state_of(told: Told, turned: bool) -> str:
    if told.status == "unknown":
        return "open"
    if told.status == "not_applicable":
        return "not_applicable"
    if not isinstance(told.value, bool):
        return "value"
    return "met" if told.value is not turned else "unmet"


# ---- what a no lacks -------------------------------------------------------------------------------------------------


def blockers(pair: Pair, check: Check) -> None:
    """Without the facts of what the first way lacks it is no certain no any more, and a completion makes it a yes; or
    it is told why not: the kind of the no, or that what is open cannot all be met. Each thing that it lacks closes the
    way alone."""
    told, proof = pair.told, pair.explanation.proof
    if pair.dated or not told.no or not proof.routes:
        check.claims += 1 if pair.dated and check.that(not told.no or proof.no == "dates", "kind", proof.no) else 0
        return
    best = proof.routes[0]
    _needed(pair, best, check)
    lacks = lacking(pair, best)
    lacks |= turning(pair, best, lacks)
    gone = [p for p in pair.facts if stem(p) in lacks or p in lacks]
    left = without(pair.facts, gone)
    kind = proof.no
    if kind == "dates":
        check.that(pair.ask(left, pair.day).no, "said to turn on the day, but other facts help:", gone)
        check.that(_another_day(pair), "said to turn on the day, but on none it is no certain no")
        return
    if kind == "fixed":
        check.that(_stays(pair, best, FIXED), "said to be fixed, but", best.step, "opens by other facts")
    if best.note == BARRED:
        told = kind in ("fixed", "decision", "excepted") and _stays(pair, best, FIXED, lacking(pair, best))
        check.that(told, "said to be barred, but is", kind, "or opens by what it lacks:", best.step)
        return
    if _clash(pair, best, left, check):
        return
    if kind == "fixed" and _stays(pair, best, FIXED, lacks):
        return
    opened = pair.ask(left, pair.day)
    found = _yes(pair, left) is not None or pair.ask.days_beyond(left, pair.day) > 1
    check.that(not opened.no and found, "still no without", gone, "kind", kind, opened)
    if kind == "decision":
        check.that(_stays(pair, best, ANOTHERS), "said to be a decision, but", best.step, "opens by other facts")
    if kind == "excepted":
        check.that(any(node.counts for node in best.unmet), "no exception counts")


def _clash(pair: Pair, best: Route, left: Facts, check: Check) -> bool:
    """Can what is still open not all be met together? That is told, and only where it is so."""
    if best.note == CLASH:
        clash = conjunction([asked(pair, one.node) for one in best.open])
        check.that(pair.part(clash)(pair.facts, pair.day).no, "said to clash, but does not:", best.note.zh)
        return True
    rest = [asked(pair, node) for node in (*best.met, *(one.node for one in best.open))]
    clashes = bool(rest) and pair.part(conjunction(rest))(left, pair.day).no
    return clashes and not check.that(False, "what is open cannot all be met, but that is not told:", best.step)


def lacking(pair: Pair, route: Route) -> set[str]:
    """The facts that the unmet conditions rest on, as they are shown."""
    opened = {n.name: n for n in pair.explanation.proof.root.walk() if n.kind == "rule" and n.parts}
    found: set[str] = set()
    todo, seen = list(route.unmet), set()
    while todo:
        node = todo.pop()
        if node.id in seen:
            continue
        seen.add(node.id)
        parts = node.parts or (opened[node.name].parts if node.kind == "rule" and node.name in opened else ())
        wrong = [p for p in parts if p.decisive] or list(parts)
        if node.kind == "rule" and not parts:
            found |= below(pair.then, pair.explanation.steps[node.id].expr)
        todo += wrong
        found |= set(node.facts) if not parts or node.kind not in ("rule", "all", "any") else set()
    return found


def turning(pair: Pair, route: Route, lacks: set[str]) -> set[str]:
    """The facts that stand with one of these in a condition of the way, or in a constraint. With another value of the
    one, a condition that is met may be met no more (an exception that did not count may count), or the other may have
    to be another too; of that the unmet conditions do not speak."""
    names, completions = {stem(path) for path in lacks}, Completions(pair)
    found = frozenset[str]().union(*(completions.tied(name) for name in names))
    for node in (*route.met, *route.unmet, *(one.node for one in route.open)):
        for leaf in node.walk():
            own = {stem(path) for path in leaf.facts}
            if not leaf.parts and leaf.kind == "rule":
                own = set(below(pair.then, pair.explanation.steps[leaf.id].expr))
            if own & names and (not leaf.parts or leaf.role == "against"):
                found |= own
        if node.role == "against" and below(pair.then, pair.explanation.steps[node.id].expr) & names:
            found |= below(pair.then, pair.explanation.steps[node.id].expr)
    return set(found)


def _needed(pair: Pair, route: Route, check: Check) -> None:
    """Each unmet condition alone closes the way, whatever becomes of the facts that it does not rest on. Of a fact that
    is not known it rests on what constraints say of it."""
    whole, completions = _whole(pair, route), Completions(pair)
    for node in route.unmet:
        names = set(below(pair.then, pair.explanation.steps[node.id].expr))
        while fresh := frozenset().union(*map(completions.tied, names.difference(map(stem, pair.facts)))) - names:
            names |= fresh
        kept = {p: v for p, v in pair.facts.items() if stem(p) in names or list_of(p) in names}
        check.that(whole(kept, pair.day).no, "not needed:", node.id, node.label.zh)


def _yes(pair: Pair, facts: Facts) -> dict[str, Value] | None:
    """A completion that makes it a yes; of a number or choice that is not applicable, one with a value."""
    wanted = "yes" if pair.definition.type.kind == "bool" else "value"
    return Completions(pair).flipping(facts, wanted, STEERED[pair.effort])


def _another_day(pair: Pair) -> bool:
    """On a day that the rules name, in a year that they name, or as the instrument begins, may it be a yes?"""
    completions = Completions(pair)
    days = {n + d for n in completions.named("date") for d in (-400, -1, 0, 1, 400)} | {
        pair.program.about.in_force_from
    }
    years = [year for year in completions.named("integer") if 1900 < year < 2200]
    days |= {calendar.day(year, month, 1) for year in years for month in (1, 4, 7, 10, 12)}
    return any(not pair.ask({}, day).no for day in sorted(days))


def _stays(pair: Pair, route: Route, classes: Sequence[str], but: Iterable[str] = ()) -> bool:
    """Whatever becomes of all other facts, the number of records left aside, do those of these classes close it? `but`:
    those that are left out too."""
    kept = [path for path in pair.facts if pair.class_of(path) in classes and not {path, stem(path)} & set(but)]
    return _whole(pair, route)(only(pair.facts, kept), pair.day).no


def _whole(pair: Pair, route: Route) -> Evaluator:
    """All that a way asks for, with the guards of its rules: one that does not apply is a no as well."""
    parts = []
    for node in (*route.met, *route.unmet, *(one.node for one in route.open)):
        rule = pair.then.definitions.get(node.name) if node.kind == "rule" and not node.negated else None
        guarded = rule is not None and rule.guard is not None and rule.type.kind == "bool" and not rule.each
        parts += [rule.guard] if guarded else []
        parts.append(asked(pair, node))
    return pair.part(conjunction(parts))
