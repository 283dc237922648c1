"""Long chains of definitions: the deepest that `check` lets pass can be answered, explained and made into code; a
deeper one is refused with its place, the way and what to do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache
from html.parser import HTMLParser

import pytest

from compiler.evaluate import evaluate
from compiler.graph import MAX_LEVELS
from compiler.program import Program
from compiler.targets.portable import portable
from compiler.targets.restore import restore
from compiler.targets.sql import sql
from compiler.targets.straight.engine import Engine
from dsl.diagnostics import Diagnostic
from dsl.source import Source
from explain.explanation import explain
from tests.test_suite import compiled
from tiaoli.policy import Policy

DEEPEST_PAGE = 512
"""So deep a browser nests elements; it puts what is deeper side by side."""
FULL = {"本市户籍": True, "灵活就业": True, "未缴月数": 3}
Link = Callable[[str], str]


def nested(below: str) -> str:
    return f"本市户籍 且 (非 灵活就业 或 (本市户籍 且 (非 灵活就业 或 {below})))"


CHAINS: dict[str, tuple[str, str, Link, int]] = {
    "conjunctions": ("是否", "本市户籍", lambda below: f"{below} 且 灵活就业", 2),
    "sums": ("整数", "未缴月数", lambda below: f"{below} + 2", 2),
    "parentheses": ("是否", "本市户籍", nested, 5),
}
"""The type of a chain's definitions, what the first of them is, what each other one is, and the levels of that."""
MISSING = {"conjunctions": ("本市户籍", "灵活就业"), "sums": ("未缴月数",), "parentheses": ("本市户籍",)}
"""What the last of a chain turns on. (Who has a local household fulfils whatever is in the parentheses.)"""


@cache
def chain(kind: str, length: int, first_on_top: bool = False) -> tuple[Program, list[Diagnostic]]:
    """So many definitions, each using the one before it; the file may have the last of them on top."""
    type_, body, link, _ = CHAINS[kind]
    rules = []
    for number in range(length):
        rules.append(f"定义 项{number} : {type_}\n  {body if number == 0 else link(f'项{number - 1}')}")
    rules = rules[::-1] if first_on_top else rules
    return compiled(Source("chain.tiao", "\n\n".join(["# 第一条  链", "> 一。", *rules]) + "\n"))


def longest(kind: str) -> int:
    """So many definitions of a kind have as many levels as may be."""
    return 1 + (MAX_LEVELS - 1) // CHAINS[kind][3]


def value(kind: str) -> object:
    return 3 + 2 * (longest(kind) - 1) if kind == "sums" else True


class Depth(HTMLParser):
    """How deep the elements of a page are nested."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open, self.most = 0, 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag not in ("meta", "link", "br", "img", "input", "hr", "col", "wbr"):
            self.open += 1
            self.most = max(self.most, self.open)

    def handle_endtag(self, tag: str) -> None:
        self.open -= 1


each_kind = pytest.mark.parametrize("kind", CHAINS)


@each_kind
@pytest.mark.parametrize("first_on_top", [False, True])
def test_the_deepest_chain_is_answered(kind: str, first_on_top: bool) -> None:
    program, found = chain(kind, longest(kind), first_on_top)
    assert not found
    name = f"项{longest(kind) - 1}"
    request: dict[str, object] = {"as_of": "2024-05-01", "facts": FULL, "only": [name]}
    open_: dict[str, object] = {**request, "facts": {}}
    assert evaluate(program, request).conclusions[name].value == value(kind)
    assert evaluate(program, open_).conclusions[name].missing == MISSING[kind]
    for other in (Engine(program), restore(portable(program))):
        for asked in (request, open_):
            answers = other.evaluate(asked) if isinstance(other, Engine) else evaluate(other, asked)
            assert answers.as_json() == evaluate(program, asked).as_json()


@each_kind
@pytest.mark.parametrize("facts", [FULL, {}], ids=["all known", "nothing known"])
def test_the_deepest_chain_is_explained(kind: str, facts: dict[str, object]) -> None:
    program, _ = chain(kind, longest(kind))
    name = f"项{longest(kind) - 1}"
    made = explain(evaluate(program, {"as_of": "2024-05-01", "facts": facts, "only": [name]}), name)
    assert 20 < Depth(made.to_html()).most < DEEPEST_PAGE
    for form in (made.to_text(), made.to_markdown(), made.to_json(), made.to_svg()):
        assert form


@each_kind
def test_the_deepest_chain_is_made_into_code(kind: str) -> None:
    program, _ = chain(kind, longest(kind))
    name = f"项{longest(kind) - 1}"
    made = Policy(program).generated([name])
    assert made.answers(FULL, date(2024, 5, 1))[name] == value(kind)
    assert made.steps(FULL, date(2024, 5, 1))[0][name] == value(kind)
    assert name in sql(program)


@each_kind
@pytest.mark.parametrize("first_on_top", [False, True])
def test_a_deeper_chain_is_refused_once(kind: str, first_on_top: bool) -> None:
    for length in (longest(kind) + 1, 1000):
        _, found = chain(kind, length, first_on_top)
        (fault,) = found
        assert (fault.code, fault.place.text) == ("E112", f"项{longest(kind)}")
        for lang, said in (("zh", f"最多 {MAX_LEVELS} 层"), ("en", f"{MAX_LEVELS} is the most")):
            assert said in fault.message(lang)
            assert f"项{longest(kind)} → 项{longest(kind) - 1} → " in fault.message(lang)
            assert fault.message(lang).endswith("… → 项0")
            assert fault.hint(lang)
