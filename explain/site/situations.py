"""What a reader's situation may concern: guides to services and conclusions, each with its page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from compiler.program import Situation
from explain import words
from explain.site.base import Site
from explain.site.items import item_paths
from explain.versions import Version, spot

CHECK = "check.html"


@dataclass(frozen=True, slots=True)
class Choice:
    """A service or a conclusion of a situation. kind: guide, check (one is asked about it) or rule (one reads it)."""

    kind: str
    label: str
    href: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A situation with what it may concern."""

    title: str
    guides: tuple[Choice, ...]
    conclusions: tuple[Choice, ...]


def situations(site: Site) -> list[Shown]:
    """Those of about.toml, in its order."""
    return [
        Shown(s.title.get(site.lang), tuple(_guides(site, s)), tuple(_conclusions(site, s)))
        for s in site.program.about.situations
    ]


def _guides(site: Site, situation: Situation) -> Iterator[Choice]:
    """The latest version of each service."""
    paths, services = item_paths(site), site.places.versions.services.values()
    for name in situation.services:
        found = [s for s, _ in services if name in (s.name, s.alias)]
        if found:
            last = max(found, key=lambda s: s.window.since or 0)
            window = words.window(last.window, site.lang)
            label = last.label.get(site.lang)
            shown = site.say(f"{label}（{window}）", f"{label} ({window})") if window else label
            yield Choice("guide", shown, paths[spot(last.place)])


def _conclusions(site: Site, situation: Situation) -> Iterator[Choice]:
    for name in situation.conclusions:
        versions = site.places.versions.named(site.program.names.get(name, name))
        if versions:
            yield conclusion(site, versions[-1])


def conclusion(site: Site, version: Version) -> Choice:
    """Where one is asked about a conclusion or, on a site without self-check, reads its rule."""
    d = version.definition
    label = d.label.get(site.lang)
    if CHECK in site.drafts:
        return Choice("check", label, f"{CHECK}#{d.alias or d.name}")
    return Choice("rule", label, site.places.of(version, None))
