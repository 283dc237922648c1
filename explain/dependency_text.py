"""A view of the dependency graph as Mermaid, DOT and JSON. Names may hold any character: they are labels, never ids,
and every character that could mean something to the reader of the format is escaped."""

from __future__ import annotations

import json
from collections.abc import Iterable

from explain.dependency import EXCEPTION, Edge, Item, View
from explain.pictures.layout import clean


def to_json(view: View) -> str:
    """{"nodes": [{"id", "kind", "part", "type"}], "edges": [[from, to]]}: to rests on from. A node that is no plain
    fact or conclusion (an exception, parameter, list of records …) has its `sort`; "exceptions" are those of the edges
    that lead from an exception to what it is one to, left out where there are none."""
    nodes = [_node(item) for item in view.items]
    lines = ",\n  ".join(json.dumps(node, ensure_ascii=False) for node in nodes)
    tables = [f' "nodes": [\n  {lines}\n ]', f' "edges": {_pairs(view.edges)}']
    if view.exceptions:
        tables.append(f' "exceptions": {_pairs(e for e in view.edges if e in view.exceptions)}')
    return "{\n" + ",\n".join(tables) + "\n}\n"


def _node(item: Item) -> dict[str, str]:
    node = {"id": item.name, "kind": item.kind, "part": item.part, "type": item.type}
    return node | {"sort": item.sort} if item.sort else node


def _pairs(edges: Iterable[Edge]) -> str:
    shown = ",\n  ".join(json.dumps(list(edge), ensure_ascii=False) for edge in edges)
    return f"[\n  {shown}\n ]"


def to_mermaid(view: View, lang: str) -> str:
    """A flowchart, a subgraph each text."""
    keys = _keys(view)
    lines = [f"%% {clean(view.title.get(lang))}", "flowchart LR"]
    lines += [f"  {keys[i.name]}([{_mermaid(i.label.get(lang))}]):::fact" for i in view.items if i.kind == "fact"]
    for at, items in enumerate(_by_part(view).values()):
        lines.append(f"  subgraph p{at}[{_mermaid(items[0].text(lang))}]")
        lines += [f"    {keys[i.name]}[{_mermaid(i.label.get(lang))}]:::definition" for i in items]
        lines.append("  end")
    arrow = f"-. {_mermaid(EXCEPTION.get(lang))} .->"
    lines += [f"  {keys[e[0]]} {arrow if e in view.exceptions else '-->'} {keys[e[1]]}" for e in view.edges]
    lines.append("  classDef fact fill:#FFFFFF,stroke:#6B6B6B,color:#1A1A1A")
    lines.append("  classDef definition fill:#F2F6FC,stroke:#003E8A,stroke-width:2px,color:#1A1A1A")
    return "\n".join(lines) + "\n"


def _mermaid(text: str) -> str:
    """Quoted; whatever is neither letter, digit nor space is written by its number. None may be empty."""
    return '"' + "".join(c if c.isalnum() or c == " " else f"#{ord(c)};" for c in clean(text) or "-") + '"'


def to_dot(view: View, lang: str) -> str:
    """A digraph, a cluster each text."""
    keys = _keys(view)
    lines = ["digraph {", f"  label={_quoted(view.title.get(lang))}", "  rankdir=LR", "  node [shape=box]"]
    shape = "shape=box, style=rounded"
    lines += [f"  {keys[i.name]} [label={_quoted(i.label.get(lang))}, {shape}]" for i in view.items if i.kind == "fact"]
    for at, items in enumerate(_by_part(view).values()):
        lines += [f"  subgraph cluster_{at} {{", f"    label={_quoted(items[0].text(lang))}"]
        lines += [f"    {keys[i.name]} [label={_quoted(i.label.get(lang))}]" for i in items]
        lines.append("  }")
    broken = f" [style=dashed, label={_quoted(EXCEPTION.get(lang))}]"
    lines += [f"  {keys[e[0]]} -> {keys[e[1]]}{broken if e in view.exceptions else ''}" for e in view.edges]
    return "\n".join([*lines, "}"]) + "\n"


def _quoted(text: str) -> str:
    return '"' + clean(text).replace("\\", "\\\\").replace('"', '\\"') + '"'


def _keys(view: View) -> dict[str, str]:
    return {item.name: f"n{at}" for at, item in enumerate(view.items)}


def _by_part(view: View) -> dict[str, list[Item]]:
    found: dict[str, list[Item]] = {}
    for item in view.items:
        if item.kind != "fact":
            found.setdefault(item.part, []).append(item)
    return found
