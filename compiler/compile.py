"""Rule files -> Program. The main function is the table of contents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from compiler import ledger as book
from compiler.checks import CHECKS
from compiler.examples import lower_example
from compiler.exceptions import Made, relations, value_type
from compiler.expressions import Apply, Const, Expr
from compiler.facts import Facts, bad_value, holidays_of
from compiler.lower import ERROR, Lowering, Options
from compiler.program import About, Amendment, Clause, Definition, Norm, Program, Reading, Service, Text
from compiler.scope import Declared, Scope, choices_of, collect, paired
from compiler.values import BOOL
from compiler.versions import Statements, epochs
from dsl import nodes as n
from dsl.diagnostics import Diagnostic, nearest, ordered
from dsl.keywords import CALENDAR_OPTIONS
from dsl.parse import Parsed


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
    later = [[_named(a, f.article) for f in own] for a, (_, own) in pairs]
    every = [*files, *(f for _, own in amended for f in own)]
    since = {x.source.name: a.in_force_from for (a, _), own in zip(pairs, later, strict=True) for x in own}
    scope = collect(
        [*articles, *(x for own in later for x in own)], frozenset(n for f in every for n in f.broken), since
    )
    books = [book.build(official, articles, draft)]
    for (a, (text, _)), own in zip(pairs, later, strict=True):
        books.append(book.build(text, own, draft, book.Prefix(f"{a.id}.", a.short.zh)))
    ledger, found = book.joined(books)
    readings = {name: _reading(scope, d) for name, (d, *_) in scope.readings.items()}
    program = _Rules(scope, ledger, readings).program(about)
    found += [d for f in every for d in f.diagnostics] + scope.found
    if not any(d.is_error for d in found):
        found += [d for check in CHECKS for d in check(program)]
    return Compiled(program, tuple(ordered(found)))


def _named(amendment: Amendment, article: n.Article) -> n.Article:
    """A rule file of an amendment, its part named after the amendment too."""
    prefix = book.Prefix("", amendment.short.zh)
    return replace(
        article,
        statements=tuple(
            replace(p, node=replace(p.node, part=prefix.name(p.node.part))) if isinstance(p.node, n.Heading) else p
            for p in article.statements
        ),
    )


# ---- readings ----------------------------------------------------------------------------------------------------


def _reading(scope: Scope, declared: Declared) -> Reading:
    alternatives = {x.letter: x for x in declared.lines(n.Alternative)}
    adopted = next((x for x in alternatives.values() if x.because), None)
    english, settled = declared.one(n.English), declared.one(n.Settled)
    reasons = {x.lang: x.because.text for x in declared.lines(n.NotComputable)}
    return Reading(
        declared.name,
        Text(declared.node.text.text if declared.node.text else "", english.text.text if english else ""),
        {k: Text(x.text.text, declared.text(f"{k.lower()}_en")) for k, x in alternatives.items()},
        adopted.letter if adopted else "A",
        Text(adopted.because.text if adopted and adopted.because else "", declared.text("because_en")),
        declared.said("consequence"),
        Text(settled.text.text if settled else "", declared.text("settled_en")),
        Text(reasons.get("zh", ""), reasons.get("en", "")) if reasons else None,
        _calendar(scope, declared),
        declared.part,
        declared.place(),
    )


def _calendar(scope: Scope, declared: Declared) -> tuple[str, dict[str, str]] | None:
    line = declared.one(n.Calendar)
    if line is None:
        return None
    known = {name: (en, values) for zh, (en, values) in CALENDAR_OPTIONS.items() for name in (zh, en)}
    if line.option.text not in known:
        bad_value(scope, declared, line.option, "calendar", {zh: en for zh, (en, _) in CALENDAR_OPTIONS.items()})
        return None
    option, values = known[line.option.text]
    settings = {}
    for letter, word in line.settings:
        if word.text not in values and word.text not in values.values():
            bad_value(scope, declared, word, "calendar", values)
        settings[letter] = values.get(word.text, word.text)
    return option, settings


# ---- rules -------------------------------------------------------------------------------------------------------


class _Rules:
    """Everything that needs the scope, the ledger and the readings together."""

    def __init__(self, scope: Scope, ledger: book.Ledger, readings: dict[str, Reading]) -> None:
        self.scope, self.ledger, self.readings = scope, ledger, readings
        self.options: Options = {
            r.calendar[0]: (r.id, dict(r.calendar[1])) for r in readings.values() if r.calendar and not r.not_computable
        }
        self.letters = {r.id: tuple(r.alternatives) for r in readings.values()}
        self.claims = {id(placed): claim for placed, claim in ledger.claims}
        self.holidays = holidays_of(scope)
        self.relations = relations(scope)

    def program(self, about: About) -> Program:
        scope = self.scope
        facts = Facts(scope, self._lowering, self._claim, self.holidays).all()
        statements = Statements(
            {name: [self._made(d) for d in versions] for name, versions in scope.definitions.items()},
            sorted((self._norm(d) for versions in scope.norms.values() for d in versions), key=lambda norm: norm.id),
            [self._service(d) for versions in scope.services.values() for d in versions],
            scope.former,
            partial(relations, scope),
        )
        before = self.options.pop("before_force", ("", {}))
        base = Program(
            about=about,
            facts=facts,
            definitions={},
            norms={},
            services={},
            readings=self.readings,
            examples=tuple(lower_example(self._lowering(d), d, facts) for d in scope.examples),
            ledger=self.ledger,
            before_force=before,
            names=dict(scope.names),
            holidays=self.holidays,
        )
        return epochs(statements, base, scope.found)

    def _lowering(self, declared: Declared) -> Lowering:
        records = self.scope.records_of(declared.name)
        spoken_of = frozenset((records,)) if records else frozenset()
        return Lowering(self.scope, declared, self.options, self.letters, self.holidays, spoken_of)

    def _claim(self, declared: Declared) -> book.Claim | None:
        return self.claims.get(id(declared.placed))

    def _readings(self, declared: Declared) -> tuple[str, ...]:
        line = next((p for p in declared.lines(n.Property) if p.key == "readings"), None)
        for word in line.values if line else ():
            if word.text not in self.readings and word.text not in self.scope.broken:
                close = nearest(word.text, self.readings)
                suggestion = {"suggestion": f"是不是 “{close}”？", "suggestion_en": f'did you mean "{close}"?'}
                none = {"suggestion": "先写 “读法 …” 语句", "suggestion_en": 'write a "reading …" statement first'}
                place = declared.place(word.span)
                self.scope.report("E205", place, got=word.text, **(suggestion if close else none))
        return tuple(v.text for v in line.values) if line else ()

    # ---- definitions ----

    def _made(self, declared: Declared) -> Made:
        if declared.node.kind != "exception":
            return Made(self._definition(declared))
        lowering = self._lowering(declared)
        applies = [lowering.condition(line.condition) for line in declared.lines(n.Applies)]
        condition = applies[0] if applies else Const(False, ERROR, declared.place())
        bodies, type_ = list(declared.lines(n.Body)), value_type(self.scope, self.relations, declared.name)
        value = lowering.body(bodies, type_) if bodies else None
        targets = self.relations.targets.get(declared.name, ())
        return Made(replace(self._stated(declared, condition), type=BOOL, excepts=targets), value)

    def _definition(self, declared: Declared) -> Definition:
        lowering = self._lowering(declared)
        guards = [lowering.condition(line.condition) for line in declared.lines(n.Given)]
        body = lowering.body(list(declared.lines(n.Body)), self.scope.types[declared.name])
        stated = self._stated(declared, body or Const(False, ERROR, declared.place()))
        return replace(stated, guard=_all(guards, declared))

    def _stated(self, declared: Declared, body: Expr) -> Definition:
        """What a definition and an exception have in common."""
        english = declared.one(n.English)
        return Definition(
            declared.name,
            english.alias if english and english.alias else "",
            declared.label(),
            self.scope.types[declared.name],
            choices_of(declared),
            None,
            body,
            self._readings(declared),
            any(p.key == "answered_before_force" for p in declared.lines(n.Property)),
            declared.both("remark"),
            self._claim(declared),
            declared.part,
            declared.place(),
            window=declared.window,
            each=self.scope.records_of(declared.name),
        )

    # ---- norms and services ----

    def _norm(self, declared: Declared) -> Norm:
        lowering = self._lowering(declared)
        given = [lowering.condition(line.condition) for line in declared.lines(n.Given)]
        claim = self._claim(declared) or book.Claim("", "", "", declared.place())
        subject = declared.texts("subject")
        return Norm(
            claim.address or declared.name,
            declared.name,
            declared.label(),
            tuple(_clauses(declared)),
            subject,
            declared.said("beneficiary"),
            declared.texts("addressees"),
            declared.texts("counterparts"),
            declared.said("period"),
            declared.both("remark"),
            _all(given, declared),
            claim,
            declared.part,
            declared.place(),
            declared.window,
        )

    def _service(self, declared: Declared) -> Service:
        lowering = self._lowering(declared)
        given = [lowering.condition(line.condition) for line in declared.lines(n.Given)]
        named = [text.text for line in declared.lines(n.Venue) for text in line.texts]
        places = iter(paired(named, declared.texts("place_en")))
        venues = tuple(
            (lowering.condition(line.condition) if line.condition else None, tuple(next(places) for _ in line.texts))
            for line in declared.lines(n.Venue)
        )
        steps = [step for line in declared.lines(n.Steps) for step in line.steps]
        done = paired([step.text.text for step in steps], declared.texts("steps_en"))
        fields = {key: declared.both(key) for key in ("channels", "documents", "contents", "fee", "result")}
        english = declared.one(n.English)
        return Service(
            declared.name,
            declared.label(),
            _all(given, declared),
            {key: texts for key, texts in fields.items() if texts},
            tuple((step.who.text if step.who else "", text) for step, text in zip(steps, done, strict=True)),
            venues,
            declared.both("remark"),
            self._claim(declared),
            declared.part,
            declared.place(),
            declared.window,
            english.alias if english and english.alias else "",
        )


def _all(conditions: Sequence[Expr], declared: Declared) -> Expr | None:
    """Several 前提 lines hold together."""
    if not conditions:
        return None
    return conditions[0] if len(conditions) == 1 else Apply("and", tuple(conditions), BOOL, declared.place())


def _clauses(declared: Declared) -> list[Clause]:
    lines = list(declared.lines(n.Clause))
    actions = paired([line.action.text for line in lines], declared.texts("action_en"))
    return [
        Clause(
            line.implied,
            tuple(b.text for b in line.bearers),
            line.modalities,
            line.wording.text if line.wording else "",
            action,
        )
        for line, action in zip(lines, actions, strict=True)
    ]
