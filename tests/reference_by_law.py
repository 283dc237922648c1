"""By-law 7 of 2023 of Port Merrow and its amendment once more, by hand in plain Python: what its rules must come to.

Written from the text of the law; nothing of the project is used. A person is a dict of facts: bool, int, date, money in
fen, a month as a pair (year, month); the household is a list of dicts. `switched` holds the ids of the readings that
are read by their alternative B. `NA` is *not applicable*.
"""

from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

NA = "not applicable"
DAY = timedelta(1)
IN_FORCE = date(2023, 7, 1)
AMENDED = date(2024, 7, 1)
COMPUTABLE = ("K1", "K2", "V1", "R3-1", "R6-1", "R8-1", "R9-1", "R11-2")

# ---- orders, and the calendar ---------------------------------------------------------------------------------------


def reference_income(day: date) -> int | None:
    """The order for the year beginning on 1 April; that for 2025 has not been found."""
    year = day.year if day.month >= 4 else day.year - 1
    return {2023: 420000, 2024: 436000, 2026: 462500}.get(year)


def emission_limit(day: date) -> int | None:
    if day < IN_FORCE:
        return None
    return 50 if day.year < 2025 else 40


def _days(year: int, text: str) -> set[date]:
    return {date(year, int(m), int(d)) for m, d in (day.split("/") for day in text.split())}


FIRST_KNOWN, LAST_KNOWN = IN_FORCE, date(2025, 12, 31)
CLOSED = (
    _days(2023, "9/11 12/25 12/26")
    | _days(2024, "1/1 4/15 6/3 9/9 12/25 12/26 12/27")
    | _days(2025, "1/1 4/14 6/2 9/9 12/25 12/26")
)
OPEN = _days(2024, "12/21")


def is_working_day(day: date) -> bool:
    """Section 2 (1) (g)."""
    assert FIRST_KNOWN <= day <= LAST_KNOWN, day
    return (day.weekday() < 5 and day not in CLOSED) or day in OPEN


def working_days_after(day: date, count: int) -> date:
    while count:
        day += DAY
        count -= is_working_day(day)
    return day


def months_later(day: date, months: int) -> date:
    """The corresponding day; where the month has no such day, its last one."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


# ---- rounding -------------------------------------------------------------------------------------------------------


def down(amount: Fraction, step: int) -> int:
    return amount // step * step


def up(amount: Fraction, step: int) -> int:
    return -(-amount // step) * step


def nearest(amount: Fraction, step: int, half: str) -> int:
    """To a multiple of step; the middle between two goes up, down, or to the even multiple."""
    below = int(amount // step)
    rest = amount / step - below
    middle = {"up": True, "down": False, "even": below % 2 == 1}[half]
    return (below + (rest > Fraction(1, 2) or (rest == Fraction(1, 2) and middle))) * step


def tiers(amount: Fraction, *parts: tuple[int | None, Fraction]) -> Fraction:
    """So much of each part, up to its bound."""
    total, start = Fraction(0), Fraction(0)
    for bound, rate in parts:
        end = amount if bound is None else min(amount, Fraction(bound))
        total += max(end - start, Fraction(0)) * rate
        start = max(start, end)
    return total


# ---- the law --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Case:
    """One applicant on one day under some readings. `self["fact"]` is a fact."""

    facts: Mapping[str, Any]
    day: date
    switched: frozenset[str] = frozenset()

    def __getitem__(self, name: str) -> Any:
        return self.facts[name]

    def b(self, reading: str) -> bool:
        return reading in self.switched

    @property
    def lodged(self) -> date:
        day: date = self["application_lodged_on"]
        return day

    # ---- section 2 ----

    def younger(self, member: Mapping[str, Any], years: int) -> bool:
        birth: date = member["member_birth_date"]
        birthday = months_later(birth, 12 * years)
        if self.b("K2") and birthday.day != birth.day:
            birthday += DAY
        return self.lodged <= birthday if self.b("K1") else self.lodged < birthday

    def dependent(self, member: Mapping[str, Any]) -> bool:
        return self.younger(member, 18) or (self.younger(member, 25) and member["in_full_time_education"])

    def household_income(self) -> int:
        return sum(m["member_income"] for m in self["household"] if not self.dependent(m))

    def reference_income(self) -> int:
        found = reference_income(self.lodged)
        supplied: int = self["reference_income"] if found is None else found
        return supplied

    def low_emission(self) -> bool:
        limit = emission_limit(self.lodged)
        return bool(self["rated_emissions"] <= (self["low_emission_limit"] if limit is None else limit))

    # ---- section 3 ----

    def badge(self) -> bool:
        return any(m["holds_mobility_badge"] and m["uses_vehicle"] for m in self["household"])

    def entitled(self) -> bool:
        if not (self["entered_in_register"] and self["lives_there"] and self["keeps_vehicle"]) or self.barred():
            return False
        space = self["dwelling_has_parking_space"] or (self.b("R3-1") and self["other_space_in_zone"])
        in_the_way = (space and not self["space_found_unsuitable"]) or self["permits_in_force"] >= 2
        return self.badge() or not in_the_way

    def barred(self) -> bool:
        """Section 9 (3) and (4)."""
        if not self["earlier_permit_withdrawn"] or self["withdrawal_set_aside"]:
            return False
        withdrawn = self["withdrawn_on"]
        at = self.day if self.b("R9-1") else self.lodged
        return bool(withdrawn <= at <= months_later(withdrawn, 12))

    # ---- section 5, and section 1 of the amendment ----

    def standard_charge(self) -> int:
        grams = Fraction(self["rated_emissions"])
        second = self["permits_in_force"] >= 1
        if self.day < AMENDED or self.lodged < AMENDED:
            former = ((100, Fraction(120)), (160, Fraction(240)), (None, Fraction(485)))
            amount = down(tiers(grams, *former), 100)
            return down(Fraction(amount) * Fraction(3, 2), 100) if second else amount
        rates = ((90, Fraction(150)), (140, Fraction(320)), (200, Fraction(645)), (None, Fraction(990)))
        amount = nearest(tiers(grams, *rates), 500, "up")
        return 2 * amount if second else amount

    # ---- section 6, and section 2 of the amendment ----

    def charge(self) -> int:
        half = up(Fraction(self.standard_charge(), 2), 100)
        if self.badge():
            return 0
        if self.lodged <= months_later(self["emissions_certificate_on"], 24):
            if self["low_emission_permit_in_force"] and (self.low_emission() or self.b("R6-1")):
                return half
            if self.low_emission():
                return 0
        return half if self.day >= AMENDED and self["needed_for_night_work"] else self.standard_charge()

    # ---- section 7 ----

    def in_hardship(self) -> bool:
        household, reference = self["household"], self.reference_income()
        children = [m for m in household if self.dependent(m)]
        if all(m["receives_basic_assistance"] for m in household if m not in children):
            return True
        if any(m["member_income"] > 2 * reference for m in household):
            return False
        share = Fraction(60 if len(children) >= 3 else 50, 100)
        return Fraction(self.household_income(), len(household)) <= share * reference

    def hardship_ceiling(self) -> int:
        year = Fraction(12 * self.household_income())
        parts = ((2400000, Fraction(1, 400)), (4800000, Fraction(1, 200)), (None, Fraction(1, 100)))
        return nearest(tiers(year, *parts), 1, "even")

    def charge_payable(self) -> int:
        if self["special_hardship_found"]:
            return 0
        relief = self["relief_claimed"] and self.in_hardship()
        return min(self.charge(), self.hardship_ceiling()) if relief else self.charge()

    # ---- section 8 ----

    def refund(self) -> Any:
        (year, month), given = self["first_month"], self["surrendered_on"]
        end = year * 12 + month + 11
        remaining = end - (given.year * 12 + given.month)
        if remaining < 0:
            return NA
        months = min(12, remaining + self.b("R8-1"))
        amount = nearest(Fraction(self["charge_paid"] * months, 12), 10, "down")
        return 0 if amount < 1000 or self["permit_withdrawn"] else amount

    # ---- sections 10 and 11 ----

    def decision_due_by(self) -> date:
        return working_days_after(self["application_complete_on"], 20)

    def review_admissible(self) -> bool:
        served, requested = self["decision_served_on"], self["review_requested_on"]
        last = served + 30 * DAY
        while not is_working_day(last):
            last += DAY
        counted = self.day if self.b("R11-2") else requested
        return bool(requested <= last or (self["good_cause_found"] and counted <= months_later(served, 6)))


RULES: dict[str, Callable[[Case], Any]] = {
    "entitled_to_permit": Case.entitled,
    "standard_charge": Case.standard_charge,
    "charge": Case.charge,
    "in_hardship": Case.in_hardship,
    "hardship_ceiling": Case.hardship_ceiling,
    "charge_payable": Case.charge_payable,
    "refund": Case.refund,
    "decision_due_by": Case.decision_due_by,
    "review_admissible": Case.review_admissible,
}
YES_NO = ("entitled_to_permit", "in_hardship", "review_admissible")


def answer(name: str, case: Case) -> tuple[str, Any]:
    """A status and a value, about a person all of whose facts are known."""
    if case.day < IN_FORCE:
        if "V1" not in case.switched:
            return "not_in_force", None
        return ("value", False) if name in YES_NO else ("not_applicable", None)
    value = RULES[name](case)
    return ("not_applicable", None) if value is NA else ("value", value)
