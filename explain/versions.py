"""The statements of all times: which version stands where in the rule files, when it is in force, and how the whole
program reads then."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from compiler.program import ALWAYS, Definition, Norm, Program, Service, Window
from dsl import nodes as n
from dsl.source import Place, Source

Spot = tuple[str, int]
"""A rule file and an offset in it: where the name of a statement stands."""


@dataclass(frozen=True, slots=True)
class Version:
    """A definition, and the program of the last days on which it is in force; its body is as it reads then, exceptions
    included."""

    definition: Definition
    program: Program

    @property
    def window(self) -> Window:
        return self.definition.window


def spot(place: Place) -> Spot:
    return place.source.name, place.start


def placed_at(source: Source, placed: n.Placed) -> Spot:
    """Where the name of a statement stands."""
    node = placed.node
    name = node.name if isinstance(node, n.Statement) else None
    return source.name, placed.offset + (name.span[0] if name else 0)


@dataclass(frozen=True)
class Versions:
    """Of one program."""

    program: Program

    @property
    def programs(self) -> tuple[Program, ...]:
        """The program's forms, the latest last."""
        return tuple(epoch for _, epoch in self.program.epochs) or (self.program,)

    @cached_property
    def definitions(self) -> Mapping[Spot, Version]:
        """Every version of every definition and exception, in the order of the rule files."""
        found: dict[Spot, Version] = {}
        for program in self.programs:
            for definition in program.definitions.values():
                if not definition.internal:
                    found[spot(definition.place)] = Version(definition, program)
        files = {name: at for at, name in enumerate(self.program.about.all_files)}

        def order(item: tuple[Spot, Version]) -> tuple[int, Spot]:
            stem = item[0][0].rpartition("/")[2].partition(".")[0]
            return files.get(stem, len(files)), item[0]

        return dict(sorted(found.items(), key=order))

    @cached_property
    def norms(self) -> Mapping[Spot, tuple[Norm, Program]]:
        return {spot(x.place): (x, program) for program in self.programs for x in program.norms.values()}

    @cached_property
    def services(self) -> Mapping[Spot, tuple[Service, Program]]:
        return {spot(x.place): (x, program) for program in self.programs for x in program.services.values()}

    @cached_property
    def groups(self) -> Mapping[str, list[Version]]:
        """The versions of each conclusion, the earliest first."""
        found: dict[str, list[Version]] = {}
        for version in self.definitions.values():
            found.setdefault(version.definition.name, []).append(version)
        return {name: sorted(group, key=lambda v: v.window.since or 0) for name, group in found.items()}

    def named(self, name: str) -> list[Version]:
        """All versions of a conclusion, the earliest first."""
        return self.groups.get(name, [])

    def of_part(self, part: str) -> list[Version]:
        """The versions that stand in a text."""
        return [v for v in self.definitions.values() if v.definition.part == part]

    def program_of(self, part: str) -> Program:
        """The program in which most of a text is in force, of several the latest."""

        def count(program: Program) -> int:
            return sum(d.part == part and not d.internal for d in program.definitions.values())

        return max(reversed(self.programs), key=count)

    def exceptions(self, version: Version) -> Iterator[Version]:
        """The exceptions to a rule that are in force at some time while this version of it is."""
        name, window = version.definition.name, version.window
        for other in self.definitions.values():
            if name in other.definition.excepts and other.window.meets(window) is not None:
                yield other


def common_window(versions: list[Version]) -> Window:
    """When all of these are in force; ALWAYS where not all have the same dates."""
    windows = {version.window for version in versions}
    return windows.pop() if len(windows) == 1 else ALWAYS
