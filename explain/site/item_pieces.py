"""What the fields of a guide to a service are made of: lines of norms with their place in the law, rules, contacts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from compiler.claims import Claim
from compiler.program import Clause, Norm
from explain import words
from explain.contacts import ContactLine, contact_lines
from explain.places import cited
from explain.rules import Links, Outline, Piece
from explain.site.base import Site
from explain.site.item_rules import ItemRules, about
from explain.statements import MODALITIES, Statements
from explain.trials import Trial
from explain.versions import Spot, Version, spot
from explain.views import ReadingView, RuleView


@dataclass(frozen=True, slots=True)
class Line:
    """Words of the rules: who, how bound, what, and where the law says so. `implied`: the law does not name who."""

    text: str
    who: str = ""
    how: str = ""
    implied: bool = False
    cite: Piece | None = None
    link: Piece | None = None


@dataclass(frozen=True, slots=True)
class Means:
    """A conclusion or exception as a guide shows it: the rule, where it stands, and where the law says it."""

    rule: RuleView
    page: str
    cite: Piece | None


@dataclass(frozen=True, slots=True)
class Field:
    """One of the 22. `asks` says what is to be asked of the competent office, '' where nothing is left to ask."""

    id: str
    title: str
    asks: str = ""
    lines: tuple[Line, ...] = ()
    more: tuple[Line, ...] = ()
    contacts: tuple[ContactLine, ...] = ()
    outline: Outline | None = None
    rules: tuple[Means, ...] = ()
    below: tuple[Means, ...] = ()
    steps: tuple[tuple[str, str], ...] = ()
    cases: tuple[tuple[Outline, tuple[str, ...]], ...] = ()
    quote: str = ""
    readings: tuple[tuple[ReadingView, str], ...] = ()
    trials: tuple[Trial, ...] = ()


class Pieces:
    """Makes them for one version of a service; `paths` are the guides to all services by their place."""

    def __init__(self, site: Site, rules: ItemRules, paths: Mapping[Spot, str]) -> None:
        self.site, self.rules, self.paths, self.lang, self.say = site, rules, paths, site.lang, site.say
        self.program, self.service = rules.program, rules.service
        self.statements = Statements(self.program, None, self.lang, site.places, links=lambda _: self.links)
        local = {v.definition.name: f"#means-{v.definition.alias or v.definition.name}" for v in rules.chain}
        self.links = Links({**site.places.elsewhere(self.program).names, **local})
        self.view = self.statements.service(self.service, self.program, "")

    def plain(
        self, id_: str, zh: str, en: str, lines: Iterable[Line], rules: Iterable[Means] = (), key: str = ""
    ) -> Field:
        """A field of lines, rules and what an agency says; where there is none of them, it is to be asked."""
        found, means, contacts = tuple(lines), tuple(rules), self.contacts(key or id_)
        return Field(
            id_, self.say(zh, en), self.ask(not (found or means or contacts)), found, contacts=contacts, rules=means
        )

    def lacking(self, contacts: Iterable[ContactLine], **wanted: tuple[str, str]) -> str:
        """What is left to ask where an agency says nothing under these keys."""
        left = [said for key, said in wanted.items() if key not in {line.key for line in contacts}]
        return self.ask(bool(left), "和".join(zh for zh, _ in left), " and ".join(en for _, en in left))

    def ask(self, needed: bool, zh: str = "", en: str = "") -> str:
        """请向经办机构确认, and what is left to ask: '' for everything."""
        if not needed:
            return ""
        return self.say(
            f"{zh}，本文件里没有找到，请向经办机构确认。" if zh else "本文件里没有找到，请向经办机构确认。",
            f"{words.capital(en)}: not found in this text; ask the competent office."
            if en
            else "Not found in this text; ask the competent office.",
        )

    def topic(self, version: Version, topic: str) -> bool:
        """Is a conclusion about a topic, by its name?"""
        label = version.definition.label
        return about(topic, label.zh, label.en)

    def lines(self, topic: str) -> Iterator[Line]:
        """The clauses about a topic."""
        return (self.clause(n, c) for n, c in self.rules.clauses(topic))

    def clause(self, norm: Norm, clause: Clause, link: Piece | None = None) -> Line:
        """What a clause of a norm asks or allows, and of whom."""
        how = [MODALITIES[m].get(self.lang) for m in clause.modalities if m != "provides"]
        who = words.listed([self._bearer(norm, who) for who in clause.bearers], self.lang, "and")
        text = clause.action.get(self.lang)
        if "及时" in clause.action.zh or re.search(r"\bpromptly\b", clause.action.en):
            text += self.say("（没有规定具体天数）", " (no number of days is given)")
        said = words.listed(how, self.lang)
        return Line(text, words.capital(who), said, clause.implied, self.cite(norm.claim), link)

    def _bearer(self, norm: Norm, who: str) -> str:
        """您 for the enquirer of whom a norm speaks."""
        return self.say("您", "you") if who in norm.subject[:1] else words.name(self.program, who, self.lang)

    def guide(self, norm: Norm) -> Piece | None:
        """The guide to the service of a norm's own text."""
        found = next((s for s in self.program.services.values() if s.part == norm.part), None)
        return Piece(found.label.get(self.lang), self.paths[spot(found.place)]) if found else None

    def cite(self, claim: Claim) -> Piece:
        """Where the law says it."""
        return cited(self.program, claim, self.lang)

    def who_is(self, who: str) -> str:
        """An agency or a place, as it stands at the start of a line."""
        places = [p for _, places in self.service.venues for p in places if p.zh == who]
        return words.capital(places[0].get(self.lang) if places else words.name(self.program, who, self.lang))

    def means(self, version: Version) -> Means:
        """A conclusion or exception."""
        claim = version.definition.claim
        rule = self.statements.rule(version, "")
        return Means(rule, self.site.places.of(version, None), self.cite(claim) if claim else None)

    def contacts(self, *keys: str) -> tuple[ContactLine, ...]:
        """What 机构.toml says under these keys."""
        service = self.service.name, self.service.alias
        return tuple(contact_lines(self.program, self.rules.offices, service, keys, self.lang))
