"""Rule files -> Program. The main function is the table of contents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from typing import TypeVar

from compiler import ledger as book
from compiler.checks import CHECKS
from compiler.claims import Ledger
from compiler.declared import Declared
from compiler.exceptions import relations
from compiler.facts import bad_value, holidays_of
from compiler.folded import Prefix
from compiler.program import About, Program, Reading, Text
from compiler.rules import lowered
from compiler.scope import Scope, collect
from compiler.sight import World
from compiler.versions import Statements, epochs
from dsl import nodes as n
from dsl.diagnostics import Diagnostic, ordered
from dsl.keywords import CALENDAR_OPTIONS
from dsl.parse import FILES, Parsed

V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Compiled:
    """A program with the faults found on the way; `program` is whole only where no fault is an error."""

    program: Program
    diagnostics: tuple[Diagnostic, ...]

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        return tuple(d for d in self.diagnostics if d.is_error)


Files = Sequence[Parsed]


def compile_program(
    about: About, official: str, files: Files, draft: bool = False, amended: Sequence[tuple[str, Files]] = ()
) -> Compiled:
    """Five steps: names, the ledger, readings, rules, checks. `amended` has the official text and the rule files of
    each of `about.amendments`."""
    pairs = list(zip(about.amendments, amended, strict=True))
    articles = [f.article for f in files]
    later = [[_named(a.short.zh, f.article) for f in own] for a, (_, own) in pairs]
    every = [*files, *(f for _, own in amended for f in own)]
    since = {x.source.name: a.in_force_from for (a, _), own in zip(pairs, later, strict=True) for x in own}
    scope = collect(
        [*articles, *(x for own in later for x in own)], frozenset(n for f in every for n in f.broken), since
    )
    books = [book.build(official, articles, draft)]
    for (a, (text, _)), own in zip(pairs, later, strict=True):
        books.append(book.build(text, own, draft, Prefix(f"{a.id}.", a.short.zh)))
    ledger, found = book.joined(books)
    readings = {name: _reading(d) for name, (d, *_) in scope.readings.items()}
    program = _program(about, scope, ledger, {name: reading for name, (reading, _) in readings.items()})
    found += (
        [d for f in every for d in f.diagnostics] + scope.found + [d for _, faults in readings.values() for d in faults]
    )
    if not any(d.is_error for d in found):
        found += [d for check in CHECKS for d in check(program)]
    return Compiled(program, tuple(ordered(found)))


@lru_cache(maxsize=FILES)
def _named(short: str, article: n.Article) -> n.Article:
    """A rule file of an amendment, its part named after the amendment too."""
    prefix = Prefix("", short)
    return replace(
        article,
        statements=tuple(
            replace(p, node=replace(p.node, part=prefix.name(p.node.part))) if isinstance(p.node, n.Heading) else p
            for p in article.statements
        ),
    )


# ---- readings ----------------------------------------------------------------------------------------------------


@lru_cache(maxsize=FILES)
def _reading(declared: Declared) -> tuple[Reading, tuple[Diagnostic, ...]]:
    alternatives = {x.letter: x for x in declared.lines(n.Alternative)}
    adopted = next((x for x in alternatives.values() if x.because), None)
    english, settled = declared.one(n.English), declared.one(n.Settled)
    reasons = {x.lang: x.because.text for x in declared.lines(n.NotComputable)}
    calendar, found = _calendar(declared)
    reading = Reading(
        declared.name,
        Text(declared.node.text.text if declared.node.text else "", english.text.text if english else ""),
        {k: Text(x.text.text, declared.text(f"{k.lower()}_en")) for k, x in alternatives.items()},
        adopted.letter if adopted else "A",
        Text(adopted.because.text if adopted and adopted.because else "", declared.text("because_en")),
        declared.said("consequence"),
        Text(settled.text.text if settled else "", declared.text("settled_en")),
        Text(reasons.get("zh", ""), reasons.get("en", "")) if reasons else None,
        calendar,
        declared.part,
        declared.place(),
    )
    return reading, found


Calendar = tuple[str, dict[str, str]]


def _calendar(declared: Declared) -> tuple[Calendar | None, tuple[Diagnostic, ...]]:
    line = declared.one(n.Calendar)
    if line is None:
        return None, ()
    known = {name: (en, values) for zh, (en, values) in CALENDAR_OPTIONS.items() for name in (zh, en)}
    if line.option.text not in known:
        options = {zh: en for zh, (en, _) in CALENDAR_OPTIONS.items()}
        return None, (bad_value(declared, line.option, "calendar", options),)
    option, values = known[line.option.text]
    settings = {letter: values.get(word.text, word.text) for letter, word in line.settings}
    strange = [word for _, word in line.settings if word.text not in values and word.text not in values.values()]
    return (option, settings), tuple(bad_value(declared, word, "calendar", values) for word in strange)


# ---- rules -------------------------------------------------------------------------------------------------------


def _program(about: About, scope: Scope, ledger: Ledger, readings: Mapping[str, Reading]) -> Program:
    """Every file's rules together; their faults go to the scope's."""
    world = World(scope, relations(scope), readings, holidays_of(scope))
    claims = {id(placed): claim for placed, claim in ledger.claims}
    files = [
        lowered(article, statements, [claims.get(id(d.placed)) for d in statements], world)
        for article, statements in scope.files.items()
    ]
    scope.found += [fault for file in files for fault in file.found]
    base = Program(
        about=about,
        facts={fact.name: fact for file in files for fact in file.facts},
        definitions={},
        norms={},
        services={},
        readings=readings,
        examples=tuple(example for file in files for example in file.examples),
        ledger=ledger,
        before_force=world.options.get("before_force", ("", {})),
        names=dict(scope.names),
        holidays=world.holidays,
    )
    statements = Statements(
        _by_name((made.definition.name, made) for file in files for made in file.made),
        sorted((norm for file in files for norm in file.norms), key=lambda norm: norm.id),
        [s for versions in _by_name((s.name, s) for file in files for s in file.services).values() for s in versions],
        {name: of_day for file in files for name, of_day in file.former.items()},
        partial(relations, scope) if scope.versioned else lambda _: world.relations,
    )
    return epochs(statements, base, scope.found)


def _by_name(pairs: Iterable[tuple[str, V]]) -> dict[str, list[V]]:
    """The versions under each name."""
    table: dict[str, list[V]] = {}
    for name, version in pairs:
        table.setdefault(name, []).append(version)
    return table
