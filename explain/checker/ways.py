"""Completeness: every true way of a yes, of a no every way with all that it lacks, every condition of what is shown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from compiler.evaluate import Answer
from explain.checker.addresses import JOINING, LACKING, Item
from explain.checker.bars import Barred
from explain.checker.claims import Condition, Page, Way
from explain.checker.context import Context
from explain.checker.deciding import clash, whatever
from explain.checker.titles import NOTES

Key = tuple[object, ...]
_LACKS = {
    "zh": {"blocking": r"(\d+)个例外挡住", "unmet": r"差(\d+)项", "open": r"(?:另有|有)?(\d+)项待确定"},
    "en": {"blocking": r"(\d+) exceptions? in the way", "unmet": r"(\d+) not met", "open": r"(\d+) to be settled"},
}


class Ways:
    """The ways of one conclusion, as the program has them."""

    def __init__(self, context: Context, answer: Answer) -> None:
        self.context, self.answer = context, answer

    @property
    def lacks(self) -> bool:
        return self.answer.value is False or self.answer.status == "not_applicable"

    def cause(self) -> Item:
        """Where the ways part: below rules that only hand on another condition."""
        item, first = self.context.root, True
        while item.kind == "rule":
            parts = self.context.parts(item)
            if first and self.answer.status == "not_applicable":
                parts = tuple(p for p in parts if p.role == "guard" and p.state != "met") or parts
            if len(parts) != 1 or parts[0].state != item.state:
                guard = [p for p in parts if p.role == "guard" and self.answer.status == "not_applicable" and first]
                if not guard:
                    return item
                parts = tuple(guard)
            item, first = parts[0], False
        return item

    def all(self) -> list[tuple[Item, list[Item]]]:
        """Each way, with its conditions; of what does not apply with those that are told beside its guard."""
        beside = [condition for part in self._beside() for condition in self.conditions(part)]
        return [(item, [*conditions, *beside]) for item, conditions in self._of(self.cause())]

    def _beside(self) -> tuple[Item, ...]:
        parts = self.context.parts(self.context.root)
        fails = self.answer.status == "not_applicable" and parts and parts[0].role == "guard"
        return parts[1:] if fails and parts[0].state in LACKING else ()

    def above(self) -> frozenset[str]:
        """The rules whose guards are the ways of what does not apply."""
        address = self.cause().address
        found = (item for item in self.context.addresses.below(self.context.root) if item.kind == "rule")
        inside = (item for item in found if address.startswith(f"{item.address}."))
        return frozenset(map(self.context.addresses.subject, inside)) if self._beside() else frozenset()

    def of(self, item: Item) -> list[tuple[Item, list[Item]]]:
        return list(self._of(item))

    def _of(self, item: Item) -> Iterator[tuple[Item, list[Item]]]:
        if item.kind == "exceptions":
            yield from self._of_exceptions(item)
            return
        parts = [item]
        if item.kind == "any" and item.step.op not in ("some", "every", "record"):
            parts = [p for p in self.context.parts(item) if item.state != "met" or p.state == "met"]
            if item.state == "met" and not parts:
                parts = [p for p in self.context.parts(item) if self.context.decisive(p)]
        for part in parts:
            yield part, self.conditions(part)

    def conditions(self, item: Item) -> list[Item]:
        """The parts of "all of these"; what is said of every record is one condition."""
        if item.kind in ("all", "unless") and item.step.op not in ("some", "every"):
            return list(self.context.parts(item))
        return [item]

    def _of_exceptions(self, item: Item) -> Iterator[tuple[Item, list[Item]]]:
        parts = self.context.parts(item)
        exceptions = [part for part in parts if part.role == "exception"]
        counting = [part for part in exceptions if part.counts]
        met = item.state == "met"
        if met and counting:
            instead = [p for p in parts if p.role == "instead" and self.context.decisive(p) and self._former(p)]
            yield from ((part, [part, *instead]) for part in counting)
            return
        others = [p for p in exceptions if not p.counts and self.context.decisive(p)] if met else counting
        for part, conditions in self._of(parts[-1]):
            yield part, [*conditions, *others]
        if not met:
            for i, part in enumerate(parts):
                if part.role == "exception" and not part.counts and self._would_give(part, item, i):
                    yield part, self._own(part)

    def _former(self, item: Item) -> bool:
        return item.kind == "rule" and "@" in item.step.name

    def _would_give(self, exception: Item, within: Item, at: int) -> bool:
        """Does an exception give a yes where it counts?"""
        rest = within.step.parts[1:]
        pairs = zip(rest[::2], rest[1::2], strict=True)
        value = next(value for one, value in pairs if one.name == exception.step.name)
        return self.context.judge.value(value.outcome) is True

    def _own(self, exception: Item) -> list[Item]:
        parts = self.context.parts(exception)
        return self.conditions(parts[-1]) if parts else [exception]

    # ---- how much is lacking ----

    def lacking(self, items: Sequence[Item], told: frozenset[str] = frozenset()) -> int:
        """How many conditions would have to change for all of these to be met: of "all of" they add up, of "any of" the
        fewest count. What does not apply lacks its guard, but for rules that are lacking elsewhere already (`told`),
        and what it says."""
        there = [item for item in items if item.state != "not_applicable"]
        found, told = sum(map(self._lacking, there)), told.union(*map(self._unmet_rules, there))
        for item in items:
            if item.state == "not_applicable":
                found, told = found + self._unapplied(item, told), told | self._unmet_rules(item)
        return found

    def _unmet_rules(self, item: Item) -> frozenset[str]:
        below = (i for i in self.context.addresses.below(item) if i.kind == "rule" and i.state == "unmet")
        return frozenset(map(self.context.addresses.subject, below))

    def _unapplied(self, item: Item, told: frozenset[str]) -> int:
        if item.state != "not_applicable":
            again = item.kind == "rule" and self.context.addresses.subject(item) in told
            return 0 if again else self._lacking(item)
        counts = [self._unapplied(part, told) for part in self.context.parts(item) if part.state in LACKING]
        return min(counts or [0]) if item.kind == "any" else sum(counts)

    def _lacking(self, item: Item) -> int:
        if item.state in ("met", "open"):
            return int(item.counts)
        parts = [part for part in self.context.parts(item) if part.state in LACKING or part.counts]
        if item.kind in ("rule", "not") and item.negated:
            return self._turned(self.context.parts(item)[-1]) if self.context.parts(item) else 1
        if item.kind in ("rule", "all", "unless"):
            return max(1, self.lacking(parts))
        if item.kind == "any":
            return min((n for part in parts if (n := self.lacking([part]))), default=1)
        if item.kind == "exceptions":
            return min((self.lacking(conditions) for _, conditions in self._of(item)), default=1) or 1
        return 1

    def _turned(self, item: Item) -> int:
        """How many conditions would have to change for something that is met not to be."""
        parts = self.context.parts(item)
        if item.kind == "rule" and parts and not item.negated:
            return self._turned(parts[-1])
        if item.kind in ("all", "unless"):
            return min([self._turned(p) for p in parts if p.state == "met"] or [1])
        if item.kind == "any":
            return max(1, sum(self._turned(p) for p in parts if p.state == "met"))
        return 1


class Completeness:
    """Is everything shown that must be? `opened` as in Conditions."""

    def __init__(self, context: Context, page: Page, answer: Answer, opened: frozenset[str]) -> None:
        self.context, self.page, self.answer, self.opened = context, page, answer, opened
        self.report, self.ways = context.report, Ways(context, answer)

    def check(self) -> None:
        """The cards against the ways, and every list against what it is a list of."""
        shown = [way for way in self.page.ways if not way.given]
        given_too = any(way.given for way in self.page.ways)
        heads = [("前提", "Conditions")] * given_too + [("按这些条件选出结果", "What chose the result")] * (
            given_too and bool(shown)
        )
        right = [pair[self.context.lang == "en"] for pair in heads] == list(self.page.heads)
        zh, en = "小标题和下面的内容不合。", "These headings do not fit what stands below them."
        self.report.claim(right, "1", " / ".join(self.page.heads) or "—", zh, en)
        if self.answer.status == "unknown":
            none = not self.page.ways
            zh, en = "还说不准，却写了理由。", "It is not known yet, and reasons are given."
            self.report.claim(none, "1", self.page.about, zh, en)
        elif self.answer.kind == "bool" or self.answer.status == "not_applicable":
            self._cards(shown, self.ways.all(), self.ways.lacks)
        else:
            self._chosen(shown)
            guard = next((p for p in self.context.parts(self.context.root) if p.role == "guard"), None)
            given = [way for way in self.page.ways if way.given]
            self._cards(given, self.ways.of(guard) if guard is not None else [], False)
        for way in self.page.ways:
            for claim in way.conditions:
                self._below(claim)
        if self.page.trace is not None:
            self._whole(self.page.trace)

    def _left_out(self, item: Item, where: str) -> None:
        words = " ".join(item.step.expr.place.text.split())
        zh, en = f"{where}里没有这一条。", "It is not shown where it decides."
        self.report.needs(False, item.address, words, zh, en)

    # ---- cards ----

    def _cards(self, cards: Sequence[Way], ways: Sequence[tuple[Item, list[Item]]], lacks: bool) -> None:
        left = list(cards)
        for item, conditions in ways:
            wanted = {condition.key for condition in conditions}
            card = next((card for card in left if self._keys(card) == wanted), None)
            near = card or max(left, key=lambda c: len(self._keys(c) & wanted), default=None)
            if near is None:
                self._left_out(item, "理由")
                continue
            left.remove(near)
            for condition in conditions:
                self.report.checked += 1
                if condition.key not in self._keys(near):
                    self._left_out(condition, "理由")
            self._card(near, conditions, lacks)
            if len(ways) > 1:
                zh, en = (
                    "几种情况里，这一种没有标题，或者没有写差几项。",
                    "This way has no title, or what it lacks is not told.",
                )
                unmet = any(c.state in ("unmet", "open") or c.counts for c in conditions)
                named = bool(near.title) and (bool(near.lacks) or not (lacks and unmet))
                self.report.needs(named, item.address, " / ".join(c.what for c in near.conditions), zh, en)
        for card in left:
            words = card.title or " / ".join(c.what for c in card.conditions)
            self.report.claim(False, card.step, words, "没有这样一种情况。", "There is no such way.")

    def _keys(self, card: Way) -> set[Key]:
        return {item.key for item in self.context.conditions(card)}

    def _card(self, card: Way, conditions: Sequence[Item], lacks: bool) -> None:
        keys = {item.key for item in conditions}
        for step in [claim.step for claim in card.conditions] + [line.step for line in card.met]:
            item = self.context.item(step)
            if item is not None and item.key not in keys:
                self.report.claim(False, step, card.title, "它不是这种情况的条件。", "It is no condition of this way.")
        for line in card.met:
            item = self.context.item(line.step)
            met = item is not None and item.state in ("met", "value") and not item.counts
            self.report.claim(met, line.step, line.text, "这一条并不符合。", "It is not met.")
        if not lacks:
            if card.lacks:
                self.report.unread(card.step, card.lacks)
            return
        for claim in card.conditions:
            item = self.context.item(claim.step)
            if item is not None and item.state == "open":
                zh, en = "没有说它要看什么。", "On what it depends is not told."
                self.report.needs(any(claim.asides) or bool(claim.facts), claim.step, claim.what, zh, en)
                missing = [self.context.called(path) for path in self.context.judge.missing(item.step.outcome)]
                zh, en = f"要看的是：{'、'.join(missing)}。", f"It depends on: {', '.join(missing)}."
                told = not claim.facts or sorted(claim.facts) == sorted(missing)
                self.report.needs(told, claim.step, claim.what, zh, en)
        unmet = [c for c in conditions if c.state in LACKING or c.counts]
        blocking = sum(c.counts for c in unmet)
        above = self.ways.above() if not card.given else frozenset()
        self._count(card, self.ways.lacking(unmet, above) - blocking, blocking, conditions)
        self._clash(bool(card.note) or not clash(self.context.addresses, conditions), card.step, card.title)
        zh, en = "没有说补上缺的也不可能都符合。", "That they cannot all be met all the same is not told."
        self.report.needs(
            bool(card.note) or not Barred(self.context, conditions).must_be_told(), card.step, card.title, zh, en
        )

    def _clash(self, told: bool, step: str, words: str) -> None:
        zh, en = "没有说待确定的几项不可能同时符合。", "That those to be settled cannot all be met is not told."
        self.report.needs(told, step, words, zh, en)

    def _count(self, card: Way, lacking: int, blocking: int, conditions: Sequence[Item]) -> None:
        wanted = {"blocking": blocking, "unmet": lacking, "open": sum(c.state == "open" for c in conditions)}
        found = {}
        rest = card.lacks.strip(" （）()")
        for kind, form in _LACKS[self.context.lang].items():
            match = re.search(form, rest)
            found[kind] = int(match[1]) if match else 0
            rest = rest.replace(match[0], "") if match else rest
        if rest.strip("，, "):
            self.report.unread(card.step, card.lacks)
        elif card.lacks:
            zh = f"其实差{lacking}项，{blocking}个例外挡住，{wanted['open']}项待确定。"
            en = f"In fact {lacking} not met, {blocking} exceptions in the way, {wanted['open']} to be settled."
            self.report.claim(found == wanted, card.step, f"{card.title} {card.lacks}", zh, en)

    def _chosen(self, cards: Sequence[Way]) -> None:
        """Of a value: the conditions that chose it."""
        body = self.context.parts(self.context.root)[-1] if self.context.parts(self.context.root) else None
        wanted = list(self._choosing(body)) if body is not None else []
        keys = set().union(*(self._keys(card) for card in cards)) if cards else set()
        for item in wanted:
            self.report.checked += 1
            shown = item.state != "open" or self.context.decisive(item)
            if shown and item.key not in keys:
                self._left_out(item, "选出结果的条件")
        for card in cards:
            self._card(card, wanted, False)

    def _choosing(self, item: Item) -> Iterator[Item]:
        if item.kind not in ("cases", "exceptions"):
            return
        for part in self.context.parts(item):
            if not self.context.decisive(part):
                continue
            if part.role == "if":
                yield from self.ways.conditions(part)
            elif part.role == "exception" or (part.kind == "rule" and "@" in part.step.name):
                yield part
            else:
                yield from self._choosing(part)

    # ---- what stands below a condition ----

    def _below(self, claim: Condition) -> None:
        """The parts that decide a condition are shown below it, unless they are explained elsewhere."""
        item = self.context.item(claim.step)
        if item is None:
            return
        body = self.context.body(item)
        again = item.kind == "rule" and not claim.parts and self._again(claim, item)
        told = again or not claim.parts or any(NOTES.get(aside) == "clash" for aside in claim.asides)
        self._clash(told or whatever(self.context.addresses, body) != "clash", claim.step, claim.what)
        shown = {part.step for part in claim.parts}
        for part in self.context.parts(body) if not again else ():
            self.report.checked += 1
            decides = self._decides(part, body, item, bool(claim.parts))
            if decides and part.address not in shown and not self._told(part, item):
                self._left_out(part, "理由")
        for inner in claim.parts:
            self._below(inner)

    def _again(self, claim: Condition, item: Item) -> bool:
        known = self.context.addresses.subject(item) in self.opened
        brief = claim.style == "open"
        return (known and bool(claim.asides)) or brief

    def _decides(self, part: Item, body: Item, item: Item, opened: bool) -> bool:
        """What is open may be named alone; where something of it is shown, all that decides is."""
        if item.state == "open":
            return opened and self.context.decisive(part)
        pending = body.kind in ("all", "rule") and item.state in LACKING and part.state == "open"
        return self.context.decisive(part) or pending

    def _told(self, part: Item, item: Item) -> bool:
        """A number that is computed elsewhere already stands in the condition."""
        return item.kind not in JOINING and item.kind != "rule" and part.kind == "rule" and part.state == "value"

    def _whole(self, claim: Condition) -> None:
        """The whole list: every part of everything, each rule in full once."""
        item = self.context.item(claim.step)
        if item is None:
            return
        wanted = [part.address for part in self.context.parts(item)]
        shown = [part.step for part in claim.parts]
        if item.kind == "rule" and not shown and wanted:
            self.report.checked += 1
            if not (self.context.addresses.subject(item) in self.opened and claim.asides):
                self._left_out(self.context.parts(item)[0], "全部条件")
            return
        for address in wanted:
            self.report.checked += 1
            if address not in shown:
                found = self.context.item(address)
                if found is not None:
                    self._left_out(found, "全部条件")
        for part in claim.parts:
            self._whole(part)
