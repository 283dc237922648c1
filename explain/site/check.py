"""The self-check (自查): a page that asks what can still change an answer and says what the rules come to, all of it in
the reader's browser; and its scripts: the code, and the program with the words of one language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from compiler.targets.javascript import data, embedded, fragment, wrapped
from explain import javascript
from explain.site.base import Page, Site
from explain.site.check_say import blanked
from explain.site.check_start import start
from explain.site.check_ui import WORDS
from explain.site.check_words import tables
from explain.site.items import item_paths, listed

PATH = "check.html"
CODE = "check.js"
FRAGMENTS = (
    "fill",
    "conditions",
    "verdict",
    "ahead",
    "figures",
    "view",
    "inquiry",
    "inputs",
    "page",
    "begin",
    "asking",
    "fields",
    "answers",
    "outcome_dom",
    "outcome",
)


def check_page(site: Site) -> Iterator[tuple[str, Page]]:
    yield PATH, lambda: _page(site)
    yield script_of(site.lang), lambda: script(site)


def script_of(lang: str) -> str:
    """The script of the page in one language, beside it."""
    return f"check-{lang}.js"


def _page(site: Site) -> str:
    return site.fill(
        "site_check.html.j2",
        PATH,
        PATH,
        script=script_of(site.lang),
        items=listed(site, item_paths(site)),
        name=site.program.about.name,
    )


def script(site: Site) -> str:
    """The program and the words of one language, handed to the code."""
    tables = f"{embedded(data(site.program))}, {embedded(words_of(site))}"
    return f"Tiaoli.check(document.getElementById('check'), {tables});\n"


@cache
def code() -> str:
    """The code of the self-check, the same for every policy and language."""
    return wrapped(javascript.self_check())


OUTSIDE = ("grounds", "proof_form", "norm_question", "face", "interview/talk")
"""Fragments that only callers from outside of the script need."""


def later() -> list[str]:
    """What the script has beside the evaluator."""
    asks = (f"interview/{name}" for name in javascript.INTERVIEW)
    names = (*asks, *javascript.PROSPECTS, *javascript.PROOF, *(f"check/{name}" for name in FRAGMENTS))
    return [fragment("explain", name) for name in names if name not in OUTSIDE]


def words_of(site: Site) -> Mapping[str, Any]:
    """All words of the page in the site's language."""
    page = {key: blanked(text.get(site.lang)) for key, text in WORDS.items()}
    return {**tables(site.program, site.lang), "page": page, "start": start(site)}
