"""A proof as a picture, and the same boxes as a nested list. Both are drawn from one tree of what is visible.

    Node ──folding──▶ what fits ──boxes──▶ Shown ──▶ SVG: a stack (citizen) or columns (reviewer)
                                            └──────▶ list

The answer stands at the top, what decides below it. A citizen's picture fits a phone; a reviewer's is as wide as a
screen and no higher than a sheet of A4 in landscape, so that it can be read in print: what does not fit is folded."""

from __future__ import annotations

from explain.pictures.boxes import Shown, shown
from explain.pictures.canvas import Card, Section, box_of, picture
from explain.pictures.columns import Branch, spread
from explain.pictures.folding import CITIZEN, REVIEWER, Seen, choose, simplify
from explain.pictures.layout import INDENT, Box, Layout, Row, stacked
from explain.proof import Node
from explain.templating import fill, html_lang

__all__ = ["CITIZEN", "REVIEWER", "Shown", "outline_html", "outline_svg", "proof_outline", "proof_svg"]

NARROW = 324.0
SHEET = (1248.0, 848.0)
"""Width and height of a reviewer's picture without its margin: on A4 in landscape its smallest letters are 7.4 pt."""
COLUMNS = 5


def proof_svg(root: Node, lang: str, title: str, limit: int = CITIZEN) -> str:
    """The picture of a proof with at most `limit` boxes: a stack that fits a phone, or, for a reviewer (`limit` above
    9), a tree in columns."""
    return outline_svg(proof_outline(root, lang, limit), lang, title, limit)


def outline_svg(found: Shown, lang: str, title: str, limit: int = CITIZEN) -> str:
    """The same of an outline."""
    count = sum(1 for _ in found.walk())
    cards, layout = (_stack if limit <= CITIZEN else _columns)(found)
    desc = {
        "zh": f"{found.label}：{found.word}。图中有 {count} 项，从结论到条件；同样的内容另有文字列表。",
        "en": f"{found.label}: {found.word}. {count} boxes, from conclusion to conditions; a list says the same.",
    }[lang]
    return picture(cards, [Section(None, layout)], title, desc, lang)


def proof_outline(root: Node, lang: str, limit: int = CITIZEN) -> Shown:
    """The visible conditions of a proof, nested: the text twin of the picture. What is visible of a reviewer's picture
    fits in either language."""

    def fits(seen: Seen) -> bool:
        return all(_columns(shown(seen, each))[1].height <= SHEET[1] for each in ("zh", "en"))

    tree = simplify(root)
    return shown(choose(tree, limit, fits) if limit > CITIZEN else choose(tree, limit), lang)


def outline_html(found: Shown, lang: str) -> str:
    """The nested list in HTML."""
    return fill("proof_outline.html.j2", root=found, lang=html_lang(lang))


# ---- where it stands ---------------------------------------------------------------------------------------------


def _card(item: Shown, root: bool) -> Card:
    return Card(item.id, item.id, item.style, item.word, item.label, item.notes, lead=root)


def _stack(found: Shown) -> tuple[list[Card], Layout]:
    cards: list[Card] = []
    rows: list[Row] = []

    def add(item: Shown, parent: str, level: int) -> None:
        card = _card(item, not cards)
        cards.append(card)
        rows.append(Row(box_of(card, NARROW - INDENT * level), parent, level))
        for part in item.parts:
            add(part, card.key, level + 1)

    add(found, "", 0)
    return cards, stacked(rows)


def _columns(found: Shown) -> tuple[list[Card], Layout]:
    cards = {item.id: _card(item, item is found) for item in found.walk()}

    def branch(item: Shown) -> Branch:
        return Branch(item.id, tuple(branch(part) for part in item.parts))

    def size(key: str, width: float) -> Box:
        return box_of(cards[key], width)

    return list(cards.values()), spread(branch(found), size, *SHEET, COLUMNS)
