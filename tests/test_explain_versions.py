"""Texts of other days, told: which version decided, what is not in force, what an old text would say; and what cannot
be asked about at all. Nothing ends in a traceback."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from compiler.evaluate import evaluate
from explain.about import not_alone
from explain.explanation import FORMS, explain
from tests.sample import CARD, FOLDER, sample, spoken, summary, told
from tiaoli.cli import main
from tiaoli.load import load_policy

DAYS = ("2022-06-01", "2024-03-01", "2024-08-01")
ELSEWHERE = {**CARD, "持残疾证": False}


def run(*args: str, lang: str = "zh", code: int = 0) -> str:
    done = CliRunner().invoke(main, ["--lang", lang, *args])
    assert done.exit_code == code, (done.stdout, done.stderr, done.exception)
    assert done.exception is None or isinstance(done.exception, SystemExit)
    return done.stdout if code == 0 else done.stderr


# ---- which text --------------------------------------------------------------------------------------------------


def test_the_text_that_decided_is_named_with_its_days() -> None:
    old, new = told("停车费", **ELSEWHERE), told("停车费", day="2024-08-01", 申请日期="2024-07-02", **ELSEWHERE)
    assert (old.proof.verdict.shown.zh, new.proof.verdict.shown.zh) == ("300.00元", "400.00元")
    assert [line.zh for line in old.proof.standing] == ["用的是施行到2024年6月30日为止的文本。"]
    assert [line.zh for line in new.proof.standing] == ["用的是自2024年7月1日起施行的文本。"]
    assert [line.en for line in old.proof.standing] == ["By the text in force until 30 June 2024."]
    assert [line.en for line in new.proof.standing] == ["By the text in force from 1 July 2024."]
    assert (old.proof.cite.zh, new.proof.cite.zh) == ("第一条第一句", "修正决定第一条第一句")
    assert new.proof.cite.en == "Amending Decision, article 1, sentence 1"
    assert told("可以停车", 区内居住=True).proof.standing == ()


def test_an_old_text_that_still_decides_is_shown_as_such() -> None:
    explanation = told("停车费", day="2024-08-01", 申请日期="2024-06-30", **ELSEWHERE)
    assert summary(explanation) == "由例外“申请在前”（修正决定第一条第二句）决定。"
    text = spoken(explanation)
    assert "= 停车费（按2024年6月30日的文本）：先看例外，再看一般规则您的情况：300.00元" in text
    english = spoken(told("停车费", "en", day="2024-08-01", 申请日期="2024-06-30", **ELSEWHERE))
    assert "= Parking fee (as in force on 2024-06-30)" in english


def test_the_formula_of_an_old_text_is_named_after_it() -> None:
    program = load_policy("port-merrow-2023-7", draft=True).compiled.program
    facts = {"application_lodged_on": "2024-06-30", "rated_emissions": 130, "permits_in_force": 0}
    asked = evaluate(program, {"as_of": "2024-07-15", "facts": facts, "only": ["standard_charge"]})
    text = spoken(explain(asked, "standard_charge", lang="en"))
    assert "Charge by emissions (as in force on 2024-06-30) Formula: " in text
    assert "The part from 100 to 160: 30 × 2.40 yuan = 72.00 yuan" in text


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_rule_that_is_not_in_force_says_so_on_the_day_of_the_program(lang: str) -> None:
    explanation = told("申请在前", lang)
    assert explanation.proof.verdict.status == "not_in_force"
    text = spoken(explanation)
    if lang == "zh":
        assert "– 2024年3月1日，“申请在前”的规定还没有施行。" in text
        assert "“申请在前”的规定从2024年7月1日起才施行。" in text
    else:
        assert "– On 1 March 2024 the rule on “Earlier application” was not yet in force." in text
        assert "The rule on “Earlier application” is in force from 1 July 2024 only." in text


def test_a_rule_that_is_over_says_so(tmp_path: Path) -> None:
    for source in FOLDER.iterdir():
        (tmp_path / source.name).write_text(source.read_text(encoding="utf-8"), encoding="utf-8")
    second = tmp_path / "第二条.tiao"
    text = second.read_text(encoding="utf-8")
    dated = text.replace("「Household in need」\n", "「Household in need」\n  施行 至 2024-06-30 止\n")
    second.write_text(dated, encoding="utf-8")
    program = load_policy(str(tmp_path)).compiled.program
    asked = evaluate(program, {"as_of": "2024-08-01", "facts": {}, "only": ["困难家庭"]})
    explanation = explain(asked, "困难家庭")
    assert explanation.proof.verdict.headline.zh == "2024年8月1日，“困难家庭”的规定已经失效。"
    assert explanation.proof.summary.text.zh == "“困难家庭”的规定只到2024年6月30日为止。"
    assert explanation.proof.summary.text.en == "The rule on “Household in need” was in force until 30 June 2024 only."


def test_before_the_instrument_itself_its_own_day_is_given() -> None:
    explanation = told("停车费", day="2022-06-01")
    assert explanation.proof.verdict.headline.zh == "2022年6月1日，这份文件还没有施行。答案要看当时的规定。"


# ---- nothing ends in a traceback ---------------------------------------------------------------------------------


@pytest.mark.parametrize("day", DAYS)
def test_every_conclusion_of_all_times_is_explained_on_every_day(day: str) -> None:
    """Also what is over or yet to come, with nothing known and with much known."""
    for facts in ({}, {**CARD, "申请日期": "2022-05-31", "决定日期": "2022-06-01"}):
        asked = evaluate(sample(), {"as_of": day, "facts": facts})
        assert set(asked.conclusions) == set(sample().conclusions)
        for i, name in enumerate(asked.conclusions):
            for lang in ("zh", "en"):
                explanation = explain(asked, name, lang=lang, detail=("short", "mid", "full")[i % 3])
                assert all(explanation.render(form).strip() for form in FORMS)
                json.loads(explanation.to_json())


def test_a_conclusion_about_one_record_cannot_be_asked_alone() -> None:
    zh = run("explain", str(FOLDER), "--as-of", "2024-03-01", "--about", "未成年", code=2)
    assert zh == "“未成年” 说的是 “家庭成员” 里的一条记录，不能单独问；可以问用到它的：多子女免费、家庭收入\n"
    en = run("explain", str(FOLDER), "--as-of", "2024-03-01", "--about", "minor", lang="en", code=2)
    assert en.startswith('"minor" speaks of one record of "Household" and cannot be asked alone; ask what uses it: ')
    assert not_alone(sample(), "家庭收入") is None
    assert not_alone(sample(), "没有这个") is None


def test_pages_about_one_record_are_refused_too(tmp_path: Path) -> None:
    out = str(tmp_path / "site")
    assert "不能单独问" in run("site", str(FOLDER), "-o", out, "--as-of", "2024-03-01", "--about", "未成年", code=2)
    assert not (tmp_path / "site").exists()


def test_commands_know_what_is_in_force() -> None:
    facts = ("--as-of", "2024-03-01")
    graph = run("graph", str(FOLDER), "--article", "Amending Decision, article 1", "--format", "mermaid")
    assert "修正决定第一条" in graph
    assert "还没有施行" in run("explain", str(FOLDER), *facts, "--about", "申请在前")
    assert "还没有施行" in run("explain", str(FOLDER), *facts, "--about", "earlier_application")


def test_norms_say_when_they_are_in_force(tmp_path: Path) -> None:
    person = tmp_path / "facts.json"
    person.write_text('{"区内居住": true, "家庭成员": []}', encoding="utf-8")
    early = run("norms", str(FOLDER), "--as-of", "2024-03-01", "--facts", str(person))
    assert "尚未施行（1 条）" in early
    assert "公布标准" in early
    later = run("norms", str(FOLDER), "--as-of", "2024-08-01", "--facts", str(person))
    assert "适用（1 条）" in later
    assert "停车管理处 要：公布新的标准" in later
    whole = run("norms", str(FOLDER), lang="en")
    assert "(from 1 July 2024)" in whole
    assert run("norms", str(FOLDER), "--as-of", "2024-03-01").strip() == ""
    found = json.loads(run("norms", str(FOLDER), "--format", "json"))["norms"]
    assert [norm["in_force"] for norm in found] == [{"from": "2024-07-01", "until": None}]


def test_norms_ask_for_records_by_name(tmp_path: Path) -> None:
    person = tmp_path / "facts.json"
    person.write_text("{}", encoding="utf-8")
    text = run("norms", str(FOLDER), "--as-of", "2024-08-01", "--facts", str(person), lang="en")
    assert "missing: Lives in the zone" in text
