"""Runs queries in Spark: `python session.py FOLDER`. Each folder in it holds query.sql, columns.json ([name, type]
each), people.jsonl and settings.json, and gets answers.jsonl. It imports nothing of the project: Spark has an
environment of its own."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

from pyspark.sql import SparkSession

SETTINGS = {
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.memory": "4g",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.extraJavaOptions": "-Xss64m",
    "spark.log.level": "ERROR",
    "spark.ui.enabled": "false",
}
"""Nothing is to be reached from outside; a long query needs room, and a deep stack."""


def main(folder: Path) -> None:
    builder = SparkSession.builder.master("local[2]").config("spark.sql.warehouse.dir", str(folder / "warehouse"))
    for name, value in SETTINGS.items():
        builder = builder.config(name, value)
    spark = builder.getOrCreate()
    for query in sorted(folder.glob("*/query.sql")):
        answer(spark, query.parent)
    spark.stop()


def answer(spark: SparkSession, folder: Path) -> None:
    for name, value in read(folder / "settings.json").items():
        spark.conf.set(name, value)
    shape = ", ".join(f"`{name}` {kind}" for name, kind in read(folder / "columns.json"))
    spark.read.schema(shape).json(str(folder / "people.jsonl")).createOrReplaceTempView("people")
    found = spark.sql((folder / "query.sql").read_text(encoding="utf-8"))
    with (folder / "answers.jsonl").open("w", encoding="utf-8") as file:
        for row in found.collect():
            file.write(json.dumps(row.asDict(), default=shown, ensure_ascii=False) + "\n")


def read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def shown(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
