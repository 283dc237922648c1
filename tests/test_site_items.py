"""Guides to services: 22 fields each, drawn from the law and the rules alone."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from explain.site.base import FOLDERS, Site
from explain.site.check_start import start
from explain.site.pages import drafts
from tests.guides import BY_LAW, LANGS, MEASURES, field, fields, flat, made, program_of, site, words_of
from tests.test_site import Page
from tiaoli.load import find, load_policy

FIELDS = (
    *("name", "code", "basis", "agencies", "who", "conditions", "refusal", "documents", "steps", "when", "correction"),
    *(
        "limits",
        "fee",
        "amount",
        "term",
        "result",
        "visits",
        "place",
        "telephone",
        "complaints",
        "redress",
        "questions",
    ),
)
"""事项名称 · 编码类型 · 设定依据 · 机构 · 服务对象 · 受理条件 · 不予受理或停止 · 材料 · 流程 · 申请时间 · 补正 ·
时限 · 收费 · 标准 · 期限 · 结果 · 到场次数和网办 · 地点 · 电话 · 投诉 · 救济 · 常见问题、更新日期、版本"""
ASKS = {"zh": "请向经办机构确认", "en": "ask the competent office"}
REGISTRATION = "item-flexible_employment_registration.html"
ENROLMENT = "item-social_insurance_enrolment.html"
LOAN = "item-startup_loan_application.html"
SUBSIDY = "item-subsidy_application.html"
UNEMPLOYED = "item-unemployment_registration.html"
PERMIT = "en/item-application_for_permit.html"


# ---- the 22 fields -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("policy", "services", "filled", "asking"), [(MEASURES, 6, 68, 93), (BY_LAW, 3, 43, 36)])
@pytest.mark.parametrize("lang", LANGS)
def test_every_service_has_its_guide_with_22_fields(
    policy: str, services: int, filled: int, asking: int, lang: str
) -> None:
    """A field says what the law says, or that it is to be asked, or both; never nothing."""
    pages = {path: text for path, text in site(policy).items() if path.startswith(f"{FOLDERS[lang]}item-")}
    assert len(pages) == services
    says_, asks_ = 0, 0
    for path, text in pages.items():
        found = dict(fields(text))
        assert tuple(found) == FIELDS, path
        for name, inner in found.items():
            title, _, rest = inner.partition("</h3>")
            own = re.sub(r'<p class="none" data-asks>.*?</p>', "", rest, flags=re.DOTALL)
            says, asks = bool(words_of(own)), "data-asks" in rest
            assert words_of(title)
            assert asks == (ASKS[lang] in words_of(rest)), (path, name)
            assert says or asks, (path, name)
            says_, asks_ = says_ + says, asks_ + asks
    assert (says_, asks_) == (filled, asking)


@pytest.mark.parametrize("policy", [MEASURES, BY_LAW, "sample"])
def test_every_version_of_every_service_has_a_page_and_is_listed(policy: str) -> None:
    program = program_of(policy)
    for lang in LANGS:
        pages = [path for path in site(policy) if path.startswith(f"{FOLDERS[lang]}item-")]
        assert len(pages) == len(program.every_service())
        listed = Page(site(policy)[FOLDERS[lang] + "items.html"]).links if pages else []
        assert {FOLDERS[lang] + link for link in listed} >= set(pages)


def test_versions_of_a_service_have_pages_of_their_own(tmp_path: Path) -> None:
    folder = tmp_path / "p"
    shutil.copytree(find(BY_LAW), folder)
    file = folder / "section-11.tiao"
    text = file.read_text(encoding="utf-8")
    service = re.search(r"service request_for_review\n(?:  .*\n)+", text)
    assert service is not None
    old = service[0].replace("\n", "\n  in_force until 2024-06-30\n", 1)
    new = service[0].replace("\n", "\n  in_force from 2024-07-01\n", 1)
    file.write_text(text.replace(service[0], f"{old}\n{new}"), encoding="utf-8")
    compiled = load_policy(str(folder)).compiled
    assert [d.render("en") for d in compiled.errors] == []
    pages = made(compiled.program)
    before, after = pages["en/item-request_for_review-v1.html"], pages["en/item-request_for_review.html"]
    assert "until 30 June 2024" in words_of(before)
    assert "from 1 July 2024" in words_of(after)
    assert "item-request_for_review.html" in Page(before).links
    assert "item-request_for_review-v1.html" in Page(after).links
    assert Page(pages["en/items.html"]).links.count("item-request_for_review-v1.html") == 1


# ---- what the law says is there ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "name", "words"),
    [
        # 第十一条：无需提供就业证明材料；须填报个人信息、就业类型；免费领取《就业失业登记证》；及时办理修改手续
        (REGISTRATION, "documents", ["您 不用 提供就业证明材料", "个人信息", "就业类型", "书面承诺信息填报真实"]),
        (REGISTRATION, "fee", ["免费领取《就业失业登记证》", "请向经办机构确认"]),
        (REGISTRATION, "limits", ["及时办理修改手续（没有规定具体天数）"]),
        (REGISTRATION, "visits", ["北京市人力资源和社会保障局网站", "北京人社APP", "微信公众号"]),
        (REGISTRATION, "basis", ["京人社就发〔2020〕19号", "2020年10月1日", "第十一条第一句"]),
        # 第三条：按户籍分渠道
        (ENROLMENT, "steps", ["本市农村户籍灵活就业人员在户籍所在地街道乡镇公共就业服务机构参保"]),
        (ENROLMENT, "steps", ["其他人员按个人委托存档人员参保流程办理"]),
        (ENROLMENT, "result", ["城镇职工基本养老保险", "基本医疗保险", "失业保险"]),
        # 第九条：先认定，再申请担保，担保机构同意后申请贷款
        (LOAN, "steps", ["借款人：向户籍所在地政务服务大厅提交", "签约担保机构：决定是否同意担保"]),
        (LOAN, "steps", ["借款人：担保机构同意担保后"]),
        (LOAN, "documents", ["《北京市创业担保贷款个人借款人资格认定申请表》", "身份证明材料"]),
        (LOAN, "conditions", ["每一条都要符合", "本市户籍", "个体经营者", "登记注册"]),
        # 第四条：最长不超过3年；原文没有点名由谁给
        (SUBSIDY, "term", ["最长不超过3年"]),
        (SUBSIDY, "agencies", ["人力资源和社会保障部门", "原文没有点名"]),
        (SUBSIDY, "conditions", ["灵活就业人员", "毕业日期在2020年1月1日或以后", "符合其中一条就可以"]),
        # 第十二条：常住地；不在本市的可选参保地或就业地
        (UNEMPLOYED, "place", ["常住地区级公共就业服务机构", "参保地区级公共就业服务机构"]),
        # Sections 10, 11
        (PERMIT, "limits", ["must", "decide within 20 working days after the application is complete"]),
        (PERMIT, "correction", ["tell the applicant in writing what is missing, within 5 working days"]),
        (PERMIT, "documents", ["need not", "submit a document that the City already holds"]),
        (PERMIT, "redress", ["ask the Review Panel to review the decision, within 30 days after it was served"]),
        (PERMIT, "refusal", ["No permit: two are in force", "No permit: the dwelling has an off-street parking space"]),
        (PERMIT, "amount", ["Charge payable", "Hardship ceiling", "0.25%", "Exceptions"]),
    ],
)  # fmt: skip
def test_a_field_says_what_the_law_says(path: str, name: str, words: list[str]) -> None:
    text = flat(field(BY_LAW if "permit" in path else MEASURES, path, name))
    for word in words:
        assert flat(word) in text, (path, name, word, text)


@pytest.mark.parametrize("name", ["code", "telephone", "complaints", "redress"])
def test_what_the_measures_do_not_say_is_not_said(name: str) -> None:
    for path in site(MEASURES):
        if path.startswith("item-"):
            text = field(MEASURES, path, name)
            assert text.endswith("本文件里没有找到，请向经办机构确认。"), path


def test_the_steps_of_a_loan_are_in_order() -> None:
    steps = re.findall(r"<li><b>(.*?)</b>", dict(fields(site(MEASURES)[LOAN]))["steps"])
    assert steps == ["借款人", "借款人", "签约担保机构", "借款人"]


@pytest.mark.parametrize("policy", [MEASURES, BY_LAW])
def test_am_i_entitled_comes_first(policy: str) -> None:
    """The first thing to press leads to the self-check of the service or, without one, to the conditions."""
    for path, text in site(policy).items():
        if "item-" in path:
            main = text[text.index("<main") :]
            first = re.search(r'<a class="button" href="([^"]*)"', main)
            assert first is not None
            stem = path.rpartition("/")[2].removesuffix(".html")
            assert first[1] in (f"check.html#{stem}", "#conditions")
            assert main.index('class="button"') < main.index("<h2")


def test_pages_link_to_what_is_there() -> None:
    for policy in (MEASURES, BY_LAW, "sample"):
        program = program_of(policy)
        for lang in LANGS:
            every = {path: page for path, page in drafts(program, lang).items() if "big/" not in path}
            ids: dict[str, list[str]] = {}
            for path, text in site(policy).items():
                if path not in every:
                    continue
                for link in Page(text).links:
                    target, _, anchor = link.partition("#")
                    whole = FOLDERS[lang] + target if target else path
                    if target.startswith(("../", "en/", "big/")):
                        continue
                    assert whole in every, f"{path}: {link}"
                    if target == "check.html":
                        assert not anchor or anchor in start(Site(program, lang))["ids"], f"{path}: {link}"
                    elif anchor:
                        ids.setdefault(whole, []) or ids[whole].extend(Page(every[whole]()).ids)
                        assert anchor in ids[whole], f"{path}: {link}"
