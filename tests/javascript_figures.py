"""The figures and notes of the JavaScript engine (explain/js/amounts.js, days.js), put into Python's own words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from compiler import calendar
from compiler.program import Program, Text
from compiler.steps import Step
from compiler.values import Type, Value
from explain import amounts, days, parameters, standing, trace_records, words
from explain.explanation import Explanation
from explain.proof import Amount
from explain.readings import rounding
from explain.records import definition_of, ordinal, several
from explain.terms_base import UNKNOWN
from explain.words import both
from tests.javascript_reasons import Form, Number


def run_time(value: object, kind: str) -> Value:
    """A value out of its JSON form."""
    if isinstance(value, list):
        return tuple(value)
    if not isinstance(value, str) or kind not in ("date", "month", "money", "decimal", "percent"):
        return value  # type: ignore[return-value]
    read: dict[str, Callable[[str], int | None]] = {"date": calendar.from_iso, "month": calendar.month_from_iso}
    found = read[kind](value) if kind in read else Fraction(value) * (100 if kind == "money" else 1)
    assert found is not None
    return found


def said(form: Form, lang: str) -> str:
    """What the script shows of a number or day, worded."""
    if "open" in form:
        return (UNKNOWN.get(form["open"]) or words.STATES["open"][1]).get(lang)
    if "na" in form:
        return words.DOES_NOT_APPLY.get(lang)
    value = Fraction(form["number"]) if "number" in form else run_time(form["value"], form["kind"])
    return words.value(value, Type(form["kind"]), lang)


# ---- amounts ---------------------------------------------------------------------------------------------------------


def figures(explanation: Explanation, found: Form | None, number: Number) -> Iterator[tuple[str, object, object]]:
    """Of an amount and those before it: where, what Python says, and what the script's data says."""
    amount = explanation.proof.amount
    if amount is None or found is None:
        yield "amount", amount, found
        return
    for mine, theirs in zip([*amount.before, amount], [*found["before"], found], strict=True):
        yield from _Figures(explanation, number).of(mine, theirs)


@dataclass(frozen=True)
class _Figures:
    explanation: Explanation
    number: Number

    def of(self, mine: Amount, found: Form) -> Iterator[tuple[str, object, object]]:
        step, program = self.explanation.steps[mine.step], self.explanation.program
        where = f"amount {mine.step} "
        yield where + "step", mine.step, found["step"]
        yield where + "label", mine.label, definition_of(program, found["name"]).label
        yield where + "formula", self.number(step.expr), found["n"]
        yield where + "result", mine.result, both(lambda lang: said(found["result"], lang))
        rows = [self._told(row, step, mine.step) for row in found["rows"]]
        yield where + "rows", list(mine.rows), rows
        chosen = [rounding(program.readings[id_], letter) for id_, letter in found["rounding"]]
        yield where + "rounding", [line.text for line in mine.rounding], chosen
        notes = [Notes(program).said(note, in_amount=True) for note in found["notes"]]
        yield where + "notes", [line.text for line in mine.notes], notes

    def _told(self, row: Form, whole: Step, id_: str) -> tuple[Text, Text]:
        """What was computed, and what it came to."""
        return both(lambda lang: self._row(row, whole, id_, lang)), both(lambda lang: said(row["result"], lang))

    def _row(self, row: Form, whole: Step, id_: str, lang: str) -> str:
        if row["kind"] == "tier":
            return _tier(row, lang)
        if row["kind"] == "records":
            return self._records(row, lang)
        parts = [said(part, lang) for part in row["values"]]
        if row["kind"] == "sum":
            return " + ".join(parts)
        step = next(s for s in whole.walk() if self.number(s.expr) == row["n"])
        return self.explanation.places[id_]._filled(step, lang, parts)

    def _records(self, row: Form, lang: str) -> str:
        """As amounts.py says which records count."""
        program, keys = self.explanation.program, [record[0] for record in row["records"]]
        if not keys:
            none = Text("没有计入的", "none counts") if row["all"] else trace_records.NOBODY
            return none.get(lang)
        if row["op"] == "count":
            counted = several(program, keys).get(lang)
            return f"计入{counted}" if lang == "zh" else f"counted: {counted}"
        left, right = ("（", "）") if lang == "zh" else (" (", ")")
        had = [said(shown, lang) + left + ordinal(program, key).get(lang) + right for key, shown in row["records"]]
        if row["op"] == "total" or len(had) == 1:
            return " + ".join(had)
        dated = any(shown.get("kind") in ("date", "month") for _, shown in row["records"])
        return amounts._EXTREMES[row["op"], dated].get(lang).format(("；" if lang == "zh" else "; ").join(had))


def _tier(row: Form, lang: str) -> str:
    low, bound = (said(row[key], lang) if row[key] else "" for key in ("low", "bound"))
    where = words.capital(words.tier(low, bound, lang))
    return f"{where}{'：' if lang == 'zh' else ': '}{said(row['part'], lang)} × {said(row['rate'], lang)}"


# ---- notes -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Notes:
    """Sources, versions, days, and records that did not count."""

    program: Program

    def said(self, one: Form, in_amount: bool = False) -> Text:
        match one["kind"]:
            case "row":
                fact = self.program.facts[one["name"]]
                row = fact.rows[one["row"]]
                return parameters.line(fact, row) if in_amount else parameters.cited(row)
            case "given":
                return _GIVEN
            case "version":
                return standing.version(definition_of(self.program, one["name"]))[0]
            case "gone":
                return standing.no_version(definition_of(self.program, one["name"]), one["over"])
            case "inherited":
                return _inherited([definition_of(self.program, name).label for name in one["names"]])
            case "record":
                return both(lambda lang: _counted(one, lang))
            case "left_out":
                names = several(self.program, one["records"])
                return Text(f"不计入：{names.zh}。", f"Not counted: {names.en}.")
        return trace_records.NOBODY if one["kind"] == "nobody" else self._day(one)

    def _day(self, one: Form) -> Text:
        """As days.py has it."""
        match one["kind"]:
            case "supplied":
                return days._SUPPLIED
            case "moved":
                assert self.program.holidays is not None
                return days._moved(self.program.holidays, _day(one["from"]), _day(one["to"]))[0]
            case "idle" if "count" in one:
                zh, en = (
                    f"其中有{one['count']}天是休息日，不算。",
                    "of the days in between are days off and do not count.",
                )
                return Text(zh, f"{one['count']} {en}")
            case "idle":
                return next(days._idle(_spans(one)))
        zh, en = (days._listed(_spans(one), lang) for lang in ("zh", "en"))
        return Text(f"调休上班，算工作日：{zh}。", f"At a weekend, but announced as working days: {en}.")


_GIVEN = Text("这是填入的数，不是从公布的表里取的", "this was supplied with the request, not taken from the table")


def _day(text: str) -> int:
    found = calendar.from_iso(text)
    assert found is not None
    return found


def _spans(one: Form) -> list[tuple[int, int]]:
    return [(_day(first), _day(last)) for first, last in one["spans"]]


def _inherited(labels: Sequence[Text]) -> Text:
    zh = "、".join(words.quoted(label.zh) for label in labels)
    en = ", ".join(words.quoted(label.get("en")) for label in labels)
    more = "from the exceptions" if len(labels) > 1 else "a condition of the exception"
    return Text(f"这是例外{zh}的条件", f"{more} {en}")


def _counted(one: Form, lang: str) -> str:
    if one["state"] == "open":
        return words.STATES["open"][1].get(lang)
    if one["state"] == "counts_not":
        return trace_records.COUNTS_NOT.get(lang)
    colon = "：" if lang == "zh" else ": "
    return trace_records.COUNTS.get(lang) + (colon + said(one["shown"], lang) if "shown" in one else "")
