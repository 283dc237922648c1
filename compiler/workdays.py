"""Working days: Monday to Friday, but for the days that a dated calendar of public holidays closes or opens.

A period in working days starts the day after (民法典 201) and ends on its last working day. Where the last day of a
period in days is no working day, 民法典 203 moves the end to the next one; a rule says so, it is never silent."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Holidays:
    """Closed weekdays and opened weekend days between `first` and `last`, as day numbers. Beyond these two days the
    calendar is not known; what is computed there counts weekends only, and rules ask instead (operators.py)."""

    name: str
    first: int
    last: int
    closed: frozenset[int]
    opened: frozenset[int]

    def works(self, day: int) -> bool:
        """Day number 1 (0001-01-01) was a Monday."""
        return day in self.opened or (day not in self.closed and (day - 1) % 7 < 5)

    def roll(self, day: int) -> int:
        """The day itself if it is a working day, else the next one."""
        while not self.works(day):
            day += 1
        return day

    def add(self, day: int, count: int) -> int:
        """The `count`-th working day after a day (before it, where `count` is negative)."""
        step = 1 if count > 0 else -1
        for _ in range(abs(count)):
            day += step
            while not self.works(day):
                day += step
        return day

    def known(self, count: int) -> tuple[int, int]:
        """The days from which `count` working days can be counted within the calendar; the first above the last where
        there are none. A count of 0 means rolling."""
        first, last = self.first, self.last
        while count >= 0 and last >= first and self._end(last, count) > self.last:
            last -= 1
        while count < 0 and first <= last and self._end(first, count) < self.first:
            first += 1
        return first, last

    def _end(self, day: int, count: int) -> int:
        return self.add(day, count) if count else self.roll(day)
