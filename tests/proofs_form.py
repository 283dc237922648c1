"""The JSON form of an explanation: its shape, its size, the same bytes every time."""

from __future__ import annotations

import json
from collections.abc import Iterator

from tests.proofs_base import Check, Pair

MOST_BYTES = 50_000
TEXT, FLAG, WHOLE, NAMES = "text", "flag", "whole number", ["text"]
MAYBE = "text or nothing"
ANY = "anything"
_AMOUNT: dict[str, object] = {
    "step": TEXT,
    "label": TEXT,
    "formula": TEXT,
    "rows": [{"computed": TEXT, "result": TEXT}],
    "result": TEXT,
    "rounding": NAMES,
    "notes": NAMES,
}
_AMOUNT["before"] = [_AMOUNT]
_ROUTE = {
    "step": TEXT,
    "title": TEXT,
    "gap": WHOLE,
    "note": TEXT,
    "met": NAMES,
    "unmet": NAMES,
    "open": [{"step": TEXT, "missing": NAMES}],
    "facts": NAMES,
}
_ALTER = {"fact": TEXT, "old": ANY, "new": ANY, "low": ANY, "high": ANY, "by": MAYBE, "text": TEXT}
_BASIS = {"cite": TEXT, "text": TEXT}
SCHEMA: dict[str, object] = {
    "version": WHOLE,
    "policy": TEXT,
    "document": {"number": TEXT, "title": TEXT},
    "lang": TEXT,
    "as_of": TEXT,
    "about": TEXT,
    "label": TEXT,
    "verdict": {"step": TEXT, "status": TEXT, "value": ANY, "text": TEXT, "no": MAYBE, "no_text": TEXT},
    "facts": NAMES,
    "caveats": NAMES,
    "standing": NAMES,
    "summary": {"step": TEXT, "text": TEXT},
    "routes": [_ROUTE],
    "given": [_ROUTE],
    "missing": [
        {
            "step": TEXT,
            "fact": TEXT,
            "kind": TEXT,
            "label": TEXT,
            "status": TEXT,
            "question": TEXT,
            "hint": TEXT,
            "if": [{"answers": TEXT, "outcome": TEXT}],
        }
    ],
    "changes?": {
        "kind": TEXT,
        "text": TEXT,
        "after": TEXT,
        "sets": [[_ALTER]],
        "missing": NAMES,
        "bars": [[{"kind": TEXT, "fact": TEXT, "day": MAYBE, "until": MAYBE, "text": TEXT}]],
        "more": TEXT,
        "complete": FLAG,
    },
    "timeline?": {
        "text": TEXT,
        "stretches": [
            {
                "first": MAYBE,
                "last": MAYBE,
                "status": TEXT,
                "value": ANY,
                "text": TEXT,
                "causes": NAMES,
                "now": FLAG,
            }
        ],
        "earlier": WHOLE,
        "later": WHOLE,
        "complete": FLAG,
    },
    "amount?": _AMOUNT,
    "readings": [
        {
            "step": TEXT,
            "id": TEXT,
            "main": FLAG,
            "question": TEXT,
            "letter": TEXT,
            "switched": FLAG,
            "text": TEXT,
            "because": TEXT,
            "others": [{"letter": TEXT, "text": TEXT, "outcome": TEXT}],
            "consequence": TEXT,
            "settled_by": TEXT,
            "not_computable": TEXT,
        }
    ],
    "remarks": NAMES,
    "basis": _BASIS,
    "basis_of_exceptions": [_BASIS],
    "root": TEXT,
    "nodes": {
        "*": {
            "kind": TEXT,
            "state": TEXT,
            "label": TEXT,
            "name~": TEXT,
            "role~": TEXT,
            "negated~": FLAG,
            "decisive~": FLAG,
            "yours~": TEXT,
            "needed~": TEXT,
            "note~": TEXT,
            "asides~": NAMES,
            "facts~": NAMES,
            "readings~": NAMES,
            "cite~": TEXT,
            "quote#": WHOLE,
            "parts~": NAMES,
        }
    },
    "quotes": NAMES,
}
"""The JSON form, version 2: every key, and what it holds. `x?` may be null, `x~` is left out where empty, `x#` where
there is none; `*` is any."""
_TYPES = {TEXT: (str,), FLAG: (bool,), WHOLE: (int,), MAYBE: (str, type(None))}
_IDS = ("met", "unmet", "parts")


def form(pair: Pair, check: Check) -> None:
    """The same bytes again, valid JSON of the shape that is documented, every node that is named, not too long."""
    text = pair.explanation.to_json()
    check.that(text == pair.explanation.to_json(), "two renderings differ")
    check.that(len(text.encode()) < MOST_BYTES, len(text.encode()), "bytes")
    data = json.loads(text)
    for fault in _misshapen(data, SCHEMA, ""):
        check.that(False, "shape:", fault)
    nodes = set(data["nodes"])
    for name in _steps({key: part for key, part in data.items() if key != "nodes"}):
        check.that(name in nodes, "no node", name)
    for node in data["nodes"].values():
        parts = set(node.get("parts", ()))
        check.that(parts <= nodes, "no nodes", parts - nodes)
    check.that(data["root"] in nodes, "no root")
    quotes = data["quotes"]
    told = {i: quotes[node["quote"]] if "quote" in node else "" for i, node in data["nodes"].items()}
    check.that(told == {node.id: node.quote for node in pair.explanation.proof.root.walk()}, "quotes")
    check.that(len(set(quotes)) == len(quotes) and set(quotes) == set(told.values()) - {""}, "quotes twice, or idle")
    answer = pair.answers.conclusions[pair.name].as_json()
    verdict = data["verdict"]
    check.that(verdict["status"] == answer["status"], "status", verdict, answer)
    check.that(verdict["value"] == answer.get("value"), "value", verdict, answer)
    check.that([one["fact"] for one in data["missing"]] == answer.get("missing", []), "missing", answer)


def _misshapen(data: object, shape: object, where: str) -> Iterator[str]:
    if isinstance(shape, dict):
        if not isinstance(data, dict):
            yield f"{where} is no object"
            return
        named = {key.rstrip("?~#"): part for key, part in shape.items()}
        needed = {key.rstrip("?") for key in shape if key != "*" and key[-1] not in "~#"}
        if "*" not in shape and not needed <= set(data) <= set(named):
            yield f"{where}: keys {sorted(set(data) ^ set(named))}"
        for key, part in data.items():
            if part is None and f"{key}?" in shape:
                continue
            if not part and f"{key}~" in shape:
                yield f"{where}.{key} is empty"
            yield from _misshapen(part, named.get(key, shape.get("*", ANY)), f"{where}.{key}")
    elif isinstance(shape, list):
        if not isinstance(data, list):
            yield f"{where} is no list"
            return
        for part in data:
            yield from _misshapen(part, shape[0], f"{where}[]")
    elif shape != ANY and (not isinstance(data, _TYPES[str(shape)]) or (shape == WHOLE and isinstance(data, bool))):
        yield f"{where} is {data!r}"


def _steps(data: object) -> Iterator[str]:
    """The nodes that sentences name."""
    if isinstance(data, dict):
        for key, part in data.items():
            if key == "step":
                yield part
            elif key in _IDS:
                yield from part
            else:
                yield from _steps(part)
    elif isinstance(data, list):
        for part in data:
            yield from _steps(part)
