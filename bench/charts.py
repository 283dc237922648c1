"""Bars on a logarithmic scale, as SVG: how the peers of a mode compare. The table of docs/bench/w1.md says the same."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from math import ceil, floor, log10

from bench.figures import Row, digits

_LEFT, _WIDTH, _RIGHT = 345, 460, 100
_TOP, _ROW, _BAR = 46, 24, 14
_OURS, _OTHERS, _INK, _GRID = "#0b5c8a", "#9aa5b1", "#1f2933", "#d5dbe1"


def bars(title: str, rows: Sequence[Row]) -> str:
    """A bar a peer, the fastest first; each begins at the power of ten below the least of all."""
    low = floor(log10(min(row.median for row in rows)))
    high = max(low + 1, ceil(log10(max(row.median for row in rows))))
    height = _TOP + _ROW * len(rows) + 12

    def across(value: float) -> float:
        return _LEFT + _WIDTH * (log10(value) - low) / (high - low)

    unit = rows[0].unit
    said = "; ".join(f"{row.name}: {digits(row.median)} {row.unit}" for row in rows)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="t d" '
        f'viewBox="0 0 {_LEFT + _WIDTH + _RIGHT} {height}" font-family="sans-serif" font-size="13">',
        f'<title id="t">{escape(title)}</title>',
        f'<desc id="d">{escape(f"Bars on a logarithmic scale, in {unit}, the fastest first. {said}.")}</desc>',
        '<rect width="100%" height="100%" fill="#ffffff"/>',
        f'<text x="12" y="20" font-weight="bold" fill="{_INK}">{escape(title)} ({unit}, logarithmic)</text>',
    ]
    for power in range(low, high + 1):
        x = across(10.0**power)
        lines.append(f'<path d="M{x:.1f} {_TOP - 6}V{height - 8}" stroke="{_GRID}"/>')
        where = f'x="{x:.1f}" y="{_TOP - 10}" text-anchor="middle"'
        lines.append(f'<text {where} fill="{_INK}" font-size="11">{_power(power)}</text>')
    for i, row in enumerate(rows):
        lines += _bar(row, _TOP + _ROW * i, across(row.median))
    return "\n".join([*lines, "</svg>"]) + "\n"


def _bar(row: Row, y: int, end: float) -> list[str]:
    weight, fill = (' font-weight="bold"', _OURS) if row.ours else ("", _OTHERS)
    middle = y + _BAR - 3
    ratio = "" if row.ratio is None else f" · {digits(row.ratio)} ×"
    return [
        f'<text x="{_LEFT - 8}" y="{middle}" text-anchor="end" fill="{_INK}"{weight}>{escape(row.name)}</text>',
        f'<rect x="{_LEFT}" y="{y}" width="{max(end - _LEFT, 1):.1f}" height="{_BAR}" fill="{fill}"/>',
        f'<text x="{end + 6:.1f}" y="{middle}" fill="{_INK}" font-size="11">{digits(row.median)}{ratio}</text>',
    ]


def _power(power: int) -> str:
    return f"{10**power:,}" if power >= 0 else f"{10.0**power:.{-power}f}"
