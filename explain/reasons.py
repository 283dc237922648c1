"""Answers -> Proof: why, why not, what is missing, how an amount was computed, on which readings it rests."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from compiler.evaluate import Answer, Answers
from compiler.partial import Residual
from compiler.program import Definition, Fact, Program, Text
from compiler.steps import Step
from compiler.values import NA
from explain import days, routes, standing, words
from explain import sentences as say
from explain.amounts import amount
from explain.decided import decided_by, deciding
from explain.grounds import Grounds
from explain.interface import UI
from explain.judge import Judge
from explain.kinds import DATES, NOT_MET, Kinds
from explain.proof import NOTHING, Basis, Line, Missing, Node, Outlook, Proof, Route, Verdict
from explain.question.ask import Finding
from explain.readings import readings_used
from explain.records import definition_of, fact_of, joined, kind_of, label_of, record_label
from explain.terms import Terms
from explain.trace import Tree
from explain.words import both


@dataclass(frozen=True, slots=True)
class Proven:
    """A proof, with the step that each node shows, whom it speaks of, and the judge that decided them."""

    proof: Proof
    steps: Mapping[str, Step]
    places: Mapping[str, Terms]
    judge: Judge


def prove(answers: Answers, name: str, full: bool = False) -> Proven:
    """The proof of one conclusion. Raises KeyError where it was not asked for."""
    answer = answers.conclusions[name]
    maker = _Maker(answers, definition_of(answers.program, name), answer, full)
    return Proven(maker.proof(), maker.tree.steps, maker.tree.places, maker.judge)


class _Known:
    """What there is to know of the conditions of a tree beside what they came to."""

    def __init__(self, tree: Tree, name: str) -> None:
        self.tree, self.name = tree, name
        self.grounds = Grounds(tree.judge, tree.steps, tree.places)
        self.kinds = Kinds(tree.judge, tree.steps, tree.places, self.grounds)
        self.root: Node | None = None
        self._found: dict[object, tuple[str, ...]] = {}

    def missing(self, node: Node) -> tuple[str, ...]:
        return self.tree.judge.missing(self.tree.steps[node.id].outcome)

    def clash(self, nodes: Sequence[Node]) -> bool:
        return self.tree.clash(nodes)

    def closed(self, unmet: Sequence[Node]) -> bool:
        return self.kinds.closed(unmet)

    def bars(self, conditions: Sequence[Node]) -> tuple[str, ...]:
        return self.kinds.bars(conditions)

    def facts(self, way: routes.Way, fails: bool) -> tuple[str, ...]:
        if not fails and all(node.state == "open" for node in way[1]):
            return self.of_verdict()
        key = (way[0].id, *(node.id for node in way[1]))
        if key not in self._found:
            self._found[key] = self.grounds.of_route(way, fails)
        return self._found[key]

    def of_verdict(self) -> tuple[str, ...]:
        if "" not in self._found:
            assert self.root is not None
            self._found[""] = self.grounds.of_verdict(self.name, self.root)
        return self._found[""]


class _Maker:
    def __init__(self, answers: Answers, definition: Definition, answer: Answer, full: bool) -> None:
        self.answers, self.definition, self.answer, self.full = answers, definition, answer, full
        self.program, self.day = answers.program, answers.request.as_of
        self.judge = Judge.of(answers.environment)
        outcome = answers.environment.rule(definition.name)
        if isinstance(outcome, Residual) and answer.status in ("value", "unknown", "not_applicable"):
            found = NA if answer.status == "not_applicable" else answer.value
            self.judge.known[outcome] = (found, answer.missing)
        self.tree = Tree(self.judge)
        self.known = _Known(self.tree, definition.name)
        self.finding = Finding(answer.status, answer.value)

    def proof(self) -> Proof:
        """Outside the dates of the instrument, or of the rule, no condition is looked at."""
        limit = _outside(self.program, self.definition, self.day)
        root = self._dated(*limit) if limit else self.tree.of(self.definition.name)
        self.known.root, cause = root, routes.cause(root, self.answer.status)
        ways, given = ((), ()) if limit else self._ways(root, cause)
        no, no_said = self._no(ways, limit is not None)
        about, claim = self.program.about, self.definition.claim
        why = "why_yes" if limit else self._why()
        return Proof(
            about=self.definition.name,
            label=self.definition.label,
            number=about.number,
            title=Text(about.title, about.title_en),
            as_of=self.day,
            verdict=self._verdict(root, ways, limit),
            caveats=tuple(Text(c["zh"], c["en"]) for c in self.answers.caveats),
            why=why,
            summary=Line(cause.id, self._since(*limit) if limit else self._summary(why, len(ways), root, cause)),
            routes=ways,
            given=given,
            missing=tuple(self._missing(root)),
            amount=amount(self.tree, root) if not limit and routes.computed(self.answer) else None,
            readings=tuple(readings_used(root, self.judge, self.answer, self.full)),
            remarks=self.definition.remarks,
            cite=words.cite(claim.cite, words.english(about)) if claim else NOTHING,
            quote=claim.text if claim else "",
            root=root,
            others=tuple(self._others(root)),
            standing=(
                *standing.exception_to(self.program, self.definition),
                *(() if limit else standing.by_text(self.definition)),
            ),
            no=no,
            no_said=no_said,
            rests=lambda: () if limit or self.answer.status == "unknown" else self.known.of_verdict(),
        )

    def _others(self, root: Node) -> Iterator[Basis]:
        """The law of the exceptions that decided, those that set others aside among them."""
        body = root.parts[-1] if root.parts else root
        for node in deciding(body, self.program) if body.kind == "exceptions" else ():
            definition = self.program.definitions[node.name]
            if definition.claim is not None:
                yield Basis(words.cite(definition.claim.cite, words.english(self.program.about)), definition.claim.text)

    @property
    def _gone(self) -> bool:
        """Has the conclusion no text in force on this day, although the instrument is in force?"""
        return self.definition.name not in self.program.definitions

    # ---- the verdict and the ways ----

    def _ways(self, root: Node, cause: Node) -> tuple[tuple[Route, ...], tuple[Route, ...]]:
        """Why (or why not), and the conditions on which a value was computed."""
        if self.answer.status == "unknown":
            return (), ()
        if not routes.computed(self.answer):
            return routes.ways(cause, self.known, routes.beyond(root, cause)), ()
        guard = root.parts[0] if root.parts and root.parts[0].role == "guard" else None
        ways = routes.chosen(root.parts[-1], self.known)
        return ways, routes.ways(guard, self.known) if guard else ()

    def _no(self, ways: tuple[Route, ...], dated: bool) -> tuple[str | None, Text]:
        """The kind of a "no", and of a value that does not apply."""
        if self.answer.value is not False and self.answer.status != "not_applicable":
            return None, NOTHING
        if dated or not ways:
            return DATES if dated else NOT_MET, NOTHING
        return self.known.kinds.of(ways, self.definition.name, self.answer.status == "value")

    def _verdict(self, root: Node, ways: tuple[Route, ...], limit: tuple[int, bool] | None) -> Verdict:
        answer, definition = self.answer, self.definition
        shown = both(lambda lang: say.shown_value(definition, answer.value, lang))
        if answer.status == "unknown":
            line = say.undecided(len(answer.missing), self.day)
        elif limit and self._by_rule(*limit):
            line = standing.no_version_answer(definition, self.day, limit[1])
        elif limit and answer.status.endswith("in_force"):
            line = say.no_answer(self.day, limit[1])
        else:
            open_ = (route for route in ways if not route.bars and not self.known.closed(route.unmet))
            yet = answer.value is False and any(open_)
            line = say.headline(say.claim(self.program, definition, self.finding, yet), self.day)
        return Verdict(answer.status, answer.value, answer.kind, root.state, line, shown)

    def _why(self) -> str:
        if self.answer.status == "value":
            return "why_value" if self.answer.kind != "bool" else "why_yes" if self.answer.value else "why_no"
        return "missing" if self.answer.status == "unknown" else "why_na"

    def _summary(self, why: str, count: int, root: Node, cause: Node) -> Text:
        if why == "why_na" and cause.kind == "test" and cause.state == "not_applicable":
            return say.NOT_APPLICABLE
        body = root.parts[-1] if root.parts else root
        decided = decided_by(body, self.program)
        if why in ("why_yes", "why_no", "why_na"):
            plain = {"why_yes": say.why, "why_no": say.why_not, "why_na": say.why_not_applicable}[why](count)
        else:
            plain = say.MISSING if why == "missing" else say.COMPUTED
        if decided is None:
            return plain
        if why in ("why_yes", "why_value") or any(part.counts for part in body.parts):
            return decided
        return Text(decided.zh + plain.zh, f"{decided.en} {plain.en}")

    def _by_rule(self, limit: int, over: bool) -> bool:
        """Is it the rule that is out of its dates, rather than the instrument?"""
        return self._gone and _instrument(self.program, self.day) is None

    def _since(self, limit: int, over: bool) -> Text:
        if self._by_rule(limit, over):
            return standing.no_version(self.definition, over)
        return say.since(limit, over)

    def _dated(self, limit: int, over: bool) -> Node:
        """The tree of a day on which the document does not answer: that day beside the day it needs."""
        state = "not_applicable" if self.answer.status != "value" else "met" if self.answer.value is True else "unmet"
        needed = both(
            lambda lang: words.phrase("lt" if over else "since", "date", lang).format("", words.date(limit, lang))
        )
        yours = both(lambda lang: words.date(self.day, lang))
        label = UI["day"]
        day = Node("1.1", "test", "unmet", label, yours, needed, (), (), "", "", True, (), brief=label)
        claim, reading = self.definition.claim, self.program.before_force[0]
        cite, quote = (claim.cite, claim.text) if claim else ("", "")
        switch = (reading,) if reading and not over and not self._by_rule(limit, over) else ()
        name, label = self.definition.name, self.definition.label
        return Node(
            "1", "rule", state, label, NOTHING, NOTHING, (), switch, cite, quote, True, (day,), name, brief=label
        )

    # ---- what is missing ----

    def _missing(self, root: Node) -> Iterator[Missing]:
        nodes = [node for node in root.walk() if node.decisive and not node.parts]
        for name in self.answer.missing:
            fact, kind = fact_of(self.program, name), kind_of(self.program, name)
            step = next((node.id for node in nodes if name in node.facts), root.id)
            asked = kind in ("asked", "judged")
            outlooks = tuple(self._outlooks(fact, name)) if asked else ()
            who = days.covered(self.program) if kind == "told" else decider(self.program, fact)
            question, hint = (self._question(fact, name), fact.hint) if asked else (NOTHING, NOTHING)
            label = label_of(self.program, name)
            yield Missing(name, kind, step, label, say.status(kind, who), question, hint, outlooks)

    def _question(self, fact: Fact, path: str) -> Text:
        """Of a record, which one comes first."""
        if "[" not in path or not fact.question.zh:
            return fact.question
        return joined(record_label(self.program, path.partition(".")[0]), fact.question)

    def _outlooks(self, fact: Fact, path: str) -> Iterator[Outlook]:
        """The answers that alone settle the question, those with the same outcome together."""
        if fact.type.kind not in ("bool", "enum"):
            return
        found: dict[Finding, list[Text]] = {}
        for value in fact.type.choices or (True, False):
            judge = self.judge.assuming(path, value)
            finding = judge.find(self.definition.name) if judge.possible else None
            if finding is not None and finding.status != "unknown":
                shown = Text(*(words.value(value, fact.type, lang, fact.choices) for lang in ("zh", "en")))
                found.setdefault(finding, []).append(shown)
        every = [
            Text(*(words.value(x, fact.type, lang, fact.choices) for lang in ("zh", "en"))) for x in fact.type.choices
        ]
        for finding, values in found.items():
            yield Outlook(say.answered(values, every), say.claim(self.program, self.definition, finding))


def _outside(program: Program, definition: Definition, day: int) -> tuple[int, bool] | None:
    """The day from which the rule answers, or (True) answers no more; None where it answers."""
    limit = None if definition.answered_before_force else _instrument(program, day)
    if limit is not None or definition.name in program.definitions:
        return limit
    over = program.gone[definition.name][0] == "no_longer_in_force"
    window = definition.window
    return ((window.until or 0) + 1, True) if over else (window.since or 0, False)


def _instrument(program: Program, day: int) -> tuple[int, bool] | None:
    """The same of the instrument as a whole."""
    about = program.about
    if about.repealed_from is not None and day >= about.repealed_from:
        return about.repealed_from, True
    return (about.in_force_from, False) if day < about.in_force_from else None


def decider(program: Program, fact: Fact) -> Text:
    """Who decides, where the vocabulary names somebody other than the person; the hint may say more."""
    person = program.enquirer.norm_default if program.enquirer is not None else None
    if not fact.entity or fact.entity == person:
        return say.SOMEBODY
    return words.body(program, fact.entity) or say.SOMEBODY
