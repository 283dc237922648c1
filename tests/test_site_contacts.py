"""What agencies say of themselves on guides, what machines read there, and that hostile text stays text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from explain.contacts import KEYS
from tests.guides import BY_LAW, MEASURES, fields, flat, known, made, site, with_files, words_of
from tests.site_facts import Known, said
from tests.test_site import HOSTILE, Page
from tests.test_site_items import LOAN, REGISTRATION
from tiaoli.load import find, load_policy

# ---- 机构.toml ----------------------------------------------------------------------------------------------------


HALL = "户籍所在地政务服务大厅"
INSTITUTIONS = f"""
["{HALL}"]
telephone = [
  {{ value = "010-12345678", source = "东风区政府网站", date = 2021-10-08, office = "东风区", office_en = "Dongfeng" }},
  {{ value = "010-87654321", source = "西风区政府网站", date = 2021-10-09, office = "西风区" }},
]
address = {{ value = "东风区一号路2号", value_en = "2 First Road, Dongfeng", source = "窗口公告", date = 2021-10-08 }}
website = {{ value = "https://example.org/hall?a=1&b=2", source = "窗口公告", date = 2021-10-08 }}

["{HALL}".items."创业担保贷款申请"]
promised = {{ value = "7个工作日", source = "办事大厅公告", date = 2021-10-08 }}
telephone = {{ value = "12333", source = "市人社局网站", date = 2021-11-01 }}
"""


def test_what_an_agency_says_is_shown_with_source_and_day(tmp_path: Path) -> None:
    folder = with_files(tmp_path, INSTITUTIONS)
    program = load_policy(str(folder)).compiled.program
    pages = made(program)
    loan = dict(fields(pages[LOAN]))
    assert "12333" in loan["telephone"]
    assert "010-" not in loan["telephone"]
    assert "市人社局网站" in loan["telephone"]
    assert "2021年11月1日查到" in words_of(loan["telephone"]).replace(" ", "")
    assert "data-asks" not in loan["telephone"]
    assert "7个工作日" in loan["limits"]
    assert "data-asks" not in loan["limits"]
    assert "东风区一号路2号" in loan["place"]
    assert 'href="https://example.org/hall?a=1&amp;b=2"' in loan["visits"]
    assert 'href="tel:12333"' in loan["telephone"]
    english = dict(fields(pages[f"en/{LOAN}"]))
    assert "2 First Road, Dongfeng" in english["place"]
    assert "data-asks" in dict(fields(pages[REGISTRATION]))["telephone"]
    facts = Known(program, said(folder))
    for path, text in pages.items():
        lang = "en" if path.startswith("en/") else "zh"
        assert facts.strange(text, lang) == [], path
    assert known(MEASURES).strange(pages[LOAN], "zh") != []


def test_several_offices_of_one_agency_are_told_apart(tmp_path: Path) -> None:
    text = INSTITUTIONS.partition(f'["{HALL}".items')[0]
    loan = dict(fields(made(load_policy(str(with_files(tmp_path, text))).compiled.program)[LOAN]))
    shown = words_of(loan["telephone"])
    assert shown.count(HALL) == 2
    assert flat(shown).index("东风区）") < flat(shown).index("010-12345678") < flat(shown).index("西风区）")


def test_an_agency_that_says_everything_leaves_nothing_to_ask(tmp_path: Path) -> None:
    """Each key has its field; for each that is left out something is to be asked again, but for the website."""
    entries = {key: f'{key} = {{ value = "“{key}” 如此", source = "公告", date = 2021-10-08 }}\n' for key in KEYS}

    def loan(name: str, *keys: str) -> dict[str, str]:
        (tmp_path / name).mkdir()
        text = f'["{HALL}"]\n' + "".join(entries[key] for key in keys)
        return dict(fields(made(load_policy(str(with_files(tmp_path / name, text))).compiled.program)[LOAN]))

    whole = loan("all", *KEYS)
    assert [name for name, inner in whole.items() if "data-asks" in inner] == []
    shown = flat(words_of("".join(whole.values())))
    assert [key for key in KEYS if shown.count(f"“{key}”如此") != 1] == []
    without = loan("few", *(key for key in KEYS if key not in ("telephone", "fee", "promised", "hours")))
    asks = {name: words_of(inner) for name, inner in without.items() if "data-asks" in inner}
    assert list(asks) == ["limits", "fee", "place", "telephone"]
    assert asks["place"].endswith("办公时间，本文件里没有找到，请向经办机构确认。")


SITUATION = """
[[situation]]
zh = {text}
en = {text}
items = ["失业登记"]
"""


def test_hostile_text_stays_text(tmp_path: Path) -> None:
    quoted = json.dumps(HOSTILE)
    entry = f"{{ value = {quoted}, value_en = {quoted}, source = {quoted}, office = {quoted}, date = 2021-10-08 }}"
    unsafe = '{ value = "javascript:alert(1)", source = "x", date = 2021-10-08 }'
    keys = "".join(f"{key} = {entry}\n" for key in ("code", "type", "telephone", "online"))
    contacts = f'["{HALL}"]\n{keys}website = {unsafe}\n'
    program = load_policy(str(with_files(tmp_path, contacts, SITUATION.format(text=quoted)))).compiled.program
    pages = made(program)
    for path, text in pages.items():
        scripts = re.findall(r"<script\b[^>]*>", text)
        assert all('type="application/ld+json"' in s or " src=" in s for s in scripts), path
        assert 'href="javascript' not in text, path
        assert "49" not in Page(text).words, path
    for path in ("index.html", "en/index.html", LOAN, f"en/{LOAN}"):
        assert HOSTILE in "".join(Page(pages[path]).words), path
    for path in (LOAN, f"en/{LOAN}"):
        assert data(pages[path])["serviceType"] == data(pages[path])["identifier"] == [HOSTILE]


# ---- JSON-LD -----------------------------------------------------------------------------------------------------


def data(page: str) -> dict[str, object]:
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert len(found) == 1
    assert "<" not in found[0]
    value = json.loads(found[0])
    assert isinstance(value, dict)
    return value


def strings(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if not key.startswith("@"):
                yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)
    else:
        assert isinstance(value, str)
        yield value


@pytest.mark.parametrize("policy", [MEASURES, BY_LAW])
def test_json_ld_says_only_what_is_known(policy: str) -> None:
    text = flat(said(find(policy))).casefold()
    for path, page in site(policy).items():
        if "item-" not in path:
            continue
        found = data(page)
        assert (found["@context"], found["@type"]) == ("https://schema.org", "GovernmentService")
        assert found["name"] in words_of(re.findall(r"<h1>.*?</h1>", page)[0])
        for value in strings({k: v for k, v in found.items() if k not in ("@context", "inLanguage")}):
            assert flat(value).casefold().removesuffix("/..") in text, (path, value)
        assert "telephone" not in found
    loan = data(site(MEASURES)[LOAN])
    assert [x["name"] for x in loan["provider"]][:2] == ["人力资源和社会保障部门", "签约担保机构"]  # type: ignore[attr-defined]
    assert loan["areaServed"] == "北京市"
