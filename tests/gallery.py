"""The gallery of explanations in docs/gallery: its texts and pictures, made from cases.json. Run `make gallery`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import tiaoli
from compiler.evaluate import evaluate
from compiler.program import Program
from explain.explanation import Explanation, explain

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "gallery"
LANGS = ("zh", "en")
HEADS = {
    "zh": (
        "解释样例",
        "每一种结果各有一个样例：可以、各种“不可以”、还说不准、算钱、日期。都由 `make gallery` 生成，测试会逐字比对。",
        ("样例", "问的是", "日期"),
        "图",
        "随日子变化",
        "用到的事实",
    ),
    "en": (
        "A gallery of explanations",
        "One for each kind of result: yes, each kind of no, what cannot be said yet, amounts, dates. "
        "`make gallery` writes them; a test compares every byte.",
        ("Example", "About", "Day"),
        "The picture",
        "Over time",
        "The facts given",
    ),
}


@cache
def program(policy: str) -> Program:
    return tiaoli.load(policy, draft=True).program


def cases() -> Sequence[Mapping[str, Any]]:
    found: Sequence[Mapping[str, Any]] = json.loads((FOLDER / "cases.json").read_text(encoding="utf-8"))
    return found


def facts_of(case: Mapping[str, Any]) -> Mapping[str, Any]:
    """Those of the case, or of the file that it names."""
    given = case["facts"]
    return json.loads((FOLDER / given).read_text(encoding="utf-8")) if isinstance(given, str) else given  # type: ignore[no-any-return]


def explanation(case: Mapping[str, Any], lang: str) -> Explanation:
    request = {"as_of": case["as_of"], "facts": facts_of(case), "only": [case["about"]]}
    return explain(evaluate(program(case["policy"]), request), case["about"], lang)


def files() -> dict[str, str]:
    """All of the gallery by file name."""
    found: dict[str, str] = {}
    for case in cases():
        for lang in LANGS:
            found |= dict(_pages(case, lang))
    return found | {"README.md": "\n".join(_index(lang) for lang in LANGS)}


def _pages(case: Mapping[str, Any], lang: str) -> Iterator[tuple[str, str]]:
    made, name = explanation(case, lang), f"{case['slug']}.{lang}"
    strip = made.to_strip()
    _, _, _, picture, course, facts = HEADS[lang]
    pieces = [made.to_markdown().rstrip(), f"\n## {picture}\n\n![{picture}]({name}.svg)\n"]
    if strip:
        pieces.append(f"## {course}\n\n![{course}]({name}.days.svg)\n")
        yield f"{name}.days.svg", strip
    given = json.dumps(facts_of(case), ensure_ascii=False, indent=1)
    pieces.append(f"## {facts}\n\n```json\n{given}\n```\n")
    yield f"{name}.svg", made.to_svg()
    yield f"{name}.md", "\n".join(pieces)


def _index(lang: str) -> str:
    title, lead, heads, *_ = HEADS[lang]
    rows = [
        f"| [{case['title'][lang]}]({case['slug']}.{lang}.md) | {explanation(case, lang).proof.label.get(lang)} "
        f"| {case['as_of']} |"
        for case in cases()
    ]
    return "\n".join([f"# {title}", "", lead, "", f"| {' | '.join(heads)} |", "| --- | --- | --- |", *rows, ""])


def main() -> None:
    """Write them all, and remove what is no longer one of them."""
    made = files()
    for path in FOLDER.iterdir():
        if path.suffix in (".md", ".svg") and path.name not in made:
            path.unlink()
    for name, text in made.items():
        (FOLDER / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
