"""What a run leaves for the one that goes on with it: what was asked, and of which input."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tiaoli import __version__
from tiaoli.screen import unusable
from tiaoli.screen.plan import Asked


def begin(work: Path, header: Mapping[str, Any]) -> None:
    """Remember what is asked, or make sure that it is what was asked before. Raises Unusable."""
    path = work / "run.json"
    if path.exists():
        before = json.loads(path.read_text(encoding="utf-8"))
        unlike = sorted(k for k in {*before, *header} if before.get(k) != json.loads(json.dumps(header)).get(k))
        if unlike:
            zh, en = (joint.join(_SAID.get(k, (k, k))[i] for k in unlike) for i, joint in enumerate(("、", ", ")))
            raise unusable(
                f"{work} 里有一次没做完的筛查，但这次不一样：{zh}",
                f"{work} holds a screening that was broken off, but this one is another: {en}",
                "用原来的参数和文件接着做；不要了就删掉这个文件夹，或者把结果写到别处",
                "go on with the same arguments and files; or remove this folder, or write the result elsewhere",
            )
        return
    work.mkdir(parents=True, exist_ok=True)
    put(path, json.dumps(header, ensure_ascii=False, indent=1) + "\n")


_SAID = {
    "policy": ("规则", "the rules"),
    "input": ("输入文件", "the input file"),
    "mapping": ("对照表", "the mapping"),
    "readings": ("读法", "the readings"),
    "only": ("问哪些结论", "the conclusions asked about"),
    "why": ("--reasons", "--reasons"),
    "group": ("--group-by", "--group-by"),
    "compare": ("--compare-readings", "--compare-readings"),
    "piece": ("--rows", "--rows"),
    "form": ("结果的格式", "the form of the result"),
    "version": ("tiaoli 的版本", "the version of tiaoli"),
}


def header_of(asked: Asked, policy: str, source: str, form: str, piece: int) -> dict[str, Any]:
    """What a run must share with the one that it goes on with; `policy` and `source` are digests."""
    return {
        "version": __version__,
        "policy": policy,
        "input": source,
        "mapping": hashlib.sha256(repr(asked.mapping).encode("utf-8", "surrogatepass")).hexdigest(),
        "readings": dict(asked.readings),
        "only": list(asked.only),
        "why": asked.why,
        "group": asked.group,
        "compare": asked.compare,
        "piece": piece,
        "form": form,
    }


def put(path: Path, text: str) -> None:
    """Whole or not at all."""
    draft = path.with_name(f".{path.name}.new")
    draft.write_text(text, encoding="utf-8")
    os.replace(draft, path)
