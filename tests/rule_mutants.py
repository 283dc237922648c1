"""Mutants of rules, made on the text of the rule files: thresholds, directions, and/or, choices, factors, conditions,
ways and exceptions. An explanation made from a mutant, held against the unchanged rules, must show it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from compiler.program import Program
from tests.mutants import dependents
from tests.mutation_pool import asked, case, program, requests, told
from tiaoli.load import find, load_policy

_SKIPPED = re.compile(
    r"^(?:样例|example|>|读法|reading|\s*(?:英文|english|提示|hint|问法|question|备注|remark|basis|依据))"
)
_ITEM = re.compile(r"^\s+(?:-|（[一二三四五六七八九十]+）)\s*\S")
_EXCEPTION = re.compile(r"^(?:例外|exception) ")
_HEAD = re.compile(r"^(?:定义|例外|define|exception) (\S+)")
_SWAPS = (
    *(("不早于", "早于"), ("不晚于", "晚于"), ("不低于", "低于"), ("不超过", "超过"), ("未满", "满"), ("早于", "晚于")),
    *(("同时符合", "符合其一"), ("符合其一", "同时符合"), ("四舍五入", "舍去"), ("非 ", "")),
    *((" at least ", " below "), (" at most ", " above "), (" before ", " after "), (" after ", " before ")),
    *(("all of:", "any of:"), ("any of:", "all of:"), (" younger than ", " older than "), ("not ", "")),
    *(("rounded up", "rounded down"), ("rounded down", "rounded up"), ("smaller of", "larger of"), (" ≥ ", " < ")),
    *(
        (" < ", " ≥ "),
        ("较小", "较大"),
        ("较早", "较晚"),
        (" 男", " 女"),
        (" 女", " 男"),
        (" ≤ ", " > "),
        (" > ", " ≤ "),
    ),
)
_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_NUMBER = re.compile(
    r"(?<![\d\w.-])(\d+)((?:\.\d+)?)(?=元|%|周岁|个月|个工作日|年|日|天| yuan| months?| days?| years?| working|\b)"
)


@dataclass(frozen=True)
class Change:
    """A file with other text. `rule`: in whose statement."""

    file: str
    text: str
    rule: str
    what: str


def changes(policy: str) -> Iterator[Change]:
    """Every mutant of a policy's rules."""
    for path in sorted(find(policy).glob("*.tiao")):
        lines = path.read_text(encoding="utf-8").split("\n")
        for number, rule in _places(lines):
            for new, what in _mutated(lines, number):
                yield Change(path.name, "\n".join(new), rule, f"{path.name}:{number + 1} {what}")


def _places(lines: list[str]) -> Iterator[tuple[int, str]]:
    """The lines of rules, each with the rule's name."""
    rule = ""
    for number, line in enumerate(lines):
        head = _HEAD.match(line)
        if head:
            rule = head[1]
        elif line and not line[0].isspace():
            rule = ""
        if rule and line.strip() and not _SKIPPED.match(line):
            yield number, rule


def _mutated(lines: list[str], number: int) -> Iterator[tuple[list[str], str]]:
    line = lines[number]

    def put(new: str) -> list[str]:
        return [*lines[:number], new, *lines[number + 1 :]]

    if _EXCEPTION.match(line):
        end = next((i for i in range(number, len(lines)) if not lines[i].strip()), len(lines))
        yield [*lines[:number], *lines[end:]], "exception deleted"
    if _HEAD.match(line):
        return
    for old, new in _SWAPS:
        if old in line and not (old in ("早于", "满", "低于", "超过", "晚于") and f"不{old}" in line):
            yield put(line.replace(old, new, 1)), f"“{old.strip()}” → “{new.strip()}”"
    for match in _DATE.finditer(line):
        day = date.fromisoformat(match[0])
        for step in (-1, 1):
            moved = (day + timedelta(step)).isoformat()
            yield put(line[: match.start()] + moved + line[match.end() :]), f"{match[0]} → {moved}"
    for match in _NUMBER.finditer(_DATE.sub(lambda m: "\0" * len(m[0]), line)):
        for step in (-1, 1):
            value = int(match[1]) + step
            if value > 0:
                yield put(line[: match.start(1)] + str(value) + line[match.end(1) :]), f"{match[0]} → {value}{match[2]}"
    if _ITEM.match(line):
        yield [*lines[:number], *lines[number + 1 :]], "line deleted"


def compiled(policy: str, change: Change, folder: Path) -> Program | None:
    """The mutated program; None where it is no program any more."""
    target = folder / "policy"
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(find(policy), target)
    (target / change.file).write_text(change.text, encoding="utf-8")
    found = load_policy(str(target), draft=True, examples=False).compiled
    return None if found.errors else found.program


Tried = tuple[str, str]
"""What came of a mutant: killed, alive, same (its pages say the same) or stillborn; and why."""


def tried(policy: str, change: Change, folder: Path, seed: int, count: int, most: int = 4) -> Tried:
    """Explanations of the changed rule (or of what rests on it) by the mutant, held against the unchanged rules. Those
    people are taken first whose answers differ."""
    mutant = compiled(policy, change, folder)
    if mutant is None:
        return "stillborn", ""
    original = program(policy)
    names = _asked(original, change.rule)
    if not names:
        return "stillborn", "no conclusion"
    different = False
    for name, number, lang in _order(policy, names, seed, count, mutant, most):
        one = case(policy, seed, count, number)
        assert one is not None
        answers = asked(mutant, one.request, [name])
        if answers is None or name not in answers.conclusions or name not in one.answers.conclusions:
            continue
        page = told(answers, name, lang, "mid").to_html()
        if page == one.explanation(name, lang, "mid").to_html():
            continue
        different = True
        report = one.report(page, name, "mid")
        if report.findings:
            return "killed", report.findings[0].text("en")
    return ("alive", "its pages differ, and nothing was found") if different else ("same", "its pages are the same")


def _asked(original: Program, rule: str) -> list[str]:
    known = original.names.get(rule, rule)
    concerned = [known, *sorted(dependents(original, known) - {known})]
    return [name for name in concerned if name in original.conclusions][:3]


def _order(
    policy: str, names: list[str], seed: int, count: int, mutant: Program, most: int
) -> list[tuple[str, int, str]]:
    """Conclusion, person, language: first where the mutant answers otherwise, then where a text is in force at all."""
    first: list[tuple[str, int, str]] = []
    second: list[tuple[str, int, str]] = []
    for number in range(len(requests(policy, seed, count))):
        one = case(policy, seed, count, number)
        if len(first) >= most:
            break
        if one is None:
            continue
        answers = None
        for i, name in enumerate(names):
            answer = one.answers.conclusions.get(name)
            if answer is None or answer.status.endswith("in_force"):
                continue
            if len(second) < 4 * most:
                second.append((name, number, ("zh", "en")[(number + i) % 2]))
            answers = answers or asked(mutant, one.request, names)
            if answers is not None and name in answers.conclusions and answers.conclusions[name] != answer:
                first.append((name, number, ("zh", "en")[number % 2]))
    return [*first[:most], *second[:: max(1, len(second) // most)]]
