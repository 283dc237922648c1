"""`tiaoli new`: skeletons whose joined quotations equal the text, with the right addresses."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from compiler.folded import fold
from compiler.official import read_official
from compiler.skeleton import skeleton
from tiaoli.cli import main
from tiaoli.load import load_policy

BY_LAW = """\
City of Fernleigh
Allotment By-law

Section 1  Who may apply
A resident of the city may apply for
an allotment. The council must answer within

30 days.

Section 2  Fees
The fee is:
(a) 20 yuan for a small plot;
(b) 35 yuan for any other plot.
Nobody pays twice.
"""


def test_the_real_text_becomes_the_real_source(shared: Path, root: Path) -> None:
    raw = (shared / "source" / "jing-ren-she-jiu-fa-2020-19.txt").read_text(encoding="utf-8")
    ours = (root / "policies" / "jing-ren-she-jiu-fa-2020-19" / "source.txt").read_text(encoding="utf-8")
    assert skeleton(raw).files["source.txt"] == ours


def test_a_skeleton_is_a_policy_whose_whole_text_waits(tmp_path: Path, root: Path) -> None:
    source = root / "policies" / "jing-ren-she-jiu-fa-2020-19" / "source.txt"
    law = tmp_path / "law.txt"
    lines = source.read_text(encoding="utf-8").splitlines()
    plain = [line.partition(" ")[2] if line.startswith("%") else line for line in lines if not line.startswith("%部分")]
    law.write_text("\n\n".join(plain), encoding="utf-8")
    folder = tmp_path / "new"
    done = CliRunner().invoke(main, ["new", str(folder), "--from", str(law)])
    assert done.exit_code == 0, done.output
    draft = load_policy(str(folder), draft=True).compiled
    assert not draft.diagnostics
    assert [part.id for part in draft.program.ledger.parts] == [f"A{i:02d}" for i in range(22)]
    assert {d.code for d in load_policy(str(folder)).compiled.errors} == {"E404"}


@pytest.mark.parametrize("name", ["source", "amendment-2024"])
def test_the_by_law_becomes_its_source(root: Path, name: str) -> None:
    ours = (root / "policies" / "port-merrow-2023-7" / f"{name}.txt").read_text(encoding="utf-8")
    lines = [line for line in ours.splitlines() if not line.startswith("%part")]
    made = skeleton("\n\n".join(line.partition(" ")[2] if line.startswith("%") else line for line in lines))
    assert made.files["source.txt"] == ours
    assert made.parts == read_official(ours)
    quoted = [
        line[2:] for part in made.parts for line in made.files[f"{part.name}.tiao"].splitlines() if line[:1] == ">"
    ]
    headings = "".join(part.name if part.name != "Preamble" else "" for part in made.parts)
    assert len(fold("".join(quoted))) + len(fold(headings)) == len(
        fold("".join(u.text for p in made.parts for u in p.units))
    )


def test_wraps_page_breaks_and_items_in_english() -> None:
    made = skeleton(BY_LAW)
    source = made.files["source.txt"].splitlines()
    section = "Section 1 Who may apply A resident of the city may apply for an allotment. "
    assert section + "The council must answer within 30 days." in source
    assert "(a) 20 yuan for a small plot;" in source
    assert [part.id for part in made.parts] == ["A00", "A01", "A02"]
    assert [u.item for u in made.parts[2].units] == [0, 1, 2]


def test_nothing_is_lost_or_added() -> None:
    kept = "".join(
        line.partition(" ")[2] if line.startswith("%") else line
        for line in skeleton(BY_LAW).files["source.txt"].splitlines()
        if not line.startswith("%part ")
    )
    assert fold(kept) == fold(BY_LAW)


@pytest.mark.parametrize(("content", "code"), [("", 2), ("\n  \n", 2)])
def test_an_empty_text_is_refused(tmp_path: Path, content: str, code: int) -> None:
    law = tmp_path / "law.txt"
    law.write_text(content, encoding="utf-8")
    assert CliRunner().invoke(main, ["new", str(tmp_path / "x"), "--from", str(law)]).exit_code == code
    assert not (tmp_path / "x").exists()


def test_a_folder_with_content_is_left_alone(tmp_path: Path) -> None:
    law = tmp_path / "law.txt"
    law.write_text(BY_LAW, encoding="utf-8")
    done = CliRunner().invoke(main, ["new", str(tmp_path), "--from", str(law)])
    assert done.exit_code == 2
    assert [p.name for p in tmp_path.iterdir()] == ["law.txt"]
