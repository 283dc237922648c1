"""Explanations are true: what they mark is evaluated again, what they call enough is enough, what they list is all."""

from __future__ import annotations

import itertools
import json
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from compiler.calendar import iso
from compiler.evaluate import Answers, evaluate
from compiler.exact import Exact
from compiler.partial import Environment, Outcome, Residual, run
from compiler.program import Program, Text
from compiler.request import Refused, constraint_values
from compiler.unknowns import Everything
from compiler.values import NA, Value, to_json
from explain import sentences
from explain.deciding import alone
from explain.explanation import FORMS, Explanation, explain
from explain.judge import TOO_OPEN
from explain.proof import Node
from tiaoli.load import load_policy

GOLDEN = Path(__file__).parent / "golden"
PROGRAM = load_policy("jing-ren-she-jiu-fa-2020-19", draft=True).compiled.program
HAN = re.compile(r"[\u3400-\u9fff]")
RIDER = {
    "出生日期": "1982-03-15",
    "性别": "女",
    "本市户籍": True,
    "农业户籍": True,
    "就业地在本市": True,
    "依托新业态平台实现就业": True,
    "与新业态平台相关企业建立劳动关系": False,
    "个体经营者": False,
    "非全日制从业人员": False,
    "办理就业登记": False,
    "处于就业见习期间": False,
    "毕业生类别": "其他",
}
PAYER = {
    "个人委托存档": True,
    "参加社会保险": True,
    "非全日制从业人员": True,
    "就业地在本市": True,
    "失业保险缴费基数": "5360.50",
    "企业职工养老保险缴费下限": "5360.00",
}
GRADUATE = {
    "本市户籍": True,
    "毕业生类别": "高校毕业生",
    "毕业日期": "2019-07-01",
    "初次就业形式": "灵活就业",
    "初次就业日期": "2022-07-02",
    "已享受灵活就业社会保险补贴月数": 36,
    "个体经营者": False,
}
EXTENDED = {"享受灵活就业社会保险补贴": True, "灵活就业社会保险补贴政策期满日期": "2020-11-30"}
Person = tuple[str, Mapping[str, object], Mapping[str, str]]
PEOPLE: dict[str, Person] = {
    "rider": ("2021-10-15", RIDER, {}),
    "rider_registered": ("2021-10-15", {**RIDER, "办理就业登记": True}, {"R3-1": "B"}),
    "payer": ("2021-03-01", PAYER, {}),
    "payer_complete": ("2021-03-01", {**PAYER, "企业职工养老保险缴费上限": "28221.00"}, {"R6-4": "B"}),
    "graduate": ("2022-08-01", GRADUATE, {"K3": "B"}),
    "extended": ("2020-12-15", EXTENDED, {}),
    "too_early": ("2020-09-15", {"个体经营者": True}, {}),
    "too_early_no": ("2020-09-15", {"个体经营者": True}, {"V1": "B"}),
    "young": ("2021-03-01", {"出生日期": "1975-05-01", "本市户籍": True, "农业户籍": True}, {}),
    "worked_long_ago": ("2021-03-01", {"初次就业日期": "1959-06-01"}, {}),
    "nobody": ("2021-03-01", {}, {}),
}


def answers(person: Person, only: tuple[str, ...] = (), program: Program = PROGRAM) -> Answers:
    day, facts, readings = person
    return evaluate(program, {"as_of": day, "facts": facts, "readings": readings, "only": list(only)})


def examples() -> Iterator[tuple[Person, str]]:
    """Every example of the rule files with each conclusion it expects something of."""
    for example in PROGRAM.examples:
        for expected in example.expected:
            if expected.status != "refused":
                yield (example.as_of, example.facts, example.readings), expected.name


EXAMPLES = list(examples())


# ---- a proof is true ---------------------------------------------------------------------------------------------


def settle(exact: Exact, outcome: Outcome) -> Value | None:
    """The value on which all admissible completions agree."""
    return exact.decide(outcome)[0] if isinstance(outcome, Residual) else outcome


def assert_true(explanation: Explanation, asked: Answers) -> None:
    """The verdict is the answer, and every mark is what its step comes to."""
    proof, request = explanation.proof, asked.request
    answer = asked.conclusions[proof.about]
    assert (proof.verdict.status, proof.verdict.value) == (answer.status, answer.value)
    assert tuple(m.fact for m in proof.missing) == answer.missing
    shown = {"unknown": "open", "value": {True: "met", False: "unmet"}.get(answer.value is True, "")}
    if answer.status == "value" and answer.kind != "bool":
        shown["value"] = "value"
    assert proof.root.state == shown.get(answer.status, "not_applicable")
    environment = Environment(asked.program, request.facts, request.as_of, request.readings)
    ties = [v for _, _, v in constraint_values(asked.program, environment) if isinstance(v, Residual)]
    lists = (fact.name for fact in asked.program.facts.values() if fact.type.kind == "records")
    unknown = frozenset(name for name in lists if name not in request.facts)
    exact = Exact(Everything(asked.program.facts), ties, unknown)
    for node in proof.root.walk() if explanation.steps else ():
        step, place = explanation.steps[node.id], _again(explanation.places[node.id].environment, environment)
        value = settle(exact, step.outcome if step.op == "record" else run(step.expr, place))
        if isinstance(value, bool):
            assert node.state == ("met" if value is not node.negated else "unmet"), node
        else:
            assert node.state == {None: "open", NA: "not_applicable"}.get(value, "value"), node  # type: ignore[arg-type]


def _again(place: Environment, person: Environment) -> Environment:
    """The record that a step speaks of, with nothing computed yet."""
    for key in place.bound.values():
        person = person.record(key.partition("[")[0], int(key.partition("[")[2][:-1]))
    return person


@pytest.mark.parametrize("part", range(4))
def test_every_mark_is_what_its_step_comes_to(part: int) -> None:
    for person, name in EXAMPLES[part::4]:
        asked = answers(person, (name,))
        assert_true(explain(asked, name), asked)


@pytest.mark.parametrize("who", PEOPLE)
def test_every_conclusion_is_explained_in_every_form(who: str) -> None:
    asked = answers(PEOPLE[who])
    for i, name in enumerate(list(asked.conclusions)[:: 4 if who == "worked_long_ago" else 1]):
        explanation = explain(asked, name, lang=("zh", "en")[i % 2], detail=("short", "mid", "full")[i % 3])
        assert_true(explanation, asked)
        shown = {form: explanation.render(form) for form in (FORMS if i % 3 == 0 else ("text", "json"))}
        assert all(text.strip() for text in shown.values())
        ids = set(json.loads(shown["json"])["nodes"])
        assert set(_steps(json.loads(shown["json"]))) <= ids
        assert set(re.findall(r'data-step="([^"]*)"', shown.get("html", ""))) <= ids


def _steps(value: Any) -> Iterator[str]:
    """Every node that a JSON explanation points to."""
    if isinstance(value, dict):
        yield from [value["step"]] if "step" in value else []
        for part in value.values():
            yield from _steps(part)
    if isinstance(value, list):
        for part in value:
            yield from _steps(part)


# ---- what is called enough is enough ------------------------------------------------------------------------------


def leaves(node: Node) -> Iterator[Node]:
    """The decisive conditions; a rule that was opened elsewhere is looked up by its name."""
    if not node.parts:
        yield node
    for part in node.parts:
        if part.decisive:
            yield from leaves(part)


def used(explanation: Explanation, nodes: tuple[Node, ...]) -> set[str]:
    """The facts of the decisive conditions below these nodes."""
    opened = {n.name: n for n in explanation.proof.root.walk() if n.kind == "rule" and n.parts}
    found: set[str] = set()
    waiting, seen = list(nodes), set()
    while waiting:
        node = waiting.pop()
        if node.id in seen:
            continue
        seen.add(node.id)
        found.update(node.facts if node.kind in ("test", "fact") else ())
        if node.kind == "rule" and not node.parts and node.name in opened:
            waiting += list(_relevant(opened[node.name]))
        waiting += _relevant(node)
    return found


def _relevant(node: Node) -> list[Node]:
    """Decisive parts, or (below what is not decisive for the whole) all."""
    return [p for p in node.parts if p.decisive] or list(node.parts)


def reduced(asked: Answers, name: str, facts: set[str]) -> Answers | None:
    """The same request with these facts alone; None where it would be refused."""
    request, program = asked.request, asked.program
    kept = {f: to_json(v, program.facts[f].type.kind) for f, v in request.facts.items() if f in facts}
    try:
        return answers((iso(request.as_of), kept, dict(request.readings)), (name,), program)
    except Refused:
        return None


def test_the_reasons_alone_give_the_same_answer() -> None:
    """Each true way of a "yes", and all that a "no" lacks, fixes the verdict without any other fact. (Where constraints
    tie facts together, facts of the constraint count as reasons too.)"""
    checked = 0
    for person, name in EXAMPLES:
        asked = answers(person, (name,))
        explanation = explain(asked, name)
        if any(alone(n) for n in explanation.proof.root.walk() if n.decisive):
            continue
        for route in _sufficient(explanation):
            again = reduced(asked, name, used(explanation, route))
            assert again is not None
            assert again.conclusions[name].value == asked.conclusions[name].value, (person, name, route)
            checked += 1
    assert checked > 150


def _sufficient(explanation: Explanation) -> list[tuple[Node, ...]]:
    proof = explanation.proof
    if proof.verdict.value is True:
        return [route.met for route in proof.routes]
    return [tuple(n for route in proof.routes for n in route.unmet)] if proof.verdict.value is False else []


def test_who_mends_all_that_is_listed_is_refused_no_more() -> None:
    """Told once, completely: after everything that a way lacks has changed, the answer is no longer "no"."""
    checked = 0
    for person, name in EXAMPLES:
        asked = answers(person, (name,))
        if asked.conclusions[name].value is not False:
            continue
        for route in explain(asked, name).proof.routes:
            unmet = [leaf for node in route.unmet for leaf in leaves(node)]
            if route.note.zh or any(leaf.kind != "fact" for leaf in unmet) or _alternatives(route.unmet):
                continue
            mended = {**person[1], **{leaf.name: not leaf.negated for leaf in unmet}}
            try:
                then = answers((person[0], mended, person[2]), (name,)).conclusions[name]
            except Refused:
                continue
            assert then.value is not False
            checked += 1
    assert checked > 40


def _alternatives(nodes: tuple[Node, ...]) -> bool:
    return any(n.kind == "any" for node in nodes for n in node.walk() if n.decisive)


def test_a_way_names_every_condition_it_lacks() -> None:
    """Every unmet condition of an "all" is listed, not only the first."""
    for person, name in EXAMPLES[::2]:
        asked = answers(person, (name,))
        if asked.conclusions[name].value is not False:
            continue
        explanation = explain(asked, name)
        text = explanation.to_text().replace("\n", "").replace(" ", "")
        for node in explanation.proof.root.walk():
            if node.kind == "all" and node.decisive and node.state == "unmet":
                for part in node.parts:
                    assert part.state != "unmet" or part.label.zh.replace(" ", "") in text


def test_ways_to_qualify_come_nearest_first() -> None:
    for who in ("rider", "graduate", "extended", "payer"):
        asked = answers(PEOPLE[who])
        for name in asked.conclusions:
            gaps = [route.gap for route in explain(asked, name).proof.routes]
            assert gaps == sorted(gaps)


# ---- what is missing ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["payer", "extended", "young", "rider"])
def test_every_missing_fact_is_shown_with_its_question_and_what_an_answer_settles(who: str) -> None:
    day, facts, readings = PEOPLE[who]
    asked = answers(PEOPLE[who])
    for i, (name, answer) in enumerate(list(asked.conclusions.items())[::3]):
        lang = ("zh", "en")[i % 2]
        explanation = explain(asked, name, lang=lang)
        text = "".join(explanation.to_text().split())
        for missing in explanation.proof.missing:
            shown = missing.label if missing.kind == "published" else PROGRAM.facts[missing.fact].question
            assert "".join(shown.get(lang).split()) in text
            assert missing.kind != "published" or not missing.question.zh
            fact = PROGRAM.facts[missing.fact]
            settled = set()
            for value in {"bool": (True, False), "enum": fact.type.choices}.get(fact.type.kind, ()):
                try:
                    then = answers((day, {**facts, fact.name: value}, readings), (name,)).conclusions[name]
                except Refused:
                    continue
                if then.status != "unknown":
                    settled.add((then.status, then.value))
            few = len(answer.missing) <= TOO_OPEN
            assert len(missing.outlooks) == len(settled) if few else len(missing.outlooks) <= len(settled), fact.name
        assert len(answer.missing) == len(set(answer.missing))


def test_what_another_reading_would_give_is_what_it_gives() -> None:
    for who in ("rider", "payer_complete", "graduate", "extended"):
        day, facts, readings = PEOPLE[who]
        asked = answers(PEOPLE[who])
        for name, answer in asked.conclusions.items():
            for use in explain(asked, name, detail="full").proof.readings:
                for other in use.others:
                    if not other.outcome.zh:
                        continue
                    then = answers((day, facts, {**readings, use.id: other.letter}), (name,)).conclusions[name]
                    same = (then.status, then.value) == (answer.status, answer.value)
                    assert (other.outcome in (sentences.SAME, sentences.STILL_OPEN)) is same, (name, use.id)


def test_a_switched_reading_is_said_to_be_switched() -> None:
    explanation = explain(answers(PEOPLE["payer_complete"]), "失业保险费月缴费额")
    use = next(use for use in explanation.proof.readings if use.id == "R6-4")
    assert use.switched
    assert use.text.zh == PROGRAM.readings["R6-4"].alternatives["B"].zh
    assert "您选了另一种" in explanation.to_text()
    assert "53.60元" in explanation.proof.verdict.headline.zh


def test_an_amount_can_be_computed_again() -> None:
    amount = explain(
        answers(("2021-03-01", {**PAYER, "企业职工养老保险缴费上限": "28221.00"}, {})), "失业保险费月缴费额"
    ).proof.amount
    assert amount is not None
    assert [(a.zh, b.zh) for a, b in amount.rows] == [
        ("5,360.50元 × 1%", "53.605元"),
        ("53.605元，四舍五入到分", "53.61元"),
    ]
    assert "假定" in amount.rounding[0].text.zh
    assert "assumed" in amount.rounding[0].text.en


# ---- language -----------------------------------------------------------------------------------------------------


def spoken(explanation: Explanation, lang: str) -> Iterator[str]:
    """What is said in our own words: neither the law's nor a reading's."""
    proof = explanation.proof
    yield proof.verdict.headline.get(lang)
    yield proof.summary.text.get(lang)
    for node in proof.root.walk():
        yield from (node.label.get(lang), node.yours.get(lang), node.needed.get(lang), node.note.get(lang))
    for route in (*proof.routes, *proof.given):
        yield from (route.title.get(lang), route.lacks.get(lang))
    for missing in proof.missing:
        yield missing.status.get(lang)
        for outlook in missing.outlooks:
            yield from (outlook.answers.get(lang), outlook.outcome.get(lang))


def test_english_is_english() -> None:
    for who in PEOPLE.keys() - {"worked_long_ago", "nobody"}:
        asked = answers(PEOPLE[who])
        for name in asked.conclusions:
            for text in spoken(explain(asked, name, lang="en"), "en"):
                assert not HAN.search(text.replace("施行条款", "")), text


def test_sentences_are_short_and_negate_at_most_once() -> None:
    names = sorted((*PROGRAM.facts, *PROGRAM.definitions), key=len, reverse=True)
    inside = re.compile("|".join(map(re.escape, names)))
    verb = re.compile("|".join(re.escape(n.removeprefix("可以").removeprefix("可")) for n in names if n[0] == "可"))
    lengths: list[int] = []
    for who in PEOPLE.keys() - {"worked_long_ago", "nobody"}:
        asked = answers(PEOPLE[who])
        for name in asked.conclusions:
            proof = explain(asked, name).proof
            said = [proof.verdict.headline.zh, proof.summary.text.zh, *(m.status.zh for m in proof.missing)]
            said += [f"{o.answers.zh}：{o.outcome.zh}。" for m in proof.missing for o in m.outlooks]
            for sentence in re.findall(r"[^。？：]+[。？：]", "".join(said)):
                lengths.append(len(sentence))
                assert len(re.sub(r"\W", "", sentence)) <= 40, sentence
                plain = inside.sub("某", verb.sub("某", sentence))
                assert len(re.findall("[不未没非无]", plain)) <= 1, sentence
    assert sum(lengths) / len(lengths) <= 20


# ---- pages --------------------------------------------------------------------------------------------------------


class Page(HTMLParser):
    """Tags, attributes and headings of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def count(self, name: str) -> int:
        return sum(tag == name for tag, _ in self.tags)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("who", ["rider", "payer_complete", "extended", "too_early"])
def test_a_page_stands_alone(who: str, lang: str) -> None:
    asked = answers(PEOPLE[who])
    for name in list(asked.conclusions)[::3]:
        explanation = explain(asked, name, lang=lang, detail="full")
        text = explanation.to_html()
        page = Page(text)
        assert page.count("h1") == 1
        assert page.count("script") == page.count("link") == page.count("iframe") == 0
        assert page.count("svg") == 1 + bool(explanation.to_strip())
        assert dict(page.tags)["html"]["lang"] == {"zh": "zh-CN", "en": "en"}[lang]
        assert "default-src 'none'; style-src 'unsafe-inline'; img-src data:" in text
        assert not re.search(r'(?:src|href|action)="', text)
        levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch(r"h\d", tag)]
        assert all(b - a <= 1 for a, b in itertools.pairwise(levels)), levels
        assert all(attrs.get("lang") == "zh-CN" for tag, attrs in page.tags if tag == "blockquote")


HOSTILE = "<script>alert(1)</script>{{ 7*7 }}{% raw %}\x1b[31m*_`|&\"'\\1"


def hostile() -> Program:
    """The same rules, with texts that mean harm."""
    evil = Text(HOSTILE, HOSTILE)
    facts = {
        name: replace(fact, label=evil, question=evil, hint=evil, choices=dict.fromkeys(fact.choices, HOSTILE))
        for name, fact in PROGRAM.facts.items()
    }
    readings = {
        id_: replace(
            reading,
            **dict.fromkeys(("question", "because", "consequence", "settled_by"), evil),
            alternatives=dict.fromkeys(reading.alternatives, evil),
        )
        for id_, reading in PROGRAM.readings.items()
    }
    definitions = {
        name: replace(
            d, label=evil, remarks=(evil,), claim=replace(d.claim, text=HOSTILE, cite=HOSTILE) if d.claim else None
        )
        for name, d in PROGRAM.definitions.items()
    }
    about = replace(PROGRAM.about, title=HOSTILE, title_en=HOSTILE, number=HOSTILE)
    return replace(PROGRAM, facts=facts, readings=readings, definitions=definitions, about=about)


@pytest.mark.parametrize("who", ["rider", "payer_complete", "extended", "too_early"])
def test_hostile_text_is_inert(who: str) -> None:
    asked = answers(PEOPLE[who], program=hostile())
    for name in list(asked.conclusions)[::5]:
        for lang in ("zh", "en"):
            explanation = explain(asked, name, lang=lang, detail="full")
            html = explanation.to_html()
            assert Page(html).count("script") == 0
            assert "{{ 7*7 }}" in html
            assert "49" not in re.sub(r"<svg.*?</svg>|<style>.*?</style>", "", html, flags=re.DOTALL)
            assert "<script" not in explanation.to_svg()
            assert "<script" not in explanation.to_markdown()
            assert "\x1b" not in explanation.to_text() + explanation.to_markdown()
            assert json.loads(explanation.to_json())["label"] == HOSTILE


def test_the_same_question_gives_the_same_bytes() -> None:
    for form in FORMS:
        first, second = (explain(answers(PEOPLE["rider"]), "可以参加本市社会保险").render(form) for _ in range(2))
        assert first == second


def test_what_was_not_asked_or_does_not_exist_is_refused() -> None:
    asked = answers(PEOPLE["rider"], ("灵活就业人员",))
    with pytest.raises(KeyError):
        explain(asked, "可以参加本市社会保险")
    with pytest.raises(ValueError, match="fr"):
        explain(asked, "灵活就业人员", lang="fr")
    with pytest.raises(ValueError, match="huge"):
        explain(asked, "灵活就业人员", detail="huge")


# ---- golden files -------------------------------------------------------------------------------------------------

SHOWN: tuple[tuple[str, str, str, str], ...] = (
    ("no_two_ways", "rider", "可以参加本市社会保险", "mid"),
    ("yes", "rider_registered", "可以参加本市社会保险", "mid"),
    ("chosen", "rider_registered", "参保办理渠道", "mid"),
    ("not_applicable", "rider", "可参加险种", "short"),
    ("figure_missing", "payer", "失业保险费月缴费额", "mid"),
    ("amount_other_reading", "payer_complete", "失业保险费月缴费额", "full"),
    ("somebody_decides", "extended", "处于补贴延长期内", "mid"),
    ("no_nested", "graduate", "可享受高校毕业生灵活就业社会保险补贴", "mid"),
    ("not_in_force", "too_early", "灵活就业人员", "mid"),
)


def frozen(text: str) -> str:
    """Without the style sheet and the picture, which have tests of their own."""
    text = re.sub(r"<style>.*?</style>", "<style>…</style>", text, flags=re.DOTALL)
    text = re.sub(r"<svg.*?</svg>", "<svg>…</svg>", text, flags=re.DOTALL)
    return re.sub(r'<ul class="outline".*?\n</details>', "…\n</details>", text, flags=re.DOTALL)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("case", SHOWN, ids=lambda case: case[0])
def test_explanations_read_as_they_were_approved(case: tuple[str, str, str, str], lang: str) -> None:
    """TIAOLI_GOLDEN=1 writes the files anew; read what changed before you keep it."""
    label, who, name, detail = case
    explanation = explain(answers(PEOPLE[who], (name,)), name, lang=lang, detail=detail)
    views = {"txt": explanation.to_text(), "html": frozen(explanation.to_html())}
    if label == "no_two_ways" and lang == "zh":
        views |= {"md": explanation.to_markdown(), "json": explanation.to_json() + "\n"}
    for ending, text in views.items():
        file = GOLDEN / f"{label}.{lang}.{ending}"
        if os.environ.get("TIAOLI_GOLDEN"):
            file.write_text(text, encoding="utf-8")
        assert text == file.read_text(encoding="utf-8")
