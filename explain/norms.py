"""Who must or may do what: the norms that concern a person, those that name an agency, and all of them by bearer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from compiler.calendar import iso
from compiler.evaluate import Answer, Answers
from compiler.program import ALWAYS, Clause, Norm, Program
from dsl.source import width
from explain.records import label_of
from explain.statements import MODALITIES
from explain.words import capital, cite, english, name, window

_STATUS = {
    "applies": ("适用", "apply"),
    "unknown": ("还不能确定", "cannot be said yet"),
    "not_applicable": ("前提不成立", "what they presuppose is not given"),
    "not_applies": ("不适用", "do not apply"),
    "not_in_force": ("尚未施行", "not in force yet"),
    "no_longer_in_force": ("不再施行", "no longer in force"),
}


@dataclass(frozen=True, slots=True)
class Addressed:
    """Norms that name somebody, and those whose unnamed bearer it is."""

    named: tuple[Norm, ...]
    implied: tuple[Norm, ...]


def find_name(program: Program, given: str) -> str:
    """The name of an addressee as the rule files have it, from that or from its English."""
    if given in known_addressees(program):
        return given
    word = given.casefold()
    return next((who for who in known_addressees(program) if name(program, who, "en").casefold() == word), given)


def addressed(program: Program, who: str) -> Addressed:
    """The norms of an addressee."""
    norms = program.norms.values()
    return Addressed(tuple(n for n in norms if who in n.addressees), tuple(n for n in norms if who in n.implied))


def known_addressees(program: Program) -> tuple[str, ...]:
    """Everybody for whom `addressed` finds something, in the order of the law."""
    return tuple(dict.fromkeys(who for n in program.norms.values() for who in (*n.addressees, *n.implied)))


def by_bearer(program: Program) -> Mapping[str, Sequence[tuple[Norm, Clause]]]:
    """What each bearer has to do or may do."""
    found: dict[str, list[tuple[Norm, Clause]]] = {}
    for norm in program.norms.values():
        for clause in norm.clauses:
            for who in clause.bearers:
                found.setdefault(who, []).append((norm, clause))
    return found


# ---- for machines ------------------------------------------------------------------------------------------------


def norm_json(program: Program, norm: Norm, lang: str, answer: Answer | None = None) -> dict[str, object]:
    """A norm, with its status for a person where it was asked."""
    shown: dict[str, object] = {"id": norm.id, "name": norm.name, "label": norm.label.get(lang)}
    shown["cite"] = _cite(program, norm, lang)
    if answer is not None:
        shown |= {key: value for key, value in answer.as_json().items() if key in ("status", "missing")}
    shown["clauses"] = [
        {
            "bearers": [name(program, who, lang) for who in c.bearers],
            "implied": c.implied,
            "modalities": list(c.modalities),
            "wording": c.wording,
            "action": c.action.get(lang),
        }
        for c in norm.clauses
    ]
    shown["addressees"] = [name(program, who, lang) for who in norm.addressees]
    if norm.window != ALWAYS:
        shown["in_force"] = {"from": _iso(norm.window.since), "until": _iso(norm.window.until)}
    return shown | {"quote": norm.claim.text, "period": norm.period.get(lang)}


def _iso(day: int | None) -> str | None:
    return iso(day) if day is not None else None


def concerning_json(answers: Answers, lang: str) -> dict[str, object]:
    program = answers.program
    norms = [norm_json(program, _norm(program, id_), lang, answer) for id_, answer in answers.norms.items()]
    return {"norms": norms, "caveats": [caveat[lang] for caveat in answers.caveats]}


# ---- for readers -------------------------------------------------------------------------------------------------


def concerning_text(answers: Answers, lang: str) -> str:
    """By status, what applies first; of what does not apply, only the names."""
    program = answers.program
    lines: list[str] = []
    for status, words in _STATUS.items():
        found = [(_norm(program, id_), a) for id_, a in answers.norms.items() if a.status == status]
        if not found:
            continue
        lines += ["", f"{words[lang == 'en']}{_count(len(found), lang)}"]
        wide = _widest(program, (norm for norm, _ in found), lang)
        for norm, answer in found:
            lines.append(_head(program, norm, lang, wide))
            if status not in ("applies", "unknown"):
                continue
            lines += [f"      {_clause(program, clause, lang)}" for clause in norm.clauses]
            labels = [label_of(program, name).get(lang) for name in answer.missing]
            if labels:
                lines.append(f"      {'还缺：' if lang == 'zh' else 'missing: '}{_joined(labels, lang)}")
    left = sum(1 for norm in program.norms.values() if norm.condition is None)
    if left:
        zh = f"另有 {left} 条规范没有可计算的条件，不在上面。"
        lines += ["", zh if lang == "zh" else f"{left} more norms have no computable condition and are left out."]
    return "\n".join([*lines, *_caveats(answers.caveats, lang)]).lstrip("\n")


def addressed_text(program: Program, found: Addressed, who: str, lang: str) -> str:
    """Norms that name it, then those that it bears unnamed."""
    zh = (f"点名“{who}”的规范", f"没有点名、按上下文由“{who}”承担的规范")
    called = name(program, who, "en")
    en = (f"Norms that name “{called}”", f"Norms that do not name “{called}”, but are its to bear by their context")
    lines: list[str] = []
    for title, norms in zip(zh if lang == "zh" else en, (found.named, found.implied), strict=True):
        lines += ["", f"{title}{_count(len(norms), lang)}"]
        wide = _widest(program, norms, lang)
        for norm in norms:
            lines.append(_head(program, norm, lang, wide))
            lines += [f"      {_clause(program, clause, lang)}" for clause in norm.clauses]
    return "\n".join(lines[1:])


def bearers_text(program: Program, lang: str) -> str:
    """Every bearer with what it has to do or may do."""
    lines: list[str] = []
    for who, duties in by_bearer(program).items():
        lines += ["", f"{capital(name(program, who, lang))}{_count(len(duties), lang)}"]
        wide = _widest(program, (norm for norm, _ in duties), lang)
        for norm, clause in duties:
            words = _cite(program, norm, lang)
            does = f"{_did(clause, lang)}{_unnamed(clause, lang)}{_dated(norm, lang)}"
            lines.append(f"  {words}{' ' * (wide - width(words))}  {does}")
    return "\n".join(lines[1:])


def _cite(program: Program, norm: Norm, lang: str) -> str:
    return cite(norm.claim.cite, english(program.about)).get(lang)


def _norm(program: Program, id_: str) -> Norm:
    """A norm, whether it is in force on the program's days or not."""
    found = program.norms.get(id_)
    return found if found is not None else program.gone_norms[id_][1]


def _head(program: Program, norm: Norm, lang: str, wide: int) -> str:
    words = _cite(program, norm, lang)
    return f"  {words}{' ' * (wide - width(words))}  {norm.label.get(lang)}  [{norm.id}]{_dated(norm, lang)}"


def _dated(norm: Norm, lang: str) -> str:
    """When it is in force, where not always."""
    shown = window(norm.window, lang)
    return {"zh": f"（{shown}）", "en": f" ({shown})"}[lang] if shown else ""


def _widest(program: Program, norms: Iterable[Norm], lang: str) -> int:
    return max((width(_cite(program, norm, lang)) for norm in norms), default=0)


def _clause(program: Program, clause: Clause, lang: str) -> str:
    bearers = _joined([name(program, who, lang) for who in clause.bearers], lang)
    return f"{capital(bearers)}{_unnamed(clause, lang)} {_did(clause, lang)}"


def _did(clause: Clause, lang: str) -> str:
    words = _joined([MODALITIES[m].get(lang) if m in MODALITIES else m for m in clause.modalities], lang)
    return f"{words}{'：' if lang == 'zh' else ': '}{clause.action.get(lang)}"


def _unnamed(clause: Clause, lang: str) -> str:
    return {"zh": "（原文没有点名）", "en": " (not named in the text)"}[lang] if clause.implied else ""


def _joined(words: Sequence[str], lang: str) -> str:
    return ("、" if lang == "zh" else ", ").join(words)


def _count(number: int, lang: str) -> str:
    return f"（{number} 条）" if lang == "zh" else f" ({number})"


def _caveats(caveats: Sequence[Mapping[str, str]], lang: str) -> list[str]:
    return ["", *(f"※ {caveat[lang]}" for caveat in caveats)] if caveats else []
