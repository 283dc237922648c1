"""Sentences about a conclusion, read back: yes, no, a value, not applicable, not known yet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from compiler.evaluate import Answer
from compiler.program import Definition, Program
from explain.checker.law import cited
from explain.checker.matching import Matching
from explain.checker.values import whole


@dataclass(frozen=True, slots=True)
class Sentence:
    """What a sentence says of a conclusion. status: value, not_applicable, unknown. truth: of a yes/no; shown: another
    value. part: the part of the law that it names. soft: "not yet"."""

    status: str
    label: str
    truth: bool | None = None
    shown: str = ""
    part: str = ""
    soft: bool = False
    exception: bool = False


_YES = {
    "zh": (
        (r"您可以(?P<x>.+)", ("可以{x}", "可{x}")),
        (r"您要(?P<x>.+)", ("应当{x}", "应{x}")),
        (r"您是(?P<x>.+)", ("{x}",)),
        (r"您在(?P<x>.+)", ("处于{x}",)),
        (r"您(?P<x>(?:属于|享有).+)", ("{x}",)),
        (r"(?P<x>.+)符合规定", ("{x}符合规定",)),
        (r"(?P<x>.+)已经齐备", ("{x}齐备",)),
        (r"(?P<x>.+)已经施行", ("{x}已施行",)),
        (r"“(?P<x>.+)”：是", ("{x}",)),
    ),
    "en": (
        (r"you may (?P<x>.+)", ("May {x}",)),
        (r"you must (?P<x>.+)", ("Must {x}",)),
        (r"you are (?P<x>.+)", ("{x}",)),
        (r"“(?P<x>.+)”: yes", ("{x}",)),
    ),
}
_NO = {
    "zh": (
        (r"您(?P<soft>还)?不能(?:[按凭](?P<part>第.+?条|[^第]+?))?(?P<x>.+)", ("可以{x}", "可{x}")),
        (r"您不用(?:[按凭](?P<part>第.+?条|[^第]+?))?(?P<x>.+)", ("应当{x}", "应{x}")),
        (r"您不是(?P<x>.+)", ("{x}",)),
        (r"您不在(?P<x>.+)", ("处于{x}",)),
        (r"您不(?P<x>(?:属于|享有).+)", ("{x}",)),
        (r"(?P<x>.+)不符合规定", ("{x}符合规定",)),
        (r"(?P<x>.+)还不齐备", ("{x}齐备",)),
        (r"(?P<x>.+)还没有施行", ("{x}已施行",)),
        (r"“(?P<x>.+)”：否", ("{x}",)),
    ),
    "en": (
        (r"(?P<part>.+) does not (?P<soft>yet )?let you (?P<x>.+)", ("May {x}",)),
        (r"(?P<part>.+) does not require you to (?P<x>.+)", ("Must {x}",)),
        (r"you are not (?P<x>.+) under (?P<part>.+)", ("{x}",)),
        (r"“(?P<x>.+)”: no under (?P<part>.+)", ("{x}",)),
        (r"“(?P<x>.+)”: no", ("{x}",)),
    ),
}
_OTHER = {
    "zh": (
        ("unknown", r"(?P<e>例外)?“(?P<x>.+)”还说不准"),
        ("not_applicable", r"(?P<e>例外)?“(?P<x>.+)”这一项用不上"),
        ("yes", r"(?P<e>例外)“(?P<x>.+)”成立"),
        ("no", r"(?P<e>例外)“(?P<x>.+)”不成立"),
        ("value", r"“?(?P<x>.+?)”?(?:是|：)(?P<v>.+)"),
    ),
    "en": (
        ("unknown", r"(?P<e>the exception )?“(?P<x>.+)” cannot be said yet"),
        ("not_applicable", r"(?P<e>the exception )?“(?P<x>.+)” does not apply"),
        ("yes", r"(?P<e>the exception )“(?P<x>.+)” applies"),
        ("no", r"(?P<e>the exception )“(?P<x>.+)” does not apply"),
        ("value", r"“(?P<x>.+)”(?: is|:) (?P<v>.+)"),
    ),
}


def sentences(text: str, label: str, lang: str) -> Iterator[Sentence]:
    """The ways to read a sentence about the conclusion of this label."""
    for truth, table in ((True, _YES[lang]), (False, _NO[lang])):
        for form, names in table:
            for pattern in (form, form.replace("(?:[按凭](?P<part>第.+?条|[^第]+?))?", "")):
                match = re.fullmatch(pattern, text)
                if match is None:
                    continue
                by = match.groupdict()
                called = [name.format(x=by["x"]) for name in names]
                found = next((c for c in called if c.casefold() == label.casefold()), None)
                if found is not None:
                    yield Sentence("value", label, truth, "", by.get("part") or "", bool(by.get("soft")))
    for status, form in _OTHER[lang]:
        match = re.fullmatch(form, text)
        if match is None or match["x"] != label:
            continue
        exception = bool(match.groupdict().get("e"))
        if status in ("yes", "no"):
            yield Sentence("value", label, status == "yes", exception=True)
        elif status == "value":
            yield Sentence("value", label, None, match["v"])
        else:
            yield Sentence(status, label, exception=exception)


def _part_fits(part: str, definition: Definition, program: Program, lang: str) -> bool:
    if part in ("", "this text"):
        return part == "" or not definition.part
    return cited(part, definition.part, program, lang)


def says(text: str, definition: Definition, answer: Answer, matching: Matching) -> bool | None:
    """Does a sentence say what an answer is? None where it is no sentence about the conclusion."""
    lang, read = matching.lang, False
    for found in sentences(text, definition.label.get(lang), lang):
        read = True
        alike = found.exception is bool(definition.excepts) or found.truth is not None or bool(found.shown)
        if found.status != answer.status or not alike:
            continue
        if not _part_fits(found.part, definition, matching.judge.program, lang):
            continue
        if answer.status != "value":
            return True
        assert answer.value is not None
        if found.truth is not None:
            if found.truth is answer.value:
                return True
        elif matching.same_value(found.shown, answer.value, definition.type.kind):
            return True
    return False if read else None


# ---- headlines -------------------------------------------------------------------------------------------------------

_HEADLINES = {
    "zh": (
        ("unknown", r"按(?P<day>.+?)的规定，现在还说不准，还差(?P<n>\d+)项。"),
        ("said", r"按(?P<day>.+?)的规定，(?P<what>.+)。"),
        ("no_longer_in_force", r"(?P<day>.+?)，这份文件已经停止执行。答案要看那时的规定。"),
        ("not_in_force", r"(?P<day>.+?)，这份文件还没有施行。答案要看当时的规定。"),
        ("rule:no_longer_in_force", r"(?P<day>.+?)，“(?P<x>.+)”的规定已经失效。"),
        ("rule:not_in_force", r"(?P<day>.+?)，“(?P<x>.+)”的规定还没有施行。"),
    ),
    "en": (
        (
            "unknown",
            r"By the rules of (?P<day>\d+ \w+ \d+), this cannot be said yet: (?P<n>\d+) things? (?:is|are) missing\.",
        ),
        ("said", r"By the rules of (?P<day>\d+ \w+ \d+), (?P<what>.+)\."),
        (
            "no_longer_in_force",
            r"On (?P<day>.+?) this document was no longer in force\. Ask what applied then\.",
        ),
        ("not_in_force", r"On (?P<day>.+?) this document was not yet in force\. Ask what applied then\."),
        ("rule:no_longer_in_force", r"On (?P<day>.+?) the rule on “(?P<x>.+)” was no longer in force\."),
        ("rule:not_in_force", r"On (?P<day>.+?) the rule on “(?P<x>.+)” was not yet in force\."),
    ),
}


def headline_says(text: str, definition: Definition, answer: Answer, matching: Matching) -> bool | None:
    """Does a headline say the answer, and the day? None where it was not understood."""
    lang = matching.lang
    for kind, form in _HEADLINES[lang]:
        match = re.fullmatch(form, text)
        if match is None:
            continue
        by = match.groupdict()
        day = next((r.value for r in whole(by["day"], lang) if r.kind == "date"), None)
        if day != matching.judge.environment.as_of:
            return False
        if kind == "unknown":
            return answer.status == "unknown" and int(by["n"]) == len(answer.missing)
        if kind == "said":
            return says(by["what"], definition, answer, matching)
        about, day = matching.judge.whole.about, matching.judge.environment.as_of
        outside = day < about.in_force_from or (about.repealed_from is not None and day >= about.repealed_from)
        by_rule = definition.name in matching.judge.program.gone and not outside
        named = by.get("x") is None or by["x"] == definition.label.get(lang)
        return kind.removeprefix("rule:") == answer.status and kind.startswith("rule:") is by_rule and named
    return None
