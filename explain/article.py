"""One text of the regulation for its page: the law sentence by sentence, and beside each what encodes it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from compiler.expressions import Expr, FactRef, RuleRef, walk
from compiler.official import Part
from compiler.program import Clause, Definition, Fact, Norm, Program, Reading, Service, Text
from dsl import nodes as n
from explain import law, words
from explain.rules import LETTERS, Links, Outline, Outlines, Piece
from explain.trials import Trials
from explain.views import (
    Article,
    Bearer,
    Duty,
    FactView,
    NormView,
    Passage,
    ReadingView,
    RuleView,
    Sentence,
    ServiceView,
)

MODALITIES = {
    "must": Text("要", "must"),
    "may": Text("可以", "may"),
    "must_not": Text("不能", "must not"),
    "need_not": Text("不用", "need not"),
    "shall_grant": Text("要", "must"),
    "supports": Text("支持", "support"),
    "encourages": Text("鼓励", "encourage"),
    "guides": Text("引导", "guide"),
    "directs": Text("指导", "direct"),
    "directs_and_helps": Text("指导和帮助", "direct and help"),
    "provides": Text("规定", "rule"),
}
_KINDS = {"bool": "judged", "list": "listed", "enum": "chosen"}
_FIELDS = ("channels", "documents", "contents", "fee", "result")

SOURCES = {
    "self_declared": Text("您自己填", "you state it yourself"),
    "register": Text("以登记资料为准", "as registered"),
    "authority_judgement": Text("由机关认定", "an authority decides"),
    "published": Text("由机关公布，不用您填", "published by the authorities; not for you to fill in"),
}


class ArticleMaker:
    """Makes articles in one language. `links` says, for a part's id, where its page finds each name."""

    def __init__(self, program: Program, lang: str, links: Mapping[str, Links]) -> None:
        self.program, self.lang, self.links = program, lang, links
        self.uses = {part.name: _uses(program, part.name) for part in program.ledger.parts}

    def make(self, part: Part) -> Article:
        program, name = self.program, part.name
        maker = _PartMaker(program, part, self.lang, self.links[part.id])
        return Article(
            part,
            words.part_name(name, program.about.english).get(self.lang),
            law.title(program, part).get(self.lang),
            tuple(maker.passage(p) for p in law.passages(program.ledger, part)),
            tuple(Trials(program, self.lang).run(e for e in program.examples if e.part == name)),
            tuple(maker.fact(f) for f in program.facts.values() if f.name in _names(program, name)),
            self.uses[name],
            tuple(other for other, used in self.uses.items() if name in used),
        )


def expressions(program: Program, part: str) -> Iterator[Expr]:
    """Every condition and body stated in a part."""
    for rule in program.definitions.values():
        if rule.part == part:
            yield from (e for e in (rule.guard, rule.body) if e is not None)
    for norm in program.norms.values():
        if norm.part == part and norm.condition is not None:
            yield norm.condition
    for service in program.services.values():
        if service.part == part:
            yield from (e for e in (service.condition, *(c for c, _ in service.venues)) if e is not None)


def _names(program: Program, part: str) -> set[str]:
    """The facts and conclusions that a part's rules name."""
    return {x.name for e in expressions(program, part) for x in walk(e) if isinstance(x, FactRef | RuleRef)}


def _uses(program: Program, part: str) -> tuple[str, ...]:
    """The other parts whose conclusions a part's rules name, in the order of the law."""
    named = {program.definitions[x].part for x in _names(program, part) if x in program.definitions}
    return tuple(p.name for p in program.ledger.parts if p.name in named and p.name != part)


def reading_view(reading: Reading, lang: str) -> ReadingView:
    said = {letter: text.get(lang) for letter, text in reading.alternatives.items()}
    letters = {letter: LETTERS[letter].get(lang) for letter in said}
    return ReadingView(
        reading.id,
        reading.question.get(lang),
        letters.get(reading.adopted, ""),
        said.get(reading.adopted, ""),
        reading.because.get(lang),
        tuple((letters[x], text) for x, text in said.items() if x != reading.adopted),
        reading.consequence.get(lang),
        reading.settled_by.get(lang),
        reading.not_computable.get(lang) if reading.not_computable else "",
    )


class _PartMaker:
    """What the statements of one part become."""

    def __init__(self, program: Program, part: Part, lang: str, links: Links) -> None:
        self.program, self.lang, self.links = program, lang, links
        self.outlines = Outlines.on(program, lang, links)
        self.norms = {x.name: x for x in program.norms.values() if x.part == part.name}

    def passage(self, found: law.Passage) -> Passage:
        views = [self._view(found, placed) for placed in found.statements]
        pending = not views or any(placed.node.kind == "pending" for placed in found.statements)  # type: ignore[union-attr]
        return Passage(
            self._lines(found),
            tuple(v for v in views if isinstance(v, NormView)),
            tuple(v for v in views if isinstance(v, ServiceView)),
            tuple(v for v in views if isinstance(v, RuleView)),
            tuple(v for v in views if isinstance(v, str)),
            pending,
            tuple(v for v in views if isinstance(v, ReadingView)),
        )

    def _view(
        self, found: law.Passage, placed: n.Placed
    ) -> NormView | ServiceView | RuleView | ReadingView | str | None:
        """What a statement becomes; a note is its reason, and an example is shown elsewhere."""
        node, program = placed.node, self.program
        assert isinstance(node, n.Statement)
        name = node.name.text if node.name else ""
        source = law.verbatim(found.source, placed) if found.source else ""
        match node.kind:
            case "norm" if name in self.norms:
                return self._norm(self.norms[name])
            case "service" if name in program.services:
                return self._service(program.services[name], source)
            case "define" if name in program.definitions:
                return self._rule(program.definitions[name], source)
            case "reading_of" if name in program.readings:
                return reading_view(program.readings[name], self.lang)
            case "note":
                return law.reason(node).get(self.lang)
        return None

    def _lines(self, found: law.Passage) -> tuple[tuple[Sentence, ...], ...]:
        return tuple(
            tuple(Sentence(v.text, v.anchor, self._cite(v), v.address.id) for v in line) for line in found.lines
        )

    def _cite(self, found: law.Verbatim) -> str:
        more = found.anchor != found.address.id and not found.address.unit.mark
        cited = words.capital(words.cite(found.address.cite(), self.program.about.english).get(self.lang))
        return cited + Text("（续）", " (continued)").get(self.lang) if more else cited

    def _outline(self, expr: Expr | None) -> Outline | None:
        return self.outlines.of(expr) if expr is not None else None

    def _texts(self, texts: Sequence[Text]) -> tuple[str, ...]:
        return tuple(text.get(self.lang) for text in texts)

    def _called(self, names: Sequence[str]) -> tuple[str, ...]:
        """Bearers or addressees, as they stand at the start of a line."""
        called = [words.name(self.program, name, self.lang) for name in names]
        return (*map(words.capital, called[:1]), *called[1:])

    # ---- the kinds of statements ----

    def _norm(self, norm: Norm) -> NormView:
        return NormView(
            norm.id,
            norm.id if norm.id[-1:].isalpha() else "",
            norm.label.get(self.lang),
            tuple(self._bearers(norm)),
            self._called(norm.subject),
            norm.beneficiary.get(self.lang),
            self._called(norm.counterparts),
            norm.period.get(self.lang),
            self._outline(norm.condition),
            self._texts(norm.remarks),
        )

    def _bearers(self, norm: Norm) -> Iterator[Bearer]:
        for (bearers, implied), clauses in groupby(norm.clauses, key=lambda clause: (clause.bearers, clause.implied)):
            duties = tuple(self._duty(clause, norm.claim.text) for clause in clauses)
            yield Bearer(self._called(bearers), implied, duties)

    def _duty(self, clause: Clause, claimed: str) -> Duty:
        """`wording` only where these are words of the law."""
        how = [MODALITIES[m].get(self.lang) if m in MODALITIES else m for m in clause.modalities]
        if clause.modalities == ("shall_grant",) and self.lang == "zh" and not clause.action.zh.startswith("给"):
            how = ["要给予："]
        wording = clause.wording if clause.wording in claimed else ""
        return Duty(tuple(how), wording, clause.action.get(self.lang))

    def _rule(self, rule: Definition, source: str) -> RuleView:
        return RuleView(
            self.links(rule.name).rpartition("#")[2],
            rule.label.get(self.lang),
            _KINDS.get(rule.type.kind, "computed"),
            self._outline(rule.guard),
            self.outlines.of(rule.body),
            tuple(Piece(id_, self.links(id_)) for id_ in rule.readings),
            self._texts(rule.remarks),
            source,
        )

    def _service(self, service: Service, source: str) -> ServiceView:
        return ServiceView(
            service.label.get(self.lang),
            self._outline(service.condition),
            {key: self._texts(service.fields.get(key, ())) for key in _FIELDS},
            tuple((self._called([who])[0], text.get(self.lang)) for who, text in service.steps),
            tuple((self._outline(condition), self._texts(places)) for condition, places in service.venues),
            self._texts(service.remarks),
            source,
        )

    def fact(self, fact: Fact) -> FactView:
        choices = (words.choice(c, self.lang, fact.choices) for c in fact.type.choices)
        return FactView(
            self.links(fact.name).rpartition("#")[2],
            fact.label.get(self.lang),
            fact.question.get(self.lang),
            fact.hint.get(self.lang),
            tuple(choices),
            SOURCES.get("published" if fact.change == "parameter" else fact.source, Text("")).get(self.lang),
        )
