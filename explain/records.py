"""What a fact is called: of the person, of a record (`household[2].member_age`: 家庭成员第2人：年龄), of what is
published; and which kinds of unknown facts there are."""

from __future__ import annotations

from collections.abc import Sequence

from compiler.program import Definition, Fact, Program, Text
from compiler.unknowns import list_of, number_of, stem
from explain import words
from explain.words import both

_PERSONS = "人员者子女属生工户友"
"""The last character of what people are called."""


def classifier(label: str) -> str:
    """人 for people, 项 for anything else: Chinese counts them by such a word."""
    return "人" if label[-1:] in _PERSONS and label else "项"


def fact_of(program: Program, path: str) -> Fact:
    """The fact that a path names."""
    return program.facts[stem(path)]


def record_label(program: Program, key: str) -> Text:
    """`household[2]` -> 家庭成员第2人; Household, record 2"""
    label = program.facts[list_of(key)].label
    number = number_of(key)
    return Text(f"{label.zh}第{number}{classifier(label.zh)}", f"{label.get('en')}, record {number}")


def ordinal(program: Program, key: str) -> Text:
    """`household[2]` -> 第2人; record 2"""
    number = number_of(key)
    return Text(f"第{number}{classifier(program.facts[list_of(key)].label.zh)}", f"record {number}")


def several(program: Program, keys: Sequence[str]) -> Text:
    """Records of one list, three or more in a row together: 第1至4人、第6人; records 1 to 4 and record 6"""
    rows: list[list[str]] = []
    for key in keys:
        if rows and number_of(key) == number_of(rows[-1][-1]) + 1:
            rows[-1].append(key)
        else:
            rows.append([key])

    def said(row: list[str], lang: str) -> list[str]:
        if len(row) < 3:
            return [ordinal(program, key).get(lang) for key in row]
        first, last = number_of(row[0]), number_of(row[-1])
        n = classifier(program.facts[list_of(row[0])].label.zh)
        return [f"第{first}至{last}{n}" if lang == "zh" else f"records {first} to {last}"]

    return both(lambda lang: words.listed([text for row in rows for text in said(row, lang)], lang, "and"))


def label_of(program: Program, path: str) -> Text:
    """家庭成员第2人：年龄; Household, record 2: Age"""
    label = fact_of(program, path).label
    if "[" not in path:
        return label
    return joined(record_label(program, path), label)


def joined(record: Text, label: Text) -> Text:
    return both(lambda lang: f"{record.get(lang)}{'：' if lang == 'zh' else ': '}{label.get(lang)}")


def field_label(program: Program, fact: Fact) -> Text:
    """A field where no record is spoken of: 家庭成员：年龄; Household: Age"""
    return joined(program.facts[fact.each].label, fact.label) if fact.each in program.facts else fact.label


def definition_of(program: Program, name: str) -> Definition:
    """A conclusion, whether it is in force on the program's days or not."""
    found = program.definitions.get(name)
    return found if found is not None else program.gone[name][1]


def kind_of(program: Program, path: str) -> str:
    """asked: it is the person's to answer; judged: somebody decides it; published: the authorities publish it; told:
    a day beyond the calendar of holidays, which an agency says."""
    fact = fact_of(program, path)
    if program.holidays is not None and fact.name == program.holidays.name:
        return "told"
    if fact.change == "parameter":
        return "published"
    return "judged" if fact.source == "authority_judgement" else "asked"
