"""The self-check: its script says what Python's explanation says, in the same words; its page is safe and works without
a script; its words are all there."""

from __future__ import annotations

import gzip
import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest

from compiler.evaluate import evaluate
from compiler.program import Program
from compiler.request import Refused
from compiler.targets.javascript import FRAGMENTS as EVALUATOR
from compiler.targets.javascript import data, embedded, fragment, wrapped
from compiler.targets.javascript import engine as evaluator
from explain.explanation import explain
from explain.javascript import self_check
from explain.site.base import CSP, Site
from explain.site.check import FRAGMENTS, code, later, script, words_of
from explain.site.check_say import CLOSE, OPEN
from explain.site.check_ui import WORDS
from explain.site.pages import drafts
from tests.check_told import expected, given
from tests.javascript import Engine, Policy, needs_node
from tests.proofs import drawn
from tests.proofs_base import BEIJING, MERROW, program_of

POLICIES = (BEIJING, MERROW)
PEOPLE = {BEIJING: 40, MERROW: 24}
LARGEST = {"code": 59_950, "program": 14_000, "words": 26_000}
"""Compressed bytes that a page may load."""


@cache
def site_of(policy: str, lang: str) -> Site:
    """With its pages known, as the words of the page link to them."""
    program = program_of(policy)
    site = Site(program, lang)
    site.drafts = drafts(program, lang)
    return site


@cache
def words(policy: str, lang: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(json.dumps(words_of(site_of(policy, lang))))
    return found


TYPED_FACE = """
FACE.typed = (program, kind, text, question) => {
  const { raw, wrong } = readTyped(kind, [text], question);
  return wrong ?? String(raw);
};
"""


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with Engine([*later(), fragment("explain", "check/told"), TYPED_FACE]) as engine:
        yield engine


def people(policy: str, seed: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """Sample people, each with a conclusion."""
    random, names = Random(seed), list(program_of(policy).conclusions)
    for _, request in drawn(policy, PEOPLE[policy], seed):
        name = random.choice(names)
        yield name, {**request, "only": [name]}


@needs_node
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("policy", POLICIES)
def test_the_outcome_says_what_the_explanation_says(engine: Engine, policy: str, lang: str) -> None:
    program = program_of(policy)
    asked = engine.open(program)
    compared = 0
    for name, request in people(policy, 17 if lang == "zh" else 18):
        try:
            answers = evaluate(program, request)
        except Refused:
            assert "error" in asked.call("told", request, name, words(policy, lang))
            continue
        told = given(asked.call("told", request, name, words(policy, lang)))
        assert told == json.loads(json.dumps(expected(explain(answers, name, lang)))), (name, request)
        compared += 1
    asked.close()
    assert compared > PEOPLE[policy] // 3


@needs_node
@pytest.mark.parametrize(
    ("policy", "day", "every"), [(BEIJING, "1999-01-01", 1), (BEIJING, "2024-08-01", 1), (MERROW, "1999-01-01", 6)]
)
def test_conclusions_can_be_told_of_nobody(engine: Engine, policy: str, day: str, every: int) -> None:
    """Nothing known, on a day before and on one within the document's own dates."""
    program = program_of(policy)
    asked: Policy = engine.open(program)
    for name in [*program.conclusions][::every]:
        request = {"as_of": day, "facts": {}, "only": [name]}
        told = given(asked.call("told", request, name, words(policy, "zh")))
        assert told == json.loads(json.dumps(expected(explain(evaluate(program, request), name)))), (name, day)
    asked.close()


# ---- what is typed ----

MONTHS, GRAMS = "您已经享受补贴多少个月？", "How many grams is the vehicle rated to emit per kilometre?"
MANY, AMOUNT = "家庭成员一共有多少人？", "您选择的月缴费基数是多少元？"
TYPED = [
    *(
        ("integer", text, MONTHS, "12")
        for text in ("12", "１２", " 12 个月", "12月", "12个", "12.0", "12。", "\u202e12")
    ),
    *(("integer", text, MONTHS, "unit") for text in ("12 元", "¥12", "1年", "12%", "12 yuan")),
    *(("integer", text, MONTHS, "number") for text in ("1,2", "12,", "1 2", "1e3", "十二", "1.2.3", "NaN")),
    ("integer", "1,200", MONTHS, "1200"),
    ("integer", "12.5", MONTHS, "whole"),
    ("integer", "-1", MONTHS, "negative"),
    ("integer", "9" * 40, MONTHS, "9" * 40),
    ("integer", "50 g/km", GRAMS, "50"),
    ("integer", "50 yuan", GRAMS, "unit"),
    *(("records", text, MANY, "3") for text in ("3", "3人", "3 口人", "3个", "3 位")),
    ("records", "3岁", MANY, "unit"),
    *(
        ("money", text, AMOUNT, "5360")
        for text in ("5,360.00 元", "5360元", "￥5，360", "5 360", "0.536万", "RMB5360.0")
    ),
    ("money", "5360.505", AMOUNT, "cents"),
    ("money", "5360.5 块", AMOUNT, "5360.5"),
    ("money", "12 个月", AMOUNT, "unit"),
    ("money", "-5", AMOUNT, "negative"),
    *(("percent", text, "", "0.125") for text in ("12.5", "12.5%", "１２．５％")),
    ("percent", "-150", "", "-1.5"),
    ("percent", "3元", "", "unit"),
    ("decimal", "1.50", "", "1.5"),
    ("decimal", "1.1234567", "", "number"),
]


@needs_node
def test_numbers_are_read_as_people_write_them(engine: Engine) -> None:
    asked = engine.open(program_of(BEIJING))
    found = asked.each("typed", [[kind, text, question] for kind, text, question, _ in TYPED])
    assert found == [wanted for *_, wanted in TYPED]
    asked.close()


# ---- the words ----


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_blanks_are_whole_and_the_same_every_time(policy: str, lang: str) -> None:
    text = json.dumps(words(policy, lang), ensure_ascii=False)
    assert text.count(OPEN) == text.count(CLOSE) > 100
    assert text == json.dumps(json.loads(json.dumps(words_of(Site(program_of(policy), lang)))), ensure_ascii=False)


def test_the_script_uses_words_that_there_are() -> None:
    code = "".join(fragment("explain", f"check/{name}") for name in FRAGMENTS)
    used = set(re.findall(r'page\.t\("(\w+)"', code)) | set(re.findall(r'this\.t\("(\w+)"', code))
    used |= set(re.findall(r'page\.(?:link|button)\("(\w+)"', code))
    used |= {f"wrong_{key}" for key in re.findall(r'wrong: "(\w+)"', code)}
    used |= {f"how_{kind}" for kind in ("date", "month", "money", "integer", "records", "decimal", "percent")}
    assert len(used) > 50
    assert used <= set(WORDS)
    idle = {key for key in WORDS if key not in used and f'"{key}"' not in code}
    assert {key for key in idle if not key.startswith(("unit_", "wrong_no_"))} <= {"name"}


@pytest.mark.parametrize("policy", POLICIES)
def test_addresses_lead_to_conclusions(policy: str) -> None:
    program = program_of(policy)
    start = words(policy, "zh")["start"]
    asked = {name for name, one in program.conclusions.items() if not one.excepts}
    assert {start["ids"][one.alias or name] for name, one in program.conclusions.items() if name in asked} == asked
    shown = [choice["about"] for group in (*start["situations"], *start["all"]) for choice in group["choices"]]
    assert set(shown) == asked
    pages = site_of(policy, "zh").drafts
    for services in start["services"].values():
        for service in services:
            assert service["page"] in pages
    hrefs = {rule["page"] for rule in words(policy, "zh")["rules"].values() if "page" in rule}
    assert hrefs
    assert hrefs <= set(pages)


# ---- the page and its script ----

FORBIDDEN = (
    r"innerHTML\s*=", r"outerHTML\s*=", "insertAdjacentHTML", r"document\.write", r"\beval\(", r"new Function",
    r"\bfetch\(", "XMLHttpRequest", "WebSocket", "sendBeacon", "localStorage", "sessionStorage", "indexedDB",
    r"document\.cookie", r"location\.(?:href|hash|search)\s*=", r"location\.(?:assign|replace)", r"\.style\b",
    "serviceWorker", r"import\(",
)  # fmt: skip


def test_the_script_has_no_way_out_and_makes_no_markup() -> None:
    code = "".join(later())
    assert [word for word in FORBIDDEN if re.search(word, code)] == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_works_without_its_script(lang: str) -> None:
    site = site_of(BEIJING, lang)
    page = site.drafts["check.html" if lang == "zh" else "en/check.html"]()
    assert str(CSP) in page
    up = "../" if lang == "en" else ""
    scripts = f'<script src="{up}check.js"></script>\n<script src="check-{lang}.js"></script>'
    assert scripts in page
    assert page.count("<script") == 2
    assert "tiaoli interview" in page
    assert page.count('href="item-') >= len(site.program.services)
    assert not re.search(r'\son\w+="|style="', page)


@needs_node
@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_script_can_be_read(policy: str, lang: str, tmp_path: Path) -> None:
    path = tmp_path / "check.js"
    path.write_text(script(site_of(policy, lang)), encoding="utf-8")
    node = shutil.which("node")
    assert node is not None
    subprocess.run([node, "--check", str(path)], check=True, timeout=60)
    assert "</script" not in path.read_text(encoding="utf-8").lower()


def test_the_code_is_all_fragments_that_the_page_needs() -> None:
    evaluated = [fragment("compiler.targets", name) for name in EVALUATOR]
    assert sorted(self_check()) == sorted([*evaluated, *later()])


@needs_node
def test_the_code_runs_before_there_is_a_page(tmp_path: Path) -> None:
    """Nothing that runs while it is loaded needs what stands below it."""
    path = tmp_path / "check.js"
    path.write_text(code() + 'if (typeof Tiaoli.check !== "function") throw new Error("no check");', encoding="utf-8")
    node = shutil.which("node")
    assert node is not None
    subprocess.run([node, str(path)], check=True, timeout=60)


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_scripts_are_small(policy: str, lang: str) -> None:
    found = sizes(program_of(policy), lang)
    assert {name: found[name] for name, most in LARGEST.items() if found[name] > most} == {}, found


def sizes(program: Program, lang: str) -> dict[str, int]:
    """Compressed, in bytes: the evaluator, explanations, the page, the program, the words, and all code."""
    site = Site(program, lang)
    own = len(FRAGMENTS)
    parts = {
        "evaluator": wrapped([evaluator()]),
        "explanations": wrapped(later()[:-own]),
        "page": wrapped(later()[-own:]),
        "program": embedded(data(program)),
        "words": embedded(words_of(site)),
        "code": code(),
    }
    return {name: len(gzip.compress(text.encode(), 9, mtime=0)) for name, text in parts.items()}
