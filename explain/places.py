"""Where a page finds what it names: facts in its own glossary, conclusions and readings on the pages of their texts,
each conclusion in the version that is in force with the rule that names it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from compiler.claims import Claim
from compiler.official import Part
from compiler.program import Program
from explain import words
from explain.records import definition_of
from explain.rules import Links, Outlines, Piece, bare
from explain.terms import Terms
from explain.versions import Version, Versions, spot


def page_of(part: Part) -> str:
    return f"{part.id.replace('.', '-')}.html"


def examples_of(part: Part) -> str:
    return f"{part.id.replace('.', '-')}-examples.html"


def cited(program: Program, claim: Claim, lang: str) -> Piece:
    """第四条第一句, with the sentence on the page of its text."""
    cite = words.cite(claim.cite, words.english(program.about)).get(lang)
    part = next((p for p in program.ledger.parts if claim.address.startswith(f"{p.id}.")), None)
    href = f"{page_of(part)}#{claim.address.rstrip('abcdefgh')}" if part else ""
    return Piece(words.capital(cite), href)


@dataclass(frozen=True)
class Places:
    """Of one program, for all its pages."""

    versions: Versions

    @property
    def program(self) -> Program:
        return self.versions.program

    @cached_property
    def pages(self) -> Mapping[str, str]:
        return {part.name: page_of(part) for part in self.program.ledger.parts}

    @cached_property
    def _bare(self) -> dict[int, Terms]:
        return {}

    def outlines(self, program: Program, lang: str, links: Links) -> Outlines:
        """Words for the rules of a form of the program."""
        if id(program) not in self._bare:
            self._bare[id(program)] = bare(program)
        return Outlines(program, lang, links, self._bare[id(program)])

    def anchor(self, version: Version) -> str:
        """Unique on its page: of several versions there, all but the latest say since when."""
        d = version.definition
        same = [v for v in self.versions.named(d.name) if v.definition.part == d.part]
        at = next(i for i, v in enumerate(same) if v.definition.place == d.place)
        return f"rule-{d.alias or d.name}" + (f"-{at + 1}" if at < len(same) - 1 else "")

    def of(self, version: Version, here: Part | None) -> str:
        """The address of a version; '' where no page shows it."""
        page = self.pages.get(version.definition.part)
        if page is None:
            return ""
        own = here is not None and here.name == version.definition.part
        return f"{'' if own else page}#{self.anchor(version)}"

    def links(self, program: Program, here: Part | None = None) -> Links:
        """What a page finds; `here` is the page's part, None for the overview, which also names the texts and has no
        glossary."""
        found = {} if here else dict(self.pages)
        for fact in program.facts.values() if here else ():
            found[fact.name] = f"#fact-{fact.alias or fact.name}"
        found |= dict(self._conclusions(program, here))
        for reading in program.readings.values():
            page = self.pages.get(reading.part, "articles.html" if here else "")
            found[reading.id] = f"{'' if here and reading.part == here.name else page}#{reading.id}"
        return Links(found)

    def elsewhere(self, program: Program) -> Links:
        """What a page finds that is no text's own: no fact."""
        names = self.links(program).names
        return Links({name: f"articles.html{href}" if href.startswith("#") else href for name, href in names.items()})

    def _conclusions(self, program: Program, here: Part | None) -> Iterator[tuple[str, str]]:
        for name in (*program.definitions, *program.gone):
            version = self.versions.definitions.get(spot(definition_of(program, name).place))
            address = self.of(version, here) if version is not None else ""
            if address:
                yield name, address
