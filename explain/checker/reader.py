"""A phrase -> what it says: a condition or a value as a small tree of operators, names and values.

A phrase can often be divided in several ways; all are tried, longest names first, and whoever compares takes the one
that fits. What cannot be divided at all is not read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from compiler.program import Definition, Fact, Program
from explain.checker import phrases
from explain.checker.phrases import Form
from explain.checker.values import Read, values_at

MOST = 400
"""So many ways to divide a phrase are tried."""


@dataclass(frozen=True, slots=True)
class Said:
    """op: name (`names` are those that have this label), choice (`names` are the choices), const (`read`), today, or an
    operator of phrases.py over `args`. `shown`: the value that stands behind a name in brackets, or behind a formula
    after "="; None where none does."""

    op: str
    args: tuple[Said, ...] = ()
    names: frozenset[str] = frozenset()
    read: Read | None = None
    shown: str | None = None

    def with_value(self, shown: str) -> Said:
        return Said(self.op, self.args, self.names, self.read, shown)


Found = Iterator[tuple[Said, int]]


class Lexicon:
    """The labels of a program in one language -> what is called so."""

    def __init__(self, program: Program, lang: str) -> None:
        self.lang = lang
        self.names: dict[str, frozenset[str]] = {}
        self.choices: dict[str, frozenset[str]] = {}
        self.lists: dict[str, frozenset[str]] = {}
        gone = [definition for _, definition in program.gone.values()]
        definitions = [*program.definitions.values(), *gone]
        named: list[Fact | Definition] = [*program.facts.values(), *definitions]
        for one in named:
            self._put(self.names, one.label.get(lang), one.name)
            for word in one.type.choices or ():
                english = one.choices.get(word, "")
                shown = (word,) if lang == "zh" else (english or word.replace("_", " "),)
                for label in (*shown, *((english or word.replace("_", " "),) if word.isascii() else ())):
                    self._put(self.choices, label, word)
        for fact in program.facts.values():
            if fact.type.kind == "records":
                self._put(self.lists, fact.label.get(lang), fact.name)

    @staticmethod
    def _put(table: dict[str, frozenset[str]], label: str, name: str) -> None:
        if label:
            table[label] = table.get(label, frozenset()) | {name}


def _by_length(table: Mapping[str, frozenset[str]]) -> list[tuple[str, frozenset[str]]]:
    return sorted(table.items(), key=lambda row: -len(row[0]))


class Reader:
    """Reads the phrases of one program in one language."""

    def __init__(self, program: Program, lang: str) -> None:
        self.lang, self.lexicon = lang, Lexicon(program, lang)
        self._names, self._lists = _by_length(self.lexicon.names), _by_length(self.lexicon.lists)
        self._choices = _by_length(self.lexicon.choices)
        self._conditions: dict[str, list[Said]] = {}
        self._predicates: dict[tuple[str, bool], list[Said]] = {}
        self._terms: dict[str, list[Said]] = {}

    def conditions(self, text: str) -> list[Said]:
        """What a condition may say."""
        if text not in self._conditions:
            self._conditions[text] = _whole(text, lambda t: _Phrase(self, t).condition(0), self.lang)
        return self._conditions[text]

    def predicates(self, text: str) -> list[Said]:
        """What is required, without its subject."""
        if (text, True) not in self._predicates:
            self._predicates[text, True] = _whole(text, lambda t: _Phrase(self, t).required(0), "")
        return self._predicates[text, True]

    def terms(self, text: str) -> list[Said]:
        """What a value may say: a formula, a name or the value itself."""
        if text not in self._terms:
            self._terms[text] = _whole(text, lambda t: _Phrase(self, t).valued(0), self.lang)
        return self._terms[text]


def _whole(text: str, parse: object, lang: str) -> list[Said]:
    """The ways to divide a text from its first character to its last. In English a label begins with a capital."""
    texts = [text]
    if lang == "en" and text[:1].isupper():
        texts.append(text[:1].lower() + text[1:])
    found: dict[Said, None] = {}
    for one in texts:
        for count, (said, end) in enumerate(parse(one)):  # type: ignore[operator]
            if count > MOST:
                break
            if end == len(one):
                found[said] = None
    return list(found)


@dataclass
class _Phrase:
    """One text; every method gives all that may stand at a place, and where it ends."""

    reader: Reader
    text: str
    _kept: dict[tuple[str, int], list[tuple[Said, int]]] = field(default_factory=dict)

    @property
    def lang(self) -> str:
        return self.reader.lang

    def _once(self, kind: str, at: int, make: Found) -> Found:
        """The same place is not read twice."""
        if (kind, at) not in self._kept:
            self._kept[kind, at] = []  # what begins with itself is not looked for
            self._kept[kind, at] = list(dict.fromkeys(make))
        yield from self._kept[kind, at]

    # ---- forms ----

    def form(self, form: Form, at: int) -> Iterator[tuple[tuple[Said, ...], int]]:
        yield from self._parts(form.parts, at)

    def _parts(self, parts: tuple[str, ...], at: int) -> Iterator[tuple[tuple[Said, ...], int]]:
        if not parts:
            yield (), at
            return
        first, rest = parts[0], parts[1:]
        if first not in phrases.SLOTS:
            if self.text.startswith(first, at):
                yield from self._parts(rest, at + len(first))
            return
        if rest and rest[0] not in phrases.SLOTS and rest[0] not in self.text[at:]:
            return
        for said, end in self.slot(first, at):
            for more, last in self._parts(rest, end):
                yield ((said, *more) if said.op != "nothing" else more), last

    def slot(self, slot: str, at: int) -> Found:
        if slot == "T":
            return self._once("T", at, self.valued(at))
        if slot in "LM":
            return self._once(slot, at, self._list(at, slot == "M"))
        if slot in "PA":
            kinds = ("period", "workdays") if slot == "P" else ("age",)
            return (x for x in self._constants(at) if x[0].read is not None and x[0].read.kind in kinds)
        if slot == "C":
            return self._once("C", at, self.inline(at))
        if slot == "V":
            return self._once("V", at, self._had(at))
        return self._fixed(slot, at)

    def _fixed(self, slot: str, at: int) -> Found:
        text = self.text
        if slot == "W":
            yield from ((Said("nothing"), at + 1) for word in "人项" if text.startswith(word, at))
        elif slot == "N":
            lists = self.reader._lists
            yield from ((Said("list", names=n), at + len(x)) for x, n in lists if text.startswith(x, at))
        elif slot == "Q":
            yield from self._quoted(at)
        elif slot == "K":
            numbers = (x for x in self._constants(at) if x[0].read is not None and x[0].read.kind == "number")
            yield from ((Said("number", read=said.read), end) for said, end in numbers)
        elif slot == "U":
            yield from self._unit(at)
        elif slot == "R":
            yield from self._tiers(at)

    # ---- conditions ----

    def condition(self, at: int) -> Found:
        """A whole condition."""
        for form in phrases.CONDITIONS[self.lang]:
            for args, end in self.form(form, at):
                yield Said(form.op, args), end
        yield from self._aged(at)
        joint = ": " if self.lang == "en" else ""
        for subject, end in self.slot("T", at):
            if self.text.startswith(joint, end):
                for predicate, last in self.predicate(end + len(joint)):
                    yield Said(predicate.op, (subject, *predicate.args)), last
            if subject.op == "name":
                yield Said("true", (subject,)), end

    def predicate(self, at: int) -> Found:
        for form in phrases.PREDICATES[self.lang]:
            for args, end in self.form(form, at):
                yield _predicate(form.op, args, phrases.PERIOD_FIRST[self.lang]), end

    def required(self, at: int) -> Found:
        """A predicate in the column "required": an age, a period with its last day, or a bare value."""
        for form in (*phrases.BARE[self.lang], *phrases.PREDICATES[self.lang]):
            for args, end in self.form(form, at):
                said = _predicate(form.op, args, phrases.PERIOD_FIRST[self.lang])
                yield said, end
                yield from self._until(said, end)
        yield from self._age(at)

    def _until(self, said: Said, at: int) -> Found:
        before, after = phrases.COUNTED[self.lang]
        if "within" in said.op and self.text.startswith(before, at):
            for day, end in self._constants(at + len(before)):
                if day.read is not None and day.read.kind == "date" and self.text.startswith(after, end):
                    yield Said(said.op, (*said.args, Said("until", (day,)))), end + len(after)

    def _aged(self, at: int) -> Found:
        start = phrases.AGE_OF[self.lang]
        if self.text.startswith(start, at):
            yield from self._age(at + len(start))

    def _age(self, at: int) -> Found:
        for form in phrases.AGES[self.lang]:
            for args, end in self.form(form, at):
                yield Said(form.op, args), end
                for before, after in phrases.AGE_ON[self.lang]:
                    for (day,), last in self._parts((before, "T", after), end):
                        yield Said(form.op, (*args, Said("day", (day,)))), last

    # ---- conditions within a sentence ----

    def inline(self, at: int) -> Found:
        for first, end in self._single(at):
            yield first, end
            for word, op in phrases.JOINTS[self.lang].items():
                yield from self._more(op, word, (first,), end)

    def _more(self, op: str, word: str, sofar: tuple[Said, ...], at: int) -> Found:
        if self.text.startswith(word, at):
            for said, end in self._single(at + len(word)):
                yield Said(op, (*sofar, said)), end
                yield from self._more(op, word, (*sofar, said), end)

    def _single(self, at: int) -> Found:
        left, right = ("（", "）") if self.lang == "zh" else ("(", ")")
        if self.text.startswith(left, at):
            yield from ((s, e + 1) for s, e in self.inline(at + 1) if self.text.startswith(right, e))
        yield from self._once("single", at, self._clause(at))

    def _clause(self, at: int) -> Found:
        if self.lang == "zh":
            yield from self.condition(at)
            return
        for form in phrases.CONDITIONS["en"]:
            if form.parts[-1] != ": no":
                yield from ((Said(form.op, args), end) for args, end in self.form(form, at))
        if self.text.startswith(phrases.AGE_IS["en"], at):
            yield from self._age(at + len(phrases.AGE_IS["en"]))
        for subject, end in self.slot("T", at):
            if self.text.startswith(" is ", end):
                for predicate, last in self.predicate(end + 4):
                    yield Said(predicate.op, (subject, *predicate.args)), last

    def _had(self, at: int) -> Found:
        """What each record has: a value, or a condition."""
        yield from self.slot("T", at)

    # ---- terms ----

    def valued(self, at: int) -> Found:
        """A term, and what it comes to."""
        for said, end in self._once("term", at, self._term(at)):
            yield said, end
            if self.text.startswith(" = ", end):
                for value, last in self._constants(end + 3):
                    yield said.with_value(self.text[end + 3 : last]), last
                    del value

    def _term(self, at: int) -> Found:
        for said, end in self._once("sum", at, self._sum(at)):
            yield from self._suffixed(said, end)
        for said, end in self._extreme(at):
            yield from self._suffixed(said, end)

    def _suffixed(self, said: Said, at: int) -> Found:
        yield said, at
        for form in phrases.SUFFIXES[self.lang]:
            for args, end in self.form(form, at):
                yield from self._suffixed(Said(form.op, (said, *args)), end)

    def _sum(self, at: int) -> Found:
        for said, end in self._once("product", at, self._chain(at, "×÷", self._atom)):
            yield from self._chained(
                said, end, "+−", lambda x: self._once("product", x, self._chain(x, "×÷", self._atom))
            )

    def _chain(self, at: int, signs: str, inner: object) -> Found:
        for said, end in inner(at):  # type: ignore[operator]
            yield from self._chained(said, end, signs, inner)

    def _chained(self, said: Said, at: int, signs: str, inner: object) -> Found:
        yield said, at
        for sign in signs:
            if self.text.startswith(f" {sign} ", at):
                for other, end in inner(at + 3):  # type: ignore[operator]
                    yield from self._chained(Said(phrases.SIGNS[sign], (said, other)), end, signs, inner)

    def _extreme(self, at: int) -> Found:
        """A list of which one is taken, where that is said at its end."""
        if not any(ending in self.text[at:] for ending in phrases.EXTREMES[self.lang]):
            return
        for items, end in self.slot("L", at):
            for ending, op in phrases.EXTREMES[self.lang].items():
                if self.text.startswith(ending, end):
                    yield Said(op, items.args), end + len(ending)

    def _list(self, at: int, apart: bool) -> Found:
        joints: tuple[str, ...] = ("、",) if self.lang == "zh" else (", ", " and ", " or ")
        if apart:
            joints = ("；",) if self.lang == "zh" else ("; ",)
        for first, end in self._once("sum", at, self._sum(at)):
            yield from self._items((first,), end, joints)

    def _items(self, sofar: tuple[Said, ...], at: int, joints: tuple[str, ...]) -> Found:
        yield Said("items", sofar), at
        for joint in joints:
            if self.text.startswith(joint, at):
                for said, end in self._once("sum", at + len(joint), self._sum(at + len(joint))):
                    yield from self._items((*sofar, said), end, joints)

    # ---- the smallest parts ----

    def _atom(self, at: int) -> Found:
        yield from self._once("atom", at, self._postfixed(at))

    def _postfixed(self, at: int) -> Found:
        for said, end in self._plain(at):
            yield from self._with_postfix(said, end)

    def _with_postfix(self, said: Said, at: int) -> Found:
        yield said, at
        for words, op in phrases.POSTFIXED[self.lang].items():
            if self.text.startswith(words, at):
                yield from self._with_postfix(Said(op, (said,)), at + len(words))
        if self.text.startswith(" = ", at) and said.op in phrases.POSTFIXED["zh"].values():
            for _, end in self._constants(at + 3):
                yield said.with_value(self.text[at + 3 : end]), end

    def _plain(self, at: int) -> Found:
        text, lang = self.text, self.lang
        left, right = ("（", "）") if lang == "zh" else ("(", ")")
        if text.startswith(left, at):
            yield from ((s, e + 1) for s, e in self.slot("T", at + 1) if text.startswith(right, e))
        for form in phrases.PREFIXED[lang]:
            for args, end in self.form(form, at):
                yield from self._bracketed(Said(form.op, args[0].args if form.parts[-1] == "L" else args), end)
        for words in phrases.TODAY[lang]:
            if text.startswith(words, at):
                yield Said("today"), at + len(words)
        for label, names in self.reader._names:
            if text.startswith(label, at):
                yield from self._named(Said("name", names=names), at + len(label))
        for said, end in self._quoted(at):
            yield from self._named(said, end)
        yield from self._constants(at)
        for label, names in self.reader._choices:
            if text.startswith(label, at):
                yield Said("choice", names=names), at + len(label)

    def _named(self, said: Said, at: int) -> Found:
        """A name, the day on which its value is asked, and its value."""
        yield from self._bracketed(said, at)
        before, after = ("（按", "那一天）") if self.lang == "zh" else (" on ", "")
        if self.text.startswith(before, at):
            days = self.slot("T", at + len(before)) if self.lang == "zh" else self._quoted(at + len(before))
            for day, end in days:
                if self.text.startswith(after, end):
                    yield from self._bracketed(Said("value_on", (day, said)), end + len(after))

    def _bracketed(self, said: Said, at: int) -> Found:
        left, right = ("（", "）") if self.lang == "zh" else (" (", ")")
        yield said, at
        if self.text.startswith(left, at):
            close = self.text.find(right, at + len(left))
            while close >= 0:
                inside = self.text[at + len(left) : close]
                if self._is_value(inside):
                    yield said.with_value(inside), close + 1
                close = self.text.find(right, close + 1)

    def _is_value(self, text: str) -> bool:
        if text in phrases.UNKNOWN[self.lang] or text in self.reader.lexicon.choices:
            return True
        return any(end == len(text) for _, end in values_at(text, 0, self.lang))

    def _quoted(self, at: int) -> Found:
        if self.text.startswith("“", at):
            for label, names in self.reader._names:
                if self.text.startswith(f"{label}”", at + 1):
                    yield Said("name", names=names), at + len(label) + 2

    def _constants(self, at: int) -> Found:
        for read, end in values_at(self.text, at, self.lang):
            yield Said("const", read=read), end

    def _unit(self, at: int) -> Found:
        for word, (kind, value) in phrases.UNITS[self.lang].items():
            if self.text.startswith(word, at):
                yield Said("const", read=Read("unit:" + kind, value)), at + len(word)
        before, after = phrases.MULTIPLE[self.lang]
        if self.text.startswith(before, at):
            for said, end in self._constants(at + len(before)):
                if self.text.startswith(after, end):
                    yield said, end + len(after)

    def _tiers(self, at: int) -> Found:
        """The bounds and rates of tiers, as they stand in a rule: bound, rate, bound, rate, …, rate."""
        yield from self._tier((), at)

    def _tier(self, sofar: tuple[Said, ...], at: int) -> Found:
        joints = ("；", "，") if self.lang == "zh" else ("; ", ", ")
        joint = next((x for x in joints if self.text.startswith(x, at)), "")
        if sofar and not joint:
            return
        start = at + len(joint) if sofar else at
        if self.lang == "zh":
            rows: tuple[tuple[str, ...], ...] = (("至", "T", "的部分", "T"), ("以上的部分", "T"), ("T",))
        else:
            rows = (("T", " up to ", "T"), ("T", " above"), ("T",))
        for row in rows:
            for args, end in self._parts(row, start):
                if len(args) == 2:
                    bound, rate = args if self.lang == "zh" else (args[1], args[0])
                    yield from self._tier((*sofar, bound, rate), end)
                else:
                    yield Said("tiers", (*sofar, args[0])), end


def _predicate(op: str, args: tuple[Said, ...], period_first: bool) -> Said:
    """The terms of a predicate, lists opened, the period last; a list of one is that one."""
    if "member" in op:
        counts = tuple(arg for arg in args if arg.op == "number")
        items = next((arg.args for arg in args if arg.op == "items"), ())
        if counts:
            return Said(op, (*items, *counts))
        return Said(op, items) if len(items) > 1 else Said("eq" if op == "member" else "ne", items)
    if "within" in op and period_first:
        return Said(op, (args[1], args[0]))
    return Said(op, args)
