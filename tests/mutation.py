"""The mutation score of the checker of explanations: how many falsehoods it finds out.

    python -m tests.mutation [--seed N] [--rules N] [--words N] [--templates N]

Mutants of rules are tried on the person and conclusion whose answer differs first; mutants of words on pages that they
change. One whose pages say the same as before is no falsehood; it is counted apart."""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from explain.checker.check import Checker
from explain.checker.page import parse
from explain.explanation import Explanation
from tests import gallery, rule_mutants
from tests.mutation_pool import AGREED, BY_LAW, SAMPLE, Case, asked, case, program, requests, told
from tests.word_mutants import Mutant, phrase_mutants, proof_mutants, sentence_mutants, template_mutants

WANTED = 0.95
_INVERTED = "condition inverted"
TRUE = {
    (_INVERTED, "if n.kind == 'fact' or o.missing|length == 1 %}"): "the same facts in one line, or in a list",
    (_INVERTED, "{% if n.kind == 'fact' %}{{ t(n.yours) }}"): "that an open fact depends on itself is true",
    (_INVERTED, "{{ state(part) }} <span cla"): "a mark, or the word for it, says that it is open",
    (".label → .brief", '<li data-step="{{ n.id }}" class="{{ n.state }}">'): "the short name of a condition names it",
    (_INVERTED, "{% if stretches %}"): "the stretches are listed, or only summed up in a sentence",
    (_INVERTED, "{% if loop.last %}"): "a section ends elsewhere; the words are the same",
    (_INVERTED, "{% if c.ways|length > 1 %}"): "a single way is numbered, or is not",
    (_INVERTED, "{% if r.note.zh %}"): "an empty paragraph",
    (".lacks → .title", "<h{{ level }}"): "an empty place beside the title",
    (".needed → .yours", "{% if n.yours.zh or"): "what is asked of a rule's outcome is said in its words too",
}
"""Mutants of templates whose pages say no falsehood, and why; they are counted apart."""
SEED, PEOPLE = 1, 1


@dataclass(frozen=True)
class Page:
    """A page of the unchanged program."""

    case: Case
    name: str
    lang: str
    detail: str
    made: Explanation
    ahead: bool = False

    def again(self) -> Explanation:
        """The explanation made once more."""
        return told(self.case.answers, self.name, self.lang, self.detail, self.ahead, self.made.audience)

    @cached_property
    def html(self) -> str:
        return self.made.to_html()

    @cached_property
    def said(self) -> str:
        return said(self.html)


def said(html: str) -> str:
    """What a page says: words, signs, classes and steps, without how it looks."""
    root = parse(html)
    shown = []
    for element in root.walk():
        keys = ("class", "data-step", "data-node", "data-claim", "data-fact")
        shown.append(" ".join(element.get(key) for key in keys) + "|" + "".join(w.text for w in element.words()))
    return "".join("\n".join(shown).split())


@cache
def pages(seed: int = SEED, each: int = 14) -> tuple[Page, ...]:
    """Pages of both policies and of the sample in both languages, with answers of every kind."""
    found: list[Page] = []
    for policy in (AGREED, BY_LAW, SAMPLE):
        kinds: Counter[tuple[str, object, str]] = Counter()
        draw = random.Random(seed)
        numbers = list(range(len(requests(policy, seed, PEOPLE))))
        draw.shuffle(numbers)
        own: list[Page] = []
        for number in numbers:
            if len(own) >= each:
                break
            one = case(policy, seed, PEOPLE, number)
            for name, answer in one.answers.conclusions.items() if one is not None and len(own) < each else ():
                key = (answer.status, answer.value if isinstance(answer.value, bool) else answer.kind, name)
                if kinds[key] or (kinds[(*key[:2], "")] > each // 4) or len(own) >= each or draw.random() > 0.2:
                    continue
                kinds[key] += 1
                kinds[(*key[:2], "")] += 1
                assert one is not None
                lang = ("zh", "en")[len(own) % 2]
                own.append(Page(one, name, lang, "mid", told(one.answers, name, lang, "mid")))
        found += own
    return (*found, *_chosen(), *_shown())


BOTH = {"个体经营者": True, "非全日制从业人员": True}
SIXTY = {
    "本市户籍": True,
    "农业户籍": True,
    "个体经营者": True,
    "办理就业登记": True,
    "处于就业见习期间": False,
    "性别": "男",
    "出生日期": "1960-11-16",
}
CHOSEN = (
    (AGREED, "2020-11-05", BOTH, "灵活就业人员"),
    (AGREED, "2020-11-16", SIXTY, "可以参加本市社会保险"),
    (AGREED, "2020-11-16", {**SIXTY, "处于就业见习期间": True}, "可以参加本市社会保险"),
    (AGREED, "2020-11-16", {**SIXTY, "出生日期": "1990-01-01"}, "参保办理渠道"),
    (AGREED, "2021-10-15", {"失业": True}, "可办理失业登记"),
    (AGREED, "2021-10-15", {"办理就业登记": True}, "可以参加本市社会保险"),
)
"""Two true ways, several ways that fail, an age on its day, a choice, outlooks: day, facts and conclusion."""


def _chosen() -> Iterator[Page]:
    for policy, day, facts, name in CHOSEN:
        request = {"as_of": day, "facts": facts}
        answers = asked(program(policy), request)
        assert answers is not None
        one = Case(policy, request, answers, Checker(answers))
        for lang in ("zh", "en"):
            yield Page(one, name, lang, "mid", told(answers, name, lang, "mid"))


def _shown() -> Iterator[Page]:
    """The gallery, with what lies ahead; and some pages for those who write and review rules."""
    for number, entry in enumerate(gallery.cases()):
        policy, name = entry["policy"], entry["about"]
        request = {"as_of": entry["as_of"], "facts": gallery.facts_of(entry)}
        answers = asked(program(policy), request)
        assert answers is not None
        one, lang = Case(policy, request, answers, Checker(answers)), ("zh", "en")[number % 2]
        audiences = ("citizen", "drafter", "reviewer") if policy == AGREED else ("citizen",)
        for audience in audiences[: 3 if number < 6 else 1]:
            detail = "mid" if audience == "citizen" else "full"
            yield Page(one, name, lang, detail, told(answers, name, lang, detail, True, audience), True)


def tried(mutant: Mutant, of: Sequence[Page], anew: bool = True) -> tuple[str, str]:
    """killed, alive, or same where no page says anything else. `anew`: the proof is made again as well."""
    alive = ""
    for page in of:
        with mutant.change():
            try:
                made = page.again() if anew else page.made
                html = made.to_html()
            except Exception:  # a mutant that cannot make a page tells no lie
                continue
        if html == page.html or said(html) == page.said:
            continue
        report = page.case.report(html, page.name, page.detail, page.ahead)
        if report.findings:
            return "killed", report.findings[0].text("en")
        alive = alive or f"{page.name} {page.lang}"
    return ("alive", alive) if alive else ("same", "")


def words(seed: int, count: int) -> Iterator[tuple[str, str, str]]:
    mutants = [*phrase_mutants(), *sentence_mutants(), *proof_mutants()]
    for mutant in _drawn(mutants, seed, count):
        yield mutant.what, *tried(mutant, [page for page in pages() if not page.ahead])


def templates(seed: int, count: int) -> Iterator[tuple[str, str, str]]:
    for mutant in _drawn(list(template_mutants()), seed, count):
        result, why = tried(mutant, pages(), anew=False)
        reason = next((why for (kind, part), why in TRUE.items() if kind in mutant.what and part in mutant.what), "")
        yield mutant.what, *(("same", f"true: {reason}") if result == "alive" and reason else (result, why))


def rules(seed: int, count: int) -> Iterator[tuple[str, str, str]]:
    with tempfile.TemporaryDirectory() as folder:
        for policy in (AGREED, BY_LAW):
            for change in _drawn(list(rule_mutants.changes(policy)), seed, count // 2):
                yield change.what, *rule_mutants.tried(policy, change, Path(folder), seed, PEOPLE)


def _drawn(mutants: list[Any], seed: int, count: int) -> list[Any]:
    random.Random(seed).shuffle(mutants)
    return mutants[:count]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    for name, default in (("seed", SEED), ("rules", 60), ("words", 1000), ("templates", 1000)):
        parser.add_argument(f"--{name}", type=int, default=default)
    given = parser.parse_args()
    total: Counter[str] = Counter()
    kinds = (("words", words, given.words), ("templates", templates, given.templates), ("rules", rules, given.rules))
    for kind, run, count in kinds:
        own: Counter[str] = Counter()
        for what, result, why in run(given.seed, count):
            own[result] += 1
            if result in ("alive", "same"):
                print(f"  {result}: {what}  {why}", flush=True)
        print(f"{kind}: {_score(own)}", flush=True)
        total += own
    print(f"all: {_score(total)}")
    return 0 if total["killed"] >= WANTED * (total["killed"] + total["alive"]) else 1


def _score(own: Counter[str]) -> str:
    tried_ = own["killed"] + own["alive"]
    share = 100 * own["killed"] / tried_ if tried_ else 100.0
    rest = f"{own['same']} say the same as before, {own['stillborn']} are no program"
    return f"{own['killed']} of {tried_} mutants found out ({share:.1f} %); {rest}"


if __name__ == "__main__":
    sys.exit(main())
