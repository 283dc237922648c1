"""Diagnostics: errors are values that gather; only the front door raises or prints them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from dsl.codes import CODES
from dsl.source import Place, excerpt


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One fault: its code (see dsl/codes.py), its place, and the words that fill the code's sentences."""

    code: str
    place: Place
    words: Mapping[str, str] = field(default_factory=dict)
    related: tuple[tuple[Place, str], ...] = ()

    @property
    def is_error(self) -> bool:
        return self.code.startswith("E")

    def message(self, lang: str = "zh") -> str:
        return CODES[self.code].message[lang].format_map(_Words(self.words, lang))

    def hint(self, lang: str = "zh") -> str:
        return CODES[self.code].hint[lang].format_map(_Words(self.words, lang)).strip()

    def render(self, lang: str = "zh") -> str:
        """file:line:column, the message, the line with carets, what to do next."""
        severity = {"zh": ("错误", "警告"), "en": ("error", "warning")}[lang][not self.is_error]
        line, carets = excerpt(self.place)
        lines = [f"{self.place}: {severity} {self.code}: {self.message(lang)}", f"    {line}", f"    {carets}"]
        lines += [f"    {place}: {text}" for place, text in self.related]
        if hint := self.hint(lang):
            lines.append({"zh": "    怎么办：", "en": "    help: "}[lang] + hint)
        return "\n".join(lines)


class _Words(dict[str, str]):
    """Words for a sentence; `x_en` is preferred for `x` in English, and a forgotten word is left visible, not fatal."""

    def __init__(self, words: Mapping[str, str], lang: str) -> None:
        super().__init__(words)
        self.lang = lang

    def __getitem__(self, key: str) -> str:
        return self.get(f"{key}_{self.lang}", self.get(key, ""))

    def __missing__(self, key: str) -> str:
        return ""


def ordered(found: Iterable[Diagnostic]) -> list[Diagnostic]:
    """By file, place and code; the same fault at the same place once."""
    unique = {(d.place.source.name, d.place.start, d.place.end, d.code): d for d in found}
    return [unique[key] for key in sorted(unique)]


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word most like `word`, or ''."""
    close = get_close_matches(word, sorted(set(known)), n=1, cutoff=0.6 if len(word) > 2 else 0.5)
    return close[0] if close else ""
