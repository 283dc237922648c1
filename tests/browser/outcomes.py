"""People who check themselves, what a page tells them, and what `tiaoli explain` says of the same facts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Page, Request

from compiler.evaluate import evaluate
from compiler.program import Program
from explain.explanation import explain
from tests.browser.conftest import BEIJING, MERROW
from tests.browser.reader import Reader
from tests.check_told import View, expected
from tests.proofs_base import program_of

FOLDERS = {"zh": "", "en": "en/"}


@dataclass(frozen=True)
class Person:
    about: str
    day: str
    facts: dict[str, Any]
    policy: str = BEIJING


RIDER = Person(
    "灵活就业人员",
    "2021-06-01",
    {
        "依托新业态平台实现就业": True,
        "个体经营者": False,
        "非全日制从业人员": False,
        "与新业态平台相关企业建立劳动关系": False,
    },
)
GRADUATE = Person(
    "可享受高校毕业生灵活就业社会保险补贴",
    "2021-12-01",
    {
        "本市户籍": True,
        "毕业日期": "2021-07-01",
        "毕业生类别": "高校毕业生",
        "初次就业形式": "灵活就业",
        "初次就业日期": "2021-09-01",
        "已享受灵活就业社会保险补贴月数": 3,
        "个体经营者": True,
        "非全日制从业人员": False,
        "依托新业态平台实现就业": False,
    },
)
WOMAN = Person(
    "可以参加本市社会保险",
    "2021-10-15",
    {
        "主体类型": "个人",
        "性别": "女",
        "出生日期": "1972-03-05",
        "本市户籍": True,
        "农业户籍": True,
        "个体经营者": True,
        "非全日制从业人员": False,
        "依托新业态平台实现就业": False,
        "就业地在本市": True,
        "办理就业登记": False,
        "处于就业见习期间": False,
    },
)
TRAINEE = Person(
    "见习人员",
    "2021-10-15",
    {
        "处于就业见习期间": True,
        "就业见习开始日期": "2021-09-01",
        "毕业日期": "2020-07-01",
        "毕业生类别": "中专毕业生",
        "北京生源": True,
        "本市户籍": True,
        "未就业": True,
        "出生日期": "2001-01-20",
        "登记失业人员": False,
        "办理就业登记": False,
    },
)
STALL = Person("创业担保贷款支持对象", "2021-10-15", {"本市户籍": True, "个体经营者": True, "登记注册": False})
UNSURE = Person("可以参加本市社会保险", "2021-10-15", {})
PEOPLE = {
    "rider": RIDER,
    "graduate": GRADUATE,
    "woman of 49": WOMAN,
    "trainee": TRAINEE,
    "stall keeper": STALL,
    "unsure of everything": UNSURE,
}


HOUSEHOLD = Person(
    "charge_payable",
    "2024-08-05",
    {
        "entered_in_register": True,
        "lives_there": True,
        "keeps_vehicle": True,
        "application_lodged_on": "2024-07-10",
        "dwelling_has_parking_space": False,
        "permits_in_force": 1,
        "low_emission_permit_in_force": False,
        "rated_emissions": 150,
        "relief_claimed": True,
        "household": [
            {"member_birth_date": "1980-05-06", "member_income": "900.00", "receives_basic_assistance": True},
            {"member_birth_date": "2015-02-03", "member_income": "0.00", "receives_basic_assistance": True},
        ],
    },
    MERROW,
)


# ---- what a page says ----


def told(page: Page) -> dict[str, Any]:
    """What stands on the page of an outcome."""
    return {
        "headline": page.locator("h1.verdict span").last.inner_text(),
        "caveats": [x.partition("：")[2] or x.partition(": ")[2] for x in page.locator(".caveat").all_inner_texts()],
        "why": page.locator("#check h2").first.inner_text(),
        "summary": page.locator("#check section p").first.inner_text(),
        "conditions": page.locator(".way .what").all_inner_texts(),
        "values": page.locator(".way dd").all_inner_texts(),
        "missing": page.locator(".missing h3").all_inner_texts(),
        "outlooks": page.locator(".missing .outlooks li").all_inner_texts(),
        "changes": page.locator(".changes li").all_inner_texts(),
        "course": [x.split("\n")[0][2:] for x in page.locator(".stretches > li").all_inner_texts()],
        "law": page.locator("blockquote").all_text_contents(),
        "tree": page.locator("details .conditions .what").all_text_contents(),
    }


def wanted(view: View) -> dict[str, Any]:
    """The same of the explanation."""
    ways = [route for key in ("given", "routes") for route in view[key]]
    changes = view["changes"] or {"ways": [], "bars": [], "then": []}
    return {
        "headline": view["headline"],
        "caveats": view["caveats"],
        "why": view["why"],
        "summary": view["summary"],
        "conditions": [name for way in ways for name in _conditions(way)],
        "values": [value for way in ways for one in way["reasons"] for value in _values(one)],
        "missing": [one["question"] or one["label"] for one in view["missing"]],
        "outlooks": [line for one in view["missing"] for line in one["outlooks"]],
        "changes": [x for way in (*changes["ways"], *changes["bars"]) for x in way] + changes["then"],
        "course": [one["text"] for one in (view["course"] or {"stretches": []})["stretches"]],
        "law": [one["quote"] for one in view["law"]],
        "tree": list(_labels(view["tree"])),
    }


def _conditions(way: View) -> Iterator[str]:
    for one in way["reasons"]:
        yield from _labels(one)
    yield from (one["label"] for one in way["open"])


def _labels(one: View) -> Iterator[str]:
    yield one["label"]
    for part in one["parts"]:
        yield from _labels(part)
    yield from (part["label"] for part in one.get("pending", ()))


def _values(one: View) -> Iterator[str]:
    yield from (value for value in (one["yours"], one["needed"]) if value)
    for part in one["parts"]:
        yield from _values(part)


def outcome_of(program: Program, person: Person, said: dict[str, Any], lang: str) -> dict[str, Any]:
    answers = evaluate(program, {"as_of": person.day, "facts": said, "only": [person.about]})
    return wanted(expected(explain(answers, person.about, lang)))


# ---- people ----


@dataclass
class Watch:
    """What a page asks for while it is used, and what goes wrong in it."""

    requests: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @classmethod
    def over(cls, page: Page) -> Watch:
        watch = cls()

        def asked(request: Request) -> None:
            watch.requests.append(request.url)

        page.on("request", asked)
        page.on("pageerror", lambda fault: watch.faults.append(str(fault)))
        page.on("console", lambda line: watch.faults.append(line.text) if line.type == "error" else None)
        return watch


def go(page: Page, base: str, person: Person, lang: str = "zh", keyboard: bool = False) -> Reader:
    """Through the whole self-check, nothing left behind."""
    program = program_of(person.policy)
    reader = Reader(page, program, lang, keyboard)
    alias = program.conclusions[person.about].alias or person.about
    address = f"{base}/{person.policy}/{FOLDERS[lang]}check.html#{alias}"
    watch = Watch.over(page)
    page.goto(address)
    watch.requests.clear()
    reader.begin("", person.day)
    reader.through(person.facts)
    assert watch.faults == []
    assert watch.requests == []
    assert page.url == address
    kept = "[localStorage.length, sessionStorage.length, document.cookie]" if base.startswith("http") else "[0, 0, '']"
    assert page.evaluate(kept) == [0, 0, ""]
    assert page.context.cookies() == []
    return reader


def at_first_question(page: Page, server: str, person: Person, lang: str = "zh") -> Reader:
    program = program_of(person.policy)
    reader = Reader(page, program, lang)
    reader.begin(f"{server}/{person.policy}/{FOLDERS[lang]}check.html#{person.about}", person.day)
    return reader
