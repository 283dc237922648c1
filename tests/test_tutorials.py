"""Tutorials of other rules-as-code languages, ported by meaning: suite/tutorials/ has a policy for each.

A policy's about.toml says where the tutorial is from and which version was read. Its rule files give every example that
the tutorial publishes, boundaries and unknowns; PUBLISHED repeats the tutorial's own values here, each with its place,
so that they are compared apart from our examples."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

import pytest

import tiaoli
from compiler.compile import compile_program
from compiler.evaluate import evaluate
from compiler.examples import run_examples
from compiler.program import Program
from compiler.values import to_json
from dsl.format import format_source
from dsl.parse import parse
from dsl.source import Source
from tests.mutants import Mutant, killed, mutants
from tiaoli.about import read_about
from tiaoli.load import load_policy

TUTORIALS = Path(__file__).parent / "suite" / "tutorials"
POLICIES = sorted(path.parent.name for path in TUTORIALS.glob("*/about.toml"))
CHINESE = {"openfisca-household"}

each_policy = pytest.mark.parametrize("policy", POLICIES)


@cache
def program(policy: str) -> Program:
    return load_policy(str(TUTORIALS / policy)).compiled.program


@cache
def loaded(policy: str) -> tiaoli.Policy:
    return tiaoli.load(str(TUTORIALS / policy))


# ---- the policies ------------------------------------------------------------------------------------------------


def test_there_are_policies_in_both_languages() -> None:
    assert len(POLICIES) == 4
    assert set(POLICIES) > CHINESE


@each_policy
def test_policy_has_no_faults(policy: str) -> None:
    compiled = load_policy(str(TUTORIALS / policy)).compiled
    assert not compiled.diagnostics, "\n".join(d.render("en") for d in compiled.diagnostics)


@each_policy
def test_every_example_holds(policy: str) -> None:
    faults = [fault.render("en") for _, found in run_examples(program(policy)) for fault in found]
    assert not faults, "\n".join(faults)
    assert len(program(policy).examples) > 20


@each_policy
def test_files_are_as_the_formatter_writes_them(policy: str) -> None:
    keywords = "zh" if policy in CHINESE else "en"
    for path in (TUTORIALS / policy).glob("*.tiao"):
        text = path.read_text(encoding="utf-8")
        assert format_source(Source(path.name, text), keywords) == text, path.name


@each_policy
@pytest.mark.parametrize("keywords", ["zh", "en"])
def test_translated_policy_answers_the_same(policy: str, keywords: str) -> None:
    about = read_about(TUTORIALS / policy)

    def text(name: str) -> str:
        return (TUTORIALS / policy / name).read_text(encoding="utf-8")

    def translated(stem: str) -> Source:
        name = f"{stem}.tiao"
        return Source(name, format_source(Source(name, text(name)), keywords))

    files = [parse(translated(stem)) for stem in about.files]
    amended = [(text(f"{a.id}.txt"), [parse(translated(stem)) for stem in a.files]) for a in about.amendments]
    made = compile_program(about, text("source.txt"), files, amended=amended)
    assert not made.diagnostics, "\n".join(d.render("en") for d in made.diagnostics)
    assert answers(made.program) == answers(program(policy))


def answers(program: Program) -> list[object]:
    """What a program answers to the questions of its examples, where they are not refused."""
    asked = [e for e in program.examples if all(x.status != "refused" for x in e.expected)]
    requests = [
        {"as_of": e.as_of, "facts": e.facts, "readings": e.readings, "only": [x.name for x in e.expected]}
        for e in asked
    ]
    return [evaluate(program, request).as_json() for request in requests]


@each_policy
def test_examples_stand_on_both_sides_of_every_boundary(policy: str) -> None:
    survivors = [mutant.what for mutant in changed_everywhere(program(policy)) if not killed(mutant)]
    assert not survivors, "\n".join(survivors)


def changed_everywhere(program: Program) -> Iterator[Mutant]:
    """The mutants of a program, each changed in all its versions. The days of a parameter's rows are left alone."""
    parameters = {fact.name for fact in program.facts.values() if fact.parameter}
    views = program.epochs or ((0, program),)
    found: dict[tuple[str, int], dict[int, Mutant]] = {}
    for day, view in views:
        times: dict[str, int] = {}
        for mutant in mutants(view):
            times[mutant.what] = number = times.get(mutant.what, 0) + 1
            found.setdefault((mutant.what, number), {})[day] = mutant
    for by_day in found.values():
        last = by_day[max(by_day)]
        if any(f": {name} (" in last.what for name in parameters):
            continue
        epochs = tuple((day, by_day[day].program if day in by_day else view) for day, view in views)
        yield replace(last, program=replace(last.program, epochs=epochs if program.epochs else ()))


# ---- what the tutorials publish ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Published:
    """A question whose answers the tutorial publishes: by the English names; money as text, or the status."""

    policy: str
    name: str
    as_of: str
    facts: Mapping[str, object]
    expected: Mapping[str, object]
    each: Mapping[str, tuple[object, ...]] = field(default_factory=dict)
    """Of definitions about records: what they come to for each."""

    def __str__(self) -> str:
        return f"{self.policy}: {self.name}"


def individual(income: int, children: int) -> dict[str, object]:
    return {"income": income, "number_of_children": children}


def tax_code(name: str, people: list[dict[str, object]], expected: Mapping[str, object], **each: object) -> Published:
    """All of the book's examples are of 1 January 1999 and not overseas."""
    facts = {"individuals": people, "overseas_territory": False}
    return Published("catala-tax-code", name, "1999-01-01", facts, expected, each)  # type: ignore[arg-type]


CATALA_BOOK = [
    # https://book.catala-lang.org/2-1-basic-blocks.html, "Testing the code": the output of scope Test.
    tax_code("Test", [individual(20_000, 0)], {"income_tax_of_all": "4000.00"}, income_tax=("4000.00",)),
    # https://book.catala-lang.org/2-3-list-scopes.html, "Testing the household tax": the output of TestHousehold there,
    # where Article 7 is the last.
    tax_code(
        "TestHousehold before Article 8",
        [individual(15_000, 0), individual(80_000, 2)],
        {"household_tax_before_deduction": "30000.00"},
    ),
    # The same page, "Watch out for the non-linearity of article 8!": A and B. Its household tax of $6,000 is what
    # Article 8 leaves of $20,000; Article 9 comes one page later.
    tax_code(
        "A and B",
        [individual(20_000, 0), individual(200_000, 0)],
        {
            "income_tax_of_all": "64000.00",
            "household_tax_before_deduction": "20000.00",
            "deductions_together": "14000.00",
        },
        income_tax=("4000.00", "60000.00"),
        deduction=("4000.00", "10000.00"),
    ),
    # The same page, "Testing the individual household tax": the output of TestIndividualHousehold.
    tax_code("TestIndividualHousehold", [individual(15_000, 0)], {"household_tax": "7000.00"}),
    # https://book.catala-lang.org/2-4-states-dynamic.html, "Testing and debugging the computation": the output of
    # TestHousehold and, of each individual and of each step, what "Trace of TestHousehold" prints.
    tax_code(
        "TestHousehold",
        [individual(15_000, 0), individual(80_000, 2)],
        {
            "household_tax_before_deduction": "30000.00",
            "deductions_together": "15000.00",
            "household_deduction": "8500.00",
            "household_tax": "21500.00",
        },
        tax_rate=("0.2", "0.15"),
        income_tax=("3000.00", "12000.00"),
        share_of_household_tax=("10000.00", "20000.00"),
        deduction=("3000.00", "12000.00"),
    ),
]


def brackets(name: str, income: int, children: int, expected: str) -> Published:
    return Published("catala-two-brackets", name, "2020-01-01", individual(income, children), {"income_tax": expected})


# The assertions of scopes Test1, Test3 and Test4 of the Catala tutorial in examples/tutorial_en/tutorial_en.catala_en;
# the first two are UnitTest1 and UnitTest2 of tests/test_tutorial.catala_en too. Test5 gives the facts of Test4 again.
CATALA_TUTORIAL = [
    brackets("Test1", 230_000, 0, "72000.00"),
    brackets("Test3", 4_000, 0, "0.00"),
    brackets("Test4", 7_000, 7, "0.00"),
]


def john(name: str, *parents: dict[str, object]) -> Published:
    facts = {"born_in_uk": True, "birth_date": "2021-10-09", "found_as_newborn": False, "parents": list(parents)}
    return Published("british-citizenship", name, "2021-10-09", facts, {"citizen_by_birth": True})


ALICE: dict[str, object] = {"parent_is": "mother", "parent_known_from": "record"}
HARRY: dict[str, object] = {"parent_is": "father", "settled_at_birth": True}

# What query one expects of each scenario in examples/moreExamples/citizenship.le of LogicalEnglish2: "John acquires
# British citizenship on 2021-10-9". (moreExamples/citizenship.le.tests of the older
# repository LogicalEnglish, commit 2d5649dea587, expects no answer in trust_harry and alice_harry, although the rules
# beside it are the same.)
LOGICAL_ENGLISH = [
    john("alice", {**ALICE, "citizen_at_birth": True}),
    john("harry", {**HARRY, "parent_known_from": "record"}),
    john("trust_harry", {**HARRY, "parent_known_from": "own_word"}),
    john("alice_harry", ALICE, {**HARRY, "parent_known_from": "word_of_qualified"}),
]


def household(
    name: str, as_of: str, expected: Mapping[str, object], *members: Mapping[str, object], **facts: object
) -> Published:
    given = {**facts, "household": list(members)} if members else facts
    return Published("openfisca-household", name, as_of, given, expected)


def adult(salary: int | str, birth: str = "1970-01-01") -> dict[str, object]:
    """Without a date of birth, the template takes 1 January 1970."""
    return {"role": "成人", "birth": birth, "salary": salary}


def child(birth: str) -> dict[str, object]:
    return {"role": "子女", "birth": birth, "salary": 0}


def aged(years: int, month: str, salary: int) -> dict[str, object]:
    """The template is given an age; who is that old on the first day of the month may be born on that day."""
    return {"birth": f"{int(month[:4]) - years}{month[4:]}-01", "salary": salary}


# Without them, the template takes an accommodation that is rented and has no size.
EMPTY_FLAT = {"housing_occupancy_status": "租用", "accommodation_size": 0}

# The files tests/*.yaml of the country template 8.2.0; each name is the file's, with what its test is called or about.
# A month is asked about on its first day. The template answers 0 where a rule is not in force: we say so.
OPENFISCA = [
    household("basic_income: 2015-11", "2015-11-01", {"basic_income": "not_in_force"}, aged(18, "2015-11", 0)),
    household("basic_income: adult", "2015-12-01", {"basic_income": "600.00"}, aged(18, "2015-12", 0)),
    household("basic_income: child", "2015-12-01", {"basic_income": "0.00"}, aged(17, "2015-12", 0)),
    household("basic_income: salary", "2015-12-01", {"basic_income": "0.00"}, aged(18, "2015-12", 1200)),
    household("basic_income: child 2016", "2016-12-01", {"basic_income": "0.00"}, aged(17, "2016-12", 0)),
    household("basic_income: salary 2016", "2016-12-01", {"basic_income": "600.00"}, aged(18, "2016-12", 1200)),
    household("housing_allowance: 2016-01", "2016-01-01", {"housing_allowance": "100.00"}, rent=400),
    household("housing_allowance: 2016-12", "2016-12-01", {"housing_allowance": "no_longer_in_force"}, rent=400),
    household("income_tax", "2017-01-01", {"income_tax": "1500.00"}, adult(10_000)),
    *(
        household(
            f"social_security_contribution: {salary} in {year}",
            f"{year}-01-01",
            {"social_security_contribution": expected},
            adult(salary),
        )
        for year, salary, expected in [
            (2013, 2_000, "60.00"),
            (2013, 15_000, "660.00"),
            (2015, 2_000, "80.00"),
            (2015, 15_000, "824.00"),
            (2017, 2_000, "40.00"),
            (2017, 15_000, "816.00"),
        ]
    ),
    *(
        household(
            f"housing_tax: {status}, {size}",
            "2017-01-01",
            {"housing_tax": expected},
            accommodation_size=size,
            housing_occupancy_status=status,
        )
        for status, size, expected in [("租用", 40, "400.00"), ("借住", 40, "0.00"), ("租用", 100, "1000.00")]
    ),
    replace(
        household(
            "situations/income_tax",
            "2017-01-01",
            {"income_tax": "360.00", "housing_tax": "1000.00"},
            adult(2_400, "1961-01-15"),
            child("2002-01-15"),
            accommodation_size=100,
            housing_occupancy_status="租用",
        ),
        each={"own_income_tax": ("360.00", "0.00")},
    ),
    # The youngest child of this household is born on 2018-01-15, after both days; a person who is not born yet is no
    # member, and would be refused.
    *(
        household(
            f"situations/parenting_allowance: {year}",
            f"{year}-01-01",
            {"parenting_allowance": expected},
            adult(250, "1981-01-15"),
            adult(second, "1982-01-15"),
            child("2010-01-15"),
            child("2012-01-15"),
        )
        for year, second, expected in [(2017, 250, "600.00"), (2018, 251, "0.00")]
    ),
    # Published as 600 - 200 / 12 and 600 * 2 - 200 / 12, with a margin of 0.01.
    household("disposable_income: no salary", "2025-01-01", {"disposable_income": "583.33"}, adult(0), **EMPTY_FLAT),
    household(
        "disposable_income: couple, no salary",
        "2025-01-01",
        {"disposable_income": "1183.33"},
        adult(0),
        adult(0),
        **EMPTY_FLAT,
    ),
    household(
        "disposable_income: couple, 2500",
        "2025-01-01",
        {"disposable_income": "3258.33"},
        adult(1_250),
        adult(1_250),
        **EMPTY_FLAT,
    ),
    household(
        "disposable_income: couple, 10000",
        "2025-01-01",
        {"disposable_income": "9416.67"},
        adult(4_000),
        adult(6_000),
        accommodation_size=100,
        housing_occupancy_status="租用",
    ),
    household(
        "disposable_income: triplet",
        "2025-01-01",
        {"disposable_income": "77316.33"},
        adult(10_000),
        adult(20_000),
        adult(70_000),
        accommodation_size=350,
        housing_occupancy_status="租用",
    ),
]

PUBLISHED = [*CATALA_BOOK, *CATALA_TUTORIAL, *LOGICAL_ENGLISH, *OPENFISCA]


@pytest.mark.parametrize("case", PUBLISHED, ids=str)
def test_published_value(case: Published) -> None:
    got = loaded(case.policy).evaluate(case.facts, case.as_of, only=tuple(case.expected))
    shown = {name: got[name].as_json() for name in case.expected}
    assert {name: answer.get("value", answer["status"]) for name, answer in shown.items()} == case.expected
    made = got.answers.program
    (list_,) = [name for name, fact in made.facts.items() if fact.type.kind == "records"][:1] or [""]
    for name, values in case.each.items():
        definition = made.definitions[made.names[name]]
        records = [got.answers.environment.record(list_, i + 1) for i in range(len(values))]
        outcomes = [record.rule(definition.name) for record in records]
        assert tuple(to_json(x, definition.type.kind) for x in outcomes) == values, name  # type: ignore[arg-type]


# ---- where we answer otherwise -----------------------------------------------------------------------------------


def test_what_is_not_said_is_unknown_and_not_false() -> None:
    """docs/tutorial0/IntroToLE2.md of LogicalEnglish2, section 9: with scenario alice and without "Alice is a British
    citizen", Logical English answers "No answers (false)". Here nothing is false because nobody has said it: the answer
    is unknown, and says which facts would settle it. With the same facts denied it is no."""
    case = john("without Alice's citizenship", ALICE)
    citizen = loaded(case.policy).evaluate(case.facts, case.as_of)["citizen_by_birth"]
    assert citizen.status == "unknown"
    assert citizen.missing == ("parents[1].citizen_at_birth", "parents[1].settled_at_birth")
    denied = john("denied", {**ALICE, "citizen_at_birth": False, "settled_at_birth": False})
    assert loaded(case.policy).evaluate(denied.facts, denied.as_of)["citizen_by_birth"].value is False


DECISIONS = ("absences_overlooked", "registration_decided", "public_good_calls_for_it", "left_without_citizenship")


def test_discretion_is_a_fact_and_nothing_infers_it() -> None:
    """What the Secretary of State decides is found by an authority; no rule has it as its conclusion, and whoever asks
    before the decision is told that exactly the decision is missing."""
    made = program("british-citizenship")
    assert all(made.facts[name].source == "authority_judgement" for name in DECISIONS)
    assert not set(DECISIONS) & set(made.definitions)
    facts = {"birth_date": "2010-01-01", "application_made": True, "application_on": "2020-01-01"}
    answer = loaded("british-citizenship").evaluate(facts, "2020-06-01")["registered_at_discretion"]
    assert (answer.status, answer.missing) == ("unknown", ("registration_decided",))


def test_only_a_right_and_not_a_discretion_makes_a_citizen_by_birth() -> None:
    """No decision of the Secretary of State changes who is a citizen by birth or has a right to be registered because
    of a parent."""
    made = program("british-citizenship")
    for name in ("citizen_by_birth", "right_through_parent"):
        assert not set(DECISIONS) & below(made, name)


def below(program: Program, name: str) -> set[str]:
    definition = program.definitions[name]
    return set(definition.facts).union(*(below(program, rule) for rule in definition.rules))


@pytest.mark.parametrize(
    ("income", "tax", "by_text"),
    [("9999.99", "0.00", "0.00"), (10_000, "0.00", "2000.00"), ("10000.01", "2000.00", "2000.00")],
)
def test_where_text_and_program_of_the_catala_tutorial_differ_there_is_a_reading(
    income: object, tax: str, by_text: str
) -> None:
    """Both tutorials exempt "less than $10,000", and compare with <=."""
    one = {"income": income, "number_of_children": 0}
    for policy, facts, name, reading in (
        ("catala-tax-code", {"individuals": [one], "overseas_territory": False}, "income_tax_of_all", "R4-1"),
        ("catala-two-brackets", one, "income_tax", "R2-1"),
    ):
        asked = loaded(policy)
        day = "1999-12-31" if policy == "catala-tax-code" else "2020-01-01"
        assert asked.evaluate(facts, day)[name].as_json()["value"] == tax
        assert asked.evaluate(facts, day, {reading: "B"})[name].as_json()["value"] == by_text
