"""The pages about the language tell the truth: every rule file they show compiles, says what its examples expect, is in
canonical form and says the same in the other language; what their tables promise is what is computed."""

from __future__ import annotations

import json
import re
from fractions import Fraction
from pathlib import Path

import pytest

from compiler.compile import compile_program
from compiler.evaluate import evaluate
from compiler.examples import run_examples
from compiler.program import About, Program
from compiler.request import Refused
from dsl.diagnostics import Diagnostic
from dsl.format import format_source
from dsl.keywords import KEYWORDS, ROUNDINGS
from dsl.parse import parse
from dsl.source import Source
from tests.test_suite import quoted

DOCS = Path(__file__).resolve().parent.parent / "docs"
PAGES = tuple(DOCS / f"{name}.md" for name in ("language", "language-constructs", "language-amounts"))
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SECTION = re.compile(r"^## (.+)$", re.MULTILINE)


def blocks(language: str) -> list[tuple[str, str]]:
    """The fenced blocks of both pages in a language, each with the section that it stands in."""
    found = []
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        headings = [(m.start(), m[1]) for m in SECTION.finditer(text)]
        for match in FENCE.finditer(text):
            if match[1] == language:
                name = [title for at, title in headings if at < match.start()][-1]
                found.append((f"{page.stem}-{name}", match[2]))
    return found


each_block = pytest.mark.parametrize(("name", "text"), blocks("tiao"), ids=[name for name, _ in blocks("tiao")])


def compiled(text: str) -> tuple[Program, list[Diagnostic]]:
    """The program of one rule file alone, and what is wrong with it."""
    parsed = parse(Source("page.tiao", text))
    first = 737_000
    about = About("page", "", "", "", "", "", first, first, None, None, ("page",))
    made = compile_program(about, quoted(parsed), [parsed])
    found = [*made.diagnostics]
    if not made.errors:
        found += [fault for _, faults in run_examples(made.program) for fault in faults]
    return made.program, found


@each_block
def test_example_compiles_and_holds(name: str, text: str) -> None:
    _, found = compiled(text)
    assert not found, "\n".join(d.render("zh") for d in found)


@each_block
def test_example_is_in_canonical_form(name: str, text: str) -> None:
    assert format_source(Source(name, text)) == text


@each_block
@pytest.mark.parametrize("keywords", ["zh", "en"])
def test_example_says_the_same_in_the_other_language(name: str, text: str, keywords: str) -> None:
    program, found = compiled(format_source(Source(name, text), keywords))
    assert not found, "\n".join(d.render("zh") for d in found)
    assert answers(program) == answers(compiled(text)[0])


def answers(program: Program) -> list[object]:
    asked = [e for e in program.examples if all(x.status != "refused" for x in e.expected)]
    requests = [{"as_of": e.as_of, "facts": e.facts, "readings": e.readings} for e in asked]
    return [evaluate(program, request).as_json() for request in requests]


def test_every_section_on_a_construct_has_an_example() -> None:
    shown = {name for name, _ in blocks("tiao")}
    for page in PAGES[1:]:
        sections = SECTION.findall(page.read_text(encoding="utf-8"))
        assert [title for title in sections if f"{page.stem}-{title}" not in shown] == []


def test_nothing_else_looks_like_a_rule_file() -> None:
    """A fenced block is a rule file that runs, or in a language of its own."""
    for page in PAGES:
        languages = {language for language, _ in FENCE.findall(page.read_text(encoding="utf-8"))}
        assert languages <= {"tiao", "json", "toml"}


# ---- keywords ----------------------------------------------------------------------------------------------------


def test_every_keyword_is_on_a_page() -> None:
    """In both spellings, at least the ones that the formatter writes."""
    text = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
    rows = [row for row in KEYWORDS if (row.token, row.value) not in {("TYPE", "text"), ("ALT", "C"), ("ALT", "D")}]
    words = [word for row in rows for word in (row.zh[0], row.en[0]) if not word.startswith("(")]
    words += [word for pair in ROUNDINGS.values() for word in pair]
    assert [word for word in words if word not in text] == []


# ---- tables and requests -----------------------------------------------------------------------------------------


def rounding_table() -> dict[str, dict[str, int]]:
    """Mode -> number -> what it is rounded to, as the page says."""
    lines = (DOCS / "language-amounts.md").read_text(encoding="utf-8").splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    head = next(row for row in rows if "−2.5" in row)
    numbers = {i: cell.replace("−", "-") for i, cell in enumerate(head) if re.fullmatch(r"−?\d\.\d", cell)}
    modes = [row for row in rows if row[0] in ROUNDINGS]
    assert [row[1:3] for row in modes] == [[f"`{zh}`", f"`{en}`"] for zh, en in (ROUNDINGS[row[0]] for row in modes)]
    return {row[0]: {x: int(row[i].replace("−", "-")) for i, x in numbers.items()} for row in modes}


ROUNDED = """# Section 1  A number

> Rounded.

fact number : decimal

define rounded : integer
  number {} units
"""


@pytest.mark.parametrize("mode", ROUNDINGS)
def test_rounding_is_as_in_the_table(mode: str) -> None:
    program, found = compiled(ROUNDED.format(ROUNDINGS[mode][1]))
    assert not found
    promised = rounding_table()[mode]
    assert {Fraction(x) for x in promised} == {s * Fraction(x) for x in ("2.4", "2.5", "2.6", "3.5") for s in (1, -1)}
    for number, value in promised.items():
        answer = evaluate(program, {"as_of": "2021-03-01", "facts": {"number": number}}).conclusions["rounded"]
        assert answer.value == value, (mode, number)


def block(name: str) -> str:
    return dict(blocks("tiao"))[name]


def test_request_with_records_is_answered() -> None:
    """As the page shows."""
    request, answer = (json.loads(text) for name, text in blocks("json"))
    program, _ = compiled(block("language-constructs-Records"))
    shown = evaluate(program, request).as_json()["answers"]
    assert isinstance(shown, dict)
    assert shown["children"] == answer


@pytest.mark.parametrize(
    ("type_", "given", "answered"),
    [
        ("percent", "0.25", "0.25"),
        ("percent", 1, "1"),
        ("decimal", "-1.125000", "-1.125"),
        ("decimal", 3, "3"),
        ("year_month", "2021-04", "2021-04"),
        ("money", "5360.5", "5360.50"),
        ("money", 5360, "5360.00"),
        ("date", "2021-06-30", "2021-06-30"),
        ("integer", -12, -12),
        ("yes_no", True, True),
    ],
)
def test_values_in_json(type_: str, given: object, answered: object) -> None:
    """A request and an answer write a value alike."""
    assert reply(type_, "thing", given) == {"status": "value", "value": answered, "articles": ["Section 1"]}


def test_a_number_without_end_is_a_fraction() -> None:
    assert reply("decimal", "thing ÷ 3", 1)["value"] == "1/3"


@pytest.mark.parametrize(
    ("type_", "given"),
    [("decimal", 0.5), ("decimal", "1.1234567"), ("percent", "25%"), ("year_month", "2021-4"), ("money", -1)],
)
def test_values_that_are_refused(type_: str, given: object) -> None:
    with pytest.raises(Refused):
        reply(type_, "thing", given)


def reply(type_: str, body: str, given: object) -> dict[str, object]:
    rules = f"# Section 1  A thing\n\n> It.\n\nfact thing : {type_}\n\ndefine same : {type_}\n  {body}\n"
    program, found = compiled(rules)
    assert not found
    return evaluate(program, {"as_of": "2021-03-01", "facts": {"thing": given}}).conclusions["same"].as_json()
