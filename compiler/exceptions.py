"""Exceptions: which rule each is an exception to, and what a rule says once its exceptions are put into it.

A rule R with exceptions E, F … is: the value of an exception that counts, else R's own. An exception counts where its
condition holds (one that is not applicable does not), nothing that takes its place counts, and, where it is an
exception to an exception, that one's condition holds too: it can only act on what would act. An exception that
reinstates has no value; it only keeps what it is an exception to from counting. `R subject to E` says the same as
`exception E to R`.

`E notwithstanding R` says that too where R is a rule. `notwithstanding F` in E orders two exceptions: where E counts, F
does not. It does not widen where E acts, unless E names nothing else that it is an exception to. An exception with a
value takes the place of what it is an exception to, and so prevails over whatever that one prevailed over.

(The priority order is Prakken and Sartor's, 1997, and Catala's default calculus, Merigoux and others, 2021; unlike
there, two exceptions that hold together and disagree are found before any person asks: checks/conflicts.py.)"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from compiler.composites import Maker
from compiler.declared import Declared
from compiler.expressions import Apply, Const, Expr, RuleRef
from compiler.graph import with_parts
from compiler.operators import apply
from compiler.program import Definition
from compiler.same import Same
from compiler.scope import Scope
from compiler.values import BOOL, Type
from dsl import nodes as n
from dsl.diagnostics import Diagnostic
from dsl.parse import FILES


@dataclass(frozen=True)
class Relations:
    """`targets`: what each exception is an exception to; `exceptions`: the names of all, in force or not; `against`:
    what is an exception to each rule or exception, in text order; `instead`: what keeps each exception from
    counting."""

    targets: Mapping[str, tuple[str, ...]]
    exceptions: frozenset[str]
    against: Mapping[str, Sequence[str]]
    instead: Mapping[str, Sequence[str]]

    def roots(self, name: str) -> Iterator[str]:
        """The rules that an exception is about in the end."""
        if name not in self.targets:
            yield name
        for target in self.targets.get(name, ()):
            yield from self.roots(target)

    def below(self, name: str) -> Iterator[str]:
        """All exceptions to a rule, and exceptions to these, in text order."""
        for exception in self.against.get(name, ()):
            yield exception
            yield from self.below(exception)


def relations(scope: Scope, day: int | None = None) -> Relations:
    """What the rule files say; with a day, what those statements say that are in force on it. An exception to nothing,
    to no rule, or in a circle is a fault (reported where no day is given) and is left out."""
    if day is not None:
        scope = replace(scope, found=[])
    said: dict[str, dict[str, bool]] = {n: {} for n in scope.exceptions if any(_in_force(scope.definitions[n], day))}
    for exception, target, proper in _said(scope, day):
        if exception in said:
            said[exception][target] = said[exception].get(target, False) or proper
    silent = [name for name in said if not said[name]]
    spoken_of = _spoken_of(scope) if silent else set()
    for name in silent:
        if name not in spoken_of:
            scope.report("E213", scope.definitions[name][0].place(), got=name)
        del said[name]
    kept = {name: tuple(by) for name, by in said.items()}
    _break_circles(scope, kept)
    targets = {name: tuple(t for t in said[name] if said[name][t]) or kept[name] for name in kept}
    over = {name: tuple(t for t in said[name] if t not in targets[name]) for name in targets}
    valued = {name for name in targets if any(d.one(n.Body) for d in _in_force(scope.definitions[name], day))}
    over = {name: tuple(_over(name, targets, over, valued)) for name in targets}
    instead = {name: (*targets[name], *over[name]) for name in targets}
    found = Relations(targets, frozenset(scope.exceptions), _turned(targets), _turned(instead))
    for name in targets:
        _typed(scope, found, name)
    return found


def _turned(names: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    """The other way round: of each of those named, what names it."""
    turned: dict[str, list[str]] = {}
    for name, others in names.items():
        for other in dict.fromkeys(others):
            turned.setdefault(other, []).append(name)
    return turned


def _over(
    name: str, targets: Mapping[str, tuple[str, ...]], over: Mapping[str, tuple[str, ...]], valued: Container[str]
) -> Iterator[str]:
    """What an exception prevails over besides what it is one to: what those prevailed over whose place it takes."""
    yield from over.get(name, ())
    if name in valued:
        for target in targets.get(name, ()):
            yield from (other for other in targets.get(target, ()) if other in targets)
            yield from _over(target, targets, over, valued)


def _in_force(versions: Iterable[Declared], day: int | None) -> Iterator[Declared]:
    return (declared for declared in versions if day is None or day in declared.window)


def _said(scope: Scope, day: int | None) -> Iterator[tuple[str, str, bool]]:
    """Exception, what it is an exception to, and whether it is so properly, not by `notwithstanding` alone."""
    for name in filter(scope.related.__contains__, scope.definitions):
        for declared in _in_force(scope.related[name], day):
            own = [(word, True) for word in (declared.node.target,) if word is not None]
            for word, proper in (*own, *((word, False) for word in declared.words("notwithstanding"))):
                target = scope.resolve(word, declared)
                if target is not None and _is_rule(scope, declared, word, target):
                    yield name, target, proper or scope.kind(target) != "exception"
            for word in declared.words("subject_to"):
                exception = scope.resolve(word, declared)
                if exception is None:
                    continue
                if exception in scope.facts or scope.kind(exception) != "exception":
                    scope.report("E214", declared.place(word.span), got=word.text, **_NO_EXCEPTION)
                else:
                    yield exception, name, True


_NO_EXCEPTION = {
    "problem": "不是例外，不能写在 “受限于” 后面",
    "problem_en": 'is no exception, and "subject to" names exceptions',
    "advice": "把它写成 “例外 … 针对 …” 语句；是适用的条件的，写在 “前提” 里",
    "advice_en": 'write it as a statement "exception … to …"; a condition of the rule belongs after "given"',
}
_NO_RULE = {
    "problem": "是事实，不是定义，不会有例外",
    "problem_en": "is a fact, not a definition: it has no exceptions",
    "advice": "针对使用它的那个定义写例外",
    "advice_en": "write the exception to the definition that uses it",
}


def _is_rule(scope: Scope, declared: Declared, word: n.Word, target: str) -> bool:
    if target in scope.facts:
        scope.report("E214", declared.place(word.span), got=word.text, **_NO_RULE)
    return target not in scope.facts


def _spoken_of(scope: Scope) -> set[str]:
    """Exceptions of which something says, rightly or wrongly, to what they are one."""
    every = [d for versions in scope.related.values() for d in versions]
    own = {d.name for d in every if d.node.target or d.words("notwithstanding")}
    return own | {scope.names.get(word.text, "") for d in every for word in d.words("subject_to")}


def _break_circles(scope: Scope, targets: dict[str, tuple[str, ...]]) -> None:
    """Reports each circle of exceptions once, and leaves what is in it out."""
    for name in [*targets]:
        circle = _circle(name, targets) if name in targets else ()
        if circle:
            scope.report("E216", scope.definitions[name][0].place(), path=" → ".join(circle))
        for other in circle:
            targets.pop(other, None)


def _circle(name: str, targets: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The way from an exception over what it is an exception to back to it; () where there is none."""
    ways: dict[str, tuple[str, ...]] = {target: (name, target) for target in targets[name]}
    open_ = list(ways)
    while open_ and name not in ways:
        current = open_.pop(0)
        for target in targets.get(current, ()):
            if target not in ways:
                ways[target] = (*ways[current], target)
                open_.append(target)
    return ways.get(name, ())


def _typed(scope: Scope, found: Relations, name: str) -> None:
    """All rules that an exception is about have one type, and speak of the same records."""
    first, *others = roots = list(dict.fromkeys(found.roots(name)))
    for other in others:
        alike = (scope.types[other], scope.records_of(other)) == (scope.types[first], scope.records_of(first))
        if not alike and scope.kind(other) == scope.kind(first):
            place = scope.definitions[name][0].place()
            related = tuple((scope.definitions[r][0].place(), r) for r in (first, other))
            scope.found.append(Diagnostic("E217", place, {"got": name}, related))
            break
    each = next((scope.each[r] for r in roots if r in scope.each), None)
    if each is not None:
        scope.each.setdefault(name, each)


def value_type(scope: Scope, found: Relations, name: str) -> Type:
    """The type of the value that an exception gives."""
    root = next(found.roots(name), name)
    return scope.types[root] if scope.kind(root) != "exception" else Type("error")


# ---- putting them in ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Made:
    """A lowered definition, or exception with the value that it gives (None where it reinstates)."""

    definition: Definition
    value: Expr | None = None


class _Member(NamedTuple):
    """A rule or exception of a family, with what Relations says of it; `made` is None where it is not in force."""

    name: str
    made: Same[Made] | None
    targets: tuple[str, ...] | None
    against: tuple[str, ...]
    instead: tuple[str, ...]
    is_exception: bool


def assembled(made: Mapping[str, Made], found: Relations) -> dict[str, Definition]:
    """The definitions in force together, with their exceptions in them. What has exceptions, or is one, is put together
    once for each form of its family."""
    return {
        name: _assembled(name, _family(name, made, found))
        if one.definition.excepts or name in found.against
        else one.definition
        for name, one in made.items()
    }


def _family(name: str, made: Mapping[str, Made], found: Relations) -> tuple[_Member, ...]:
    """Everything that the exceptions of a rule, and theirs, are said of."""
    members: dict[str, _Member] = {}
    open_ = [name]
    while open_:
        name = open_.pop()
        if name not in members:
            one, targets = made.get(name), found.targets.get(name)
            against, instead = tuple(found.against.get(name, ())), tuple(found.instead.get(name, ()))
            same = Same(one) if one is not None else None
            members[name] = _Member(name, same, targets, against, instead, name in found.exceptions)
            open_ += (*(targets or ()), *against, *instead)
    return tuple(members.values())


@lru_cache(maxsize=FILES)
def _assembled(name: str, family: tuple[_Member, ...]) -> Definition:
    found = Relations(
        {member.name: member.targets for member in family if member.targets is not None},
        frozenset(member.name for member in family if member.is_exception),
        {member.name: member.against for member in family},
        {member.name: member.instead for member in family},
    )
    made = {member.name: member.made.it for member in family if member.made is not None}
    return with_parts(_assemble(made[name], made, found))


def _assemble(one: Made, made: Mapping[str, Made], found: Relations) -> Definition:
    definition = one.definition
    if definition.excepts:
        excepts = found.targets.get(definition.name) or definition.excepts
        return replace(definition, body=_counts(one, made, found), excepts=excepts)
    parts: list[Expr] = [definition.body]
    for name in dict.fromkeys(found.below(definition.name)):
        exception = made.get(name)
        if exception is not None and exception.value is not None:
            parts += [RuleRef(name, BOOL, exception.definition.place), exception.value]
    if len(parts) == 1:
        return definition
    maker = Maker(definition.body.place, {})
    return replace(definition, body=apply(maker, "with_exceptions", tuple(parts), definition.type))


def _counts(one: Made, made: Mapping[str, Made], found: Relations) -> Expr:
    """When an exception counts."""
    definition, place = one.definition, one.definition.body.place
    parts = [*_within(definition.name, made, found), definition.body]
    for name in found.instead.get(definition.name, ()):
        if name in made:
            parts.append(Apply("not", (RuleRef(name, BOOL, made[name].definition.place),), BOOL, place))
    return parts[0] if len(parts) == 1 else Apply("and", tuple(parts), BOOL, place)


def _within(name: str, made: Mapping[str, Made], found: Relations) -> list[Expr]:
    """The conditions of the exceptions that an exception is one to; none where it is one to a rule as well. Where none
    of them is in force, there is nothing to act on."""
    targets = found.targets.get(name, ())
    if not targets or not found.exceptions.issuperset(targets):
        return []
    ways: list[Expr] = []
    for target in (t for t in targets if t in made):
        own = made[target].definition.body
        conditions = [*_within(target, made, found), own]
        ways.append(conditions[0] if len(conditions) == 1 else Apply("and", tuple(conditions), BOOL, own.place))
    if not ways:
        return [Const(False, BOOL, made[name].definition.place)]
    return ways if len(ways) == 1 else [Apply("or", tuple(ways), BOOL, ways[0].place)]
