"""The suite of small rule files: every good one compiles and runs; every bad one gets the one diagnostic it announces.

In a bad file the line at fault ends in `### CODE`, or `### CODE words` where the carets must stand under these words.
Where the line itself cannot carry a remark (a quotation), the next line is `## expect CODE words`. Lines
`## official TEXT` are the official text; without them it is what the file quotes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from compiler.compile import compile_program
from compiler.evaluate import evaluate
from compiler.examples import run_examples
from compiler.program import About, Program
from dsl import nodes as n
from dsl.codes import CODES
from dsl.diagnostics import Diagnostic
from dsl.format import format_source, neutral
from dsl.keywords import ALL_WORDS, KEYWORDS
from dsl.lexer import tokens
from dsl.parse import Parsed, cut, parse
from dsl.source import Source, excerpt, width

SUITE = Path(__file__).parent / "suite"
BAD = sorted((SUITE / "bad").glob("*.tiao"))
GOOD = sorted((SUITE / "good").glob("*.tiao"))
REMARK = re.compile(r"\s*### (?P<code>[EW]\d{3})(?: (?P<words>.*))?$")
EXPECT = re.compile(r"## expect (?P<code>[EW]\d{3})(?: (?P<words>.*))?$")
ELSEWHERE = {"E407"}
"""Codes that one file alone cannot raise: test_ledger.py does."""
UNUSED = {("TYPE", "text")}
"""Nothing may be text: the type is there for the message that says so."""
REPLACED = {"并且": "且", "或者": "或", "不满": "未满"}
"""Spellings that the formatter replaces by the usual ones."""
CONSTRUCTS = (
    "exceptions", "records", "parameters", "versions", "tiers", "rounding", "workdays", "year-months", "decimals",
    "together",
)  # fmt: skip

each_bad = pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
each_good = pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)


@dataclass(frozen=True)
class Bad:
    """A bad file without its remarks, and what they announce."""

    source: Source
    official: str
    code: str
    line: int
    words: str | None


def read_bad(path: Path) -> Bad:
    lines: list[str] = []
    official: list[str] = []
    announced: list[tuple[str, int, str | None]] = []
    for line in path.read_text(encoding="utf-8").removesuffix("\n").split("\n"):
        if line.startswith("## official "):
            official.append(line.removeprefix("## official "))
        elif match := EXPECT.fullmatch(line):
            announced.append((match["code"], len(lines), match["words"]))
        else:
            match = REMARK.search(line)
            lines.append(line[: match.start()] if match else line)
            if match:
                announced.append((match["code"], len(lines), match["words"]))
    assert len(announced) == 1, "a bad file has one remark"
    return Bad(Source(path.name, "\n".join(lines) + "\n"), "\n".join(official), *announced[0])


def read(path: Path) -> Source:
    return Source(path.name, path.read_text(encoding="utf-8"))


@cache
def vocabulary() -> Parsed:
    return parse(read(SUITE / "vocabulary.tiao"))


def quoted(parsed: Parsed) -> str:
    """The official text that a file quotes: one line a line of its quotations."""
    lines: list[str] = []
    number = ""
    for placed in parsed.article.statements:
        if isinstance(placed.node, n.Heading):
            number = f"{placed.node.number} " if placed.node.number else f"%部分 {placed.node.part}\n"
        elif isinstance(placed.node, n.Quote):
            lines += [number + placed.node.texts[0], *placed.node.texts[1:]]
            number = ""
    return "\n".join([*lines, number] if number else lines)


def compiled(source: Source, official: str = "") -> tuple[Program, list[Diagnostic]]:
    """The program of a file with the suite's vocabulary, and everything that is wrong with the file."""
    parsed = parse(source)
    first = 737_000
    about = About("suite", "", "", "", "", "", first, first, None, None, (source.name,))
    made = compile_program(about, official or quoted(parsed), [vocabulary(), parsed])
    found = [d for d in made.diagnostics if d.place.source == source]
    assert not [d for d in made.diagnostics if d.is_error and d not in found], "the vocabulary has no faults of its own"
    if not made.errors:
        found += [fault for _, faults in run_examples(made.program) for fault in faults]
    return made.program, found


# ---- bad ---------------------------------------------------------------------------------------------------------


@each_bad
def test_bad_file_gets_one_diagnostic_at_its_place(path: Path) -> None:
    bad = read_bad(path)
    _, found = compiled(bad.source, bad.official)
    shown = "\n".join(d.render("zh") for d in found)
    assert [(d.code, d.place.source.position(d.place.start)[0]) for d in found] == [(bad.code, bad.line)], shown
    assert bad.words is None or found[0].place.text == bad.words, shown


@each_bad
def test_diagnostic_speaks_both_languages(path: Path) -> None:
    bad = read_bad(path)
    for diagnostic in compiled(bad.source, bad.official)[1]:
        assert diagnostic.code.lower() in path.stem or path.stem.startswith("drafter"), "the file is named for its code"
        for lang in ("zh", "en"):
            known = (bad.source.text, bad.official, vocabulary().article.source.text, *ALL_WORDS)
            assert_well_worded(diagnostic, lang, "\n".join(known))


def assert_well_worded(diagnostic: Diagnostic, lang: str, known: str) -> None:
    """Nothing left to fill in, nothing said twice, no Chinese in English but the author's own words and keywords."""
    code = CODES[diagnostic.code]
    for template, sentence in (
        (code.message[lang], diagnostic.message(lang)),
        (code.hint[lang], diagnostic.hint(lang)),
    ):
        for field in re.findall(r"\{(\w+)\}", template):
            value = diagnostic.words.get(f"{field}_{lang}", diagnostic.words.get(field, ""))
            assert value, f"{field} is not filled in"
            if lang == "en":
                assert [run for run in re.findall(r"[\u4e00-\u9fff]+", value) if run not in known] == []
        assert sentence.strip() == sentence
        assert sentence
        assert not re.search(r"[{}]", sentence)
        assert not sentence.endswith((".", "。"))
        assert not re.search(r"\b([a-z]{2,}) \1\b", re.sub(r'"[^"]*"', "", sentence))
        assert not re.search(r"([\u4e00-\u9fff]{2,})\1", re.sub(r"“[^“”]*”", "", sentence))


@each_bad
def test_carets_stand_under_the_fault(path: Path) -> None:
    bad = read_bad(path)
    for diagnostic in compiled(bad.source, bad.official)[1]:
        place = diagnostic.place
        line, carets = excerpt(place)
        _, column = place.source.position(place.start)
        marked = place.text.split("\n")[0]
        assert width(carets.rstrip("^")) == width(line[: column - 1])
        assert carets.count("^") == max(width(marked), 1)
        assert line[column - 1 :].startswith(marked)


def test_every_code_has_a_bad_file() -> None:
    shown = {read_bad(path).code for path in BAD}
    assert set(CODES) - shown == ELSEWHERE


@pytest.mark.parametrize("english", [False, True])
def test_every_code_is_shown_in_chinese_and_in_english(english: bool) -> None:
    """Drafters of both languages make every mistake."""
    shown = {read_bad(path).code for path in BAD if path.stem.endswith("-en") == english}
    assert set(CODES) - shown == ELSEWHERE


def test_every_construct_has_good_files_in_both_languages() -> None:
    names = {path.stem for path in GOOD}
    assert [name for name in CONSTRUCTS if {name, f"{name}-en"} - names] == []


# ---- good --------------------------------------------------------------------------------------------------------


@each_good
def test_good_file_compiles_and_runs(path: Path) -> None:
    _, found = compiled(read(path))
    assert not found, "\n".join(d.render("zh") for d in found)


@each_good
@pytest.mark.parametrize("keywords", ["zh", "en"])
def test_translated_file_says_the_same(path: Path, keywords: str) -> None:
    """With its keywords translated a file is the same program: its examples hold, and it answers as before."""
    translated = Source(path.name, format_source(read(path), keywords))
    _, found = compiled(translated)
    assert not found, "\n".join(d.render("zh") for d in found)
    assert answers(translated) == answers(read(path))
    back = Source(path.name, format_source(translated, "zh" if keywords == "en" else "en"))
    assert trees(translated) == trees(read(path)) == trees(back)


@cache
def answers(source: Source) -> list[object]:
    """What a file's program answers to the facts of its examples, where they are not refused."""
    program, _ = compiled(source)
    asked = [e for e in program.examples if all(x.status != "refused" for x in e.expected)]
    requests = [{"as_of": e.as_of, "facts": e.facts, "readings": e.readings} for e in asked]
    return [evaluate(program, request).as_json() for request in requests]


def trees(source: Source) -> list[n.AnyStatement]:
    nodes = [placed.node for placed in parse(source).article.statements]
    return [neutral(node) if isinstance(node, n.Statement) else node for node in nodes]


@pytest.mark.parametrize("twins", ["twin", "twin-constructs"])
def test_twins_in_two_languages_are_one_program(twins: str) -> None:
    zh, en = (read(SUITE / "good" / f"{twins}-{lang}.tiao") for lang in ("zh", "en"))
    assert zh.text != en.text
    assert answers(zh) == answers(en)
    assert format_source(zh, "en") == en.text
    assert format_source(en, "zh") == zh.text
    assert trees(en) == trees(zh)


def test_every_keyword_is_used_in_both_languages() -> None:
    """Each spelling in a good file as written; a first spelling at least in one as translated."""
    written = {pair for path in GOOD for pair in words(read(path).text)}
    translated = {pair for path in GOOD for k in ("zh", "en") for pair in words(format_source(read(path), k))}
    for row in KEYWORDS:
        if (row.token, row.value) in UNUSED or row.token in ("PENDING", "ALT"):
            continue
        for spellings in (row.zh, row.en):
            known = [word for word in spellings if not word.startswith("(")]
            assert not known or (row.token, known[0]) in translated
            assert [w for w in known[1:] if (row.token, w) not in written and w not in REPLACED] == []


def test_spellings_that_the_formatter_replaces_are_read() -> None:
    tidy = read(SUITE / "good" / "spellings.tiao")
    text = tidy.text
    for word, replaced in REPLACED.items():
        text = re.sub(rf"(?<= ){replaced}(?= )", word, text)
        assert f" {word} " in text
    assert format_source(Source(tidy.name, text)) == tidy.text


def words(text: str) -> set[tuple[str, str]]:
    """The kinds and the spellings of a file's tokens."""
    statements = [part for _, part in cut(text) if part[0] not in "#>"]
    return {(token.type, str(token)) for part in statements for token in tokens(part)}
