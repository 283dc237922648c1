"""Does what was read say the same as a step of a rule? Operators, bounds, units, negation and order are compared, and
every value that the words give is compared with the value that the step has."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from compiler.expressions import Apply, Const, Expr, Quantified
from compiler.partial import Environment, run
from compiler.steps import Step, trace
from compiler.unknowns import list_of
from compiler.values import NA, Value
from explain.checker import phrases
from explain.checker.judge import Judge
from explain.checker.reader import Reader, Said
from explain.checker.values import agrees, whole

RELATIONS = {
    **{op: op for op in ("lt", "le", "gt", "ge", "eq", "ne", "member", "not_member", "between")},
    "in": "member",
    "since": "ge",
    "until": "le",
    "within": "within",
    "within_rolled": "within_rolled",
    "reached": "age_ge",
    "younger": "age_lt",
    "aged": "age_in",
}
_PAIRS = (
    *(("lt", "ge"), ("le", "gt"), ("eq", "ne"), ("member", "not_member"), ("between", "outside")),
    *(("within", "not_within"), ("within_rolled", "not_within_rolled")),
    *(("age_lt", "age_ge"), ("age_in", "age_out"), ("true", "false"), ("counts", "counts_not")),
)
OPPOSITE = {**dict(_PAIRS), **{b: a for a, b in _PAIRS}}
_SUMS = {
    **dict.fromkeys(("add", "add_period", "add_years_rolling", "add_working_days", "count_working_days"), "add"),
    **dict.fromkeys(("sub", "sub_period", "sub_working_days"), "sub"),
}
_SAME = {**_SUMS, "roll": "next_working_day"}
_INVERSE = {"add": ("add", "sub"), "mul": ("mul", "div")}
ROUNDINGS = (
    *("round_half_up", "round_half_even", "round_half_down", "round_down", "round_up"),
    *("round_floor", "round_ceiling"),
)
Signed = list[tuple[bool, object]]


def canonical(op: str, negated: bool) -> str:
    """The comparison that a condition makes, a "not" before it counted in; '' where it is none."""
    relation = RELATIONS.get(op, "")
    return OPPOSITE[relation] if negated and relation else relation


@dataclass(frozen=True)
class Matching:
    """`environment`: of the person, or of one record of a list."""

    judge: Judge
    reader: Reader
    environment: Environment

    @property
    def lang(self) -> str:
        return self.reader.lang

    # ---- conditions ----

    def condition(self, said: Said, step: Step, negated: bool = False) -> bool:
        """Is this the condition of a step (or, `negated`, its opposite)?"""
        if step.op == "not":
            return self.condition(said, step.parts[0], not negated)
        if step.op in ("and", "or", "none_of"):
            return self._joined(said, step, negated)
        if step.op in ("some", "every"):
            return self._quantified(said, step, negated)
        if step.op in ("fact", "rule", "value_on"):
            return self._named(said, step, negated)
        relation = canonical(step.op, negated)
        if relation.startswith("age_"):
            return said.op == relation and self._ages(said.args, step)
        subject, *others = step.parts or (step,)
        if not relation or said.op not in (relation, _single(relation, len(others))) or not said.args:
            return False
        return self.term(said.args[0], subject) and self._others(said.args[1:], step)

    def required(self, said: Said, step: Step, negated: bool) -> bool:
        """Is this what a step requires of its subject?"""
        if step.op in ("fact", "rule", "value_on"):
            return said.op == "eq" and _is_bool(said.args[0], not negated)
        relation = canonical(step.op, negated)
        if relation.startswith("age_"):
            return said.op == relation and self._ages(said.args, step, True)
        named = bool(relation) and said.op == _single(relation, len(step.parts) - 1)
        return named and self._others(said.args, step, True)

    def _named(self, said: Said, step: Step, negated: bool) -> bool:
        exception = step.op == "rule" and bool(self.judge.definition(step.name).excepts)
        wanted = ("counts_not" if negated else "counts") if exception else ("false" if negated else "true")
        return said.op == wanted and self.term(said.args[0], step)

    def _joined(self, said: Said, step: Step, negated: bool) -> bool:
        denied = step.op == "none_of"
        wanted = "or" if (step.op == "or" or denied) is not (negated or denied) and not (denied and negated) else "and"
        if denied:
            wanted = "or" if negated else "and"
        parts = list(_flattened(step, step.op))
        if said.op != wanted or len(said.args) != len(parts):
            return False
        inner = negated is not denied
        return all(self.condition(a, p, inner) for a, p in zip(said.args, parts, strict=True))

    def _others(self, said: Sequence[Said], step: Step, valued: bool = False) -> bool:
        """The terms after the subject; choices in any order; a last day where one is given. valued: a term may be told
        by its value alone."""
        term = self.term_or_value if valued else self.term
        terms = [one for one in said if one.op not in ("until", "number")]
        counts = [one.read.value for one in said if one.op == "number" and one.read is not None]
        if any(count != len(step.parts) - 1 for count in counts):
            return False
        if counts and not terms:
            return not valued
        if len(terms) != len(step.parts) - 1:
            return False
        if "member" in RELATIONS.get(step.op, ""):
            left = list(step.parts[1:])
            for one in terms:
                fit = next((part for part in left if self.term(one, part)), None)
                if fit is None:
                    return False
                left.remove(fit)
            return not left
        fits = all(term(one, part) for one, part in zip(terms, step.parts[1:], strict=True))
        until = [one.args[0] for one in said if one.op == "until"]
        return fits and all(one.read is not None and one.read.value == self.last_day(step) for one in until)

    def last_day(self, step: Step) -> Value | None:
        """The last day of "within": the second bound of what it is made of."""
        meaning = step.expr.meaning if isinstance(step.expr, Apply) else None
        until = meaning.args[1] if isinstance(meaning, Apply) else None
        if not isinstance(until, Apply):
            return None
        return self.judge.value(run(until.args[1], self.environment))

    def _ages(self, said: Sequence[Said], step: Step, valued: bool = False) -> bool:
        term = self.term_or_value if valued else self.term
        ages = [one for one in said if one.op != "day"]
        days = [one.args[0] for one in said if one.op == "day"]
        _, *bounds, at = step.parts
        if len(ages) != len(bounds) or (bool(days) is (at.op == "as_of") and not (valued and not days)):
            return False
        right = all(_age(one) == _years(bound) for one, bound in zip(ages, bounds, strict=True))
        return right and all(term(day, at) for day in days)

    # ---- lists ----

    def _quantified(self, said: Said, step: Step, negated: bool) -> bool:
        expr = step.expr
        assert isinstance(expr, Quantified)
        op = {"some": "none", "every": "not_every"}[step.op] if negated else step.op
        where = [] if expr.condition is None else [expr.condition]
        assert expr.value is not None
        return said.op == op + ("_where" if where else "") and self._of_records(said, expr, [*where, expr.value])

    def _of_records(self, said: Said, expr: Quantified, conditions: Sequence[Expr]) -> bool:
        inner = Matching(self.judge, self.reader, self.environment.record(expr.records, 1))
        listed = [one for one in said.args if one.op == "list"]
        others = [one for one in said.args if one.op != "list"]
        if len(listed) != 1 or expr.records not in listed[0].names or len(others) != len(conditions):
            return False
        return all(inner.had(one, part) for one, part in zip(others, conditions, strict=True))

    def had(self, said: Said, expr: Expr) -> bool:
        """What each record has, or whether it has it."""
        step = trace(expr, self.environment)
        return self.condition(said, step) if expr.type.kind == "bool" else self.term(said, step)

    def _counted(self, said: Said, step: Step) -> bool:
        expr = step.expr
        assert isinstance(expr, Quantified)
        where = [] if expr.condition is None else [expr.condition]
        value = [] if expr.value is None else [expr.value]
        if expr.op == "count" and value:
            where, value = [*where, *value], []
        if said.op != expr.op + ("_where" if where else ""):
            return False
        if self.lang == "zh" or expr.op == "count":
            wanted: list[Expr] = [*where, *value]
        else:
            wanted = [*value, *where]
        if len(where) > 1:
            return self._joined_where(said, expr, where)
        return self._of_records(said, expr, wanted)

    def _joined_where(self, said: Said, expr: Quantified, where: Sequence[Expr]) -> bool:
        inner = Matching(self.judge, self.reader, self.environment.record(expr.records, 1))
        joined = [one for one in said.args if one.op == "and"]
        return len(joined) == 1 and all(inner.had(a, p) for a, p in zip(joined[0].args, where, strict=False))

    # ---- terms ----

    def term(self, said: Said, step: Step) -> bool:
        """Is this the term, and are the values that are given with it its own?"""
        return self._value_given(said, step) and self._term(said, step)

    def term_or_value(self, said: Said, step: Step) -> bool:
        """Is this the term, or what it comes to?"""
        value = self.judge.value(step.outcome)
        if said.op == "choice":
            return value in said.names or self.term(said, step)
        if said.op == "const" and said.read is not None and value is not None and step.op != "const":
            return agrees(said.read, value, step.expr.type.kind)
        return self.term(said, step)

    def _value_given(self, said: Said, step: Step) -> bool:
        if said.shown is None:
            return True
        base = step.parts[1] if step.op == "value_on" and said.shown in phrases.UNKNOWN[self.lang] else step
        return self.shown(said.shown, step) or (base is not step and self.shown(said.shown, base))

    def _term(self, said: Said, step: Step) -> bool:
        if step.op in ("fact", "rule"):
            return said.op == "name" and step.name in said.names
        if step.op == "value_on":
            return self._published(said, step)
        if step.op == "const":
            return self._constant(said, step)
        if step.op == "as_of":
            date = said.read is not None and agrees(said.read, self.environment.as_of, "date")
            return said.op == "today" or (said.op == "const" and date)
        if step.op in ("count", "total", "largest", "smallest"):
            return self._counted(said, step)
        if step.op in ROUNDINGS:
            return said.op == step.op and self.term(said.args[0], step.parts[0]) and _unit(said.args[1], step)
        if step.op == "tiered":
            return said.op == "tiered" and self._tiers(said, step)
        return self._operation(said, step)

    def _published(self, said: Said, step: Step) -> bool:
        day, parameter = step.parts[0], step.parts[1]
        if said.op == "value_on":
            return self.term(said.args[0], day) and parameter.name in said.args[1].names
        return said.op == "name" and parameter.name in said.names and (day.op == "as_of" or said.shown is not None)

    def _constant(self, said: Said, step: Step) -> bool:
        value, kind = _const(step), step.expr.type.kind
        if said.op == "choice" or isinstance(value, str):
            return said.op == "choice" and value in said.names
        return said.read is not None and said.op == "const" and agrees(said.read, value, kind)

    def _operation(self, said: Said, step: Step) -> bool:
        months = step.op == "sub" and step.parts[0].expr.type.kind == step.parts[1].expr.type.kind == "month"
        if months:
            first, second = (said.args[1], said.args[0]) if said.op == "months" else (said, said)
            return said.op == "months" and self.term(first, step.parts[0]) and self.term(second, step.parts[1])
        op = _SAME.get(step.op, step.op)
        family = next((f for f, ops in _INVERSE.items() if op in ops), "")
        if family:
            return self._alike(_signed_said(said, family), _signed_step(step, family))
        if said.op != op:
            return False
        if op in ("max", "min"):
            return self._permuted(said.args, step.parts)
        return len(said.args) == len(step.parts) and all(map(self.term, said.args, step.parts))

    def _permuted(self, said: Sequence[Said], parts: Sequence[Step]) -> bool:
        left = list(parts)
        for one in said:
            fit = next((part for part in left if self.term(one, part)), None)
            if fit is None:
                return False
            left.remove(fit)
        return not left

    def _alike(self, said: Sequence[tuple[bool, Said]], steps: Sequence[tuple[bool, Step]]) -> bool:
        """A sum (or product) of the same parts, each with its sign."""
        if len(said) != len(steps) or len(said) < 2:
            return False
        month = steps[0][1].expr.type.kind == "month"
        for (plus, one), (positive, step) in zip(said, steps, strict=True):
            if plus is not positive:
                return False
            if month and step.op == "const" and step.expr.type.kind == "integer":
                if one.read is None or one.read.kind != "period" or one.read.value != (0, _const(step), 0):
                    return False
            elif not self.term(one, step):
                return False
        return True

    def _tiers(self, said: Said, step: Step) -> bool:
        amount, *tiers = step.parts
        given = said.args[1].args
        return self.term(said.args[0], amount) and len(given) == len(tiers) and all(map(self.term, given, tiers))

    # ---- values ----

    def shown(self, text: str, step: Step) -> bool:
        """Is this the value of a step, or why it has none?"""
        return self.is_value(text, step, self.judge.value(step.outcome))

    def is_value(self, text: str, step: Step, value: Value | None) -> bool:
        unknown = phrases.UNKNOWN[self.lang].get(text)
        if value is None:
            return unknown is not None and unknown != "na" and self._why(unknown, step)
        if value is NA:
            return unknown == "na"
        return self.same_value(text, value, step.expr.type.kind)

    def same_value(self, text: str, value: Value, kind: str) -> bool:
        if isinstance(value, tuple):
            return self._listed(text, frozenset(map(str, value)))
        if isinstance(value, str):
            return value in self.reader.lexicon.choices.get(text, frozenset()) or (kind == "text" and text == value)
        return any(agrees(read, value, kind) for read in whole(text, self.lang))

    def _listed(self, text: str, wanted: frozenset[str]) -> bool:
        """A list of choices: each once, in any order."""
        joint = "、" if self.lang == "zh" else ", "
        ways = [(text, wanted)]
        while ways:
            rest, left = ways.pop()
            if not rest and not left:
                return True
            for label, names in self.reader.lexicon.choices.items():
                hit = names & left
                if hit and rest.startswith(label):
                    after = rest[len(label) :]
                    if not after or after.startswith(joint):
                        ways.append((after[len(joint) :], left - set(list(hit)[:1])))
        return False

    def _why(self, unknown: str, step: Step) -> bool:
        """Is this why a value is not known?"""
        if step.op == "value_on":
            if self.judge.value(step.parts[0].outcome) is None:
                return unknown == "open"
            return unknown == self.judge.unknown_kind(step.parts[1].name)
        if step.op in ("fact", "count") and step.name in self.judge.program.facts:
            return unknown == self.judge.unknown_kind(step.name)
        if step.name and list_of(step.name) in self.judge.program.facts and step.op != "record":
            return unknown == self.judge.unknown_kind(list_of(step.name))
        return unknown == "open"


def _single(relation: str, others: int) -> str:
    """A choice among one is that one."""
    return {"member": "eq", "not_member": "ne"}.get(relation, relation) if others == 1 else relation


def _is_bool(said: Said, wanted: bool) -> bool:
    return said.read is not None and said.read.kind == "bool" and said.read.value is wanted


def _const(step: Step) -> object:
    assert isinstance(step.expr, Const)
    return step.expr.value


def _years(step: Step) -> object:
    value = _const(step)
    return value[0] if isinstance(value, tuple) else value


def _age(said: Said) -> object:
    return said.read.value if said.read is not None and said.read.kind == "age" else None


def _unit(said: Said, step: Step) -> bool:
    value = _const(step.parts[1])
    money = step.expr.type.kind == "money"
    if said.read is None or not isinstance(value, int | Fraction):
        return False
    if said.read.kind.startswith("unit:"):
        return said.read.kind == ("unit:money" if money else "unit:number") and said.read.value == value
    return agrees(said.read, value, "money" if money else "number")


def _flattened(step: Step, op: str) -> Iterable[Step]:
    for part in step.parts:
        if part.op == op and op != "none_of":
            yield from _flattened(part, op)
        else:
            yield part


def _signed_said(said: Said, family: str, plus: bool = True, top: bool = True) -> list[tuple[bool, Said]]:
    first, second = _INVERSE[family]
    if said.op not in (first, second) or (said.shown is not None and not top):
        return [(plus, said)]
    left, right = said.args
    after = plus if said.op == first else not plus
    return [*_signed_said(left, family, plus, False), *_signed_said(right, family, after, False)]


def _signed_step(step: Step, family: str, plus: bool = True) -> list[tuple[bool, Step]]:
    first, second = _INVERSE[family]
    op = _SAME.get(step.op, step.op)
    dated = step.op == "sub" and step.parts[1].expr.type.kind == "month"
    if op not in (first, second) or dated:
        return [(plus, step)]
    left, right = step.parts
    return [*_signed_step(left, family, plus), *_signed_step(right, family, plus if op == first else not plus)]
