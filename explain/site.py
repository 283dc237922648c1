"""Program -> pages as text. Pure: what is written where is the caller's affair."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from compiler.official import Part
from compiler.program import Program
from explain import words
from explain.article import ArticleMaker, reading_view
from explain.figures import article_figure, overview_figure
from explain.rules import Links
from explain.templating import environment, fill, marked
from explain.trials import Trials, telling
from explain.views import Article

FEW = 12
"""More examples than this have a page of their own."""

FOLDERS = {"zh": "", "en": "en/"}
_HTML_LANG = {"zh": "zh-CN", "en": "en"}


def pages(program: Program, lang: str, explained: str = "") -> dict[str, str]:
    """The overview and one page a text, by path. `explained` is the path, from this language's folder, of the
    explanation of one person, if there is one."""
    site = _Site(program, lang)
    maker = ArticleMaker(program, lang, {part.id: _links(program, part) for part in program.ledger.parts})
    articles = [maker.make(part) for part in program.ledger.parts]
    found = {"index.html": site.index(articles, explained)}
    for at, article in enumerate(articles):
        around = (articles[at - 1] if at else None, articles[at + 1] if at + 1 < len(articles) else None)
        found[page_of(article.part)] = site.article(article, around)
        if len(article.trials) > FEW:
            found[examples_of(article.part)] = site.examples(article)
    return {FOLDERS[lang] + path: text for path, text in found.items()}


def page_of(part: Part) -> str:
    return f"{part.id}.html"


def examples_of(part: Part) -> str:
    return f"{part.id}-examples.html"


def _links(program: Program, here: Part | None = None) -> Links:
    """Where a page finds each fact (in its own glossary), conclusion and reading; `here` is the page's part, None for
    the overview, which also names the texts and has no glossary."""
    home = {p.name: "" if here and p.id == here.id else page_of(p) for p in program.ledger.parts}
    found = {} if here else dict(home)
    for fact in program.facts.values() if here else ():
        found[fact.name] = f"#fact-{fact.alias or fact.name}"
    for rule in program.definitions.values():
        if rule.part in home:
            found[rule.name] = f"{home[rule.part]}#rule-{rule.alias or rule.name}"
    for reading in program.readings.values():
        found[reading.id] = f"{home.get(reading.part, 'index.html' if here else '')}#{reading.id}"
    return Links(found)


def style() -> str:
    """The style sheet without its comments and what else only its authors need."""
    loader = environment().loader
    assert loader is not None
    text = loader.get_source(environment(), "site.css")[0]
    text = re.sub(r"/\*.*?\*/|\n\s*", "", text, flags=re.DOTALL)
    return re.sub(r" ?([{>]) ?|([:;,]) ", r"\1\2", text).replace(";}", "}")


@dataclass(frozen=True, slots=True)
class Row:
    """A text in the overview's list; shares are of its characters, in percent."""

    article: Article
    href: str
    rules: int
    norms: int
    examples: int
    claimed: int
    noted: int
    pending: int


class _Site:
    """What every page in one language shares."""

    def __init__(self, program: Program, lang: str) -> None:
        about = program.about
        self.program, self.lang = program, lang
        self.shared: dict[str, object] = {
            "lang": lang,
            "html_lang": _HTML_LANG[lang],
            "say": self._say,
            "mark": lambda text: marked(str(text), lang),
            "day": self._day,
            "count": self._count,
            "about": about,
            "title": about.title if lang == "zh" else about.title_en or about.title,
            "issuer": about.issuer if lang == "zh" else about.issuer_en or about.issuer,
            "css": Markup(style()),
        }

    def _say(self, zh: str, en: str) -> str:
        return zh if self.lang == "zh" else en

    def _day(self, day: int) -> str:
        return words.date(day, self.lang)

    def _count(self, number: int, zh: str, en: str) -> str:
        return self._say(f"{number} {zh}", f"{number} {en}{'' if number == 1 else 's'}")

    def _fill(self, template: str, path: str, **names: object) -> str:
        other = f"en/{path}" if self.lang == "zh" else f"../{path}"
        return fill(template, **self.shared, path=path, other=other, **names)

    def article(self, article: Article, around: Sequence[Article | None]) -> str:
        before, after = around
        few = len(article.trials) <= FEW
        parts, english = self.program.ledger.parts, self.program.about.english
        names = {p.name: (page_of(p), words.part_name(p.name, english).get(self.lang)) for p in parts}
        return self._fill(
            "site_article.html.j2",
            page_of(article.part),
            article=article,
            before=before,
            after=after,
            uses=[names[x] for x in article.uses],
            used_by=[names[x] for x in article.used_by],
            page_of=page_of,
            shown=article.trials if few else telling(article.trials),
            all_examples="" if few else examples_of(article.part),
            figure=article_figure(self.program, article.part, self.lang, _links(self.program, article.part).names),
        )

    def examples(self, article: Article) -> str:
        return self._fill("site_examples.html.j2", examples_of(article.part), article=article, page_of=page_of)

    def index(self, articles: Sequence[Article], explained: str) -> str:
        covered = {part.name for part in self.program.ledger.parts}
        shared = [r for r in self.program.readings.values() if r.part not in covered]
        examples = [e for e in self.program.examples if e.part not in covered]
        return self._fill(
            "site_index.html.j2",
            "index.html",
            rows=[self._row(article) for article in articles],
            readings=[reading_view(r, self.lang) for r in shared],
            examples=Trials(self.program, self.lang).run(examples),
            explained=explained,
            figure=overview_figure(self.program, self.lang, _links(self.program).names),
        )

    def _row(self, article: Article) -> Row:
        rows = [row for row in self.program.ledger.coverage if row.part == article.part.name]
        total = max(1, sum(row.total for row in rows))
        shares = (sum(x) for x in zip(*((row.claimed, row.noted, row.pending) for row in rows), strict=True))
        return Row(
            article,
            page_of(article.part),
            sum(len(p.rules) for p in article.passages),
            sum(len(p.norms) for p in article.passages),
            len(article.trials),
            *(round(100 * part / total) for part in shares),
        )
