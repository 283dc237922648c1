"""One text of the regulation for its page: the law sentence by sentence, and beside each what encodes it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby, zip_longest

from compiler.expressions import Expr, FactRef, RuleRef, walk
from compiler.official import Part
from compiler.program import Clause, Definition, Fact, Norm, Program, Reading, Service, Text
from dsl import nodes as n
from explain import law, words
from explain.dependency import part_name
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
    "supports": Text("支持", "supports"),
    "encourages": Text("鼓励", "encourages"),
    "guides": Text("引导", "guides"),
    "directs": Text("指导", "directs"),
    "directs_and_helps": Text("指导和帮助", "directs and helps"),
    "provides": Text("规定", "rule"),
}
_KINDS = {"bool": "judged", "list": "listed", "enum": "chosen"}


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
            part_name(part.name, self.lang),
            law.title(program.ledger, part),
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
        extra = _Extra(law.verbatim(found.source, placed) if found.source else "", law.english_remarks(placed))
        match node.kind:
            case "norm" if name in self.norms:
                return self._norm(self.norms[name], extra)
            case "service" if name in program.services:
                return self._service(program.services[name], extra)
            case "define" if name in program.definitions:
                return self._rule(program.definitions[name], extra)
            case "reading_of" if name in program.readings:
                return reading_view(program.readings[name], self.lang)
            case "note":
                return node.text.text if node.text else ""
        return None

    def _lines(self, found: law.Passage) -> tuple[tuple[Sentence, ...], ...]:
        return tuple(
            tuple(Sentence(v.text, v.anchor, self._cite(v), v.address.id) for v in line) for line in found.lines
        )

    def _cite(self, found: law.Verbatim) -> str:
        more = found.anchor != found.address.id and not found.address.unit.mark
        cited = _capital(words.cite(found.address.cite()).get(self.lang))
        return cited + Text("（续）", " (continued)").get(self.lang) if more else cited

    def _outline(self, expr: Expr | None) -> Outline | None:
        return self.outlines.of(expr) if expr is not None else None

    def _remarks(self, zh: Iterable[str], extra: _Extra) -> tuple[str, ...]:
        pairs = zip_longest(zh, extra.remarks, fillvalue="")
        return tuple(Text(a, b).get(self.lang) for a, b in pairs)

    def _who(self, name: str) -> str:
        """A bearer or addressee; in English where the vocabulary has a word for it."""
        return _capital(self.outlines.choice(name))

    # ---- the kinds of statements ----

    def _norm(self, norm: Norm, extra: _Extra) -> NormView:
        return NormView(
            norm.id,
            norm.id if norm.id[-1:].isalpha() else "",
            norm.label.get(self.lang),
            tuple(self._bearers(norm)),
            tuple(map(self._who, norm.subject)),
            norm.beneficiary.get(self.lang),
            tuple(map(self._who, norm.counterparts)),
            norm.period,
            self._outline(norm.condition),
            self._remarks(norm.remarks, extra),
            extra.source,
        )

    def _bearers(self, norm: Norm) -> Iterator[Bearer]:
        for (bearers, implied), clauses in groupby(norm.clauses, key=lambda clause: (clause.bearers, clause.implied)):
            duties = tuple(self._duty(clause, norm.claim.text) for clause in clauses)
            yield Bearer(tuple(map(self._who, bearers)), implied, duties)

    def _duty(self, clause: Clause, claimed: str) -> Duty:
        """`wording` only where these are words of the law."""
        how = [MODALITIES[m].get(self.lang) if m in MODALITIES else m for m in clause.modalities]
        if clause.modalities == ("shall_grant",) and self.lang == "zh" and not clause.action.zh.startswith("给"):
            how = ["要给予："]
        wording = clause.wording if clause.wording in claimed else ""
        return Duty(tuple(how), wording, clause.action.get(self.lang))

    def _rule(self, rule: Definition, extra: _Extra) -> RuleView:
        return RuleView(
            self.links(rule.name).rpartition("#")[2],
            rule.label.get(self.lang),
            _KINDS.get(rule.type.kind, "computed"),
            self._outline(rule.guard),
            self.outlines.of(rule.body),
            tuple(Piece(id_, self.links(id_)) for id_ in rule.readings),
            self._remarks(rule.remarks, extra),
            extra.source,
        )

    def _service(self, service: Service, extra: _Extra) -> ServiceView:
        return ServiceView(
            service.label.get(self.lang),
            self._outline(service.condition),
            {key: service.fields.get(key, ()) for key in ("channels", "documents", "contents", "fee", "result")},
            service.steps,
            tuple((self._outline(condition), places) for condition, places in service.venues),
            self._remarks(service.remarks, extra),
            extra.source,
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


@dataclass(frozen=True, slots=True)
class _Extra:
    """What a statement's node says beyond the program: its source text, its remarks in English."""

    source: str
    remarks: tuple[str, ...]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
