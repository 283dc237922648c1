"""The JavaScript engine finds the changes and the days that Python finds: of sample people who know all, much or little
of themselves, and of random programs."""

from collections.abc import Iterator
from random import Random
from typing import Any

import pytest

from compiler.evaluate import evaluate
from compiler.program import Program, Text
from compiler.request import Refused, read
from compiler.targets.javascript import numbers
from explain import prospect_words as say
from explain.explanation import explain
from explain.javascript import proof, prospects
from explain.question.ask import Question
from explain.question.changes import changes
from explain.question.timeline import timeline
from explain.records import label_of
from tests.generate import as_request, case
from tests.generate import program as generated_program
from tests.javascript import Engine, differ, needs_node
from tests.javascript_changes import BEIJING, MERROW, change_form, changes_form, compared, day_of, requests
from tests.test_timeline import HEAD, rules
from tiaoli.load import load_policy

pytestmark = needs_node
Form = dict[str, Any]
RANDOM = 16
WORDS = ("text", "after", "more", "lead", "causes", "moving", "who")
"""Keys that one form has and the other has not, or in other words."""
OF_NORMS = """
FACE.ofNorm = (program, raw, name) => {
  const { facts, asOf, readings } = readRequest(program, raw);
  const question = questionOf(program, name, readings);
  const { sets, open, obstacles } = changesOf(question, facts, asOf);
  const shown = [...sets, ...open].map((one) => one.map((change) => changeForm(program, change)));
  const { pieces } = timelineOf(question, facts);
  const days = pieces.map((p) => [iso(p.first), p.finding.status, p.causes.map((c) => [c.kind, c.rule, c.becomes])]);
  return [shown, obstacles.map((way) => way.map((one) => [one.kind, one.path])), days];
};
"""


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with Engine([*proof(), *prospects(), OF_NORMS]) as started:
        yield started


def program_of(name: str) -> Program:
    return load_policy(name, draft=True).compiled.program


@pytest.mark.parametrize(
    ("name", "count", "seed", "share"),
    [
        *((BEIJING, 15, 1, 0), (BEIJING, 14, 1, 0.15), (BEIJING, 4, 1, 0.6), (BEIJING, 3, 1, 0.9)),
        *((MERROW, 6, 1, 0), (MERROW, 2, 1, 0.1), (MERROW, 2, 2, 0.6)),
    ],
)
def test_of_sample_people_both_engines_say_the_same(
    engine: Engine, name: str, count: int, seed: int, share: float
) -> None:
    program = program_of(name)
    policy, number = engine.open(program), numbers(program)
    pairs = sum(compared(policy, program, raw, number) for raw in requests(name, program, count, seed, share))
    assert pairs == count * len(program.conclusions)


def test_of_random_programs_both_engines_say_the_same(engine: Engine) -> None:
    pairs = 0
    for seed in range(RANDOM):
        generated, result = generated_program(seed)
        random, policy, number = Random(seed), engine.open(result.program), numbers(result.program)
        for _ in range(2):
            raw = as_request(case(generated, result.program, random), result.program)
            try:
                pairs += compared(policy, result.program, raw, number)
            except Refused:
                assert "error" in policy.call("changes", raw, next(iter(result.program.conclusions)))
        policy.close()
    assert pairs > 4 * RANDOM


def test_both_engines_see_what_no_figure_can_mend(engine: Engine) -> None:
    """Another permit bars, whatever the dates and the emissions are; to try them all would take minutes."""
    program = program_of(MERROW)
    facts = {"household": [{"holds_mobility_badge": False}], "low_emission_permit_in_force": True}
    raw = {"as_of": "2024-08-01", "facts": facts, "readings": {}}
    found = engine.open(program).call("changes", raw, "low_emission")
    assert found["kind"] == "barred"
    assert not differ(found, changes_form(evaluate(program, raw), "low_emission"))


RULES = """事实 甲日 : 日期

事实 乙日 : 日期
  约束 乙日 不早于 甲日，否则 inconsistent_facts
  约束 乙日 不晚于 评估日，否则 inconsistent_facts

事实 量 : 小数

定义 份额 : 小数
  分情况：
    - 若 评估日 不早于 2021-05-01：量 × 0.5
    - 否则：0

定义 各情况都变 : 小数
  分情况：
    - 若 评估日 不早于 2021-05-01：份额 + 2
    - 否则：份额 + 1

定义 连着约束 : 是否
  甲日 不晚于 2020-06-01 且 评估日 早于 2021-01-01

定义 看空着的 : 是否
  甲日 + 1年 晚于 评估日 且 甲日 不晚于 2020-01-01
"""


def test_of_hand_made_rules_both_engines_find_the_days_that_follow_from_them(engine: Engine) -> None:
    """Who dates the first day not after the second, and that not after the day asked about, was there by 1 June 2020 if
    asked up to then; what began by 1 January 2020 is over a year later."""
    program = rules(HEAD + RULES)
    policy, raw = engine.open(program), {"as_of": "2022-01-01", "facts": {"量": "3"}, "readings": {}}
    assert compared(policy, program, raw, numbers(program)) == 4
    stretches = {
        name: [(one["first"], one["status"], one["value"], len(one["causes"])) for one in course["stretches"]]
        for name in ("各情况都变", "连着约束", "看空着的")
        for course in [policy.call("timeline", raw, name)]
    }
    assert stretches["各情况都变"] == [(None, "value", "1", 0), ("2021-05-01", "value", "3.5", 1)]
    assert [one[:3] for one in stretches["连着约束"]] == [
        (None, "value", True),
        ("2020-06-02", "unknown", None),
        ("2021-01-01", "value", False),
    ]
    assert stretches["看空着的"][-1] == ("2021-01-01", "value", False, 1)


def test_of_very_many_combinations_of_missing_facts_only_the_first_are_made(engine: Engine) -> None:
    """26 open yes/no facts in one comparison: 67 million combinations, of which 400 are looked at. To make all of them
    would take more memory than there is."""
    part = "事实 条件{0} : 是否\n\n定义 份{0} : 整数\n  分情况：\n    - 若 条件{0}：1\n    - 否则：0\n\n"
    parts = "".join(part.format(i) for i in range(26))
    total = " + ".join(f"份{i}" for i in range(26))
    enough = f"事实 量 : 整数\n  范围 0 至 9\n\n定义 够了 : 是否\n  评估日 不早于 2021-05-01 或 {total} 不低于 量\n"
    program = rules(HEAD + parts + enough)
    policy, raw = engine.open(program), {"as_of": "2022-01-01", "facts": {}, "readings": {}}
    assert compared(policy, program, raw, numbers(program)) == 27
    assert not policy.call("timeline", raw, "够了")["complete"]


# ---- the form of explanations ----------------------------------------------------------------------------------------


def without_words(form: Any) -> Any:
    if isinstance(form, dict):
        return {key: without_words(value) for key, value in form.items() if key not in WORDS}
    return [without_words(item) for item in form] if isinstance(form, list) else form


def lead(course: Form) -> Text:
    """The first sentence on the course of time, in words."""
    kind, day = course["lead"]["kind"], course["lead"]["day"] and day_of(course["lead"]["day"])
    if kind == "lasting":
        return say.lasting(day - 1 if day else None)
    return {"perhaps": say.perhaps, "result": say.result, "coming": say.coming}[kind](day)


@pytest.mark.parametrize("name", [BEIJING, MERROW])
def test_it_is_the_form_of_explanations_without_words(engine: Engine, name: str) -> None:
    program = program_of(name)
    policy = engine.open(program)
    for raw in requests(name, program, 1, 4, 0.05):
        answers = evaluate(program, raw)
        for about in answers.conclusions:
            form = explain(answers, about).as_json()
            advice, course = (policy.call(part, raw, about) for part in ("changes", "timeline"))
            if advice is not None:
                advice["missing"] = [label_of(answers.program, path).zh for path in advice["missing"]]
            assert not differ(without_words(advice), without_words(form["changes"]))
            assert not differ(without_words(course), without_words(form["timeline"]))
            if course is not None:
                assert lead(course).zh == form["timeline"]["text"]  # type: ignore[index]


def test_a_refused_request_is_refused(engine: Engine) -> None:
    policy = engine.open(program_of(BEIJING))
    for part in ("changes", "timeline"):
        found = policy.call(part, {"as_of": "2021-02-30", "facts": {}}, "可以参加本市社会保险")
        assert found["error"]["kind"] == "invalid_as_of"


# ---- norms -----------------------------------------------------------------------------------------------------------


def of_norm(program: Program, raw: Form, name: str) -> list[Any]:
    """What OF_NORMS gives."""
    request = read(program, raw)
    question = Question(program, name, request.readings)
    ways = changes(question, request.facts, request.as_of)
    shown = [[change_form(program, change) for change in one] for one in (*ways.sets, *ways.open)]
    pieces = timeline(question, request.facts).pieces
    days = [[p.first, p.finding.status, [[c.kind, c.rule, c.becomes] for c in p.causes]] for p in pieces]
    return [shown, [[[one.kind, one.path] for one in way] for way in ways.obstacles], days]


@pytest.mark.parametrize(("name", "share"), [(BEIJING, 0.3), (MERROW, 0)])
def test_norms_are_asked_about_like_conclusions(engine: Engine, name: str, share: float) -> None:
    program = program_of(name)
    policy = engine.open(program)
    norms = [norm.id for norm in program.every_norm() if norm.condition is not None]
    for raw in requests(name, program, 2, 3, share):
        for id_, found in zip(norms, policy.each("ofNorm", [[raw, id_] for id_ in norms]), strict=True):
            found[2] = [[day_of(first), status, why] for first, status, why in found[2]]
            assert not differ(found, of_norm(program, raw, id_)), (id_, raw)
    assert norms
