"""A request -> facts, or every fault of it. Bad input is refused whole, before anything is evaluated."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from compiler import calendar
from compiler.expressions import Const
from compiler.partial import Environment, Outcome, Residual, junction, negation, run
from compiler.program import Constraint, Fact, Program
from compiler.request_values import Fault, bad, fault, read_value, suggest
from compiler.unknowns import stem
from compiler.values import LIMITS, Value

KINDS = (
    "malformed_request",
    "invalid_as_of",
    "unknown_conclusion",
    "unknown_reading",
    "unknown_fact",
    "duplicate_fact",
    "wrong_type",
    "invalid_enum",
    "invalid_date",
    "date_in_future",
    "negative_amount",
    "out_of_range",
    "inconsistent_facts",
)
"""In this order the first fault of a request is chosen."""


class Doubled(dict[str, object]):
    """Facts as a JSON object gave them, with the names that it gave more than once."""

    repeated: tuple[str, ...] = ()


class Refused(Exception):
    """A request that cannot be answered; `faults` in the order of KINDS, the first one decides."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(faults, key=lambda f: KINDS.index(f.kind)))
        super().__init__("; ".join(f.message["en"] for f in self.faults))


@dataclass(frozen=True, slots=True)
class Request:
    """A valid request. Facts hold run-time values; `only` is () for all conclusions."""

    as_of: int
    facts: Mapping[str, Value]
    readings: Mapping[str, str]
    only: tuple[str, ...]


def read(program: Program, raw: object) -> Request:
    """Check a request {"as_of", "facts", "readings", "only"}. Raises Refused."""
    if (
        not isinstance(raw, Mapping)
        or not all(isinstance(raw.get(key, {}), Mapping) for key in ("facts", "readings"))
        or not _is_names(raw.get("only", []))
    ):
        shape = '{"as_of": "2021-10-15", "facts": {…}}'
        raise Refused(
            [
                fault(
                    "malformed_request",
                    (),
                    "请求的形状不对",
                    "the request is malformed",
                    f"写成 {shape}",
                    f"write {shape}",
                )
            ]
        )
    faults: list[Fault] = []
    as_of = _as_of(raw.get("as_of"), faults)
    only = tuple(_only(program, raw.get("only") or (), faults))
    readings = dict(_readings(program, raw.get("readings") or {}, faults))
    facts = dict(_facts(program, raw.get("facts") or {}, faults))
    faults += _violations(program, facts, as_of, readings)
    if faults or as_of is None:
        raise Refused(faults)
    return Request(as_of, facts, readings, only)


def _is_names(value: object) -> bool:
    return value is None or (isinstance(value, list | tuple) and all(isinstance(x, str) for x in value))


def _as_of(value: object, faults: list[Fault]) -> int | None:
    day = calendar.from_iso(value) if isinstance(value, str) else None
    if day is None:
        shown = "" if value is None else f" “{value}”"
        faults.append(
            fault(
                "invalid_as_of",
                (),
                f"评估日{shown} 缺失或不是存在的日期",
                f"as_of{shown} is absent or no existing date",
                "写成 YYYY-MM-DD，例如 2021-10-15",
                "write YYYY-MM-DD, such as 2021-10-15",
            )
        )
    return day


def _only(program: Program, names: Iterable[str], faults: list[Fault]) -> Iterator[str]:
    known = program.conclusions
    for given in names:
        name = program.names.get(given, given)
        if name in known:
            yield name
        else:
            hints = suggest(given, known)
            zh, en = f"没有叫 “{given}” 的结论", f'no conclusion is called "{given}"'
            faults.append(fault("unknown_conclusion", (given,), zh, en, *hints))


def _readings(program: Program, given: Mapping[str, object], faults: list[Fault]) -> Iterator[tuple[str, str]]:
    for id_, letter in given.items():
        reading = program.readings.get(id_)
        if reading is not None and letter == reading.adopted:
            yield id_, str(letter)
        elif reading is None or not isinstance(letter, str) or letter not in reading.alternatives:
            known = "、".join(program.readings)
            zh, en = f"没有读法 “{id_}” 的选项 “{letter}”", f'reading "{id_}" has no alternative "{letter}"'
            faults.append(fault("unknown_reading", (id_,), zh, en, f"已声明的读法：{known}", f"declared: {known}"))
        elif reading.not_computable is not None:
            why = reading.not_computable
            zh, en = f"读法 {id_} 的另一选项不可计算", f"the other alternative of reading {id_} is not computable"
            faults.append(fault("unknown_reading", (id_,), zh, en, why.zh, why.get("en")))
        else:
            yield id_, str(letter)


# ---- facts -------------------------------------------------------------------------------------------------------


def _facts(program: Program, given: Mapping[str, object], faults: list[Fault]) -> Iterator[tuple[str, Value]]:
    """The facts of the person, then for each list its length and the fields of its records."""
    order = list(program.facts)
    found: dict[str, Value] = {}
    for fact, raw in _known(program, given, faults, ""):
        if fact.type.kind == "records":
            found |= _records(program, fact, raw, faults)
        else:
            value = read_value(fact, raw, faults)
            if value is not None:
                found[fact.name] = value
    faults.sort(key=lambda f: order.index(stem(f.facts[0])) if f.facts and stem(f.facts[0]) in program.facts else -1)
    yield from found.items()


def _known(
    program: Program, given: Mapping[str, object], faults: list[Fault], each: str
) -> Iterator[tuple[Fact, object]]:
    """The facts that are given and not null, of the person or of one record; a name that is none is a fault."""
    seen: set[str] = set()
    repeated = set(getattr(given, "repeated", ()))
    fields = [name for name, fact in program.facts.items() if fact.each == each]
    for raw_name, raw in given.items():
        name = program.names.get(raw_name, raw_name)
        if name not in fields:
            hints = suggest(raw_name, [x for x, known in program.names.items() if known in fields])
            zh, en = f"没有叫 “{raw_name}” 的事实", f'no fact is called "{raw_name}"'
            if name in program.facts:
                zh, en = f"“{raw_name}” 不属于这里", f'"{raw_name}" does not belong here'
                hints = _belongs(program.facts[name])
            faults.append(fault("unknown_fact", (raw_name,), zh, en, *hints))
            continue
        if name in seen or raw_name in repeated:
            zh, en = f"事实 “{name}” 给了两次", f'the fact "{name}" is given twice'
            faults.append(fault("duplicate_fact", (name,), zh, en, "只用一个名字给一次", "give it once, by one name"))
        seen.add(name)
        if raw is not None:
            yield program.facts[name], raw


def _belongs(fact: Fact) -> tuple[str, str]:
    if not fact.each:
        return "它是本人的事实，不是一条记录的", "it is a fact of the person, not of a record"
    return f"它是 “{fact.each}” 里每一条记录的", f'it belongs to each record of "{fact.each}"'


def _records(program: Program, fact: Fact, raw: object, faults: list[Fault]) -> dict[str, Value]:
    """A list is its length; its records' fields are facts called `household[2].member_age`."""
    if not isinstance(raw, list | tuple) or not all(isinstance(record, Mapping) for record in raw):
        faults.append(bad("wrong_type", fact, raw))
        return {}
    most = (fact.limits or LIMITS["records"])[1]
    if len(raw) > most:
        zh, en = f"{fact.name}：有 {len(raw)} 条记录", f"{fact.name}: there are {len(raw)} records"
        faults.append(fault("out_of_range", (fact.name,), zh, en, f"最多 {most} 条", f"at most {most}"))
        return {}
    found: dict[str, Value] = {fact.name: len(raw)}
    for number, record in enumerate(raw, start=1):
        for one, value in _known(program, record, faults, fact.name):
            named = replace(one, name=f"{fact.name}[{number}].{one.name}")
            known = read_value(named, value, faults)
            if known is not None:
                found[named.name] = known
    return found


def constraint_values(program: Program, environment: Environment) -> list[tuple[Constraint, str, Outcome]]:
    """Every constraint of the facts under what is known, those of a record's fields for each record: the constraint,
    the record ('' for the person) and its value."""
    found: list[tuple[Constraint, str, Outcome]] = []
    for fact in program.facts.values():
        for constraint in fact.constraints:
            if not fact.each:
                found.append((constraint, "", run(constraint.condition, environment)))
                continue
            for i, there, record in environment.records(fact.each):
                value = junction("or", [negation(there), run(constraint.condition, record)])
                found.append((constraint, f"{fact.each}[{i}]", value))
    return found + _published(program, environment)


def ties(values: Sequence[tuple[Constraint, str, Outcome]]) -> tuple[Residual, ...]:
    """Those that turn on missing facts."""
    return tuple(value for _, _, value in values if isinstance(value, Residual))


def allowed(values: Sequence[tuple[Constraint, str, Outcome]]) -> bool:
    """Is none of them certainly broken?"""
    return all(value is not False for _, _, value in values)


def _published(program: Program, environment: Environment) -> list[tuple[Constraint, str, Outcome]]:
    """A value that is supplied for a parameter agrees with the one that is published for the day."""
    found: list[tuple[Constraint, str, Outcome]] = []
    for fact in program.facts.values():
        if fact.name not in environment.facts:
            continue
        row = next((row for row in fact.rows if environment.as_of in row.window), None)
        if row is not None:
            condition = Const(row.value, fact.type, row.place)
            constraint = Constraint(condition, "inconsistent_facts", (fact.name,))
            found.append((constraint, "", environment.facts[fact.name] == row.value))
    return found


def _violations(
    program: Program, facts: Mapping[str, Value], as_of: int | None, readings: Mapping[str, str]
) -> Iterator[Fault]:
    if as_of is None:
        return
    program = program.at(as_of)
    for constraint, record, value in constraint_values(program, Environment(program, facts, as_of, readings)):
        if value is not False:
            continue
        paths = tuple(f"{record}.{name}" if program.facts[name].each else name for name in constraint.facts)
        names, said = "、".join(paths), constraint.condition.place.text
        yield fault(
            constraint.kind,
            paths,
            f"{names} 不符合要求：{said}",
            f"{names}: this must hold: {said}",
            "改正其中一项；不知道的就不填",
            "correct one of them; leave out what you do not know",
        )
