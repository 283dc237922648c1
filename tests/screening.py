"""What the tests of `tiaoli screen` share: a small policy, registers as files, and a screening by the evaluator."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from compiler.evaluate import evaluate
from compiler.program import Program
from tests.generate import Generated, compiled
from tiaoli.load import Loaded
from tiaoli.screen.job import Job

DAY = "2021-10-15"
TEXT = """事实 本市户籍 : 是否

事实 性别 : 选项
  取值 男、女

事实 出生日期 : 日期
  约束 出生日期 不晚于 评估日，否则 date_in_future

事实 月收入 : 金额

事实 子女数 : 整数
  范围 0 至 20

事实 登记失业 : 是否

事实 已领补助 : 是否

读法 R1「问」
  甲「两个孩子」采用，因为「明白」
  乙「一个孩子」

定义 成年 : 是否
  出生日期 满 18周岁

定义 可领补助 : 是否
  同时符合：
    - 本市户籍
    - 成年
    - 非 已领补助
    - 符合其一：
      - 月收入 低于 2000元
      - 登记失业
      - 同时符合：
        - 性别 为 女
        - 按 R1 甲：子女数 超过 1
        - 按 R1 乙：子女数 超过 0

定义 补助额 : 金额
  前提 可领补助
  较大者（0.00元、2000.00元 − 月收入）

定义 满额 : 是否
  前提 可领补助
  月收入 为 0元
"""
NAME = "可领补助"
HEAD = ("id", "本市户籍", "性别", "出生日期", "月收入", "子女数", "登记失业", "已领补助")


@cache
def small() -> Program:
    return compiled(Generated(tuple(TEXT.strip().split("\n\n")), date(2021, 1, 1))).program


def loaded(folder: Path) -> Loaded:
    """The small policy as if it lay in this folder."""
    folder.mkdir(exist_ok=True)
    (folder / "about.toml").write_text(TEXT, encoding="utf-8")
    result = compiled(Generated(tuple(TEXT.strip().split("\n\n")), date(2021, 1, 1)))
    return Loaded(folder, result, ())


def write_csv(path: Path, rows: Iterable[Sequence[object]], head: Sequence[str] = HEAD) -> Path:
    with open(path, "w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *rows])
    return path


def called_alike(*head: str) -> str:
    """A mapping file with these lines first, whose columns are called like the facts."""
    return "\n".join([*head, "[facts]", *(f'"{name}" = {{ column = "{name}" }}' for name in HEAD[1:])])


def job(where: Path, source: Path, output: str = "result.parquet", **options: Any) -> Job:
    """A job over the small policy; its files lie in `where`."""
    given = {"as_of": DAY, **options} if options.get("mapping") is None else options
    return Job(source, given.pop("table", ""), where / output, loaded=loaded(where / "policy"), **given)


def done(made: Job) -> dict[str, Any]:
    """Run it; the counts."""
    return made.run()


def result(path: Path) -> list[dict[str, Any]]:
    with duckdb.connect() as connection:
        found = connection.execute(f"SELECT * FROM read_parquet('{path}')")
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def table(path: Path) -> list[dict[str, str]]:
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def content(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def unlike(program: Program, requests: Iterable[Mapping[str, Any]], rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """Where the answers of a result are not the evaluator's: status, value, missing facts."""
    found = []
    for request, row in zip(requests, rows, strict=True):
        for name, answer in evaluate(program, request).as_json()["answers"].items():  # type: ignore[union-attr]
            if f"{name} status" not in row:
                continue
            ours = row[f"{name} status"], _json(row[name]), row[f"{name} missing"]
            theirs = answer["status"], answer.get("value"), answer.get("missing")
            if ours != theirs:
                found.append(f"{name}: {ours} but {theirs} for {dict(request)}")
    return found


def _json(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def as_row(program: Program, key: object, request: Mapping[str, Any]) -> list[object]:
    """A request as a line of a register whose columns are called like the facts."""
    said = {True: "true", False: "false", None: ""}
    values = [request["facts"].get(name) for name in program.facts]
    return [key, *(said.get(v, v) if isinstance(v, bool | None) else v for v in values)]
