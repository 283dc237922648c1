"""What the boxes of a picture say: state, label, and notes beside it (your value and the value required, where the law
says so, how the parts below count, how many are inside)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from compiler.program import Text
from explain.interface import SEE_ABOVE, UI
from explain.pictures.canvas import STYLES
from explain.pictures.folding import Fold, Seen, Tree, article_of, constant
from explain.pictures.layout import DOT
from explain.proof import Node
from explain.words import STATES, capital, cite, listed, phrase

_RESULT = STATES["value"][1]
_NOT = Text("例外不成立", "exception does not apply")
_OUTSIDE = Text("这一天不在施行期内", "not in force on this day")
_REST = Text("其余条件", "other conditions")
_REST_OF = Text("{}的其余条件", "other conditions of {}")
_IDLE = Text("{}；不影响结果", "{}; no effect on the result")
_NO_MATTER = Text("不影响结果", "no effect on the result")
_WAYS = (Text("一种情况", "one way"), Text("另一种情况", "another way"))
_ROLES = {
    "guard": Text("前提", "given"),
    "if": Text("如果", "if"),
    "then": Text("那么", "then"),
    "else": Text("否则", "else"),
    "instead": Text("按例外", "by the exception"),
    "general": Text("一般规则", "general rule"),
}
_FORMULA, _TAKEN = Text("算法：{}", "How: {}"), Text("取自：{}", "Taken from: {}")
_GIVES = Text("所以结果是：{}", "So the result is: {}")
_WOULD_GIVE = Text("如果成立，结果是：{}", "If it applies, the result is: {}")
_INSIDE = (Text("内含 1 项条件", "1 condition inside"), Text("内含 {} 项条件", "{} conditions inside"))
_FROM = (Text("由 1 项条件得出", "follows from 1 condition"), Text("由 {} 项条件得出", "follows from {} conditions"))
_NO_EFFECT = Text("另有 {} 项，均不影响结果", "{} more, none affects the result")
_ALL_SAME = Text("另有 {} 项，均{}", "{} more, all {}")
_ALL_COUNT = Text("另有 {} 项，均影响结果", "{} more, all affect the result")
_SOME_COUNT = Text("另有 {} 项，其中 {} 项影响结果", "{} more, {} of which affect the result")
_MOST = 3
"""More articles than this are counted, not listed."""
_GROUPS = ("all", "any", "not", "cases", "exceptions", "unless")
_JOINED = {
    ("all", ""): Text("要同时符合：", "All of these must be met:"),
    ("all", "met"): Text("要同时符合，也都符合：", "All of these must be met, and are:"),
    ("all", "unmet"): Text("要同时符合几项，不符合的是：", "All must be met. Not met:"),
    ("all", "open"): Text("要同时符合几项，待确定的是：", "All must be met. To be settled:"),
    ("any", ""): Text("符合其一就可以：", "Any one of these is enough:"),
    ("any", "met"): Text("符合其一就可以，符合的是：", "Any one is enough. Met:"),
    ("any", "unmet"): Text("符合其一就可以，但都不符合：", "Any one is enough, but none is met:"),
    ("any", "open"): Text("符合其一就可以，待确定的是：", "Any one is enough. To be settled:"),
    ("exceptions", ""): Text("先看例外，再看一般规则：", "Exceptions first, then the general rule:"),
    ("exceptions", "counts"): Text("有例外，按例外办：", "An exception applies and decides:"),
    ("cases", ""): Text("分情况：", "It depends on the case:"),
    ("unless", "unmet"): Text("要同时符合几项，不符合的是：", "All must be met. Not met:"),
    ("unless", ""): Text("要同时符合，并且没有例外：", "All of these must be met, and no exception applies:"),
}
_BECAUSE = {
    "exception": Text("不成立，因为：", "It does not apply, because:"),
    "met": Text("答案是“否”，因为：", "The answer is “no”, because:"),
    "unmet": Text("答案是“是”，因为：", "The answer is “yes”, because:"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A box of the picture, an item of the list."""

    id: str
    style: str
    word: str
    label: str
    notes: tuple[str, ...]
    parts: tuple[Shown, ...] = ()

    @property
    def symbol(self) -> str:
        return STYLES[self.style].symbol

    def walk(self) -> Iterator[Shown]:
        yield self
        for part in self.parts:
            yield from part.walk()


def shown(seen: Seen, lang: str) -> Shown:
    """The boxes in a language, zh or en."""
    return _Words(lang).box(seen, "", True)


def _generic(lang: str) -> frozenset[str]:
    """Labels of lists that say no more than how their parts count."""
    return frozenset(phrase(op, "", lang, negated) for op in ("and", "or", "none_of") for negated in (False, True))


@dataclass(frozen=True, slots=True)
class _Words:
    lang: str

    def box(self, seen: Seen, way: str, root: bool = False) -> Shown:
        node = seen.tree.node
        ways = self._ways(seen)
        parts: list[Shown] = []
        folds = 0
        for part in seen.parts:
            if isinstance(part, Fold):
                folds += 1
                parts.append(self._folded(part, f"{node.id}+{folds if folds > 1 else ''}"))
            else:
                parts.append(self.box(part, ways.get(part.tree.node.id, "")))
        style, word = self._state(node, root)
        if node.state == "not_applicable" and [part.node.label for part in seen.tree.parts] == [UI["day"]]:
            word = self._t(_OUTSIDE)
        word = self._pair(way, word) if way else word
        return Shown(node.id, style, capital(word), capital(self._label(seen)), self._notes(seen), tuple(parts))

    def _t(self, text: Text) -> str:
        return text.get(self.lang)

    def _pair(self, name: str, what: str) -> str:
        return f"{name}{self._t(UI['colon'])}{what}" if name and what else name or what

    def _ways(self, seen: Seen) -> dict[str, str]:
        """Lists under "any of" are ways to meet it."""
        if (seen.tree.joined or seen.tree.node).kind != "any":
            return {}
        parts = [part.tree.node for part in seen.parts if isinstance(part, Seen)]
        lists = [node.id for node in parts if node.kind == "all" and self._t(node.label) in _generic(self.lang)]
        return {id_: self._t(_WAYS[min(i, 1)]) for i, id_ in enumerate(lists)} if len(lists) > 1 else {}

    # ---- the state ----

    def _state(self, node: Node, root: bool) -> tuple[str, str]:
        idle = not node.decisive and not root
        style = "idle" if idle or node.state == "not_applicable" else node.mark
        word = self._t(STATES[node.mark][1])
        if node.role in ("exception", "against"):
            word = self._t(_NOT) if node.negated and node.state == "met" else word
        elif node.kind == "record" and node.state in ("met", "unmet"):
            style = style if node.state == "met" else "idle"
            word = self._t(node.asides[0]) if node.asides else word
        elif node.state == "value":
            word = self._result(node)
        else:
            word = self._pair(self._role(node), word)
        if idle and node.state != "not_applicable":
            word = self._t(_IDLE).format(word) if word != self._t(_RESULT) else self._t(_NO_MATTER)
        return style, word

    def _role(self, node: Node) -> str:
        return self._t(_ROLES[node.role]) if node.role in _ROLES else ""

    def _result(self, node: Node) -> str:
        role, value = self._role(node), self._t(node.yours)
        value = "" if value == self._t(node.label) else value
        return self._pair(role or self._t(_RESULT), value)

    # ---- the label and the notes ----

    def _label(self, seen: Seen) -> str:
        tree, node = seen.tree, seen.tree.node
        label, brief = self._t(node.label), self._t(node.brief)
        if node.role in ("exception", "against"):
            return brief or label
        if constant(node) and node.state != "value":
            return self._pair(self._t(_RESULT), label)
        if label in _generic(self.lang):
            return self._joint(tree, node) if seen.parts else brief or label
        return brief or label if node.kind in _GROUPS and not seen.parts else label

    def _notes(self, seen: Seen) -> tuple[str, ...]:
        tree, node = seen.tree, seen.tree.node
        source = capital(self._t(cite(node.cite))) if node.cite else ""
        inside = self._inside(tree) if not seen.parts else ""
        notes = [*self._told(tree), self._values(node), DOT.join(filter(None, (source, inside)))]
        notes += [self._t(note) for note in (node.note, *node.asides) if note != SEE_ABOVE and node.kind != "record"]
        if tree.gives is not None:
            notes.append(self._t(_GIVES if node.counts else _WOULD_GIVE).format(self._given(tree.gives)))
        notes += self._below(tree) if seen.parts else ()
        return tuple(capital(note) for note in notes if note)

    def _given(self, node: Node) -> str:
        """What an exception gives, in the words of the boxes."""
        return self._t(STATES[node.state][1] if node.state in ("met", "unmet") else node.label)

    def _told(self, tree: Tree) -> Iterator[str]:
        """The condition, or the formula, that is one with the box."""
        told = tree.told
        if told is None or self._t(told.label) in (self._t(tree.node.label), self._t(told.yours)):
            return
        if told.state == "value":
            yield self._t(_FORMULA if told.kind == "test" else _TAKEN).format(self._t(told.label))
        elif told.kind == "fact":
            yield self._pair(self._t(told.label), self._t(told.yours))
        else:
            yield self._t(told.label)
            yield self._values(told)
        yield from (self._t(aside) for aside in told.asides)

    def _values(self, node: Node) -> str:
        """What the label does not say already."""
        yours, needed, label = self._t(node.yours), self._t(node.needed), self._t(node.label)
        if node.state in ("not_applicable", "value") or (node.kind == "rule" and node.state == "open"):
            return ""
        said = yours and yours != self._t(STATES["open"][1])
        values = [self._pair(self._t(UI["yours"]), yours)] if said else []
        if needed and node.kind != "fact" and needed not in label:
            values.append(self._pair(self._t(UI["needed"]), needed))
        return self._t(UI["semicolon"]).join(values)

    def _below(self, tree: Tree) -> Iterator[str]:
        """How the parts below count."""
        node = tree.node
        if node.kind == "rule" and node.negated:
            key = "exception" if node.role in ("exception", "against") else node.state
            yield self._t(_BECAUSE[key]) if key in _BECAUSE else ""
        if tree.joined is not None:
            yield self._joint(tree, tree.joined)

    def _joint(self, tree: Tree, list_: Node) -> str:
        states = {part.node.mark for part in tree.parts if part.node.decisive}
        state = list_.state if states == {list_.state} else ""
        if list_.kind == "exceptions" and "counts" in states:
            state = "counts"
        return self._t(_JOINED.get((list_.kind, state)) or _JOINED[list_.kind, ""])

    def _inside(self, tree: Tree) -> str:
        if not tree.parts:
            return ""
        count = sum(1 for _ in tree.leaves())
        one, many = _FROM if tree.node.state == "value" else _INSIDE
        return self._t(one if count == 1 else many).format(count)

    # ---- folds ----

    def _folded(self, fold: Fold, id_: str) -> Shown:
        leaves = [leaf for part in fold.hidden for leaf in part.leaves()]
        count, decisive = len(leaves), sum(1 for leaf in leaves if leaf.decisive)
        states = {leaf.mark for leaf in leaves}
        rest = self._t(_REST_OF).format(self._t(cite(fold.article))) if fold.article else self._t(_REST)
        if not decisive:
            return Shown(id_, "idle", capital(rest), self._t(_NO_EFFECT).format(count), self._sources(fold))
        if decisive == count and len(states) == 1:
            style, word = leaves[0].mark, self._t(STATES[leaves[0].mark][1])
            style = "idle" if style == "not_applicable" else style
            return Shown(id_, style, capital(word), self._t(_ALL_SAME).format(count, word), self._sources(fold))
        some = _ALL_COUNT if decisive == count else _SOME_COUNT
        return Shown(id_, "more", capital(rest), self._t(some).format(count, decisive), self._sources(fold))

    def _sources(self, fold: Fold) -> tuple[str, ...]:
        """The articles of a fold that does not name one; four and more are counted."""
        if fold.article:
            return ()
        found = list(dict.fromkeys(article_of(node.cite) for part in fold.hidden for node in _cited(part)))
        shown_ = [capital(self._t(cite(name))) for name in found]
        if len(shown_) > _MOST:
            more = len(shown_) - _MOST + 1
            rest = f"等{len(shown_)}处" if self.lang == "zh" else f" and {more} more"
            return (listed(shown_[: _MOST - 1], self.lang) + rest,)
        return (listed(shown_, self.lang, "and"),) if shown_ else ()


def _cited(tree: Tree) -> Iterator[Node]:
    """The uppermost boxes that name their source."""
    if tree.node.cite:
        yield tree.node
        return
    for part in tree.parts:
        yield from _cited(part)
