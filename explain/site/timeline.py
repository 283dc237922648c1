"""Every dated rule in the order of its first day: when the instruments and the versions of rules are in force, which
conditions name a day, and for which time figures are published."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from compiler.expressions import Apply, AsOf, Const, Expr, FactRef, Quantified, Switch
from compiler.program import ALWAYS, Program, Window
from explain import words
from explain.pictures.bars import Bar, bars_svg
from explain.published import anchor
from explain.rules import Links
from explain.site.base import Page, Site
from explain.versions import Version

PATH = "timeline.html"
KINDS = {
    "article": ("文件施行", "text in force"),
    "definition": ("按您问的日子", "by the day asked about"),
    "other": ("按别的日子", "by another day"),
    "parameter": ("公布的数", "published figure"),
}
"""Kinds of rows, each by the style of picture it has."""


@dataclass(frozen=True, slots=True)
class Row:
    """A dated rule. `said` is what it says of its days, `first` and `last` those days, None where there is none."""

    kind: str
    name: str
    href: str
    said: str
    first: int | None
    last: int | None


def timeline_page(site: Site) -> Iterator[tuple[str, Page]]:
    yield PATH, lambda: _page(site)


def _page(site: Site) -> str:
    found = rows(site)
    kinds = {kind: site.say(*both) for kind, both in KINDS.items()}
    bars = [Bar(f"t{at}", row.kind, row.name, row.said, row.first, row.last) for at, row in enumerate(found, start=1)]
    title = site.say("哪一天起、到哪一天为止", "From when, until when")
    wide, narrow = (Markup(bars_svg(bars, site.lang, title, phone)) for phone in (False, True))
    norms = [norm for norm in site.program.every_norm() if norm.period.zh]
    periods = [(n.label.get(site.lang), n.period.get(site.lang), _norm_at(site, n.part, n.id)) for n in norms]
    return site.fill(
        "site_timeline.html.j2",
        PATH,
        rows=found,
        kinds=kinds,
        wide=wide,
        narrow=narrow,
        periods=periods,
        figure_title=title,
    )


def _norm_at(site: Site, part: str, id_: str) -> str:
    page = site.places.pages.get(part, "")
    return f"{page}#{id_}" if page else ""


def rows(site: Site) -> Sequence[Row]:
    """All dated rules, the earliest first; what has no first day stands where it ends."""
    found = [*_instruments(site), *_versions(site), *_norms(site), *_published(site)]
    return sorted(found, key=lambda row: (row.first or row.last or 0, list(KINDS).index(row.kind)))


def _instruments(site: Site) -> Iterator[Row]:
    about = site.program.about
    until = about.repealed_from - 1 if about.repealed_from is not None else None
    short = about.short.get(site.lang) or str(site.shared["title"])
    yield _row(site, "article", short, "articles.html", Window(about.in_force_from, until))
    for one in about.amendments:
        yield _row(site, "article", one.title.get(site.lang), "changed.html", Window(one.in_force_from, None))


def _row(site: Site, kind: str, name: str, href: str, window: Window) -> Row:
    return Row(kind, name, href, words.window(window, site.lang), window.since, window.until)


def _versions(site: Site) -> Iterator[Row]:
    """Of each version of a conclusion when it is in force, and what it says of days."""
    for version in site.places.versions.definitions.values():
        name, href = version.definition.label.get(site.lang), site.places.of(version, None)
        if version.window != ALWAYS:
            yield _row(site, "definition", name, href, version.window)
        yield from _conditions(site, version, name, href)


def _norms(site: Site) -> Iterator[Row]:
    for norm in site.program.every_norm():
        if norm.window != ALWAYS:
            yield _row(site, "definition", norm.label.get(site.lang), _norm_at(site, norm.part, norm.id), norm.window)


def _published(site: Site) -> Iterator[Row]:
    pages = site.places.pages
    for fact in site.program.facts.values():
        label, name = fact.label.get(site.lang), fact.alias or fact.name
        href = f"{pages[fact.part]}#{anchor(name)}" if fact.part in pages else f"glossary.html#fact-{name}"
        for row in fact.rows:
            value = words.value(row.value, fact.type, site.lang, fact.choices)
            said = words.window(row.window, site.lang)
            yield Row(
                "parameter", f"{label}{site.say('：', ': ')}{value}", href, said, row.window.since, row.window.until
            )
    if (held := site.program.holidays) is not None:
        found = site.program.facts.get(held.name)
        label = site.say("放假安排", "Public holidays") if found is None else found.label.get(site.lang)
        yield _row(site, "parameter", label, "glossary.html", Window(held.first, held.last))


# ---- conditions that name a day ----------------------------------------------------------------------------------


def _conditions(site: Site, version: Version, name: str, href: str) -> Iterator[Row]:
    """The comparisons of one thing with days, taken together where one says since and another until when."""
    rule, program = version.definition, version.program
    outlines = site.places.outlines(program, site.lang, Links({})).about(rule)
    groups: dict[str, list[Apply]] = {}
    for expr in (rule.guard, rule.body):
        for found in _dated(expr, program) if expr is not None else ():
            groups.setdefault(_what(found.args[0]), []).append(found)
    for what, alike in groups.items():
        kind = "definition" if what == "as_of" else "other"
        for group in _together(alike):
            said = site.say("，", ", ").join("".join(p.text for p in outlines.pieces(one)) for one in group)
            firsts, lasts = zip(*map(_bounds, group), strict=True)
            yield Row(kind, name, href, said, _given(firsts), _given(lasts))


def _given(days: Iterable[int | None]) -> int | None:
    return next((day for day in days if day is not None), None)


def _what(expr: Expr) -> str:
    match expr:
        case AsOf():
            return "as_of"
        case FactRef(name=name):
            return f"fact {name}"
    return f"{expr.place.source.name} {expr.place.start}"


def _together(found: Sequence[Apply]) -> Iterable[Sequence[Apply]]:
    sides = {(first is not None, last is not None) for first, last in map(_bounds, found)}
    return [found] if len(found) == 2 and sides == {(True, False), (False, True)} else [[one] for one in found]


def _dated(expr: Expr, program: Program) -> Iterator[Apply]:
    """What compares something with a day, under the readings adopted."""
    match expr:
        case Apply(op="value_on"):
            return
        case Apply(args=args):
            if any(isinstance(x, Const) and x.type.kind == "date" for x in args):
                yield expr
            for part in args:
                yield from _dated(part, program)
        case Switch(reading=reading):
            yield from _dated(expr.under(program.readings[reading].adopted), program)
        case Quantified(condition=condition, value=value):
            for side in (condition, value):
                yield from _dated(side, program) if side is not None else ()


def _bounds(expr: Apply) -> tuple[int | None, int | None]:
    """The first and the last day that a comparison lets pass; of anything else the day that it names."""
    days = [x.value for x in expr.args if isinstance(x, Const) and isinstance(x.value, int)]
    low, high = days[0], days[-1]
    match expr.op:
        case "since" | "ge":
            return low, None
        case "until" | "le":
            return None, low
        case "gt":
            return low + 1, None
        case "lt":
            return None, low - 1
    return low, high
