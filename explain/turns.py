"""Why an answer is another from a day on, in words: the conditions that turn (causes.py), in the rules' own terms."""

from __future__ import annotations

from compiler.evaluate import Answers
from compiler.partial import Environment
from compiler.program import Definition, Program, Text
from compiler.steps import Step, trace
from compiler.unknowns import list_of, number_of
from explain.judge import Judge
from explain.proof import NOTHING
from explain.question.causes import Cause
from explain.question.timeline import Piece
from explain.records import joined, record_label
from explain.terms import Terms
from explain.words import both

MOST = 3
SAID = {
    "day": Text("结果要随日子变化", "the result changes with the day"),
    "fits": Text("您填的情况从这一天起才对得上", "the answers given can all be so only from this day"),
    "fits_not": Text("您填的情况从这一天起对不上", "the answers given cannot all be so from this day"),
    "version": Text("“{}”的规定从这一天起换了文本", "another text of the rule on “{}” counts from this day"),
    "begins": Text("这份文件从这一天起施行", "the document is in force from this day"),
    "ends": Text("这份文件从这一天起停止执行", "the document is no longer in force from this day"),
    "open": Text("要看还空着的：{}", "it depends on what is still open: {}"),
}


class Turns:
    """The words for the causes of one conclusion's turns."""

    def __init__(self, answers: Answers, name: str) -> None:
        self.answers, self.name = answers, name

    def said(self, piece: Piece) -> tuple[Text, ...]:
        """Each cause once, no more than MOST."""
        texts = dict.fromkeys(self._cause(cause, piece) for cause in piece.causes)
        return tuple(text for text in texts if text.zh)[:MOST]

    def _cause(self, cause: Cause, piece: Piece) -> Text:
        program = self.answers.whole.at(piece.first)
        match cause.kind:
            case "day":
                return SAID["day"]
            case "constraint":
                return SAID["fits_not"] if piece.finding.status == "refused" else SAID["fits"]
            case "force":
                return SAID["ends"] if piece.finding.status == "no_longer_in_force" else SAID["begins"]
            case "version":
                label = program.conclusions[cause.rule].label if cause.rule in program.conclusions else NOTHING
                return both(lambda lang: SAID["version"].get(lang).format(label.get(lang)))
        return self._condition(program, cause, piece.first)

    def _condition(self, program: Program, cause: Cause, day: int) -> Text:
        definition = program.definitions.get(cause.rule)
        request = self.answers.request
        terms = Terms.of(Judge.of(Environment(program, request.facts, day, request.readings)))
        if cause.record:
            terms = terms.within(list_of(cause.record), number_of(cause.record))
        step = _step(definition, cause, terms) if definition is not None else None
        if step is None:
            return NOTHING
        said = both(lambda lang: terms.label(step, lang, cause.becomes is False))
        said = joined(record_label(program, cause.record), said) if cause.record else said
        return said if cause.becomes is not None else both(lambda lang: SAID["open"].get(lang).format(said.get(lang)))


def _step(definition: Definition, cause: Cause, terms: Terms) -> Step | None:
    """The condition as the rule says it: the step at the same place."""
    for expr in (definition.guard, definition.body):
        for step in trace(expr, terms.environment).walk() if expr is not None else ():
            if step.place == cause.place and step.op == cause.said:
                return step
    return None
