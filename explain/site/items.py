"""Guides to the services (办事指南): a page for each version of each, and the list of all."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from compiler.program import Program, Service
from explain import words
from explain.site.base import Page, Site
from explain.site.item_data import government_service
from explain.site.item_fields import Fields
from explain.site.item_pieces import Field
from explain.site.item_rules import ItemRules
from explain.site.names import distinct, slug
from explain.versions import Spot, spot

LIST = "items.html"


@dataclass(frozen=True, slots=True)
class Item:
    """A service in a list: `window` where it is not always in force, `where` its text."""

    label: str
    path: str
    where: str
    window: str
    who: str


def item_paths(site: Site) -> dict[Spot, str]:
    """The page of each version of each service, by its place; of several versions all but the latest have a number."""
    found: dict[Spot, str] = {}
    services = [service for service, _ in site.places.versions.services.values()]
    names = list(dict.fromkeys(service.name for service in services))
    slugs = distinct([_slug(next(s for s in services if s.name == name)) for name in names])
    for name, own in zip(names, slugs, strict=True):
        versions = sorted((s for s in services if s.name == name), key=lambda s: s.window.since or 0)
        for at, service in enumerate(versions, start=1):
            found[spot(service.place)] = f"item-{own}" + (f"-v{at}" if at < len(versions) else "") + ".html"
    return found


def _slug(service: Service) -> str:
    word = service.alias or service.name
    return word if re.fullmatch(r"[A-Za-z0-9_-]+", word) else slug(service.name)


def item_pages(site: Site) -> Iterator[tuple[str, Page]]:
    """The list, and a page for each version of each service."""
    paths = item_paths(site)
    if paths:
        yield LIST, partial(_list, site, paths)
    for at, (service, program) in site.places.versions.services.items():
        yield paths[at], partial(_item, site, service, program, paths)


def listed(site: Site, paths: Mapping[Spot, str]) -> list[Item]:
    """The services in the order of the law."""
    parts = [part.name for part in site.program.ledger.parts]
    services = site.places.versions.services
    english = words.english(site.program.about)

    def order(at: Spot) -> tuple[int, Spot]:
        part = services[at][0].part
        return parts.index(part) if part in parts else len(parts), at

    return [
        Item(
            service.label.get(site.lang),
            paths[at],
            words.part_name(service.part, english).get(site.lang),
            words.window(service.window, site.lang),
            _beneficiary(program, service, site.lang),
        )
        for at in sorted(services, key=order)
        for service, program in [services[at]]
    ]


def _beneficiary(program: Program, service: Service, lang: str) -> str:
    said = (n.beneficiary.get(lang) for n in program.norms.values() if n.part == service.part)
    return words.capital(next((text for text in said if text), ""))


def _list(site: Site, paths: Mapping[Spot, str]) -> str:
    return site.fill("site_items.html.j2", LIST, LIST, items=listed(site, paths))


def _item(site: Site, service: Service, program: Program, paths: Mapping[Spot, str]) -> str:
    rules = ItemRules(service, program, site.places.versions)
    fields = Fields(site, rules, paths).all()
    path = paths[spot(service.place)]
    return site.fill(
        "site_item.html.j2",
        path,
        LIST,
        label=service.label.get(site.lang),
        groups=_groups(site, fields),
        field={field.id: field for field in fields},
        remarks=[text.get(site.lang) for text in service.remarks],
        versions=_versions(site, service, paths),
        check=f"check.html#{path.removesuffix('.html')}" if rules.chain and "check.html" in site.drafts else "",
        data=government_service(site, rules, fields),
    )


def _versions(site: Site, service: Service, paths: Mapping[Spot, str]) -> list[tuple[str, str]]:
    """The pages of the other versions, and when each is in force."""
    others = [s for s, _ in site.places.versions.services.values() if s.name == service.name and s != service]
    return [(words.window(s.window, site.lang), paths[spot(s.place)]) for s in others]


def _groups(site: Site, fields: tuple[Field, ...]) -> list[tuple[str, tuple[Field, ...]]]:
    """The fields in their order, under a few headings."""
    heads = (
        (4, site.say("这是什么事项", "What this is")),
        (3, site.say("我能不能办", "Am I entitled?")),
        (6, site.say("要准备什么，怎么办", "How to apply")),
        (3, site.say("能得到什么", "What you get")),
        (4, site.say("到哪里办，问谁", "Where, and whom to ask")),
        (2, site.say("不服怎么办，还有疑问", "Redress and questions")),
    )
    groups, at = [], 0
    for count, title in heads:
        groups.append((title, fields[at : at + count]))
        at += count
    return groups
