"""What the lint of citizens' texts reads: every conclusion of every agreed case, of the examples, and of made-up people
with facts left out. Run as a program it prints the figures of both policies."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from compiler import calendar
from compiler.evaluate import evaluate
from compiler.program import Program
from compiler.request import Refused
from explain.explanation import Explanation, explain
from explain.question.people import people
from explain.readability.lint import LIMITS, RULES, Figures, Offence, Reader, figures, offences
from explain.readability.shown import FORMS, pieces, reader, vocabulary
from tiaoli.load import load_policy

MEASURES, BY_LAW = "jing-ren-she-jiu-fa-2020-19", "port-merrow-2023-7"
CASES = Path(__file__).parent / "cases" / "cases-open.json"
DAYS = {MEASURES: calendar.day(2021, 10, 15), BY_LAW: calendar.day(2024, 8, 5)}
LANGS = ("zh", "en")

EXCEPTIONS = (
    # A stretch of the timeline names two days of different years and the official name of the subsidy (15 characters):
    # 41 to 46 characters.
    ("longest", "zh", r".*", r"\d+年\d+月\d+日至\d+年\d+月\d+日：您.*高校毕业生灵活就业社会保险补贴.*"),
    # Pages where more than one sentence in ten has a long name of the law's (灵活就业社会保险补贴政策期满日期, the
    # three insurances, the limits of a base), or the two days of a stretch of the timeline.
    (
        "p90",
        "zh",
        r".* (处于补贴延长期内|延长后期满日期|可参加险种|可按百分之一费率缴纳失业保险费|补缴截止日期"
        r"|补缴缴费基数符合规定|可享受高校毕业生灵活就业社会保险补贴|高校毕业生补贴剩余月数|见习人员) zh .*",
        r".*",
    ),
    ("mean", "zh", r".* 延长后期满日期 zh .*", r".*"),
)
"""What cannot keep a limit: the rule, the language, the page, the sentence."""


def excepted(offence: Offence) -> bool:
    return any(
        (offence.rule, offence.lang) == (rule, lang)
        and re.fullmatch(page, offence.where)
        and re.fullmatch(sentence, offence.said)
        for rule, lang, page, sentence in EXCEPTIONS
    )


def program(policy: str) -> Program:
    """The policy, compiled with its examples."""
    return load_policy(policy, draft=True).compiled.program


def requests(policy: str, of: Program, whole: bool) -> Iterator[dict[str, Any]]:
    """The agreed cases (of the measures), the examples, and people of whom a third of the facts is missing. A case asks
    for all conclusions, or (not `whole`) for those of which it expects something."""
    if policy == MEASURES:
        for case in json.loads(CASES.read_text(encoding="utf-8"))["cases"]:
            if "facts" in case:
                readings = case.get("reading_switches", {})
                only = {} if whole else {"only": [name for name in case["expected"] if name in of.conclusions]}
                yield {"id": case["id"], "as_of": case["as_of"], "facts": case["facts"], "readings": readings, **only}
    for example in of.examples:
        only = list(dict.fromkeys(e.name for e in example.expected if e.status != "refused"))
        if only:
            asked = {"as_of": example.as_of, "facts": example.facts, "readings": example.readings, "only": only}
            yield {"id": example.name, **asked}
    yield from people(of, 20 if whole else 2, 19, DAYS[policy], missing=0.33)


def explanations(of: Program, asked: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, Explanation]]:
    """Of every conclusion of every request that is not refused, with a name for it."""
    for request in asked:
        try:
            answers = evaluate(of, dict(request))
        except Refused:
            continue
        for name in answers.conclusions:
            yield f"{request['id']} {name}", explain(answers, name)


@dataclass
class Corpus:
    """All that was read of one policy in one language: the pages' sentences, and what is wrong with them."""

    lang: str
    reader: Reader
    pages: int = 0
    sentences: list[str] = field(default_factory=list)
    offences: list[Offence] = field(default_factory=list)

    def read(self, where: str, pieces_: Iterable[str]) -> None:
        """A page, or the texts of one fact."""
        said = list(self.reader.sentences(pieces_))
        self.pages += 1
        self.sentences += said
        self.offences += offences(self.reader, where, said)

    @property
    def figures(self) -> Figures:
        return figures(self.reader, self.sentences)

    @property
    def wrong(self) -> list[Offence]:
        """Each offence once, wherever it stands; none of the named exceptions."""
        return list({(o.rule, o.said): o for o in self.offences if not excepted(o)}.values())


def corpora(policy: str, whole: bool = True, every: int = 1) -> dict[str, Corpus]:
    """By language. `every`: of the requests only each so many-th is read."""
    of = program(policy)
    found = {lang: Corpus(lang, reader(of, lang)) for lang in LANGS}
    for lang, corpus in found.items():
        corpus.read("vocabulary", (text for _, texts in vocabulary(of, lang) for text in texts))
    for where, explanation in explanations(of, list(requests(policy, of, whole))[::every]):
        for lang, corpus in found.items():
            for detail in ("short", "mid"):
                shown = replace(explanation, lang=lang, detail=detail)
                vars(shown)["prospects"] = explanation.prospects
                for form in FORMS:
                    corpus.read(f"{where} {lang} {detail} {form}", pieces(shown, form))
    return found


def table(policy: str, found: Mapping[str, Corpus]) -> str:
    """The figures beside the limits."""
    lines = [policy]
    for lang, corpus in found.items():
        got, limits = corpus.figures, LIMITS[lang]
        unit = {"zh": "字 / characters", "en": "词 / words"}[lang]
        lines.append(f"  {lang}: {corpus.pages} 篇 / texts, {got.sentences} 句 / sentences ({unit})")
        for rule in ("mean", "p90", "longest", "negations", "items", "legal"):
            figure, limit = getattr(got, rule), getattr(limits, rule)
            lines.append(f"    {RULES[rule].zh} / {RULES[rule].en}: {figure:g} (≤ {limit:g})")
        lines.append(f"    有名目的例外 / named exceptions: {sum(map(excepted, corpus.offences))}")
        lines.append(f"    不合格 / offences: {len(corpus.wrong)}")
        lines += [f"      {offence.line(lang)}" for offence in corpus.wrong]
    return "\n".join(lines)


if __name__ == "__main__":
    every = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    wrong = 0
    for policy in (MEASURES, BY_LAW):
        found = corpora(policy, every=every)
        print(table(policy, found))
        wrong += sum(len(corpus.wrong) for corpus in found.values())
    sys.exit(1 if wrong else 0)
