"""The pages of `tiaoli help`: one for each code, true in both languages, and shown by the command."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dsl.codes import CODES
from dsl.diagnostics import Diagnostic
from dsl.format import format_source
from dsl.keywords import STATEMENT
from dsl.source import Source, width
from tests.test_suite import ELSEWHERE, compiled
from tiaoli.cli import main
from tiaoli.help_pages import COLUMNS, FOLDER, Page, codes, more, nearest_code, page
from tiaoli.load import load_policy

LANGS = ("zh", "en")
QUOTED = "# 第一条  试验\n\n> 本市人员可以参加社会保险。\n\n"
"""What stands above an example that shows only a rule."""
FENCED = re.compile("^```.*?^```\n?", re.MULTILINE | re.DOTALL)
POINTER = re.compile(r" +← \S.*$")
CHINESE_ONLY = {"E202"}
"""Faults that only rules with Chinese keywords can have: their example is Chinese in both sections."""
HAN = re.compile(r"[\u3400-\u9fff]")
KINDS = {
    "E401": ["text source", "tiao bad", "tiao good"],
    "E402": ["text source", "tiao bad", "tiao good"],
    "E407": ["text folder", "toml bad", "toml good"],
    "E408": ["text source", "tiao bad", "tiao good"],
}
"""The blocks of a page, where they are more than a bad and a good rule."""

each_page = pytest.mark.parametrize("code", codes())
each_language = pytest.mark.parametrize("lang", LANGS)


def the_page(code: str) -> Page:
    found = page(code)
    assert found is not None
    return found


def blocks(code: str, lang: str) -> dict[str, str]:
    """The examples of a page by the last word of their kind: bad, good, source, folder."""
    return {kind.split()[-1]: text for kind, text in the_page(code).examples(lang)}


def pointed(text: str) -> tuple[str, int]:
    """A bad example without its pointer, and the line the pointer stands on."""
    lines = text.splitlines()
    [at] = [number for number, line in enumerate(lines, 1) if POINTER.search(line)]
    return "".join(POINTER.sub("", line) + "\n" for line in lines), at


def whole(text: str) -> str:
    """An example as a file: one that quotes the law is whole, any other stands below a quotation."""
    return text if re.search("^>", text, re.MULTILINE) else QUOTED + text


def faults(code: str, lang: str, text: str) -> list[Diagnostic]:
    return compiled(Source(f"{code}.tiao", whole(text)), blocks(code, lang).get("source", ""))[1]


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


# ---- the pages ---------------------------------------------------------------------------------------------------


def test_every_code_has_a_page_and_every_page_a_code() -> None:
    assert [code for code in CODES if code not in codes()] == [], "these have no page"
    assert sorted(path.name for path in FOLDER.iterdir()) == [f"{code}.md" for code in sorted(CODES)]


@each_page
@each_language
def test_a_page_has_its_parts(code: str, lang: str) -> None:
    """A title, what it means, the causes as a list, and the examples; short enough to be read."""
    shown = the_page(code)
    section = shown.section[lang]
    assert shown.title[lang]
    assert shown.title[lang][-1] not in ".。"
    assert [kind for kind, _ in shown.examples(lang)] == KINDS.get(code, ["tiao bad", "tiao good"])
    meaning, label, causes, *_ = section.split("\n\n")
    assert (30 if lang == "zh" else 80) < len(meaning) < (170 if lang == "zh" else 420)
    assert label.endswith((":", "："))
    assert len(re.findall("^- ", causes, re.MULTILINE)) >= 2
    assert len(section) < 2500


@each_page
def test_a_page_is_tidy(code: str) -> None:
    raw = (FOLDER / f"{code}.md").read_text(encoding="utf-8")
    assert raw.startswith(f"# {code} ")
    assert re.findall("^#.*$", FENCED.sub("", raw), re.MULTILINE)[1:] == ["## 中文", "## English"]
    assert raw.endswith("```\n")
    assert not raw.endswith("\n\n")
    assert [line for line in raw.splitlines() if line != line.rstrip() or "\t" in line] == []
    assert 1000 < len(raw.encode()) < 5000


@each_page
def test_each_section_is_in_its_language(code: str) -> None:
    """Chinese speaks of Chinese keywords and English of English ones; the examples too."""
    zh, en = (FENCED.sub("", the_page(code).section[lang]) for lang in LANGS)
    assert all(HAN.search(line) for line in zh.splitlines() if line)
    if code not in CHINESE_ONLY:
        assert not HAN.search(en)
    for lang in LANGS:
        spoken = "zh" if code in CHINESE_ONLY else lang
        for name, text in blocks(code, lang).items():
            if name == "good" and code != "E407":
                first = [re.split(r"[ 「\"“]", line)[0] for line in text.splitlines()]
                words = [word for word in first if word in STATEMENT]
                assert words
                assert all(bool(HAN.match(word)) == (spoken == "zh") for word in words)


@each_page
@each_language
def test_examples_are_short(code: str, lang: str) -> None:
    for kind, text in the_page(code).examples(lang):
        assert len(text.splitlines()) <= 14, kind
        assert all(width(line) <= COLUMNS - 4 for line in text.splitlines()), kind


@pytest.mark.parametrize("code", [code for code in codes() if code not in ELSEWHERE])
@each_language
def test_bad_example_has_just_this_fault_where_it_points(code: str, lang: str) -> None:
    text, line = pointed(blocks(code, lang)["bad"])
    found = faults(code, lang, text)
    above = whole(text).count("\n") - text.count("\n")
    shown = "\n".join(d.render(lang) for d in found)
    assert [(d.code, d.place.source.position(d.place.start)[0] - above) for d in found] == [(code, line)], shown


@pytest.mark.parametrize("code", [code for code in codes() if code not in ELSEWHERE])
@each_language
def test_good_example_has_no_fault_and_the_canonical_form(code: str, lang: str) -> None:
    text = blocks(code, lang)["good"]
    assert "←" not in text
    found = faults(code, lang, text)
    assert not found, "\n".join(d.render(lang) for d in found)
    source = Source(f"{code}.tiao", whole(text))
    assert format_source(source) == source.text


@each_language
def test_files_that_disagree_with_their_list(lang: str, tmp_path: Path) -> None:
    """E407 is seen in a folder: the files of the page, with each list in turn."""
    shown = blocks("E407", lang)
    stems = [name.removesuffix(".tiao") for name in shown["folder"].split()]
    parts = [f"第{number}条" for number in "一二三"]
    for stem, part in zip(stems, parts, strict=True):
        text = f"# {part}  试验\n\n> 总则。\n\n注「试验」\n"
        (tmp_path / f"{stem}.tiao").write_text(text, encoding="utf-8")
    for name in ("bad", "good"):
        line, _ = pointed(shown[name]) if name == "bad" else (shown[name], 0)
        listed = re.findall('"(.+?)"', line)
        official = "".join(f"{parts[stems.index(stem)]} 总则。\n" for stem in listed)
        (tmp_path / "source.txt").write_text(official, encoding="utf-8")
        (tmp_path / "about.toml").write_text(f"in_force_from = 2020-10-01\n{line}", encoding="utf-8")
        found = load_policy(str(tmp_path)).compiled.diagnostics
        assert [d.code for d in found] == (["E407"] if name == "bad" else [])


# ---- the command -------------------------------------------------------------------------------------------------


@each_page
@each_language
def test_command_shows_the_page_in_one_language(code: str, lang: str) -> None:
    done = run("help", code, "--lang", lang)
    assert done.exit_code == 0
    assert done.stderr == ""
    shown, other = the_page(code), "en" if lang == "zh" else "zh"
    assert done.stdout.startswith(f"{code} {shown.title[lang]}\n")
    assert shown.title[other] not in done.stdout
    assert "```" not in done.stdout
    assert all(width(line) <= COLUMNS for line in done.stdout.splitlines())
    for _, text in shown.examples(lang):
        assert all(f"    {line}\n" in done.stdout for line in text.splitlines() if line)
    said = re.sub(r"\s", "", done.stdout)
    prose = re.sub(r"^```.*$", "", shown.section[lang], flags=re.MULTILINE)
    assert said.endswith(re.sub(r"\s", "", prose))


def test_small_letters_and_several_codes() -> None:
    assert run("help", "e102", "--lang", "en").stdout == run("help", "E102", "--lang", "en").stdout
    both = run("help", "E102", "W601", "--lang", "zh").stdout
    assert both == run("help", "E102", "--lang", "zh").stdout + "\n\n" + run("help", "W601", "--lang", "zh").stdout


@each_language
def test_without_a_code_all_are_listed(lang: str) -> None:
    done = run("help", "--lang", lang)
    assert done.exit_code == 0
    listed = dict(re.findall(r"^  ([EW]\d{3})  (.+)$", done.stdout, re.MULTILINE))
    assert listed == {code: the_page(code).title[lang] for code in codes()}
    assert "tiaoli help E102" in done.stdout.splitlines()[-1]


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("E999", "E"),
        ("102", "E102"),
        ("W102", "E102"),
        ("E1O2", "E102"),
        ("E1022", "E"),
        ("W600", "W601"),
        ("E", ""),
    ],
)
def test_an_unknown_code_names_the_nearest(typed: str, near: str) -> None:
    found = nearest_code(typed)
    assert found.startswith(near) if near else not found
    for lang in LANGS:
        done = run("--lang", lang, "help", typed)
        assert done.exit_code == 2
        assert done.stdout == ""
        assert typed in done.stderr
        assert found in done.stderr
        assert "tiaoli help" in done.stderr


@pytest.mark.parametrize("typed", ["foo", "", " ", "缩进", "../E102", "E102.md", "E" + "9" * 5000])
def test_what_is_no_code_is_refused(typed: str) -> None:
    done = run("help", "E102", typed)
    assert done.exit_code == 2
    assert done.stdout == ""
    assert "tiaoli help" in done.stderr


def test_a_command_is_no_code() -> None:
    done = run("--lang", "en", "help", "check")
    assert done.exit_code == 2
    assert "tiaoli check --help" in done.stderr


# ---- where the pages are named -----------------------------------------------------------------------------------


def test_the_closing_line_names_the_codes_found() -> None:
    assert more([], "zh") == ""
    assert more(["E000"], "zh") == ""
    assert more(["E201", "E102", "E201"], "zh") == "更多说明：tiaoli help E102 E201"
    assert more(["E305", "E201", "W601", "E102"], "en") == "more: tiaoli help E102 E201 E305"


@each_language
def test_sarif_rules_carry_the_page(lang: str, tmp_path: Path) -> None:
    (tmp_path / "about.toml").write_text('in_force_from = 2020-10-01\nfiles = ["a"]\n', encoding="utf-8")
    (tmp_path / "source.txt").write_text("第三条 本市人员可以参加社会保险。\n", encoding="utf-8")
    (tmp_path / "a.tiao").write_text("# 第三条\n\n> 本市人员可以参加社会保险。\n\n未编码\n", encoding="utf-8")
    done = run("check", str(tmp_path), "--format", "sarif", "--lang", lang)
    assert done.exit_code == 1
    [rule] = json.loads(done.stdout)["runs"][0]["tool"]["driver"]["rules"]
    shown = the_page("E404")
    assert rule["id"] == "E404"
    assert rule["shortDescription"] == {"text": shown.title[lang]}
    assert rule["help"] == {"text": shown.text(lang), "markdown": shown.markdown(lang)}
