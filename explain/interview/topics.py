"""What is asked together, and what may be asked at all.

Yes/no facts that a rule names as alternatives are one question with several choices; so is a yes/no field of all the
records of a list; and, where there is much to ask, so are the yes/no facts that must all be so, and those that bar
what a rule grants. Facts that somebody else decides come after all others; but where there is much to ask, nobody is
asked it all who has a decision already that settles the matter alone. What the authorities publish, and days beyond
the calendar of holidays, nobody is asked about."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from compiler.unknowns import list_of, stem
from explain.interview.cells import Paths
from explain.question.plain import Form, Node, walk
from explain.question.spans import World, found, sure

ASKED = 0
LEVELS = {"asked": ASKED, "judged": 1}
MANY = 12
"""Where there are more questions than these, yes/no facts that must all be so are one question too."""


@dataclass(frozen=True)
class Topics:
    """`kinds`: of every fact, as records.kind_of has it; `types`: its type; `place` its place in the vocabulary."""

    kinds: Mapping[str, str]
    types: Mapping[str, str]
    together: Mapping[str, str]

    @classmethod
    def of(cls, form: Form, kinds: Mapping[str, str], types: Mapping[str, str], day: int) -> Topics:
        together, much = _together(form, kinds, types)
        judged = [name for name, kind in kinds.items() if kind == "judged" and types[name] == "bool"]
        alone = [name for name in judged if much and _settles(form, name, day)]
        return cls({**kinds, **dict.fromkeys(alone, "asked")}, types, together)

    def of_path(self, path: str) -> str:
        """The topic of a fact: its own path, or what it is asked together with."""
        if "[" in path and self.types[stem(path)] == "bool" and self.level(path) == ASKED:
            return f"{list_of(path)}.{stem(path)}"
        return self.together.get(path, path)

    def level(self, path: str) -> int | None:
        """When it is asked: facts of a lower level come first; None: never."""
        return LEVELS.get(self.kinds[stem(path)])

    def open(self, facts: Paths, place: Mapping[str, int]) -> dict[str, Paths]:
        """What can be asked where these facts are missing, in the order of the vocabulary. Of the fields of a list only
        once its length is known; of numbers in several records, only the first."""
        levels = [(self.level(path), path) for path in facts if list_of(path) == path or list_of(path) not in facts]
        now = min((level for level, _ in levels if level is not None), default=None)
        found: dict[str, set[str]] = {}
        for path in sorted(
            (path for level, path in levels if level is not None and level == now), key=place.__getitem__
        ):
            found.setdefault(self.of_path(path), set()).add(path)
        fields: set[tuple[str, str]] = set()
        for topic in list(found):
            if "[" in topic and (field := (list_of(topic), stem(topic))) in fields:
                del found[topic]
            elif "[" in topic:
                fields.add(field)
        return {topic: frozenset(paths) for topic, paths in found.items()}


def _settles(form: Form, name: str, day: int) -> bool:
    """Does a yes to this alone settle the matter?"""
    assert form.root is not None
    return sure(found(form.root, World(form, {name: True}, day)))


def _together(form: Form, kinds: Mapping[str, str], types: Mapping[str, str]) -> tuple[dict[str, str], bool]:
    """Topics of the facts of the person that rules name as alternatives; then, where there is much to ask, of those
    that they ask for together, and of those by which exceptions to one rule are told. Each fact belongs to the
    first. And whether there is much to ask."""
    tops = [form.root, *form.rules.values()] if form.root is not None else []
    nodes = [node for top in tops for node in walk(top)]
    topics: dict[str, str] = {}

    def group(op: str, named: Callable[[Node, Form, Mapping[str, str]], Iterator[str]]) -> None:
        for node in nodes:
            parts = node.parts if node.op == op else ()
            names = dict.fromkeys(name for part in parts for name in named(part, form, types))
            left = [name for name in names if name not in topics and kinds[name] == "asked"]
            topics.update(dict.fromkeys(left, f"{left[0]}+") if len(left) > 1 else {})

    group("or", _named)
    asked = {topics.get(node.name, node.name) for node in nodes if node.op == "fact" and kinds[node.name] in LEVELS}
    much = len(asked) > MANY
    for op in ("and", "choose") if much else ():
        group(op, _required)
    return topics, much


def _inside(node: Node, form: Form) -> Node:
    """What stands behind names, and beside nothing but what is left out under the reading."""
    live = [part for part in node.parts if part.op != "const"]
    if node.op == "rule":
        return _inside(form.rules[node.name], form)
    return _inside(live[0], form) if node.op in ("holds", "and", "or") and len(live) == 1 else node


def _required(node: Node, form: Form, types: Mapping[str, str]) -> Iterator[str]:
    """The yes/no facts that a rule asks for, or denies, all together; what other rules deny is theirs to name."""
    node = _inside(node, form)
    if node.op == "fact" and types[node.name] == "bool" and not node.each:
        yield node.name
    for part in node.parts if node.op == "and" or (node.op == "not" and node.parts[0].op != "rule") else ():
        yield from _required(part, form, types)


def _named(node: Node, form: Form, types: Mapping[str, str]) -> Iterator[str]:
    """The yes/no facts by which an alternative is called: itself, or the only one of its conditions that is not denied
    (new forms of work: works through a platform, and has no contract with it)."""
    node = _inside(node, form)
    if node.op == "fact":
        if types[node.name] == "bool" and not node.each:
            yield node.name
    elif node.op == "or":
        for part in node.parts:
            yield from _named(part, form, types)
    elif node.op == "and":
        plain = [part for part in node.parts if part.op != "not"]
        denied = [part.parts[0] for part in node.parts if part.op == "not"]
        if len(plain) == 1 and all(part.op == "fact" for part in denied):
            yield from _named(plain[0], form, types)
