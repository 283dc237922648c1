"""What an article's page shows, already in words of one language. Templates read it and compute nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from compiler.official import Part
from explain.rules import Outline, Piece
from explain.trials import Trial


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words of the law, with the anchor, the citation and the address of the sentence they belong to."""

    text: str
    anchor: str
    cite: str
    address: str


@dataclass(frozen=True, slots=True)
class Dated:
    """When a text is in force, '' where it always is, and where the texts of other days stand."""

    window: str = ""
    others: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class Duty:
    """A clause of a norm: how bound, and what; `wording` is the law's own word for it."""

    how: tuple[str, ...]
    wording: str
    action: str


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who, and the clauses that follow each other and are theirs. `implied`: the sentence does not name them."""

    who: tuple[str, ...]
    implied: bool
    duties: tuple[Duty, ...]


@dataclass(frozen=True, slots=True)
class NormView:
    """`anchor` is '' where the sentence's own anchor says the same."""

    id: str
    anchor: str
    label: str
    bearers: tuple[Bearer, ...]
    subject: tuple[str, ...]
    beneficiary: str
    counterparts: tuple[str, ...]
    period: str
    when: Outline | None
    remarks: tuple[str, ...]
    dated: Dated


@dataclass(frozen=True, slots=True)
class ExceptionRow:
    """An exception to a rule: its name, where the law says so, and when it is in force."""

    name: Piece
    cite: str
    window: str


@dataclass(frozen=True, slots=True)
class RuleView:
    """A conclusion. kind: judged (yes or no), listed, chosen (one of several), computed, exception. Of an exception,
    `to` is what it is one to, `body` when it counts, `gives` what it gives then, None where it only sets aside. `each`:
    of each record of which list. `exceptions` are those to it; `behind`: other exceptions that prevail over it."""

    anchor: str
    label: str
    kind: str
    guard: Outline | None
    body: Outline
    readings: tuple[Piece, ...]
    remarks: tuple[str, ...]
    source: str
    dated: Dated
    each: Piece | None
    to: tuple[Piece, ...]
    gives: Outline | None
    exceptions: tuple[ExceptionRow, ...]
    behind: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Value:
    """What a parameter is in a window, and the source that says so."""

    value: str
    window: str
    cited: str


@dataclass(frozen=True, slots=True)
class ParameterView:
    anchor: str
    label: str
    values: tuple[Value, ...]
    remarks: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class HolidaysView:
    """The days that are no working days though they are none of a weekend, and those at a weekend that are."""

    anchor: str
    label: str
    covers: str
    closed: tuple[str, ...]
    opened: tuple[str, ...]
    cited: tuple[str, ...]
    remarks: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class ServiceView:
    """`fields` by key: channels, documents, contents, fee, result; () where the text does not say."""

    label: str
    who: Outline | None
    fields: Mapping[str, tuple[str, ...]]
    steps: tuple[tuple[str, str], ...]
    places: tuple[tuple[Outline | None, tuple[str, ...]], ...]
    remarks: tuple[str, ...]
    source: str
    dated: Dated


@dataclass(frozen=True, slots=True)
class ReadingView:
    id: str
    question: str
    letter: str
    adopted: str
    because: str
    others: tuple[tuple[str, str], ...]
    consequence: str
    settled_by: str
    not_computable: str


@dataclass(frozen=True, slots=True)
class Passage:
    lines: tuple[tuple[Sentence, ...], ...]
    norms: tuple[NormView, ...]
    services: tuple[ServiceView, ...]
    rules: tuple[RuleView, ...]
    notes: tuple[str, ...]
    pending: bool
    readings: tuple[ReadingView, ...]
    parameters: tuple[ParameterView, ...]
    holidays: tuple[HolidaysView, ...]

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """One for each sentence."""
        return tuple({s.address: s for line in reversed(self.lines) for s in reversed(line)}.values())[::-1]


@dataclass(frozen=True, slots=True)
class FactView:
    """`fields`: of a list, what each of its records has, and `most`, how many it may have; `values`: of a parameter;
    `holidays`: of a day beyond the known holidays, how far they are known."""

    anchor: str
    label: str
    question: str
    hint: str
    choices: tuple[str, ...]
    source: str
    fields: tuple[str, ...] = ()
    most: int = 0
    values: tuple[Value, ...] = ()
    holidays: HolidaysView | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """A page's whole matter. `uses` and `used_by` are names of other parts; `dated`: when all of its rules are in
    force, and which other parts have the texts of other days; `instrument`: of an amendment, which one it is."""

    part: Part
    name: str
    title: str
    passages: tuple[Passage, ...]
    trials: tuple[Trial, ...]
    facts: tuple[FactView, ...]
    uses: tuple[str, ...]
    used_by: tuple[str, ...]
    dated: Dated
    instrument: str
