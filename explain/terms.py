"""A step in words: the condition, your value, the value required, and the formula of a number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from compiler import calendar
from compiler.expressions import Apply, Const
from compiler.operators import Maker, birthday
from compiler.partial import run
from compiler.program import Fact, Text
from compiler.steps import Step
from compiler.values import PERIOD, Value
from explain import words
from explain.judge import Judge

AGED = ("reached", "younger", "aged")
ARITHMETIC = (
    *("add", "sub", "mul", "div", "neg", "max", "min", "add_period", "sub_period"),
    *("round_half_up", "round_down", "round_up"),
)
_LOOSE = ("add", "sub", "add_period", "sub_period")

ASKED_ABOUT = Text("您问的那一天", "the day asked about")
UNKNOWN = {
    "asked": Text("还没有填", "not answered yet"),
    "judged": Text("还没有认定", "not decided yet"),
    "published": Text("公布的数额还没有录入", "published figure not entered yet"),
}
"""Three unknowns that never look alike."""


def unknown_kind(fact: Fact) -> str:
    """asked: it is the person's to answer; judged: somebody decides it; published: the authorities publish it."""
    if fact.change == "parameter":
        return "published"
    return "judged" if fact.source == "authority_judgement" else "asked"


@dataclass(frozen=True)
class Terms:
    """Words for the steps of one evaluation."""

    judge: Judge

    # ---- names and values ----

    def name(self, name: str, lang: str) -> str:
        program = self.judge.program
        named = program.facts.get(name) or program.definitions[name]
        return named.label.get(lang)

    def choices(self, step: Step) -> Mapping[str, str]:
        program = self.judge.program
        named = program.facts.get(step.name) or program.definitions.get(step.name)
        if named is not None or not step.expr.type.choices:
            return named.choices if named else {}
        tables = (*(d.choices for d in program.definitions.values()), *(f.choices for f in program.facts.values()))
        return next((table for table in tables if tuple(table) == step.expr.type.choices), {})

    def known(self, step: Step) -> Value | None:
        return self.judge.settle(step.outcome)

    def missing_word(self, step: Step, lang: str) -> str:
        fact = self.judge.program.facts.get(step.name)
        if fact is not None:
            return UNKNOWN[unknown_kind(fact)].get(lang)
        return words.STATES["open"][1].get(lang)

    def shown(self, step: Step, lang: str, choices: Mapping[str, str] | None = None) -> str:
        """A step's value, or why it is not known."""
        found = self.known(step)
        if found is None:
            return self.missing_word(step, lang)
        return words.value(found, step.expr.type, lang, choices or self.choices(step))

    # ---- terms ----

    def term(
        self, step: Step, lang: str, valued: bool, choices: Mapping[str, str] | None = None, quoted: bool = False
    ) -> str:
        """A term by its name, or (valued) by its name and value."""
        if step.op == "const":
            return words.value(_constant(step), step.expr.type, lang, choices or self.choices(step))
        if step.op == "as_of":
            return words.date(self.judge.environment.as_of, lang) if valued else ASKED_ABOUT.get(lang)
        if step.op in ("fact", "rule"):
            name = self.name(step.name, lang)
            name = f"“{name}”" if quoted and lang == "en" else name
            return f"{name}{_bracket(self.shown(step, lang), lang)}" if valued else name
        return self.formula(step, lang, valued)

    def formula(self, step: Step, lang: str, valued: bool = False) -> str:
        """A number's formula; other operators in their own words."""
        if step.op not in ARITHMETIC:
            return self.label(step, lang) if step.expr.type.kind == "bool" else words.phrase(step.op, "", lang)
        parts = [self._inner(step, part, lang, valued) for part in step.parts]
        return self._filled(step, lang, parts)

    def numbers(self, step: Step, lang: str) -> str:
        """The formula of one operation with the numbers themselves."""
        parts = [
            words.value(_constant(part), part.expr.type, lang) if part.op == "const" else self.shown(part, lang)
            for part in step.parts
        ]
        return self._filled(step, lang, parts)

    def _filled(self, step: Step, lang: str, parts: list[str]) -> str:
        unit = ""
        if step.op.startswith("round"):
            unit = words.unit(int(_constant(step.parts[1])), step.expr.type.kind, lang)  # type: ignore[arg-type]
        joined = words.listed(parts, lang, "and")
        return words.phrase(step.op, step.parts[0].expr.type.kind, lang).format(*parts, all=joined, unit=unit)

    def _inner(self, step: Step, part: Step, lang: str, valued: bool) -> str:
        text = self.term(part, lang, valued)
        tight = step.op not in ("add", "add_period") and not step.op.startswith(("round", "m"))
        if (part.op in _LOOSE and (tight or step.op == "mul")) or (step.op == "div" and part.op in ("mul", "div")):
            return f"（{text}）" if lang == "zh" else f"({text})"
        return text

    # ---- conditions ----

    def label(self, step: Step, lang: str, negated: bool = False) -> str:
        """The condition, as a whole phrase."""
        if step.op in ("fact", "rule"):
            return _denied(self.name(step.name, lang), lang) if negated else self.name(step.name, lang)
        if step.op == "const":
            return self.term(step, lang, False)
        if step.op in ARITHMETIC:
            return self.formula(step, lang)
        if step.op in AGED:
            return self._aged(step, lang, negated, False)
        subject, predicate = self.term(step.parts[0], lang, False), self._predicate(step, lang, negated, False)
        return f"{subject}{predicate}" if lang == "zh" else f"{_capital(subject)}: {predicate}"

    def needed(self, step: Step, lang: str, negated: bool = False) -> str:
        """The value required."""
        if step.op in ("fact", "rule"):
            return words.YES_NO[not negated].get(lang)
        if step.op in ("const", "choose") or step.op in ARITHMETIC:
            return ""
        if step.op in AGED:
            return self._aged(step, lang, negated, True)
        text = self._predicate(step, lang, negated, True)
        text = text.removeprefix("是") if step.op in ("eq", "ne", "in", "member", "not_member") else text
        return text + self._last_day(step, lang) if step.op == "within" else text

    def yours(self, step: Step, lang: str) -> str:
        """Your value: that of the condition's subject."""
        if step.op in ("fact", "rule") or step.expr.type.kind != "bool":
            return self.shown(step, lang, self.choices(step))
        if not step.parts:
            return ""
        subject = step.parts[0]
        if step.op in AGED:
            return self._age(subject, step.parts[-1], lang)
        if subject.op == "as_of":
            return words.date(self.judge.environment.as_of, lang)
        return self.shown(subject, lang) if subject.op in ("fact", "rule") else self.term(subject, lang, True)

    def _predicate(self, step: Step, lang: str, negated: bool, valued: bool) -> str:
        subject, choices = step.parts[0], self.choices(step.parts[0])
        terms = [self.term(part, lang, valued, choices, quoted=True) for part in step.parts]
        joined = words.listed(terms[1:], lang, "or")
        return words.phrase(step.op, subject.expr.type.kind, lang, negated).format(*terms, list=joined)

    def _last_day(self, step: Step, lang: str) -> str:
        """The last day of a period, where it can be computed."""
        meaning = step.expr.meaning if isinstance(step.expr, Apply) else None
        if not isinstance(meaning, Apply) or not isinstance(meaning.args[1], Apply):
            return ""
        day = self.judge.settle(run(meaning.args[1].args[1], self.judge.environment))
        if not isinstance(day, int):
            return ""
        return (
            f"，到{words.date(day, lang)}为止（含）" if lang == "zh" else f", up to {words.date(day, lang)} (included)"
        )

    # ---- age ----

    def _aged(self, step: Step, lang: str, negated: bool, valued: bool) -> str:
        ages = [words.age(int(_constant(part)[0]), lang) for part in step.parts[1:-1]]  # type: ignore[index]
        text = words.phrase(step.op, "date", lang, negated).format("", *ages)
        at = step.parts[-1]
        if at.op != "as_of":
            day = self.term(at, lang, valued, quoted=True)
            text += f"，看{day}" if lang == "zh" else f", on: {day}"
        if valued:
            return text
        return f"年龄{text}" if lang == "zh" else f"Age: {text}"

    def _age(self, birth: Step, at: Step, lang: str) -> str:
        born, day = self.known(birth), self.known(at)
        if not isinstance(born, int):
            return self.shown(birth, lang)
        text = f"{words.date(born, lang)}出生" if lang == "zh" else f"born {words.date(born, lang)}"
        years = self.years(birth, day) if isinstance(day, int) else None
        if years is None or not isinstance(day, int):
            return text
        if lang == "zh":
            return f"{text}，到{words.date(day, lang)}是{words.age(years, lang)}"
        return f"{text}, {words.age(years, lang)} on {words.date(day, lang)}"

    def years(self, birth: Step, day: int) -> int | None:
        """Completed years of age on a day, as the readings in force count them; None before birth."""
        program, environment = self.judge.program, self.judge.environment
        born = self.known(birth)
        assert isinstance(born, int)
        options = {
            r.calendar[0]: (r.id, dict(r.calendar[1]))
            for r in program.readings.values()
            if r.calendar and not r.not_computable
        }
        make = Maker(birth.place, options)
        bare = Const(born, birth.expr.type, birth.place)
        guess = calendar.civil(day)[0] - calendar.civil(born)[0]
        for years in (guess, guess - 1):
            reached = run(birthday(make, bare, Const((years, 0, 0), PERIOD, birth.place)), environment)
            if years >= 0 and isinstance(reached, int) and reached <= day:
                return years
        return None


def _constant(step: Step) -> Value | tuple[int, ...]:
    assert isinstance(step.expr, Const)
    return step.expr.value


def _bracket(text: str, lang: str) -> str:
    return f"（{text}）" if lang == "zh" else f" ({text})"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _denied(name: str, lang: str) -> str:
    return f"“{name}”为“否”" if lang == "zh" else f"“{name}”: no"
