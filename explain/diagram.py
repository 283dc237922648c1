"""A proof as a picture, and the same boxes as a nested list. Both are drawn from one tree of what is visible.

    Node ──join──▶ a rule and its "all of" are one ──choose──▶ what fits ──▶ Shown ──▶ SVG
                                                                             └──────▶ list

The answer stands at the top. Decisive conditions come first; what does not fit, or does not matter, is folded: a rule
closes over its conditions, and the other conditions of a rule become one box that says how many there are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from explain.canvas import STYLES, Card, Section, box_of, picture
from explain.layout import INDENT, Layout, Row, layered, stacked
from explain.proof import Node
from explain.templating import fill
from explain.words import cite

CITIZEN, REVIEWER = 9, 25
NARROW, WIDE = 324.0, 236.0

_WORDS = {
    "met": {"zh": "符合", "en": "met"},
    "unmet": {"zh": "不符合", "en": "not met"},
    "open": {"zh": "待确定", "en": "to be settled"},
    "not_applicable": {"zh": "不适用", "en": "not applicable"},
    "value": {"zh": "结果", "en": "result"},
    "counts": {"zh": "例外成立", "en": "exception applies"},
    "more": {"zh": "其余条件", "en": "other conditions"},
}
_IDLE = {"zh": "{}，不影响结果", "en": "{}, no effect on the result"}
_ROLES = {
    "guard": {"zh": "前提：{}", "en": "given: {}"},
    "if": {"zh": "如果：{}", "en": "if: {}"},
    "then": {"zh": "那么：{}", "en": "then: {}"},
    "else": {"zh": "否则：{}", "en": "else: {}"},
    "instead": {"zh": "按例外：{}", "en": "by the exception: {}"},
    "general": {"zh": "一般规则：{}", "en": "general rule: {}"},
}
_JOINED = {
    "all": {"zh": "要同时符合：", "en": "all of these:"},
    "any": {"zh": "符合其一就可以：", "en": "any one of these:"},
    "none": {"zh": "以下都不能有：", "en": "none of these:"},
    "exceptions": {"zh": "先看例外：", "en": "exceptions first:"},
    "unless": {"zh": "要同时符合，并且没有例外：", "en": "all of these, and no exception:"},
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


def proof_svg(root: Node, lang: str, title: str, limit: int = CITIZEN) -> str:
    """The picture of a proof with at most `limit` boxes: an indented stack that fits a phone, or, for a reviewer
    (`limit` above 9), a tree from left to right."""
    shown = proof_outline(root, lang, limit)
    count = sum(1 for _ in shown.walk())
    cards, parents = _cards(shown)
    layout = _stack(cards, parents) if limit <= CITIZEN else _tree(cards, parents)
    desc = {
        "zh": f"{shown.label}：{shown.word}。图中有 {count} 项，从结论到条件；同样的内容另有文字列表。",
        "en": f"{shown.label}: {shown.word}. {count} boxes, from conclusion to conditions; a list says the same.",
    }[lang]
    return picture(cards, [Section(None, layout)], title, desc, lang)


def proof_outline(root: Node, lang: str, limit: int = CITIZEN) -> Shown:
    """The visible conditions of a proof, nested: the text twin of the picture."""
    tree = _join(root)
    return _shown(tree, (), _choose(tree, max(limit, 2)), lang)


def outline_html(shown: Shown, lang: str) -> str:
    """The nested list in HTML."""
    return fill("proof_outline.html.j2", root=shown, lang={"zh": "zh-CN"}.get(lang, lang))


# ---- what is visible ---------------------------------------------------------------------------------------------

_Path = tuple[int, ...]
_GROUPS = ("all", "any", "none", "not", "cases", "exceptions", "unless")


@dataclass(frozen=True, slots=True)
class _Tree:
    node: Node
    joined: str
    parts: tuple[_Tree, ...]

    def at(self, path: _Path) -> _Tree:
        return self.parts[path[0]].at(path[1:]) if path else self

    def leaves(self) -> Iterator[Node]:
        if not self.parts:
            yield self.node
        for part in self.parts:
            yield from part.leaves()


def _join(node: Node) -> _Tree:
    """A rule whose only part is an "all of" (or "any", "none") that came to the same is one box with it; so is an
    exception that does not apply with its conditions."""
    joined, parts = "", node.parts
    if node.kind == "rule" and len(parts) == 1:
        only = parts[0]
        if only.kind in _JOINED and only.parts and (only.state, only.decisive) == (node.state, node.decisive):
            joined, parts = only.kind, only.parts
        elif node.role in ("exception", "against") and node.negated and only.kind in _JOINED and only.parts:
            parts = only.parts
    return _Tree(node, joined, tuple(_join(part) for part in parts))


def _choose(tree: _Tree, limit: int) -> dict[_Path, tuple[int, ...]]:
    """Which parts of which boxes are visible. A box that is not named is closed; where parts of a named one are left
    out, they share one more box. First what decides, level by level; then, for a reviewer, the rest as it fits."""
    chosen: dict[_Path, tuple[int, ...]] = {}
    budget = limit - 1
    queue: list[_Path] = [()]
    while queue:
        path = queue.pop(0)
        parts = tree.at(path).parts
        wanted = [i for i, part in enumerate(parts) if part.node.decisive] or ([] if path else list(range(len(parts))))
        if len(parts) - len(wanted) == 1 and wanted:
            wanted = list(range(len(parts)))
        cost = len(wanted) + (len(wanted) < len(parts))
        if cost > budget and not path:
            wanted, cost = wanted[: budget - 1], budget
        if wanted and cost <= budget:
            chosen[path], budget = tuple(wanted), budget - cost
            queue += [(*path, i) for i in wanted]
    return _unfold(tree, chosen, budget) if limit > CITIZEN else chosen


def _unfold(tree: _Tree, chosen: dict[_Path, tuple[int, ...]], budget: int) -> dict[_Path, tuple[int, ...]]:
    """Open folded boxes and closed rules, upper ones first, as long as all their parts fit."""
    queue: list[_Path] = [()]
    while queue:
        path = queue.pop(0)
        parts = tree.at(path).parts
        now = chosen.get(path, ())
        cost = len(parts) - len(now) - (1 if now and len(now) < len(parts) else 0)
        if cost <= budget and parts:
            chosen[path], budget = tuple(range(len(parts))), budget - cost
        queue += [(*path, i) for i in chosen.get(path, ())]
    return chosen


def _shown(tree: _Tree, path: _Path, chosen: dict[_Path, tuple[int, ...]], lang: str) -> Shown:
    visible = chosen.get(path, ())
    parts = [_shown(tree.parts[i], (*path, i), chosen, lang) for i in visible]
    hidden = [part for i, part in enumerate(tree.parts) if i not in visible]
    if visible and hidden:
        parts.append(_folded(tree.node.id, hidden, lang))
    node = tree.node
    style, word = _state(node, lang, root=not path)
    label = (node.brief.get(lang) if node.kind in _GROUPS and not visible else "") or node.label.get(lang)
    return Shown(node.id, style, word, label, _notes(tree, bool(visible), lang), tuple(parts))


def _state(node: Node, lang: str, root: bool) -> tuple[str, str]:
    word = _WORDS[node.mark][lang]
    idle = not node.decisive and not root
    style = "idle" if idle or node.state == "not_applicable" else node.mark
    if idle and node.state != "not_applicable":
        word = _IDLE[lang].format(word)
    return style, _ROLES[node.role][lang].format(word) if node.role in _ROLES else word


def _notes(tree: _Tree, is_open: bool, lang: str) -> tuple[str, ...]:
    """Your value beside the value required; where the law says so; how the parts count, or how many are inside."""
    node, zh = tree.node, lang == "zh"
    notes = [_values(node, lang), cite(node.cite).get(lang) if node.cite else "", node.note.get(lang)]
    notes += [aside.get(lang) for aside in node.asides]
    if is_open:
        notes.append(_JOINED[tree.joined][lang] if tree.joined else "")
    elif tree.parts:
        count = sum(1 for _ in tree.leaves())
        en = f"{count} conditions inside" if count > 1 else "1 condition inside"
        notes.append(f"内含 {count} 项条件" if zh else en)
    return tuple(note for note in notes if note)


def _values(node: Node, lang: str) -> str:
    """What the label does not say already."""
    yours, needed, label = node.yours.get(lang), node.needed.get(lang), node.label.get(lang)
    if node.state == "not_applicable":
        return ""
    if node.state == "value":
        return yours if yours != label else ""
    values = [("您的：" if lang == "zh" else "yours: ") + yours] if yours else []
    if needed and node.kind != "fact" and needed not in label:
        values.append(("要求：" if lang == "zh" else "needed: ") + needed)
    return ("；" if lang == "zh" else "; ").join(values)


def _folded(parent: str, hidden: list[_Tree], lang: str) -> Shown:
    leaves = [leaf for part in hidden for leaf in part.leaves()]
    count, decisive = len(leaves), sum(1 for leaf in leaves if leaf.decisive)
    states = {leaf.mark for leaf in leaves}
    style, word = "more", _WORDS["more"][lang]
    if not decisive:
        style, zh, en = "idle", f"另有 {count} 项，均不影响结果", f"{count} more, none affects the result"
    elif decisive == count and len(states) == 1:
        style, word = leaves[0].mark, _WORDS[leaves[0].mark][lang]
        style = style if style in STYLES else "idle"
        zh, en = f"另有 {count} 项，均{word}", f"{count} more, all {word}"
    else:
        zh = f"另有 {count} 项，其中 {decisive} 项影响结果"
        en = f"{count} more, {decisive} of which affect the result"
    found = dict.fromkeys(cite(part.node.cite).get(lang) for part in hidden if part.node.cite)
    cites = ("、" if lang == "zh" else "; ").join(found)
    return Shown(f"{parent}+", style, word, {"zh": zh, "en": en}[lang], (cites,) if cites else ())


# ---- where it stands ---------------------------------------------------------------------------------------------


def _cards(shown: Shown) -> tuple[list[Card], dict[str, str]]:
    """Cards in reading order, and the key of each one's parent."""
    cards: list[Card] = []
    parents: dict[str, str] = {}

    def add(item: Shown, parent: str) -> None:
        key = str(len(cards))
        cards.append(Card(key, item.id, item.style, item.word, item.label, item.notes))
        parents[key] = parent
        for part in item.parts:
            add(part, key)

    add(shown, "")
    return cards, parents


def _stack(cards: list[Card], parents: dict[str, str]) -> Layout:
    rows, depth = [], {"": -1}
    for card in cards:
        depth[card.key] = level = depth[parents[card.key]] + 1
        rows.append(Row(box_of(card, NARROW - INDENT * level), parents[card.key], level))
    return stacked(rows)


def _tree(cards: list[Card], parents: dict[str, str]) -> Layout:
    edges = [(parents[card.key], card.key) for card in cards if parents[card.key]]
    return layered([box_of(card, WIDE) for card in cards], edges, across=True)
