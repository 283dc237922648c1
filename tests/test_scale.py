"""Large regulations: a check after an edit says what a check from scratch says, costs the files that can tell, and all
grows with the number of articles and no faster."""

import cProfile
import gc
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from random import Random
from shutil import copytree
from typing import Any

import pytest

from bench.synthetic import PERSON, numeral, write_policy
from compiler import ledger, rules
from compiler.evaluate import evaluate
from compiler.official import read_official
from dsl.parse import parse
from dsl.source import Source
from tests.guides import BY_LAW, MEASURES
from tiaoli.load import load_policy

EDITS = {"synthetic": 30, MEASURES: 6, BY_LAW: 9}

SIZES = (60, 240)
"""Articles of the two regulations that are compared."""


def forget() -> None:
    """As in a new process: nothing that was made of any text is remembered."""
    for module in [m for name, m in sys.modules.items() if name.partition(".")[0] in ("dsl", "compiler")]:
        for made in vars(module).values():
            if hasattr(made, "cache_clear") and made.__name__ != "_grammar":
                made.cache_clear()
    gc.collect()


class Plain(dict[int, object]):
    """Everything in a thing, as values that can be compared: sets in order, sources by name. What stands in several
    places is gone through once."""

    def of(self, thing: object) -> object:
        if isinstance(thing, Source):
            return thing.name
        if is_dataclass(thing):
            if id(thing) not in self:
                parts = (self.of(getattr(thing, field.name)) for field in fields(thing))
                self[id(thing)] = hash((type(thing).__name__, *map(repr, parts)))
            return self[id(thing)]
        if isinstance(thing, Mapping):
            return [(key, self.of(value)) for key, value in thing.items()]
        if isinstance(thing, frozenset):
            return sorted(thing)
        return [self.of(each) for each in thing] if isinstance(thing, tuple | list) else thing


def checked(folder: Path) -> object:
    """All that a check finds, and the whole program."""
    compiled, once = load_policy(str(folder)).compiled, Plain()
    program = [once.of(getattr(compiled.program, field.name)) for field in fields(compiled.program)]
    return [(d.render("zh"), d.render("en")) for d in compiled.diagnostics], program


# ---- random edits ------------------------------------------------------------------------------------------------


def edit(folder: Path, random: Random) -> str:
    """Change one file of a folder at random; what was done."""
    paths = sorted(path for path in folder.iterdir() if path.suffix in (".tiao", ".txt"))
    path, change = random.choice(paths), random.choice(CHANGES)
    path.write_text(change(path.read_text(encoding="utf-8"), random, paths), encoding="utf-8")
    return f"{path.name}: {change.__name__}"


Change = Callable[[str, Random, list[Path]], str]


def statement_gone(text: str, random: Random, _: list[Path]) -> str:
    parts = text.split("\n\n")
    del parts[random.randrange(len(parts))]
    return "\n\n".join(parts)


def statement_of_another_file(text: str, random: Random, paths: list[Path]) -> str:
    other = random.choice(paths).read_text(encoding="utf-8").split("\n\n")
    return text.rstrip("\n") + "\n\n" + random.choice(other)


def line_gone(text: str, random: Random, _: list[Path]) -> str:
    lines = text.split("\n")
    del lines[random.randrange(len(lines))]
    return "\n".join(lines)


def other_digit(text: str, random: Random, _: list[Path]) -> str:
    found = [i for i, c in enumerate(text) if c.isdigit()] or [0]
    at = random.choice(found)
    return f"{text[:at]}{random.randrange(10)}{text[at + 1 :]}"


def words_exchanged(text: str, random: Random, _: list[Path]) -> str:
    words = text.split(" ")
    one, other = random.randrange(len(words)), random.randrange(len(words))
    words[one], words[other] = words[other], words[one]
    return " ".join(words)


def remark(text: str, random: Random, _: list[Path]) -> str:
    lines = text.split("\n")
    lines.insert(random.randrange(len(lines)), "## 说明")
    return "\n".join(lines)


def remark_between(text: str, random: Random, _: list[Path]) -> str:
    """What is below it moves, and nothing else changes."""
    parts = text.split("\n\n")
    parts.insert(random.randrange(1, len(parts) + 1), "## 说明")
    return "\n\n".join(parts).rstrip("\n") + "\n"


def other_type(text: str, random: Random, _: list[Path]) -> str:
    return text.replace(*random.choice([(": 是否", ": 整数"), (": 金额", ": 小数"), (": yes/no", ": integer")]), 1)


def renamed_everywhere_here(text: str, random: Random, _: list[Path]) -> str:
    old = random.choice(["补贴", "金额", "charge", "灵活就业"])
    return text.replace(old, old + "之")


def law_reworded(text: str, random: Random, paths: list[Path]) -> str:
    """A quotation reads differently, and so does the official text there."""
    quotes = [line[1:].strip() for line in text.split("\n") if line.startswith(">")]
    if quotes:
        official = next(path for path in paths if path.name == "source.txt")
        law, quote = official.read_text(encoding="utf-8"), random.choice(quotes)
        at = random.randrange(len(quote) + 1)
        other = f"{quote[:at]}另{quote[at:]}"
        official.write_text(law.replace(quote, other, 1), encoding="utf-8")
        text = text.replace(quote, other, 1)
    return text


CHANGES: tuple[Change, ...] = (
    statement_gone,
    statement_of_another_file,
    line_gone,
    other_digit,
    other_digit,
    words_exchanged,
    remark,
    remark_between,
    remark_between,
    other_type,
    renamed_everywhere_here,
    law_reworded,
    law_reworded,
)


@pytest.fixture(params=EDITS)
def policy(request: pytest.FixtureRequest, root: Path, tmp_path: Path) -> tuple[Path, int]:
    """A folder that may be spoilt, and how many edits it is worth."""
    folder = tmp_path / "policy"
    if request.param == "synthetic":
        write_policy(folder, 24)
    else:
        copytree(root / "policies" / request.param, folder)
    return folder, EDITS[request.param]


def test_a_check_after_an_edit_is_a_check_from_scratch(policy: tuple[Path, int], tmp_path: Path) -> None:
    folder, edits = policy
    random = Random(8)
    whole = {path: path.read_text(encoding="utf-8") for path in folder.iterdir()}
    checked(folder)
    done: list[tuple[str, dict[Path, str], object]] = []
    for number in range(edits):
        if number % 3 == 0:
            restore(whole)
        said = edit(folder, random)
        done.append((said, {path: path.read_text(encoding="utf-8") for path in whole}, checked(folder)))
    faulty = 0
    for said, state, after in done:
        restore(state)
        forget()
        found, program = checked(folder)  # type: ignore[misc]
        assert after == (found, program), said
        faulty += bool(found)
    assert 0 < faulty < edits, "both sound and faulty rules are compared"


def restore(state: Mapping[Path, str]) -> None:
    for path, text in state.items():
        path.write_text(text, encoding="utf-8")


# ---- what an edit costs --------------------------------------------------------------------------------------------


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The rule files whose meaning is worked out."""
    files: list[str] = []
    plain_way = rules._File.lowered

    def counted(self: Any) -> rules.Lowered:
        files.append(Path(self.statements[0].source.name).stem)
        return plain_way(self)

    monkeypatch.setattr(rules._File, "lowered", counted)
    return files


def test_an_edit_costs_one_file(tmp_path: Path, made: list[str]) -> None:
    folder = write_policy(tmp_path / "policy", 30)
    load_policy(str(folder))
    assert len(made) == 31
    made.clear()
    path = folder / "第十五条.tiao"
    path.write_text(path.read_text(encoding="utf-8").replace("月收入 低于 ", "月收入 低于 1"), encoding="utf-8")
    assert not load_policy(str(folder)).compiled.diagnostics
    assert made == ["第十五条"]


def test_a_sentence_of_the_law_costs_its_part(tmp_path: Path, made: list[str]) -> None:
    """What stands below it in the official text moves, and keeps its address."""
    folder = write_policy(tmp_path / "policy", 30)
    load_policy(str(folder))
    made.clear()
    for name in ("source.txt", "第十五条.tiao"):
        text = (folder / name).read_text(encoding="utf-8")
        (folder / name).write_text(text.replace("应当自受理15号补贴", "应当自依法受理15号补贴"), encoding="utf-8")
    before = ledger._claimed.cache_info().misses
    assert not load_policy(str(folder)).compiled.diagnostics
    assert ledger._claimed.cache_info().misses - before == 1
    assert made == ["第十五条"]


def test_another_type_costs_the_files_that_use_it(tmp_path: Path, made: list[str]) -> None:
    folder = write_policy(tmp_path / "policy", 30)
    load_policy(str(folder))
    made.clear()
    path = folder / "第十五条.tiao"
    path.write_text(path.read_text(encoding="utf-8").replace("金额 : 金额", "金额 : 小数"), encoding="utf-8")
    load_policy(str(folder))
    assert made == ["第十五条", "第十八条"]


def test_a_file_with_a_fault_is_worked_out_each_time(tmp_path: Path, made: list[str]) -> None:
    """What its fault suggests may change with names that it never looked up."""
    folder = write_policy(tmp_path / "policy", 30)
    path = folder / "第十五条.tiao"
    path.write_text(path.read_text(encoding="utf-8").replace("月收入 低于 ", "月收人 低于 "), encoding="utf-8")
    load_policy(str(folder))
    made.clear()
    load_policy(str(folder))
    assert made == ["第十五条"]


# ---- growth ------------------------------------------------------------------------------------------------------


def calls(work: Callable[[], object]) -> int:
    """How many functions a piece of work calls: its time, without the noise of the machine."""
    profile = cProfile.Profile(builtins=True)
    profile.runcall(work)
    return sum(entry.callcount for entry in profile.getstats())


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Path]]:
    small, large = SIZES
    base = tmp_path_factory.mktemp("growth")
    yield write_policy(base / "small", small), write_policy(base / "large", large)
    forget()


def test_check_grows_with_the_articles(folders: tuple[Path, Path]) -> None:
    load_policy(str(folders[0]))
    forget()
    small, large = (calls(lambda folder=folder: load_policy(str(folder))) for folder in folders)  # type: ignore[misc]
    assert large / small < 1.05 * SIZES[1] / SIZES[0]


def test_check_again_grows_no_faster(folders: tuple[Path, Path]) -> None:
    for folder in folders:
        load_policy(str(folder))
    small, large = (calls(lambda folder=folder: load_policy(str(folder))) for folder in folders)  # type: ignore[misc]
    assert large / small < 1.05 * SIZES[1] / SIZES[0]
    assert small < 500 * SIZES[0]


def test_what_was_loaded_is_not_looked_through_by_the_collector(tmp_path: Path) -> None:
    """Its next look at what is young would take longer than a check after an edit."""
    folder = write_policy(tmp_path / "policy", 30)
    forget()
    before = len(gc.get_objects())
    loaded = load_policy(str(folder))
    made, young = len(gc.get_objects()) - before, sum(len(gc.get_objects(generation)) for generation in (0, 1))
    assert not loaded.compiled.errors
    assert (gc.isenabled(), gc.get_freeze_count()) == (True, 0)
    assert young < 200 < 5_000 < made


def test_one_conclusion_grows_no_faster(folders: tuple[Path, Path]) -> None:
    counts = []
    for folder, size in zip(folders, SIZES, strict=True):
        program = load_policy(str(folder)).compiled.program
        request = {"as_of": "2024-05-01", "facts": PERSON, "only": [f"补贴{size}金额"]}
        counts.append(calls(lambda program=program, request=request: evaluate(program, request)))  # type: ignore[misc]
    assert counts[1] / counts[0] < SIZES[1] / SIZES[0]


# ---- numbers of articles -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (9, "九"),
        (12, "十二"),
        (110, "一百一十"),
        (1001, "一千零一"),
        (1260, "一千二百六十"),
        (10000, "一万"),
        (20304, "二万零三百零四"),
    ],
)
def test_articles_beyond_a_thousand(number: int, words: str) -> None:
    assert numeral(number) == words
    (part,) = read_official(f"第{words}条 民事主体依法享有权利。")
    assert (part.id, part.name) == (f"A{number:02d}", f"第{words}条")
    heading = parse(Source("a.tiao", f"# 第{words}条  标题\n")).article.statements[0].node
    assert getattr(heading, "number", None) == f"第{words}条"
