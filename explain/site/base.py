"""What every page of the site in one language shares: its frame, its words, and the texts of the regulation."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from markupsafe import Markup

from compiler import calendar
from compiler.official import Part
from compiler.program import Fact, Program, Text
from explain import words
from explain.article import ArticleMaker
from explain.places import Places
from explain.rules import Piece
from explain.templating import fill, html_lang, lang_of, marked, sheets
from explain.trials import Runs, Trial, Trials
from explain.versions import Version, Versions
from explain.views import Article

Page = Callable[[], str]
FOLDERS = {"zh": "", "en": "en/"}
SHEETS = ("site.css", "explanation.css", "frame.css", "forms.css", "article.css", "items.css", "check.css")
"""The style of all pages, one file: style.css."""
CSP = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'none'; "
    "base-uri 'none'; form-action 'none'"
)
"""What a page may load: the files beside it, and nothing may leave it."""
OLD = 2
"""A text that was last verified more than so many years ago has a note on every page."""
_MENU = {
    "index.html": Text("开始", "Start"),
    "check.html": Text("自查", "Self-check"),
    "items.html": Text("办事", "Services"),
    "articles.html": Text("逐条看", "Text by text"),
    "duties.html": Text("谁来办", "Who does what"),
    "glossary.html": Text("词汇", "Words"),
    "search.html": Text("搜索", "Search"),
}
_ABOUT = {
    "method.html": Text("怎样算出来的", "How this was made"),
    "readings.html": Text("读法和未定的问题", "Readings and open questions"),
    "timeline.html": Text("时间线", "Timeline"),
    "changed.html": Text("改了什么", "What changed"),
}


def style() -> str:
    return sheets(*SHEETS)


@dataclass(frozen=True, slots=True)
class Made:
    """How a site is made: on which day, by which version of Tiaoli, and the name of the file that lists the rule files
    with their hashes, beside the pages in Chinese; what is not given is not spoken of."""

    built: int | None = None
    version: str = ""
    sources: str = ""


UNSAID = Made()


class Site:
    """One language of the site. Every kind of page is a function from a Site to pages by path (pages.py). `runs` are
    the examples as evaluated for another language."""

    def __init__(
        self, program: Program, lang: str, explained: str = "", made: Made = UNSAID, runs: Runs | None = None
    ) -> None:
        about = program.about
        self.program, self.lang, self.explained, self.made = program, lang, explained, made
        self.places, self.trials = Places(Versions(program)), Trials(program, lang, runs or Runs(program))
        self.drafts: Mapping[str, Page] = {}
        """All pages by their path in this language's folder, once they are known."""
        self._articles: dict[str, Article] = {}
        law = "".join(unit.text for part in program.ledger.parts for unit in part.units)
        title = about.title if lang == "zh" else about.title_en or about.title
        self.shared: dict[str, object] = {
            "lang": lang,
            "html_lang": html_lang(lang),
            "say": self.say,
            "mark": lambda text: marked(str(text), lang),
            "day": self.day,
            "count": self.count,
            "about": about,
            "title": title,
            "short_title": about.short.get(lang) or title,
            "issuer": about.issuer if lang == "zh" else about.issuer_en or about.issuer,
            "policy": Markup(CSP),
            "root": "../" * FOLDERS[lang].count("/"),
            "law_lang": lang_of(law),
            "lang_of": lang_of,
            "title_of": lambda amendment: amendment.title.get(lang),
            "stale": self._stale(),
        }

    @cached_property
    def maker(self) -> ArticleMaker:
        return ArticleMaker(self.program, self.lang, self.places, self.trials)

    @cached_property
    def articles(self) -> Sequence[Article]:
        """Every text of the regulation, in order."""
        return [self.article(part) for part in self.program.ledger.parts]

    def article(self, part: Part) -> Article:
        """One text; made when it is first asked for."""
        if part.id not in self._articles:
            self._articles[part.id] = self.maker.make(part)
        return self._articles[part.id]

    @cached_property
    def common_trials(self) -> Sequence[Trial]:
        """The examples that belong to no text."""
        covered = {part.name for part in self.program.ledger.parts}
        return self.trials.run(e for e in self.program.examples if e.part not in covered)

    @cached_property
    def _asked(self) -> Mapping[str, frozenset[str]]:
        """The facts that each text asks."""
        return {part.name: frozenset(self.maker.asked(part.name)) for part in self.program.ledger.parts}

    def asking(self, fact: Fact) -> list[Piece]:
        """The texts that ask a fact."""
        return [Piece(self.part_name(p), at) for p, at in self.places.pages.items() if fact.name in self._asked[p]]

    def where(self, version: Version) -> Piece:
        """Where a version of a conclusion stands."""
        d = version.definition
        cited = self.cite(d.claim.cite) if d.claim else self.part_name(d.part)
        return Piece(cited, self.places.of(version, None))

    def part_name(self, name: str) -> str:
        return words.part_name(name, self.english).get(self.lang)

    def cite(self, cited: str) -> str:
        return words.capital(words.cite(cited, self.english).get(self.lang))

    @cached_property
    def english(self) -> Mapping[str, str]:
        """The English of names of agencies and texts."""
        return words.english(self.program.about)

    def say(self, zh: str, en: str) -> str:
        return zh if self.lang == "zh" else en

    def day(self, day: int) -> str:
        return words.date(day, self.lang)

    def count(self, number: int, zh: str, en: str) -> str:
        return self.say(f"{number} {zh}", f"{number} {en}{'' if number == 1 else 's'}")

    def fill(self, template: str, path: str, section: str = "", **names: object) -> str:
        """A page, or a part of one, at a path of this language's folder; `section` is the page of the main menu that it
        belongs to."""
        return fill(
            template,
            **self.shared,
            path=path,
            other=f"en/{path}" if self.lang == "zh" else f"../{path}",
            larger=f"big/{path}",
            menu=self._links(_MENU),
            about_menu=self._links(_ABOUT),
            section=section,
            **names,
        )

    def _links(self, menu: Mapping[str, Text]) -> list[tuple[str, str]]:
        """Those of a menu's pages that this site has."""
        return [(path, name.get(self.lang)) for path, name in menu.items() if path in self.drafts]

    def _stale(self) -> str:
        """What is to be said of a text that was last verified too long ago. It names no day of today, so that a page
        does not change from day to day."""
        verified, built = self.program.about.last_verified, self.made.built
        if verified is None or built is None:
            return ""
        years = calendar.civil(built)[0] - calendar.civil(verified)[0]
        years -= calendar.add_period(verified, years, 0, 0) >= built
        if years < OLD:
            return ""
        return self.say(
            f"这份文件最后核实是在{self.day(verified)}，已经过去 {years} 年多。"
            "办事以前，请先向发文机关确认它现在还有没有效。",
            f"This text was last verified on {self.day(verified)}, over {years} years ago. Before you rely on it, ask "
            "the issuer whether it is still in force.",
        )
