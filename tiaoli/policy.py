"""The Python face: `tiaoli.load("…").evaluate({…}, as_of="2021-10-15")`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

from compiler.evaluate import Answer, Answers
from compiler.program import Program
from compiler.request import Refused
from compiler.request_values import Fault
from tiaoli.load import load_policy

if TYPE_CHECKING:
    import networkx

    from compiler.targets.straight.engine import Engine
    from dsl.diagnostics import Diagnostic
    from explain.explanation import Explanation
    from tiaoli.generated import Generated
    from tiaoli.screen.face import Screening


class PolicyError(Exception):
    """The rule files have faults; `diagnostics` says where and what to do."""

    def __init__(self, diagnostics: tuple[Diagnostic, ...]) -> None:
        self.diagnostics = diagnostics
        super().__init__("\n".join(d.render("zh") for d in diagnostics[:5]))


class RequestError(Exception):
    """A request that was refused whole; `faults` in the order of the contract, the first decides."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        self.faults = faults
        super().__init__("; ".join(f.message["zh"] for f in faults))

    @property
    def kind(self) -> str:
        return self.faults[0].kind

    @property
    def facts(self) -> tuple[str, ...]:
        return self.faults[0].facts


class PolicyAnswers(Mapping[str, Answer]):
    """Answers by the conclusion's name or alias; a norm's by its id."""

    def __init__(self, answers: Answers) -> None:
        self.answers = answers

    def __getitem__(self, name: str) -> Answer:
        name = self.answers.program.names.get(name, name)
        return self.answers.conclusions[name] if name in self.answers.conclusions else self.answers.norms[name]

    def __iter__(self):  # type: ignore[no-untyped-def]
        return iter(self.answers.conclusions)

    def __len__(self) -> int:
        return len(self.answers.conclusions)

    def explain(self, name: str, lang: str = "zh", detail: str = "mid") -> Explanation:
        """Why a conclusion came out as it did, as an object with to_text, to_markdown, to_html, to_json, to_svg."""
        from explain.explanation import explain

        return explain(self.answers, self.answers.program.names.get(name, name), lang=lang, detail=detail)


class Policy:
    """A regulation ready to be asked."""

    def __init__(self, program: Program) -> None:
        self.program = program

    def evaluate(
        self,
        facts: Mapping[str, object],
        as_of: str | date,
        readings: Mapping[str, str] | None = None,
        only: tuple[str, ...] = (),
    ) -> PolicyAnswers:
        """Answers for one person on one day. Facts by Chinese name or alias: bool, int, str, date, Decimal (yuan), or
        None for missing. Raises RequestError. Whoever asks often is answered by generated code, with the same words."""
        request = self.request(facts, as_of, readings, only)
        try:
            return PolicyAnswers(self._engine.evaluate(request))
        except Refused as refused:
            raise RequestError(refused.faults) from None

    def request(
        self,
        facts: Mapping[str, object],
        as_of: str | date,
        readings: Mapping[str, str] | None = None,
        only: tuple[str, ...] = (),
    ) -> dict[str, object]:
        """The request that JSON would give, whatever is wrong with it."""
        return {
            "as_of": as_of.isoformat() if isinstance(as_of, date) else as_of,
            "facts": _table(facts),
            "readings": dict(readings or {}),
            "only": list(only),
        }

    def generated(self, only: Sequence[str] = (), readings: Mapping[str, str] | None = None) -> Generated:
        """Code made for some conclusions (for all, and the norms, where none is named) under some readings: answers in
        microseconds. Raises RequestError where a name is not known."""
        from tiaoli.generated import Generated

        return Generated(self, only, readings)

    def screen(self, table: object, as_of: str | date | None = None, **options: Any) -> Screening:
        """A whole table through the rules: a path (Parquet, CSV), a DuckDB relation, or a table of Arrow or pandas,
        with a column for each fact or a `mapping` file. Options: key, mapping, readings, only, reasons, memory. Its
        `result` and `rejects` are DuckDB relations. Needs tiaoli[batch]. Raises RequestError."""
        from tiaoli.screen import needs

        needs()
        from tiaoli.screen.face import screen

        try:
            return screen(self.program, table, as_of, **options)
        except Refused as refused:
            raise RequestError(refused.faults) from None

    @cached_property
    def _engine(self) -> Engine:
        from compiler.targets.straight.engine import Engine

        return Engine(self.program)

    @property
    def graph(self) -> networkx.DiGraph[str]:
        """The dependency graph of facts and definitions."""
        from compiler.graph import dependency_graph

        return dependency_graph(self.program)


def _table(facts: object) -> object:
    """Facts as JSON would give them; what is no table is left for the request's own check."""
    return {name: _plain(value) for name, value in facts.items()} if isinstance(facts, Mapping) else facts


def _plain(value: object) -> object:
    """As JSON would say it; also in the records of a list."""
    if isinstance(value, Mapping):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, Decimal):
        return format(value, "f")
    return value.isoformat() if isinstance(value, date) else value


def load(policy: str | None = None, draft: bool = False) -> Policy:
    """A policy by its name or path. `draft` accepts text that is marked as not yet encoded. Raises PolicyError."""
    loaded = load_policy(policy, draft)
    if loaded.compiled.errors:
        raise PolicyError(loaded.compiled.errors)
    return Policy(loaded.compiled.program)
