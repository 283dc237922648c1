"""The program out of the plain data that portable.py writes; compiler/evaluate.py runs it as it runs a compiled one.
What only explanations need (labels, the words of the law, where a rule is written) is not there.

The data may come from anywhere. Rows name earlier rows alone and definitions rest on earlier ones, so nothing is
circular; whatever else is not as a program has it is refused, here or when it is run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from compiler.claims import Claim, Ledger
from compiler.program import About, Constraint, Definition, Fact, Norm, Program, Reading, Row, Text
from compiler.request import KINDS
from compiler.targets import rows as read
from compiler.targets.rows import NOWHERE, Damaged, Rows
from compiler.values import LIMITS
from dsl.source import Place, Source

_NONE = Text("")
_FACT = {"entity": "", "source": "", "change": "", "change_if_future": "", "each": "", "parameter": False}
_DEFINITION = {"part": "", "each": "", "answered_before_force": False, "internal": False}


def restore(data: Mapping[str, Any]) -> Program:
    """The program that portable.py wrote. Raises Damaged."""
    try:
        return _Reader(data["program"], data["words"]).program()
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as fault:
        raise Damaged(f"{type(fault).__name__}: {fault}") from None


class _Reader(Rows):
    """Programs and what they declare; a row is the arguments of the method that reads it."""

    def __init__(self, data: Mapping[str, Any], words: Mapping[str, Any]) -> None:
        super().__init__(data)
        self.data, self.words = data, words
        self.files = read.texts(words["files"])
        self.sources = [*(Source(f"{stem}.tiao", "") for stem in self.files), NOWHERE.source]
        self.facts = {one.name: one for one in (self.fact(**row) for row in data["facts"])}
        self.definitions = [self.definition(**row) for row in data["definitions"]]
        self.norms = [self.norm(**row) for row in data["norms"]]

    def program(self) -> Program:
        """The last epoch's program; where there are several, it knows them all."""
        reading, settings = self.data["before_force"]
        names = ([name, name] if isinstance(name, str) else name for name in self.data["names"])
        common = {
            "about": self.about(**self.data["about"]),
            "facts": self.facts,
            "readings": {one.id: one for one in (self.reading(**row) for row in self.data["readings"])},
            "before_force": (read.text(reading), read.pairs(settings)),
            "names": read.pairs(names),
            "holidays": self.holidays,
            "services": {},
            "examples": (),
            "ledger": Ledger((), (), (), ()),
        }
        views = tuple((read.whole(first), self.view(common, **view)) for first, view in self.data["epochs"])
        return replace(views[-1][1], epochs=views) if len(views) > 1 else views[0][1]

    def view(
        self, common: dict[str, Any], definitions: list[int], norms: list[int], gone: list[Any], gone_norms: list[Any]
    ) -> Program:
        """The program as it reads in one epoch."""
        own = [read.at(self.norms, number) for number in norms]
        return Program(
            **common,
            definitions=_in_order([read.at(self.definitions, number) for number in definitions]),
            norms={norm.id: norm for norm in own},
            gone={name: (read.text(status), read.at(self.definitions, number)) for name, status, number in gone},
            gone_norms={id_: (read.text(status), read.at(self.norms, number)) for id_, status, number in gone_norms},
        )

    def about(self, name: str, in_force_from: int, repealed_from: int | None, last_verified: int | None) -> About:
        first, last, verified = read.whole(in_force_from), read.day(repealed_from), read.day(last_verified)
        return About(read.text(name), "", "", "", "", "", 0, first, verified, last, self.files)

    def reading(self, id: str, adopted: str, letters: list[str], computable: bool, calendar: Any) -> Reading:
        why = None if computable else Text(*read.texts(self.words["not_computable"][id]))
        alternatives = dict.fromkeys(read.texts(letters), _NONE)
        option = None if calendar is None else (read.text(calendar[0]), read.pairs(calendar[1]))
        if adopted not in alternatives:
            raise Damaged(f"{id}: {adopted}")
        return Reading(read.text(id), _NONE, alternatives, adopted, _NONE, _NONE, _NONE, why, option, "", NOWHERE)

    def fact(
        self,
        name: str,
        type: int,
        limits: list[Any] | None = None,
        norm_default: Any = None,
        constraints: Sequence[Any] = (),
        rows: Sequence[Any] = (),
        **more: Any,
    ) -> Fact:
        range_ = None if limits is None else (read.whole(self.value(limits[0])), read.whole(self.value(limits[1])))
        if self.type(type).kind == "records" and range_ is not None and range_[1] > LIMITS["records"][1]:
            raise Damaged(f"{name}: {range_}")
        said, published = (self.words[key].get(name, ()) for key in ("constraints", "rows"))
        return Fact(
            name=read.text(name),
            alias="",
            label=_NONE,
            type=self.type(type),
            question=_NONE,
            hint=_NONE,
            choices={},
            limits=range_,
            norm_default=None if norm_default is None else self.value(norm_default),
            constraints=tuple(self.constraint(quoted, *one) for quoted, one in zip(said, constraints, strict=True)),
            remarks=(),
            place=NOWHERE,
            rows=tuple(self.row(quoted, *one) for quoted, one in zip(published, rows, strict=True)),
            **{**_FACT, **more},
        )

    def constraint(self, quoted: str, condition: int, kind: str, facts: list[str]) -> Constraint:
        if kind not in KINDS:
            raise Damaged(kind)
        here = replace(read.at(self.exprs, condition), place=_place(quoted))
        return Constraint(here, kind, read.texts(facts))

    def row(self, quoted: str, since: int | None, until: int | None, value: Any) -> Row:
        return Row(read.window([since, until]), self.value(value), "", _place(quoted))

    def definition(
        self,
        name: str,
        type: int,
        body: int,
        order: list[int],
        guard: int | None = None,
        readings: Sequence[str] = (),
        excepts: Sequence[str] = (),
        place: int = 0,
        window: Sequence[int | None] = (),
        **more: Any,
    ) -> Definition:
        """`facts` and `rules` are those that it names itself."""
        file, start = order
        needs = [read.at(self.needs, number) for number in (guard, body) if number is not None]
        return Definition(
            name=read.text(name),
            alias="",
            label=_NONE,
            type=self.type(type),
            choices={},
            guard=None if guard is None else read.at(self.exprs, guard),
            body=read.at(self.exprs, body),
            readings=read.texts(readings),
            remarks=(),
            claim=None,
            place=Place(read.at(self.sources, file), read.whole(start), start),
            facts=frozenset().union(*(facts for facts, _ in needs)),
            rules=tuple(dict.fromkeys(rule for _, rules in needs for rule in rules)),
            window=read.window(window),
            excepts=read.texts(excepts),
            **{**_DEFINITION, **more},
        )

    def norm(
        self,
        id: str,
        name: str,
        cite: str,
        part: str = "",
        subject: Sequence[str] = (),
        condition: int | None = None,
        window: Sequence[int | None] = (),
    ) -> Norm:
        return Norm(
            id=read.text(id),
            name=read.text(name),
            label=_NONE,
            clauses=(),
            subject=read.texts(subject),
            beneficiary=_NONE,
            addressees=(),
            counterparts=(),
            period=_NONE,
            remarks=(),
            condition=None if condition is None else read.at(self.exprs, condition),
            claim=Claim(id, read.text(cite), "", NOWHERE),
            part=part,
            place=NOWHERE,
            window=read.window(window),
        )


def _place(quoted: str) -> Place:
    """Of words that a refusal quotes, and nothing else of their file."""
    return Place(Source("", read.text(quoted)), 0, len(quoted))


def _in_order(definitions: Iterable[Definition]) -> dict[str, Definition]:
    """By name, with all the facts that each may depend on (graph.py, in_order). Each rests on earlier ones alone."""
    left = {one.name for one in definitions}
    complete: dict[str, Definition] = {}
    for one in definitions:
        if any(rule in left for rule in one.rules if rule not in complete):
            raise Damaged(one.name)
        inherited = [complete[rule].facts for rule in one.rules if rule in complete]
        complete[one.name] = replace(one, facts=one.facts.union(*inherited)) if inherited else one
    return complete
