"""Where the law can be read in more than one way, with all alternatives and who can settle each; and what rules leave
to somebody's decision."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from explain import words
from explain.reasons import decider
from explain.records import kind_of
from explain.rules import Piece
from explain.site.base import Page, Site
from explain.statements import reading_view
from explain.views import FactView, ReadingView

PATH = "readings.html"


@dataclass(frozen=True, slots=True)
class Decision:
    """A fact that is not the person's to state: who decides it, and the texts that ask it."""

    fact: FactView
    who: str
    used: Sequence[Piece]


def readings_page(site: Site) -> Iterator[tuple[str, Page]]:
    yield PATH, lambda: site.fill("site_readings.html.j2", PATH, groups=_groups(site), decisions=_decisions(site))


def _groups(site: Site) -> Sequence[tuple[Piece, Sequence[ReadingView]]]:
    """The readings of each text, those of the whole text first."""
    pages = site.places.pages
    order = {name: at for at, name in enumerate(pages)}
    found = sorted(site.program.readings.values(), key=lambda reading: order.get(reading.part, -1))
    groups = groupby(found, key=lambda reading: reading.part if reading.part in pages else "")
    return [(_head(site, part, pages), [reading_view(r, site.lang) for r in readings]) for part, readings in groups]


def _head(site: Site, part: str, pages: Mapping[str, str]) -> Piece:
    if not part:
        return Piece(site.say("全文共用", "The whole text"))
    return Piece(site.part_name(part), pages[part])


def _decisions(site: Site) -> Sequence[tuple[str, Sequence[Decision]]]:
    """By who decides."""
    program, groups = site.program, dict[str, list[Decision]]()
    for fact in program.facts.values():
        if kind_of(program, fact.name) == "judged":
            who = decider(program, fact).get(site.lang)
            groups.setdefault(who, []).append(Decision(site.maker.fact(fact), who, site.asking(fact)))
    return [(words.capital(who), decisions) for who, decisions in groups.items()]
