"""The examples in rule files: lowering them, and running them."""

from __future__ import annotations

from collections.abc import Iterator

from compiler.advice import EACH_RECORD, NO_RECORDS
from compiler.declared import Declared, Named
from compiler.evaluate import Answers, evaluate
from compiler.lower import Lowering
from compiler.program import Example, Expected, Program
from compiler.request import KINDS, Refused
from compiler.unknowns import stem
from compiler.values import NA, Type, Value, to_json
from compiler.workdays import Holidays
from dsl import nodes as n
from dsl.diagnostics import Diagnostic


def lower_example(lowering: Lowering, declared: Declared) -> Example:
    """Facts become what a request would say (dates ISO, money as text); expectations become values."""
    day = declared.one(n.OnDay)
    as_of = ""
    if day is None:
        lowering.sight.report("E502", declared.place(), example=declared.name)
    else:
        year, month, of_month = day.date.value  # type: ignore[misc]
        as_of = f"{year:04d}-{month:02d}-{of_month:02d}"
    return Example(
        declared.name,
        declared.label(),
        as_of,
        dict(_facts(lowering, declared)),
        {s.under.reading: s.under.alternative for s in declared.lines(n.Switched)},
        tuple(e for line in declared.lines(n.Expect) if (e := _expected(lowering, declared, line))),
        declared.part,
        declared.place(),
    )


def _facts(lowering: Lowering, declared: Declared) -> Iterator[tuple[str, object]]:
    sight = lowering.sight
    for line in declared.node.lines:
        if isinstance(line, n.GivenFact):
            yield from _given(lowering, declared, line.name, line.value)
        elif isinstance(line, n.Records):
            named = sight.resolve(line.name, declared)
            if named is not None and named.type.kind != "records":
                sight.report("E313", declared.place(line.name.span), got=line.name.text, **NO_RECORDS)
            elif named is not None:
                yield named.name, [_record(lowering, declared, named, record) for record in line.records]
        elif isinstance(line, n.AllAre):
            for word in line.names:
                named = sight.resolve(word, declared)
                if named is not None:
                    yield named.name, line.value.value


def _given(lowering: Lowering, declared: Declared, word: n.Word, node: n.Expr) -> Iterator[tuple[str, object]]:
    named = lowering.sight.resolve(word, declared)
    if named is not None:
        value = lowering.constant(node, named.type)
        if value is not None and not isinstance(value.value, tuple | Holidays):
            yield named.name, to_json(value.value, named.type.kind)


def _record(
    lowering: Lowering, declared: Declared, records: Named, record: tuple[tuple[n.Word, n.Expr], ...]
) -> dict[str, object]:
    """One record of a list: only its fields may be given."""
    sight = lowering.sight
    for word, _ in record:
        named = sight.named(word.text)
        a_field = named is not None and named.is_fact and named.each == records.name
        if named is not None and not a_field and not sight.broken(named.name):
            sight.report("E325", declared.place(word.span), got=word.text, records=records.name)
    return dict(pair for word, node in record for pair in _given(lowering, declared, word, node))


def _expected(lowering: Lowering, declared: Declared, line: n.Expect) -> Expected | None:
    sight, place = lowering.sight, declared.place(line.span)
    if line.status == "refused":
        if line.name.text not in KINDS:
            known = ", ".join(KINDS)
            sight.report("E208", declared.place(line.name.span), got=line.name.text, known=known)
        names = tuple(w.text for w in line.values if isinstance(w, n.Word))
        return Expected(line.name.text, "refused", None, names, place)
    named = sight.resolve(line.name, declared)
    if named is None:
        return None
    if named.each:
        sight.report("E313", declared.place(line.name.span), got=line.name.text, **EACH_RECORD)
        return None
    if line.status == "unknown":
        resolved = [sight.resolve(w, declared) for w in line.values if isinstance(w, n.Word)]
        return Expected(named.name, "unknown", None, tuple(x.name for x in resolved if x), place)
    value = _value(lowering, line, named.type) if line.status == "value" else None
    return Expected(named.name, line.status, value, (), place)


def _value(lowering: Lowering, line: n.Expect, type_: Type) -> Value | None:
    if type_.kind == "list":
        items = [lowering.constant(v, Type("enum", type_.choices)) for v in line.values]
        return tuple(str(i.value) for i in items if i is not None)
    constant = lowering.constant(line.values[0], type_)
    return constant.value if constant is not None else None  # type: ignore[return-value]


# ---- running -----------------------------------------------------------------------------------------------------


def run_examples(program: Program) -> Iterator[tuple[Example, list[Diagnostic]]]:
    """Every example with what is wrong with it."""
    for example in program.examples:
        yield example, list(_faults(program, example))


def _faults(program: Program, example: Example) -> Iterator[Diagnostic]:
    only = list(dict.fromkeys(e.name for e in example.expected if e.status != "refused"))
    request = {"as_of": example.as_of, "facts": example.facts, "readings": example.readings, "only": only}
    refusals = [e for e in example.expected if e.status == "refused"]
    try:
        answers = evaluate(program, request)
    except Refused as refused:
        first = refused.faults[0]
        for expected in refusals:
            if expected.name != first.kind or (expected.names and set(expected.names) != set(map(stem, first.facts))):
                yield _failure(example, expected, "拒绝", "refusal", _refusal(first.kind, first.facts))
        if not refusals:
            words = {
                "example": example.name,
                "got": first.message["zh"],
                "got_en": first.message["en"],
                "kind": first.kind,
            }
            yield Diagnostic("E503", example.place, words)
        return
    for expected in example.expected:
        if expected.status == "refused":
            yield _failure(example, expected, "拒绝", "refusal", ("没有被拒绝", "not refused"))
        elif not _holds(expected, answers):
            yield _failure(example, expected, expected.name, expected.name, _got(expected, answers))


def _refusal(kind: str, facts: tuple[str, ...]) -> tuple[str, str]:
    return f"拒绝 {kind}：{'、'.join(facts)}", f"refused {kind}: {', '.join(facts)}"


def _holds(expected: Expected, answers: Answers) -> bool:
    answer = answers.conclusions[expected.name]
    if answer.status != expected.status:
        return False
    if expected.status == "unknown":
        return not expected.names or set(expected.names) == set(map(stem, answer.missing))
    if isinstance(expected.value, tuple) and isinstance(answer.value, tuple):
        return sorted(expected.value) == sorted(answer.value)
    return expected.status != "value" or expected.value == answer.value


def _got(expected: Expected, answers: Answers) -> tuple[str, str]:
    answer = answers.conclusions[expected.name]
    return _worded(answer.status, answer.value, answer.missing, answer.kind)


_STATUS = {
    "unknown": "未知",
    "not_applicable": "不适用",
    "not_in_force": "尚未施行",
    "no_longer_in_force": "已经失效",
}


def _worded(status: str, value: Value | None, missing: tuple[str, ...], kind: str) -> tuple[str, str]:
    if status == "value" and value is not None and value is not NA:
        shown = to_json(value, kind)
        words = {True: ("是", "yes"), False: ("否", "no")}
        return words[value] if isinstance(value, bool) else (str(shown), str(shown))
    zh = _STATUS.get(status, status)
    tail = f"，缺 {'、'.join(missing)}" if missing else ""
    return zh + tail, status + (f", missing {', '.join(missing)}" if missing else "")


def _failure(example: Example, expected: Expected, name: str, name_en: str, got: tuple[str, str]) -> Diagnostic:
    if expected.status == "refused":
        wanted = _refusal(expected.name, expected.names)
    else:
        kind = _kind_of(expected.value)
        wanted = _worded(expected.status, expected.value, expected.names, kind)
        if kind == "integer" and expected.status == "value":
            wanted = (expected.place.text, expected.place.text)
    words = {"example": example.name, "name": name, "name_en": name_en}
    words |= {"expected": wanted[0], "expected_en": wanted[1], "got": got[0], "got_en": got[1]}
    return Diagnostic("E501", expected.place, words)


def _kind_of(value: Value | None) -> str:
    return "bool" if isinstance(value, bool) else "integer" if isinstance(value, int) else "text"
