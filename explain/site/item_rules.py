"""What belongs to a service: the conclusions that its condition rests on, their exceptions, and its norms.

A norm is about a service if it stands in the same text or has the same condition; when one may apply and what redress
there is may be said by other norms too, those that name whoever takes the service's first step. Which field of the
guide a clause belongs to is found by words (TOPICS); the clause is then shown as the rule file has it, with its place
in the law, so that a reader can judge."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from compiler.expressions import Apply, Expr, RuleRef, walk
from compiler.program import Clause, Norm, Program, Service, Text
from explain.actors import of_service
from explain.versions import Version, Versions, spot

TOPICS = {
    "refusal": r"不予|不得|终止|停止|取消|撤销|退回|\b(?:refus\w*|lapse[sd]?|withdraw\w*|revoke\w*|suspend\w*)\b",
    "when": r"随时|期间|截止|起止|年底前|\b(?:at any time|from the first day|month in which|within .* served)\b",
    "correction": r"补正|补齐|补交|一次性告知|\b(?:missing|incomplete)\b",
    "limit": r"[\d一二三四五六七八九十]个?(?:工作日|日内|天内)|及时|当场|"
    r"\b(?:within \d+ (?:working )?days?|promptly)\b",
    "fee": r"免费|收费|手续费|工本费|\b(?:fees?|free of charge|charge)\b",
    "amount": r"标准|费率|基数|额度|数额|\b(?:rates?|amounts?)\b",
    "term": r"最长|期限|年限|有效期|延长|\b(?:valid until|months of|at most \d+|calendar months)\b",
    "complaints": r"投诉|举报|\bcomplain\w*\b",
    "redress": r"复议|诉讼|复查|申诉|仲裁|\b(?:review|appeal)\b",
}
"""By which words a clause belongs to a field."""
_ASKING = ("may", "need_not")
_LONG = 4
"""A name of fewer Chinese characters, or of a single English word, may be part of another."""
_ELSEWHERE = ("when", "redress")
_NUMBERS = ("integer", "decimal", "percent", "money")


def about(topic: str, *texts: str) -> bool:
    return any(re.search(TOPICS[topic], text, re.IGNORECASE) for text in texts)


@dataclass(frozen=True)
class ItemRules:
    """Of one version of a service, in the program in which it is in force."""

    service: Service
    program: Program
    versions: Versions

    # ---- conclusions ----

    @cached_property
    def chain(self) -> tuple[Version, ...]:
        """The yes-or-no conclusions that the condition rests on, the nearest first."""
        waiting = list(_named(self.service.condition))
        found: dict[str, Version] = {}
        while waiting:
            definition = self.program.definitions.get(waiting.pop(0))
            if definition is None or definition.name in found or definition.type.kind != "bool":
                continue
            version = self.versions.definitions.get(spot(definition.place))
            if version is not None and not definition.excepts:
                found[definition.name] = version
                waiting += [*_named(definition.guard), *_named(general(definition.body))]
        return tuple(found.values())

    @cached_property
    def exceptions(self) -> tuple[Version, ...]:
        """The exceptions to these, and those to exceptions."""
        waiting, found = [v.definition.name for v in self.chain], dict[str, Version]()
        while waiting:
            name = waiting.pop(0)
            for definition in self.program.definitions.values():
                version = self.versions.definitions.get(spot(definition.place))
                if name in definition.excepts and version is not None and definition.name not in found:
                    found[definition.name] = version
                    waiting.append(definition.name)
        return tuple(found.values())

    def stated(self, *kinds: str) -> Iterator[Version]:
        """The conclusions of these types in the service's own text that are no part of the condition."""
        own = {v.definition.name for v in (*self.chain, *self.exceptions)}
        for version in self.versions.of_part(self.service.part):
            d = version.definition
            current = self.program.definitions.get(d.name)
            known = current is not None and current.place == d.place
            if known and d.type.kind in kinds and not d.excepts and not d.each and d.name not in own:
                yield version

    @cached_property
    def amounts(self) -> tuple[Version, ...]:
        """The numbers of the service's own text, and those that the service itself names."""
        s = self.service
        texts = [*(t for texts in s.fields.values() for t in texts), *(t for _, t in s.steps), *s.remarks]
        said = " ".join(word for text in texts for word in (text.zh, text.en)).lower()
        found = {v.definition.name: v for v in self.stated(*_NUMBERS)}
        for d in self.program.definitions.values():
            version = self.versions.definitions.get(spot(d.place))
            if d.type.kind in _NUMBERS and not d.each and version is not None and _said(d.label, said):
                found[d.name] = version
        return tuple(found.values())

    def below(self, versions: Iterable[Version]) -> list[Version]:
        """The numbers that these are computed from, the nearest first."""
        first = [v.definition.name for v in versions]
        waiting, found = list(first), dict[str, Version]()
        while waiting:
            definition = self.program.definitions[waiting.pop(0)]
            for name in dict.fromkeys(definition.rules):
                inner = self.program.definitions.get(name)
                version = self.versions.definitions.get(spot(inner.place)) if inner else None
                known = inner is None or version is None or inner.internal or name in found or name in first
                if inner and version and not known and inner.type.kind in _NUMBERS:
                    found[name] = version
                    waiting.append(name)
        return [v for v in found.values() if not v.definition.each]

    # ---- norms ----

    @cached_property
    def own_norms(self) -> tuple[Norm, ...]:
        """Those of the service's own text and those with the same condition."""
        names = set(_named(self.service.condition))
        found = [n for n in self.program.norms.values() if n.part == self.service.part]
        same = [n for n in self.program.norms.values() if names & set(_named(n.condition))]
        return tuple({n.id: n for n in (*found, *same)}.values())

    @cached_property
    def borne(self) -> tuple[Norm, ...]:
        """The norms that name whoever takes the first step, wherever they stand."""
        who = {who for who, _ in self.service.steps[:1] if who}
        own = {n.id for n in self.own_norms}
        norms = (n for n in self.program.norms.values() if n.id not in own)
        return tuple(n for n in norms if any(who & set(c.bearers) and not c.implied for c in n.clauses))

    def clauses(self, topic: str) -> Iterator[tuple[Norm, Clause]]:
        """The clauses about a topic."""
        for norm in (*self.own_norms, *(self.borne if topic in _ELSEWHERE else ())):
            for clause in norm.clauses:
                said = clause.action.zh, clause.action.en
                strange = topic != "redress" and norm.part != self.service.part and about("redress", *said)
                if about(topic, *said) and not strange:
                    yield norm, clause

    @cached_property
    def receiving(self) -> tuple[str, ...]:
        """To whom one turns: the counterparts of its norms."""
        return tuple(dict.fromkeys(who for n in self.own_norms for who in n.counterparts))

    @cached_property
    def agencies(self) -> tuple[str, ...]:
        """Everybody who acts in it, but for whoever asks for it."""
        asking = {who for n in self.own_norms for who in n.subject}
        asking |= {who for who, _ in self.service.steps[:1]}
        offered = {*self.receiving, *(place.zh for _, places in self.service.venues for place in places)}
        for norm in self.own_norms:
            for clause in norm.clauses:
                asking |= {who for who in clause.bearers if clause.modalities[0] in _ASKING and who not in offered}
        own = [who for n in self.own_norms if n.part == self.service.part for c in n.clauses for who in c.bearers]
        every = (*own, *self.receiving, *(who for who, _ in self.service.steps if who))
        return tuple(dict.fromkeys(who for who in every if who not in asking))

    @property
    def offices(self) -> tuple[str, ...]:
        """These, and the places where one goes."""
        return tuple(dict.fromkeys((*self.agencies, *of_service(self.service))))


def general(body: Expr) -> Expr:
    """A rule's body without its exceptions."""
    return body.args[0] if isinstance(body, Apply) and body.op == "with_exceptions" else body


def _named(expr: Expr | None) -> list[str]:
    return [x.name for x in walk(expr) if isinstance(x, RuleRef)] if expr is not None else []


def _said(label: Text, said: str) -> bool:
    """Is a conclusion's name among what a service says?"""
    names = (
        name.lower() for name in (label.zh, label.en) if " " in name or (len(name) >= _LONG and not name.isascii())
    )
    return any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", said) for name in names)
