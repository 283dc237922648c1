"""Which conditions take part in fixing an answer.

A met "all" rests on all its parts, an unmet one on those that are unmet or do not apply; a met "any" on every met
part, an unmet one on all; an open one on what is open. A rule with exceptions rests on those that count (where it is
not met and would not be without them, on itself too), or else on all of them and on itself. Of a rule whose guard
fails, what it says itself stands in the way too, where that fails."""

from __future__ import annotations

from collections.abc import Sequence

from compiler.partial import Residual, junction, negation
from explain.checker.addresses import LACKING, Addresses, Item

_VALUES = ("instead", "general")
_OPPOSITE = {"met": "unmet", "unmet": "met"}


class Deciding:
    """Tells of addresses whether they take part, as they are asked for."""

    def __init__(self, addresses: Addresses, root: Item) -> None:
        self.addresses, self.root = addresses, root
        self._known: dict[str, tuple[bool, bool]] = {root.address: (True, self._all_below(root))}

    def __call__(self, item: Item) -> bool:
        return self._of(item.address)[0]

    def _all_below(self, item: Item) -> bool:
        settled = whatever(self.addresses, item)
        lacks = any(part.state in LACKING for part in self.addresses.parts(item))
        return settled == "same" or (settled == "clash" and not lacks)

    def _of(self, address: str) -> tuple[bool, bool]:
        """Whether it takes part, and whether all below it does."""
        if address not in self._known:
            parent = address.rpartition(".")[0]
            takes_part, all_ = self._of(parent)
            above = self.addresses.find(self.root.step.name, parent)
            item = self.addresses.find(self.root.step.name, address)
            assert above is not None
            assert item is not None
            chosen = takes_part and any(part.address == address for part in relevant(self.addresses, above))
            mine = all_ or chosen
            self._known[address] = (mine, all_ or (mine and self._all_below(item)))
        return self._known[address]


def relevant(addresses: Addresses, item: Item) -> list[Item]:
    """The parts that fix the state of an item."""
    parts = list(addresses.parts(item))
    turned = item.negated and item.kind in ("rule", "not")
    state = _OPPOSITE.get(item.state, item.state) if turned else item.state
    if item.kind == "rule":
        if any(part.role == "guard" and part.state in LACKING for part in parts):
            return [part for part in parts if part.state != "open"]
        return [part for part in parts if part.state == "open"] if state == "open" else parts
    if item.kind in ("all", "any"):
        if (item.kind, state) in (("all", "met"), ("any", "unmet"), ("any", "not_applicable")):
            return parts
        same = [part for part in parts if part.state in (LACKING if state == "unmet" else (state,))]
        return same or [part for part in parts if part.state == "open"]
    if item.kind == "cases":
        return _branch(parts)
    if item.kind == "exceptions":
        return _exceptions(item, parts)
    if item.kind == "unless":
        return _unless(item, parts)
    return parts


def _branch(parts: list[Item]) -> list[Item]:
    found: list[Item] = []
    for i in range(0, len(parts) - 1, 2):
        if parts[i].state == "open":
            return [*found, *parts[i:]]
        found.append(parts[i])
        if parts[i].state != "unmet":
            return [*found, parts[i + 1]]
    return [*found, parts[-1]]


def _exceptions(item: Item, parts: list[Item]) -> list[Item]:
    exceptions = [part for part in parts if part.role == "exception"]
    counting = [part for part in exceptions if part.counts]
    counting += [part for part in parts if part.state == "not_applicable" and part not in counting]
    open_ = [part for part in exceptions if part.state == "open"]
    general = parts[-1]
    if counting and item.state != "open":
        lacks = item.state in LACKING and general.state in LACKING
        return [*_with_values(parts, counting), *([general] if lacks else [])]
    if open_:
        return [*_with_values(parts, [*counting, *open_]), *([] if counting else [general])]
    return [*exceptions, general]


def _with_values(parts: list[Item], chosen: list[Item]) -> list[Item]:
    wanted, found, taken = {part.address for part in chosen}, [], False
    for part in parts:
        taken = part.address in wanted if part.role == "exception" else taken and part.role == "instead"
        found += [part] if taken else []
    return found


def _unless(item: Item, parts: list[Item]) -> list[Item]:
    if item.state == "met":
        return parts
    if item.state == "unmet":
        failing = [p for p in parts if p.counts or (p.role != "against" and p.state in LACKING)]
        return failing or [p for p in parts if p.state == "open"]
    return [p for p in parts if p.state == item.state]


def whatever(addresses: Addresses, item: Item) -> str:
    """`clash`: the open parts of an item cannot all hold; `same`: it is settled although nothing below it is, whatever
    the missing answers are; '' where that is not so."""
    lacks = item.state == "unmet" and item.kind in ("all", "unless")
    if lacks and clash(addresses, addresses.parts(item)):
        return "clash"
    if item.state == "open" or not isinstance(item.step.outcome, Residual):
        return ""
    open_ = all(part.state == "open" for part in relevant(addresses, item) if part.role not in _VALUES)
    if not open_:
        return ""
    return "clash" if lacks else "same"


def clash(addresses: Addresses, items: Sequence[Item]) -> bool:
    """Are several of these open that cannot all hold?"""
    open_ = [item for item in items if item.state == "open"]
    outcomes = [negation(item.step.outcome) if item.unwanted else item.step.outcome for item in open_]
    return len(open_) > 1 and not addresses.judge.can_hold(junction("and", outcomes))
