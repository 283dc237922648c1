"""What a page states that somebody must have said: its numbers, its days, the agencies that it names; and which of them
nobody said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

from compiler.program import Program
from explain import words
from explain.words import MONTHS

_DAYS = (
    re.compile(r"(?P<y>\d{4})年(?P<m>\d{1,2})月(?P<d>\d{1,2})日"),
    re.compile(r"(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)"),
    re.compile(rf"(?P<d>\d{{1,2}}) (?P<m>{'|'.join(MONTHS)}) (?P<y>\d{{4}})"),
)
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_SPACED = re.compile(r"\d[\d -]{5,}\d")
"""A telephone number may be written in groups."""
_AGENCY = {
    "zh": re.compile("[\u4e00-\u9fff]{2,}(?:局|部门|机构|大厅|中心|银行|工会|协会|学会|法院|委员会|办公室|街道办)"),
    "en": re.compile(
        r"(?:[A-Z][\w’-]+ )+(?:of (?:the )?[A-Z]\w+ )*"
        r"(?:Office|Bureau|Panel|Council|Department|Authority|Agency|Centre|Bank|Court|Committee|Hall)\b"
    ),
}
_OURS = ("经办机构", "每个机构", "每一个机构", "负责的机构", "发文机关", "机构")
"""Agencies of no name, in our own words."""
_PLACE = 3
"""The characters before a known end of a name that could make it another agency."""


class Shown(HTMLParser):
    """The words of a page's main part, a piece for each run of text; the law's own words left out."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self.inside = self.silent = 0
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside += tag == "main"
        self.silent += tag in ("blockquote", "script", "svg", "nav")

    def handle_endtag(self, tag: str) -> None:
        self.inside -= tag == "main"
        self.silent -= tag in ("blockquote", "script", "svg", "nav")

    def handle_data(self, data: str) -> None:
        if self.inside and not self.silent and data.strip():
            self.pieces.append(" ".join(data.split()))


def said(folder: Path) -> str:
    """Everything that the law, the rules, about.toml and 机构.toml of a policy say."""
    files = sorted(p for p in folder.iterdir() if p.suffix in (".tiao", ".txt", ".toml"))
    return "\n".join(p.read_text(encoding="utf-8") for p in files)


class Known:
    """What is known of a policy, to hold pages against."""

    def __init__(self, program: Program, text: str) -> None:
        self.text, self.flat = text, re.sub(r"\s", "", text).casefold()
        self.days = set(_days(text))
        self.numbers = set(map(_plain, _NUMBER.findall(text)))
        english = words.english(program.about)
        claims = [claim for _, claim in program.ledger.claims]
        cited = {words.cite(claim.cite, english).en for claim in claims} | {part.name for part in program.ledger.parts}
        cited |= {words.part_name(part.name, english).en for part in program.ledger.parts}
        every = sorted({x for c in cited for x in (c, words.capital(c))}, key=lambda x: (-len(x), x))
        self.cited = re.compile("|".join(map(re.escape, every)))

    def strange(self, page: str, lang: str) -> list[str]:
        """The days, numbers and agencies on a page that nobody said."""
        return [x for piece in Shown(page).pieces for x in (*self._figures(piece), *self._agencies(piece, lang))]

    def _figures(self, piece: str) -> Iterator[str]:
        piece = self.cited.sub(" ", piece)
        yield from (day.isoformat() for day in _days(piece) if day not in self.days)
        for pattern in _DAYS:
            piece = pattern.sub(" ", piece)
        for spaced in _SPACED.findall(piece):
            if "".join(spaced.split()).casefold() not in self.flat:
                yield spaced
        yield from (n for n in map(_plain, _NUMBER.findall(piece)) if n not in self.numbers)

    def _agencies(self, piece: str, lang: str) -> Iterator[str]:
        """Chinese has no spaces: a name is known if what stands before its known end cannot be part of a name."""
        if lang == "en":
            yield from (x for x in _AGENCY["en"].findall(piece) if re.sub(r"\s", "", x).casefold() not in self.flat)
            return
        for run in _AGENCY["zh"].findall(piece):
            if run in self.flat or run.endswith(_OURS):
                continue
            at = next((i for i in range(len(run)) if run[i:] in self.flat), len(run))
            before = run[max(0, at - _PLACE) : at]
            if len(run) - at < _PLACE + 1 or re.search("[区市县省局部院会]$", before):
                yield run


def _days(text: str) -> Iterator[date]:
    for pattern in _DAYS:
        for found in pattern.finditer(text):
            month = found["m"]
            number = MONTHS.index(month) + 1 if month in MONTHS else int(month)
            if 1 <= number <= 12 and 1 <= int(found["d"]) <= 31:
                yield date(int(found["y"]), number, int(found["d"]))


def _plain(number: str) -> str:
    """5,360.00 and 5360 are one."""
    plain = number.replace(",", "").strip(".")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain.lstrip("0") or "0"
