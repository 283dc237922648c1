"""What changed: the amendments with their texts, and each rule that has read otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from compiler.program import Amendment
from explain import words
from explain.law import title
from explain.places import page_of
from explain.rules import Piece
from explain.site.base import Page, Site
from explain.versions import Version

PATH = "changed.html"


@dataclass(frozen=True, slots=True)
class Instrument:
    """An amendment, and its texts with their titles."""

    amendment: Amendment
    texts: Sequence[tuple[Piece, str]]


@dataclass(frozen=True, slots=True)
class Changed:
    """A rule, and each of its versions: when it is in force, and where it stands."""

    label: str
    versions: Sequence[tuple[str, Piece]]


def changed_page(site: Site) -> Iterator[tuple[str, Page]]:
    yield PATH, lambda: site.fill("site_changed.html.j2", PATH, instruments=_instruments(site), rules=_rules(site))


def _instruments(site: Site) -> Sequence[Instrument]:
    parts = site.program.ledger.parts
    return [
        Instrument(
            amendment,
            [
                (Piece(site.part_name(part.name), page_of(part)), title(site.program, part).get(site.lang))
                for part in parts
                if part.id.startswith(f"{amendment.id}.")
            ],
        )
        for amendment in site.program.about.amendments
    ]


def _rules(site: Site) -> Sequence[Changed]:
    """The rules of which a version begins or ends on a day of its own."""
    groups = site.places.versions.groups.values()
    return [_rule(site, group) for group in groups if len(group) > 1 or _later(site, group[0])]


def _later(site: Site, version: Version) -> bool:
    """Does it begin later than the instrument, or end?"""
    since = version.window.since
    return version.window.until is not None or (since is not None and since > site.program.about.in_force_from)


def _rule(site: Site, group: Sequence[Version]) -> Changed:
    shown = [(words.window(version.window, site.lang), site.where(version)) for version in group]
    return Changed(group[-1].definition.label.get(site.lang), shown)
