"""Conditions: sign, word and class; what is asked, what is yours, what is required; what stands beside."""

from __future__ import annotations

from compiler.calendar import civil
from compiler.expressions import Quantified
from compiler.steps import Step
from compiler.values import NA
from explain.checker import phrases
from explain.checker.addresses import JOINING, Item
from explain.checker.claims import Condition
from explain.checker.context import Context
from explain.checker.judging import born, text_verdict, years_of
from explain.checker.matching import canonical
from explain.checker.notes import Notes

MARKS = {
    "met": ("✓", "符合", "met"),
    "unmet": ("✕", "不符合", "not met"),
    "open": ("?", "待确定", "to be settled"),
    "not_applicable": ("–", "不适用", "not applicable"),
    "value": ("=", "结果", "result"),
    "counts": ("▲", "例外成立", "exception applies"),
}
_SPOKEN = {
    "met": ("符合", "it is met"),
    "unmet": ("不符合", "it is not met"),
    "open": ("还不能确定", "it is open"),
    "not_applicable": ("不适用", "it does not apply"),
    "value": ("是一个数值", "it is a value"),
    "counts": ("例外成立", "the exception applies"),
}
AGES = ("reached", "younger", "aged")


class Conditions:
    """Checks conditions of one page. `opened`: the rules that the page tells of in full, each with its record."""

    def __init__(self, context: Context, opened: frozenset[str]) -> None:
        self.context, self.report, self.notes = context, context.report, Notes(context, opened)
        self.lang = context.lang

    def check(self, claim: Condition) -> Item | None:
        """One condition and all below it."""
        item = self.context.item(claim.step)
        if item is None:
            self.report.claim(False, claim.step, claim.words, "程序里没有这一步。", "The program has no such step.")
            return None
        self._sign(claim, item)
        self._what(claim, item)
        self._pair(claim, item)
        for aside in (*claim.asides, *claim.facts):
            self.notes.check(aside, item, claim)
        if claim.cite is not None:
            self.notes.cited(claim.cite, item, claim)
        for part in claim.parts:
            self._below(part, claim)
            self.check(part)
        return item

    def _below(self, part: Condition, claim: Condition) -> None:
        holds = part.step.startswith(claim.step + ".")
        self.report.claim(
            holds, part.step, part.words, f"它不在第{claim.step}步下面。", f"It is no part of step {claim.step}."
        )

    # ---- the sign ----

    def _sign(self, claim: Condition, item: Item) -> None:
        mark = "counts" if item.counts else item.state
        symbol, zh, en = MARKS[mark]
        if claim.kind != "verdict":
            zh_state, en_state = _SPOKEN[item.state]
            first = claim.classes[0] if claim.classes else ""
            self.report.claim(first == item.state, claim.step, claim.words, f"其实{zh_state}。", f"In fact {en_state}.")
            self.report.claim(
                claim.word == (zh if self.lang == "zh" else en),
                claim.step,
                claim.words,
                f"其实{_SPOKEN[mark][0]}。",
                f"In fact {_SPOKEN[mark][1]}.",
            )
        right = claim.symbol == symbol and claim.style == mark
        self.report.claim(right, claim.step, claim.words, f"其实{_SPOKEN[mark][0]}。", f"In fact {_SPOKEN[mark][1]}.")
        if claim.kind == "trace":
            idle = "idle" in claim.classes
            takes_part = self.context.decisive(item)
            zh, en = ("这一条影响结果", "it decides") if takes_part else ("这一条不影响结果", "it does not decide")
            self.report.claim(idle is not takes_part, claim.step, claim.words, zh + "。", en + ".")

    # ---- what is asked ----

    def _what(self, claim: Condition, item: Item) -> None:
        self.worded(claim.what, item, claim.step)
        if claim.kind == "trace" and item.kind in JOINING and not item.record:
            zh, en = (
                "没有说下面几项是都要符合，还是符合一项就够。",
                "Whether all or one of these must be met is not said.",
            )
            self.report.needs(self._is_joint(claim.what, item), claim.step, claim.what, zh, en)
        if claim.joint is not None and not self._is_joint(claim.joint, item):
            alone = item.kind == "fact" and claim.joint in phrases.UNKNOWN[self.lang]
            if not (alone and self._yours(claim.joint, item)):
                self.report.claim(False, claim.step, claim.joint, *self.rule_of(item))

    def worded(self, text: str, item: Item, step: str) -> None:
        """The name or condition of an item."""
        if not self.understood(text, item):
            self.report.unread(step, text)
            return
        self.report.claim(self.is_called(text, item), step, text, *self.rule_of(item))

    def rule_of(self, item: Item) -> tuple[str, str]:
        """What the rule says there, in its own words."""
        said = item.step.expr.place.text
        said = " ".join(said.split())
        zh, en = (
            (f"规则里写的是：{said}", f"The rule says: {said}") if said else ("规则里不是这样写的", "The rule differs")
        )
        return (
            zh + ("（要不成立）" if item.negated else "") + "。",
            en + (" (to be false)" if item.negated else "") + ".",
        )

    def understood(self, text: str, item: Item) -> bool:
        reader, unknown = self.context.reader, phrases.UNKNOWN[self.lang]
        if text in phrases.GROUPS[self.lang] or text in unknown or reader.conditions(text) or reader.terms(text):
            return True
        return self.is_called(text, item) or self.notes.about(text) is not None

    def is_called(self, text: str, item: Item) -> bool:
        """Does a text name this item: by its condition, by what it joins, by what its conditions are about?"""
        if item.record:
            record = self.context.record(item.record)
            colon = "：" if self.lang == "zh" else ": "
            if text == record:
                return item.kind in ("record", "all", "any", "not")
            if not text.startswith(record + colon):
                return False
            text = text[len(record + colon) :]
        if item.kind in JOINING:
            return self._is_joint(text, item) or self._is_about(text, item)
        return self._is_condition(text, item) or self._is_exception(text, item)

    def _is_joint(self, text: str, item: Item) -> bool:
        body = self.context.body(item)
        step = body.step
        if body.kind == "not":
            return phrases.GROUPS[self.lang].get(text) == ("not", False)
        if isinstance(step.expr, Quantified) and step.op in ("some", "every") and not body.record:
            return self._reads_as(text, body, False)
        kind = {"unless": "all"}.get(body.kind, body.kind)
        return phrases.GROUPS[self.lang].get(text) == (kind, False)

    def _reads_as(self, text: str, item: Item, negated: bool) -> bool:
        matching = self.context.matching(item)
        return any(matching.condition(said, item.step, negated) for said in self.context.reader.conditions(text))

    def _is_condition(self, text: str, item: Item) -> bool:
        matching, step = self.context.matching(item), item.step
        if step.op == "const":
            return matching.is_value(text, step, item.value)
        if step.expr.type.kind == "bool":
            return self._reads_as(text, item, item.negated)
        return any(matching.term(said, step) for said in self.context.reader.terms(text))

    def _is_exception(self, text: str, item: Item) -> bool:
        """例外“X”, without saying whether it applies."""
        if item.kind != "rule" or not self.context.judge.definition(item.name).excepts:
            return False
        label = self.context.judge.definition(item.name).label.get(self.lang)
        return text == (f"例外“{label}”" if self.lang == "zh" else f"exception “{label}”")

    def _is_about(self, text: str, item: Item) -> bool:
        """性别、出生日期的条件: a group that is named after what its conditions are about."""
        found = self.notes.about(text)
        if found is None:
            return False
        names, more, count = found
        known = self._topics(item)
        rest = len(known) - len(names)
        right = (
            all(name in known or self._is_part(name, item) for name in names)
            and (count is None or count == len(known))
            and (more is None or more == rest)
        )
        return right and (count is not None or more is not None or rest == 0)

    def _is_part(self, name: str, item: Item) -> bool:
        """Is a name the formula or condition of a part that names no fact?"""
        if item.kind in JOINING or item.record:
            return any(self._is_part(name, part) for part in self.context.parts(item))
        return self._is_condition(name, item)

    def _topics(self, item: Item) -> set[str]:
        if item.kind in ("rule", "parameter"):
            name = item.step.name or item.step.parts[1].name
            fact = self.context.program.facts.get(name)
            return {(fact or self.context.judge.definition(name)).label.get(self.lang)}
        if item.kind in ("fact", "test", "record"):
            return self._named_in(item)
        return set().union(*(self._topics(part) for part in self.context.parts(item)))

    def _named_in(self, item: Item) -> set[str]:
        """The facts that a condition names; of a list, the list."""
        found: set[str] = set()

        def visit(step: Step) -> None:
            if step.op == "fact":
                each = self.context.program.facts[step.name].each
                path = f"{item.env.bound[each]}.{step.name}" if each else step.name
                found.add(self.context.called(path))
            if isinstance(step.expr, Quantified) and step.op != "record":
                found.add(self.context.program.facts[step.expr.records].label.get(self.lang))
                return
            for part in step.parts:
                visit(part)

        visit(item.step)
        opened = any(part.kind in ("rule", "parameter") or part.record for part in self.context.parts(item))
        if item.state == "open" and not opened and hasattr(item.step.outcome, "support"):
            found |= {self.context.called(path) for path in self.context.judge.named(item.step.outcome.support)}
        return found or {" ".join(item.step.expr.place.text.split())}

    # ---- yours and required ----

    def _pair(self, claim: Condition, item: Item) -> None:
        if claim.yours is not None:
            zh, en = self._actual(item)
            self.report.claim(self._yours(claim.yours, item), claim.step, claim.words, zh, en)
        if claim.needed is not None:
            self._needed(claim, item)
        single = item.kind in ("fact", "test", "parameter")
        if single and claim.kind in ("trace", "reason") and item.state != "not_applicable" and item.step.op != "const":
            zh, en = "没有写您的情况或者要求。", "Your value, or the value required, is not there."
            there = item.role == "instead" or self._complete(claim, item)
            self.report.needs(there, claim.step, claim.words, zh, en)

    def _complete(self, claim: Condition, item: Item) -> bool:
        """Is there what a single condition shows: your value, and the required one of what can be met or not? Of what
        is open in a way its words alone tell."""
        asked = item.step.expr.type.kind == "bool"
        if claim.kind == "reason" and item.state == "open":
            return True
        return claim.yours is not None and (claim.needed is not None or not asked)

    def pair_holds(self, claim: Condition, item: Item) -> bool:
        """Are both values of a pair those of the item?"""
        if claim.yours is not None and not self._yours(claim.yours, item):
            return False
        matching = self.context.matching(item)
        found = self.context.reader.predicates(claim.needed) if claim.needed is not None else []
        return claim.needed is None or any(matching.required(said, item.step, item.negated) for said in found)

    def _yours(self, text: str, item: Item) -> bool:
        step, matching = item.step, self.context.matching(item)
        if step.expr.type.kind != "bool" or step.op in ("fact", "rule", "value_on"):
            return matching.is_value(text, step, item.value if item.kind != "record" else None)
        if not step.parts:
            return False
        subject = step.parts[0]
        if step.op in AGES:
            return self._age(text, item)
        if subject.op == "as_of":
            return matching.same_value(text, self.context.day, "date")
        if matching.shown(text, subject):
            return True
        return any(said.op != "name" and matching.term(said, subject) for said in self.context.reader.terms(text))

    def _age(self, text: str, item: Item) -> bool:
        """1960年11月16日生，到2020年11月16日60周岁"""
        birth, at = item.step.parts[0], item.step.parts[-1]
        matching, judge = self.context.matching(item), self.context.judge
        found = born(text, self.lang)
        if found is None:
            return matching.shown(text, birth)
        date, years, day = found
        actual, on = judge.value(birth.outcome), judge.value(at.outcome)
        if date != actual:
            return False
        if not isinstance(actual, int) or not isinstance(on, int):
            return years is None
        counted = years_of(self.context.judge, actual, on)
        return (years, day) == ((counted, on) if counted is not None else (None, None))

    def _actual(self, item: Item) -> tuple[str, str]:
        step = item.step
        subject = step.parts[0] if step.parts and step.expr.type.kind == "bool" and step.op != "value_on" else step
        value = self.context.judge.value(subject.outcome)
        shown = "—" if value is None else "不适用 / n.a." if value is NA else str(value)
        if subject.expr.type.kind == "date" and isinstance(value, int):
            shown = "-".join(f"{x:02d}" for x in civil(value))
        return f"其实是：{shown}。", f"In fact: {shown}."

    def _needed(self, claim: Condition, item: Item) -> None:
        assert claim.needed is not None
        found = self.context.reader.predicates(claim.needed)
        if not found:
            self.report.unread(claim.step, claim.needed)
            return
        matching = self.context.matching(item)
        fits = [said for said in found if matching.required(said, item.step, item.negated)]
        self.report.claim(bool(fits), claim.step, claim.words, *self.rule_of(item))
        if not fits or claim.yours is None or not canonical(item.step.op, item.negated):
            return
        verdict = text_verdict(fits[0], claim.yours, self.context.reader)
        if verdict is not None:
            state = "met" if verdict else "unmet"
            zh, en = "和所写的要求对不上。", "The sign does not fit the two values."
            self.report.claim(claim.style == state, claim.step, claim.words, zh, en)
