"""The glossary: every question and every conclusion in plain words, who states each, and where the law speaks of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from compiler.program import Fact
from explain import words
from explain.reasons import decider
from explain.records import kind_of
from explain.rules import Piece
from explain.site.base import Page, Site
from explain.versions import Version
from explain.views import FactView

PATH = "glossary.html"
_KINDS = {
    "bool": ("是或否", "yes or no"),
    "enum": ("几种里的一种", "one of several"),
    "list": ("一张清单", "a list"),
    "money": ("金额", "an amount of money"),
    "date": ("日期", "a date"),
    "month": ("年月", "a month"),
}


@dataclass(frozen=True, slots=True)
class Term:
    """A question: its own words, who states it where that is not the person, and the texts that ask it."""

    fact: FactView
    who: str
    used: Sequence[Piece]


@dataclass(frozen=True, slots=True)
class Result:
    """A conclusion: what kind of answer it has, and where each of its versions stands."""

    anchor: str
    label: str
    kind: str
    said: str
    where: Sequence[tuple[Piece, str]]


def glossary_page(site: Site) -> Iterator[tuple[str, Page]]:
    yield PATH, lambda: site.fill("site_glossary.html.j2", PATH, groups=_groups(site), results=_results(site))


def _groups(site: Site) -> Sequence[tuple[str, Sequence[Term]]]:
    """The questions by who states them."""
    groups: dict[str, list[Term]] = {}
    for fact in site.program.facts.values():
        view = site.maker.fact(fact)
        groups.setdefault(view.source, []).append(Term(view, _who(site, fact), site.asking(fact)))
    unsaid = site.say("规则没有写由谁说", "the rules do not say who states it")
    return [(words.capital(source or unsaid), terms) for source, terms in groups.items()]


def _who(site: Site, fact: Fact) -> str:
    return decider(site.program, fact).get(site.lang) if kind_of(site.program, fact.name) == "judged" else ""


def _results(site: Site) -> Sequence[Result]:
    return [_result(site, group) for group in site.places.versions.groups.values()]


def _result(site: Site, found: Sequence[Version]) -> Result:
    last = found[-1].definition
    kind = ("例外", "exception") if last.excepts else _KINDS.get(last.type.kind, ("数", "a number"))
    shown = [words.choice(c, site.lang, last.choices) for c in last.type.choices]
    said = last.remarks[0].get(site.lang) if last.remarks else words.listed(shown, site.lang)
    return Result(
        f"term-{last.alias or last.name}",
        last.label.get(site.lang),
        site.say(*kind),
        said,
        [(site.where(v), words.window(v.window, site.lang)) for v in found],
    )
