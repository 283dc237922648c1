"""[synonyms] of about.toml: everyday words, and by what words of the law or the rules the search finds them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from compiler.program import Definition, Fact, Program, Text
from tiaoli.about import Unusable, read_text

if TYPE_CHECKING:
    from pathlib import Path


def read_synonyms(path: Path, table: object) -> Mapping[str, tuple[str, ...]]:
    """Raises Unusable where the table has another form."""
    if isinstance(table, dict) and all(_is_words(words) for words in (list(table), *table.values())):
        return {key: tuple(words) for key, words in table.items()}
    raise Unusable(
        f'{path}：[synonyms] 下面每一行写 “平常的说法 = [规则里的词]”，例如 "骑手" = ["灵活就业人员"]',
        f"{path}: every line below [synonyms] is an everyday word = a list of words of the rules, such as "
        '"rider" = ["flexible worker"]',
    )


def _is_words(words: object) -> bool:
    return isinstance(words, list) and all(isinstance(w, str) and w.strip() and w.isprintable() for w in words)


def check_synonyms(folder: Path, program: Program) -> None:
    """Raises Unusable where a word that should be found is nowhere in the law and the labels of the rules."""
    if not program.about.synonyms:
        return
    said = "\n".join(_said(program)).casefold()
    strange = [
        (key, word) for key, words in program.about.synonyms.items() for word in words if word.casefold() not in said
    ]
    if not strange:
        return
    path = folder / "about.toml"
    lines = read_text(path).split("\n")

    def line(key: str, word: str) -> int:
        return next((at for at, line in enumerate(lines, start=1) if key in line and word in line), 1)

    raise Unusable(
        "\n".join(f"{path}:{line(k, w)}：[synonyms] 法规和规则里都没有“{w}”；改成那里有的词" for k, w in strange),
        "\n".join(
            f'{path}:{line(k, w)}: [synonyms] neither law nor rules have "{w}"; take a word that is there'
            for k, w in strange
        ),
    )


def _said(program: Program) -> Iterator[str]:
    """The law, and what things are called."""
    yield from (unit.text for part in program.ledger.parts for unit in part.units)
    yield from program.about.english
    yield from program.about.english.values()
    asked: list[Fact | Definition] = [*program.facts.values(), *program.every_definition()]
    for thing in asked:
        yield from (thing.name, *_both(thing.label), *thing.choices, *thing.choices.values())
    for norm in program.every_norm():
        yield from _both(norm.label)
    for service in program.every_service():
        yield from (service.name, *_both(service.label))


def _both(text: Text) -> tuple[str, str]:
    return text.get("zh"), text.get("en")
