"""The suite of small rule files: every good one compiles and runs; every bad one gets the one diagnostic it announces.

In a bad file the line at fault ends in `### CODE`, or `### CODE words` where the carets must stand under these words.
Where the line itself cannot carry a remark (a quotation), the next line is `## expect CODE words`. Lines `## official TEXT`
are the official text; without them it is what the file quotes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from compiler.compile import compile_program
from compiler.examples import run_examples
from compiler.program import About, Program
from dsl import nodes as n
from dsl.codes import CODES
from dsl.diagnostics import Diagnostic
from dsl.parse import Parsed, parse
from dsl.source import Source, excerpt, width

SUITE = Path(__file__).parent / "suite"
BAD = sorted((SUITE / "bad").glob("*.tiao"))
GOOD = sorted((SUITE / "good").glob("*.tiao"))
REMARK = re.compile(r"\s*### (?P<code>[EW]\d{3})(?: (?P<words>.*))?$")
EXPECT = re.compile(r"## expect (?P<code>[EW]\d{3})(?: (?P<words>.*))?$")
ELSEWHERE = {"E407"}
"""Codes that one file alone cannot raise; test_diagnostics.py does."""
NOT_YET = {"W603"}
"""Codes that nothing raises yet."""


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


@cache
def vocabulary() -> Parsed:
    path = SUITE / "vocabulary.tiao"
    return parse(Source(path.name, path.read_text(encoding="utf-8")))


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


def compiled(source: Source, official: str = "", alone: bool = False) -> tuple[Program, list[Diagnostic]]:
    """The program of a file with the suite's vocabulary, and everything that is wrong with the file."""
    parsed = parse(source)
    first = 737_000
    about = About("suite", "", "", "", "", "", first, first, None, None, (source.name,))
    files = [parsed] if alone else [vocabulary(), parsed]
    made = compile_program(about, official or quoted(parsed), files)
    found = [d for d in made.diagnostics if d.place.source is source]
    assert not [d for d in made.diagnostics if d.is_error and d not in found]
    if not made.errors:
        found += [fault for _, faults in run_examples(made.program) for fault in faults]
    return made.program, found


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_bad_file_gets_one_diagnostic_at_its_place(path: Path) -> None:
    bad = read_bad(path)
    _, found = compiled(bad.source, bad.official)
    shown = "\n".join(d.render("zh") for d in found)
    assert [(d.code, d.place.source.position(d.place.start)[0]) for d in found] == [(bad.code, bad.line)], shown
    assert bad.words is None or found[0].place.text == bad.words, shown


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_good_file_compiles_and_runs(path: Path) -> None:
    source = Source(path.name, path.read_text(encoding="utf-8"))
    _, found = compiled(source)
    assert not found, "\n".join(d.render("zh") for d in found)
