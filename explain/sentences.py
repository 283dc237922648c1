"""Whole sentences: what a conclusion says of the person who asks, and the fixed words of an explanation's pages."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from compiler.program import Definition, Program, Text
from compiler.values import Value
from explain import words
from explain.question.ask import Finding
from explain.terms import exception_label
from explain.words import both

# ---- a yes/no conclusion as a sentence ---------------------------------------------------------------------------
# The name of a conclusion tells how to say it. What a pattern says of a "no" is limited to the article it rests on:
# another article, or another document, may still allow the same thing.

Pattern = tuple[re.Pattern[str], str, str]

_ZH: tuple[Pattern, ...] = (
    (re.compile(r"可以?(.+)"), r"您可以\1", r"您{yet}不能按{part}\1"),
    (re.compile(r"应当?(.+)"), r"您要\1", r"您不用按{part}\1"),
    (re.compile(r"(.+(?:人员|对象|劳动力))"), r"您是\1", r"您不是\1"),
    (re.compile(r"处于(.+)"), r"您在\1", r"您不在\1"),
    (re.compile(r"((?:属于|享有).+)"), r"您\1", r"您不\1"),
    (re.compile(r"(.+)符合规定"), r"\1符合规定", r"\1不符合规定"),
    (re.compile(r"(.+)齐备"), r"\1已经齐备", r"\1还不齐备"),
    (re.compile(r"(.+)已施行"), r"\1已经施行", r"\1还没有施行"),
    (re.compile(r"(.+)"), r"“\1”：是", r"“\1”：否"),
)
_EN: tuple[Pattern, ...] = (
    (re.compile(r"May (.+)"), r"you may \1", r"{part} does not {yet}let you \1"),
    (re.compile(r"Must (.+)"), r"you must \1", r"{part} does not require you to \1"),
    (re.compile(r"(Entitled|Within|Covered|Served)( .+)"), r"you are {low}\2", r"you are not {low}\2 under {part}"),
    (re.compile(r"(.+)"), r"“\1”: yes", r"“\1”: no under {part}"),
)


def _judged(definition: Definition, article: str, value: bool, yet: bool, lang: str) -> str:
    label = definition.label.get(lang)
    for pattern, yes, no in _EN if lang == "en" else _ZH:
        match = pattern.fullmatch(label)
        if match is None:
            continue
        form = yes if value else no
        if not article:
            form = form.replace("按{part}", "").replace("{part}", "this text")
        soft = {"zh": "还", "en": "yet "}[lang] if yet else ""
        low = match[1].lower() if lang == "en" else ""
        # The name goes in last: nothing in it is ever taken for a place to fill.
        pieces = re.split(r"(\\\d)", form.replace("{part}", article).replace("{yet}", soft).replace("{low}", low))
        return "".join(match[int(piece[1])] if piece.startswith("\\") else piece for piece in pieces)
    return label


def claim(program: Program, definition: Definition, finding: Finding, yet: bool = False) -> Text:
    """What a finding says, without the day and without a full stop. `yet`: a "no" that may still change."""
    name = both(lambda lang: words.quoted(definition.label.get(lang)))
    if definition.excepts:
        name = Text(f"例外{name.zh}", f"the exception {name.en}")
    if finding.status == "unknown":
        return Text(f"{name.zh}还说不准", f"{name.en} cannot be said yet")
    if finding.status == "not_applicable":
        return Text(f"{name.zh}这一项用不上", f"{name.en} does not apply")
    value = finding.value
    if isinstance(value, bool) and definition.excepts:
        return both(lambda lang: exception_label(definition.label.get(lang), lang, not value))
    if isinstance(value, bool):
        part = words.cite(definition.part, words.english(program.about))
        return both(lambda lang: _judged(definition, part.get(lang), value, yet, lang))
    shown = both(lambda lang: shown_value(definition, value, lang))
    listed = definition.type.kind in ("list", "enum", "text")
    return Text(
        f"{definition.label.zh}{'：' if listed else '是'}{shown.zh}", f"{name.en}{':' if listed else ' is'} {shown.en}"
    )


def shown_value(definition: Definition, value: Value | None, lang: str) -> str:
    if value is None:
        return ""
    return words.value(value, definition.type, lang, definition.choices)


# ---- headlines ---------------------------------------------------------------------------------------------------


def headline(text: Text, day: int) -> Text:
    """按2021年10月15日的规定，…。"""
    return Text(f"按{words.date(day, 'zh')}的规定，{text.zh}。", f"By the rules of {words.date(day, 'en')}, {text.en}.")


def undecided(count: int, day: int) -> Text:
    zh = f"按{words.date(day, 'zh')}的规定，现在还说不准，还差{count}项。"
    things = _plural(count, "thing is", "things are")
    return Text(zh, f"By the rules of {words.date(day, 'en')}, this cannot be said yet: {things} missing.")


def no_answer(day: int, over: bool) -> Text:
    """On a day before or after the document's own dates."""
    zh, en = words.date(day, "zh"), words.date(day, "en")
    if over:
        return Text(
            f"{zh}，这份文件已经停止执行。答案要看那时的规定。",
            f"On {en} this document was no longer in force. Ask what applied then.",
        )
    return Text(
        f"{zh}，这份文件还没有施行。答案要看当时的规定。",
        f"On {en} this document was not yet in force. Ask what applied then.",
    )


def since(limit: int, over: bool) -> Text:
    zh, en = words.date(limit, "zh"), words.date(limit, "en")
    if over:
        return Text(f"这份文件从{zh}起停止执行。", f"The document is no longer in force from {en}.")
    return Text(f"这份文件从{zh}起执行。", f"The document is in force from {en}.")


# ---- counts ------------------------------------------------------------------------------------------------------


def _plural(count: int, one: str, more: str) -> str:
    return f"{count} {one if count == 1 else more}"


MISSING = Text("知道下面这些，才能得出结果。", "The result depends on these.")
COMPUTED = Text("结果是这样得出的。", "The result came about like this.")


NOT_APPLICABLE = Text(
    "要用到的那一项不存在。这一项因此用不上。", "What it rests on is not there. So it does not apply."
)


def why_not(count: int) -> Text:
    if count == 1:
        return Text("不符合的条件都列在这里。", "Every condition that is not met is listed here.")
    return Text(
        f"共有{count}种情况，符合一种就够了。下面列出每种情况还差什么。",
        f"There are {count} ways to qualify, and one is enough. What each still lacks is listed here.",
    )


def why_not_applicable(count: int) -> Text:
    if count == 1:
        return Text(
            "前提没有满足，差的条件都列在这里。", "Its conditions are not met. All that is lacking is listed here."
        )
    return Text(
        f"前提没有满足。共有{count}种情况，符合一种就够了。",
        f"Its conditions are not met. There are {count} ways to meet them, and one is enough.",
    )


def why(count: int) -> Text:
    if count == 1:
        return Text("因为符合下面的条件。", "Because these conditions are met.")
    return Text(f"有{count}种情况都符合，符合一种就够了。", f"{count} ways to qualify are met; one would be enough.")


def gap(unmet: int, open_: int, blocking: int = 0) -> Text:
    """（差1项，1项待确定）. `blocking`: so many exceptions stand in the way."""
    found = (
        [Text(f"{blocking}个例外挡住", f"{_plural(blocking, 'exception', 'exceptions')} in the way")]
        if blocking
        else []
    )
    found += [Text(f"差{unmet}项", f"{unmet} not met")] if unmet else []
    if not open_:
        return Text("，".join(x.zh for x in found), ", ".join(x.en for x in found))
    unsure = Text(f"{open_}项待确定", f"{open_} to be settled")
    return Text("，".join(x.zh for x in (*found, unsure)), ", ".join(x.en for x in (*found, unsure)))


def route_title(number: int, count: int, names: list[Text]) -> Text:
    """情况一：本市农业户籍劳动力、灵活就业人员等3项"""
    if count == 1:
        return Text("")
    ordinal = "一二三四五六七八九十"[number - 1] if number <= 10 else str(number)
    zh, rest = _few([n.zh for n in names], lambda text: len(text), _ROOM[0])
    en, more = _few([n.en or n.zh for n in names], lambda text: len(text.split()), _ROOM[1])
    zh_more, en_more = f"等{len(names)}项" if rest else "", f"; and {more} more" if more else ""
    return Text(f"情况{ordinal}：{'、'.join(zh)}{zh_more}", f"Way {number}: {'; '.join(en)}{en_more}")


_ROOM, _NAMES = (18, 14), 3
"""How many characters, how many words, and how many names name a way."""


def _few(names: list[str], size: Callable[[str], int], room: int) -> tuple[list[str], int]:
    """The first names, at most three and as many as there is room for, and how many are left."""
    shown = 1
    while shown < min(_NAMES, len(names)) and sum(map(size, names[: shown + 1])) <= room:
        shown += 1
    return names[:shown], len(names) - shown


def conditions_on(names: list[str], lang: str) -> str:
    """性别、出生日期的条件"""
    size = (lambda text: len(text)) if lang == "zh" else (lambda text: len(text.split()))
    shown, more = _few(names, size, _ROOM[lang == "en"])
    if lang == "zh":
        return "、".join(shown) + (f"等{len(names)}项" if more else "") + "的条件"
    if more and len(shown) == _NAMES:
        shown, more = shown[:-1], more + 1
    return "conditions on " + ", ".join(shown) + (f" and {more} more" if more else "")


# ---- missing facts -----------------------------------------------------------------------------------------------


def status(kind: str, who: Text) -> Text:
    """Unknowns that never look alike. `who` decides; of a day that an agency says, which days the calendar covers."""
    if kind == "published":
        return Text(
            "这个数额由机关公布，这里还没有录入。不用您填。",
            "This figure is published by the authorities and has not been entered here. You need not enter it.",
        )
    if kind == "told":
        return Text(
            f"放假安排只录了{who.zh}。别的日子要由机关说明，不用您填。",
            f"Public holidays are entered for {who.en} only; an agency has to say the day. You need not enter it.",
        )
    if kind == "judged":
        return Text(f"这一项要等{who.zh}认定。", f"{who.en[:1].upper()}{who.en[1:]} must decide this.")
    return Text("这一项还没有填。", "This has not been answered yet.")


def answered(choices: Sequence[Text], of: Sequence[Text] = ()) -> Text:
    """答案是“是”; `of` are all the answers that there are."""
    rest = [x for x in of if x not in choices]
    if len(rest) == 1 < len(choices):
        zh, en = _either(rest)
        return Text(f"答案是{zh}以外的", f"If the answer is anything but {en}")
    zh, en = _either(choices)
    return Text(f"答案是{zh}", f"If the answer is {en}")


def _either(choices: Sequence[Text]) -> tuple[str, str]:
    zh = [words.quoted(c.zh) for c in choices]
    joined = f"{'、'.join(zh[:-1])}或者{zh[-1]}" if len(zh) > 1 else zh[0]
    return joined, words.listed([words.quoted(c.en or c.zh) for c in choices], "en", "or")


SOMEBODY = Text("负责的机构", "the body in charge")

# ---- readings ------------------------------------------------------------------------------------------------------

SAME = Text("换成这种理解，您的结果不变。", "Read this way, your result is the same.")


def changed(text: Text) -> Text:
    return Text(f"换成这种理解：{text.zh}。", f"Read this way: {text.en}.")


STILL_OPEN = Text("换成这种理解，也还说不准。", "Read this way, it cannot be said yet either.")
