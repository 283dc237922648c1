"""Rules with exceptions, told: which exception decided, why none counts, what was set aside, what is open."""

from __future__ import annotations

import json
import re

import pytest

from compiler.evaluate import Answers, evaluate
from compiler.program import Program
from compiler.request import Refused
from compiler.unknowns import list_of, stem
from compiler.values import to_json
from explain.deciding import alone
from explain.explanation import FORMS, Explanation, explain
from explain.proof import Node
from tests.sample import CARD, CHILDREN, spoken, summary, told
from tests.test_explain import assert_true, leaves
from tests.test_timeline import rules
from tiaoli.load import load_policy

PARKING = load_policy("port-merrow-2023-7", draft=True).compiled.program
EXPECTED = [(e, x.name) for e in PARKING.examples for x in e.expected if x.status != "refused"]


def bylaw(example: str, name: str, lang: str = "en", detail: str = "mid") -> Explanation:
    found = next(e for e in PARKING.examples if e.name == example)
    return explain(_asked(found.as_of, found.facts, found.readings, name), name, lang=lang, detail=detail)


def _asked(day: str, facts: object, readings: object, name: str, program: Program = PARKING) -> Answers:
    return evaluate(program, {"as_of": day, "facts": facts, "readings": readings, "only": [name]})


# ---- what decided ------------------------------------------------------------------------------------------------


def test_the_general_rule_decides_and_every_exception_says_why_it_does_not_count() -> None:
    explanation = told("停车费", **{**CARD, "持残疾证": False})
    assert summary(explanation) == "没有例外成立，按一般规则。"
    text = spoken(explanation)
    assert "停车费是300.00元。" in text
    for name in ("残疾人免费", "区内残疾人", "多子女免费"):
        assert f"✓ 例外“{name}”不成立" in text
    assert "✕ 持残疾证您的情况：否；要求：是" in text
    assert "✕ 家庭成员中未成年的人数至少是3您的情况：0；要求：至少是3" in text
    english = told("停车费", "en", **{**CARD, "持残疾证": False})
    assert summary(english) == "No exception applies; the general rule decides."
    assert "✓ the exception “Free for card holders” does not apply" in spoken(english)


def test_one_exception_decides_and_its_law_is_cited() -> None:
    explanation = told("停车费", **CARD)
    assert summary(explanation) == "由例外“残疾人免费”（第一条第二句）决定。"
    text = spoken(explanation)
    assert "▲ 例外“残疾人免费”成立" in text
    assert "例外写在哪里：第一条第二句“持残疾证的,免费。”" in text
    english = spoken(told("停车费", "en", **CARD))
    assert "The exception “Free for card holders” (article 1, sentence 2) decides." in english
    assert "Where the law has the exception: article 1, sentence 2" in english


def test_two_exceptions_that_agree_are_both_named_with_their_law() -> None:
    explanation = told("停车费", **{**CARD, "家庭成员": CHILDREN})
    assert summary(explanation) == (
        "2个例外都成立，结果相同：“残疾人免费”（第一条第二句）、“多子女免费”（第一条第五句）。"
    )
    quotes = [basis.quote for basis in explanation.proof.others]
    assert quotes == ["持残疾证的,免费。", "有三名以上未成年人的家庭,免费。"]
    english = told("停车费", "en", **{**CARD, "家庭成员": CHILDREN})
    assert summary(english) == (
        "2 exceptions apply and give the same: “Free for card holders” (article 1, sentence 2) and “Free for families” "
        "(article 1, sentence 5)."
    )


def test_an_exception_to_an_exception_takes_its_place() -> None:
    explanation = told("停车费", **{**CARD, "区内居住": True})
    assert summary(explanation) == "由例外“区内残疾人”（第一条第三句）决定，它代替了例外“残疾人免费”。"
    text = spoken(explanation)
    assert "✓ 持残疾证您的情况：是；要求：是这是例外“残疾人免费”的条件" in text
    assert "✓ 例外“违规者”不成立" in text
    english = summary(told("停车费", "en", **{**CARD, "区内居住": True}))
    assert english == (
        "The exception “Card holders in the zone” (article 1, sentence 3) decides; it takes the place of the exception "
        "“Free for card holders”."
    )


def test_what_is_reinstated_is_said_to_be() -> None:
    """The third exception only sets the second one aside, so that the first one counts again."""
    explanation = told("停车费", **{**CARD, "区内居住": True, "多次违规": True})
    assert explanation.proof.verdict.shown.zh == "0.00元"
    assert summary(explanation) == (
        "例外“区内残疾人”（第一条第三句）的条件都符合。但例外“违规者”（第一条第四句）成立，所以前面的例外不算。"
        "由例外“残疾人免费”（第一条第二句）决定。"
    )
    assert "▲ 例外“违规者”成立" in spoken(explanation)


def test_the_general_rule_is_reinstated() -> None:
    explanation = bylaw("the space cannot take the vehicle", "entitled_to_permit")
    assert explanation.proof.verdict.value is True
    told_ = summary(explanation)
    assert re.match(r"The conditions of the exception “[^”]*space[^”]*” \(Section 3 \(2\)\) are met. But the", told_)
    assert re.search(r"“[^”]*” \(Section 3 \(3\)\) sets it aside\. The general rule decides\.$", told_)


def test_an_open_exception_is_named_and_its_facts_are_asked_for() -> None:
    explanation = told("停车费", 持残疾证=True, 家庭成员=[])
    assert summary(explanation) == (
        "要看这些例外成立不成立：“残疾人免费”（第一条第二句）；“区内残疾人”（第一条第三句）。知道下面这些，才能得出结果。"
    )
    assert [missing.fact for missing in explanation.proof.missing] == ["区内居住", "多次违规"]
    assert "答案是“否”：停车费是0.00元。" in spoken(explanation)
    english = summary(told("停车费", "en", 持残疾证=True, 家庭成员=[]))
    assert english.startswith(
        "It depends on whether these exceptions apply: “Free for card holders” (article 1, sentence 2);"
    )
    assert english.endswith("(article 1, sentence 3). The result depends on these.")


def test_whether_an_exception_applies_does_not_matter() -> None:
    """Whoever lives elsewhere cannot park, whether a repeat offender or not."""
    explanation = told("可以停车", 区内居住=False, 举报已核实=False)
    assert explanation.proof.verdict.value is False
    assert summary(explanation).startswith("例外成立不成立，结果都一样。")


# ---- yes and no --------------------------------------------------------------------------------------------------


def test_an_exception_stands_in_each_way_that_the_rule_itself_opens() -> None:
    program = rules("""# 第一条  测试

> 一切从此条。

事实 区内居住 : 是否

事实 区内工作 : 是否

事实 访客 : 是否

事实 多次违规 : 是否

定义 可以停车 : 是否
  符合其一：
    - 区内居住
    - 区内工作
    - 访客

例外 违规不能停车 针对 可以停车
  若 多次违规
  否
""")
    facts = {"区内居住": True, "区内工作": True, "访客": False, "多次违规": True}
    proof = explain(_asked("2024-03-01", facts, {}, "可以停车", program), "可以停车").proof
    assert [route.lacks.zh for route in proof.routes] == ["1个例外挡住", "1个例外挡住"]
    assert [[node.name for node in route.met] for route in proof.routes] == [["区内居住"], ["区内工作"]]
    assert proof.no == "excepted"


def test_a_no_by_an_exception_lists_all_ways_out() -> None:
    explanation = told("可以停车", 区内居住=False, 多次违规=True, 举报已核实=False)
    assert summary(explanation) == "由例外“违规不能停车”（第一条第七句）决定。"
    titles = [(route.title.zh, route.lacks.zh) for route in explanation.proof.routes]
    assert titles == [
        ("情况一：例外“核实后可以停车”", "差1项"),
        ("情况二：例外“违规不能停车”、区内居住", "1个例外挡住，差1项"),
    ]
    assert [route.gap for route in explanation.proof.routes] == [1, 2]
    text = spoken(explanation)
    assert "✕ 举报已核实您的情况：否；要求：是" in text
    assert "▲ 例外“违规不能停车”成立" in text


def test_a_no_by_the_general_rule_names_the_exception_that_would_help() -> None:
    explanation = told("可以停车", "en", 区内居住=False, 多次违规=False, 举报已核实=False)
    assert [route.title.en for route in explanation.proof.routes] == [
        "Way 1: Lives in the zone",
        "Way 2: exception “Parking after a check”",
    ]
    assert "There are 2 ways to qualify, and one is enough." in spoken(explanation)


def test_a_yes_by_the_general_rule_needs_every_exception_not_to_count() -> None:
    explanation = told("可以停车", 区内居住=True, 多次违规=False, 举报已核实=False)
    (route,) = explanation.proof.routes
    assert [node.label.zh for node in route.met][:2] == ["区内居住", "例外“违规不能停车”不成立"]


def test_a_yes_by_an_exception() -> None:
    explanation = told("可以停车", 区内居住=False, 多次违规=True, 举报已核实=True)
    assert explanation.proof.verdict.headline.zh == "按2024年3月1日的规定，您可以停车。"
    assert summary(explanation) == (
        "例外“违规不能停车”（第一条第七句）的条件都符合。但例外“核实后可以停车”（第一条第八句）成立，所以前面的例外不算。"
        "由例外“核实后可以停车”（第一条第八句）决定。"
    )


def test_an_exception_asked_about_says_to_what_it_is_one() -> None:
    explanation = told("残疾人免费", **CARD)
    assert explanation.proof.verdict.headline.zh == "按2024年3月1日的规定，例外“残疾人免费”成立。"
    assert "这是“停车费”的例外。" in spoken(explanation)
    english = told("残疾人免费", "en", **{**CARD, "持残疾证": False})
    assert "the exception “Free for card holders” does not apply." in english.proof.verdict.headline.en
    assert "This is an exception to “Parking fee”." in spoken(english)


# ---- an exception is neither good nor bad ------------------------------------------------------------------------


def test_an_exception_that_applies_has_a_mark_of_its_own() -> None:
    explanation = told("停车费", **CARD)
    found = next(node for node in explanation.proof.root.walk() if node.name == "残疾人免费")
    assert (found.state, found.mark) == ("met", "counts")
    assert '<span class="state counts"><span aria-hidden="true">▲</span> 例外成立</span>' in explanation.to_html()
    assert "▲ 例外成立" in explanation.to_svg()
    nodes = json.loads(explanation.to_json())["nodes"]
    assert nodes[found.id]["state"] == "met"


def test_what_is_explained_above_stands_above() -> None:
    """A rule is opened where a reader first meets it, not in a part that is not shown."""
    for explanation in (
        bylaw("an old certificate of a second low-emission vehicle: the full standard charge", "charge"),
        told("停车费", **{**CARD, "家庭成员": CHILDREN}),
        told("停车费", **{**CARD, "区内居住": True}),
    ):
        opened: set[str] = set()
        for node in explanation.proof.root.walk():
            if node.kind == "rule" and node.decisive:
                assert node.parts or node.name in opened, node.name
                opened.add(node.name)


# ---- the whole by-law --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("part", range(4))
def test_every_mark_is_what_its_step_comes_to(part: int) -> None:
    for i, (example, name) in enumerate(EXPECTED[part::4]):
        asked = _asked(example.as_of, example.facts, example.readings, name)
        explanation = explain(asked, name, lang=("zh", "en")[i % 2], detail=("short", "mid", "full")[i % 3])
        assert_true(explanation, asked)
        for form in FORMS if i % 8 == 0 else ("text",):
            assert explanation.render(form).strip()


def test_the_reasons_alone_give_the_same_answer() -> None:
    """Each true way of a "yes", and all that a "no" lacks, fixes the verdict without any other fact."""
    checked = 0
    for example, name in EXPECTED:
        asked = _asked(example.as_of, example.facts, example.readings, name)
        explanation = explain(asked, name)
        if any(alone(n) for n in explanation.proof.root.walk() if n.decisive):
            continue
        for conditions in _sufficient(explanation):
            kept = _kept(asked, explanation, conditions)
            try:
                again = _asked(example.as_of, kept, example.readings, name)
            except Refused:
                continue
            assert again.conclusions[name].value == asked.conclusions[name].value, (example.name, name, kept)
            checked += 1
    assert checked > 100


def _sufficient(explanation: Explanation) -> list[tuple[Node, ...]]:
    proof = explanation.proof
    if proof.verdict.value is True:
        return [route.met for route in proof.routes]
    return [tuple(n for route in proof.routes for n in route.unmet)] if proof.verdict.value is False else []


def _kept(asked: Answers, explanation: Explanation, conditions: tuple[Node, ...]) -> dict[str, object]:
    """The facts of the request that the decisive conditions below these nodes rest on."""
    opened = {n.name: n for n in explanation.proof.root.walk() if n.kind == "rule" and n.parts}
    used: set[str] = set()
    waiting, seen = list(conditions), set()
    while waiting:
        node = waiting.pop()
        if node.id not in seen:
            seen.add(node.id)
            used.update(node.facts if node.kind != "rule" else ())
            inside = opened.get(node.name, node) if node.kind == "rule" and not node.parts else node
            waiting += [p for p in inside.parts if p.decisive] or list(inside.parts)
    facts, values = asked.program.facts, asked.request.facts
    lists = {list_of(path) for path in used if facts[stem(path)].each or facts[stem(path)].type.kind == "records"}
    plain = {
        f: to_json(v, facts[f].type.kind) for f, v in values.items() if f in used and "[" not in f and f not in lists
    }
    return plain | {name: _records(asked, name, used) for name in lists if name in values}


def _records(asked: Answers, name: str, used: set[str]) -> list[dict[str, object]]:
    values, facts = asked.request.facts, asked.program.facts
    number = values[name]
    assert isinstance(number, int)
    records: list[dict[str, object]] = []
    for i in range(1, number + 1):
        paths = [path for path in used if path.startswith(f"{name}[{i}].") and path in values]
        records.append({stem(path): to_json(values[path], facts[stem(path)].type.kind) for path in paths})
    return records


def test_every_condition_that_a_way_lacks_is_listed() -> None:
    """Told once, completely: what is unmet below a way's conditions stands in the text."""
    for example, name in EXPECTED[::3]:
        asked = _asked(example.as_of, example.facts, example.readings, name)
        if asked.conclusions[name].value is False:
            explanation = explain(asked, name, lang="en")
            text = spoken(explanation)
            for route in explanation.proof.routes:
                for leaf in (leaf for node in route.unmet for leaf in leaves(node)):
                    if leaf.state == "unmet":
                        assert _flat(leaf.label.en) in _flat(text), leaf.label.en


def _flat(text: str) -> str:
    """Without spaces: words with a hyphen may be broken over lines."""
    return "".join(text.split())
