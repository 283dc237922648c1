"""The program: what a regulation's rule files mean, closed, typed and acyclic. No syntax is left in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from compiler.expressions import Expr
from compiler.ledger import Claim, Ledger
from compiler.values import Type, Value
from dsl.source import Place


@dataclass(frozen=True, slots=True)
class About:
    """about.toml: what the instrument is. Days are day numbers; `english` translates names of agencies and titles."""

    name: str
    number: str
    title: str
    title_en: str
    issuer: str
    issuer_en: str
    issued: int
    in_force_from: int
    last_verified: int | None
    repealed_from: int | None
    files: tuple[str, ...]
    english: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Text:
    """The same words in Chinese and English; English '' where nobody wrote it yet."""

    zh: str
    en: str = ""

    def get(self, lang: str) -> str:
        return (self.en or self.zh) if lang == "en" else self.zh


@dataclass(frozen=True, slots=True)
class Constraint:
    """What must hold of a request's facts, else it is refused with `kind`, naming `facts`."""

    condition: Expr
    kind: str
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    name: str
    alias: str
    label: Text
    type: Type
    question: Text
    hint: Text
    choices: Mapping[str, str]
    entity: str
    source: str
    change: str
    change_if_future: str
    limits: tuple[int, int] | None
    norm_default: Value | None
    constraints: tuple[Constraint, ...]
    remarks: tuple[Text, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Definition:
    """A conclusion. `facts` are all the facts it may depend on; `rules` the definitions it names."""

    name: str
    alias: str
    label: Text
    type: Type
    choices: Mapping[str, str]
    guard: Expr | None
    body: Expr
    readings: tuple[str, ...]
    answered_before_force: bool
    remarks: tuple[Text, ...]
    claim: Claim | None
    part: str
    place: Place
    facts: frozenset[str] = frozenset()
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Clause:
    implied: bool
    bearers: tuple[str, ...]
    modalities: tuple[str, ...]
    wording: str
    action: Text


@dataclass(frozen=True, slots=True)
class Norm:
    """`subject`: the kinds of enquirer it speaks of, () where it does not say; condition None: not computable."""

    id: str
    name: str
    label: Text
    clauses: tuple[Clause, ...]
    subject: tuple[str, ...]
    beneficiary: Text
    addressees: tuple[str, ...]
    counterparts: tuple[str, ...]
    period: Text
    remarks: tuple[Text, ...]
    condition: Expr | None
    claim: Claim
    part: str
    place: Place

    @property
    def implied(self) -> tuple[str, ...]:
        """The unnamed bearers."""
        return tuple(dict.fromkeys(b for c in self.clauses if c.implied for b in c.bearers))


@dataclass(frozen=True, slots=True)
class Service:
    """办事事项. `fields` are texts by key: channels, documents, contents, fee, result; a step is who ('' where the text
    does not say) and what."""

    name: str
    label: Text
    condition: Expr | None
    fields: Mapping[str, tuple[Text, ...]]
    steps: tuple[tuple[str, Text], ...]
    venues: tuple[tuple[Expr | None, tuple[Text, ...]], ...]
    remarks: tuple[Text, ...]
    claim: Claim | None
    part: str
    place: Place


@dataclass(frozen=True, slots=True)
class Reading:
    """An ambiguity. The adopted alternative is A; `alternatives` by letter."""

    id: str
    question: Text
    alternatives: Mapping[str, Text]
    adopted: str
    because: Text
    consequence: Text
    settled_by: Text
    not_computable: Text | None
    calendar: tuple[str, Mapping[str, str]] | None
    part: str
    place: Place


@dataclass(frozen=True, slots=True)
class Expected:
    """status is value, unknown, not_applicable, not_in_force or refused; for the last `name` is the kind."""

    name: str
    status: str
    value: Value | None
    names: tuple[str, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Example:
    name: str
    label: Text
    as_of: str
    facts: Mapping[str, object]
    readings: Mapping[str, str]
    expected: tuple[Expected, ...]
    part: str
    place: Place


@dataclass(frozen=True)
class Program:
    """Definitions stand in an order in which each rests only on earlier ones."""

    about: About
    facts: Mapping[str, Fact]
    definitions: Mapping[str, Definition]
    norms: Mapping[str, Norm]
    services: Mapping[str, Service]
    readings: Mapping[str, Reading]
    examples: tuple[Example, ...]
    ledger: Ledger
    before_force: tuple[str, Mapping[str, str]] = ("", {})
    names: Mapping[str, str] = field(default_factory=dict)
    """Every name and alias of a fact or definition -> its name."""
