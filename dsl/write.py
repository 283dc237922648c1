"""Statements -> the lines of their canonical text: each with where it stood in the statement, and its indentation."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple, TypeVar

from dsl import nodes as n
from dsl.keywords import CALENDAR_OPTIONS, LINE, PROPERTY_VALUES, STATEMENT, TYPE, spelling
from dsl.spell import Speller

STEP = 2
"""Spaces a level."""
_NUMBERS = "一二三四五六七八九十"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
N = TypeVar("N")


class Line(NamedTuple):
    """A line of the canonical text and the place in the statement that it comes from."""

    at: int
    depth: int
    text: str


def language(text: str) -> str:
    """The language of a statement's first keyword."""
    return "en" if text[:1].isascii() else "zh"


def lines_of(statement: n.Statement, text: str, lang: str) -> list[Line]:
    """The lines of a statement that was read from this text."""
    writer = _Writer(text, lang)
    if statement.kind == "force":
        return [line._replace(depth=0) for below in statement.lines for line in writer.line(below)]
    lines = [Line(0, 0, writer.head(statement))]
    for line in statement.lines:
        lines += writer.line(line)
    return lines


class _Writer(Speller):
    """Writes the lines of one statement."""

    def head(self, node: n.Statement) -> str:
        keyword = next(row for row in STATEMENT.values() if row.value == node.kind)
        word = (keyword.zh if self.lang == "zh" else keyword.en)[0]
        name = self._name_of(node)
        if node.target is not None:
            return self.join(word, name, self.key("AGAINST" if self.lang == "zh" else "TO"), node.target.text)
        if not node.type:
            return self.join(word, *(part for part in (name, self.text(node.text)) if part))
        row = next(row for row in TYPE.values() if row.value == node.type)
        return f"{word} {name} : {spelling('TYPE', row.value, self.lang)}"

    def _name_of(self, node: n.Statement) -> str:
        if node.name is None:
            return ""
        quoted = node.kind == "example" and self.tokens[1].type == "TEXT"
        return self.text(n.Text(node.name.span, node.name.text)) if quoted else node.name.text

    # ---- lines ----

    def line(self, node: n.Line) -> Iterator[Line]:
        match node:
            case n.Given() | n.Applies():
                yield from self._given(node)
            case n.Body():
                yield from self._valued(node.span[0], STEP, "", node.under, node.value)
            case n.Steps():
                yield Line(node.span[0], STEP, self.colon(self.key("STEPS")))
                for bullet, step in self._bulleted(node.steps, node.steps[0].span[0]):
                    who = step.who.text if isinstance(step.who, n.Word) else self.text(step.who)
                    yield Line(step.span[0], 2 * STEP, bullet + self.join(who, self.text(step.text)))
            case n.Records() if node.records:
                yield Line(node.span[0], STEP, self.colon(node.name.text))
                yield from self._records(node.records)
            case _:
                yield Line(node.span[0], STEP, self._flat(node))

    def _records(self, records: Sequence[tuple[tuple[n.Word, n.Expr], ...]]) -> Iterator[Line]:
        bullet_at = self.starts[bisect_left(self.starts, records[0][0][0].span[0]) - 1]
        for bullet, record in self._bulleted(records, bullet_at):
            pairs = (self.join(name.text, self.key("IS"), self.expr(value)) for name, value in record)
            yield Line(record[0][0].span[0], 2 * STEP, bullet + self.series(pairs))

    def _flat(self, node: n.Line) -> str:
        """A line that has no lines below it."""
        match node:
            case n.Property():
                return self._property(node)
            case n.English():
                return self.join(self.key("ENGLISH"), node.alias or "", self.text(node.text))
            case n.Choices():
                choices = (self.join(word.text, self.text(label)) for word, label in node.values)
                return self.join(self.key("VALUES"), self.series(choices))
            case n.Range():
                return self.join(self.key("RANGE"), self.expr(node.low), self.key("TO"), self.expr(node.high))
            case n.Constraint():
                condition = self.join(self.key("CONSTRAINT"), self.expr(node.condition))
                return self.join(condition, self.comma(self.key("OTHERWISE"), node.refusal.text))
            case n.Basis():
                return self.join(self.key("BASIS"), self.text(node.text), self._ordinal(node.ordinal))
            case n.Reinstated():
                return self.key("REINSTATED")
            case n.Force():
                return self.join(self.key("FORCE"), self.window(node))
            case n.Row():
                value = self.colon(self.window(node), self.expr(node.value))
                return self.pause(value, self.key("CITED"), self.text(node.cited))
            case n.Covers() | n.Days():
                return self._days(node)
            case n.Clause():
                return self._clause(node)
            case n.Venue():
                return self._venue(node)
            case n.Alternative() | n.Settled() | n.NotComputable() | n.Calendar():
                return self._of_reading(node)
            case _:
                return self._of_example(node)

    def _property(self, node: n.Property) -> str:
        row = next(row for row in LINE.values() if row.value == node.key)
        known = PROPERTY_VALUES.get(node.key, {})
        values = (self.text(v) if isinstance(v, n.Text) else _translated(v.text, known, self.lang) for v in node.values)
        return self.join(self.key(row.token, row.value), self.series(values))

    def _venue(self, node: n.Venue) -> str:
        texts = self.series(self.text(t) for t in node.texts)
        if node.condition is None:
            return self.join(self.key("PLACE"), texts)
        return self.colon(self.join(self.key("PLACE"), self.key("IF"), self.expr(node.condition)), texts)

    def _days(self, node: n.Covers | n.Days) -> str:
        word = self.key("COVERS") if isinstance(node, n.Covers) else self.key("DAYS", node.key)
        spans = ((node.first, node.last),) if isinstance(node, n.Covers) else node.spans
        return self.join(word, self.series(self._span(*span) for span in spans))

    def _span(self, first: n.Literal, last: n.Literal | None) -> str:
        return self.join(self.literal(first), *((self.key("TO"), self.literal(last)) if last else ()))

    def _ordinal(self, number: int | None) -> str:
        if number is None:
            return ""
        return f"第{number}处" if self.lang == "zh" else f"no. {number}"

    def _clause(self, node: n.Clause) -> str:
        implied = self.key("IMPLIED") if node.implied else ""
        bearers = self.series(self.name(b) for b in node.bearers)
        modalities = self.series(self.key("MODALITY", m) for m in node.modalities)
        words = (implied, bearers, modalities, self.text(node.wording), self.text(node.action))
        return self.join(*(word for word in words if word))

    def _of_reading(self, node: n.Alternative | n.Settled | n.NotComputable | n.Calendar) -> str:
        match node:
            case n.Alternative():
                line = self.join(self.key("ALT", node.letter), self.text(node.text))
                if node.because is None:
                    return line
                because = self.comma(self.key("BECAUSE"), self.text(node.because))
                return self.join(line, self.key("ADOPTED"), because)
            case n.Settled():
                end = self.key("SETTLED_END") if self.lang == "zh" else ""
                return self.join(self.key("SETTLED"), self.text(node.text), end)
            case n.NotComputable() if node.lang == "en":
                return self.join(self.key("NOT_COMPUTABLE_EN"), self.text(node.because))
            case n.NotComputable():
                because = self.comma(self.key("BECAUSE"), self.text(node.because))
                return self.join(self.key("NOT_COMPUTABLE"), because)
            case n.Calendar():
                return self._calendar(node)

    def _calendar(self, node: n.Calendar) -> str:
        options = {zh: en for zh, (en, _) in CALENDAR_OPTIONS.items()}
        option = _translated(node.option.text, options, self.lang)
        known = next((values for zh, (en, values) in CALENDAR_OPTIONS.items() if option in (zh, en)), {})
        settings = ((self.key("ALT", letter), _translated(w.text, known, self.lang)) for letter, w in node.settings)
        head = self.join(self.key("CALENDAR"), option)
        return self.colon(head, self.series(self.join(*setting) for setting in settings))

    def _of_example(self, node: n.Line) -> str:
        match node:
            case n.OnDay():
                return self.join(self.key("AS_OF"), self.literal(node.date))
            case n.GivenFact():
                return self.join(node.name.text, self.key("IS"), self.expr(node.value))
            case n.Records():
                return self.join(node.name.text, self.key("IS"), self.key("EMPTY"))
            case n.AllAre():
                head = self.join(self.key("ALL_ARE"), self.literal(node.value))
                return self.colon(head, self.series(word.text for word in node.names))
            case n.Switched():
                return self.under(node.under)
            case n.Expect():
                return self._expect(node)
            case _:
                raise AssertionError(node)

    def _expect(self, node: n.Expect) -> str:
        values = self.series(self.expr(value) for value in node.values)
        head = self.join(self.key("EXPECT"), node.name.text)
        match node.status:
            case "value":
                return self.join(head, self.key("IS"), values)
            case "unknown":
                missing = self.comma(self.key("MISSING"), values) if values else ""
                return self.join(head, self.key("UNKNOWN"), missing)
            case "refused":
                head = self.join(self.key("EXPECT"), self.key("REFUSED"), node.name.text)
                return self.colon(head, values) if values else head
            case _:
                return self.join(head, self.key(node.status.upper()))

    # ---- blocks ----

    def _given(self, node: n.Given | n.Applies) -> Iterator[Line]:
        word, condition = self.key("GIVEN" if isinstance(node, n.Given) else "IF"), node.condition
        if isinstance(condition, n.Block):
            kind = "" if condition.kind == "all_of" else self.key(condition.kind.upper())
            yield Line(node.span[0], STEP, self.colon(self.join(word, kind)))
            yield from self._items(condition, 2 * STEP)
        else:
            yield Line(node.span[0], STEP, self.join(word, self.expr(condition)))

    def _valued(self, at: int, depth: int, before: str, under: n.Under | None, value: n.Expr) -> Iterator[Line]:
        """A body or item: a value on its line, or the keyword of a block and the block's lines."""
        if under is not None:
            before += self.colon(self.under(under)) + ("" if self.lang == "zh" else " ")
        if isinstance(value, n.Block):
            yield Line(at, depth, before + self.colon(self.key(value.kind.upper())))
            yield from self._items(value, depth + STEP)
        elif isinstance(value, n.Cases):
            yield Line(at, depth, before + self.colon(self.key("CASES")))
            for bullet, branch in self._bulleted(value.branches, value.branches[0].span[0]):
                yield Line(branch.span[0], depth + STEP, bullet + self._branch(branch))
        elif isinstance(value, n.Tiers):
            head = self.rounded(value.operand, value.mode, value.unit) if value.mode else self.expr(value.operand)
            yield Line(at, depth, before + self.colon(self.join(self.key("TIERS"), head)))
            for bullet, tier in self._bulleted(value.tiers, value.tiers[0].span[0]):
                yield Line(tier.span[0], depth + STEP, bullet + self._tier(tier))
        else:
            yield Line(at, depth, before + self.expr(value))

    def _items(self, block: n.Block, depth: int) -> Iterator[Line]:
        for bullet, item in self._bulleted(block.items, block.items[0].span[0]):
            yield from self._valued(item.span[0], depth, bullet, item.under, item.value)

    def _branch(self, branch: n.Branch) -> str:
        if branch.condition is None:
            return self.colon(self.key("OTHERWISE"), self.expr(branch.value))
        return self.colon(self.join(self.key("IF"), self.expr(branch.condition)), self.expr(branch.value))

    def _tier(self, tier: n.Tier) -> str:
        bound = self.key("BEYOND") if tier.upto is None else self.join(self.key("TO"), self.expr(tier.upto))
        return self.colon(bound, self.expr(tier.rate))

    def _bulleted(self, items: Sequence[N], at: int) -> Iterator[tuple[str, N]]:
        """Items with their bullets, the first of which stands at `at`: numbered anew if they are numbered, else `-`."""
        token = self.tokens[bisect_left(self.starts, at)]
        style = _bullet(str(token) if token.type == "BULLET" else "-", self.lang)
        for number, item in enumerate(items, start=1):
            yield style.format(n=number, zh=_chinese(number)), item


def _bullet(typed: str, lang: str) -> str:
    """`（一）`, `（1）`, `一、`, `1.` or `-`: the style of a list, from its first bullet."""
    if typed[0] in "-•·*—":
        return "- "
    number = "{zh}" if typed.strip("()、")[:1] in _NUMBERS and lang == "zh" else "{n}"
    if typed[0] == "(" or typed[0] in _CIRCLED:
        return f"（{number}）" if lang == "zh" else f"({number}) "
    return number + ("、" if number == "{zh}" else ". ")


def _chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    if tens > 9:
        return str(number)
    return ("" if tens < 2 else _NUMBERS[tens - 1]) + ("十" if tens else "") + (_NUMBERS[ones - 1] if ones else "")


def _translated(word: str, known: dict[str, str], lang: str) -> str:
    """A fixed word of the language in Chinese or English; any other word as it is."""
    table = known if lang == "en" else {en: zh for zh, en in known.items()}
    return table.get(word, word)
