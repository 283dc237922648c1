"""How the pages were made and checked, where the limits are, and that answers stay private."""

from __future__ import annotations

from collections.abc import Iterator

from explain.records import kind_of
from explain.site.base import Page, Site

PATH = "method.html"


def method_page(site: Site) -> Iterator[tuple[str, Page]]:
    yield PATH, lambda: _page(site)


def _page(site: Site) -> str:
    program = site.program
    rows = program.ledger.coverage
    total = max(1, sum(row.total for row in rows))
    trials = [trial for article in site.articles for trial in article.trials]
    trials += site.common_trials
    return site.fill(
        "site_method.html.j2",
        PATH,
        made=site.made,
        claimed=round(100 * sum(row.claimed for row in rows) / total),
        noted=round(100 * sum(row.noted for row in rows) / total),
        pending=sum(row.pending for row in rows),
        conclusions=len(site.places.versions.definitions),
        norms=len(program.every_norm()),
        readings=len(program.readings),
        decisions=sum(kind_of(program, name) == "judged" for name in program.facts),
        examples=len(trials),
        failed=sum(not trial.holds for trial in trials),
    )
