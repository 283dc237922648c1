"""Pages of policies with exceptions, records, published figures, versions and amendments; one is in English alone."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest

from compiler.program import Program
from explain.site import pages
from explain.templating import marked
from explain.versions import Versions
from tests.sample import FOLDER, sample
from tests.test_site import Chinese, Page, html
from tiaoli.load import load_policy
from tiaoli.write import render, write_pages

POLICIES = ("sample", "bylaw")
LANGS = ("zh", "en")


def program_of(policy: str) -> Program:
    return sample() if policy == "sample" else BYLAW


BYLAW = load_policy("port-merrow-2023-7").compiled.program
SITES = {policy: html({**pages(program_of(policy), "zh"), **pages(program_of(policy), "en")}) for policy in POLICIES}


def flat(text: str) -> str:
    """Without tags, pictures, rule files and white space."""
    plain = re.sub(r"<(style|svg|pre)\b.*?</\1>", "", text, flags=re.DOTALL)
    return "".join(re.sub(r"<[^>]*>", "", plain).split())


def card(html: str, anchor: str) -> str:
    """What the card of a conclusion or figure says."""
    found = re.search(rf'<article class="card [^"]*" id="{re.escape(anchor)}">(.*?)</article>', html, re.DOTALL)
    assert found is not None, anchor
    return flat(found[1])


# ---- all pages ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("policy", POLICIES)
def test_the_law_of_amendments_is_verbatim_too(policy: str) -> None:
    program = program_of(policy)
    assert any("." in part.id for part in program.ledger.parts)
    for part in program.ledger.parts:
        shown = "".join(Page(SITES[policy][f"{part.id.replace('.', '-')}.html"]).law)
        assert shown == "".join(unit.text for unit in part.units), part.name


@pytest.mark.parametrize("policy", POLICIES)
def test_every_version_of_every_rule_has_its_card(policy: str) -> None:
    program = program_of(policy)
    versions = Versions(program)
    for part in program.ledger.parts:
        page = Page(SITES[policy][f"{part.id.replace('.', '-')}.html"])
        assert sum(id_.startswith("rule-") for id_ in page.ids) == len(versions.of_part(part.name)), part.name
        assert page.norms == [norm.id for norm, _ in versions.norms.values() if norm.part == part.name]


@pytest.mark.parametrize("policy", POLICIES)
def test_every_example_holds(policy: str) -> None:
    program = program_of(policy)
    assert not any('class="bad"' in text for text in SITES[policy].values())
    for part in program.ledger.parts:
        examples = [e for e in program.examples if e.part == part.name]
        stem = part.id.replace(".", "-")
        full = SITES[policy].get(f"{stem}-examples.html", SITES[policy][f"{stem}.html"])
        assert full.count('class="ok"') == sum(len(e.expected) for e in examples), part.name


def test_a_site_is_written_twice(tmp_path: object) -> None:
    from pathlib import Path

    out = Path(str(tmp_path))
    written = write_pages(out, render(sample()))
    assert write_pages(out, render(sample())) == written


# ---- constructs --------------------------------------------------------------------------------------------------


def test_a_rule_names_its_exceptions_and_they_name_it() -> None:
    page = SITES["sample"]["A01.html"]
    rule = card(page, "rule-parking_fee")
    assert flat("时效 至2024年6月30日") in rule
    assert flat("一般规则： 300.00元") in rule
    assert flat("例外： 残疾人免费 第一条第二句 多子女免费 第一条第五句") in rule
    free = card(page, "rule-free_for_card")
    assert free.startswith(flat("例外 残疾人免费 这是例外，针对：停车费 什么时候成立：持残疾证"))
    assert flat("成立的话： 0.00元") in free
    assert flat("例外： 区内残疾人 第一条第三句") in free
    offenders = card(page, "rule-offenders")
    assert flat("成立的话： 上面针对的不再适用。") in offenders
    english = SITES["sample"]["en/A01.html"]
    assert flat("An exception to: Parking fee It applies where: Holds a disability card") in card(
        english, "rule-free_for_card"
    )
    assert flat("Exceptions: No parking for offenders article 1, sentence 7") in card(english, "rule-may_park")
    assert 'href="amend-2024-A01.html#rule-parking_fee"' in english


def test_an_exception_that_prevails_is_named() -> None:
    assert flat("这些例外优先： 核实后可以停车") in card(SITES["sample"]["A01.html"], "rule-no_parking")


def test_versions_say_when_they_are_in_force_and_link_each_other() -> None:
    old, new = SITES["sample"]["A01.html"], SITES["sample"]["amend-2024-A01.html"]
    assert 'href="amend-2024-A01.html#rule-parking_fee"' in old
    assert 'href="A01.html#rule-parking_fee"' in new
    assert flat("别的时候的文本：自2024年7月1日起（修正决定第一条）") in card(old, "rule-parking_fee")
    assert flat("别的时候的文本：至2024年6月30日（第一条）") in card(new, "rule-parking_fee")
    assert flat("这里的规则自2024年7月1日起施行。") in flat(new)
    assert flat("属于修正文件：关于修改停车费办法的决定（测停发〔2024〕5号）") in flat(new)
    english = flat(SITES["bylaw"]["en/A05.html"])
    assert flat("The rules here are in force until 30 June 2024 .") in english
    assert flat("The text of other days: By-law 4 of 2024, Section 1 .") in english


def test_an_old_rule_is_shown_as_it_was() -> None:
    old = card(SITES["bylaw"]["en/A05.html"], "rule-standard_charge")
    assert flat("Charge by emissions × 150%, rounded down to the yuan") in old
    new = card(SITES["bylaw"]["en/amendment-2024-A01.html"], "rule-standard_charge")
    assert flat("Charge by emissions × 2") in new
    assert flat("Exceptions: Application lodged before 1 July 2024") in new


def test_an_exception_of_other_days_says_from_when_it_counts() -> None:
    charge = card(SITES["bylaw"]["en/A06.html"], "rule-charge")
    assert flat("work at night By-law 4 of 2024, Section 2 (6) from 1 July 2024") in charge


def test_a_parameter_is_a_table_of_values_windows_and_sources() -> None:
    page = SITES["bylaw"]["en/A02.html"]
    table = card(page, "parameter-reference_income")
    assert flat("from 1 April 2023 until 31 March 2024 4,200.00 yuan Reference Income Order 2023") in table
    glossary = re.search(r'<dt id="fact-reference_income">.*?</dd>', page, re.DOTALL)
    assert glossary is not None
    assert "4,360.00 yuan" in glossary[0]
    assert "published by the authorities; not for you to fill in" in glossary[0]
    zh = flat(SITES["sample"]["A02.html"])
    assert flat("自2021年8月1日至2024年12月31日 2,320.00元 测人社发〔2021〕77号") in zh


def test_holidays_are_shown_with_their_source() -> None:
    shown = card(SITES["bylaw"]["en/A02.html"], "parameter-public_holidays")
    assert flat("1 July 2023 to 31 December 2025") in shown
    assert flat("25 to 27 December 2024") in shown
    assert flat("Working days at a weekend 21 December 2024") in shown
    assert flat("Gazette of the Free Port") in shown
    glossary = flat(SITES["sample"]["A03.html"])
    assert flat("2024年1月1日至12月31日") in glossary
    assert flat("2024年2月12日至16日") in glossary
    assert flat("国办发明电〔2023〕7号") in glossary


def test_a_list_says_what_each_record_has() -> None:
    page = SITES["sample"]["A02.html"]
    found = re.search(r'<dt id="fact-household">.*?</dd>', page, re.DOTALL)
    assert found is not None
    assert flat("可以有几项，最多 3 项；每项要回答：成员年龄、成员收入、领取低保") in flat(found[0])
    assert '<dt id="fact-member_age">家庭成员：成员年龄</dt>' in page
    assert flat("说的是其中每一项： 家庭成员") in card(page, "rule-minor")


def test_examples_show_records_one_by_one() -> None:
    text = flat(SITES["sample"]["A02.html"])
    assert flat("家庭成员第1人：成员年龄：40；成员收入：1,500.00元") in text
    assert flat("家庭成员第3人：成员年龄：16") in text
    assert flat("还不能判断，还缺：家庭成员：成员收入") in text
    assert flat("家庭成员：没有") in text


def test_tiers_are_a_table() -> None:
    shown = card(SITES["sample"]["A02.html"], "rule-household_tax")
    assert flat("分段计算：家庭收入") in shown
    assert flat("至1,000.00元的部分 3%") in shown
    assert flat("2,000.00元以上的部分 20%") in shown
    assert flat("各段相加，四舍五入到分，正好一半时取双数。") in shown


def test_the_overview_lists_amendments_under_their_title() -> None:
    text = flat(SITES["sample"]["articles.html"])
    assert text.index("第三条") < text.index("关于修改停车费办法的决定") < text.index("修正决定第一条")
    assert flat("修正文件，从 2024年7月1日 起施行") in text
    assert flat("An amendment, in force from 1 July 2024") in flat(SITES["sample"]["en/articles.html"])


def test_norms_of_other_days_say_so() -> None:
    assert 'data-norm="amend-2024.A01.P1.S3"' in SITES["sample"]["amend-2024-A01.html"]


# ---- languages ---------------------------------------------------------------------------------------------------


def test_an_english_law_is_marked_as_english() -> None:
    for path, text in SITES["bylaw"].items():
        assert '<blockquote lang="zh-CN">' not in text, path
        assert '<pre lang="zh-CN">' not in text, path
    assert '<blockquote lang="en">' in SITES["bylaw"]["A03.html"]
    assert '<blockquote lang="zh-CN">' in SITES["sample"]["en/A01.html"]
    assert "the Chinese original prevails" not in SITES["bylaw"]["en/index.html"]
    assert "the Chinese original prevails" in SITES["sample"]["en/index.html"]


def test_pages_in_chinese_mark_english_names() -> None:
    page = SITES["bylaw"]["A03.html"]
    assert '<h1><span lang="en">Section 3</span>' in page
    assert '<span lang="en">Entitled to a permit</span>' in page
    assert marked("例外“Low-emission vehicle (charge)”成立", "zh") == (
        '例外“<span lang="en">Low-emission vehicle (charge)</span>”成立'
    )
    assert marked("按读法R3-1", "zh") == "按读法R3-1"
    assert "entitled_to_permit" not in flat(page)


def _words(text: str) -> str:
    """What a page says, without what stands in rule files."""
    return " ".join(Page(re.sub(r"<pre\b.*?</pre>", "", text, flags=re.DOTALL)).words)


@pytest.mark.parametrize("policy", POLICIES)
def test_names_are_never_left_in_snake_case(policy: str) -> None:
    for path, text in SITES[policy].items():
        assert not re.search(r"(?<![\w#/-])[a-z]+_[a-z_]+(?![\w.])", _words(text)), path


def test_pages_in_english_have_no_loose_chinese() -> None:
    """But for an agency to which nobody gave an English name, in the title of its page, where nothing can be marked."""
    for policy in POLICIES:
        for path, text in SITES[policy].items():
            if path.startswith("en/"):
                assert [x for x in Chinese(text).loose if not x.startswith("停车管理处 · ")] == [], path
    marked_ = [x for path, text in SITES["bylaw"].items() if path.startswith("en/") for x in Chinese(text).marked]
    assert set(marked_) <= {"中文", "效力待核实"}


def test_pictures_of_pages_are_well_formed() -> None:
    for text in SITES["bylaw"].values():
        for svg in re.findall(r"<svg\b.*?</svg>", text, flags=re.DOTALL):
            ET.fromstring(svg)


def test_the_same_bytes_again() -> None:
    again = load_policy(str(FOLDER)).compiled.program
    assert html({**pages(again, "zh"), **pages(again, "en")}) == SITES["sample"]
