"""What would change an answer, what bars it, and when time changes it: every change is made, every day is asked."""

from __future__ import annotations

import re
from collections.abc import Mapping

from compiler.evaluate import Answer
from compiler.program import Fact
from compiler.unknowns import stem
from compiler.values import Value
from explain.checker.bars import Bars
from explain.checker.claims import Line, Page
from explain.checker.context import Context
from explain.checker.course import known_throughout
from explain.checker.extras import Causes
from explain.checker.matching import Matching
from explain.checker.sentences import says
from explain.checker.values import Read, spans, whole
from explain.checker.verdict import state_of

_LEADS = {
    "zh": {
        "changes": (
            r"做到下面这一项就够了。",
            r"下面几项要同时做到。",
            r"下面有(?P<n>\d+)种办法，做到一种就够了。(?:每种里的几项要同时做到。)?",
        ),
        "perhaps": (r"先做到下面的，才有可能。",),
        "barred": (r"您自己能改变的，都改变不了结果。卡在这里：",),
        "beyond": (r"从现在起，只改一项到三项都不够；更多的，这里没有算。",),
    },
    "en": {
        "changes": (
            r"This one change would be enough\.",
            r"These changes would be needed together\.",
            r"There are (?P<n>\d+) ways; one is enough\.(?: Each takes all its changes together\.)?",
        ),
        "perhaps": (r"These would have to come first\.",),
        "barred": (r"Nothing that you can change yourself would help\. What bars it:",),
        "beyond": (r"From now on, up to three changes would not do; more was not worked out\.",),
    },
}
_CHANGE = {
    "zh": re.compile(
        r"(?P<label>.+?)：(?:现在是(?P<old>.+?)，要变成(?P<new>.+?)|要是(?P<set>.+?))。(?P<rest>.*)", re.DOTALL
    ),
    "en": re.compile(r"(?P<label>.+?): (?:now (?P<old>.+?), )?would have to be (?P<new>.+?)\.(?: (?P<rest>.+))?"),
}
_RANGES = {
    "zh": (
        ("both", r"(?P<a>.+?)到(?P<b>.+?)之间都可以。"),
        ("from", r"(?P<a>[^。]+?)或者更(?P<w>晚|多)都可以。"),
        ("to", r"(?P<b>[^。]+?)或者更(?P<w>早|少)都可以。"),
        ("by", r"最晚(?P<day>.+?)要做好。"),
    ),
    "en": (
        ("both", r"Anything from (?P<a>.+?) to (?P<b>.+?) will do\."),
        ("from", r"(?P<a>[^.]+?(?:\.\d\d[^.]*)?) or (?P<w>later|more) will do\."),
        ("to", r"(?P<b>[^.]+?(?:\.\d\d[^.]*)?) or (?P<w>earlier|less) will do\."),
        ("by", r"It must be done by (?P<day>.+?)\."),
    ),
}
_AFTER = {
    "zh": (("value", r"做到以后，就能算出结果。"), ("goal", r"做到以后：(?P<what>.+)。")),
    "en": (("value", r"After that there is a result\."), ("goal", r"After that: (?P<what>.+)\.")),
}
_MORE = (
    *("还有别的办法，这里没有全列。", "可能还有别的办法。"),
    *("There are more ways than are listed here.", "There may be other ways."),
)
_THEN = ("然后还要看：", "After that it depends on:")
_BARS = {
    "zh": (
        ("immutable", r"“(?P<x>.+)”已经定了，改不了。"),
        ("time", r"“(?P<x>.+)”(?:只能等时间过去|只会随时间变)。"),
        ("harmful", r"“(?P<x>.+)”(?:最好保持现状，|最好)?别为了符合条件去改。"),
        ("judgement", r"“(?P<x>.+)”要由(?P<who>.+)认定。"),
        ("third_party", r"“(?P<x>.+)”要由(?P<who>.+)来做。"),
        ("third_party", r"“(?P<x>.+)”要看别人。"),
        ("parameter", r"“(?P<x>.+)”是公布的数额。"),
        ("undeclared", r"“(?P<x>.+)”能不能改，这里没有说。"),
        ("later", r"要等到(?P<day>.+)。"),
        ("earlier", r"这件事到(?P<day>.+)为止，现在过了时间。"),
        ("never", r"哪一天都一样。"),
    ),
    "en": (
        ("immutable", r"“(?P<x>.+)” cannot be changed\."),
        ("time", r"“(?P<x>.+)” changes with time alone\."),
        ("harmful", r"“(?P<x>.+)” should not be changed for the sake of this\."),
        ("judgement", r"“(?P<x>.+)” is for (?P<who>.+) to decide\."),
        ("third_party", r"“(?P<x>.+)” is for (?P<who>.+) to do\."),
        ("third_party", r"“(?P<x>.+)” is up to somebody else\."),
        ("parameter", r"“(?P<x>.+)” is a published figure\."),
        ("undeclared", r"Whether “(?P<x>.+)” can be changed is not said here\."),
        ("later", r"Not before (?P<day>.+)\."),
        ("earlier", r"It was possible up to (?P<day>.+) only\."),
        ("never", r"It is the same on every day\."),
    ),
}
_COURSE = {
    "zh": (
        ("lasts", r"您的情况不变，以后也一样。"),
        ("until", r"您的情况不变，到(?P<day>.+)为止都是这样。"),
        ("waits", r"您的情况不变，等下去结果也一样。"),
        ("from", r"您的情况不变，从(?P<day>.+)起就可以。"),
        ("result", r"您的情况不变，从(?P<day>.+)起就能算出结果。"),
        ("perhaps", r"从(?P<day>.+)起，结果要看还没填的那些。"),
    ),
    "en": (
        ("lasts", r"If all else stays the same, it stays so\."),
        ("until", r"If all else stays the same, it stays so up to (?P<day>.+)\."),
        ("waits", r"If all else stays the same, waiting does not help\."),
        ("from", r"If all else stays the same, the answer is yes from (?P<day>.+)\."),
        ("result", r"If all else stays the same, there is a result from (?P<day>.+)\."),
        ("perhaps", r"From (?P<day>.+), the result depends on what is not answered yet\."),
    ),
}
_STATUS = {
    "zh": {
        "还说不准": "unknown",
        "这份文件还没有施行": "not_in_force",
        "这份文件已经停止执行": "no_longer_in_force",
        "您填的情况在这段时间对不上": "refused",
        "结果随日子变化": "moving",
    },
    "en": {
        "cannot be said yet": "unknown",
        "the document is not yet in force": "not_in_force",
        "the document is no longer in force": "no_longer_in_force",
        "the answers given cannot all be so at this time": "refused",
        "the result changes with the day": "moving",
    },
}
_SYMBOLS = {"met": "✓", "unmet": "✕", "open": "?", "not_applicable": "–", "value": "="}
_INCOMPLETE = ("有的日子没有算到。", "Some days could not be worked out.")
_LATER = ("晚", "多", "later", "more")


class Prospects:
    def __init__(self, context: Context, page: Page, answer: Answer) -> None:
        self.context, self.page, self.answer = context, page, answer
        self.report, self.lang = context.report, context.lang
        self.matching: Matching = context.matching(context.root)

    def check(self) -> None:
        by_kind: dict[str, list[Line]] = {}
        for line in self.page.lines:
            by_kind.setdefault(line.kind, []).append(line)
        zh, en = "没有说共有几种办法、是不是都要做到。", "How many ways there are, and what each takes, is not told."
        told = bool(by_kind.get("changes")) or not (self.page.changes or by_kind.get("bar"))
        self.report.needs(told, self.context.root.address, self.context.name, zh, en)
        zh, en = "没有说到什么时候为止。", "Until when, or from when, is not told."
        told = bool(by_kind.get("course")) or not by_kind.get("stretch")
        self.report.needs(told, self.context.root.address, self.context.name, zh, en)
        for line in by_kind.get("changes", ()):
            self._lead(line)
        for way in self.page.changes:
            self._way(way)
        for line in by_kind.get("bar", ()):
            self._bar(line)
        Bars(self.context, self.page).check()
        for line in by_kind.get("after", ()):
            self._after(line)
        self._listed(by_kind)
        for line in by_kind.get("then", ()):
            self._then(line)
        for line in by_kind.get("course", ()):
            self._course(line, by_kind.get("stretch", []))
        self._stretches(by_kind.get("stretch", []))
        for text in self.page.side:
            if text in _INCOMPLETE:
                right = not known_throughout(self.context.judge, self.context.name)
                zh, en = "每一天都能算到。", "Every day can be worked out."
                self.report.claim(right, self.context.root.address, text, zh, en)
        self._hidden(by_kind.get("stretch", []))

    def _hidden(self, lines: list[Line]) -> None:
        """Where the first stretch has a beginning, or the last one an end, those that are not listed are counted."""
        found = [span[0] for span in map(self._span, lines) if span is not None]
        ends = ((r"更早还有.*|.* earlier .*", found[0][0]), (r"更晚还有.*|.* later .*", found[-1][1])) if found else ()
        for form, day in ends:
            counted = any(re.fullmatch(form, text) for text in self.page.side)
            zh, en = "没有说前后还有几段。", "How many more stretches there are is not told."
            self.report.needs(counted is (day is not None), lines[0].step, lines[0].text, zh, en)

    def _listed(self, by_kind: dict[str, list[Line]]) -> None:
        """On what it turns after changes that only may help is told, and announced."""
        announced = any(line.text in _THEN for line in by_kind.get("after", ()))
        forms = _LEADS[self.lang]["perhaps"]
        perhaps = any(re.fullmatch(form, line.text) for line in by_kind.get("changes", ()) for form in forms)
        there = announced is perhaps is bool(by_kind.get("then"))
        zh, en = "没有说然后还要看什么。", "On what it depends after that is not told."
        self.report.needs(there, self.context.root.address, self.context.name, zh, en)

    def _so(self, answer: Answer | None) -> tuple[str, str]:
        if answer is None:
            return "这样的情况对不上。", "Such facts contradict each other."
        so = f"{answer.status} {answer.value if answer.status == 'value' else ''}".strip()
        return f"其实是：{so}。", f"In fact: {so}."

    # ---- changes ----

    def _lead(self, line: Line) -> None:
        for kind, forms in _LEADS[self.lang].items():
            for form in forms:
                match = re.fullmatch(form, line.text)
                if match is None:
                    continue
                ways = self.page.changes
                number = match.groupdict().get("n")
                right = (kind in ("changes", "perhaps")) == bool(ways)
                right = right and (number is None or int(number) == len(ways))
                right = right and (kind != "changes" or number is not None or len(ways) == 1)
                right = right and self._sized(line.text, ways)
                zh, en = f"下面有{len(ways)}种办法。", f"{len(ways)} ways are listed."
                self.report.claim(right, line.step, line.text, zh, en)
                return
        self.report.unread(line.step, line.text)

    def _sized(self, text: str, ways: tuple[tuple[Line, ...], ...]) -> bool:
        """One change, or several together."""
        sizes = {len(way) for way in ways}
        if "同时做到" in text or "together" in text:
            return not ways or max(sizes) > 1
        return not ("够了" in text or "enough" in text) or sizes == {1}

    def _way(self, way: tuple[Line, ...]) -> None:
        """All its changes made together give what was said would come of it."""
        facts: dict[str, Value] = dict(self.context.judge.request.facts)
        changed: list[tuple[Line, str, re.Match[str]]] = []
        for line in way:
            match = _CHANGE[self.lang].fullmatch(line.text)
            fact = self.context.program.facts.get(stem(line.fact))
            if match is None or fact is None:
                self.report.unread(line.step, line.text)
                return
            by = match.groupdict()
            new = self._read(by.get("new") or by.get("set") or "", fact)
            old = by.get("old")
            named = match["label"] == self.context.called(line.fact)
            before = facts.get(line.fact)
            right = named and (old is None) == (before is None)
            right = right and (old is None or self._read(old, fact) == before) and new is not None
            zh, en = f"现在是{before}。", f"It is {before} now."
            if not self.report.claim(right, line.step, line.text, zh, en) or new is None:
                return
            facts[line.fact] = new
            changed.append((line, line.fact, match))
        answer = self.context.judge.on(self.context.name, self.context.day, facts)
        enough = answer is not None and self._reached(answer)
        words = " / ".join(line.text for line in way)
        self.report.claim(enough, way[0].step, words, *self._so(answer))
        for line, path, match in changed:
            self._ranges(line, path, match["rest"] or "", facts)

    def _reached(self, answer: Answer) -> bool:
        """A yes or a value; where it only comes first, no longer a no."""
        perhaps = any(
            re.fullmatch(form, line.text)
            for line in self.page.lines
            if line.kind == "changes"
            for form in _LEADS[self.lang]["perhaps"]
        )
        if perhaps:
            return answer.status == "unknown"
        return answer.status == "value" and answer.value is not False

    def _read(self, text: str, fact: Fact) -> Value | None:
        """A value of a fact, as a request has it."""
        bare = text.strip("“”")
        if fact.type.kind == "bool":
            return next((bool(r.value) for r in whole(bare, self.lang) if r.kind == "bool"), None)
        if fact.type.kind == "enum":
            words = self.context.reader.lexicon.choices.get(bare, frozenset())
            return next((c for c in fact.type.choices if c in words), None)
        wanted = {"integer": "number", "decimal": "number"}.get(fact.type.kind, fact.type.kind)
        return next((_plain(r) for r in whole(bare, self.lang) if r.kind == wanted), None)

    def _ranges(self, line: Line, path: str, text: str, facts: Mapping[str, Value]) -> None:
        """Both ends of a range give the same; a day by which it must happen is one on which it may."""
        fact = self.context.program.facts[stem(path)]
        rest = text.strip()
        while rest:
            hit = next(((k, m) for k, f in _RANGES[self.lang] if (m := re.match(f, rest))), None)
            if hit is None:
                self.report.unread(line.step, rest)
                return
            kind, match = hit
            rest = rest[match.end() :].strip()
            by = match.groupdict()
            if kind == "by":
                day = next((r.value for r in whole(by["day"], self.lang) if r.kind == "date"), None)
                right = isinstance(day, int) and day >= self.context.day
                self.report.claim(right, line.step, line.text, "这一天已经过了。", "That day is over.")
                continue
            ends = [
                self._read(by[x][:1].lower() + by[x][1:], fact) or self._read(by[x], fact) for x in "ab" if by.get(x)
            ]
            answers = [
                self.context.judge.on(self.context.name, self.context.day, {**facts, path: e})
                for e in ends
                if e is not None
            ]
            right = all(end is not None for end in ends) and all(a is not None and self._reached(a) for a in answers)
            if by.get("w"):
                right = right and (by["w"] in _LATER) == (kind == "from")
                right = right and self._beyond(kind, path, ends[0], facts)
            self.report.claim(right, line.step, line.text, "这一段里有的不行。", "Not all of that range will do.")

    def _beyond(self, kind: str, path: str, end: Value | None, facts: Mapping[str, Value]) -> bool:
        """One step within a range that is open at one side will do, or is no value that the fact may have."""
        if not isinstance(end, int):
            return False
        other = end + (1 if kind == "from" else -1)
        answer = self.context.judge.on(self.context.name, self.context.day, {**facts, path: other})
        return answer is None or self._reached(answer)

    def _after(self, line: Line) -> None:
        if line.text in _MORE or line.text in _THEN:
            self.report.checked += 1
            return
        for kind, form in _AFTER[self.lang]:
            match = re.fullmatch(form, line.text)
            if match is None:
                continue
            if kind == "value":
                right: bool | None = self.answer.kind != "bool"
            else:
                yes = Answer(self.context.name, "value", True)
                right = says(match["what"], self.context.definition, yes, self.matching)
            if right is None:
                break
            self.report.claim(right, line.step, line.text, "结果不是这样。", "That does not come of it.")
            return
        self.report.unread(line.step, line.text)

    def _then(self, line: Line) -> None:
        """After the changes the answer turns on this fact."""
        wanted: set[str] = set()
        for way in self.page.changes:
            facts = dict(self.context.judge.request.facts)
            for one in way:
                match = _CHANGE[self.lang].fullmatch(one.text)
                fact = self.context.program.facts.get(stem(one.fact))
                by = match.groupdict() if match is not None else {}
                new = self._read(by.get("new") or by.get("set") or "", fact) if fact is not None else None
                if new is not None:
                    facts[one.fact] = new
            answer = self.context.judge.on(self.context.name, self.context.day, facts)
            wanted |= {self.context.called(p) for p in answer.missing} if answer is not None else set()
        self.report.claim(line.text in wanted, line.step, line.text, "这一项改变不了结果。", "It would not matter.")

    # ---- what bars ----

    def _bar(self, line: Line) -> None:
        for kind, form in _BARS[self.lang]:
            match = re.fullmatch(form, line.text)
            if match is None:
                continue
            by = match.groupdict()
            if kind in ("later", "earlier", "never"):
                right = self._barred_day(kind, by.get("day"))
            else:
                fact = self.context.program.facts.get(stem(line.fact))
                called = self.context.called(line.fact) if fact is not None else ""
                right = fact is not None and called == by["x"] and self._class(fact) == kind
            self.report.claim(right, line.step, line.text, "卡住的不是这个。", "That is not what bars it.")
            return
        self.report.unread(line.step, line.text)

    def _class(self, fact: Fact) -> str:
        if fact.change in ("immutable", "harmful", "judgement", "third_party", "parameter", "time"):
            return fact.change
        return {"": "undeclared"}.get(fact.change, fact.change)

    def _barred_day(self, kind: str, text: str | None) -> bool:
        day = next((r.value for r in whole(text or "", self.lang) if r.kind == "date"), None)
        if kind == "never":
            return True
        return isinstance(day, int) and (day > self.context.day) == (kind == "later")

    # ---- the course of time ----

    def _course(self, line: Line, stretches: list[Line]) -> None:
        for kind, form in _COURSE[self.lang]:
            match = re.fullmatch(form, line.text)
            if match is None:
                continue
            day = next((r.value for r in whole(match.groupdict().get("day") or "", self.lang)), None)
            self.report.claim(self._course_holds(kind, day), line.step, line.text, "时间不对。", "The day is another.")
            return
        self.report.unread(line.step, line.text)

    def _course_holds(self, kind: str, day: object) -> bool:
        lasting = self.answer.status == "value" and self.answer.value is not False
        if kind in ("lasts", "until") and not lasting:
            return False
        if kind in ("waits", "from", "result", "perhaps") and lasting:
            return False
        if kind in ("lasts", "waits"):
            return True
        if not isinstance(day, int):
            return False
        then = self.context.judge.on(self.context.name, day)
        other = self.context.judge.on(self.context.name, day + 1 if kind == "until" else day - 1)
        if kind == "perhaps":
            return then is not None and then.status == "unknown" and not self._same(other, then)
        if kind == "until":
            return self._same(then, self.answer) and not self._same(other, self.answer)
        if kind == "result":
            valued = then is not None and then.status == "value" and not isinstance(then.value, bool)
            return valued and (other is None or other.status != "value")
        return then is not None and then.value is True and (other is None or other.value is not True)

    def _same(self, one: Answer | None, other: Answer | None) -> bool:
        if one is None or other is None:
            return one is other
        return (one.status, one.value) == (other.status, other.value)

    def _stretches(self, lines: list[Line]) -> None:
        """Each stretch at its ends and in the middle; the next begins on the day after; that of today is marked."""
        before: int | None = None
        for i, line in enumerate(lines):
            span = self._span(line)
            if span is None:
                self.report.unread(line.step, line.text)
                continue
            (first, last), what = span
            follows = i == 0 or (first is not None and before is not None and first == before + 1)
            self.report.claim(follows, line.step, line.text, "两段之间有空。", "There is a gap between two stretches.")
            now = (first is None or first <= self.context.day) and (last is None or self.context.day <= last)
            self.report.claim(
                ("now" in line.classes) is now, line.step, line.text, "今天不在这里。", "Now is elsewhere."
            )
            self._stretch(line, first, last, what)
            Causes(self.context).check(line, first)
            before = last

    def _span(self, line: Line) -> tuple[tuple[int | None, int | None], str] | None:
        colon = "：" if self.lang == "zh" else ": "
        head, _, what = line.text.partition(colon)
        what = what.removesuffix("。").removesuffix(".")
        if self.lang == "zh":
            if head == "一直":
                return (None, None), what
            found = spans(head.removesuffix("起").removesuffix("为止"), "zh")
            if found is None:
                return None
            first, last = found[0]
            return (
                (first, None) if head.endswith("起") else (None, last) if head.endswith("为止") else (first, last)
            ), what
        if head == "Always":
            return (None, None), what
        match = re.fullmatch(r"(?:From (?P<a>\d+ \w+ \d+))?(?:(?:Up)? ?to (?P<b>\d+ \w+ \d+))?", head)
        if match is None:
            return None
        ends = [next((r.value for r in whole(match[x] or "", "en") if r.kind == "date"), None) for x in "ab"]
        start, end = (day if isinstance(day, int) else None for day in ends)
        return (start, end), what

    def _stretch(self, line: Line, first: int | None, last: int | None, what: str) -> None:
        start, end = first or min(self.context.day, last or self.context.day), last or max(self.context.day, first or 0)
        days = dict.fromkeys((start, (start + end) // 2, end))
        status = _STATUS[self.lang].get(what, "")
        for day in days:
            answer = self.context.judge.on(self.context.name, day)
            if status == "moving":
                holds: bool | None = answer is not None and answer.status == "value"
            elif status:
                holds = answer is None if status == "refused" else answer is not None and answer.status == status
            else:
                program = self.context.judge.whole.at(day)
                definition = program.definitions.get(self.context.name, self.context.definition)
                holds = answer is not None and says(what, definition, answer, self.matching)
            if holds is None:
                self.report.unread(line.step, line.text)
                return
            self.report.claim(holds, line.step, line.text, *self._so(answer))
            if holds:
                state = state_of(answer) if answer is not None else "not_applicable"
                right = line.symbol == _SYMBOLS[state] and state in line.classes
                self.report.claim(right, line.step, f"{line.symbol} {line.text}", *self._so(answer))


def _plain(read: Read) -> Value:
    value = read.value
    if isinstance(value, tuple):
        return 0
    return int(value) if hasattr(value, "denominator") and value.denominator == 1 else value  # type: ignore[return-value, call-overload]
