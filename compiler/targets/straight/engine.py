"""The evaluator by generated code: the same answers as evaluate.py, statuses, missing facts and refusals included.

A request whose facts are in order is answered by the straight-line form of its day, readings and lengths of lists. What
that leaves open goes to the evaluator's exact search, one conclusion or norm after the other; a request with any fault
goes to the evaluator whole, so that it is refused in the same words."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from compiler import calendar
from compiler.evaluate import Answers, Evaluation, caveats, evaluate
from compiler.partial import Environment
from compiler.program import Definition, Fact, Program
from compiler.request import Request, allowed, constraint_values
from compiler.request_values import Fault, read_value
from compiler.targets.straight.form import Form
from compiler.targets.straight.nodes import ymd
from compiler.targets.straight.program import Asked
from compiler.targets.straight.values import Told
from compiler.values import LIMITS, MILLIONTHS, Value

OFTEN = 20
_FORMS, _WANTED, _DAYS = 200, 10_000, 50_000
"""So many forms, counts of what was wanted, and texts of days are kept."""
Key = tuple[int, tuple[str, ...], tuple[tuple[str, int], ...]]
Read = Callable[[Any], tuple[Any, Value] | None]
"""A fact as the form takes it and as the evaluator does; None where anything is wrong with it."""


class Engine:
    """Answers requests about a program. A form is made where it has been wanted `after` times before: until then the
    evaluator answers, which needs no making."""

    def __init__(self, program: Program, after: int = OFTEN) -> None:
        self.program, self.after = program, after
        self.firsts = [first for first, _ in program.epochs]
        self.wanted: Counter[Key] = Counter()
        self._forms: dict[Key, Ready] = {}
        self._days: dict[str, tuple[int, int] | None] = {}
        self._read = {name: self._reader(fact) for name, fact in program.facts.items()}
        self._lists = tuple(fact.name for fact in program.facts.values() if fact.type.kind == "records")
        self._letters = tuple((id_, reading.adopted) for id_, reading in program.readings.items())
        self._usual = tuple(letter for _, letter in self._letters)
        self._published = [fact for fact in program.facts.values() if fact.rows]

    def evaluate(self, raw: object) -> Answers:
        """Like evaluate.evaluate. Raises Refused."""
        return self.answered(raw) or evaluate(self.program, raw)

    def answered(self, raw: object) -> Answers | None:
        """None where the evaluator is to say it all."""
        request = self.read(raw) if isinstance(raw, dict) else None
        if request is None:
            return None
        asked, given = request
        at = bisect_right(self.firsts, asked.as_of) - 1
        view = self.program.epochs[at][1] if at >= 0 else self.program
        lengths = tuple([(name, int(asked.facts[name])) for name in self._lists if name in asked.facts])  # type: ignore[arg-type]
        letters = self._usual
        if asked.readings:
            letters = tuple(asked.readings.get(id_, letter) for id_, letter in self._letters)
        key = (at, letters, lengths)
        ready = self._forms.get(key) or self._made(key, view)
        return None if ready is None else ready.answers(asked, given, self.program)

    def _made(self, key: Key, view: Program) -> Ready | None:
        if len(self.wanted) >= _WANTED:
            self.wanted.clear()
        self.wanted[key] += 1
        if self.wanted[key] <= self.after:
            return None
        if len(self._forms) >= _FORMS:
            self._forms.clear()
        readings = dict(zip(self.program.readings, key[1], strict=True))
        self._forms[key] = Ready(Form(Asked(view, readings, dict(key[2]))))
        return self._forms[key]

    # ---- requests ----

    def read(self, raw: Mapping[str, Any]) -> tuple[Request, dict[str, Any]] | None:
        """The request, and its facts as a form takes them; None where it is not wholly in order."""
        facts, readings, only = raw.get("facts", {}), raw.get("readings", {}), raw.get("only")
        as_of, only = raw.get("as_of"), () if only is None else only
        day = self._day(as_of) if isinstance(as_of, str) else None
        if day is None or not all(isinstance(x, dict) for x in (facts, readings)) or not isinstance(only, list | tuple):
            return None
        names, conclusions = self.program.names, self.program.conclusions if only else {}
        if not all(isinstance(name, str) and names.get(name, name) in conclusions for name in only):
            return None
        if readings and not all(self._has(id_, letter) for id_, letter in readings.items()):
            return None
        found: dict[str, Value] = {}
        given: dict[str, Any] = {}
        if not self._table(facts, "", "", found, given) or not self._agrees(found, day[1]):
            return None
        return Request(day[1], found, readings, tuple(names.get(name, name) for name in only)), given

    def _has(self, id_: str, letter: object) -> bool:
        reading = self.program.readings.get(id_)
        if reading is None or not isinstance(letter, str):
            return False
        return letter == reading.adopted or (letter in reading.alternatives and reading.not_computable is None)

    def _table(
        self, facts: Mapping[str, Any], each: str, prefix: str, found: dict[str, Value], given: dict[str, Any]
    ) -> bool:
        """The facts of a person or record. False where anything is wrong with them."""
        if getattr(facts, "repeated", ()):
            return False
        names, declared = self.program.names, self.program.facts
        seen = set()
        for said, raw in facts.items():
            name = names.get(said, said)
            fact = declared.get(name)
            if fact is None or fact.each != each or name in seen:
                return False
            seen.add(name)
            if raw is None:
                continue
            if name in self._lists:
                if not self._records(fact, raw, found, given):
                    return False
                continue
            both = self._read[name](raw)
            if both is None:
                return False
            given[prefix + name], found[prefix + name] = both
        return True

    def _records(self, fact: Fact, raw: Any, found: dict[str, Value], given: dict[str, Any]) -> bool:
        most = (fact.limits or LIMITS["records"])[1]
        if not isinstance(raw, list | tuple) or len(raw) > most:
            return False
        found[fact.name] = len(raw)
        return all(
            isinstance(record, dict) and self._table(record, fact.name, f"{fact.name}[{i}].", found, given)
            for i, record in enumerate(raw, start=1)
        )

    def _agrees(self, found: Mapping[str, Value], as_of: int) -> bool:
        """Is every published value that is supplied the one of the day?"""
        for fact in self._published:
            row = next((row for row in fact.rows if as_of in row.window), None)
            if fact.name in found and row is not None and found[fact.name] != row.value:
                return False
        return True

    # ---- single values ----

    def _day(self, text: str) -> tuple[int, int] | None:
        """A day as yyyymmdd and as a day number."""
        if text not in self._days:
            if len(self._days) >= _DAYS:
                self._days.clear()
            day = calendar.from_iso(text)
            self._days[text] = None if day is None else (ymd(day), day)
        return self._days[text]

    def _reader(self, fact: Fact) -> Read:
        kind = fact.type.kind
        if kind == "bool":
            return lambda raw: (raw, raw) if raw is True or raw is False else None
        if kind == "enum":
            table = {word: (number, word) for number, word in enumerate(fact.type.choices)}
            return lambda raw: table.get(raw) if isinstance(raw, str) else None
        if kind == "date" and not fact.limits:
            return lambda raw: self._day(raw) if isinstance(raw, str) else None
        return lambda raw: _read_at_length(fact, raw)


def _read_at_length(fact: Fact, raw: Any) -> tuple[Any, Value] | None:
    faults: list[Fault] = []
    value = read_value(fact, raw, faults)
    if value is None or faults:
        return None
    if fact.type.kind == "date":
        return ymd(int(value)), value  # type: ignore[arg-type]
    if fact.type.kind in ("decimal", "percent"):
        return int(value * MILLIONTHS), value  # type: ignore[operator, arg-type]
    return value, value


class Ready:
    """A form, and the answers that its results stand for."""

    def __init__(self, form: Form) -> None:
        self.form, self.view = form, form.asked.program
        self.outputs = form.asked.outputs
        self.told = [Told(output) for output in self.outputs]
        self.names = [output.name for output in self.outputs]
        self.conclusions = sum(isinstance(output.of, Definition) for output in self.outputs)

    def answers(self, request: Request, given: Mapping[str, Any], whole: Program) -> Answers | None:
        """None where a constraint is broken."""
        results = self._results(request, given)
        if results is None:
            return None
        made = [told[result] for told, result in zip(self.told, results, strict=False)]
        n, only = self.conclusions, request.only
        open_ = [i for i, answer in enumerate(made) if answer is None and (not only or self.names[i] in only)]
        environment = _environment(self.view, request)
        if open_:
            evaluation = Evaluation(self.view, request)
            environment = evaluation.environment
            for i in open_:
                of = self.outputs[i].of
                made[i] = evaluation.conclusion(of) if isinstance(of, Definition) else evaluation.norm(of)
        conclusions = dict(zip(self.names[:n], made[:n], strict=True))
        norms = {} if only else dict(zip(self.names[n:], made[n:], strict=True))
        if only:
            conclusions = {name: answer for name, answer in conclusions.items() if name in only}
        said = tuple(caveats(self.view, request.as_of))
        return Answers(self.view, request, conclusions, norms, said, environment, whole)

    def _results(self, request: Request, given: Mapping[str, Any]) -> Sequence[Any] | None:
        """One for each output, None where it is open; or None where a constraint is broken."""
        form, as_of = self.form, ymd(request.as_of)
        values = [*map(given.get, form.variables)]
        if None in values and form.fill(values):
            results = form.open(*values, as_of)
            laws = results[len(self.names) :]
            open_ = form.loose and None in laws
        else:
            results, laws, open_ = form.closed(*values, as_of), (form.lawful(*values, as_of),), False
        if False in laws:
            return None
        if (open_ or form.asked.open) and not allowed(constraint_values(self.view, _environment(self.view, request))):
            return None
        return results  # type: ignore[no-any-return]


def _environment(view: Program, request: Request) -> Environment:
    return Environment(view, request.facts, request.as_of, request.readings)
