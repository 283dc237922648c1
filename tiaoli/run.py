"""`python -m tiaoli.run FILE.json`: answers from a built program, as `tiaoli eval` gives them. Imports the standard
library and what evaluation needs alone, so that the first answer comes soon after the process starts."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Sequence

from tiaoli.about import Unusable
from tiaoli.built import is_built, read_built, sound
from tiaoli.requests import answered, answered_line, asker, content_of, lines_of, request_of, sentence, spoken

_SHAPE = "[--as-of DATE] [--facts FILE] [--lines FILE] [--reading ID=ALT] [--lang zh|en]"
_USAGE = f"用法：python -m tiaoli.run 文件.json {_SHAPE}", f"usage: python -m tiaoli.run FILE.json {_SHAPE}"
_OPTIONS = ("--as-of", "--facts", "--lines", "--reading", "--lang")


def answer(
    file: str, lang: str, as_of: str | None, facts: str | None, lines: str | None, reading: Iterable[str]
) -> int:
    """Print the answers to a request, or to each of a file of JSON Lines; the exit code, 2 where one was refused."""
    program = read_built(file)
    faulty = False
    asked = lines_of(content_of(lines)) if lines else [None]
    ask = asker(program, len(asked))
    for line in asked:
        request = request_of(as_of, facts, reading) if line is None else None
        with sound(file):
            if line is None:
                shown, refused = answered(program, request, lang)
            else:
                shown, refused = answered_line(program, line, lang, ask)
        print(json.dumps(shown, ensure_ascii=False, indent=1 if line is None else None))
        faulty = faulty or refused
    return 2 if faulty else 0


def main(arguments: Sequence[str]) -> int:
    """Like `tiaoli eval`: whatever a user's input can make go wrong ends as a sentence."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    lang = spoken()
    try:
        files, given = _read(arguments)
        lang = given["--lang"][-1] if given["--lang"] else lang
        if "-h" in files or "--help" in files:
            print(_USAGE[lang == "en"])
            return 0
        if len(files) != 1 or not is_built(files[0]) or lang not in ("zh", "en"):
            raise Unusable(*_USAGE)
        as_of, facts, lines = (given[name][-1] if given[name] else None for name in ("--as-of", "--facts", "--lines"))
        return answer(files[0], lang, as_of, facts, lines, given["--reading"])
    except BrokenPipeError:
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115
        return 0
    except (Unusable, RecursionError, OSError, UnicodeError) as fault:
        print(sentence(fault)["en" if lang == "en" else "zh"], file=sys.stderr)
        return 2


def _read(arguments: Sequence[str]) -> tuple[list[str], dict[str, list[str]]]:
    """What is no option, and what each option was given, as --name VALUE or --name=VALUE."""
    files: list[str] = []
    given: dict[str, list[str]] = {name: [] for name in _OPTIONS}
    left = iter(arguments)
    for item in left:
        name, equals, value = item.partition("=")
        if name in given:
            given[name].append(value if equals else next(left, ""))
        elif item.startswith("-") and item not in ("-h", "--help"):
            raise Unusable(f"没有 {item} 这个选项。{_USAGE[0]}", f"there is no option {item}. {_USAGE[1]}")
        else:
            files.append(item)
    return files, given


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
