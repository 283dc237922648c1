"""Names: what the rule files declare, where, and what a name in an expression refers to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from compiler.advice import NESTED_RECORDS, NO_RECORDS, both_open
from compiler.declared import KINDS, Declared, Entry, Named, declarations, type_of
from compiler.program import ALWAYS
from compiler.values import Type
from dsl import nodes as n
from dsl.diagnostics import Diagnostic, nearest
from dsl.keywords import ANY
from dsl.lexer import half_width
from dsl.source import Place

_LITERAL = re.compile(r"\d+(?:\.\d+)?(?:年\d{1,2}月\d{1,2}日|年\d{1,2}月|周岁|年|个月|个?工作日|日|天|元|%)?")

_TABLES = {
    "fact": "facts",
    "parameter": "facts",
    "holidays": "facts",
    "define": "definitions",
    "exception": "definitions",
    "norm": "norms",
    "service": "services",
    "reading_of": "readings",
}
Table = dict[str, list[Declared]]
"""What is declared under a name: its versions, one where it has none."""


@dataclass
class Scope:
    """All names of a regulation, and the faults found while using them. Definitions and exceptions share one table, so
    do facts, parameters and holiday calendars."""

    facts: Table = field(default_factory=dict)
    definitions: Table = field(default_factory=dict)
    norms: Table = field(default_factory=dict)
    services: Table = field(default_factory=dict)
    readings: Table = field(default_factory=dict)
    files: dict[n.Article, list[Declared]] = field(default_factory=dict)
    """What each rule file declares, its examples too."""
    related: Table = field(default_factory=dict)
    """Definitions and exceptions that say of which rule they are an exception, or which exceptions they have."""
    exceptions: list[str] = field(default_factory=list)
    versioned: bool = False
    """Is there anything that is not in force at all times?"""
    names: dict[str, str] = field(default_factory=dict)
    meanings: dict[str, Named] = field(default_factory=dict)
    types: dict[str, Type] = field(default_factory=dict)
    each: dict[str, n.Word] = field(default_factory=dict)
    """Name of a field, or of a definition about records -> the name of the list, as it is written there."""
    broken: frozenset[str] = frozenset()
    lost_holidays: bool = False
    """Is there a calendar of holidays that cannot be read?"""
    found: list[Diagnostic] = field(default_factory=list)
    unknowns: dict[str, tuple[str, dict[str, str]]] = field(default_factory=dict)

    def report(self, code: str, place: Place, **words: str) -> None:
        self.found.append(Diagnostic(code, place, words))

    def table(self, kind: str) -> Table:
        table: Table = getattr(self, _TABLES[kind])
        return table

    def kind(self, name: str) -> str:
        """What kind of statement declares a fact or definition."""
        return (self.facts.get(name) or self.definitions[name])[0].node.kind

    def named(self) -> dict[str, Named]:
        """What each name or alias means."""
        meant = dict(self.meanings)
        for name, versions in self.definitions.items() if self.versioned else ():
            meant[name] = meant[name]._replace(windows=tuple(version.window for version in versions))
        for name in self.each:
            meant[name] = meant[name]._replace(each=self.records_of(name))
        return {word: meant[name] for word, name in self.names.items()}

    def records_of(self, name: str) -> str:
        """The list whose records a field or definition is about, '' where it is about the person."""
        return self.names.get(self.each[name].text, self.each[name].text) if name in self.each else ""

    def resolve(self, word: n.Word, here: Declared) -> str | None:
        """The fact's or definition's name, or None with a diagnostic (none where a broken statement declares it)."""
        if word.text in self.names:
            return self.names[word.text]
        if word.text not in self.broken:
            self.found.append(self.unknown(word, here.place(word.span)))
        return None

    def unknown(self, word: n.Word, place: Place) -> Diagnostic:
        """The fault that a word is no fact or definition; why is found once for all its places."""
        if word.text not in self.unknowns:
            self.unknowns[word.text] = self._unknown(word.text)
        code, words = self.unknowns[word.text]
        return Diagnostic(code, place, words)

    def _unknown(self, word: str) -> tuple[str, dict[str, str]]:
        for kind in ("norm", "service", "reading_of"):
            if word in self.table(kind):
                zh, en = KINDS[kind]
                return "E204", {"got": word, "kind": zh, "kind_en": en}
        parts = split(word, self.names, {c for t in self.types.values() for c in t.choices})
        if parts:
            return "E202", {"got": word, "split": " ".join(parts).replace(" 内", "内")}
        return "E201", {"got": word, **did_you_mean(nearest(word, self.names))}


def did_you_mean(close: str) -> dict[str, str]:
    if close:
        return {"suggestion": f"是不是 “{close}”？", "suggestion_en": f'did you mean "{close}"?'}
    return {
        "suggestion": "先在词汇里声明这个事实，或者写出这个定义",
        "suggestion_en": "declare the fact first, or write the definition",
    }


def split(word: str, names: Iterable[str], choices: Iterable[str] = ()) -> list[str]:
    """`毕业日期后2年内` -> 毕业日期 后 2年 内, where all pieces are names, choices, keywords or literals; else []."""
    known = {*names, *choices, *(w for w in ANY if " " not in w and not w.isascii())}
    if len(word) > 80:
        return []
    best: dict[int, list[str]] = {0: []}
    text = half_width(word)
    for start in range(len(text)):
        if start not in best:
            continue
        ends = [start + len(k) for k in known if text.startswith(k, start)]
        ends += [m.end() for m in [_LITERAL.match(text, start)] if m]
        for end in ends:
            pieces = [*best[start], text[start:end]]
            if end not in best or len(pieces) < len(best[end]):
                best[end] = pieces
    found = best.get(len(text), [])
    return found if any(p in ANY for p in found) and any(p in known and p not in ANY for p in found) else []


def collect(articles: Sequence[n.Article], broken: frozenset[str], since: Mapping[str, int]) -> Scope:
    """Every declaration of the rule files. A name may be declared again only for other days; `since` is the day from
    which the statements of a file (by its source's name) are in force, where they do not say otherwise."""
    scope = Scope(broken=broken)
    for article in articles:
        own = declarations(article, since.get(article.source.name))
        scope.lost_holidays |= own.lost_holidays
        scope.found += own.found
        scope.files[article] = [entry.declared for entry in own.entries if _declare(scope, entry)]
    _check_lists(scope)
    return scope


def _check_lists(scope: Scope) -> None:
    """What is said of each record of something must be said of a list; else, with a fault, the name is given up."""
    for name, word in [*scope.each.items()]:
        declared = (scope.facts.get(name) or scope.definitions[name])[0]
        records = scope.resolve(word, declared)
        fault = None if records is None else _list_fault(scope.types[name].kind, scope.types[records].kind)
        if fault is not None:
            scope.report("E313", declared.place(word.span), got=word.text, **fault)
        if records is None or fault is not None:
            del scope.each[name]
            scope.broken |= {name}


def _list_fault(kind: str, list_kind: str) -> dict[str, str] | None:
    if kind == "records":
        return NESTED_RECORDS
    return None if list_kind == "records" else NO_RECORDS


def _declare(scope: Scope, entry: Entry) -> bool:
    """Is it declared now? Not where the name is taken."""
    declared, kind, name, type_, each, english, meaning, related = entry
    if kind == "example":
        return True
    table = scope.table(kind)
    named = kind not in ("norm", "service", "reading_of")
    if (name in table or (named and name in scope.names)) and not _distinct(
        scope, declared, table.get(name, ()), named
    ):
        return False
    table.setdefault(name, []).append(declared)
    scope.versioned |= declared.window is not ALWAYS
    if not named:
        return True
    if name not in scope.meanings:
        scope.meanings[name] = meaning
        if kind == "exception":
            scope.exceptions.append(name)
    if related:
        scope.related.setdefault(name, []).append(declared)
    scope.names[name] = name
    scope.types[name] = type_
    if each is not None:
        scope.each[name] = each
    if english is not None and english.alias:
        if scope.names.get(english.alias, name) != name:
            scope.report("E203", declared.place(english.span), got=english.alias)
        scope.names.setdefault(english.alias, name)
    return True


def _distinct(scope: Scope, declared: Declared, versions: Sequence[Declared], named: bool) -> bool:
    """Is the name new, or a version for other days of something of the same type?"""
    name = declared.name
    if not versions:
        if named and name in scope.names:
            scope.report("E203", declared.place(), got=name)
            return False
        return True
    for other in versions:
        related = ((other.place(), name),)
        if declared.window == other.window == ALWAYS:
            scope.found.append(Diagnostic("E203", declared.place(), {"got": name}, related))
            return False
        if words := both_open(declared.window, other.window, ("施行 ", "in_force ")):
            scope.found.append(Diagnostic("E212", declared.place(), {"got": name, **words}, related))
            return False
    if named and _sort(declared) != _sort(versions[0]):
        scope.found.append(Diagnostic("E319", declared.place(), {"got": name}, ((versions[0].place(), name),)))
        return False
    return True


def _sort(declared: Declared) -> tuple[object, ...]:
    """What all versions of something have in common."""
    return declared.node.kind, type_of(declared), [word.text for word in declared.words("each")]
