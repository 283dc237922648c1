"""What a page states that somebody must have said: its numbers, days and amounts, the agencies, addresses and web
addresses that it names; and which of them nobody said."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
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
_UNIT = "元|yuan|%|周岁|个?工作日|working day|个月|month|天|日|day|年|years? old|year|倍|times"
_MEASURE = re.compile(rf"([0-9][0-9,]*(?:\.[0-9]+)?) ?({_UNIT})", re.IGNORECASE)
_SAME = {
    "yuan": "元",
    "working day": "工作日",
    "个工作日": "工作日",
    "month": "个月",
    "day": "天",
    "日": "天",
    "year": "年",
}
_SAME |= {"year old": "周岁", "years old": "周岁", "times": "倍"}
"""Units that are one, written otherwise."""
_PARTS = re.compile("至[0-9]{1,2}(?:月[0-9]{1,2})?日|[0-9]{4}年(?:[0-9]{1,2}月)?")
"""The end of a stretch of days, such as 12月25日至26日; a month, or a year of the calendar."""
_SPACED = re.compile(r"\d[\d -]{5,}\d")
"""A telephone number may be written in groups."""
_WORDED = re.compile("(?!一天)[一二两三四五六七八九十百千万]+(?:元|角|周岁|个月|个工作日|天|日内|年内|倍|%)")
"""Amounts and times in Chinese numerals; “这一天” is a word of ours."""
_STREET = re.compile(
    "[\u4e00-\u9fff]{2,4}(?:大街|胡同|大厦|[路街巷](?!道|径|过|上|人|线)|[0-9一二三四五六七八九十]+号院?)"
)
_STREET_EN = re.compile(r"\b[A-Z]\w+ (?:Street|Road|Avenue|Lane|Square|Building)\b")
_WEB = re.compile(r"(?:https?://|www\.|tel:|mailto:)[^\s，。；）)]+|[\w.-]+@[\w.-]+\.\w+")
_AGENCY = re.compile("[\u4e00-\u9fff]{2,}(?:局|部门|机构|大厅|中心|银行|工会|协会|学会|法院|委员会|办公室|街道办)")
_BODIES = "office|bureau|panel|council|department|authority|agency|centre|bank|court|committee|hall"
_AGENCY_EN = re.compile(rf"\b(?:[\w’-]+ ){{1,2}}(?:{_BODIES})\b", re.IGNORECASE)
_OURS = ("经办机构", "每个机构", "每一个机构", "负责的机构", "发文机关", "机构")
_OURS_EN = re.compile(
    r"\b(?:the|this|an?|each|every|competent|responsible) (?:office|agency|authority)$", re.IGNORECASE
)
"""Agencies of no name, in our own words."""
_PLACE = 3
"""The characters before a known end of a name that could make it another agency."""
_SEEN = ("title", "aria-label", "alt", "placeholder", "data-some", "data-many", "data-none")
"""Attributes whose words come before a reader's eyes or ears; the last three are shown by the search."""
_VOCABULARY = "https://schema.org"
"""What names the kind of data for machines: no address to turn to."""


class Shown(HTMLParser):
    """The words of a whole page, a piece for each run of text: title, frame, pictures, attributes that are seen or
    heard, data for machines, and addresses outside. An address in the page itself is none of them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self.ids: set[str] = set()
        self.code = ""
        self.feed(page)
        self.close()
        self.pieces = [piece for piece in self.pieces if piece not in self.ids and piece != _VOCABULARY]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.code = given.get("type") or tag if tag in ("script", "style") else self.code
        self.ids |= {given["id"]} if "id" in given else set()
        self.pieces += [given[name] for name in _SEEN if given.get(name)]
        self.pieces += [given["href"]] if ":" in given.get("href", "") else []

    def handle_endtag(self, tag: str) -> None:
        self.code = "" if tag in ("script", "style") else self.code

    def handle_data(self, data: str) -> None:
        if self.code == "application/ld+json":
            self.pieces += strings(json.loads(data))
        elif not self.code and data.strip():
            self.pieces.append(" ".join(data.split()))


def strings(value: object) -> Iterator[str]:
    """All strings of data, keys left out."""
    match value:
        case dict():
            for inner in value.values():
                yield from strings(inner)
        case list():
            for inner in value:
                yield from strings(inner)
        case str():
            yield value


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
        self.measures = set(_measures(text))
        english = words.english(program.about)
        claims = [claim for _, claim in program.ledger.claims]
        cited = {words.cite(claim.cite, english).en for claim in claims} | {part.name for part in program.ledger.parts}
        cited |= {words.part_name(part.name, english).en for part in program.ledger.parts}
        every = sorted({x for c in cited for x in (c, words.capital(c))}, key=lambda x: (-len(x), x))
        self.cited = re.compile("|".join(map(re.escape, every)))

    def strange(self, page: str, lang: str, stated: Sequence[str] = ()) -> list[str]:
        """The days, numbers, agencies and addresses on a page that nobody said. `stated` are phrases that the page must
        have, each once for each time it is given: their numbers were counted elsewhere. A mere number stands alone."""
        return list(self.strange_pieces(Shown(page).pieces, lang, stated))

    def strange_pieces(self, pieces: Sequence[str], lang: str, stated: Sequence[str] = ()) -> Iterator[str]:
        left = list(pieces)
        for phrase in stated:
            pattern = re.compile(rf"(?<![\d.]){re.escape(phrase)}(?!\d)")
            alone = not re.search(r"[^\W\d]", phrase)
            at = next((i for i, x in enumerate(left) if (x == phrase if alone else pattern.search(x))), None)
            if at is None:
                yield f"not stated: {phrase}"
            else:
                left[at] = pattern.sub(" ", left[at], count=1)
        for piece in left:
            yield from self._figures(piece)
            yield from self._addresses(piece)
            yield from self._agencies(piece) if lang == "zh" else self._agencies_en(piece)

    def _has(self, text: str) -> bool:
        return re.sub(r"\s", "", text).casefold() in self.flat

    def _figures(self, piece: str) -> Iterator[str]:
        yield from (x for x in _WORDED.findall(piece) if not self._has(x))
        piece = self.cited.sub(" ", piece)
        yield from (day.isoformat() for day in _days(piece) if day not in self.days)
        for pattern in _DAYS:
            piece = pattern.sub(" ", piece)
        yield from (x for x in _SPACED.findall(piece) if not self._has(x))
        yield from (n for n in map(_plain, _NUMBER.findall(piece)) if n not in self.numbers)
        yield from (f"{n} {unit}" for n, unit in _measures(piece) if (n, unit) not in self.measures)

    def _addresses(self, piece: str) -> Iterator[str]:
        for pattern in (_STREET, _STREET_EN, _WEB):
            found = (x.removeprefix("tel:").removeprefix("mailto:") for x in pattern.findall(piece))
            yield from (x for x in found if not self._has(x))

    def _agencies(self, piece: str) -> Iterator[str]:
        """Chinese has no spaces: a name is known if what stands before its known end cannot be part of a name."""
        for run in _AGENCY.findall(piece):
            if run in self.flat or run.endswith(_OURS):
                continue
            at = next((i for i in range(len(run)) if run[i:] in self.flat), len(run))
            before = run[max(0, at - _PLACE) : at]
            if len(run) - at < _PLACE + 1 or re.search("[区市县省局部院会]$", before):
                yield run

    def _agencies_en(self, piece: str) -> Iterator[str]:
        """A name is taken with up to two words before the one that tells what it is."""
        yield from (x for x in _AGENCY_EN.findall(piece) if not self._has(x) and not _OURS_EN.search(x))


def _days(text: str) -> Iterator[date]:
    for pattern in _DAYS:
        for found in pattern.finditer(text):
            month = found["m"]
            number = MONTHS.index(month) + 1 if month in MONTHS else int(month)
            if 1 <= number <= 12 and 1 <= int(found["d"]) <= 31:
                yield date(int(found["y"]), number, int(found["d"]))


def _measures(text: str) -> Iterator[tuple[str, str]]:
    """Amounts, shares and times: a number with its unit."""
    for pattern in (*_DAYS, _PARTS):
        text = pattern.sub(" ", text)
    yield from ((_plain(number), _SAME.get(unit.lower(), unit.lower())) for number, unit in _MEASURE.findall(text))


def _plain(number: str) -> str:
    """5,360.00 and 5360 are one."""
    plain = number.replace(",", "").strip(".")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain.lstrip("0") or "0"
