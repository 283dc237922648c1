"""A mapping from an agency's columns and codes to facts, and whether the columns are there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from compiler.program import Program
from compiler.values import Value
from dsl.diagnostics import nearest
from tiaoli.about import Unusable
from tiaoli.screen import unusable, visible

DATES = {"date": ("iso", "yyyymmdd", "yyyy/mm/dd"), "month": ("iso", "yyyymm", "yyyy/mm")}
UNITS = ("yuan", "fen")
YES_NO: Mapping[str, Value] = {"true": True, "false": False, "是": True, "否": False, "1": True, "0": False}
"""How a yes/no fact is read where the mapping gives no codes."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How one fact is read from a column: `codes` from the agency's code to the fact's value, `format` of a date or
    year-month, `unit` of money."""

    fact: str
    column: str
    codes: Mapping[str, Value] = field(default_factory=dict)
    format: str = "iso"
    unit: str = "yuan"


@dataclass(frozen=True, slots=True)
class Mapping_:
    """`day` is one day for all rows, or `day_column` (of `day_format`) has a day for each. `constants` are facts that
    the register implies. `empty` are the texts that mean: not known. `left_out` are columns that are not used, None
    where those that are not named are left out without a word."""

    key: str = ""
    day: int | None = None
    day_column: str = ""
    day_format: str = "iso"
    readings: tuple[Reading, ...] = ()
    constants: Mapping[str, Value] = field(default_factory=dict)
    empty: tuple[str, ...] = ("",)
    left_out: tuple[str, ...] | None = ()
    encoding: str = "utf-8"
    delimiter: str = ","

    @property
    def used(self) -> tuple[str, ...]:
        """The columns that it reads, the key first."""
        days = (self.day_column,) if self.day_column else ()
        return tuple(dict.fromkeys((self.key, *days, *(r.column for r in self.readings))))

    def with_options(self, key: str | None, day: int | None) -> Mapping_:
        """What the command line says as well. Raises Unusable where the file says it too."""
        for option, name, said in (("--key", "key", self.key), ("--as-of", "as_of", self.day or self.day_column)):
            given = key if name == "key" else day
            if given is not None and said:
                raise unusable(
                    f"{option} 和对照表的 {name} 都写了",
                    f"both {option} and {name} of the mapping are given",
                    "只写一处",
                    "give it in one place",
                )
        return replace(self, key=key or self.key, day=day if day is not None else self.day)


Said = tuple[str, str]
"""Chinese and English."""


class Faults:
    """All that is wrong with one file, each with its place, its cause and what to do."""

    def __init__(self, where: str, text: str = "") -> None:
        self.where, self.lines, self.found = where, text.split("\n"), list[Said]()

    def add(self, key: str, zh: str, en: str, help_zh: str, help_en: str) -> None:
        """`key` is what the line begins with at which it is, '' for none."""
        line = next((n for n, line in enumerate(self.lines, 1) if key and line.lstrip(' "').startswith(key)), 0)
        at = f"{self.where}:{line}" if line else self.where
        self.found.append(
            (f"{at}：{zh}\n    怎么办：{help_zh}", f"{at}: {en}\n    help: {help_en}"),
        )

    def stop(self) -> None:
        """Raises Unusable with all of them."""
        if self.found:
            raise Unusable(*(visible("\n".join(said[i] for said in self.found)) for i in (0, 1)))


def check_columns(mapping: Mapping_, columns: Sequence[str], where: str) -> None:
    """Do the columns that a mapping names exist, each once, and is every other one left out? Raises Unusable."""
    faults = Faults(where)
    if not mapping.key:
        faults.add("", "没有写哪一列是主键", "the key column is not named", 'key = "…"', 'key = "…"')
    if mapping.day is None and not mapping.day_column:
        how = 'as_of = 2021-10-15 / as_of_column = "…" / --as-of 2021-10-15'
        faults.add("", "没有写评估日", "the day asked about is not given", how, how)
    for name in filter(None, (*mapping.used, *(mapping.left_out or ()))):
        count = columns.count(name)
        if count == 0:
            close = nearest(name, columns)
            known = "、".join(columns[:20])
            faults.add(
                "",
                f"没有叫“{name}”的列",
                f'no column is called "{name}"',
                f"是不是“{close}”？" if close else f"有这些列：{known}",
                f'did you mean "{close}"?' if close else f"the columns are: {known}",
            )
        elif count > 1 and name in mapping.used:
            faults.add(
                "",
                f"有 {count} 列都叫“{name}”",
                f'{count} columns are called "{name}"',
                "给其中用不到的列换一个名称",
                "rename those that are not meant",
            )
    left_out = columns if mapping.left_out is None else mapping.left_out
    for name in dict.fromkeys(columns):
        if name not in mapping.used and name not in left_out:
            faults.add(
                "",
                f"列“{name}”没有用到，也没有写明不用",
                f'the column "{name}" is neither used nor left out',
                f'对应一项事实，或者写进 left_out = ["{name}"]',
                f'map it to a fact, or add it to left_out = ["{name}"]',
            )
    faults.stop()


def by_name(program: Program, columns: Sequence[str]) -> Mapping_:
    """Where there is no mapping file: columns that are called like a fact (or its alias) are that fact, the columns
    `id` and `as_of` the key and the day; others are left out."""
    named = {program.names[c]: c for c in columns if program.names.get(c) in program.facts}
    readings = [
        Reading(fact, column, dict(YES_NO) if kind == "bool" else {c: c for c in program.facts[fact].type.choices})
        for fact, column in named.items()
        if (kind := program.facts[fact].type.kind)
    ]
    day = "as_of" if "as_of" in columns else ""
    return Mapping_("id" if "id" in columns else "", None, day, "iso", tuple(readings), left_out=None)
