"""What can be checked: the conclusions of each situation and of each text, and the services that rest on them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from compiler.expressions import RuleRef, everything
from compiler.partial import Environment
from compiler.program import Definition, Service
from compiler.steps import trace
from explain import words
from explain.judge import Judge
from explain.site.base import Site
from explain.site.items import item_paths
from explain.terms import Terms
from explain.versions import spot

Row = dict[str, Any]


def start(site: Site) -> Row:
    """`ids`: the name of a conclusion by what an address may call it, or a service that rests on it."""
    conclusions = _conclusions(site)
    services = [service for service, _ in site.places.versions.services.values()]
    latest = {service.name: service for service in sorted(services, key=lambda s: s.window.since or 0)}
    return {
        "situations": list(_situations(site, conclusions, latest)),
        "all": list(_parts(site, conclusions)),
        "ids": dict(_ids(site, conclusions, latest)),
        "services": {
            name: [_service(site, s) for s in latest.values() if _concerns(s, d)] for name, d in conclusions.items()
        },
    }


def _conclusions(site: Site) -> dict[str, Definition]:
    """Those that answer a question of their own: no exceptions to others."""
    return {name: d for name, d in site.program.conclusions.items() if not d.excepts}


def main_rule(service: Service) -> str:
    """The conclusion on which a service rests, '' where there is none."""
    parts = everything(service.condition) if service.condition is not None else ()
    return next((part.name for part in parts if isinstance(part, RuleRef)), "")


def _concerns(service: Service, definition: Definition) -> bool:
    return service.part == definition.part or main_rule(service) == definition.name


def _situations(site: Site, conclusions: dict[str, Definition], services: dict[str, Service]) -> Iterator[Row]:
    for situation in site.program.about.situations:
        found: dict[str, Row] = {}
        for service in services.values():
            name = main_rule(service)
            if {service.name, service.alias} & {*situation.services} and name in conclusions:
                found.setdefault(name, _choice(site, conclusions[name], service.label.get(site.lang)))
        for given in situation.conclusions:
            name = site.program.names.get(given, given)
            if name in conclusions:
                found.setdefault(name, _choice(site, conclusions[name]))
        if found:
            yield {"title": situation.title.get(site.lang), "choices": list(found.values())}


def _choice(site: Site, definition: Definition, more: str = "") -> Row:
    label = definition.label.get(site.lang)
    return {"about": definition.name, "label": label, **({"more": more} if more and more != label else {})}


def _parts(site: Site, conclusions: dict[str, Definition]) -> Iterator[Row]:
    """In the order of the law."""
    order = [*dict.fromkeys(part.name for part in site.program.ledger.parts), ""]
    for part in order:
        found = [d for d in conclusions.values() if (d.part if d.part in order else "") == part]
        if found:
            title = site.part_name(part) if part else site.say("其他", "Other")
            yield {"title": title, "choices": [_choice(site, d) for d in found]}


def _ids(site: Site, conclusions: dict[str, Definition], services: dict[str, Service]) -> Iterator[tuple[str, str]]:
    paths = item_paths(site)
    for service in services.values():
        name = main_rule(service)
        if name in conclusions:
            for id_ in (service.name, service.alias, paths[spot(service.place)].removesuffix(".html")):
                yield id_, name
    for name, definition in conclusions.items():
        yield name, name
        yield definition.alias or name, name


def _service(site: Site, service: Service) -> Row:
    lang = site.lang
    documents = [text.get(lang) for text in service.fields.get("documents", ())]
    steps = [_step(site, who, text.get(lang)) for who, text in service.steps]
    return {
        "label": service.label.get(lang),
        "page": item_paths(site)[spot(service.place)],
        "steps": steps,
        "documents": documents,
        "places": list(_places(site, service)),
    }


def _step(site: Site, who: str, what: str) -> str:
    named = words.name(site.program, who, site.lang) if who else ""
    return site.say(f"{named}：{what}", f"{named}: {what}") if named else what


def _places(site: Site, service: Service) -> Iterator[str]:
    """Each with its condition."""
    _, program = site.places.versions.services[spot(service.place)]
    judge = Judge.of(Environment(program, {}, program.about.in_force_from, {}))
    for condition, places in service.venues:
        shown = site.say("、", ", ").join(text.get(site.lang) for text in places)
        if condition is None:
            yield shown
        else:
            when = Terms.of(judge).inline(trace(condition, judge.environment), site.lang)
            yield site.say(f"{when}：{shown}", f"{words.capital(when)}: {shown}")
