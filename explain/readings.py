"""On which readings a conclusion rests, and what the other alternative would give this person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from compiler.evaluate import Answer
from compiler.program import Reading, Text
from explain import sentences as say
from explain.judge import Judge
from explain.proof import NOTHING, Node, Other, ReadingUse
from explain.question.ask import Finding


def readings_used(root: Node, judge: Judge, answer: Answer, full: bool) -> Iterator[ReadingUse]:
    """Every reading passed on the way, the conclusion's own and those that were switched first. What the others would
    give is computed for those, and for all where the explanation is a full one."""
    places: dict[str, Node] = {}
    for node in root.walk():
        for id_ in node.readings:
            if id_ not in places or (node.decisive and not places[id_].decisive):
                places[id_] = node
    uses = [_use(judge, root, node, judge.program.readings[id_]) for id_, node in places.items()]
    for use in sorted(uses, key=lambda use: not use.main):
        yield _with_others(use, judge, root.name, answer, full)


def _use(judge: Judge, root: Node, node: Node, reading: Reading) -> ReadingUse:
    letter = judge.environment.letter(reading.id)
    switched = letter != reading.adopted
    return ReadingUse(
        id=reading.id,
        step=node.id,
        main=switched or reading.id in root.readings,
        question=reading.question,
        letter=letter,
        switched=switched,
        text=reading.alternatives[letter],
        because=NOTHING if switched else reading.because,
        others=(),
        consequence=reading.consequence,
        settled_by=reading.settled_by,
        not_computable=reading.not_computable or NOTHING,
    )


def _with_others(use: ReadingUse, judge: Judge, name: str, answer: Answer, full: bool) -> ReadingUse:
    reading = judge.program.readings[use.id]
    silent = use.id == judge.program.before_force[0] or "force" in answer.status or not (use.main or full)
    silent = silent or reading.not_computable is not None
    now = Finding(answer.status, answer.value)
    others = []
    for letter, text in reading.alternatives.items():
        if letter != use.letter:
            others.append(Other(letter, text, NOTHING if silent else _outcome(judge, use.id, letter, name, now)))
    return replace(use, others=tuple(others))


def _outcome(judge: Judge, reading: str, letter: str, name: str, now: Finding) -> Text:
    """What the other alternative would give. Where the same formula is left, nothing need be decided again."""
    other = judge.under({reading: letter})
    same = other.exact is judge.exact and other.environment.rule(name) is judge.environment.rule(name)
    later = now if same else other.find(name)
    if later is None:
        return NOTHING
    if later == now:
        return say.STILL_OPEN if now.status == "unknown" else say.SAME
    return say.changed(say.claim(judge.program, judge.program.definitions[name], later))


def rounding(reading: Reading, letter: str) -> Text:
    """How a rounding came to be chosen; the reading says so itself where it is only assumed."""
    chosen, why = reading.alternatives[letter], reading.because
    zh, en = f"按读法{reading.id}：{chosen.zh}。", f"By reading {reading.id}: {chosen.get('en')}."
    if letter != reading.adopted or not why.zh:
        return Text(zh, en)
    return Text(f"{zh}理由：{why.zh}。", f"{en} Why: {why.get('en')}.")
