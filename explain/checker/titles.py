"""Names of ways: which conditions they name, and how many there are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from explain.checker.addresses import Item
from explain.checker.bars import Barred
from explain.checker.claims import Way
from explain.checker.conditions import Conditions
from explain.checker.context import Context
from explain.checker.deciding import clash, whatever

_ORDINALS = "一二三四五六七八九十"
_TITLE = {
    "zh": re.compile(r"情况(?P<n>[一二三四五六七八九十]|\d+)：(?P<names>.+?)(?:等(?P<count>\d+)项)?"),
    "en": re.compile(r"Way (?P<n>\d+): (?P<names>.+?)(?:; and (?P<more>\d+) more)?"),
}
NOTES = {
    "没有填的那些，怎么填结果都一样。": "same",
    "Whatever the missing answers are, this comes out the same.": "same",
    "待确定的这几项，不可能同时都合要求。": "clash",
    "Those that are to be settled cannot all come out as they must.": "clash",
    "就算补上缺的，在您问的那一天也不可能都符合，因为有的情况已经定了。": "barred",
    "Even with that put right, these cannot all be met on the day asked about: something is fixed.": "barred",
}
_MET = ("已经符合：", "Already met:")


class Titles:
    """`cards`: all that have titles, in the order of the page."""

    def __init__(self, context: Context, conditions: Conditions, cards: Sequence[Way]) -> None:
        self.context, self.conditions, self.cards = context, conditions, cards
        self.report, self.lang = context.report, context.lang

    def check(self, way: Way) -> None:
        """The title of a card, its note, and what is met already."""
        if (
            way.met_head
            and way.met_head.split("：")[0].split(":")[0] + ("：" if self.lang == "zh" else ":") not in _MET
        ):
            self.report.unread(way.step, way.met_head)
        for line in way.met:
            item = self.context.item(line.step)
            if item is None:
                self.report.claim(False, line.step, line.text, "程序里没有这一步。", "There is no such step.")
            else:
                self.conditions.worded(line.text, item, line.step)
        if way.note:
            self._note(way)
        if way.title:
            self._title(way)

    def _note(self, way: Way) -> None:
        kind, item = NOTES.get(way.note), self.context.item(way.step)
        if kind is None:
            self.report.unread(way.step, way.note)
            return
        # A way has the note of the whole list, or of the part that it is.
        holds = item is not None and whatever(self.context.addresses, item) == kind
        if kind == "clash":
            parts = [part for claim in way.conditions if (part := self.context.item(claim.step))]
            holds = holds or clash(self.context.addresses, parts)
        elif kind == "barred":
            found = Barred(self.context, self.context.conditions(way))
            holds = found.by(found.fixed())
        self.report.claim(holds, way.step, way.note, "并不是这样。", "It is not so.")

    def _title(self, way: Way) -> None:
        match = _TITLE[self.lang].fullmatch(way.title)
        if match is None:
            self.report.unread(way.step, way.title)
            return
        number = _ORDINALS.index(match["n"]) + 1 if match["n"] in _ORDINALS else int(match["n"])
        placed = way in self.cards and number == self.cards.index(way) + 1
        self.report.claim(placed, way.step, way.title, "次序不对。", "Its number is another.")
        items = self.context.conditions(way)
        head = self.context.item(way.step)
        by = match.groupdict()
        count, more = by.get("count"), by.get("more")
        right = self._names(match["names"], items, int(count) if count else None, int(more) if more else None)
        if not right and head is not None and head.role == "exception":
            right = self.conditions.is_called(match["names"], head)
        zh, en = "标题说的不是这些条件。", "These conditions are others."
        self.report.claim(right, way.step, way.title, zh, en)

    def _names(self, text: str, items: Sequence[Item], count: int | None, more: int | None) -> bool:
        for parts in _split(text, "、" if self.lang == "zh" else "; "):
            rest = len(items) - len(parts)
            if (count is not None and count != len(items)) or (more is not None and more != rest):
                continue
            if count is None and more is None and rest:
                continue
            if all(any(self.conditions.is_called(part, item) for item in items) for part in parts):
                return True
        return False


def _split(text: str, joint: str) -> Iterator[list[str]]:
    """The ways to divide a list whose items may contain the sign that divides them."""
    pieces = text.split(joint)
    if len(pieces) > 8:
        yield pieces
        return
    for mask in range(2 ** (len(pieces) - 1)):
        found = [pieces[0]]
        for i, piece in enumerate(pieces[1:]):
            if mask >> i & 1:
                found[-1] += joint + piece
            else:
                found.append(piece)
        yield found
