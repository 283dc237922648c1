"""Random numbers that are the same on every machine and in every language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


class Draw:
    """Mulberry32: a stream of 32-bit numbers, the same in every language."""

    def __init__(self, seed: int) -> None:
        self.state = seed & 0xFFFFFFFF

    @classmethod
    def of(cls, seed: int, number: int) -> Draw:
        """The stream of one of many people."""
        return cls(seed * 0x9E3779B1 + number * 0x85EBCA6B)

    def next(self) -> int:
        self.state = (self.state + 0x6D2B79F5) & 0xFFFFFFFF
        mixed = self.state
        mixed = ((mixed ^ (mixed >> 15)) * (mixed | 1)) & 0xFFFFFFFF
        mixed ^= (mixed + ((mixed ^ (mixed >> 7)) * (mixed | 61) & 0xFFFFFFFF)) & 0xFFFFFFFF
        return mixed ^ (mixed >> 14)

    def below(self, number: int) -> int:
        """From 0 to number − 1."""
        return (self.next() << 32 | self.next()) % number

    def between(self, low: int, high: int) -> int:
        return low + self.below(high - low + 1) if low < high else low

    def one(self, choices: Sequence[Any]) -> Any:
        return choices[self.below(len(choices))]

    def chance(self, percent: float) -> bool:
        return self.below(10**6) < percent * 10**4
