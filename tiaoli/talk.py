"""The loop of an interview: asks, reads a line, says what it means, and ends with the explanation."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import click

from compiler import calendar
from compiler.evaluate import evaluate
from compiler.program import Program, Text
from explain import words
from explain.explanation import COLUMNS, explain
from explain.interview.interview import Asking, Contradiction, Interview, Result, Said
from explain.interview.read import Reply, Unclear, plain, read
from explain.interview.words import Words
from explain.pictures.layout import terminal

_START = re.compile(r" *(?:(?:\d+\.?|–) +)?")
HELP = Text(
    """怎么回答：写选项前面的数字，或者直接写答案。
  不清楚（dk）      不知道就这样写，不会再问
  返回（back）      回到上一问，重新回答
  回答（answers）   看已经回答了什么，每条有编号
  改 N（change N）  改第N条回答，其他的都保留
  忘记 N（forget N）去掉第N条回答，其他的都保留
  退出（quit）      到此为止，看目前能知道什么
  ?                 看这段说明""",
    """How to answer: write the number of a choice, or the answer itself.
  dk        you do not know; it will not be asked again
  back      to the question before, to answer it anew
  answers   what you have answered, with numbers
  change N  put answer N right; all others are kept
  forget N  take answer N back; all others are kept
  quit      stop here, and see what is known so far
  ?         this help""",
)
_COMMANDS = {
    "?": "help", "help": "help", "帮助": "help", "h": "help",
    "back": "back", "返回": "back", "上一问": "back",
    "quit": "quit", "退出": "quit", "exit": "quit", "q": "quit",
    "answers": "answers", "回答": "answers",
}  # fmt: skip
_NUMBERED = {"change": "change", "改": "change", "forget": "forget", "忘记": "forget"}


class _Over(Exception):
    """There are no more answers."""


@dataclass
class Talk:
    """The loop: asks, reads a line, says what it means."""

    program: Program
    interview: Interview
    lang: str

    @property
    def words(self) -> Words:
        return Words(self.interview, self.lang)

    def say(self, zh: str, en: str) -> str:
        return zh if self.lang == "zh" else en

    def run(self) -> Result:
        lines = _lines()
        name = self.words.program.conclusions[self.interview.order.question.name].label.get(self.lang)
        day = self.interview.order.day
        self._open(name, day)
        try:
            while True:
                step = self.interview.next()
                if isinstance(step, Asking):
                    self._ask(step)
                    self._hear(lines, step)
                elif not self.interview.said or self._checked(lines):
                    break
        except (_Over, KeyboardInterrupt):
            pass
        return self._end()

    def _open(self, name: str, day: int) -> None:
        _print(
            self.say(f"问的是：{name}（{words.date(day, 'zh')}）", f"The question: {name} ({words.date(day, 'en')})")
        )
        if isinstance(self.interview.next(), Asking):
            _print(
                self.say(
                    "一次问一件事，只问还会影响结果的。不知道就写“不清楚”。写 ? 看用法。",
                    "One thing at a time, and only what still matters. Write dk where you do not know, ? for help.",
                )
            )

    # ---- a question ----

    def _ask(self, asking: Asking) -> None:
        words = self.words
        number = len(self.interview.said) + 1
        _print()
        _print(self.say(f"第{number}问  {words.question(asking)}", f"{number}.  {words.question(asking)}"))
        for head, text in (
            (self.say("提示：", "Hint: "), words.hint(asking)),
            ("", words.who(asking)),
            (self.say("为什么问：", "Why: "), words.why(asking)),
        ):
            if text:
                _print(f"    {head}{text}")
        for typed, meaning in words.choices(asking):
            _print(f"  {typed}  {meaning}")
        if how := words.how(asking):
            _print(f"    {self.say('怎么写：', 'How: ')}{how}")

    def _hear(self, lines: Iterator[str], asking: Asking) -> None:
        """One line; where it is no answer, it is said why, and the same question comes again."""
        line = _next(lines)
        if self._commanded(line, lines):
            return
        reply = self._read(asking, line)
        if reply is not None and self._take(lambda: self.interview.answer(reply.values, reply.unsure)):
            self._echo(self.interview.said[-1:])

    def _read(self, asking: Asking, line: str) -> Reply | None:
        try:
            return read(self.words.program, asking, line)
        except Unclear as fault:
            _print(f"  {fault.text.get(self.lang)}")
            return None

    def _take(self, made: Callable[[], Interview]) -> bool:
        try:
            self.interview = made()
        except Contradiction as fault:
            _print(f"  {self.words.contradiction(fault.facts)}")
            return False
        return True

    def _echo(self, said: tuple[Said, ...]) -> None:
        for one in said:
            _print(f"  {self.say('您的回答：', 'Your answer: ')}{self.words.answer(one)}")

    # ---- commands ----

    def _commanded(self, line: str, lines: Iterator[str]) -> bool:
        text = plain(line)
        head, _, rest = text.partition(" ")
        if head[:1] == "改" or head[:2] == "忘记":
            size = 1 if head[:1] == "改" else 2
            head, rest = text[:size], text[size:].strip()
        if head in _NUMBERED:
            self._numbered(_NUMBERED[head], rest, lines)
            return True
        command = _COMMANDS.get(text, "")
        if command == "quit":
            raise _Over
        if command == "help":
            _print(HELP.get(self.lang))
        elif command == "answers":
            self._list()
        elif command == "back":
            self._back()
        return bool(command)

    def _back(self) -> None:
        if not self.interview.said:
            _print(self.say("  前面没有别的问题了。", "  There is no question before this one."))
        self.interview = self.interview.back()

    def _numbered(self, command: str, rest: str, lines: Iterator[str]) -> None:
        count = len(self.interview.said)
        if not rest.isdigit() or len(rest) > 6 or not 1 <= int(rest) <= count:
            word = self.say("改" if command == "change" else "忘记", command)
            _print(
                self.say(
                    f"  请写编号，例如“{word} 1”。您回答了{count}条。",
                    f'  Write a number, such as "{word} 1". You gave {count} answers.',
                )
            )
        elif command == "forget":
            self.interview = self.interview.forget(int(rest))
            _print(
                self.say(
                    f"  第{rest}条回答去掉了，其他的都保留。", f"  Answer {rest} is taken back; all others are kept."
                )
            )
        else:
            self._change(int(rest), lines)

    def _change(self, number: int, lines: Iterator[str]) -> None:
        asking = self.interview.said[number - 1].asking
        self._ask(asking)
        reply = self._read(asking, _next(lines))
        if reply is not None and self._take(lambda: self.interview.change(number, reply.values, reply.unsure)):
            self._echo(self.interview.said[number - 1 : number])

    # ---- the end ----

    def _list(self) -> None:
        for number, one in enumerate(self.interview.answers, 1):
            note = "" if one.used else self.say("（现在用不上，先留着）", " (not used now, but kept)")
            _print(f"  {number}  {self._short(one)}{self.say('：', ': ')}{self.words.answer(one)}{note}")

    def _short(self, one: Said) -> str:
        return self.words.topic(one.asking)

    def _checked(self, lines: Iterator[str]) -> bool:
        """Check your answers: True where the person is content."""
        _print()
        _print(self.say("问完了。请核对您的回答：", "That is all. Please check your answers:"))
        self._list()
        _print(
            self.say(
                "没问题，按回车看结果。要改，写“改 N”或者“忘记 N”。",
                'If they are right, press Enter for the result. Otherwise write "change N" or "forget N".',
            )
        )
        line = _next(lines)
        if plain(line) in ("", "是", "对", "y", "yes", "ok", "好", "没问题", "结果"):
            return True
        if not self._commanded(line, lines):
            _print(self.say("  这里按回车就看结果；写 ? 看用法。", "  Press Enter for the result; ? for help."))
        return False

    def _end(self) -> Result:
        order = self.interview.order
        result = self.interview.result()
        _print()
        if result.finding.status == "unknown":
            self._unsettled(result)
        request = {
            "as_of": calendar.iso(order.day),
            "facts": self.interview.as_json(),
            "readings": dict(order.readings),
            "only": [order.question.name],
        }
        click.echo(explain(evaluate(self.program, request), order.question.name, self.lang).to_text(), nl=False)
        return result

    def _unsettled(self, result: Result) -> None:
        head = self.say("现在还说不清。只有下面这些还会影响结果：", "It cannot be said yet. Only these still matter:")
        if not result.complete:
            head = self.say(
                "还差几问，现在说不清。只有下面这些还会影响结果：",
                "The questions are not finished, so it cannot be said yet. Only these still matter:",
            )
        _print(head)
        for line in self.words.open(result):
            _print(f"  – {line}")
        _print()


def _lines() -> Iterator[str]:
    """What is typed, or comes from a pipe. Undecodable bytes become marks that no answer has."""
    for line in sys.stdin.buffer:
        yield line.decode("utf-8-sig", errors="replace").rstrip("\r\n")


def _next(lines: Iterator[str]) -> str:
    if sys.stdin.isatty():
        click.echo("> ", nl=False)
    for line in lines:
        return line
    raise _Over


def _print(text: str = "") -> None:
    """Lines no wider than a terminal of 80 columns; what is cut off goes on below where the words begin."""
    for line in text.split("\n"):
        start = _START.match(line)
        assert start is not None
        hang = len(start[0])
        parts = terminal(line[hang:], COLUMNS - hang)
        click.echo(start[0] + ("\n" + " " * hang).join(parts or [""]))
