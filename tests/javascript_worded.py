"""What the JavaScript engine gives for words (explain/js/reasons.js), put into Python's own, beside Python's texts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from compiler import calendar
from compiler.program import Text
from compiler.values import Value
from explain import kinds, standing, words
from explain import sentences as say
from explain.decided import decided_by
from explain.explanation import Explanation
from explain.proof import NOTHING, Basis
from explain.question.ask import Finding
from explain.records import definition_of, fact_of, label_of, record_label
from explain.words import both
from tests.javascript_figures import Notes, figures, run_time
from tests.javascript_reasons import Form, Number

Pairs = Iterator[tuple[str, object, object]]
"""Where, what Python says, and what the script's data says."""


def texts(explanation: Explanation, found: Form, number: Number) -> Pairs:
    """Every text that the data of the script is made for, but those of single conditions."""
    worded = _Worded(explanation, found)
    yield from worded.verdict()
    yield from worded.decided(found["summary"]["decided"], found["summary"]["plain"])
    yield from worded.ways()
    yield from worded.alternatives()
    yield from worded.nodes()
    yield from figures(explanation, found["amount"], number)


def _follow(labels: Sequence[str], text: str) -> bool:
    """Does a text name these, one after the other?"""
    at = 0
    for label in labels:
        at = text.find(label, at) + len(label)
        if at < len(label):
            return False
    return True


_JOINTS = (("zh", ""), ("en", " "))


class _Worded:
    def __init__(self, explanation: Explanation, found: Form) -> None:
        self.explanation, self.proof, self.program = explanation, explanation.proof, explanation.program
        self.found, self.definition = found, definition_of(explanation.program, explanation.proof.about)

    # ---- the verdict ----

    def verdict(self) -> Pairs:
        verdict, proof = self.found["verdict"], self.proof
        yield "headline", proof.verdict.headline, self._headline(verdict)
        yield "no_said", proof.no_said, self._no_said(verdict["no_said"])
        if self.found["summary"]["decided"] is None:
            yield "summary", proof.summary.text, self._summary(verdict["limit"], self.found["summary"]["plain"])
        yield "standing", proof.standing, tuple(self._standing(**self.found["standing"]))
        excepts = [name for name in self.definition.excepts if name in self.program.conclusions]
        yield "exception to", excepts, self.found["standing"]["exception_to"]
        yield "basis", proof.others, tuple(map(self._basis, self.found["basis_of_exceptions"]))

    def _headline(self, verdict: Form) -> Text:
        day, over = self.proof.as_of, bool(verdict["limit"] and verdict["limit"]["over"])
        if verdict["line"] == "undecided":
            return say.undecided(len(self.found["missing"]), day)
        if verdict["line"] == "no_version":
            return standing.no_version_answer(self.definition, day, over)
        if verdict["line"] == "no_answer":
            return say.no_answer(day, over)
        return say.headline(say.claim(self.program, self.definition, self._finding(verdict), verdict["yet"]), day)

    def _finding(self, form: Form) -> Finding:
        value = form["value"]
        return Finding(form["status"], None if value is None else run_time(value, self.definition.type.kind))

    def _no_said(self, said: Form | None) -> Text:
        if said is None:
            return NOTHING
        names, form = [label_of(self.program, path) for path in said["facts"]], kinds.SAID[said["kind"]]
        return both(lambda lang: form.get(lang).format(words.listed([words.quoted(x.get(lang)) for x in names], lang)))

    def _summary(self, limit: Form | None, plain: str) -> Text:
        if limit is not None:
            day = calendar.from_iso(limit["day"]) or 0
            return (
                standing.no_version(self.definition, limit["over"]) if limit["rule"] else say.since(day, limit["over"])
            )
        count = len(self.found["routes"])
        return {
            "why_yes": say.why(count),
            "why_no": say.why_not(count),
            "why_na": say.why_not_applicable(count),
            "why_value": say.COMPUTED,
            "missing": say.MISSING,
            "not_applicable": say.NOT_APPLICABLE,
        }[plain]

    def _standing(self, exception_to: Sequence[str], window: Form | None) -> Iterator[Text]:
        yield from standing.exception_to(self.program, self.definition) if exception_to else ()
        yield from standing.by_text(self.definition) if window else ()

    def _basis(self, name: str) -> Basis:
        claim = self.program.definitions[name].claim
        assert claim is not None
        return Basis(words.cite(claim.cite, words.english(self.program.about)), claim.text)

    def decided(self, said: Form | None, plain: str | None) -> Pairs:
        """The exceptions that the text names, in their order, and what follows it."""
        root = self.proof.root
        body = root.parts[-1] if root.parts else root
        text = decided_by(body, self.program) if self.found["verdict"]["limit"] is None else None
        if text is None or said is None or plain == "not_applicable":
            yield "decided", True, (text is None) == (said is None) or plain == "not_applicable"
            return
        named = [name for those, some in said.get("asides", ()) for name in (*those, *some)]
        named += [name for key in ("open", "counting", "targets") for name in said.get(key, ())]
        labels = [words.quoted(definition_of(self.program, name).label.zh) for name in named]
        yield "decided", text.zh.count("“"), sum(label.count("“") for label in labels)
        yield "order of exceptions", True, _follow(labels, text.zh)
        whole = (
            text
            if plain is None
            else Text(*(f"{text.get(x)}{y}{self._summary(None, plain).get(x)}" for x, y in _JOINTS))
        )
        yield "summary", self.proof.summary.text, whole

    # ---- the ways, what is missing, readings ----

    def ways(self) -> Pairs:
        nodes = {node.id: node for node in self.proof.root.walk()}
        for key, routes in (("routes", self.proof.routes), ("given", self.proof.given)):
            for i, (route, found) in enumerate(zip(routes, self.found[key], strict=True), start=1):
                one, conditions = nodes[found["step"]], [nodes[id_] for id_ in found["conditions"]]
                names = [x.brief for x in ([one] if one.role == "exception" else conditions)]
                title = say.route_title(i, len(routes), names)
                lacks = say.gap(found["gap"] - found["blocking"], len(found["open"]), found["blocking"])
                yield f"{key} {i}", (route.title, route.lacks), (title, lacks)

    def alternatives(self) -> Pairs:
        for missing, found in zip(self.proof.missing, self.found["missing"], strict=True):
            mine = [(one.answers, one.outcome) for one in missing.outlooks]
            yield f"if {missing.fact}", mine, [self._outlook(missing.fact, one) for one in found["if"]]
        for use, shown in zip(self.proof.readings, self.found["readings"], strict=True):
            theirs = [(one["letter"], self._other(one["outcome"])) for one in shown["others"]]
            yield f"reading {use.id}", [(one.letter, one.outcome) for one in use.others], theirs

    def _outlook(self, path: str, one: Form) -> tuple[Text, Text]:
        fact = fact_of(self.program, path)

        def said(value: Value) -> Text:
            return both(lambda lang: words.value(value, fact.type, lang, fact.choices))

        answers = say.answered([said(x) for x in one["answers"]], [said(x) for x in fact.type.choices])
        return answers, say.claim(self.program, self.definition, self._finding(one["outcome"]))

    def _other(self, outcome: Form | str | None) -> Text:
        if outcome is None:
            return NOTHING
        if isinstance(outcome, str):
            return {"same": say.SAME, "open": say.STILL_OPEN}[outcome]
        return say.changed(say.claim(self.program, self.definition, self._finding(outcome)))

    # ---- nodes ----

    def nodes(self) -> Pairs:
        notes = Notes(self.program)
        for node in self.proof.root.walk():
            found = self.found["nodes"][node.id]
            yield f"{node.id} asides", node.asides, tuple(notes.said(x) for x in found.get("asides", ()))
            label = record_label(self.program, found["record"]).zh if "record" in found else ""
            yield f"{node.id} record", True, node.label.zh.startswith(label)
            if "limit" in found:
                phrase, day = "lt" if found["limit"]["over"] else "since", calendar.from_iso(found["limit"]["day"]) or 0
                needed = words.phrase(phrase, "date", "en").format("", words.date(day, "en"))
                yield f"{node.id} limit", node.needed.en, needed
