"""Which exception, or which general rule, decided: in a sentence."""

from __future__ import annotations

from collections.abc import Mapping

from compiler.program import Program, Text
from explain import words
from explain.proof import Node
from explain.words import both


def decided_by(node: Node, program: Program) -> Text | None:
    """Of a rule with exceptions; None of any other."""
    if node.kind != "exceptions":
        return None
    exceptions = [part for part in node.parts if part.role == "exception"]
    counting = [part for part in exceptions if part.counts]
    open_ = [part for part in exceptions if part.state == "open" and part.decisive]
    if node.state == "open":
        return _open(open_, program) if open_ else None
    if counting:
        return _after(_asides(node, counting, program), _counting(counting, program), program)
    if any(part.state == "not_applicable" for part in exceptions):
        return None
    if open_:
        return Text("例外成立不成立，结果都一样。", "The result is the same whether an exception applies or not.")
    asides = _asides(node, [], program)
    if not asides:
        return Text("没有例外成立，按一般规则。", "No exception applies; the general rule decides.")
    return _after(asides, Text("按一般规则。", "The general rule decides."), program)


def deciding(node: Node, program: Program) -> list[Node]:
    """The exceptions that count, and those that set others aside."""
    counting = [part for part in node.parts if part.counts]
    found = [*counting, *(against for _, some in _asides(node, counting, program) for against in some)]
    return list({part.name: part for part in found}.values())


def _counting(found: list[Node], program: Program) -> Text:
    names = _names(found, program)
    if len(found) > 1:
        return Text(
            f"{len(found)}个例外都成立，结果相同：{names.zh}。",
            f"{len(found)} exceptions apply and give the same: {names.en}.",
        )
    targets = _targets(found[0], program)
    if not targets:
        return Text(f"由例外{names.zh}决定。", f"The exception {names.en} decides.")
    instead = both(lambda lang: words.listed([words.quoted(name.get(lang)) for name in targets], lang, "and"))
    return Text(
        f"由例外{names.zh}决定，它代替了例外{instead.zh}。",
        f"The exception {names.en} decides; it takes the place of the exception {instead.en}.",
    )


def _targets(node: Node, program: Program) -> list[Text]:
    """The exceptions to which this is one; their own conditions hold as well, since it counts."""
    definition = program.definitions.get(node.name)
    found = (
        [program.definitions[name] for name in definition.excepts if name in program.definitions] if definition else []
    )
    return [target.label for target in found] if all(target.excepts for target in found) else []


_SEMICOLON = {"zh": "；", "en": "; "}

Aside = tuple[list[Node], list[Node]]
"""Exceptions whose own conditions hold, and those that set them aside."""


def _asides(node: Node, counting: list[Node], program: Program) -> list[Aside]:
    """What was set aside, but for what an exception that counts takes the place of: that is said of this one."""
    found: dict[tuple[str, ...], Aside] = {}
    taken = {name for part in counting for name in program.definitions[part.name].excepts}
    for part in node.parts:
        against = _against(part, node) if part.role == "exception" and part.negated else []
        names = tuple(one.name for one in against)
        if names and part.name not in taken:
            found.setdefault(names, ([], against))[0].append(part)
    return list(found.values())


def _against(exception: Node, within: Node) -> list[Node]:
    """The exceptions that set aside one whose conditions all hold. It may have been opened elsewhere."""
    opened = (n for n in within.walk() if n.name == exception.name and n.kind == "rule" and n.parts)
    inner = next(opened, exception)
    body = inner.parts[-1] if inner.parts else inner
    if body.kind != "unless" or any(p.state != "met" for p in body.parts if p.role != "against"):
        return []
    return [p for p in body.parts if p.counts]


def _after(asides: list[Aside], last: Text, program: Program) -> Text:
    found = [_set_aside(those, against, program) for those, against in asides]
    return Text("".join(x.zh for x in (*found, last)), " ".join(x.en for x in (*found, last)))


def _set_aside(those: list[Node], against: list[Node], program: Program) -> Text:
    one, other = _names(those, program), _names(against, program)
    s, them = ("s", "them") if len(those) > 1 else ("", "it")
    more, sets = ("s", "set") if len(against) > 1 else ("", "sets")
    return Text(
        f"例外{one.zh}的条件都符合。但例外{other.zh}成立，所以前面的例外不算。",
        f"The conditions of the exception{s} {one.en} are met. But the exception{more} {other.en} {sets} {them} aside.",
    )


def _open(open_: list[Node], program: Program) -> Text:
    if len(open_) == 1:
        name = _names(open_, program)
        return Text(f"要看例外{name.zh}成立不成立。", f"It depends on whether the exception {name.en} applies.")
    names = both(lambda lang: _SEMICOLON[lang].join(_name(node, program, lang) for node in open_))
    return Text(f"要看这些例外成立不成立：{names.zh}。", f"It depends on whether these exceptions apply: {names.en}.")


def _names(nodes: list[Node], program: Program) -> Text:
    return both(lambda lang: words.listed([_name(node, program, lang) for node in nodes], lang, "and"))


def _name(node: Node, program: Program, lang: str) -> str:
    """“残疾人免费”（第六条第二款）"""
    name = words.quoted(program.definitions[node.name].label.get(lang))
    cite = words.cite(node.cite, _english(program)).get(lang)
    if not cite:
        return name
    return f"{name}（{cite}）" if lang == "zh" else f"{name} ({cite})"


def _english(program: Program) -> Mapping[str, str]:
    return words.english(program.about)
