"""[synonyms] of about.toml: what is accepted, and what is refused with its line, in both languages."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.sample import FOLDER
from tiaoli.about import Unusable
from tiaoli.load import load_policy


def policy(folder: Path, synonyms: str) -> Path:
    """A copy of the sample policy with this table."""
    copy = folder / "policy"
    shutil.copytree(FOLDER, copy)
    with (copy / "about.toml").open("a", encoding="utf-8") as file:
        file.write(f"\n[synonyms]\n{synonyms}\n")
    return copy


def test_words_of_the_law_and_of_labels_are_accepted_in_both_languages(tmp_path: Path) -> None:
    text = '"泊车" = ["停车费", "可以停车"]\n"handicapped" = ["disability card"]\n"孩子" = ["未成年"]'
    about = load_policy(str(policy(tmp_path, text))).compiled.program.about
    assert about.synonyms["泊车"] == ("停车费", "可以停车")
    assert list(about.synonyms) == ["泊车", "handicapped", "孩子"]


def test_a_word_that_nothing_says_is_refused_with_its_line(tmp_path: Path) -> None:
    folder = policy(tmp_path, '"泊车" = ["停车费"]\n"车位" = ["车库", "停车费"]')
    line = (folder / "about.toml").read_text(encoding="utf-8").split("\n").index('"车位" = ["车库", "停车费"]') + 1
    with pytest.raises(Unusable) as refused:
        load_policy(str(folder))
    assert (
        refused.value.text["zh"] == f"{folder}/about.toml:{line}：[synonyms] 法规和规则里都没有“车库”；改成那里有的词"
    )
    assert refused.value.text["en"] == (
        f'{folder}/about.toml:{line}: [synonyms] neither law nor rules have "车库"; take a word that is there'
    )


@pytest.mark.parametrize(
    "text", ['"泊车" = "停车费"', '"泊车" = [""]', '"泊车" = [1]', '"泊车" = 3', '"" = ["停车费"]', '" " = ["停车费"]']
)
def test_a_table_of_another_form_is_refused_with_an_example(tmp_path: Path, text: str) -> None:
    with pytest.raises(Unusable) as refused:
        load_policy(str(policy(tmp_path, text)))
    assert '"骑手" = ["灵活就业人员"]' in refused.value.text["zh"]
    assert '"rider" = ["flexible worker"]' in refused.value.text["en"]
