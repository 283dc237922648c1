"""What of a proof a picture shows: boxes that say one thing are joined, what decides comes first, the rest is folded.

    Node ──simplify──▶ Tree ──choose──▶ Seen: at most `limit` boxes; a closed box and a fold count what is in them

Joined are: a rule and the list (or the single condition, or the formula) that it consists of; an exception and the bare
result that it gives; cases and the rule that they choose for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from explain.proof import Node

CITIZEN, REVIEWER = 9, 25
_LISTS = ("all", "any", "cases", "exceptions", "unless")
_CHOICES = ("cases", "exceptions")
_TOLD = ("fact", "test", "parameter")
_TO_ARTICLE = re.compile(r".*?第[一二三四五六七八九十百千万零]+条")
_BELOW = re.compile(
    r"第[（(]?[一二三四五六七八九十百千万零]+[）)]?[款项句]|[前后]段|第[a-h]段"
    r"|,? \(|, (?:paragraph|item|sentence|part|first part|second part)\b"
)


@dataclass(frozen=True, slots=True)
class Tree:
    """A box. joined: the list that is one with it; told: the condition or formula that is; gives: the bare
    result of an exception."""

    node: Node
    parts: tuple[Tree, ...]
    joined: Node | None = None
    told: Node | None = None
    gives: Node | None = None

    def leaves(self) -> Iterator[Node]:
        if not self.parts:
            yield self.node
        for part in self.parts:
            yield from part.leaves()


@dataclass(frozen=True, slots=True)
class Fold:
    """Several boxes as one, below the box with the id `parent`; `article`: that of all of them, where there is one."""

    parent: str
    hidden: tuple[Tree, ...]
    article: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """A visible box with what is visible below it; one without parts is closed."""

    tree: Tree
    parts: tuple[Seen | Fold, ...] = ()


# ---- joining -----------------------------------------------------------------------------------------------------


def simplify(node: Node) -> Tree:
    """The tree with boxes that say one thing joined. Of a rule with a guard, its guard stays a box of its own."""
    guard = node.parts[:1] if len(node.parts) == 2 and node.parts[0].role == "guard" else ()
    only = node.parts[-1] if node.kind == "rule" and len(node.parts) == 1 + len(guard) else None
    if only is not None and only.kind in (_CHOICES if guard else _LISTS) and only.parts and _same(node, only):
        return Tree(node, tuple(_parts((*guard, *only.parts))), only)
    if only is not None and only.kind in _TOLD and _tells(node, only) and not (guard and only.state != "value"):
        return Tree(node, tuple(_parts((*guard, *only.parts))), told=only)
    return Tree(node, tuple(_parts(node.parts)))


def _parts(nodes: Sequence[Node]) -> list[Tree]:
    found: list[Tree] = []
    for node in nodes:
        if node.role == "instead" and constant(node) and found and found[-1].node.role == "exception":
            found[-1] = replace(found[-1], gives=node)
        elif node.kind == "cases" and node.role == "general" and node.decisive and node.parts:
            found += _parts(node.parts)
        else:
            found.append(simplify(node))
    return found


def constant(node: Node) -> bool:
    """Is it a bare value that the rules give, rather than a condition?"""
    bare = not (node.parts or node.facts or node.yours.zh or node.name)
    return node.kind == "test" and bare and node.role in ("instead", "general", "then", "else")


def _same(node: Node, only: Node) -> bool:
    return only.decisive == node.decisive and (only.state == node.state or node.negated)


def _tells(node: Node, only: Node) -> bool:
    """Can the rule's own box tell this condition, or how the value came about?"""
    if node.state == "value":
        return only.state == "value" and only.yours == node.yours
    return not only.parts and _same(node, only)


# ---- choosing ----------------------------------------------------------------------------------------------------


def choose(tree: Tree, limit: int, fits: Callable[[Seen], bool] = lambda seen: True) -> Seen:
    """At most `limit` boxes (at least 2). A citizen sees what decides, all else is one fold at the end; a reviewer
    (`limit` above 9) sees what does not decide in one fold an article where it belongs. A box stays closed where what
    is in it does not fit."""
    return _Choice(tree, limit, fits).made()


class _Choice:
    def __init__(self, root: Tree, limit: int, fits: Callable[[Seen], bool]) -> None:
        self.root, self.fits = root, fits
        self.budget, self.reviewer = max(limit, 2) - 1, limit > CITIZEN
        self.shown: dict[str, list[Tree]] = {}
        self.folds: dict[str, list[Fold]] = {}
        self.aside: list[tuple[str, Tree]] = []

    def made(self) -> Seen:
        queue = [(self.root, "")]
        while queue:
            tree, above = queue.pop(0)
            article = article_of(tree.node.cite) or above
            if self._open(tree, article):
                below = self.shown[tree.node.id]
                if self.root.node.state == "value":
                    below = sorted(below, key=lambda part: part.node.state != "value")
                queue += [(part, article) for part in below]
        self._put_aside()
        return self._seen(self.root)

    def _open(self, tree: Tree, article: str) -> bool:
        """Show what decides a box, if it fits. The root is open in any case."""
        root = tree is self.root
        deciding = [part for part in tree.parts if part.node.decisive]
        idle = [part for part in tree.parts if not part.node.decisive]
        if not deciding:
            deciding, idle = (list(tree.parts), []) if root else ([], [])
        if not deciding or (not self.reviewer and tree.node.kind == "record"):
            return False
        id_ = tree.node.id
        folds = by_article(id_, idle, article) if self.reviewer else []
        if len(deciding) + len(folds) > self.budget and len(folds) > 1:
            folds = [Fold(id_, tuple(idle))]
        cost = len(folds) if self.reviewer else int(bool(idle) and not self.aside)
        if len(deciding) + cost > self.budget:
            if not root:
                return False
            room = max(self.budget - cost - 1, 0)
            folds = [Fold(id_, tuple(deciding[room:])), *folds]
            deciding, cost = deciding[:room], cost + 1
            if cost > self.budget:
                folds, cost = [Fold(id_, tree.parts)], 1
                idle = []
        self.shown[id_], self.folds[id_] = deciding, folds
        if not root and not self.fits(self._seen(self.root)):
            del self.shown[id_], self.folds[id_]
            return False
        self.budget -= len(deciding) + cost
        self.aside += [] if self.reviewer else [(id_, part) for part in idle]
        return True

    def _put_aside(self) -> None:
        """A single part that does not decide stays where it is, several are one fold of the root."""
        if len(self.aside) == 1:
            id_, part = self.aside[0]
            self.folds[id_].append(Fold(id_, (part,)))
        elif self.aside:
            id_ = self.root.node.id
            self.folds[id_].append(Fold(id_, tuple(part for _, part in self.aside)))

    def _seen(self, tree: Tree) -> Seen:
        id_ = tree.node.id
        parts: list[Seen | Fold] = [self._seen(part) for part in self.shown.get(id_, ())]
        for fold in self.folds.get(id_, ()):
            parts.append(fold if len(fold.hidden) > 1 else Seen(fold.hidden[0]))
        return Seen(tree, tuple(parts))


def by_article(parent: str, parts: Sequence[Tree], article: str) -> list[Fold]:
    """Parts by the article that says them; one without a source is said by that of the box above."""
    found: dict[str, list[Tree]] = {}
    for part in parts:
        found.setdefault(article_of(part.node.cite) or article, []).append(part)
    return [Fold(parent, tuple(trees), name) for name, trees in found.items()]


def article_of(cite: str) -> str:
    """第三条第一款 -> 第三条; article 3, paragraph 1 -> article 3; Section 6 (2) -> Section 6."""
    whole = _TO_ARTICLE.match(cite)
    return whole[0] if whole else _BELOW.split(cite)[0].strip()
