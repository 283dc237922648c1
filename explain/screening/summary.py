"""A screening in numbers, as one page without script: by conclusion, by condition, by missing fact, by group. Every
picture has a table beside it that says the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from compiler.program import Program
from explain.pictures.canvas import FONTS, INK, PLAIN
from explain.pictures.layout import wrap
from explain.screening.small import LEAST, suppressed
from explain.screening.words import KINDS, UI
from explain.templating import fill, html_lang, sheets

Counts = Mapping[str, Any]
_SHOWN = 15
"""So many bars a picture has at most."""
_WIDE, _BAR, _SIZE, _LINE = 700.0, 14.0, 13, 18
_COLOURS = {
    "yes": ("#003E8A", "✓"),
    "no": ("#B34700", "✕"),
    "unknown": ("#6B6B6B", "?"),
    "value": ("#003E8A", "="),
    "not_applicable": ("#C8C8C8", "–"),
    "not_in_force": ("#E2E2E2", "–"),
    "no_longer_in_force": ("#E2E2E2", "–"),
}


_DARK = ("yes", "no", "unknown", "value")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a bar: where it begins, how long it is, its colour, and its symbol where there is room."""

    x: float
    width: float
    colour: str
    symbol: str
    dark: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """`lines` are the name and what is said of it, the first one at `y`, the bar itself at `at`."""

    name: str
    said: str
    lines: tuple[str, ...]
    pieces: tuple[Piece, ...]
    y: float
    at: float


def summary(
    program: Program,
    counts: Counts,
    codes: Mapping[str, Any],
    lang: str,
    day: str = "",
    group: str = "",
    small: bool = False,
) -> str:
    """The page. `codes` as in the file of codes; `group` the column of groups; `small`: show small cells too."""
    maker = _Maker(program, counts, codes, lang, small)
    return fill(
        "screening.html.j2",
        lang=html_lang(lang),
        ui={key: text.get(lang) for key, text in UI.items()},
        css=sheets("screening.css"),
        title=program.about.title if lang == "zh" else program.about.title_en or program.about.title,
        number=program.about.number,
        day=day,
        counts={key: number(counts[key]) for key in ("in", "out", "rejected")},
        kinds=maker.kinds,
        answers=maker.answers(),
        answers_picture=maker.picture(maker.answer_bars(), "by_conclusion"),
        conditions=maker.conditions(),
        conditions_picture=maker.picture(maker.alone_bars(), "by_condition"),
        missing=maker.missing(),
        missing_picture=maker.picture(maker.missing_bars(), "by_missing"),
        group=group,
        groups=maker.groups() if group else [],
        least=LEAST,
        small=small,
        rejects=maker.rejects(),
        readings=maker.readings(),
        fonts=FONTS,
        ink=INK,
        size=_SIZE,
        line=_LINE,
    )


def number(count: int) -> str:
    return f"{count:,}"


class _Maker:
    def __init__(self, program: Program, counts: Counts, codes: Mapping[str, Any], lang: str, small: bool) -> None:
        self.program, self.counts, self.lang, self.small = program, counts, lang, small
        self.codes = {one["code"]: one for one in codes["conditions"]}
        self.told = codes["rejects"]
        self.of = counts["conclusions"]
        self.totals = {name: _totals(found["groups"]) for name, found in self.of.items()}
        seen = {kind for totals in self.totals.values() for kind in totals}
        self.order = [kind for kind in KINDS if kind in seen]
        self.kinds = [KINDS[kind].get(lang) for kind in self.order]

    def label(self, name: str) -> str:
        fact = self.program.facts.get(name)
        return (fact or self.program.conclusions[name]).label.get(self.lang)

    # ---- tables ----

    def answers(self) -> list[tuple[str, list[str], str]]:
        """Each conclusion with how many have which answer, and in the end how many nearly have a yes."""
        return [
            (
                self.label(name),
                [number(totals.get(kind, 0)) for kind in self.order],
                number(sum(self.of[name]["nearly"].values())) if "nearly" in self.of[name] else "",
            )
            for name, totals in self.totals.items()
        ]

    def conditions(self) -> list[tuple[str, str, list[tuple[str, str, str, str, str]]]]:
        """Of each conclusion with a no: its conditions that fail, and those that alone stand in the way."""
        found = []
        for name, of in self.of.items():
            rows = [
                (code, self._words(code), self._cite(code), number(count), number(of.get("nearly", {}).get(code, 0)))
                for code, count in sorted(of.get("fails", {}).items(), key=lambda pair: (-pair[1], pair[0]))
            ]
            if rows:
                found.append((self.label(name), number(self.totals[name].get("no", 0)), rows))
        return found

    def missing(self) -> list[tuple[str, str, list[tuple[str, str]]]]:
        """Of each conclusion that is unknown for somebody: the facts that are missing."""
        found = []
        for name, of in self.of.items():
            rows = [(self.label(fact), number(count)) for fact, count in _most(of["missing"])]
            if rows:
                found.append((self.label(name), number(self.totals[name].get("unknown", 0)), rows))
        return found

    def groups(self) -> list[tuple[str, list[tuple[str, list[str]]]]]:
        found = []
        for name, of in self.of.items():
            table = {g: [row.get(kind, 0) for kind in self.order] for g, row in sorted(of["groups"].items())}
            shown = {g: list(map(number, row)) for g, row in table.items()} if self.small else suppressed(table)
            found.append((self.label(name), [(g or UI["no_group"].get(self.lang), row) for g, row in shown.items()]))
        return found

    def rejects(self) -> list[tuple[str, str, str]]:
        words = {one["code"]: one[self.lang] for one in self.told}
        return [(code, words.get(code, code), number(count)) for code, count in _most(self.counts["reasons"])]

    def readings(self) -> list[tuple[str, str, list[tuple[str, str]]]]:
        """Each other alternative: what it says, and how many answers it changes."""
        found = []
        for key, changed in self.counts["readings"].items():
            id_, _, letter = key.partition("=")
            said = self.program.readings[id_].alternatives[letter].get(self.lang)
            found.append((key, said, [(self.label(name), number(count)) for name, count in _most(changed)]))
        return found

    def _words(self, code: str) -> str:
        return str(self.codes[code][self.lang])

    def _cite(self, code: str) -> str:
        return str(self.codes[code]["cite" if self.lang == "zh" else "cite_en"])

    # ---- pictures ----

    def answer_bars(self) -> list[tuple[str, list[tuple[str, int]]]]:
        return [(self.label(n), [(k, t[k]) for k in self.order if t.get(k)]) for n, t in self.totals.items()]

    def alone_bars(self) -> list[tuple[str, list[tuple[str, int]]]]:
        """The conditions that most often alone stand in the way, over all conclusions."""
        total: dict[str, int] = {}
        for of in self.of.values():
            for code, count in of.get("nearly", {}).items():
                total[code] = total.get(code, 0) + count
        return [(f"{code} {self._words(code)}", [("no", count)]) for code, count in _most(total)[:_SHOWN]]

    def missing_bars(self) -> list[tuple[str, list[tuple[str, int]]]]:
        total: dict[str, int] = {}
        for of in self.of.values():
            for fact, count in of["missing"].items():
                total[fact] = total.get(fact, 0) + count
        return [(self.label(fact), [("unknown", count)]) for fact, count in _most(total)[:_SHOWN]]

    def picture(self, rows: Sequence[tuple[str, Sequence[tuple[str, int]]]], key: str) -> dict[str, Any] | None:
        """Bars on one scale, their numbers in words beside them; None where there is nothing to draw."""
        most = max((sum(count for _, count in parts) for _, parts in rows), default=0)
        if not most:
            return None
        bars, y = [], 0.0
        for name, parts in rows:
            said = UI["comma"].get(self.lang).join(f"{KINDS[kind].get(self.lang)} {number(n)}" for kind, n in parts)
            lines = wrap(f"{name} {said}", _WIDE * 2 / (_SIZE * PLAIN))
            at = y + _LINE * len(lines) + 4
            bars.append(Bar(name, said, tuple(lines), tuple(_pieces(parts, most)), y, at))
            y = at + _BAR + 12
        table = [(bar.name, bar.said) for bar in bars]
        return {
            "id": key,
            "title": UI[key].get(self.lang),
            "desc": UI[f"{key}_note"].get(self.lang),
            "bars": bars,
            "table": table,
            "width": _WIDE,
            "height": y,
            "thick": _BAR,
        }


def _pieces(parts: Sequence[tuple[str, int]], most: int) -> Sequence[Piece]:
    found, x = [], 0.0
    for kind, count in parts:
        width = round(_WIDE * count / most, 1)
        colour, symbol = _COLOURS[kind]
        found.append(Piece(round(x, 1), width, colour, symbol if width > 14 else "", kind in _DARK))
        x += width
    return found


def _totals(groups: Mapping[str, Mapping[str, int]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for row in groups.values():
        for kind, count in row.items():
            found[kind] = found.get(kind, 0) + count
    return found


def _most(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
