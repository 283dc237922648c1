"""An interview: one question at a time, only what can still change the answer, until it is certain or nobody is left to
ask. An Interview never changes; every answer makes a new one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from compiler.program import Program
from compiler.unknowns import list_of, number_of, stem
from compiler.values import Value
from explain.interview.cells import NOTHING, Paths
from explain.interview.order import Order
from explain.question.ask import Facts, Finding, Question
from explain.question.people import as_json

YES_NO, CHOICE, SEVERAL, COUNT = "yes_no", "choice", "several", "count"


@dataclass(frozen=True, slots=True)
class Asking:
    """A question. `form`: yes_no, choice, several (each of the facts is true or not), count (of records), or the kind
    of a number: integer, money, date … `judged`: somebody else decides it."""

    paths: tuple[str, ...]
    form: str
    judged: bool


@dataclass(frozen=True, slots=True)
class Result:
    """What the answer is. Where it is unknown, the facts that can still change it: those not asked for (the interview
    was broken off), those that the person did not know, those that somebody decides and the person could not tell,
    figures that the authorities publish, days beyond the calendar."""

    finding: Finding
    not_asked: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()
    judged: tuple[str, ...] = ()
    published: tuple[str, ...] = ()
    told: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        """Is there nothing left to ask?"""
        return not self.not_asked


@dataclass(frozen=True, slots=True)
class Said:
    """One answer: facts with their values, and those of which the person said not to know them. `used`: the answer
    mattered, those before it being known."""

    asking: Asking
    values: Mapping[str, Value]
    unsure: Paths
    used: bool = True


class Contradiction(Exception):
    """An answer that no person can give together with the others; `facts` cannot be so together."""

    def __init__(self, facts: Facts) -> None:
        super().__init__()
        self.facts = facts


@dataclass(frozen=True)
class Interview:
    """`given`: facts known before."""

    order: Order
    given: Facts
    said: tuple[Said, ...] = ()

    @classmethod
    def about(
        cls,
        program: Program,
        name: str,
        day: int,
        given: Facts | None = None,
        readings: Mapping[str, str] | None = None,
    ) -> Interview:
        """Raises KeyError where there is no conclusion of this name."""
        question = Question(program, name, readings)
        return cls(Order(program, question, day, readings or {}), given or {})

    # ---- where it stands ----

    @property
    def facts(self) -> dict[str, Value]:
        """All that is known; of a list that became shorter, the records that there are."""
        return self._known(self.said)

    def _known(self, said: tuple[Said, ...]) -> dict[str, Value]:
        known = {**self.given}
        for one in said:
            known |= one.values
        return {path: value for path, value in known.items() if _there(path, known)}

    @property
    def unsure(self) -> Paths:
        return frozenset(path for one in self.said for path in one.unsure if path not in self.facts)

    @property
    def answers(self) -> tuple[Said, ...]:
        """In the order in which they were given, with whether they are used."""
        return tuple(self._marked())

    def _marked(self) -> Iterator[Said]:
        facts = {path: value for path, value in self.given.items() if _there(path, self.given)}
        for one in self.said:
            used = any(
                path not in facts and _there(path, facts) and self.order.matters(path, facts)
                for path in one.asking.paths
            )
            facts |= {path: value for path, value in one.values.items() if _there(path, facts)}
            yield replace(one, used=used)

    def next(self) -> Asking | Result:
        """The next question, or the result where there is none. What the order does not come to, but can still change
        the answer, is asked for last."""
        step = self.order.next(self.facts, self.unsure)
        if step.paths:
            return self.asking(step.paths)
        result = self.result()
        return self.asking(result.not_asked[:1]) if result.not_asked else result

    def result(self) -> Result:
        """As far as is known now."""
        finding = self.order.finding(self.facts)
        sorts: dict[str, list[str]] = {}
        for path in finding.missing:
            sorts.setdefault(self._sort(path), []).append(path)
        return Result(finding, **{sort: tuple(paths) for sort, paths in sorts.items()})

    def _sort(self, path: str) -> str:
        kind = self.order.kinds[stem(path)]
        if kind in ("published", "told"):
            return kind
        known = path in self.unsure or list_of(path) in self.unsure
        return "not_asked" if not known else "judged" if kind == "judged" else "unsure"

    def asking(self, paths: tuple[str, ...]) -> Asking:
        known = self.order.question.of(paths[0])
        forms = {"bool": YES_NO if len(paths) == 1 else SEVERAL, "enum": CHOICE, "records": COUNT}
        return Asking(paths, forms.get(known.kind, known.kind), self.order.kinds[stem(paths[0])] == "judged")

    # ---- answers ----

    def answer(self, values: Mapping[str, Value], unsure: Paths = NOTHING) -> Interview:
        """The answer to the next question; its facts are known or not known to the person. Raises Contradiction."""
        asking = self.next()
        if not isinstance(asking, Asking) or {*values, *unsure} != {*asking.paths}:
            raise ValueError("this is not what is asked for")
        return self._checked((*self.said, Said(asking, values, unsure)))

    def unknown(self) -> Interview:
        """The person does not know."""
        asking = self.next()
        if not isinstance(asking, Asking):
            raise ValueError("nothing is asked for")
        return self.answer({}, frozenset(asking.paths))

    def change(self, number: int, values: Mapping[str, Value], unsure: Paths = NOTHING) -> Interview:
        """Another answer to the question that was answered as number 1, 2 … All others are kept. Raises IndexError,
        Contradiction."""
        old = self._at(number)
        if {*values, *unsure} != {*old.asking.paths}:
            raise ValueError("this is not what was asked for")
        at = number - 1
        return self._checked((*self.said[:at], replace(old, values=values, unsure=unsure), *self.said[at + 1 :]))

    def forget(self, number: int) -> Interview:
        """Without the answer of this number; all others are kept. Raises IndexError."""
        self._at(number)
        return replace(self, said=(*self.said[: number - 1], *self.said[number:]))

    def back(self) -> Interview:
        """Without the last answer; where there is none, as it is."""
        return replace(self, said=self.said[:-1])

    def number_of(self, path: str) -> int | None:
        """The number of the answer that is about a fact."""
        return next((at for at, one in enumerate(self.said, 1) if path in one.asking.paths), None)

    def _at(self, number: int) -> Said:
        if not 1 <= number <= len(self.said):
            raise IndexError(number)
        return self.said[number - 1]

    def _checked(self, said: tuple[Said, ...]) -> Interview:
        facts = self._known(said)
        if not self.order.question.admissible(facts, self.order.day):
            raise Contradiction(facts)
        return replace(self, said=said)

    # ---- to be kept ----

    def as_json(self) -> dict[str, Any]:
        """The facts as a request has them."""
        return as_json(self.order.question.known, self.facts, self.facts)


def _there(path: str, facts: Mapping[str, Any]) -> bool:
    """Is it no field of a record that is not there?"""
    if "[" not in path:
        return True
    length = facts.get(list_of(path))
    return isinstance(length, int) and number_of(path) <= length
