"""Nothing is invented: every number, day, amount, agency and address on every page of the site, and in what its scripts
show, is in the law, the rules or 机构.toml. What a page counts in the rule files is counted again (site_counts.py)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache

import pytest

from explain.site.check_ui import WORDS
from tests.guides import BY_LAW, LANGS, MEASURES, program_of
from tests.site_counts import Counted
from tests.site_facts import Known, Shown, said, strings
from tests.test_site import Page
from tiaoli.load import find
from tiaoli.write import render

POLICIES = (MEASURES, BY_LAW)
BUILT = date(2026, 11, 28)
ASKED: Mapping[str, Mapping[str, object]] = {
    MEASURES: {"as_of": "2021-10-15", "facts": {"出生日期": "1994-05-20"}, "only": ["可以参加本市社会保险"]},
    BY_LAW: {"as_of": "2024-08-05", "facts": {}, "only": ["charge_payable"]},
}
KINDS = {
    *("index", "check", "items", "item", "articles", "A", "A-examples", "duties", "duty", "glossary", "readings"),
    *("timeline", "changed", "method", "search", "explanation"),
}


@cache
def site(policy: str) -> Mapping[str, str]:
    """Everything as `tiaoli site` writes it, years after it was last verified, with somebody's explanation."""
    return render(program_of(policy), ASKED[policy], find(policy), BUILT.toordinal(), "https://example.org/")


@cache
def counted(policy: str) -> Counted:
    return Counted(find(policy))


@cache
def known(policy: str, asked: bool = False) -> Known:
    """On the explanation, and where its title stands in the list of pages, the person's request may be told too."""
    return Known(program_of(policy), said(find(policy)) + (json.dumps(ASKED[policy]) if asked else ""))


def kind(path: str) -> str:
    name = path.rpartition("/")[2].removesuffix(".html")
    return re.sub(r"^(?:amendment-\d+-)?A\d+", "A", re.sub(r"^(item|duty)-.*", r"\1", name))


def lang_of(path: str) -> str:
    return "en" if path.startswith("en/") else "zh"


def pages(policy: str, lang: str) -> dict[str, str]:
    return {p: t for p, t in site(policy).items() if p.endswith(".html") and lang_of(p) == lang}


@cache
def stated(policy: str, path: str) -> Sequence[str]:
    """What is counted, and on the explanation the age that follows from the request."""
    text, lang = site(policy)[path], lang_of(path)
    found = counted(policy).stated(path, text, lang, BUILT)
    if policy == MEASURES and kind(path) == "explanation":
        age = {
            "zh": "1994年5月20日生，到2021年10月15日27周岁",
            "en": "born 20 May 1994, 27 years old on 15 October 2021",
        }
        found += [age[lang]] * (text.count(age[lang]) or 1)
    return found


def strange(policy: str, path: str, text: str) -> list[str]:
    asked = path.endswith(("explanation.html", "search.html"))
    return known(policy, asked).strange(text, lang_of(path), stated(policy, path))


# ---- every page --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("lang", LANGS)
def test_every_number_day_agency_and_address_of_every_page_was_said(policy: str, lang: str) -> None:
    found = pages(policy, lang)
    assert {kind(path) for path in found} == KINDS
    for path, text in found.items():
        assert strange(policy, path, text) == [], path


def test_what_is_held_against_the_rules_is_all_that_a_reader_sees() -> None:
    """The pieces of a page hold its title, frame, pictures, the law's words, labels that are heard, and data."""
    text = site(MEASURES)["item-unemployment_registration.html"]
    pieces = Shown(text).pieces
    head = re.search("<title>(.*?)</title>", text)
    assert head is not None
    assert head[1] in pieces
    for words in ("主菜单", "大字版", "您是哪种情况", "GovernmentService"):
        page = site(MEASURES)["index.html"] if words == "您是哪种情况" else text
        assert words in Shown(page).pieces, words
    law = Shown(site(MEASURES)["A12.html"]).pieces
    assert any("有关要求办理失业登记" in piece or "办理失业登记" in piece for piece in law)
    drawn = re.search(r"<svg\b.*?<tspan[^>]*>(.*?)</tspan>", site(MEASURES)["A12.html"], re.DOTALL)
    assert drawn is not None
    assert drawn[1] in law


# ---- what scripts show -------------------------------------------------------------------------------------------


def _flat(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("lang", LANGS)
def test_the_index_of_the_search_has_no_words_of_its_own(policy: str, lang: str) -> None:
    folder = "en/" if lang == "en" else ""
    script = site(policy)[f"{folder}search-index.js"]
    entries = json.loads(script.partition(" = ")[2].removesuffix(";\n"))["entries"]
    assert len(entries) > 100
    flat = {path: _flat("".join(Page(text).words)) for path, text in pages(policy, lang).items()}
    for address, *texts in entries:
        page = flat[folder + address.partition("#")[0]]
        assert [word for text in texts for word in text.split() if word not in page] == [], address


def _form(lang: str) -> set[str]:
    """The words of the self-check's own that show how an answer is written, such as “2021 年 10 月 15 日”."""
    keys = [key for key in WORDS if key.startswith(("how_", "wrong_"))]
    return {WORDS[key].get(lang) for key in keys}


def _said_by_script(policy: str, lang: str) -> Iterator[str]:
    """All words; a blank for a value of the person's, and what is in it, is none."""
    script = site(policy)[f"{'en/' if lang == 'en' else ''}check-{lang}.js"]
    table = script.partition("), ")[2].removesuffix(");\n")
    decoder = json.JSONDecoder()
    _, end = decoder.raw_decode(table)
    words, _ = decoder.raw_decode(table[end:].removeprefix(", "))
    for text in strings(words):
        while text != (text := re.sub("\ue000[^\ue000\ue001]*\ue001", " ", text)):
            pass
        yield text


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("lang", LANGS)
def test_the_words_of_the_self_check_were_said(policy: str, lang: str) -> None:
    pieces = list(_said_by_script(policy, lang))
    assert len(pieces) > 300
    not_told = _form(lang) | set(site(policy)) | {"1周岁", "1 year old"}  # the word for one, from which others are made
    assert list(known(policy).strange_pieces([p for p in pieces if p not in not_told], lang)) == []
    fake = {"zh": "到劳动服务中心办理", "en": "Ask the Labour Inspection Bureau"}[lang]
    assert list(known(policy).strange_pieces([*pieces, fake], lang)) != []


# ---- what is made up is found ------------------------------------------------------------------------------------

FAKES = {
    "zh": (
        *("咨询电话：010-12345678", "咨询电话：010 8888 1234", "2022年3月5日以前申请", "每月补贴1,750.50元"),
        *(
            "到海淀区社会保障局办理",
            "到劳动服务中心办理",
            "每月发三百七十元",
            "每月12元",
            "满10周岁以前",
            "地址：长安大街",
            "请写信到 a@example.com",
        ),
        *("详见 https://example.com/x", "在十一个工作日内办好", "地址：和平里七号院"),
    ),
    "en": (
        *(
            "Telephone: 010-12345678",
            "Apply by 5 March 2022",
            "a subsidy of 1,750.50 yuan",
            "90 working days",
            "Write to a@example.com",
        ),
        *(
            "Ask the Labour Inspection Bureau of Haidian",
            "ask the labour inspection office",
            "See https://example.com/x",
        ),
        *("at 3 Harbour Street", "The Review Centre decides"),
    ),
}
PLACES = (
    ("</h1>", "</h1><p>{}</p>"),
    ("</footer>", "<p>{}</p></footer>"),
    ("</title>", " · {}</title>"),
    ("</header>", "<span>{}</span></header>"),
    ("<main ", '<svg role="img"><title>x</title><text>{}</text></svg><main '),
    ("<main ", '<p aria-label="{}"></p><main '),
    ("</h1>", "</h1><blockquote>{}</blockquote>"),
    ("</head>", '<script type="application/ld+json">["{}"]</script></head>'),
)
"""Where on a page it may stand."""


def _of_each_kind(policy: str, lang: str) -> dict[str, str]:
    """A page of each kind by its path, in ordinary and in large print."""
    found = {("big/" in path, kind(path)): (path, text) for path, text in pages(policy, lang).items()}
    assert len(found) == 2 * len(KINDS)
    return dict(found.values())


def _with(text: str, place: Sequence[str], fake: str) -> str:
    assert place[0] in text
    return text.replace(place[0], place[1].format(fake), 1)


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("lang", LANGS)
def test_what_is_made_up_is_found_on_every_kind_of_page(policy: str, lang: str) -> None:
    """Each fake on each kind of page, at one of the places in turn, and at each place of one page; in large print one
    fake on each kind of page."""
    at = 0
    for path, text in _of_each_kind(policy, lang).items():
        for fake in FAKES[lang]:
            at += 1
            if "big/" in path and at % len(FAKES[lang]):
                continue
            assert strange(policy, path, _with(text, PLACES[at % len(PLACES)], fake)) != [], (path, fake)
    for place in PLACES:
        for fake in FAKES[lang]:
            path = "en/method.html" if lang == "en" else "method.html"
            assert strange(policy, path, _with(site(policy)[path], place, fake)) != [], (place, fake)


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("lang", LANGS)
def test_a_wrong_count_is_found(policy: str, lang: str) -> None:
    """Each phrase with a count that was counted again, its number one too many."""
    changed = 0
    for path, text in _of_each_kind(policy, lang).items():
        for phrase in set(stated(policy, path)) if "big/" not in path else ():
            number = re.search(r"\d+", phrase)
            assert number is not None
            wrong = f"{phrase[: number.start()]}{int(number[0]) + 1}{phrase[number.end() :]}"
            fake = re.sub(rf"(?<![\d.#;x]){re.escape(phrase)}(?!\d)", wrong, text)
            assert f"not stated: {phrase}" in strange(policy, path, fake), (path, phrase)
            changed += 1
    assert changed > 50
