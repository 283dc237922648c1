"""What the statements of one text become on its page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from compiler.expressions import Apply, Expr, RuleRef
from compiler.official import Part
from compiler.program import ALWAYS, Clause, Definition, Norm, Program, Reading, Service, Text, Window
from dsl import nodes as n
from explain import law, published, words
from explain.places import Places
from explain.rules import LETTERS, Links, Outline, Outlines, Piece
from explain.trace_exceptions import own_condition, prevailing
from explain.versions import Version, placed_at
from explain.views import (
    Bearer,
    Dated,
    Duty,
    ExceptionRow,
    HolidaysView,
    NormView,
    ParameterView,
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
View = NormView | ServiceView | RuleView | ReadingView | ParameterView | HolidaysView | str


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


class Statements:
    """Views of the statements of one part, in one language; `common` are the dates that all its rules share. Without a
    part they are for a page that is no text's own; `links` is then what it finds."""

    def __init__(
        self,
        program: Program,
        part: Part | None,
        lang: str,
        places: Places,
        common: Window = ALWAYS,
        links: Callable[[Program], Links] | None = None,
    ) -> None:
        self.program, self.part, self.lang, self.places, self.common = program, part, lang, places, common
        self.links = links or (lambda of: places.links(of, part) if part else places.elsewhere(of))
        self.versions = places.versions
        self._outlines: dict[int, Outlines] = {}

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
            tuple(v for v in views if isinstance(v, ParameterView)),
            tuple(v for v in views if isinstance(v, HolidaysView)),
        )

    def _view(self, found: law.Passage, placed: n.Placed) -> View | None:
        """What a statement becomes; a note is its reason, and an example is shown elsewhere."""
        node, program, versions = placed.node, self.program, self.versions
        assert isinstance(node, n.Statement)
        name = node.name.text if node.name else ""
        at = placed_at(found.source, placed) if found.source else ("", 0)
        source = law.verbatim(found.source, placed) if found.source else ""
        match node.kind:
            case "norm" if at in versions.norms:
                return self.norm(*versions.norms[at])
            case "service" if at in versions.services:
                return self.service(*versions.services[at], source)
            case "define" | "exception" if at in versions.definitions:
                return self.rule(versions.definitions[at], source)
            case "parameter" if name in program.facts:
                return published.parameter(program.facts[name], self.lang, source)
            case "holidays":
                return published.holidays(node, self.lang, source)
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
        cited = words.capital(self._cited(found.address.cite()))
        return cited + Text("（续）", " (continued)").get(self.lang) if more else cited

    def _cited(self, cite: str) -> str:
        return words.cite(cite, words.english(self.program.about)).get(self.lang)

    def outline(self, expr: Expr | None, program: Program) -> Outline | None:
        """A condition or value of a program, None where there is none."""
        return self._words(program).of(expr) if expr is not None else None

    def _words(self, program: Program) -> Outlines:
        """Words for rules as a program has them, with links to the versions that are in force with it."""
        if id(program) not in self._outlines:
            self._outlines[id(program)] = self.places.outlines(program, self.lang, self.links(program))
        return self._outlines[id(program)]

    def _texts(self, texts: Sequence[Text]) -> tuple[str, ...]:
        return tuple(text.get(self.lang) for text in texts)

    def _called(self, names: Sequence[str]) -> tuple[str, ...]:
        """Bearers or addressees, as they stand at the start of a line."""
        called = [words.name(self.program, name, self.lang) for name in names]
        return (*map(words.capital, called[:1]), *called[1:])

    # ---- norms and services ----

    def norm(self, norm: Norm, program: Program) -> NormView:
        """A norm with its bearers and their clauses."""
        return NormView(
            norm.id,
            norm.id if norm.id[-1:].isalpha() else "",
            norm.label.get(self.lang),
            tuple(self._bearers(norm)),
            self._called(norm.subject),
            norm.beneficiary.get(self.lang),
            self._called(norm.counterparts),
            norm.period.get(self.lang),
            self.outline(norm.condition, program),
            self._texts(norm.remarks),
            self._window(norm.window),
        )

    def _window(self, window: Window) -> Dated:
        return Dated("" if window in (ALWAYS, self.common) else words.window(window, self.lang))

    def _bearers(self, norm: Norm) -> Iterator[Bearer]:
        for (bearers, implied), clauses in groupby(norm.clauses, key=lambda clause: (clause.bearers, clause.implied)):
            duties = tuple(self._duty(clause, norm.claim.text) for clause in clauses)
            yield Bearer(self._called(bearers), implied, duties)

    def _duty(self, clause: Clause, claimed: str) -> Duty:
        """`wording` only where these are words of the law, and other words than those shown."""
        how = [MODALITIES[m].get(self.lang) if m in MODALITIES else m for m in clause.modalities]
        if clause.modalities == ("shall_grant",) and self.lang == "zh" and not clause.action.zh.startswith("给"):
            how = ["要给予："]
        wording = clause.wording if clause.wording in claimed and [clause.wording] != how else ""
        return Duty(tuple(how), wording, clause.action.get(self.lang))

    def service(self, service: Service, program: Program, source: str) -> ServiceView:
        """A service."""
        return ServiceView(
            service.label.get(self.lang),
            self.outline(service.condition, program),
            {key: self._texts(service.fields.get(key, ())) for key in _FIELDS},
            tuple((self._called([who])[0], text.get(self.lang)) for who, text in service.steps),
            tuple((self.outline(condition, program), self._texts(places)) for condition, places in service.venues),
            self._texts(service.remarks),
            source,
            self._window(service.window),
        )

    # ---- rules ----

    def rule(self, version: Version, source: str) -> RuleView:
        """A conclusion or an exception."""
        rule, outlines = version.definition, self._words(version.program).about(version.definition)
        body = own_condition(version.program, rule) if rule.excepts else rule.body
        links = outlines.links
        return RuleView(
            self.places.anchor(version),
            rule.label.get(self.lang),
            "exception" if rule.excepts else _KINDS.get(rule.type.kind, "computed"),
            outlines.of(rule.guard) if rule.guard is not None else None,
            outlines.of(body),
            tuple(Piece(id_, links(id_)) for id_ in rule.readings),
            self._texts(rule.remarks),
            source,
            self._dated(version),
            Piece(outlines.label(rule.each), links(rule.each)) if rule.each else None,
            tuple(Piece(outlines.label(name), links(name)) for name in rule.excepts if links.knows(name)),
            self._gives(version, outlines),
            tuple(self._exception(version, other) for other in self.versions.exceptions(version)),
            tuple(self._behind(version, outlines)),
        )

    def _behind(self, version: Version, outlines: Outlines) -> Iterator[Piece]:
        """The exceptions that prevail over one without being exceptions to it."""
        rule, program = version.definition, version.program
        for name in prevailing(program, rule) if rule.excepts else ():
            if rule.name not in program.definitions[name].excepts:
                yield Piece(outlines.label(name), outlines.links(name))

    def _gives(self, version: Version, outlines: Outlines) -> Outline | None:
        """What an exception gives; it stands in the rules that it is about."""
        for rule in version.program.definitions.values() if version.definition.excepts else ():
            value = value_in(rule, version.definition.name)
            if value is not None:
                return outlines.of(value)
        return None

    def _exception(self, version: Version, other: Version) -> ExceptionRow:
        claim = other.definition.claim
        window = other.window if other.window != version.window else ALWAYS
        return ExceptionRow(
            Piece(other.definition.label.get(self.lang), self.places.of(other, self.part)),
            self._cited(claim.cite) if claim else "",
            words.window(window, self.lang),
        )

    def _dated(self, version: Version) -> Dated:
        others = [
            v for v in self.versions.named(version.definition.name) if v.definition.place != version.definition.place
        ]
        pieces = tuple(Piece(self._other(v), self.places.of(v, self.part)) for v in others)
        return Dated(self._window(version.window).window, pieces)

    def _other(self, version: Version) -> str:
        """自2024年7月1日起（第五条）; from 1 July 2024 (Section 5)"""
        window = words.window(version.window, self.lang)
        part = words.part_name(version.definition.part, words.english(self.program.about)).get(self.lang)
        return f"{window}（{part}）" if self.lang == "zh" else f"{window} ({part})"


def value_in(rule: Definition, exception: str) -> Expr | None:
    """What a rule gives where one of its exceptions counts."""
    body = rule.body
    if not isinstance(body, Apply) or body.op != "with_exceptions":
        return None
    pairs = zip(body.args[1::2], body.args[2::2], strict=True)
    return next((value for ref, value in pairs if isinstance(ref, RuleRef) and ref.name == exception), None)
