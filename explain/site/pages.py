"""The kinds of pages. A new kind is a function of one shape, a line here, and a template.

A page is known by its path before it is made, so that whoever shows one page need not make all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, partial

from compiler.evaluate import Answers
from compiler.program import Program
from explain.site.articles import article_pages, list_page
from explain.site.base import FOLDERS, UNSAID, Made, Page, Site, style
from explain.site.changed import changed_page
from explain.site.check import CODE, check_page, code
from explain.site.duties import duty_pages
from explain.site.explained import PATH as EXPLAINED
from explain.site.explained import explained_page
from explain.site.glossary import glossary_page
from explain.site.items import item_pages
from explain.site.large import large
from explain.site.method import method_page
from explain.site.readings import readings_page
from explain.site.search import script, search_pages
from explain.site.start import start_page
from explain.site.timeline import timeline_page
from explain.trials import Run, Runs

Kind = Callable[[Site], Iterator[tuple[str, Page]]]
KINDS: tuple[Kind, ...] = (
    start_page,
    check_page,
    item_pages,
    list_page,
    article_pages,
    duty_pages,
    glossary_page,
    readings_page,
    timeline_page,
    changed_page,
    method_page,
    search_pages,
)
LOADED: tuple[Callable[[Program], Iterator[tuple[str, Page]]], ...] = (
    lambda program: iter([("style.css", style), ("search.js", script), (CODE, code)]),
)
"""Kinds of files that the pages of both languages load: scripts and style sheets beside the pages in Chinese."""


def pages(program: Program, lang: str, explained: str = "", made: Made = UNSAID) -> dict[str, str]:
    """All pages in one language, by path. `explained` is the path, from this language's folder, of the explanation of
    one person, if there is one."""
    return {path: page() for path, page in drafts(program, lang, explained, made).items()}


def drafts(
    program: Program,
    lang: str,
    explained: str = "",
    made: Made = UNSAID,
    more: Sequence[Kind] = (),
    runs: Runs | None = None,
) -> dict[str, Page]:
    """The same, not yet made; each is made once. `more` are kinds of pages that only this site has, `runs` the examples
    as evaluated for another language."""
    site = Site(program, lang, explained, made, runs)
    site.drafts = {path: cache(page) for kind in (*KINDS, *more) for path, page in kind(site)}
    larger = dict(large(path, page, lang) for path, page in site.drafts.items() if path.endswith(".html"))
    return {FOLDERS[lang] + path: page for path, page in {**site.drafts, **larger}.items()}


def whole(
    program: Program, answers: Answers | None = None, made: Made = UNSAID, known: dict[str, Run] | None = None
) -> dict[str, Page]:
    """Everything: the pages of both languages, with the explanation of what one person asked, and what they load.
    `known` remembers what examples came to, for the next program."""
    more: list[Kind] = [partial(explained_page, answers=answers)] if answers is not None else []
    explained = EXPLAINED if answers is not None else ""
    runs = Runs(program, known)
    sites = (drafts(program, lang, explained, made, more, runs) for lang in FOLDERS)
    return {path: page for files in (*sites, loaded(program)) for path, page in files.items()}


def published(paths: Iterable[str]) -> list[str]:
    """Of the paths of a site those of pages that a search engine should know."""
    return [path for path in paths if path.endswith(".html") and "big/" not in path and not path.endswith(EXPLAINED)]


def assets(program: Program) -> dict[str, str]:
    """What the pages of both languages load, by path."""
    return {path: make() for path, make in loaded(program).items()}


def loaded(program: Program) -> dict[str, Page]:
    """The same, not yet made."""
    return {path: make for kind in LOADED for path, make in kind(program)}
