"""The proof object: everything an explanation says, computed once. Templates and diagrams only read it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from compiler.program import Text
from compiler.values import NA, Value

NOTHING = Text("")
Rests = Callable[[], tuple[str, ...]]
"""Finds the facts on which something rests, when they are asked for."""


def _nothing() -> tuple[str, ...]:
    return ()


GROUPS = ("all", "any", "not", "cases", "exceptions", "unless")
"""Kinds of nodes that join others."""
LACKING = ("unmet", "not_applicable")
"""States of what stands in the way of a yes."""


def state_of(value: Value | None, negated: bool = False) -> str:
    """The state of a node with this value, None where it is open; `negated`: of the condition that it be false."""
    if value is None:
        return "open"
    if value is NA:
        return "not_applicable"
    if not isinstance(value, bool):
        return "value"
    return "met" if value is not negated else "unmet"


@dataclass(frozen=True, slots=True)
class Node:
    """One condition (or rule) and what it came to.

    kind: rule (a named conclusion; `parts` are its guard and its body), all, any, not, cases, exceptions (of a rule:
    each exception, followed by what it gives where it may count, at last the general rule), unless (an exception's
    conditions, and the exceptions to it), record (one of a list, and whether it counts), parameter, test (a single
    condition or value), fact.
    state: met, unmet, open (cannot be said yet), not_applicable, value (a number, date, choice or list, in `yours`).
    label: the condition in plain words. yours: your value, '' where there is none to show. needed: the value required.
    decisive: it takes part in fixing the verdict, or stands in the way of a yes beside what does. cite and quote: where
    the law says so, '' inside a rule.
    name: of the rule or fact. role: guard, body, if, then, else, exception, instead, general, against. negated: the
    condition is that its step be false. note: what else a reader must know of it. brief: its name where there is no
    room for its parts. asides: sources, versions, days that did not count. gives: the state of what an exception would
    give.
    """

    id: str
    kind: str
    state: str
    label: Text
    yours: Text
    needed: Text
    facts: tuple[str, ...]
    readings: tuple[str, ...]
    cite: str
    quote: str
    decisive: bool
    parts: tuple[Node, ...]
    name: str = ""
    role: str = ""
    negated: bool = False
    note: Text = NOTHING
    brief: Text = NOTHING
    asides: tuple[Text, ...] = ()
    gives: str = ""

    @property
    def counts(self) -> bool:
        """Is it an exception that applies?"""
        return self.role in ("exception", "against") and self.state == "met" and not self.negated

    @property
    def unwanted(self) -> bool:
        """Does a way ask for the opposite: of a condition that is negated, of an exception that stands in the way?"""
        return self.negated or self.counts or (self.role == "against" and self.state == "open")

    @property
    def mark(self) -> str:
        """The state that it is shown with: an exception that applies is neither a good nor a bad thing."""
        return "counts" if self.counts else self.state

    @property
    def former(self) -> bool:
        """Is it a conclusion by the text of another day?"""
        return self.kind == "rule" and "@" in self.name

    @property
    def general(self) -> Node:
        """What a rule with exceptions says itself."""
        return self.parts[-1]

    def walk(self) -> Iterator[Node]:
        yield self
        for part in self.parts:
            yield from part.walk()

    @property
    def body(self) -> Node:
        """What a reader sees below it: a rule that only joins conditions is seen as that list of conditions."""
        only = self.parts[0] if self.kind == "rule" and len(self.parts) == 1 else None
        return only if only is not None and only.kind in GROUPS else self

    @property
    def reasons(self) -> tuple[Node, ...]:
        """The parts that fix its state."""
        return tuple(part for part in self.body.parts if part.decisive)

    @property
    def shown(self) -> tuple[Node, ...]:
        """Those of them that a reader has to see: a number explained before already stands in the condition."""
        told = self.kind == "test"
        return tuple(p for p in self.reasons if not (told and p.kind == "rule" and p.state == "value" and not p.parts))

    @property
    def pending(self) -> tuple[Node, ...]:
        """Beside what an "all" or a rule's guard lacks, what cannot be said yet: whoever mends the one must know of the
        other."""
        if self.body.kind not in ("all", "rule") or self.state not in LACKING:
            return ()
        return tuple(part for part in self.body.parts if part.state == "open" and not part.decisive)


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence, and the step it speaks of."""

    step: str
    text: Text


@dataclass(frozen=True, slots=True)
class Open:
    """A condition that cannot be settled yet, and the facts that can still change it."""

    node: Node
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Route:
    """One of the ways to meet a rule, its conditions by what they came to. `gap` counts the unmet ones, `lacks` says
    it; `note` where the conditions are settled together although none is alone; `facts` are enough to know that it is
    open, or closed, and none of them can be left out; `bars` are facts that can never change and keep it closed even
    where all that it lacks is put right."""

    step: str
    title: Text
    lacks: Text
    note: Text
    met: tuple[Node, ...]
    unmet: tuple[Node, ...]
    open: tuple[Open, ...]
    gap: int
    rests: Rests = field(repr=False, compare=False, default=_nothing)
    bars: tuple[str, ...] = ()

    @property
    def facts(self) -> tuple[str, ...]:
        return self.rests()


@dataclass(frozen=True, slots=True)
class Outlook:
    """An answer (or several) that alone settles the question, and how."""

    answers: Text
    outcome: Text


@dataclass(frozen=True, slots=True)
class Missing:
    """A fact that can still change the verdict. kind: asked (the person's to answer), judged (somebody decides),
    published (a figure that the authorities publish) and told (a day beyond the known holidays): the last two are never
    asked of a citizen."""

    fact: str
    kind: str
    step: str
    label: Text
    status: Text
    question: Text
    hint: Text
    outlooks: tuple[Outlook, ...]


@dataclass(frozen=True, slots=True)
class Other:
    """The alternative of a reading that is not in use, with what it would give this person, or nothing."""

    letter: str
    text: Text
    outcome: Text


@dataclass(frozen=True, slots=True)
class ReadingUse:
    """A reading on which the conclusion rests. `main`: the conclusion itself names it, or it was switched."""

    id: str
    step: str
    main: bool
    question: Text
    letter: str
    switched: bool
    text: Text
    because: Text
    others: tuple[Other, ...]
    consequence: Text
    settled_by: Text
    not_computable: Text


@dataclass(frozen=True, slots=True)
class Amount:
    """How a number or date was computed: the formula, each step with the person's numbers, the result. `label`: of
    which conclusion. `notes`: sources, what did not count. `before`: the computed numbers that it rests on."""

    step: str
    label: Text
    formula: Text
    rows: tuple[tuple[Text, Text], ...]
    result: Text
    rounding: tuple[Line, ...]
    notes: tuple[Line, ...] = ()
    before: tuple[Amount, ...] = ()


@dataclass(frozen=True, slots=True)
class Basis:
    """Where the law says so, and its words."""

    cite: Text
    quote: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """`status` as in the answer; `headline` is a whole sentence, with the day; `mark` is the state of a node."""

    status: str
    value: Value | None
    kind: str
    mark: str
    headline: Text
    shown: Text


@dataclass(frozen=True, slots=True)
class Proof:
    about: str
    label: Text
    number: str
    title: Text
    as_of: int
    verdict: Verdict
    caveats: tuple[Text, ...]
    why: str
    summary: Line
    routes: tuple[Route, ...]
    given: tuple[Route, ...]
    missing: tuple[Missing, ...]
    amount: Amount | None
    readings: tuple[ReadingUse, ...]
    remarks: tuple[Text, ...]
    cite: Text
    quote: str
    root: Node
    standing: tuple[Text, ...] = ()
    others: tuple[Basis, ...] = ()
    no: str | None = None
    no_said: Text = NOTHING
    rests: Rests = field(repr=False, compare=False, default=_nothing)
    """`why` is the heading: why_yes, why_no, why_na, why_value or missing. `routes` say why (or why not); `given` the
    conditions on which a value was computed; `standing` which text it is, and what it is an exception to; `others` the
    law of the exceptions that decided; `facts` fix the verdict, whatever all others are, and none of them can be left
    out; `no` is the kind of a "no" (kinds.py), `no_said` what must be said of it."""

    @property
    def facts(self) -> tuple[str, ...]:
        return self.rests()
