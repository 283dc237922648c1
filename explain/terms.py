"""A step in words: the condition, your value, the value required, and the formula of a number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from compiler import calendar
from compiler.composites import Maker, birthday
from compiler.expressions import Apply, Const, Expr
from compiler.partial import run
from compiler.steps import Step
from compiler.values import PERIOD
from explain import words
from explain.formulas import Formulas
from explain.records import definition_of
from explain.terms_base import ARITHMETIC, NAMED, QUANTIFIERS, UNKNOWN, constant, denied

AGED = ("reached", "younger", "aged")
WITHIN = ("within", "within_rolled")
_CHOSEN = {"in": False, "member": False, "not_member": True}
"""Whether a choice must not be among those listed."""
CHAIN = 3
"""More things than this are not named in a row."""
_VALUED = (*NAMED, "value_on", *QUANTIFIERS)

__all__ = ["AGED", "ARITHMETIC", "UNKNOWN", "WITHIN", "Terms"]


@dataclass(frozen=True)
class Terms(Formulas):
    """Words for the steps of one evaluation."""

    def label(self, step: Step, lang: str, negated: bool = False) -> str:
        """The condition, as a whole phrase."""
        if step.op in NAMED or step.op == "value_on":
            return self._name_label(step, lang, negated)
        if step.op in QUANTIFIERS:
            text = self.quantified(step, lang, negated)
            return words.capital(text) if lang == "en" else text
        if step.op in ("const", "as_of"):
            return self.term(step, lang, False)
        if step.op in ARITHMETIC:
            return self.formula(step, lang)
        if step.op in ("and", "or", "none_of", "choose", "with_exceptions"):
            return words.phrase(step.op, "", lang, negated)
        if step.op in AGED:
            return self._aged(step, lang, negated, False)
        subject, predicate = self.term(step.parts[0], lang, False), self._predicate(step, lang, negated, False)
        return f"{subject}{predicate}" if lang == "zh" else f"{words.capital(subject)}: {predicate}"

    def _name_label(self, step: Step, lang: str, negated: bool) -> str:
        if step.op == "rule" and definition_of(self.judge.program, step.name).excepts:
            return exception_label(self.name(step.name, lang), lang, negated)
        name = self._named(step, lang, False)
        return denied(name, lang) if negated else name

    def needed(self, step: Step, lang: str, negated: bool = False) -> str:
        """The value required."""
        if step.op in NAMED or step.op == "value_on":
            return words.YES_NO[not negated].get(lang)
        if step.op in ("const", "choose", "with_exceptions", *QUANTIFIERS) or step.op in ARITHMETIC:
            return ""
        if step.op in AGED:
            return self._aged(step, lang, negated, True)
        text = self._predicate(step, lang, negated, True)
        text = text.removeprefix("是") if step.op in ("eq", "ne", "in", "member", "not_member") else text
        return text + self._last_day(step, lang) if step.op in WITHIN else text

    def yours(self, step: Step, lang: str) -> str:
        """Your value: that of the condition's subject."""
        if step.op in _VALUED or step.expr.type.kind != "bool":
            return self.shown(step, lang, self.choices(step))
        if not step.parts:
            return ""
        subject = step.parts[0]
        if step.op in AGED:
            return self._age(subject, step.parts[-1], lang)
        if subject.op == "as_of":
            return words.date(self.judge.environment.as_of, lang)
        return self.shown(subject, lang) if subject.op in _VALUED else self.whole(subject, lang, True)

    def clause(self, step: Step, negated: bool) -> str:
        if step.op in AGED:
            return f"the age is {self._aged(step, 'en', negated, True)}"
        if step.op == "const" or step.op in QUANTIFIERS or not step.parts:
            return self.quantified(step, "en", negated) if step.op in QUANTIFIERS else self.term(step, "en", False)
        subject = self.term(step.parts[0], "en", False, quoted=True)
        return f"{subject} is {self._predicate(step, 'en', negated, False)}"

    def _predicate(self, step: Step, lang: str, negated: bool, valued: bool) -> str:
        subject, choices = step.parts[0], self.choices(step.parts[0])
        shown = self.bound if valued else partial(self.whole, valued=False)
        terms = [shown(part, lang, choices=choices) for part in step.parts]
        joined = words.listed(terms[1:], lang, "or")
        if step.op in _CHOSEN and len(terms) - 1 > CHAIN:
            return _one_of(step.op, terms[1:], lang, negated, valued)
        return words.phrase(step.op, subject.expr.type.kind, lang, negated).format(*terms, list=joined)

    # ---- days ----

    def last_day(self, step: Step) -> int | None:
        """The last day of a period, where it can be computed."""
        end = _end(step)
        return self._day(end) if end is not None else None

    def rolled_from(self, step: Step) -> int | None:
        """The last day of a period before it is moved to a working day."""
        end = _end(step)
        rolled = end.args[1] if isinstance(end, Apply) and end.op == "choose" else None
        return self._day(rolled.args[0]) if isinstance(rolled, Apply) else None

    def _day(self, expr: Expr) -> int | None:
        day = self.judge.settle(run(expr, self.environment))
        return day if isinstance(day, int) else None

    def _last_day(self, step: Step, lang: str) -> str:
        day = self.last_day(step)
        if day is None:
            return ""
        shown = words.date(day, lang)
        return f"，到{shown}为止（含）" if lang == "zh" else f", up to {shown} (included)"

    # ---- age ----

    def _aged(self, step: Step, lang: str, negated: bool, valued: bool) -> str:
        ages = [words.age(int(constant(part)[0]), lang) for part in step.parts[1:-1]]  # type: ignore[index]
        text = words.phrase(step.op, "date", lang, negated).format("", *ages)
        at = step.parts[-1]
        if at.op != "as_of":
            day = self.term(at, lang, False, quoted=True)
            text += "" if valued else f"（{day}那天）" if lang == "zh" else f" on {day}"
        if valued:
            return text
        return f"年龄{text}" if lang == "zh" else f"Age: {text}"

    def _age(self, birth: Step, at: Step, lang: str) -> str:
        born, day = self.known(birth), self.known(at)
        if not isinstance(born, int):
            return self.shown(birth, lang)
        text = f"{words.date(born, lang)}生" if lang == "zh" else f"born {words.date(born, lang)}"
        years = self.years(birth, day) if isinstance(day, int) else None
        if years is None or not isinstance(day, int):
            return text
        if lang == "zh":
            return f"{text}，到{words.date(day, lang)}{words.age(years, lang)}"
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


def _one_of(op: str, choices: Sequence[str], lang: str, negated: bool, listed: bool) -> str:
    """One of many choices: where there is room for it, with a list of them."""
    out = _CHOSEN[op] is not negated
    if lang == "zh":
        said = f"{'不' if out else ''}是所列{len(choices)}项之一"
        return f"{said}：{'；'.join(choices)}" if listed else said
    said = f"{'none' if out else 'one'} of the {len(choices)} listed"
    return f"{said}: {'; '.join(choices)}" if listed else said


def _end(step: Step) -> Expr | None:
    """The last day that `within` is made of (compiler/composites.py)."""
    meaning = step.expr.meaning if isinstance(step.expr, Apply) else None
    until = meaning.args[1] if isinstance(meaning, Apply) else None
    return until.args[1] if isinstance(until, Apply) else None


def exception_label(name: str, lang: str, negated: bool = False) -> str:
    """That an exception applies, or does not."""
    if lang == "zh":
        return f"例外“{name}”{'不' if negated else ''}成立"
    return f"the exception “{name}” {'does not apply' if negated else 'applies'}"
