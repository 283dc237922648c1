"""The pages in tiaoli/help: a Markdown file a diagnostic code, in it a section a language.

    # E102 缩进没有对齐 / Indentation out of line
    ## 中文
    paragraphs, lists, examples in fences: `tiao bad`, `tiao good`, `text source` …
    ## English
    the same in English

In an example `←` and what follows it point out the fault; they are no part of the rule."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from dsl.source import width
from explain.pictures.layout import terminal
from tiaoli.about import read_text

FOLDER = Path(__file__).resolve().parent / "help"
COLUMNS = 80
_HEADINGS = {"zh": "## 中文\n", "en": "## English\n"}
_LIKE_DIGITS = str.maketrans("OIL", "011")
_FENCE = re.compile(r"^```(?P<kind>.*)\n(?P<text>(?:.*\n)*?)```$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Page:
    """A code with its short name and what is said of it, by language; the sections are Markdown."""

    code: str
    title: dict[str, str]
    section: dict[str, str]

    def examples(self, lang: str) -> list[tuple[str, str]]:
        """Kind (`tiao bad`, `text source` …) and text of each fenced block."""
        return [(match["kind"], match["text"]) for match in _FENCE.finditer(self.section[lang])]

    def markdown(self, lang: str) -> str:
        return f"# {self.code} {self.title[lang]}\n\n{self.section[lang]}\n"

    def text(self, lang: str) -> str:
        """For a terminal: wrapped, examples indented."""
        title = f"{self.code} {self.title[lang]}"
        blocks = [title + "\n" + "=" * width(title)]
        end = 0
        for match in _FENCE.finditer(self.section[lang]):
            blocks += _prose(self.section[lang][end : match.start()])
            blocks.append("\n".join("    " + line if line else "" for line in match["text"].splitlines()))
            end = match.end()
        return "\n\n".join([*blocks, *_prose(self.section[lang][end:])])


def _prose(text: str) -> list[str]:
    """Paragraphs and lists, each wrapped."""
    return ["\n".join(map(_wrapped, re.split(r"\n(?=- )", block))) for block in text.strip().split("\n\n") if block]


def _wrapped(text: str) -> str:
    item = text.startswith("- ")
    text = " ".join(line.strip() for line in text.removeprefix("- ").splitlines())
    lines = terminal(text, COLUMNS - 4 * item)
    return ("  - " if item else "") + ("\n" + "    " * item).join(lines)


def codes() -> list[str]:
    return sorted(path.stem for path in FOLDER.glob("*.md"))


@cache
def page(code: str) -> Page | None:
    """The page of a code, or None."""
    if code not in codes():
        return None
    head, _, body = read_text(FOLDER / f"{code}.md").partition("\n")
    zh, en = head.removeprefix(f"# {code} ").split(" / ")
    chinese, english = body.split(_HEADINGS["en"])
    sections = {"zh": chinese.split(_HEADINGS["zh"])[1].strip(), "en": english.strip()}
    return Page(code, {"zh": zh, "en": en}, sections)


def nearest_code(typed: str) -> str:
    """The code most like what was typed, or ''."""
    known = codes()
    match = re.fullmatch(r"([A-Z]?)(?=.*\d)([\dOIL]{1,9})", typed)
    if match is None:
        return next(iter(get_close_matches(typed, known, n=1, cutoff=0.5)), "")
    letter, digits = match[1], match[2].translate(_LIKE_DIGITS)

    def far(code: str) -> tuple[bool, bool, int, str]:
        return code[1:] != digits, code[0] != letter, abs(int(code[1:]) - int(digits)), code

    return min(known, key=far)


def more(found: Iterable[str], lang: str) -> str:
    """The line that closes a run's diagnostics: how to read more about the codes found; '' where there are none."""
    with_page = sorted({code for code in found if page(code)})
    if not with_page:
        return ""
    return {"zh": "更多说明：", "en": "more: "}[lang] + " ".join(["tiaoli help", *with_page[:3]])
