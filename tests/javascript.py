"""The JavaScript engine in a node process that lives as long as the tests that ask it."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest

from compiler.evaluate import evaluate
from compiler.program import Program
from compiler.request import Refused
from compiler.targets.javascript import data, engine, wrapped

NODE = shutil.which("node")
needs_node = pytest.mark.skipif(NODE is None, reason="node is not installed")
SAFE = 2**53 - 1
HOST = r"""
const vm = require("vm");
const revive = (key, value) => (value && typeof value === "object" && "$big" in value ? BigInt(value.$big) : value);
const big = (key, value) => (typeof value === "bigint" ? { $big: String(value) } : value);
const policies = new Map();
const tasks = {
  run: ({ code }) => void vm.runInThisContext(code),
  open: ({ key, data }) => void policies.set(key, Tiaoli.open(data)),
  close: ({ key }) => void policies.delete(key),
  call: ({ key, name, calls }) => calls.map((args) => policies.get(key)[name](...args)),
  time: ({ key, name, calls }) => {
    const start = process.cpuUsage();
    for (const args of calls) policies.get(key)[name](...args);
    const { user, system } = process.cpuUsage(start);
    return (user + system) / calls.length;
  },
};
require("readline").createInterface({ input: process.stdin }).on("line", (line) => {
  let answer;
  try {
    const asked = JSON.parse(line, revive);
    answer = { result: tasks[asked.task](asked) ?? null };
  } catch (fault) {
    answer = { fault: String(fault.stack ?? fault) };
  }
  process.stdout.write(JSON.stringify(answer, big) + "\n");
});
"""


class Engine:
    """Use it in a `with` statement; `later` are more fragments."""

    def __init__(self, later: Iterable[str] = ()) -> None:
        assert NODE is not None
        self._process = subprocess.Popen(
            [NODE, "-e", HOST], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )
        self._opened = 0
        self._ask(task="run", code=wrapped([engine(), *later]))

    def __enter__(self) -> Engine:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()

    def open(self, program: Program) -> Policy:
        """A policy made of the program's data."""
        self._opened += 1
        self._ask(task="open", key=self._opened, data=data(program))
        return Policy(self, self._opened)

    def _ask(self, **message: Any) -> Any:
        """Raises AssertionError with JavaScript's own words where the engine fails."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(_written(message), ensure_ascii=False) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        answer = json.loads(line, object_hook=_read if '"$big"' in line else None)
        assert "fault" not in answer, answer["fault"]
        return answer["result"]


class Policy:
    """A policy object in the engine."""

    def __init__(self, engine: Engine, key: int) -> None:
        self.engine, self.key = engine, key

    def call(self, name: str, *args: Any) -> Any:
        """What a function of the policy gives."""
        return self.each(name, [args])[0]

    def each(self, name: str, calls: Sequence[Sequence[Any]]) -> list[Any]:
        """The same of many calls, each a list of arguments."""
        found: list[Any] = self.engine._ask(task="call", key=self.key, name=name, calls=[[*args] for args in calls])
        return found

    def time(self, name: str, calls: Sequence[Sequence[Any]]) -> float:
        """Processor time of a call on average, in microseconds."""
        return float(self.engine._ask(task="time", key=self.key, name=name, calls=[[*args] for args in calls]))

    def close(self) -> None:
        """Forgets the policy."""
        self.engine._ask(task="close", key=self.key)


# ---- the two engines beside each other ------------------------------------------------------------------------------


def judged(program: Program, request: object) -> dict[str, Any]:
    """What Python's evaluator, the judge, says of a request."""
    try:
        return evaluate(program, request).as_json()
    except Refused as refused:
        return {"errors": [(fault.kind, [*fault.facts]) for fault in refused.faults]}


def differences(wanted: Mapping[str, Any], got: Mapping[str, Any]) -> list[str]:
    """How JavaScript's answer differs from the judge's."""
    if "errors" in wanted or "errors" in got:
        faults = [(fault["kind"], fault["facts"]) for fault in got.get("errors", ())]
        return [] if wanted.get("errors") == faults else [f"wanted {wanted.get('errors', 'answers')}, got {faults}"]
    rest = [
        f"wanted {wanted[key]}, got {got[key]}" for key in ("policy", "as_of", "caveats") if wanted[key] != got[key]
    ]
    for key in ("answers", "norms"):
        names = dict.fromkeys((*wanted[key], *got[key]))
        pairs = {name: (wanted[key].get(name), got[key].get(name)) for name in names}
        rest += [f"{name}: wanted {one}, got {other}" for name, (one, other) in pairs.items() if differ(one, other)]
    return rest


def differ(one: object, other: object) -> bool:
    """Are two JSON values not the same? In Python 1 == True."""
    return json.dumps(one) != json.dumps(other)


@dataclass
class Compared:
    """How many requests were compared, how many of them were refused and with which kinds of faults, their answers and
    the unknown ones among them, and each request that was answered differently with how."""

    requests: int = 0
    refused: int = 0
    answers: int = 0
    unknown: int = 0
    kinds: set[str] = field(default_factory=set)
    wrong: list[tuple[object, list[str]]] = field(default_factory=list)

    def __iadd__(self, other: Compared) -> Compared:
        self.requests, self.refused = self.requests + other.requests, self.refused + other.refused
        self.answers, self.unknown = self.answers + other.answers, self.unknown + other.unknown
        self.kinds |= other.kinds
        self.wrong += other.wrong
        return self

    def add(self, program: Program, policy: Policy, requests: Sequence[object]) -> Compared:
        """Asks both engines all these requests."""
        for request, got in zip(requests, policy.each("evaluate", [[one] for one in requests]), strict=True):
            wanted = judged(program, request)
            found = [*wanted.get("answers", {}).values(), *wanted.get("norms", {}).values()]
            self.requests += 1
            self.refused += "errors" in wanted
            self.kinds |= {kind for kind, _ in wanted.get("errors", ())}
            self.answers += len(found)
            self.unknown += sum(answer["status"] == "unknown" for answer in found)
            if different := differences(wanted, got):
                self.wrong.append((request, different))
        return self


def _written(value: Any) -> Any:
    """Integers that JSON in JavaScript would not keep, marked."""
    if isinstance(value, dict) and "$big" not in value:
        return {key: _written(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_written(item) for item in value]
    return {"$big": str(value)} if type(value) is int and abs(value) > SAFE else value


def _read(value: dict[str, Any]) -> Any:
    return int(value["$big"]) if "$big" in value else value
