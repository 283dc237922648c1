"""The first page: what this regulation is, and the ways into it, by a reader's situation before all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from compiler.program import Text
from explain.site.base import Page, Site
from explain.site.items import item_paths, listed
from explain.site.situations import CHECK, situations

_WAYS: Mapping[str, tuple[Text, Text]] = {
    "items.html": (
        Text("办事", "Services"),
        Text("每件事一页：能不能办、怎么办、到哪里办", "A page for each: who, how, where"),
    ),
    "articles.html": (
        Text("逐条看", "Text by text"),
        Text("原文、白话、规则和例子", "The law, and its rules in plain words"),
    ),
    "duties.html": (Text("谁来办", "Who does what"), Text("每个机构要做什么", "What each agency has to do")),
    "glossary.html": (Text("词汇", "Words"), Text("每个词是什么意思", "What each word means")),
    "readings.html": (
        Text("读法和未定的问题", "Readings and open questions"),
        Text("原文能读出两种意思的地方", "Where the text can be read in two ways"),
    ),
    "timeline.html": (Text("时间线", "Timeline"), Text("哪一天起、到哪一天止", "From which day, until which day")),
    "changed.html": (Text("改了什么", "What changed"), Text("修正和新旧规定", "Amendments, old and new rules")),
    "method.html": (
        Text("怎样算出来的", "How this was made"),
        Text("规则从哪里来，可不可信", "Where the rules come from"),
    ),
    "search.html": (Text("搜索", "Search"), Text("用一个词找", "Find by a word")),
}


def start_page(site: Site) -> Iterator[tuple[str, Page]]:
    yield "index.html", lambda: _start(site)


def _start(site: Site) -> str:
    ways = [(path, *(t.get(site.lang) for t in texts)) for path, texts in _WAYS.items() if path in site.drafts]
    return site.fill(
        "site_index.html.j2",
        "index.html",
        "index.html",
        explained=site.explained,
        check=CHECK if CHECK in site.drafts else "",
        situations=situations(site),
        items=listed(site, item_paths(site)),
        ways=ways,
    )
