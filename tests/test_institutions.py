"""机构.toml and [[situation]]: what is accepted, and every fault with its line, in both languages."""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from compiler.program import Contact, Text
from explain.actors import actors
from explain.contacts import KEYS
from tiaoli.about import Unusable
from tiaoli.institutions import FILE, check_days, read_institutions
from tiaoli.load import find, known_policies, load_policy

MEASURES = "jing-ren-she-jiu-fa-2020-19"
GOOD = """
["经办银行"]
telephone = { value = "010-12345678", source = "网站", date = 2021-10-08 }
hours = [
  { value = "9:00—17:00", value_en = "9 to 5", source = "公告", date = 2021-10-08, office = "东" },
  { value = "9:00—12:00", source = "公告", date = 2021-10-09, office = "西" },
]

["经办银行".items."创业担保贷款申请"]
promised = { value = "7天", source = "公告", date = 2021-10-08 }
"""


def policy(folder: Path, institutions: str = "", about: str = "") -> Path:
    """A copy of the measures with these files."""
    target = folder / "policy"
    shutil.copytree(find(MEASURES), target)
    if institutions:
        (target / FILE).write_text(institutions, encoding="utf-8")
    with (target / "about.toml").open("a", encoding="utf-8") as file:
        file.write(about)
    return target


def refused(folder: Path) -> dict[str, str]:
    with pytest.raises(Unusable) as fault:
        load_policy(str(folder), examples=False)
    assert set(fault.value.text) == {"zh", "en"}
    return fault.value.text


def entry(**parts: str) -> str:
    """A value of the file with some parts replaced, or left out ('')."""
    whole = {"value": '"1"', "source": '"s"', "date": "2021-10-08", **parts}
    return "{ " + ", ".join(f"{key} = {value}" for key, value in whole.items() if value) + " }"


def test_no_policy_of_the_repository_has_contacts() -> None:
    assert known_policies()
    for name in known_policies():
        assert not (find(name) / FILE).exists()
        assert load_policy(name, examples=False).compiled.program.about.institutions == {}


def test_what_is_said_of_an_agency(tmp_path: Path) -> None:
    program = load_policy(str(policy(tmp_path, GOOD)), examples=False).compiled.program
    bank = program.about.institutions["经办银行"]
    day = date(2021, 10, 8).toordinal()
    assert bank.contacts["telephone"] == (Contact(Text("010-12345678"), "网站", day),)
    assert [(c.value.get("en"), c.office.zh) for c in bank.contacts["hours"]] == [
        ("9 to 5", "东"),
        ("9:00—12:00", "西"),
    ]
    assert bank.services["创业担保贷款申请"]["promised"][0].value.zh == "7天"
    assert all(view.about.institutions == program.about.institutions for view in program.views)


def test_a_service_may_be_named_by_its_alias(tmp_path: Path) -> None:
    text = GOOD.replace("创业担保贷款申请", "startup_loan_application")
    program = load_policy(str(policy(tmp_path, text)), examples=False).compiled.program
    assert set(program.about.institutions["经办银行"].services) == {"startup_loan_application"}


def test_every_agency_that_the_rules_name_may_be_in_the_file(tmp_path: Path) -> None:
    program = load_policy(MEASURES, examples=False).compiled.program
    names = actors(program)
    assert {"人力资源和社会保障部门", "户籍所在地政务服务大厅", "经办银行", "基层调解组织"} <= set(names)
    lines = [f'["{name}"]\n{key} = {entry()}' for name, key in zip(names, list(KEYS) * 3, strict=False)]
    loaded = load_policy(str(policy(tmp_path, "\n".join(lines))), examples=False)
    assert set(loaded.compiled.program.about.institutions) == set(names)


@pytest.mark.parametrize(
    ("text", "line", "zh", "en"),
    [
        ('\n["经办很行"]\nhours = ' + entry(), 2, "是不是“经办银行”？", 'did you mean "经办银行"?'),
        (
            '["某局"]\nhours = ' + entry(),
            1,
            "规则里没有机构“某局”；规则里有：",
            'name no agency "某局"; the rules name:',
        ),
        (
            '["经办银行"]\n\ntelefone = ' + entry(),
            3,
            "没有 telefone 这一项；是不是 telephone？",
            "did you mean telephone?",
        ),
        (
            '["经办银行"]\nhours = ' + entry(source=""),
            2,
            "hours 缺 source：写明出处",
            "hours lacks source: say who says so",
        ),
        ('["经办银行"]\nhours = ' + entry(source='" "'), 2, "hours 缺 source", "hours lacks source"),
        (
            '["经办银行"]\nhours = ' + entry(value=""),
            2,
            "hours 缺 value：写明内容",
            "hours lacks value: say what it is",
        ),
        ('["经办银行"]\nhours = ' + entry(value="7"), 2, "hours 缺 value", "hours lacks value"),
        (
            '["经办银行"]\nhours = ' + entry(date=""),
            2,
            "hours 缺 date：写查到的那一天",
            "hours lacks date: give the day",
        ),
        ('["经办银行"]\nhours = ' + entry(date='"2021-10-08"'), 2, "hours 的 date 不是日期", "a date that is none"),
        ('["经办银行"]\nhours = ' + entry(date="2021-10-08T10:00:00"), 2, "的 date 不是日期", "a date that is none"),
        (
            '["经办银行"]\nhours = ' + entry(sauce='"x"'),
            2,
            "hours 里没有 sauce；是不是 source？",
            "did you mean source?",
        ),
        ('["经办银行"]\nhours = ' + entry(office="3"), 2, "hours 的 office 应为文字", "office of hours must be text"),
        (
            '["经办银行"]\nhours = ' + entry(value='"9:00\\u202e00:71"'),
            2,
            "hours 的 value 有看不见的字符",
            "value of hours has characters that cannot be seen",
        ),
        ('["经办银行"]\nhours = ' + entry(value=f'"{"九" * 1001}"'), 2, "长过 1000 个字", "or more than 1000"),
        ('["经办银行"]\nhours = "9:00"', 2, "hours 应写成 {value =", "hours must be written as {value ="),
        ('["经办银行"]\nhours = []', 2, "hours 是空的；没有就不写", "hours is empty; leave it out"),
        ('"经办银行" = 3', 1, "“经办银行”应为一张表", '"经办银行" must be a table'),
        ('["经办银行"]\nitems = 3', 2, "items 下面每个事项一张表", "below items write a table for each service"),
        (
            '["经办银行".items."失业登计"]\nhours = ' + entry(),
            1,
            "规则里没有事项“失业登计”；是不是“失业登记”？",
            'the rules name no service "失业登计"; did you mean "失业登记"?',
        ),
    ],
)
def test_a_fault_is_told_with_its_line_and_the_next_step(
    tmp_path: Path, text: str, line: int, zh: str, en: str
) -> None:
    said = refused(policy(tmp_path, text))
    assert zh in said["zh"]
    assert en in said["en"]
    for words in said.values():
        assert re.search(rf"{FILE}:{line}[：:]", words), words


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    hours, form = entry(source="", date=""), entry(value="")
    text = f'["经办银行"]\nhours = {hours}\n\n["基层调解组织"]\nform = {form}\nfone = 3\n'
    said = refused(policy(tmp_path, text))
    found = re.findall(rf"{FILE}:(\d+)", said["zh"])
    assert found == ["2", "2", "5", "6"] == re.findall(rf"{FILE}:(\d+)", said["en"])


@pytest.mark.parametrize(
    ("data", "zh", "en"),
    [
        ('["经办银行"\nx = 1'.encode(), "不是正确的 TOML", "this is no valid TOML"),
        ('["经办银行"]\nhours = {}\nhours = {}'.encode(), "不是正确的 TOML", "this is no valid TOML"),
        ('["经办银行"]'.encode("gb18030"), "不是 UTF-8 文本", "is not UTF-8 text"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(tmp_path: Path, data: bytes, zh: str, en: str) -> None:
    folder = policy(tmp_path)
    (folder / FILE).write_bytes(data)
    said = refused(folder)
    assert zh in said["zh"]
    assert en in said["en"]


def test_an_empty_file_says_nothing(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("# 还没有查到\n", encoding="utf-8")
    assert read_institutions(tmp_path) == {}


def test_a_day_to_come_is_refused_with_its_line(tmp_path: Path) -> None:
    """The day of the pages is given: a look-up on that day is none to come, the day after is."""
    folder = policy(tmp_path, GOOD)
    program = load_policy(str(folder), examples=False).compiled.program
    check_days(folder, program, date(2021, 10, 9).toordinal())
    for last, lines in ((date(2021, 10, 8), [6]), (date(2021, 10, 7), [3, 5, 6, 10])):
        with pytest.raises(Unusable) as fault:
            check_days(folder, program, last.toordinal())
        said = fault.value.text
        assert sorted(map(int, re.findall(r"机构\.toml:(\d+)", said["zh"]))) == lines
        assert sorted(map(int, re.findall(r"机构\.toml:(\d+)", said["en"]))) == lines
        assert f"晚于做网页的日子 {last}" in said["zh"]
        assert f"made on {last}" in said["en"]
        assert "--as-of" in said["zh"] and "--as-of" in said["en"]  # noqa: PT018


def test_the_site_command_refuses_a_day_to_come(tmp_path: Path) -> None:
    from tiaoli.cli import main

    folder, out = policy(tmp_path, GOOD), tmp_path / "site"
    found = CliRunner().invoke(main, ["--lang", "zh", "site", str(folder), "-o", str(out), "--as-of", "2021-10-08"])
    assert found.exit_code == 2
    assert f"{folder}/机构.toml:6：hours 的 date 是 2021-10-09，晚于做网页的日子 2021-10-08" in found.output
    assert not out.exists()


def test_the_command_line_tells_it_without_a_traceback(tmp_path: Path) -> None:
    from tiaoli.cli import main

    folder = policy(tmp_path, '["经办很行"]\nhours = ' + entry())
    for lang, words in (("zh", "是不是“经办银行”"), ("en", 'did you mean "经办银行"')):
        found = CliRunner().invoke(main, ["check", str(folder), "--lang", lang])
        assert found.exit_code != 0
        assert words in found.output
        assert "Traceback" not in found.output
        assert found.exception is None or isinstance(found.exception, SystemExit)


def test_the_examples_of_the_document_are_accepted(tmp_path: Path, root: Path) -> None:
    blocks = re.findall(r"```toml\n(.*?)```", (root / "docs" / "site.md").read_text(encoding="utf-8"), re.DOTALL)
    institutions = next(block for block in blocks if "telephone" in block)
    situation = next(block for block in blocks if "[[situation]]" in block)
    program = load_policy(str(policy(tmp_path, institutions, f"\n{situation}")), examples=False).compiled.program
    assert [c.office.en for c in program.about.institutions["经办银行"].contacts["hours"]] == ["East", ""]
    assert program.about.situations[-1].title == Text("我失业了", "I lost my work")


def test_every_key_is_in_the_document(root: Path) -> None:
    text = (root / "docs" / "site.md").read_text(encoding="utf-8")
    assert [key for key in KEYS if f"`{key}`" not in text] == []


# ---- situations --------------------------------------------------------------------------------------------------


def test_situations_are_read_in_their_order(tmp_path: Path) -> None:
    named = 'items = ["unemployment_registration"]\nconclusions = ["失业登记材料齐备"]'
    text = f'\n[[situation]]\nen = "I lost my work"\n{named}\n'
    program = load_policy(str(policy(tmp_path, about=text)), examples=False).compiled.program
    last = program.about.situations[-1]
    assert (last.title.zh, last.title.en) == ("I lost my work", "I lost my work")
    assert (last.services, last.conclusions) == (("unemployment_registration",), ("失业登记材料齐备",))
    assert len(program.about.situations) > 1


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        ('zh = "甲"\nitems = ["失业登计"]', "规则里没有事项“失业登计”；是不是“失业登记”？", 'did you mean "失业登记"?'),
        (
            'zh = "甲"\nconclusions = ["灵活就业人原"]',
            "规则里没有结论“灵活就业人原”；是不是“灵活就业人员”？",
            "did you mean",
        ),
        ('zh = "甲"\nconclusions = ["本市户籍"]', "规则里没有结论“本市户籍”", 'no conclusion "本市户籍"'),
        ('zh = "甲"', "要写 items 或 conclusions", "needs items or conclusions"),
        ('items = ["失业登记"]', "要写 zh 或 en", "needs zh or en"),
        ('zh = "甲"\nitems = "失业登记"', "items 应为名称的列表", "must be a list of names"),
        ('zh = "甲"\nitem = ["失业登记"]', "没有 item 这一项；是不是 items？", "did you mean items?"),
        ('zh = 3\nitems = ["失业登记"]', "zh 应为文字", "zh must be text"),
    ],
)
def test_a_faulty_situation_is_refused_with_its_place(tmp_path: Path, text: str, zh: str, en: str) -> None:
    folder = policy(tmp_path, about=f"\n[[situation]]\n{text}\n")
    said = refused(folder)
    assert zh in said["zh"]
    assert en in said["en"]
    assert all("about.toml" in words for words in said.values())
    lines = (folder / "about.toml").read_text(encoding="utf-8").split("\n")
    for number in re.findall(r"about\.toml:(\d+)", said["zh"]):
        assert (
            "人原" in lines[int(number) - 1] or "登计" in lines[int(number) - 1] or "本市户籍" in lines[int(number) - 1]
        )
    if "规则里没有" in zh:
        assert re.search(r"about\.toml:\d+", said["en"])


def test_a_table_that_is_none_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "p"
    folder.mkdir()
    (folder / "about.toml").write_text("in_force_from = 2020-01-01\nfiles = []\nsituation = 3\n", encoding="utf-8")
    (folder / "source.txt").write_text("第一条 本市支持灵活就业。\n", encoding="utf-8")
    said = refused(folder)
    assert "[[situation]]" in said["zh"]
    assert "[[situation]]" in said["en"]
