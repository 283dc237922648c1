"""Who has to do what: a page for everybody whom a norm names, or who has to bear one unnamed, and the list of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from compiler.program import Norm, Program
from explain import words
from explain.places import cited
from explain.rules import Piece
from explain.site.base import Page, Site
from explain.site.names import distinct, slug
from explain.statements import Statements
from explain.views import NormView

LIST = "duties.html"


@dataclass(frozen=True, slots=True)
class Duty:
    """A norm on the page of somebody."""

    anchor: str
    norm: NormView
    cite: Piece


@dataclass(frozen=True, slots=True)
class Bearer:
    """Somebody, with the norms that name them, and those that are theirs though they name nobody."""

    who: str
    name: str
    path: str
    named: tuple[tuple[Norm, Program], ...]
    implied: tuple[tuple[Norm, Program], ...]


def bearers(site: Site) -> list[Bearer]:
    """Everybody with a norm, in the order of the law, each norm in all its versions."""
    norms = sorted(site.places.versions.norms.values(), key=lambda found: _order(site, found[0]))
    every = dict.fromkeys(who for norm, _ in norms for who in (*_named(norm), *norm.implied))
    slugs = distinct([slug(who, _english(site.program, who)) for who in every])
    return [
        Bearer(
            who,
            words.capital(words.name(site.program, who, site.lang)),
            f"duty-{own}.html",
            tuple(found for found in norms if who in _named(found[0])),
            tuple(found for found in norms if who in found[0].implied and who not in _named(found[0])),
        )
        for who, own in zip(every, slugs, strict=True)
    ]


def _order(site: Site, norm: Norm) -> tuple[int, int]:
    parts = [part.name for part in site.program.ledger.parts]
    return (parts.index(norm.part) if norm.part in parts else len(parts)), norm.place.start


def _named(norm: Norm) -> tuple[str, ...]:
    return (*norm.addressees, *(who for clause in norm.clauses if not clause.implied for who in clause.bearers))


def _english(program: Program, who: str) -> str:
    name = words.name(program, who, "en")
    return "" if words.HAN.search(name) else name


def duty_pages(site: Site) -> Iterator[tuple[str, Page]]:
    """The list, and a page for each bearer."""
    found = bearers(site)
    if found:
        yield LIST, partial(_list, site, found)
    for bearer in found:
        yield bearer.path, partial(_duty, site, bearer)


def _list(site: Site, found: list[Bearer]) -> str:
    rows = [(b, _labels(site, b.named), _labels(site, b.implied)) for b in found]
    return site.fill("site_duties.html.j2", LIST, LIST, rows=rows)


def _anchors(norms: tuple[tuple[Norm, Program], ...]) -> list[str]:
    return distinct([f"on-{norm.id}" for norm, _ in norms])


def _labels(site: Site, norms: tuple[tuple[Norm, Program], ...]) -> list[tuple[str, str]]:
    """The anchor of each norm on the bearer's page, and its name."""
    labels = (norm.label.get(site.lang) for norm, _ in norms)
    return list(zip(_anchors(norms), labels, strict=True))


def _duty(site: Site, bearer: Bearer) -> str:
    statements = Statements(site.program, None, site.lang, site.places)

    def views(norms: tuple[tuple[Norm, Program], ...]) -> list[Duty]:
        return [
            Duty(anchor, statements.norm(norm, program), cited(site.program, norm.claim, site.lang))
            for anchor, (norm, program) in zip(_anchors(norms), norms, strict=True)
        ]

    both = {"named": views(bearer.named), "implied": views(bearer.implied)}
    return site.fill("site_duty.html.j2", bearer.path, LIST, who=bearer.name, **both)
