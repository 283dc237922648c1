"""The program: what a regulation's rule files mean, closed, typed and acyclic. No syntax is left in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from compiler.calendar import FIRST
from compiler.claims import Claim, Ledger
from compiler.expressions import Expr
from compiler.values import Type, Value
from compiler.workdays import Holidays
from dsl.source import Place


@dataclass(frozen=True, slots=True)
class Text:
    """The same words in Chinese and English; English '' where nobody wrote it yet."""

    zh: str
    en: str = ""

    def get(self, lang: str) -> str:
        return (self.en or self.zh) if lang == "en" else self.zh


@dataclass(frozen=True, slots=True)
class Window:
    """First and last day on which a version is in force; None: not limited on that side."""

    since: int | None = None
    until: int | None = None

    def __contains__(self, day: int) -> bool:
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)

    def meets(self, other: Window) -> int | None:
        """The first day on which both are in force, FIRST where neither has a beginning; None where there is none."""
        start = max(self.since or FIRST, other.since or FIRST)
        return start if start in self and start in other else None


ALWAYS = Window()


@dataclass(frozen=True, slots=True)
class Amendment:
    """An amending instrument: its own official text, whose rule files are in force from its day on. Its parts are named
    with `short` before them, their addresses begin with `id`."""

    id: str
    short: Text
    number: str
    title: Text
    issued: int
    in_force_from: int
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Situation:
    """A reader's situation, such as 毕业了, and the names of the services and conclusions that it may concern."""

    title: Text
    services: tuple[str, ...]
    conclusions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Contact:
    """What an agency says of itself, who says so, and the day (number) on which that was looked up. `office`: which of
    several offices says it."""

    value: Text
    source: str
    day: int
    office: Text = Text("")


Contacts = Mapping[str, tuple[Contact, ...]]
"""By key: telephone, address, hours …"""


@dataclass(frozen=True, slots=True)
class Institution:
    """An agency of 机构.toml: its contacts, and by the name of a service those that are for that service alone."""

    contacts: Contacts
    services: Mapping[str, Contacts] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class About:
    """about.toml: what the instrument is. Days are day numbers; `english` translates names of agencies and titles;
    `short` is a short title, '' where there is none; `institutions` are those of 机构.toml, by name; `synonyms`
    are everyday words, each with words by which the search finds what is meant."""

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
    amendments: tuple[Amendment, ...] = ()
    short: Text = Text("")
    jurisdiction: Text = Text("")
    situations: tuple[Situation, ...] = ()
    institutions: Mapping[str, Institution] = field(default_factory=dict)
    synonyms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def all_files(self) -> tuple[str, ...]:
        """The rule files of the instrument and of its amendments."""
        return (*self.files, *(name for a in self.amendments for name in a.files))


@dataclass(frozen=True, slots=True)
class Constraint:
    """What must hold of a request's facts, else it is refused with `kind`, naming `facts`."""

    condition: Expr
    kind: str
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """`each`: the list of records whose field it is, '' for a fact of the person. `parameter`: its value is published,
    not asked for; `rows` are its known values, each from where."""

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
    each: str = ""
    parameter: bool = False
    rows: tuple[Row, ...] = ()
    claim: Claim | None = None
    part: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A parameter's value in a window, and the source that says so."""

    window: Window
    value: Value
    cited: str
    place: Place


@dataclass(frozen=True, slots=True)
class Definition:
    """A conclusion. `facts` are all the facts it may depend on; `rules` the definitions it names. An exception is a
    yes/no conclusion too, whether it counts; `excepts` names what it is an exception to. `each`: the list of records
    that it says something about, one by one. `internal`: no conclusion of its own, but the form that another had."""

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
    window: Window = ALWAYS
    each: str = ""
    excepts: tuple[str, ...] = ()
    internal: bool = False


@dataclass(frozen=True, slots=True)
class Clause:
    """Who must, may or must not do what; `implied`: the text does not name the bearers."""

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
    window: Window = ALWAYS

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
    window: Window = ALWAYS
    alias: str = ""


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
    """A person and a day, with what the rules are expected to say."""

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
    """The rules as they read on some days. Definitions stand in an order in which each rests only on earlier ones.

    Where articles have versions, `epochs` are the programs of all times, each with its first day; `at` finds the one
    for a day. The program itself is the last of them; `gone` tells of each conclusion that has no version in force in
    this one whether it comes later (not_in_force) or is over (no_longer_in_force)."""

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
    holidays: Holidays | None = None
    gone: Mapping[str, tuple[str, Definition]] = field(default_factory=dict)
    gone_norms: Mapping[str, tuple[str, Norm]] = field(default_factory=dict)
    epochs: tuple[tuple[int, Program], ...] = field(default=(), repr=False, compare=False)

    @property
    def conclusions(self) -> dict[str, Definition]:
        """Everything that has an answer: not what only speaks of one record, nor the forms of other days."""
        every = {**self.definitions, **{name: d for name, (_, d) in self.gone.items()}}
        return {name: d for name, d in every.items() if not d.each and not d.internal}

    @property
    def enquirer(self) -> Fact | None:
        """The fact that says who asks, which norms take to be the usual one where nothing is said."""
        return next((fact for fact in self.facts.values() if fact.norm_default is not None), None)

    @property
    def views(self) -> tuple[Program, ...]:
        """The program as it reads at all times."""
        return tuple(view for _, view in self.epochs) or (self,)

    def every_definition(self) -> list[Definition]:
        """Of all times, each version once."""
        found = {
            (d.name, d.place.source.name, d.place.start): d for view in self.views for d in view.definitions.values()
        }
        return [d for d in found.values() if not d.internal]

    def every_norm(self) -> list[Norm]:
        """Of all times."""
        return list({norm.id: norm for view in self.views for norm in view.norms.values()}.values())

    def every_service(self) -> list[Service]:
        """Of all times, each version once, in the order of the law."""
        found = {(s.name, s.window.since): s for view in self.views for s in view.services.values()}
        return list(found.values())

    def at(self, day: int) -> Program:
        """The program as it reads on a day."""
        return next((program for first, program in reversed(self.epochs) if first <= day), self)
