"""Program -> pages as text. Pure: what is written where is the caller's affair."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from compiler.program import Amendment, Program
from explain import words
from explain.article import ArticleMaker
from explain.figures import article_figure, overview_figure
from explain.places import Places, examples_of, page_of
from explain.statements import reading_view
from explain.templating import environment, fill, lang_of, marked
from explain.trials import Trials, telling
from explain.versions import Versions
from explain.views import Article

__all__ = ["FOLDERS", "examples_of", "page_of", "pages"]

FEW = 12
"""More examples than this have a page of their own."""

FOLDERS = {"zh": "", "en": "en/"}
_HTML_LANG = {"zh": "zh-CN", "en": "en"}


def pages(program: Program, lang: str, explained: str = "") -> dict[str, str]:
    """The overview and one page a text, by path. `explained` is the path, from this language's folder, of the
    explanation of one person, if there is one."""
    site = _Site(program, lang)
    maker = ArticleMaker(program, lang, site.places)
    articles = [maker.make(part) for part in program.ledger.parts]
    found = {"index.html": site.index(articles, explained)}
    for at, article in enumerate(articles):
        around = (articles[at - 1] if at else None, articles[at + 1] if at + 1 < len(articles) else None)
        found[page_of(article.part)] = site.article(article, around)
        if len(article.trials) > FEW:
            found[examples_of(article.part)] = site.examples(article)
    return {FOLDERS[lang] + path: text for path, text in found.items()}


def style() -> str:
    """The style sheet without its comments and what else only its authors need."""
    loader = environment().loader
    assert loader is not None
    text = loader.get_source(environment(), "site.css")[0]
    text = re.sub(r"/\*.*?\*/|\n\s*", "", text, flags=re.DOTALL)
    return re.sub(r" ?([{>]) ?|([:;,]) ", r"\1\2", text).replace(";}", "}")


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


class _Site:
    """What every page in one language shares."""

    def __init__(self, program: Program, lang: str) -> None:
        about = program.about
        self.program, self.lang, self.places = program, lang, Places(Versions(program))
        law = "".join(unit.text for part in program.ledger.parts for unit in part.units)
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
            "law_lang": lang_of(law),
            "lang_of": lang_of,
            "title_of": lambda amendment: amendment.title.get(lang),
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
        parts, english = self.program.ledger.parts, words.english(self.program.about)
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
            figure=article_figure(self.places, article.part, self.lang),
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
            rows=self._rows(articles),
            readings=[reading_view(r, self.lang) for r in shared],
            examples=Trials(self.program, self.lang).run(examples),
            explained=explained,
            figure=overview_figure(self.places, self.lang),
        )

    def _rows(self, articles: Sequence[Article]) -> list[Row]:
        """The texts of the regulation, then those of each amendment below its title."""
        seen: set[str] = set()
        rows = []
        for article in articles:
            found = next((a for a in self.program.about.amendments if article.part.id.startswith(f"{a.id}.")), None)
            rows.append(self._row(article, found if found is not None and found.id not in seen else None))
            seen |= {found.id} if found is not None else set()
        return rows

    def _row(self, article: Article, head: Amendment | None) -> Row:
        rows = [row for row in self.program.ledger.coverage if row.part == article.part.name]
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
