"""The picture and the list that says the same: signs, labels and notes of every box, and that both say the same."""

from __future__ import annotations

import re
from collections.abc import Iterator

from explain.checker.addresses import JOINING, Item
from explain.checker.claims import Box, Condition, Page
from explain.checker.conditions import MARKS, Conditions
from explain.checker.context import Context
from explain.checker.law import cited
from explain.checker.pictured import JOINED, LED, SIMPLE, Strip

SYMBOLS = {**{mark: row[0] for mark, row in MARKS.items()}, "idle": "–", "more": "…"}
_ROLES = {
    "guard": ("前提", "given"),
    "if": ("如果", "if"),
    "then": ("那么", "then"),
    "else": ("否则", "else"),
    "instead": ("按例外", "by the exception"),
    "general": ("一般规则", "general rule"),
}
_WAYS = ("一种情况", "另一种情况", "one way", "another way")
_IDLE = re.compile(r"(?P<rest>.*?)(?:(?:^|[；，])不影响结果|(?:^|[;,] )no effect on the result)", re.IGNORECASE)
_NOT = ("例外不成立", "exception does not apply")
_INSIDE = re.compile(
    r"(?:(?P<cite>.+?) · )?(?:(?:内含|由) ?(?P<n>\d+) ?项条件(?:得出)?"
    r"|(?:follows from )?(?P<m>\d+) conditions?(?: inside)?)",
    re.IGNORECASE,
)
_FOLDED = {
    "zh": re.compile(r"另有 ?(?P<n>\d+) ?项，(?:均(?P<none>不影响结果)|均(?P<all>.+)|其中 ?(?P<some>\d+) ?项影响结果)"),
    "en": re.compile(
        r"(?P<n>\d+) more, (?:(?P<none>none affects the result)|all (?P<all>.+)"
        r"|(?P<some>\d+) of which affects? the result)"
    ),
}
_PAIR = {
    "zh": re.compile(r"(?:(?:您的情况|您的)：(?P<yours>.+?))?(?:；?要求：(?P<needed>.+))?"),
    "en": re.compile(r"(?:[Yy]ours: (?P<yours>.+?))?(?:(?:; )?(?:[Rr]equired|needed): (?P<needed>.+))?"),
}


class Picture:
    def __init__(self, context: Context, page: Page, conditions: Conditions) -> None:
        self.context, self.page, self.conditions = context, page, conditions
        self.report, self.lang = context.report, context.lang
        self.colon = "：" if self.lang == "zh" else ": "

    def check(self) -> None:
        if self.page.outline is not None:
            self._box(self.page.outline, True)
        self._alike()
        Strip(self.context, self.page).check()

    def _claim(self, right: bool, box: Box, words: str, zh: str = "", en: str = "") -> None:
        zh, en = zh or "图里这一句不对。", en or "The picture is wrong here."
        self.report.claim(right, box.node, words, zh, en)

    def _box(self, box: Box, root: bool = False) -> None:
        item = self.context.item(box.node)
        if "+" in box.node:
            self._fold(box)
        elif item is None:
            self._claim(False, box, box.label, "程序里没有这一步。", "The program has no such step.")
        else:
            self._sign(box, item, root)
            self._label(box, item)
            for note in box.notes:
                self._note(note, box, item)
        for part in box.parts:
            self._box(part)

    # ---- the sign ----

    def _sign(self, box: Box, item: Item, root: bool) -> None:
        symbol, _, word = box.sign.partition(" ")
        idle = not self.context.decisive(item) and not root
        mark = "counts" if item.counts else item.state
        out = item.state == "not_applicable" or (item.kind == "record" and item.state == "unmet")
        style = "idle" if idle or out else mark
        self._claim(box.style == style and symbol == SYMBOLS.get(box.style), box, f"{box.sign} {box.label}")
        match = _IDLE.fullmatch(word)
        self._claim((match is not None) is (idle and item.state != "not_applicable"), box, f"{box.sign} {box.label}")
        self._word(box, item, match["rest"] if match is not None else word)

    def _word(self, box: Box, item: Item, word: str) -> None:
        """The role, and what it came to; of a value that does not matter neither need be said."""
        if not word and item.state == "value":
            return
        head, colon, rest = word.partition(self.colon)
        roles = {x.casefold() for x in _ROLES.get(item.role, ())}
        if colon and head.casefold() in roles | {w.casefold() for w in _WAYS}:
            word = rest
        elif word.casefold() in roles and item.state == "value":
            self.report.checked += 1
            return
        self._claim(self._is_state(word, item), box, f"{box.sign} {box.label}")

    def _is_state(self, word: str, item: Item) -> bool:
        symbol, zh, en = MARKS["counts" if item.counts else item.state]
        del symbol
        said, plain = word.casefold(), (zh if self.lang == "zh" else en).casefold()
        if item.role in ("exception", "against") and item.negated and item.state == "met":
            return said == _NOT[self.lang == "en"].casefold()
        if item.kind == "record":
            return self.conditions.notes.holds(word, item) or self.conditions.notes.holds(_small(word), item)
        if item.state != "value":
            return said == plain
        head, _, value = word.partition(self.colon)
        shown = value if head.casefold() in ("结果", "result") else word
        return said == plain or self.context.matching(item).is_value(shown, item.step, item.value)

    # ---- labels ----

    def _label(self, box: Box, item: Item) -> None:
        for label in (box.label, _small(box.label)):
            joined = JOINED[self.lang].get(label)
            if joined is not None:
                self._claim(self._joins(joined, item), box, box.label)
                return
            head, colon, rest = label.partition(self.colon)
            if colon and head.casefold() in ("结果", "result") and item.step.op == "const":
                label = rest
            if self.conditions.understood(label, item) and self.conditions.is_called(label, item):
                self.report.checked += 1
                return
        if self.conditions.understood(box.label, item) or self.conditions.understood(_small(box.label), item):
            self._claim(False, box, box.label, *self.conditions.rule_of(item))
        else:
            self.report.unread(box.node, box.label)

    def _joins(self, joined: tuple[str, str], item: Item) -> bool:
        """Is this how the parts below count, and what they came to?"""
        kind, state = joined
        body = self._joining(item)
        if body is None or (body.kind != kind and (body.kind, kind) != ("unless", "all")):
            return False
        parts = [part for part in self.context.parts(body) if self.context.decisive(part)]
        if state == "counts":
            return any(part.counts for part in parts)
        return not state or all((part.state if not part.counts else "counts") == state for part in parts)

    def _joining(self, item: Item) -> Item | None:
        if item.kind in JOINING:
            return item
        return next((part for part in reversed(self.context.parts(item)) if part.kind in JOINING), None)

    # ---- notes ----

    def _note(self, note: str, box: Box, item: Item) -> None:
        joined, because = JOINED[self.lang].get(note), SIMPLE[self.lang].get(note)
        if joined is not None:
            self._claim(self._joins(joined, item), box, note)
        elif because is not None:
            self._claim(self._because(because, item), box, note)
        elif (pair := _PAIR[self.lang].fullmatch(note)) is not None and note:
            self._pair(pair, note, box, item)
        elif (inside := _INSIDE.fullmatch(note)) is not None:
            self._claim(inside["cite"] is None or self._is_source(inside["cite"], item), box, note)
        elif self._is_source(note, item):
            self.report.checked += 1
        else:
            self._other(note, box, item)

    def _because(self, kind: str, item: Item) -> bool:
        if kind == "exception":
            return item.role in ("exception", "against") and item.negated
        return item.kind == "rule" and item.negated and item.state == kind

    def _pair(self, pair: re.Match[str], note: str, box: Box, item: Item) -> None:
        for target in (item, *self.context.parts(item)):
            claim = _claim(box, pair["yours"], pair["needed"])
            if self.conditions.pair_holds(claim, target):
                self.report.checked += 1
                return
        self._claim(False, box, note)

    def _is_source(self, text: str, item: Item) -> bool:
        definition = self.context.judge.definition(item.name) if item.kind == "rule" else None
        if definition is None or definition.claim is None:
            return False
        return cited(text, definition.claim.cite, self.context.program, self.lang)

    def _other(self, note: str, box: Box, item: Item) -> None:
        """A note of the condition, or of the one that is one with the box: its words, its formula, what it gives."""
        below = self.context.parts(item)
        for kind, form in LED[self.lang]:
            match = form.fullmatch(note)
            if match is not None:
                self._claim(self._led(kind, match["what"], item), box, note)
                return
        for target in (item, *below):
            if self.conditions.notes.holds(note, target) or self.conditions.is_called(note, target):
                self.report.checked += 1
                return
            head, colon, rest = note.rpartition(self.colon)
            if colon and target.kind == "fact" and self.conditions.is_called(head, target):
                self._claim(self.context.matching(target).shown(rest, target.step), box, note)
                return
        if self.conditions.notes.knows(note) or any(self.conditions.understood(note, t) for t in (item, *below)):
            self._claim(False, box, note)
        else:
            self.report.unread(box.node, note)

    def _led(self, kind: str, what: str, item: Item) -> bool:
        """算法：…; 所以结果是：…"""
        if kind == "how":
            return any(self.conditions.is_called(what, part) for part in self.context.parts(item))
        return self._gives(what, item) and item.counts is (kind == "gives")

    def _gives(self, what: str, item: Item) -> bool:
        parent = self.context.item(item.address.rpartition(".")[0])
        steps = parent.step.parts[1:] if parent is not None and parent.kind == "exceptions" else ()
        for exception, value in zip(steps[::2], steps[1::2], strict=True):
            if exception.name == item.step.name:
                found = self.context.judge.value(value.outcome)
                if isinstance(found, bool) and what in MARKS["met" if found else "unmet"]:
                    return True
                return self.context.matching(item).is_value(what, value, found)
        return False

    # ---- folds ----

    def _fold(self, box: Box) -> None:
        """How many others there are, and whether they decide."""
        match = _FOLDED[self.lang].fullmatch(box.label)
        if match is None:
            self.report.unread(box.node, box.label)
            return
        item = self.context.item(box.node.partition("+")[0])
        symbol, _, word = box.sign.partition(" ")
        right = item is not None and symbol == SYMBOLS.get(box.style)
        if match["none"]:
            right = right and box.style == "idle"
        state = next((mark for mark, row in MARKS.items() if match["all"] in row[1:]), "") if match["all"] else ""
        if state:
            right = right and (box.style == state or state == "not_applicable")
            right = right and word.casefold() == match["all"].casefold()
        self._claim(right, box, f"{box.sign} {box.label}")
        for note in box.notes:
            known = any(self._names_part(note, name) for name in self._articles())
            self._claim(known, box, note, "出处不对。", "The source is another.")

    def _articles(self) -> Iterator[str]:
        for definition in self.context.program.definitions.values():
            if definition.claim is not None:
                yield definition.part
                yield definition.claim.cite

    def _names_part(self, note: str, name: str) -> bool:
        """Does a list of sources begin with this one?"""
        pieces = re.split(r"(、|等\d+处|, | and )", note)
        starts = ("".join(pieces[: i + 1]) for i in range(0, len(pieces), 2))
        return any(cited(start, name, self.context.program, self.lang) for start in starts)

    # ---- the two say the same ----

    def _alike(self) -> None:
        if self.page.outline is None:
            return
        listed = [
            (box.node, box.style, _bare(box.sign + box.label + "".join(box.notes))) for box in _walk(self.page.outline)
        ]
        drawn = [(node, style, _bare(text)) for node, style, text in self.page.picture]
        for row in listed:
            there = row in drawn
            self.report.needs(there, row[0], row[2], "图里没有这一项，或者说法不同。", "The picture says otherwise.")
        for row in drawn:
            self.report.claim(row in listed, row[0], row[2], "文字里没有这一项。", "The list has no such item.")


def _claim(box: Box, yours: str | None, needed: str | None) -> Condition:
    return Condition(box.node, "picture", (), box.style, "", "", box.label, None, yours, needed, (), None, (), ())


def _walk(box: Box) -> Iterator[Box]:
    yield box
    for part in box.parts:
        yield from _walk(part)


def _bare(text: str) -> str:
    return "".join(text.split()).replace("-", "").casefold()


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]
