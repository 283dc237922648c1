"""The ledger on the real regulation: every character quoted and claimed, every address right, and whatever is changed,
added, deleted or misspelt fails at its own line."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from compiler.folded import NO_PREFIX, fold, official_text
from dsl import nodes as n
from tiaoli.load import Loaded, load_policy

NAME = "jing-ren-she-jiu-fa-2020-19"
ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def real() -> Loaded:
    return load_policy(NAME)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the regulation's folder, to be spoilt."""
    return Path(shutil.copytree(ROOT / "policies" / NAME, tmp_path / NAME))


Change = Callable[[str], str]


def spoil(copy: Path, name: str, change: Change) -> str:
    """Change a file of the copy; its new text."""
    path = copy / name
    before = path.read_text(encoding="utf-8")
    after = change(before)
    assert after != before, "the change found nothing to change"
    path.write_text(after, encoding="utf-8")
    return after


def found(copy: Path) -> list[tuple[str, str, str]]:
    """Code, file and line of text of each diagnostic."""
    diagnostics = load_policy(str(copy)).compiled.diagnostics
    shown = []
    for d in diagnostics:
        line, _ = d.place.source.position(d.place.start)
        text = d.place.source.line(line) if d.place.source.text else ""
        shown.append((d.code, Path(d.place.source.name).name, text))
        assert d.message("zh")
        assert d.message("en")
        assert d.hint("zh")
        assert d.hint("en")
    return shown


def replaced(old: str, new: str) -> Change:
    return lambda text: text.replace(old, new, 1)


def without(start: str) -> Change:
    """Without the statement that begins with these words."""

    def change(text: str) -> str:
        statements = text.split("\n\n")
        return "\n\n".join(s for s in statements if not s.startswith(start))

    return change


def line_with(copy: Path, name: str, words: str) -> str:
    lines = (copy / name).read_text(encoding="utf-8").split("\n")
    return next(line for line in lines if words in line)


# ---- the regulation as it is -------------------------------------------------------------------------------------


def test_every_character_is_quoted_in_order(real: Loaded) -> None:
    lines = (real.folder / "source.txt").read_text(encoding="utf-8").splitlines()
    official = "".join(re.sub(r"^%\S+ ", "", line) for line in lines if not line.startswith("%部分 "))
    ledger = real.compiled.program.ledger
    quoted = ""
    for part in ledger.parts:
        quoted += part.name if part.name.startswith("第") else ""
        quoted += "".join(s.text for s in ledger.stretches if s.part == part.name)
    assert fold(quoted) == fold(official)


def test_every_stretch_is_claimed(real: Loaded) -> None:
    assert not real.compiled.diagnostics
    coverage = real.compiled.program.ledger.coverage
    assert len(coverage) == 22
    assert all(row.claimed + row.noted == row.total and not row.pending for row in coverage)
    assert sum(row.total for row in coverage) > 2000


def test_addresses_of_all_norms(real: Loaded, shared: Path) -> None:
    vocabulary = json.loads((shared / "law" / "vocabulary.json").read_text(encoding="utf-8"))
    wanted = {norm["id"]: norm["cite"] for norm in vocabulary["norms"]}
    assert len(wanted) == 38
    assert {norm.id: norm.claim.cite for norm in real.compiled.program.norms.values()} == wanted


def test_a_claim_is_found_in_the_law(real: Loaded) -> None:
    """What a statement claims are words of the stretch above it."""
    ledger = real.compiled.program.ledger
    above = {id(placed): stretch for stretch in ledger.stretches for placed in stretch.statements}
    for placed, claim in ledger.claims:
        assert fold(claim.text) in fold(above[id(placed)].text)


# ---- spoilt ------------------------------------------------------------------------------------------------------


def test_a_changed_character(copy: Path) -> None:
    spoil(copy, "第六条.tiao", replaced("> 自2021年1月起", "> 自2021年2月起"))
    assert found(copy) == [
        ("E401", "第六条.tiao", line_with(copy, "第六条.tiao", "> 自2021年2月起")),
        ("E405", "第六条.tiao", line_with(copy, "第六条.tiao", "依据「自2021年1月起")),
    ]


def test_a_changed_character_where_nothing_is_narrowed(copy: Path) -> None:
    spoil(copy, "第三条.tiao", replaced("可以参加本市社会保险。\n", "应当参加本市社会保险。\n"))
    [diagnostic] = load_policy(str(copy)).compiled.diagnostics
    assert diagnostic.code == "E401"
    assert diagnostic.place.text == "应当"
    assert diagnostic.words["official"] == "可以"


@pytest.mark.parametrize("name", ["印发通知.tiao", "第二条.tiao", "第七条.tiao", "第二十条.tiao", "施行条款.tiao"])
def test_every_character_counts(copy: Path, name: str) -> None:
    """The last character of a file's quotations, left out."""
    lines = (copy / name).read_text(encoding="utf-8").split("\n")
    last = [line for line in lines if line.startswith("> ")][-1]
    spoil(copy, name, lambda text: text.replace(last, last[:-1]))
    assert found(copy) == [("E402", name, last[:-1])]


@pytest.mark.parametrize(
    ("change", "article"),
    [
        (("第五条 ", "第五条 本条自2022年起施行。"), "第五条"),
        (("\n第六条 ", "本条自2022年起施行。\n第六条 "), "第五条"),
        (("\n第六条 ", "\n本条自2022年起施行。\n第六条 "), "第五条"),
        (("\n%部分 施行条款", "另有规定的除外。\n%部分 施行条款"), "第二十条"),
    ],
)
def test_a_sentence_added_to_the_law(copy: Path, change: tuple[str, str], article: str) -> None:
    """At the start of an article, at its end, and as a paragraph of its own."""
    spoil(copy, "source.txt", replaced(*change))
    [(code, file, line)] = found(copy)
    assert (code, file, line[:2]) == ("E402", f"{article}.tiao", "> ")


def test_a_sentence_added_to_a_quotation(copy: Path) -> None:
    spoil(copy, "第八条.tiao", replaced("> 在养老", "> 本条自2022年起施行。在养老"))
    assert found(copy) == [("E408", "第八条.tiao", line_with(copy, "第八条.tiao", "> 本条自2022年起施行。"))]


def test_a_deleted_definition_is_missed_where_it_is_used(copy: Path) -> None:
    spoil(copy, "第八条.tiao", without("定义 属于技能提升培训领域"))
    lines = {line.strip() for code, file, line in found(copy) if (code, file) == ("E201", "第八条.tiao")}
    assert "前提 属于技能提升培训领域" in lines
    assert {code for code, _, _ in found(copy)} == {"E201"}


def test_a_deleted_norm_leaves_its_text_unclaimed(copy: Path) -> None:
    spoil(copy, "第八条.tiao", without("规范 支持新职业培训"))
    assert found(copy) == [("E403", "第八条.tiao", line_with(copy, "第八条.tiao", "> 支持院校"))]


def test_a_deleted_note_leaves_its_text_unclaimed(copy: Path) -> None:
    spoil(copy, "第一条.tiao", without("注"))
    assert found(copy) == [("E403", "第一条.tiao", line_with(copy, "第一条.tiao", "> "))]


def test_a_deleted_rule_leaves_its_fragment_unclaimed(copy: Path) -> None:
    """One of several narrowed claims: the diagnostic marks the fragment."""
    for start in ("办事 灵活就业登记", "规范 填报并承诺登记信息", "定义 灵活就业登记材料齐备"):
        spoil(copy, "第十一条.tiao", without(start))
    diagnostics = load_policy(str(copy)).compiled.diagnostics
    assert [d.place.text[:8] for d in diagnostics if d.code == "E403"] == ["办理灵活就业登记"]
    assert {d.code for d in diagnostics} == {"E403", "E201"}


def test_a_deleted_fact_is_missed_where_it_is_used(copy: Path) -> None:
    spoil(copy, "词汇.tiao", without("事实 个人委托存档"))
    shown = found(copy)
    assert {code for code, _, _ in shown} == {"E201"}
    assert ("E201", "第六条.tiao", "    - 个人委托存档") in shown


def test_a_misspelt_name(copy: Path) -> None:
    spoil(copy, "第四条.tiao", replaced("    - 本市户籍\n", "    - 本市户藉\n"))
    [diagnostic] = load_policy(str(copy)).compiled.diagnostics
    assert diagnostic.code == "E201"
    assert diagnostic.place.text == "本市户藉"
    assert diagnostic.hint("zh") == "是不是 “本市户籍”？"


def test_a_rule_moved_above_its_quotation(copy: Path) -> None:
    def change(text: str) -> str:
        heading, quote, note = text.rstrip("\n").split("\n\n")
        return "\n\n".join((heading, note, quote)) + "\n"

    spoil(copy, "第一条.tiao", change)
    assert sorted(code for code, _, _ in found(copy)) == ["E403", "E409"]


def test_two_articles_exchanged(copy: Path) -> None:
    def change(text: str) -> str:
        return text.replace('"第八条",', '"第九",').replace('"第九条",', '"第八条",').replace('"第九",', '"第九条",')

    spoil(copy, "about.toml", change)
    shown = found(copy)
    assert shown
    assert {code for code, _, _ in shown} <= {"E401", "E402", "E408"}
    assert {file for _, file, _ in shown} <= {"第七条.tiao", "第八条.tiao", "第九条.tiao", "第十条.tiao"}


def test_files_and_about_disagree(copy: Path) -> None:
    """E407: a file that about.toml does not list, and a listed file that is not there."""
    (copy / "附则.tiao").write_text("# 附则\n", encoding="utf-8")
    (copy / "第二十条.tiao").unlink()
    shown = load_policy(str(copy)).compiled.diagnostics
    strays = [d for d in shown if d.code == "E407"]
    assert {Path(d.place.source.name).name for d in strays} == {"about.toml", "附则.tiao"}
    assert all(d.message(lang) and d.hint(lang) for d in strays for lang in ("zh", "en"))
    assert {d.code for d in shown} == {"E407", "E402"}


def test_stretches_and_statements(real: Loaded) -> None:
    """Each statement of an article stands below the stretch it encodes, in the file's order."""
    for stretch in real.compiled.program.ledger.stretches:
        assert isinstance(stretch.placed.node, n.Quote)
        offsets = [stretch.placed.offset, *(placed.offset for placed in stretch.statements)]
        assert offsets == sorted(offsets)


def test_an_item_above_every_paragraph_has_an_address() -> None:
    whole = official_text("%part Schedule\n(a) First.\n(b) Second.\n", NO_PREFIX)
    cited = [whole.address(whole.text.index(word)).cite() for word in ("First", "Second")]
    assert cited == ["Schedule (a)", "Schedule (b)"]
