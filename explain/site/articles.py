"""The pages of the texts: one each, with a page of its examples where there are many, and the list of all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from compiler.official import Part
from compiler.program import Amendment
from explain.figures import article_figure, overview_figure
from explain.places import examples_of, page_of
from explain.site.base import Page, Site
from explain.statements import reading_view
from explain.trials import telling
from explain.views import Article

FEW = 12
"""More examples than this have a page of their own."""


@dataclass(frozen=True, slots=True)
class Row:
    """A text in the overview's list; shares are of its characters, in percent. `head`: the amendment it begins."""

    head: Amendment | None
    article: Article
    href: str
    rules: int
    norms: int
    examples: int
    claimed: int
    noted: int
    pending: int


def article_pages(site: Site) -> Iterator[tuple[str, Page]]:
    parts = site.program.ledger.parts
    counts = Counter(example.part for example in site.program.examples)
    for at, part in enumerate(parts):
        around = (parts[at - 1] if at else None, parts[at + 1] if at + 1 < len(parts) else None)
        yield page_of(part), partial(_article, site, part, around)
        if counts[part.name] > FEW:
            yield examples_of(part), partial(_examples, site, part)


def _article(site: Site, part: Part, around: Sequence[Part | None]) -> str:
    article = site.article(part)
    few = len(article.trials) <= FEW
    names = {p.name: (page_of(p), site.part_name(p.name)) for p in site.program.ledger.parts}
    return site.fill(
        "site_article.html.j2",
        page_of(part),
        "articles.html",
        article=article,
        around=[names[p.name] if p else None for p in around],
        uses=[names[x] for x in article.uses],
        used_by=[names[x] for x in article.used_by],
        shown=article.trials if few else telling(article.trials),
        all_examples="" if few else examples_of(part),
        figure=article_figure(site.places, part, site.lang),
    )


def _examples(site: Site, part: Part) -> str:
    path = examples_of(part)
    return site.fill("site_examples.html.j2", path, "articles.html", article=site.article(part), home=page_of(part))


def list_page(site: Site) -> Iterator[tuple[str, Page]]:
    yield "articles.html", partial(_list, site)


def _list(site: Site) -> str:
    """All texts, what of them is encoded, and how they hang together."""
    program, lang = site.program, site.lang
    covered = {part.name for part in program.ledger.parts}
    shared = [r for r in program.readings.values() if r.part not in covered]
    return site.fill(
        "site_articles.html.j2",
        "articles.html",
        rows=_rows(site),
        readings=[reading_view(r, lang) for r in shared],
        examples=site.common_trials,
        figure=overview_figure(site.places, lang),
    )


def _rows(site: Site) -> list[Row]:
    """The texts of the regulation, then those of each amendment below its title."""
    seen: set[str] = set()
    rows = []
    for article in site.articles:
        amendments = site.program.about.amendments
        found = next((a for a in amendments if article.part.id.startswith(f"{a.id}.")), None)
        rows.append(_row(site, article, found if found is not None and found.id not in seen else None))
        seen |= {found.id} if found is not None else set()
    return rows


def _row(site: Site, article: Article, head: Amendment | None) -> Row:
    rows = [row for row in site.program.ledger.coverage if row.part == article.part.name]
    total = max(1, sum(row.total for row in rows))
    shares = (sum(x) for x in zip(*((row.claimed, row.noted, row.pending) for row in rows), strict=True))
    return Row(
        head,
        article,
        page_of(article.part),
        sum(len(p.rules) for p in article.passages),
        sum(len(p.norms) for p in article.passages),
        len(article.trials),
        *(round(100 * part / total) for part in shares),
    )
