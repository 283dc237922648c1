"""The examples of rule files, evaluated: what was said, what should come out, and what came out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from compiler import calendar
from compiler.evaluate import Answer, evaluate
from compiler.program import Definition, Example, Expected, Program, Text
from compiler.request import Refused
from compiler.unknowns import stem
from compiler.values import Value
from explain import words
from explain.records import classifier, definition_of, field_label
from explain.rests import Rests
from explain.rules import LETTERS

_STATUS = {
    "unknown": Text("还不能判断", "cannot be said yet"),
    "not_applicable": Text("不适用", "not applicable"),
    "not_in_force": Text("尚未施行", "not yet in force"),
    "no_longer_in_force": Text("已经废止", "no longer in force"),
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """One expectation; `holds` where what came out is what should. `sort` tells yes, no, unknown, another value …"""

    name: str
    sort: str
    expected: str
    actual: str
    holds: bool


@dataclass(frozen=True, slots=True)
class Trial:
    """An example with its results; facts are lines such as `是：本市户籍、个体经营者`."""

    name: str
    day: str
    facts: tuple[str, ...]
    readings: tuple[str, ...]
    outcomes: tuple[Outcome, ...]

    @property
    def holds(self) -> bool:
        return all(outcome.holds for outcome in self.outcomes)


@dataclass(frozen=True, slots=True)
class Run:
    """What an example came to: answers by the names of conclusions, or why it was refused, naming facts."""

    answers: Mapping[str, Answer] | None
    refused: str = ""
    facts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Runs:
    """Examples of one program, evaluated; each once, whatever the languages that word it. `known` are outcomes of other
    programs by what they rest on (rests.py), and what is worked out here is added; None: nothing is remembered."""

    program: Program
    known: dict[str, Run] | None = None
    _found: dict[int, tuple[Example, Run]] = field(default_factory=dict)
    """By identity; as long as an example is held here, no other has its."""

    def of(self, example: Example) -> Run:
        if id(example) not in self._found:
            self._found[id(example)] = example, self._run(example)
        return self._found[id(example)][1]

    def _run(self, example: Example) -> Run:
        if self.known is None:
            return _run(self.program, example)
        rests = self._rests.of(example)
        if rests not in self.known:
            self.known[rests] = _run(self.program, example)
        return self.known[rests]

    @cached_property
    def _rests(self) -> Rests:
        return Rests(self.program)


def _run(program: Program, example: Example) -> Run:
    only = list(dict.fromkeys(e.name for e in example.expected if e.status != "refused"))
    request = {"as_of": example.as_of, "facts": example.facts, "readings": example.readings, "only": only}
    try:
        return Run(evaluate(program, request).conclusions)
    except Refused as refused:
        fault = refused.faults[0]
        return Run(None, fault.kind, tuple(dict.fromkeys(map(stem, fault.facts))))


@dataclass(frozen=True)
class Trials:
    """Runs examples and words them in one language."""

    program: Program
    lang: str
    runs: Runs

    def run(self, examples: Iterable[Example]) -> list[Trial]:
        return [self._trial(example) for example in examples]

    def _trial(self, example: Example) -> Trial:
        readings = (f"{id_} {LETTERS[letter].get(self.lang)}" for id_, letter in example.readings.items())
        return Trial(
            example.label.get(self.lang),
            words.date(calendar.from_iso(example.as_of) or 0, self.lang),
            tuple(self._facts(example)),
            tuple(readings),
            tuple(self._outcomes(example)),
        )

    def _facts(self, example: Example) -> Iterator[str]:
        """Yes and no together, then each other value; of a list a line a record."""
        yield from self._lines(example.facts)
        for name, given in example.facts.items():
            if isinstance(given, list):
                yield from self._records(name, given)

    def _lines(self, facts: Mapping[str, object]) -> Iterator[str]:
        for value in (True, False):
            names = [self._label(name) for name, given in facts.items() if given is value]
            if names:
                yield self._pair(words.YES_NO[value].get(self.lang), self._join(names))
        for name, given in facts.items():
            if not isinstance(given, bool | list):
                yield self._pair(self._label(name), self._given(name, given))

    def _records(self, name: str, records: Sequence[Mapping[str, object]]) -> Iterator[str]:
        """家庭成员第2人：年龄：5；收入：0.00元"""
        label = self._label(name)
        if not records:
            yield self._pair(label, self._text("没有", "none"))
        for number, record in enumerate(records, start=1):
            title = self._text(f"{label}第{number}{classifier(label)}", f"{label}, record {number}")
            lines = list(self._lines(record)) or [self._text("什么都没有填", "nothing given")]
            yield self._pair(title, self._text("；", "; ").join(lines))

    def _given(self, name: str, given: object) -> str:
        """A value as a request states it."""
        fact = self.program.facts.get(name)
        kind = fact.type.kind if fact else ""
        day = calendar.from_iso(given) if kind == "date" and isinstance(given, str) else None
        month = calendar.month_from_iso(given) if kind == "month" and isinstance(given, str) else None
        if day is not None:
            return words.date(day, self.lang)
        if month is not None:
            return words.month(month, self.lang)
        if kind == "money":
            return words.money(int(Fraction(str(given)) * 100), self.lang)
        if kind == "percent":
            return words.number(Fraction(str(given)), kind, self.lang)
        return words.choice(str(given), self.lang, fact.choices if fact else None)

    # ---- results ----

    def _outcomes(self, example: Example) -> Iterator[Outcome]:
        run = self.runs.of(example)
        program = self.program.at(calendar.from_iso(example.as_of) or 0) if run.answers is not None else self.program
        for expected in example.expected:
            yield self._outcome(expected, program, run)

    def _outcome(self, expected: Expected, program: Program, run: Run) -> Outcome:
        answers, refusal = run.answers, (run.refused, run.facts)
        if expected.status == "refused":
            actual = self._refused(*refusal) if answers is None else self._text("没有拒绝", "not refused")
            names = expected.names or refusal[1]
            wanted = self._refused(expected.name, names)
            same = answers is None and expected.name == refusal[0] and set(names) == set(refusal[1])
            return Outcome(self._text("填写", "answers"), expected.name, wanted, actual, same)
        definition = definition_of(program, expected.name)
        label = definition.label.get(self.lang)
        if definition.excepts:
            label = self._text(f"例外“{label}”", f"exception “{label}”")
        answer = answers[expected.name] if answers is not None else None
        names = expected.names or (tuple(map(stem, answer.missing)) if answer else ())
        wanted = self._status(definition, expected.status, expected.value, names)
        sort = wanted if definition.type.kind in ("bool", "enum") and expected.status == "value" else expected.status
        if answer is None:
            return Outcome(label, sort, wanted, self._refused(*refusal), False)
        actual = self._status(definition, answer.status, answer.value, tuple(map(stem, answer.missing)))
        return Outcome(label, sort, wanted, actual, actual == wanted)

    def _status(self, definition: Definition, status: str, value: Value | None, missing: tuple[str, ...]) -> str:
        """Lists and missing facts in the order of the vocabulary, so that equal ones read the same."""
        if status == "value" and value is not None:
            order = list(definition.type.choices)
            shown = tuple(sorted(value, key=order.index)) if isinstance(value, tuple) else value
            return words.value(shown, definition.type, self.lang, definition.choices)
        said = _STATUS.get(status, Text(status)).get(self.lang)
        if status != "unknown" or not missing:
            return said
        lacking = (self._full(name) for name in self.program.facts if name in missing)
        return said + self._text("，还缺：", "; missing: ") + self._join(lacking)

    def _refused(self, kind: str, facts: tuple[str, ...]) -> str:
        names = self._join([self._full(name) for name in facts])
        return self._text("不接受这样的回答", "such answers are refused") + (f" ({names})" if names else f" ({kind})")

    # ---- words ----

    def _text(self, zh: str, en: str) -> str:
        return zh if self.lang == "zh" else en

    def _label(self, name: str) -> str:
        """A fact's; a name that is none stays as it is."""
        name = self.program.names.get(name, name)
        fact = self.program.facts.get(name)
        return fact.label.get(self.lang) if fact else name

    def _full(self, name: str) -> str:
        """The same, of a field with the list that it belongs to."""
        fact = self.program.facts.get(name)
        return field_label(self.program, fact).get(self.lang) if fact and fact.each else self._label(name)

    def _join(self, names: Iterable[str]) -> str:
        return words.listed(list(names), self.lang)

    def _pair(self, name: str, value: str) -> str:
        return name + self._text("：", ": ") + value


def telling(trials: Sequence[Trial]) -> list[Trial]:
    """Few examples that show every sort of result of every conclusion: again and again the one that adds most."""
    sorts = [{(outcome.name, outcome.sort) for outcome in trial.outcomes} for trial in trials]
    missing = set().union(*sorts)
    chosen: list[int] = []
    while missing:
        best = max(range(len(trials)), key=lambda at: len(sorts[at] & missing))
        chosen.append(best)
        missing -= sorts[best]
    return [trials[at] for at in sorted(chosen)]
