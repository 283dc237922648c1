"""The Python face: what it takes, what it gives, how it refuses."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

import tiaoli

POLICY = tiaoli.load("jing-ren-she-jiu-fa-2020-19")


def test_python_values_and_aliases() -> None:
    facts = {"self_employed_business": True, "毕业日期": date(2021, 6, 30), "补缴缴费基数": Decimal("5360.5")}
    answers = POLICY.evaluate(facts, as_of=date(2021, 10, 15))
    assert answers["flexible_worker"].value is True
    assert answers["灵活就业人员"].articles == ("第二条",)
    assert answers["A15.P1.S1a"].status == "applies"


@pytest.mark.parametrize("facts", [["x"], "x", None, 3])
def test_facts_of_another_shape_are_refused(facts: object) -> None:
    with pytest.raises(tiaoli.RequestError) as refused:
        POLICY.evaluate(facts, as_of="2021-10-15")  # type: ignore[arg-type]
    assert refused.value.kind == "malformed_request"


def test_a_float_is_refused() -> None:
    with pytest.raises(tiaoli.RequestError) as refused:
        POLICY.evaluate({"补缴缴费基数": 5360.5}, as_of="2021-10-15")
    assert (refused.value.kind, refused.value.facts) == ("wrong_type", ("补缴缴费基数",))
