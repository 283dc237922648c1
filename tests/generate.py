"""Small random programs, written in the language itself, and random cases for them: fuel for comparing evaluators.

Everything follows from the seed. The domains of the facts are small enough to try every completion. Dates lie around
month ends and 29 February, and offsets are chosen so that `+ 1个月`, `+ 1年` and ages land where the dates lie. What is
written is in generate_facts.py, generate_values.py, generate_conditions.py and generate_rules.py.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random
from typing import Any, cast

from compiler.compile import Compiled, compile_program
from compiler.program import About, Fact, Program
from dsl.parse import Parsed, parse
from dsl.source import Source
from tests.generate_base import Limits
from tests.generate_facts import CALENDARS
from tests.generate_rules import Rules
from tests.oracle import Facts, domain

OFFICIAL = "第一条 一切从此条。"
HEADING = ("# 第一条  测试", "> 一切从此条。")
COMPLETIONS = (10, 30, 90)
"""So many completions are left at most."""
PROFILES = (
    ("bool", "bool", "enum", "date"),
    ("bool", "date", "date"),
    ("bool", "integer", "money"),
    ("bool", "enum", "integer", "money", "date", "date"),
    ("bool", "integer", "decimal", "percent", "month", "date"),
)


@dataclass(frozen=True)
class Generated:
    """A program as its statements, the fact statements first. `limits` are what the days that an agency says and the
    parameters may be: the language has no line for it."""

    statements: tuple[str, ...]
    anchor: date
    limits: Mapping[str, Limits] = field(default_factory=dict)
    force: str = ""
    """When the whole file is in force."""

    @property
    def text(self) -> str:
        heading, quotation = HEADING
        return "\n\n".join(part for part in (heading, self.force, quotation, *self.statements) if part) + "\n"

    def without(self, i: int) -> "Generated":
        return replace(self, statements=self.statements[:i] + self.statements[i + 1 :])

    def without_ranges(self) -> "Generated":
        """The same with wide ranges: but for the length of lists."""
        lines = [statement.split("\n  ") for statement in self.statements]
        kept = [[line for line in each if not line.startswith(("范围", "range"))] for each in lines]
        of_lists = [each[0].endswith((": 记录", ": records")) for each in lines]
        chosen = [a if of_list else b for a, b, of_list in zip(lines, kept, of_lists, strict=True)]
        return replace(self, statements=tuple("\n  ".join(each) for each in chosen))


@dataclass(frozen=True)
class Case:
    as_of: date
    facts: Facts
    readings: dict[str, str]


def parsed(generated: Generated) -> Parsed:
    return parse(Source("一.tiao", generated.text))


def compiled(generated: Generated) -> Compiled:
    first = date(2000, 1, 1).toordinal()
    about = About("generated", "", "", "", "", "", first, first, None, None, ("一",))
    result = compile_program(about, OFFICIAL, [parsed(generated)], draft=True)
    facts = cast(dict[str, Fact], result.program.facts)
    facts |= {name: replace(facts[name], limits=limits) for name, limits in generated.limits.items() if name in facts}
    return result


def program(seed: int) -> tuple[Generated, Compiled]:
    """The program of a seed: the first one written without exceptions in conflict."""
    for generated in attempts(seed):
        result = compiled(generated)
        if [d.code for d in result.errors if d.code != "E215"] or not result.errors:
            return generated, result
    raise AssertionError(seed)


def attempts(seed: int) -> Iterator[Generated]:
    """Programs, some of them with exceptions in conflict."""
    for attempt in range(100):
        yield attempted(Random(seed * 100 + attempt))


def attempted(random: Random) -> Generated:
    writer = Rules(random)
    profile = random.choice(PROFILES)
    special = [name for name in ("records", "parameter", "parameter", "calendar") if writer.chance(30)]
    for i in range(random.randint(3, 6) - len(special)):
        writer.fact(i + 1, random.choice(profile))
    for i, name in enumerate(special):
        if name == "parameter":
            writer.parameter(i + 1, random.choice((*profile, "money", "percent", "enum")))
        else:
            getattr(writer, name)()
    for i in range(random.randint(0, 2)):
        writer.reading(f"R{i + 1}", None)
    for i, calendar in enumerate(CALENDARS):
        if writer.chance(35):
            writer.reading(f"K{i + 1}", calendar)
    force = ""
    if writer.chance(6):
        force = writer.from_some_day()
    if [s for s in writer.of_kind("date") if not s.parameter] and writer.chance(20):
        writer.extension()
    for i in range(random.choice((2, 2, 3, 3, 4))):
        writer.definition(i + 1)
    return Generated(tuple(writer.statements), writer.anchor, writer.limits, force)


# ---- cases ----------------------------------------------------------------------------------------------------------


def case(generated: Generated, program: Program, random: Random) -> Case:
    """Some facts known, so many that few completions are left."""
    as_of = generated.anchor + timedelta(random.choice((-30, -9, -2, -1, 0, 0, 1, 2, 9, 30)))
    readings = {r: random.choice("AB") for r in program.readings if random.random() < 0.5}
    facts = program.facts
    names = [name for name, fact in facts.items() if not fact.each]
    random.shuffle(names)
    left = random.choice(COMPLETIONS)
    missing: list[str] = []
    for name in names[: random.randint(0, len(names))]:
        size = len(values_of(program, name))
        if size <= left:
            missing.append(name)
            left //= size
    known: dict[str, Any] = {}
    for name, fact in facts.items():
        if fact.each or name in missing:
            continue
        known[name] = random.choice(values_of(program, name))
        published = [row.value for row in fact.rows if as_of.toordinal() in row.window]
        if published and random.random() < 0.8:
            known[name] = date.fromordinal(published[0]) if fact.type.kind == "date" else published[0]  # type: ignore[arg-type]
        if fact.type.kind == "records":
            known[name] = tuple(dict(record) for record in known[name])
            share = random.choice((0, 0.3, 0.7))
            for record in known[name]:
                for each in list(record):
                    size = len(values_of(program, each))
                    if random.random() < share and size <= left:
                        del record[each]
                        left //= size
    return Case(as_of, known, readings)


def values_of(program: Program, name: str) -> Sequence[Any]:
    return domain(program.facts[name], [f for f in program.facts.values() if f.each == name])


def as_request(case: Case, program: Program) -> dict[str, object]:
    """The case as a request of the evaluator."""

    def plain(name: str, value: Any) -> object:
        match program.facts[name].type.kind:
            case "records":
                return [{each: plain(each, v) for each, v in record.items()} for record in value]
            case "money":
                return f"{value // 100}.{value % 100:02d}"
            case "month":
                return f"{value // 12}-{value % 12 + 1:02d}"
            case "decimal" | "percent":
                return f"{float(value):.6f}"
        return value.isoformat() if isinstance(value, date) else value

    facts = {name: plain(name, value) for name, value in case.facts.items()}
    return {"as_of": case.as_of.isoformat(), "facts": facts, "readings": case.readings}
