"""The script of the JavaScript engine: what it is made of, that it is safe in a page, and single parts of it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import pytest

from compiler import calendar
from compiler.operators import RUN
from compiler.partial import Residual, strict
from compiler.targets.javascript import FRAGMENTS, REQUESTS, data, embedded, engine, script, wrapped
from compiler.unknowns import ordered
from compiler.values import LIMITS, NA, to_json
from tests.javascript import NODE, SAFE, Engine, Policy, needs_node
from tests.proofs_base import BEIJING, MERROW, program_of

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = (ROOT / "compiler" / "targets" / "js", ROOT / "explain" / "js")
SOURCES = [path for folder in FOLDERS for path in sorted(folder.rglob("*.js"))]

# ---- the script itself ----------------------------------------------------------------------------------------------


def test_every_fragment_is_used() -> None:
    assert sorted((*FRAGMENTS, *REQUESTS)) == [path.stem for path in sorted(FOLDERS[0].glob("*.js"))]


def test_names_are_there_once() -> None:
    """All fragments share one function scope, where a second function of a name would silently replace the first."""
    found = Counter(
        name
        for path in SOURCES
        for name in re.findall(r"^(?:function\*?|class|const|let|var) +(\w+)", path.read_text("utf-8"), re.MULTILINE)
    )
    assert len(found) > 100
    assert [name for name, number in found.items() if number > 1] == []


def test_there_are_the_same_primitives() -> None:
    code = next(path for path in SOURCES if path.stem == "operators").read_text("utf-8")
    named = re.findall(r"^  (\w+)[:,]", code.partition("const RUN = {")[2], re.MULTILINE)
    rounded = re.findall(r"^  (round_\w+):", code, re.MULTILINE)
    maths = re.findall(r"^  (\w+):", FOLDERS[0].joinpath("values.js").read_text("utf-8"), re.MULTILINE)
    assert sorted({*named, *rounded, *maths}) == sorted(RUN)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_fragment_can_be_made_compact(path: Path) -> None:
    """Comments are whole lines, no text runs over a line end, and nothing is reached for that the page may not have."""
    for line in path.read_text("utf-8").split("\n"):
        code = re.sub(r'"(?:[^"\\]|\\.)*"|`[^`]*`', '""', line)
        if not line.lstrip().startswith("//"):
            assert not re.search(r"(^|\s)//|/\*|`", code), line
            assert not re.search(r"\?\?[^,;]*\) \| ", code), f"the minifier drops these parentheses: {line}"
            assert not re.search(r"\b(eval|Function|import|require|fetch)\(|</script|<!--|\bimport\b", line), line


@needs_node
@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_fragment_is_well_formed(path: Path) -> None:
    done = subprocess.run([str(NODE), "--check", str(path)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@needs_node
def test_script_stands_alone() -> None:
    """As a page has it: no module, and the policy made from the data in it."""
    text = script(program_of(BEIJING), ["const LATER = () => NA.toString();", "globalThis.later = LATER();"])
    code = 'require("vm").runInThisContext(require("fs").readFileSync(0, "utf8"));'
    code += 'const { answers } = Tiaoli.open(Tiaoli.data).evaluate({ as_of: "2021-10-15", facts: {} });'
    code += "console.log(JSON.stringify([later, Object.keys(answers).length]));"
    done = subprocess.run([str(NODE), "-e", code], input=text, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == ["NA", len(program_of(BEIJING).conclusions)]


def test_script_is_safe_in_a_page() -> None:
    nasty = {"</script><!--": ["\u2028\u2029", "<!--", "]]>", "'\"\\", 1]}
    shown = embedded(nasty)
    assert json.loads(shown) == nasty
    assert not re.search("[<\u2028\u2029]", shown)
    for name in (BEIJING, MERROW):
        assert not re.search("</|<!--|[\u2028\u2029]", script(program_of(name)))


def test_a_script_is_made_small() -> None:
    small = wrapped(["// one\n\nconst a = 1;\n  // two\n  globalThis.found = a;\n"], "found += 1;")
    assert small.endswith(";\nfound += 1;\n")
    assert "two" not in small
    assert len(wrapped([engine()])) < 0.6 * len(engine())


def test_same_program_same_bytes() -> None:
    code = "from tests.proofs_base import *; from compiler.targets.javascript import script\n"
    code += "print(*(ascii(script(program_of(name))) for name in (BEIJING, MERROW)))"
    texts = {
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(texts) == 1


def test_numbers_keep_their_value() -> None:
    """What JavaScript's numbers cannot hold is written in words."""
    for name in (BEIJING, MERROW):
        numbers = [x for x in _leaves(data(program_of(name))) if isinstance(x, int | float)]
        assert numbers
        assert all(type(x) in (int, bool) and abs(x) <= SAFE for x in numbers)


def _leaves(value: object) -> Iterator[object]:
    if isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _leaves(item)
    else:
        yield value


# ---- single parts ----------------------------------------------------------------------------------------------------

PARTS = """
FACE.days = (program, numbers) => numbers.map((day) => [
  civil(day), dayNumber(...civil(day)), iso(day), chinese(day), monthOf(day),
  firstDay(day), lastDay(day), isoMonth(day),
]);
FACE.moved = (program, calls) => calls.map(([day, years, months, days]) => [
  addPeriod(day, years, months, days), addYearsRolling(day, years),
]);
FACE.worked = ({ holidays }, calls) => calls.map(([day, count]) => [
  holidays.works(day), holidays.roll(day), holidays.add(day, count),
]);
const PART = (arg) => (typeof arg === "string" ? factResidual(arg) : Array.isArray(arg) ? ratio(...arg) : arg);
const SHOWN = (part) => isOpen(part) ? [part.op, part.whole, ...part.args.map(SHOWN)]
  : isNumber(part) ? `${top(part)}/${bottom(part)}` : String(part);
FACE.folded = (program, calls) => calls.map(([op, ...args]) => SHOWN(strict(op, args.map(PART))));
FACE.shown = (program, calls) => calls.map(([number, kind]) => toJson(PART(number), kind));
FACE.limits = () => [...LIMITS];
FACE.ordered = ({ facts }, paths) => ordered(facts.keys(), paths);
"""
"""Every number as a BigInt: see Engine."""


@pytest.fixture(scope="module")
def parts() -> Iterator[Policy]:
    with Engine([PARTS]) as running:
        yield running.open(program_of(MERROW))


def whole(value: Any) -> Any:
    """Numbers as what JavaScript reads as BigInts."""
    return [whole(item) for item in value] if isinstance(value, list | tuple) else {"$big": str(value)}


@needs_node
def test_days(parts: Policy) -> None:
    random = Random(1)
    numbers = [*range(-800, 800), *range(calendar.LAST - 800, calendar.LAST + 800), 10**30, -(10**30)]
    numbers += [random.randrange(-2_000_000, 6_000_000) for _ in range(4000)]
    wanted = [_described(day) for day in numbers]
    assert parts.call("days", whole(numbers)) == wanted
    moves = [
        [random.randrange(700_000, 800_000), *(random.randrange(-n, n) for n in (100, 30, 400))] for _ in range(4000)
    ]
    moves += [[calendar.day(2020, 2, 29), years, months, 0] for years in range(-9, 9) for months in range(-13, 13)]
    assert parts.call("moved", whole(moves)) == [
        [calendar.add_period(*move), calendar.add_years_rolling(move[0], move[1])] for move in moves
    ]


def _described(day: int) -> list[Any]:
    year, month, of_month = calendar.civil(day)
    told = [calendar.iso(day), calendar.chinese(day), calendar.month_of(day)]
    months = [calendar.first_day(day), calendar.last_day(day), calendar.iso_month(day)]
    return [[year, month, of_month], calendar.day(year, month, of_month), *told, *months]


@needs_node
def test_working_days(parts: Policy) -> None:
    holidays = program_of(MERROW).holidays
    assert holidays is not None
    calls = [[day, count] for day in range(holidays.first - 20, holidays.last + 20) for count in (-40, -1, 0, 1, 2, 25)]
    found = parts.call("worked", whole(calls))
    assert found == [[holidays.works(day), holidays.roll(day), holidays.add(day, count)] for day, count in calls]


@needs_node
def test_order_of_facts(parts: Policy) -> None:
    rules, random = program_of(MERROW), Random(1)
    paths = [f"{f.each}[{i}].{f.name}" if f.each else f.name for f in rules.facts.values() for i in range(1, 12)]
    paths = [*dict.fromkeys(paths)]
    for _ in range(20):
        random.shuffle(paths)
        assert parts.call("ordered", paths) == ordered(rules.facts, paths)


def number(random: Random) -> list[int]:
    """A fraction as numerator and denominator, many of them whole or halves."""
    return [random.randrange(-60, 60), random.choice((1, 1, 2, 2, 3, 10, 100))]


@needs_node
def test_primitives_with_known_and_missing_arguments(parts: Policy) -> None:
    """What each comes to, or the formula that is left."""
    random = Random(1)
    lengths = {"neg": 1, "max": 3, "min": 3, "tiered": 6}
    ops = ("eq", "lt", "le", "add", "sub", "mul", "div", "neg", "max", "min", "tiered")
    calls = [
        [op, *(random.choice("xyz") if random.random() < share else number(random) for _ in range(lengths.get(op, 2)))]
        for op in ops
        for share in (0, 0, 0.3, 1)
        for _ in range(100)
    ]
    calls += [[op, same, same] for op in ("eq", "lt", "le") for same in (number(random) for _ in range(40))]
    calls += [[op, [day, 1]] for op in ("year_of", "month_of") for day in range(700_000, 750_000, 999)]
    calls += [[op, number(random), [random.randrange(1, 9), 4]] for op in RUN if "round" in op for _ in range(200)]
    found = parts.call("folded", [[op, *(a if isinstance(a, str) else whole(a) for a in args)] for op, *args in calls])
    assert found == [_shown(strict(op, [_part(arg) for arg in args])) for op, *args in calls]


def _part(arg: str | list[int]) -> Any:
    if isinstance(arg, str):
        return Residual("fact", (arg,), frozenset((arg,)))
    value = Fraction(*arg)
    return value.numerator if value.denominator == 1 else value


def _shown(part: Any) -> Any:
    if isinstance(part, Residual):
        return [part.op, part.whole, *map(_shown, part.args)]
    if isinstance(part, bool):
        return str(part).lower()
    return f"{part.numerator}/{part.denominator}" if isinstance(part, int | Fraction) else "NA" if part is NA else part


@needs_node
def test_values_as_json(parts: Policy) -> None:
    kinds = ("money", "decimal", "percent", "integer", "date", "month")
    numbers = [[n, 1] for n in (-100001, -100, -1, 0, 5, 1234567)]
    calls: list[tuple[list[int], str]] = [(one, kind) for kind in kinds for one in numbers]
    calls += [([n, d], kind) for n in (-7, 1, 13) for d in (3, 4, 10, 1024, 12500, 7000) for kind in kinds[:3]]
    wanted = [to_json(_part(one), kind) for one, kind in calls]
    assert parts.call("shown", [[whole(one), kind] for one, kind in calls]) == wanted


@needs_node
def test_what_facts_may_be_at_all(parts: Policy) -> None:
    assert {kind: tuple(ends) for kind, ends in parts.call("limits")} == LIMITS
