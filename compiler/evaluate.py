"""Program, facts, day -> Answers. The reference evaluator: every other engine is judged by it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from compiler.calendar import chinese, iso
from compiler.exact import BRIEFLY, Exact
from compiler.partial import Environment, Outcome, Residual, run
from compiler.program import Definition, Norm, Program
from compiler.request import Request, constraint_values, read, ties
from compiler.unknowns import Everything, list_of, ordered
from compiler.values import NA, Value, to_json


@dataclass(frozen=True, slots=True)
class Answer:
    """`status` is value, unknown, not_applicable, not_in_force or no_longer_in_force (interfaces of the command line);
    for a norm applies, not_applies or one of the last four. `value` is a run-time value."""

    name: str
    status: str
    value: Value | None = None
    missing: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    kind: str = "bool"

    def as_json(self) -> dict[str, object]:
        shown: dict[str, object] = {"status": self.status}
        if self.status == "value":
            assert self.value is not None
            shown["value"] = to_json(self.value, self.kind)
        if self.status == "unknown":
            shown["missing"] = list(self.missing)
        if self.articles:
            shown["articles"] = list(self.articles)
        return shown


@dataclass(frozen=True)
class Answers:
    """All that was asked, and what explanations need to show why: the request and the environment with its values.
    `program` is the text of the day asked about, `whole` that of all days."""

    program: Program
    request: Request
    conclusions: Mapping[str, Answer]
    norms: Mapping[str, Answer]
    caveats: tuple[Mapping[str, str], ...]
    environment: Environment = field(repr=False, compare=False)
    whole: Program = field(repr=False, compare=False)

    def _norm(self, id_: str, answer: Answer) -> dict[str, object]:
        norm = self.program.norms.get(id_) or self.program.gone_norms[id_][1]
        return {**answer.as_json(), "name": norm.name, "cite": norm.claim.cite}

    def as_json(self, id_: object = None, lang: str = "zh") -> dict[str, object]:
        shown: dict[str, object] = {} if id_ is None else {"id": id_}
        shown |= {"policy": self.program.about.name, "as_of": iso(self.request.as_of)}
        shown["answers"] = {name: a.as_json() for name, a in self.conclusions.items()}
        shown["norms"] = {id_: self._norm(id_, answer) for id_, answer in self.norms.items()}
        shown["caveats"] = [caveat[lang] for caveat in self.caveats]
        return shown


def evaluate(program: Program, raw: object) -> Answers:
    """Answer a request. Raises Refused (request.py) where it is faulty, before anything is evaluated."""
    request, whole = read(program, raw), program
    program = program.at(request.as_of)
    evaluation = Evaluation(program, request)
    conclusions = program.conclusions
    order = [d for name, d in conclusions.items() if name in (request.only or conclusions)]
    norms = [*program.norms.values(), *(norm for _, norm in program.gone_norms.values())]
    norms = sorted((n for n in norms if n.condition is not None and not request.only), key=lambda n: n.id)
    return Answers(
        program,
        request,
        {d.name: evaluation.conclusion(d) for d in sorted(order, key=lambda d: stated(program, d))},
        {n.id: evaluation.norm(n) for n in norms},
        tuple(caveats(program, request.as_of)),
        evaluation.environment,
        whole,
    )


def stated(program: Program, definition: Definition) -> tuple[int, int]:
    """Where it stands in the text: answers are given in this order."""
    files = program.about.all_files
    stem = definition.place.source.name.rpartition("/")[2].removesuffix(".tiao")
    return (files.index(stem) if stem in files else len(files)), definition.place.start


def exact_for(environment: Environment, constraints: Sequence[Residual]) -> Exact:
    """The exact decision on whatever is missing there."""
    facts = environment.program.facts
    lists = (fact.name for fact in facts.values() if fact.type.kind == "records")
    unknown = frozenset(name for name in lists if name not in environment.facts)
    return Exact(Everything(facts), constraints, unknown)


class Evaluation:
    """One request against the program of its day: what each conclusion and norm comes to. `brief`: of what is unknown
    the missing facts are not looked for."""

    def __init__(self, program: Program, request: Request, brief: bool = False) -> None:
        self.program, self.request, self.brief = program, request, brief
        self.environment = Environment(program, request.facts, request.as_of, request.readings)
        self._exact: Exact | None = None
        self._assuming: dict[str, Environment] = {}
        self.enquirer = program.enquirer
        self.force = _force(program, request)

    @property
    def exact(self) -> Exact:
        if self._exact is None:
            self._exact = exact_for(self.environment, ties(constraint_values(self.program, self.environment)))
        return self._exact

    def conclusion(self, definition: Definition) -> Answer:
        articles = (definition.part,) if definition.part else ()
        kind = definition.type.kind
        if self.force and not definition.answered_before_force:
            if self.force == "no":
                if kind == "bool" and definition.guard is None:
                    return Answer(definition.name, "value", False, (), articles, kind)
                return Answer(definition.name, "not_applicable", None, (), articles, kind)
            return Answer(definition.name, self.force, None, (), articles, kind)
        if definition.name in self.program.gone:
            return Answer(definition.name, self.program.gone[definition.name][0], None, (), articles, kind)
        value, missing, decided = self._settle(self.environment.rule(definition.name))
        if not decided:
            return Answer(definition.name, "unknown", None, missing, articles, kind)
        if value is NA:
            return Answer(definition.name, "not_applicable", None, (), articles, kind)
        return Answer(definition.name, "value", value, (), articles, kind)

    def norm(self, norm: Norm) -> Answer:
        """A norm that speaks of some kinds of enquirer does not apply to others; that comes first."""
        articles = (norm.part,) if norm.part else ()
        if self.force:
            status = "not_applies" if self.force == "no" else self.force
            return Answer(norm.id, status, None, (), articles)
        if norm.id in self.program.gone_norms:
            return Answer(norm.id, self.program.gone_norms[norm.id][0], None, (), articles)
        environment = self.environment
        enquirer = self.enquirer
        if norm.subject and enquirer is not None:
            if environment.facts.get(enquirer.name, enquirer.norm_default) not in norm.subject:
                return Answer(norm.id, "not_applies", None, (), articles)
            environment = self._with_default(enquirer.name, enquirer.norm_default)
        assert norm.condition is not None
        value, missing, decided = self._settle(run(norm.condition, environment))
        if not decided:
            return Answer(norm.id, "unknown", None, missing, articles)
        status = {True: "applies", False: "not_applies"}.get(value is True, "") if value is not NA else "not_applicable"
        return Answer(norm.id, status, None, (), articles)

    def _with_default(self, name: str, value: Value | None) -> Environment:
        if name in self.environment.facts or value is None:
            return self.environment
        if name not in self._assuming:
            self._assuming[name] = self.environment.assuming(name, value)
        return self._assuming[name]

    def _settle(self, outcome: Outcome) -> tuple[Value | None, tuple[str, ...], bool]:
        """Value and no missing facts, or None and the facts that can still change it."""
        if not isinstance(outcome, Residual):
            return outcome, (), True
        if self.brief and self.exact.either(outcome, BRIEFLY):
            return None, (), False
        value, missing = self.exact.decide(outcome)
        if value is not None:
            return value, (), True
        return None, tuple(dict.fromkeys(map(self._named, ordered(self.program.facts, missing)))), False

    def _named(self, fact: str) -> str:
        """A field of a record that is known to be there by its path, one of an unknown list by the list's name."""
        return fact if "[" not in fact or list_of(fact) in self.request.facts else list_of(fact)


def _force(program: Program, request: Request) -> str:
    """'' in force, else not_in_force, no_longer_in_force, or `no` (a reading that answers no before force)."""
    about = program.about
    if about.repealed_from is not None and request.as_of >= about.repealed_from:
        return "no_longer_in_force"
    if request.as_of >= about.in_force_from:
        return ""
    reading, settings = program.before_force
    letter = request.readings.get(reading) or (program.readings[reading].adopted if reading else "")
    return settings.get(letter, "not_in_force")


def caveats(program: Program, as_of: int) -> list[dict[str, str]]:
    """What must be said beside every answer for a day, in both languages."""
    about = program.about
    found = []
    if as_of < about.in_force_from:
        zh, en = chinese(about.in_force_from), iso(about.in_force_from)
        found.append(
            {
                "zh": f"这份文件从{zh}起执行，您问的日子还没有施行。那时可能要看别的文件。",
                "en": f"This document is in force from {en}. On the day asked about, other documents may apply.",
            }
        )
    if about.last_verified is not None and as_of > about.last_verified:
        zh, en = chinese(about.last_verified), iso(about.last_verified)
        found.append(
            {
                "zh": f"效力待核实：文本的效力只核对到{zh}。后来是否修改或者废止，请向发文机关确认。",
                "en": f"Validity to be confirmed: the text was last verified for {en}. Ask the issuer about changes.",
            }
        )
    return found
