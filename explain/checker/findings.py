"""What a check found: claims that are not so, claims that nobody could read, and what is left out."""

from __future__ import annotations

from dataclasses import dataclass, field

from compiler.program import Text


@dataclass(frozen=True, slots=True)
class Finding:
    """kind: false (a claim is not so), unread (its words were not understood) or left_out (something must be said
    and is not). words: those of the page. found: what is so instead."""

    kind: str
    step: str
    words: str
    found: Text

    def text(self, lang: str) -> str:
        head = _HEADS[self.kind].get(lang)
        if lang == "zh":
            return f"{head}（第{self.step or '?'}步）：“{self.words}”。{self.found.zh}"
        return f"{head} (step {self.step or '?'}): “{self.words}”. {self.found.en}"


_HEADS = {
    "false": Text("不成立", "Not so"),
    "unread": Text("读不懂", "Not understood"),
    "left_out": Text("漏了", "Left out"),
}
_UNREAD = Text(
    "核对程序不认识这句话，所以没有核对。", "The checker does not know these words, so they were not checked."
)


@dataclass
class Report:
    """`checked` counts the claims that were looked at."""

    checked: int = 0
    findings: list[Finding] = field(default_factory=list)

    def claim(self, holds: bool, step: str, words: str, zh: str, en: str) -> bool:
        """A claim, whether it holds, and what is so where it does not."""
        self.checked += 1
        if not holds:
            self._add(Finding("false", step, words, Text(zh, en)))
        return holds

    def needs(self, there: bool, step: str, words: str, zh: str, en: str) -> bool:
        """Something that a page must say."""
        self.checked += 1
        if not there:
            self._add(Finding("left_out", step, words, Text(zh, en)))
        return there

    def unread(self, step: str, words: str) -> None:
        self.checked += 1
        self._add(Finding("unread", step, words, _UNREAD))

    def _add(self, finding: Finding) -> None:
        if finding not in self.findings:
            self.findings.append(finding)

    def summary(self) -> Text:
        """核对过 37 处，全部成立"""
        bad = len(self.findings)
        if not bad:
            return Text(f"核对过 {self.checked} 处，全部成立。", f"{self.checked} claims checked; all hold.")
        zh = f"核对过 {self.checked} 处，有 {bad} 处不对或读不懂："
        return Text(zh, f"{self.checked} claims checked; {bad} of them wrong or not understood:")
