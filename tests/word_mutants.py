"""Mutants of what words explanations: phrases, signs, sentences, templates, and of what is put in. Each is a change
that is undone again; a page that it changes must be found out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from typing import Any
from unittest.mock import patch

from jinja2 import DictLoader, PackageLoader

import explain.trace as trace_module
from compiler.program import Text
from explain import decided, interface, phrases, reasons, routes, sentences, templating, terms, words
from explain.proof import Node

Patch = Callable[[], AbstractContextManager[object]]


@dataclass(frozen=True)
class Mutant:
    what: str
    change: Patch


# ---- phrases and signs -----------------------------------------------------------------------------------------------

_PAIRS = (
    *(("lt", "gt"), ("le", "ge"), ("lt", "le"), ("gt", "ge"), ("eq", "ne"), ("and", "or"), ("max", "min")),
    *(("since", "until"), ("reached", "younger"), ("member", "not_member"), ("add", "sub"), ("mul", "div")),
    *(("round_up", "round_down"), ("round_half_up", "round_half_down"), ("first_day", "last_day")),
)
_QUANTITIES = (("some", "every"), ("total", "largest"), ("largest", "smallest"), ("count", "total"))
_ARGUMENTS = re.compile(r"\{\d\}")


def phrase_mutants() -> Iterator[Mutant]:
    tables = {"": phrases.PHRASES, **words._BY_KIND}
    for kind, table in tables.items():
        for op, phrase in table.items():
            turned = phrases.Phrase(phrase.zh_not, phrase.zh, phrase.en_not, phrase.en)
            if turned != phrase:
                yield Mutant(f"phrase {kind} {op} negated", _entry(table, op, turned))
            crossed = phrases.Phrase(*(_crossed(text) for text in phrase))
            if crossed != phrase:
                yield Mutant(f"phrase {kind} {op} with its terms exchanged", _entry(table, op, crossed))
        for one, other in _PAIRS:
            if one in table and other in table and table[one] != table[other]:
                yield Mutant(f"phrase {kind} {one} for {other}", _exchanged(table, one, other))
    for one, other in _QUANTITIES:
        yield Mutant(f"quantity {one} for {other}", _exchanged(phrases.QUANTITIES, one, other))
    states = words.STATES
    for one, other in (("met", "unmet"), ("met", "open"), ("unmet", "open"), ("met", "counts"), ("value", "met")):
        yield Mutant(f"sign {one} for {other}", _exchanged(states, one, other))
        symbol = {**states, one: (states[other][0], states[one][1]), other: (states[one][0], states[other][1])}
        yield Mutant(f"symbol {one} for {other}", lambda new=symbol: patch.dict(states, new))  # type: ignore[misc]
    for one, other in (("yours", "needed"), ("adopted", "other"), ("why_yes", "why_no"), ("law", "remarks")):
        yield Mutant(f"heading {one} for {other}", _exchanged(interface.UI, one, other))
    yield Mutant("yes for no", lambda: patch.dict(words.YES_NO, {True: words.YES_NO[False], False: words.YES_NO[True]}))
    for unknown in ("asked", "judged"):
        other = "published" if unknown == "asked" else "asked"
        yield Mutant(f"unknown {unknown} as {other}", _entry(terms.UNKNOWN, unknown, terms.UNKNOWN[other]))


def _crossed(text: str) -> str:
    found = list(dict.fromkeys(_ARGUMENTS.findall(text)))
    if len(found) != 2:
        return text
    return text.replace(found[0], "\0").replace(found[1], found[0]).replace("\0", found[1])


def _entry(table: Any, key: object, value: object) -> Patch:
    return lambda: patch.dict(table, {key: value})


def _exchanged(table: Any, one: object, other: object) -> Patch:
    return lambda: patch.dict(table, {one: table[other], other: table[one]})


# ---- sentences -------------------------------------------------------------------------------------------------------


def sentence_mutants() -> Iterator[Mutant]:
    for lang in ("_ZH", "_EN"):
        table = getattr(sentences, lang)
        for i, (pattern, yes, no) in enumerate(table):
            new = (*table[:i], (pattern, no, yes), *table[i + 1 :])
            yield Mutant(f"sentence {lang} {pattern.pattern} inverted", _attribute(sentences, lang, new))
    counting = {"why": 1, "why_not": 1, "why_not_applicable": 1, "undecided": 1, "gap": 1}
    for name in counting:
        yield Mutant(f"{name} counts one more", _wrapped(sentences, name, lambda real, n, *rest: real(n + 1, *rest)))
    for name, other in (("SAME", "STILL_OPEN"), ("MISSING", "COMPUTED")):
        yield Mutant(f"{name} for {other}", _attribute(sentences, name, getattr(sentences, other)))
    yield Mutant("the other reading always the same", _wrapped(sentences, "changed", lambda real, text: sentences.SAME))
    yield Mutant(
        "headline of another day", _wrapped(sentences, "headline", lambda real, text, day: real(text, day + 1))
    )
    yield Mutant("claim of the opposite", _wrapped(sentences, "claim", _opposite))
    yield Mutant("dates a day later", _wrapped(words, "date", lambda real, day, lang: real(day + 1, lang)))
    yield Mutant("money a fen more", _wrapped(words, "money", lambda real, fen, lang: real(fen + 1, lang)))
    yield Mutant("ages a year more", _wrapped(words, "age", lambda real, years, lang: real(years + 1, lang)))
    yield Mutant("months for years", _wrapped(words, "period", lambda real, p, lang: real((p[1], p[0], p[2]), lang)))
    yield Mutant("articles one on", _wrapped(words, "chinese_number", lambda real, text: real(text) + 1))
    yield Mutant("exceptions that decide unnamed", _wrapped(decided, "_counting", lambda real, *rest: Text("", "")))


def _opposite(real: Any, program: Any, definition: Any, finding: Any, *rest: Any) -> Any:
    turned = replace(finding, value=not finding.value) if isinstance(finding.value, bool) else finding
    return real(program, definition, turned, *rest)


def _attribute(owner: Any, name: str, value: object) -> Patch:
    return lambda: patch.object(owner, name, value)


def _wrapped(owner: Any, name: str, instead: Callable[..., Any]) -> Patch:
    real = getattr(owner, name)
    return lambda: patch.object(owner, name, lambda *args, **names: instead(real, *args, **names))


# ---- what is put in --------------------------------------------------------------------------------------------------


def proof_mutants() -> Iterator[Mutant]:
    cut = _wrapped(routes, "ways", lambda real, *rest: real(*rest)[:-1] if len(real(*rest)) > 1 else real(*rest))
    yield Mutant("the last of several ways left out", cut)
    first = _wrapped(routes, "ways", lambda real, *rest: real(*rest)[:1])
    yield Mutant("only the first way", first)
    yield Mutant("conditions of a way left out", _wrapped(routes, "_conditions", lambda real, node: real(node)[:1]))
    yield Mutant("the last outlook left out", _method(reasons._Maker, "_outlooks", lambda found: list(found)[:-1]))
    yield Mutant("all outlooks left out", _method(reasons._Maker, "_outlooks", lambda found: []))
    yield Mutant("the last missing fact left out", _method(reasons._Maker, "_missing", lambda found: list(found)[:-1]))
    yield Mutant("yours for required", _exchanged_methods(terms.Terms, "yours", "needed"))
    yield Mutant("a tick on what is false", _state({"unmet": "met"}))
    yield Mutant("a cross on what is true", _state({"met": "unmet"}))
    yield Mutant("what is open as not met", _state({"open": "unmet"}))
    yield Mutant("numeric conditions dropped", _without(_numeric))
    yield Mutant("exceptions dropped", _without(lambda node: node.role == "exception"))
    yield Mutant(
        "conditions that are not met dropped", _without(lambda node: node.kind == "fact" and node.state == "unmet")
    )
    gap = _wrapped(routes, "gap", lambda real, *rest: real(*rest) + 1)
    yield Mutant("one more lacking", gap)


def _numeric(node: Node) -> bool:
    return node.kind == "test" and any(c.isdigit() for c in node.label.zh)


def _method(owner: Any, name: str, then: Callable[[Any], Any]) -> Patch:
    real = getattr(owner, name)
    return lambda: patch.object(owner, name, lambda *args, **names: then(real(*args, **names)))


def _exchanged_methods(owner: Any, one: str, other: str) -> Patch:
    yours, needed = getattr(owner, one), getattr(owner, other)

    @contextmanager
    def change() -> Iterator[None]:
        def mine(self: Any, step: Any, lang: str) -> str:
            return str(needed(self, step, lang) or yours(self, step, lang))

        with patch.object(owner, one, mine):
            yield

    return change


def _state(turned: dict[str, str]) -> Patch:
    real = trace_module.Tree._state

    def state(self: Any, step: Any, negated: bool) -> str:
        found = real(self, step, negated)
        return turned.get(found, found) if step.op in ("fact", "ge", "le", "lt", "gt", "within", "eq") else found

    return lambda: patch.object(trace_module.Tree, "_state", state)


def _without(dropped: Callable[[Node], bool]) -> Patch:
    """Parts are left out of the lists of reasons and of the whole list."""
    real = trace_module.Tree._group

    def group(self: Any, step: Any, id_: str, role: str, at: Any) -> Node:
        node = real(self, step, id_, role, at)
        kept = tuple(part for part in node.parts if not dropped(part))
        return replace(node, parts=kept) if kept and node.kind in ("all", "any", "exceptions") else node

    return lambda: patch.object(trace_module.Tree, "_group", group)


# ---- templates -------------------------------------------------------------------------------------------------------

FILES = ("explanation.html.j2", "proof_outline.html.j2")
_LOOP = re.compile(r"(\{% for [\w, ]+ in )([^%]+?)( %\})")
_IF = re.compile(r"\{% if ([^%]+?) %\}")
_FIELD = re.compile(r"\{\{ (?!ui\.|svg|outline|strip)[^}]+? -?\}\}")
_FIELDS = (
    *((".yours", ".needed"), (".needed", ".yours"), (".label", ".brief"), (".state", ".kind"), (".unmet", ".met")),
    *((".quote", ".cite"), ("computed", "result"), (".headline", ".shown"), (".question", ".hint"), (".open", ".met")),
    *((".reasons", ".parts"), (".answers", ".outcome"), ("p.routes", "p.given"), (".lacks", ".title")),
)


def template_mutants() -> Iterator[Mutant]:
    """One change a line of a template: a loop cut to its first element, a condition inverted, a field left out or
    another in its place."""
    for file in FILES:
        source = templating.environment().loader.get_source(templating.environment(), file)[0]  # type: ignore[union-attr]
        for number, line in enumerate(source.split("\n")):
            for new, what in _lines(line):
                lines = source.split("\n")
                lines[number] = new
                yield Mutant(f"{file}:{number + 1} {what}: {line.strip()[:70]}", _template(file, "\n".join(lines)))


def _lines(line: str) -> Iterator[tuple[str, str]]:
    for match in _LOOP.finditer(line):
        plain = match[2].partition(" if ")
        cut = f"({plain[0]})[:1]{plain[1]}{plain[2]}"
        yield line[: match.start(2)] + cut + line[match.end(2) :], "loop cut to its first"
    for match in _IF.finditer(line):
        yield line[: match.start(1)] + f"not ({match[1]})" + line[match.end(1) :], "condition inverted"
    for match in _FIELD.finditer(line):
        yield line[: match.start()] + line[match.end() :], "field left out"
    for old, new in _FIELDS:
        if old in line and "{% macro" not in line:
            yield line.replace(old, new, 1), f"{old} → {new}"


def _template(file: str, text: str) -> Patch:
    @contextmanager
    def change() -> Iterator[None]:
        environment = templating.environment()
        package = PackageLoader("explain", "templates")
        sources = {name: package.get_source(environment, name)[0] for name in package.list_templates()}
        old = environment.loader
        environment.loader = DictLoader({**sources, file: text})
        _clear(environment)
        try:
            yield
        finally:
            environment.loader = old
            _clear(environment)

    return change


def _clear(environment: Any) -> None:
    if environment.cache is not None:
        environment.cache.clear()
