"""docs/gallery is what the program says now, and has one of each kind of result."""

import pytest

from tests import gallery


@pytest.fixture(scope="module")
def made() -> dict[str, str]:
    return gallery.files()


def test_the_gallery_is_up_to_date(made: dict[str, str]) -> None:
    there = {p.name: p.read_text(encoding="utf-8") for p in gallery.FOLDER.iterdir() if p.suffix in (".md", ".svg")}
    different = sorted(name for name in made.keys() | there.keys() if made.get(name) != there.get(name))
    assert not different, f"run make gallery: {different}"


def test_each_kind_of_result_is_there() -> None:
    proofs = [gallery.explanation(case, "zh").proof for case in gallery.cases()]
    kinds = {proof.no for proof in proofs if proof.verdict.value is False}
    assert kinds == {"not_met", "excepted", "dates", "decision", "fixed"}
    assert {proof.verdict.status for proof in proofs} == {"value", "unknown", "not_applicable", "not_in_force"}
    assert any(len(proof.routes) > 1 and proof.verdict.value is True for proof in proofs)
    assert any(proof.amount is not None for proof in proofs)
    assert {missing.kind for proof in proofs for missing in proof.missing} >= {"asked", "judged"}


def test_the_titles_are_true() -> None:
    """A case called after a kind of "no" is one."""
    for case in gallery.cases():
        if case["slug"].startswith("no-"):
            kind = case["slug"].removeprefix("no-").replace("-", "_")
            assert gallery.explanation(case, "zh").proof.no == kind, case["slug"]
