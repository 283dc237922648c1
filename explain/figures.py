"""The dependency pictures of the site's pages: one for a screen, one for a phone, and the list that says the same."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from compiler.official import Part
from explain.dependency import of_article, outline_html, overview, overview_html
from explain.dependency_svg import overview_svg, view_svg
from explain.places import Places


@dataclass(frozen=True, slots=True)
class Figure:
    title: str
    wide: Markup
    narrow: Markup
    outline: Markup


def article_figure(places: Places, part: Part, lang: str) -> Figure | None:
    """What a part's conclusions use; None where it has none, or they use nothing."""
    program = places.versions.program_of(part.name)
    view = of_article(program, part.name)
    if not view.edges:
        return None
    svg, narrow = view_svg(view, lang), view_svg(view, lang, narrow=True)
    links = places.links(program, part).names
    rules = {name: links[name] for name in program.definitions if name in links}
    return Figure(view.title.get(lang), Markup(svg), Markup(narrow), Markup(outline_html(view, lang, rules)))


def overview_figure(places: Places, lang: str) -> Figure:
    """Which texts' conclusions rest on which."""
    found = overview(places.program)
    svg, narrow = overview_svg(found, lang), overview_svg(found, lang, narrow=True)
    links = places.links(places.program).names
    return Figure(found.title.get(lang), Markup(svg), Markup(narrow), Markup(overview_html(found, lang, links)))
