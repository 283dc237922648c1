"""The policy of tests/policy: small, invented, in Chinese, with every construct that explanations must tell of."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from compiler.evaluate import Answers, evaluate
from compiler.program import Program
from explain.explanation import Explanation, explain
from tiaoli.load import load_policy

FOLDER = Path(__file__).parent / "policy"
CARD = {"持残疾证": True, "区内居住": False, "多次违规": False, "家庭成员": []}
FAMILY = [{"成员年龄": 40, "成员收入": "1500.00"}, {"成员年龄": 17, "成员收入": "100.00"}, {"成员年龄": 16}]
CHILDREN = [{"成员年龄": 17}, {"成员年龄": 16}, {"成员年龄": 1}]


@cache
def sample() -> Program:
    """The policy, compiled."""
    compiled = load_policy(str(FOLDER)).compiled
    assert not compiled.errors, [d.render("zh") for d in compiled.errors]
    return compiled.program


def asked(name: str, day: str = "2024-03-01", **facts: object) -> Answers:
    return evaluate(sample(), {"as_of": day, "facts": facts, "only": [name]})


def told(name: str, lang: str = "zh", day: str = "2024-03-01", detail: str = "mid", **facts: object) -> Explanation:
    """The explanation of one conclusion."""
    return explain(asked(name, day, **facts), name, lang=lang, detail=detail)


def spoken(explanation: Explanation) -> str:
    """Its text without line ends and indents, so that it does not matter where lines are broken."""
    lines = (line.strip() for line in explanation.to_text().split("\n"))
    return ("" if explanation.lang == "zh" else " ").join(line for line in lines if line)


def summary(explanation: Explanation) -> str:
    return explanation.proof.summary.text.get(explanation.lang)
