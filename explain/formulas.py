"""A step as a term, a formula, or a condition within a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from compiler.expressions import Expr, Quantified
from compiler.steps import Step, trace
from compiler.values import NA
from explain import words
from explain.records import classifier
from explain.terms_base import ARITHMETIC, ASKED_ABOUT, NAMED, QUANTIFIERS, ROUNDINGS, Names, bracket, constant

_LOOSE = ("add", "sub", "add_period", "sub_period", "add_working_days", "sub_working_days")
_SENTENCES = ("tiered", "next_working_day", *ROUNDINGS)
"""What ends in a clause of its own; within another formula it needs brackets."""
_LINKING = ("add", "add_period", "add_working_days", "next_working_day", "max", "min", *ROUNDINGS)
"""What needs no brackets around a sum in it."""
_WHOLE = ("tiered", *ROUNDINGS)
_JOINTS = {"and": (" and ", "并且"), "or": (" or ", "或者")}


@dataclass(frozen=True)
class Formulas(Names):
    """Words for what computes a value."""

    def term(
        self, step: Step, lang: str, valued: bool, choices: Mapping[str, str] | None = None, quoted: bool = False
    ) -> str:
        """A term by its name, or (valued) by its name and value."""
        if step.op == "const":
            return words.value(constant(step), step.expr.type, lang, choices or self.choices(step))
        if step.op == "as_of":
            return words.date(self.judge.environment.as_of, lang) if valued else ASKED_ABOUT.get(lang)
        if step.op not in (*NAMED, "value_on", *QUANTIFIERS):
            return self.formula(step, lang, valued)
        if not valued:
            return self._named(step, lang, quoted and lang == "en")
        plain = step.parts[1] if step.op == "value_on" else step
        return self._named(plain, lang, quoted and lang == "en") + bracket(self.shown(step, lang), lang)

    def whole(self, step: Step, lang: str, valued: bool, choices: Mapping[str, str] | None = None) -> str:
        """A term as one side of a comparison: of a formula with values, what it comes to as well."""
        text = self.term(step, lang, valued, choices, quoted=True)
        if not valued or step.op not in ARITHMETIC or self.known(step) is None:
            return text
        return f"{text} = {self.shown(step, lang)}"

    def bound(self, step: Step, lang: str, choices: Mapping[str, str] | None = None) -> str:
        """A term as what a value is held against: what it comes to, or its name where that is not known."""
        if step.op in ("const", "as_of") or self.known(step) in (None, NA):
            return self.term(step, lang, step.op == "as_of", choices, quoted=True)
        return self.shown(step, lang, choices)

    def _named(self, step: Step, lang: str, quoted: bool) -> str:
        if step.op in QUANTIFIERS:
            return self.quantified(step, lang)
        name = self.name(step.name or step.parts[1].name, lang)
        name = f"“{name}”" if quoted else name
        if step.op != "value_on" or step.parts[0].op == "as_of":
            return name
        day = self.term(step.parts[0], lang, False)
        return words.phrase("value_on", "date", lang).format(day, name)

    def formula(self, step: Step, lang: str, valued: bool = False) -> str:
        """A number's formula; other operators in their own words."""
        if step.op not in ARITHMETIC:
            return self.label(step, lang) if step.expr.type.kind == "bool" else words.phrase(step.op, "", lang)
        return self._filled(step, lang, [self._inner(step, part, lang, valued) for part in step.parts])

    def numbers(self, step: Step, lang: str) -> str:
        """The formula of one operation with the numbers themselves."""
        parts = [
            words.value(constant(part), part.expr.type, lang) if part.op == "const" else self.shown(part, lang)
            for part in step.parts
        ]
        return self._filled(step, lang, parts)

    def _filled(self, step: Step, lang: str, parts: list[str]) -> str:
        kind, unit, second = step.parts[0].expr.type.kind, "", step.parts[1] if len(step.parts) > 1 else None
        if step.op in ROUNDINGS:
            unit, multiple = words.unit(constant(step.parts[1]), step.expr.type.kind, lang)  # type: ignore[arg-type]
            kind = "step" if multiple else kind
        elif step.op in ("add", "sub") and kind == "month" and second is not None and second.expr.type.kind != "month":
            kind = ""
            if second.op == "const":
                parts = [parts[0], words.months(int(constant(second)), lang)]  # type: ignore[arg-type]
        tiers = _tiers(parts, lang) if step.op == "tiered" else ""
        joined = words.listed(parts, lang, "and")
        return words.phrase(step.op, kind, lang).format(*parts, all=joined, unit=unit, tiers=tiers)

    def _inner(self, step: Step, part: Step, lang: str, valued: bool) -> str:
        text = self.term(part, lang, valued)
        loose = part.op in _LOOSE and step.op not in _LINKING
        divided = step.op == "div" and part.op in ("mul", "div")
        whole = part.op in _SENTENCES and step.op not in _WHOLE
        if loose or divided or whole:
            return f"（{text}）" if lang == "zh" else f"({text})"
        return text

    def label(self, step: Step, lang: str, negated: bool = False) -> str:
        """The condition, as a whole phrase."""
        raise NotImplementedError

    # ---- lists of records ----

    def quantified(self, step: Step, lang: str, negated: bool = False) -> str:
        """What is said of a list. Its conditions are worded for any one of its records."""
        expr, program = step.expr, self.judge.program
        assert isinstance(expr, Quantified)
        label = program.facts[expr.records].label
        one = self.within(expr.records, 1)
        tests, value = _tests(expr)
        where = [one.inline(trace(x, one.environment), lang, joint="and") for x in tests]
        has = one.value_phrase(value, lang) if value is not None else ""
        kind = value.type.kind if value is not None else ""
        row = words.quantity(step.op, kind)
        phrase = (row.where if where else row.plain).get(lang, negated)
        joined = _JOINTS["and"][lang == "zh"].join(where)
        return phrase.format(label.get(lang), joined, has, n=classifier(label.zh))

    def value_phrase(self, expr: Expr, lang: str) -> str:
        """What each record of a list has, or whether it has it."""
        step = trace(expr, self.environment)
        if expr.type.kind == "bool":
            return self.inline(step, lang)
        return self.term(step, lang, False, quoted=True)

    def inline(self, step: Step, lang: str, negated: bool = False, joint: str = "") -> str:
        """A condition within a sentence. `joint`: what it is joined with to others."""
        if step.op == "not":
            return self.inline(step.parts[0], lang, not negated, joint)
        if step.op in ("and", "or", "none_of"):
            return self._joined(step, lang, negated, joint)
        if lang == "zh":
            return self.label(step, lang, negated)
        if step.op in NAMED or (step.op == "value_on" and step.expr.type.kind == "bool"):
            return f"“{self._named(step, lang, False)}” is {words.YES_NO[not negated].get(lang)}"
        return self.clause(step, negated)

    def _joined(self, step: Step, lang: str, negated: bool, joint: str) -> str:
        own = "or" if (step.op == "or") is not negated and step.op != "none_of" else "and"
        if step.op == "none_of":
            own = "or" if negated else "and"
        denied_ = negated is not (step.op == "none_of")
        text = _JOINTS[own][lang == "zh"].join(self.inline(part, lang, denied_, own) for part in step.parts)
        if joint in ("", own):
            return text
        return f"（{text}）" if lang == "zh" else f"({text})"

    def clause(self, step: Step, negated: bool) -> str:
        """In English: a condition with its verb."""
        raise NotImplementedError


def _tests(expr: Quantified) -> tuple[list[Expr], Expr | None]:
    """The conditions under which a record counts, and what it has then."""
    tests = [expr.condition] if expr.condition is not None else []
    if expr.op == "count" and expr.value is not None:
        return [*tests, expr.value], None
    return tests, expr.value


def _tiers(parts: list[str], lang: str) -> str:
    """至36,000.00元的部分3%；以上的部分20%; 3% up to 36,000.00 yuan; 20% above"""
    bounds, rates = parts[1:-1:2], [*parts[2:-1:2], parts[-1]]
    if lang == "zh":
        shown = [f"至{bound}的部分{rate}" for bound, rate in zip(bounds, rates, strict=False)]
        return "；".join([*shown, f"以上的部分{rates[-1]}" if bounds else rates[-1]])
    shown = [f"{rate} up to {bound}" for bound, rate in zip(bounds, rates, strict=False)]
    return "; ".join([*shown, f"{rates[-1]} above" if bounds else rates[-1]])
