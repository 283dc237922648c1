"""The words for changes, for what bars them, and for the course of time."""

from __future__ import annotations

from compiler.program import Definition, Program, Text
from compiler.values import Value
from explain import sentences, words
from explain.proof import NOTHING
from explain.question.ask import Finding
from explain.question.changes import Change
from explain.question.obstacles import Obstacle
from explain.records import fact_of, label_of
from explain.words import both

# ---- changes ---------------------------------------------------------------------------------------------------------

_ENOUGH = {
    (True, True): Text("做到下面这一项就够了。", "This one change would be enough."),
    (True, False): Text("下面几项要同时做到。", "These changes would be needed together."),
    (False, True): Text("下面有{}种办法，做到一种就够了。", "There are {} ways; one is enough."),
    (False, False): Text(
        "下面有{}种办法，做到一种就够了。每种里的几项要同时做到。",
        "There are {} ways; one is enough. Each takes all its changes together.",
    ),
}
_PERHAPS = Text("先做到下面的，才有可能。", "These would have to come first.")
_BARRED = Text(
    "您自己能改变的，都改变不了结果。卡在这里：", "Nothing that you can change yourself would help. What bars it:"
)
_BEYOND = Text(
    "从现在起，只改一项到三项都不够；更多的，这里没有算。",
    "From now on, up to three changes would not do; more was not worked out.",
)


def lead(kind: str, count: int, size: int) -> Text:
    """How many sets of changes, each of so many."""
    if kind == "changes":
        return both(lambda lang: _ENOUGH[count == 1, size == 1].get(lang).format(count))
    return {"perhaps": _PERHAPS, "barred": _BARRED}.get(kind, _BEYOND)


def after(goal: Text) -> Text:
    """What comes of it."""
    if not goal.zh:
        return Text("做到以后，就能算出结果。", "After that there is a result.")
    return Text(f"做到以后：{goal.zh}。", f"After that: {goal.en}.")


def more(others: bool, complete: bool) -> Text:
    if others:
        return Text("还有别的办法，这里没有全列。", "There are more ways than are listed here.")
    return NOTHING if complete else Text("可能还有别的办法。", "There may be other ways.")


def alter(program: Program, change: Change) -> Text:
    """办理就业登记：现在是“否”，要变成“是”。"""
    label = label_of(program, change.path)
    old = both(lambda lang: _value(program, change.path, change.old, lang))
    new = both(lambda lang: _value(program, change.path, change.new, lang))
    if change.old is None:
        zh, en = f"{label.zh}：要是{new.zh}。", f"{label.get('en')}: would have to be {new.en}."
    else:
        zh = f"{label.zh}：现在是{old.zh}，要变成{new.zh}。"
        en = f"{label.get('en')}: now {old.en}, would have to be {new.en}."
    rest = _range(program, change)
    return Text(zh + rest.zh, f"{en} {rest.en}" if rest.en else en)


def _range(program: Program, change: Change) -> Text:
    """Where else it helps, and by when what a date dates must happen."""
    low, high = change.low, change.high
    texts = []
    if fact_of(program, change.path).type.kind not in ("bool", "enum") and not (low == high == change.new):
        start = both(lambda lang: _value(program, change.path, low, lang))
        end = both(lambda lang: _value(program, change.path, high, lang))
        texts.append(_between(start, end, *_WAYS[_dated(program, change)]))
    if change.by is not None:
        by = both(lambda lang: words.date(change.by or 0, lang))
        texts.append(Text(f"最晚{by.zh}要做好。", f"It must be done by {by.en}."))
    return Text("".join(t.zh for t in texts), " ".join(t.en for t in texts if t.en))


def _between(start: Text, end: Text, more: Text, less: Text) -> Text:
    if start.zh and end.zh:
        return Text(f"{start.zh}到{end.zh}之间都可以。", f"Anything from {start.en} to {end.en} will do.")
    if start.zh:
        return Text(f"{start.zh}或者更{more.zh}都可以。", f"{words.capital(start.en)} or {more.en} will do.")
    if end.zh:
        return Text(f"{end.zh}或者更{less.zh}都可以。", f"{words.capital(end.en)} or {less.en} will do.")
    return NOTHING


_WAYS = {
    True: (Text("晚", "later"), Text("早", "earlier")),
    False: (Text("多", "more"), Text("少", "less")),
}


def _dated(program: Program, change: Change) -> bool:
    return fact_of(program, change.path).type.kind in ("date", "month")


def _value(program: Program, path: str, value: Value | None, lang: str) -> str:
    """A value of a fact; '' where there is none."""
    if value is None:
        return ""
    fact = fact_of(program, path)
    shown = words.value(value, fact.type, lang, fact.choices)
    return f"“{shown}”" if fact.type.kind in ("bool", "enum") else shown


# ---- what bars -------------------------------------------------------------------------------------------------------

_BARS = {
    "immutable": Text("“{}”已经定了，改不了。", "“{}” cannot be changed."),
    "time": Text("“{}”只会随时间变。", "“{}” changes with time alone."),
    "harmful": Text("“{}”最好别为了符合条件去改。", "“{}” should not be changed for the sake of this."),
    "judgement": Text("“{}”要由{who}认定。", "“{}” is for {who} to decide."),
    "third_party": Text("“{}”要看别人。", "“{}” is up to somebody else."),
    "parameter": Text("“{}”是公布的数额。", "“{}” is a published figure."),
    "undeclared": Text("“{}”能不能改，这里没有说。", "Whether “{}” can be changed is not said here."),
}
_SOMEBODY = Text("别人", "somebody else")


def bar(program: Program, one: Obstacle) -> Text:
    if one.kind in ("not_in_force", "no_longer_in_force", "day"):
        return _day(one)
    label = label_of(program, one.path)
    who = both(lambda lang: _who(program, "" if "[" in one.path else one.who, lang))
    return both(lambda lang: _BARS[one.kind].get(lang).format(label.get(lang), who=who.get(lang)))


def _who(program: Program, who: str, lang: str) -> str:
    if not who:
        return _SOMEBODY.get(lang)
    return (words.body(program, who) or _SOMEBODY).get(lang)


def _day(one: Obstacle) -> Text:
    day = both(lambda lang: words.date(one.day or one.until or 0, lang))
    if one.day is not None:
        return Text(f"要等到{day.zh}。", f"Not before {day.en}.")
    if one.until is not None:
        return Text(f"这件事到{day.zh}为止，现在过了时间。", f"It was possible up to {day.en} only.")
    return Text("哪一天都一样。", "It is the same on every day.")


# ---- the course of time ----------------------------------------------------------------------------------------------


def lasting(last: int | None) -> Text:
    """Of a yes, or a value: up to when."""
    if last is None:
        return Text("您的情况不变，以后也一样。", "If all else stays the same, it stays so.")
    day = both(lambda lang: words.date(last, lang))
    return Text(f"您的情况不变，到{day.zh}为止都是这样。", f"If all else stays the same, it stays so up to {day.en}.")


def coming(first: int | None) -> Text:
    """Of a no: from when."""
    if first is None:
        return Text("您的情况不变，等下去结果也一样。", "If all else stays the same, waiting does not help.")
    day = both(lambda lang: words.date(first, lang))
    return Text(f"您的情况不变，从{day.zh}起就可以。", f"If all else stays the same, the answer is yes from {day.en}.")


def result(first: int) -> Text:
    """Of what is not applicable, and has a value from a day on."""
    day = both(lambda lang: words.date(first, lang))
    return Text(
        f"您的情况不变，从{day.zh}起就能算出结果。", f"If all else stays the same, there is a result from {day.en}."
    )


def perhaps(first: int) -> Text:
    """Of a no that may be a yes from a day on."""
    day = both(lambda lang: words.date(first, lang))
    return Text(
        f"从{day.zh}起，结果要看还没填的那些。", f"From {day.en}, the result depends on what is not answered yet."
    )


_STATUS = {
    "unknown": Text("还说不准", "cannot be said yet"),
    "not_in_force": Text("这份文件还没有施行", "the document is not yet in force"),
    "no_longer_in_force": Text("这份文件已经停止执行", "the document is no longer in force"),
    "refused": Text("您填的情况在这段时间对不上", "the answers given cannot all be so at this time"),
}


def found(program: Program, definition: Definition, finding: Finding) -> Text:
    """What is found in a stretch."""
    if finding.status in _STATUS:
        return _STATUS[finding.status]
    return sentences.claim(program, definition, finding)


def stretch(
    program: Program, definition: Definition, finding: Finding, first: int | None, last: int | None, moving: bool
) -> Text:
    """2020年10月1日起：您可以…。"""
    text = found(program, definition, finding)
    if moving:
        text = Text("结果随日子变化", "the result changes with the day")
    return both(
        lambda lang: (
            f"{span(first, last, lang)}{'：' if lang == 'zh' else ': '}{text.get(lang)}{'。' if lang == 'zh' else '.'}"
        )
    )


def span(first: int | None, last: int | None, lang: str) -> str:
    if lang == "zh" and first is not None and last is not None:
        return words.span(first, last, lang)
    start, end = (words.date(day, lang) if day is not None else "" for day in (first, last))
    if lang == "zh":
        return f"{start}起" if start else f"{end}为止" if end else "一直"
    if start and end:
        return f"From {start} to {end}"
    return f"From {start}" if start else f"Up to {end}" if end else "Always"
