"""`tiaoli norms`: which norms concern a person, what an agency has to do, and all norms by bearer."""

import json
import re

import pytest
from click.testing import CliRunner

from compiler.evaluate import evaluate
from explain.norms import addressed, by_bearer, known_addressees
from tiaoli.cli import main
from tiaoli.load import load_policy

DAY = "2021-10-15"


@pytest.fixture(scope="module")
def program():
    return load_policy("jing-ren-she-jiu-fa-2020-19").compiled.program


@pytest.fixture
def person(root):
    return str(root / "docs" / "sample-person.json")


def run(*args, code=0, lang="zh"):
    done = CliRunner().invoke(main, ["--lang", lang, "norms", "jing-ren-she-jiu-fa-2020-19", *args])
    assert done.exit_code == code, done.stderr
    return done


def test_norms_that_concern_a_person(program, person):
    with open(person, encoding="utf-8") as file:
        answers = evaluate(program, {"as_of": DAY, "facts": json.load(file)})
    found = json.loads(run("--as-of", DAY, "--facts", person, "--format", "json").stdout)
    assert {n["id"]: n["status"] for n in found["norms"]} == {i: a.status for i, a in answers.norms.items()}
    for shown in found["norms"]:
        norm = program.norms[shown["id"]]
        assert (shown["name"], shown["cite"]) == (norm.name, norm.claim.cite)
        assert shown.get("missing", []) == list(answers.norms[norm.id].missing)
        assert ("missing" in shown) == (shown["status"] == "unknown")
    assert not {n["id"] for n in found["norms"]} & {n.id for n in program.norms.values() if n.condition is None}


def test_text_says_who_does_what_what_is_missing_and_where(program, person):
    text = run("--as-of", DAY, "--facts", person).stdout
    assert text.index("适用（") < text.index("还不能确定（") < text.index("不适用（")
    assert "  第十五条前段" in text
    assert "      各级公共就业服务机构 要：提供“不间断”的公共就业服务" in text
    assert "还缺：就业困难人员、所在区开展试点" in text
    assert "（原文没有点名）" in text
    left = sum(1 for n in program.norms.values() if n.condition is None)
    assert f"另有 {left} 条规范没有可计算的条件" in text
    english = run("--as-of", DAY, "--facts", person, lang="en").stdout
    assert "article 15, first part" in english
    assert "must: provide uninterrupted public employment services" in english
    assert "missing: " in english


def test_english_is_in_english(program, person):
    """All that stays Chinese is the law's own words, and the name by which rule files know a norm."""
    agency = "human resources and social security authorities"
    for args in ((), ("--as-of", DAY, "--facts", person), ("--addressee", agency), ("--addressee", "各区")):
        text = run(*args, lang="en").stdout
        assert not re.search("[\u3000-\u9fff]", text.replace("效力待核实", "")), args
    found = json.loads(run("--format", "json", lang="en").stdout)["norms"]
    for shown in found:
        rest = {key: value for key, value in shown.items() if key not in ("name", "quote")}
        rest["clauses"] = [{**clause, "wording": ""} for clause in shown["clauses"]]
        assert not re.search("[\u3000-\u9fff]", json.dumps(rest, ensure_ascii=False)), shown["id"]
    assert {n["period"] for n in found} == {n.period.en for n in program.norms.values()}


def test_an_addressee_may_be_named_in_english():
    by_name = [run("--addressee", who, "--format", "json").stdout for who in ("各区", "districts", "Districts")]
    assert by_name[0] == by_name[1] == by_name[2]
    assert 'did you mean "districts"' in run("--addressee", "distrcts", lang="en").stderr
    assert "“各区”" in run("--addressee", "distrcts").stderr


def test_before_force_no_norm_applies(person):
    done = run("--as-of", "2020-09-30", "--facts", person)
    assert "尚未施行（" in done.stdout
    assert "适用（" not in done.stdout.replace("不适用", "")
    assert "※ " in done.stdout


def test_norms_of_an_addressee(program):
    for who in known_addressees(program):
        found = json.loads(run("--addressee", who, "--as-of", DAY, "--format", "json").stdout)
        named = [n.id for n in program.norms.values() if who in n.addressees]
        implied = [n.id for n in program.norms.values() if who in n.implied]
        assert [n["id"] for n in found["norms"]] == named
        assert [n["id"] for n in found["implied"]] == implied
        assert addressed(program, who).named == tuple(program.norms[i] for i in named)


def test_open_cases_about_addressees(shared):
    cases = json.loads((shared / "law" / "cases-open.json").read_text(encoding="utf-8"))["cases"]
    asked = [case for case in cases if case["kind"] == "norms_addressing"]
    assert asked
    for case in asked:
        who = case["query"]["addressee"]
        found = json.loads(run("--addressee", who, "--as-of", case["as_of"], "--format", "json").stdout)
        for key, want in case["expected"].items():
            assert {n["id"] for n in found[key]} == set(want)


def test_text_of_an_addressee():
    text = run("--addressee", "人力资源和社会保障部门").stdout
    assert "点名“人力资源和社会保障部门”的规范（0 条）" in text
    assert "按上下文由“人力资源和社会保障部门”承担的规范（17 条）" in text


def test_unknown_addressee_gets_empty_lists_and_a_hint():
    done = run("--addressee", "人力资源和社会保障", "--format", "json")
    assert json.loads(done.stdout) == {"norms": [], "implied": [], "caveats": []}
    assert "是不是 “人力资源和社会保障部门”？" in done.stderr
    assert "劳动保障行政部门" in done.stderr
    assert "did you mean" in run("--addressee", "人力资源和社会保障", lang="en").stderr


def test_the_whole_list_by_bearer(program):
    text = run().stdout
    duties = by_bearer(program)
    for who, found in duties.items():
        assert f"{who}（{len(found)} 条）" in text
    count = sum(len(c.bearers) for n in program.norms.values() for c in n.clauses)
    assert sum(map(len, duties.values())) == count
    found = json.loads(run("--format", "json").stdout)
    assert [n["id"] for n in found["norms"]] == list(program.norms)


def test_refused_requests(person, tmp_path):
    assert "2021-02-30" in run("--as-of", "2021-02-30", "--facts", person, code=2).stderr
    assert json.loads(run("--facts", person, "--format", "json", code=2).stdout)["error"]["kind"] == "invalid_as_of"
    assert run("--addressee", "各区", "--as-of", "昨天", code=2).stderr
    assert "只能选一个" in run("--addressee", "各区", "--facts", person, code=2).stderr
    wrong = tmp_path / "facts.json"
    wrong.write_text('{"本市户藉": true}', encoding="utf-8")
    assert "本市户籍" in run("--as-of", DAY, "--facts", str(wrong), code=2).stderr
