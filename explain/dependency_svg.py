"""Pictures of dependencies. Arrows lead from what is used to what uses it; on a phone what is used hangs below."""

from __future__ import annotations

from dataclasses import replace

from explain.dependency import Item, Overview, PartView, View
from explain.pictures.canvas import Caption, Card, Section, box_of, picture
from explain.pictures.layout import INDENT, Layout, Line, Row, grid, layered, stacked

PHONE = 324.0
SCREEN = 1248.0
_EMPTY = Layout(0, 0, {}, ())
_FACT, _DEFINITION, _PART = 160.0, 184.0, 142.0

_FACTS = {"parameter": "parameter", "holidays": "parameter", "records": "records"}
"""Styles of facts that are not simply asked."""

_LEGEND = {
    "definition": {"zh": "◆ 结论", "en": "◆ conclusion"},
    "other": {"zh": "◇ 别的条文的结论", "en": "◇ conclusion of another text"},
    "exception": {"zh": "△ 例外", "en": "△ exception"},
    "other_exception": {"zh": "△ 别的条文的例外", "en": "△ exception of another text"},
    "fact": {"zh": "○ 事实", "en": "○ fact"},
    "parameter": {"zh": "□ 由机关公布", "en": "□ published by authorities"},
    "records": {"zh": "≡ 记录列表", "en": "≡ list of records"},
    "again": {"zh": "↑ 上面已经有了", "en": "↑ already above"},
    "wide": {"zh": "箭头从被用到的指向用到它的", "en": "an arrow leads to what uses it"},
    "narrow": {"zh": "一个框用到的，挂在它下面", "en": "what a box uses hangs below it"},
    "broken": {"zh": "虚线：是它的例外，或者优先于它", "en": "broken line: an exception to it, or prevails over it"},
    "empty": {"zh": "这里没有可以计算的结论。", "en": "There is no computable conclusion here."},
    "alone": {
        "zh": "不用到别的条文、也没有被用到的条文：",
        "en": "Texts that use no other text and are used by none:",
    },
    "used": {
        "zh": "箭头从被用到的条文指向用到它的条文：",
        "en": "An arrow leads from a text to the texts that use it:",
    },
    "hangs": {"zh": "用到一条的条文，挂在它下面：", "en": "The texts that use a text hang below it:"},
}


def view_svg(view: View, lang: str, narrow: bool = False) -> str:
    """An article or a conclusion: layers from left to right, or (`narrow`) a stack that fits a phone."""
    title = view.title.get(lang)
    if not view.items:
        text = _LEGEND["empty"][lang]
        return picture([], [Section(Caption(text), _EMPTY)], title, f"{title}. {text}", lang)
    cards, layout = _narrow(view, lang) if narrow else _wide(view, lang)
    facts = sum(1 for item in view.items if item.kind == "fact")
    desc = {
        "zh": f"{title}：{len(view.items) - facts} 个结论、{facts} 项事实；同样的内容另有文字列表。",
        "en": f"{title}: {len(view.items) - facts} conclusions, {facts} facts; a list says the same.",
    }[lang]
    styles = {card.style for card in cards} | {"narrow" if narrow else "wide"}
    styles |= {"broken"} if view.exceptions else set()
    words = [words[lang] for key, words in _LEGEND.items() if key in styles]
    legend = Section(Caption(("；" if lang == "zh" else "; ").join(words)), _EMPTY)
    drawn = "up" if narrow else "arrows"
    return picture(cards, [Section(None, layout), legend], title, desc, lang, drawn, view.exceptions)


def _card(item: Item, key: str, lang: str, again: bool = False) -> Card:
    label = item.label.get(lang)
    if again or item.kind == "fact":
        return Card(key, item.name, "again" if again else _FACTS.get(item.sort, "fact"), "", label, (), again)
    own, other = ("exception", "other_exception") if item.sort == "exception" else ("definition", "other")
    return Card(key, item.name, own if item.own else other, item.word(lang), label)


def _wide(view: View, lang: str) -> tuple[list[Card], Layout]:
    cards = [_card(item, item.name, lang) for item in view.items]
    boxes = [box_of(c, _DEFINITION if c.word else _FACT) for c in cards]
    return cards, layered(boxes, view.edges, across=True, gap=9, step=36)


def _narrow(view: View, lang: str) -> tuple[list[Card], Layout]:
    """Every item once with all it uses below it; where it comes again, a box that points back."""
    uses, used = view.uses(), {edge[0] for edge in view.edges}
    cards: list[Card] = []
    rows: list[Row] = []
    seen: set[str] = set()

    def add(item: Item, parent: str, depth: int) -> None:
        card = _card(item, str(len(cards)), lang, again=item.name in seen)
        cards.append(card)
        rows.append(Row(box_of(card, PHONE - INDENT * depth), parent, depth))
        if item.name not in seen:
            seen.add(item.name)
            for below in uses[item.name]:
                add(below, card.key, depth + 1)

    for item in view.items:
        if item.name not in used:
            add(item, "", 0)
    layout = stacked(rows, gap=7)
    return cards, replace(layout, lines=tuple(Line(line.end, line.start, line.path) for line in layout.lines))


# ---- the whole regulation ----------------------------------------------------------------------------------------


def overview_svg(found: Overview, lang: str, narrow: bool = False) -> str:
    """The texts of a regulation: those that depend on each other in layers, the others in rows below; or (`narrow`)
    all in a stack."""
    linked = {name for edge in found.edges for name in edge}
    together = [part for part in found.parts if part.name in linked]
    alone = [part for part in found.parts if part.name not in linked]
    title, texts, uses = found.title.get(lang), len(found.parts), len(found.edges)
    desc = {
        "zh": f"{title}：{texts} 个条文，{uses} 处引用；同样的内容另有可以折叠的列表。",
        "en": f"{title}: {texts} texts, {uses} uses of one by another; a list that folds says the same.",
    }[lang]
    cards, sections = (_overview_narrow if narrow else _overview_wide)(found, together, alone, lang)
    return picture(cards, sections, title, desc, lang, "" if narrow else "arrows")


def _overview_wide(
    found: Overview, together: list[PartView], alone: list[PartView], lang: str
) -> tuple[list[Card], list[Section]]:
    cards = [_part_card(part, part.name, lang) for part in found.parts]
    boxes = {card.key: box_of(card, _PART) for card in cards}
    tallest = max((box.height for box in boxes.values()), default=0.0)
    boxes = {key: replace(box, height=tallest) for key, box in boxes.items()}
    sections = []
    if together:
        chosen = [boxes[part.name] for part in together]
        layout = layered(chosen, found.edges)
        layout = layout if layout.width <= SCREEN else layered(chosen, found.edges, across=True)
        sections.append(Section(Caption(_LEGEND["used"][lang], "bold"), layout))
    if alone:
        room = max([SCREEN, *(section.layout.width for section in sections)])
        caption = Caption(_LEGEND["alone"][lang], "bold")
        sections.append(Section(caption, grid([boxes[part.name] for part in alone], room)))
    return cards, sections or [Section(Caption(_LEGEND["empty"][lang]), _EMPTY)]


def _part_card(part: PartView, key: str, lang: str, again: bool = False) -> Card:
    name = part.heading.get(lang) or "-"
    if again:
        return Card(key, part.name, "again", "", name, (), True)
    style = "article" if part.definitions else "plain"
    return Card(key, part.name, style, name, part.title.get(lang), part.counts(lang))


def _overview_narrow(
    found: Overview, together: list[PartView], alone: list[PartView], lang: str
) -> tuple[list[Card], list[Section]]:
    """Each text once, with those that use it below it; where it comes again, a box that points back."""
    users = {part.name: [user for user in found.parts if part.name in user.uses] for part in found.parts}
    cards: list[Card] = []
    seen: set[str] = set()

    def rows_of(part: PartView, parent: str, depth: int) -> list[Row]:
        again = part.name in seen
        seen.add(part.name)
        card = _part_card(part, str(len(cards)), lang, again)
        cards.append(card)
        below = [] if again else users[part.name]
        rows = [Row(box_of(card, PHONE - INDENT * depth), parent, depth)]
        return rows + [row for user in below for row in rows_of(user, card.key, depth + 1)]

    sections = []
    for parts, key in ((together, "hangs"), (alone, "alone")):
        rows = [row for part in parts if not part.uses for row in rows_of(part, "", 0)]
        rows += [row for part in parts if part.name not in seen for row in rows_of(part, "", 0)]
        if rows:
            sections.append(Section(Caption(_LEGEND[key][lang], "bold"), stacked(rows, gap=7)))
    return cards, sections or [Section(Caption(_LEGEND["empty"][lang]), _EMPTY)]
