"""What must be known of a rule itself: which text it is, from when, and what it is an exception to."""

from __future__ import annotations

from compiler.program import Definition, Program, Text
from explain import words
from explain.records import definition_of
from explain.words import both


def no_version(definition: Definition, over: bool) -> Text:
    """That a conclusion has no text in force on the day asked about."""
    window = definition.window
    zh = f"“{definition.label.zh}”的规定"
    en = f"the rule on “{definition.label.get('en')}”"
    if over:
        end = both(lambda lang: words.date(window.until or 0, lang))
        return Text(f"{zh}只到{end.zh}为止。", f"{words.capital(en)} was in force until {end.en} only.")
    start = both(lambda lang: words.date(window.since or 0, lang))
    return Text(f"{zh}从{start.zh}起才施行。", f"{words.capital(en)} is in force from {start.en} only.")


def no_version_answer(definition: Definition, day: int, over: bool) -> Text:
    """The answer on a day on which a conclusion has no text in force."""
    zh, en = words.date(day, "zh"), words.date(day, "en")
    name = definition.label
    if over:
        return Text(
            f"{zh}，“{name.zh}”的规定已经失效。", f"On {en} the rule on “{name.get('en')}” was no longer in force."
        )
    return Text(f"{zh}，“{name.zh}”的规定还没有施行。", f"On {en} the rule on “{name.get('en')}” was not yet in force.")


def version(definition: Definition) -> tuple[Text, ...]:
    """Which text it is, where there may be another on another day."""
    window = definition.window
    if definition.internal or (window.since is None and window.until is None):
        return ()
    zh, en = (words.window(window, lang) for lang in ("zh", "en"))
    if window.since is None:
        return (Text(f"施行到{words.date(window.until or 0, 'zh')}为止的文本", f"the text in force {en}"),)
    return (Text(f"{zh}施行的文本", f"the text in force {en}"),)


def by_text(definition: Definition) -> tuple[Text, ...]:
    """The same of the conclusion asked about, as a sentence."""
    return tuple(Text(f"用的是{text.zh}。", f"By {text.en}.") for text in version(definition))


def exception_to(program: Program, definition: Definition) -> tuple[Text, ...]:
    """What an exception is an exception to."""
    labels = [definition_of(program, name).label for name in definition.excepts if name in program.conclusions]
    if not labels:
        return ()
    zh = "、".join(words.quoted(x.zh) for x in labels)
    en = words.listed([words.quoted(x.get("en")) for x in labels], "en", "and")
    return (Text(f"这是{zh}的例外。", f"This is an exception to {en}."),)
