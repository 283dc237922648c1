"""Explanations read back: pages of ours pass, and falsehoods are found out."""

from __future__ import annotations

import ast
import random
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from explain import phrases, routes, words
from explain.checker.check import Checker
from explain.checker.judge import Judge
from explain.checker.judging import years_of
from explain.checker.reader import Reader
from explain.checker.values import agrees, spans, whole
from explain.explanation import explain
from explain.proof import Node
from explain.trace import Tree
from tests import mutation
from tests.mutation_pool import AGREED, BY_LAW, SAMPLE, asked, case, program, requests, told
from tests.word_mutants import phrase_mutants, proof_mutants, sentence_mutants, template_mutants

RIDER = {"as_of": "2020-11-16", "facts": mutation.SIXTY}
"""A man of exactly sixty."""


def found(request: dict[str, Any], name: str, lang: str = "zh", detail: str = "mid", policy: str = AGREED) -> list[str]:
    """What the checker finds in our own page."""
    answers = asked(program(policy), request)
    assert answers is not None
    html = told(answers, name, lang, detail).to_html()
    report = Checker(answers).check(html, name, detail)
    assert report.checked > 10
    return [finding.text("zh") for finding in report.findings]


# ---- our own pages ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("policy", [AGREED, BY_LAW, SAMPLE], ids=["agreed", "by-law", "sample"])
@pytest.mark.parametrize("detail", ["short", "mid", "full"])
def test_our_pages_say_nothing_false_and_nothing_unread(policy: str, detail: str) -> None:
    draw, wrong, checked = random.Random(f"{policy} {detail}"), [], 0
    for number in draw.sample(range(len(requests(policy, 1, 1))), 1 if policy == BY_LAW else 4):
        one = case(policy, 1, 1, number)
        if one is None:
            continue
        for name in draw.sample(sorted(one.answers.conclusions), 5):
            for lang in ("zh", "en"):
                report = one.report(told(one.answers, name, lang, detail).to_html(), name, detail)
                checked += report.checked
                wrong += [f"{number} {name} {lang}: {finding.text('en')}" for finding in report.findings]
    assert wrong == []
    assert checked > 100


def test_what_lies_ahead_is_checked_too() -> None:
    """Changes are made and asked about, every stretch of time is looked at."""
    answers = asked(program(AGREED), {**RIDER, "as_of": "2021-01-20"}, ["可继续缴费"])
    assert answers is not None
    for lang in ("zh", "en"):
        html = explain(answers, "可继续缴费", lang).to_html()
        assert Checker(answers).check(html, "可继续缴费").findings == []
    shown = explain(answers, "可继续缴费", "zh").to_html()
    assert "2021年12月31日" in shown
    report = Checker(answers).check(shown.replace("2021年12月31日", "2021年12月30日"), "可继续缴费")
    assert any("2021年12月30日" in finding.words for finding in report.findings)


def test_every_claim_is_counted_and_a_finding_names_its_words() -> None:
    answers = asked(program(AGREED), RIDER)
    assert answers is not None
    html = told(answers, "本市农业户籍劳动力", "zh", "mid").to_html()
    report = Checker(answers).check(html.replace("未满60周岁", "未满61周岁"), "本市农业户籍劳动力")
    assert any("未满61周岁" in finding.words and finding.kind == "false" for finding in report.findings)
    assert any("60周岁" in finding.found.zh for finding in report.findings)


def test_words_that_nobody_knows_are_told() -> None:
    answers = asked(program(AGREED), RIDER)
    assert answers is not None
    html = told(answers, "灵活就业人员", "zh", "mid").to_html()
    report = Checker(answers).check(html.replace("</main>", "<p>您一定能拿到补贴。</p></main>"), "灵活就业人员")
    assert [(f.kind, f.words) for f in report.findings] == [("unread", "您一定能拿到补贴。")]


def test_the_checker_uses_nothing_that_pages_are_made_with() -> None:
    """A table that is wrong must not be wrong on both sides."""
    allowed = ("explain.checker",)
    for path in Path(__file__).parent.parent.glob("explain/checker/*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            module = node.module if isinstance(node, ast.ImportFrom) and node.module else ""
            assert not module.startswith("explain") or module.startswith(allowed), f"{path.name} imports {module}"
            if isinstance(node, ast.ImportFrom) and module.startswith("explain.checker"):
                assert node.level == 0


# ---- four lies -------------------------------------------------------------------------------------------------------


def test_a_comparison_worded_the_wrong_way_round_is_found() -> None:
    request = {"as_of": "2021-10-15", "facts": {**RIDER["facts"], "性别": "女"}}  # type: ignore[dict-item]
    assert found(request, "本市农业户籍劳动力") == []
    turned = phrases.PHRASES["younger"]
    wrong = phrases.Phrase("满{1}", turned.zh_not, "at least {1}", turned.en_not)
    with patch.dict(phrases.PHRASES, {"younger": wrong}):
        for lang in ("zh", "en"):
            assert found(request, "本市农业户籍劳动力", lang)


def test_a_tick_on_a_false_condition_is_found() -> None:
    real = Tree._state
    for lang in ("zh", "en"):
        assert found(RIDER, "本市农业户籍劳动力", lang) == []
        with patch.object(Tree, "_state", lambda self, step, n: "met" if step.op == "younger" else real(self, step, n)):
            wrong = found(RIDER, "本市农业户籍劳动力", lang)
        assert any("✓" in text and "其实不符合" in text for text in wrong)


def test_a_second_true_way_left_out_is_found() -> None:
    both = {"as_of": "2020-11-05", "facts": {"个体经营者": True, "非全日制从业人员": True}}
    assert found(both, "灵活就业人员") == []
    real = routes.ways
    with patch.object(routes, "ways", lambda *rest: real(*rest)[:1]):
        for lang in ("zh", "en"):
            wrong = found(both, "灵活就业人员", lang)
            assert any("漏了" in text and "非全日制从业人员" in text for text in wrong)


def test_a_numeric_condition_dropped_is_found() -> None:
    real: Callable[..., Node] = Tree._group

    def group(self: Any, *rest: Any) -> Node:
        node = real(self, *rest)
        kept = tuple(part for part in node.parts if part.kind != "test" or "周岁" not in part.label.zh)
        return replace(node, parts=kept) if kept else node

    young = {**RIDER, "facts": {**RIDER["facts"], "出生日期": "1990-01-01"}}  # type: ignore[dict-item]
    for request in (RIDER, young):
        assert found(request, "本市农业户籍劳动力") == []
        with patch.object(Tree, "_group", group):
            assert any("漏了" in text and "未满" in text for text in found(request, "本市农业户籍劳动力"))


# ---- mutants ---------------------------------------------------------------------------------------------------------


def test_mutants_of_words_and_templates_are_found_out() -> None:
    """A small part of `make mutation`, drawn by a seed."""
    every = [*phrase_mutants(), *sentence_mutants(), *proof_mutants(), *template_mutants()]
    random.Random(7).shuffle(every)
    pages = mutation.pages(3, 2)
    results = {mutant.what: mutation.tried(mutant, pages) for mutant in every[:20]}
    told_apart = [what for what, (result, _) in results.items() if result in ("killed", "alive")]
    alive = [what for what, (result, _) in results.items() if result == "alive"]
    assert len(told_apart) >= 8
    assert len(alive) <= 0.05 * len(told_apart), alive


def test_mutants_of_rules_are_found_out(tmp_path: Path) -> None:
    from tests import rule_mutants

    every = [change for change in rule_mutants.changes(SAMPLE) if change.rule in ("家庭收入", "困难家庭", "未成年")]
    results = {change.what: rule_mutants.tried(SAMPLE, change, tmp_path, 1, 1, 3) for change in every[:6]}
    assert [what for what, (result, _) in results.items() if result == "alive"] == []
    assert sum(result == "killed" for result, _ in results.values()) >= 2


# ---- reading ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "lang", "kind", "value"),
    [
        ("2021年10月15日", "zh", "date", 738078),
        ("15 October 2021", "en", "date", 738078),
        ("2024年9月", "zh", "month", 24296),
        ("5,360.00元", "zh", "money", 536000),
        ("12.5%", "en", "percent", None),
        ("2年3个月", "zh", "period", (2, 3, 0)),
        ("10 working days", "en", "workdays", (10,)),
        ("否", "zh", "bool", False),
    ],
)
def test_values_are_read_back(text: str, lang: str, kind: str, value: object) -> None:
    reads = whole(text, lang)
    if value is None:
        assert reads
    else:
        assert any(agrees(read, value, kind) for read in reads)
        other = not value if isinstance(value, bool) else (99, 0, 0) if isinstance(value, tuple) else 1
        assert not any(agrees(read, other, kind) for read in reads)


def test_days_that_do_not_exist_are_no_days() -> None:
    assert [read for read in whole("2021年2月30日", "zh") if read.kind == "date"] == []
    assert spans("2024年2月10日至17日、24日", "zh") == [(738926, 738933), (738940, 738940)]


def test_phrases_are_read_by_tables_of_their_own() -> None:
    reader = Reader(program(AGREED), "zh")
    assert [said.op for said in reader.conditions("您问的那一天在2020年10月1日或以后")] == ["ge"]
    assert [said.op for said in reader.conditions("您问的那一天早于2020年10月1日")] == ["lt"]
    assert {said.op for said in reader.conditions("年龄未满60周岁")} == {"age_lt"}
    assert reader.conditions("年龄大约60周岁") == []


def test_ages_are_counted_as_the_readings_say() -> None:
    answers = asked(program(AGREED), RIDER)
    assert answers is not None
    judge = Judge(answers)
    born = judge.request.facts["出生日期"]
    assert isinstance(born, int)
    assert years_of(judge, born, judge.request.as_of) == 60
    assert years_of(judge, born, judge.request.as_of - 1) == 59
    assert words.date(born, "zh") == "1960年11月16日"


# ---- the command -----------------------------------------------------------------------------------------------------


def test_the_command_says_how_much_was_checked(root: Path) -> None:
    command = [sys.executable, "-m", "tiaoli", "explain", AGREED, "--as-of", "2021-10-15"]
    command += ["--facts", "docs/sample-person.json", "--about", "可以参加本市社会保险", "--verify"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, encoding="utf-8", timeout=120)
    assert done.returncode == 0, done.stderr
    assert "处，全部成立" in done.stderr
    assert "核对过" not in done.stdout


def test_days_that_can_be_worked_out_are_not_said_to_be_beyond_us() -> None:
    answers = asked(program(AGREED), {**RIDER, "as_of": "2021-01-20"}, ["可自愿暂缓缴费"])
    assert answers is not None
    for lang, note in (("zh", "有的日子没有算到。"), ("en", "Some days could not be worked out.")):
        html = explain(answers, "可自愿暂缓缴费", lang).to_html()
        end = html.index("</section>", html.index('id="course"'))
        report = Checker(answers).check(f'{html[:end]}<p class="aside">{note}</p>\n{html[end:]}', "可自愿暂缓缴费")
        assert [finding.words for finding in report.findings] == [note]


def test_what_bars_an_answer_is_told_whole_and_nothing_else() -> None:
    """第九条: of these three the household alone is not for the person to change; nothing else bars the loan."""
    name = "创业担保贷款支持对象"
    facts = {"本市户籍": False, "个体经营者": True, "登记注册": True}
    answers = asked(program(AGREED), {"as_of": "2021-10-15", "facts": facts}, [name])
    assert answers is not None
    html = explain(answers, name, "zh").to_html()
    assert "“本市户籍”已经定了" in html
    assert Checker(answers).check(html, name).findings == []
    bar = '<li data-step="1" data-claim="bar" data-fact="{}">“{}”已经定了，改不了。</li>'
    other = html.replace(bar.format("本市户籍", "本市户籍"), bar.format("个体经营者", "个体经营者"))
    assert other != html
    found = [finding.words for finding in Checker(answers).check(other, name).findings]
    assert "本市户籍" in found
    helped = asked(
        program(AGREED), {"as_of": "2021-10-15", "facts": {**facts, "本市户籍": True, "登记注册": False}}, [name]
    )
    assert helped is not None
    assert any("本市户籍" in one.words for one in Checker(helped).check(html, name).findings)


def test_before_the_document_is_in_force_so_is_none_of_its_rules() -> None:
    """The rule began with the amendment, but on that day the document itself was not in force yet."""
    assert found({"as_of": "2023-06-30", "facts": {}}, "lodged_before_amendment", "en", policy=BY_LAW) == []
