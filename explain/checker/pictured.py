"""The fixed words of pictures, and the picture of time: each stretch as the list of stretches has it."""

from __future__ import annotations

import re

from explain.checker.claims import Page
from explain.checker.conditions import MARKS
from explain.checker.context import Context
from explain.checker.values import spans

JOINED = {
    "zh": {
        "要同时符合：": ("all", ""),
        "要同时符合，也都符合：": ("all", "met"),
        "要同时符合几项，不符合的是：": ("all", "unmet"),
        "要同时符合几项，待确定的是：": ("all", "open"),
        "符合其一就可以：": ("any", ""),
        "符合其一就可以，符合的是：": ("any", "met"),
        "符合其一就可以，但都不符合：": ("any", "unmet"),
        "符合其一就可以，待确定的是：": ("any", "open"),
        "先看例外，再看一般规则：": ("exceptions", ""),
        "有例外，按例外办：": ("exceptions", "counts"),
        "分情况：": ("cases", ""),
        "要同时符合，并且没有例外：": ("unless", ""),
    },
    "en": {
        "All of these must be met:": ("all", ""),
        "All of these must be met, and are:": ("all", "met"),
        "All must be met. Not met:": ("all", "unmet"),
        "All must be met. To be settled:": ("all", "open"),
        "Any one of these is enough:": ("any", ""),
        "Any one is enough. Met:": ("any", "met"),
        "Any one is enough, but none is met:": ("any", "unmet"),
        "Any one is enough. To be settled:": ("any", "open"),
        "Exceptions first, then the general rule:": ("exceptions", ""),
        "An exception applies and decides:": ("exceptions", "counts"),
        "It depends on the case:": ("cases", ""),
        "All of these must be met, and no exception applies:": ("unless", ""),
    },
}
"""How the parts below a box count: what joins them, and what those that decide came to."""
SIMPLE = {
    "zh": {
        "不成立，因为：": "exception",
        "答案是“否”，因为：": "met",
        "答案是“是”，因为：": "unmet",
    },
    "en": {
        "It does not apply, because:": "exception",
        "The answer is “no”, because:": "met",
        "The answer is “yes”, because:": "unmet",
    },
}
LED = {
    "zh": (
        ("how", re.compile(r"(?:算法|取自)：(?P<what>.+)")),
        ("gives", re.compile(r"所以结果是：(?P<what>.+)")),
        ("would", re.compile(r"如果成立，结果是：(?P<what>.+)")),
    ),
    "en": (
        ("how", re.compile(r"(?:How|Taken from): (?P<what>.+)")),
        ("gives", re.compile(r"So the result is: (?P<what>.+)")),
        ("would", re.compile(r"If it applies, the result is: (?P<what>.+)")),
    ),
}
_DESC = {
    "zh": (
        re.compile(r".+?[：:].+。图中有 (?P<n>\d+) 项，从结论到条件；同样的内容另有文字列表。"),
        re.compile(r".+：按时间先后共 (?P<all>\d+) 段，图中有 (?P<n>\d+) 项；同样的内容另有文字列表。"),
    ),
    "en": (
        re.compile(r".+?: .+\. (?P<n>\d+) boxes, from conclusion to conditions; a list says the same\."),
        re.compile(r".+: stretches of time in order, (?P<all>\d+) in all, (?P<n>\d+) boxes; a list says the same\."),
    ),
}
_NOW = re.compile(r"▼ ?(?:您问的日子在这一段|the day asked about lies here|.*asked about.*)")


class Strip:
    def __init__(self, context: Context, page: Page) -> None:
        self.context, self.page, self.report, self.lang = context, page, context.report, context.lang

    def check(self) -> None:
        for said, count in self.page.pictures_said:
            matches = [m for form in _DESC[self.lang] if (m := form.fullmatch(said)) is not None]
            if not matches:
                self.report.unread("", said)
                continue
            right = any(int(m["n"]) == count for m in matches)
            self.report.claim(right, "", said, f"图中有{count}项。", f"There are {count} boxes.")
        stretches = [line for line in self.page.lines if line.kind == "stretch"]
        boxes = [texts for texts in self.page.strip if texts[0] != "more"]
        for texts in self.page.strip:
            if texts[0] == "more":
                self._others(texts)
        for i, texts in enumerate(boxes):
            if i >= len(stretches):
                self.report.claim(False, "1", " ".join(texts), "没有这一段。", "There is no such stretch.")
                continue
            self._box(texts, stretches[i].classes, stretches[i].text, stretches[i].asides)
        drawn = len(boxes)
        same = drawn in (0, len(stretches))
        zh, en = f"列了{len(stretches)}段。", f"The list has {len(stretches)} stretches."
        self.report.claim(same, "1", str(drawn), zh, en)

    def _others(self, texts: tuple[str, ...]) -> None:
        """Stretches that are not listed: as many as the words beside say."""
        words = " ".join(texts[1:])
        number = re.search(r"\d+", words)
        early = any(word in words.casefold() for word in ("更早", "earlier", "before"))
        side = [t for t in self.page.side if re.search(r"更早|earlier" if early else r"更晚|later", t)]
        right = number is not None and any(re.search(rf"\b{number[0]}\b|{number[0]}段", text) for text in side)
        self.report.claim(right, "1", words, "另有的段数不是这样。", "So many others are not said to be there.")

    def _box(self, texts: tuple[str, ...], classes: tuple[str, ...], text: str, causes: tuple[str, ...]) -> None:
        """Style, caption, mark of today, word, what is so then, and why."""
        style, *rest = texts
        state = classes[0] if classes else ""
        drawn = {"not_applicable": "idle"}.get(state, state)
        now = any(_NOW.search(part) for part in rest)
        words = " ".join(rest)
        self.report.claim(style == drawn and now is ("now" in classes), "1", words, "图和文字不同。", "They differ.")
        known = "".join((text, *causes)).replace(" ", "").casefold()
        symbol, zh, en = MARKS.get(state, ("", "", ""))
        for part in rest:
            bare = part.replace(" ", "").casefold().rstrip("。.")
            sign = f"{symbol}{zh if self.lang == 'zh' else en}".replace(" ", "").casefold()
            right = bare == sign or bare in known or _NOW.fullmatch(part) is not None or self._caption(part, text)
            self.report.claim(right, "1", part, "图和文字不同。", "The picture and the list differ.")

    def _caption(self, caption: str, text: str) -> bool:
        """The first day of the stretch, or the last of one that has no beginning."""
        head = text.partition("：" if self.lang == "zh" else ": ")[0]
        strip = r"^(?:从|自|到|From |Up to |From|Until )|(?:起|为止|止)$"
        days = spans(re.sub(strip, "", caption), self.lang)
        if days is None:
            return bool(re.fullmatch(r"一直|Always", caption))
        if self.lang == "zh":
            mine = spans(head.removesuffix("起").removesuffix("为止"), "zh")
        else:
            mine = spans(re.sub(r"^(?:From|Up to) ", "", head), "en")
        return mine is not None and days[0][0] == mine[0][0]
