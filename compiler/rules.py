"""One rule file's statements -> facts, definitions, norms, services and examples. What was made of a file is used again
as long as all that it looked up elsewhere is the same (sight.py): an edit costs the files that can tell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from compiler.claims import Claim
from compiler.declared import Declared, choices_of, paired
from compiler.examples import lower_example
from compiler.exceptions import Made
from compiler.expressions import Apply, Const, Expr
from compiler.facts import Facts
from compiler.graph import with_parts
from compiler.lower import ERROR, Lowering
from compiler.program import Clause, Definition, Example, Fact, Norm, Service
from compiler.sight import Seen, Sight, World
from compiler.values import BOOL
from dsl import nodes as n
from dsl.diagnostics import Diagnostic, nearest
from dsl.parse import FILES


@dataclass(frozen=True, slots=True, eq=False)
class Lowered:
    """What a file's statements mean, their faults and what they call by the text of another day (sight.py); and what
    that was made of: the statements, what each claims, what they looked up."""

    statements: Sequence[Declared]
    claims: Sequence[Claim | None]
    seen: Seen
    found: Sequence[Diagnostic]
    former: Mapping[str, tuple[str, int]]
    facts: tuple[Fact, ...]
    made: tuple[Made, ...]
    norms: tuple[Norm, ...]
    services: tuple[Service, ...]
    examples: tuple[Example, ...]


@dataclass(eq=False)
class _Past:
    """What was made of a file the last time that it had no fault. (A fault may name what the file never looked up.)"""

    lowered: Lowered | None = None


@lru_cache(maxsize=FILES)
def _past(article: n.Article) -> _Past:
    return _Past()


def lowered(
    article: n.Article, statements: Sequence[Declared], claims: Sequence[Claim | None], world: World
) -> Lowered:
    """What a file's statements mean, with what each of them claims."""
    past = _past(article)
    last = past.lowered
    if last and last.statements == statements and last.claims == claims and world.shows(last.seen):
        return last
    made = _File(world, statements, claims).lowered()
    if not made.found:
        past.lowered = made
    return made


class _File:
    """Makes what the statements of one file mean."""

    def __init__(self, world: World, statements: Sequence[Declared], claims: Sequence[Claim | None]) -> None:
        self.sight = Sight(world)
        self.statements, self.claims = statements, claims
        self.claim_of: Mapping[Declared, Claim | None] = dict(zip(statements, claims, strict=True))

    def lowered(self) -> Lowered:
        facts = Facts(self.sight, self._lowering, self.claim_of.get)
        known = [facts.made(d) for d in self._of("fact", "parameter", "holidays")]
        return Lowered(
            statements=self.statements,
            claims=self.claims,
            seen=self.sight.seen,
            found=self.sight.found,
            former=self.sight.former,
            facts=tuple(fact for fact in known if fact is not None),
            made=tuple(self._made(d) for d in self._of("define", "exception")),
            norms=tuple(self._norm(d) for d in self._of("norm")),
            services=tuple(self._service(d) for d in self._of("service")),
            examples=tuple(lower_example(self._lowering(d), d) for d in self._of("example")),
        )

    def _of(self, *kinds: str) -> list[Declared]:
        return [declared for declared in self.statements if declared.node.kind in kinds]

    def _lowering(self, declared: Declared) -> Lowering:
        named = self.sight.named(declared.name)
        each = named.each if named is not None and named.name == declared.name else ""
        return Lowering(self.sight, declared, frozenset((each,)) if each else frozenset())

    def _readings(self, declared: Declared) -> tuple[str, ...]:
        line = next((p for p in declared.lines(n.Property) if p.key == "readings"), None)
        for word in line.values if line else ():
            if self.sight.letters(word.text) is None and not self.sight.broken(word.text):
                close = nearest(word.text, self.sight.world.letters)
                suggestion = {"suggestion": f"是不是 “{close}”？", "suggestion_en": f'did you mean "{close}"?'}
                none = {"suggestion": "先写 “读法 …” 语句", "suggestion_en": 'write a "reading …" statement first'}
                place = declared.place(word.span)
                self.sight.report("E205", place, got=word.text, **(suggestion if close else none))
        return tuple(v.text for v in line.values) if line else ()

    # ---- definitions ----

    def _made(self, declared: Declared) -> Made:
        if declared.node.kind != "exception":
            return Made(self._definition(declared))
        lowering = self._lowering(declared)
        applies = [lowering.condition(line.condition) for line in declared.lines(n.Applies)]
        condition = applies[0] if applies else Const(False, ERROR, declared.place())
        bodies, type_ = list(declared.lines(n.Body)), self.sight.value_type(declared.name)
        value = lowering.body(bodies, type_) if bodies else None
        targets = self.sight.targets(declared.name)
        return Made(replace(self._stated(declared, condition), type=BOOL, excepts=targets), value)

    def _definition(self, declared: Declared) -> Definition:
        lowering = self._lowering(declared)
        guards = [lowering.condition(line.condition) for line in declared.lines(n.Given)]
        body = lowering.body(list(declared.lines(n.Body)), self.sight.meant(declared.name).type)
        stated = self._stated(declared, body or Const(False, ERROR, declared.place()))
        return with_parts(replace(stated, guard=_all(guards, declared)))

    def _stated(self, declared: Declared, body: Expr) -> Definition:
        """What a definition and an exception have in common."""
        english = declared.one(n.English)
        return Definition(
            declared.name,
            english.alias if english and english.alias else "",
            declared.label(),
            self.sight.meant(declared.name).type,
            choices_of(declared),
            None,
            body,
            self._readings(declared),
            any(p.key == "answered_before_force" for p in declared.lines(n.Property)),
            declared.both("remark"),
            self.claim_of[declared],
            declared.part,
            declared.place(),
            window=declared.window,
            each=self.sight.meant(declared.name).each,
        )

    # ---- norms and services ----

    def _norm(self, declared: Declared) -> Norm:
        lowering = self._lowering(declared)
        given = [lowering.condition(line.condition) for line in declared.lines(n.Given)]
        claim = self.claim_of[declared] or Claim("", "", "", declared.place())
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
            self.claim_of[declared],
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
