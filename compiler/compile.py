"""Rule files -> Program. The main function is the table of contents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from compiler import ledger as book
from compiler.checks import CHECKS
from compiler.examples import lower_example
from compiler.expressions import Apply, Const, Expr, FactRef, RuleRef, everything
from compiler.graph import in_order
from compiler.lower import ERROR, Lowering, Options
from compiler.program import (
    About,
    Clause,
    Constraint,
    Definition,
    Fact,
    Norm,
    Program,
    Reading,
    Service,
    Text,
)
from compiler.request import KINDS
from compiler.scope import Declared, Scope, choices_of, collect, paired
from compiler.values import BOOL, KIND_NAMES, Type
from dsl import nodes as n
from dsl.diagnostics import Diagnostic, nearest, ordered
from dsl.keywords import CALENDAR_OPTIONS, PROPERTY_VALUES, WORDS
from dsl.parse import Parsed


@dataclass(frozen=True, slots=True)
class Compiled:
    """A program with the faults found on the way; `program` is whole only where no fault is an error."""

    program: Program
    diagnostics: tuple[Diagnostic, ...]

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        return tuple(d for d in self.diagnostics if d.is_error)


def compile_program(about: About, official: str, files: Sequence[Parsed], draft: bool = False) -> Compiled:
    """Five steps: names, the ledger, readings, rules, checks."""
    broken = frozenset(name for f in files for name in f.broken)
    scope = collect([f.article for f in files], broken)
    ledger, found = book.build(official, [f.article for f in files], draft)
    readings = {name: _reading(scope, d) for name, d in scope.readings.items()}
    program = _Rules(scope, ledger, readings).program(about)
    found += [d for f in files for d in f.diagnostics] + scope.found
    if not any(d.is_error for d in found):
        found += [d for check in CHECKS for d in check(program)]
    return Compiled(program, tuple(ordered(found)))


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
        _bad_value(scope, declared, line.option, "calendar", {zh: en for zh, (en, _) in CALENDAR_OPTIONS.items()})
        return None
    option, values = known[line.option.text]
    settings = {}
    for letter, word in line.settings:
        if word.text not in values and word.text not in values.values():
            _bad_value(scope, declared, word, "calendar", values)
        settings[letter] = values.get(word.text, word.text)
    return option, settings


def _bad_value(scope: Scope, declared: Declared, word: n.Word | n.Text, key: str, known: Mapping[str, str]) -> None:
    line, line_en = WORDS[key]
    words = {"line": line, "line_en": line_en, "known": "、".join(known), "known_en": ", ".join(known.values())}
    scope.report("E210", declared.place(word.span), got=word.text, **words)


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

    def program(self, about: About) -> Program:
        scope = self.scope
        facts = {name: self._fact(d) for name, d in scope.facts.items()}
        definitions = {name: self._definition(d) for name, d in scope.definitions.items()}
        norms = [self._norm(d, facts) for d in scope.norms.values()]
        services = {name: self._service(d) for name, d in scope.services.items()}
        before = self.options.pop("before_force", ("", {}))
        return Program(
            about=about,
            facts=facts,
            definitions=in_order(definitions, scope.found),
            norms={norm.id: norm for norm in sorted(norms, key=lambda norm: norm.id)},
            services=services,
            readings=self.readings,
            examples=tuple(lower_example(self._lowering(d), d) for d in scope.examples),
            ledger=self.ledger,
            before_force=before,
            names=dict(scope.names),
        )

    def _lowering(self, declared: Declared) -> Lowering:
        return Lowering(self.scope, declared, self.options, self.letters)

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

    # ---- facts ----

    def _fact(self, declared: Declared) -> Fact:
        english, type_ = declared.one(n.English), self.scope.types[declared.name]
        constraints = tuple(self._constraint(declared, line) for line in declared.lines(n.Constraint))
        default = declared.texts("norm_default")
        if type_.kind == "enum" and not type_.choices:
            self.scope.report(
                "E115", declared.place(), statement="选项", line="取值", statement_en="enum", line_en="values"
            )
        if type_.kind not in ("bool", "integer", "money", "date", "enum"):
            zh, en = KIND_NAMES[type_.kind]
            self.scope.report("E311", declared.place(), got=zh, got_en=en)
        return Fact(
            declared.name,
            english.alias if english and english.alias else "",
            declared.label(),
            type_,
            declared.said("ask"),
            declared.said("hint"),
            choices_of(declared),
            declared.text("entity"),
            self._property(declared, "source"),
            self._property(declared, "change"),
            self._property(declared, "change_if_future"),
            self._limits(declared, type_),
            default[0] if default else None,
            constraints,
            declared.both("remark"),
            declared.place(),
        )

    def _property(self, declared: Declared, key: str) -> str:
        line = next((p for p in declared.lines(n.Property) if p.key == key), None)
        if line is None:
            return ""
        known, word = PROPERTY_VALUES[key], line.values[0]
        if word.text in known:
            return known[word.text]
        if word.text not in known.values():
            _bad_value(self.scope, declared, word, key, known)
        return word.text

    def _limits(self, declared: Declared, type_: Type) -> tuple[int, int] | None:
        line = declared.one(n.Range)
        if line is None:
            return None
        lowering = self._lowering(declared)
        low, high = lowering.constant(line.low, type_), lowering.constant(line.high, type_)
        if low is None or high is None or not isinstance(low.value, int) or not isinstance(high.value, int):
            return None
        if low.value > high.value:
            self.scope.report("E309", declared.place(line.span))
            return None
        return low.value, high.value

    def _constraint(self, declared: Declared, line: n.Constraint) -> Constraint:
        condition = self._lowering(declared).condition(line.condition)
        if line.refusal.text not in KINDS:
            known = ", ".join(KINDS)
            self.scope.report("E208", declared.place(line.refusal.span), got=line.refusal.text, known=known)
        names = dict.fromkeys(x.name for x in everything(condition) if isinstance(x, FactRef))
        return Constraint(condition, line.refusal.text, tuple(names))

    # ---- definitions ----

    def _definition(self, declared: Declared) -> Definition:
        english, type_ = declared.one(n.English), self.scope.types[declared.name]
        lowering = self._lowering(declared)
        guards = [lowering.condition(line.condition) for line in declared.lines(n.Given)]
        body = lowering.body(list(declared.lines(n.Body)), type_) or Const(False, ERROR, declared.place())
        parts = [x for e in (*guards, body) for x in everything(e)]
        return Definition(
            declared.name,
            english.alias if english and english.alias else "",
            declared.label(),
            type_,
            choices_of(declared),
            _all(guards, declared),
            body,
            self._readings(declared),
            any(p.key == "answered_before_force" for p in declared.lines(n.Property)),
            declared.both("remark"),
            self._claim(declared),
            declared.part,
            declared.place(),
            frozenset(x.name for x in parts if isinstance(x, FactRef)),
            tuple(dict.fromkeys(x.name for x in parts if isinstance(x, RuleRef))),
        )

    # ---- norms and services ----

    def _norm(self, declared: Declared, facts: dict[str, Fact]) -> Norm:
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
