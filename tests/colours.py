"""Contrast and distance of colours: WCAG 2.2, sRGB to CIELAB, and what readers with a colour-vision deficiency see
(Machado, Oliveira and Fernandes 2009, complete deficiency)."""

from __future__ import annotations

from collections.abc import Sequence

Triple = tuple[float, float, float]

DEFICIENCIES = {
    "none": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
_XYZ = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
_WHITE = (0.9505, 1.0, 1.089)


def linear(colour: str) -> Triple:
    """#RRGGBB or #RGB as linear light, 0 to 1."""
    digits = colour.removeprefix("#")
    digits = "".join(2 * d for d in digits) if len(digits) == 3 else digits
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return red, green, blue


def contrast(one: str, other: str) -> float:
    """From 1 to 21."""
    light, dark = sorted((_times(_XYZ, linear(colour))[1] for colour in (one, other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def distance(one: str, other: str, seen: str = "none") -> float:
    """Between two colours in CIELAB as seen with this deficiency; 2.3 is a just noticeable difference."""
    labs = [_lab(_times(DEFICIENCIES[seen], linear(colour))) for colour in (one, other)]
    return sum((a - b) ** 2 for a, b in zip(*labs, strict=True)) ** 0.5


def _times(matrix: Sequence[Sequence[float]], vector: Triple) -> Triple:
    x, y, z = (sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix)
    return x, y, z


def _lab(rgb: Triple) -> Triple:
    clipped = tuple(min(max(part, 0.0), 1.0) for part in rgb)
    xyz = _times(_XYZ, (clipped[0], clipped[1], clipped[2]))
    x, y, z = (_root(part / white) for part, white in zip(xyz, _WHITE, strict=True))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _root(part: float) -> float:
    return part ** (1 / 3) if part > 216 / 24389 else (841 / 108) * part + 4 / 29
