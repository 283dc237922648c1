"""One text of the regulation for its page: the law sentence by sentence, and beside each what encodes it."""

from __future__ import annotations

from collections.abc import Iterator

from compiler.expressions import Apply, Expr, FactRef, Quantified, RuleRef, walk
from compiler.official import Part
from compiler.program import ALWAYS, Fact, Program, Text
from compiler.values import LIMITS
from explain import law, published, words
from explain.places import Places, page_of
from explain.records import definition_of, field_label
from explain.rules import Piece
from explain.statements import Statements
from explain.trials import Trials
from explain.versions import Version, common_window
from explain.views import Article, Dated, FactView

SOURCES = {
    "self_declared": Text("您自己填", "you state it yourself"),
    "register": Text("以登记资料为准", "as registered"),
    "authority_judgement": Text("由机关认定", "an authority decides"),
    "published": Text("由机关公布，不用您填", "published by the authorities; not for you to fill in"),
    "told": Text(
        "放假安排以外的日子，由机关说明，不用您填",
        "for days beyond these holidays an agency says it; not for you to fill in",
    ),
}
_WORKDAYS = ("add_working_days", "sub_working_days", "next_working_day", "within", "within_rolled")


class ArticleMaker:
    """Makes articles in one language."""

    def __init__(self, program: Program, lang: str, places: Places, trials: Trials) -> None:
        self.program, self.lang, self.places, self.versions = program, lang, places, places.versions
        self.trials = trials
        self.uses = {part.name: tuple(self._uses(part.name)) for part in program.ledger.parts}

    def make(self, part: Part) -> Article:
        program, name = self.program, part.name
        common, asked = common_window(self.versions.of_part(name)), self.asked(name)
        maker = Statements(program, part, self.lang, self.places, common)
        return Article(
            part,
            words.part_name(name, words.english(program.about)).get(self.lang),
            law.title(program, part).get(self.lang),
            tuple(maker.passage(p) for p in law.passages(program.ledger, part)),
            tuple(self.trials.run(e for e in program.examples if e.part == name)),
            tuple(self.fact(f) for f in program.facts.values() if f.name in asked),
            self.uses[name],
            tuple(other for other, used in self.uses.items() if name in used),
            Dated(words.window(common, self.lang), self._others(part) if common != ALWAYS else ()),
            self._instrument(part),
        )

    # ---- what a part's rules name ----

    def _stated(self, part: str) -> Iterator[tuple[Expr, Program]]:
        """Every condition and body stated in a part, as it reads at all times."""
        for program in self.versions.programs:
            for rule in program.definitions.values():
                if rule.part == part and not rule.internal:
                    yield from ((expr, program) for expr in (rule.guard, rule.body) if expr is not None)
        for norm, program in self.versions.norms.values():
            if norm.part == part and norm.condition is not None:
                yield norm.condition, program
        for service, program in self.versions.services.values():
            if service.part == part:
                conditions = (service.condition, *(c for c, _ in service.venues))
                yield from ((c, program) for c in conditions if c is not None)

    def _uses(self, part: str) -> Iterator[str]:
        """The other parts whose conclusions a part's rules name, in the order of the law."""
        named = {
            definition_of(program, x.name).part
            for expr, program in self._stated(part)
            for x in walk(expr)
            if isinstance(x, RuleRef) and (x.name in program.definitions or x.name in program.gone)
        }
        named |= {name for version in self.versions.of_part(part) for name in self._excepted(version)}
        return (p.name for p in self.program.ledger.parts if p.name in named and p.name != part)

    def _excepted(self, version: Version) -> Iterator[str]:
        """The parts of what an exception is an exception to."""
        for name in version.definition.excepts:
            yield from (other.definition.part for other in self.versions.named(name))

    def asked(self, part: str) -> set[str]:
        """The facts that a part's rules name, the lists whose fields they name, and the calendar that they count by."""
        facts = self.program.facts
        parts = [x for expr, _ in self._stated(part) for x in walk(expr)]
        found = {x.name for x in parts if isinstance(x, FactRef)} | {
            x.records for x in parts if isinstance(x, Quantified)
        }
        found |= {v.definition.each for v in self.versions.of_part(part) if v.definition.each}
        found |= {facts[name].each for name in found if name in facts and facts[name].each}
        if self.program.holidays is not None and any(map(_counts_working_days, parts)):
            found.add(self.program.holidays.name)
        return found

    # ---- the parts around ----

    def _others(self, part: Part) -> tuple[Piece, ...]:
        """The texts of other days of what stands here."""
        names = {v.definition.name for v in self.versions.of_part(part.name)}
        others = {v.definition.part: v.window for n in names for v in self.versions.named(n)}
        return tuple(
            Piece(f"{words.part_name(p.name, words.english(self.program.about)).get(self.lang)}", page_of(p))
            for p in self.program.ledger.parts
            if p.name in others and p.name != part.name
        )

    def _instrument(self, part: Part) -> str:
        """The amendment that a part belongs to, '' where to none."""
        for a in self.program.about.amendments:
            if part.id.startswith(f"{a.id}."):
                number = (f"（{a.number}）" if self.lang == "zh" else f" ({a.number})") if a.number else ""
                return a.title.get(self.lang) + number
        return ""

    def fact(self, fact: Fact) -> FactView:
        lang, program = self.lang, self.program
        told = program.holidays is not None and fact.name == program.holidays.name
        source = "told" if told else "published" if fact.change == "parameter" else fact.source
        listed = fact.type.kind == "records"
        return FactView(
            f"fact-{fact.alias or fact.name}",
            field_label(program, fact).get(lang) if fact.each else fact.label.get(lang),
            fact.question.get(lang),
            fact.hint.get(lang),
            tuple(words.choice(c, lang, fact.choices) for c in fact.type.choices),
            SOURCES.get(source, Text("")).get(lang),
            tuple(f.label.get(lang) for f in program.facts.values() if listed and f.each == fact.name),
            (fact.limits or LIMITS["records"])[1] if listed else 0,
            published.values(fact, lang),
            published.calendar_of(program, lang) if told else None,
        )


def _counts_working_days(expr: Expr) -> bool:
    if not isinstance(expr, Apply) or expr.op not in _WORKDAYS:
        return False
    return expr.op not in ("within",) or expr.args[2].type.kind == "workdays"
