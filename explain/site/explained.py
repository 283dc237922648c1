"""The explanation of one person as a page of the site."""

from __future__ import annotations

import re
from collections.abc import Iterator

from compiler.evaluate import Answers
from explain.explanation import explain
from explain.site.base import Page, Site

PATH = "explanation.html"
_ALONE = {
    "site_policy.html.j2": re.compile("<meta http-equiv=[^>]*>"),
    "site_style.html.j2": re.compile("<style>.*?</style>", re.DOTALL),
    "site_header.html.j2": re.compile("<header>.*?</header>", re.DOTALL),
}
"""What the site has in the place of something that an explanation has of its own where it stands alone."""


def explained_page(site: Site, answers: Answers) -> Iterator[tuple[str, Page]]:
    """Of the first conclusion that was asked about."""
    yield PATH, lambda: _page(site, answers)


def _page(site: Site, answers: Answers) -> str:
    text = explain(answers, next(iter(answers.conclusions)), lang=site.lang).to_html()
    for template, pattern in _ALONE.items():
        before, after = pattern.split(text, maxsplit=1)
        text = before + site.fill(template, PATH).strip() + after
    return text.replace('<body class="', '<body class="page ', 1)
