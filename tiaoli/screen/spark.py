"""Apache Spark as the engine of a screening, and the file system that its results lie in."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from tiaoli.screen import unusable
from tiaoli.screen.engine import Row

_START = {
    "spark.driver.extraJavaOptions": "-Xss64m",
    "spark.driver.memory": "4g",
    "spark.executor.extraJavaOptions": "-Xss64m",
    "spark.log.level": "ERROR",
    "spark.ui.showConsoleProgress": "false",
}
"""A long query needs room, and a deep stack."""
_LOCAL = {"spark.driver.bindAddress": "127.0.0.1", "spark.driver.host": "127.0.0.1", "spark.ui.enabled": "false"}
"""Nothing of a Spark on this machine alone is to be reached from outside."""
_SET_UP = ("PYSPARK_GATEWAY_PORT", "PYSPARK_SUBMIT_ARGS", "SPARK_CONF_DIR", "SPARK_HOME")
"""Variables of a Spark that was set up, by spark-submit, say."""
_SESSION = {
    "spark.sql.ansi.enabled": "true",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.legacy.javaCharsets": "true",
    "spark.sql.optimizer.excludedRules": "org.apache.spark.sql.catalyst.optimizer.CollapseProject",
    "spark.sql.variable.substitute": "false",
}
"""A query of a whole regulation is otherwise compiled longer than it runs; GB18030 is to be read; and a code of the
register such as ${x} is a text."""


def started(master: str) -> Any:
    """A session of Spark; where `master` is '', as Spark is set up, or else on this machine. Raises Unusable."""
    try:
        from pyspark.sql import SparkSession
    except ModuleNotFoundError:
        raise unusable(
            "缺少 pyspark：--engine spark 要用它",
            "pyspark is missing: --engine spark needs it",
            "安装 tiaoli[spark]",
            "install tiaoli[spark]",
        ) from None
    given = "PYSPARK_GATEWAY_PORT" in os.environ  # spark-submit has started it
    master = master or ("" if any(name in os.environ for name in _SET_UP) else "local[*]")
    builder = SparkSession.builder.appName("tiaoli screen")
    settings = {} if given else {**_START, **(_LOCAL if master.startswith("local") else {})}
    for name, value in {**settings, **({"spark.master": master} if master else {})}.items():
        builder = builder.config(name, value)
    if not given and not shutil.which("java") and not os.environ.get("JAVA_HOME"):
        raise _no_start("找不到 Java", "there is no Java")
    try:
        session = builder.getOrCreate()
    except Exception as fault:  # what Java throws: it is of no closed kind
        raise _no_start(*[first_line(fault)] * 2) from None
    for name, value in _SESSION.items():
        session.conf.set(name, value)
    return session


def _no_start(zh: str, en: str) -> Exception:
    return unusable(
        f"启动不了 Spark：{zh}",
        f"Spark cannot be started: {en}",
        "装好 Java 17 或更高版本，设好 JAVA_HOME；--master 写成 local[2] 或集群的地址",
        "install Java 17 or newer and set JAVA_HOME; --master is local[2], say, or the address of a cluster",
    )


def first_line(fault: BaseException) -> str:
    """What Spark says, without the trace of Java: of an exception of Java its own message."""
    java = getattr(fault, "java_exception", None)
    said = str(java.toString() if java is not None else fault).strip().splitlines()
    return said[0] if said else type(fault).__name__


@dataclass
class Spark:
    """A session; what it keeps of queries lies in the folder `work`."""

    session: Any
    work: str
    dialect: str = "spark"
    _number: Any = field(default_factory=count)

    def found(self, query: str, own: bool = False) -> Any:
        """What a query finds, as a DataFrame."""
        import sqlglot

        return self.session.sql(query if own else sqlglot.transpile(query, read="duckdb", write=self.dialect)[0])

    def rows(self, query: str) -> list[Row]:
        return [tuple(row) for row in self.found(query).collect()]

    def view(self, name: str, query: str, own: bool = False) -> None:
        self.found(query, own).createOrReplaceTempView(name)

    def table(self, name: str, query: str, own: bool = False) -> list[str]:
        return self.keep(name, self.found(query, own))

    def keep(self, name: str, frame: Any) -> list[str]:
        """A table of what a DataFrame has."""
        path = f"{self.work}/{name}-{next(self._number)}"
        frame.write.parquet(path)
        kept = self.session.read.schema(frame.schema).parquet(path)
        kept.createOrReplaceTempView(name)
        return list(kept.columns)

    def fill(self, name: str, shape: Mapping[str, str], rows: Sequence[Row]) -> None:
        from compiler.targets.dialects import DIALECTS

        typed = ", ".join(f"`{column}` {DIALECTS[self.dialect].type(kind)}" for column, kind in shape.items())
        self.session.createDataFrame(list(rows), typed).createOrReplaceTempView(name)


@dataclass(frozen=True)
class Store:
    """Files where Spark writes them: on this machine, or wherever the path says (hdfs://…, s3a://…)."""

    session: Any

    def _at(self, path: str) -> tuple[Any, Any]:
        place = self.session._jvm.org.apache.hadoop.fs.Path(path)
        system = place.getFileSystem(self.session._jsc.hadoopConfiguration())
        system.setWriteChecksum(False)
        return system, place

    def exists(self, path: str) -> bool:
        system, place = self._at(path)
        return bool(system.exists(place))

    def remove(self, path: str) -> None:
        """A folder, or nothing."""
        system, place = self._at(path)
        system.delete(place, True)

    def move(self, path: str, to: str) -> None:
        """Within one file system. Raises Unusable."""
        system, place = self._at(path)
        if not system.rename(place, self._at(to)[1]):
            raise unusable(
                f"不能把 {path} 移到 {to}",
                f"{path} cannot be moved to {to}",
                "检查那里有没有同名的文件，能不能写",
                "see whether something of this name is there, and whether the place can be written to",
            )

    def put(self, file: Path, to: str) -> None:
        """A file of this machine's."""
        system, place = self._at(to)
        system.copyFromLocalFile(False, True, self._at(file.resolve().as_uri())[1], place)
