"""A lint for what citizens read. It measures sentences and reports each that breaks a limit, in Chinese and English.

A sentence ends at 。！？； (in English . ! ? ;) and at the end of a line, an item or a cell. Every Han character and
every digit counts as one character, a word in Latin letters as two; marks and spaces count for nothing. In English
words are counted. What is counted apart:

- in Chinese, three words or more in Latin letters are the text of a policy that was written in English; its pages in
  English are read for that. They count as two;
- an official name (a document's title or number, 《…》, an agency) counts as two, for a reader takes it as one thing;
- words of the law that stand as a quotation of their own are verbatim and not read at all;
- in a name of the vocabulary and between quotation marks no negation, list or legal phrase is looked for: these words
  are not ours.

The mean and the 90th percentile leave out sentences shorter than SHORT, which are headings and labels and would
flatter them. The mean is a figure of a text of at least MEAN_OF such sentences, the percentile of one of at least
P90_OF: below that a single sentence decides it. Legal phrases are counted in a text of at least 200 characters or
words. What is shorter is judged by its sentences alone, and counts in the text that it is part of."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from compiler.program import Text
from explain.readability.words import ACTS, APART, LEGAL, NEGATIONS, NOT_NEGATIONS


class Limits(NamedTuple):
    """In characters or words a sentence; `legal`: phrases per 100 characters or words."""

    mean: float
    p90: int
    longest: int
    negations: int
    items: int
    legal: float


LIMITS: Mapping[str, Limits] = {"zh": Limits(20, 30, 40, 1, 3, 0.5), "en": Limits(16, 24, 32, 1, 3, 0.5)}
"""Chinese: the project's own. English: 15 to 20 words on average is the usual advice on plain English (Plain English
Campaign), and GOV.UK asks to split sentences of more than 25 words; 32 words is about 40 characters of Chinese with
the breath that articles and prepositions take."""
_THING = 5
"""So many words has a thing in a list at most."""
SHORT = {"zh": 6, "en": 4}
MEAN_OF, P90_OF = 10, 20
RULES: Mapping[str, Text] = {
    "mean": Text("句子平均长度", "mean length of sentences"),
    "p90": Text("句子长度的九成位数", "90th percentile of the length of sentences"),
    "longest": Text("句子长度", "length of a sentence"),
    "negations": Text("一句中的否定词", "negations in a sentence"),
    "items": Text("一串并列的项数", "items in a list within a sentence"),
    "legal": Text("每百字的公文用语", "legal phrases per 100 words"),
    "passive": Text("没有说谁做的被动句", "passive without who does it"),
}


@dataclass(frozen=True, slots=True)
class Offence:
    """`where`: which page or text; `said`: the sentence, or the phrases."""

    rule: str
    lang: str
    where: str
    said: str
    figure: float
    limit: float

    def line(self, lang: str) -> str:
        """门槛与数字，再是句子; the rule with its figure and limit, then the sentence."""
        rule, figure, limit = RULES[self.rule].get(lang), f"{self.figure:g}", f"{self.limit:g}"
        if lang == "zh":
            return f"{self.where}：{rule}是{figure}，上限{limit}：{self.said}"
        return f"{self.where}: {rule} is {figure}, the limit {limit}: {self.said}"


@dataclass(frozen=True, eq=False)
class Reader:
    """Reads texts of one language. `official` are names counted apart, `names` those of the vocabulary."""

    lang: str
    official: tuple[str, ...] = ()
    names: tuple[str, ...] = ()

    @cached_property
    def _apart(self) -> re.Pattern[str]:
        return _any_of(self.official, self.lang)

    @cached_property
    def _named(self) -> re.Pattern[str]:
        return _any_of(self.names, self.lang)

    def sentences(self, pieces: Iterable[str]) -> Iterator[str]:
        """The sentences of pieces of text, each of which is a line or an item."""
        for piece in pieces:
            for sentence in _CUT[self.lang].split(piece):
                if re.search(r"\w" if self.lang == "en" else "[\u3400-\u9fff]", sentence):
                    yield " ".join(sentence.split())

    def length(self, sentence: str) -> int:
        """Characters or words."""
        plain = APART.sub("甲乙", self._apart.sub("甲乙", sentence))
        if self.lang == "zh":
            plain = _FOREIGN.sub("甲乙", plain)
        if self.lang == "en":
            return len(re.findall(r"\S*\w\S*", plain.replace("甲乙", " a b ")))
        latin = re.findall(r"[A-Za-z][A-Za-z’'-]*", plain)
        return len(re.findall(r"[^\W_A-Za-z]", plain)) + 2 * len(latin)

    def ours(self, sentence: str) -> str:
        """The sentence with a blank word in place of names and of what stands between quotation marks."""
        plain = _QUOTED.sub(" 某 ", APART.sub(" 某 ", sentence))
        return self._apart.sub(" 某 ", self._named.sub(" 某 ", plain))

    def negations(self, sentence: str) -> int:
        return len(NEGATIONS[self.lang].findall(NOT_NEGATIONS[self.lang].sub("", _answers(self, sentence))))

    def items(self, sentence: str) -> int:
        """How many things the longest list within a sentence names."""
        plain = self.ours(sentence)
        if self.lang == "zh":
            return max(clause.count("、") + 1 for clause in re.split("[，：:,（）()]", plain))
        return max(map(_english_items, re.split("[:;()–]", plain)))

    def legal(self, sentence: str) -> list[str]:
        """The legal phrases in our own words."""
        return [m[0] for m in LEGAL[self.lang].finditer(self.ours(sentence))]

    def passive(self, sentence: str) -> bool:
        """Is somebody acted on by nobody?"""
        return ACTS[self.lang].search(self.ours(sentence)) is not None


_CUT = {
    "zh": re.compile(r"[。！？；]|(?<=[\u3400-\u9fff”）])[;!?]|\n"),
    "en": re.compile(r"(?:(?<!\bart)(?<!\barts)\.(?!(?<=\bno\.) \d)|[!?;])(?=[\s”)]|$)|\n"),
}
_FOREIGN = re.compile(r"[A-Za-z][\w’'%-]*(?:[ ,.:;“”()/–§]+[\w’'%-]*[A-Za-z\d][\w’'%-]*){2,}", re.ASCII)
_QUOTED = re.compile(r"“[^”]*”|「[^」]*」|`[^`]*`|\"[^\"]*\"")


def _any_of(names: Iterable[str], lang: str) -> re.Pattern[str]:
    """Longer names first, as whole words where words are set apart."""
    longest = sorted({n for n in names if n}, key=lambda n: (-len(n), n))
    if not longest:
        return re.compile(r"(?!)")
    joined = "|".join(map(re.escape, longest))
    return re.compile(joined) if lang == "zh" else re.compile(rf"(?<!\w)(?:{joined})(?!\w)", re.IGNORECASE)


def _answers(reader: Reader, sentence: str) -> str:
    """“否” as what a thing is stays a negation; as the answer that one gives it is none."""
    kept = re.sub("(?:为|：|: )“(?:否|no)”", " 不 " if reader.lang == "zh" else " not ", sentence)
    return reader.ours(kept)


def _english_items(clause: str) -> int:
    """The longest run of things with commas between them; a long one begins or ends a run."""
    pieces = re.split(", (and |or )?", clause)
    most = run = 1
    for i in range(2, len(pieces), 2):
        joint, thing = pieces[i - 1], pieces[i].split()
        run += 1
        most = max(most, run + (joint is None and bool({"and", "or"} & set(thing[1:_THING]))))
        if joint is not None or len(thing) > _THING:
            run = 1
    return most


# ---- pages -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Figures:
    """What one page, or all of them, come to. `counted`: sentences that are no mere labels; `total`: characters or
    words."""

    sentences: int
    counted: int
    total: int
    mean: float
    p90: int
    longest: int
    negations: int
    items: int
    legal: float


@lru_cache(maxsize=200_000)
def _measured(reader: Reader, sentence: str) -> tuple[int, int, int, tuple[str, ...], bool]:
    return (
        reader.length(sentence),
        reader.negations(sentence),
        reader.items(sentence),
        tuple(reader.legal(sentence)),
        reader.passive(sentence),
    )


def figures(reader: Reader, sentences: Sequence[str]) -> Figures:
    """Of the sentences of a page, or of many pages. Lengths in characters or words."""
    measured = [_measured(reader, sentence) for sentence in sentences]
    lengths = sorted(n for n, *_ in measured if n >= SHORT[reader.lang])
    total = sum(n for n, *_ in measured)
    phrases = sum(len(legal) for *_, legal, _ in measured)
    return Figures(
        len(sentences),
        len(lengths),
        total,
        round(sum(lengths) / len(lengths), 2) if lengths else 0.0,
        percentile(lengths, 90) if lengths else 0,
        lengths[-1] if lengths else 0,
        max((n for _, n, *_ in measured), default=0),
        max((n for _, _, n, *_ in measured), default=0),
        round(100 * phrases / total, 3) if total else 0.0,
    )


def percentile(ordered: Sequence[int], share: int) -> int:
    """By nearest rank: the smallest that `share` % do not exceed."""
    return ordered[max(-(-len(ordered) * share // 100) - 1, 0)]


def offences(reader: Reader, where: str, sentences: Sequence[str]) -> list[Offence]:
    """Everything in a page that breaks a limit."""
    limits = LIMITS[reader.lang]
    found: list[Offence] = []

    def check(rule: str, said: str, figure: float, limit: float) -> None:
        if figure > limit:
            found.append(Offence(rule, reader.lang, where, said, figure, limit))

    for sentence in dict.fromkeys(sentences):
        length, negations, items, _, passive = _measured(reader, sentence)
        check("longest", sentence, length, limits.longest)
        check("negations", sentence, negations, limits.negations)
        check("items", sentence, items, limits.items)
        check("passive", sentence, int(passive), 0)
    whole = figures(reader, sentences)
    worst = _longest(reader, sentences)
    if whole.counted >= MEAN_OF:
        check("mean", worst, whole.mean, limits.mean)
    if whole.counted >= P90_OF:
        check("p90", worst, whole.p90, limits.p90)
    phrases = [phrase for sentence in sentences for phrase in _measured(reader, sentence)[3]]
    if whole.total * limits.legal >= 100:
        check("legal", ", ".join(dict.fromkeys(phrases)), whole.legal, limits.legal)
    return found


def _longest(reader: Reader, sentences: Sequence[str]) -> str:
    key: Callable[[str], int] = lambda sentence: _measured(reader, sentence)[0]  # noqa: E731
    return max(sentences, key=key, default="")
