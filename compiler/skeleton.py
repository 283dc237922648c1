"""An official text as received -> a policy folder to start from: source.txt cleaned, and one rule file a part, with the
text quoted and every stretch waiting to be claimed.

Cleaning joins what line wraps and page breaks cut apart and drops list dashes and stray spaces, nothing else. Up to
the first article a blank line ends a line of the head; from there on it ends a 款 only where a sentence ends too,
since a page break leaves a blank line as well."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from compiler.official import Part, read_official
from dsl.lexer import half_width

_ARTICLE = re.compile(r"(?:第[一二三四五六七八九十百千万零]+条|(?:Section|Article)\s+\d+)(?=[\s\W])")
_ITEM = re.compile(r"(?:[-–—•·]\s*)?([(（](?:[一二三四五六七八九十]+|[a-z]|\d+)[)）])")
_ENDED = re.compile(r"[。；：;:.]$|[;；](?:and|or)$")
_MONTHS = "January February March April May June July August September October November December".split()  # noqa: SIM905
_DAY = re.compile(
    r"(?P<y>\d{4})\s*年\s*(?P<m>\d+)\s*月\s*(?P<d>\d+)\s*日"
    rf"|(?P<day>\d{{1,2}}) (?P<month>{'|'.join(_MONTHS)}) (?P<year>\d{{4}})"
)
_FORCE = re.compile(
    rf"自\s*(?:{_DAY.pattern.partition('|')[0]})\s*起\s*(?:施行|执行|实施)"
    rf"|(?:comes? into force|takes? effect|commences?) on (?:{_DAY.pattern.partition('|')[2]})"
)
_MADE = re.compile(r"(?:Made|Done|Given|Signed|Dated)\b")
_NUMBER = re.compile(
    r"\S*[〔\[]\d{4}[〕\]]\s*\d+\s*号|(?:By-law|Order|Regulation) (?:No\. ?)?\d[\d/-]*(?: of \d{4})?", re.IGNORECASE
)
_ZH = {
    "part": "部分",
    "notice": "印发通知",
    "title": "标题",
    "closing": "施行条款",
    "signed": "落款",
    "date": "日期",
    "number": "文号",
    "to": "主送",
    "notice_title": "文件标题",
    "issuer": "发文机关",
    "note": "注「文头、落款或日期，没有独立的法律效果」",
    "pending": "未编码",
    "look": "# 核对这些内容；从文本里找不到的留空。",
    "no_force": "1900-01-01  # 文本里没有找到施行日期，请改正",
    "order": "# 顺序就是法律文字的顺序。",
}
_EN = {
    "part": "part",
    "notice": "Preamble",
    "title": "title",
    "closing": "Commencement",
    "signed": "signature",
    "date": "date",
    "number": "number",
    "to": "to",
    "notice_title": "heading",
    "issuer": "issuer",
    "note": 'note "head, signature or date: no legal effect of its own"',
    "pending": "pending",
    "look": "# Look these over; what the text does not say is left empty.",
    "no_force": "1900-01-01  # the text does not say from when it is in force: correct this",
    "order": "# The order is that of the law's text.",
}


Words = dict[str, str]
"""What a skeleton in Chinese or in English calls things."""


@dataclass(frozen=True, slots=True)
class Skeleton:
    """Contents by file name; `parts` are the addresses that will be derived."""

    files: dict[str, str]
    parts: tuple[Part, ...]


def skeleton(raw: str) -> Skeleton:
    """The folder for an official text, with the keywords of its language."""
    words = _ZH if re.search(r"[\u3400-\u9fff]", raw) else _EN
    head, body = _halves(raw)
    lines = [*_head(head, words), *_body(body, words)]
    source = "\n".join(lines) + "\n"
    parts = read_official(source)
    files = {"source.txt": source, "about.toml": _about(lines, parts, words)}
    files |= {f"{part.name}.tiao": _rule_file(part, words) for part in parts}
    return Skeleton(files, parts)


def _halves(raw: str) -> tuple[list[str], list[str]]:
    lines = [half_width_spaces(line) for line in raw.splitlines()]
    first = next((i for i, line in enumerate(lines) if _ARTICLE.match(line)), len(lines))
    return lines[:first], lines[first:]


def half_width_spaces(line: str) -> str:
    return line.replace("\u3000", " ").replace("\ufeff", "").replace("\x0c", "").strip()


def _tidy(text: str) -> str:
    """Without the spaces that extraction put around digits, letters and punctuation; between two words one is kept."""
    return re.sub(r"(?<![A-Za-z,.;:])\s+|\s+(?![A-Za-z])", "", re.sub(r"\s+", " ", text.strip()))


def _join(pieces: Sequence[str]) -> str:
    latin = not any(re.search(r"[\u3400-\u9fff]", piece) for piece in pieces)
    return " ".join(" ".join(pieces).split()) if latin else _tidy("".join(pieces))


# ---- the head ----------------------------------------------------------------------------------------------------


def _head(lines: Sequence[str], words: Words) -> Iterator[str]:
    blocks: list[list[str]] = [[]]
    for line in lines:
        if line:
            blocks[-1].append(line)
        elif blocks[-1]:
            blocks.append([])
    texts = [_join(block) for block in blocks if block]
    if texts:
        said = any(t.endswith(("。", ".")) for t in texts) or any("。" in t for t in texts)
        yield f"%{words['part']} {words['notice' if said else 'title']}"
    seen: list[str] = []
    for text in texts:
        mark = _mark(text, seen, words)
        yield f"%{mark} {text}" if mark else text
        seen.append(text)


def _mark(text: str, seen: Sequence[str], words: Words) -> str:
    """What a line of the head is; '' for a 款 of the notice."""
    if text in seen:
        return words["signed"]
    if _DAY.fullmatch(text):
        return words["date"]
    if _NUMBER.fullmatch(text):
        return words["number"]
    if text.endswith(("：", ":")):
        return words["to"]
    if text.endswith(("。", ".")):
        return ""
    if "通知" in text or "关于" in text:
        return words["notice_title"]
    return words["title" if seen else "issuer"]


# ---- the articles ------------------------------------------------------------------------------------------------


def _body(lines: Sequence[str], words: Words) -> Iterator[str]:
    pieces: list[str] = []
    found: list[str] = []
    blank = False
    for line in lines:
        if not line:
            blank = True
            continue
        starts = _ARTICLE.match(line) or _ITEM.match(line)
        if pieces and (starts or (blank and _ENDED.search(pieces[-1]))):
            found.append(_line(pieces))
            pieces = []
        pieces.append(line)
        blank = False
    if pieces:
        found.append(_line(pieces))
    for i, text in enumerate(found):
        last = i == len(found) - 1 and not _ARTICLE.match(text)
        if last and _FORCE.search(text):
            yield f"%{words['part']} {words['closing']}"
        elif last and _MADE.match(text) and _DAY.search(text):
            text = f"%{words['date']} {text}"
        yield text


def _line(pieces: Sequence[str]) -> str:
    article, item = _ARTICLE.match(pieces[0]), _ITEM.match(pieces[0])
    if article:
        return f"{article[0]} {_join([pieces[0][article.end() :], *pieces[1:]])}"
    return _join([item[1] + pieces[0][item.end() :] if item else pieces[0], *pieces[1:]])


# ---- files -------------------------------------------------------------------------------------------------------


def _rule_file(part: Part, words: Words) -> str:
    numbered = _ARTICLE.match(part.name + " ")
    lines = [f"# {part.name}", ""]
    for unit in part.units:
        text = unit.text
        if numbered and not unit.mark and unit.paragraph == 1 and not unit.item:
            text = text[len(part.name) :].strip()
        lines += [f"> {text}", ""]
        lines += [words["note" if unit.mark else "pending"], ""]
    return "\n".join(lines).rstrip() + "\n"


def _about(lines: Sequence[str], parts: Sequence[Part], words: Words) -> str:
    joined = "\n".join(lines)
    marks = dict(line[1:].split(" ", 1) for line in reversed(lines) if line.startswith("%"))
    force, issued = _FORCE.search(half_width(joined)), _DAY.search(marks.get(words["date"], ""))
    title = marks.get(words["title"], marks.get(words["notice_title"], ""))
    names = "".join(f'  "{part.name}",\n' for part in parts)
    dated = f"issued = {_iso(issued)}\n" if issued else ""
    return (
        f'{words["look"]}\nnumber = "{marks.get(words["number"], "")}"\n'
        f'title = "{title}"\ntitle_en = "{title if words is _EN else ""}"\n'
        f'issuer = "{marks.get(words["issuer"], "")}"\nissuer_en = ""\n{dated}'
        f"in_force_from = {_iso(force) if force else words['no_force']}\n\n"
        f"{words['order']}\nfiles = [\n{names}]\n"
    )


def _iso(match: re.Match[str]) -> str:
    if match["y"]:
        year, month, day = (int(match[key]) for key in "ymd")
    else:
        year, month, day = int(match["year"]), _MONTHS.index(match["month"]) + 1, int(match["day"])
    return f"{year:04d}-{month:02d}-{day:02d}"
