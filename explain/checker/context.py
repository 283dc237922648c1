"""What every check of one page needs: the conditions of the program, the words' reader, and where findings go."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from compiler.program import Definition, Program
from compiler.unknowns import list_of, number_of, stem
from explain.checker.addresses import JOINING, Addresses, Item
from explain.checker.claims import Way
from explain.checker.deciding import Deciding
from explain.checker.findings import Report
from explain.checker.judge import Judge
from explain.checker.matching import Matching
from explain.checker.reader import Reader

_PEOPLE = "人员者子女属生工户友"


@dataclass
class Context:
    judge: Judge
    addresses: Addresses
    reader: Reader
    name: str
    report: Report = field(default_factory=Report)

    @property
    def lang(self) -> str:
        return self.reader.lang

    @property
    def program(self) -> Program:
        return self.judge.program

    @property
    def day(self) -> int:
        return self.judge.environment.as_of

    @cached_property
    def definition(self) -> Definition:
        return self.judge.definition(self.name)

    @cached_property
    def root(self) -> Item:
        return self.addresses.root(self.name)

    @cached_property
    def decisive(self) -> Deciding:
        """Which conditions take part in fixing the answer."""
        return Deciding(self.addresses, self.root)

    def item(self, step: str) -> Item | None:
        return self.addresses.find(self.name, step)

    def conditions(self, way: Way) -> list[Item]:
        """The conditions that a card has, those that are met too."""
        steps = [claim.step for claim in way.conditions] + [line.step for line in way.met]
        return [item for step in steps if (item := self.item(step)) is not None]

    def parts(self, item: Item) -> tuple[Item, ...]:
        return self.addresses.parts(item)

    def matching(self, item: Item) -> Matching:
        return Matching(self.judge, self.reader, item.env)

    # ---- names ----

    def called(self, path: str) -> str:
        """What a fact is called, that of a record with its record."""
        label = self.program.facts[stem(path)].label.get(self.lang)
        if "[" not in path:
            return label
        return f"{self.record(path)}{'：' if self.lang == 'zh' else ': '}{label}"

    def record(self, path: str) -> str:
        """家庭成员第2人; Household, record 2"""
        number = number_of(path)
        listed = self.program.facts[list_of(path)].label
        if self.lang == "en":
            return f"{listed.get('en')}, record {number}"
        return f"{listed.zh}第{number}{'人' if listed.zh[-1:] in _PEOPLE else '项'}"

    def ordinal(self, path: str) -> str:
        """第2人; record 2"""
        number = number_of(path)
        if self.lang == "en":
            return f"record {number}"
        return f"第{number}{'人' if self.program.facts[list_of(path)].label.zh[-1:] in _PEOPLE else '项'}"

    def numbers(self, text: str) -> list[int] | None:
        """第1至4人、第6人 -> 1, 2, 3, 4, 6; None where something else stands there."""
        form = r"第(\d+)(?:至(\d+))?[人项]" if self.lang == "zh" else r"records? (\d+)(?: to (\d+))?"
        found: list[int] = []
        for match in re.finditer(form, text):
            found += range(int(match[1]), int(match[2] or match[1]) + 1)
        return None if re.sub(form, "", text).strip("、, and") else found

    def listing(self, text: str, names: Iterable[str], joints: tuple[str, ...] = ()) -> bool:
        """Is this a list of exactly these names, each once?"""
        wanted = sorted(names, key=len, reverse=True)
        joints = joints or (("、", "和", "或") if self.lang == "zh" else (", ", " and ", " or "))
        ways = [(text, tuple(wanted))]
        while ways:
            rest, left = ways.pop()
            if not rest and not left:
                return True
            for i, name in enumerate(left):
                if rest.startswith(name):
                    after, others = rest[len(name) :], (*left[:i], *left[i + 1 :])
                    if not after:
                        ways.append(("", others))
                    ways += [(after[len(j) :], others) for j in joints if after.startswith(j) and len(after) > len(j)]
        return False

    def body(self, item: Item) -> Item:
        """A rule that only joins conditions stands for them."""
        parts = self.parts(item) if item.kind == "rule" else ()
        return parts[0] if len(parts) == 1 and parts[0].kind in JOINING else item
