"""Numbers, days and lists of records, told: which records count, what each tier takes, which days do not count, and
which published figure was used."""

from __future__ import annotations

import pytest

from compiler.evaluate import evaluate
from explain.explanation import Explanation, explain
from explain.proof import Amount
from tests.sample import FAMILY, spoken, told
from tiaoli.load import load_policy

PARKING = load_policy("port-merrow-2023-7", draft=True).compiled.program


def amount(explanation: Explanation) -> Amount:
    found = explanation.proof.amount
    assert found is not None
    return found


def rows(found: Amount, lang: str = "zh") -> list[str]:
    return [f"{computed.get(lang)} = {result.get(lang)}" for computed, result in found.rows]


def notes(found: Amount, lang: str = "zh") -> list[str]:
    return [note.text.get(lang) for note in found.notes]


def bylaw(example: str, name: str, lang: str = "en") -> Explanation:
    found = next(e for e in PARKING.examples if e.name == example)
    request = {"as_of": found.as_of, "facts": found.facts, "readings": found.readings, "only": [name]}
    return explain(evaluate(PARKING, request), name, lang=lang)


def _asides(explanation: Explanation) -> list[str]:
    return [aside.get(explanation.lang) for node in explanation.proof.root.walk() for aside in node.asides]


# ---- lists of records --------------------------------------------------------------------------------------------


def test_a_total_shows_its_parts() -> None:
    found = amount(told("家庭收入", 家庭成员=[FAMILY[0], {"成员年龄": 30, "成员收入": "250.50"}, FAMILY[1]]))
    assert found.formula.zh == "家庭成员中“未成年”为“否”的，成员收入合计"
    assert found.formula.en == "total of “Income” in the records of “Household” where “Minor” is no"
    assert rows(found) == ["1,500.00元（第1人） + 250.50元（第2人） = 1,750.50元"]


def test_who_counts_is_told_by_number() -> None:
    explanation = told("家庭收入", 家庭成员=FAMILY)
    assert rows(amount(explanation)) == ["1,500.00元（第1人） = 1,500.00元"]
    assert notes(amount(explanation)) == ["不计入：第2人、第3人。"]
    assert rows(amount(explanation), "en") == ["1,500.00 yuan (record 1) = 1,500.00 yuan"]
    assert notes(amount(explanation), "en") == ["Not counted: record 2 and record 3."]


def test_nobody_counts() -> None:
    children = [{"成员年龄": 3, "成员收入": "5.00"}]
    assert rows(amount(told("家庭收入", 家庭成员=children))) == ["没有计入的 = 0.00元"]
    assert rows(amount(told("家庭收入", 家庭成员=[]))) == ["没有记录 = 0.00元"]
    assert rows(amount(told("家庭收入", 家庭成员=[])), "en") == ["there are no records = 0.00 yuan"]


def test_the_largest_of_a_list() -> None:
    found = amount(told("家庭年龄", 家庭成员=FAMILY))
    assert rows(found) == ["40（第1人）；17（第2人）；16（第3人）；其中最大的 = 40"]
    assert rows(found, "en") == ["the largest of: 40 (record 1); 17 (record 2); 16 (record 3) = 40"]


def test_a_list_without_records_does_not_apply() -> None:
    text = spoken(told("家庭年龄", 家庭成员=[]))
    assert "要用到的那一项不存在。这一项因此用不上。– 家庭成员中最大的成员年龄。不适用没有记录" in text


def test_some_record_is_enough() -> None:
    yes = spoken(told("有人领取低保", 家庭成员=[{"领取低保": False}, {"领取低保": True}]))
    assert "✓ 家庭成员中至少有一人：领取低保✓ 家庭成员第2人：领取低保您的情况：是；要求：是" in yes
    assert "第1人" not in yes
    no = spoken(told("有人领取低保", "en", 家庭成员=[{"领取低保": False}, {"领取低保": False}]))
    assert "✕ In “Household”, at least one record where “Receives assistance” is yes" in no
    for number in (1, 2):
        assert f"✕ Household, record {number}: Receives assistance Yours: no; Required: yes" in no


def test_every_record_must_meet_it_but_those_that_are_not_looked_at() -> None:
    explanation = bylaw("one of two adults on basic assistance", "all_on_assistance")
    text = spoken(explanation)
    assert "In every record of “Household” where “Dependent child” is no, “Receives basic assistance” is yes" in text
    assert "✕ Household, record 2" in text
    assert "Household, record 1" not in text


def test_an_unknown_list_is_asked_for_by_its_question() -> None:
    explanation = told("家庭收入")
    (missing,) = explanation.proof.missing
    assert (missing.fact, missing.question.zh) == ("家庭成员", "家里有哪些人？")


def test_an_unknown_field_is_asked_for_of_its_record() -> None:
    explanation = told("家庭收入", 家庭成员=[{"成员年龄": 40, "成员收入": "1.00"}, {"成员收入": "2.00"}])
    (missing,) = explanation.proof.missing
    assert missing.fact == "家庭成员[2].成员年龄"
    assert missing.label.zh == "家庭成员第2人：成员年龄"
    assert missing.label.en == "Household, record 2: Age"
    assert missing.question.zh == "家庭成员第2人：这个人几岁？"
    assert missing.question.en == "Household, record 2: How old is this person?"


# ---- tiers and rounding ------------------------------------------------------------------------------------------


def test_each_tier_with_its_part_rate_and_amount_then_the_sum_then_the_rounding() -> None:
    explanation = told("家庭税", 家庭成员=[{"成员年龄": 40, "成员收入": "2500.00"}])
    found = amount(explanation)
    assert rows(found) == [
        "至1,000.00元的部分：1,000.00元 × 3% = 30.00元",
        "1,000.00元至2,000.00元的部分：1,000.00元 × 10% = 100.00元",
        "2,000.00元以上的部分：500.00元 × 20% = 100.00元",
        "30.00元 + 100.00元 + 100.00元 = 230.00元",
        "230.00元，四舍五入到分，正好一半时取双数 = 230.00元",
    ]
    assert rows(found, "en") == [
        "The part up to 1,000.00 yuan: 1,000.00 yuan × 3% = 30.00 yuan",
        "The part from 1,000.00 yuan to 2,000.00 yuan: 1,000.00 yuan × 10% = 100.00 yuan",
        "The part above 2,000.00 yuan: 500.00 yuan × 20% = 100.00 yuan",
        "30.00 yuan + 100.00 yuan + 100.00 yuan = 230.00 yuan",
        "230.00 yuan, rounded to the nearest fen, an exact half to the even one = 230.00 yuan",
    ]
    assert found.formula.zh == (
        "家庭收入，分段计算：至1,000.00元的部分3%；至2,000.00元的部分10%；以上的部分20%，四舍五入到分，正好一半时取双数"
    )


def test_only_tiers_that_take_something_are_shown() -> None:
    found = amount(told("家庭税", 家庭成员=[{"成员年龄": 40, "成员收入": "0.50"}]))
    assert rows(found) == [
        "至1,000.00元的部分：0.50元 × 3% = 0.015元",
        "0.015元，四舍五入到分，正好一半时取双数 = 0.02元",
    ]
    nothing = amount(told("家庭税", 家庭成员=[]))
    assert rows(nothing)[0] == "至1,000.00元的部分：0.00元 × 3% = 0.00元"


def test_a_number_that_rests_on_others_shows_these_first() -> None:
    explanation = told("家庭税", 家庭成员=FAMILY)
    assert [before.label.zh for before in amount(explanation).before] == ["家庭收入"]
    text = spoken(explanation)
    assert text.index("先算：家庭收入") < text.index("家庭税算法：") < text.index("写在哪里")


@pytest.mark.parametrize(
    ("example", "name", "said"),
    [
        (
            "a second low-emission vehicle: half, rounded up",
            "charge",
            "40.50 yuan, rounded up to the yuan = 41.00 yuan",
        ),
        (
            "2024: the middle between two multiples is rounded up",
            "emissions_charge",
            "82.50 yuan, rounded to the nearest multiple of 5.00 yuan = 85.00 yuan",
        ),
        (
            "exactly half a jiao is rounded down",
            "refund",
            "15.15 yuan, rounded to the nearest jiao, but an exact half down = 15.10 yuan",
        ),
        (
            "half a fen, rounded up to the even fen",
            "hardship_ceiling",
            "30.015 yuan, rounded to the nearest fen, an exact half to the even one = 30.02 yuan",
        ),
        (
            "2023: half a yuan of a second permit is rounded down",
            "standard_charge",
            "190.50 yuan, rounded down to the yuan = 190.00 yuan",
        ),
    ],
)
def test_rounding_is_always_stated(example: str, name: str, said: str) -> None:
    found = amount(bylaw(example, name))
    assert said in [row for each in (*found.before, found) for row in rows(each, "en")]


# ---- published figures -------------------------------------------------------------------------------------------


def test_a_parameter_says_since_when_it_holds_and_where_that_is_published() -> None:
    text = spoken(told("困难家庭", 家庭成员=FAMILY, 申请日期="2024-02-01"))
    assert "✓ 家庭收入低于最低工资（按申请日期那一天）您的情况：1,500.00元；要求：低于2,320.00元" in text
    assert "您的情况：2,320.00元自2021年8月1日至2024年12月31日；出处：测人社发〔2021〕77号" in text
    earlier = told("困难家庭", "en", 家庭成员=FAMILY, 申请日期="2021-07-31")
    assert "from 1 July 2020 until 31 July 2021; source: 测人社发〔2020〕8号" in "".join(_asides(earlier))


def test_an_unknown_parameter_is_never_asked_of_the_citizen() -> None:
    for lang in ("zh", "en"):
        explanation = told("困难家庭", lang, 家庭成员=FAMILY, 申请日期="2025-02-01", day="2025-03-01")
        (missing,) = explanation.proof.missing
        assert (missing.fact, missing.kind, missing.question.zh) == ("最低工资", "published", "")
        text = spoken(explanation)
        assert ("不用您填。" if lang == "zh" else "You need not enter it.") in text
        assert "？" not in text


def test_a_parameter_that_was_supplied_is_not_said_to_be_published() -> None:
    explanation = told("困难家庭", 家庭成员=FAMILY, 申请日期="2025-02-01", day="2025-03-01", 最低工资="2400.00")
    text = spoken(explanation)
    assert "这是填入的数，不是从公布的表里取的" in text
    assert "出处：" not in text


# ---- days --------------------------------------------------------------------------------------------------------


def test_a_deadline_in_working_days_shows_its_last_day_and_the_days_that_do_not_count() -> None:
    """8 February 2024 was a Thursday; 12 to 16 February were holidays, Sunday the 18th was a working day."""
    text = spoken(told("按期决定", 申请日期="2024-02-08", 决定日期="2024-02-28"))
    assert "要求：在2024年2月8日后10个工作日内，到2024年2月28日为止（含）" in text
    assert "休息日不算：2024年2月10日至17日、24日至25日。" in text
    assert "调休上班，算工作日：2024年2月18日。" in text
    late = told("按期决定", "en", 申请日期="2024-02-08", 决定日期="2024-02-29")
    assert late.proof.verdict.value is False
    english = spoken(late)
    assert "within 10 working days after 8 February 2024, up to 28 February 2024" in english
    assert "Days off, which do not count: 10 to 17 February 2024 and 24 to 25 February 2024." in english
    assert "At a weekend, but announced as working days: 18 February 2024." in english


def test_a_day_computed_in_working_days() -> None:
    found = amount(told("最迟决定日", 申请日期="2024-02-08"))
    assert found.formula.zh == "申请日期 + 10个工作日"
    assert rows(found) == ["2024年2月8日 + 10个工作日 = 2024年2月28日"]
    assert notes(found)[0] == "休息日不算：2024年2月10日至17日、24日至25日。"


def test_a_day_beyond_the_known_holidays_is_told_by_an_agency() -> None:
    explanation = told("最迟决定日", "en", 申请日期="2024-12-27")
    (missing,) = explanation.proof.missing
    assert (missing.kind, missing.question.en) == ("told", "")
    assert missing.status.zh == "放假安排只录了2024年1月1日到2024年12月31日。别的日子要由机关说明，不用您填。"
    assert "Public holidays are entered for 1 January 2024 to 31 December 2024 only;" in spoken(explanation)


def test_a_last_day_that_is_moved_is_said_to_be() -> None:
    moved = spoken(told("按期公布", 申请日期="2024-02-07", 决定日期="2024-02-18"))
    assert "到2024年2月18日为止（含）" in moved
    assert "2024年2月17日（周六）是休息日，顺延到2月18日（周日）。" in moved
    plain = spoken(told("按期公布", 申请日期="2024-02-08", 决定日期="2024-02-18"))
    assert "顺延到" not in plain
    notice = amount(told("公告日", 申请日期="2024-01-11"))
    assert notes(notice, "en") == [
        "10 February 2024 (Saturday) is a day off; 18 February 2024 (Sunday) takes its place."
    ]


def test_months_are_named() -> None:
    found = amount(told("许可末日", 起始月="2024-09"))
    assert found.formula.zh == "（起始月 + 11个月）的最后一天"
    assert found.formula.en == "the last day of (First month + 11 months)"
    assert rows(found, "en") == [
        "September 2024 + 11 months = August 2025",
        "the last day of August 2025 = 31 August 2025",
    ]
