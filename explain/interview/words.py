"""The words of an interview: questions, choices, what was answered, why something is asked, what is still open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from compiler.partial import Environment
from compiler.program import Fact, Program, Text
from compiler.request import constraint_values
from compiler.unknowns import list_of, stem
from compiler.values import Value
from explain import words
from explain.interview.interview import COUNT, SEVERAL, Asking, Interview, Result, Said
from explain.interview.read import options, shown_limit
from explain.interview.why import Way
from explain.records import classifier, definition_of, joined, label_of, ordinal, record_label

UNSURE = Text("不清楚", "I do not know")
WHICH = Text("下面有哪几种情况？可以选几个。", "Which of these are so? You may choose several.")
IN_ORDER = Text("记住先后顺序，后面按第1、第2……一个一个问。", "Keep them in one order: they are asked about as 1, 2, …")
UNDECIDED = Text("不清楚，或者还没有认定", "I do not know, or it has not been decided yet")
_HOW = {
    "date": Text("写成 2021-10-15，或者2021年10月15日。", "Write 2021-10-15, or 15 October 2021."),
    "month": Text("写成 2021-10，或者2021年10月。", "Write 2021-10, or October 2021."),
    "money": Text("写多少元，例如5360.50。", "Write how many yuan, such as 5360.50."),
    "integer": Text("写数字。", "Write a number."),
    COUNT: Text("写数字。", "Write a number."),
    "decimal": Text("写数字，例如1.5。", "Write a number, such as 1.5."),
    "percent": Text("写百分数，例如1%。", "Write a percentage, such as 1%."),
    SEVERAL: Text(
        "写数字，中间用空格隔开，例如“1 2”。都没有，写0。其中一项不清楚，在数字后面加问号，例如“1 2?”。",
        'Write numbers with spaces between them, such as "1 2". For none of them write 0. Where you do not know one of '
        'them, put a question mark after its number: "1 2?".',
    ),
}


@dataclass(frozen=True)
class Words:
    """For one interview, in one language."""

    interview: Interview
    lang: str

    @property
    def program(self) -> Program:
        return self.interview.order.program.at(self.interview.order.day)

    def say(self, text: Text) -> str:
        return text.get(self.lang)

    def fact(self, path: str) -> Fact:
        return self.program.facts[stem(path)]

    # ---- a question ----

    def question(self, asking: Asking) -> str:
        fact, path = self.fact(asking.paths[0]), asking.paths[0]
        if asking.form == COUNT:
            return self.say(how_many(fact))
        if asking.form != SEVERAL:
            asked = self.say(fact.question) or self.say(fact.label)
            of = self.say(record_label(self.program, path)) if "[" in path else ""
            return f"{of}：{asked}" if of and self.lang == "zh" else f"{of}: {asked}" if of else asked
        return self.say(which_of(self.program, fact) if "[" in path else WHICH)

    def hint(self, asking: Asking) -> str:
        """'' where there is none; each of several facts has its question."""
        if asking.form == SEVERAL:
            return "" if "[" not in asking.paths[0] else self.say(self.fact(asking.paths[0]).hint)
        hint = self.say(self.fact(asking.paths[0]).hint)
        if asking.form != COUNT:
            return hint
        return f"{hint}{'' if self.lang == 'zh' else ' '}{self.say(IN_ORDER)}"

    def how(self, asking: Asking) -> str:
        """How an answer is written; '' where the choices say it. With the limits of a number."""
        how = self.say(_HOW[asking.form]) if asking.form in _HOW else ""
        fact = self.fact(asking.paths[0])
        if fact.limits and asking.form != SEVERAL and how:
            low, high = (shown_limit(fact, limit) for limit in fact.limits)
            more = Text(f"从{low.zh}到{high.zh}。", f" From {low.get('en')} to {high.get('en')}.")
            return how + self.say(more)
        return how

    def choices(self, asking: Asking) -> list[tuple[str, str]]:
        """What is typed, and what it means."""
        if asking.form == SEVERAL:
            return [(str(at), self._alternative(path)) for at, path in enumerate(asking.paths, 1)]
        fact = self.fact(asking.paths[0])
        if asking.form not in ("yes_no", "choice"):
            return []
        return [(str(at), self._choice(fact, value, asking)) for at, value in enumerate(options(fact, asking), 1)]

    def _choice(self, fact: Fact, value: Value | None, asking: Asking) -> str:
        if value is None:
            return self.say(UNDECIDED if asking.judged else UNSURE)
        return words.value(value, fact.type, self.lang, fact.choices)

    def _alternative(self, path: str) -> str:
        fact = self.fact(path)
        if "[" not in path:
            asked = self.say(fact.question)
            return f"{self.say(fact.label)} – {asked}" if asked else self.say(fact.label)
        return self.say(ordinal(self.program, path)) + self._known_of(path)

    def _known_of(self, path: str) -> str:
        """What tells a record from others: the first thing that was said of it."""
        record = path.partition(".")[0]
        for fact in self.program.facts.values():
            value = self.interview.facts.get(f"{record}.{fact.name}") if fact.each == list_of(path) else None
            if value is not None and fact.type.kind != "bool":
                shown = f"{self.say(fact.label)} {words.value(value, fact.type, self.lang, fact.choices)}"
                return f"（{shown}）" if self.lang == "zh" else f" ({shown})"
        return ""

    def who(self, asking: Asking) -> str:
        """Of what somebody else decides: who, '' otherwise."""
        return self.say(decided_by(self.program, self.fact(asking.paths[0]))) if asking.judged else ""

    def why(self, asking: Asking) -> str:
        """Where the law asks for it."""
        order = self.interview.order
        facts = self.interview.facts
        way = Way(order.question.form(order.day), order.question.spread(facts, order.day), order.day)
        cites: dict[str, str] = {}
        for rule in way.rules(order.question.name, frozenset(asking.paths)):
            definition = definition_of(self.program, rule)
            cite = definition.claim.cite if definition.claim else definition.part
            cited = self.say(words.cite(cite, words.english(self.program.about)))
            cites.setdefault(words.capital(cited), self.say(definition.label))
        shown = [f"{cite}（{label}）" if self.lang == "zh" else f"{cite} ({label})" for cite, label in cites.items()]
        return words.listed(shown[:3], self.lang, "and")

    # ---- answers ----

    def topic(self, asking: Asking) -> str:
        """What was asked, in a few words."""
        if asking.form != SEVERAL:
            return self.say(label_of(self.program, asking.paths[0]))
        if "[" in asking.paths[0]:
            fact = self.fact(asking.paths[0])
            return self.say(joined(self.program.facts[fact.each].label, fact.label))
        return self.say(Text("有哪几种情况", "Which are so"))

    def answer(self, said: Said) -> str:
        """What was answered, in words."""
        if said.asking.form != SEVERAL:
            path = said.asking.paths[0]
            return self._value(path, said.values.get(path))
        yes = [path for path in said.asking.paths if said.values.get(path) is True]
        named = [self.say(self.fact(p).label if "[" not in p else ordinal(self.program, p)) for p in yes]
        shown = words.listed(named, self.lang, "and") or (
            "" if said.unsure else self.say(Text("都没有", "none of them"))
        )
        doubt = [self.say(self.fact(p).label if "[" not in p else ordinal(self.program, p)) for p in said.unsure]
        if doubt:
            unsure = f"{self.say(UNSURE)}{self.say(Text('：', ': '))}{words.listed(sorted(doubt), self.lang, 'and')}"
            shown = f"{shown}{self.say(Text('；', '; '))}{unsure}" if shown else unsure
        return shown

    def _value(self, path: str, value: Value | None) -> str:
        fact = self.fact(path)
        if value is None:
            return self.say(UNSURE)
        if fact.type.kind == "records":
            counter = classifier(fact.label.zh)
            return self.say(Text(f"{value}{counter}", str(value)))
        return words.value(value, fact.type, self.lang, fact.choices)

    # ---- what cannot be ----

    def contradiction(self, facts: Mapping[str, Value]) -> str:
        """The constraints that an answer breaks, and what to do."""
        order = self.interview.order
        environment = Environment(self.program, facts, order.day, order.readings)
        lines = []
        for constraint, record, value in constraint_values(self.program, environment):
            if value is False:
                lines.append(self.say(self._broken(constraint.kind, constraint.facts, record, facts)))
        return (" " if self.lang == "en" else "").join(dict.fromkeys(lines))

    def _broken(self, kind: str, names: tuple[str, ...], record: str, facts: Mapping[str, Value]) -> Text:
        paths = [f"{record}.{name}" if record and self.program.facts[name].each else name for name in names]
        day = words.both(lambda lang: words.date(self.interview.order.day, lang))
        if kind == "date_in_future":
            return Text(
                f"这个日期不能晚于所问的日子（{day.zh}）。",
                f"This date cannot be later than the day asked about ({day.get('en')}).",
            )
        if len(paths) == 1:
            only = words.both(lambda lang: next(self._told(paths, facts, lang), ""))
            return Text(f"这样不行：{only.zh}。请看看写对了没有。", f"This cannot be: {only.get('en')}. Please check.")
        told = words.both(lambda lang: words.listed(list(self._told(paths, facts, lang)), lang, "and"))
        return Text(
            f"这些回答对不上：{told.zh}。请看看写对了没有；前面的写错了，可以用“改”。",
            f"These answers do not fit together: {told.get('en')}. Please check; “change” puts an earlier one right.",
        )

    def _told(self, paths: list[str], facts: Mapping[str, Value], lang: str) -> Iterator[str]:
        for path in paths:
            if path in facts:
                label = label_of(self.program, path).get(lang)
                shown = Words(self.interview, lang)._value(path, facts[path])
                number = self.interview.number_of(path)
                at = "" if number is None else f"（第{number}问）" if lang == "zh" else f" (answer {number})"
                yield f"{label} {shown}{at}" if lang == "zh" else f"{label}: {shown}{at}"

    # ---- the end ----

    def open(self, result: Result) -> list[str]:
        """Lines on what can still change the answer, by why it is not known."""
        sorts = (
            (result.not_asked, Text("还没有问到的", "Not asked yet")),
            (result.unsure, Text("您说不清楚的", "You said that you do not know")),
            (
                result.published,
                Text("机关公布的数，这里还没有查到", "Figures that the authorities publish, not found yet"),
            ),
            (result.told, Text("节假日安排，这一天还没有公布", "Days beyond the known calendar of holidays")),
        )
        lines = [self._line(head, paths) for paths, head in sorts if paths]
        deciders: dict[str, list[str]] = {}
        for path in result.judged:
            deciders.setdefault(self.say(decider(self.program, self.fact(path))), []).append(path)
        for who, paths in deciders.items():
            lines.append(self._line(Text(f"要由{who}认定的", f"To be decided by {who}"), tuple(paths)))
        return lines

    def _line(self, head: Text, paths: tuple[str, ...]) -> str:
        labels = [self.say(label_of(self.program, path)) for path in paths]
        return f"{self.say(head)}{self.say(Text('：', ': '))}{words.listed(labels, self.lang, 'and')}"


def how_many(fact: Fact) -> Text:
    """The question for the number of records."""
    counter = classifier(fact.label.zh)
    return Text(
        f"{fact.label.zh}一共有多少{counter}？" + _same(fact.question.zh),
        f"{fact.question.get('en')} How many are there in all?",
    )


def which_of(program: Program, fact: Fact) -> Text:
    """The question of which records of a list a field is true."""
    who = program.facts[fact.each].label
    return Text(
        f"{who.zh}里，下面哪几{classifier(who.zh)}是这样：“{fact.label.zh}”？可以选几个。",
        f"{who.get('en')}: of which of these is it true that “{fact.question.get('en')}” – yes? "
        "You may choose several.",
    )


def decider(program: Program, fact: Fact) -> Text:
    """Who decides a fact."""
    person = program.enquirer.norm_default if program.enquirer is not None else None
    if not fact.entity or fact.entity in ("个人", person):
        return Text("有关机关", "the competent office")
    return words.both(lambda lang: ("the " if lang == "en" else "") + words.name(program, fact.entity, lang))


def decided_by(program: Program, fact: Fact) -> Text:
    """That somebody decides it, and who."""
    name = decider(program, fact)
    return Text(
        f"这件事由{name.zh}认定，不用您自己判断。知道结果再选“是”或者“否”。",
        f"This is decided by {name.get('en')}, not by you. Answer yes or no only if you know the decision.",
    )


def _same(question: str) -> str:
    return f"（{question}）" if question else ""
