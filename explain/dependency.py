"""What rests on what: the regulation, one article, one conclusion. Pictures, texts and lists are all made of a View.

Program ──dependency_graph──▶ whole | of_article | of_name ──▶ View ──▶ SVG, Mermaid, DOT, JSON, nested list
                          └──▶ overview: the same between texts"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from compiler.expressions import Apply, RuleRef
from compiler.graph import dependency_graph
from compiler.program import Definition, Fact, Program, Text
from compiler.values import KIND_NAMES
from explain import law
from explain.proof import NOTHING
from explain.records import definition_of, field_label
from explain.templating import fill
from explain.versions import Versions
from explain.words import english, part_name

if TYPE_CHECKING:
    import networkx

Edge = tuple[str, str]
"""From what is used to what uses it."""
_SORTS: Mapping[str, Text] = {
    "": Text("事实", "fact"),
    "parameter": Text("公布的数", "published figure"),
    "holidays": Text("放假安排", "public holidays"),
    "records": Text("记录列表", "list of records"),
    "field": Text("每条记录的事实", "fact of each record"),
}
EXCEPTION = Text("例外", "exception")
CONCLUSION = Text("结论", "conclusion")


@dataclass(frozen=True, slots=True)
class Item:
    """A fact or a conclusion (`kind` fact or definition) and its text (`part`; `heading` is how that is called). A
    conclusion that is not the view's `own` is only shown as used; `where`: it says which text it belongs to. `sort`: of
    a fact parameter, holidays, records or field (of a record), of a conclusion exception, '' for what is none of it."""

    name: str
    kind: str
    part: str
    type: str
    label: Text
    own: bool = True
    where: bool = False
    heading: Text = NOTHING
    sort: str = ""

    def word(self, lang: str) -> str:
        """事实, 结论 or its text, and the type of a conclusion that is not yes or no."""
        if self.kind == "fact":
            return _SORTS[self.sort].get(lang)
        text = self.text(lang) if self.where else ""
        if self.sort == "exception":
            return f"{text} · {EXCEPTION.get(lang)}" if text else EXCEPTION.get(lang)
        word = text or CONCLUSION.get(lang)
        kind = KIND_NAMES[self.type][lang == "en"].removeprefix("an ").removeprefix("a ")
        return word if self.type == "bool" else f"{word} · {kind}"

    def text(self, lang: str) -> str:
        return self.heading.get(lang) or self.part


@dataclass(frozen=True, slots=True)
class View:
    """Items in the order of the law, facts first; edges in the order of what they lead to. `exceptions` are those edges
    that lead from an exception to what it is an exception to."""

    title: Text
    items: tuple[Item, ...]
    edges: tuple[Edge, ...]
    exceptions: frozenset[Edge] = frozenset()

    def uses(self) -> dict[str, list[Item]]:
        """What each item directly rests on."""
        known = {item.name: item for item in self.items}
        found: dict[str, list[Item]] = {item.name: [] for item in self.items}
        for used, user in self.edges:
            found[user].append(known[used])
        return found


# ---- one article, one conclusion, everything ---------------------------------------------------------------------


def whole(program: Program) -> View:
    """All facts and conclusions."""
    about = program.about
    title = Text(f"{about.title}：全部结论和事实", f"{about.title_en or about.title}: all conclusions and facts")
    graph = _graph(program)
    return _view(program, title, _items(program, graph, graph), _edges(graph, graph))


def of_article(program: Program, part: str) -> View:
    """The conclusions of a text, with the facts and the other texts' conclusions that they directly use."""
    graph = _graph(program)
    copies = {d.name for d in program.definitions.values() if d.internal}
    own = [
        name
        for name, data in graph.nodes(data=True)
        if data["kind"] == "definition" and data["part"] == part and name not in copies
    ]
    used = [name for name in graph if any(user in graph[name] for user in own)]
    edges = tuple(edge for edge in _edges(graph, {*own, *used}) if edge[1] in own)
    title = Text(f"{part}的结论用到什么", f"{part_name(part, english(program.about)).en}: what its conclusions use")
    return _view(program, title, _items(program, graph, {*own, *used}, set(own)), edges)


def of_name(program: Program, name: str) -> View:
    """A conclusion and all it rests on; a fact and all that rests on it."""
    import networkx

    graph = _graph(program)
    if name in program.facts:
        label = program.facts[name].label
        names = {name, *networkx.descendants(graph, name)}
        title = Text(f"哪些结论用到“{label.zh}”", f"Conclusions that use “{label.get('en')}”")
    else:
        label = definition_of(program, name).label
        names = {name, *networkx.ancestors(graph, name)} if name in graph else set()
        title = Text(f"“{label.zh}”取决于什么", f"What “{label.get('en')}” rests on")
    return _view(program, title, _items(program, graph, names), _edges(graph, names))


def _graph(program: Program) -> networkx.DiGraph[str]:
    """The dependency graph; what rules name although it is not in force is in it, too."""
    graph = dependency_graph(program)
    for name in [name for name, data in graph.nodes(data=True) if not data]:
        definition = definition_of(program, name)
        graph.add_node(name, kind="definition", part=definition.part, type=definition.type.kind)
    return graph


def _view(program: Program, title: Text, items: tuple[Item, ...], edges: tuple[Edge, ...]) -> View:
    return View(title, items, edges, frozenset(edge for edge in edges if _excepts(program, *edge)))


def _excepts(program: Program, used: str, user: str) -> bool:
    """Is one an exception to the other, or to an exception to it, or does it prevail over it?"""
    exception, rule = program.definitions.get(used), program.definitions.get(user)
    if exception is None or rule is None or not exception.excepts:
        return False
    body = rule.body
    if isinstance(body, Apply) and body.op == "with_exceptions":
        return any(isinstance(x, RuleRef) and x.name == used for x in body.args[1::2])
    return bool(rule.excepts)


def _items(
    program: Program, graph: networkx.DiGraph[str], names: Iterable[str], own: set[str] | None = None
) -> tuple[Item, ...]:
    wanted = set(names)
    items = []
    for name, data in graph.nodes(data=True):
        if name in wanted:
            named = program.facts.get(name) or definition_of(program, name)
            label = field_label(program, named) if isinstance(named, Fact) and named.each else named.label
            mine = data["kind"] == "fact" or own is None or name in own
            where = own is None or not mine
            heading = part_name(data["part"], english(program.about))
            sort = _sort(program, named)
            items.append(Item(name, data["kind"], data["part"], data["type"], label, mine, where, heading, sort))
    order = {part.name: at for at, part in enumerate(program.ledger.parts)}
    return tuple(sorted(items, key=lambda item: (item.kind != "fact", order.get(item.part, -1))))


def _sort(program: Program, named: Fact | Definition) -> str:
    if isinstance(named, Definition):
        return "exception" if named.excepts else ""
    if program.holidays is not None and named.name == program.holidays.name:
        return "holidays"
    if named.type.kind == "records":
        return "records"
    return "parameter" if named.parameter else "field" if named.each else ""


def _edges(graph: networkx.DiGraph[str], names: Iterable[str]) -> tuple[Edge, ...]:
    """Both ends among the names; facts before conclusions, each in the order of the program."""
    wanted = set(names)
    place = {name: at for at, name in enumerate(graph)}
    edges = [(a, b) for a, b in graph.edges if a in wanted and b in wanted]
    return tuple(sorted(edges, key=lambda edge: (place[edge[1]], place[edge[0]])))


# ---- the whole regulation, text by text --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PartView:
    """A text: how it is called, its title, how much it has, and the conclusions of other texts that its own use, by
    text."""

    name: str
    heading: Text
    title: Text
    definitions: int
    facts: int
    norms: int
    uses: Mapping[str, tuple[Text, ...]]
    view: View

    def counts(self, lang: str) -> tuple[str, ...]:
        """In a few short lines."""
        numbers = (self.definitions, self.facts, self.norms)
        if lang == "en":
            words = zip(numbers, ("conclusion", "fact", "norm"), strict=True)
            return tuple(f"{n} {word}{'s' * (n > 1)}" for n, word in words if n) or ("no rule of its own",)
        words = zip(numbers, ("个结论", "项事实", "条规范"), strict=True)
        counted = [f"{n}{word}" if n else "" for n, word in words]
        lines = (" · ".join(word for word in counted[:2] if word), counted[2])
        return tuple(line for line in lines if line) or ("没有单独的规则",)


@dataclass(frozen=True, slots=True)
class Overview:
    title: Text
    parts: tuple[PartView, ...]

    @property
    def edges(self) -> tuple[Edge, ...]:
        return tuple((used, part.name) for part in self.parts for used in part.uses)


def overview(program: Program) -> Overview:
    """Every text, and which texts' conclusions rest on which."""
    names = [part.name for part in program.ledger.parts]
    names += [n for n in dict.fromkeys(d.part for d in program.definitions.values()) if n not in names]
    titles = {part.name: law.title(program, part) for part in program.ledger.parts}
    about, versions = program.about, Versions(program)
    said = f"{about.title_en or about.title}: how its articles depend on each other"
    title = Text(f"{about.title}：各条之间的依赖", said)
    views = (_part_view(versions.program_of(name), name, titles.get(name, NOTHING)) for name in names)
    return Overview(title, tuple(views))


def _part_view(program: Program, name: str, title: Text) -> PartView:
    definitions = [d for d in program.definitions.values() if d.part == name and not d.internal]
    uses: dict[str, list[Text]] = {}
    for rule in dict.fromkeys(r for d in definitions for r in d.rules):
        used = definition_of(program, rule)
        if used.part != name:
            uses.setdefault(used.part, []).append(used.label)
    norms = sum(1 for norm in program.norms.values() if norm.part == name)
    facts = len({fact for d in definitions for fact in d.facts})
    table = {part: tuple(labels) for part, labels in uses.items()}
    heading = part_name(name, english(program.about))
    return PartView(name, heading, title, len(definitions), facts, norms, table, of_article(program, name))


# ---- lists: the text twins of the pictures -----------------------------------------------------------------------


def outline_html(view: View, lang: str, links: Mapping[str, str] | None = None) -> str:
    """The view as a nested list: each conclusion with what it uses. `links` says where a page finds each name."""
    names = {"view": view, "uses": view.uses(), "lang": lang, "links": links or {}}
    return fill("dependency_outline.html.j2", **names, exception=EXCEPTION.get(lang))


def overview_html(found: Overview, lang: str, links: Mapping[str, str] | None = None) -> str:
    """The overview as a list that folds, a text each. `links` says where a page finds each text and each name."""
    headings = {part.name: part.heading.get(lang) for part in found.parts}
    return fill("overview_outline.html.j2", overview=found, headings=headings, lang=lang, links=links or {})
