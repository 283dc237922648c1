"""What `check` prints: coverage per article, and diagnostics for machines."""

from __future__ import annotations

import json
from urllib.parse import quote

from compiler.compile import Compiled
from dsl.diagnostics import Diagnostic
from dsl.nodes import Statement
from dsl.source import width
from tiaoli.help_pages import page


def coverage_table(compiled: Compiled, lang: str) -> str:
    """One row a text: characters, and how much of it rules claim, notes explain and markers leave open."""
    program = compiled.program
    head = {
        "zh": ("条文", "字数", "规则", "注", "未编码", "定义", "规范", "样例"),
        "en": ("text", "characters", "rules", "notes", "pending", "definitions", "norms", "examples"),
    }[lang]
    rows: list[tuple[str, ...]] = [head]
    definitions, norms = program.every_definition(), program.every_norm()
    for row in program.ledger.coverage:
        counted = (definitions, norms, program.examples)
        found = [sum(1 for x in kind if x.part == row.part) for kind in counted]
        shares = [_share(n, row.total) for n in (row.claimed, row.noted, row.pending)]
        rows.append((row.part, str(row.total), *shares, *map(str, found)))
    total = sum(r.total for r in program.ledger.coverage)
    covered = sum(r.claimed + r.noted + r.pending for r in program.ledger.coverage)
    pending = sum(isinstance(p.node, Statement) and p.node.kind == "pending" for p, _ in program.ledger.claims)
    errors, warnings = len(compiled.errors), len(compiled.diagnostics) - len(compiled.errors)
    last = {
        "zh": f"{len(program.ledger.coverage)} 个文本，引文的字有 {_share(covered, total)} 归入规则、注或标记；"
        f"{pending} 处未编码；{len(definitions)} 个定义，{len(norms)} 条规范，"
        f"{len(program.readings)} 个读法；{errors} 个错误，{warnings} 个警告",
        "en": f"{len(program.ledger.coverage)} texts, {_share(covered, total)} of the quoted characters are claimed, "
        f"noted or marked; {pending} markers; {len(definitions)} definitions, {len(norms)} norms, "
        f"{len(program.readings)} readings; {errors} errors, {warnings} warnings",
    }[lang]
    return _aligned(rows) + "\n" + last


def _share(part: int, whole: int) -> str:
    return f"{100 * part // whole}%" if whole else "-"


def _aligned(rows: list[tuple[str, ...]]) -> str:
    widths = [max(width(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = []
    for row in rows:
        cells = [row[0] + " " * (widths[0] - width(row[0]))]
        cells += [" " * (w - width(cell)) + cell for cell, w in zip(row[1:], widths[1:], strict=True)]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)


def _row(d: Diagnostic, lang: str) -> dict[str, object]:
    line, column = d.place.source.position(d.place.start)
    return {
        "code": d.code,
        "severity": "error" if d.is_error else "warning",
        "file": d.place.source.name,
        "line": line,
        "column": column,
        "message": d.message(lang),
        "hint": d.hint(lang),
    }


def diagnostics_json(compiled: Compiled, lang: str) -> str:
    """A list of diagnostics, and coverage by text."""
    coverage = [
        {"part": r.part, "characters": r.total, "claimed": r.claimed, "noted": r.noted, "pending": r.pending}
        for r in compiled.program.ledger.coverage
    ]
    found = [_row(d, lang) for d in compiled.diagnostics]
    return json.dumps({"diagnostics": found, "coverage": coverage}, ensure_ascii=False, indent=1)


def diagnostics_sarif(compiled: Compiled, lang: str) -> str:
    """SARIF 2.1.0, for code scanning services."""
    rows = [_row(d, lang) for d in compiled.diagnostics]
    results = [
        {
            "ruleId": row["code"],
            "level": row["severity"],
            "message": {"text": f"{row['message']}. {row['hint']}"},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": quote(str(row["file"]))},
                        "region": {"startLine": row["line"], "startColumn": row["column"]},
                    }
                }
            ],
        }
        for row in rows
    ]
    rules = [_rule(code, lang) for code in sorted({str(row["code"]) for row in rows})]
    run = {
        "tool": {"driver": {"name": "tiaoli", "rules": rules}},
        "columnKind": "unicodeCodePoints",
        "results": results,
    }
    schema = "https://json.schemastore.org/sarif-2.1.0.json"
    return json.dumps({"$schema": schema, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1)


def _rule(code: str, lang: str) -> dict[str, object]:
    found = page(code)
    if found is None:
        return {"id": code}
    told = {"text": found.text(lang), "markdown": found.markdown(lang)}
    return {"id": code, "shortDescription": {"text": found.title[lang]}, "help": told}


def diagnostics_github(compiled: Compiled, lang: str) -> str:
    """Workflow commands: each diagnostic becomes a remark on its line of a change."""
    lines = []
    for row in (_row(d, lang) for d in compiled.diagnostics):
        text = f"{row['message']} — {row['hint']}".replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
        where = f"file={_property(str(row['file']))},line={row['line']},col={row['column']},title={row['code']}"
        lines.append(f"::{row['severity']} {where}::{text}")
    return "\n".join(lines)


def _property(text: str) -> str:
    for plain, escaped in (("%", "%25"), ("\n", "%0A"), (":", "%3A"), (",", "%2C")):
        text = text.replace(plain, escaped)
    return text


MACHINE_FORMS = {"json": diagnostics_json, "sarif": diagnostics_sarif, "github": diagnostics_github}
