"""What kind of "no" it is, on which facts a way rests, why an answer turns on a day, and the rules as written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property

from compiler.evaluate import Answer
from compiler.expressions import AsOf, everything
from compiler.partial import Environment, run
from compiler.steps import Step
from compiler.unknowns import list_of, stem
from explain.checker.addresses import Item
from explain.checker.bars import Barred
from explain.checker.claims import Condition, Line, Page, Way
from explain.checker.context import Context
from explain.checker.matching import Matching
from explain.checker.ways import Ways

_NO = {
    "zh": (
        ("dates", r"这一条有自己的起止日期，您问的那一天不在里面。"),
        ("fixed", r"(?P<names>“.+”)(?:已经定了，以后也)?改不了。"),
        ("decision", r"(?P<names>“.+”)(?:由别人认定，您自己定不了|要由别人认定)。"),
    ),
    "en": (
        ("dates", r"This rule has dates of its own; the day asked about is not within them\."),
        ("fixed", r"(?P<names>“.+”) cannot be changed(?: any more)?\."),
        ("decision", r"(?P<names>“.+”) is decided by somebody else(?:, not by you)?\."),
    ),
}
_KINDS = {
    "条件不符合": "not_met",
    "有例外成立": "excepted",
    "只在日期上不符合": "dates",
    "由别人决定": "decision",
    "已经定了，改不了": "fixed",
    "conditions not met": "not_met",
    "an exception applies": "excepted",
    "outside its dates": "dates",
    "somebody else decides": "decision",
    "fixed for good": "fixed",
}
_CLASSES = {"fixed": ("immutable",), "decision": ("judgement", "third_party")}
_HEADED = {"zh": re.compile(r".+?：(.+)"), "en": re.compile(r".+?: (.+)")}
_BECAUSE = {"zh": re.compile(r"因为：(?P<what>.+)。"), "en": re.compile(r"because: (?P<what>.+)\.", re.IGNORECASE)}
_CAUSES = {
    "zh": (
        ("begins", r"这份文件从这一天起施行"),
        ("ends", r"这份文件从这一天起停止执行"),
        ("version", r"“(?P<x>.+)”的规定从这一天起换了文本"),
        ("day", r"结果要随日子变化"),
        ("constraint", r"所填的情况从这一天起才对得上，或者不再对得上"),
        ("fits", r"您填的情况从这一天起才对得上"),
        ("fits_not", r"您填的情况从这一天起(?:就)?(?:不再对得上|对不上|不能都成立)(?:了)?"),
        ("open", r"要看(?:没有填的|还空着的)：(?P<what>.+)"),
    ),
    "en": (
        ("begins", r"the document is in force from this day"),
        ("ends", r"the document is no longer in force from this day"),
        ("version", r"another text of the rule on “(?P<x>.+)” counts from this day"),
        ("day", r"the result changes with the day"),
        ("constraint", r"the answers given fit together only on one side of this day"),
        ("fits", r"the answers given can all be so only from this day"),
        ("fits_not", r"the answers given can(?:not| no longer)? all be so (?:any more )?from this day(?: on)?"),
        ("open", r"it depends on what (?:has not been answered|is still open): (?P<what>.+)"),
    ),
}


class Extras:
    def __init__(self, context: Context, page: Page, answer: Answer, dated: bool) -> None:
        self.context, self.page, self.answer, self.dated = context, page, answer, dated
        self.report, self.lang = context.report, context.lang

    def check(self) -> None:
        for line in self.page.lines:
            if line.kind == "no":
                self._no(line)
            elif line.kind == "no-kind":
                self._kind(line)
            elif line.kind not in ("facts", "changes", "change", "bar", "after", "then", "course", "stretch"):
                self.report.unread(line.step, line.text)
        self._kind_said()
        self._all_written()
        for place, code in self.page.written:
            definitions = self.context.program.definitions.values()
            sources = [d.place.source.text for d in definitions if place.startswith(d.place.source.name + ":")]
            right = bool(code) and any(code in " ".join(text.split()) for text in sources)
            self.report.claim(right, "", f"{place} {code[:60]}", "规则不是这样写的。", "The rule is written otherwise.")
        for way in self.page.ways if not self.dated else ():
            if way.facts:
                self._rests_on(way)

    def _all_written(self) -> None:
        """A page that says where conditions are written has every rule that it opens."""
        definitions = self.context.program.definitions
        named = [self.context.item(c.step) for c in self._claims(self.page.trace)] if self.page.written else []
        places = {place for place, _ in self.page.written}
        for item in named:
            definition = definitions.get(item.step.name) if item is not None and item.kind == "rule" else None
            if definition is not None and item is not None:
                zh, en = f"没有列出规则“{definition.label.zh}”。", f"The rule {definition.name} is not listed."
                self.report.needs(str(definition.place) in places, item.address, definition.name, zh, en)

    def _claims(self, claim: Condition | None) -> Iterator[Condition]:
        if claim is not None:
            yield claim
            for part in claim.parts:
                yield from self._claims(part)

    # ---- the kind of a no ----

    def _no(self, line: Line) -> None:
        for kind, form in _NO[self.lang]:
            match = re.fullmatch(form, line.text)
            if match is None:
                continue
            if kind == "dates":
                right = self.dated or any(map(self._by_day, self._unmet()))
            else:
                right = self._named(match["names"], kind) or (kind == "fixed" and self._bar(match["names"]))
            self.report.claim(right, line.step, line.text, "不是因为这个。", "That is not why.")
            return
        self.report.unread(line.step, line.text)

    def _kind_said(self) -> None:
        """A page that cites each condition of a way says of which kind a "no" is."""
        denied = self.answer.status == "not_applicable" or self.answer.value is False
        said = any(line.kind == "no-kind" for line in self.page.lines)
        cited = any(claim.cite is not None for way in self.page.ways for claim in way.conditions)
        zh, en = "没有写“否”的类别。", "The kind of “no” is not there."
        self.report.needs(said or not (denied and cited), "1", self.page.about, zh, en)

    def _kind(self, line: Line) -> None:
        match = _HEADED[self.lang].fullmatch(line.text)
        kind = _KINDS.get(match[1]) if match is not None else None
        if kind is None:
            self.report.unread(line.step, line.text)
            return
        unmet = list(self._unmet())
        right = {
            "dates": self.dated or any(map(self._by_day, unmet)),
            "excepted": any(item.counts for item in unmet),
            "fixed": any(self._of_class(item, "fixed") for item in unmet) or self._barred.by(self._barred.fixed()),
            "decision": any(self._of_class(item, "decision") for item in unmet),
            "not_met": self.answer.value is False or self.answer.status == "not_applicable",
        }[kind]
        self.report.claim(right, line.step, line.text, "类别不对。", "It is of another kind.")

    @cached_property
    def _barred(self) -> Barred:
        """The first way."""
        return Barred(self.context, self.context.conditions(self.page.ways[0]) if self.page.ways else [])

    def _bar(self, text: str) -> bool:
        """Are these facts that can never change, which close the first way beside what it lacks?"""
        paths = [p for p in self._barred.fixed() if f"“{self.context.called(p)}”" in text]
        return bool(paths) and self._barred.by(paths)

    def _unmet(self) -> Iterator[Item]:
        """The conditions that are not met of the first way, and all below them that decide."""
        ways = Ways(self.context, self.answer)
        first = self.page.ways[0] if self.page.ways else None
        for claim in first.conditions if first is not None and ways.lacks else ():
            item = self.context.item(claim.step)
            yield from self._inside(item) if item is not None else ()

    def _inside(self, item: Item) -> Iterator[Item]:
        yield item
        for part in self.context.parts(item):
            if self.context.decisive(part):
                yield from self._inside(part)

    def _by_day(self, item: Item) -> bool:
        facts = [step for step in item.step.walk() if step.op == "fact"]
        return not facts and any(isinstance(x, AsOf) for x in everything(item.step.expr))

    def _of_class(self, item: Item, kind: str) -> bool:
        facts = [self.context.program.facts[step.name] for step in item.step.walk() if step.op == "fact"]
        return bool(facts) and all(fact.change in _CLASSES[kind] for fact in facts)

    def _named(self, text: str, kind: str) -> bool:
        """Are these facts of such a kind, on which what is not met rests?"""
        there = {step.name for item in self._unmet() for step in item.step.walk() if step.op == "fact"}
        facts = self.context.program.facts
        known = [f"“{facts[name].label.get(self.lang)}”" for name in there if facts[name].change in _CLASSES[kind]]
        paths = [p for p in self.context.judge.request.facts if "[" in p and stem(p) in there]
        known += [f"“{self.context.called(p)}”" for p in paths if facts[stem(p)].change in _CLASSES[kind]]
        found = re.findall(r"“[^“”]*(?:“[^“”]*”[^“”]*)*”", text)
        return bool(found) and all(name in known for name in found)

    # ---- on what a way rests ----

    def _rests_on(self, way: Way) -> None:
        """With these facts alone, whatever all others are, it comes out the same."""
        match = _HEADED[self.lang].fullmatch(way.facts)
        known = {self.context.called(path): path for path in self.context.judge.request.facts}
        names = self._split(match[1], known) if match is not None else None
        if names is None:
            self.report.unread(way.step, way.facts)
            return
        kept = {known[name]: self.context.judge.request.facts[known[name]] for name in names}
        lists = {list_of(p) for p in kept if "[" in p}
        kept |= {p: v for p, v in self.context.judge.request.facts.items() if p in lists}
        alone = self.context.judge.with_facts(kept)
        items = [item for claim in way.conditions if (item := self.context.item(claim.step)) is not None]
        values = [alone.value(run(item.step.expr, alone.environment.where(item.env.bound))) for item in items]
        same = [a == item.value for a, item in zip(values, items, strict=True)]
        lacks = Ways(self.context, self.answer).lacks and not way.given
        holds = any(same) if lacks else all(same)
        self.report.claim(holds, way.step, way.facts, "只凭这些还定不了。", "These alone do not settle it.")

    def _split(self, text: str, known: Mapping[str, str]) -> list[str] | None:
        joint = "、" if self.lang == "zh" else ", "
        ways: list[tuple[str, list[str]]] = [(text, [])]
        while ways:
            rest, names = ways.pop()
            for name in known:
                if rest == name:
                    return [*names, name]
                if rest.startswith(name + joint):
                    ways.append((rest[len(name + joint) :], [*names, name]))
        return None


class Causes:
    """Why an answer is another from a day on."""

    def __init__(self, context: Context) -> None:
        self.context, self.report, self.lang = context, context.report, context.lang

    def check(self, line: Line, first: int | None) -> None:
        for aside in line.asides:
            match = _BECAUSE[self.lang].fullmatch(aside)
            if match is None:
                self.report.unread(line.step, aside)
                continue
            holds = self._cause(match["what"], first) if first is not None else False
            if holds is None:
                self.report.unread(line.step, aside)
            else:
                zh, en = "这一天变的不是这个。", "That does not change on this day."
                self.report.claim(holds, line.step, aside, zh, en)

    def _cause(self, text: str, day: int) -> bool | None:
        about = self.context.judge.whole.about
        for kind, form in _CAUSES[self.lang]:
            match = re.fullmatch(form, text)
            if match is None:
                continue
            if kind == "begins":
                return day == about.in_force_from or self._begins(day)
            if kind == "ends":
                return day == about.repealed_from
            if kind == "version":
                return self._version(match["x"], day)
            if kind == "open":
                return self._turns(match["what"], day, True)
            if kind in ("constraint", "fits", "fits_not"):
                name = self.context.name
                now, then = (self.context.judge.on(name, d) is not None for d in (day, day - 1))
                return now is not then and (kind == "constraint" or now is (kind == "fits"))
            return True
        return self._turns(text, day, False)

    def _begins(self, day: int) -> bool:
        return any(first == day for first, _ in self.context.judge.whole.epochs)

    def _version(self, label: str, day: int) -> bool:
        """Has the rule of this name another text from this day on?"""
        before, after = self.context.judge.whole.at(day - 1), self.context.judge.whole.at(day)
        old = [d for d in before.definitions.values() if d.label.get(self.lang) == label and not d.internal]
        new = [d for d in after.definitions.values() if d.label.get(self.lang) == label and not d.internal]
        return bool(old or new) and (
            not old or not new or old[0].place != new[0].place or old[0].body is not new[0].body
        )

    def _turns(self, text: str, day: int, open_: bool) -> bool | None:
        """Is there a condition in these words that is so from this day on, and not before?"""
        found = self.context.reader.conditions(text) or self.context.reader.conditions(self._bare(text))
        if not found:
            return None
        before = self._environment(day - 1)
        for step, env in self.context.judge.conditions_on(self.context.name, day):
            matching = Matching(self.context.judge, self.context.reader, env)
            for negated in (False, True):
                hit = any(matching.condition(said, step, negated) for said in found)
                if hit and (open_ or self._differs(step, negated, env, before)):
                    return True
        return False

    def _bare(self, text: str) -> str:
        """Without the record that it speaks of."""
        return re.sub(r"^.+?第\d+[人项]：|^.+?, record \d+: ", "", text)

    def _environment(self, day: int) -> Environment:
        judge = self.context.judge
        return Environment(judge.whole.at(day), judge.request.facts, day, judge.request.readings)

    def _differs(self, step: Step, negated: bool, env: Environment, before: Environment) -> bool:
        judge = self.context.judge
        now, earlier = judge.value(step.outcome), judge.value(run(step.expr, before.where(env.bound)))
        return now is (not negated) and earlier != now
